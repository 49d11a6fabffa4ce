//! 正在替 邵月琴 记: stands above every screen while somebody enters for a colleague or from a paper,
//! with the one tap that ends it.

use crate::{
    live::{Show, memo},
    parts::{Button, Icon, Size, icon},
    phone::{Entering, use_phone},
    routes,
    settings::use_words,
};
use leptos::prelude::*;

/// The line. Nothing while one enters for oneself.
#[component]
pub fn EnteringLine() -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let on = move || phone.entering() != Entering::default();
    let words = memo(move || {
        let Entering { done_by, paper } = phone.entering();
        let name = done_by.map(|who| {
            // Read bare: the first part of the module has no use for more of it.
            let name = |state: &sync::State| {
                Some(state.get("staff", who.into())?.record.data.get("name")?.as_str()?.to_owned())
            };
            (w.get().entering_for)(&phone.read(name).flatten().unwrap_or_default())
        });
        [paper.map(|_| w.get().entering_paper.to_owned()), name].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    view! {
        <Show when=on>
            <div class="entering">
                <p role="status">{icon(Icon::Pen)}<b>{words}</b></p>
                {move || phone.entering().paper.map(|id| view! { <a class="btn small" href=routes::paper(id)>{move || w.get().entering_see}</a> })}
                <Button label=move || w.get().entering_stop size=Size::Small on_press=move |()| phone.enter(Entering::default()) />
            </div>
        </Show>
    }
}
