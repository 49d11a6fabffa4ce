//! Whole files, written as table programs write them, and read back.

use super::{
    headers::{self, Column},
    place::tests::{GRID_1, GRID_2, VILLAGE, places},
    *,
};
use crate::{
    http::site::{Files, Site},
    ops::add::NewRecord,
    reading::Reading,
    state::Options,
};
use model::{
    ambient::{Chance, Clock, Stamp},
    day::Day,
    kind::{
        Payload,
        directory::{Grid, Town, Village},
        household::Household,
        person::Person,
    },
    record::{Record, Scope},
};
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

struct Ambient(AtomicU64);

impl Ambient {
    fn new() -> Self {
        Self(AtomicU64::new(1))
    }
}

impl Clock for Ambient {
    fn stamp(&self) -> Stamp {
        Stamp { wall: 1_581_000_000_000, mono: 0, boot: "test".into() }
    }
}

impl Chance for Ambient {
    fn fill(&self, bytes: &mut [u8]) {
        let counted = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = counted[at % counted.len()];
        }
    }
}

fn today() -> Day {
    Day::new(2020, 2, 20).expect("a day")
}

type Table = Vec<Vec<String>>;

/// A workbook of these sheets: a title row, a unit row, then the table.
fn book(sheets: &[(&str, &Table)]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, table) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).expect("a name");
        sheet.merge_range(0, 0, 0, 5, "云溪镇柳塘村登记表", &Format::new()).expect("a title");
        sheet.write(1, 0, "填报单位:柳塘村").expect("a cell");
        for (row, cells) in table.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                sheet.write(row as u32 + 2, column as u16, cell).expect("a cell");
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

fn table(rows: &[&[&str]]) -> Table {
    rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
}

fn households() -> Table {
    table(&[
        &[
            "序号",
            "村(居)",
            "网格",
            "村民小组",
            "门牌",
            "户主姓名",
            "联系电话",
            "住房使用情况",
            "常住人数",
            "外出人数",
            "备注",
        ],
        &["1", "柳塘村", "柳塘一网格", "一组", "1号", "佘德旺", "19900000001", "自住", "3", "1", "有狗"],
        &["2", "柳塘村", "柳塘一网格", "一组", "2号", "许长根", "19900000002", "出租", "2", "0", ""],
        &["3", "柳塘村", "柳塘二网格", "二组", "1号", "单月英", "", "空置", "0", "2", ""],
    ])
}

fn persons() -> Table {
    table(&[
        &[
            "序号",
            "村(居)",
            "村民小组",
            "门牌",
            "姓名",
            "性别",
            "出生年份",
            "与户主关系",
            "手机号码",
            "人员类型",
            "身份证号",
            "来源省/市/县",
            "离开时间",
            "返回时间",
            "交通方式",
            "备注",
        ],
        &["1", "柳塘村", "一组", "1号", "佘德旺", "男", "1950", "户主", "19900000001", "", "", "", "", "", "", ""],
        &[
            "2",
            "柳塘村",
            "一组",
            "1号",
            "佘小满",
            "女",
            "1991",
            "子女",
            "19900000004",
            "武汉返乡",
            &number(1991),
            "湖北省武汉市",
            "2020-01-20",
            "2020-01-21",
            "火车",
            "与父母同住",
        ],
        &["3", "柳塘村", "一组", "2号", "许长根", "男", "1970", "户主", "", "", "", "", "", "", "", ""],
    ])
}

fn number(born: i32) -> String {
    model::person::IdentityNumber::sample(born, 24).reveal().to_owned()
}

fn read_book(sheets: &[(&str, &Table)]) -> Register {
    read(&book(sheets), &places(), today()).expect("a register")
}

fn made(register: &Register) -> Result<Vec<NewRecord>, Vec<SheetProblem>> {
    records(register, &Standing::default(), &places(), &Ambient::new(), &Ambient::new())
}

fn problems(sheets: &[(&str, &Table)]) -> Vec<String> {
    made(&read_book(sheets)).expect_err("problems").iter().map(ToString::to_string).collect()
}

#[test]
fn a_register_becomes_records() {
    let register = read_book(&[("户", &households()), ("户内人员", &persons())]);
    let records = made(&register).expect("no problem");
    let counted = |kind: &str| records.iter().filter(|record| record.kind == kind).count();
    assert_eq!((counted("household"), counted("person")), (3, 3));
    let first = Household::read(&records[0].data);
    assert_eq!(first.head, "佘德旺");
    assert_eq!((first.door.as_str(), first.group.as_deref(), first.walk), ("1号", Some("一组"), 1));
    assert_eq!((first.house_use.as_deref(), first.residents, first.away), (Some("own"), Some(3), Some(1)));
    let scopes: Vec<Scope> = records.iter().map(|record| record.scope).collect();
    assert_eq!(scopes[..3], [Scope::Grid(GRID_1), Scope::Grid(GRID_1), Scope::Grid(GRID_2)]);
    let returnee = Person::read(&records[4].data);
    assert_eq!(returnee.household, Some(records[0].id));
    assert_eq!(returnee.person_type.as_deref(), Some("returned_wuhan"));
    assert_eq!(returnee.returned_on, Day::new(2020, 1, 21));
    assert_eq!(returnee.transport.as_deref(), Some("train"));
    assert!(register.notes.is_empty(), "{:?}", register.notes);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever order the columns stand in and however they are called, it is the same register.
    #[test]
    fn order_and_names_of_columns_change_nothing(
        of_households in Just((0..11).collect::<Vec<usize>>()).prop_shuffle(),
        of_persons in Just((0..16).collect::<Vec<usize>>()).prop_shuffle(),
        names in prop::collection::vec(any::<prop::sample::Index>(), 27),
    ) {
        let shuffled = |table: &Table, order: &[usize], names: &[prop::sample::Index]| -> Table {
            let mut rows: Table = table
                .iter()
                .map(|row| order.iter().map(|at| row[*at].clone()).collect())
                .collect();
            for (header, name) in rows[0].iter_mut().zip(names) {
                if let headers::Meaning::Known(column) = headers::meaning(header) {
                    *header = (*name.get(headers::synonyms(column))).to_owned();
                }
            }
            rows
        };
        let plain = read_book(&[("户", &households()), ("户内人员", &persons())]);
        let varied = read_book(&[
            ("户", &shuffled(&households(), &of_households, &names[..11])),
            ("户内人员", &shuffled(&persons(), &of_persons, &names[11..])),
        ]);
        prop_assert_eq!(&plain.households, &varied.households);
        prop_assert_eq!(&plain.persons, &varied.persons);
        prop_assert_eq!(varied.problems, vec![]);
        prop_assert_eq!(varied.notes, vec![]);
    }
}

/// One bad cell in the sheet of households, and what is said of it.
#[test]
fn each_bad_cell_of_a_household_is_named() {
    let cases = [
        (1, "石埠村", "村(居):本镇没有“石埠村”"),
        (1, "", ""),
        (2, "九网格", "网格:没有“九网格”这个网格,请写全名,如“柳塘二网格”"),
        (4, "", "门牌:没有填写"),
        (4, "1号", "门牌:同一网格内门牌重复,与第4行相同"),
        (5, "", "户主姓名:没有填写"),
        (7, "自己住", "住房使用情况:“自己住”不认识,可以填:自住、出租、空置、未分配"),
        (8, "两个", "常住人数:“两个”不是整数"),
        (8, "120", "常住人数:应在0到99之间"),
    ];
    for (column, cell, expected) in cases {
        let mut table = households();
        table[2][column] = cell.to_owned();
        if expected.is_empty() {
            // The title names the village where no cell does.
            assert!(made(&read_book(&[("户", &table)])).is_ok());
        } else {
            assert_eq!(problems(&[("户", &table)]), [format!("「户」第5行 {expected}")]);
        }
    }
}

#[test]
fn each_bad_cell_of_a_person_is_named() {
    let cases = [
        (3, "9号", "门牌:没有“9号”这一户,请先登记该户"),
        (3, "", "门牌:没有填写"),
        (4, "", "姓名:没有填写"),
        (5, "先生", "性别:“先生”不认识,可以填:男、女"),
        (6, "50后", "出生年份:“50后”不是整数"),
        (12, "正月初三", "离开时间:日期“正月初三”读不懂,请写成 2020-02-07"),
        (8, "1990000000", "手机号码:电话号码少1位"),
        (10, "11010519491231002", "身份证号:应为18位"),
        (10, "990000199105010241", "身份证号:校验位错误"),
        (10, "440524188001010014", "身份证号:出生日期不对"),
        (13, "2020-01-19", "返回时间:早于离开时间"),
    ];
    for (column, cell, expected) in cases {
        let mut table = persons();
        table[2][column] = cell.to_owned();
        assert_eq!(problems(&[("户", &households()), ("户内人员", &table)]), [format!("「户内人员」第5行 {expected}")]);
    }
}

#[test]
fn people_entered_twice_are_found() {
    let mut table = persons();
    table.push(table[2].clone());
    assert_eq!(
        problems(&[("户", &households()), ("户内人员", &table)]),
        ["「户内人员」第7行 身份证号:身份证号重复,与第5行相同", "「户内人员」第7行 姓名:同一户内重复,与第5行相同",]
    );
}

#[test]
fn what_is_registered_already_is_not_registered_again() {
    let first = made(&read_book(&[("户", &households()), ("户内人员", &persons())])).expect("records");
    let stored: Vec<Record> = first
        .iter()
        .map(|new| Record {
            kind: new.kind.into(),
            id: new.id,
            scope: new.scope,
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data: new.data.clone(),
            gone: None,
        })
        .collect();
    let standing = Standing::of(&stored);
    let again = |sheets: &[(&str, &Table)]| {
        let ambient = Ambient::new();
        records(&read_book(sheets), &standing, &places(), &ambient, &ambient)
    };
    let told = again(&[("户", &households())]).expect_err("problems");
    assert_eq!(told[0].to_string(), "「户」第4行 门牌:已经登记过");
    assert_eq!(told.len(), 3);
    // A newcomer finds the door that is registered.
    let mut table = persons();
    table.truncate(2);
    table[1][4] = "佘新来".into();
    let records = again(&[("户内人员", &table)]).expect("records");
    assert_eq!(Person::read(&records[0].data).household, Some(first[0].id));
}

#[test]
fn ordinary_residents_give_no_number_and_that_is_said() {
    let mut table = persons();
    for row in [1, 3] {
        table[row][10] = number(1950 + row as i32);
    }
    table[1][11] = "湖北".into();
    let register = read_book(&[("户", &households()), ("户内人员", &table)]);
    let records = made(&register).expect("no problem");
    assert!(!records[3].data.contains_key("identity_number"));
    let notes: Vec<String> = register.notes.iter().map(ToString::to_string).collect();
    assert_eq!(notes, ["普通住户不收集“来源省/市/县”:1 人的内容未导入", "普通住户不收集“身份证号”:2 人的内容未导入",]);
}

#[test]
fn nothing_is_dropped_in_silence() {
    let mut table = households();
    for (row, cells) in table.iter_mut().enumerate() {
        cells.extend(match row {
            0 => ["血型".to_owned(), "现在住人数".to_owned(), String::new()],
            _ => ["A".to_owned(), "3".to_owned(), "x".to_owned()],
        });
    }
    let other = super::tests::table(&[&["说明"], &["每户一行"]]);
    let register = read_book(&[("户", &table), ("填表说明", &other)]);
    let notes: Vec<String> = register.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "「户」不属于户籍登记的列:现在住人数(未导入,请在走访时登记)",
            "「户」未识别的列:血型、N(未导入)",
            "「填表说明」没有登记表的表头,未读取",
        ]
    );
}

#[test]
fn rows_below_and_rows_not_filled_in_are_no_households() {
    let mut table = households();
    table.push(vec!["4".into()]);
    table.push(vec!["合计".into(), String::new(), String::new(), String::new(), "3户".into()]);
    table.push(vec!["填报人:佘某".into(), String::new(), String::new(), String::new(), "审核人:许某".into()]);
    assert_eq!(read_book(&[("户", &table)]).households.len(), 3);
}

#[test]
fn a_missing_or_doubled_column_is_said_once() {
    let mut table = households();
    for row in &mut table {
        row.remove(5);
    }
    assert_eq!(problems(&[("户", &table)]), ["「户」第3行 户主姓名:缺少这一列"]);
    let mut table = households();
    table[0][10] = "手机".into();
    assert_eq!(problems(&[("户", &table)]), ["「户」第3行 手机:与“联系电话”是同一项,请只留一列"]);
}

/// What a table program makes of cells that were not told to be text.
#[test]
fn floats_dates_and_merged_doors_are_understood() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("户").expect("a name");
    for (at, header) in ["网格", "门牌", "户主", "手机"].iter().enumerate() {
        sheet.write(0, at as u16, *header).expect("a cell");
    }
    sheet.write(1, 0, "柳塘一网格").expect("a cell");
    sheet.write(1, 1, 17).expect("a cell");
    sheet.write(1, 2, "李　明").expect("a cell");
    sheet.write(1, 3, 19_900_000_017_f64).expect("a cell");
    let people = workbook.add_worksheet();
    people.set_name("人").expect("a name");
    for (at, header) in ["地址", "姓名", "性别", "人员类型", "返乡时间", "身份证号码"].iter().enumerate()
    {
        people.write(0, at as u16, *header).expect("a cell");
    }
    people.merge_range(1, 0, 2, 0, "云溪镇柳塘村17号", &Format::new()).expect("a merged cell");
    people.write(1, 1, "李明").expect("a cell");
    people.write(2, 1, "李小明").expect("a cell");
    people.write(2, 3, "湖北").expect("a cell");
    let date = Format::new().set_num_format("yyyy/m/d");
    people.write_with_format(2, 4, 43_868, &date).expect("a cell");
    people.write(2, 5, 990_000_199_101_010_011_f64).expect("a cell");
    let bytes = workbook.save_to_buffer().expect("a workbook");

    let register = read(&bytes, &places(), today()).expect("a register");
    let household = &register.households[0].household;
    assert_eq!((household.door.as_str(), household.head.as_str()), ("17号", "李明"));
    assert_eq!(household.phone.as_deref(), Some("19900000017"));
    assert_eq!(register.persons[1].home.door.as_deref(), Some("17号"));
    assert_eq!(register.persons[1].person.returned_on, Day::new(2020, 2, 7));
    let told: Vec<String> = made(&register).expect_err("a problem").iter().map(ToString::to_string).collect();
    assert_eq!(told, ["「人」第3行 身份证号码:被存成数字,后几位已丢失,请把单元格改为“文本”后重填"]);
}

#[test]
fn a_workbook_without_a_register_and_one_too_long_are_refused() {
    let other = table(&[&["歌名", "歌手"], &["一", "二"]]);
    let refused = |bytes: Vec<u8>| read(&bytes, &places(), today()).err();
    assert_eq!(refused(book(&[("歌单", &other)])), Some(FileTrouble::NoHeaders));
    assert_eq!(refused(book(&[])), Some(FileTrouble::NoHeaders));
    let long: Table = std::iter::repeat_n(vec!["行".to_owned()], book::MAX_ROWS + 1).collect();
    assert_eq!(refused(book(&[("长", &long)])), Some(FileTrouble::TooManyRows));
    let mut cut = book(&[("户", &households())]);
    cut.truncate(cut.len() - 40);
    assert_eq!(refused(cut), Some(FileTrouble::Damaged));
}

/// A cell in the last corner costs a cell, not a rectangle.
#[test]
fn a_far_corner_costs_nothing() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in households().iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write(row as u32, column as u16, cell).expect("a cell");
        }
    }
    sheet.write(1_048_575, 16_383, "x").expect("a cell");
    let bytes = workbook.save_to_buffer().expect("a workbook");
    assert_eq!(read(&bytes, &places(), today()).expect("a register").households.len(), 3);
}

/// One bad row among a hundred: nothing is written, and the row is named.
#[tokio::test]
async fn all_or_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = Site::open(Files::Folder(folder.path().join("site")));
    let path = folder.path().join("test.sqlite");
    let state = State::open(&path, Arc::new(Ambient::new()), site, Options::default()).await.expect("a database");
    let (town, author) = (RecordId::fixed(1), UserId::fixed(2));
    let places = places();
    let mut directory = vec![NewRecord {
        scope: Scope::Town(town),
        kind: Town::KIND,
        id: town,
        data: Town { name: places.town().into(), code: "990000100000".into() }.data(),
        at: None,
    }];
    let village = Village { name: "柳塘村".into(), code: "990000100201".into(), grid: None };
    let grid = |name: &str, code: &str| Grid {
        name: name.into(),
        code: code.into(),
        level: 2,
        village: Some(VILLAGE),
        ..Grid::default()
    };
    for (kind, id, data) in [
        (Village::KIND, VILLAGE, village.data()),
        (Grid::KIND, GRID_1, grid("柳塘一网格", "990000100201001").data()),
        (Grid::KIND, GRID_2, grid("柳塘二网格", "990000100201002").data()),
    ] {
        directory.push(NewRecord { scope: Scope::Town(town), kind, id, data, at: None });
    }
    add_all(&state, author, town, directory).await.expect("a directory");

    let mut table = households();
    for nth in 4..=100 {
        let mut row = table[1].clone();
        row[4] = format!("{nth}号");
        table.push(row);
    }
    let good = book(&[("户", &table), ("户内人员", &persons())]);
    table[57][6] = "1990000".into();
    let bad = book(&[("户", &table), ("户内人员", &persons())]);
    let stored = async || {
        let grids = [GRID_1, GRID_2].into();
        let permit = Permit::of(author, town, vec![Duty::in_grids(Role::Worker, grids)]);
        let pulled = state.store.pull(&permit, &Reading::from_the_beginning(), None, u32::MAX).await.expect("rows");
        (pulled.rows.len(), pulled.have)
    };

    let before = stored().await;
    let trouble = import(&state, author, town, &bad).await.expect_err("a bad row");
    assert_eq!(trouble.to_string(), "有 1 处要改,没有导入任何内容:\n「户」第60行 联系电话:电话号码少4位\n");
    assert_eq!(stored().await, before);

    let report = import(&state, author, town, &good).await.expect("imported");
    assert_eq!(report, ImportReport { households: 100, persons: 3, notes: vec![] });
    let after = stored().await;
    assert_eq!(after.0, before.0 + 103);
    // The same file again adds nothing and says why.
    let trouble = import(&state, author, town, &good).await.expect_err("registered already");
    assert!(trouble.to_string().contains("「户」第4行 门牌:已经登记过"), "{trouble}");
    assert_eq!(stored().await, after);
}

#[test]
fn a_column_of_the_register_is_never_taken_for_two() {
    for column in [Column::Door, Column::Phone, Column::IdentityNumber, Column::ReturnedOn] {
        for name in headers::synonyms(column) {
            assert_eq!(headers::meaning(name), headers::Meaning::Known(column));
        }
    }
}
