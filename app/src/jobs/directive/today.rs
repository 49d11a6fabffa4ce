//! What was handed down and is not received yet, on top of 今日.

use super::{state::Notice, use_notices, works_in};
use crate::{
    live::{Show, memo},
    parts::{Badge, Card, Icon, Row, Rows, Section, Tone},
    phone::use_phone,
    routes,
    settings::{use_settings, use_table},
    words::{self, Lang},
};
use leptos::prelude::*;

/// The card. Nothing where all is received.
#[component]
pub fn DirectivesDue() -> impl IntoView {
    let d = use_table(Lang::directive);
    let lang = use_settings().lang;
    let phone = use_phone();
    let notices = use_notices();
    let unread = memo(move || {
        let all = if works_in(phone).is_some() { notices.get() } else { Vec::new() };
        all.into_iter().filter(|one| one.received_on.is_none()).collect::<Vec<_>>()
    });
    let row = move |one: Notice| {
        let (due, points) = (one.is.due, one.is.items.len());
        let sub = move || {
            let due = due.map(|due| (d.get().until)(&words::month_day(lang.get(), due)));
            let points = (points > 0).then(|| (d.get().points_n)(points));
            due.into_iter().chain(points).collect::<Vec<_>>().join(" · ")
        };
        view! {
            <Row title=one.is.title sub href=format!("{}?from=today", routes::directive(one.id))>
                <Badge tone=Tone::Wait icon=Icon::Horn label=move || d.get().unread />
            </Row>
        }
    };
    view! {
        <Show when=move || !unread.with(Vec::is_empty)>
            <Section title=move || d.get().to_read note=move || (d.get().unread_n)(unread.with(Vec::len)) />
            <Card><Rows><For each=move || unread.get() key=|one| one.id children=row /></Rows></Card>
        </Show>
    }
}
