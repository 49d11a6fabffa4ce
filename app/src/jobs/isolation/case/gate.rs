//! What a release lacks, each with the way to it.

use crate::{
    parts::{Badge, Icon, LinkButton, Size, Tone, icon},
    routes,
    settings::{use_settings, use_table},
    words::{Lang, full_day, month_day},
};
use leptos::prelude::*;
use model::{care::gate::Missing, id::RecordId};

/// So many slots are named one by one.
const NAMED: usize = 6;

/// The list; a word where nothing is missing.
#[component]
pub fn Lacking(
    /// What is missing.
    missing: Vec<Missing>,
    /// The door where slots are made good.
    household: Option<RecordId>,
) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let one = move |missing: Missing| {
        let first = match &missing {
            Missing::Slots(slots) => slots.first().and_then(|(on, slot)| Some((*on, usize::try_from(*slot).ok()?))),
            _ => None,
        };
        let said = move || match &missing {
            Missing::Approval => i.get().lacks_approval.to_owned(),
            Missing::End { on } => (i.get().lacks_end)(&full_day(lang.get(), *on)),
            Missing::Slots(slots) => {
                let named: Vec<String> = slots
                    .iter()
                    .take(NAMED)
                    .map(|(on, slot)| (i.get().slot_of)(&month_day(lang.get(), *on), *slot))
                    .collect();
                let more = if slots.len() > NAMED { " …" } else { "" };
                (i.get().lacks_slots)(slots.len(), &format!("{}{more}", named.join(i.get().comma)))
            }
            Missing::Fever { event: Some(_) } => i.get().lacks_fever.to_owned(),
            Missing::Fever { event: None } => i.get().lacks_fever_report.to_owned(),
            Missing::SignOff => i.get().lacks_signature.to_owned(),
        };
        view! {
            <li>
                {icon(Icon::Pen)}
                <span>{said}</span>
                {household.zip(first).map(|(home, (on, slot))| {
                    let href = routes::temperatures_of(home, on, slot);
                    view! { <LinkButton label=move || i.get().make_good href size=Size::Small /> }
                })}
            </li>
        }
    };
    if missing.is_empty() {
        view! { <p><Badge tone=Tone::Ok icon=Icon::Ok label=move || i.get().lacks_nothing /></p> }.into_any()
    } else {
        view! { <ul class="lacking" role="list">{missing.into_iter().map(one).collect_view()}</ul> }.into_any()
    }
}
