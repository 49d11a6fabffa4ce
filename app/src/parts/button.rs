//! Buttons, and links that look like them.

use super::{Act, Icon, Text, icon};
use leptos::prelude::*;

/// How much a button weighs. One [`Weight::Main`] a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// An edge on paper.
    #[default]
    Plain,
    /// Filled: the one main action.
    Main,
    /// Words alone: the way around (没量成).
    Quiet,
    /// Takes something away.
    Danger,
}

/// How large a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    /// As wide as its words.
    #[default]
    Fit,
    /// 44 px high, within a line or a bar.
    Small,
    /// The whole width.
    Wide,
    /// The whole width, and higher.
    Big,
}

fn class(weight: Weight, size: Size) -> String {
    let weight = match weight {
        Weight::Plain => "",
        Weight::Main => " main",
        Weight::Quiet => " quiet",
        Weight::Danger => " danger",
    };
    let size = match size {
        Size::Fit => "",
        Size::Small => " small",
        Size::Wide => " wide",
        Size::Big => " wide big",
    };
    format!("btn{weight}{size}")
}

/// A button. While `busy` or `disabled` a press does nothing, and the button keeps the focus.
#[component]
pub fn Button(
    /// Its words, which are its accessible name.
    #[prop(into)]
    label: Text,
    /// What it does. A button that submits its form may have none.
    #[prop(optional, into)]
    on_press: Option<Act>,
    /// Stands before the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// How much it weighs.
    #[prop(optional)]
    weight: Weight,
    /// How large it is.
    #[prop(optional)]
    size: Size,
    /// A fuller accessible name, where several buttons say the same (量: 许长根). It contains `label`.
    #[prop(optional, into)]
    name: Option<Text>,
    /// Not possible now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Being done now.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Submits the form it stands in, also by the keyboard's own key.
    #[prop(optional)]
    submit: bool,
    /// Opens or closes something: whether that is open.
    #[prop(optional, into)]
    expanded: Option<Signal<bool>>,
    /// An answer that may stand: whether it does.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
) -> impl IntoView {
    let press = move |event: leptos::ev::MouseEvent| {
        if disabled.get_untracked() || busy.get_untracked() {
            event.prevent_default();
        } else if let Some(act) = on_press {
            act.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=class(weight, size)
            aria-label=move || name.map(|name| name.get())
            aria-disabled=move || disabled.get().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            aria-expanded=move || expanded.map(|open| open.get().to_string())
            aria-pressed=move || pressed.map(|on| on.get().to_string())
            class:on=move || pressed.is_some_and(|on| on.get())
            on:click=press
        >
            {icon.map(super::icon)}
            <span>{label}</span>
        </button>
    }
}

/// A link that acts like a button: leads to another screen, or to the telephone (`tel:`).
#[component]
pub fn LinkButton(
    /// Its words.
    #[prop(into)]
    label: Text,
    /// Where it leads.
    #[prop(into)]
    href: Text,
    /// Stands before the words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// How much it weighs.
    #[prop(optional)]
    weight: Weight,
    /// How large it is.
    #[prop(optional)]
    size: Size,
    /// A fuller accessible name; it contains `label`.
    #[prop(optional, into)]
    name: Option<Text>,
) -> impl IntoView {
    view! {
        <a class=class(weight, size) href=href aria-label=move || name.map(|name| name.get())>
            {icon.map(super::icon)}
            <span>{label}</span>
        </a>
    }
}

/// A button that leads further into the same question: what on the left, where it leads on the
/// right (有人不舒服… 选人 ›).
#[component]
pub fn LeadButton(
    /// What.
    #[prop(into)]
    label: Text,
    /// Where it leads.
    #[prop(into)]
    to: Text,
    /// What it does.
    #[prop(into)]
    on_press: Act,
    /// Opens or closes something: whether that is open.
    #[prop(optional, into)]
    expanded: Option<Signal<bool>>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="btn wide lead"
            aria-expanded=move || expanded.map(|open| open.get().to_string())
            on:click=move |_| on_press.run(())
        >
            <span>{label}</span>
            <span class="to">{to}{icon(Icon::Onward)}</span>
        </button>
    }
}

/// A button that is on or off. On is an edge, a ground and a tick; for a screen reader, pressed.
#[component]
pub fn Toggle(
    /// Its words.
    #[prop(into)]
    label: Text,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Called with what it is to become.
    #[prop(into)]
    on_change: UnsyncCallback<bool>,
    /// Stands before the words while it is off.
    #[prop(optional)]
    icon: Option<Icon>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="btn"
            class:on=on
            aria-pressed=move || on.get().to_string()
            on:click=move |_| on_change.run(!on.get_untracked())
        >
            {move || if on.get() { Some(Icon::Ok) } else { icon }.map(super::icon)}
            <span>{label}</span>
        </button>
    }
}
