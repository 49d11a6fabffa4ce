//! A list that the server is asked for: at once, at every nudge, and when the township can be
//! reached again. What has come stays on the screen while a later answer fails.

use super::live::SLOW;
use crate::phone::{Phone, Signal as Contact, use_phone};
use leptos::{prelude::*, task::spawn_local};
use sync::Refused;

/// Reads an answer: `sync::ports::read_answer`, for its shape.
pub(crate) type Reader<T> = fn(&str) -> Result<T, Refused>;

/// The answer, and how asking goes.
pub(crate) struct Asked<T: Send + Sync + 'static> {
    phone: Phone,
    address: StoredValue<String>,
    read: Reader<T>,
    /// What came last.
    pub answer: RwSignal<Option<T>>,
    /// Why no more came.
    pub trouble: RwSignal<Option<Refused>>,
    /// Whether a question is on its way.
    pub busy: RwSignal<bool>,
    /// Whether the first answer takes long.
    pub slow: RwSignal<bool>,
}

impl<T: Send + Sync + 'static> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Asked<T> {}

impl<T: Send + Sync + 'static> Asked<T> {
    /// Asks at this address, and goes on asking as long as the screen is there.
    pub fn at(address: String, read: Reader<T>) -> Self {
        let phone = use_phone();
        let asked = Self {
            phone,
            address: StoredValue::new(address),
            read,
            answer: RwSignal::new(None),
            trouble: RwSignal::new(None),
            busy: RwSignal::new(false),
            slow: RwSignal::new(false),
        };
        Effect::new(move |_| {
            phone.nudges();
            asked.ask();
        });
        Effect::new(move |before: Option<bool>| {
            let reached = matches!(phone.signal(), Contact::Reached(_));
            if reached && before == Some(false) {
                asked.ask();
            }
            reached
        });
        spawn_local(async move {
            phone.device().sleep(SLOW).await;
            asked.slow.try_set(true);
        });
        asked
    }

    /// Asks now. One question at a time is on its way.
    pub fn ask(self) {
        if self.busy.try_get_untracked() != Some(false) {
            return;
        }
        self.busy.set(true);
        let address = self.address.get_value();
        spawn_local(async move {
            let answer = self.phone.device().online().get(address).await;
            let answer = answer.and_then(|answer| (self.read)(&answer));
            if self.busy.try_set(false).is_some() {
                return; // The screen is gone.
            }
            match answer {
                Ok(answer) => {
                    self.trouble.set(None);
                    self.answer.set(Some(answer));
                }
                Err(refused) => {
                    // Whoever may no longer see it does not see the old one either.
                    if refused.code() == Some("forbidden") {
                        self.answer.set(None);
                    }
                    self.trouble.set(Some(refused));
                }
            }
        });
    }
}
