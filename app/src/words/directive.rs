//! What is said of what the township hands down. A table of its own: whoever signs in does not fetch
//! it first.

use super::{Lang, en, zh};

/// The words.
#[expect(
    missing_docs,
    reason = "the words beside each name in words/zh/directive.rs and words/en/directive.rs say what it is"
)]
#[derive(Debug)]
pub struct DirectiveWords {
    pub comma: &'static str,
    pub unread: &'static str,
    pub unread_n: fn(usize) -> String,
    pub read: &'static str,
    pub until: fn(&str) -> String,
    pub issued: fn(&str) -> String,
    pub points_n: fn(usize) -> String,
    pub none: &'static str,
    pub none_note: &'static str,
    pub gone: &'static str,
    pub gone_note: &'static str,
    pub to_read: &'static str,
    pub add_note: &'static str,
    pub acknowledge: &'static str,
    pub acknowledged: &'static str,
    pub acknowledged_on: fn(&str) -> String,
    pub cannot: &'static str,
    pub read_aloud: &'static str,
    pub stop: &'static str,

    // Who has received it
    pub received_of: fn(u64, u64) -> String,
    pub rate: &'static str,
    pub not_yet: &'static str,
    pub not_yet_n: fn(usize) -> String,
    pub all_have: &'static str,
    pub of_the_town: &'static str,
    pub by_village: &'static str,
    pub missing_are: fn(&str) -> String,
    pub complete: &'static str,
    pub needs_signal: &'static str,
    pub issued_n: &'static str,
    pub unit_issued: &'static str,

    // Writing one
    pub write: &'static str,
    pub title: &'static str,
    pub text: &'static str,
    pub text_hint: &'static str,
    pub point: fn(usize) -> String,
    pub add_point: &'static str,
    pub due: &'static str,
    pub send: &'static str,
    pub sent: &'static str,
    pub goes_to_all: &'static str,
}

impl Lang {
    /// Its words for directives.
    pub fn directive(self) -> &'static DirectiveWords {
        match self {
            Lang::Zh => &zh::directive::WORDS,
            Lang::En => &en::directive::WORDS,
        }
    }
}
