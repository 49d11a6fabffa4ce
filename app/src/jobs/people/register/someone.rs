//! One of those who live at a door, on a sheet of their own: who it is, what sort of person, and the
//! returnee's card where the type asks for one.

use super::{
    KnownPeople, problems_of,
    state::{Someone, has_card, is_child, of_type},
};
use crate::{
    live::{Show, derive, memo},
    parts::{Answer, Button, ChooseOne, KindField, Question, Sheet, Size, Weight},
    phone::use_phone,
    settings::{use_settings, use_table},
    words::{Lang, term_or_code},
};
use leptos::prelude::*;
use model::{
    id::RecordId,
    kind::{Payload, person, person::Person},
    record::{Data, Scope},
};

/// Asked of everybody.
const WHO: &[&str] = &["name", "sex", "born", "relation", "phone"];
/// The returnee's card, in the order in which one speaks of it.
const CARD: &[&str] = &[
    "origin",
    "left_on",
    "returned_on",
    "transport",
    "trip_no",
    "via",
    "companions",
    "cohabitants",
    "contact_history",
    "job",
    "employer",
    "domicile",
    "identity_number",
    "return_reason",
    "note",
];

/// The sheet.
#[component]
pub fn SomeoneSheet(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Who is on it.
    editing: RwSignal<Option<Someone>>,
    /// Everybody of the household.
    people: RwSignal<Vec<Someone>>,
    /// Where they will live.
    scope: Signal<Scope>,
) -> impl IntoView {
    let p = use_table(Lang::people);
    view! {
        <Sheet open title=move || p.get().a_person>
            {move || editing.get().map(|one| view! { <Fields one open people scope /> })}
        </Sheet>
    }
}

#[component]
fn Fields(one: Someone, open: RwSignal<bool>, people: RwSignal<Vec<Someone>>, scope: Signal<Scope>) -> impl IntoView {
    let p = use_table(Lang::people);
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let phone = use_phone();
    let id = one.id;
    let year = i64::from(phone.today().year());
    let data = RwSignal::new(one.data);
    let tried = RwSignal::new(false);
    // Any id will do: what is wrong with a person does not hang on whose door it is.
    let home = RecordId::fixed(0);
    let problems = memo(move || if tried.get() { problems_of(&data.get(), home, year) } else { Vec::new() });
    let listed = people.with_untracked(|people| people.iter().any(|one| one.id == id));
    // What was said is on the form at once, so that it is in the draft as well.
    Effect::new(move |before: Option<Data>| {
        let now = data.get();
        if before.as_ref().is_some_and(|before| *before != now) {
            people.update(|people| match people.iter_mut().find(|one| one.id == id) {
                Some(one) => one.data.clone_from(&now),
                None => people.push(Someone { id, data: now.clone() }),
            });
        }
        now
    });
    let field = move |name: &&str| {
        let field = person::KIND.field(name)?;
        Some(view! { <KindField field kind=Person::KIND data problems /> })
    };
    let kind = Answer::new("person_type", data);
    let chosen = derive(move || kind.read(|value| value.as_str().map(str::to_owned)));
    let choose = move |code: &'static str| {
        let by = untrack(|| phone.user()).map(|user| user.name).unwrap_or_default();
        data.update(|data| *data = of_type(data, code, &by, phone.today()));
    };
    let done = move |_| {
        tried.set(true);
        if problems.with_untracked(Vec::is_empty) {
            open.set(false);
        }
    };
    let remove = move |_| {
        people.update(|people| people.retain(|one| one.id != id));
        open.set(false);
    };
    view! {
        <div class="stack">
            {WHO.iter().filter_map(field).collect_view()}
            <Show when=move || data.with(|data| is_child(data, year))>
                <p class="soft">{move || i.get().child_note}</p>
                {["guardian"].iter().filter_map(field).collect_view()}
            </Show>
            <KnownPeople data scope />
            <Question title=move || i.get().which_type>
                <ChooseOne
                    name=move || term_or_code(lang.get(), Person::KIND, "person_type")
                    key="person.person_type"
                    codes=person::PERSON_TYPE
                    chosen
                    on_choose=choose
                    shown=5
                />
            </Question>
            <Show when=move || data.with(has_card)>
                <section class="stack">
                    <h3>{move || p.get().card_of_type}</h3>
                    <p class="soft">{move || p.get().card_note}</p>
                    {CARD.iter().filter_map(field).collect_view()}
                </section>
            </Show>
            <Button label=move || p.get().person_done weight=Weight::Main size=Size::Big on_press=done />
            {listed.then(|| view! { <Button label=move || p.get().remove_person size=Size::Wide on_press=remove /> })}
        </div>
    }
}
