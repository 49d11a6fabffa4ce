//! 中文: all that the import says.
//!
//! Manner: where, what is wrong, and what to do; short, and blaming nobody.

use super::{
    ImportReport, ImportTrouble,
    problem::{FileTrouble, Note, Refusal, SheetProblem},
};
use serde_json::Value;
use std::fmt::{self, Display, Formatter};

/// More problems than these help nobody at once.
const SHOWN: usize = 200;

impl Display for FileTrouble {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "文件是空的。请确认选对了文件。",
            Self::NotXlsx => "这不是 XLSX 表格。请用表格软件打开,另存为“.xlsx”再导入。",
            Self::OldXls => "这是旧版 .xls 表格。请用表格软件打开,另存为“.xlsx”再导入。",
            Self::Encrypted => "表格设了密码。请先去掉密码,再导入。",
            Self::Damaged => "表格已损坏或没有传完整。请重新保存或重新拷贝后再导入。",
            Self::TooLarge => "文件超过 10 MB。请去掉图片,或按村分成几个文件导入。",
            Self::Bomb => "表格展开后大得异常,没有打开。请新建表格,只粘贴登记内容再导入。",
            Self::TooManyRows => "表格超过 20,000 行。请按村分成几个文件导入。",
            Self::NoHeaders => "没有找到登记表的表头。户表要有“门牌、户主姓名”等列,人员表要有“姓名、性别、门牌”等列。",
        })
    }
}

impl Display for SheetProblem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "「{}」第{}行 {}:{}", self.sheet, self.row, self.column, self.what())
    }
}

impl SheetProblem {
    /// What is wrong, without the place.
    pub fn what(&self) -> String {
        let arg = |name: &str| match self.args.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => String::new(),
        };
        let earlier = || match arg("sheet") {
            sheet if sheet == self.sheet => format!("第{}行", arg("row")),
            sheet => format!("「{sheet}」第{}行", arg("row")),
        };
        match self.rule.as_str() {
            "required" => "没有填写".into(),
            "too_long" => format!("太长,最多{}个字", arg("max")),
            "wrong_type" => "内容不对".into(),
            "out_of_range" => format!("应在{}到{}之间", arg("min"), arg("max")),
            "not_a_day" => match arg("text") {
                text if text.is_empty() => "日期读不懂,请写成 2020-02-07".into(),
                text => format!("日期“{text}”读不懂,请写成 2020-02-07"),
            },
            "unknown_choice" | "unknown_word" => {
                format!("“{}”不认识,可以填:{}", arg("text"), arg("known"))
            }
            "before_left" => "早于离开时间".into(),
            "not_for_ordinary" => "普通住户不填这一项".into(),
            "not_a_phone" => "不是电话号码".into(),
            "phone_short" => format!("电话号码少{}位", arg("missing")),
            "phone_long" => format!("电话号码多{}位", arg("extra")),
            "not_a_name" => "不是姓名".into(),
            "not_an_identity_number" => "不是身份证号".into(),
            "identity_length" => "应为18位".into(),
            "identity_check" => "校验位错误".into(),
            "identity_birth" => "出生日期不对".into(),
            "not_a_number" => format!("“{}”不是整数", arg("text")),
            "lost_digits" => "被存成数字,后几位已丢失,请把单元格改为“文本”后重填".into(),
            "became_a_date" => "被表格软件改成了日期,请把单元格改为“文本”后重填".into(),
            "formula_error" => "公式出错,请改为实际内容".into(),
            "unknown_village" => format!("本镇没有“{}”", arg("text")),
            "unknown_grid" => format!("没有“{}”这个网格,请写全名,如“柳塘二网格”", arg("text")),
            "door_twice" => format!("同一网格内门牌重复,与{}相同", earlier()),
            "identity_twice" => format!("身份证号重复,与{}相同", earlier()),
            "person_twice" => format!("同一户内重复,与{}相同", earlier()),
            "already_registered" => "已经登记过".into(),
            "no_such_household" => format!("没有“{}”这一户,请先登记该户", arg("door")),
            "ambiguous_household" => {
                format!("“{}”不止一户,请补上村、网格或小组", arg("door"))
            }
            "column_twice" => format!("与“{}”是同一项,请只留一列", arg("other")),
            "column_missing" => "缺少这一列".into(),
            rule => format!("内容不对({rule})"),
        }
    }
}

impl Display for Note {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownColumns { sheet, columns } => {
                write!(f, "「{sheet}」未识别的列:{}(未导入)", columns.join("、"))
            }
            Self::OtherRecords { sheet, columns } => {
                let columns = columns.join("、");
                write!(f, "「{sheet}」不属于户籍登记的列:{columns}(未导入,请在走访时登记)")
            }
            Self::SheetSkipped { sheet } => write!(f, "「{sheet}」没有登记表的表头,未读取"),
            Self::NotForOrdinary { column, n } => {
                write!(f, "普通住户不收集“{column}”:{n} 人的内容未导入")
            }
            Self::TakenAsOther { column, text, n } => {
                write!(f, "{column}“{text}”按“其他”登记:{n} 人")
            }
        }
    }
}

impl Display for Refusal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(trouble) => trouble.fmt(f),
            Self::Sheets(problems) => {
                writeln!(f, "有 {} 处要改,没有导入任何内容:", problems.len())?;
                for problem in problems.iter().take(SHOWN) {
                    writeln!(f, "{problem}")?;
                }
                match problems.len().saturating_sub(SHOWN) {
                    0 => Ok(()),
                    more => writeln!(f, "…… 还有 {more} 处"),
                }
            }
        }
    }
}

impl Display for ImportTrouble {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Overtaken(n) => {
                write!(f, "导入时登记有了变化,{n} 条没有通过,没有导入任何内容。请再导入一次。")
            }
            Self::Store(_) => f.write_str("数据库没有写成,没有导入任何内容。请稍后再试。"),
        }
    }
}

impl Display for ImportReport {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "已导入 {} 户、{} 人。", self.households, self.persons)?;
        for note in &self.notes {
            write!(f, "\n注意:{note}")?;
        }
        Ok(())
    }
}
