//! 通知: what the township hands down, read and received by each of its people.
//!
//! A directive lives with the township, so that everybody holds it; a receipt lives where its author
//! works. [`state`] is plain values with tests; [`list`], [`page`], [`write`] draw them, [`today`] is the
//! card in 今日, [`who`] asks the server who has not received one.

mod list;
mod page;
pub mod state;
pub mod today;
mod who;
mod write;

pub use list::DirectivesPage;
pub use page::DirectivePage;
pub use write::WritePage;

use crate::{
    jobs::overview::Led,
    live::memo,
    parts::Place,
    phone::{Phone, use_phone},
};
use leptos::prelude::*;
use model::record::Scope;
use state::Notice;
use std::collections::BTreeSet;

/// All directives, those that are not received yet first.
pub fn use_notices() -> Memo<Vec<Notice>> {
    let phone = use_phone();
    memo(move || {
        let me = phone.user().map(|user| user.id);
        phone.read(|state| state::notices(state, me)).unwrap_or_default()
    })
}

/// How many directives whoever is signed in has yet to receive; none of those who receive none.
pub fn use_unread() -> Memo<usize> {
    let phone = use_phone();
    let notices = use_notices();
    memo(move || {
        if works_in(phone).is_none() {
            return 0;
        }
        notices.with(|notices| notices.iter().filter(|notice| notice.received_on.is_none()).count())
    })
}

/// Where a receipt of whoever is signed in lives.
fn works_in(phone: Phone) -> Option<Scope> {
    let held: BTreeSet<Scope> = phone.read(|state| state.cursors().keys().copied().collect())?;
    let user = phone.user()?;
    user.roles.iter().find_map(|role| role.works_in(&held).first().copied())
}

/// The frame: beside the places of those who lead, or the whole screen of those who walk.
#[component]
fn Framed(children: Children) -> impl IntoView {
    let leads = untrack(|| use_phone().leads());
    if leads { view! { <Led here=Place::Directives>{children()}</Led> }.into_any() } else { children().into_any() }
}
