//! Fields: a label, a box, and one line below it that is there from the start, so that a problem
//! moves nothing.

use super::{Button, Icon, Size, Text, icon};
use crate::live::memo;
use crate::settings::use_words;
use leptos::prelude::*;

/// What a field takes; it decides the keyboard that a phone shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Input {
    /// Words.
    #[default]
    Words,
    /// Several lines of words.
    Lines,
    /// A phone number.
    Phone,
    /// A whole number.
    Number,
    /// A sum of money, with a point.
    Money,
    /// A calendar day.
    Day,
    /// An account name: no capitals, no corrections.
    Account,
    /// A password, with a button that shows it.
    Password,
}

impl Input {
    fn html_type(self, revealed: bool) -> &'static str {
        match self {
            Input::Phone => "tel",
            Input::Day => "date",
            Input::Password if !revealed => "password",
            _ => "text",
        }
    }

    fn mode(self) -> Option<&'static str> {
        match self {
            Input::Number => Some("numeric"),
            Input::Money => Some("decimal"),
            _ => None,
        }
    }

    fn autocomplete(self) -> &'static str {
        match self {
            Input::Account => "username",
            Input::Password => "current-password",
            _ => "off",
        }
    }
}

/// A field.
#[component]
pub fn Field(
    /// Unique on the screen.
    #[prop(into)]
    id: String,
    /// Its label: its accessible name.
    #[prop(into)]
    label: Text,
    /// What stands in it.
    #[prop(into)]
    value: Text,
    /// Called on every key, so that a draft is kept from the first.
    #[prop(into)]
    on_input: UnsyncCallback<String>,
    /// What it takes.
    #[prop(optional)]
    input: Input,
    /// Said below while there is no problem.
    #[prop(optional, into)]
    hint: Text,
    /// What is wrong, in a sentence; said at once to a screen reader.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
    /// May not be left empty.
    #[prop(optional)]
    required: bool,
    /// At most so many characters.
    #[prop(optional)]
    most: Option<usize>,
) -> impl IntoView {
    let revealed = RwSignal::new(false);
    let below = format!("{id}-below");
    let invalid = move || problem.with(Option::is_some).then_some("true");
    let typed = move |event| on_input.run(event_target_value(&event));
    let box_view = if input == Input::Lines {
        view! {
            <textarea
                class="input"
                id=id.clone()
                rows="2"
                prop:value=move || value.get()
                maxlength=most.map(|most| most.to_string())
                required=required
                aria-invalid=invalid
                aria-describedby=below.clone()
                on:input=typed
            ></textarea>
        }
        .into_any()
    } else {
        let plain = matches!(input, Input::Account | Input::Password);
        view! {
            <input
                class="input"
                id=id.clone()
                name=id.clone()
                type=move || input.html_type(revealed.get())
                inputmode=input.mode()
                autocomplete=input.autocomplete()
                autocapitalize=plain.then_some("none")
                spellcheck=plain.then_some("false")
                value=value.get_untracked()
                prop:value=move || value.get()
                maxlength=most.map(|most| most.to_string())
                required=required
                aria-invalid=invalid
                aria-describedby=below.clone()
                on:input=typed
            />
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <div class="box" class:with-inner=input == Input::Password>
                {box_view}
                {(input == Input::Password).then(|| view! { <Reveal revealed /> })}
            </div>
            <p class="below" id=below aria-live="polite">
                {move || match problem.get() {
                    Some(problem) => view! { <ProblemLine text=problem /> }.into_any(),
                    None => hint.get().into_any(),
                }}
            </p>
        </div>
    }
}

/// Shows or hides a password: nobody has to type blind.
#[component]
fn Reveal(revealed: RwSignal<bool>) -> impl IntoView {
    let w = use_words();
    let pick = move |shown: &'static str, hidden: &'static str| {
        if revealed.get() { shown } else { hidden }
    };
    view! {
        <button
            type="button"
            class="btn small inner"
            aria-label=move || pick(w.get().hide_password_name, w.get().show_password_name)
            on:click=move |_| revealed.update(|shown| *shown = !*shown)
        >
            {move || pick(w.get().hide_password, w.get().show_password)}
        </button>
    }
}

/// What is wrong, where it stands by itself (below a group of choices).
#[component]
pub fn ProblemLine(
    /// In a sentence.
    #[prop(into)]
    text: Text,
) -> impl IntoView {
    view! { <span class="prob">{icon(Icon::Alarm)}<span>{text}</span></span> }
}

/// The box one searches with.
#[component]
pub fn SearchField(
    /// Unique on the screen.
    #[prop(into)]
    id: String,
    /// Its accessible name: 查找住户.
    #[prop(into)]
    label: Text,
    /// What can be typed: 姓名、拼音、门牌、电话尾号.
    #[prop(into)]
    hint: Text,
    /// What stands in it.
    #[prop(into)]
    value: Text,
    /// Called on every key.
    #[prop(into)]
    on_input: UnsyncCallback<String>,
) -> impl IntoView {
    let w = use_words();
    view! {
        <div class="field" role="search">
            <label for=id.clone() class="sr-only">{label}</label>
            <div class="box with-icon" class:with-inner=move || !value.with(String::is_empty)>
                {icon(Icon::Search)}
                <input
                    class="input"
                    id=id
                    type="search"
                    enterkeyhint="search"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    placeholder=hint
                    value=value.get_untracked()
                    prop:value=move || value.get()
                    on:input=move |event| on_input.run(event_target_value(&event))
                />
                {move || {
                    (!value.with(String::is_empty))
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    class="btn small inner"
                                    aria-label=move || w.get().clear
                                    on:click=move |_| on_input.run(String::new())
                                >
                                    {icon(Icon::Close)}
                                </button>
                            }
                        })
                }}
            </div>
        </div>
    }
}

/// A number counted up by taps: one tap sets what is usual, then − and + stand beside it.
#[component]
pub fn Stepper(
    /// What a tap would set: 发传单 1 份.
    #[prop(into)]
    label: UnsyncCallback<i64, String>,
    /// The number; none and 0 mean not at all.
    #[prop(into)]
    value: Signal<Option<i64>>,
    /// Called with the new number; none when it is taken back.
    #[prop(into)]
    on_change: UnsyncCallback<Option<i64>>,
    /// What one tap sets.
    #[prop(default = 1)]
    usual: i64,
    /// The most that makes sense.
    #[prop(default = 99)]
    most: i64,
) -> impl IntoView {
    let w = use_words();
    let n = move || value.get().filter(|n| *n > 0);
    let set = move |n: i64| on_change.run((n > 0).then_some(n.min(most)));
    // Drawn anew only when it goes from nothing to something: the focus stays on − and +.
    let some = memo(move || n().is_some());
    move || {
        if some.get() {
            let step = move |by: i64| set(value.get_untracked().unwrap_or_default() + by);
            view! {
                <div class="stepper" role="group" aria-label=move || label.run(n().unwrap_or(usual))>
                    <button type="button" class="btn" aria-label=move || w.get().fewer on:click=move |_| step(-1)>{icon(Icon::Minus)}</button>
                    <output>{move || label.run(n().unwrap_or(usual))}</output>
                    <button type="button" class="btn" aria-label=move || w.get().further on:click=move |_| step(1)>{icon(Icon::Plus)}</button>
                </div>
            }
            .into_any()
        } else {
            view! { <Button label=move || label.run(usual) size=Size::Wide on_press=move |_| set(usual) /> }.into_any()
        }
    }
}
