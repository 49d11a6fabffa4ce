//! Whether whoever carries this phone is a Party member: asked once, kept on the phone.

use crate::phone::Phone;
use leptos::prelude::*;

/// What was said, and how to say it.
#[derive(Clone, Copy)]
pub struct Party {
    phone: Phone,
    said: RwSignal<Option<bool>>,
}

impl Party {
    /// What was said on this phone under the account that is signed in.
    pub fn of(phone: Phone) -> Self {
        let said = name(phone).and_then(|name| phone.device().setting(&name));
        let said = said.and_then(|said| said.parse().ok());
        Self { phone, said: RwSignal::new(said) }
    }

    /// What was said; none while nobody was asked. Followed.
    pub fn get(self) -> Option<bool> {
        self.said.get()
    }

    /// The same, not followed.
    pub fn peek(self) -> Option<bool> {
        self.said.get_untracked()
    }

    /// Says it, or asks anew.
    pub fn say(self, said: Option<bool>) {
        if let Some(name) = name(self.phone) {
            self.phone.device().set_setting(&name, said.map(|said| said.to_string()).as_deref());
        }
        self.said.set(said);
    }
}

/// Under this name the phone keeps it.
fn name(phone: Phone) -> Option<String> {
    untrack(|| phone.user()).map(|user| format!("party.{}", user.account))
}
