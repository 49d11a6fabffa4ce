//! What is said on the tablet about what waits for a person. A table of its own: only the
//! supervisor's screens fetch it.

use super::{Lang, en, zh};

/// The words.
#[expect(
    missing_docs,
    reason = "the words beside each name in words/zh/office.rs and words/en/office.rs say what it is"
)]
#[derive(Debug)]
pub struct OfficeWords {
    pub list_of: fn(&str, usize) -> String,
    pub made: fn(&str) -> String,
    pub list_waits: &'static str,
    pub lost_n: fn(u64) -> String,

    // Refused records on phones
    pub stuck: &'static str,
    pub stuck_note: &'static str,
    pub stuck_none: &'static str,
    pub stuck_none_note: &'static str,
    pub refused: fn(&str) -> String,
    pub why_forbidden: &'static str,
    pub why_left: &'static str,
    pub why_unknown: &'static str,
    pub why_id_reuse: &'static str,
    pub why_gone: &'static str,
    pub why_state: &'static str,
    pub why_other: &'static str,
    pub help_mend: &'static str,
    pub help_again: &'static str,
    pub help_give_up: &'static str,
    pub help_forbidden: &'static str,
    pub help_by_itself: &'static str,
    pub help_settle: &'static str,
    pub settle: &'static str,
    pub open_door: &'static str,

    // Conflicts
    pub conflicts: &'static str,
    pub conflicts_none: &'static str,
    pub conflicts_none_note: &'static str,

    // What is to be looked at
    pub review: &'static str,
    pub review_note: &'static str,
    pub review_none: &'static str,
    pub review_none_note: &'static str,
    pub because_revoked: &'static str,
    pub because_unproved: &'static str,
    pub take: &'static str,
    pub take_ask: &'static str,
    pub take_note: &'static str,
    pub taken: &'static str,
    pub dismiss: &'static str,
    pub dismiss_ask: &'static str,
    pub dismiss_note: &'static str,
    pub dismissed: &'static str,
    pub waits_again: &'static str,
    pub not_done: &'static str,
    pub decided_before: &'static str,
}

impl Lang {
    /// Its words for the office.
    pub fn office(self) -> &'static OfficeWords {
        match self {
            Lang::Zh => &zh::office::WORDS,
            Lang::En => &en::office::WORDS,
        }
    }
}
