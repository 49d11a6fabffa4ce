//! The screens of Doorstep, for the phone at the door and the tablet in the office.
//!
//! One direction: a press changes the state of the phone ([`phone`]), which is kept by the engine of
//! the crate `sync`; screens read that state and are drawn anew when it changes. No screen waits for
//! the network to save or to show. Built twice: `csr` in the browser, `ssr` on the server for the
//! shell alone.

// A screen is one type that nests as deep as its elements do; the overview's is the deepest.
#![recursion_limit = "256"]

pub mod book;
pub mod device;
pub mod find;
pub mod jobs;
pub mod live;
pub mod parts;
pub mod phone;
pub mod routes;
pub mod settings;
pub mod shell;
pub mod words;

use crate::{
    device::Device,
    jobs::sign_in::SignInPage,
    live::memo,
    parts::{Button, Loading, Main, Notice, Page, ToastHost, Toasts, Tone, Weight},
    phone::{Phone, Stage},
    routes::{Screens, Unfetched},
    settings::{Saved, Settings, use_words},
};
use leptos::prelude::*;
use leptos_router::components::Router;
use std::rc::Rc;
use sync::Broken;

/// Under this name the phone keeps how its owner wants the app; the boot script reads it too.
pub const SETTINGS: &str = "settings";

/// The whole app, on `device`.
#[component]
pub fn App(
    /// The device.
    device: Rc<dyn Device>,
) -> impl IntoView {
    let saved = device.setting(SETTINGS).map(|text| Saved::from_text(&text)).unwrap_or_default();
    let settings = Settings::provide(saved);
    Toasts::provide();
    let phone = Phone::start(device);
    provide_context(phone);
    phone.provide_book();
    jobs::overview::keep_figures();
    Effect::new(move |_| phone.device().set_setting(SETTINGS, Some(&settings.saved().to_text())));
    phone.device().started();
    // Drawn anew only when one signs in or out, not at each change of what is held.
    let stage = memo(move || Shown::of(&phone.stage()));
    view! {
        <Router>
            {move || match stage.get() {
                Shown::Opening => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
                Shown::SignedOut => view! { <SignInPage /> }.into_any(),
                Shown::SignedIn => view! { <Screens /> }.into_any(),
                Shown::Unfetched => view! { <Unfetched /> }.into_any(),
                Shown::Broken { full } => view! { <StorageBroken full /> }.into_any(),
            }}
        </Router>
        <ToastHost />
    }
}

/// What of the stage decides which screens there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Opening,
    SignedOut,
    SignedIn,
    Unfetched,
    Broken { full: bool },
}

impl Shown {
    fn of(stage: &Stage) -> Self {
        match stage {
            Stage::Opening => Shown::Opening,
            Stage::SignedOut => Shown::SignedOut,
            Stage::SignedIn(_) => Shown::SignedIn,
            Stage::Broken(Broken::Failed(code)) if code == device::NOT_FETCHED => Shown::Unfetched,
            Stage::Broken(broken) => Shown::Broken { full: *broken == Broken::Full },
        }
    }
}

/// The phone's storage cannot be read: what is so, and a way on.
#[component]
fn StorageBroken(full: bool) -> impl IntoView {
    let w = use_words();
    let phone = phone::use_phone();
    view! {
        <Page>
            <Main class="stack">
                <Notice
                    tone=Tone::Alarm
                    what=move || if full { w.get().storage_full } else { w.get().storage_unreadable }
                    todo=move || if full { w.get().storage_full_todo } else { w.get().storage_unreadable_todo }
                >
                    <Button label=move || w.get().retry weight=Weight::Main on_press=move |_| phone.try_again() />
                </Notice>
            </Main>
        </Page>
    }
}
