//! The number pad: large keys on the page itself, so that no keyboard covers what is typed.

use super::{Act, Text};
use crate::settings::use_words;
use leptos::prelude::*;

/// What a key of the pad means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A digit, 0 to 9.
    Digit(u8),
    /// 改错: takes the last digit back.
    Erase,
}

impl Key {
    /// The digits that stand after `key` was pressed on `digits`; never more than `most`.
    pub fn typed(self, digits: &str, most: usize) -> String {
        let mut digits = digits.to_owned();
        match self {
            Key::Digit(digit) if digits.len() < most => digits.push(char::from(b'0' + digit.min(9))),
            Key::Digit(_) => {}
            Key::Erase => {
                digits.pop();
            }
        }
        digits
    }

    /// The key of a keyboard, if it means one of the pad.
    pub fn of_keyboard(key: &str) -> Option<Key> {
        match key.as_bytes() {
            [digit @ b'0'..=b'9'] => Some(Key::Digit(digit - b'0')),
            b"Backspace" => Some(Key::Erase),
            _ => None,
        }
    }
}

/// The digits of a reading with its point: `365` with one decimal is `36.5`, `3` is `3`.
pub fn with_point(digits: &str, decimals: usize) -> String {
    match digits.len().checked_sub(decimals) {
        Some(at) if at > 1 && decimals > 0 && digits.is_ascii() => {
            format!("{}.{}", &digits[..at], &digits[at..])
        }
        _ => digits.to_owned(),
    }
}

/// Ten digits, 改错, and on the right 读一遍 where the device can speak.
#[component]
pub fn NumberPad(
    /// Called on each key.
    #[prop(into)]
    on_key: UnsyncCallback<Key>,
    /// Reads the number aloud; the key is left out without it.
    #[prop(optional, into)]
    on_read: Option<Act>,
) -> impl IntoView {
    let w = use_words();
    let digit = move |digit: u8| {
        view! { <button type="button" class="btn" on:click=move |_| on_key.run(Key::Digit(digit))>{digit}</button> }
    };
    let by_keyboard = move |event: leptos::ev::KeyboardEvent| {
        if let Some(key) = Key::of_keyboard(&event.key()) {
            event.prevent_default();
            on_key.run(key);
        }
    };
    view! {
        <div class="pad" role="group" aria-label=move || w.get().keypad on:keydown=by_keyboard>
            {(1..=9).map(digit).collect_view()}
            <button type="button" class="btn word" on:click=move |_| on_key.run(Key::Erase)>{move || w.get().erase}</button>
            {digit(0)}
            {on_read
                .map(|act| {
                    view! { <button type="button" class="btn word" on:click=move |_| act.run(())>{move || w.get().read_aloud}</button> }
                })}
        </div>
    }
}

/// What has been typed, very large, with its unit and a badge below.
#[component]
pub fn Reading(
    /// The number; a dash while nothing is typed.
    #[prop(into)]
    value: Text,
    /// `℃`.
    #[prop(into)]
    unit: Text,
    /// A badge: how the number stands.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let shown = move || value.with(|value| if value.is_empty() { "–".to_owned() } else { value.clone() });
    view! {
        <div class="reading" aria-live="polite">
            <div class="great">{shown}<small>{unit}</small></div>
            {move || children.as_ref().map(|children| children())}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_in(keys: &[Key], most: usize) -> String {
        keys.iter().fold(String::new(), |digits, key| key.typed(&digits, most))
    }

    #[test]
    fn three_keys_make_a_temperature() {
        let digits = type_in(&[Key::Digit(3), Key::Digit(6), Key::Digit(5)], 3);
        assert_eq!(with_point(&digits, 1), "36.5");
    }

    #[test]
    fn a_digit_too_many_is_not_taken_and_erasing_nothing_is_no_harm() {
        assert_eq!(type_in(&[Key::Digit(3), Key::Digit(6), Key::Digit(5), Key::Digit(5)], 3), "365");
        assert_eq!(type_in(&[Key::Erase, Key::Digit(9), Key::Erase, Key::Erase], 3), "");
    }

    #[test]
    fn the_point_stands_only_where_it_has_come_to() {
        assert_eq!(["", "3", "36", "365"].map(|digits| with_point(digits, 1)), ["", "3", "36", "36.5"]);
        assert_eq!(with_point("12", 0), "12");
    }

    #[test]
    fn the_keyboard_types_too() {
        assert_eq!(Key::of_keyboard("7"), Some(Key::Digit(7)));
        assert_eq!(Key::of_keyboard("Backspace"), Some(Key::Erase));
        assert_eq!(Key::of_keyboard("Tab"), None);
    }
}
