//! Steps drawn as one sees them on the phone: where the finger goes is ringed.

use crate::{
    settings::use_table,
    words::{Lang, StartWords},
};
use leptos::prelude::*;

/// What a step shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Three dots at the top right.
    Dots,
    /// A line of a menu: open in a browser.
    OpenIn,
    /// Safari's share sign at the bottom.
    Share,
    /// A line of a menu: to the home screen.
    AddToHome,
    /// 添加 at the top right.
    AddTop,
    /// The icon on the home screen.
    Home,
    /// The sign in the address bar of a computer.
    Address,
}

/// The picture of a step. The words beside it say the same.
#[component]
pub fn StepPicture(shows: Shows) -> impl IntoView {
    let s = use_table(Lang::start);
    // A screen of 200 × 108, its bar, and what is pressed in a ring.
    let ring = |x: i32, y: i32, width: i32, height: i32| view! { <rect class="ring" x=x y=y width=width height=height rx="10" /> };
    let line = move |words: fn(&StartWords) -> &'static str| {
        view! {
            <path d="M14 40h172M14 74h172" />
            <text x="24" y="63">{move || words(s.get())}</text>
            {ring(14, 42, 172, 30)}
        }
    };
    let inner = match shows {
        Shows::Dots => view! { <path d="M4 28h192M30 16h90" /><path class="thick" d="M166 16h.01M174 16h.01M182 16h.01" />{ring(156, 5, 36, 22)} }.into_any(),
        Shows::OpenIn => line(|s| s.open_in_browser).into_any(),
        Shows::AddToHome => line(|s| s.add_to_home).into_any(),
        Shows::Share => view! { <path d="M4 78h192M92 86v14h16v-14M100 94v-14M95 84l5-5 5 5" />{ring(82, 76, 36, 28)} }.into_any(),
        Shows::AddTop => view! { <path d="M4 34h192" /><text x="150" y="25">{move || s.get().add}</text>{ring(140, 7, 52, 24)} }.into_any(),
        Shows::Home => view! {
            <path d="M20 24h24v24h-24zM60 24h24v24h-24zM140 24h24v24h-24zM20 64h24v24h-24z" />
            <path class="own" d="M100 24h24v24h-24z" />
            <path class="door" d="M106 44v-9l6-5 6 5v9" />
            {ring(94, 18, 36, 36)}
        }
        .into_any(),
        Shows::Address => view! { <path d="M12 16h150M4 30h192M172 10h14v12h-14zM179 12v7M176 16l3 3 3-3" />{ring(164, 4, 30, 24)} }.into_any(),
    };
    view! {
        <svg class="step-picture" viewBox="0 0 200 108" aria-hidden="true" focusable="false">
            <rect class="screen" x="2" y="2" width="196" height="104" rx="12" />
            {inner}
        </svg>
    }
}
