//! The temperatures of a case: how many were read, and each day with its slots.

use super::state::Glance;
use crate::{
    live::{Show, memo},
    parts::{Badge, Button, Card, Icon, Size, Table, TemperatureChart, Text, Tone},
    routes,
    settings::{use_settings, use_table},
    words::{Lang, month_day, slot_name, tenths_label},
};
use leptos::prelude::*;
use model::care::slots::{DueSlot, Stands};

/// So many days stand there at first.
const SHOWN: usize = 4;

/// The card.
#[component]
pub fn Temperatures(
    /// The case.
    glance: Glance,
) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let (read, explained, missed) = glance.counted();
    let days = glance.days();
    let columns =
        days.iter().map(|(_, slots)| slots.iter().map(|slot| slot.slot + 1).max().unwrap_or(0)).max().unwrap_or(0);
    let many = days.len() > SHOWN;
    let all = RwSignal::new(false);
    let anchor = glance.file.case.is.anchor_on;
    let home = glance.file.case.is.household.filter(|_| glance.file.case.is.is_open());
    let (chart, name) = (glance.chart.clone(), glance.person.name.clone());
    let cell = move |slot: Option<&DueSlot>| {
        let Some(slot) = slot else { return view! { <td class="n">"–"</td> }.into_any() };
        let mark = match slot.stands {
            Stands::Read { tenths, fever: true, .. } => {
                view! { <Badge tone=Tone::Alarm icon=Icon::Alarm label=tenths_label(tenths) /> }.into_any()
            }
            Stands::Read { tenths, .. } => view! { {tenths_label(tenths)} }.into_any(),
            Stands::Explained => view! { {move || i.get().slot_explained} }.into_any(),
            // Whoever sees that one is missing can make it good from there.
            Stands::Missed | Stands::Overdue | Stands::Open => {
                let is_open = slot.stands == Stands::Open;
                let label = move || if is_open { i.get().slot_open } else { i.get().slot_missed };
                let badge = view! { <Badge tone=Tone::Wait icon=Icon::Clock label /> };
                let href = home.zip(usize::try_from(slot.slot).ok());
                match href.map(|(home, nth)| routes::temperatures_of(home, slot.on, nth)) {
                    Some(href) => view! { <a href=href>{badge}</a> }.into_any(),
                    None => badge.into_any(),
                }
            }
            Stands::Ahead => view! { "–" }.into_any(),
        };
        view! { <td class="n">{mark}</td> }.into_any()
    };
    let days = StoredValue::new(days);
    let shown = memo(move || if all.get() { usize::MAX } else { SHOWN });
    let rows = move || {
        days.with_value(|days| {
            days.iter()
                .take(shown.get())
                .map(|(day, slots)| {
                    let day = *day;
                    let n = anchor.map(|anchor| day.since(anchor));
                    let name = move || {
                        let on = month_day(lang.get(), day);
                        n.map_or_else(|| on.clone(), |n| format!("{on} · {}", (i.get().day_n)(n)))
                    };
                    let cells =
                        (0..columns).map(|column| cell(slots.iter().find(|slot| slot.slot == column))).collect_view();
                    view! { <tr><th scope="row">{name}</th>{cells}</tr> }
                })
                .collect_view()
        })
    };
    let heads = move || {
        let nth = |slot: i64| usize::try_from(slot).unwrap_or_default();
        let slot = move |slot: i64| (Text::from(move || slot_name(lang.get(), nth(slot), nth(columns))), true);
        std::iter::once((Text::from(move || i.get().day), false)).chain((0..columns).map(slot)).collect::<Vec<_>>()
    };
    view! {
        <Card>
            {chart.map(|chart| view! { <TemperatureChart chart=Signal::stored(chart) label=name /> })}
            <p class="q soft">{move || (i.get().readings_n)(read, explained, missed)}</p>
            {(columns > 0).then(|| view! {
                <Table name=move || i.get().temperatures heads=heads()>{rows}</Table>
            })}
            <Show when=move || many && !all.get()>
                <div class="q"><Button label=move || i.get().all_days size=Size::Wide on_press=move |()| all.set(true) /></div>
            </Show>
        </Card>
    }
}
