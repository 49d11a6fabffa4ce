//! One cell: what a table program made of what a person typed, turned back.
//!
//! Table programs turn phones into floats, door numbers such as `3-2` into dates, and the end of an
//! identity number into zeros. What can be turned back is; what cannot is a problem, never a guess.

use model::{day::Day, field::Problem};

/// Numbers from here on have lost digits: a float holds fifteen.
const EXACT_BELOW: f64 = 1e15;
/// Serial numbers of days that can be meant: 1927 to 2118.
const SERIAL_DAYS: std::ops::Range<f64> = 10_000.0..80_000.0;

/// A cell as it was stored.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, trimmed, full-width letters and digits made narrow.
    Text(String),
    /// A number.
    Number(f64),
    /// A number shown as a date.
    Date(Day),
    /// `#REF!` and its like.
    Broken,
}

impl Cell {
    /// A text cell, tidied; blank text is no text.
    pub fn text_of(text: &str) -> Self {
        let tidy = narrow(text);
        let tidy = tidy.trim_matches(|c: char| c.is_whitespace() || c == '\'' || c == '\u{feff}');
        if tidy.is_empty() { Self::Empty } else { Self::Text(tidy.to_owned()) }
    }

    /// Whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// As text, for any column that holds text.
    ///
    /// # Errors
    /// `became_a_date` and `formula_error`.
    pub fn text(&self) -> Result<Option<String>, Problem> {
        match self {
            Self::Empty => Ok(None),
            Self::Text(text) => Ok(Some(text.clone())),
            Self::Number(number) => Ok(Some(plain(*number))),
            Self::Date(_) => Err(Problem::new("", "became_a_date")),
            Self::Broken => Err(Problem::new("", "formula_error")),
        }
    }

    /// As text for searching headers and titles: never a problem.
    pub fn label(&self) -> String {
        self.text().ok().flatten().unwrap_or_default()
    }

    /// As a person's name: Chinese names are aligned with spaces (`李  明`), which are no part.
    ///
    /// # Errors
    /// As [`Cell::text`].
    pub fn name(&self) -> Result<Option<String>, Problem> {
        let text = self.text()?;
        Ok(text.map(|text| match text.is_ascii() {
            true => text,
            false => text.chars().filter(|c| !c.is_whitespace()).collect(),
        }))
    }

    /// As digits that are not counted with: phones and identity numbers.
    ///
    /// # Errors
    /// `lost_digits` if the table program has rounded them away; as [`Cell::text`].
    pub fn digits(&self) -> Result<Option<String>, Problem> {
        if let Self::Number(number) = self
            && number.abs() >= EXACT_BELOW
        {
            return Err(Problem::new("", "lost_digits"));
        }
        let text = self.text()?;
        Ok(text.map(|text| text.chars().filter(|c| !c.is_whitespace()).collect()))
    }

    /// As a whole number; a unit behind it (`3人`, `71岁`) is no part.
    ///
    /// # Errors
    /// `not_a_number`; as [`Cell::text`].
    pub fn count(&self) -> Result<Option<i64>, Problem> {
        let Some(text) = self.text()? else { return Ok(None) };
        let number = text.trim_end_matches(['人', '口', '岁', '年', '个', ' ']);
        number.parse().map(Some).map_err(|_| Problem::with("", "not_a_number", "text", text))
    }

    /// As a calendar day, in any of the forms that people type. A day without a year is the latest
    /// one that is not after `today`.
    ///
    /// # Errors
    /// `not_a_day`; `formula_error`.
    pub fn day(&self, today: Day) -> Result<Option<Day>, Problem> {
        let (day, shown) = match self {
            Self::Empty => return Ok(None),
            Self::Broken => return Err(Problem::new("", "formula_error")),
            Self::Date(day) => return Ok(Some(*day)),
            Self::Number(number) if SERIAL_DAYS.contains(number) => (from_serial(*number), plain(*number)),
            // 2.1 may have been typed as 2.10: a fraction tells no day.
            Self::Number(number) if number.fract() != 0.0 => (None, plain(*number)),
            Self::Number(number) => (written_day(&plain(*number), today), plain(*number)),
            Self::Text(text) => (written_day(text, today), text.clone()),
        };
        day.map(Some).ok_or_else(|| Problem::with("", "not_a_day", "text", shown))
    }

    /// As a year of birth: `1950`, `1950年3月`, `1950-03-07`, `19500307`.
    ///
    /// # Errors
    /// `not_a_number`; `formula_error`.
    pub fn year(&self, today: Day) -> Result<Option<i64>, Problem> {
        if let Self::Date(day) = self {
            return Ok(Some(day.year().into()));
        }
        let Some(text) = self.text()? else { return Ok(None) };
        if let Some(day) = written_day(&text, today).filter(|_| text.chars().count() >= 8) {
            return Ok(Some(day.year().into()));
        }
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        match (digits.len(), digits.parse()) {
            (4, Ok(year)) => Ok(Some(year)),
            _ => Err(Problem::with("", "not_a_number", "text", text)),
        }
    }
}

/// Full-width forms (`１３８`, `（`) to narrow ones, and no line breaks inside a cell.
pub fn narrow(text: &str) -> String {
    let narrowed = text.chars().map(|c| match c {
        '\u{3000}' | '\u{a0}' | '\n' | '\r' | '\t' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    });
    narrowed.collect()
}

/// A number as people would have typed it, without exponent or `.0`.
fn plain(number: f64) -> String {
    if number.fract() == 0.0 { format!("{number:.0}") } else { number.to_string() }
}

fn from_serial(serial: f64) -> Option<Day> {
    let epoch = Day::new(1899, 12, 30)?;
    // The fraction is the time of day.
    SERIAL_DAYS.contains(&serial).then(|| epoch.plus(serial.floor() as i32))
}

fn written_day(text: &str, today: Day) -> Option<Day> {
    // A time behind the day (`2020-02-07 10:30`, `2020-02-07T10:30`) is no part.
    let text = text.split([' ', 'T']).next().unwrap_or(text);
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return day_of(&text[..4], &text[4..6], &text[6..]);
    }
    let whole = text.trim_end_matches(['日', '号']);
    let parts: Vec<&str> = whole.split(['-', '.', '/', '年', '月']).collect();
    match parts[..] {
        [year, month, day] if year.len() == 4 => day_of(year, month, day),
        [month, day] => {
            let this_year = day_of(&today.year().to_string(), month, day);
            match this_year {
                Some(this_year) if this_year <= today => Some(this_year),
                _ => day_of(&(today.year() - 1).to_string(), month, day),
            }
        }
        _ => None,
    }
}

fn day_of(year: &str, month: &str, day: &str) -> Option<Day> {
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Day {
        Day::new(year, month, day).expect("a day")
    }

    fn rule<T: std::fmt::Debug>(result: Result<T, Problem>) -> String {
        result.expect_err("a problem").rule
    }

    #[test]
    fn a_day_is_read_in_every_form_that_people_type() {
        let today = day(2020, 2, 20);
        let seventh = day(2020, 2, 7);
        for text in [
            "2020-02-07",
            "2020-2-7",
            "2020.2.7",
            "2020/2/7",
            "2020年2月7日",
            "20200207",
            "2月7日",
            "2月7号",
            "2.7",
            "2-7",
            "2020-02-07 10:30",
            "２０２０－２－７",
            " 2020-2-7 ",
        ] {
            assert_eq!(Cell::text_of(text).day(today), Ok(Some(seventh)), "{text}");
        }
        for number in [43_868.0, 43_868.75, 20_200_207.0] {
            assert_eq!(Cell::Number(number).day(today), Ok(Some(seventh)), "{number}");
        }
        assert_eq!(Cell::Date(seventh).day(today), Ok(Some(seventh)));
        assert_eq!(Cell::text_of("12月30日").day(today), Ok(Some(day(2019, 12, 30))));
    }

    #[test]
    fn what_is_no_day_is_told() {
        for text in ["正月初三", "2020-02-30", "昨天", "2020", "13月1日"] {
            assert_eq!(rule(Cell::text_of(text).day(day(2020, 2, 20))), "not_a_day", "{text}");
        }
        assert_eq!(rule(Cell::Number(2.1).day(day(2020, 2, 20))), "not_a_day");
        assert_eq!(rule(Cell::Broken.day(day(2020, 2, 20))), "formula_error");
    }

    #[test]
    fn floats_become_phones_again_and_rounded_numbers_do_not() {
        assert_eq!(Cell::Number(1.99e10).digits(), Ok(Some("19900000000".into())));
        assert_eq!(Cell::text_of("199 0000 0001").digits(), Ok(Some("19900000001".into())));
        assert_eq!(rule(Cell::Number(990_000_199_101_010_011.0).digits()), "lost_digits");
    }

    #[test]
    fn a_door_that_became_a_date_is_no_door() {
        assert_eq!(rule(Cell::Date(day(2020, 3, 2)).text()), "became_a_date");
    }

    #[test]
    fn spaces_that_align_a_name_are_no_part_of_it() {
        assert_eq!(Cell::text_of("李　明").name(), Ok(Some("李明".into())));
        assert_eq!(Cell::text_of("Anna Li").name(), Ok(Some("Anna Li".into())));
    }

    #[test]
    fn counts_and_years_lose_their_units() {
        let today = day(2020, 2, 20);
        assert_eq!(Cell::text_of("3人").count(), Ok(Some(3)));
        assert_eq!(Cell::Number(4.0).count(), Ok(Some(4)));
        assert_eq!(rule(Cell::text_of("三").count()), "not_a_number");
        assert_eq!(rule(Cell::Number(3.5).count()), "not_a_number");
        for text in ["1950", "1950年", "1950年3月", "1950.3", "1950-03-07", "19500307"] {
            assert_eq!(Cell::text_of(text).year(today), Ok(Some(1950)), "{text}");
        }
        assert_eq!(rule(Cell::text_of("50后").year(today)), "not_a_number");
    }
}
