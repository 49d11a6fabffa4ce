//! Choices as buttons: one of several, or any of several. Words come from the model's key and code
//! (`visit.outcome` + `met`), so a form in the model is drawn without a line of words here.

use super::{Icon, Text, icon};
use crate::{
    live::memo,
    settings::{use_settings, use_words},
    words::term_or_code,
};
use leptos::prelude::*;

/// One of several, as a radio group: one tab stop, arrows move and choose.
#[component]
pub fn ChooseOne(
    /// The question, for screen readers; draw it above as well ([`Question`] does both).
    #[prop(into)]
    name: Text,
    /// Prefix of the words: `visit.outcome`.
    #[prop(into)]
    key: String,
    /// Tells several with the same words on one screen apart.
    #[prop(optional, into)]
    nth: String,
    /// Codes, most used first.
    #[prop(into)]
    codes: Vec<&'static str>,
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<Option<String>>,
    /// Called with the code that is chosen.
    #[prop(into)]
    on_choose: UnsyncCallback<&'static str>,
    /// What was chosen last time: said below its word.
    #[prop(optional_no_strip)]
    last: Option<String>,
    /// How many stand there before 更多; all unless said otherwise.
    #[prop(default = usize::MAX)]
    shown: usize,
    /// Its words are long: fewer stand side by side.
    #[prop(optional)]
    broad: bool,
    /// A picture above each word, where words alone are slower; it is there whether chosen or not.
    #[prop(optional)]
    face: Option<fn(&'static str) -> Icon>,
) -> impl IntoView {
    let w = use_words();
    let lang = use_settings().lang;
    let unfolded = RwSignal::new(false);
    // One more button for 更多 is only worth it when it hides more than one.
    let foldable = codes.len() > shown.saturating_add(1);
    let codes = StoredValue::new(codes);
    let hidden_chosen = move || {
        let hidden = |codes: &Vec<&str>| {
            chosen.with(|chosen| codes.iter().skip(shown).any(|code| Some(*code) == chosen.as_deref()))
        };
        codes.with_value(hidden)
    };
    let all = memo(move || !foldable || unfolded.get() || hidden_chosen());
    let visible = move || {
        let shown = if all.get() { usize::MAX } else { shown };
        codes.with_value(|codes| codes.iter().copied().take(shown).collect::<Vec<_>>())
    };
    let code_at = move |index: usize| codes.with_value(|codes| codes.get(index).copied());
    let last = StoredValue::new(last);
    let key = StoredValue::new(key);
    let nth = StoredValue::new(nth);
    let id = move |code: &str| key.with_value(|key| nth.with_value(|nth| format!("{key}{nth}.{code}")));

    let go = move |event: leptos::ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => 1,
            "ArrowLeft" | "ArrowUp" => visible().len() - 1,
            _ => return,
        };
        event.prevent_default();
        let visible = visible();
        let now = chosen.with_untracked(|chosen| visible.iter().position(|code| Some(*code) == chosen.as_deref()));
        let next = visible[now.map_or(0, |now| (now + step) % visible.len())];
        on_choose.run(next);
        focus(&id(next));
    };
    let option = move |code: &'static str| {
        let on = memo(move || chosen.with(|chosen| chosen.as_deref() == Some(code)));
        let was_last = last.with_value(|last| last.as_deref() == Some(code));
        let stop = move || on.get() || (Some(code) == code_at(0) && chosen.with(|chosen| chosen.is_none()));
        view! {
            <button
                type="button"
                role="radio"
                id=id(code)
                class="btn"
                class:on=on
                class:was=was_last
                aria-checked=move || on.get().to_string()
                tabindex=move || if stop() { "0" } else { "-1" }
                aria-description=move || was_last.then(|| w.get().last_choice)
                on:click=move |_| on_choose.run(code)
            >
                {move || face.map(|face| face(code)).or(on.get().then_some(Icon::Ok)).map(icon)}
                <span>{move || key.with_value(|key| term_or_code(lang.get(), key, code))}</span>
                {was_last.then(|| view! { <small class="last" aria-hidden="true">{move || w.get().last_choice}</small> })}
            </button>
        }
    };
    view! {
        <div class="choices" class:faces=face.is_some() class:broad=broad role="radiogroup" aria-label=name on:keydown=go>
            <For each=visible key=|code| *code children=option />
            {move || {
                (!all.get())
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="btn"
                                aria-expanded="false"
                                on:click=move |_| {
                                    unfolded.set(true);
                                    if let Some(code) = code_at(shown) {
                                        focus(&id(code));
                                    }
                                }
                            >
                                {move || w.get().more}
                            </button>
                        }
                    })
            }}
        </div>
    }
}

/// The steps of a scale, the worst first.
const STEPS: &[&str] = &["1", "2", "3", "4", "5"];

fn mood(step: &str) -> Icon {
    match step {
        "1" => Icon::Mood1,
        "2" => Icon::Mood2,
        "3" => Icon::Mood3,
        "4" => Icon::Mood4,
        _ => Icon::Mood5,
    }
}

/// One of five, the first the worst: a face and a word each.
#[component]
pub fn Scale(
    /// The question, for screen readers.
    #[prop(into)]
    name: Text,
    /// Prefix of the words: `care_contact.mood`, whose steps are `.1` to `.5`.
    #[prop(into)]
    key: String,
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<Option<i64>>,
    /// Called with the step that is chosen.
    #[prop(into)]
    on_choose: UnsyncCallback<i64>,
) -> impl IntoView {
    let step = memo(move || chosen.get().map(|step| step.to_string()));
    let choose = move |code: &'static str| on_choose.run(code.parse().unwrap_or_default());
    view! { <ChooseOne name key codes=STEPS chosen=step on_choose=choose face=mood /> }
}

/// Yes or no, both to be said.
#[component]
pub fn Either(
    /// The question, for screen readers.
    #[prop(into)]
    name: Text,
    /// Prefix of the words, which are `.yes` and `.no`.
    #[prop(into)]
    key: String,
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<Option<bool>>,
    /// Called with what is chosen.
    #[prop(into)]
    on_choose: UnsyncCallback<bool>,
) -> impl IntoView {
    let code = memo(move || chosen.get().map(|yes| if yes { "yes" } else { "no" }.to_owned()));
    view! { <ChooseOne name key codes=&["yes", "no"] chosen=code on_choose=move |code: &'static str| on_choose.run(code == "yes") /> }
}

/// Any of several, as buttons that are pressed or not.
#[component]
pub fn ChooseMany(
    /// The question, for screen readers.
    #[prop(into)]
    name: Text,
    /// Prefix of the words: `visit.needs`.
    #[prop(into)]
    key: String,
    /// Codes, most used first.
    codes: &'static [&'static str],
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<Vec<String>>,
    /// Called with a code and whether it is to be chosen.
    #[prop(into)]
    on_change: UnsyncCallback<(&'static str, bool)>,
) -> impl IntoView {
    let lang = use_settings().lang;
    let key = StoredValue::new(key);
    view! {
        <div class="choices" role="group" aria-label=name>
            {codes
                .iter()
                .map(|code| {
                    let code = *code;
                    view! {
                        <super::Toggle
                            label=move || key.with_value(|key| term_or_code(lang.get(), key, code))
                            on=move || chosen.with(|chosen| chosen.iter().any(|one| one == code))
                            on_change=move |on| on_change.run((code, on))
                        />
                    }
                })
                .collect_view()}
        </div>
    }
}

/// A question of a form: its heading, and what answers it.
#[component]
pub fn Question(
    /// The question.
    #[prop(into)]
    title: Text,
    children: Children,
) -> impl IntoView {
    view! { <section class="q"><h2>{title}</h2>{children()}</section> }
}

/// What is known already: shown in one grey line, with 改.
#[component]
pub fn Known(
    /// What is known.
    #[prop(into)]
    text: Text,
    /// Opens it to be changed.
    #[prop(optional, into)]
    on_change: Option<super::Act>,
) -> impl IntoView {
    let w = use_words();
    view! {
        <div class="q known">
            <span class="what">{text}</span>
            {on_change
                .map(|act| {
                    view! { <super::Button label=move || w.get().change icon=Icon::Pen size=super::Size::Small on_press=act /> }
                })}
        </div>
    }
}

/// Brings the focus to an element, once what changed has been drawn.
fn focus(id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        use leptos::wasm_bindgen::JsCast;
        if let Some(element) = document()
            .get_element_by_id(&id)
            .and_then(|element| element.dyn_into::<leptos::web_sys::HtmlElement>().ok())
        {
            // An element that cannot take the focus leaves it where it was.
            let _ = element.focus();
        }
    });
}
