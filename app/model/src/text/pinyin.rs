//! Pinyin without tones, for the characters people are called by; surnames read as surnames.
//!
//! The table is `data/pinyin.txt`: a line for each syllable, `ü` written `v`, then its characters:
//! the 6,763 of GB 2312 and some that stand in given names. 22 KB, 13.6 KB after brotli, which a
//! phone loads once; a larger table would be paid by every phone for names that nobody here bears.

use std::{collections::BTreeMap, sync::OnceLock};

static TABLE: &str = include_str!("../../data/pinyin.txt");

/// Surnames of two characters.
const DOUBLE: &[(&str, &str)] = &[
    ("欧阳", "ou yang"),
    ("上官", "shang guan"),
    ("司马", "si ma"),
    ("诸葛", "zhu ge"),
    ("夏侯", "xia hou"),
    ("皇甫", "huang fu"),
    ("尉迟", "yu chi"),
    ("公孙", "gong sun"),
    ("慕容", "mu rong"),
    ("长孙", "zhang sun"),
    ("宇文", "yu wen"),
    ("司徒", "si tu"),
    ("令狐", "ling hu"),
    ("万俟", "mo qi"),
    ("单于", "chan yu"),
    ("东方", "dong fang"),
    ("独孤", "du gu"),
    ("南宫", "nan gong"),
    ("澹台", "tan tai"),
];

/// Surnames that are read differently from the character alone.
const SINGLE: &[(char, &str)] = &[
    ('单', "shan"),
    ('曾', "zeng"),
    ('仇', "qiu"),
    ('解', "xie"),
    ('区', "ou"),
    ('查', "zha"),
    ('朴', "piao"),
    ('任', "ren"),
    ('盖', "ge"),
    ('缪', "miao"),
    ('覃', "qin"),
    ('翟', "zhai"),
    ('折', "she"),
    ('洗', "xian"),
    ('冼', "xian"),
    ('乐', "yue"),
    ('员', "yun"),
    ('黑', "he"),
    ('纪', "ji"),
    ('那', "na"),
    ('宁', "ning"),
    ('尹', "yin"),
    ('卜', "bu"),
    ('秘', "bi"),
    ('种', "chong"),
    ('繁', "po"),
    ('逄', "pang"),
    ('祭', "zhai"),
    ('召', "shao"),
    ('朝', "chao"),
    ('贾', "jia"),
    ('沈', "shen"),
    ('石', "shi"),
    ('俞', "yu"),
    ('柏', "bai"),
    ('郇', "xun"),
    ('佘', "she"),
    ('华', "hua"),
    ('燕', "yan"),
    ('应', "ying"),
    ('过', "guo"),
    ('葛', "ge"),
    ('车', "che"),
    ('晟', "cheng"),
    ('谌', "chen"),
    ('臧', "zang"),
    ('隗', "wei"),
    ('干', "gan"),
    ('哈', "ha"),
    ('观', "guan"),
    ('相', "xiang"),
];

fn table() -> &'static BTreeMap<char, &'static str> {
    static READ: OnceLock<BTreeMap<char, &'static str>> = OnceLock::new();
    READ.get_or_init(|| {
        let lines = TABLE.lines().filter_map(|line| line.split_once(' '));
        lines.flat_map(|(syllable, chars)| chars.chars().map(move |c| (c, syllable))).collect()
    })
}

/// The surname that a name begins with: two characters where it is one of the double ones.
pub(super) fn surname(name: &str) -> &str {
    let double = DOUBLE.iter().find(|(surname, _)| name.starts_with(surname) && name.chars().count() > 2);
    let end = double.map(|(surname, _)| surname.len()).or_else(|| name.chars().next().map(char::len_utf8));
    &name[..end.unwrap_or(0)]
}

/// The syllables of a name, the surname read as one. A character that is not in the table stands
/// for itself; Latin letters stay.
pub(super) fn syllables(name: &str) -> Vec<String> {
    let surname = surname(name);
    let mut syllables: Vec<String> = Vec::new();
    let mut rest = name;
    if let Some((_, reading)) = DOUBLE.iter().find(|(double, _)| *double == surname) {
        syllables.extend(reading.split(' ').map(str::to_owned));
        rest = &name[surname.len()..];
    } else if let Some((single, reading)) = SINGLE.iter().find(|(single, _)| name.starts_with(*single)) {
        syllables.push((*reading).to_owned());
        rest = &name[single.len_utf8()..];
    }
    let mut word = String::new();
    for c in rest.chars() {
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
            continue;
        }
        if !word.is_empty() {
            syllables.push(std::mem::take(&mut word));
        }
        match table().get(&c) {
            Some(syllable) => syllables.push((*syllable).to_owned()),
            None if c.is_alphanumeric() => syllables.push(c.to_string()),
            None => {}
        }
    }
    if !word.is_empty() {
        syllables.push(word);
    }
    syllables
}

/// `佘德旺` → `shedewang`.
pub fn pinyin(name: &str) -> String {
    syllables(name).concat()
}

/// `佘德旺` → `sdw`.
pub fn initials(name: &str) -> String {
    syllables(name).iter().filter_map(|syllable| syllable.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_are_read_as_surnames() {
        for (name, reading) in [
            ("单雄信", "shanxiongxin"),
            ("曾小满", "zengxiaoman"),
            ("仇英", "qiuying"),
            ("解晓东", "xiexiaodong"),
            ("区长根", "ouchanggen"),
            ("查良", "zhaliang"),
            ("尉迟恭", "yuchigong"),
            ("欧阳明", "ouyangming"),
            ("佘德旺", "shedewang"),
            ("吕布", "lvbu"),
        ] {
            assert_eq!(pinyin(name), reading, "{name}");
        }
        assert_eq!(initials("单雄信"), "sxx");
        assert_eq!(initials("买买提·吐尔逊"), "mmttex");
    }

    #[test]
    fn within_a_name_the_same_character_is_read_as_itself() {
        assert_eq!(pinyin("李曾"), "liceng");
        assert_eq!(pinyin("王单"), "wangdan");
    }

    #[test]
    fn every_line_of_the_table_is_a_syllable_and_its_characters() {
        assert!(table().len() > 6_700);
        for line in TABLE.lines() {
            let (syllable, chars) = line.split_once(' ').expect("a syllable and characters");
            assert!(syllable.bytes().all(|byte| byte.is_ascii_lowercase()), "{line}");
            assert!(chars.chars().all(|c| !c.is_ascii()), "{line}");
        }
    }
}
