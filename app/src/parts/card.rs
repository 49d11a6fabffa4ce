//! Cards, doors and rows: the lists of the app.

use super::{Icon, Text, icon};
use leptos::prelude::*;

/// Paper on the ground.
#[component]
pub fn Card(
    /// Room around the content; for a card that holds no rows, door or questions.
    #[prop(optional)]
    pad: bool,
    children: Children,
) -> impl IntoView {
    view! { <section class="card" class:roomy=pad>{children()}</section> }
}

/// The head of a door's card: its number as the strongest mark, and whose it is.
#[component]
pub fn Door(
    /// As people say it: `17号`.
    #[prop(into)]
    number: Text,
    /// Whose: 佘德旺家.
    #[prop(into)]
    name: Text,
    /// A badge on the right.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="door">
            <span class="no">{number}</span>
            <h3 class="name">{name}</h3>
            {children.map(|children| children())}
        </div>
    }
}

/// The rows of a card, as a list.
#[component]
pub fn Rows(children: Children) -> impl IntoView {
    view! { <ul class="rows" role="list">{children()}</ul> }
}

/// A row: what, how it stands, and on the right what to do. Stands in [`Rows`].
#[component]
pub fn Row(
    /// What.
    #[prop(into)]
    title: Text,
    /// How it stands.
    #[prop(optional, into)]
    sub: Option<Text>,
    /// Where the whole row leads; with it an arrow stands on the right, unless something else does.
    #[prop(optional, into)]
    href: Option<Text>,
    /// Before the words: the number of a door.
    #[prop(optional, into)]
    number: Option<Text>,
    /// Unique on the screen. With it the whole row is called what it says first, and how it stands
    /// describes it; without it all that can be read is its name.
    #[prop(optional)]
    id: Option<&'static str>,
    /// On the right: a button, a badge.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let described = id.filter(|_| sub.is_some()).map(|id| format!("{id}-how"));
    let below = described.clone();
    let words = view! { <b id=id>{title}</b>{sub.map(|sub| view! { <span id=below>{sub}</span> })} };
    let arrow = href.is_some() && children.is_none();
    view! {
        <li class="row">
            {number.map(|number| view! { <span class="no">{number}</span> })}
            {match href {
                Some(href) => view! { <a class="t" href=href aria-labelledby=id aria-describedby=described>{words}</a> }.into_any(),
                None => view! { <div class="t">{words}</div> }.into_any(),
            }}
            {children.map(|children| view! { <div class="right">{children()}</div> })}
            {arrow.then(|| view! { <span class="go">{icon(Icon::Onward)}</span> })}
        </li>
    }
}

/// One great number with its words: 3 条待上传.
#[component]
pub fn Tally(
    /// The number.
    #[prop(into)]
    n: Text,
    /// Of what.
    #[prop(into)]
    title: Text,
    /// What follows from it.
    #[prop(into)]
    text: Text,
    /// The colour of the number; the words say the same.
    #[prop(optional, into)]
    tone: Signal<super::Tone>,
) -> impl IntoView {
    view! {
        <div class="q tally">
            <span class=move || format!("great {}", tone.get().class())>{n}</span>
            <p class="words"><b>{title}</b><br /><span class="soft">{text}</span></p>
        </div>
    }
}
