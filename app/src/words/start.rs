//! What is said at the first start: who, how large, how the app comes to the home screen, and the
//! practice. A table of its own: whoever signs in does not fetch it first.

use super::{Lang, en, zh};

/// The words.
#[expect(missing_docs, reason = "the words beside each name in words/zh/start.rs and words/en/start.rs say what it is")]
#[derive(Debug)]
pub struct StartWords {
    pub step_of: fn(usize, usize) -> String,
    pub skip: &'static str,
    pub skip_all: &'static str,
    pub go_on: &'static str,

    // Who
    pub who: &'static str,
    pub hello: fn(&str) -> String,
    pub hello_note: &'static str,
    pub not_me: &'static str,
    pub it_is_me: &'static str,

    // How large
    pub size: &'static str,
    pub size_note: &'static str,
    pub size_proposed: &'static str,
    pub size_off: &'static str,
    pub size_large: &'static str,
    pub size_largest: &'static str,
    pub size_sample: &'static str,

    // To the home screen
    pub install: &'static str,
    pub install_note: &'static str,
    pub install_now: &'static str,
    pub installed: &'static str,
    pub installed_note: &'static str,
    pub not_installed: &'static str,
    pub wechat: &'static str,
    pub wechat_1: &'static str,
    pub wechat_2: &'static str,
    pub wechat_2_ios: &'static str,
    pub wechat_3: &'static str,
    pub safari: &'static str,
    pub safari_1: &'static str,
    pub safari_2: &'static str,
    pub safari_3: &'static str,
    pub other_ios: &'static str,
    pub other_ios_1: &'static str,
    pub menu: &'static str,
    pub menu_1: &'static str,
    pub menu_2: &'static str,
    pub menu_3: &'static str,
    pub desktop: &'static str,
    pub desktop_1: &'static str,
    pub open_in_browser: &'static str,
    pub add_to_home: &'static str,
    pub add: &'static str,
    pub protected: &'static str,
    pub unprotected: &'static str,
    pub protect: &'static str,

    // Practice
    pub practice: &'static str,
    pub practice_banner: &'static str,
    pub practice_note: &'static str,
    pub practice_start: &'static str,
    pub practice_door: &'static str,
    pub practice_head: &'static str,
    pub practice_people: usize,
    pub hint_outcome: &'static str,
    pub hint_people: &'static str,
    pub hint_more: &'static str,
    pub hint_next: &'static str,
    pub practice_kept: &'static str,
    pub practice_kept_note: &'static str,
    pub practice_signal: &'static str,
    pub practice_up: &'static str,
    pub practice_up_note: &'static str,
    pub practice_done: &'static str,
    pub practice_once_more: &'static str,
    pub practice_again: &'static str,
    pub start_work: &'static str,
}

impl Lang {
    /// Its words for the first start.
    pub fn start(self) -> &'static StartWords {
        match self {
            Lang::Zh => &zh::start::WORDS,
            Lang::En => &en::start::WORDS,
        }
    }
}
