//! Screens of files that are fetched when their first screen is needed.

use super::home;
use crate::{
    live::Show,
    parts::{Bar, Button, Empty, Icon, LinkButton, Loading, Main, Notice, Page, Tone, Weight},
    settings::use_words,
};
use leptos::{prelude::*, wasm_split::SplitLoaderError};
use send_wrapper::SendWrapper;

/// The file with a job's screens could not be fetched.
#[derive(Debug)]
pub(super) struct NotFetched;

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// A screen of a file that is fetched when its first screen is needed. The service worker keeps
/// them all, so that this asks the network only when the app was never opened to the end.
pub(super) fn fetched<F: Future<Output = Result<AnyView, NotFetched>> + 'static>(
    screen: impl Fn() -> F + Copy + Send + 'static,
) -> AnyView {
    let waiting = RwSignal::new(true);
    let show = move || {
        let screen = Box::pin(screen());
        Suspend::new(SendWrapper::new(async move {
            let screen = screen.await;
            waiting.try_set(false);
            screen.unwrap_or_else(|NotFetched| view! { <Unfetched /> }.into_any())
        }))
    };
    view! {
        <Show when=move || waiting.get()>
            <Page><Main><Loading /></Main></Page>
        </Show>
        {show}
    }
    .into_any()
}

/// No form can be open where there is no screen, so trying again is beginning again: the shell and
/// what is kept here are on the phone.
#[component]
pub(crate) fn Unfetched() -> impl IntoView {
    let w = use_words();
    let trying = RwSignal::new(false);
    let retry = move |_| {
        trying.set(true);
        if window().location().reload().is_err() {
            trying.set(false);
        }
    };
    view! {
        <Page>
            <Main class="stack">
                <Notice tone=Tone::Wait what=move || w.get().not_fetched safe=move || w.get().not_fetched_safe todo=move || w.get().not_fetched_todo>
                    <Button label=move || w.get().retry weight=Weight::Main busy=trying on_press=retry />
                </Notice>
            </Main>
        </Page>
    }
}

#[component]
pub(super) fn NotFound() -> impl IntoView {
    let w = use_words();
    view! {
        <Page>
            <Bar title=move || w.get().page_not_found />
            <Main>
                <Empty icon=Icon::Door title=move || w.get().page_not_found text=move || w.get().page_not_found_todo>
                    <LinkButton label=move || w.get().go_home href=home() weight=Weight::Main />
                </Empty>
            </Main>
        </Page>
    }
}
