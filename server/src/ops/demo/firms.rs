//! The enterprises of 云溪镇, their inspections, and what the township has handed down.
//!
//! Twenty-three enterprises, all of them inspected (`domain.md` 1.3 B); their codes are of region
//! 990000, which does not exist, with check signs that hold.

use super::{
    plan::VILLAGES,
    seeded::Seeded,
    township::{Person, SEED, Township},
    visits::Made,
};
use model::{
    access::Role,
    ambient::Millis,
    day::Day,
    id::{RecordId, UserId},
    kind::{
        Payload,
        checklist::{self, Checklist},
        defect::Defect,
        directive::{Directive, Point},
        enterprise::{self, Enterprise},
        inspection::{Doc, Inspection, Item},
        receipt::{self, Receipt},
    },
    record::Scope,
    uscc::UnifiedCode,
};

/// An enterprise: name, trade, village by place in [`VILLAGES`], contact, how many work there.
type FirmPlan = (&'static str, &'static str, usize, &'static str, i64);

/// All of them.
#[rustfmt::skip]
pub static FIRMS: &[FirmPlan] = &[
    ("云溪茶业有限公司", "farm_products", 0, "单福来", 46),
    ("云溪动力机械有限公司", "manufacture", 4, "沈国栋", 128),
    ("柳塘竹木制品厂", "manufacture", 0, "许家祥", 23),
    ("石埠建材有限公司", "building", 1, "林永昌", 35),
    ("上垅食品有限公司", "farm_products", 2, "郑春生", 61),
    ("云溪电子元件厂", "manufacture", 4, "吴晓峰", 94),
    ("老街粮油商行", "trade", 4, "陈阿贵", 9),
    ("梅坑矿泉水有限公司", "manufacture", 5, "雷金水", 27),
    ("竹湾水产合作社", "farm_products", 6, "翁海生", 18),
    ("横塘鞋业有限公司", "manufacture", 7, "洪丽娟", 152),
    ("古井服装厂", "manufacture", 8, "华秀英", 73),
    ("白沙混凝土有限公司", "building", 10, "王志坚", 41),
    ("长潭纸箱厂", "manufacture", 11, "谢文彬", 32),
    ("新桥物流有限公司", "logistics", 12, "张开顺", 38),
    ("新桥大酒店", "catering", 12, "覃美玲", 26),
    ("东山石材有限公司", "building", 13, "叶建平", 44),
    ("石桥饲料有限公司", "farm_products", 15, "胡大海", 29),
    ("北坂五金厂", "manufacture", 17, "李学武", 57),
    ("双溪农机服务站", "services", 18, "潘根土", 8),
    ("枫林家具有限公司", "manufacture", 21, "刘长青", 66),
    ("龙潭米业有限公司", "farm_products", 22, "卓有余", 31),
    ("后洋快递服务部", "logistics", 24, "陆小勇", 12),
    ("圳头超市", "trade", 26, "杨桂花", 15),
];

/// What was found wrong: at which of [`FIRMS`], at what, in words, so many days ago, to be put right
/// within so many days, and its re-checks, each so many days ago and whether it passed.
type DefectPlan = (usize, &'static str, &'static str, i32, i32, &'static [(i32, bool)]);

static DEFECTS: &[DefectPlan] = &[
    (0, "disinfection", "没有消杀记录", 7, 7, &[]),
    (3, "meals", "员工集中用餐，没有错峰", 6, 3, &[(3, true)]),
    (6, "lodging", "宿舍八人一间，没有隔离间", 4, 7, &[]),
    (9, "temperature", "入口测温没有登记", 8, 3, &[(5, false), (1, true)]),
];

/// 七个不得 (seed row 42), as the invented township words it.
static SEVEN: [&str; 7] = [
    "不得擅自封路、断路，阻断交通。",
    "不得随意上路设卡拦截、检查车辆。",
    "不得封门、堵门，简单粗暴对待返乡人员。",
    "不得歧视、为难来自重点地区的群众。",
    "不得泄露、传播个人信息和隐私。",
    "不得以防疫为名，阻拦符合条件的企业复工复产。",
    "不得编造、传播谣言，不得瞒报、漏报、迟报。",
];

/// Those who have received it already.
static RECEIVED: &[&str] = &["zyz01", "wgz01", "wgy03", "wgy04", "wgy06", "wgy08", "wgy10", "wgy11", "zhen01"];

const HOUR: Millis = 3_600_000;

/// So many days ago an enterprise was inspected in the first round.
fn inspected(index: usize) -> i32 {
    DEFECTS.iter().find(|defect| defect.0 == index).map_or(2 + (index % 7) as i32, |defect| defect.3)
}

/// Enterprises, inspections, defects, the checklist and the directive, all as the township's.
pub fn made(township: &Township, now: Millis) -> Vec<Made> {
    let chance = Seeded::new(SEED ^ 7000);
    let today = Day::from_unix_ms(now);
    let town = township.town;
    let mut made = Vec::new();
    let mut put = |id: RecordId, kind: &'static str, data, days: i32| {
        made.push(Made { scope: Scope::Town(town), kind, id, data, at: now - Millis::from(days) * 24 * HOUR - HOUR });
    };
    let list = Checklist { items: vec!["supplies".into(), "visitors".into(), "training".into()] };
    put(checklist::id_of(town), Checklist::KIND, list.data(), 20);
    let inspectors: Vec<RecordId> =
        ["zhen01", "wgz01"].iter().filter_map(|account| township.person(account)).map(|one| one.user.into()).collect();
    for (index, (name, trade, village, contact, employees)) in FIRMS.iter().enumerate() {
        let code = UnifiedCode::sample(100_020 + 37 * index as u32);
        let id = enterprise::id_of(town, Some(&code), name);
        let firm = Enterprise {
            name: (*name).into(),
            uscc: Some(code.as_str().into()),
            address: Some(format!("{}工业路{}号", VILLAGES[*village].name, index + 3)),
            village: Some(township.villages[*village].id),
            contact: Some((*contact).into()),
            phone: Some(format!("199000007{index:02}")),
            trade: Some((*trade).into()),
            employees: Some(*employees),
            returned: Some(employees * chance.between(60, 95) / 100),
            key_area: Some(chance.between(0, 3)),
        };
        put(id, Enterprise::KIND, firm.data(), 20);
        let first = inspected(index);
        // One of them has been inspected again.
        let rounds: &[(i64, i32)] = if index == 3 { &[(1, first), (2, 1)] } else { &[(1, first)] };
        for (round, days) in rounds.iter().copied() {
            let on = today.plus(-days);
            let wrong = DEFECTS.iter().find(|defect| defect.0 == index && days == first);
            let item = |code: &'static str| Item {
                item: code.into(),
                result: if wrong.is_some_and(|defect| defect.1 == code) { "fail" } else { "pass" }.into(),
                note: None,
            };
            let inspection = Inspection {
                enterprise: Some(id),
                round: Some(round),
                on: Some(on),
                inspectors: inspectors.clone(),
                items: list.asked().into_iter().map(item).collect(),
                docs_given: vec![
                    Doc { doc: "resumption".into(), n: 1 },
                    Doc { doc: "prevention".into(), n: chance.between(1, 3) },
                ],
                briefing: Some(index % 5 != 4),
                ..Inspection::default()
            };
            let visited = RecordId::mint(now - Millis::from(days) * 24 * HOUR, &chance);
            put(visited, Inspection::KIND, inspection.data(), days);
            let Some((_, code, text, _, within, rechecks)) = wrong else { continue };
            let mut defect = Defect {
                inspection: Some(visited),
                enterprise: Some(id),
                item: (*code).into(),
                text: (*text).into(),
                found_on: Some(on),
                deadline: Some(on.plus(*within)),
                status: "open".into(),
                ..Defect::default()
            };
            let by = township.person("zhen01").map(|one| one.user);
            for (days, passed) in *rechecks {
                let on = today.plus(-days);
                let mut data = defect.data();
                data.extend(defect.recheck(on, by, (!passed).then(|| on.plus(3))));
                defect = Defect::read(&data);
            }
            put(RecordId::mint(now - Millis::from(days) * 24 * HOUR, &chance), Defect::KIND, defect.data(), days);
        }
    }
    let seven = Directive {
        title: "疫情防控“七个不得”".into(),
        issued_on: Some(today.plus(-1)),
        text: Some("各村居、各单位要依法防控、科学防控、精准施策，逐条对照落实。".into()),
        items: SEVEN.iter().map(|text| Point { text: (*text).into() }).collect(),
        due: Some(today.plus(1)),
    };
    put(directive(), Directive::KIND, seven.data(), 1);
    made
}

/// The id of the directive.
fn directive() -> RecordId {
    RecordId::mint(1_581_700_000_000, &Seeded::new(SEED ^ 7001))
}

/// Who has received it, with their receipt.
pub fn receipts(township: &Township, now: Millis) -> Vec<(UserId, Made)> {
    let today = Day::from_unix_ms(now);
    let received = |account: &&str| {
        let person = township.person(account)?;
        let receipt = Receipt { directive: Some(directive()), on: Some(today.plus(-1)), at_minute: Some(1090) };
        let (id, data) = (receipt::id_of(directive(), person.user), receipt.data());
        let at = now - 20 * HOUR;
        Some((person.user, Made { scope: works_in(township, person)?, kind: Receipt::KIND, id, data, at }))
    };
    RECEIVED.iter().filter_map(received).collect()
}

/// Where someone notes down their work.
fn works_in(township: &Township, person: &Person) -> Option<Scope> {
    let place = *person.places.first()?;
    match person.plan.role {
        Role::Worker => person.places.iter().min().copied().map(Scope::Grid),
        Role::Volunteer => Some(Scope::Team(place)),
        Role::GridLeader => {
            let top = township.tops.iter().position(|top| *top == place)? + 1;
            let led = VILLAGES.iter().zip(&township.villages).filter(|(plan, _)| plan.top == top);
            led.flat_map(|(_, village)| village.grids.iter().copied()).min().map(Scope::Grid)
        }
        _ => Some(Scope::Town(township.town)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{firm::FirmFigures, id::OpId, kind, record::Record};
    use std::collections::BTreeSet;

    /// An afternoon in March.
    const NOW: Millis = 1_772_350_200_000;

    fn records(made: Vec<Made>) -> Vec<Record> {
        let record = |Made { scope, kind, id, data, at }: Made| Record {
            kind: kind.into(),
            id,
            scope,
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: Some(at),
            late: false,
            data,
            gone: None,
        };
        made.into_iter().map(record).collect()
    }

    #[test]
    fn twenty_three_enterprises_were_inspected_and_all_are_as_they_should_be() {
        let records = records(made(&Township::new(), NOW));
        for record in &records {
            let kind = kind::kind(&record.kind).expect("a kind");
            assert_eq!(kind.check(&record.data), [], "{record:?}");
        }
        let ids: BTreeSet<RecordId> = records.iter().map(|record| record.id).collect();
        assert_eq!(ids.len(), records.len());
        let today = Day::from_unix_ms(NOW);
        let figures = FirmFigures::of(&records, today.plus(-30), today);
        assert_eq!((figures.inspected, figures.inspections), (23, 24));
        assert_eq!((figures.found, figures.closed, figures.open), (4, 2, 2));
        assert_eq!((figures.judged, figures.passed, figures.briefings), (24 * 7, 24 * 7 - 4, 20));
        let open: Vec<Defect> = records.iter().filter(|record| record.kind == Defect::KIND).map(Record::read).collect();
        assert_eq!(open.iter().filter(|defect| defect.is_due(today)).count(), 1);
    }

    #[test]
    fn codes_are_of_a_region_that_does_not_exist() {
        let township = Township::new();
        let firms = made(&township, NOW).into_iter().filter(|made| made.kind == Enterprise::KIND);
        for firm in firms {
            let code = Enterprise::read(&firm.data).code().expect("a code that holds");
            assert_eq!(&code.as_str()[2..8], "990000");
        }
        assert_eq!(SEVEN.len(), 7);
        let receipts = receipts(&township, NOW);
        assert_eq!(receipts.len(), RECEIVED.len());
        assert!(receipts.iter().all(|(user, made)| made.id == receipt::id_of(directive(), *user)));
        assert_ne!(directive(), RecordId::from(OpId::fixed(0)));
    }
}
