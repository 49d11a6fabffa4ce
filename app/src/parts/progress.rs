//! How far something has come, in words and as a bar.

use super::Text;
use leptos::prelude::*;

/// A native progress bar below its words.
#[component]
pub fn Progress(
    /// Of what: 已走.
    #[prop(into)]
    label: Text,
    /// In words, on the right: `18 / 32 户`.
    #[prop(into)]
    words: Text,
    /// How far.
    #[prop(into)]
    done: Signal<u64>,
    /// Of how much; nothing is known yet while 0.
    #[prop(into)]
    all: Signal<u64>,
) -> impl IntoView {
    view! {
        <label class="progress">
            <span class="line"><span>{label}</span><span>{words}</span></span>
            <progress value=move || (all.get() > 0).then(|| done.get().to_string()) max=move || all.get().max(1).to_string()></progress>
        </label>
    }
}
