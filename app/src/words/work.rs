//! What is said where own work is noted down. A table of its own: whoever signs in does not fetch it
//! first.

use super::{Lang, en, zh};

/// The words.
#[expect(missing_docs, reason = "the words beside each name in words/zh/work.rs and words/en/work.rs say what it is")]
#[derive(Debug)]
pub struct WorkWords {
    // The way there
    pub used_last: &'static str,
    pub again: &'static str,
    pub other_jobs: &'static str,
    pub nothing_due: &'static str,
    pub nothing_due_note: &'static str,

    // The form
    pub as_last_time: &'static str,
    pub last_value: fn(&str) -> String,
    pub with_unit: fn(&str, &str) -> String,
    pub where_noted: &'static str,
    pub which_day: &'static str,
    pub today_at: fn(&str) -> String,
    pub not_yours: &'static str,
    pub not_yours_todo: &'static str,
    pub find: &'static str,
    pub find_hint: &'static str,
    pub nothing_held: &'static str,
    pub nothing_held_note: &'static str,
    pub comma: &'static str,

    // What was noted
    pub noted: fn(&str) -> String,
    pub noted_today: &'static str,
    pub in_the_library: &'static str,
    pub taken_back: &'static str,
    pub take_back: &'static str,
    pub mend: &'static str,
    pub mend_note: &'static str,
    pub mended: fn(&str) -> String,

    // What is to be disinfected
    pub disinfect_due: &'static str,
    pub due_n: fn(usize) -> String,
    pub due_since: fn(i32) -> String,
    pub last_done: fn(&str) -> String,
    pub never_done: &'static str,
    pub disinfect: &'static str,
}

impl Lang {
    /// Its words for own work.
    pub fn work(self) -> &'static WorkWords {
        match self {
            Lang::Zh => &zh::work::WORDS,
            Lang::En => &en::work::WORDS,
        }
    }
}
