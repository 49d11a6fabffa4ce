//! Every address of the app, on one page. Any of them opens without network: the shell is the same
//! for all, and what stands there comes from this phone.

use crate::{
    jobs::{
        add::AddPage,
        households::{HouseholdPage, HouseholdsPage},
        mine::MinePage,
        overview::{BehindPage, OverviewPage},
        today::TodayPage,
        visit::VisitPage,
    },
    parts::{Bar, Empty, Icon, LinkButton, Main, Page, Place, Tab, Weight},
    phone::use_phone,
    settings::use_words,
};
use leptos::prelude::*;
use leptos_router::{
    components::{Redirect, Route, Routes},
    path,
};
use model::id::RecordId;

/// 今日任务.
pub const TODAY: &str = "/today";
/// 住户.
pub const HOUSEHOLDS: &str = "/households";
/// 记一笔.
pub const ADD: &str = "/add";
/// 我的.
pub const MINE: &str = "/mine";
/// 总览.
pub const OVERVIEW: &str = "/overview";

/// A household's page.
pub fn household(id: RecordId) -> String {
    format!("{HOUSEHOLDS}/{id}")
}

/// A visit to a household.
pub fn visit(household: RecordId) -> String {
    format!("{HOUSEHOLDS}/{household}/visit")
}

/// The address of a worker's place.
pub fn tab(tab: Tab) -> &'static str {
    match tab {
        Tab::Today => TODAY,
        Tab::Households => HOUSEHOLDS,
        Tab::Add => ADD,
        Tab::Mine => MINE,
    }
}

/// The address of a supervisor's place.
pub fn place(place: Place) -> &'static str {
    match place {
        Place::Overview => OVERVIEW,
        _ => MINE,
    }
}

/// Where someone starts: workers with what is due, those who lead with the overview.
pub fn home() -> &'static str {
    if untrack(|| use_phone().leads()) { OVERVIEW } else { TODAY }
}

/// What stands at the address.
#[component]
pub fn Screens() -> impl IntoView {
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/") view=|| view! { <Redirect path=home() /> } />
            <Route path=path!("/today") view=TodayPage />
            <Route path=path!("/households") view=HouseholdsPage />
            <Route path=path!("/households/:id") view=HouseholdPage />
            <Route path=path!("/households/:id/visit") view=VisitPage />
            <Route path=path!("/add") view=AddPage />
            <Route path=path!("/mine") view=MinePage />
            <Route path=path!("/overview") view=OverviewPage />
            <Route path=path!("/overview/:figure") view=BehindPage />
        </Routes>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    let w = use_words();
    view! {
        <Page>
            <Bar title=move || w.get().page_not_found />
            <Main>
                <Empty icon=Icon::Door title=move || w.get().page_not_found text=move || w.get().page_not_found_todo>
                    <LinkButton label=move || w.get().go_home href=home() weight=Weight::Main />
                </Empty>
            </Main>
        </Page>
    }
}
