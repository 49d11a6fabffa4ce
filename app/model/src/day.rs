//! Calendar days in China (UTC+8, no daylight saving since 1991), without a clock.

mod lunar;

pub use lunar::Lunar;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// A calendar day in Asia/Shanghai, written `2020-02-07`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

const MILLIS_A_DAY: i64 = 86_400_000;
const SHANGHAI_OFFSET: i64 = 8 * 3_600_000;

impl Day {
    /// The day of that year, month and day of month, if there is one.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let made = Self(days_from_civil(year, month, day));
        ((1..=9999).contains(&year) && (1..=12).contains(&month) && made.ymd() == (year, month, day)).then_some(made)
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
        Self((millis + SHANGHAI_OFFSET).div_euclid(MILLIS_A_DAY) as i32)
    }

    /// So many days later.
    pub fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
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

    /// The lunar day beside it, for 1900 to 2099.
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
        for (year, month, day) in [(2020, 2, 30), (2019, 2, 29), (2020, 13, 1), (2020, 0, 1), (2020, 4, 31), (2020, 1, 0)] {
            assert_eq!(Day::new(year, month, day), None, "{year}-{month}-{day}");
        }
        for text in ["2020-2-7", "20200207", "2020-02-07 ", "２０２０-02-07", "2020/02/07", "-020-02-07", "+020-02-07"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_day_changes_at_midnight_in_china() {
        let midnight = 1_581_004_800_000; // 2020-02-06T16:00:00Z
        assert_eq!(Day::from_unix_ms(midnight - 1).to_string(), "2020-02-06");
        assert_eq!(Day::from_unix_ms(midnight).to_string(), "2020-02-07");
        assert_eq!(Day::from_unix_ms(-1).to_string(), "1970-01-01");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(days in -200_000i32..200_000) {
            let day = Day::new(2000, 1, 1).expect("a day").plus(days);
            prop_assert_eq!(Day::parse(&day.to_string()), Some(day));
            prop_assert_eq!(day.plus(1).since(day), 1);
            prop_assert!(day < day.plus(1));
        }
    }
}
