//! A village's register as its clerk keeps it: an XLSX file of two sheets.
//!
//! Title, unit, headers, data, and who filled it in (`domain.md` 2.5). Each clerk has other
//! headers, another order of columns and other habits; the import has to understand them all.

use super::{
    plan::{TOWN, VillagePlan},
    seeded::Seeded,
    township::grid_name,
    village::{Home, clerk},
};
use crate::register::{
    codes::{self, Choices},
    headers::{Column, synonyms},
    numerals::chinese,
};
use model::{day::Day, kind::person::Person};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

/// The first row of data, counted from 0: title, unit and headers stand above.
const FIRST: u32 = 3;

/// How one clerk keeps a register.
#[derive(Debug)]
struct Habits {
    /// Village, group and door in one cell.
    whole_address: bool,
    /// 二网格 instead of 柳塘二网格.
    short_grid: bool,
    /// Phones as numbers.
    phones_as_numbers: bool,
    /// Ages instead of years of birth.
    ages: bool,
    /// `李　明`.
    spaced_names: bool,
    /// The door stands once, merged over the rows of its people.
    merged_doors: bool,
    /// How a day is written.
    days: usize,
}

impl Habits {
    fn of(plan: &VillagePlan, chance: &Seeded) -> Self {
        Self {
            // A street would be taken for a part of the door.
            whole_address: plan.streets.is_empty() && chance.happens(300),
            short_grid: chance.happens(350),
            phones_as_numbers: chance.happens(300),
            ages: chance.happens(400),
            spaced_names: chance.happens(300),
            merged_doors: chance.happens(350),
            days: chance.below(4),
        }
    }
}

/// What stands in a cell.
enum Value {
    Text(String),
    Number(f64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

struct Clerk<'a> {
    plan: &'a VillagePlan,
    habits: Habits,
    today: Day,
    chance: &'a Seeded,
}

/// The file of one village.
///
/// # Errors
/// [`XlsxError`] if the workbook cannot be made.
pub fn write(plan: &VillagePlan, homes: &[Home], today: Day, chance: &Seeded) -> Result<Vec<u8>, XlsxError> {
    let clerk = Clerk { plan, habits: Habits::of(plan, chance), today, chance };
    let mut workbook = Workbook::new();
    // Without it the file would carry the time of its making, and never be the same twice.
    let properties = rust_xlsxwriter::DocProperties::new().set_creation_datetime(
        &rust_xlsxwriter::ExcelDateTime::from_ymd(today.year() as u16, today.month() as u8, today.day() as u8)?,
    );
    workbook.set_properties(&properties);
    clerk.households(workbook.add_worksheet(), homes)?;
    clerk.people(workbook.add_worksheet(), homes)?;
    workbook.save_to_buffer()
}

impl Clerk<'_> {
    fn households(&self, sheet: &mut Worksheet, homes: &[Home]) -> Result<(), XlsxError> {
        sheet.set_name("户")?;
        let mut columns = vec![Column::Grid, Column::Head, Column::Phone, Column::HouseUse];
        columns.extend(self.place_columns());
        columns.extend([Column::Residents, Column::Away, Column::Note]);
        self.chance.shuffle(&mut columns);
        columns.insert(0, Column::Serial);
        let extra = self.chance.happens(180).then_some("是否低保");
        self.top(sheet, "入户摸底登记表", &columns, extra)?;
        for (nth, home) in homes.iter().enumerate() {
            for (at, column) in columns.iter().enumerate() {
                let value = self.of_household(*column, nth, home);
                put(sheet, FIRST + nth as u32, at as u16, value)?;
            }
            if extra.is_some() {
                sheet.write(FIRST + nth as u32, columns.len() as u16, "否")?;
            }
        }
        self.bottom(sheet, homes.len(), &format!("{}户", homes.len()))
    }

    fn people(&self, sheet: &mut Worksheet, homes: &[Home]) -> Result<(), XlsxError> {
        sheet.set_name("户内人员")?;
        let mut columns = vec![
            Column::Name,
            Column::Sex,
            if self.habits.ages { Column::Age } else { Column::Born },
            Column::Relation,
            Column::Phone,
            Column::PersonType,
            Column::IdentityNumber,
            Column::Job,
            Column::Employer,
            Column::Origin,
            Column::LeftOn,
            Column::ReturnedOn,
            Column::Transport,
            Column::TripNo,
            Column::Note,
        ];
        self.chance.shuffle(&mut columns);
        for column in self.place_columns() {
            columns.insert(0, column);
        }
        columns.insert(0, Column::Serial);
        self.top(sheet, "户内人员登记表", &columns, None)?;
        let mut row = FIRST;
        for home in homes {
            for (nth, person) in home.people.iter().enumerate() {
                for (at, column) in columns.iter().enumerate() {
                    let door = is_place(*column) && self.habits.merged_doors && home.people.len() > 1;
                    match (door, nth) {
                        (true, 0) => self.merge(sheet, row, at as u16, home, *column)?,
                        (true, _) => {}
                        (false, _) => {
                            let serial = (row - FIRST) as usize;
                            put(sheet, row, at as u16, self.of_person(*column, serial, home, person))?;
                        }
                    }
                }
                row += 1;
            }
        }
        let people = (row - FIRST) as usize;
        self.bottom(sheet, people, &format!("{people}人"))
    }

    fn merge(&self, sheet: &mut Worksheet, row: u32, at: u16, home: &Home, column: Column) -> Result<(), XlsxError> {
        let Some(Value::Text(text)) = self.of_place(column, home) else { return Ok(()) };
        let last = row + home.people.len() as u32 - 1;
        sheet.merge_range(row, at, last, at, &text, &Format::new().set_align(FormatAlign::VerticalCenter))?;
        Ok(())
    }

    /// Title, unit, and headers in words of this clerk's choice.
    fn top(
        &self,
        sheet: &mut Worksheet,
        title: &str,
        columns: &[Column],
        extra: Option<&str>,
    ) -> Result<(), XlsxError> {
        let last = (columns.len() - 1 + usize::from(extra.is_some())) as u16;
        let big = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
        let title = format!("{TOWN}{}{title}", self.plan.name);
        sheet.merge_range(0, 0, 0, last, &title, &big)?;
        sheet.write(1, 0, format!("填报单位:{}", self.plan.name))?;
        sheet.write(1, 4, format!("截至时间:{}", self.today))?;
        sheet.write(1, 7, "内部资料 注意保管")?;
        let bold = Format::new().set_bold().set_text_wrap().set_border(FormatBorder::Thin);
        for (at, column) in columns.iter().enumerate() {
            sheet.write_with_format(2, at as u16, *self.chance.pick(synonyms(*column)), &bold)?;
            sheet.set_column_width(at as u16, width(*column))?;
        }
        if let Some(extra) = extra {
            sheet.write_with_format(2, columns.len() as u16, extra, &bold)?;
        }
        sheet.set_freeze_panes(FIRST, 0)?.set_landscape().set_paper_size(9).set_repeat_rows(2, 2)?;
        Ok(())
    }

    fn bottom(&self, sheet: &mut Worksheet, rows: usize, sum: &str) -> Result<(), XlsxError> {
        let row = FIRST + rows as u32;
        sheet.write(row, 0, "合计")?.write(row, 2, sum)?;
        let name = clerk(self.plan, self.chance);
        sheet.write(row + 1, 0, format!("填报人:{name}"))?.write(row + 1, 4, "审核人:")?;
        Ok(())
    }

    fn place_columns(&self) -> Vec<Column> {
        if self.habits.whole_address {
            vec![Column::Address]
        } else {
            vec![Column::Door, Column::Group, Column::Village]
        }
    }

    fn of_place(&self, column: Column, home: &Home) -> Option<Value> {
        let group = home.household.group.as_deref().unwrap_or_default();
        let text = match column {
            Column::Village => self.plan.name.to_owned(),
            Column::Group => group.to_owned(),
            Column::Door => home.household.door.clone(),
            Column::Address => format!("{}{group}{}", self.plan.name, home.household.door),
            _ => return None,
        };
        Some(Value::Text(text))
    }

    fn of_household(&self, column: Column, nth: usize, home: &Home) -> Option<Value> {
        let household = &home.household;
        match column {
            Column::Serial => Some(Value::Number((nth + 1) as f64)),
            Column::Grid if self.habits.short_grid => Some(Value::Text(format!("{}网格", chinese(home.grid.into())))),
            Column::Grid => Some(Value::Text(grid_name(self.plan, home.grid))),
            Column::Head => Some(self.name(&household.head)),
            Column::Phone => self.phone(household.phone.as_deref()),
            Column::HouseUse => self.written(&codes::HOUSE_USES, household.house_use.as_deref()),
            Column::Residents => household.residents.map(|n| Value::Number(n as f64)),
            Column::Away => household.away.map(|n| Value::Number(n as f64)),
            Column::Note => household.note.as_deref().map(Value::from),
            column => self.of_place(column, home),
        }
    }

    fn of_person(&self, column: Column, nth: usize, home: &Home, person: &Person) -> Option<Value> {
        let text = |text: &Option<String>| text.as_deref().map(Value::from);
        match column {
            Column::Serial => Some(Value::Number((nth + 1) as f64)),
            Column::Name => Some(self.name(&person.name)),
            Column::Sex => self.written(&codes::SEXES, person.sex.as_deref()),
            Column::Born => person.born.map(|year| Value::Number(year as f64)),
            Column::Age => person.born.map(|year| Value::Number((i64::from(self.today.year()) - year) as f64)),
            Column::Relation => person.relation.as_deref().map(|code| relation(code, person.sex.as_deref())),
            Column::Phone => self.phone(person.phone.as_deref()),
            Column::PersonType => self.written(&codes::PERSON_TYPES, person.person_type.as_deref()),
            Column::IdentityNumber => text(&person.identity_number),
            Column::Job => text(&person.job),
            Column::Employer => text(&person.employer),
            Column::Origin => text(&person.origin),
            Column::LeftOn => person.left_on.map(|day| self.day(day)),
            Column::ReturnedOn => person.returned_on.map(|day| self.day(day)),
            Column::Transport => self.written(&codes::TRANSPORTS, person.transport.as_deref()),
            Column::TripNo => text(&person.trip_no),
            Column::Note => text(&person.note),
            column => self.of_place(column, home),
        }
    }

    fn written(&self, choices: &Choices, code: Option<&str>) -> Option<Value> {
        let words = choices.written(code?);
        // Two words in use: more would look like a test, not like a register.
        Some(Value::from(*self.chance.pick(&words[..words.len().min(2)])))
    }

    fn name(&self, name: &str) -> Value {
        let mut letters = name.chars();
        match (self.habits.spaced_names, letters.next(), letters.next(), letters.next()) {
            (true, Some(surname), Some(given), None) => Value::Text(format!("{surname}\u{3000}{given}")),
            _ => Value::from(name),
        }
    }

    fn phone(&self, phone: Option<&str>) -> Option<Value> {
        let phone = phone?;
        match phone.parse() {
            Ok(number) if self.habits.phones_as_numbers => Some(Value::Number(number)),
            _ => Some(Value::from(phone)),
        }
    }

    fn day(&self, day: Day) -> Value {
        let (year, month, date) = (day.year(), day.month(), day.day());
        Value::Text(match self.habits.days {
            0 => format!("{year}-{month:02}-{date:02}"),
            1 => format!("{year}.{month}.{date}"),
            2 => format!("{year}/{month}/{date}"),
            _ => format!("{month}月{date}日"),
        })
    }
}

fn is_place(column: Column) -> bool {
    matches!(column, Column::Village | Column::Group | Column::Door | Column::Address)
}

/// 妻子, not 配偶; 儿子, not 子女.
fn relation(code: &str, sex: Option<&str>) -> Value {
    let male = sex == Some("male");
    Value::from(match (code, male) {
        ("head", _) => "户主",
        ("spouse", true) => "丈夫",
        ("spouse", false) => "妻子",
        ("child", true) => "儿子",
        ("child", false) => "女儿",
        ("parent", true) => "父亲",
        ("parent", false) => "母亲",
        ("grandchild", true) => "孙子",
        ("grandchild", false) => "孙女",
        (_, true) => "女婿",
        (_, false) => "儿媳",
    })
}

fn width(column: Column) -> f64 {
    match column {
        Column::Serial | Column::Sex | Column::Age | Column::Residents | Column::Away => 6.0,
        Column::IdentityNumber | Column::Address | Column::Origin | Column::Note => 22.0,
        _ => 14.0,
    }
}

fn put(sheet: &mut Worksheet, row: u32, at: u16, value: Option<Value>) -> Result<(), XlsxError> {
    match value {
        Some(Value::Text(text)) => sheet.write_string(row, at, text)?,
        Some(Value::Number(number)) => sheet.write_number(row, at, number)?,
        None => return Ok(()),
    };
    Ok(())
}
