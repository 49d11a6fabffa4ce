//! Draws any form of the model: questions as data in, answers out.
//!
//! In the usual mode all questions stand on one page; in 长辈版 one at a time, led by [`Steps`].

use super::{ChooseMany, ChooseOne, Either, Field, Input, ProblemLine, Question, Scale, Stepper, Toggle};
use crate::{
    live::{derive, memo},
    settings::use_settings,
    words::{self, term_or_code},
};
use leptos::prelude::*;
use model::{
    field::Problem,
    form::{Ask, Form},
    record::Data,
};
use serde_json::Value;

/// Which question of a form stands on the screen, where only one does.
#[derive(Debug, Clone, Copy)]
pub struct Steps {
    at: RwSignal<usize>,
    count: Memo<usize>,
    one_by_one: Signal<bool>,
}

impl Steps {
    /// For `form`, beginning with its first question.
    pub fn new(form: &'static Form, answers: RwSignal<Data>) -> Self {
        let settings = use_settings();
        let count = memo(move || answers.with(|answers| form.asked(answers).count()));
        Self { at: RwSignal::new(0), count, one_by_one: derive(move || settings.is_elder()) }
    }

    /// Question `n` of so many, while they come one by one.
    pub fn position(self) -> Option<(usize, usize)> {
        self.one_by_one.get().then(|| (self.at.get().min(self.count.get().saturating_sub(1)), self.count.get()))
    }

    /// Whether nothing is left to be asked before saving.
    pub fn is_last(self) -> bool {
        self.position().is_none_or(|(at, count)| at + 1 >= count)
    }

    /// Goes to the next question.
    pub fn next(self) {
        self.at.update(|at| *at += 1);
    }

    /// Goes back a question; false at the first.
    pub fn back(self) -> bool {
        let at = self.at.get_untracked();
        self.at.set(at.saturating_sub(1));
        at > 0 && self.one_by_one.get_untracked()
    }

    /// Goes to the question at `index`.
    pub fn go(self, index: usize) {
        self.at.set(index);
    }
}

/// A form.
#[component]
pub fn FormView<D>(
    /// The questions.
    form: &'static Form,
    /// The answers so far; every press changes them.
    answers: RwSignal<Data>,
    /// Which question stands there.
    steps: Steps,
    /// What is wrong, once someone tried to save.
    #[prop(into)]
    problems: Signal<Vec<Problem>>,
    /// Draws what only the screen can: a question that is asked of each person, photos, its own.
    drawn: D,
) -> impl IntoView
where
    D: Fn(Ask) -> AnyView + Copy + Send + Sync + 'static,
{
    let asked = memo(move || {
        let all: Vec<&'static str> =
            answers.with(|answers| form.asked(answers).map(|question| question.field).collect());
        match steps.position() {
            Some((at, _)) => all.get(at).copied().into_iter().collect(),
            None => all,
        }
    });
    let draw = move |field: &'static str| {
        form.questions.iter().find(|question| question.field == field).map(|question| {
            let answer = Answer { field: question.field, answers };
            let words = question.words;
            let body = match question.ask {
                ask @ (Ask::PerPerson { .. } | Ask::Photos { .. } | Ask::Own) => drawn(ask),
                ask => view! { <Asked ask words answer /> }.into_any(),
            };
            let lang = use_settings().lang;
            let mine = move || {
                problems.with(|problems| {
                    let of = |problem: &&Problem| problem.field.split('.').next() == Some(field);
                    problems.iter().find(of).map(|problem| words::problem(lang.get(), problem))
                })
            };
            view! {
                <Question title=move || title(lang.get(), words, ask_is_own_title(question.ask))>
                    {body}
                    {move || mine().map(|text| view! { <p role="alert"><ProblemLine text /></p> })}
                </Question>
            }
        })
    };
    view! { <For each=move || asked.get() key=|field| *field children=draw /> }
}

/// A yes-or-no, a count, a text or photos say what it is on its own control; its heading says why it is asked.
fn ask_is_own_title(ask: Ask) -> bool {
    matches!(ask, Ask::Yes | Ask::Count { .. } | Ask::Text | Ask::Photos { .. })
}

fn title(lang: words::Lang, key: &str, own: bool) -> String {
    let heading = own.then(|| words::term(lang, &format!("{key}.question"))).flatten();
    heading.or_else(|| words::term(lang, key)).unwrap_or(key).to_owned()
}

/// One answer among those of a form.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    field: &'static str,
    answers: RwSignal<Data>,
}

impl Answer {
    /// The answer to `field`.
    pub fn new(field: &'static str, answers: RwSignal<Data>) -> Self {
        Self { field, answers }
    }

    /// Reads what stands there; null for nothing.
    pub fn read<T>(self, read: impl FnOnce(&Value) -> T) -> T {
        self.answers.with(|answers| read(answers.get(self.field).unwrap_or(&Value::Null)))
    }

    /// Answers; null takes the answer back.
    pub fn set(self, value: impl Into<Value>) {
        self.answers.update(|answers| {
            match value.into() {
                Value::Null => answers.remove(self.field),
                value => answers.insert(self.field.to_owned(), value),
            };
        });
    }

    /// Puts a value there, and leaves a null that takes away what stood there before.
    pub fn write(self, value: Value) {
        self.answers.update(|answers| {
            answers.insert(self.field.to_owned(), value);
        });
    }

    /// Chooses one of several codes, or takes it back.
    pub fn toggle(self, code: &str, on: bool) {
        let mut codes = self.codes();
        codes.retain(|one| one != code);
        if on {
            codes.push(code.to_owned());
        }
        self.set(if codes.is_empty() { Value::Null } else { codes.into() });
    }

    /// The codes that are chosen.
    pub fn codes(self) -> Vec<String> {
        self.read(|value| {
            value.as_array().into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
        })
    }
}

/// The controls of one question.
#[component]
pub fn Asked(
    /// How it is asked.
    ask: Ask,
    /// Key of its words.
    words: &'static str,
    /// Its answer.
    answer: Answer,
) -> impl IntoView {
    let lang = use_settings().lang;
    let name = move || term_or_code(lang.get(), "", words).trim_start_matches('.').to_owned();
    let name = move || words::term(lang.get(), words).map_or_else(name, str::to_owned);
    match ask {
        Ask::One { choices, shown } => view! {
            <ChooseOne
                name
                key=words
                codes=choices
                shown
                chosen=derive(move || answer.read(|value| value.as_str().map(str::to_owned)))
                on_choose=move |code: &'static str| answer.set(code)
            />
        }
        .into_any(),
        Ask::Many { choices } => view! {
            <ChooseMany
                name
                key=words
                codes=choices
                chosen=derive(move || answer.codes())
                on_change=move |(code, on): (&'static str, bool)| answer.toggle(code, on)
            />
        }
        .into_any(),
        Ask::Either => view! {
            <Either
                name
                key=words
                chosen=derive(move || answer.read(Value::as_bool))
                on_choose=move |yes: bool| answer.set(yes)
            />
        }
        .into_any(),
        Ask::Scale => view! {
            <Scale
                name
                key=words
                chosen=derive(move || answer.read(Value::as_i64))
                on_choose=move |step: i64| answer.set(step)
            />
        }
        .into_any(),
        Ask::Yes => view! {
            <Toggle
                label=name
                on=derive(move || answer.read(|value| value.as_bool() == Some(true)))
                on_change=move |on| answer.set(if on { Value::Bool(true) } else { Value::Null })
            />
        }
        .into_any(),
        Ask::Count { usual, most } => view! {
            <Stepper
                label=move |n| crate::words::counted(lang.get(), words, n)
                value=derive(move || answer.read(Value::as_i64))
                on_change={move |n: Option<i64>| answer.set(n.map_or(Value::Null, Value::from))}
                usual
                most
            />
        }
        .into_any(),
        Ask::Text => view! {
            <Field
                id=words.replace('.', "-")
                label=name
                value=derive(move || answer.read(|value| value.as_str().unwrap_or_default().to_owned()))
                on_input=move |text: String| answer.set(if text.is_empty() { Value::Null } else { text.into() })
                input=Input::Lines
            />
        }
        .into_any(),
        // Drawn by whoever knows the people, the day, and where photos are kept.
        Ask::PerPerson { .. } | Ask::Photos { .. } | Ask::Own => ().into_any(),
    }
}
