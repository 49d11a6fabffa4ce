//! Pinyin without tones, for the characters people are called by; surnames read as surnames.

use super::table::reading;

/// Surnames of two characters. Not those that more often are a surname of one and a given name
/// (叶赫, 乐正, 宗政): masking would show too much.
const DOUBLE: &[&str] = &[
    "欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "长孙", "宇文", "司徒", "令狐", "万俟",
    "单于", "东方", "独孤", "南宫", "澹台", "呼延", "轩辕", "端木", "申屠", "闻人", "赫连", "濮阳", "淳于", "太史",
    "公冶", "公羊", "钟离", "鲜于", "闾丘", "司空", "司寇", "亓官", "颛孙", "拓跋", "百里", "西门", "东郭", "羊舌",
    "纳兰", "完颜",
];

/// Those of them that are not read as their characters are.
const DOUBLE_READ: &[(&str, [&str; 2])] = &[
    ("尉迟", ["yu", "chi"]),
    ("长孙", ["zhang", "sun"]),
    ("万俟", ["mo", "qi"]),
    ("单于", ["chan", "yu"]),
    ("澹台", ["tan", "tai"]),
];

/// Surnames of one character that are not read as the character is elsewhere.
const SINGLE_READ: &[(char, &str)] = &[
    ('单', "shan"),
    ('曾', "zeng"),
    ('仇', "qiu"),
    ('解', "xie"),
    ('区', "ou"),
    ('查', "zha"),
    ('朴', "piao"),
    ('盖', "ge"),
    ('缪', "miao"),
    ('覃', "qin"),
    ('翟', "zhai"),
    ('折', "she"),
    ('洗', "xian"),
    ('乐', "yue"),
    ('员', "yun"),
    ('黑', "he"),
    ('卜', "bu"),
    ('秘', "bi"),
    ('种', "chong"),
    ('繁', "po"),
    ('祭', "zhai"),
    ('召', "shao"),
    ('郇', "xun"),
    ('晟', "cheng"),
    ('隗', "wei"),
    ('阚', "kan"),
    ('粘', "nian"),
    ('薄', "bo"),
    ('乜', "nie"),
    ('句', "gou"),
    ('角', "jue"),
    ('都', "du"),
    ('炅', "gui"),
    ('贠', "yun"),
];

/// The surname that a name begins with: two characters where it is one of the double ones.
pub(super) fn surname(name: &str) -> &str {
    let double = DOUBLE.iter().find(|surname| name.starts_with(*surname) && name.chars().count() > 2);
    let end = double.map(|surname| surname.len()).or_else(|| name.chars().next().map(char::len_utf8));
    &name[..end.unwrap_or(0)]
}

/// How a surname is read, if otherwise than its characters.
fn surname_read(surname: &str) -> Option<Vec<&'static str>> {
    let double = DOUBLE_READ.iter().find(|(double, _)| *double == surname).map(|(_, read)| read.to_vec());
    double.or_else(|| {
        SINGLE_READ.iter().find(|(single, _)| surname.strip_prefix(*single) == Some("")).map(|(_, read)| vec![*read])
    })
}

/// The syllables of a name, the surname read as one. A character that is not in the table stands
/// for itself; a Latin word is one syllable, in small letters.
pub(super) fn syllables(name: &str) -> Vec<String> {
    let surname = surname(name);
    let read = surname_read(surname);
    let rest = if read.is_some() { &name[surname.len()..] } else { name };
    let mut syllables: Vec<String> = read.into_iter().flatten().map(str::to_owned).collect();
    let mut word = String::new();
    for c in rest.chars().map(super::narrow) {
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
            continue;
        }
        if !word.is_empty() {
            syllables.push(std::mem::take(&mut word));
        }
        match reading(c) {
            Some((initial, rest)) => syllables.push([initial, rest].concat()),
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
    syllables(name.trim()).concat()
}

/// `佘德旺` → `sdw`.
pub fn initials(name: &str) -> String {
    syllables(name.trim()).iter().filter_map(|syllable| syllable.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_are_read_as_surnames() {
        let names = "单雄信 曾小满 仇英 解晓东 区长根 查良 朴正 任盈 盖叔 缪荣株 佘德旺 覃琴 翟天 折可 冼星 乐毅 员半 黑土 纪晓 那英 \
                     宁静 卜商 尹志 种师 召公 阚泽 粘云 薄一 乜宏 晟立 尉迟恭 万俟雅 长孙皇 单于明 欧阳明 乐正绫 吕布 闾丘明 贠立";
        let read = "shanxiongxin zengxiaoman qiuying xiexiaodong ouchanggen zhaliang piaozheng renying geshu miaorongzhu shedewang \
                    qinqin zhaitian sheke xianxing yueyi yunban hetu jixiao naying ningjing bushang yinzhi chongshi shaogong kanze \
                    nianyun boyi niehong chengli yuchigong moqiya zhangsunhuang chanyuming ouyangming yuezhengling lvbu lvqiuming yunli";
        let names: Vec<_> = names.split_whitespace().collect();
        let read: Vec<_> = read.split_whitespace().collect();
        assert_eq!(names.iter().map(|name| pinyin(name)).collect::<Vec<_>>(), read);
        assert_eq!(
            (initials("单雄信"), initials("买买提·吐尔逊"), initials("尉迟恭")),
            ("sxx".into(), "mmttex".into(), "ycg".into())
        );
        assert_eq!(
            (pinyin(" 佘德旺 "), pinyin("Ａnna Li"), initials("Anna Li")),
            ("shedewang".into(), "annali".into(), "al".into())
        );
    }

    #[test]
    fn within_a_name_the_same_character_is_read_as_itself() {
        assert_eq!(
            (pinyin("李曾"), pinyin("王单"), pinyin("王乐"), pinyin("李晟")),
            ("liceng".into(), "wangdan".into(), "wangle".into(), "lisheng".into())
        );
    }

    #[test]
    fn characters_that_given_names_have_today() {
        assert_eq!(pinyin("李玥珺彧祐婳翾喆堃垚赟昳嫄"), "liyuejunyuyouhuaxuanzhekunyaoyunyiyuan");
        // Beyond the first plane, as the table of 2013 has them too.
        assert_eq!(pinyin("𬀩"), "wei");
    }

    #[test]
    fn a_character_without_a_reading_stands_for_itself() {
        assert_eq!((pinyin("王鬱"), initials("王鬱")), ("wang鬱".into(), "w鬱".into()));
    }

    #[test]
    fn no_exception_says_what_the_table_says() {
        let plain = |text: &str| {
            text.chars().filter_map(reading).map(|(initial, rest)| [initial, rest].concat()).collect::<Vec<_>>()
        };
        for (c, read) in SINGLE_READ {
            assert_ne!(plain(&c.to_string()), [*read], "{c}");
        }
        for (double, read) in DOUBLE_READ {
            assert!(DOUBLE.contains(double), "{double}");
            assert_ne!(plain(double), *read, "{double}");
        }
        for double in DOUBLE {
            assert_eq!((double.chars().count(), plain(double).len()), (2, 2), "{double}");
        }
    }
}
