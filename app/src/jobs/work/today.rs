//! 要消杀: the points of the rota that are due, in 今日.

use super::state;
use crate::{
    live::{Show, memo},
    parts::{Card, LinkButton, Row, Rows, Section, Size},
    phone::use_phone,
    routes,
    settings::{use_settings, use_table},
    words::{Lang, month_day},
};
use leptos::prelude::*;
use model::kind::rota::{Due, Rota};

/// The list. Nothing where nothing is due.
#[component]
pub fn DisinfectionsDue() -> impl IntoView {
    let o = use_table(Lang::work);
    let lang = use_settings().lang;
    let phone = use_phone();
    let due = memo(move || phone.read(|state| state::due(state, phone.today())).unwrap_or_default());
    let draw = move |due: Due| {
        let (id, scope, place) = (due.rota.id, due.rota.scope, due.rota.read::<Rota>().place);
        let sub = move || {
            let last = due
                .last
                .map_or_else(|| o.get().never_done.to_owned(), |day| (o.get().last_done)(&month_day(lang.get(), day)));
            let place = phone.peek(|state| state::place_name(state, scope)).unwrap_or_default();
            [(o.get().due_since)(due.over), last, place]
                .into_iter()
                .filter(|said| !said.is_empty())
                .collect::<Vec<_>>()
                .join(" · ")
        };
        let title = place.clone();
        view! {
            <Row title sub>
                <LinkButton label=move || o.get().disinfect name=move || format!("{} {place}", o.get().disinfect) href=routes::disinfect(id) size=Size::Small />
            </Row>
        }
    };
    view! {
        <Show when=move || !due.with(Vec::is_empty)>
            <Section title=move || o.get().disinfect_due note=move || (o.get().due_n)(due.with(Vec::len)) />
            <Card>
                <Rows><For each=move || due.get() key=|due| (due.rota.id, due.over, due.last) children=draw /></Rows>
            </Card>
        </Show>
    }
}
