//! Long lists: the first doors at once, the others as they are asked for. Three hundred rows take
//! an old phone most of a second; sixty do not.

use super::Button;
use super::Size;
use crate::live::memo;
use crate::settings::use_words;
use leptos::prelude::*;
use std::hash::Hash;

/// So many are drawn at first, and with each 再显示.
pub const PAGE: usize = 60;

/// A list that shows its beginning and grows by a button. It starts anew when `items` changes to
/// something shorter than what is shown.
#[component]
pub fn LongList<T, K, V>(
    /// All items.
    #[prop(into)]
    items: Signal<Vec<T>>,
    /// What tells one item from another.
    key: fn(&T) -> K,
    /// Draws one.
    draw: fn(T) -> V,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    K: Eq + Hash + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let w = use_words();
    let limit = RwSignal::new(PAGE);
    let total = memo(move || items.with(Vec::len));
    Effect::new(move |_| {
        if total.get() < limit.get_untracked() {
            limit.set(PAGE);
        }
    });
    let shown = move || items.with(|items| items.iter().take(limit.get()).cloned().collect::<Vec<_>>());
    let rest = move || total.get().saturating_sub(limit.get());
    view! {
        <For each=shown key=key children=draw />
        {move || {
            (rest() > 0)
                .then(|| {
                    view! {
                        <div class="long-more">
                            <p class="soft">{move || (w.get().shown_of)(limit.get().min(total.get()), total.get())}</p>
                            <Button
                                label=move || (w.get().show_more)(rest().min(PAGE))
                                size=Size::Wide
                                on_press=move |_| limit.update(|limit| *limit += PAGE)
                            />
                        </div>
                    }
                })
        }}
    }
}
