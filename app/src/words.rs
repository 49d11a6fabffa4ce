//! The words of the app, in every language it speaks.
//!
//! [`Words`] has a field for each thing the app says; a language is one value of it, so a missing
//! word does not compile. What takes a number or a name is a function. To add a word: a field here,
//! its Chinese in `words/zh.rs`, its English in `words/en.rs`.
//!
//! Words for what the model names by code (kinds, fields, choices, problems, rejections) are looked
//! up by key in [`term`]: `visit.outcome.met`, `problem.too_long`. They stand in `words/zh/term.rs`
//! and `words/en/term.rs`; a test walks the model and finds each key without words.
//!
//! What only later parts of the module say stands in tables of its own, so that it is not fetched
//! before one can sign in: each such part of the module has a file of its own beside this one
//! ([`CallWords`], [`EventWords`], [`FirmWords`] …).
//!
//! Manner: short, verbs first, never blame, always the next step. An error says what happened
//! (`…`), what is safe (`…_safe`) and what to do (`…_todo`).

mod board;
mod calls;
mod clue;
mod day;
mod directive;
mod en;
mod events;
mod firm;
mod gate;
mod isolation;
mod measure;
mod mend;
mod office;
mod people;
mod photo;
mod start;
mod teams;
mod term;
mod work;
mod zh;

pub use board::{BoardWords, means, section};
pub use calls::CallWords;
pub use clue::ClueWords;
pub use day::{ago, day_label, full_day, long_day, minute_label, month_day, span};
pub use directive::DirectiveWords;
pub use events::EventWords;
pub use firm::FirmWords;
pub use gate::GateWords;
pub use isolation::IsolationWords;
pub use measure::{MeasureWords, slot_name, tenths_label};
pub use mend::MendWords;
pub use office::OfficeWords;
pub use people::PeopleWords;
pub use photo::PhotoWords;
pub use start::StartWords;
pub use teams::TeamWords;
pub use term::{counted, problem, rejection, term, term_or_code, value};
pub use work::WorkWords;

/// A language of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 简体中文, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Every language.
    pub const ALL: &[Lang] = &[Lang::Zh, Lang::En];

    /// Its words.
    pub fn words(self) -> &'static Words {
        match self {
            Lang::Zh => &zh::WORDS,
            Lang::En => &en::WORDS,
        }
    }

    /// The tag for the page's `lang` attribute (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The language of that tag.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        Lang::ALL.iter().copied().find(|lang| lang.tag() == tag)
    }

    /// The other one, for the switch.
    pub const fn other(self) -> Lang {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }
}

/// Everything the app says by itself.
#[expect(missing_docs, reason = "the words beside each name in words/zh.rs and words/en.rs say what it is")]
#[derive(Debug)]
pub struct Words {
    // What the app is
    pub app_name: &'static str,
    pub tagline: &'static str,
    pub skip_to_content: &'static str,

    // Everywhere
    pub save: &'static str,
    pub save_next: fn(&str) -> String,
    pub next: &'static str,
    pub previous: &'static str,
    pub back: &'static str,
    pub close: &'static str,
    pub cancel: &'static str,
    pub done: &'static str,
    pub change: &'static str,
    pub undo: &'static str,
    pub more: &'static str,
    pub retry: &'static str,
    pub search: &'static str,
    pub clear: &'static str,
    pub open: &'static str,
    pub turn_off: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub none: &'static str,
    pub unknown: &'static str,
    pub no_data: &'static str,
    pub optional: &'static str,
    pub loading: &'static str,
    pub saving: &'static str,
    pub good: &'static str,
    pub normal: &'static str,
    pub today_word: &'static str,
    pub yesterday_word: &'static str,
    pub just_now: &'static str,
    pub ago: fn(&str) -> String,
    pub days_n: fn(i64) -> String,
    pub hours_n: fn(i64) -> String,
    pub minutes_n: fn(i64) -> String,
    pub never: &'static str,
    pub show_more: fn(usize) -> String,
    pub shown_of: fn(usize, usize) -> String,
    pub question_of: fn(usize, usize) -> String,
    pub choose_place: &'static str,
    pub select: &'static str,
    pub chosen_n: fn(usize) -> String,
    pub nothing_found: &'static str,
    pub page_not_found: &'static str,
    pub page_not_found_todo: &'static str,
    pub not_fetched: &'static str,
    pub not_fetched_safe: &'static str,
    pub not_fetched_todo: &'static str,
    pub go_home: &'static str,
    pub fewer: &'static str,
    pub further: &'static str,
    pub add_one: &'static str,

    // Sign in
    pub sign_in: &'static str,
    pub account: &'static str,
    pub password: &'static str,
    pub show_password: &'static str,
    pub hide_password: &'static str,
    pub show_password_name: &'static str,
    pub hide_password_name: &'static str,
    pub signing_in: &'static str,
    pub sign_in_once: &'static str,
    pub account_hint: &'static str,
    pub forgot_password: &'static str,
    pub sign_out: &'static str,
    pub sign_out_ask: &'static str,
    pub sign_out_safe: &'static str,
    pub sign_out_unsent: fn(usize) -> String,
    pub sign_out_anyway: &'static str,
    pub first_download: &'static str,
    pub first_download_safe: &'static str,
    pub welcome: fn(&str) -> String,
    pub signed_in_as: fn(&str) -> String,

    // Places of the app
    pub today: &'static str,
    pub today_short: &'static str,
    pub households: &'static str,
    pub add: &'static str,
    pub mine: &'static str,
    pub overview: &'static str,
    pub alerts: &'static str,
    pub registers: &'static str,
    pub daily_report: &'static str,
    pub zero_report: &'static str,
    pub summary: &'static str,
    pub staff: &'static str,
    pub devices: &'static str,
    pub settings: &'static str,
    pub import: &'static str,
    pub export: &'static str,
    pub main_places: &'static str,
    pub new_alerts: fn(usize) -> String,

    // Jobs
    pub visit: &'static str,
    pub register: &'static str,
    pub temperature: &'static str,
    pub care_call: &'static str,
    pub errand: &'static str,
    pub duty_post: &'static str,
    pub publicity: &'static str,
    pub patrol: &'static str,
    pub disinfection: &'static str,
    pub enterprise: &'static str,
    pub directive: &'static str,
    pub event_report: &'static str,
    pub isolation: &'static str,
    pub last_choice: &'static str,
    pub add_what: &'static str,

    // State of a record, and sending
    pub on_phone: &'static str,
    pub waiting: &'static str,
    pub uploaded: &'static str,
    pub repair: &'static str,
    pub waiting_n: fn(usize) -> String,
    pub repair_n: fn(usize) -> String,
    pub upload_now: &'static str,
    pub uploading: &'static str,
    pub upload_done: &'static str,
    pub unsent_words: &'static str,
    pub repair_words: &'static str,
    pub all_uploaded: &'static str,
    pub all_uploaded_note: &'static str,
    pub safe_on_phone: &'static str,
    pub oldest_unsent: fn(&str) -> String,
    pub hand_out: &'static str,
    pub hand_out_note: &'static str,
    pub handed_out: fn(usize) -> String,
    pub nothing_sealed: &'static str,
    pub carry: &'static str,
    pub carry_note: &'static str,
    pub carry_choose: &'static str,
    pub carry_again: &'static str,
    pub carried_todo: &'static str,
    pub between_sentences: &'static str,
    pub carried: fn(u64) -> String,
    pub carried_waiting: fn(u64) -> String,
    pub carried_unreadable: fn(u64) -> String,
    pub carried_unreadable_todo: &'static str,
    pub not_our_file: &'static str,
    pub not_our_file_todo: &'static str,
    pub carry_on: &'static str,
    pub saved_on_phone: &'static str,
    pub not_sent: fn(usize) -> String,
    pub last_contact: fn(&str) -> String,
    pub never_contact: &'static str,
    pub export_unsent: &'static str,
    pub draft_saved: &'static str,
    pub draft_resumed: &'static str,
    pub draft_drop: &'static str,
    pub draft_dropped: &'static str,
    pub saved: &'static str,
    pub withdrawn: &'static str,
    pub withdraw: &'static str,
    pub repair_open: &'static str,
    pub repair_by_itself: &'static str,
    pub give_up_ask: &'static str,
    pub give_up_note: &'static str,
    pub given_up: &'static str,

    pub refused_words: &'static str,
    pub refused_note: &'static str,

    // What is wrong with the phone itself
    pub lost_n: fn(u64) -> String,
    pub emptied: &'static str,
    pub emptied_safe: &'static str,
    pub emptied_todo: &'static str,
    pub clock_fast: fn(&str) -> String,
    pub clock_slow: fn(&str) -> String,
    pub clock_day: &'static str,
    pub clock_safe: &'static str,
    pub clock_todo: &'static str,

    // Two values for one thing
    pub dispute: &'static str,
    pub dispute_badge: &'static str,
    pub dispute_todo: &'static str,
    pub dispute_both: &'static str,
    pub dispute_left: &'static str,
    pub dispute_was: fn(&str) -> String,
    pub dispute_keep: fn(&str) -> String,
    pub dispute_take: fn(&str) -> String,
    pub dispute_by: fn(&str) -> String,
    pub dispute_settled: &'static str,
    pub nothing_there: &'static str,

    // Today
    pub today_first: &'static str,
    pub today_doors: &'static str,
    pub doors_done: fn(usize, usize) -> String,
    pub doors_left: fn(usize) -> String,
    pub all_doors_done: &'static str,
    pub all_doors_done_note: &'static str,
    pub no_sweep: &'static str,
    pub no_sweep_note: &'static str,
    pub sweep_n: fn(i64) -> String,
    pub revisits: &'static str,
    pub last_time: fn(&str, &str) -> String,
    pub not_visited: &'static str,
    pub go_visit: &'static str,
    pub go_register: &'static str,
    pub measure: &'static str,
    pub call: &'static str,
    pub take: &'static str,
    pub minutes_left: fn(i64) -> String,
    pub sort_walking: &'static str,

    // Households
    pub search_households: &'static str,
    pub search_hint: &'static str,
    pub households_n: fn(usize) -> String,
    pub home_of: fn(&str) -> String,
    pub people_n: fn(usize) -> String,
    pub people: &'static str,
    pub history: &'static str,
    pub no_history: &'static str,
    pub phone_label: &'static str,
    pub phone_missing: &'static str,
    pub call_phone: &'static str,
    pub residents_n: fn(i64) -> String,
    pub away_n: fn(i64) -> String,
    pub years_old: fn(i64) -> String,
    pub needs_open: &'static str,
    pub no_households: &'static str,
    pub no_households_note: &'static str,

    // Visit
    pub met_question: &'static str,
    pub all_well_question: &'static str,
    pub all_well_n: fn(usize) -> String,
    pub someone_unwell: &'static str,
    pub choose_person: &'static str,
    pub who_is_unwell: &'static str,
    pub symptoms_question: &'static str,
    pub symptoms_none: &'static str,
    pub publicity_question: &'static str,
    pub needs_question: &'static str,
    pub note_question: &'static str,
    pub leaflets_n: fn(i64) -> String,
    pub visit_saved: fn(&str) -> String,
    pub visit_anew: &'static str,
    pub who_is_not_asked: &'static str,
    pub no_people: &'static str,
    pub visited_before: fn(&str) -> String,

    // Mine
    pub on_this_phone: &'static str,
    pub elder_mode: &'static str,
    pub elder_note: &'static str,
    pub elder_propose: &'static str,
    pub elder_propose_note: &'static str,
    pub elder_yes: &'static str,
    pub elder_no: &'static str,
    pub elder_on: &'static str,
    pub text_size: &'static str,
    pub text_large: &'static str,
    pub text_largest: &'static str,
    pub language: &'static str,
    pub language_now: &'static str,
    pub language_other: &'static str,
    pub scheme: &'static str,
    pub scheme_auto: &'static str,
    pub scheme_light: &'static str,
    pub scheme_dark: &'static str,
    pub scheme_contrast: &'static str,
    pub storage_here: &'static str,
    pub storage_protected: &'static str,
    pub storage_unprotected: &'static str,
    pub version: fn(&str) -> String,
    pub update_ready: &'static str,
    pub update_ready_note: &'static str,
    pub update_now: &'static str,
    pub help: &'static str,
    pub read_aloud: &'static str,
    pub erase: &'static str,
    pub not_measured: &'static str,
    pub digit_point: &'static str,
    pub keypad: &'static str,

    // Overview
    pub overview_title: &'static str,
    pub whole_town: &'static str,
    pub updated: fn(&str) -> String,
    pub coverage: &'static str,
    pub visits_today: &'static str,
    pub not_met: &'static str,
    pub refused: &'static str,
    pub fever: &'static str,
    pub by_village: &'static str,
    pub by_grid: &'static str,
    pub village: &'static str,
    pub grid: &'static str,
    pub households_done: &'static str,
    pub rate: &'static str,
    pub workers_phones: &'static str,
    pub worker: &'static str,
    pub contact: &'static str,
    pub unsent: &'static str,
    pub records_n: fn(usize) -> String,
    pub unit_households: &'static str,
    pub unit_people: &'static str,
    pub unit_visits: &'static str,
    pub unit_items: &'static str,
    pub behind_title: fn(&str, usize) -> String,
    pub no_workers: &'static str,
    pub take_over: &'static str,
    pub live: &'static str,
    pub overview_stale: &'static str,

    // Trouble: what happened, what is safe, what to do
    pub wrong_credentials: &'static str,
    pub wrong_credentials_todo: &'static str,
    pub slow_down: &'static str,
    pub slow_down_todo: &'static str,
    pub signed_out: &'static str,
    pub signed_out_safe: &'static str,
    pub signed_out_todo: &'static str,
    pub unreachable: &'static str,
    pub unreachable_safe: &'static str,
    pub unreachable_todo: &'static str,
    pub unreachable_sign_in: &'static str,
    pub portal: &'static str,
    pub portal_safe: &'static str,
    pub portal_todo: &'static str,
    pub storage_full: &'static str,
    pub storage_full_safe: &'static str,
    pub storage_full_todo: &'static str,
    pub storage_broken: &'static str,
    pub storage_broken_safe: &'static str,
    pub storage_broken_todo: &'static str,
    pub app_too_old: &'static str,
    pub app_too_old_safe: &'static str,
    pub app_too_old_todo: &'static str,
    pub device_revoked: &'static str,
    pub device_revoked_todo: &'static str,
    pub unavailable: &'static str,
    pub unavailable_todo: &'static str,
    pub not_allowed: &'static str,
    pub not_allowed_todo: &'static str,
    pub crashed: &'static str,
    pub crashed_safe: &'static str,
    pub crashed_todo: &'static str,
    pub storage_unreadable: &'static str,
    pub storage_unreadable_todo: &'static str,
    pub fill_in: &'static str,
    pub turn_off_elder: &'static str,
    pub unreachable_sign_in_todo: &'static str,
    pub unavailable_sign_in_todo: &'static str,
    pub visited: &'static str,
    pub nobody_lives: &'static str,
    pub household_gone: &'static str,
    pub household_gone_todo: &'static str,
    pub me: &'static str,
    pub withdraw_short: &'static str,
    pub move_short: &'static str,
    pub give_up: &'static str,
    pub change_household: &'static str,
    pub draft_drop_ask: &'static str,
    pub draft_drop_note: &'static str,
    pub storage_broken_sync: &'static str,
    pub storage_broken_sync_todo: &'static str,
    pub sign_out_yes: &'static str,
    pub no_records: &'static str,
    pub visit_note: &'static str,
    pub will_try_again: &'static str,
    pub no_households_led: &'static str,
    pub fever_n: fn(u64) -> String,
    pub fever_todo: &'static str,
    pub list_needs_signal: &'static str,
    pub page_not_found_led: &'static str,
    pub nothing_behind: &'static str,
    pub nothing_behind_note: &'static str,
    pub figures_from: fn(&str) -> String,
    pub signed_out_led: &'static str,
    pub sort_label: &'static str,
    pub sort_low: &'static str,
    pub sort_code: &'static str,
    pub workers_out: fn(usize, usize) -> String,
    pub share_of_households: fn(&str) -> String,
    pub screened_of_all: &'static str,
    pub coverage_of: fn(&str) -> String,
    pub list_stays: &'static str,
    pub unit_household: &'static str,
    pub unit_person: &'static str,
    pub unit_visit: &'static str,
    pub unit_item: &'static str,
    pub sum_row: &'static str,
    pub my_places: &'static str,
    pub and_n_more: fn(&str, usize) -> String,
    pub list_comma: &'static str,
    pub reload: &'static str,
    pub entering_for: fn(&str) -> String,
    pub entering_paper: &'static str,
    pub entering_see: &'static str,
    pub entering_stop: &'static str,
    pub entered_by: fn(&str) -> String,
}
