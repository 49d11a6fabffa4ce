//! Notices: what happened, what is safe, what to do.

use super::{Icon, Text, Tone};
use leptos::prelude::*;

/// A notice. An alarm is said at once to a screen reader, anything else when there is a pause.
#[component]
pub fn Notice(
    /// Alarm, wait or info.
    tone: Tone,
    /// What happened.
    #[prop(into)]
    what: Text,
    /// What is safe.
    #[prop(optional, into)]
    safe: Option<Text>,
    /// What to do.
    #[prop(optional, into)]
    todo: Option<Text>,
    /// The shape; by the tone unless said otherwise.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let shape = icon.unwrap_or(match tone {
        Tone::Alarm => Icon::Alarm,
        Tone::Wait => Icon::Clock,
        Tone::Ok => Icon::Ok,
        Tone::Plain | Tone::Info => Icon::Info,
    });
    let role = if tone == Tone::Alarm { "alert" } else { "status" };
    view! {
        <div class=format!("notice {}", tone.class()) role=role>
            {super::icon(shape)}
            <div class="t">
                <b>{what}</b>
                {safe.map(|safe| view! { <p>{safe}</p> })}
                {todo.map(|todo| view! { <p>{todo}</p> })}
            </div>
            {children.map(|children| view! { <div class="acts">{children()}</div> })}
        </div>
    }
}
