//! Days and spans of time as people say them: the lunar day stands beside the Gregorian one, since
//! old people speak of 正月十四.

use super::Lang;
use model::{ambient::Millis, day::Day};

const MINUTE: Millis = 60_000;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `2月7日`, `7 Feb`.
pub fn month_day(lang: Lang, day: Day) -> String {
    match lang {
        Lang::Zh => format!("{}月{}日", day.month(), day.day()),
        Lang::En => format!("{} {}", day.day(), MONTHS[(day.month() as usize).clamp(1, 12) - 1]),
    }
}

/// With the lunar day: `2月7日 · 正月十四`. English has no use for it and shows the year instead.
pub fn day_label(lang: Lang, day: Day) -> String {
    match lang {
        Lang::Zh => match day.lunar() {
            Some(lunar) => format!("{} · {}", month_day(lang, day), lunar.zh()),
            None => month_day(lang, day),
        },
        Lang::En => format!("{} {}", month_day(lang, day), day.year()),
    }
}

/// With the day of the week, for what lies ahead: `2月14日 星期五 · 正月廿一`, `Fri 14 Feb 2020`.
pub fn full_day(lang: Lang, day: Day) -> String {
    let weekday = (day.weekday() as usize).clamp(1, 7) - 1;
    match lang {
        Lang::Zh => {
            let lunar = day.lunar().map(|lunar| format!(" · {}", lunar.zh())).unwrap_or_default();
            format!("{} 星期{}{lunar}", month_day(lang, day), ["一", "二", "三", "四", "五", "六", "日"][weekday])
        }
        Lang::En => {
            let short = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][weekday];
            format!("{short} {} {}", month_day(lang, day), day.year())
        }
    }
}

/// As it stands on a paper: `2020年2月14日`, `14 Feb 2020`.
pub fn long_day(lang: Lang, day: Day) -> String {
    match lang {
        Lang::Zh => format!("{}年{}", day.year(), month_day(lang, day)),
        Lang::En => format!("{} {}", month_day(lang, day), day.year()),
    }
}

/// A minute of a day: `09:35`.
pub fn minute_label(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// How long ago `then` was at `now`: `刚刚`, `25 分钟前`, `3 小时前`, `2 天前`. A clock that was set
/// back gives 刚刚, never a future.
pub fn ago(lang: Lang, then: Millis, now: Millis) -> String {
    let words = lang.words();
    match now.saturating_sub(then) / MINUTE {
        i64::MIN..=0 => words.just_now.to_owned(),
        minutes => (words.ago)(&span(lang, minutes)),
    }
}

/// A span in the unit that matters: `25 分钟`, `3 小时`, `2 天`.
pub fn span(lang: Lang, minutes: i64) -> String {
    let words = lang.words();
    match minutes {
        i64::MIN..=59 => (words.minutes_n)(minutes),
        60..=1439 => (words.hours_n)(minutes / 60),
        _ => (words.days_n)(minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lunar_day_stands_beside_the_other() {
        let day = Day::new(2020, 2, 7).expect("a day");
        assert_eq!(day_label(Lang::Zh, day), "2月7日 · 正月十四");
        assert_eq!(day_label(Lang::En, day), "7 Feb 2020");
    }

    #[test]
    fn a_day_ahead_has_its_day_of_the_week() {
        let day = Day::new(2020, 2, 14).expect("a day");
        assert_eq!(full_day(Lang::Zh, day), "2月14日 星期五 · 正月廿一");
        assert_eq!(full_day(Lang::En, day), "Fri 14 Feb 2020");
        assert_eq!(full_day(Lang::En, day.plus(2)), "Sun 16 Feb 2020");
        assert_eq!((long_day(Lang::Zh, day), long_day(Lang::En, day)), ("2020年2月14日".into(), "14 Feb 2020".into()));
        assert_eq!([0, 575, 1439].map(minute_label), ["00:00", "09:35", "23:59"]);
    }

    #[test]
    fn spans_are_said_in_the_unit_that_matters() {
        let at = |minutes: i64| ago(Lang::Zh, 0, minutes * MINUTE);
        assert_eq!([at(0), at(1), at(59)], ["刚刚", "1 分钟前", "59 分钟前"]);
        assert_eq!([at(60), at(1439), at(1440)], ["1 小时前", "23 小时前", "1 天前"]);
        assert_eq!([span(Lang::En, 59), span(Lang::En, 1439), span(Lang::En, 4320)], ["59 min", "23 h", "3 days"]);
    }

    #[test]
    fn a_clock_set_back_speaks_of_no_future() {
        assert_eq!(ago(Lang::En, 10 * MINUTE, 0), "Just now");
    }
}
