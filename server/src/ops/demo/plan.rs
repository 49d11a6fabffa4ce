//! 云溪镇 on one page: its villages, how large they are, who lives there, who walks them.
//!
//! All of it is invented; region 990000 does not exist.

/// The township.
pub const TOWN: &str = "云溪镇";
/// Its region code; villages differ in the last three digits.
pub const TOWN_CODE: &str = "990000100000";
/// Top-level grids (一级网格), by number from 1.
pub const TOP_GRIDS: &[&str] = &["第一网格", "第二网格", "第三网格", "第四网格"];
/// Returnees from 武汉, and from elsewhere in 湖北: 31 in all (`domain.md` 1.3 C).
pub const FROM_WUHAN: usize = 12;
/// See [`FROM_WUHAN`].
pub const FROM_HUBEI: usize = 19;

/// A village.
#[derive(Debug)]
pub struct VillagePlan {
    /// `柳塘村`.
    pub name: &'static str,
    /// Last three digits of its code.
    pub code: &'static str,
    /// Which top-level grid, from 1.
    pub top: usize,
    /// Doors in each of its grids of doors.
    pub doors: &'static [usize],
    /// Surnames of the clans that settled there, the largest first.
    pub clans: &'static [&'static str],
    /// Which worker walks it: the number in the account's name.
    pub worker: usize,
    /// Share of the open sweep that is done, in permille.
    pub done: usize,
    /// Streets instead of village groups, in a residents' committee.
    pub streets: &'static [&'static str],
}

const fn village(
    (name, code): (&'static str, &'static str),
    (top, worker): (usize, usize),
    doors: &'static [usize],
    clans: &'static [&'static str],
    done: usize,
) -> VillagePlan {
    VillagePlan { name, code, top, doors, clans, worker, done, streets: &[] }
}

/// All 27, by top-level grid. `done` of those that wgy01 and wgy02 walk leaves them enough to do.
#[rustfmt::skip]
pub static VILLAGES: &[VillagePlan] = &[
    village(("柳塘村", "201"), (1, 1), &[78, 74, 76, 72], &["佘", "许", "单", "曾"], 400),
    village(("石埠村", "202"), (1, 2), &[97], &["林", "仇", "陈"], 460),
    village(("上垅村", "203"), (1, 2), &[95], &["郑", "盖", "林"], 380),
    village(("下垅村", "204"), (1, 2), &[94], &["郑", "黄", "区"], 350),
    VillagePlan { streets: &["云溪街", "老街", "沿河路"], ..village(("云溪居", "001"), (1, 3), &[104], &["陈", "吴", "解", "沈"], 950) },
    village(("梅坑村", "205"), (1, 3), &[94], &["雷", "蓝", "钟"], 880),
    village(("竹湾村", "206"), (1, 3), &[90], &["翁", "庄", "任"], 720),
    village(("横塘村", "207"), (2, 4), &[99], &["洪", "卢", "朴"], 910),
    village(("古井村", "208"), (2, 4), &[96], &["华", "江", "余"], 640),
    village(("桂岭村", "209"), (2, 4), &[92], &["龚", "童", "查"], 560),
    village(("白沙村", "210"), (2, 5), &[76, 71], &["王", "魏", "燕"], 830),
    village(("长潭村", "211"), (2, 5), &[72, 70], &["谢", "罗", "尹"], 770),
    VillagePlan { streets: &["新桥路", "桥头街"], ..village(("新桥居", "002"), (2, 6), &[78, 74], &["张", "覃", "方"], 960) },
    village(("东山村", "212"), (2, 6), &[70, 68], &["叶", "范", "缪"], 690),
    village(("杉坪村", "213"), (3, 7), &[98], &["苏", "柯", "应"], 740),
    village(("石桥村", "214"), (3, 7), &[96], &["胡", "游", "宁"], 850),
    village(("南岙村", "215"), (3, 7), &[93], &["欧阳", "丁", "程"], 480),
    village(("北坂村", "216"), (3, 8), &[74, 70], &["李", "汤", "纪"], 900),
    village(("双溪村", "217"), (3, 8), &[73, 72], &["潘", "傅", "石"], 610),
    village(("金坑村", "218"), (3, 9), &[75, 71], &["黄", "严", "邱"], 800),
    village(("湖尾村", "219"), (3, 9), &[72, 69], &["何", "阮", "温"], 530),
    village(("枫林村", "220"), (4, 10), &[98], &["刘", "温", "万"], 870),
    village(("龙潭村", "221"), (4, 10), &[96], &["卓", "颜", "葛"], 660),
    village(("大坪村", "222"), (4, 10), &[93], &["吕", "池", "尤"], 790),
    village(("后洋村", "223"), (4, 11), &[99], &["陆", "上官", "韦"], 580),
    village(("塔下村", "224"), (4, 11), &[95], &["高", "纪", "冼"], 820),
    village(("圳头村", "225"), (4, 11), &[92], &["杨", "詹", "乐"], 700),
];

impl VillagePlan {
    /// The name of its grids without the number: `柳塘`.
    pub fn stem(&self) -> &'static str {
        self.name.trim_end_matches(['村', '居'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_township_has_the_size_that_was_asked_for() {
        assert_eq!(VILLAGES.len(), 27);
        assert_eq!(VILLAGES.iter().map(|village| village.top).collect::<BTreeSet<_>>().len(), TOP_GRIDS.len());
        let doors = |village: &VillagePlan| village.doors.iter().sum::<usize>();
        assert!(VILLAGES.iter().map(doors).sum::<usize>() >= 3000);
        for worker in 1..=11 {
            let walked = || VILLAGES.iter().filter(|village| village.worker == worker);
            let sum: usize = walked().map(doors).sum();
            assert!((270..=310).contains(&sum), "{worker}: {sum}");
            assert_eq!(walked().map(|village| village.top).collect::<BTreeSet<_>>().len(), 1);
        }
        assert!(VILLAGES.iter().flat_map(|village| village.doors).all(|doors| (60..=110).contains(doors)));
        assert!(VILLAGES.iter().all(|village| (350..=960).contains(&village.done)));
    }

    #[test]
    fn codes_say_what_a_village_is() {
        use model::place::{RegionCode, VillageKind};
        let mut seen = BTreeSet::new();
        for village in VILLAGES {
            assert!(seen.insert(village.code));
            let code = RegionCode::parse(&format!("{}{}", &TOWN_CODE[..9], village.code)).expect("a code");
            let kind = if village.name.ends_with('居') { VillageKind::Residents } else { VillageKind::Villagers };
            assert_eq!(code.village_kind(), kind, "{}", village.name);
        }
    }
}
