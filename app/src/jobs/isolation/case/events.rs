//! What needs somebody to act, from 发现 to 办结: what was done so far, and the next step as a button.

use super::{state::Glance, use_name};
use crate::{
    jobs::isolation::offers::Offers,
    live::{Show, derive},
    parts::{Badge, Button, Card, Field, Icon, Input, Row, Rows, Section, Size, Tone, Weight, use_toasts},
    phone::{Phone, use_phone},
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, minute_label, month_day, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    care::{Known, Moment, gate::Missing},
    field::Problem,
    kind::{
        Payload,
        event::{Event, Step},
    },
};
use sync::Intent;

/// The events that are not closed, and a fever that nobody has reported. Nothing where there are none.
#[component]
pub fn Events(
    /// The case.
    glance: Glance,
    /// What is being written about what was done: kept while the page is drawn anew.
    written: RwSignal<String>,
) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let events: Vec<Known<Event>> =
        glance.file.events.iter().filter(|event| event.is.next().is_some()).cloned().collect();
    let unreported = glance.missing.contains(&Missing::Fever { event: None });
    let shown = !events.is_empty() || unreported;
    shown.then(|| {
        view! {
            <Section title=move || i.get().events />
            {unreported.then(|| view! { <Card pad=true><Unreported glance /></Card> })}
            {events.into_iter().map(|event| view! { <Card><OneEvent event written /></Card> }).collect_view()}
        }
    })
}

#[component]
fn OneEvent(event: Known<Event>, written: RwSignal<String>) -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let is = event.is.clone();
    let (about, status, text, found) = (is.about.clone(), is.status(), is.text.clone(), is.found_at);
    let (tone, shape) = if is.is_open() { (Tone::Alarm, Icon::Alarm) } else { (Tone::Ok, Icon::Ok) };
    let sub = move || {
        let when = found.map(|at| when(lang.get(), Moment::at(at)));
        [when, text.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let next = is.next();
    let asks = next == Some("handled");
    let saving = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let problem = derive(move || {
        let lacks = asks && tried.get() && written.with(|text| text.trim().is_empty());
        lacks.then(|| words::problem(lang.get(), &Problem::new("result", "required")))
    });
    let id = event.id;
    let press = move |()| {
        tried.set(true);
        if saving.get_untracked() || problem.get_untracked().is_some() {
            return;
        }
        let by = untrack(|| phone.user()).map(|user| user.id);
        let note = asks.then(|| written.get_untracked());
        // What it is now, not what it was when this was drawn.
        let record = phone.peek(|state| state.get(Event::KIND, id).map(|held| held.record.clone())).flatten();
        let Some(record) = record else { return };
        let Some(set) = record.read::<Event>().step(phone.now(), by, note.as_deref()) else { return };
        saving.set(true);
        spawn_local(async move {
            let saved = phone.save(vec![Intent::set(&record, set)], None, None).await;
            if saved.is_ok() && asks {
                written.try_set(String::new());
            }
            let (said, failed) = (w.get_untracked().saved_on_phone, w.get_untracked().storage_broken);
            toasts.say(if saved.is_ok() { said } else { failed });
            saving.try_set(false);
        });
    };
    let offers = derive(move || i.get().handled_offers.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>());
    view! {
        <Rows>
            <Row title=move || term_or_code(lang.get(), "event.type", &about) sub>
                <Badge tone icon=shape label=move || term_or_code(lang.get(), "event.status", status) />
            </Row>
            {is.steps.into_iter().map(|step| view! { <StepRow step /> }).collect_view()}
        </Rows>
        {next.map(|next| view! {
            <div class="q stack">
                <Show when=move || asks>
                    <Field
                        id="event-handled"
                        label=move || i.get().handled_how
                        value=written
                        input=Input::Lines
                        hint=move || i.get().handled_note
                        problem
                        on_input=move |text: String| written.set(text)
                    />
                    <Offers offers label=move || i.get().handled_how value=written on_choose=move |said: String| written.set(said) />
                </Show>
                <Button
                    label=move || term_or_code(lang.get(), "event.steps.what", next)
                    weight=Weight::Main
                    size=Size::Wide
                    busy=saving
                    on_press=press
                />
            </div>
        })}
    }
}

#[component]
fn StepRow(step: Step) -> impl IntoView {
    let lang = use_settings().lang;
    let who = use_name(step.by);
    let Step { what, at, note, .. } = step;
    let title = move || term_or_code(lang.get(), "event.steps.what", &what);
    let sub = move || {
        let at = at.map(|at| when(lang.get(), Moment::at(at)));
        [at, Some(who.get()), note.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    view! { <Row title sub /> }
}

/// A fever by the threshold of its day that has no event.
#[component]
fn Unreported(glance: Glance) -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let phone = use_phone();
    let toasts = use_toasts();
    let saving = RwSignal::new(false);
    let press = move |()| {
        if saving.get_untracked() {
            return;
        }
        let Some(intent) = report(phone, &glance) else { return };
        saving.set(true);
        spawn_local(async move {
            let saved = phone.save(vec![intent], None, None).await;
            let (said, failed) = (w.get_untracked().saved_on_phone, w.get_untracked().storage_broken);
            toasts.say(if saved.is_ok() { said } else { failed });
            saving.try_set(false);
        });
    };
    view! {
        <Button
            label=move || i.get().report_fever
            icon=Icon::Alarm
            weight=Weight::Main
            size=Size::Wide
            busy=saving
            on_press=press
        />
    }
}

fn report(phone: Phone, glance: &Glance) -> Option<Intent> {
    let case = &glance.file.case;
    let event = Event {
        household: case.is.household,
        case: Some(case.id),
        person: case.is.person,
        about: "fever_symptom".into(),
        urgent: Some(true),
        found_at: Some(phone.now()),
        reported_at: Some(phone.now()),
        status: "reported".into(),
        ..Event::default()
    };
    Some(Intent::add(phone.new_id()?, case.scope, &event))
}

fn when(lang: Lang, at: Moment) -> String {
    format!("{} {}", month_day(lang, at.day), minute_label(at.minute))
}
