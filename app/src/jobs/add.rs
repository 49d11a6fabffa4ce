//! 记一笔: anything that is not on today's list.

use crate::{
    jobs::{daily::DailyRow, firm::inspects, places::Places, today::Unsent},
    live::Show,
    parts::{Bar, Card, Main, Page, Row, Rows, Section, Tab},
    phone::use_phone,
    routes,
    settings::{use_table, use_words},
    words::Lang,
};
use leptos::prelude::*;

/// The screen.
#[component]
pub fn AddPage() -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::calls);
    let phone = use_phone();
    let i = use_table(Lang::isolation);
    let (f, d) = (use_table(Lang::firm), use_table(Lang::directive));
    let e = use_table(Lang::event_words);
    let t = use_table(Lang::teams);
    view! {
        <Page>
            <Bar title=move || w.get().add><Unsent /></Bar>
            <Main>
                <Section title=move || w.get().add_what />
                <Card>
                    <Rows>
                        <Show when=move || !phone.helps()>
                            <Row title=move || w.get().visit sub=move || w.get().visit_note href=routes::HOUSEHOLDS />
                            <Row title=move || w.get().isolation sub=move || i.get().add_note href=routes::CASES />
                        </Show>
                        <Row title=move || w.get().event_report sub=move || e.get().note href=routes::REPORT />
                        <Row title=move || w.get().care_call sub=move || c.get().calls_others_note href=routes::CALLS />
                        <Show when=move || inspects(phone)>
                            <Row title=move || w.get().enterprise sub=move || f.get().add_note href=routes::FIRMS />
                        </Show>
                        <Row title=move || w.get().directive sub=move || d.get().add_note href=routes::DIRECTIVES />
                        <Row title=move || e.get().reported href=routes::EVENTS />
                        <DailyRow />
                    </Rows>
                </Card>
                <Section title=move || t.get().for_whom />
                <Card>
                    <Rows>
                        <Row title=move || t.get().for_whom sub=move || t.get().for_whom_note href=routes::FOR_WHOM />
                        <Row title=move || t.get().papers sub=move || t.get().papers_note href=routes::PAPERS />
                        <Row title=move || t.get().teams sub=move || t.get().teams_note href=routes::TEAMS />
                    </Rows>
                </Card>
            </Main>
            <Places here=Tab::Add />
        </Page>
    }
}
