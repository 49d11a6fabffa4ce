//! The headers that people write, and what they mean.
//!
//! Forms F1 and F2 name each column in one way; every county, year and clerk has another. This
//! table is the only place that knows. To understand one more header, add it to its line.

use super::{book::Row, cell::narrow};
use std::{collections::BTreeMap, sync::LazyLock};

/// What a column of a register holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 序号: counts rows, is kept nowhere.
    Serial,
    /// 村(居).
    Village,
    /// 网格.
    Grid,
    /// 村民小组 or street.
    Group,
    /// 门牌.
    Door,
    /// The whole address: village, group and door in one cell.
    Address,
    /// 走访顺序.
    Walk,
    /// 户主姓名.
    Head,
    /// 联系电话, of the household or the person.
    Phone,
    /// 住房使用情况.
    HouseUse,
    /// 常住人数.
    Residents,
    /// 外出人数.
    Away,
    /// 备注.
    Note,
    /// 姓名.
    Name,
    /// 性别.
    Sex,
    /// 年龄.
    Age,
    /// 出生年份.
    Born,
    /// 身份证号.
    IdentityNumber,
    /// 与户主关系.
    Relation,
    /// 人员类型.
    PersonType,
    /// 职业.
    Job,
    /// 工作单位.
    Employer,
    /// 户籍地.
    Domicile,
    /// 来源省/市/县.
    Origin,
    /// 离开时间.
    LeftOn,
    /// 返回时间.
    ReturnedOn,
    /// 交通方式.
    Transport,
    /// 航班/车次/车牌.
    TripNo,
}

/// Each column with its header on our own forms first, then what others write. Compared without
/// spaces, marks and what stands in parentheses, full-width and narrow forms alike.
#[rustfmt::skip]
const HEADERS: &[(Column, &[&str])] = &[
    (Column::Serial, &["序号", "编号", "序", "行号"]),
    (Column::Village, &["村(居)", "村居", "村", "所在村", "所属村", "行政村", "村名", "村/社区", "社区", "村(社区)", "所属村居", "村居名称"]),
    (Column::Grid, &["网格", "所属网格", "网格名称", "所在网格", "网格号"]),
    (Column::Group, &["村民小组", "小组", "组", "组别", "组名", "村组", "小组或街", "街道", "自然村"]),
    (Column::Door, &["门牌", "门牌号", "门牌号码", "门号", "户号"]),
    (Column::Address, &["门牌/地址", "地址", "住址", "现居住地", "现住址", "现居住地址", "家庭住址", "家庭地址", "居住地址", "详细地址", "详细住址", "居住地", "现住地址"]),
    (Column::Walk, &["走访顺序", "走访序号", "巡访顺序"]),
    (Column::Head, &["户主姓名", "户主", "户主名", "户主名字"]),
    (Column::Phone, &["联系电话", "联系方式", "手机号码", "手机", "手机号", "电话", "电话号码", "户主电话", "户主联系电话", "本人电话", "联系号码"]),
    (Column::HouseUse, &["住房使用情况", "房屋使用情况", "住房使用", "住房情况", "房屋用途", "房屋情况", "住房用途"]),
    (Column::Residents, &["常住人数", "常住人口", "常住", "常住人口数", "人口数", "家庭人口", "户内人数", "人数"]),
    (Column::Away, &["外出人数", "外出人口", "外出", "在外人数", "外出务工人数"]),
    (Column::Note, &["备注", "说明", "其他说明", "其他"]),
    (Column::Name, &["姓名", "名字", "人员姓名", "返乡人员姓名"]),
    (Column::Sex, &["性别"]),
    (Column::Age, &["年龄", "周岁", "岁数"]),
    (Column::Born, &["出生年份", "出生年", "出生年月", "出生日期", "生年", "出生时间"]),
    (Column::IdentityNumber, &["身份证号", "身份证号码", "身份证", "证件号", "证件号码", "公民身份号码", "居民身份证号"]),
    (Column::Relation, &["与户主关系", "关系", "与户主的关系", "和户主关系", "户主关系"]),
    (Column::PersonType, &["人员类型", "人员类别", "类型", "类别", "人员性质", "重点人员类型"]),
    (Column::Job, &["职业", "从事职业", "工种"]),
    (Column::Employer, &["工作单位", "单位", "务工单位", "就读学校或工作单位"]),
    (Column::Domicile, &["户籍地", "户籍", "户籍地址", "户口所在地", "户籍所在地"]),
    (Column::Origin, &["来源省/市/县", "来源地", "来源", "从何地返回", "何处返回", "返乡来源地", "返回前所在地", "出发地", "来自何地"]),
    (Column::LeftOn, &["离开时间", "离开日期", "离鄂时间", "离汉时间", "离鄂日期", "出发时间"]),
    (Column::ReturnedOn, &["返回时间", "返乡时间", "返乡日期", "返回日期", "到家时间", "抵达时间", "回乡时间", "返回本地时间"]),
    (Column::Transport, &["交通方式", "交通工具", "返乡方式", "乘坐交通工具", "返回方式"]),
    (Column::TripNo, &["航班/车次/车牌", "车次", "航班号", "车牌号", "班次", "车次/航班", "车次航班车牌", "航班车次"]),
];

/// Columns of F1 and F2 that speak of a visit, a case or a reading: they have records of their own.
const OTHER_RECORDS: &[&str] = &[
    "现在住人数",
    "有无返乡人员",
    "有无发热咳嗽等症状",
    "与湖北人员接触",
    "是否知晓防控知识",
    "宣传资料",
    "排查方式",
    "排查日期",
    "排查人",
    "户主签字",
    "返乡原因",
    "途经地及停留",
    "是否14天内",
    "同行人员",
    "同住人员",
    "与病例接触史",
    "体温",
    "症状",
    "采取措施",
    "隔离或住院地址",
    "开始观察日期",
    "解除日期",
    "是否移交卫健",
    "是否离开本地/离开时间",
    "责任人",
    "责任人电话",
    "核查人/核查时间",
    "上报人/上报时间",
];

/// The header of a column on our own forms.
pub fn own_header(column: Column) -> &'static str {
    HEADERS.iter().find(|(known, _)| *known == column).map_or("", |(_, names)| names[0])
}

/// Every header that means `column`, ours first.
pub fn synonyms(column: Column) -> &'static [&'static str] {
    HEADERS.iter().find(|(known, _)| *known == column).map_or(&[], |(_, names)| names)
}

/// What a header means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A column of the register.
    Known(Column),
    /// Something that is recorded elsewhere.
    OtherRecord,
    /// Nobody knows.
    Unknown,
}

/// What a header means.
pub fn meaning(header: &str) -> Meaning {
    let whole = bare(header);
    let outside = bare(&without_parentheses(&whole));
    let known = [whole, outside].iter().find_map(|text| MEANINGS.get(text).copied());
    known.unwrap_or(Meaning::Unknown)
}

/// The tables above, by bare header.
static MEANINGS: LazyLock<BTreeMap<String, Meaning>> = LazyLock::new(|| {
    let known =
        HEADERS.iter().flat_map(|(column, names)| names.iter().map(|name| (bare(name), Meaning::Known(*column))));
    let other = OTHER_RECORDS.iter().map(|name| (bare(name), Meaning::OtherRecord));
    known.chain(other).collect()
});

fn bare(text: &str) -> String {
    narrow(text).chars().filter(|c| !c.is_whitespace() && !"*:※、".contains(*c)).collect()
}

fn without_parentheses(text: &str) -> String {
    let mut depth = 0usize;
    let mut outside = String::new();
    for c in text.chars() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    outside
}

/// What one row of a sheet stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A household, as on form F1.
    Household,
    /// A person, as on form F2.
    Person,
}

/// The header row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its row, counted from 1.
    pub row: u32,
    /// What the rows below stand for.
    pub subject: Subject,
    /// Known columns: where, and the header as it stands there.
    pub columns: BTreeMap<Column, (u32, String)>,
    /// Headers that mean the same as an earlier one: which column, and both headers.
    pub doubled: Vec<(String, String)>,
    /// Headers of what is recorded elsewhere.
    pub other_records: Vec<String>,
    /// Headers that nobody knows.
    pub unknown: Vec<String>,
}

impl Head {
    /// The header of `column` as it stands in the sheet; ours where the sheet has none. A door may
    /// stand in an address, a year of birth in an age.
    pub fn header(&self, column: Column) -> &str {
        let instead = match column {
            Column::Door => Column::Address,
            Column::Address => Column::Door,
            Column::Born => Column::Age,
            column => column,
        };
        let found = self.columns.get(&column).or_else(|| self.columns.get(&instead));
        found.map_or_else(|| own_header(column), |(_, header)| header)
    }
}

/// Rows of titles above the headers, at most.
const TITLE_ROWS: usize = 30;
/// So many known headers make a header row.
const ENOUGH: usize = 3;
/// Columns that only a person has.
const OF_A_PERSON: &[Column] = &[
    Column::Sex,
    Column::Age,
    Column::Born,
    Column::IdentityNumber,
    Column::Relation,
    Column::PersonType,
    Column::ReturnedOn,
];

/// Finds the header row: of the first rows, the one with most known headers.
pub fn find(rows: &BTreeMap<u32, Row>) -> Option<Head> {
    let heads = rows.iter().take(TITLE_ROWS).filter_map(|(number, row)| read(*number, row));
    // Of equals the first: `max_by_key` would take the last.
    heads.min_by_key(|head| std::cmp::Reverse(head.columns.len()))
}

fn read(number: u32, row: &Row) -> Option<Head> {
    let mut head = Head {
        row: number,
        subject: Subject::Household,
        columns: BTreeMap::new(),
        doubled: Vec::new(),
        other_records: Vec::new(),
        unknown: Vec::new(),
    };
    for (at, cell) in row {
        let header = cell.label();
        match meaning(&header) {
            Meaning::Known(column) => match head.columns.get(&column) {
                Some((_, earlier)) => head.doubled.push((earlier.clone(), header)),
                None => {
                    head.columns.insert(column, (*at, header));
                }
            },
            Meaning::OtherRecord => head.other_records.push(header),
            Meaning::Unknown if header.is_empty() => {}
            Meaning::Unknown => head.unknown.push(header),
        }
    }
    let has = |column| head.columns.contains_key(&column);
    let of_a_register = [Column::Name, Column::Head, Column::Door, Column::Address].map(has);
    if head.columns.len() < ENOUGH || !of_a_register.contains(&true) {
        return None;
    }
    if has(Column::Name) && OF_A_PERSON.iter().any(|column| has(*column)) {
        head.subject = Subject::Person;
    } else if !has(Column::Head)
        && let Some(name) = head.columns.remove(&Column::Name)
    {
        // One row a household, and the name can only be its head's.
        head.columns.insert(Column::Head, name);
    }
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::cell::Cell;

    fn row(headers: &[&str]) -> Row {
        headers.iter().zip(0..).map(|(header, at)| (at, Cell::text_of(header))).collect()
    }

    #[test]
    fn no_header_means_two_things() {
        let mut seen = BTreeMap::new();
        for (column, names) in HEADERS {
            for name in *names {
                assert_eq!(seen.insert(bare(name), column), None, "{name}");
                assert_eq!(meaning(name), Meaning::Known(*column), "{name}");
            }
        }
        for name in OTHER_RECORDS {
            assert_eq!(meaning(name), Meaning::OtherRecord, "{name}");
        }
    }

    #[test]
    fn marks_widths_and_remarks_change_nothing() {
        for header in ["联系电话", " 联 系\n电 话 ", "*联系电话", "联系电话(必填)", "联系电话:"] {
            assert_eq!(meaning(header), Meaning::Known(Column::Phone), "{header}");
        }
        assert_eq!(meaning("现居住地(村/组/门牌)"), Meaning::Known(Column::Address));
        assert_eq!(meaning("离开时间(离鄂)"), Meaning::Known(Column::LeftOn));
        assert_eq!(meaning("宣传资料(份)"), Meaning::OtherRecord);
        assert_eq!(meaning("血型"), Meaning::Unknown);
    }

    #[test]
    fn titles_above_the_headers_are_survived() {
        let rows = BTreeMap::from([
            (1, row(&["云溪镇柳塘村入户摸底登记表"])),
            (2, row(&["填报单位:柳塘村", "截至时间", "联系电话"])),
            (4, row(&["序号", "门牌", "户主姓名", "手机", "血型", "体温"])),
            (5, row(&["1", "1号", "佘德旺", "19900000001"])),
        ]);
        let head = find(&rows).expect("headers");
        assert_eq!((head.row, head.subject), (4, Subject::Household));
        assert_eq!(head.columns[&Column::Phone], (3, "手机".to_owned()));
        assert_eq!((head.unknown, head.other_records), (vec!["血型".into()], vec!["体温".into()]));
    }

    #[test]
    fn a_sheet_of_people_and_one_of_households_are_told_apart() {
        let subject = |headers: &[&str]| find(&BTreeMap::from([(1, row(headers))])).map(|head| head.subject);
        assert_eq!(subject(&["姓名", "性别", "地址", "户主"]), Some(Subject::Person));
        assert_eq!(subject(&["户主", "地址", "电话"]), Some(Subject::Household));
        assert_eq!(subject(&["姓名", "地址", "常住人数"]), Some(Subject::Household));
        assert_eq!(subject(&["村", "户数", "人数"]), None);
        assert_eq!(subject(&["编号", "说明"]), None);
    }

    #[test]
    fn two_columns_of_one_meaning_are_told() {
        let rows = BTreeMap::from([(1, row(&["姓名", "性别", "手机", "门牌", "联系电话"]))]);
        let head = find(&rows).expect("headers");
        assert_eq!(head.doubled, [("手机".to_owned(), "联系电话".to_owned())]);
    }
}
