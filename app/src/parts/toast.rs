//! Toasts: a short word after a deed, with 撤销 where the deed can be taken back.
//!
//! A word is said once to a screen reader. It stays long enough to be read and reached, and in
//! 长辈版 until it is closed or the next one comes.

use super::{Act, Icon, icon};
use crate::settings::{use_settings, use_words};
use leptos::prelude::*;
use std::time::Duration;

/// How long a word without 撤销 stays.
const WORD: Duration = Duration::from_secs(6);
/// How long 撤销 can be reached.
const UNDO: Duration = Duration::from_secs(12);

#[derive(Clone)]
struct Toast {
    n: u64,
    text: String,
    undo: Option<Act>,
}

/// Says short words, from anywhere below [`Toasts::provide`].
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    now: RwSignal<Option<Toast>>,
    count: StoredValue<u64>,
}

impl std::fmt::Debug for Toast {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Toast").field("n", &self.n).finish_non_exhaustive()
    }
}

impl Toasts {
    /// Puts the toasts into the context; [`ToastHost`] shows them. Call once, at the top.
    pub fn provide() -> Self {
        let toasts = Self { now: RwSignal::new(None), count: StoredValue::new(0) };
        provide_context(toasts);
        toasts
    }

    /// Says `text`.
    pub fn say(self, text: impl Into<String>) {
        self.show(text.into(), None);
    }

    /// Says `text`, with 撤销 beside it.
    pub fn say_with_undo(self, text: impl Into<String>, undo: impl Fn() + 'static) {
        self.show(text.into(), Some(Act::new(move |()| undo())));
    }

    fn show(self, text: String, undo: Option<Act>) {
        self.count.update_value(|n| *n += 1);
        let n = self.count.get_value();
        let stays = if undo.is_some() { UNDO } else { WORD };
        self.now.set(Some(Toast { n, text, undo }));
        if !use_settings().elder.get_untracked().unwrap_or_default().is_on() {
            set_timeout(move || self.close(n), stays);
        }
    }

    /// Closes the toast of that number, unless another has taken its place.
    fn close(self, n: u64) {
        let still_there = self.now.with_untracked(|now| now.as_ref().is_some_and(|toast| toast.n == n));
        if still_there {
            self.now.set(None);
        }
    }
}

/// The toasts of the context.
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(Toasts::provide)
}

/// The place where toasts appear: over the ground, so that nothing moves. Draw it once, last.
#[component]
pub fn ToastHost() -> impl IntoView {
    let w = use_words();
    let toasts = use_toasts();
    let draw = move |toast: Toast| {
        let n = toast.n;
        view! {
            <div class="toast">
                <span class="words">{toast.text}</span>
                {toast
                    .undo
                    .map(|act| {
                        let press = move |_| {
                            toasts.close(n);
                            act.run(());
                        };
                        view! { <button type="button" class="undo" on:click=press>{move || w.get().undo}</button> }
                    })}
                <button type="button" aria-label=move || w.get().close on:click=move |_| toasts.close(n)>{icon(Icon::Close)}</button>
            </div>
        }
    };
    view! { <div class="toasts" role="status" aria-live="polite">{move || toasts.now.get().map(draw)}</div> }
}
