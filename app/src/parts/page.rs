//! The frame of a screen: page, content, sections, and the dock with its main action.

use super::Text;
use crate::settings::use_words;
use leptos::prelude::*;

/// A screen: a [`super::Bar`], a [`Main`], then [`super::Tabs`] or a [`Dock`]. Draws the link that
/// lets a keyboard jump over the bar.
#[component]
pub fn Page(children: Children) -> impl IntoView {
    let w = use_words();
    view! {
        <div class="page">
            <a class="skip" href="#main">{move || w.get().skip_to_content}</a>
            {children()}
        </div>
    }
}

/// A supervisor's screen: a [`super::Side`] and a [`Page`] beside it.
#[component]
pub fn Split(children: Children) -> impl IntoView {
    view! { <div class="split">{children()}</div> }
}

/// The content of a screen.
#[component]
pub fn Main(
    /// More classes: `sign-in`, `stack`.
    #[prop(optional)]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    view! { <main id="main" tabindex="-1" class=format!("content {class}")>{children()}</main> }
}

/// The line above a group of cards: what they are, and a note on the right.
#[component]
pub fn Section(
    /// What follows.
    #[prop(into)]
    title: Text,
    /// A word on the right: `已走 18 / 32 户`.
    #[prop(optional, into)]
    note: Option<Text>,
) -> impl IntoView {
    view! { <h2 class="sect"><span>{title}</span>{note.map(|note| view! { <span class="note">{note}</span> })}</h2> }
}

/// The bar below a form that holds its one main action.
#[component]
pub fn Dock(children: Children) -> impl IntoView {
    view! { <footer class="dock">{children()}</footer> }
}
