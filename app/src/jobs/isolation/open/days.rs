//! From when to when: the day the days are counted from, the first day, and the last one by policy.

use super::{
    Form,
    ask::{Ask, problem_of},
    person::{Wrong, code_of},
};
use crate::{
    jobs::isolation::{
        day_field::DayField,
        opening::{day, planned_days, planned_end},
    },
    live::{Show, derive, memo},
    parts::{Answer, Button, ChooseOne, Icon, KindField, Question, Size},
    settings::{use_settings, use_table, use_words},
    words::{Lang, full_day, term_or_code},
};
use leptos::prelude::*;
use model::{
    id::RecordId,
    kind::{
        Payload,
        isolation::{self, Isolation},
        policy::Policies,
    },
};
use serde_json::{Value, json};

/// The question.
#[component]
pub fn DaysQuestion(form: Form, policies: StoredValue<Policies>) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let w = use_words();
    let lang = use_settings().lang;
    let case = move |field: &'static str| Answer::new(field, form.case);
    let card = move |field: &'static str| Answer::new(field, form.card);
    let (anchor, anchor_on, proof, from_on) = (case("anchor"), case("anchor_on"), case("proof"), case("from_on"));
    let returned_on = card("returned_on");
    let walk = form.walk;
    let anchor_label = move || match code_of(anchor).get() {
        Some(code) => term_or_code(lang.get(), "isolation.anchor", &code),
        None => term_or_code(lang.get(), Isolation::KIND, "anchor_on"),
    };
    let unfolded = RwSignal::new(false);
    // What is wrong in there is not hidden.
    let inside = ["end_on", "address", "place", "origin", "reason", "anchor"];
    let wrong_inside = move || {
        form.of_case.with(|all| all.iter().any(|one| inside.contains(&one.field.as_str()) && one.rule != "required"))
    };
    let open = memo(move || unfolded.get() || wrong_inside());
    let term = move || {
        let case = form.case.get();
        policies.with_value(|policies| {
            let end = day(&case, "end_on").or_else(|| planned_end(&case, policies));
            let (Some(end), Some(days)) = (end, planned_days(&case, policies)) else {
                return i.get().end_unknown.to_owned();
            };
            let by_hand = planned_end(&case, policies) != Some(end);
            let place = case.get("place").and_then(Value::as_str).map(str::to_owned);
            let place = place.or_else(|| crate::jobs::isolation::opening::place(&case, policies));
            let place = place.map(|place| term_or_code(lang.get(), "isolation.place", &place)).unwrap_or_default();
            let until = full_day(lang.get(), end);
            if by_hand { (i.get().until_by_hand)(&until, &place) } else { (i.get().until)(days, &until, &place) }
        })
    };
    let set_from = move |text: String| {
        from_on.write(Value::from(text));
        // Whoever begins on the first day begins with it.
        if anchor.read(|value| value == "first_day") {
            let first = from_on.read(Clone::clone);
            anchor_on.write(first);
        }
        // The minute of now is that of today alone.
        let today = form.of.with_value(|of| of.now);
        let is_today = from_on.read(|value| *value == json!(today.day));
        case("from_minute").set(if is_today { json!(today.minute) } else { Value::Null });
    };
    let set_anchor = move |code: &'static str| {
        let (case, _) =
            form.of.with_value(|of| of.counted_from(&form.case.get_untracked(), &form.card.get_untracked(), code));
        form.case.set(case);
    };
    // A choice stands without a label of its own below the heading.
    let title = move || match walk.position() {
        Some(_) if walk.shows(Ask::Proof) => term_or_code(lang.get(), Isolation::KIND, "proof"),
        _ => i.get().from_when.to_owned(),
    };
    let field = move |name: &'static str| {
        let field = isolation::KIND.field(name)?;
        Some(view! { <KindField field kind=Isolation::KIND data=form.case problems=form.of_case /> })
    };
    view! {
        <Question title>
            <div class="stack">
                <Show when=move || walk.shows(Ask::Anchor)>
                    <DayField
                        id="isolation-anchor_on"
                        label=anchor_label
                        value=code_of(anchor_on)
                        usual=&[0, -1, -2]
                        problem=problem_of(form.of_case, "anchor_on")
                        on_input=move |text: String| anchor_on.write(Value::from(text))
                    />
                </Show>
                <Show when=move || walk.shows(Ask::Proof)>
                    <ChooseOne
                        name=move || term_or_code(lang.get(), Isolation::KIND, "proof")
                        key="isolation.proof"
                        codes=isolation::PROOF
                        chosen=code_of(proof)
                        on_choose=move |code: &'static str| proof.set(code)
                    />
                </Show>
                <Show when=move || walk.shows(Ask::Returned)>
                    <DayField
                        id="person-returned_on"
                        label=move || term_or_code(lang.get(), "person", "returned_on")
                        value=code_of(returned_on)
                        usual=&[0, -1]
                        problem=problem_of(form.of_card, "returned_on")
                        on_input=move |text: String| returned_on.write(Value::from(text))
                    />
                </Show>
                <Show when=move || walk.shows(Ask::First)>
                    <DayField
                        id="isolation-from_on"
                        label=move || i.get().first_day
                        value=code_of(from_on)
                        usual=&[0, -1]
                        problem=problem_of(form.of_case, "from_on")
                        on_input=set_from
                    />
                </Show>
                <Show when=move || walk.shows(Ask::Term)>
                    <div class="known">
                        <b class="what until">{term}</b>
                        <Button
                            label=move || w.get().change
                            icon=Icon::Pen
                            size=Size::Small
                            expanded=open
                            on_press=move |()| unfolded.update(|open| *open = !*open)
                        />
                    </div>
                    <Wrong problem=problem_of(form.of_case, "anchor") />
                </Show>
                <Show when=move || walk.shows(Ask::Term) && open.get()>
                    <Question title=move || term_or_code(lang.get(), Isolation::KIND, "anchor")>
                        <ChooseOne
                            name=move || term_or_code(lang.get(), Isolation::KIND, "anchor")
                            key="isolation.anchor"
                            codes=isolation::ANCHOR
                            chosen=code_of(anchor)
                            on_choose=set_anchor
                        />
                    </Question>
                    {["origin", "place", "address", "end_on"].into_iter().filter_map(field).collect_view()}
                </Show>
            </div>
        </Question>
    }
}

/// Whether anybody has asked after a person's health: a visit, or a reading.
pub fn health_asked(person: RecordId, home: RecordId, book: &crate::book::Book) -> bool {
    let visited = book.door(home).is_some_and(|card| {
        card.visits.iter().any(|visit| visit.visit.screening.iter().any(|screening| screening.person == Some(person)))
    });
    let measured = || {
        let mine = book.care.files.iter().filter(|file| file.case.is.person == Some(person));
        mine.flat_map(|file| &file.readings).next().is_some()
    };
    visited || measured()
}

/// A memo of what [`health_asked`] says, followed.
pub fn use_health_asked(form: Form) -> Memo<bool> {
    let book = crate::phone::use_book();
    let (person, home) = form.of.with_value(|of| (of.person, of.household));
    let asked = derive(move || book.with(|book| book.as_ref().is_some_and(|book| health_asked(person, home, book))));
    memo(move || asked.get())
}
