//! Where this phone's clock is not the township's: told, and never reckoned with.

use crate::{
    live::memo,
    parts::{Notice, Tone},
    phone::use_phone,
    settings::{use_settings, use_words},
    words::span,
};
use leptos::prelude::*;

/// From so many minutes on a clock is called wrong.
const WRONG_MINUTES: i64 = 10;

/// The notice. Nothing while the clock is right, or while nobody knows.
#[component]
pub fn WrongClock(
    /// Stands over a list that goes by the day: only while the phone has another one.
    #[prop(optional)]
    over_the_day: bool,
) -> impl IntoView {
    let w = use_words();
    let lang = use_settings().lang;
    let phone = use_phone();
    let minutes = memo(move || {
        let minutes = phone.clock_ahead().filter(|minutes| minutes.abs() >= WRONG_MINUTES)?;
        (!over_the_day || phone.has_another_day()).then_some(minutes)
    });
    move || {
        let minutes = minutes.get()?;
        let what = move || {
            let say = if minutes > 0 { w.get().clock_fast } else { w.get().clock_slow };
            say(&span(lang.get(), minutes.abs()))
        };
        let safe = move || format!("{}{}", if over_the_day { w.get().clock_day } else { "" }, w.get().clock_safe);
        Some(view! { <Notice tone=Tone::Wait what safe todo=move || w.get().clock_todo /> })
    }
}
