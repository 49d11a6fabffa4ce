//! M24 of the last thirty days, for those who lead: each figure counts the records of this device.

use crate::{
    live::{derive, memo},
    parts::{Board, Figure, Section, percent},
    phone::use_phone,
    routes,
    settings::use_table,
    words::Lang,
};
use leptos::prelude::*;
use model::firm::{FirmFigures, KINDS};

/// So many days count.
const DAYS: i32 = 30;

/// The figures.
#[component]
pub fn FirmBoard() -> impl IntoView {
    let f = use_table(Lang::firm);
    let phone = use_phone();
    let figures = memo(move || {
        let today = phone.today();
        phone.read(|state| {
            let records = KINDS.iter().flat_map(|kind| state.held(kind)).map(|held| &held.record);
            FirmFigures::of(records, today.plus(1 - DAYS), today)
        })
    });
    let n = move |of: fn(&FirmFigures) -> u64| derive(move || figures.get().map(|figures| of(&figures).to_string()));
    let note = move |say: fn(Lang, &FirmFigures) -> String| {
        let lang = crate::settings::use_settings().lang;
        derive(move || figures.get().map(|figures| say(lang.get(), &figures)).unwrap_or_default())
    };
    let rate = derive(move || figures.get().and_then(|figures| figures.pass_permille()).map(percent));
    view! {
        <Section title=move || f.get().lately />
        <Board>
            <Figure
                label=move || f.get().inspected
                number=n(|figures| figures.inspected)
                unit=move || f.get().unit_firms
                note=note(|lang, figures| (lang.firm().visits_n)(figures.inspections))
                href=routes::FIRMS
            />
            <Figure
                label=move || f.get().pass_rate
                number=rate
                note=note(|lang, figures| (lang.firm().passed_of)(figures.passed, figures.judged))
                href=routes::FIRMS
            />
            <Figure
                label=move || f.get().defects_open
                number=n(|figures| figures.open)
                unit=move || f.get().unit_defects
                note=note(|lang, figures| (lang.firm().closed_n)(figures.closed))
                href=routes::FIRMS
            />
            <Figure
                label=move || f.get().guidance
                number=n(|figures| figures.guidance)
                unit=move || f.get().unit_copies
                note=note(|lang, figures| (lang.firm().briefings_n)(figures.briefings))
                href=routes::FIRMS
            />
        </Board>
    }
}
