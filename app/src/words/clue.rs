//! What is said where clues about contacts are written down and passed on, and where it is changed
//! what is known of a person. A table of its own: whoever signs in does not fetch it first.

use super::{Lang, en, zh};

/// The words.
#[expect(missing_docs, reason = "the words beside each name in words/zh/clue.rs and words/en/clue.rs say what it is")]
#[derive(Debug)]
pub struct ClueWords {
    pub clues: &'static str,
    pub clues_n: fn(usize) -> String,
    pub add_note: &'static str,
    pub new_clue: &'static str,
    pub told_at: &'static str,
    pub told_at_note: &'static str,
    pub never_judged: &'static str,
    pub none_yet: &'static str,
    pub open: &'static str,
    pub passed: &'static str,
    pub not_passed: &'static str,
    pub passed_to: fn(&str, &str) -> String,
    pub gone: &'static str,
    pub gone_note: &'static str,

    // The form
    pub who_told: &'static str,
    pub somebody_else: &'static str,
    pub who: &'static str,
    pub how_to_reach: &'static str,
    pub when_last: &'static str,
    pub what_place: &'static str,
    pub how_near: &'static str,
    pub more: &'static str,
    pub more_note: &'static str,
    pub pass_on: &'static str,
    pub pass_on_later: &'static str,
    pub authorities: &'static [&'static str],
    pub save: &'static str,

    // Passing on later
    pub pass_now: &'static str,
    pub pass_now_note: &'static str,
    pub pass_done: &'static str,
    pub call: &'static str,

    // A person
    pub change_person: &'static str,
    pub change_type: &'static str,
    pub decided_by: &'static str,
    pub decided_note: &'static str,
    pub reach: &'static str,

    // Temperatures
    pub doors_n: fn(usize) -> String,
    pub all_done: &'static str,
    pub nobody_isolated: &'static str,
    pub nobody_isolated_note: &'static str,
    pub due_here: fn(&str) -> String,
    pub measured_here: &'static str,
    pub temperature_note: &'static str,
}

impl Lang {
    /// Its words for clues, people and the doors to measure at.
    pub fn clue(self) -> &'static ClueWords {
        match self {
            Lang::Zh => &zh::clue::WORDS,
            Lang::En => &en::clue::WORDS,
        }
    }
}
