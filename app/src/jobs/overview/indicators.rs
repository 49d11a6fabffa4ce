//! 指标: every figure of the dictionary at a place over some days, in sections of the field's work,
//! with what has changed since as many days before; each opens the records behind it.
//!
//! | module | for |
//! |---|---|
//! | [`question`] | which days and where, as it stands in the address |
//! | [`places`], [`choose`] | the places there are, and choosing |
//! | [`tile`] | one figure |
//! | [`counted`], [`said`] | the records behind one, and what each says |

mod choose;
mod counted;
pub mod places;
pub mod question;
pub mod said;
mod tile;

pub use counted::CountedPage;

use super::{
    Led, clock_label,
    held::{Held, Seen},
    trouble::Trouble,
};
use crate::{
    live::{Show, derive, memo},
    parts::{Badge, Bar, Empty, Icon, LinkButton, Loading, Main, Page, Size, Tone},
    phone::{Phone, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, month_day, section},
};
use choose::Choose;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    access::Role,
    ambient::Millis,
    day::Day,
    indicator::{INDICATORS, Indicator, section::Section},
    kind::{
        directory::{Grid, Village},
        sweep::{Sweep, open_on},
    },
    record::Scope,
    wire::Indicators,
};
use places::{Branch, name_of, tree};
use question::{Period, Question, before};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sync::{Refused, ports::read_answer};
use tile::Tile;

/// Where the server answers.
const ADDRESS: &str = "/api/v1/overview/indicators";

/// The figures of some days, and of as many before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Those asked for.
    pub now: Indicators,
    /// Those before, if they came.
    #[serde(default)]
    pub before: Option<Indicators>,
}

/// What an address asks for.
fn use_question() -> Memo<Question> {
    let query = use_query_map();
    memo(move || query.with(|query| Question::read(|name| query.get(name))))
}

/// The township's own day, by the server's clock as far as it is known.
fn today(phone: Phone) -> Day {
    Day::from_unix_ms(township_clock(phone, phone.now()))
}

/// What the server's clock shows when this device's shows `at`, as far as it is known.
fn township_clock(phone: Phone, at: Millis) -> Millis {
    let ahead: Millis = untrack(|| phone.clock_ahead()).unwrap_or_default().saturating_mul(60_000);
    at.saturating_sub(ahead)
}

/// The first day of the open sweep.
fn sweep_from(phone: Phone) -> Option<Day> {
    let today = today(phone);
    let open = phone.peek(|state| open_on(state.all::<Sweep>().map(|(_, sweep)| sweep), today));
    open.flatten().and_then(|sweep| sweep.from_on)
}

/// The days that are asked for; today's where a sweep is asked for and none is open.
fn days(phone: Phone, asked: Question) -> (Day, Day) {
    let today = today(phone);
    asked.days(today, sweep_from(phone)).unwrap_or((today, today))
}

/// The places that whoever is signed in answers for.
fn use_places() -> Memo<Vec<Branch>> {
    let phone = use_phone();
    memo(move || {
        let Some(user) = phone.user() else { return Vec::new() };
        let whole = user.roles.contains(&Role::Town);
        let may = |grid| whole || user.scopes.contains(&Scope::Grid(grid));
        let read = phone.read(|state| {
            let villages: Vec<_> = state.all::<Village>().map(|(held, village)| (held.record.id, village)).collect();
            let grids: Vec<_> = state.all::<Grid>().map(|(held, grid)| (held.record.id, grid)).collect();
            tree(&villages, &grids, may)
        });
        read.unwrap_or_default()
    })
}

/// All places together: the whole township, or what one answers for.
fn use_all() -> Memo<String> {
    let (phone, w) = (use_phone(), use_words());
    memo(move || {
        let whole = phone.user().is_some_and(|user| user.roles.contains(&Role::Town));
        let words = w.get();
        if whole { words.whole_town } else { words.my_places }.to_owned()
    })
}

/// What the place that is asked for is called.
fn use_place_name(asked: Memo<Question>) -> Memo<String> {
    let (places, all) = (use_places(), use_all());
    memo(move || match asked.get().place {
        Some(place) => places.with(|places| name_of(places, place)).unwrap_or_default(),
        None => all.get(),
    })
}

/// Days as they are said: 2月7日, 2月1日—2月7日.
fn span(lang: Lang, (from, to): (Day, Day)) -> String {
    let (first, last) = (month_day(lang, from), month_day(lang, to));
    if from == to { first } else { (lang.board().span)(&first, &last) }
}

/// Up to when figures hold that were computed at `at`: then, or the end of the last day.
fn until(lang: Lang, to: Day, at: Millis, now: Millis) -> String {
    let b = lang.board();
    if to < Day::from_unix_ms(at) {
        (b.until_end)(&month_day(lang, to))
    } else {
        (b.until)(&clock_label(lang, at, now))
    }
}

/// The days before, as they are compared with: 昨日, 前7天.
fn compared_with(lang: Lang, period: Period, (from, to): (Day, Day)) -> String {
    let b = lang.board();
    match period {
        Period::Today => b.than_yesterday.to_owned(),
        Period::Yesterday => b.than_day_before.to_owned(),
        _ => (b.than_days)(to.since(from) + 1),
    }
}

async fn told(phone: Phone, asked: Question) -> Result<Told, Refused> {
    let days = days(phone, asked);
    let get = async |days| {
        let address = format!("{ADDRESS}?{}", asked.parameters(days));
        read_answer::<Indicators>(&phone.device().online().get(address).await?)
    };
    let now = get(days).await?;
    // Without those before, these still stand.
    Ok(Told { now, before: get(before(days)).await.ok() })
}

/// The screen. `?period=` or `?from=&to=`, and `?place=`, say what is shown.
#[component]
pub fn IndicatorsPage() -> impl IntoView {
    let phone = use_phone();
    let w = use_words();
    let b = use_table(Lang::board);
    let lang = use_settings().lang;
    let asked = use_question();
    let key = memo(move || format!("indicators{}", asked.get().query()));
    let held = Held::follow(phone, key, move || told(phone, asked.get_untracked()));
    let (place, places, all) = (use_place_name(asked), use_places(), use_all());
    let swept = memo(move || {
        phone.read(|_| ());
        sweep_from(phone).is_some()
    });
    let no_sweep = memo(move || asked.get().period == Period::Sweep && !swept.get());
    let there = memo(move || held.seen.with(Option::is_some) && !no_sweep.get());
    let sub = move || {
        let told = held.seen.with(|seen| {
            let Seen { is: Told { now, .. }, .. } = seen.as_ref()?;
            let days = span(lang.get(), (now.from, now.to));
            Some(format!("{days} · {}", until(lang.get(), now.to, now.now, held.now.get())))
        });
        [Some(place.get()), told].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    view! {
        <Led>
            <Page>
                <Bar title=move || b.get().indicators sub back=routes::OVERVIEW>
                    <Age held />
                </Bar>
                <Main>
                    <Choose asked places all swept />
                    <Show when=move || no_sweep.get()>
                        <Empty icon=Icon::Chart title=move || w.get().no_sweep text=move || w.get().no_sweep_note />
                    </Show>
                    <Show when=move || there.get()>
                        <Sections held asked />
                    </Show>
                    <Show when=move || { !there.get() && !no_sweep.get() && held.slow.get() && held.trouble.with(Option::is_none) }>
                        <Loading />
                    </Show>
                    <HeldTrouble held />
                </Main>
            </Page>
        </Led>
    }
}

/// How old what is shown is, in a fixed place.
#[component]
pub(super) fn Age<T>(held: Held<T>) -> impl IntoView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
{
    let w = use_words();
    let lang = use_settings().lang;
    view! {
        <p class="fresh">
            {move || {
                held.age(lang.get())
                    .map(|(old, age)| {
                        let (tone, icon) = if old { (Tone::Wait, Icon::Clock) } else { (Tone::Ok, Icon::Ok) };
                        view! { <Badge tone icon label=(w.get().updated)(&age) /> }
                    })
            }}
        </p>
    }
}

/// Why there is nothing fresher.
#[component]
pub(super) fn HeldTrouble<T>(held: Held<T>) -> impl IntoView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
{
    let w = use_words();
    let lang = use_settings().lang;
    let safe = move || {
        let at = held.seen.with(|seen| seen.as_ref().map(|seen| seen.at));
        at.map(|at| (w.get().figures_from)(&clock_label(lang.get(), at, held.now.get()))).unwrap_or_default()
    };
    move || {
        held.trouble
            .get()
            .map(|refused| view! { <Trouble refused safe busy=held.busy on_retry=move |()| held.ask(0) /> })
    }
}

/// The sections in their order; one without an indicator is not there.
#[component]
fn Sections(held: Held<Told>, asked: Memo<Question>) -> impl IntoView {
    let b = use_table(Lang::board);
    let lang = use_settings().lang;
    let with = memo(move || {
        let days = held.seen.with(|seen| seen.as_ref().map(|seen| (seen.is.now.from, seen.is.now.to)));
        days.map(|days| compared_with(lang.get(), asked.get().period, days)).unwrap_or_default()
    });
    let one = move |indicator: &'static Indicator| {
        let value = move |of: fn(&Told) -> Option<&Indicators>| {
            memo(move || held.seen.with(|seen| of(&seen.as_ref()?.is)?.values.get(indicator.code).copied()))
        };
        let href = derive(move || routes::counted(indicator.code, asked.get()));
        view! { <Tile indicator now=value(|told| Some(&told.now)) before=value(|told| told.before.as_ref()) with href /> }
    };
    let draw = move |of: &'static Section| {
        let own: Vec<_> = INDICATORS.iter().filter(|indicator| indicator.section() == *of).collect();
        let measured = (*of == Section::Temperature).then(|| {
            view! {
                <span class="no-print">
                    <LinkButton label=move || b.get().measured icon=Icon::Temperature size=Size::Small href=routes::MEASURED />
                </span>
            }
        });
        (!own.is_empty()).then(|| {
            view! {
                <section class="card panel section">
                    <header>
                        <h2>{move || section(lang.get(), of.code())}</h2>
                        {measured}
                    </header>
                    <div class="tiles">{own.into_iter().map(one).collect_view()}</div>
                </section>
            }
        })
    };
    view! { {Section::ALL.iter().map(draw).collect_view()} }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u32) -> Day {
        Day::new(2020, 2, n).expect("a day")
    }

    #[test]
    fn what_is_over_holds_to_the_end_of_its_last_day() {
        // 2020-02-07 09:35 in China.
        let at = 1_581_039_300_000;
        assert_eq!(until(Lang::Zh, day(7), at, at), "截至 09:35");
        assert_eq!(until(Lang::Zh, day(7), at, at + 86_400_000), "截至 昨天 09:35");
        assert_eq!(until(Lang::Zh, day(6), at, at), "截至 2月6日 24:00");
    }

    #[test]
    fn days_are_compared_with_as_many_before() {
        let said = |period, days| compared_with(Lang::Zh, period, days);
        assert_eq!(said(Period::Today, (day(7), day(7))), "昨日");
        assert_eq!(said(Period::Week, (day(1), day(7))), "前 7 天");
        assert_eq!(
            (span(Lang::Zh, (day(7), day(7))), span(Lang::Zh, (day(1), day(7)))),
            ("2月7日".to_owned(), "2月1日—2月7日".to_owned())
        );
    }
}
