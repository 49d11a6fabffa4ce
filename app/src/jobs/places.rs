//! The places at the thumb: as many as whoever is signed in has.

use crate::{
    parts::{Tab, Tabs},
    phone::use_phone,
    routes,
};
use leptos::prelude::*;

/// The bar of places.
#[component]
pub fn Places(
    /// Where we are.
    here: Tab,
) -> impl IntoView {
    let phone = use_phone();
    let tabs = untrack(|| match (phone.has_doors(), phone.works()) {
        (true, _) => Tab::ALL,
        (false, true) => Tab::WITHOUT_DOORS,
        (false, false) => Tab::WITHOUT_WORK,
    });
    let href = if untrack(|| phone.keeps_post()) { at_a_post } else { routes::tab };
    view! { <Tabs here=Some(here) href tabs /> }
}

/// The address of a place of whoever keeps a post: today is the post.
fn at_a_post(tab: Tab) -> &'static str {
    if tab == Tab::Today { routes::POST } else { routes::tab(tab) }
}
