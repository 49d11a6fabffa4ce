//! The lunar day beside the Gregorian one, since old people speak of 正月初三.

use super::Day;

/// A day of the Chinese lunar calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lunar {
    /// Year, by the Gregorian year in which it begins.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Whether it is the leap month after the month of that number.
    pub leap: bool,
    /// Day of the month, 1 to 30.
    pub day: u32,
}

/// A lunar year each, from 1900: lowest four bits the month that is followed by a leap month (0:
/// none), bits 4 to 15 the long months, twelfth to first, bit 16 whether the leap month is long.
/// Months have 30 days if long, else 29.
///
/// Worked out from the sun and the moon by the rules of GB/T 33661-2017 (the program `sxtwl`), and
/// compared with two published calendars. The table that is copied from program to program has
/// 1933, 1954 and 1978 wrong, two of them for a new moon just after midnight. Where calendars still
/// differ, by a day in one month of 2057, 2089 and 2097, a new moon is too close to midnight to say.
const YEARS: [u32; 201] = [
    0x04bd8, 0x04ae0, 0x0a570, 0x054d5, 0x0d260, 0x0d950, 0x16554, 0x056a0, 0x09ad0, 0x055d2, 0x04ae0, 0x0a5b6,
    0x0a4d0, 0x0d250, 0x1d255, 0x0b540, 0x0d6a0, 0x0ada2, 0x095b0, 0x14977, 0x04970, 0x0a4b0, 0x0b4b5, 0x06a50,
    0x06d40, 0x1ab54, 0x02b60, 0x09570, 0x052f2, 0x04970, 0x06566, 0x0d4a0, 0x0ea50, 0x16a95, 0x05ad0, 0x02b60,
    0x186e3, 0x092e0, 0x1c8d7, 0x0c950, 0x0d4a0, 0x1d8a6, 0x0b550, 0x056a0, 0x1a5b4, 0x025d0, 0x092d0, 0x0d2b2,
    0x0a950, 0x0b557, 0x06ca0, 0x0b550, 0x15355, 0x04da0, 0x0a5b0, 0x14573, 0x052b0, 0x0a9a8, 0x0e950, 0x06aa0,
    0x0aea6, 0x0ab50, 0x04b60, 0x0aae4, 0x0a570, 0x05260, 0x0f263, 0x0d950, 0x05b57, 0x056a0, 0x096d0, 0x04dd5,
    0x04ad0, 0x0a4d0, 0x0d4d4, 0x0d250, 0x0d558, 0x0b540, 0x0b6a0, 0x195a6, 0x095b0, 0x049b0, 0x0a974, 0x0a4b0,
    0x0b27a, 0x06a50, 0x06d40, 0x0af46, 0x0ab60, 0x09570, 0x04af5, 0x04970, 0x064b0, 0x074a3, 0x0ea50, 0x06b58,
    0x05ac0, 0x0ab60, 0x096d5, 0x092e0, 0x0c960, 0x0d954, 0x0d4a0, 0x0da50, 0x07552, 0x056a0, 0x0abb7, 0x025d0,
    0x092d0, 0x0cab5, 0x0a950, 0x0b4a0, 0x0baa4, 0x0ad50, 0x055d9, 0x04ba0, 0x0a5b0, 0x15176, 0x052b0, 0x0a930,
    0x07954, 0x06aa0, 0x0ad50, 0x05b52, 0x04b60, 0x0a6e6, 0x0a4e0, 0x0d260, 0x0ea65, 0x0d530, 0x05aa0, 0x076a3,
    0x096d0, 0x04afb, 0x04ad0, 0x0a4d0, 0x1d0b6, 0x0d250, 0x0d520, 0x0dd45, 0x0b5a0, 0x056d0, 0x055b2, 0x049b0,
    0x0a577, 0x0a4b0, 0x0aa50, 0x1b255, 0x06d20, 0x0ada0, 0x14b63, 0x09370, 0x049f8, 0x04970, 0x064b0, 0x168a6,
    0x0ea50, 0x06aa0, 0x1a6c4, 0x0aae0, 0x092e0, 0x0d2e3, 0x0c960, 0x0d557, 0x0d4a0, 0x0da50, 0x05d55, 0x056a0,
    0x0a6d0, 0x055d4, 0x052d0, 0x0a9b8, 0x0a950, 0x0b4a0, 0x0b6a6, 0x0ad50, 0x055a0, 0x0aba4, 0x0a5b0, 0x052b0,
    0x0b273, 0x06930, 0x07337, 0x06aa0, 0x0ad50, 0x14b55, 0x04b60, 0x0a570, 0x054e4, 0x0d160, 0x0e968, 0x0d520,
    0x0daa0, 0x16aa6, 0x056d0, 0x04ae0, 0x0a9d4, 0x0a2d0, 0x0d150, 0x0f252, 0x0d520,
];
const FIRST_YEAR: i32 = 1900;

impl Lunar {
    /// The lunar day of `day`, for 1900-01-31 to the end of the lunar year 2100.
    pub(super) fn of(day: Day) -> Option<Self> {
        let mut rest = u32::try_from(day.since(Day::new(FIRST_YEAR, 1, 31)?)).ok()?;
        for (index, info) in YEARS.iter().enumerate() {
            let leap_after = info & 0xf;
            for month in 1..=12 {
                let days = 29 + ((info >> (16 - month)) & 1);
                let leap_days = if month == leap_after { 29 + ((info >> 16) & 1) } else { 0 };
                if rest < days + leap_days {
                    let leap = rest >= days;
                    let day = if leap { rest - days } else { rest } + 1;
                    return Some(Self { year: FIRST_YEAR + index as i32, month, leap, day });
                }
                rest -= days + leap_days;
            }
        }
        None
    }

    /// `正月十四`, `闰四月初三`, `腊月三十`.
    pub fn zh(&self) -> String {
        const MONTHS: [&str; 12] = ["正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊"];
        const TENS: [&str; 3] = ["初", "十", "廿"];
        const ONES: [&str; 10] = ["十", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let leap = if self.leap { "闰" } else { "" };
        let month = MONTHS[(self.month as usize + 11) % 12];
        let day = match self.day {
            10 => "初十".to_owned(),
            20 => "二十".to_owned(),
            30 => "三十".to_owned(),
            day => format!("{}{}", TENS[(day / 10) as usize % 3], ONES[(day % 10) as usize]),
        };
        format!("{leap}{month}月{day}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zh(year: i32, month: u32, day: u32) -> String {
        Day::new(year, month, day).and_then(|day| day.lunar()).expect("a lunar day").zh()
    }

    #[test]
    fn days_that_everybody_knows() {
        for (day, lunar) in [
            ((2020, 1, 25), "正月初一"),
            ((2020, 2, 7), "正月十四"),
            ((2020, 1, 24), "腊月三十"),
            ((2020, 5, 23), "闰四月初一"),
            ((2026, 2, 17), "正月初一"),
            ((1949, 10, 1), "八月初十"),
            ((2000, 2, 5), "正月初一"),
            // 2033 has its leap month after the eleventh.
            ((2033, 12, 22), "闰冬月初一"),
            ((2099, 1, 21), "正月初一"),
            ((2100, 2, 9), "正月初一"),
        ] {
            assert_eq!(zh(day.0, day.1, day.2), lunar, "{day:?}");
        }
    }

    #[test]
    fn new_moons_close_to_midnight() {
        // 1978: the new moon of September came nine minutes after midnight in Beijing.
        for (day, lunar) in [
            ((1933, 7, 22), "闰五月三十"),
            ((1933, 7, 23), "六月初一"),
            ((1954, 11, 24), "十月廿九"),
            ((1954, 11, 25), "冬月初一"),
            ((1978, 9, 2), "七月三十"),
            ((1978, 9, 17), "八月十五"),
        ] {
            assert_eq!(zh(day.0, day.1, day.2), lunar, "{day:?}");
        }
    }

    #[test]
    fn every_day_is_the_one_that_was_worked_out_from_sun_and_moon() {
        // FNV-1a over lines such as `2020-05-23 2020-4+-1`, which `sxtwl` 2.0.7 gave for these days.
        let first = Day::new(1900, 1, 31).expect("a day");
        let days = (0..).map(|n| first.plus(n)).map_while(|day| day.lunar().map(|lunar| (day, lunar)));
        let line = |(day, lunar): (Day, Lunar)| {
            let plus = if lunar.leap { "+" } else { "" };
            format!("{day} {}-{}{plus}-{}\n", lunar.year, lunar.month, lunar.day)
        };
        let digest = days
            .flat_map(|day| line(day).into_bytes())
            .fold(0xcbf2_9ce4_8422_2325u64, |digest, byte| (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        assert_eq!(digest, 0x8a90_7a71_4298_96aa);
    }

    #[test]
    fn outside_the_table_there_is_no_lunar_day() {
        let lunar = |year, month, day| Day::new(year, month, day).expect("a day").lunar();
        assert_eq!(
            (lunar(1900, 1, 30), lunar(2101, 1, 29), lunar(1, 1, 1), lunar(9999, 12, 31)),
            (None, None, None, None)
        );
        assert!(lunar(1900, 1, 31).is_some() && lunar(2101, 1, 28).is_some());
    }

    #[test]
    fn each_day_follows_the_one_before() {
        let first = Day::new(1900, 1, 31).expect("a day");
        let mut before = first.lunar().expect("a lunar day");
        let mut days = 0;
        while let Some(now) = first.plus(days + 1).lunar() {
            let same_month = (now.year, now.month, now.leap) == (before.year, before.month, before.leap);
            let follows = if same_month { now.day == before.day + 1 } else { now.day == 1 && before.day >= 29 };
            assert!(follows, "{before:?} then {now:?}");
            before = now;
            days += 1;
        }
        assert_eq!((before.year, before.month), (2100, 12));
    }
}
