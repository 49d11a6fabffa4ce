//! What is said where a refused record is mended and where half-filled forms are taken up again. A
//! table of its own: whoever signs in does not fetch it first.

use super::{Lang, en, zh};

/// The words.
#[expect(missing_docs, reason = "the words beside each name in words/zh/mend.rs and words/en/mend.rs say what it is")]
#[derive(Debug)]
pub struct MendWords {
    // Half-filled forms
    pub unfinished: &'static str,
    pub go_on: &'static str,
    pub of_a_newer_app: &'static str,

    // A refused record
    pub how: &'static str,
    pub mend_title: &'static str,
    pub send_mended: &'static str,
    pub send_again: &'static str,
    pub not_here: &'static str,
    pub not_here_note: &'static str,
    pub to_mend_here: &'static str,
    pub refused_since: fn(&str) -> String,

    // Two values that look alike
    pub covered: &'static str,

    // Why, what is safe, what to do
    pub all_here: &'static str,
    pub invalid_todo: &'static str,
    pub unreadable: &'static str,
    pub unreadable_todo: &'static str,
    pub left: &'static str,
    pub left_shown: &'static str,
    pub left_shown_todo: &'static str,
    pub left_safe: &'static str,
    pub left_todo: &'static str,
    pub back_again: &'static str,
    pub back_again_todo: &'static str,
    pub gone: &'static str,
    pub gone_safe: &'static str,
    pub gone_todo: &'static str,
    pub forbidden: &'static str,
    pub forbidden_todo: &'static str,
    pub state: &'static str,
    pub state_safe: &'static str,
    pub state_todo: &'static str,
    pub id_reuse: &'static str,
    pub id_reuse_todo: &'static str,
    pub waits: &'static str,
    pub waits_todo: &'static str,
    pub orphan: &'static str,
    pub orphan_todo: &'static str,
}

impl Lang {
    /// Its words for mending.
    pub fn mend(self) -> &'static MendWords {
        match self {
            Lang::Zh => &zh::mend::WORDS,
            Lang::En => &en::mend::WORDS,
        }
    }
}
