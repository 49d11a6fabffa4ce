//! 总览: where the sweep stands, on a tablet two metres away; each number opens its doors.
//!
//! [`live`] keeps the figures fresh, [`state`] holds and reads them, and the other modules draw
//! them from plain values: [`screen`] the board, [`villages`] and [`workers`] its two tables,
//! [`behind`] the list behind a number; [`waiting`] what waits for a person, with its lists: [`stuck`]
//! on whose phone, [`conflicts`], [`review`]. [`indicators`] and [`measured`] are boards of their own,
//! whose last answer the device keeps ([`held`]).

pub(crate) mod asked;
mod behind;
mod conflicts;
mod held;
pub mod indicators;
mod live;
pub mod measured;
mod review;
mod screen;
pub mod state;
mod stuck;
pub(crate) mod trouble;
mod villages;
mod waiting;
mod workers;

pub(super) use asked::Asked;
pub(super) use trouble::Trouble;

pub use behind::{BehindPage, BehindScreen, list::List};
pub use conflicts::ConflictsPage;
pub use indicators::{CountedPage, IndicatorsPage};
pub use live::keep_figures;
pub use measured::MeasuredPage;
pub use review::ReviewPage;
pub use screen::OverviewScreen;
pub use stuck::StuckPage;

use crate::{
    jobs::{directive::use_unread, isolation::use_counts, people::doubles::use_doubles},
    live::memo,
    parts::{Place, Side, Split},
    phone::use_phone,
    routes,
    settings::use_settings,
    words::{Lang, Words, month_day, term_or_code},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use live::Live;
use model::{
    ambient::Millis,
    day::{Day, time_of_day},
    id::RecordId,
    kind::directory::Town,
    wire::Figure,
};
use state::Sort;

/// The places that lead somewhere.
const PLACES: &[Place] =
    &[Place::Overview, Place::Alerts, Place::Add, Place::Firms, Place::Directives, Place::Staff, Place::Settings];
/// Under this name the device keeps the order of the villages.
const SORT: &str = "overview.sort";

/// The screen. `?village=` opens a village's grids of doors.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let phone = use_phone();
    let live = Live::follow(phone);
    let isolated = use_counts();
    let doubles = use_doubles();
    let query = use_query_map();
    let open = memo(move || query.with(|query| query.get("village")).and_then(|id| id.parse::<RecordId>().ok()));
    let sort = RwSignal::new(Sort::from_code(phone.device().setting(SORT).as_deref()));
    let choose = move |chosen: Sort| {
        sort.set(chosen);
        phone.device().set_setting(SORT, Some(chosen.code()));
    };
    view! {
        <Led>
            <OverviewScreen
                latest=live.latest
                isolated=isolated
                doubles=doubles
                posts=untrack(|| phone.has_posts())
                now=live.now
                busy=live.busy
                slow=live.slow
                open=open
                sort=sort
                on_sort=choose
                on_retry=move |()| live.ask(0)
            />
        </Led>
    }
}

/// The frame of a supervisor's screen.
#[component]
pub fn Led(
    /// Where we are; 总览 unless said otherwise.
    #[prop(default = Place::Overview)]
    here: Place,
    children: Children,
) -> impl IntoView {
    let phone = use_phone();
    let lang = use_settings().lang;
    let sub = move || {
        let user = phone.user();
        let role = user.as_ref().and_then(|user| user.roles.iter().find(|role| role.sees_figures()));
        let role = role.map(|role| term_or_code(lang.get(), "role", role.code()));
        let town = phone.read(|state| state.all::<Town>().next().map(|(_, town)| town.name)).flatten();
        [town, role].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let unread = use_unread();
    view! {
        <Split>
            <Side here=Some(here) href=routes::place sub places=PLACES notices=unread />
            {children()}
        </Split>
    }
}

/// The board with a village open.
fn board(village: Option<RecordId>) -> String {
    match village {
        Some(village) => format!("{}?village={village}", routes::OVERVIEW),
        None => routes::OVERVIEW.to_owned(),
    }
}

/// Address of the list behind a figure of the whole township.
fn list_of_all(figure: Figure) -> String {
    format!("{}/{}", routes::OVERVIEW, figure.code())
}

/// Address of the list behind a figure of a place in a village; from there 返回 leads back to that
/// village.
fn list_of(figure: Figure, place: RecordId, village: RecordId) -> String {
    let from = if place == village { String::new() } else { format!("&village={village}") };
    format!("{}?place={place}{from}", list_of_all(figure))
}

/// What a figure is called.
fn label_of(lang: Lang, figure: Figure) -> String {
    term_or_code(lang, "figure", figure.code())
}

/// 户, 人, 次 or 件, for so many.
fn unit_of(w: &Words, figure: Figure, n: u64) -> &'static str {
    match (figure, n) {
        (Figure::VisitsToday, 1) => w.unit_visit,
        (Figure::VisitsToday, _) => w.unit_visits,
        (Figure::Fever, 1) => w.unit_person,
        (Figure::Fever, _) => w.unit_people,
        (Figure::NeedsOpen, 1) => w.unit_item,
        (Figure::NeedsOpen, _) => w.unit_items,
        (_, 1) => w.unit_household,
        _ => w.unit_households,
    }
}

/// An instant as it is said at `now`: `09:35`, `昨天 16:40`, `2月5日 16:40`.
fn clock_label(lang: Lang, at: Millis, now: Millis) -> String {
    let (hour, minute) = time_of_day(at);
    let day = Day::from_unix_ms(at);
    match Day::from_unix_ms(now).since(day) {
        0 => format!("{hour:02}:{minute:02}"),
        1 => format!("{} {hour:02}:{minute:02}", lang.words().yesterday_word),
        _ => format!("{} {hour:02}:{minute:02}", month_day(lang, day)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_said_by_its_day() {
        // 2020-02-07 10:21 in China.
        let now = 1_581_042_060_000;
        let said = |hours: i64| clock_label(Lang::Zh, now - hours * 3_600_000, now);
        assert_eq!([said(0), said(10), said(11), said(48)], ["10:21", "00:21", "昨天 23:21", "2月5日 10:21"]);
    }

    #[test]
    fn one_is_one() {
        let w = Lang::En.words();
        let said = |figure, n| unit_of(w, figure, n);
        assert_eq!(
            [said(Figure::Refused, 1), said(Figure::Refused, 0), said(Figure::Fever, 1)],
            ["household", "households", "person"]
        );
    }

    #[test]
    fn a_list_knows_the_village_it_was_opened_from() {
        let (village, grid) = (RecordId::fixed(1), RecordId::fixed(2));
        assert_eq!(list_of(Figure::NotMet, village, village), format!("/overview/not_met?place={village}"));
        assert_eq!(list_of(Figure::NotMet, grid, village), format!("/overview/not_met?place={grid}&village={village}"));
    }
}
