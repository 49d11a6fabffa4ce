//! The board as it is drawn from figures: how fresh they are, the great ones, the tables.

use super::{
    clock_label, label_of, list_of_all, state,
    state::{Latest, Sort},
    trouble::Trouble,
    unit_of,
    villages::Villages,
    waiting::Waiting,
    workers::Workers,
};
use crate::{
    jobs::isolation::Counts,
    live::{Show, derive, memo},
    parts::{
        Act, Badge, Bar, Board, Card, Empty, Figure as Great, Icon, LinkButton, Loading, Main, Notice, Page, Row, Rows,
        Text, Tone, icon, percent, thousands,
    },
    routes,
    settings::{use_settings, use_table, use_words},
    words::{IsolationWords, Lang, ago, day_label},
};
use leptos::prelude::*;
use model::{
    ambient::Millis,
    day::time_of_day,
    id::RecordId,
    wire::{Figure, Overview},
};

/// So many villages are named beside an alarm.
const NAMED: usize = 4;

/// The board, from plain values.
#[component]
pub fn OverviewScreen(
    /// The figures.
    #[prop(into)]
    latest: Signal<Latest>,
    /// How many are isolated at the doors that are held here; none where none are.
    #[prop(optional, into)]
    isolated: Signal<Option<Counts>>,
    /// How many pairs look alike at the doors that are held here.
    #[prop(optional, into)]
    doubles: Signal<usize>,
    /// Whether whoever looks has duty posts.
    #[prop(optional)]
    posts: bool,
    /// This device's clock.
    #[prop(into)]
    now: Signal<Millis>,
    /// Whether they are being asked for.
    #[prop(into)]
    busy: Signal<bool>,
    /// Whether the first ones take long.
    #[prop(into)]
    slow: Signal<bool>,
    /// The village that is open.
    #[prop(into)]
    open: Signal<Option<RecordId>>,
    /// How villages are ordered.
    #[prop(into)]
    sort: Signal<Sort>,
    /// Orders them otherwise.
    #[prop(into)]
    on_sort: UnsyncCallback<Sort>,
    /// Asks for the figures now.
    #[prop(into)]
    on_retry: Act,
) -> impl IntoView {
    let w = use_words();
    let p = use_table(Lang::people);
    let g = use_table(Lang::gate);
    let lang = use_settings().lang;
    let sub = move || {
        latest.with(|latest| {
            let Some(overview) = latest.overview() else { return String::new() };
            let sweep = overview
                .sweep
                .as_ref()
                .map_or_else(|| w.get().no_sweep.to_owned(), |sweep| (w.get().sweep_n)(sweep.round));
            let (hour, minute) = time_of_day(overview.now);
            format!("{sweep} · {} · {hour:02}:{minute:02}", day_label(lang.get(), overview.today))
        })
    };
    let there = memo(move || latest.with(|latest| latest.overview().is_some()));
    let trouble = memo(move || latest.with(|latest| latest.trouble().cloned()));
    let safe = move || {
        let from = latest.with(|latest| latest.overview().map(|overview| overview.now));
        from.map(|from| (w.get().figures_from)(&clock_label(lang.get(), from, now.get()))).unwrap_or_default()
    };
    view! {
        <Page>
            <Bar title=move || w.get().overview sub>
                <Freshness latest now />
            </Bar>
            <Main>
                <Boards />
                <Show
                    when=move || there.get()
                    // What this device holds needs no signal.
                    fallback=move || view! { <Board><Isolated isolated /></Board> }
                >
                    <Figures latest isolated open sort on_sort />
                </Show>
                <Show when=move || { !there.get() && slow.get() && trouble.with(Option::is_none) }>
                    <Loading />
                </Show>
                <Show when=move || doubles.get() != 0>
                    <Card>
                        <Rows>
                            <Row title=move || (p.get().doubles_n)(doubles.get()) sub=move || p.get().doubles_note href=routes::DOUBLES />
                        </Rows>
                    </Card>
                </Show>
                {move || trouble.get().map(|refused| view! { <Trouble refused safe busy on_retry /> })}
                {posts.then(|| view! { <p class="side-by-side"><LinkButton label=move || g.get().posts icon=Icon::List href=routes::POSTS /></p> })}
            </Main>
        </Page>
    }
}

/// The other boards; the last answer of each is on this device.
#[component]
fn Boards() -> impl IntoView {
    let b = use_table(Lang::board);
    view! {
        <nav class="boards no-print" aria-label=move || b.get().boards>
            <LinkButton label=move || b.get().indicators icon=Icon::Chart href=routes::INDICATORS />
            <LinkButton label=move || b.get().measured icon=Icon::Temperature href=routes::MEASURED />
        </nav>
    }
}

/// How fresh the figures are, in a fixed place; and, for those who listen, what they have become.
#[component]
fn Freshness(latest: Signal<Latest>, now: Signal<Millis>) -> impl IntoView {
    let w = use_words();
    let lang = use_settings().lang;
    let age = memo(move || {
        latest.with(|latest| {
            latest.overview()?;
            Some((latest.is_old(now.get()), (w.get().updated)(&ago(lang.get(), latest.at(), now.get()))))
        })
    });
    // Changes with the figures only, not with their age: an age told every minute helps nobody.
    let said = memo(move || {
        latest.with(|latest| {
            let overview = latest.overview()?;
            let rate = state::coverage(overview, &overview.total).map_or_else(|| w.get().no_data.to_owned(), percent);
            let visits = overview.total.visits_today;
            Some(format!(
                "{} {rate} · {} {visits} {}",
                w.get().coverage,
                w.get().visits_today,
                unit_of(w.get(), Figure::VisitsToday, visits)
            ))
        })
    });
    view! {
        <p class="fresh">
            {move || {
                age.get()
                    .map(|(old, label)| {
                        let (tone, icon) = if old { (Tone::Wait, Icon::Clock) } else { (Tone::Ok, Icon::Ok) };
                        view! { <Badge tone icon label /> }
                    })
            }}
            <span class="sr-only" aria-live="polite">{move || said.get()}</span>
        </p>
    }
}

/// The figures over the villages and the workers; or why there are none.
#[component]
fn Figures(
    latest: Signal<Latest>,
    isolated: Signal<Option<Counts>>,
    open: Signal<Option<RecordId>>,
    sort: Signal<Sort>,
    on_sort: UnsyncCallback<Sort>,
) -> impl IntoView {
    let w = use_words();
    let lang = use_settings().lang;
    let has_households = memo(move || read(latest, |overview| overview.total.households > 0).unwrap_or_default());
    let total = move |figure: Figure| {
        memo(move || read(latest, |overview| state::number(overview, &overview.total, figure)).flatten())
    };
    let rate = move || read(latest, |overview| state::coverage(overview, &overview.total)).flatten().map(percent);
    let households = move || {
        read(latest, |overview| {
            let (screened, all) = (overview.total.screened, overview.total.households);
            let screened = overview.sweep.as_ref().map(|_| format!("{} / ", thousands(screened))).unwrap_or_default();
            format!("{screened}{} {}", thousands(all), unit_of(w.get(), Figure::Households, all))
        })
        .unwrap_or_default()
    };
    let workers_out = move || {
        read(latest, |overview| (w.get().workers_out)(state::workers_out(overview), overview.workers.len()))
            .unwrap_or_default()
    };
    let share = move |n: u64| {
        read(latest, |overview| {
            (n * 1000)
                .checked_div(overview.total.households)
                .map(|permille| (w.get().share_of_households)(&percent(permille)))
        })
        .flatten()
        .unwrap_or_default()
    };
    let great = move |figure: Figure, note: Text| {
        let n = total(figure);
        view! {
            <Great
                label=move || label_of(lang.get(), figure)
                number=derive(move || n.get().map(thousands))
                unit=move || unit_of(w.get(), figure, n.get().unwrap_or_default())
                note
                href=list_of_all(figure)
            />
        }
    };
    let with_share = move |figure: Figure| {
        let n = total(figure);
        great(figure, Text::from(move || n.get().map(share).unwrap_or_default()))
    };
    let lesser = move |figure: Figure| view! { <Lesser figure number=total(figure) /> };
    view! {
        <Show
            when=move || has_households.get()
            fallback=move || view! { <Empty icon=Icon::Chart title=move || w.get().no_households text=move || w.get().no_households_led /> }
        >
            <Board>
                <Fever latest />
                <Isolated isolated />
                <Great label=move || w.get().coverage number=derive(rate) note=households href=list_of_all(Figure::Screened) />
                {great(Figure::VisitsToday, Text::from(workers_out))}
                {with_share(Figure::NotMet)}
                {with_share(Figure::Refused)}
                {lesser(Figure::NotYet)}
                {lesser(Figure::NobodyLives)}
                {lesser(Figure::NeedsOpen)}
                {lesser(Figure::Fever)}
                <Waiting latest />
                <Villages latest open sort on_sort />
                <Workers latest />
            </Board>
        </Show>
    }
}

/// 居家隔离: how many, how many wait for approval, how many are to be released; each leads to the list.
#[component]
fn Isolated(isolated: Signal<Option<Counts>>) -> impl IntoView {
    type Of = (fn(&IsolationWords) -> &'static str, fn(Counts) -> u64, Icon, bool);
    const OF: [Of; 3] = [
        (|i| i.isolating, |counts| counts.isolating, Icon::Door, false),
        (|i| i.pending, |counts| counts.pending, Icon::Clock, true),
        (|i| i.over, |counts| counts.over, Icon::Paper, true),
    ];
    let w = use_words();
    let i = use_table(Lang::isolation);
    let tile = move |(name, of, shape, waits): Of| {
        let n = memo(move || isolated.get().map(of).unwrap_or_default());
        let calls = memo(move || waits && n.get() > 0);
        view! {
            <a class="card fig lesser" class:waits=calls href=routes::ISOLATED>
                <span class="label">{move || calls.get().then(|| icon(shape))}{move || name(i.get())}</span>
                <span class="n">
                    {move || thousands(n.get())}
                    <small>{move || if n.get() == 1 { w.get().unit_person } else { w.get().unit_people }}</small>
                </span>
            </a>
        }
    };
    view! {
        <Show when=move || isolated.with(Option::is_some)>
            <nav class="waiting span4" aria-label=move || w.get().isolation>{OF.map(tile).collect_view()}</nav>
        </Show>
    }
}

/// The alarm on top: how many, and where.
#[component]
fn Fever(latest: Signal<Latest>) -> impl IntoView {
    let w = use_words();
    let n = memo(move || {
        read(latest, |overview| state::number(overview, &overview.total, Figure::Fever)).flatten().unwrap_or_default()
    });
    let places = move || {
        let places = read(latest, state::feverish).unwrap_or_default();
        let more = if places.len() > NAMED { " …" } else { "" };
        let named: Vec<String> = places
            .into_iter()
            .take(NAMED)
            .map(|(_, name, n)| format!("{name} {n} {}", unit_of(w.get(), Figure::Fever, n)))
            .collect();
        format!("{}{more}", named.join(" · "))
    };
    view! {
        <Show when=move || { n.get() > 0 }>
            <div class="span4">
                <Notice tone=Tone::Alarm what=move || (w.get().fever_n)(n.get()) safe=places todo=move || w.get().fever_todo>
                    <LinkButton label=move || w.get().open name=move || format!("{} {}", w.get().open, (w.get().fever_n)(n.get())) href=list_of_all(Figure::Fever) />
                </Notice>
            </div>
        </Show>
    }
}

/// A figure of the second rank: in one line. Fever is an alarm as soon as there is any.
#[component]
fn Lesser(figure: Figure, #[prop(into)] number: Signal<Option<u64>>) -> impl IntoView {
    let w = use_words();
    let lang = use_settings().lang;
    let alarm = memo(move || figure == Figure::Fever && number.get().is_some_and(|n| n > 0));
    let shown = move || match number.get() {
        Some(n) => view! { <span class="n">{thousands(n)}<small>{move || unit_of(w.get(), figure, n)}</small></span> }
            .into_any(),
        None => view! { <span class="n missing">{move || w.get().no_data}</span> }.into_any(),
    };
    view! {
        <a class="card fig lesser" class:alarm=alarm href=list_of_all(figure)>
            <span class="label">
                {move || alarm.get().then(|| icon(Icon::Alarm))}
                {move || label_of(lang.get(), figure)}
            </span>
            {shown}
        </a>
    }
}

/// Reads the figures that are there.
fn read<T>(latest: Signal<Latest>, read: impl FnOnce(&Overview) -> T) -> Option<T> {
    latest.with(|latest| latest.overview().map(read))
}
