//! 接触者线索: whom somebody says they were near, noted at the door and passed on to the health
//! authority. Nobody is judged here.

mod form;
mod one;
pub mod state;

pub use form::CluePage;
pub use one::OneCluePage;

use crate::{
    jobs::{
        isolation::Framed,
        places::Places,
        today::{NothingYet, Unsent},
    },
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Card, Icon, LinkButton, LongList, Main, Page, Row, Rows, SearchField, Section, Size, Tab, Tone,
        Weight,
    },
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, month_day, term_or_code},
};
use leptos::prelude::*;
use model::{care::Known, id::RecordId, kind::contact_clue::ContactClue};

/// So many doors are offered before anything is typed: none, the list would hide the clues.
const TYPED_AT_LEAST: usize = 1;

/// The clues of this phone, and the door to note another at.
#[component]
pub fn CluesPage() -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::clue);
    let phone = use_phone();
    let book = use_book();
    let all = memo(move || phone.read(state::clues).unwrap_or_default());
    let of = move |passed: bool| {
        memo(move || {
            all.with(|all| all.iter().filter(|clue| clue.is.is_forwarded() == passed).cloned().collect::<Vec<_>>())
        })
    };
    let (open, passed) = (of(false), of(true));
    let typed = RwSignal::new(String::new());
    let found = derive(move || {
        let typed = typed.get();
        if typed.trim().chars().count() < TYPED_AT_LEAST {
            return Vec::new();
        }
        let ids = |book: &crate::book::Book| book.doors_like(&typed).iter().map(|card| card.id).collect::<Vec<_>>();
        book.with(|book| book.as_ref().map(|book| ids(book)).unwrap_or_default())
    });
    let empty = memo(move || book.with(|book| book.as_ref().is_none_or(|book| book.doors.is_empty())));
    view! {
        <Page>
            <Bar title=move || c.get().clues back=routes::ADD><Unsent /></Bar>
            <Main>
                <p class="soft">{move || c.get().never_judged}</p>
                <Show when=move || empty.get()><NothingYet /></Show>
                <Show when=move || !empty.get()>
                    <SearchField
                        id="clue-door"
                        label=move || c.get().told_at
                        hint=move || w.get().search_hint
                        value=typed
                        on_input=move |text| typed.set(text)
                    />
                    <Show when=move || !found.with(Vec::is_empty) fallback=move || view! { <p class="soft">{move || c.get().told_at_note}</p> }>
                        <Card><Rows><LongList items=found key=|id| *id draw=|id| view! { <DoorRow id /> } /></Rows></Card>
                    </Show>
                </Show>
                <Group title=move || c.get().open clues=open />
                <Group title=move || c.get().passed clues=passed />
            </Main>
            <Places here=Tab::Add />
        </Page>
    }
}

/// A door to note a clue at.
#[component]
fn DoorRow(id: RecordId) -> impl IntoView {
    let card = use_book().with_untracked(|book| {
        let card = book.as_ref()?.door(id)?;
        Some((card.household.door.clone(), card.household.head.clone()))
    });
    let (number, head) = card.unwrap_or_default();
    view! { <Row number title=head href=routes::clue_at(id, None) /> }
}

#[component]
fn Group(#[prop(into)] title: crate::parts::Text, clues: Memo<Vec<Known<ContactClue>>>) -> impl IntoView {
    let c = use_table(Lang::clue);
    view! {
        <Show when=move || !clues.with(Vec::is_empty)>
            <Section title note=move || (c.get().clues_n)(clues.with(Vec::len)) />
            <Card><Rows>{move || clues.get().into_iter().map(|clue| view! { <ClueRow clue /> }).collect_view()}</Rows></Card>
        </Show>
    }
}

/// A clue: who, when and where the last time, and whether the health authority has it.
#[component]
pub fn ClueRow(
    /// The clue.
    clue: Known<ContactClue>,
) -> impl IntoView {
    let c = use_table(Lang::clue);
    let lang = use_settings().lang;
    let is = StoredValue::new(clue.is);
    let sub = move || {
        is.with_value(|is| {
            let lang = lang.get();
            let last = is.last_on.map(|day| month_day(lang, day));
            let place = is.place.as_ref().map(|code| term_or_code(lang, "contact_clue.place", code));
            let relation = is.relation.as_ref().map(|code| term_or_code(lang, "contact_clue.relation", code));
            let passed = is.forwarded_on.zip(is.forwarded_to.as_ref());
            let passed = passed.map(|(on, to)| (lang.clue().passed_to)(&month_day(lang, on), to));
            [last, place, relation, passed].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        })
    };
    let passed = is.with_value(ContactClue::is_forwarded);
    let (tone, shape) = if passed { (Tone::Ok, Icon::Ok) } else { (Tone::Wait, Icon::Clock) };
    view! {
        <Row title=is.with_value(|is| is.name.clone()) sub href=routes::clue(clue.id)>
            <Badge tone icon=shape label=move || if passed { c.get().passed } else { c.get().not_passed } />
        </Row>
    }
}

/// The clues of an isolation, on its page.
#[component]
pub fn CluesOfCase(
    /// The isolation.
    case: RecordId,
    /// Whose.
    person: Option<RecordId>,
    /// Behind which door.
    home: Option<RecordId>,
) -> impl IntoView {
    let c = use_table(Lang::clue);
    let phone = use_phone();
    let clues = memo(move || phone.read(|state| state::of_case(state, case, person)).unwrap_or_default());
    let none = move || clues.with(Vec::is_empty);
    view! {
        <Section title=move || c.get().clues note=move || (c.get().clues_n)(clues.with(Vec::len)) />
        <Card>
            <Show when=none><p class="q soft">{move || c.get().none_yet}</p></Show>
            <Rows>{move || clues.get().into_iter().map(|clue| view! { <ClueRow clue /> }).collect_view()}</Rows>
            {home.map(|home| view! {
                <div class="q stack">
                    <p class="soft">{move || c.get().never_judged}</p>
                    <LinkButton
                        label=move || c.get().new_clue
                        href=routes::clue_at(home, Some(case))
                        icon=Icon::Pen
                        size=Size::Wide
                        weight=Weight::Plain
                    />
                </div>
            })}
        </Card>
    }
}
