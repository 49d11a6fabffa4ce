//! Toasts: a short word after a deed, with 撤销 where the deed can be taken back.
//!
//! A word is said once to a screen reader. It stays long enough to be read and reached, and in
//! 长辈版 until it is closed or the next one comes.

use super::{Icon, icon};
use crate::settings::{Settings, use_settings, use_words};
use leptos::prelude::*;
use std::{rc::Rc, time::Duration};

/// How long a word without 撤销 stays.
const WORD: Duration = Duration::from_secs(6);
/// How long 撤销 can be reached.
const UNDO: Duration = Duration::from_secs(12);

#[derive(Clone)]
struct Toast {
    n: u64,
    text: String,
    undo: bool,
}

/// Says short words, from anywhere below [`Toasts::provide`].
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    now: RwSignal<Option<Toast>>,
    count: StoredValue<u64>,
    // Held here and not by the screen that did the deed: one usually leaves it on saving.
    undo: StoredValue<Option<Rc<dyn Fn()>>, LocalStorage>,
    // Taken along, since a handler that says something has no context to ask.
    settings: Settings,
}

impl std::fmt::Debug for Toast {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Toast").field("n", &self.n).finish_non_exhaustive()
    }
}

impl Toasts {
    /// Puts the toasts into the context; [`ToastHost`] shows them. Call once, at the top.
    pub fn provide() -> Self {
        let toasts = Self {
            now: RwSignal::new(None),
            count: StoredValue::new(0),
            undo: StoredValue::new_local(None),
            settings: use_settings(),
        };
        provide_context(toasts);
        toasts
    }

    /// Says `text`.
    pub fn say(self, text: impl Into<String>) {
        self.show(text.into(), None);
    }

    /// Says `text`, with 撤销 beside it. The screen may be gone when `undo` runs: it should hold
    /// what it needs, not signals of the screen.
    pub fn say_with_undo(self, text: impl Into<String>, undo: impl Fn() + 'static) {
        self.show(text.into(), Some(Rc::new(undo)));
    }

    fn show(self, text: String, undo: Option<Rc<dyn Fn()>>) {
        self.count.update_value(|n| *n += 1);
        let n = self.count.get_value();
        let stays = if undo.is_some() { UNDO } else { WORD };
        let toast = Toast { n, text, undo: undo.is_some() };
        self.undo.set_value(undo);
        self.now.set(Some(toast));
        let slow = self.settings.elder.get_untracked().unwrap_or_default().is_on();
        if !slow {
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
                    .then(|| {
                        let press = move |_| {
                            toasts.close(n);
                            if let Some(undo) = toasts.undo.get_value() {
                                undo();
                            }
                        };
                        view! { <button type="button" class="undo" on:click=press>{move || w.get().undo}</button> }
                    })}
                <button type="button" aria-label=move || w.get().close on:click=move |_| toasts.close(n)>{icon(Icon::Close)}</button>
            </div>
        }
    };
    view! { <div class="toasts" role="status" aria-live="polite">{move || toasts.now.get().map(draw)}</div> }
}
