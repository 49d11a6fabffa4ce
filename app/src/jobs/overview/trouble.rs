//! No fresh answer: what happened, what is safe, what to do. It floats above the ground, so that
//! nothing below a finger moves when it comes or goes.

use crate::{
    jobs::sign_in::SignInForm,
    parts::{Act, Button, LinkButton, Notice, Sheet, Text, Tone},
    phone::use_phone,
    settings::use_words,
    words::Words,
};
use leptos::prelude::*;
use sync::Refused;

/// The notice, with the way on.
#[component]
pub(crate) fn Trouble(
    /// Why there is no answer.
    refused: Refused,
    /// What is safe.
    #[prop(into)]
    safe: Text,
    /// Whether it is being tried again.
    #[prop(into)]
    busy: Signal<bool>,
    /// Tries again.
    #[prop(into)]
    on_retry: Act,
) -> impl IntoView {
    let w = use_words();
    let code = refused.code().map(str::to_owned);
    let signed_out = code.as_deref() == Some("signed_out");
    let forbidden = code.as_deref() == Some("forbidden");
    let asking = RwSignal::new(false);
    let what = {
        let refused = refused.clone();
        move || words_of(w.get(), &refused).0
    };
    let todo = move || {
        let todo = words_of(w.get(), &refused).1;
        // Words of two sentences: Chinese needs no space between them.
        let gap = if todo.is_ascii() { " " } else { "" };
        let safe = safe.get();
        if safe.is_empty() { todo.to_owned() } else { format!("{safe}{gap}{todo}") }
    };
    view! {
        <div class="afloat">
            <Notice tone=Tone::Wait what todo>
                {if signed_out {
                    view! { <Button label=move || w.get().sign_in on_press=move |()| asking.set(true) /> }.into_any()
                } else if forbidden {
                    view! { <LinkButton label=move || w.get().go_home href="/" /> }.into_any()
                } else {
                    view! { <Button label=move || w.get().retry busy on_press=on_retry /> }.into_any()
                }}
            </Notice>
        </div>
        <Sheet open=asking title=move || w.get().sign_in>
            <SignInAgain on_done=move |()| {
                asking.set(false);
                on_retry.run(());
            } />
        </Sheet>
    }
}

/// The form, with the account filled in.
#[component]
fn SignInAgain(#[prop(into)] on_done: Act) -> impl IntoView {
    let account = untrack(|| use_phone().user()).map(|user| user.account).unwrap_or_default();
    view! { <SignInForm account on_done /> }
}

fn words_of(w: &Words, refused: &Refused) -> (&'static str, &'static str) {
    match refused {
        Refused::Unreachable => (w.unreachable, w.will_try_again),
        Refused::NotOurs => (w.portal, w.portal_todo),
        Refused::Trouble { trouble, .. } => match trouble.code.as_str() {
            "signed_out" => (w.signed_out, w.signed_out_led),
            "forbidden" => (w.not_allowed, w.not_allowed_todo),
            _ => (w.unavailable, w.will_try_again),
        },
    }
}
