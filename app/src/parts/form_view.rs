//! Draws any form of the model: questions as data in, answers out.
//!
//! In the usual mode all questions stand on one page; in 长辈版 one at a time, led by [`Steps`].

use super::{
    Button, ChooseMany, ChooseOne, Either, Field, Icon, Input, Pick, PickFrom, ProblemLine, Question, Scale, Size,
    Stepper, Toggle,
};
use crate::{
    live::{derive, memo},
    settings::{use_settings, use_table},
    words::{self, Lang, term_or_code},
};
use leptos::prelude::*;
use model::{
    field::Problem,
    form::{Ask, Form},
    record::Data,
    work,
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

/// What is known beside the answers: what was answered last time, and what there is to choose from.
#[derive(Clone, Copy)]
pub struct Recall {
    /// The answers of last time.
    pub last: Signal<Data>,
    /// The records of a kind, as they are chosen from.
    pub records: UnsyncCallback<&'static str, Vec<Pick>>,
}

impl Recall {
    fn of(self, field: &str) -> Option<Value> {
        self.last.with_untracked(|last| last.get(field).filter(|value| !value.is_null()).cloned())
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
    /// What was answered last time, and what there is to choose from.
    #[prop(optional)]
    recall: Option<Recall>,
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
                ask => view! { <Asked ask words answer recall /> }.into_any(),
            };
            let lang = use_settings().lang;
            let mine = move || {
                problems.with(|problems| {
                    let of = |problem: &&Problem| problem.field.split('.').next() == Some(field);
                    problems.iter().find(of).map(|problem| words::problem(lang.get(), problem))
                })
            };
            let problem = move || mine().map(|text| view! { <p role="alert"><ProblemLine text /></p> });
            // A box says what it is on its own label.
            if matches!(question.ask, Ask::Number { .. } | Ask::Line { .. }) {
                view! { <div class="q typed">{body}{problem}</div> }.into_any()
            } else {
                view! {
                    <Question title=move || title(lang.get(), words, ask_is_own_title(question.ask))>
                        {body}
                        {problem}
                    </Question>
                }
                .into_any()
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
    /// What was answered last time, and what there is to choose from.
    #[prop(optional_no_strip)]
    recall: Option<Recall>,
) -> impl IntoView {
    let last = recall.and_then(|recall| recall.of(answer.field));
    let lang = use_settings().lang;
    let name = move || term_or_code(lang.get(), "", words).trim_start_matches('.').to_owned();
    let name = move || words::term(lang.get(), words).map_or_else(name, str::to_owned);
    match ask {
        Ask::One { choices, shown } => view! {
            <ChooseOne
                name
                key=words
                codes=work::with_last_first(choices, last.as_ref())
                last=last.as_ref().and_then(Value::as_str).map(str::to_owned)
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
        Ask::Line { most } => view! {
            <Field
                id=words.replace('.', "-")
                label=name
                value=derive(move || answer.read(|value| value.as_str().unwrap_or_default().to_owned()))
                on_input=move |text: String| answer.set(if text.is_empty() { Value::Null } else { text.into() })
                most=most
            />
            <LastValue answer last=last.filter(Value::is_string) />
        }
        .into_any(),
        Ask::Number { unit, .. } => {
            let o = use_table(Lang::work);
            let unit = memo(move || answer.answers.with(unit));
            let unit = move || words::term(lang.get(), unit.get()).unwrap_or_default();
            let label = move || match unit() {
                "" => name(),
                unit => (o.get().with_unit)(&name(), unit),
            };
            view! {
                <Field
                    id=words.replace('.', "-")
                    label
                    value=derive(move || answer.read(number_shown))
                    on_input=move |text: String| answer.set(number_typed(&text))
                    input=Input::Number
                />
                <LastValue answer last=last.filter(Value::is_number) unit />
            }
            .into_any()
        }
        Ask::Record { kind } | Ask::Records { kind } => {
            let many = matches!(ask, Ask::Records { .. });
            let o = use_table(Lang::work);
            let Some(recall) = recall else { return ().into_any() };
            let was: Vec<String> = match &last {
                Some(Value::String(id)) => vec![id.clone()],
                Some(Value::Array(ids)) => ids.iter().filter_map(|id| id.as_str().map(str::to_owned)).collect(),
                _ => Vec::new(),
            };
            let picks = memo(move || with_those_of_last_time(recall.records.run(kind), &was));
            let chosen = derive(move || answer.read(ids_of));
            let change = move |(id, on): (String, bool)| match (many, on) {
                (true, on) => answer.toggle(&id, on),
                (false, true) => answer.set(id),
                (false, false) => answer.set(Value::Null),
            };
            view! {
                {move || picks.with(Vec::is_empty).then(|| view! { <p class="soft">{move || o.get().nothing_held}{move || o.get().comma}{move || o.get().nothing_held_note}</p> })}
                <PickFrom
                    id=words.replace('.', "-")
                    name
                    picks
                    chosen
                    on_change=change
                    find=move || format!("{} {}", o.get().find, name())
                    hint=move || o.get().find_hint
                />
            }
            .into_any()
        }
        // Drawn by whoever knows the people, the day, and where photos are kept.
        Ask::PerPerson { .. } | Ask::Photos { .. } | Ask::Own => ().into_any(),
    }
}

/// What was answered last time, as one tap; nothing once something stands there.
#[component]
fn LastValue(
    answer: Answer,
    last: Option<Value>,
    /// Said behind it.
    #[prop(optional, into)]
    unit: super::Text,
) -> impl IntoView {
    let o = use_table(Lang::work);
    let open = memo(move || answer.read(Value::is_null));
    let last = StoredValue::new(last);
    let said = move || {
        let value = last.with_value(|last| last.as_ref().map(number_shown).unwrap_or_default());
        (o.get().last_value)(format!("{value} {}", unit.get()).trim())
    };
    move || {
        (open.get() && last.with_value(Option::is_some)).then(|| {
            view! { <Button label=said icon=Icon::Again size=Size::Small on_press=move |_| answer.set(last.get_value().unwrap_or_default()) /> }
        })
    }
}

/// A value as it stands in a box.
fn number_shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// What is no number stays as text, so that the check names it and nothing typed is lost.
fn number_typed(text: &str) -> Value {
    let digits = text.trim();
    match digits.parse::<i64>() {
        Ok(number) => number.into(),
        Err(_) if digits.is_empty() => Value::Null,
        Err(_) => text.into(),
    }
}

fn ids_of(value: &Value) -> Vec<String> {
    match value {
        Value::String(id) => vec![id.clone()],
        Value::Array(ids) => ids.iter().filter_map(|id| id.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

/// Those of last time first, and marked.
fn with_those_of_last_time(picks: Vec<Pick>, was: &[String]) -> Vec<Pick> {
    let marked = picks.into_iter().map(|pick| Pick { last: was.contains(&pick.id), ..pick });
    let (first, others): (Vec<_>, Vec<_>) = marked.partition(|pick| pick.last);
    first.into_iter().chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stays_as_it_was_typed_until_it_is_a_number() {
        for text in ["50", "五十", " 4x"] {
            assert_eq!(number_shown(&number_typed(text)), text);
        }
        assert_eq!((number_typed(" 12 "), number_typed("  ")), (12.into(), Value::Null));
    }

    #[test]
    fn those_of_last_time_stand_first_and_say_so() {
        let pick = |id: &str| Pick { id: id.into(), name: id.into(), text: None, last: false };
        let picks = with_those_of_last_time(vec![pick("a"), pick("b"), pick("c")], &["c".into()]);
        let said: Vec<_> = picks.iter().map(|pick| (pick.id.as_str(), pick.last)).collect();
        assert_eq!(said, [("c", true), ("a", false), ("b", false)]);
    }
}
