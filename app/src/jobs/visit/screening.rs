//! 家里人都好吗: one tap when all are well; else the people one by one.

use super::state;
use crate::{
    live::{Show, derive, memo},
    parts::{Answer, Asked, Badge, Button, Card, Icon, LeadButton, Size, Tone, Weight},
    phone::use_book,
    settings::{use_settings, use_words},
    words::{Lang, term_or_code},
};
use leptos::prelude::*;
use model::{
    form::{Ask, Question},
    id::RecordId,
    kind::visit::{self, Screening},
    record::Data,
};

/// The question, for the people of a household.
#[component]
pub fn ScreeningQuestion(
    /// The household.
    id: RecordId,
    /// The answers of the whole form.
    answers: RwSignal<Data>,
) -> impl IntoView {
    let w = use_words();
    let book = use_book();
    let people = memo(move || {
        book.with(|book| {
            let card = book.as_ref().and_then(|book| book.door(id));
            card.map(|card| card.people.iter().map(|(id, person)| (*id, person.name.clone())).collect::<Vec<_>>())
                .unwrap_or_default()
        })
    });
    let ids = move || people.with(|people| people.iter().map(|(id, _)| *id).collect::<Vec<_>>());
    let well = memo(move || answers.with(state::is_all_well));
    let exceptions =
        memo(move || answers.with(|answers| !state::is_all_well(answers) && answers.contains_key("screening")));
    let choosing = RwSignal::new(exceptions.get_untracked());
    view! {
        <Show
            when=move || !people.with(Vec::is_empty)
            fallback=move || view! { <p class="soft">{move || w.get().no_people}</p> }
        >
            <div class="stack">
                <Button
                    label=move || (w.get().all_well_n)(people.with(Vec::len))
                    icon=Icon::Ok
                    weight=Weight::Plain
                    size=Size::Wide
                    pressed=well
                    on_press=move |_| {
                        choosing.set(false);
                        Answer::new("screening", answers).set(state::all_well(ids()));
                    }
                />
                <LeadButton
                    label=move || w.get().someone_unwell
                    to=move || w.get().choose_person
                    expanded=choosing
                    on_press=move |_| choosing.update(|open| *open = !*open)
                />
                <Show when=move || choosing.get()>
                    <p class="soft">{move || w.get().who_is_not_asked}</p>
                    <For each=move || people.get() key=|(id, _)| *id let:person>
                        <PersonQuestion person=person.0 name=person.1 all=derive(ids) answers />
                    </For>
                </Show>
            </div>
        </Show>
    }
}

/// The questions that are asked of one person.
fn questions() -> &'static [Question] {
    visit::FORM
        .questions
        .iter()
        .find_map(|question| match question.ask {
            Ask::PerPerson { questions } => Some(questions),
            _ => None,
        })
        .unwrap_or_default()
}

#[component]
fn PersonQuestion(
    person: RecordId,
    name: String,
    #[prop(into)] all: Signal<Vec<RecordId>>,
    answers: RwSignal<Data>,
) -> impl IntoView {
    let lang = use_settings().lang;
    let screening = memo(move || answers.with(|answers| state::screening_of(answers, person)));
    let found = memo(move || {
        screening.get().filter(|screening| !state::is_well(screening)).map(|screening| summary(lang.get(), &screening))
    });
    let open = RwSignal::new(found.with_untracked(Option::is_some));
    // The answers about this person, as a form of their own; each change goes back into the whole.
    let own = RwSignal::new(screening.get_untracked().map(|screening| as_data(&screening)).unwrap_or_default());
    Effect::new(move |before: Option<Data>| {
        let now = own.get();
        if before.is_some_and(|before| before != now) {
            let mut changed: Screening =
                serde_json::from_value(serde_json::Value::Object(now.clone())).unwrap_or_default();
            changed.person = Some(person);
            let value = answers.with_untracked(|answers| state::with_screening(answers, &all.get_untracked(), changed));
            Answer::new("screening", answers).set(value);
        }
        now
    });
    let w = use_words();
    view! {
        <Card>
            <div class="q stack">
                <LeadButton
                    label=name
                    to=move || found.get().unwrap_or_else(|| w.get().normal.to_owned())
                    expanded=open
                    on_press=move |_| open.update(|open| *open = !*open)
                />
                <Show when=move || open.get()>
                    <div class="stack">
                        {questions().iter().map(|question| view! { <Asked ask=question.ask words=question.words answer=Answer::new(question.field, own) /> }).collect_view()}
                    </div>
                </Show>
                <Show when=move || found.with(Option::is_some)>
                    <Badge tone=Tone::Alarm icon=Icon::Alarm label=move || found.get().unwrap_or_default() />
                </Show>
            </div>
        </Card>
    }
}

fn as_data(screening: &Screening) -> Data {
    match serde_json::to_value(screening) {
        Ok(serde_json::Value::Object(data)) => data,
        _ => Data::new(),
    }
}

/// What was found with one person: 发热、干咳、刚从外地回来.
fn summary(lang: Lang, screening: &Screening) -> String {
    let symptoms = screening.symptoms.iter().map(|code| term_or_code(lang, "visit.screening.symptoms", code));
    let returned = (screening.returned == Some(true)).then(|| term_or_code(lang, "visit.screening", "returned"));
    let contact = (screening.contact == Some(true)).then(|| term_or_code(lang, "visit.screening", "contact"));
    symptoms.chain(returned).chain(contact).collect::<Vec<_>>().join(lang.words().list_comma)
}
