//! Answers that are likely, one tap each, below the box in which any other may be written.

use crate::{
    live::derive,
    parts::{Button, Size, Text},
};
use leptos::prelude::*;

/// The answers.
#[component]
pub fn Offers(
    /// Which.
    #[prop(into)]
    offers: Signal<Vec<String>>,
    /// Of what, for screen readers.
    #[prop(into)]
    label: Text,
    /// What stands there.
    #[prop(into)]
    value: Text,
    /// Called with the one that was tapped.
    #[prop(into)]
    on_choose: UnsyncCallback<String>,
) -> impl IntoView {
    let one = move |offer: String| {
        let same = offer.clone();
        let name = offer.clone();
        let taken = offer.clone();
        view! {
            <Button
                label=offer
                name=move || format!("{name} {}", label.get())
                size=Size::Small
                pressed=derive(move || value.with(|value| *value == same))
                on_press=move |()| on_choose.run(taken.clone())
            />
        }
    };
    move || {
        let offers = offers.get();
        (!offers.is_empty()).then(|| view! { <div class="offers">{offers.into_iter().map(one).collect_view()}</div> })
    }
}
