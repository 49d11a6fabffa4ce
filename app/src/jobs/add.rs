//! 记一笔: anything that is not on today's list.

use crate::{
    jobs::today::Unsent,
    parts::{Bar, Card, Main, Page, Row, Rows, Section, Tab, Tabs},
    routes,
    settings::{use_table, use_words},
    words::Lang,
};
use leptos::prelude::*;

/// The screen.
#[component]
pub fn AddPage() -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    view! {
        <Page>
            <Bar title=move || w.get().add><Unsent /></Bar>
            <Main>
                <Section title=move || w.get().add_what />
                <Card>
                    <Rows>
                        <Row title=move || w.get().visit sub=move || w.get().visit_note href=routes::HOUSEHOLDS />
                        <Row title=move || w.get().isolation sub=move || i.get().add_note href=routes::CASES />
                    </Rows>
                </Card>
            </Main>
            <Tabs here=Some(Tab::Add) href=routes::tab />
        </Page>
    }
}
