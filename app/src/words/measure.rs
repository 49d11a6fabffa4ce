//! What is said where temperatures are taken and shown. A table of its own: whoever signs in does not
//! fetch it first.

use super::{Lang, en, zh};
use crate::parts::ChartTold;

/// The words.
#[expect(
    missing_docs,
    reason = "the words beside each name in words/zh/measure.rs and words/en/measure.rs say what it is"
)]
#[derive(Debug)]
pub struct MeasureWords {
    // Slots and days
    pub slots_one: &'static [&'static str],
    pub slots_two: &'static [&'static str],
    pub slot_n: fn(usize) -> String,
    pub day_n: fn(i64) -> String,
    pub day_of: fn(i64, i64) -> String,
    pub between: &'static str,
    pub colon: &'static str,
    pub degrees: fn(&str) -> String,

    // The drawing
    pub chart_today: &'static str,
    pub fever_line: &'static str,
    pub key_normal: &'static str,
    pub key_fever: &'static str,
    pub key_explained: &'static str,
    pub key_missed: &'static str,
    pub chart_of: fn(&str) -> String,
    pub temperatures: &'static str,
    pub chart_told: fn(&ChartTold) -> String,

    // Measuring
    pub last_value: fn(&str) -> String,
    pub before: fn(&str, &str) -> String,
    pub correct: fn(&str) -> String,
    pub correct_name: fn(&str) -> String,
    pub hot: &'static str,
    pub spoken: fn(&str, &str) -> String,
    pub spoken_hot: &'static str,
    pub again: &'static str,
    pub again_why: fn(&str) -> String,
    pub again_passed: &'static str,
    pub no_second: &'static str,
    pub symptoms: &'static str,
    pub symptoms_none: &'static str,
    pub how: &'static str,
    pub how_symptoms: fn(&str, &str) -> String,
    pub not_taken: &'static str,
    pub why_not: &'static str,
    pub say_why: &'static str,
    pub save_report: &'static str,
    pub go_on_with: fn(&str) -> String,

    // What is wrong, and what to do
    pub out_of_range: fn(&str) -> String,
    pub cannot_begin: &'static str,
    pub digits_missing: fn(usize) -> String,
    pub no_reason: &'static str,
    pub no_reason_words: &'static str,

    // Saved
    pub saved: fn(&str, &str) -> String,
    pub corrected: fn(&str, &str) -> String,
    pub not_taken_word: &'static str,
    pub taken_back: fn(&str) -> String,
    pub fever_what: fn(&str, &str) -> String,
    pub fever_twice: fn(&str, &str) -> String,
    pub fever_safe: &'static str,
    pub fever_todo: &'static str,
    pub fever_todo_in: &'static str,

    // 今日
    pub due: &'static str,
    pub due_slot: fn(&str) -> String,
    pub overdue: &'static str,
    pub missed: &'static str,
    pub missed_n: fn(usize, &str) -> String,
    pub say: &'static str,

    // All done
    pub all_taken: &'static str,
    pub all_taken_note: fn(usize) -> String,
    pub nobody: &'static str,
    pub nobody_note: &'static str,
    pub go_back: &'static str,
    pub next_door: fn(&str) -> String,
}

impl Lang {
    /// Its words for temperatures.
    pub fn measure(self) -> &'static MeasureWords {
        match self {
            Lang::Zh => &zh::measure::WORDS,
            Lang::En => &en::measure::WORDS,
        }
    }
}

/// What people call a slot of a day: 上午, 下午; with more than two, by number.
pub fn slot_name(lang: Lang, slot: usize, slots: usize) -> String {
    let c = lang.measure();
    let names = match slots {
        1 => c.slots_one,
        2 => c.slots_two,
        _ => &[],
    };
    names.get(slot).map_or_else(|| (c.slot_n)(slot + 1), |name| (*name).to_owned())
}

/// Tenths of a degree as they are read: 365 is 36.5.
pub fn tenths_label(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, (tenths % 10).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_slots_have_names_and_more_have_numbers() {
        let name = |slot, slots| slot_name(Lang::Zh, slot, slots);
        assert_eq!([name(0, 2), name(1, 2)], ["上午", "下午"]);
        assert_eq!([name(0, 3), name(2, 3)], ["第 1 次", "第 3 次"]);
    }

    #[test]
    fn tenths_have_a_point() {
        assert_eq!([365, 370, 420].map(tenths_label), ["36.5", "37.0", "42.0"]);
    }

    #[test]
    fn a_drawing_is_told_in_a_sentence() {
        let told = ChartTold { days: 14, read: 11, fever: 1, explained: 0, missed: 2, highest: Some((376, 5)) };
        assert_eq!(
            (Lang::Zh.measure().chart_told)(&told),
            "第 0 天到第 14 天，量了 11 次，最高 37.6 ℃（第 5 天），发热 1 次，漏了 2 次。"
        );
        let nothing = ChartTold { days: 14, ..ChartTold::default() };
        assert_eq!((Lang::Zh.measure().chart_told)(&nothing), "第 0 天到第 14 天，还没有量过。");
        assert_eq!((Lang::En.measure().chart_told)(&nothing), "Day 0 to day 14: none taken yet.");
    }
}
