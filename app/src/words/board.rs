//! What is said on the boards of indicators and of today's temperatures. A table of its own: only the
//! supervisor's screens fetch it.

use super::{Lang, en, zh};

/// The words.
#[expect(missing_docs, reason = "the words beside each name in words/zh/board.rs and words/en/board.rs say what it is")]
#[derive(Debug)]
pub struct BoardWords {
    pub indicators: &'static str,
    pub indicators_note: &'static str,
    pub measured: &'static str,
    pub measured_note: &'static str,
    pub boards: &'static str,

    // Which days, and where
    pub today: &'static str,
    pub yesterday: &'static str,
    pub week: &'static str,
    pub sweep: &'static str,
    pub other_days: &'static str,
    pub days_label: &'static str,
    pub place_label: &'static str,
    pub place_now: fn(&str) -> String,
    pub from_day: &'static str,
    pub to_day: &'static str,
    pub no_day: &'static str,
    pub show_days: &'static str,
    pub span: fn(&str, &str) -> String,
    pub until: fn(&str) -> String,
    pub until_end: fn(&str) -> String,

    // What has changed
    pub than_yesterday: &'static str,
    pub than_day_before: &'static str,
    pub than_days: fn(i32) -> String,
    pub more_than: fn(&str, &str) -> String,
    pub fewer_than: fn(&str, &str) -> String,
    pub as_many_as: fn(&str) -> String,
    pub none_to_compare: &'static str,
    pub pair_label: fn(&str, &str, &str) -> String,

    // The records behind a number
    pub is: fn(&str, &str) -> String,
    pub of_records: fn(usize) -> String,
    pub means: &'static str,
    pub no_records: &'static str,
    pub no_records_note: &'static str,
    pub adds: fn(i64) -> String,
    pub together: &'static str,
    pub together_note: &'static str,
    pub open_cases: &'static str,
    pub parts_n: fn(usize) -> String,

    // Today's temperatures
    pub due: &'static str,
    pub done: &'static str,
    pub late: &'static str,
    pub explained: &'static str,
    pub missed: &'static str,
    pub to_do: &'static str,
    pub ahead: &'static str,
    pub of_due: fn(u64) -> String,
    pub slot_label: fn(&str, &str, &str) -> String,
    pub by_village: &'static str,
    pub nobody: &'static str,
    pub nobody_note: &'static str,
    pub new_today: &'static str,
    pub released_today: &'static str,
    pub fever_today: &'static str,
    pub slot_over: &'static str,
    pub slot_open: &'static str,
    pub slot_ahead: &'static str,
}

impl Lang {
    /// Its words for the boards.
    pub fn board(self) -> &'static BoardWords {
        match self {
            Lang::Zh => &zh::board::WORDS,
            Lang::En => &en::board::WORDS,
        }
    }
}

/// What an indicator counts and what not, in a line. None for one that a newer server has brought in.
pub fn means(lang: Lang, code: &str) -> Option<&'static str> {
    match lang {
        Lang::Zh => zh::means::of(code),
        Lang::En => en::means::of(code),
    }
}

/// What a section of indicators is called.
pub fn section(lang: Lang, code: &str) -> &'static str {
    match lang {
        Lang::Zh => zh::means::section(code),
        Lang::En => en::means::section(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::indicator::{INDICATORS, section::Section};

    #[test]
    fn every_indicator_says_what_it_counts_and_every_section_has_a_name() {
        for lang in Lang::ALL {
            let missing: Vec<_> =
                INDICATORS.iter().map(|one| one.code).filter(|code| means(*lang, code).is_none()).collect();
            assert!(missing.is_empty(), "{lang:?} does not say what these count: {missing:?}");
            let mut names: Vec<_> = Section::ALL.iter().map(|one| section(*lang, one.code())).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), Section::ALL.len(), "{lang:?}: {names:?}");
        }
    }
}
