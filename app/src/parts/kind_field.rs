//! One field of a kind, asked for by what it holds: no question of a form, but the thing itself, to
//! be changed or mended.

use super::{Answer, ChooseMany, ChooseOne, Field, Input, ProblemLine, Question, Toggle};
use crate::{
    live::derive,
    settings::use_settings,
    words::{self, term_or_code},
};
use leptos::prelude::*;
use model::{
    field::{Field as Declared, Holds, Problem},
    record::Data,
};
use serde_json::Value;

/// Words of more characters than this get several lines.
const ONE_LINE: usize = 60;

/// Whether people fill in a field of this sort here: what names other records is not typed.
pub fn is_typed(holds: Holds) -> bool {
    !matches!(holds, Holds::Ref(_) | Holds::Refs(_) | Holds::Parts(_) | Holds::Any)
}

/// The field, with what is wrong below it.
#[component]
pub fn KindField(
    /// What it is.
    field: &'static Declared,
    /// Name of its kind.
    kind: &'static str,
    /// What stands in the fields; every press changes it.
    data: RwSignal<Data>,
    /// What is wrong with any of them.
    #[prop(into)]
    problems: Signal<Vec<Problem>>,
) -> impl IntoView {
    let lang = use_settings().lang;
    let name = field.name;
    let key = move || format!("{kind}.{name}");
    let label = move || term_or_code(lang.get(), kind, name);
    let problem = derive(move || {
        let of = |problem: &&Problem| problem.field.split('.').next() == Some(name);
        problems.with(|problems| problems.iter().find(of).map(|problem| words::problem(lang.get(), problem)))
    });
    let answer = Answer::new(name, data);
    let text = derive(move || answer.read(shown));
    let typed = move |input: Input, read: fn(String) -> Value| {
        view! { <Field id=key().replace('.', "-") label value=text input problem on_input=move |text: String| answer.write(read(text)) /> }
            .into_any()
    };
    let chosen = move |choices: AnyView| {
        view! {
            <Question title=label>
                {choices}
                {move || problem.get().map(|text| view! { <p role="alert"><ProblemLine text /></p> })}
            </Question>
        }
        .into_any()
    };
    match field.holds {
        Holds::Text(most) if most > ONE_LINE => typed(Input::Lines, Value::from),
        Holds::Phone => typed(Input::Phone, Value::from),
        Holds::Count(..) => typed(Input::Number, number),
        Holds::Day => typed(Input::Day, Value::from),
        Holds::One(codes) => chosen(
            view! {
                <ChooseOne
                    name=label
                    key=key()
                    codes
                    chosen=derive(move || answer.read(|value| value.as_str().map(str::to_owned)))
                    on_choose=move |code: &'static str| answer.write(code.into())
                />
            }
            .into_any(),
        ),
        Holds::Many(codes) => chosen(
            view! {
                <ChooseMany
                    name=label
                    key=key()
                    codes
                    chosen=derive(move || answer.codes())
                    on_change=move |(code, on)| answer.toggle(code, on)
                />
            }
            .into_any(),
        ),
        Holds::YesNo => chosen(
            view! { <Toggle label on=derive(move || answer.read(|value| value.as_bool() == Some(true))) on_change=move |on: bool| answer.write(on.into()) /> }
                .into_any(),
        ),
        _ => typed(Input::Words, Value::from),
    }
}

/// A value as it stands in a box.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// What is no number stays as text, so that the check names it and nothing typed is lost.
fn number(text: String) -> Value {
    text.trim().parse::<i64>().map_or_else(|_| Value::from(text), Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_comes_back_as_it_was_typed() {
        for text in ["3", "三", "", " 4x"] {
            assert_eq!(shown(&number(text.to_owned())), text);
        }
        assert_eq!((number(" 12 ".into()), shown(&Value::Null)), (Value::from(12), String::new()));
    }
}
