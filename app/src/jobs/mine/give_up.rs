//! 放弃: an end to a refused record, asked once more before it is one.

use crate::{
    parts::{Act, Button, Confirm, Size, Weight},
    settings::use_words,
};
use leptos::prelude::*;

/// The quiet button, and the question behind it.
#[component]
pub fn GiveUp(
    /// How much room the button takes.
    size: Size,
    /// Does it.
    #[prop(into)]
    on_yes: Act,
) -> impl IntoView {
    let w = use_words();
    let asking = RwSignal::new(false);
    view! {
        <Button label=move || w.get().give_up weight=Weight::Quiet size on_press=move |_| asking.set(true) />
        <Confirm
            open=asking
            title=move || w.get().give_up_ask
            text=move || w.get().give_up_note
            yes=move || w.get().give_up
            on_yes
            danger=true
        />
    }
}
