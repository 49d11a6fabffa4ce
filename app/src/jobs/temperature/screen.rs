//! What measuring looks like: one person on the screen, from what the state says. It decides nothing.

use super::state::{Answer, Heat, Next, Round, Step, Subject, Trouble};
use crate::{
    live::{Show, derive, memo},
    parts::{
        Act, Badge, Bar, Button, Card, ChooseMany, ChooseOne, Dock, Field, Icon, Key, Known, Main, Notice, NumberPad,
        Page, ProblemLine, Question, Reading, Sheet, Size, Text, Toggle, Tone, Weight, icon, with_point,
    },
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, tenths_label},
};
use leptos::prelude::*;
use model::kind::{
    reading::{METHOD, REASON},
    visit::SYMPTOM,
};

/// What a person does on the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Do {
    /// Presses a key of the pad.
    Key(Key),
    /// Presses the main button.
    Main,
    /// One question back, or away from here.
    Back,
    /// 没量成.
    NotTaken,
    /// Cannot measure a second time.
    NoSecond,
    /// Goes back to whose reading was saved last.
    ChangeBefore,
    /// Takes back what was saved last.
    TakeBack,
    /// A symptom comes or goes.
    Symptom(&'static str, bool),
    /// No symptoms.
    Well,
    /// Chooses a reason.
    Reason(&'static str),
    /// Types the reason.
    Note(String),
    /// Chooses how it is taken.
    Method(&'static str),
}

/// The screen of one person, while there is one.
#[component]
pub fn MeasureScreen(
    /// Who, and what is known.
    #[prop(into)]
    round: Signal<Round>,
    /// Where and when: `12号 · 上午`.
    #[prop(into)]
    place: Text,
    /// Fever from here on, in tenths.
    #[prop(into)]
    threshold: Signal<i64>,
    /// How it is taken.
    #[prop(into)]
    method: Signal<String>,
    /// What was wrong when the main button was pressed.
    #[prop(into)]
    tried: Signal<Option<Trouble>>,
    /// Being saved.
    #[prop(into)]
    busy: Signal<bool>,
    /// A draft is kept.
    #[prop(into)]
    kept: Signal<bool>,
    /// What the person does.
    #[prop(into)]
    on: UnsyncCallback<Do>,
    /// Reads aloud what is typed, where the device can.
    #[prop(optional, into)]
    on_read: Option<Act>,
    /// Above what is asked: that it could not be saved.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::measure);
    let settings = use_settings();
    let told = memo(move || round.with(|round| round.told));
    let step = memo(move || round.with(|round| round.answer.step));
    let title = move || {
        round.with(|round| {
            let one = round.told.and_then(|index| round.people.get(index)).or_else(|| round.now());
            one.map(|one| one.name.clone()).unwrap_or_default()
        })
    };
    let sub = move || {
        round.with(|round| {
            let one = round.told.and_then(|index| round.people.get(index)).or_else(|| round.now());
            let day = |one: &Subject| match settings.is_elder() {
                true => (c.get().day_n)(one.day.0),
                false => (c.get().day_of)(one.day.0, one.day.1),
            };
            format!("{} · {}", place.get(), one.map(day).unwrap_or_default())
        })
    };
    let label = move || {
        if busy.get() {
            return w.get().saving.to_owned();
        }
        round.with(|round| main_label(settings.lang.get(), round, threshold.get(), settings.is_elder()))
    };
    let extra = StoredValue::new(children);
    view! {
        <Page>
            <Bar title sub on_back=move |()| on.run(Do::Back) />
            // In the bar it would move the keys below a finger.
            <p class="sr-only" role="status">{move || kept.get().then(|| w.get().draft_saved)}</p>
            <Main class="measure">
                {move || extra.with_value(|extra| extra.as_ref().map(|extra| extra()))}
                {move || match (told.get(), step.get()) {
                    (Some(index), _) => view! { <WhatNow round index /> }.into_any(),
                    (None, Step::Value | Step::Second) => {
                        view! { <Value round threshold method tried on on_read /> }.into_any()
                    }
                    (None, Step::Symptoms) => view! { <Symptoms round method on /> }.into_any(),
                    (None, Step::Reason) => view! { <Reason round tried on /> }.into_any(),
                }}
            </Main>
            <Dock>
                <Button label weight=Weight::Main size=Size::Big busy on_press=move |_| on.run(Do::Main) />
            </Dock>
        </Page>
    }
}

/// What the main button says.
fn main_label(lang: Lang, round: &Round, threshold: i64, all_asked: bool) -> String {
    let (w, c) = (lang.words(), lang.measure());
    let name = |of: Option<usize>| of.and_then(|index| round.people.get(index)).map(|one| one.name.as_str());
    if round.told.is_some() {
        return name(round.at).map_or_else(|| w.done.to_owned(), c.go_on_with);
    }
    let answer = &round.answer;
    let save = || match round.next_name() {
        _ if answer.is_fever(threshold) => c.save_report.to_owned(),
        Some(name) => (w.save_next)(name),
        None => w.save.to_owned(),
    };
    match answer.next(threshold, all_asked) {
        Next::Ask(Step::Second) => c.again.to_owned(),
        Next::Ask(_) => w.next.to_owned(),
        Next::Save => save(),
        Next::Wrong(_) => match answer.step {
            Step::Second => w.next.to_owned(),
            Step::Value if all_asked => w.next.to_owned(),
            _ => save(),
        },
    }
}

/// What is wrong, and what to do, in a sentence.
pub fn trouble_label(lang: Lang, trouble: &Trouble) -> String {
    let c = lang.measure();
    match trouble {
        Trouble::CannotBegin => c.cannot_begin.to_owned(),
        Trouble::OutOfRange(tenths) => (c.out_of_range)(&tenths_label(*tenths)),
        Trouble::Missing(n) => (c.digits_missing)(*n),
        Trouble::NoReason => c.no_reason.to_owned(),
        Trouble::NoReasonWords => c.no_reason_words.to_owned(),
    }
}

/// An answer as it is said in a line: 36.5 ℃, 没量成.
pub fn answer_label(lang: Lang, answer: &Answer) -> String {
    let c = lang.measure();
    match (answer.value(), answer.second_value()) {
        (Some(value), Some(second)) => (c.degrees)(&(c.fever_twice)(&tenths_label(value), &tenths_label(second))),
        (Some(value), None) => (c.degrees)(&tenths_label(value)),
        (None, _) => c.not_taken_word.to_owned(),
    }
}

/// How it is taken, in words.
fn method_label(lang: Lang, method: &str) -> String {
    words::term_or_code(lang, "reading.method", method)
}

#[component]
fn Value(
    round: Signal<Round>,
    threshold: Signal<i64>,
    method: Signal<String>,
    tried: Signal<Option<Trouble>>,
    on: UnsyncCallback<Do>,
    on_read: Option<Act>,
) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::measure);
    let settings = use_settings();
    let lang = settings.lang;
    let second = memo(move || round.with(|round| round.answer.step == Step::Second));
    let digits = move || round.with(|round| with_point(round.answer.digits(), 1));
    let heat = memo(move || round.with(|round| round.answer.heat(threshold.get())));
    let trouble = memo(move || round.with(|round| round.answer.wrong()).or_else(|| tried.get()));
    let last = move || round.with(|round| round.now().and_then(|one| one.last));
    // What was saved just now can be taken back until something is typed.
    let fresh = memo(move || {
        round.with(|round| {
            let one = round.people.get(round.before.filter(|_| round.fresh)?)?;
            let value = answer_label(lang.get(), &one.stands.as_ref()?.answer);
            let whole = settings.is_elder();
            Some(if whole { (c.get().saved)(&one.name, &value) } else { w.get().on_phone.to_owned() })
        })
    });
    let settled = memo(move || round.with(|round| above(lang.get(), round, threshold.get())));
    let under = move || {
        match (trouble.get(), heat.get()) {
        (Some(trouble), _) => {
            view! { <p role="alert"><ProblemLine text=trouble_label(lang.get(), &trouble) /></p> }.into_any()
        }
        (None, Some(Heat::Hot)) => view! { <Badge tone=Tone::Alarm icon=Icon::Alarm label=move || c.get().hot /> }.into_any(),
        (None, Some(Heat::Normal)) if second.get() => {
            view! { <Badge tone=Tone::Ok icon=Icon::Ok label=move || c.get().again_passed /> }.into_any()
        }
        (None, Some(Heat::Normal)) => view! { <Badge tone=Tone::Ok icon=Icon::Ok label=move || w.get().normal /> }.into_any(),
        (None, None) if fresh.with(Option::is_some) && !second.get() => {
            view! {
                <span class="just-saved" role="status">{icon(Icon::Ok)}<span>{move || fresh.get()}</span></span>
                <Button label=move || w.get().undo weight=Weight::Quiet size=Size::Small on_press=move |_| on.run(Do::TakeBack) />
            }
                .into_any()
        }
        // Large text leaves no line above the number: what stands there otherwise is said here.
        (None, None) if settings.is_elder() && settled.with(Option::is_some) => {
            view! { <span class="soft">{move || settled.get()}</span> }.into_any()
        }
        (None, None) if second.get() => ().into_any(),
        (None, None) => {
            view! { <span class="soft">{last().map(|last| (c.get().last_value)(&tenths_label(last)))}</span> }.into_any()
        }
    }
    };
    let options = RwSignal::new(false);
    let taken = move || {
        let symptoms = round.with(|round| symptoms_label(lang.get(), &round.answer.symptoms));
        (c.get().how_symptoms)(&method_label(lang.get(), &method.get()), &symptoms)
    };
    view! {
        <Show when=move || !settings.is_elder()><Above round settled on /></Show>
        <Reading value=digits unit="℃">
            <div class="under">{under}</div>
        </Reading>
        {match on_read {
            Some(on_read) => view! { <NumberPad on_key=move |key| on.run(Do::Key(key)) on_read /> }.into_any(),
            None => view! { <NumberPad on_key=move |key| on.run(Do::Key(key)) /> }.into_any(),
        }}
        <div class="measure-more">
            {move || {
                if second.get() {
                    view! { <Button label=move || c.get().no_second weight=Weight::Quiet size=Size::Wide on_press=move |_| on.run(Do::NoSecond) /> }
                        .into_any()
                } else if settings.is_elder() {
                    view! { <Button label=move || c.get().not_taken weight=Weight::Quiet size=Size::Wide on_press=move |_| on.run(Do::NotTaken) /> }
                        .into_any()
                } else {
                    view! {
                        <Button label=taken icon=Icon::Pen size=Size::Small on_press=move |_| options.set(true) />
                        <Button label=move || c.get().not_taken size=Size::Small on_press=move |_| on.run(Do::NotTaken) />
                    }
                        .into_any()
                }
            }}
        </div>
        <Sheet open=options title=move || c.get().how>
            <HowAndWell round method on />
            <div class="acts"><Button label=move || w.get().done weight=Weight::Main on_press=move |_| options.set(false) /></div>
        </Sheet>
    }
}

/// What is to be known before a number is typed: why once more, or that this corrects what stands.
fn above(lang: Lang, round: &Round, threshold: i64) -> Option<String> {
    let c = lang.measure();
    let first = round.answer.value().filter(|value| *value >= threshold);
    if let (Step::Second, Some(first)) = (round.answer.step, first) {
        return Some((c.again_why)(&tenths_label(first)));
    }
    let stands = round.now()?.stands.as_ref()?;
    Some((c.correct)(&answer_label(lang, &stands.answer)))
}

/// The line above the number: what is to be known, or who came before. Its place is there from the
/// start.
#[component]
fn Above(round: Signal<Round>, settled: Memo<Option<String>>, on: UnsyncCallback<Do>) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::measure);
    let lang = use_settings().lang;
    let before = memo(move || {
        round.with(|round| {
            let one = round.people.get(round.before?)?;
            Some((one.name.clone(), answer_label(lang.get(), &one.stands.as_ref()?.answer)))
        })
    });
    let line = move || match (settled.get(), before.get()) {
        (Some(said), _) => view! { <p class="what mark">{icon(Icon::Info)}<span>{said}</span></p> }.into_any(),
        (None, None) => ().into_any(),
        (None, Some((name, value))) => {
            let said = (c.get().before)(&name, &value);
            view! {
                <p class="what">{said}</p>
                <Button
                    label=move || w.get().change
                    name=move || (c.get().correct_name)(&name)
                    icon=Icon::Pen
                    size=Size::Small
                    on_press=move |_| on.run(Do::ChangeBefore)
                />
            }
            .into_any()
        }
    };
    view! { <div class="measure-above">{line}</div> }
}

/// Symptoms in a line: 没有不舒服, 干咳、乏力.
fn symptoms_label(lang: Lang, codes: &[String]) -> String {
    if codes.is_empty() {
        return lang.measure().symptoms_none.to_owned();
    }
    let words = codes.iter().map(|code| words::term_or_code(lang, "visit.screening.symptoms", code));
    words.collect::<Vec<_>>().join(lang.words().list_comma)
}

/// How it is taken and what is wrong, in the sheet.
#[component]
fn HowAndWell(round: Signal<Round>, method: Signal<String>, on: UnsyncCallback<Do>) -> impl IntoView {
    let c = use_table(Lang::measure);
    view! {
        <div class="stack-wide">
            <ChooseMethod method on />
            <section class="stack">
                <h3>{move || c.get().symptoms}</h3>
                <ChooseSymptoms round on />
            </section>
        </div>
    }
}

#[component]
fn ChooseMethod(method: Signal<String>, on: UnsyncCallback<Do>) -> impl IntoView {
    let c = use_table(Lang::measure);
    view! {
        <ChooseOne
            name=move || c.get().how
            key="reading.method"
            codes=METHOD
            chosen=derive(move || Some(method.get()))
            on_choose=move |code: &'static str| on.run(Do::Method(code))
        />
    }
}

#[component]
fn ChooseSymptoms(round: Signal<Round>, on: UnsyncCallback<Do>) -> impl IntoView {
    let c = use_table(Lang::measure);
    let chosen = memo(move || round.with(|round| round.answer.symptoms.clone()));
    view! {
        <div class="stack">
            <Toggle
                label=move || c.get().symptoms_none
                on=derive(move || chosen.with(Vec::is_empty))
                on_change=move |_| on.run(Do::Well)
            />
            <ChooseMany
                name=move || c.get().symptoms
                key="visit.screening.symptoms"
                codes=SYMPTOM
                chosen
                on_change=move |(code, on_now)| on.run(Do::Symptom(code, on_now))
            />
        </div>
    }
}

#[component]
fn Symptoms(round: Signal<Round>, method: Signal<String>, on: UnsyncCallback<Do>) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::measure);
    let settings = use_settings();
    let how = RwSignal::new(false);
    let value = move || round.with(|round| answer_label(settings.lang.get(), &round.answer));
    let known = move || (c.get().how_symptoms)(&value(), &method_label(settings.lang.get(), &method.get()));
    view! {
        <Card>
            <Question title=move || c.get().symptoms><ChooseSymptoms round on /></Question>
            <Known text=known on_change=move |()| how.set(true) />
        </Card>
        <Sheet open=how title=move || c.get().how>
            <ChooseMethod method on />
            <div class="acts"><Button label=move || w.get().done weight=Weight::Main on_press=move |_| how.set(false) /></div>
        </Sheet>
    }
}

#[component]
fn Reason(round: Signal<Round>, tried: Signal<Option<Trouble>>, on: UnsyncCallback<Do>) -> impl IntoView {
    let c = use_table(Lang::measure);
    let lang = use_settings().lang;
    let chosen = memo(move || round.with(|round| round.answer.reason.clone()));
    let said =
        move |of: fn(&Trouble) -> bool| tried.get().filter(of).map(|trouble| trouble_label(lang.get(), &trouble));
    let other = memo(move || chosen.with(|chosen| chosen.as_deref() == Some("other")));
    view! {
        <Card>
            <Question title=move || c.get().why_not>
                <ChooseOne
                    name=move || c.get().why_not
                    key="reading.reason"
                    codes=REASON
                    chosen
                    on_choose=move |code: &'static str| on.run(Do::Reason(code))
                />
                {move || said(|trouble| *trouble == Trouble::NoReason).map(|text| view! { <p role="alert"><ProblemLine text /></p> })}
            </Question>
            <Show when=move || other.get()>
                <div class="q">
                    <Field
                        id="reading-note"
                        label=move || c.get().say_why
                        value=move || round.with(|round| round.answer.note.clone())
                        on_input=move |text| on.run(Do::Note(text))
                        problem=derive(move || said(|trouble| *trouble == Trouble::NoReasonWords))
                        most=100
                    />
                </div>
            </Show>
        </Card>
    }
}

/// A fever was saved: what is so, and what to do now.
#[component]
fn WhatNow(round: Signal<Round>, index: usize) -> impl IntoView {
    let c = use_table(Lang::measure);
    let what = move || {
        round.with(|round| {
            let one = round.people.get(index);
            let answer =
                one.and_then(|one| one.stands.as_ref()).map(|stands| stands.answer.clone()).unwrap_or_default();
            let value = answer.value().map(tenths_label).unwrap_or_default();
            let value = match answer.second_value() {
                Some(second) => (c.get().fever_twice)(&value, &tenths_label(second)),
                None => value,
            };
            (c.get().fever_what)(&one.map(|one| one.name.clone()).unwrap_or_default(), &value)
        })
    };
    view! {
        <Notice tone=Tone::Alarm what safe=move || c.get().fever_safe />
        <Card>
            <ol class="what-now">
                <li>{move || c.get().fever_todo}</li>
                <li>{move || c.get().fever_todo_in}</li>
            </ol>
        </Card>
    }
}
