//! What is said at a duty post. A table of its own: whoever signs in does not fetch it first.

use super::{Lang, en, zh};

/// The words.
#[expect(missing_docs, reason = "the words beside each name in words/zh/gate.rs and words/en/gate.rs say what it is")]
#[derive(Debug)]
pub struct GateWords {
    // The places
    pub title: &'static str,
    pub add_note: &'static str,
    pub posts: &'static str,
    pub posts_note: &'static str,
    pub no_post: &'static str,
    pub no_post_note: &'static str,
    pub choose_post: &'static str,
    pub other_post: &'static str,

    // The shift
    pub begin: &'static str,
    pub begin_note: &'static str,
    pub somebody: &'static str,
    pub add_them: &'static str,
    pub waits: fn(&str) -> String,
    pub waits_note: fn(&str) -> String,
    pub take_over: fn(&str) -> String,
    pub not_them: &'static str,
    pub who_now: &'static str,
    pub on_duty: fn(&str) -> String,
    pub more_people: &'static str,
    pub since: fn(&str) -> String,
    pub hand_over: &'static str,
    pub hand_over_to: fn(&str) -> String,
    pub just_end: &'static str,
    pub sums: &'static str,
    pub note: &'static str,
    pub note_hint: &'static str,
    pub next_who: &'static str,
    pub nobody_next: &'static str,
    pub handed_over: &'static str,
    pub begun: &'static str,
    pub forgotten: fn(&str) -> String,
    pub forgotten_safe: &'static str,

    // Who passes
    pub part: &'static str,
    pub plate: &'static str,
    pub name: &'static str,
    pub heat: &'static str,
    pub direction: &'static str,
    pub known: &'static str,
    pub known_name: fn(&str) -> String,
    pub plate_keys: &'static str,
    pub letters: &'static str,
    pub others: &'static str,
    pub empty_plate: &'static str,
    pub empty_name: &'static str,
    pub spelt: fn(&str) -> String,
    pub results: &'static str,
    pub nobody: &'static str,
    pub not_chosen: &'static str,
    pub short_plate: &'static str,
    pub again: fn(&str) -> String,
    pub hot: &'static str,
    pub why: &'static str,
    pub why_safe: &'static str,
    pub why_offers: &'static [&'static str],
    pub why_words: &'static str,
    pub let_pass: &'static str,
    pub saved: fn(&str, &str) -> String,
    pub event_text: fn(&str, &str) -> String,
    pub fever_what: fn(&str, &str) -> String,
    pub fever_safe: &'static str,
    pub fever_todo: &'static str,
    pub seen: &'static str,

    // The rest of it
    pub more: &'static str,
    pub more_title: &'static str,
    pub people_n: fn(i64) -> String,
    pub people_ask: &'static str,
    pub reason: &'static str,
    pub key_area: &'static str,
    pub no_symptoms: &'static str,

    // What passed
    pub lately: &'static str,
    pub nothing_yet: &'static str,
    pub all_today: fn(i64) -> String,
    pub today_title: &'static str,
    pub search: &'static str,
    pub search_hint: &'static str,
    pub not_found: &'static str,
    pub not_found_note: &'static str,
    pub undo_name: fn(&str) -> String,
    pub taken_back: fn(&str) -> String,
    pub sum_in: &'static str,
    pub sum_out: &'static str,
    pub sum_vehicles: &'static str,
    pub sum_back: &'static str,
    pub sum_fever: &'static str,
    pub sums_said: fn(&crate::jobs::gate::log::Sums) -> String,
    pub way: fn(&str, &str) -> String,

    // The village's posts
    pub nobody_on: &'static str,
    pub add_post: &'static str,
    pub post_name_hint: &'static str,
    pub save_post: &'static str,
    pub post_added: &'static str,
    pub post_waits: &'static str,
    pub stand_here: &'static str,
    pub stand_name: fn(&str) -> String,
    pub close_post: &'static str,
    pub close_name: fn(&str) -> String,
    pub close_ask: fn(&str) -> String,
    pub close_safe: &'static str,
    pub closed: &'static str,
}

impl Lang {
    /// Its words for duty posts.
    pub fn gate(self) -> &'static GateWords {
        match self {
            Lang::Zh => &zh::gate::WORDS,
            Lang::En => &en::gate::WORDS,
        }
    }
}
