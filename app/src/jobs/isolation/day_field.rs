//! A day to be said: the days that are usual as buttons, any other in a box; below it the day of the
//! week and the lunar day.

use crate::{
    live::derive,
    parts::{Button, Field, Input, Size, Text},
    phone::use_phone,
    settings::{use_settings, use_table, use_words},
    words::{Lang, full_day},
};
use leptos::prelude::*;
use model::day::Day;

/// The field.
#[component]
pub fn DayField(
    /// Unique on the screen.
    #[prop(into)]
    id: String,
    /// Which day.
    #[prop(into)]
    label: Text,
    /// The day as it stands; none or anything that is no day yet.
    #[prop(into)]
    value: Signal<Option<String>>,
    /// Called with what it becomes.
    #[prop(into)]
    on_input: UnsyncCallback<String>,
    /// Days from today that are one tap.
    #[prop(optional)]
    usual: &'static [i32],
    /// What is wrong with it.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let today = use_phone().today();
    let said = move || value.get().unwrap_or_default();
    let hint = move || Day::parse(&said()).map(|day| full_day(lang.get(), day)).unwrap_or_default();
    let one = move |days: &'static i32| {
        let day = today.plus(*days);
        let words = move || match days {
            0 => w.get().today_word.to_owned(),
            -1 => w.get().yesterday_word.to_owned(),
            days if *days < 0 => (i.get().days_back)(-days),
            days => (i.get().in_days)(*days),
        };
        // What several days call 今天 is told apart by its field.
        let name = move || format!("{} {}", words(), label.get());
        view! {
            <Button
                label=words
                name
                size=Size::Small
                pressed=derive(move || said() == day.to_string())
                on_press=move |()| on_input.run(day.to_string())
            />
        }
    };
    view! {
        <div class="day-field">
            <Field id label value=said input=Input::Day hint problem on_input />
            {(!usual.is_empty()).then(|| view! { <div class="offers">{usual.iter().map(one).collect_view()}</div> })}
        </div>
    }
}
