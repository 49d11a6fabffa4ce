//! What is not asked of everybody: how many, where from and to, why, and whatever there is a reason for.

use super::entry::Entry;
use crate::{
    live::{derive, memo},
    parts::{Button, ChooseMany, ChooseOne, Field, Input, Question, Sheet, Stepper, Toggle, Weight},
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term},
};
use leptos::prelude::*;
use model::{
    field::check_set,
    kind::{
        Payload,
        passage::{self, MOST_PEOPLE, Passage, REASON},
        visit::SYMPTOM,
    },
    record::Data,
};

/// A text among the rest.
type Of = fn(&mut Passage) -> &mut Option<String>;

/// The sheet.
#[component]
pub fn More(
    /// Who stands there.
    entry: RwSignal<Entry>,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::gate);
    let lang = use_settings().lang;
    let text = move |name: &'static str, of: Of, input: Input, most: usize| {
        let value = memo(move || entry.with(|entry| of(&mut entry.more.clone()).clone().unwrap_or_default()));
        let label = move || term(lang.get(), &format!("passage.{name}")).unwrap_or_default();
        let problem = derive(move || {
            let set = Data::from_iter([(name.to_owned(), value.get().into())]);
            let whole = value.with(|value| value.chars().count() >= 8);
            let problem = whole.then(|| check_set(passage::KIND.fields, &set).into_iter().next()).flatten();
            problem.map(|problem| words::problem(lang.get(), &problem))
        });
        let write = move |text: String| {
            entry.update(|entry| *of(&mut entry.more) = Some(text).filter(|text| !text.is_empty()));
        };
        view! { <Field id=format!("passage-{name}") label value on_input=write input problem most=most /> }
    };
    let people = memo(move || entry.with(|entry| entry.more.people_n));
    let reason = memo(move || entry.with(|entry| entry.more.reason.clone()));
    let symptoms = memo(move || entry.with(|entry| entry.more.symptoms.clone()));
    let choose_symptom = move |(code, on): (&'static str, bool)| {
        entry.update(|entry| {
            entry.more.symptoms.retain(|one| one != code);
            if on {
                entry.more.symptoms.push(code.to_owned());
            }
        });
    };
    let set_people = move |n: Option<i64>| entry.update(|entry| entry.more.people_n = n);
    view! {
        <Sheet open title=move || c.get().more_title>
            <div class="stack-wide">
                <Question title=move || c.get().people_ask>
                    <Stepper
                        label=move |n: i64| (c.get().people_n)(n)
                        value=people
                        usual=2
                        most=MOST_PEOPLE
                        on_change=set_people
                    />
                </Question>
                {text("from", |more| &mut more.from, Input::Words, 60)}
                {text("to", |more| &mut more.to, Input::Words, 60)}
                <Question title=move || c.get().reason>
                    <ChooseOne
                        name=move || c.get().reason
                        key="passage.reason"
                        codes=REASON
                        chosen=reason
                        on_choose=move |code: &'static str| entry.update(|entry| entry.more.reason = Some(code.to_owned()))
                    />
                </Question>
                <Toggle
                    label=move || c.get().key_area
                    on=derive(move || entry.with(|entry| entry.more.key_area == Some(true)))
                    on_change=move |on: bool| entry.update(|entry| entry.more.key_area = Some(on))
                />
                <Question title=move || c.get().no_symptoms>
                    <ChooseMany
                        name=move || c.get().no_symptoms
                        key=format!("{}.symptoms", Passage::KIND)
                        codes=SYMPTOM
                        chosen=symptoms
                        on_change=choose_symptom
                    />
                </Question>
                {text("phone", |more| &mut more.phone, Input::Phone, 20)}
                {text("identity_number", |more| &mut more.identity_number, Input::Words, 20)}
                {text("note", |more| &mut more.note, Input::Words, 100)}
                <div class="acts"><Button label=move || w.get().done weight=Weight::Main on_press=move |_| open.set(false) /></div>
            </div>
        </Sheet>
    }
}
