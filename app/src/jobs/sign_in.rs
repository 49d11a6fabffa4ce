//! 登录: once, where there is signal. Any address shows this while nobody is signed in, and goes on
//! where one wanted to go.

use crate::{
    live::{Show, derive},
    parts::{Act, Button, Card, Field, Input, Main, Notice, Page, Size, Tone, Weight},
    phone::use_phone,
    settings::{Elder, use_settings, use_words},
    words::Words,
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use sync::Refused;

/// The sign-in screen.
#[component]
pub fn SignInPage() -> impl IntoView {
    let w = use_words();
    let settings = use_settings();
    let phone = use_phone();
    view! {
        <Page>
            <Main class="sign-in">
                <header class="stack">
                    <h1 id="title" tabindex="-1">{move || w.get().app_name}</h1>
                    <p class="soft">{move || w.get().tagline}</p>
                </header>
                <Show when=move || phone.revoked()>
                    <Notice tone=Tone::Wait what=move || w.get().device_revoked todo=move || w.get().device_revoked_todo />
                </Show>
                <SignInForm on_done=|_| () />
                <div class="side-by-side">
                    <Button
                        label=move || if settings.is_elder() { w.get().turn_off_elder } else { w.get().elder_mode }
                        on_press=move |_| {
                            settings.elder.update(|elder| {
                                *elder = Some(if elder.unwrap_or_default().is_on() { Elder::Off } else { Elder::Large });
                            });
                        }
                    />
                    <Button
                        label=move || w.get().language_other
                        on_press=move |_| settings.lang.update(|lang| *lang = lang.other())
                    />
                </div>
            </Main>
        </Page>
    }
}

/// Account and password; also where a session that ran out is renewed, with nothing lost.
#[component]
pub fn SignInForm(
    /// The account, where it is known.
    #[prop(optional)]
    account: String,
    /// Called when signed in.
    #[prop(into)]
    on_done: Act,
) -> impl IntoView {
    let w = use_words();
    let settings = use_settings();
    let phone = use_phone();
    let account = RwSignal::new(account);
    let password = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Refused>);
    let lacking = RwSignal::new(false);
    let missing = move |value: RwSignal<String>| {
        derive(move || {
            (lacking.get() && value.with(|value| value.trim().is_empty())).then(|| w.get().fill_in.to_owned())
        })
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let (name, secret) = (account.get_untracked().trim().to_owned(), password.get_untracked());
        lacking.set(name.is_empty() || secret.is_empty());
        if lacking.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let result = phone.sign_in(name, secret).await;
            // The screen may be gone by now: signed in, it is no longer shown.
            busy.try_set(false);
            match result {
                Ok(()) => {
                    let proposed = untrack(|| phone.user()).is_some_and(|user| user.elder);
                    if proposed && settings.elder.get_untracked().is_none() {
                        settings.elder.set(Some(Elder::Large));
                    }
                    on_done.try_run(());
                }
                Err(refused) => {
                    trouble.try_set(Some(refused));
                }
            }
        });
    };
    view! {
        <form class="stack" on:submit=submit>
            <Card pad=true>
                <Field
                    id="account"
                    label=move || w.get().account
                    value=account
                    on_input=move |text| account.set(text)
                    input=Input::Account
                    hint=move || w.get().account_hint
                    problem=missing(account)
                />
                <Field
                    id="password"
                    label=move || w.get().password
                    value=password
                    on_input=move |text| password.set(text)
                    input=Input::Password
                    hint=move || w.get().forgot_password
                    problem=missing(password)
                />
                {move || {
                    trouble.get().map(|refused| {
                        let (what, todo) = words_of(w.get(), &refused);
                        view! { <Notice tone=Tone::Alarm what todo /> }
                    })
                }}
                <Button
                    label=move || if busy.get() { w.get().signing_in } else { w.get().sign_in }
                    weight=Weight::Main
                    size=Size::Big
                    submit=true
                    busy
                />
            </Card>
            <p class="soft">{move || w.get().sign_in_once}</p>
        </form>
    }
}

/// What happened, and what to do.
fn words_of(w: &Words, refused: &Refused) -> (&'static str, &'static str) {
    match refused {
        Refused::Unreachable => (w.unreachable, w.unreachable_sign_in_todo),
        Refused::NotOurs => (w.portal, w.portal_todo),
        Refused::Trouble { trouble, .. } => match trouble.code.as_str() {
            "wrong_credentials" => (w.wrong_credentials, w.wrong_credentials_todo),
            "slow_down" => (w.slow_down, w.slow_down_todo),
            _ => (w.unavailable, w.unavailable_sign_in_todo),
        },
    }
}
