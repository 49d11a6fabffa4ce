//! The title bar.

use super::{Act, Icon, Text, icon};
use crate::settings::use_words;
use leptos::prelude::*;

/// What this screen is, where it belongs, and on the right how it stands (a badge, a small button).
///
/// The title takes the focus when a route asks for it (`#title`), so that a screen reader says where
/// one has come to.
#[component]
pub fn Bar(
    /// The screen's name: its accessible heading.
    #[prop(into)]
    title: Text,
    /// The line below: `2月7日 · 正月十四 · 柳塘二网格`.
    #[prop(optional, into)]
    sub: Option<Text>,
    /// Where 返回 leads.
    #[prop(optional, into)]
    back: Option<Text>,
    /// What 返回 does, where it is no address (one question back).
    #[prop(optional, into)]
    on_back: Option<Act>,
    /// Stands on the right.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let w = use_words();
    let name = move || w.get().back;
    view! {
        <header class="bar">
            {back.map(|to| view! { <a class="back" href=to aria-label=name>{icon(Icon::Back)}</a> })}
            {on_back
                .map(|act| {
                    view! { <button type="button" class="back" aria-label=name on:click=move |_| act.run(())>{icon(Icon::Back)}</button> }
                })}
            <div class="titles">
                <h1 id="title" tabindex="-1">{title}</h1>
                {sub.map(|sub| view! { <p class="sub">{sub}</p> })}
            </div>
            {children.map(|children| view! { <div class="extra">{children()}</div> })}
        </header>
    }
}
