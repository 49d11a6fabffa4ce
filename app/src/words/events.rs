//! Words about events, daily reports, rounds and families that are asked after.

use super::{Lang, en, zh};

/// The words.
#[expect(
    missing_docs,
    reason = "the words beside each name in words/zh/events.rs and words/en/events.rs say what it is"
)]
#[derive(Debug)]
pub struct EventWords {
    // What is reported
    pub note: &'static str,
    pub list_title: &'static str,
    pub report: &'static str,
    pub place_label: &'static str,
    pub choose_where: &'static str,
    pub for_all: &'static str,
    pub send: &'static str,
    pub sent: &'static str,
    pub other_needs_words: &'static str,
    pub at_door: &'static str,

    // Lists
    pub mine: &'static str,
    pub waiting: &'static str,
    pub to_close: &'static str,
    pub reported: &'static str,
    pub going: &'static str,
    pub over: &'static str,
    pub nothing: &'static str,
    pub nothing_note: &'static str,
    pub none_mine: &'static str,
    pub urgent: &'static str,
    pub overdue: &'static str,
    pub rate_it: &'static str,
    pub given_back: &'static str,
    pub events_n: fn(usize) -> String,
    pub all_events: &'static str,

    // One event
    pub gone: &'static str,
    pub gone_note: &'static str,
    pub way: &'static str,
    pub due_by: fn(&str) -> String,
    pub was_due: fn(&str) -> String,
    pub to_whom: fn(&str) -> String,
    pub until: fn(&str) -> String,
    pub not_yet: &'static str,
    pub at_the_door: &'static str,
    pub the_case: &'static str,
    pub in_time: &'static str,
    pub late: &'static str,

    // What may be done
    pub accept: &'static str,
    pub assign: &'static str,
    pub give_back: &'static str,
    pub handle: &'static str,
    pub close_it: &'static str,
    pub rate: &'static str,
    pub done: fn(&str) -> String,
    pub moved_on: &'static str,
    pub who: &'static str,
    pub find_who: &'static str,
    pub nobody_found: &'static str,
    pub works_here: &'static str,
    pub may_not_see: &'static str,
    pub choose_who: &'static str,
    pub by_when: &'static str,
    pub in_hours: fn(i64) -> String,
    pub by_rule: fn(&str) -> String,
    pub why_back: &'static str,
    pub why_offers: &'static [&'static str],
    pub handled_how: &'static str,
    pub handled_offers: &'static [&'static str],
    pub rate_ask: &'static str,

    // Daily report
    pub daily_note: &'static str,
    pub daily_done: fn(&str) -> String,
    pub daily_of: fn(&str) -> String,
    pub unit: &'static str,
    pub sign: &'static str,
    pub sign_zero: &'static str,
    pub signed: &'static str,
    pub signed_by: fn(&str, &str) -> String,
    pub is_zero: &'static str,
    pub against: &'static str,
    pub against_safe: &'static str,
    pub late_more: &'static str,
    pub late_note: &'static str,
    pub figures_today: &'static str,
    pub figures_signed: &'static str,
    pub not_known: &'static str,
    pub no_unit: &'static str,
    pub no_unit_note: &'static str,
    pub with_unsent: fn(usize) -> String,

    // Rounds
    pub rounds: &'static str,
    pub rounds_note: &'static str,
    pub round_n: fn(i64) -> String,
    pub round_open: &'static str,
    pub round_since: fn(&str) -> String,
    pub round_span: fn(&str, &str) -> String,
    pub round_begin: fn(i64) -> String,
    pub round_end: fn(i64) -> String,
    pub round_end_ask: &'static str,
    pub round_end_note: &'static str,
    pub round_begun: &'static str,
    pub round_ended: &'static str,
    pub first_day: &'static str,
    pub round_none: &'static str,
    pub round_none_note: &'static str,
    pub round_overlaps: &'static str,

    // Families that are asked after
    pub families: &'static str,
    pub families_n: fn(usize) -> String,
    pub every_days: fn(i64) -> String,
    pub last_on: fn(&str) -> String,
    pub late_days: fn(i64) -> String,
}

impl Lang {
    /// Its words for events, daily reports and rounds.
    pub fn event_words(self) -> &'static EventWords {
        match self {
            Lang::Zh => &zh::events::WORDS,
            Lang::En => &en::events::WORDS,
        }
    }
}
