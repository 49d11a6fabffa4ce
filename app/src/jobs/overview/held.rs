//! An answer of the server that the device keeps, so that without signal the last one is there with
//! its age. Figures alone are kept like this: they name nobody.
//!
//! Asked at once, at every nudge, when the township can be reached again, and every minute.

use super::{
    live::SLOW,
    state::{AGAIN, is_past},
};
use crate::{
    phone::{Phone, Signal as Contact, kept_figures},
    words::{Lang, ago},
};
use leptos::{prelude::*, task::spawn_local};
use model::ambient::Millis;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{future::Future, pin::Pin, rc::Rc};
use sync::Refused;

/// So many answers stay on the device, the latest first.
const ANSWERS: usize = 6;
/// Nudges that come together are answered once, after so many milliseconds.
const TOGETHER: u64 = 500;
/// Ages are told anew after so many milliseconds.
const TICK: u64 = 15_000;

/// An answer with the time at which it came, by this device's clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen<T> {
    /// The answer.
    pub is: T,
    /// When it came.
    pub at: Millis,
}

/// An answer as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Entry {
    key: String,
    at: Millis,
    text: String,
}

/// How the server is asked.
type Ask<T> = Rc<dyn Fn() -> Pin<Box<dyn Future<Output = Result<T, Refused>>>>>;

/// The answer, and how asking goes.
pub struct Held<T: Send + Sync + 'static> {
    phone: Phone,
    key: Memo<String>,
    ask: StoredValue<Ask<T>, LocalStorage>,
    turn: StoredValue<u64>,
    tried: StoredValue<Millis>,
    /// What came last.
    pub seen: RwSignal<Option<Seen<T>>>,
    /// Why no more came.
    pub trouble: RwSignal<Option<Refused>>,
    /// Whether a question is on its way.
    pub busy: RwSignal<bool>,
    /// Whether the first answer takes long.
    pub slow: RwSignal<bool>,
    /// This device's clock, every now and then.
    pub now: RwSignal<Millis>,
}

impl<T: Send + Sync + 'static> Clone for Held<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Held<T> {}

impl<T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static> Held<T> {
    /// Asks as long as the screen is there; anew when `key`, which tells one question from another,
    /// becomes another.
    pub fn follow<F>(phone: Phone, key: Memo<String>, ask: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, Refused>> + 'static,
    {
        let ask: Ask<T> = Rc::new(move || Box::pin(ask()));
        let held = Self {
            phone,
            key,
            ask: StoredValue::new_local(ask),
            turn: StoredValue::new(0),
            tried: StoredValue::new(0),
            seen: RwSignal::new(None),
            trouble: RwSignal::new(None),
            busy: RwSignal::new(false),
            slow: RwSignal::new(false),
            now: RwSignal::new(phone.now()),
        };
        Effect::new(move |_| {
            let key = key.get();
            let entry = held.entries().into_iter().find(|entry| entry.key == key);
            let kept = entry.and_then(|entry| Some(Seen { is: serde_json::from_str(&entry.text).ok()?, at: entry.at }));
            held.seen.set(kept);
            held.trouble.set(None);
            held.ask(0);
        });
        Effect::new(move |before: Option<()>| {
            phone.nudges();
            if before.is_some() {
                held.ask(TOGETHER);
            }
        });
        Effect::new(move |before: Option<bool>| {
            let reached = matches!(phone.signal(), Contact::Reached(_));
            if reached && before == Some(false) && held.trouble.with_untracked(Option::is_some) {
                held.ask(0);
            }
            reached
        });
        spawn_local(async move {
            phone.device().sleep(SLOW).await;
            held.slow.try_set(true);
        });
        spawn_local(async move {
            loop {
                phone.device().sleep(TICK).await;
                if held.now.try_set(phone.now()).is_some() {
                    break; // The screen is gone.
                }
                if held.tried.try_get_value().is_some_and(|tried| is_past(tried, AGAIN, phone.now())) {
                    held.ask(0);
                }
            }
        });
        held
    }

    /// Asks, `wait` milliseconds from now. An answer to an older question is for a screen that is no
    /// more.
    pub fn ask(self, wait: u64) {
        let Some(turn) = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        }) else {
            return;
        };
        self.busy.try_set(true);
        spawn_local(async move {
            if wait > 0 {
                self.phone.device().sleep(wait).await;
            }
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            let (Some(ask), Some(key)) = (self.ask.try_get_value(), self.key.try_get_untracked()) else { return };
            let answer = ask().await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            let now = self.phone.now();
            self.now.set(now);
            self.tried.set_value(now);
            self.busy.set(false);
            match answer {
                Ok(is) => {
                    self.keep(key, now, &is);
                    self.trouble.set(None);
                    self.seen.set(Some(Seen { is, at: now }));
                }
                Err(refused) => {
                    // Whoever may no longer see it does not see the old one either.
                    if refused.code() == Some("forbidden") {
                        self.seen.set(None);
                        self.forget();
                    }
                    self.trouble.set(Some(refused));
                }
            }
        });
    }

    /// How old what is shown is, in words, and whether it is old; none while there is nothing.
    pub fn age(self, lang: Lang) -> Option<(bool, String)> {
        self.seen.with(|seen| {
            let at = seen.as_ref()?.at;
            let now = self.now.get();
            let old = self.trouble.with(Option::is_some) || is_past(at, 2 * AGAIN, now);
            Some((old, ago(lang, at, now)))
        })
    }

    fn name(self) -> Option<String> {
        untrack(|| self.phone.user()).map(|user| kept_figures(user.id))
    }

    fn entries(self) -> Vec<Entry> {
        let text = self.name().and_then(|name| self.phone.device().setting(&name));
        text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    fn keep(self, key: String, at: Millis, is: &T) {
        let (Some(name), Ok(text)) = (self.name(), serde_json::to_string(is)) else { return };
        let entries = with(self.entries(), Entry { key, at, text });
        self.phone.device().set_setting(&name, serde_json::to_string(&entries).ok().as_deref());
    }

    fn forget(self) {
        if let Some(name) = self.name() {
            self.phone.device().set_setting(&name, None);
        }
    }
}

/// The answers with one more: over an older one to the same question, before all others, of which
/// the oldest go.
fn with(mut entries: Vec<Entry>, new: Entry) -> Vec<Entry> {
    entries.retain(|entry| entry.key != new.key);
    entries.insert(0, new);
    entries.truncate(ANSWERS);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_answer_to_each_question_stays_and_the_oldest_go() {
        let entry = |key: usize, at| Entry { key: key.to_string(), at, text: String::new() };
        let entries = (0..9).fold(Vec::new(), |entries, n| with(entries, entry(n, n as i64)));
        let keys = |entries: &[Entry]| entries.iter().map(|entry| entry.key.clone()).collect::<Vec<_>>().join("");
        assert_eq!(keys(&entries), "876543");
        let again = with(entries, entry(5, 77));
        assert_eq!((keys(&again).as_str(), again[0].at), ("587643", 77));
    }
}
