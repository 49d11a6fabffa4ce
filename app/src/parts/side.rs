//! A supervisor's places: a side bar on the tablet, below on what is narrower.

use super::{Icon, Text, icon};
use crate::{
    settings::{use_settings, use_words},
    words::Words,
};
use leptos::prelude::*;

/// A place of the supervisor's app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// 总览.
    Overview,
    /// 记一笔.
    Add,
    /// 预警.
    Alerts,
    /// 台账.
    Registers,
    /// 企业检查.
    Firms,
    /// 通知.
    Directives,
    /// 日报.
    DailyReport,
    /// 工作总结.
    Summary,
    /// 人员.
    Staff,
    /// 设置.
    Settings,
}

impl Place {
    /// Every place, in their order.
    pub const ALL: &[Place] = &[
        Place::Overview,
        Place::Add,
        Place::Alerts,
        Place::Registers,
        Place::Firms,
        Place::Directives,
        Place::DailyReport,
        Place::Summary,
        Place::Staff,
        Place::Settings,
    ];

    fn icon(self) -> Icon {
        match self {
            Place::Overview => Icon::Chart,
            Place::Add => Icon::Add,
            Place::Alerts => Icon::Alarm,
            Place::Registers => Icon::List,
            Place::Firms => Icon::Factory,
            Place::Directives => Icon::Horn,
            Place::DailyReport => Icon::Paper,
            Place::Summary => Icon::Pen,
            Place::Staff => Icon::People,
            Place::Settings => Icon::Gear,
        }
    }

    fn words(self, w: &Words) -> &'static str {
        match self {
            Place::Overview => w.overview,
            Place::Add => w.add,
            Place::Alerts => w.alerts,
            Place::Registers => w.registers,
            Place::Firms => w.enterprise,
            Place::Directives => w.directive,
            Place::DailyReport => w.daily_report,
            Place::Summary => w.summary,
            Place::Staff => w.staff,
            Place::Settings => w.settings,
        }
    }
}

/// The bar of places, with who is at work above it and the count of new alerts.
#[component]
pub fn Side(
    /// Where we are.
    #[prop(into)]
    here: Signal<Option<Place>>,
    /// The address of each place.
    href: fn(Place) -> &'static str,
    /// The line below the app's name: `云溪镇指挥部`.
    #[prop(into)]
    sub: Text,
    /// Which places exist for this person.
    #[prop(default = Place::ALL)]
    places: &'static [Place],
    /// Alerts not yet taken over.
    #[prop(optional, into)]
    alerts: Signal<usize>,
    /// Directives not yet received.
    #[prop(optional, into)]
    notices: Signal<usize>,
) -> impl IntoView {
    let w = use_words();
    let lang = use_settings().lang;
    let count = move |place: Place| {
        let (n, said) = match place {
            Place::Alerts => (alerts.get(), (w.get().new_alerts)(alerts.get())),
            Place::Directives => (notices.get(), (lang.get().directive().unread_n)(notices.get())),
            _ => (0, String::new()),
        };
        (n > 0).then(|| {
            view! {
                <span class="count" aria-hidden="true">{n}</span>
                <span class="sr-only">{said}</span>
            }
        })
    };
    view! {
        <nav class="side" aria-label=move || w.get().main_places>
            <div class="who"><b>{move || w.get().app_name}</b><span>{sub}</span></div>
            <ul>
                {places
                    .iter()
                    .map(|place| {
                        let place = *place;
                        view! {
                            <li>
                                <a href=href(place) aria-current=move || (here.get() == Some(place)).then_some("page")>
                                    {icon(place.icon())}
                                    <span>{move || place.words(w.get())}</span>
                                    {move || count(place)}
                                </a>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </nav>
    }
}
