//! Where there is no signal for long, or a phone fails: its unsent work leaves as a sealed file, and
//! whoever has signal sends it.

use crate::{
    parts::{Button, Icon, Notice, Section, Size, Tone, use_toasts},
    phone::{NotCarried, use_phone},
    settings::use_words,
    words::Words,
};
use leptos::{prelude::*, task::spawn_local};
use model::wire::Carried;
use sync::Refused;

/// Hands out what is unsent on this phone.
#[component]
pub fn HandOut() -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let toasts = use_toasts();
    let hand_out = move |_| {
        spawn_local(async move {
            match phone.device().hand_out().await {
                Some(0) => toasts.say(w.get_untracked().nothing_sealed),
                Some(n) => toasts.say((w.get_untracked().handed_out)(n)),
                None => {}
            }
        });
    };
    view! {
        <Button label=move || w.get().hand_out icon=Icon::Up size=Size::Wide on_press=hand_out />
        <p class="soft">{move || w.get().hand_out_note}</p>
    }
}

/// Sends what a colleague handed out.
#[component]
pub fn Carry() -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let busy = RwSignal::new(false);
    let outcome = RwSignal::new(None::<Result<Carried, NotCarried>>);
    let carry = move |_| {
        spawn_local(async move {
            busy.set(true);
            outcome.set(None);
            let carried = phone.carry().await;
            busy.try_set(false);
            outcome.try_set(carried);
        });
    };
    view! {
        <Section title=move || w.get().carry />
        <p class="soft">{move || w.get().carry_note}</p>
        <Button label=move || w.get().carry_choose icon=Icon::Up size=Size::Wide busy on_press=carry />
        {move || {
            outcome.get().map(|outcome| {
                let (tone, what, todo) = told(w.get(), &outcome);
                view! { <Notice tone what todo /> }
            })
        }}
    }
}

/// What became of a colleague's file, and what is to be done.
fn told(w: &Words, outcome: &Result<Carried, NotCarried>) -> (Tone, String, &'static str) {
    match outcome {
        Ok(carried) => {
            let parts = [
                (carried.taken, w.carried),
                (carried.waiting, w.carried_waiting),
                (carried.unreadable, w.carried_unreadable),
            ];
            let said: Vec<String> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, say)| say(n)).collect();
            match carried.unreadable {
                0 => (Tone::Ok, said.join(w.between_sentences), w.carried_todo),
                _ => (Tone::Alarm, said.join(w.between_sentences), w.carried_unreadable_todo),
            }
        }
        Err(NotCarried::NotOurs) => (Tone::Alarm, w.not_our_file.to_owned(), w.not_our_file_todo),
        Err(NotCarried::Refused(Refused::Unreachable)) => (Tone::Wait, w.unreachable.to_owned(), w.carry_again),
        Err(NotCarried::Refused(Refused::NotOurs)) => (Tone::Wait, w.portal.to_owned(), w.portal_todo),
        Err(NotCarried::Refused(refused)) => match refused.code() {
            Some("signed_out") => (Tone::Wait, w.signed_out.to_owned(), w.signed_out_todo),
            Some("malformed") => (Tone::Alarm, w.not_our_file.to_owned(), w.not_our_file_todo),
            _ => (Tone::Wait, w.unavailable.to_owned(), w.carry_again),
        },
    }
}
