//! Everything that was said and brought, in one line of time.

use super::{
    state::{Glance, Said, Told},
    use_name,
};
use crate::{
    live::{Show, derive},
    parts::{Badge, Button, Card, Icon, Row, Rows, Size, Tone},
    settings::{use_settings, use_table},
    words::{Lang, minute_label, month_day, term_or_code},
};
use leptos::prelude::*;

/// So many stand there at first.
const SHOWN: usize = 10;

/// The list.
#[component]
pub fn ToldList(
    /// The case.
    glance: Glance,
) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let told = glance.told();
    let many = told.len() > SHOWN;
    let none = told.is_empty();
    let all = RwSignal::new(false);
    let told = StoredValue::new(told);
    let shown = derive(move || {
        told.with_value(|told| {
            told.iter().take(if all.get() { usize::MAX } else { SHOWN }).cloned().collect::<Vec<_>>()
        })
    });
    view! {
        <Card pad=none>
            <Show when=move || !none fallback=move || view! { <p class="soft">{move || i.get().nothing_told}</p> }>
                <Rows>{move || shown.get().into_iter().map(|one| view! { <ToldRow one /> }).collect_view()}</Rows>
            </Show>
            <Show when=move || many && !all.get()>
                <div class="q"><Button label=move || i.get().all_told size=Size::Wide on_press=move |()| all.set(true) /></div>
            </Show>
        </Card>
    }
}

#[component]
fn ToldRow(one: Told) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let who = use_name(one.by);
    let (on, minute) = (one.on, one.minute);
    let when = move || {
        let on = on.map(|on| month_day(lang.get(), on)).unwrap_or_default();
        minute.map_or_else(|| on.clone(), |minute| format!("{on} {}", minute_label(minute)))
    };
    let badge = badge(&one.what);
    let what = StoredValue::new(one.what);
    let title = move || what.with_value(|what| title(lang.get(), what));
    let sub = move || {
        let text = what.with_value(|what| text(lang.get(), what));
        [Some(when()), Some(who.get()), text]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    };
    view! {
        <Row title sub>
            {badge.map(|(tone, shape, unreached)| {
                let label = move || if unreached { i.get().not_reached.to_owned() } else { what.with_value(|what| status(lang.get(), what)) };
                view! { <Badge tone icon=shape label /> }
            })}
        </Row>
    }
}

/// The tone and shape of how something stands, and whether it is that nobody answered.
fn badge(what: &Said) -> Option<(Tone, Icon, bool)> {
    match what {
        Said::Contact(known) => (known.is.reached == Some(false)).then_some((Tone::Wait, Icon::Call, true)),
        Said::Need(known) if known.is.status == "done" => Some((Tone::Ok, Icon::Ok, false)),
        Said::Need(_) => Some((Tone::Wait, Icon::Bag, false)),
        Said::Errand(known) if known.is.is_delivered() => Some((Tone::Ok, Icon::Ok, false)),
        Said::Errand(_) => Some((Tone::Wait, Icon::Bag, false)),
        Said::Event(known) if known.is.is_open() => Some((Tone::Alarm, Icon::Alarm, false)),
        Said::Event(_) => Some((Tone::Ok, Icon::Ok, false)),
    }
}

fn status(lang: Lang, what: &Said) -> String {
    match what {
        Said::Contact(_) => String::new(),
        Said::Need(known) => term_or_code(lang, "need.status", &known.is.status),
        Said::Errand(known) => term_or_code(lang, "errand.status", &known.is.status),
        Said::Event(known) => term_or_code(lang, "event.status", known.is.status()),
    }
}

fn title(lang: Lang, what: &Said) -> String {
    match what {
        Said::Contact(known) => {
            let purpose = term_or_code(lang, "care_contact.purpose", &known.is.purpose);
            format!("{purpose} · {}", term_or_code(lang, "care_contact.mode", &known.is.mode))
        }
        Said::Need(known) => {
            format!("{} · {}", lang.isolation().asked_for, term_or_code(lang, "need.category", &known.is.category))
        }
        Said::Errand(known) => {
            let category = term_or_code(lang, "errand.category", &known.is.category);
            format!("{} · {category}", lang.words().errand)
        }
        Said::Event(known) => term_or_code(lang, "event.type", &known.is.about),
    }
}

fn text(lang: Lang, what: &Said) -> Option<String> {
    let i = lang.isolation();
    match what {
        Said::Contact(known) => {
            let contact = &known.is;
            let body = contact.body.as_ref().map(|body| term_or_code(lang, "care_contact.body", body));
            let symptoms = contact.symptoms.iter().map(|one| term_or_code(lang, "care_contact.symptoms", one));
            let symptoms = symptoms.collect::<Vec<_>>().join(i.comma);
            let mood = contact.mood.map(i.mood_n);
            let parts = [body, Some(symptoms).filter(|all| !all.is_empty()), mood, contact.content.clone()];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(i.comma))
        }
        Said::Need(known) => known.is.text.clone(),
        Said::Errand(known) => known.is.items.clone(),
        Said::Event(known) => known.is.text.clone().or_else(|| known.is.result.clone()),
    }
}
