//! 记一笔: anything that is not on today's list.

use crate::{
    jobs::{places::Places, today::Unsent},
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
    let g = use_table(Lang::gate);
    let phone = use_phone();
    let i = use_table(Lang::isolation);
    view! {
        <Page>
            <Bar title=move || w.get().add><Unsent /></Bar>
            <Main>
                <Section title=move || w.get().add_what />
                <Card>
                    <Rows>
                        <Show when=move || phone.has_posts()>
                            <Row title=move || g.get().title sub=move || g.get().add_note href=routes::POST />
                        </Show>
                        <Show when=move || !phone.helps() && !phone.keeps_post()>
                            <Row title=move || w.get().visit sub=move || w.get().visit_note href=routes::HOUSEHOLDS />
                            <Row title=move || w.get().isolation sub=move || i.get().add_note href=routes::CASES />
                        </Show>
                        <Show when=move || !phone.keeps_post()>
                            <Row title=move || w.get().care_call sub=move || c.get().calls_others_note href=routes::CALLS />
                        </Show>
                    </Rows>
                </Card>
            </Main>
            <Places here=Tab::Add />
        </Page>
    }
}
