//! Calendar days in China (UTC+8, no daylight saving since 1991), without a clock.

mod lunar;

pub use lunar::Lunar;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// A calendar day in Asia/Shanghai of the years 1 to 9999, written `2020-02-07`. Held as days since
/// 1970-01-01; what would lie beyond stays at the first or the last day, so that every day can be
/// written and read back, whatever a phone's clock said.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

/// Milliseconds of a day.
pub const MILLIS_A_DAY: i64 = 86_400_000;
const SHANGHAI_OFFSET: i64 = 8 * 3_600_000;
/// 0001-01-01 and 9999-12-31.
const FIRST: i32 = -719_162;
const LAST: i32 = 2_932_896;

impl Day {
    /// The day of that year, month and day of month, if there is one.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        let made = Self(days_from_civil(year, month, day));
        (made.ymd() == (year, month, day)).then_some(made)
    }

    /// Reads `2020-02-07`, and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' || !text.is_ascii() {
            return None;
        }
        let part = |range: std::ops::Range<usize>| {
            let part = &text[range];
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten()
        };
        Self::new(part(0..4)? as i32, part(5..7)?, part(8..10)?)
    }

    /// The day in China at that instant, milliseconds since 1970 UTC.
    pub fn from_unix_ms(millis: i64) -> Self {
        let days = millis.saturating_add(SHANGHAI_OFFSET).div_euclid(MILLIS_A_DAY);
        Self(days.clamp(FIRST.into(), LAST.into()) as i32)
    }

    /// So many days later; earlier if negative.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days).clamp(FIRST, LAST))
    }

    /// Days from `earlier` to this one.
    pub fn since(self, earlier: Day) -> i32 {
        self.0 - earlier.0
    }

    /// Year.
    pub fn year(self) -> i32 {
        self.ymd().0
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u32 {
        self.ymd().1
    }

    /// Day of the month, from 1.
    pub fn day(self) -> u32 {
        self.ymd().2
    }

    /// Day of the week, 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> u32 {
        // 1970-01-01 was a Thursday.
        (self.0 + 3).rem_euclid(7) as u32 + 1
    }

    /// The lunar day beside it, for 1900-01-31 to the end of the lunar year 2100.
    pub fn lunar(self) -> Option<Lunar> {
        Lunar::of(self)
    }

    fn ymd(self) -> (i32, u32, u32) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        (yoe + era * 400 + i32::from(month <= 2), month as u32, day as u32)
    }
}

/// Hour and minute of the day in China at that instant, milliseconds since 1970 UTC: in which slot
/// something was done.
pub fn time_of_day(millis: i64) -> (u32, u32) {
    // The offset is whole minutes, so the remainders can be joined without overflow.
    let minutes = (millis.rem_euclid(MILLIS_A_DAY) + SHANGHAI_OFFSET) / 60_000 % (24 * 60);
    ((minutes / 60) as u32, (minutes % 60) as u32)
}

fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let (month, day) = (month as i32, day as i32);
    let doy = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        Day::parse(&text).ok_or_else(|| de::Error::custom("not a day"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_that_do_not_exist() {
        for (year, month, day) in
            [(2020, 2, 30), (2019, 2, 29), (2020, 13, 1), (2020, 0, 1), (2020, 4, 31), (2020, 1, 0)]
        {
            assert_eq!(Day::new(year, month, day), None, "{year}-{month}-{day}");
        }
        for day in [32, 400, u32::MAX] {
            assert_eq!(Day::new(2020, 1, day), None, "{day}");
        }
        for year in [0, -1, 10_000, i32::MAX, i32::MIN] {
            assert_eq!(Day::new(year, 1, 1), None, "{year}");
        }
        for text in ["2020-2-7", "20200207", "2020-02-07 ", "２０２０-02-07", "2020/02/07", "-020-02-07", "+020-02-07"]
        {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_day_changes_at_midnight_in_china() {
        let midnight = 1_581_004_800_000; // 2020-02-06T16:00:00Z
        assert_eq!(Day::from_unix_ms(midnight - 1).to_string(), "2020-02-06");
        assert_eq!(Day::from_unix_ms(midnight).to_string(), "2020-02-07");
        assert_eq!(Day::from_unix_ms(-1).to_string(), "1970-01-01");
        assert_eq!(
            (time_of_day(midnight - 1), time_of_day(midnight), time_of_day(midnight + 37_260_000)),
            ((23, 59), (0, 0), (10, 21))
        );
    }

    #[test]
    fn the_first_and_the_last_day_hold() {
        assert_eq!((Day(FIRST).to_string(), Day(LAST).to_string()), ("0001-01-01".to_owned(), "9999-12-31".to_owned()));
        assert_eq!((Day(LAST).plus(1), Day(FIRST).plus(i32::MIN)), (Day(LAST), Day(FIRST)));
        assert_eq!((Day::from_unix_ms(i64::MAX), Day::from_unix_ms(i64::MIN)), (Day(LAST), Day(FIRST)));
    }

    #[test]
    fn the_days_of_a_week() {
        let weekday = |year, month, day| Day::new(year, month, day).expect("a day").weekday();
        assert_eq!(
            [weekday(2020, 2, 7), weekday(1970, 1, 1), weekday(1949, 10, 1), weekday(1900, 1, 1), weekday(2020, 2, 9)],
            [5, 4, 6, 1, 7]
        );
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(days in -200_000i32..200_000) {
            let day = Day::new(2000, 1, 1).expect("a day").plus(days);
            prop_assert_eq!(Day::parse(&day.to_string()), Some(day));
            prop_assert_eq!(day.plus(1).since(day), 1);
            prop_assert!(day < day.plus(1));
            prop_assert_eq!(day.plus(1).weekday(), day.weekday() % 7 + 1);
            let json = serde_json::to_string(&day).expect("JSON");
            prop_assert_eq!(serde_json::from_str::<Day>(&json).expect("a day"), day);
        }

        #[test]
        fn every_instant_has_a_day_that_can_be_written(millis in any::<i64>(), days in any::<i32>()) {
            let day = Day::from_unix_ms(millis).plus(days);
            prop_assert_eq!(Day::parse(&day.to_string()), Some(day));
            let (hour, minute) = time_of_day(millis);
            prop_assert!(hour < 24 && minute < 60);
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,12}") {
            let read = Day::parse(&text);
            prop_assert!(read.is_none() || read.map(|day| day.to_string()) == Some(text));
        }
    }
}
