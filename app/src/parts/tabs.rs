//! A worker's four places, at the thumb.

use super::{Icon, icon};
use crate::{settings::use_words, words::Words};
use leptos::prelude::*;

/// A place of the worker's app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// 今日: what is due.
    Today,
    /// 住户: the register.
    Households,
    /// 记一笔: anything else.
    Add,
    /// 我的: this phone.
    Mine,
}

impl Tab {
    /// The four places, in their order.
    pub const ALL: &[Tab] = &[Tab::Today, Tab::Households, Tab::Add, Tab::Mine];

    /// Those of whoever has no doors.
    pub const WITHOUT_DOORS: &[Tab] = &[Tab::Today, Tab::Add, Tab::Mine];

    /// Those of whoever notes nothing down.
    pub const WITHOUT_WORK: &[Tab] = &[Tab::Today, Tab::Mine];

    fn icon(self) -> Icon {
        match self {
            Tab::Today => Icon::Today,
            Tab::Households => Icon::Door,
            Tab::Add => Icon::Add,
            Tab::Mine => Icon::Me,
        }
    }

    fn words(self, w: &Words) -> &'static str {
        match self {
            Tab::Today => w.today_short,
            Tab::Households => w.households,
            Tab::Add => w.add,
            Tab::Mine => w.mine,
        }
    }

    /// 今日 is short for the eye; its accessible name stays 今日任务.
    fn name(self, w: &Words) -> Option<&'static str> {
        (self == Tab::Today).then_some(w.today)
    }
}

/// The bar of places; the one we are in is marked.
#[component]
pub fn Tabs(
    /// Where we are.
    #[prop(into)]
    here: Signal<Option<Tab>>,
    /// The address of each place.
    href: fn(Tab) -> &'static str,
    /// Which places; all four unless said otherwise.
    #[prop(default = Tab::ALL)]
    tabs: &'static [Tab],
) -> impl IntoView {
    let w = use_words();
    view! {
        <nav class="tabs" aria-label=move || w.get().main_places>
            {tabs
                .iter()
                .map(|tab| {
                    let tab = *tab;
                    view! {
                        <a
                            href=href(tab)
                            aria-label=move || tab.name(w.get())
                            aria-current=move || (here.get() == Some(tab)).then_some("page")
                        >
                            {icon(tab.icon())}
                            <span>{move || tab.words(w.get())}</span>
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
}
