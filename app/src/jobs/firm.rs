//! 企业检查: the register of enterprises, inspections, what is to be put right, and its re-check.
//!
//! All of it lives with the township, so any phone has it without signal. What is due and what it
//! counts for comes from [`model::firm`]; [`state`], [`inspecting`] and [`registering`] are plain
//! values with tests, the others draw them.
//!
//! | module | for |
//! |---|---|
//! | [`list`] | all of them, what is to be re-checked on top; the figures for those who lead |
//! | [`page`] | one of them, with what happened there |
//! | [`register`], [`registering`] | registered, or changed; one that is there already is offered |
//! | [`inspect`], [`inspecting`] | an inspection |
//! | [`recheck`] | what was to be put right, looked at again |
//! | [`checklist`] | which items are asked |
//! | [`today`] | what is to be re-checked today |

mod checklist;
mod figures;
mod inspect;
pub mod inspecting;
mod list;
mod page;
pub mod recheck;
mod register;
pub mod registering;
pub mod state;
pub mod today;

pub use checklist::ChecklistPage;
pub use inspect::InspectPage;
pub use list::FirmsPage;
pub use page::FirmPage;
pub use recheck::RecheckPage;
pub use register::RegisterPage;

use crate::{
    jobs::overview::Led,
    live::memo,
    parts::{Bar, Empty, Icon, Main, Page, Place},
    phone::{Phone, Shared, use_phone},
    routes,
    settings::{use_table, use_words},
    words::Lang,
};
use leptos::prelude::*;
use model::{
    access::Deed,
    firm::{FirmFile, Firms, KINDS},
    id::RecordId,
    kind::{Payload, directory::Staff, inspection::Inspection},
    record::Scope,
};
use std::sync::Arc;
use sync::State;

/// The township whose records this device holds.
pub fn town(state: &State) -> Option<Scope> {
    state.cursors().keys().copied().find(|scope| matches!(scope, Scope::Town(_)))
}

/// Whether whoever is signed in inspects enterprises.
pub fn inspects(phone: Phone) -> bool {
    // Whose township it is plays no part.
    let town = Scope::Town(RecordId::fixed(0));
    phone.user().is_some_and(|user| user.roles.iter().any(|role| role.may(Deed::Add, Inspection::KIND, town)))
}

/// All enterprises; computed anew when a record changes. None while nobody is signed in.
pub fn use_firms() -> Memo<Option<Shared<Firms>>> {
    let phone = use_phone();
    memo(move || {
        let of = |state: &State| {
            let records = KINDS.iter().flat_map(|kind| state.held(kind)).map(|held| &held.record);
            Shared(Arc::new(Firms::of(records)))
        };
        phone.read(of)
    })
}

/// What a page reads of one enterprise; none while it is not there.
fn use_file<T: Clone + PartialEq + Send + Sync + 'static>(
    firms: Memo<Option<Shared<Firms>>>,
    id: Option<RecordId>,
    read: impl Fn(&FirmFile) -> T + Send + Sync + 'static,
) -> Memo<Option<T>> {
    memo(move || firms.with(|firms| firms.as_ref().and_then(|firms| firms.file(id?)).map(&read)))
}

/// Names of colleagues, joined.
fn names(phone: Phone, staff: &[RecordId], comma: &str) -> String {
    let name = |id: &RecordId| {
        phone.peek(|state| state.get(Staff::KIND, *id).map(|held| held.record.read::<Staff>().name)).flatten()
    };
    staff.iter().filter_map(name).collect::<Vec<_>>().join(comma)
}

/// Brings what is wrong before the eye.
pub fn show_what_is_wrong() {
    request_animation_frame(|| {
        if let Ok(Some(wrong)) = document().query_selector("[aria-invalid=true], main .prob") {
            wrong.scroll_into_view();
        }
    });
}

/// The frame: beside the places of those who lead, or the whole screen of those who walk.
#[component]
fn Framed(children: Children) -> impl IntoView {
    let leads = untrack(|| use_phone().leads());
    if leads { view! { <Led here=Place::Firms>{children()}</Led> }.into_any() } else { children().into_any() }
}

/// The enterprise is not on this phone, or has not come down yet.
#[component]
fn NoFirm() -> impl IntoView {
    let w = use_words();
    let f = use_table(Lang::firm);
    view! {
        <Framed>
            <Page>
                <Bar title=move || w.get().enterprise back=routes::FIRMS />
                <Main><Empty icon=Icon::Factory title=move || f.get().gone text=move || f.get().gone_note /></Main>
            </Page>
        </Framed>
    }
}
