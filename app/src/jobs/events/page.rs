//! One event: what it is, how far it is on its way, and what may be done about it.

use super::{
    Framed, Stands,
    acts::Acts,
    clock, policy,
    state::{self, Line, Seen},
    use_name,
};
use crate::{
    jobs::{
        households::record_state,
        photos::{PhotosWaiting, Thumbs},
    },
    live::memo,
    parts::{Bar, Card, Empty, Icon, LinkButton, Loading, Main, Notice, Page, Section, SyncBadge, Tone, icon},
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table},
    words::{Lang, term_or_code},
};
use leptos::prelude::*;
use model::{
    id::RecordId,
    kind::{Payload, event::Event},
};

/// The screen.
#[component]
pub fn EventPage(
    /// The event of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let e = use_table(Lang::event_words);
    let phone = use_phone();
    let seen = memo(move || phone.read(|state| id.and_then(|id| state::one(state, id))));
    view! {
        <Framed>
            <Page>
                <Bar title=move || e.get().report back=routes::EVENTS />
                {move || match seen.get() {
                    None => view! { <Main><Loading /></Main> }.into_any(),
                    Some(None) => view! { <Main><Empty icon=Icon::Alarm title=move || e.get().gone text=move || e.get().gone_note /></Main> }.into_any(),
                    Some(Some(one)) => view! { <OneEvent seen=one /> }.into_any(),
                }}
            </Page>
        </Framed>
    }
}

#[component]
fn OneEvent(seen: Seen) -> impl IntoView {
    let e = use_table(Lang::event_words);
    let lang = use_settings().lang;
    let phone = use_phone();
    let event = seen.event.clone();
    let id = seen.record.id;
    let (today, now) = (phone.today(), phone.now());
    let policy = untrack(|| policy(phone));
    let overdue = event.is_overdue(now, &policy);
    let due = event.due(&policy).filter(|_| !event.is_closed());
    let in_time = event.in_time();
    let (about, text, place, photos) =
        (event.about.clone(), event.text.clone(), event.place.clone(), event.photos.clone());
    let result = event.result.clone();
    let rating = event.rating;
    let back = event.returned().and_then(|step| step.note.clone());
    let until = move || {
        let said = due.map(|at| clock(lang.get(), at, today));
        match (said, in_time) {
            (Some(at), _) if overdue => (e.get().was_due)(&at),
            (Some(at), _) => (e.get().due_by)(&at),
            (None, Some(true)) => e.get().in_time.to_owned(),
            (None, Some(false)) => e.get().late.to_owned(),
            (None, None) => String::new(),
        }
    };
    let lines = state::way(&event);
    let state = record_state(seen.standing);
    let shown = seen.clone();
    view! {
        <Main>
            <Card>
                <div class="q stack">
                    <h2 class="what">{move || term_or_code(lang.get(), "event.type", &about)}</h2>
                    <p class="badges"><Stands seen=shown overdue /><SyncBadge state /><PhotosWaiting kind=Event::KIND rec=id /></p>
                    {text.map(|text| view! { <p>{text}</p> })}
                    {place.map(|place| view! { <p class="soft">{move || e.get().place_label} " · " {place}</p> })}
                    <p class="soft num">{until}</p>
                    {(!photos.is_empty()).then(|| view! { <Thumbs photos /> })}
                    {result.map(|result| view! { <p><b>{move || term_or_code(lang.get(), "event", "result")}</b> " · " {result}</p> })}
                    {rating.map(|rating| view! { <p class="soft">{move || term_or_code(lang.get(), "event", "rating")} " · " {move || term_or_code(lang.get(), "event.rating", &rating.to_string())}</p> })}
                    <Links event=event.clone() />
                </div>
            </Card>
            {back.map(|why| view! { <Notice tone=Tone::Wait icon=Icon::Again what=move || e.get().given_back safe=why /> })}
            <Section title=move || e.get().way />
            <Card pad=true>
                <ol class="way" role="list">{lines.into_iter().map(|line| view! { <WayLine line /> }).collect_view()}</ol>
            </Card>
        </Main>
        <Acts seen />
    }
}

/// The door, and the isolation, where it happened.
#[component]
fn Links(event: Event) -> impl IntoView {
    let e = use_table(Lang::event_words);
    let book = use_book();
    let door = event.household;
    let case = event.case;
    let known = memo(move || {
        let door = door.filter(|id| book.with(|book| book.as_ref().is_some_and(|book| book.door(*id).is_some())));
        let case = case.filter(|id| book.with(|book| book.as_ref().is_some_and(|book| book.care.file(*id).is_some())));
        (door, case)
    });
    move || {
        let (door, case) = known.get();
        (door.is_some() || case.is_some()).then(|| {
            view! {
                <div class="side-by-side">
                    {door.map(|id| view! { <LinkButton label=move || e.get().at_the_door href=routes::household(id) icon=Icon::Door /> })}
                    {case.map(|id| view! { <LinkButton label=move || e.get().the_case href=routes::case(id) icon=Icon::Temperature /> })}
                </div>
            }
        })
    }
}

#[component]
fn WayLine(line: Line) -> impl IntoView {
    let e = use_table(Lang::event_words);
    let lang = use_settings().lang;
    let today = use_phone().today();
    let name = use_name();
    match line {
        Line::Ahead(code) => view! {
            <li class="ahead">
                <span class="dot">{icon(Icon::Clock)}</span>
                <div><b>{move || term_or_code(lang.get(), "event.steps.what", code)}</b><span>{move || e.get().not_yet}</span></div>
            </li>
        }
        .into_any(),
        Line::Taken(step) => {
            let (by, to, until, note, at) = (step.by, step.to, step.until, step.note.clone(), step.at);
            let back = step.what == "returned";
            let what = step.what;
            let line = move || {
                let at = at.map(|at| clock(lang.get(), at, today));
                [at, Some(name(by))].into_iter().flatten().collect::<Vec<_>>().join(" · ")
            };
            let whom = move || {
                let to = to.map(|to| (e.get().to_whom)(&name(Some(to))))?;
                let until = until.map(|until| (e.get().until)(&clock(lang.get(), until, today)));
                Some([Some(to), until].into_iter().flatten().collect::<Vec<_>>().join(" · "))
            };
            view! {
                <li class=if back { "back" } else { "done" }>
                    <span class="dot">{icon(if back { Icon::Again } else { Icon::Ok })}</span>
                    <div>
                        <b>{move || term_or_code(lang.get(), "event.steps.what", &what)}</b>
                        <span class="num">{line}</span>
                        {move || whom().map(|whom| view! { <span class="num">{whom}</span> })}
                        {note.map(|note| view! { <p>{note}</p> })}
                    </div>
                </li>
            }
            .into_any()
        }
    }
}
