//! 第一次打开: whether whoever is signed in has been shown around on this phone.

use super::{Phone, Stage};
use leptos::prelude::*;

impl Phone {
    /// Whether the first start is behind whoever is signed in. Followed.
    pub fn begun(&self) -> bool {
        self.begun.get()
    }

    /// The first start is behind this person on this phone.
    pub fn begin(&self) {
        let account = self.stage.with_untracked(|stage| match stage {
            Stage::SignedIn(session) => Some(session.user.account.clone()),
            _ => None,
        });
        if let Some(account) = account {
            self.device().set_setting(&begun_name(&account), Some("1"));
        }
        self.begun.set(true);
    }

    /// Shows the app without the first start, which could not be fetched; it comes the next time.
    pub fn begin_later(&self) {
        self.begun.set(true);
    }

    /// Asks the phone once more to keep what is recorded here.
    pub fn protect(&self) {
        let phone = *self;
        leptos::task::spawn_local(async move { phone.protected.set(phone.device().persist().await) });
    }

    pub(super) fn has_begun(&self, account: &str) -> bool {
        self.device().setting(&begun_name(account)).is_some()
    }
}

/// The setting of whether an account has been shown around.
pub(super) fn begun_name(account: &str) -> String {
    format!("begun.{account}")
}
