//! 总览: where the sweep stands, on a tablet two metres away; each number opens its doors.

mod behind;
pub mod state;

pub use behind::BehindPage;

use crate::{
    parts::{
        Badge, Bar, Board, Button, Empty, Figure as Number, Icon, Loading, Main, Meter, Notice, Page, Panel, Place, Section, Side, Size, Split,
        Table, Text, Tone, percent, thousands,
    },
    phone::{Phone, use_phone},
    routes,
    settings::{use_settings, use_words},
    words::{self, day_label},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use model::{
    id::RecordId,
    wire::{Figure, Figures, GridFigures, VillageFigures, WorkerState},
};
use state::Board as Latest;
use sync::Refused;

/// Nudges that come together are answered once, after so many milliseconds.
const TOGETHER: u64 = 400;
/// Without a nudge the figures are asked for again after so many milliseconds.
const AGAIN: u64 = 60_000;
/// The places that lead somewhere.
const PLACES: &[Place] = &[Place::Overview, Place::Settings];

/// Asks for the figures now, at every nudge, and every minute.
fn follow(phone: Phone) -> RwSignal<Latest> {
    let latest = RwSignal::new(Latest::default());
    let asking = StoredValue::new(false);
    let ask = move || {
        if asking.try_get_value() != Some(false) {
            return;
        }
        asking.set_value(true);
        spawn_local(async move {
            phone.device().sleep(if latest.with_untracked(Latest::is_empty) { 0 } else { TOGETHER }).await;
            // Nudges from here on ask once more.
            let _ = asking.try_update_value(|asking| *asking = false);
            let answer = phone.device().online().overview().await;
            let now = phone.now();
            // The screen may have been left meanwhile.
            let _ = latest.try_update(|latest| latest.take(answer, now));
        });
    };
    Effect::new(move |_| {
        phone.nudges();
        ask();
    });
    spawn_local(async move {
        while latest.try_with_untracked(|_| ()).is_some() {
            phone.device().sleep(AGAIN).await;
            ask();
        }
    });
    latest
}

/// The frame of a supervisor's screen.
#[component]
pub fn Led(children: Children) -> impl IntoView {
    let phone = use_phone();
    let lang = use_settings().lang;
    let sub = move || {
        let user = phone.user();
        let role = user.as_ref().and_then(|user| user.roles.first()).map(|role| words::term_or_code(lang.get(), "role", role.code()));
        let town = phone.read(|state| state.all::<model::kind::directory::Town>().next().map(|(_, town)| town.name)).flatten();
        [town, role].into_iter().flatten().collect::<String>()
    };
    view! {
        <Split>
            <Side here=Some(Place::Overview) href=routes::place sub places=PLACES />
            {children()}
        </Split>
    }
}

/// The screen.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let w = use_words();
    let lang = use_settings().lang;
    let phone = use_phone();
    let latest = follow(phone);
    let sub = move || {
        latest.with(|latest| {
            let Some(overview) = &latest.overview else { return String::new() };
            let sweep = overview.sweep.as_ref().map(|sweep| (w.get().sweep_n)(sweep.round));
            let day = day_label(lang.get(), overview.today);
            let age = (w.get().updated)(&words::ago(lang.get(), latest.at, phone.now()));
            [sweep, Some(day), Some(age)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        })
    };
    let there = Memo::new(move |_| latest.with(|latest| latest.overview.is_some()));
    let trouble = Memo::new(move |_| latest.with(|latest| latest.trouble.clone()));
    view! {
        <Led>
            <Page>
                <Bar title=move || w.get().overview sub />
                <Main>
                    {move || trouble.get().map(|refused| view! { <Stale refused there=there.get() /> })}
                    <Show when=move || there.get() fallback=move || view! { <Show when=move || trouble.get().is_none()><Loading /></Show> }>
                        <Figures latest />
                    </Show>
                </Main>
            </Page>
        </Led>
    }
}

/// No fresh figures: why, what is shown instead, what to do.
#[component]
fn Stale(refused: Refused, there: bool) -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let signed_out = refused.code() == Some("signed_out");
    let forbidden = refused.code() == Some("forbidden");
    let what = move || match () {
        () if signed_out => w.get().signed_out,
        () if forbidden => w.get().not_allowed,
        () if there => w.get().overview_stale,
        () if refused == Refused::NotOurs => w.get().portal,
        () => w.get().unreachable,
    };
    let todo = move || if signed_out { w.get().signed_out_todo } else if forbidden { w.get().not_allowed_todo } else { w.get().will_try_again };
    view! {
        <Notice tone=Tone::Wait what todo>
            {signed_out.then(|| view! { <Button label=move || w.get().sign_in size=Size::Small on_press=move |_| spawn_local(async move { phone.sign_out().await }) /> })}
        </Notice>
    }
}

/// Address of the list behind a figure.
fn list(figure: Figure, place: Option<RecordId>) -> String {
    let place = place.map(|place| format!("?place={place}")).unwrap_or_default();
    format!("{}/{}{place}", routes::OVERVIEW, figure.code())
}

#[component]
fn Figures(latest: RwSignal<Latest>) -> impl IntoView {
    let w = use_words();
    let lang = use_settings().lang;
    let total = Memo::new(move |_| latest.with(|latest| latest.overview.as_ref().map(|overview| overview.total).unwrap_or_default()));
    let village = Memo::new(move |_| use_query_map().with(|query| query.get("village")).and_then(|id| id.parse::<RecordId>().ok()));
    let number = move |figure: Figure| Signal::derive(move || Some(thousands(total.get().get(figure))));
    let share = move || format!("{} / {} {}", thousands(total.get().screened), thousands(total.get().households), w.get().unit_households);
    let label = move |figure: Figure| Text::derive(move || words::term_or_code(lang.get(), "figure", figure.code()));
    let unit = move |figure: Figure| Text::derive(move || unit_of(w.get(), figure).to_owned());
    let figure = move |which: Figure| view! { <Number label=label(which) number=number(which) unit=unit(which) href=list(which, None) /> };
    let has_households = Memo::new(move |_| total.get().households > 0);
    view! {
        <Show
            when=move || has_households.get()
            fallback=move || view! { <Empty icon=Icon::Chart title=move || w.get().no_households text=move || w.get().no_households_led /> }
        >
            <Board>
                <Show when=move || { total.get().fever > 0 }>
                    <div class="span4">
                        <Notice tone=Tone::Alarm icon=Icon::Alarm what=move || (w.get().fever_n)(total.get().fever) todo=move || w.get().fever_todo>
                            <a class="btn" href=list(Figure::Fever, None)>{move || w.get().open}</a>
                        </Notice>
                    </div>
                </Show>
                <Number
                    label=move || w.get().coverage
                    number=Signal::derive(move || total.get().coverage_permille().map(percent))
                    note=share
                    href=list(Figure::Screened, None)
                />
                {figure(Figure::VisitsToday)}
                {figure(Figure::NotMet)}
                {figure(Figure::Refused)}
                {figure(Figure::NotYet)}
                {figure(Figure::Fever)}
                {figure(Figure::NeedsOpen)}
                {figure(Figure::NobodyLives)}
                <Panel title=move || w.get().by_village whole=true>
                    <Coverage latest open=village />
                </Panel>
                <Panel title=move || w.get().workers_phones whole=true>
                    <Workers latest />
                </Panel>
            </Board>
        </Show>
    }
}

/// 户, 人, 次 or 件.
pub(super) fn unit_of(w: &words::Words, figure: Figure) -> &'static str {
    match figure {
        Figure::VisitsToday => w.unit_visits,
        Figure::Fever => w.unit_people,
        Figure::NeedsOpen => w.unit_items,
        _ => w.unit_households,
    }
}

/// Villages, the least covered first; the open one shows its grids of doors.
#[component]
fn Coverage(latest: RwSignal<Latest>, open: Memo<Option<RecordId>>) -> impl IntoView {
    let w = use_words();
    let heads = heads(&[
        (|w| w.village, false),
        (|w| w.households_done, true),
        (|w| w.coverage, false),
        (|w| w.rate, true),
        (|w| w.not_met, true),
        (|w| w.refused, true),
        (|w| w.visits_today, true),
    ]);
    let villages = Memo::new(move |_| latest.with(Latest::villages));
    view! {
        <Table name=move || w.get().by_village heads>
            <For each=move || villages.get() key=|village| (village.id, village.figures) let:village>
                <VillageRows village open />
            </For>
        </Table>
    }
}

fn heads(of: &[(fn(&'static words::Words) -> &'static str, bool)]) -> Vec<(Text, bool)> {
    let w = use_words();
    of.iter().map(|(word, number)| { let word = *word; (Text::derive(move || word(w.get()).to_owned()), *number) }).collect()
}

#[component]
fn VillageRows(village: VillageFigures, open: Memo<Option<RecordId>>) -> impl IntoView {
    let VillageFigures { id, name, figures, grids } = village;
    let is_open = Memo::new(move |_| open.get() == Some(id));
    let href = move || if is_open.get() { routes::OVERVIEW.to_owned() } else { format!("{}?village={id}", routes::OVERVIEW) };
    let head = name.clone();
    view! {
        <tr>
            <th scope="row"><a href=href aria-expanded=move || is_open.get().to_string()>{head}</a></th>
            <PlaceCells id name figures />
        </tr>
        <Show when=move || is_open.get()>
            {grids
                .iter()
                .cloned()
                .map(|GridFigures { id, name, figures }| {
                    let head = name.clone();
                    view! {
                        <tr class="below">
                            <th scope="row">{head}</th>
                            <PlaceCells id name figures />
                        </tr>
                    }
                })
                .collect_view()}
        </Show>
    }
}

#[component]
fn PlaceCells(id: RecordId, name: String, figures: Figures) -> impl IntoView {
    let w = use_words();
    let rate = figures.coverage_permille();
    let cell = move |figure: Figure| {
        let n = figures.get(figure);
        // A zero opens nothing.
        if n == 0 { view! { <td class="n">"0"</td> }.into_any() } else { view! { <td class="n"><a href=list(figure, Some(id))>{thousands(n)}</a></td> }.into_any() }
    };
    view! {
        <td class="n">
            <a href=list(Figure::Screened, Some(id))>{thousands(figures.screened)}</a>
            " / "
            <a href=list(Figure::Households, Some(id))>{thousands(figures.households)}</a>
        </td>
        <td class="bar-cell"><Meter label=name permille=Some(rate.unwrap_or(0)) /></td>
        <td class="n">{move || rate.map_or_else(|| w.get().no_data.to_owned(), percent)}</td>
        {cell(Figure::NotMet)}
        {cell(Figure::Refused)}
        {cell(Figure::VisitsToday)}
    }
}

#[component]
fn Workers(latest: RwSignal<Latest>) -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let lang = use_settings().lang;
    let heads = heads(&[(|w| w.worker, false), (|w| w.grid, false), (|w| w.contact, false), (|w| w.unsent, true), (|w| w.visits_today, true)]);
    let workers = Memo::new(move |_| latest.with(|latest| latest.overview.as_ref().map(|overview| overview.workers.clone()).unwrap_or_default()));
    let row = move |worker: WorkerState| {
        let WorkerState { name, grids, last_contact, unsent, visits_today, .. } = worker;
        let silent = state::is_silent(last_contact, phone.now());
        let contact = move || last_contact.map_or_else(|| w.get().never.to_owned(), |at| words::ago(lang.get(), at, phone.now()));
        let unsent = move || unsent.map_or_else(|| w.get().unknown.to_owned(), |n| (w.get().records_n)(n as usize));
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td>{state::grids_label(&grids)}</td>
                <td>
                    {if silent { view! { <Badge tone=Tone::Wait icon=Icon::Clock label=contact /> }.into_any() } else { view! { <span>{contact}</span> }.into_any() }}
                </td>
                <td class="n">{unsent}</td>
                <td class="n">{visits_today}</td>
            </tr>
        }
    };
    view! {
        <Show when=move || !workers.with(Vec::is_empty) fallback=move || view! { <Section title=move || w.get().no_workers /> }>
            <Table name=move || w.get().workers_phones heads=heads.clone()>
                <For each=move || workers.get() key=|worker| (worker.id, worker.last_contact, worker.unsent, worker.visits_today) children=row />
            </Table>
        </Show>
    }
}
