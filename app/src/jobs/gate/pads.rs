//! Keys for plates and initials, so that no keyboard covers what is typed: large, few at a time.

use super::entry::{Entry, Keys, Part};
use crate::{
    live::memo,
    settings::{use_table, use_words},
    words::Lang,
};
use leptos::prelude::*;
use model::plate::{LETTERS, PROVINCES};

/// So many keys stand there before 其他.
const SHOWN: usize = 18;
const DIGITS: &[&str] = &["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];
/// Names begin with letters that plates leave out.
const INITIALS: &[&str] = &[
    "A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T", "W", "X", "Y", "Z",
];

/// `all`, those that were used before in front.
fn in_order(all: &'static [&'static str], first: &[&'static str]) -> Vec<&'static str> {
    let rest = all.iter().copied().filter(|key| !first.contains(key));
    first.iter().copied().chain(rest).collect()
}

/// The pad.
#[component]
pub fn PlatePad(
    /// Who stands there.
    entry: RwSignal<Entry>,
    /// Provinces that were seen here, the most frequent first.
    #[prop(into)]
    seen: Signal<Vec<&'static str>>,
) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::gate);
    let keys = memo(move || entry.with(|entry| (entry.keys(), entry.part)));
    let unfolded = RwSignal::new(false);
    Effect::new(move |_| {
        keys.track();
        unfolded.set(false);
    });
    let press = move |key: &'static str| entry.update(|entry| entry.press(key));
    let key = move |key: &'static str| {
        view! { <button type="button" class="btn" on:click=move |_| press(key)>{key}</button> }
    };
    let word = move |label: Signal<&'static str>, act: fn(&mut Entry)| {
        view! { <button type="button" class="btn word" on:click=move |_| entry.update(act)>{label}</button> }
    };
    let erase = Signal::derive(move || w.get().erase);
    let letters = Signal::derive(move || c.get().letters);
    let clear = Signal::derive(move || w.get().clear);
    let shown = move || {
        let (keys, part) = keys.get();
        let all = match (keys, part) {
            (Keys::Provinces, _) => in_order(PROVINCES, &seen.get_untracked()),
            (Keys::Letters, Part::Name) => INITIALS.to_vec(),
            (Keys::Letters, _) => LETTERS.to_vec(),
            (Keys::Digits, _) => DIGITS.to_vec(),
        };
        let folded = all.len() > SHOWN && !unfolded.get();
        let n = if folded { SHOWN } else { all.len() };
        let more = folded.then(|| {
            view! {
                <button type="button" class="btn word" aria-expanded="false" on:click=move |_| unfolded.set(true)>
                    {move || c.get().others}
                </button>
            }
        });
        let digits = keys == Keys::Digits;
        view! {
            {all.into_iter().take(n).map(key).collect_view()}
            {more}
            {digits.then(|| word(letters, |entry| entry.letters = true))}
            {word(erase, Entry::erase)}
            {digits.then(|| word(clear, |entry| *entry = Entry { out: entry.out, part: entry.part, ..Entry::default() }))}
        }
    };
    view! { <div class="gate-pad" role="group" aria-label=move || c.get().plate_keys>{shown}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provinces_that_were_seen_stand_first_and_none_is_lost() {
        let keys = in_order(PROVINCES, &["赣", "浙"]);
        assert_eq!((&keys[..3], keys.len()), (&["赣", "浙", "京"][..], PROVINCES.len()));
    }
}
