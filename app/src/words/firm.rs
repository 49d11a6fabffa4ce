//! What is said of enterprises: their register, inspections, what is to be put right. A table of its
//! own: whoever signs in does not fetch it first.

use super::{Lang, en, zh};

/// The words.
#[expect(missing_docs, reason = "the words beside each name in words/zh/firm.rs and words/en/firm.rs say what it is")]
#[derive(Debug)]
pub struct FirmWords {
    // The list
    pub firms_n: fn(usize) -> String,
    pub add_note: &'static str,
    pub search: &'static str,
    pub search_hint: &'static str,
    pub register: &'static str,
    pub to_recheck: &'static str,
    pub items_n: fn(usize) -> String,
    pub all: &'static str,
    pub nobody: &'static str,
    pub nobody_note: &'static str,
    pub not_found: &'static str,
    pub not_found_note: &'static str,
    pub last_on: fn(&str) -> String,
    pub never: &'static str,
    pub open_n: fn(usize) -> String,
    pub due_badge: &'static str,
    pub open_badge: &'static str,
    pub gone: &'static str,
    pub gone_note: &'static str,

    // Figures
    pub lately: &'static str,
    pub inspected: &'static str,
    pub unit_firms: &'static str,
    pub visits_n: fn(u64) -> String,
    pub pass_rate: &'static str,
    pub passed_of: fn(u64, u64) -> String,
    pub defects_open: &'static str,
    pub unit_defects: &'static str,
    pub closed_n: fn(u64) -> String,
    pub guidance: &'static str,
    pub unit_copies: &'static str,
    pub briefings_n: fn(u64) -> String,

    // An enterprise
    pub inspect: &'static str,
    pub inspect_name: fn(&str) -> String,
    pub no_code: &'static str,
    pub employees: fn(i64, Option<i64>, Option<i64>) -> String,
    pub history: &'static str,
    pub no_history: &'static str,
    pub round_n: fn(i64) -> String,
    pub all_passed: fn(usize) -> String,
    pub some_failed: fn(usize, usize) -> String,
    pub failed_are: fn(&str) -> String,
    pub docs_n: fn(i64) -> String,
    pub briefed: &'static str,
    pub by: fn(&str) -> String,
    pub withdraw: &'static str,
    pub withdraw_name: fn(&str) -> String,
    pub withdraw_ask: &'static str,
    pub withdraw_note: &'static str,
    pub twin: fn(&str) -> String,
    pub twin_note: &'static str,
    pub open_it: &'static str,

    // What is to be put right
    pub put_right: &'static str,
    pub put_right_done: &'static str,
    pub until: fn(&str) -> String,
    pub overdue: fn(i32) -> String,
    pub said_fixed: &'static str,
    pub right_on: fn(&str) -> String,
    pub recheck: &'static str,
    pub recheck_name: fn(&str) -> String,
    pub recheck_ask: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub after_note: &'static str,
    pub right: &'static str,
    pub again_in: fn(i32) -> String,
    pub mark_fixed: &'static str,
    pub marked_fixed: &'static str,
    pub right_said: &'static str,
    pub again_said: fn(&str) -> String,
    pub taken_back: &'static str,
    pub rechecked_n: fn(usize) -> String,

    // The register
    pub new_firm: &'static str,
    pub change_firm: &'static str,
    pub code_hint: &'static str,
    pub which_village: &'static str,
    pub how_many: &'static str,
    pub which_trade: &'static str,
    pub whom: &'static str,
    pub what_firm: &'static str,
    pub registered_already: fn(&str) -> String,
    pub save_and_inspect: &'static str,

    // The inspection
    pub how_found: &'static str,
    pub all_pass: fn(usize) -> String,
    pub some_not: &'static str,
    pub one_by_one: &'static str,
    pub tap_what_is_not: &'static str,
    pub what_is_wrong: &'static str,
    pub what_hint: &'static str,
    pub until_when: &'static str,
    pub show_it: &'static str,
    pub given: &'static str,
    pub copies: fn(&str, i64) -> String,
    pub briefing: &'static str,
    pub sign: &'static str,
    pub sign_note: &'static str,
    pub inspectors: fn(&str) -> String,
    pub who_else: &'static str,
    pub note: &'static str,
    pub saved: &'static str,
    pub saved_with: fn(usize) -> String,

    // What is asked
    pub checklist: &'static str,
    pub checklist_row: fn(usize) -> String,
    pub always: &'static str,
    pub as_well: &'static str,
    pub checklist_note: &'static str,
}

impl Lang {
    /// Its words for enterprises.
    pub fn firm(self) -> &'static FirmWords {
        match self {
            Lang::Zh => &zh::firm::WORDS,
            Lang::En => &en::firm::WORDS,
        }
    }
}
