//! 记一笔: anything that is not on today's list.

use crate::{
    jobs::{clues, places::Places, today::Unsent},
    live::{Show, memo},
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
    let l = use_table(Lang::clue);
    // What nobody has passed on yet is said before it is looked for.
    let waiting = memo(move || {
        let open =
            |state: &sync::State| clues::state::clues(state).iter().filter(|clue| !clue.is.is_forwarded()).count();
        phone.read(open).unwrap_or_default()
    });
    let clues_note = move || match waiting.get() {
        0 => l.get().add_note.to_owned(),
        n => format!("{} · {}", l.get().open, (l.get().clues_n)(n)),
    };
    view! {
        <Page>
            <Bar title=move || w.get().add><Unsent /></Bar>
            <Main>
                <Section title=move || w.get().add_what />
                <Card>
                    <Rows>
                        <Show when=move || !phone.helps()>
                            <Row title=move || w.get().visit sub=move || w.get().visit_note href=routes::HOUSEHOLDS id="add-visit" />
                            <Row title=move || w.get().temperature sub=move || l.get().temperature_note href=routes::MEASURE id="add-temperature" />
                            <Row title=move || w.get().isolation sub=move || i.get().add_note href=routes::CASES id="add-isolation" />
                            <Row title=move || l.get().clues sub=clues_note href=routes::CLUES id="add-clue" />
                        </Show>
                        <Row title=move || w.get().care_call sub=move || c.get().calls_others_note href=routes::CALLS id="add-call" />
                    </Rows>
                </Card>
            </Main>
            <Places here=Tab::Add />
        </Page>
    }
}
