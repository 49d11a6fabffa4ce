//! 居家隔离: opened at the door, cared for by four, decided by the village's lead, ended by a paper.
//!
//! What is due and what a release lacks comes from [`model::care`]; the modules named `state`,
//! [`opening`] and [`decision`] are plain values with tests, the others draw them.
//!
//! | module | for |
//! |---|---|
//! | [`open`], [`opening`] | a case is opened at the door |
//! | [`case`] | a case at a glance, and what may be done about it |
//! | [`decision`] | what may be decided, and what it means in the record |
//! | [`team`] | 四包一: who cares |
//! | [`list`] | whose isolations there are, for those who lead and those who walk |
//! | [`paper`] | 解除通知书 |
//! | [`today`] | what is due of it today, beside temperatures and calls |

mod case;
pub mod day_field;
pub mod decision;
mod list;
mod offers;
mod open;
pub mod opening;
mod paper;
mod team;
pub mod today;

pub use case::{CasePage, case_of as changed_case_of, decided_of};
pub use day_field::DayField;
pub use list::{CasesPage, state::Counts};
pub use offers::Offers;
pub use open::OpenPage;
pub use paper::PaperPage;
pub use team::{TeamPage, state::case_of};

use crate::{
    book::Book,
    jobs::{overview::Led, today::NothingYet},
    live::{Show, memo},
    parts::{Bar, Empty, Icon, Main, Page},
    phone::{Phone, use_book, use_phone},
    routes,
    settings::{use_table, use_words},
    words::Lang,
};
use leptos::prelude::*;
use model::{
    access::Deed,
    care::Moment,
    id::RecordId,
    kind::{Payload, isolation::Isolation},
    record::Scope,
};

/// Whether whoever is signed in decides about isolations, rather than writing down what is so.
fn decides(phone: Phone, scope: Scope) -> bool {
    let user = untrack(|| phone.user());
    user.is_some_and(|user| user.roles.iter().any(|role| role.may(Deed::Decide, Isolation::KIND, scope)))
}

/// Whether this device holds doors, and so the isolations behind them.
fn holds_doors(phone: Phone) -> bool {
    phone.user().is_some_and(|user| user.roles.iter().any(|role| role.carries_doors()))
}

/// The moment at which this phone's clock stands.
fn now(phone: Phone) -> Moment {
    Moment::at(phone.now())
}

/// How many isolations of each sort those who hold doors have; none for those who hold none.
pub fn use_counts() -> Memo<Option<Counts>> {
    let phone = use_phone();
    memo(move || {
        let book = holds_doors(phone).then(use_book)?;
        // As long as nothing has come down, nobody knows.
        let known = |book: &Book| (!book.doors.is_empty()).then(|| list::state::counts(book, now(phone)));
        book.with(|book| book.as_ref().and_then(|book| known(book)))
    })
}

/// What a page reads of the register: none while there is no register. Read anew after each change of
/// a record; who shows it hears of it only when it is another.
fn use_read<T: Clone + PartialEq + Send + Sync + 'static>(
    read: impl Fn(&Book) -> T + Send + Sync + 'static,
) -> Memo<Option<T>> {
    let book = use_book();
    memo(move || book.with(|book| book.as_ref().map(|book| read(book))))
}

/// Whether the register is empty: nobody can say yet who is isolated.
fn use_nothing_yet() -> Memo<bool> {
    let (book, phone) = (use_book(), use_phone());
    memo(move || holds_doors(phone) && book.with(|book| book.as_ref().is_none_or(|book| book.doors.is_empty())))
}

/// The frame: beside the places of those who lead, or the whole screen of those who walk.
#[component]
pub fn Framed(children: Children) -> impl IntoView {
    let leads = untrack(|| use_phone().leads());
    if leads { view! { <Led>{children()}</Led> }.into_any() } else { children().into_any() }
}

/// Where a case's page leads back to.
fn back(household: Option<RecordId>) -> String {
    match household.filter(|_| !untrack(|| use_phone().leads())) {
        Some(household) => routes::household(household),
        None => list_address().to_owned(),
    }
}

/// Where the list of cases is, for whoever is signed in.
fn list_address() -> &'static str {
    if untrack(|| use_phone().leads()) { routes::ISOLATED } else { routes::CASES }
}

/// The case is not on this phone, or has not come down yet.
#[component]
fn NoCase() -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let nothing = use_nothing_yet();
    view! {
        <Page>
            <Bar title=move || w.get().isolation back=list_address() />
            <Main>
                <Show when=move || nothing.get() fallback=move || view! { <Empty icon=Icon::Door title=move || i.get().no_case text=move || i.get().no_case_note /> }>
                    <NothingYet />
                </Show>
            </Main>
        </Page>
    }
}
