//! The temperatures of a case: how many were read, and each day with its slots.

use super::state::Glance;
use crate::{
    live::{Show, memo},
    parts::{Badge, Button, Card, Icon, Size, Table, Tone},
    settings::{use_settings, use_table},
    words::{Lang, month_day},
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
    let cell = move |slot: Option<&DueSlot>| {
        let Some(slot) = slot else { return view! { <td class="n">"–"</td> }.into_any() };
        let mark = match slot.stands {
            Stands::Read { tenths, fever: true, .. } => {
                let label = format!("{}.{}", tenths / 10, tenths % 10);
                view! { <Badge tone=Tone::Alarm icon=Icon::Alarm label /> }.into_any()
            }
            Stands::Read { tenths, .. } => view! { {format!("{}.{}", tenths / 10, tenths % 10)} }.into_any(),
            Stands::Explained => view! { {move || i.get().slot_explained} }.into_any(),
            Stands::Missed | Stands::Overdue => {
                view! { <Badge tone=Tone::Wait icon=Icon::Clock label=move || i.get().slot_missed /> }.into_any()
            }
            Stands::Open => view! { {move || i.get().slot_open} }.into_any(),
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
        let slot = move |slot: i64| (crate::parts::Text::from(move || (i.get().slot_name)(slot, columns)), true);
        std::iter::once((crate::parts::Text::from(move || i.get().day), false))
            .chain((0..columns).map(slot))
            .collect::<Vec<_>>()
    };
    view! {
        <Card>
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
