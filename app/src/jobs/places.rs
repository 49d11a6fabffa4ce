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
    let tabs = untrack(|| if phone.helps() { Tab::WITHOUT_DOORS } else { Tab::ALL });
    view! { <Tabs here=Some(here) href=routes::tab tabs /> }
}
