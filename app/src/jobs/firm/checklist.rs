//! 检查内容: which items the township asks besides the four.

use super::{Framed, town};
use crate::{
    live::{derive, memo},
    parts::{Badge, Bar, Card, ChooseMany, Icon, Main, Page, Question, Row, Rows, Section, Tone, use_toasts},
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    kind::{
        Payload,
        checklist::{self, Checklist},
        inspection::{ITEM, MANDATORY},
    },
    record::Data,
};
use serde_json::json;
use sync::Intent;

/// The screen.
#[component]
pub fn ChecklistPage() -> impl IntoView {
    let w = use_words();
    let f = use_table(Lang::firm);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let items = memo(move || {
        phone.read(|state| state.all::<Checklist>().next().map(|(_, list)| list.items)).flatten().unwrap_or_default()
    });
    let change = move |(code, on): (&'static str, bool)| {
        let held = |state: &sync::State| {
            let town = town(state)?;
            let record = state.get(Checklist::KIND, checklist::id_of(town.id())).map(|held| held.record.clone());
            Some((town, record))
        };
        let Some((town, record)) = phone.peek(held).flatten() else { return };
        let mut chosen = items.get_untracked();
        chosen.retain(|one| one != code);
        if on {
            chosen.push(code.into());
        }
        let intent = match record {
            Some(record) => Intent::set(&record, Data::from_iter([("items".to_owned(), json!(chosen))])),
            None => Intent::add(checklist::id_of(town.id()), town, &Checklist { items: chosen }),
        };
        spawn_local(async move {
            let done = phone.save(vec![intent], None, None).await;
            let w = w.get_untracked();
            toasts.say(if done.is_ok() { w.saved_on_phone } else { w.storage_broken });
        });
    };
    let (always, as_well) = ITEM.split_at(MANDATORY);
    let row = move |code: &'static str| {
        view! {
            <Row title=move || term_or_code(lang.get(), "checklist.items", code)>
                <Badge tone=Tone::Ok icon=Icon::Ok label=move || f.get().always />
            </Row>
        }
    };
    view! {
        <Framed>
            <Page>
                <Bar title=move || f.get().checklist back=routes::FIRMS />
                <Main>
                    <Section title=move || f.get().always />
                    <Card><Rows>{always.iter().copied().map(row).collect_view()}</Rows></Card>
                    <Card>
                        <Question title=move || f.get().as_well>
                            <div class="stack"><p class="soft">{move || f.get().checklist_note}</p>
                            <ChooseMany
                                name=move || f.get().as_well
                                key="checklist.items"
                                codes=as_well
                                chosen=derive(move || items.get())
                                on_change=change
                            /></div>
                        </Question>
                    </Card>
                </Main>
            </Page>
        </Framed>
    }
}
