//! A case at a glance: how far it is, the temperatures, who cares, what is due, what a release lacks,
//! everything that was said and brought; and what may be done about it.

mod acts;
mod change;
mod events;
mod gate;
pub mod state;
mod temperatures;
mod told;

pub use acts::decided_of;
pub use change::case_of;

use super::{
    Framed, NoCase, back, decides,
    decision::{Sort, open_to},
    now,
    team::members::Carers,
    use_read,
};
use crate::{
    jobs::{
        clues::CluesOfCase,
        households::record_state,
        needs::ServiceHere,
        photos::{PhotosButton, PhotosWaiting},
    },
    live::memo,
    parts::{
        Badge, Bar, Card, Door, Icon, Known, LinkButton, Loading, Main, Notice, Page, Progress, Row, Rows, Section,
        Size, SyncBadge, Tone, Weight,
    },
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, full_day, month_day, term_or_code},
};
use acts::{Acts, Opened, Sheets};
use change::ChangeCase;
use events::Events;
use gate::Lacking;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    care::due::What,
    id::{RecordId, UserId},
    kind::{
        Payload,
        isolation::{Change, Isolation},
    },
    person::Phone,
};
use state::Glance;
use temperatures::Temperatures;
use told::ToldList;

/// The screen.
#[component]
pub fn CasePage(
    /// The case of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let phone = use_phone();
    let glance = use_read(move |book| id.and_then(|id| Glance::of(book, id, now(phone))));
    let there = memo(move || {
        glance.with(|glance| glance.as_ref().map(|found| found.as_ref().map(|glance| glance.file.case.is.household)))
    });
    view! {
        <Framed>
            {move || match there.get() {
                None => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
                Some(None) => view! { <NoCase /> }.into_any(),
                Some(Some(household)) => view! { <Case glance household /> }.into_any(),
            }}
        </Framed>
    }
}

#[component]
fn Case(glance: Memo<Option<Option<Glance>>>, household: Option<RecordId>) -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let phone = use_phone();
    let glance = memo(move || glance.get().flatten());
    let title = move || {
        let name = glance.with(|glance| glance.as_ref().map(|glance| glance.person.name.clone())).unwrap_or_default();
        format!("{name} · {}", w.get().isolation)
    };
    let sub = move || {
        glance
            .with(|glance| {
                let glance = glance.as_ref()?;
                let day = glance.file.day_n(glance.now.day).map(|(n, of)| (i.get().day_of)(n, of));
                let place = [Some(glance.door.clone()), Some(glance.grid.clone()), day];
                let said: Vec<String> = place.into_iter().flatten().filter(|text| !text.is_empty()).collect();
                Some(said.join(" · "))
            })
            .unwrap_or_default()
    };
    let decide = use_query_map().with_untracked(|query| query.get("decide"));
    let may = |sort: &Sort| {
        glance.with_untracked(|glance| {
            let case = glance.as_ref().map(|glance| &glance.file.case);
            case.is_some_and(|case| open_to(&case.is, decides(phone, case.scope), phone.today()).contains(sort))
        })
    };
    let opened = Opened::at(decide.as_deref().and_then(Sort::from_code).filter(may));
    let written = RwSignal::new(String::new());
    // Whoever comes to go on with a change finds it open.
    let changing = RwSignal::new(use_query_map().with_untracked(|query| query.get("change")).is_some());
    let id = glance.with_untracked(|glance| glance.as_ref().map(|glance| glance.file.case.id));
    view! {
        <Page>
            <Bar title sub back=back(household) />
            <Main>
                {move || glance.get().map(|glance| view! { <Glanced glance opened changing written /> })}
            </Main>
            // Outside of what is drawn anew when something changes, so that an open sheet stays open.
            <Sheets glance opened />
            {id.map(|id| view! { <ChangeCase open=changing id /> })}
        </Page>
    }
}

/// How a case stands, as word, shape and colour.
#[component]
pub fn StatusBadge(
    /// The case.
    case: Isolation,
) -> impl IntoView {
    let lang = use_settings().lang;
    let (tone, icon) = match case.status.as_str() {
        "pending" => (Tone::Wait, Icon::Clock),
        "returned" => (Tone::Wait, Icon::Pen),
        "isolating" => (Tone::Info, Icon::Door),
        "released" => (Tone::Ok, Icon::Ok),
        "lost" => (Tone::Alarm, Icon::Alarm),
        _ => (Tone::Info, Icon::Leave),
    };
    let mistaken = case.end_reason.as_deref() == Some("mistaken");
    let status = case.status;
    let label = move || match mistaken {
        true => term_or_code(lang.get(), "isolation.end_reason", "mistaken"),
        false => term_or_code(lang.get(), "isolation.status", &status),
    };
    view! { <Badge tone icon label /> }
}

#[component]
fn Glanced(glance: Glance, opened: Opened, changing: RwSignal<bool>, written: RwSignal<String>) -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let phone = use_phone();
    let today = glance.now.day;
    let case = glance.file.case.is.clone();
    let id = glance.file.case.id;
    let is_open = case.is_open();
    let standing = phone.peek(|state| state.get(Isolation::KIND, id).map(|held| held.standing)).flatten();
    let day = glance.file.day_n(today);
    let known = known(lang, &glance);
    let returned = case
        .changes
        .iter()
        .rev()
        .find(|change| change.what == "returned")
        .filter(|_| case.status == "returned")
        .cloned();
    let calls = [
        (glance.person.phone.clone(), glance.person.name.clone()),
        (glance.home_phone.clone().filter(|home| glance.person.phone.as_ref() != Some(home)), glance.head.clone()),
        (
            case.family_phone.clone().filter(|one| glance.home_phone.as_ref() != Some(one)),
            case.family_name.clone().unwrap_or_default(),
        ),
    ];
    let call = move |(number, who): (Option<String>, String)| {
        let number = number.filter(|number| Phone::parse(number).is_ok())?;
        let label = move || format!("{} {who}", w.get().call);
        Some(view! { <LinkButton label icon=Icon::Call href=format!("tel:{number}") size=Size::Small /> })
    };
    let team = glance.file.team_on(today).map(|team| team.is.members.clone()).unwrap_or_default();
    let team_n = {
        let (have, need) =
            (team.len(), use_book().with_untracked(|book| book.as_ref().map_or(0, |book| book.policy.team_size)));
        move || (i.get().team_n)(have, need)
    };
    let lacks_team = glance.due.iter().any(|due| matches!(due, What::Team(_)));
    let papers = case.papers.clone();
    let is_released = case.status == "released";
    let home = case.household;
    let due = glance.due.clone();
    let changes = case.changes.clone();
    let (door, name, shown, end) = (glance.door.clone(), glance.person.name.clone(), case.clone(), case.end_on);
    view! {
        <Card>
            <Door number=door name><StatusBadge case=shown /></Door>
            {if is_open {
                view! { <Known text=known on_change=move |()| changing.set(true) /> }.into_any()
            } else {
                view! { <Known text=known /> }.into_any()
            }}
            <div class="q offers">
                {calls.into_iter().filter_map(call).collect_view()}
                {(!papers.is_empty()).then(|| view! { <PhotosButton photos=papers /> })}
                <PhotosWaiting kind=Isolation::KIND rec=id />
                {standing.map(|standing| view! { <SyncBadge state=record_state(standing) /> })}
            </div>
            {day.filter(|_| is_open).map(|(n, of)| {
                let words = move || end.map(|end| (i.get().ends)(&full_day(lang.get(), end))).unwrap_or_default();
                view! {
                    <div class="q">
                        <Progress
                            label=move || (i.get().day_of)(n, of)
                            words
                            done=Signal::stored(u64::try_from(n.clamp(0, of)).unwrap_or_default())
                            all=Signal::stored(u64::try_from(of.max(1)).unwrap_or(1))
                        />
                    </div>
                }
            })}
        </Card>
        {returned.map(|change| {
            view! { <Notice tone=Tone::Wait icon=Icon::Pen what=move || i.get().was_returned safe=change.reason.unwrap_or_default() todo=move || i.get().was_returned_todo /> }
        })}
        {is_released.then(|| view! {
            <LinkButton label=move || i.get().paper icon=Icon::Paper href=routes::release_paper(id) size=Size::Wide weight=Weight::Main />
        })}
        {(!due.is_empty()).then(|| view! { <DueList due id home /> })}
        <Events glance=glance.clone() written />
        <Acts glance=glance.clone() opened />
        <Section title=move || i.get().temperatures />
        <Temperatures glance=glance.clone() />
        <Section title=move || i.get().team note=team_n />
        <Card>
            <Rows><Carers members=team /></Rows>
            {is_open.then(|| view! {
                <div class="q">
                    <LinkButton
                        label=move || if lacks_team { i.get().fill_team } else { i.get().change_team }
                        href=routes::care_team(id)
                        icon=Icon::People
                        size=Size::Wide
                    />
                </div>
            })}
        </Card>
        {home.filter(|_| is_open).map(|household| view! { <ServiceHere household /> })}
        {is_open.then(|| {
            let missing = glance.missing.clone();
            view! {
                <Section title=move || i.get().lacking />
                <Card pad=true><Lacking missing household=home /></Card>
            }
        })}
        <CluesOfCase case=id person=glance.file.case.is.person home />
        <Section title=move || i.get().told />
        <ToldList glance=glance.clone() />
        {(!changes.is_empty()).then(|| view! {
            <Section title=move || i.get().changes />
            <Card><Rows>{changes.into_iter().rev().map(|change| view! { <ChangeRow change /> }).collect_view()}</Rows></Card>
        })}
    }
}

/// What the case goes by, in one line: 武汉返乡 · 离开日期 1月31日（车票）· 居家 · 责任村医 邹济生.
fn known(lang: RwSignal<Lang>, glance: &Glance) -> impl Fn() -> String + Send + Sync + use<> {
    let case = glance.file.case.is.clone();
    let kind = glance.person.person_type.clone();
    move || {
        let i = lang.get().isolation();
        let term = |field: &str, code: &str| term_or_code(lang.get(), &format!("isolation.{field}"), code);
        let kind = kind.as_ref().map(|kind| term_or_code(lang.get(), "person.person_type", kind));
        let anchor = case.anchor_on.map(|on| {
            let proof = case.proof.as_deref().filter(|proof| *proof != "none").map(|proof| term("proof", proof));
            (i.since_anchor)(&term("anchor", &case.anchor), &month_day(lang.get(), on), proof.as_deref())
        });
        let days = case
            .from_on
            .zip(case.end_on)
            .map(|(from, end)| (i.from_to)(&month_day(lang.get(), from), &month_day(lang.get(), end)));
        let place = case.place.as_ref().map(|place| term("place", place));
        let doctor =
            case.doctor.as_ref().map(|name| format!("{} {name}", term_or_code(lang.get(), Isolation::KIND, "doctor")));
        let to = case
            .referred_to
            .as_ref()
            .map(|to| format!("{} {to}", term_or_code(lang.get(), Isolation::KIND, "referred_to")));
        let parts = [kind, anchor, days, place, case.address.clone(), doctor, to];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// What is due now.
#[component]
fn DueList(due: Vec<What>, id: RecordId, home: Option<RecordId>) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let slots = due.iter().filter(|what| matches!(what, What::Reading(_))).count();
    let mut rows = Vec::new();
    if slots > 0 {
        let href = home.map(routes::temperatures).unwrap_or_default();
        rows.push(view! { <Row title=move || (i.get().readings_due)(slots) href /> }.into_any());
    }
    for what in due {
        let row = match what {
            What::Reading(_) => continue,
            What::Team(lacks) => {
                let sub = move || {
                    let said: Vec<String> = lacks.iter().map(|one| crate::words::problem(lang.get(), one)).collect();
                    said.join(lang.get().words().between_sentences)
                };
                view! { <Row title=move || i.get().team sub href=routes::care_team(id) /> }.into_any()
            }
            What::Inquiry => view! { <Row title=move || i.get().inquiry_due href=routes::call(id) /> }.into_any(),
            What::Call => view! { <Row title=move || i.get().call_due href=routes::call(id) /> }.into_any(),
            What::Service => view! { <Row title=move || i.get().service_due /> }.into_any(),
            What::Approval => view! { <Row title=move || i.get().approval_due /> }.into_any(),
            What::Release => view! { <Row title=move || i.get().release_due /> }.into_any(),
        };
        rows.push(row);
    }
    view! {
        <Section title=move || i.get().due_now />
        <Card><Rows>{rows}</Rows></Card>
    }
}

/// Who somebody is, for whoever looks.
fn use_name(by: Option<UserId>) -> Memo<String> {
    let w = use_words();
    let book = use_book();
    let phone = use_phone();
    memo(move || {
        let me = phone.user().map(|user| user.id);
        match by {
            None => w.get().me.to_owned(),
            by if by == me => w.get().me.to_owned(),
            Some(by) => book
                .with(|book| book.as_ref().and_then(|book| book.colleague(by).map(str::to_owned)))
                .unwrap_or_else(|| w.get().unknown.to_owned()),
        }
    })
}

#[component]
fn ChangeRow(change: Change) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let who = use_name(change.by);
    let what = change.what.clone();
    let days = change.from.zip(change.to);
    let title = move || {
        let what = term_or_code(lang.get(), "isolation.changes.what", &what);
        match days {
            Some((from, to)) => {
                format!("{what} {}", (i.get().moved)(&month_day(lang.get(), from), &month_day(lang.get(), to)))
            }
            None => what,
        }
    };
    let (on, reason) = (change.on, change.reason);
    let sub = move || {
        let on = on.map(|on| month_day(lang.get(), on));
        [on, Some(who.get()), reason.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    view! { <Row title sub /> }
}
