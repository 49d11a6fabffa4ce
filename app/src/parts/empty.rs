//! Where there is nothing: why, and the next step. And the moment before something is there.

use super::{Icon, Text, icon};
use crate::settings::use_words;
use leptos::prelude::*;

/// Nothing here.
#[component]
pub fn Empty(
    /// A picture of what would stand here.
    icon: Icon,
    /// What is so.
    #[prop(into)]
    title: Text,
    /// Why, and what to do.
    #[prop(into)]
    text: Text,
    /// A button for the next step.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {super::icon(icon)}
            <b>{title}</b>
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// Something is being opened.
#[component]
pub fn Loading(
    /// What; 正在打开… unless said otherwise.
    #[prop(optional, into)]
    text: Option<Text>,
) -> impl IntoView {
    let w = use_words();
    view! {
        <div class="loading" role="status">
            {icon(Icon::Clock)}
            <span>{move || text.map_or_else(|| w.get().loading.to_owned(), |text| text.get())}</span>
        </div>
    }
}
