//! Who it is, what was told to them, and what sort of person that makes.

use super::{
    Form,
    ask::{Ask, problem_of},
};
use crate::{
    jobs::isolation::{
        offers::Offers,
        opening::{TYPES, is_decided_elsewhere},
    },
    live::{Show, derive},
    parts::{Answer, ChooseOne, Field, KindField, ProblemLine, Question},
    settings::{use_settings, use_table},
    words::{Lang, term_or_code},
};
use leptos::prelude::*;
use model::kind::{
    Payload,
    person::{self, Person},
};
use serde_json::Value;

/// A field of the person's card.
#[component]
pub fn CardField(form: Form, name: &'static str) -> impl IntoView {
    let field = person::KIND.field(name);
    field.map(|field| view! { <KindField field kind=Person::KIND data=form.card problems=form.of_card /> })
}

/// The text that stands in a field.
pub fn text_of(answer: Answer) -> Signal<String> {
    derive(move || answer.read(|value| value.as_str().unwrap_or_default().to_owned()))
}

/// The code that stands in a field.
pub fn code_of(answer: Answer) -> Signal<Option<String>> {
    derive(move || answer.read(|value| value.as_str().map(str::to_owned)))
}

/// What is wrong with a choice.
#[component]
pub fn Wrong(problem: Signal<Option<String>>) -> impl IntoView {
    move || problem.get().map(|text| view! { <p role="alert"><ProblemLine text /></p> })
}

/// Somebody who is not in the register.
#[component]
pub fn PersonQuestion(form: Form) -> impl IntoView {
    let i = use_table(Lang::isolation);
    view! {
        <Question title=move || i.get().who>
            <div class="stack">
                {Ask::PERSON.into_iter().zip(["name", "born", "sex", "relation", "phone"]).map(|(ask, name)| view! {
                    <Show when=move || form.walk.shows(ask)><CardField form name /></Show>
                }).collect_view()}
            </div>
        </Question>
    }
}

/// What is kept and why, to be read out; how it was given.
#[component]
pub fn NoticeQuestion(form: Form) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let notice = Answer::new("notice", form.card);
    view! {
        <Question title=move || i.get().notice>
            <div class="stack">
                <Show when=move || form.walk.shows(Ask::Notice)>
                    <p class="read-out">{move || i.get().notice_text}</p>
                    <ChooseOne
                        name=move || term_or_code(lang.get(), Person::KIND, "notice")
                        key="person.notice"
                        codes=person::NOTICE
                        chosen=code_of(notice)
                        on_choose=move |code: &'static str| notice.set(code)
                    />
                    <Wrong problem=problem_of(form.of_card, "notice") />
                </Show>
                <Show when=move || form.walk.shows(Ask::Guardian)>
                    <p class="soft">{move || i.get().child_note}</p>
                    <CardField form name="guardian" />
                </Show>
            </div>
        </Question>
    }
}

/// 人员类型: one answer, from which reason, origin and what the days are counted from follow.
#[component]
pub fn TypeQuestion(form: Form) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let person_type = Answer::new("person_type", form.card);
    let by = Answer::new("type_by", form.card);
    let chosen = code_of(person_type);
    let choose = move |code: &'static str| {
        let (case, card) =
            form.of.with_value(|of| of.of_type(&form.case.get_untracked(), &form.card.get_untracked(), code));
        form.case.set(case);
        form.card.set(card);
        // Nobody is asked where Wuhan lies.
        let origin = Answer::new("origin", form.card);
        if code == "returned_wuhan" && origin.read(|value| value.as_str().is_none_or(str::is_empty)) {
            origin.write(i.get_untracked().wuhan.into());
        }
    };
    let elsewhere = derive(move || chosen.with(|chosen| chosen.as_deref().is_some_and(is_decided_elsewhere)));
    let offers = derive(move || {
        let authorities = i.get().authorities.iter().map(|one| (*one).to_owned());
        let me = form.of.with_value(|of| of.by_name.clone());
        if elsewhere.get() { authorities.collect() } else { std::iter::once(me).chain(authorities).collect::<Vec<_>>() }
    });
    let label = move || term_or_code(lang.get(), Person::KIND, "type_by");
    view! {
        <Question title=move || i.get().which_type>
            <div class="stack">
                <Show when=move || form.walk.shows(Ask::Type)>
                    <ChooseOne
                        name=move || i.get().which_type
                        key="person.person_type"
                        codes=TYPES
                        chosen
                        on_choose=choose
                    />
                    <Wrong problem=problem_of(form.of_card, "person_type") />
                </Show>
                <Show when=move || form.walk.shows(Ask::TypeBy)>
                    <Field
                        id="person-type_by"
                        label
                        value=text_of(by)
                        hint=move || if elsewhere.get() { i.get().type_by_elsewhere } else { i.get().type_by_note }
                        problem=problem_of(form.of_card, "type_by")
                        on_input=move |text: String| by.write(Value::from(text))
                    />
                    <Offers offers label value=text_of(by) on_choose=move |text: String| by.write(Value::from(text)) />
                </Show>
            </div>
        </Question>
    }
}
