//! Events that wait for whoever carries this phone, in 今日; and those at a door.

use super::{
    Stands,
    list::{Listed, grouped},
};
use crate::{
    live::{Show, memo},
    parts::{Card, Icon, LinkButton, Row, Rows, Section, Size},
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, EventWords, Lang, term_or_code},
};
use leptos::prelude::*;
use model::id::RecordId;

/// The list; nothing where nothing waits. Urgent ones stand on top.
#[component]
pub fn EventsDue() -> impl IntoView {
    let phone = use_phone();
    let due = memo(move || {
        let waits = grouped(phone).into_iter().filter(|(group, ..)| group.waits());
        waits.map(|(_, seen, late)| (seen, late)).collect::<Vec<_>>()
    });
    view! { <Listed title=|e: &EventWords| e.list_title events=due /> }
}

/// What is open at a door, and the way to report something there.
#[component]
pub fn EventsHere(
    /// The household.
    household: RecordId,
) -> impl IntoView {
    let w = use_words();
    let e = use_table(Lang::event_words);
    let lang = use_settings().lang;
    let phone = use_phone();
    let here = memo(move || {
        let open = grouped(phone).into_iter().filter(|(_, seen, _)| !seen.event.is_closed());
        open.filter(|(_, seen, _)| seen.event.household == Some(household)).collect::<Vec<_>>()
    });
    let row = move |(_, seen, overdue): (super::state::Group, super::state::Seen, bool)| {
        let about = seen.event.about.clone();
        let found = seen.event.found_at;
        let href = routes::event(seen.record.id);
        let sub = move || found.map(|at| words::ago(lang.get(), at, phone.now())).unwrap_or_default();
        view! { <Row title=move || term_or_code(lang.get(), "event.type", &about) sub href><Stands seen overdue /></Row> }
    };
    view! {
        <Section title=move || w.get().event_report />
        <Card>
            <Show when=move || !here.with(Vec::is_empty)>
                <Rows>{move || here.get().into_iter().map(row).collect_view()}</Rows>
            </Show>
            <div class="q">
                <LinkButton label=move || e.get().report href=routes::report(household) icon=Icon::Alarm size=Size::Wide />
            </div>
        </Card>
    }
}
