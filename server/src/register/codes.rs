//! What people write in a cell with choices, and the code it means.

use model::kind::{
    household::HOUSE_USE,
    person::{PERSON_TYPE, RELATION, SEX, TRANSPORT},
};

/// A column with choices.
#[derive(Debug)]
pub struct Choices {
    /// Codes and what people write for each.
    table: &'static [(&'static str, &'static [&'static str])],
    /// The code for anything else, where the kind has one.
    other: Option<&'static str>,
}

/// What a cell was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// One of the codes.
    Known(&'static str),
    /// None of them, kept as "other".
    Other(&'static str),
    /// None of them, and there is no "other".
    Unknown,
}

impl Choices {
    /// The code that `text` means.
    pub fn read(&self, text: &str) -> Choice {
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let known = |(code, words): &&(&str, &[&str])| *code == bare || words.contains(&bare.as_str());
        match (self.table.iter().find(known), self.other) {
            (Some((code, _)), _) => Choice::Known(code),
            (None, Some(other)) => Choice::Other(other),
            (None, None) => Choice::Unknown,
        }
    }

    /// The word of our own forms for each code, for telling what may stand in a cell.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.table.iter().map(|(_, words)| words[0])
    }

    /// What people write for `code`, our own word first.
    pub fn written(&self, code: &str) -> &'static [&'static str] {
        self.table.iter().find(|(known, _)| *known == code).map_or(&[], |(_, words)| words)
    }
}

/// F1 住房使用情况.
pub static HOUSE_USES: Choices = Choices {
    table: &[
        ("own", &["自住", "自有", "自用", "自家住", "自有自住"]),
        ("rented", &["出租", "租住", "租赁", "已出租", "租房"]),
        ("vacant", &["空置", "空房", "无人居住", "无人", "闲置", "空"]),
        ("unassigned", &["未分配", "待分配"]),
    ],
    other: None,
};

/// F2 性别.
pub static SEXES: Choices =
    Choices { table: &[("male", &["男", "男性", "M"]), ("female", &["女", "女性", "F"])], other: None };

/// 与户主关系.
#[rustfmt::skip]
pub static RELATIONS: Choices = Choices {
    table: &[
        ("head", &["户主", "本人", "户主本人"]),
        ("spouse", &["配偶", "妻子", "妻", "丈夫", "夫", "爱人", "老婆", "老公"]),
        ("child", &["子女", "儿子", "女儿", "子", "女", "长子", "次子", "三子", "长女", "次女", "三女", "独生子", "独生女"]),
        ("parent", &["父母", "父亲", "母亲", "父", "母", "岳父", "岳母", "公公", "婆婆"]),
        ("grandchild", &["孙辈", "孙子", "孙女", "孙", "外孙", "外孙女", "长孙"]),
        ("other", &["其他", "其它", "儿媳", "女婿", "兄弟", "姐妹", "兄弟姐妹", "租客"]),
    ],
    other: Some("other"),
};

/// F2 人员类型.
#[rustfmt::skip]
pub static PERSON_TYPES: Choices = Choices {
    table: &[
        ("ordinary", &["普通", "一般", "正常", "无", "否", "常住", "普通住户", "一般人员"]),
        ("returned_wuhan", &["武汉返乡", "武汉返乡人员", "武汉返回", "武汉", "从武汉返回", "武汉来返乡"]),
        ("returned_hubei", &["湖北返乡", "湖北(非武汉)返乡", "湖北非武汉返乡", "湖北返乡人员", "湖北返回", "湖北", "湖北来返乡"]),
        ("returned_other", &["其他疫区返乡", "其他返乡", "外地返乡", "返乡", "返乡人员", "其他地区返乡"]),
        ("passed_through", &["途经", "途经湖北", "途经武汉", "途经疫区"]),
        ("close_contact", &["密切接触者", "密接", "密切接触"]),
        ("secondary_contact", &["次密接", "密接的密接", "次密切接触者"]),
        ("general_contact", &["一般接触者", "一般接触"]),
        ("suspected", &["疑似", "疑似病例", "疑似人员"]),
        ("confirmed", &["确诊", "确诊病例"]),
        ("asymptomatic", &["无症状", "无症状感染者"]),
        ("feverish", &["发热人员", "发热", "发烧"]),
        ("from_elsewhere", &["外来人员", "外来", "外地人员", "流动人口"]),
        ("released", &["解除隔离", "已解除", "解除", "解除隔离人员"]),
    ],
    other: None,
};

/// F2 交通方式.
#[rustfmt::skip]
pub static TRANSPORTS: Choices = Choices {
    table: &[
        ("plane", &["飞机", "航班", "民航"]),
        ("train", &["火车", "动车", "高铁", "列车", "铁路"]),
        ("coach", &["长途客车", "客车", "大巴", "长途汽车", "长途大巴", "班车"]),
        ("car", &["自驾", "自驾车", "私家车", "小车", "开车", "自己开车"]),
        ("ferry", &["轮渡", "轮船", "船"]),
        ("other", &["其他", "其它", "步行", "拼车"]),
    ],
    other: Some("other"),
};

/// Each table with the codes of the model that it has to cover.
pub static ALL: &[(&Choices, &[&str])] = &[
    (&HOUSE_USES, HOUSE_USE),
    (&SEXES, SEX),
    (&RELATIONS, RELATION),
    (&PERSON_TYPES, PERSON_TYPE),
    (&TRANSPORTS, TRANSPORT),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_model_can_be_written_and_no_word_means_two() {
        for (choices, codes) in ALL {
            let written: Vec<&str> = choices.table.iter().map(|(code, _)| *code).collect();
            assert_eq!(&written, codes);
            for (code, words) in choices.table {
                for word in *words {
                    assert_eq!(choices.read(word), Choice::Known(code), "{word}");
                }
            }
        }
    }

    #[test]
    fn what_nobody_knows_is_other_or_a_problem() {
        assert_eq!(RELATIONS.read("表侄"), Choice::Other("other"));
        assert_eq!(PERSON_TYPES.read("红码"), Choice::Unknown);
        assert_eq!(SEXES.read(" 女 "), Choice::Known("female"));
    }
}
