//! 上报情况: what others must know of and act on, from 发现 to 评价, on the phone of whoever saw it and of
//! whoever answers for the place.
//!
//! | module | for |
//! |---|---|
//! | [`state`] | plain values: whom an event waits for, what a step means |
//! | [`report`] | the form |
//! | [`list`] | what waits, what I reported, what is over |
//! | [`page`] | one event with its way |
//! | [`acts`] | what may be done about it |
//! | [`today`] | in 今日, and at a door |

mod acts;
mod list;
mod page;
mod report;
pub mod state;
pub mod today;

pub use list::EventsPage;
pub use page::EventPage;
pub use report::ReportPage;

use crate::{
    jobs::overview::Led,
    parts::{Badge, Icon, Place, Tone},
    phone::{Phone, use_phone},
    settings::{use_settings, use_table, use_words},
    words::{Lang, minute_label, month_day, term_or_code},
};
use leptos::prelude::*;
use model::{
    ambient::Millis,
    care::Moment,
    day::Day,
    id::UserId,
    kind::{
        Payload,
        directory::Staff,
        policy::{Policies, Policy},
    },
};
use state::{Seen, Who};

/// Who is at this phone.
fn who(phone: Phone) -> Who {
    let user = phone.user();
    Who { me: user.as_ref().map(|user| user.id), roles: user.map(|user| user.roles).unwrap_or_default() }
}

/// The policy in force today, as far as this phone knows.
fn policy(phone: Phone) -> Policy {
    let all = |state: &sync::State| Policies::new(state.all::<Policy>().map(|(_, policy)| policy));
    phone.read(all).unwrap_or_default().on(phone.today())
}

/// Colleagues' names as they are said here.
fn use_name() -> impl Fn(Option<UserId>) -> String + Copy + Send + Sync + 'static {
    let w = use_words();
    let phone = use_phone();
    move |by| {
        let me = phone.user().map(|user| user.id);
        match by.filter(|by| Some(*by) != me) {
            None => w.get().me.to_owned(),
            Some(by) => {
                let name = |state: &sync::State| {
                    state.get(Staff::KIND, by.into()).map(|held| held.record.read::<Staff>().name)
                };
                phone.read(name).flatten().unwrap_or_else(|| w.get().unknown.to_owned())
            }
        }
    }
}

/// `14:05` of today, else `2月7日 14:05`.
fn clock(lang: Lang, at: Millis, today: Day) -> String {
    let Moment { day, minute } = Moment::at(at);
    let time = minute_label(minute);
    if day == today { time } else { format!("{} {time}", month_day(lang, day)) }
}

/// The frame: beside the places of those who lead, or the whole screen of those who walk.
#[component]
fn Framed(children: Children) -> impl IntoView {
    let leads = untrack(|| use_phone().leads());
    if leads { view! { <Led here=Place::Alerts>{children()}</Led> }.into_any() } else { children().into_any() }
}

/// How an event stands: urgent, overdue, and where on its way.
#[component]
fn Stands(
    /// The event.
    seen: Seen,
    /// Whether it is overdue.
    overdue: bool,
) -> impl IntoView {
    let e = use_table(Lang::event_words);
    let lang = use_settings().lang;
    let event = seen.event;
    let open = event.is_open();
    let urgent = event.urgent == Some(true) && open;
    let back = event.returned().is_some();
    let status = event.status();
    let (tone, shape) = if open { (Tone::Wait, Icon::Clock) } else { (Tone::Ok, Icon::Ok) };
    view! {
        {urgent.then(|| view! { <Badge tone=Tone::Alarm icon=Icon::Alarm label=move || e.get().urgent /> })}
        {overdue.then(|| view! { <Badge tone=Tone::Alarm icon=Icon::Clock label=move || e.get().overdue /> })}
        {if back {
            view! { <Badge tone=Tone::Wait icon=Icon::Again label=move || e.get().given_back /> }
        } else {
            view! { <Badge tone icon=shape label=move || term_or_code(lang.get(), "event.status", status) /> }
        }}
    }
}
