//! Keeps the figures fresh while the overview is on screen: asks at once, at every nudge of the
//! server, when the township can be reached again, and every minute.

use super::state::Latest;
use crate::phone::{Phone, Signal as Contact};
use leptos::{prelude::*, task::spawn_local};
use model::{ambient::Millis, id::UserId};
use sync::ports::read_answer;

/// Nudges that come together are answered once, after so many milliseconds.
const TOGETHER: u64 = 500;
/// Ages are told anew after so many milliseconds.
const TICK: u64 = 15_000;
/// What takes longer than this, in milliseconds, says that it takes.
pub(super) const SLOW: u64 = 400;

/// The last figures, kept while other screens are shown: whoever comes back finds them at once.
#[derive(Clone, Copy)]
struct Kept(StoredValue<Option<(UserId, Latest)>>);

/// Keeps the last figures across screens. Call once, at the top of the app; without it each visit
/// to the overview begins with nothing.
pub fn keep_figures() {
    provide_context(Kept(StoredValue::new(None)));
}

/// The figures, and the time, as signals.
#[derive(Clone, Copy)]
pub(super) struct Live {
    phone: Phone,
    user: Option<UserId>,
    kept: Option<Kept>,
    /// The figures.
    pub latest: RwSignal<Latest>,
    /// This device's clock, every now and then.
    pub now: RwSignal<Millis>,
    /// Whether a question is on its way.
    pub busy: RwSignal<bool>,
    /// Whether the first figures take so long that it must be said.
    pub slow: RwSignal<bool>,
    again: StoredValue<bool>,
}

impl Live {
    /// The figures as they were last seen, not followed.
    pub(super) fn held(phone: Phone) -> Live {
        let user = untrack(|| phone.user()).map(|user| user.id);
        let kept = use_context::<Kept>();
        let last = kept.and_then(|kept| kept.0.get_value()).filter(|(whose, _)| Some(*whose) == user);
        Live {
            phone,
            user,
            kept,
            latest: RwSignal::new(last.map(|(_, latest)| latest).unwrap_or_default()),
            now: RwSignal::new(phone.now()),
            busy: RwSignal::new(false),
            slow: RwSignal::new(false),
            again: StoredValue::new(false),
        }
    }

    /// Follows the figures as long as the screen is there.
    pub(super) fn follow(phone: Phone) -> Live {
        let live = Live::held(phone);
        Effect::new(move |before: Option<()>| {
            phone.nudges();
            live.ask(if before.is_some() { TOGETHER } else { 0 });
        });
        Effect::new(move |before: Option<bool>| {
            let reached = matches!(phone.signal(), Contact::Reached(_));
            let late = live.latest.with_untracked(|latest| latest.trouble().is_some() || latest.is_due(phone.now()));
            if reached && before == Some(false) && late {
                live.ask(0);
            }
            reached
        });
        spawn_local(async move {
            phone.device().sleep(SLOW).await;
            live.slow.try_set(true);
        });
        spawn_local(async move {
            loop {
                phone.device().sleep(TICK).await;
                if live.now.try_set(phone.now()).is_some() {
                    break; // The screen is gone.
                }
                if live.latest.try_with_untracked(|latest| latest.is_due(phone.now())) == Some(true) {
                    live.ask(0);
                }
            }
        });
        live
    }

    /// Asks for the figures, `wait` milliseconds from now. Whoever asks meanwhile is answered
    /// together; one question at a time is on its way.
    pub(super) fn ask(self, wait: u64) {
        match self.busy.try_get_untracked() {
            None => return,
            Some(true) => {
                self.again.try_set_value(true);
                return;
            }
            Some(false) => self.busy.set(true),
        }
        spawn_local(async move {
            let mut wait = wait;
            loop {
                if wait > 0 {
                    self.phone.device().sleep(wait).await;
                }
                // Who asks from here on is answered by a question of their own.
                self.again.try_set_value(false);
                let Some(question) = self.latest.try_maybe_update(|latest| (false, latest.ask())) else { return };
                let answer = self.phone.device().online().get("/api/v1/overview".to_owned()).await;
                let answer = answer.and_then(|answer| read_answer(&answer));
                let now = self.phone.now();
                self.now.try_set(now);
                let Some(latest) = self.latest.try_update(|latest| {
                    latest.take(question, answer, now);
                    latest.clone()
                }) else {
                    return;
                };
                if let (Some(kept), Some(user)) = (self.kept, self.user) {
                    kept.0.try_set_value(Some((user, latest)));
                }
                if self.again.try_get_value() != Some(true) {
                    break;
                }
                wait = TOGETHER;
            }
            self.busy.try_set(false);
        });
    }
}
