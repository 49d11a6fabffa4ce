//! One household: who lives there, what has happened, and the way to the next visit.

use crate::{
    book::{DoorCard, VisitCard},
    jobs::{
        dispute::Disputes,
        events::today::EventsHere,
        households::door_badge,
        mine::{mend::state::household_of, records::deed},
        needs::{NeedsHere, ServiceHere},
        people::doubles::JoinedHere,
        photos::{PhotosWaiting, Thumbs},
        temperature::drawn::Temperatures,
        visit::change::ChangeHousehold,
    },
    live::{Show, memo},
    parts::{
        Badge, Bar, Button, Card, Dock, Door, Empty, Icon, Known, LinkButton, Loading, Main, Page, RecordState, Row,
        Rows, Section, Size, SyncBadge, Tone, Weight, use_toasts,
    },
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use model::{
    day::Day,
    id::RecordId,
    kind::{Payload, household::Household, person::Person, visit::Visit},
    person::Phone,
    record::Scope,
};
use sync::{Intent, Standing, ports::Stuck};

/// The screen.
#[component]
pub fn HouseholdPage(
    /// The household of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let w = use_words();
    let settings = use_settings();
    let book = use_book();
    // Whoever comes to go on with a change finds it open.
    let changing = RwSignal::new(use_query_map().with_untracked(|query| query.get("change")).is_some());
    let card = memo(move || {
        book.with(|book| {
            book.as_ref().map(|book| {
                id.and_then(|id| book.door(id).map(|card| crate::phone::Shared(std::sync::Arc::new(card.clone()))))
            })
        })
    });
    let title = move || {
        card.get()
            .flatten()
            .map(|card| (w.get().home_of)(&card.household.head))
            .unwrap_or_else(|| w.get().households.to_owned())
    };
    view! {
        <Page>
            <Bar title back=routes::HOUSEHOLDS />
            <Main>
                {move || match card.get() {
                    None => view! { <Loading /> }.into_any(),
                    Some(None) => {
                        view! { <Empty icon=Icon::Door title=move || w.get().household_gone text=move || w.get().household_gone_todo /> }
                            .into_any()
                    }
                    Some(Some(card)) => view! { <Details card=(*card).clone() lang=settings.lang.get() changing /> }.into_any(),
                }}
            </Main>
            <Show when=move || card.with(|card| matches!(card, Some(Some(_))))>
                <Dock>
                    <LinkButton
                        label=move || w.get().visit
                        href=id.map(routes::visit).unwrap_or_default()
                        icon=Icon::Door
                        weight=Weight::Main
                        size=Size::Big
                    />
                </Dock>
            </Show>
        </Page>
        // Outside of what is drawn anew when something changes here, so that it stays open.
        {id.map(|id| view! { <ChangeHousehold open=changing id /> })}
    }
}

#[component]
fn Details(card: DoorCard, lang: Lang, changing: RwSignal<bool>) -> impl IntoView {
    let w = use_words();
    let p = use_table(Lang::people);
    let phone = use_phone();
    let (id, scope, door) = (card.id, card.scope, card.door);
    let known = known(lang, &card.household, card.people.len());
    let number = card.household.phone.clone().filter(|phone| Phone::parse(phone).is_ok());
    let year = phone.today().year();
    let note = card.household.note.clone();
    let (number_of_door, name) = (card.household.door.clone(), card.household.head.clone());
    let people_n = card.people.len();
    let people = if card.people.is_empty() {
        view! { <Card pad=true><p>{move || w.get().no_people}</p></Card> }.into_any()
    } else {
        let rows = card
            .people
            .iter()
            .map(|(who, person)| view! { <PersonRow home=id id=*who person=person.clone() lang year /> });
        let rows = rows.collect_view();
        view! { <Card><Rows>{rows}</Rows></Card> }.into_any()
    };
    let visits = if card.visits.is_empty() {
        view! { <Card pad=true><p>{move || w.get().no_history}</p></Card> }.into_any()
    } else {
        let rows = card.visits.iter().map(|visit| view! { <VisitRow visit=visit.clone() scope lang /> }).collect_view();
        view! { <Card><Rows>{rows}</Rows></Card> }.into_any()
    };
    view! {
        <Card>
            <Door number=number_of_door name>{door_badge(lang.words(), door)}</Door>
            <Known text=known on_change=move |()| changing.set(true) />
            {note.map(|note| view! { <p class="q">{note}</p> })}
            {number.map(|number| {
                view! {
                    <div class="q"><LinkButton label=move || w.get().call_phone href=format!("tel:{number}") icon=Icon::Call size=Size::Wide /></div>
                }
            })}
        </Card>
        <Disputes disputes=card.disputes />
        <JoinedHere household=id />
        <ToMend household=id />
        <Section title=move || w.get().people note=(lang.words().people_n)(people_n) />
        {people}
        <Temperatures household=id />
        <ServiceHere household=id />
        <NeedsHere household=id />
        <EventsHere household=id />
        <Section title=move || w.get().history />
        {visits}
        <div class="tools">
            <LinkButton label=move || p.get().card href=routes::card(id) icon=Icon::Paper size=Size::Wide />
        </div>
    }
}

/// What was refused at this door, leading to where it is mended.
#[component]
fn ToMend(household: RecordId) -> impl IntoView {
    let m = use_table(Lang::mend);
    let phone = use_phone();
    let lang = use_settings().lang;
    let stuck = memo(move || {
        let here = |state: &sync::State| {
            let here = state.repair().iter().filter(|stuck| household_of(&stuck.op, state) == Some(household));
            here.cloned().collect::<Vec<_>>()
        };
        phone.read(here).unwrap_or_default()
    });
    let row = move |stuck: Stuck| {
        let title = deed(lang.get(), &stuck.op.kind, stuck.op.act.code());
        let sub = words::rejection(lang.get(), &stuck.op.kind, &stuck.rejection);
        view! { <Row title sub href=routes::mend(stuck.op.id)><SyncBadge state=RecordState::Repair /></Row> }
    };
    view! {
        <Show when=move || !stuck.with(Vec::is_empty)>
            <Section title=move || m.get().to_mend_here />
            <Card><Rows>{move || stuck.get().into_iter().map(row).collect_view()}</Rows></Card>
        </Show>
    }
}

#[component]
fn VisitRow(visit: VisitCard, scope: Scope, lang: Lang) -> impl IntoView {
    let w = use_words();
    let book = use_book();
    let phone = use_phone();
    let toasts = use_toasts();
    let (by, done_by) = (visit.by, visit.done_by);
    let id = visit.id;
    let colleague = move |who| {
        book.with(|book| book.as_ref().and_then(|book| book.colleague(who).map(str::to_owned)))
            .unwrap_or_else(|| w.get().unknown.to_owned())
    };
    let name = move || {
        let author = by.map_or_else(|| w.get().me.to_owned(), colleague);
        match done_by {
            Some(doer) => format!("{} · {}", colleague(doer), (w.get().entered_by)(&author)),
            None => author,
        }
    };
    let mine = by.is_none() || by == untrack(|| phone.user()).map(|user| user.id);
    // Only what one wrote oneself today can be taken back with a tap; older records are corrected
    // by a new visit.
    let can_withdraw = mine && visit.visit.visited_on == Some(phone.today());
    let withdraw = move |_| {
        spawn_local(async move {
            let gone = phone.save(vec![Intent::void(Visit::KIND, id, scope, "entered_in_error")], None, None).await;
            toasts.say(if gone.is_ok() { w.get_untracked().withdrawn } else { w.get_untracked().storage_broken });
        });
    };
    let on = visit.visit.visited_on.map(|day| day_words(lang, day, phone.today())).unwrap_or_default();
    let title = format!("{on} {}", term_or_code(lang, "visit.outcome", &visit.visit.outcome));
    let photos = visit.visit.photos.clone();
    let found = found(lang, &visit.visit);
    let sub = move || [Some(name()), found.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <Row title sub>
            <SyncBadge state=record_state(visit.standing) />
            <PhotosWaiting kind=Visit::KIND rec=id />
            {can_withdraw.then(|| view! { <Button label=move || w.get().withdraw_short name=move || w.get().withdraw size=Size::Small on_press=withdraw /> })}
            {(!photos.is_empty()).then(|| view! { <Thumbs photos /> })}
        </Row>
    }
}

/// How far a record has come, as its badge says it.
pub fn record_state(standing: Standing) -> RecordState {
    match standing {
        Standing::Uploaded => RecordState::Uploaded,
        Standing::OnPhone => RecordState::OnPhone,
        Standing::Repair => RecordState::Repair,
    }
}

/// 今天, or the day.
pub fn day_words(lang: Lang, day: Day, today: Day) -> String {
    if day == today { lang.words().today_word.to_owned() } else { words::month_day(lang, day) }
}

/// What a visit found beyond its outcome: 发热 1 人 · 发传单 1 份.
fn found(lang: Lang, visit: &Visit) -> Option<String> {
    let w = lang.words();
    let mut parts = Vec::new();
    if !visit.screening.is_empty() {
        let unwell: Vec<_> = visit.screening.iter().flat_map(|screening| screening.symptoms.iter()).collect();
        parts.push(if unwell.is_empty() {
            (w.all_well_n)(visit.screening.len())
        } else {
            unwell
                .iter()
                .map(|symptom| term_or_code(lang, "visit.screening.symptoms", symptom))
                .collect::<Vec<_>>()
                .join(w.list_comma)
        });
    }
    if let Some(n) = visit.leaflets {
        parts.push((w.leaflets_n)(n));
    }
    parts.extend(visit.note.clone());
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// What is known of a household, in one grey line: 电话 138****5207 · 自住 · 常住 3 人.
pub fn known(lang: Lang, household: &Household, people: usize) -> String {
    let w = lang.words();
    let phone = household.phone.as_deref().and_then(|phone| Phone::parse(phone).ok());
    let phone =
        phone.map_or_else(|| w.phone_missing.to_owned(), |phone| format!("{} {}", w.phone_label, phone.masked()));
    let house_use = household.house_use.as_deref().map(|code| term_or_code(lang, "household.house_use", code));
    let residents = household.residents.map_or_else(|| (w.people_n)(people), w.residents_n);
    let away = household.away.filter(|n| *n > 0).map(w.away_n);
    [Some(phone), house_use, Some(residents), away].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[component]
fn PersonRow(home: RecordId, id: RecordId, person: Person, lang: Lang, year: i32) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let w = lang.words();
    let book = use_book();
    let today = use_phone().today();
    // The door is drawn anew with the register.
    let case = book.with_untracked(|book| {
        let file = book.as_ref()?.care.open_case(id)?;
        Some((file.case.id, file.day_n(today)))
    });
    let relation = person.relation.as_deref().map(|code| term_or_code(lang, "person.relation", code));
    let age = person.born.map(|born| (w.years_old)(i64::from(year) - born));
    let day = case.and_then(|(_, day)| day).map(|(n, of)| (lang.isolation().day_of)(n, of));
    let special = person.person_type.clone().filter(|kind| kind != "ordinary");
    let sub = [relation, age, day].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let name = person.name.clone();
    view! {
        <Row title=person.name sub href=routes::person(id)>
            {special.map(|kind| view! { <Badge tone=Tone::Info icon=Icon::Info label=term_or_code(lang, "person.person_type", &kind) /> })}
            {match case {
                Some((case, _)) => view! {
                    <LinkButton
                        label=move || w.isolation
                        name=move || format!("{} {name}", w.isolation)
                        href=routes::case(case)
                        size=Size::Small
                    />
                },
                None => view! {
                    <LinkButton
                        label=move || i.get().isolate
                        name=move || format!("{} {name}", i.get().isolate)
                        href=routes::isolate(home, Some(id))
                        size=Size::Small
                    />
                },
            }}
        </Row>
    }
}
