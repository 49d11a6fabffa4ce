//! 记一笔: anything that is not on today's list. What one used last stands on top; below, everything
//! that one's roles may note down.

use crate::{
    jobs::{
        clues,
        daily::DailyRow,
        firm::inspects,
        overview::Led,
        places::Places,
        today::Unsent,
        work::{said, state},
    },
    live::{Show, memo},
    parts::{Bar, Card, Empty, Icon, LinkButton, Main, Page, Place, Row, Rows, Section, Tab, icon},
    phone::{Phone, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, Words, term},
};
use leptos::prelude::*;
use model::kind::{Kind, Life};

/// So many of what one used last stand on top.
const USED: usize = 3;

/// A job with a screen of its own.
struct Job {
    name: fn(&Words) -> &'static str,
    icon: Icon,
    href: &'static str,
    /// Whose it is.
    of: fn(Phone) -> bool,
}

/// They stand in this order; what has a form of its kind follows by itself.
static JOBS: &[Job] = &[
    Job { name: |w| w.visit, icon: Icon::Door, href: routes::HOUSEHOLDS, of: |phone| phone.has_doors() },
    Job { name: |w| w.register, icon: Icon::People, href: routes::REGISTER, of: |phone| phone.has_doors() },
    Job { name: |w| w.temperature, icon: Icon::Temperature, href: routes::MEASURE, of: |phone| phone.has_doors() },
    Job { name: |w| w.isolation, icon: Icon::Lock, href: routes::CASES, of: |phone| phone.has_doors() },
    Job {
        name: |w| w.care_call,
        icon: Icon::Call,
        href: routes::CALLS,
        of: |phone| phone.has_doors() || phone.helps(),
    },
    Job { name: |w| w.duty_post, icon: Icon::Lock, href: routes::POST, of: |phone| phone.has_posts() },
    Job { name: |w| w.errand, icon: Icon::Bag, href: routes::TODAY, of: |phone| phone.helps() },
    Job { name: |w| w.event_report, icon: Icon::Alarm, href: routes::REPORT, of: |phone| phone.works() },
    Job { name: |w| w.enterprise, icon: Icon::List, href: routes::FIRMS, of: inspects },
    Job { name: |w| w.directive, icon: Icon::Paper, href: routes::DIRECTIVES, of: |phone| phone.works() },
];

/// The picture of a kind.
fn picture(kind: &Kind) -> Icon {
    match kind.name {
        "publicity" => Icon::Speak,
        "patrol" => Icon::People,
        "dissuasion" => Icon::Info,
        "disinfection" => Icon::Ok,
        "service" => Icon::Bag,
        "police_action" => Icon::Chart,
        "material" => Icon::Paper,
        "station" => Icon::Door,
        "rota" => Icon::Again,
        _ => Icon::Pen,
    }
}

/// The screen.
#[component]
pub fn AddPage() -> impl IntoView {
    let w = use_words();
    let o = use_table(Lang::work);
    let (e, t) = (use_table(Lang::event_words), use_table(Lang::teams));
    let phone = use_phone();
    let leads = untrack(|| phone.leads());
    let user = untrack(|| phone.user());
    let (roles, me) = user.map(|user| (user.roles, user.id)).unzip();
    let roles = StoredValue::new(roles.unwrap_or_default());
    let kinds = memo(move || {
        let offers = |state: &sync::State| roles.with_value(|roles| state::offers(roles, state));
        phone.read(offers).unwrap_or_default().into_iter().map(|kind| kind.name).collect::<Vec<_>>()
    });
    let of = move |life: Life| {
        let kinds = kinds.get().into_iter().filter_map(model::kind::kind);
        kinds.filter(|kind| kind.life == life).collect::<Vec<_>>()
    };
    let used = memo(move || {
        let kinds = of(Life::Log);
        let used = phone.read(|state| me.map(|me| state::used(&kinds, state, me))).flatten().unwrap_or_default();
        used.into_iter().take(USED).map(|(kind, record)| (kind.name, record.data)).collect::<Vec<_>>()
    });
    let has_jobs = JOBS.iter().any(|job| untrack(|| (job.of)(phone)));
    let l = use_table(Lang::clue);
    // What nobody has passed on yet is said before it is looked for.
    let waiting = memo(move || {
        let open =
            |state: &sync::State| clues::state::clues(state).iter().filter(|clue| !clue.is.is_forwarded()).count();
        phone.read(open).unwrap_or_default()
    });
    let clues_note = move || match waiting.get() {
        0 => l.get().add_note.to_owned(),
        n => format!("{} · {}", l.get().open, (l.get().clues_n)(n)),
    };
    let screen = view! {
        <Page>
            <Bar title=move || w.get().add><Unsent /></Bar>
            <Main>
                <Show when=move || !used.with(Vec::is_empty)>
                    <Section title=move || o.get().used_last />
                    <Card>
                        <Rows>
                            <For each=move || used.get() key=|used| used.clone() let:used>
                                <Used name=used.0 data=used.1 />
                            </For>
                        </Rows>
                    </Card>
                </Show>
                <Section title=move || w.get().add_what />
                <nav class="jobs" aria-label=move || w.get().add_what>
                    {JOBS.iter().filter(|job| untrack(|| (job.of)(phone))).map(|job| view! { <Tile name=move || (job.name)(w.get()).to_owned() shape=job.icon href=job.href.to_owned() /> }).collect_view()}
                    <For each=move || of(Life::Log) key=|kind| kind.name let:kind><KindTile kind /></For>
                </nav>
                <Card>
                    <Rows>
                        <Row title=move || e.get().reported href=routes::EVENTS />
                        <DailyRow />
                        <Row title=move || t.get().for_whom sub=move || t.get().for_whom_note href=routes::FOR_WHOM />
                        <Row title=move || t.get().papers sub=move || t.get().papers_note href=routes::PAPERS />
                        <Row title=move || t.get().teams sub=move || t.get().teams_note href=routes::TEAMS />
                        <Show when=move || phone.has_doors()>
                            <Row title=move || l.get().clues sub=clues_note href=routes::CLUES id="add-clue" />
                        </Show>
                    </Rows>
                </Card>
                <Show when=move || { !has_jobs && kinds.with(Vec::is_empty) }>
                    <Empty icon=Icon::Pen title=move || o.get().not_yours text=move || o.get().not_yours_todo />
                </Show>
                <Show when=move || !of(Life::Kept).is_empty()>
                    <Section title=move || o.get().other_jobs />
                    <nav class="jobs" aria-label=move || o.get().other_jobs>
                        <For each=move || of(Life::Kept) key=|kind| kind.name let:kind><KindTile kind /></For>
                    </nav>
                </Show>
            </Main>
            {(!leads).then(|| view! { <Places here=Tab::Add /> })}
        </Page>
    };
    if leads { view! { <Led here=Place::Add>{screen}</Led> }.into_any() } else { screen.into_any() }
}

#[component]
fn KindTile(kind: &'static Kind) -> impl IntoView {
    let lang = use_settings().lang;
    let name = move || term(lang.get(), kind.name).unwrap_or(kind.name).to_owned();
    view! { <Tile name shape=picture(kind) href=routes::add(kind.name) /> }
}

/// A job as a large button.
#[component]
fn Tile(#[prop(into)] name: crate::parts::Text, shape: Icon, href: String) -> impl IntoView {
    view! { <a class="btn" href=href>{icon(shape)}<span>{name}</span></a> }
}

/// What one used last: one tap opens it filled in as it was.
#[component]
fn Used(name: &'static str, data: model::record::Data) -> impl IntoView {
    let o = use_table(Lang::work);
    let lang = use_settings().lang;
    let phone = use_phone();
    let title = move || term(lang.get(), name).unwrap_or(name);
    let kind = model::kind::kind(name);
    let sub = move || {
        let Some(kind) = kind else { return String::new() };
        let names = phone.peek(|state| state::names(kind, state, &data)).unwrap_or_default();
        said::line(lang.get(), kind, &data, &names)
    };
    let again = move || format!("{} {}", title(), o.get().again);
    view! {
        <Row title sub>
            <LinkButton label=move || o.get().again name=again href=routes::add_again(name) icon=Icon::Again />
        </Row>
    }
}
