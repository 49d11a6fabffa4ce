//! What waits for me, what I have reported, what others have, what is over.

use super::{
    Framed, Stands, policy,
    state::{self, Group, Seen},
    use_name, who,
};
use crate::{
    jobs::{households::record_state, photos::PhotosWaiting},
    live::{Show, memo},
    parts::{
        Bar, Card, Dock, Empty, Icon, LinkButton, Main, Page, RecordState, Row, Rows, Section, Size, SyncBadge, Weight,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table},
    words::{self, EventWords, Lang, term_or_code},
};
use leptos::prelude::*;
use model::kind::{Payload, event::Event};

/// Of what is over, so many.
const MOST: usize = 20;

/// The screen.
#[component]
pub fn EventsPage() -> impl IntoView {
    let e = use_table(Lang::event_words);
    let phone = use_phone();
    let all = memo(move || grouped(phone));
    let of = move |group: Group| {
        memo(move || {
            let here = all.with(|all| {
                all.iter()
                    .filter(|(one, ..)| *one == group)
                    .map(|(_, seen, late)| (seen.clone(), *late))
                    .collect::<Vec<_>>()
            });
            here.into_iter().take(if group == Group::Over { MOST } else { usize::MAX }).collect::<Vec<_>>()
        })
    };
    let nothing = move || all.with(Vec::is_empty);
    let leads = untrack(|| phone.leads());
    let report = move || view! { <LinkButton label=move || e.get().report href=routes::REPORT icon=Icon::Alarm weight=Weight::Main size=Size::Big /> };
    view! {
        <Framed>
            <Page>
                {if leads {
                    view! { <Bar title=move || e.get().list_title /> }.into_any()
                } else {
                    view! { <Bar title=move || e.get().list_title back=routes::home() /> }.into_any()
                }}
                <Main>
                    <Show when=nothing>
                        <Empty icon=Icon::Ok title=move || e.get().nothing text=move || e.get().nothing_note />
                    </Show>
                    <Listed title=|e: &EventWords| e.mine events=of(Group::Mine) />
                    <Listed title=|e: &EventWords| e.waiting events=of(Group::Waiting) />
                    <Listed title=|e: &EventWords| e.to_close events=of(Group::ToClose) />
                    <Listed title=|e: &EventWords| e.reported events=of(Group::Reported) />
                    <Listed title=|e: &EventWords| e.going events=of(Group::Going) />
                    <Listed title=|e: &EventWords| e.over events=of(Group::Over) />
                </Main>
                <Dock>{report()}</Dock>
            </Page>
        </Framed>
    }
}

/// Every event with its group and whether it is overdue, in order.
pub(super) fn grouped(phone: crate::phone::Phone) -> Vec<(Group, Seen, bool)> {
    let (me, policy, now) = (who(phone), policy(phone), phone.now());
    let group = |seen: Seen| {
        let late = seen.event.is_overdue(now, &policy);
        Some((seen.group(&me, now)?, seen, late))
    };
    phone.read(|state| state::all(state, now, &policy).into_iter().filter_map(group).collect()).unwrap_or_default()
}

/// A section of events; nothing where there are none.
#[component]
pub(super) fn Listed(
    /// Its title.
    title: fn(&EventWords) -> &'static str,
    /// The events, and which are overdue.
    events: Memo<Vec<(Seen, bool)>>,
) -> impl IntoView {
    let e = use_table(Lang::event_words);
    view! {
        <Show when=move || !events.with(Vec::is_empty)>
            <Section title=move || title(e.get()) note=move || (e.get().events_n)(events.with(Vec::len)) />
            <Card>
                <Rows>{move || events.get().into_iter().map(|(seen, overdue)| view! { <EventRow seen overdue /> }).collect_view()}</Rows>
            </Card>
        </Show>
    }
}

#[component]
fn EventRow(seen: Seen, overdue: bool) -> impl IntoView {
    let e = use_table(Lang::event_words);
    let lang = use_settings().lang;
    let phone = use_phone();
    let name = use_name();
    let id = seen.record.id;
    let standing = record_state(seen.standing);
    let me = untrack(|| who(phone));
    let rates = seen.event.offers(seen.looks(&me)).contains(&"rated");
    let (about, text, place, found) =
        (seen.event.about.clone(), seen.event.text.clone(), seen.event.place.clone(), seen.event.found_at);
    let with = seen.with_whom();
    let sub = move || {
        let when = found.map(|at| words::ago(lang.get(), at, phone.now()));
        let whom = with.map(|with| (e.get().to_whom)(&name(Some(with))));
        [place.clone(), text.clone(), when, whom].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    view! {
        <Row title=move || term_or_code(lang.get(), "event.type", &about) sub href=routes::event(id)>
            <Stands seen overdue />
            {rates.then(|| view! { <crate::parts::Badge tone=crate::parts::Tone::Info icon=Icon::Mood4 label=move || e.get().rate_it /> })}
            {(standing != RecordState::Uploaded).then(|| view! { <SyncBadge state=standing /> })}
            <PhotosWaiting kind=Event::KIND rec=id />
        </Row>
    }
}
