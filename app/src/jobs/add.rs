//! 记一笔: anything that is not on today's list.

use crate::{
    jobs::today::Unsent,
    parts::{Bar, Card, Main, Page, Row, Rows, Section, Tab, Tabs},
    routes,
    settings::use_words,
};
use leptos::prelude::*;

/// The screen.
#[component]
pub fn AddPage() -> impl IntoView {
    let w = use_words();
    view! {
        <Page>
            <Bar title=move || w.get().add><Unsent /></Bar>
            <Main>
                <Section title=move || w.get().add_what />
                <Card>
                    <Rows>
                        <Row title=move || w.get().visit sub=move || w.get().visit_note href=routes::HOUSEHOLDS />
                    </Rows>
                </Card>
            </Main>
            <Tabs here=Some(Tab::Add) href=routes::tab />
        </Page>
    }
}
