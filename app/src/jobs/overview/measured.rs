//! 今日测温: 上午 and 下午 by village, for those two metres away: due, done, late, missed; who is
//! isolated, who was released, whose reading was a fever.

use super::{
    Led, clock_label,
    held::Held,
    indicators::{Age, HeldTrouble},
};
use crate::{
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Board, Empty, Figure, Fill, Icon, LinkButton, Loading, Main, Notice, Page, Stack, StackKey, Tone,
        thousands,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{BoardWords, Lang, day_label, minute_label, slot_name, term_or_code},
};
use leptos::prelude::*;
use model::{
    ambient::Millis,
    care::{Moment, board::SlotFigures, figures::CareFigures},
    wire::{CareOverview, VillageCare},
};
use sync::ports::read_answer;

/// Where the server answers.
const ADDRESS: &str = "/api/v1/overview/care";

/// The parts of what is due, in the order in which they are drawn and told.
type Part = (Fill, fn(&BoardWords) -> &'static str, fn(&SlotFigures) -> u64);

const PARTS: [Part; 6] = [
    (Fill::Full, |b| b.done, |slot| slot.done),
    (Fill::Striped, |b| b.late, |slot| slot.late),
    (Fill::Dotted, |b| b.explained, |slot| slot.explained),
    (Fill::Crossed, |b| b.missed, |slot| slot.missed),
    (Fill::Empty, |b| b.to_do, |slot| slot.open),
    (Fill::Empty, |b| b.ahead, |slot| slot.ahead),
];

/// The villages where something is due today: the most missed first, then the most to do.
pub fn villages(care: &CareOverview) -> Vec<VillageCare> {
    let sum = |village: &VillageCare, of: fn(&SlotFigures) -> u64| village.slots.iter().map(of).sum::<u64>();
    let mut villages: Vec<VillageCare> =
        care.villages.iter().filter(|village| sum(village, |slot| slot.due) > 0).cloned().collect();
    villages.sort_by_key(|village| {
        std::cmp::Reverse((
            sum(village, |slot| slot.missed),
            sum(village, |slot| slot.open),
            sum(village, |slot| slot.due),
        ))
    });
    villages
}

/// How a slot stands to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Over,
    Now,
    Ahead,
}

impl When {
    fn of(slot: &SlotFigures, minute: i64) -> Self {
        match minute {
            minute if minute > slot.to => When::Over,
            minute if minute < slot.from => When::Ahead,
            _ => When::Now,
        }
    }
}

/// The screen.
#[component]
pub fn MeasuredPage() -> impl IntoView {
    let phone = use_phone();
    let b = use_table(Lang::board);
    let lang = use_settings().lang;
    let key = memo(|| "measured".to_owned());
    let held = Held::<CareOverview>::follow(phone, key, move || async move {
        read_answer(&phone.device().online().get(ADDRESS.to_owned()).await?)
    });
    let there = memo(move || held.seen.with(Option::is_some));
    let sub = move || {
        held.seen
            .with(|seen| {
                let care = &seen.as_ref()?.is;
                let until = (b.get().until)(&clock_label(lang.get(), care.now, held.now.get()));
                Some(format!("{} · {until}", day_label(lang.get(), care.to)))
            })
            .unwrap_or_default()
    };
    view! {
        <Led>
            <Page>
                <Bar title=move || b.get().measured sub back=routes::OVERVIEW>
                    <Age held />
                </Bar>
                <Main>
                    <Show when=move || there.get()>
                        <Measured held />
                    </Show>
                    <Show when=move || { !there.get() && held.slow.get() && held.trouble.with(Option::is_none) }>
                        <Loading />
                    </Show>
                    <HeldTrouble held />
                </Main>
            </Page>
        </Led>
    }
}

#[component]
fn Measured(held: Held<CareOverview>) -> impl IntoView {
    let w = use_words();
    let b = use_table(Lang::board);
    let lang = use_settings().lang;
    let care = memo(move || held.seen.with(|seen| seen.as_ref().map(|seen| seen.is.clone())));
    let total =
        move |of: fn(&CareFigures) -> u64| memo(move || care.with(|care| care.as_ref().map(|care| of(&care.total))));
    let fever = total(|care| care.fever_persons);
    let figure = move |code: &'static str, label: fn(&BoardWords) -> &'static str, of: fn(&CareFigures) -> u64| {
        let n = total(of);
        let unit = move || if n.get() == Some(1) { w.get().unit_person } else { w.get().unit_people };
        view! {
            <Figure
                label=move || label(b.get())
                number=derive(move || n.get().map(thousands))
                unit
                href=routes::counted(code, Default::default())
            />
        }
    };
    let isolating = total(|care| care.isolating);
    let slots = memo(move || care.with(|care| care.as_ref().map(|care| care.slots.clone()).unwrap_or_default()));
    let due = memo(move || slots.with(|slots| slots.iter().map(|slot| slot.due).sum::<u64>()));
    let minute = memo(move || care.with(|care| care.as_ref().map_or(0, |care| minute_of(care.now, care))));
    let there = memo(move || care.with(|care| care.as_ref().map(villages).unwrap_or_default()));
    view! {
        <Board>
            <Show when=move || { fever.get() > Some(0) }>
                <div class="span4">
                    <Notice tone=Tone::Alarm what=move || (w.get().fever_n)(fever.get().unwrap_or_default()) todo=move || w.get().fever_todo>
                        <LinkButton label=move || w.get().open href=routes::counted("fever_persons", Default::default()) />
                    </Notice>
                </div>
            </Show>
            <Figure
                label=move || term_or_code(lang.get(), "indicator", "isolating")
                number=derive(move || isolating.get().map(thousands))
                unit=move || if isolating.get() == Some(1) { w.get().unit_person } else { w.get().unit_people }
                href=routes::counted("isolating", Default::default())
            />
            {figure("isolations_opened", |b| b.new_today, |care| care.opened)}
            {figure("isolations_released", |b| b.released_today, |care| care.released)}
            {figure("fever_persons", |b| b.fever_today, |care| care.fever_persons)}
            {move || {
                let all = slots.get();
                let of = all.len();
                all.into_iter()
                    .enumerate()
                    .map(|(index, slot)| view! { <SlotPanel index of is=slot minute=minute.get() /> })
                    .collect_view()
            }}
            <Show
                when=move || { due.get() > 0 }
                fallback=move || view! { <div class="span4"><Empty icon=Icon::Temperature title=move || if slots.with(Vec::is_empty) { w.get().no_data } else { b.get().nobody } text=move || b.get().nobody_note /></div> }
            >
                <section class="card panel span4">
                    <header>
                        <h2>{move || b.get().by_village}</h2>
                        <Keys />
                    </header>
                    <table class="table slots">
                        <thead>
                            <tr>
                                <th scope="col">{move || w.get().village}</th>
                                {move || {
                                    let slots = slots.get();
                                    let of = slots.len();
                                    (0..of).map(|index| view! { <th scope="col">{slot_name(lang.get(), index, of)}</th> }).collect_view()
                                }}
                            </tr>
                        </thead>
                        <tbody>
                            <For each=move || there.get() key=|village| (village.id, village.slots.clone()) let:village>
                                <VillageLine village />
                            </For>
                        </tbody>
                    </table>
                </section>
            </Show>
        </Board>
    }
}

/// The minute of the day of `care`, or its last where that day is over.
fn minute_of(now: Millis, care: &CareOverview) -> i64 {
    Moment::at(now).min(Moment::end_of(care.to)).minute
}

/// What the patterns mean.
#[component]
fn Keys() -> impl IntoView {
    let b = use_table(Lang::board);
    // To do and not yet are drawn alike: empty.
    let keys = PARTS[..5].iter().map(|(fill, words, _)| {
        view! { <li><StackKey fill=*fill /><span>{move || words(b.get())}</span></li> }
    });
    view! { <ul class="stack-keys" role="list" aria-hidden="true">{keys.collect_view()}</ul> }
}

fn parts_of(slot: &SlotFigures) -> Vec<(Fill, u64)> {
    PARTS.iter().map(|(fill, _, of)| (*fill, of(slot))).collect()
}

/// A slot in words: 按时 10 · 漏测 1.
fn told(b: &BoardWords, slot: &SlotFigures) -> String {
    let part = |(_, words, of): &Part| (of(slot) > 0).then(|| format!("{} {}", words(b), thousands(of(slot))));
    PARTS.iter().filter_map(part).collect::<Vec<_>>().join(" · ")
}

/// One slot over all villages: how many of those due are read, large.
#[component]
fn SlotPanel(index: usize, of: usize, is: SlotFigures, minute: i64) -> impl IntoView {
    let slot = is;
    let b = use_table(Lang::board);
    let lang = use_settings().lang;
    let read = slot.done + slot.late;
    let name = move || slot_name(lang.get(), index, of);
    let (tone, shape) = match When::of(&slot, minute) {
        When::Over => (Tone::Plain, Icon::Ok),
        When::Now => (Tone::Info, Icon::Clock),
        When::Ahead => (Tone::Plain, Icon::Clock),
    };
    let stands = move || match When::of(&slot, minute) {
        When::Over => b.get().slot_over,
        When::Now => b.get().slot_open,
        When::Ahead => b.get().slot_ahead,
    };
    let numbers = PARTS.iter().filter(move |(_, _, of)| of(&slot) > 0).map(move |(fill, words, of)| {
        let wrong = *fill == Fill::Crossed;
        view! {
            <li class:wrong=wrong>
                <StackKey fill=*fill />
                <span>{move || words(b.get())}</span>
                <b>{thousands(of(&slot))}</b>
            </li>
        }
    });
    view! {
        <section class="card panel span2 slot">
            <header>
                <h2>{name} <span class="soft">{format!("{}—{}", minute_label(slot.from), minute_label(slot.to))}</span></h2>
                <Badge tone icon=shape label=stands />
            </header>
            <div class="inside">
                <p class="great"><b>{thousands(read)}</b> " / " <span>{thousands(slot.due)}</span><small>{move || (b.get().of_due)(slot.due)}</small></p>
                <Stack label=move || (b.get().slot_label)("", &name(), &told(b.get(), &slot)) parts=Signal::stored(parts_of(&slot)) />
                <ul class="stack-told" role="list">{numbers.collect_view()}</ul>
            </div>
        </section>
    }
}

/// A village, slot by slot.
#[component]
fn VillageLine(village: VillageCare) -> impl IntoView {
    let b = use_table(Lang::board);
    let lang = use_settings().lang;
    let VillageCare { name, slots, .. } = village;
    let of = slots.len();
    let cell = move |(index, slot): (usize, SlotFigures)| {
        let missed = (slot.missed > 0).then(
            || view! { <span class="missed">{move || format!("{} {}", b.get().missed, thousands(slot.missed))}</span> },
        );
        let rest = SlotFigures { missed: 0, ..slot };
        view! {
            <td>
                <p class="line">
                    <span class="slot-name">{move || slot_name(lang.get(), index, of)}</span>
                    <b class="num">{format!("{} / {}", slot.done + slot.late, slot.due)}</b>
                    {missed}
                </p>
                <Stack parts=Signal::stored(parts_of(&slot)) />
                <p class="soft">{move || told(b.get(), &rest)}</p>
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            {slots.into_iter().enumerate().map(cell).collect_view()}
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{day::Day, id::RecordId};

    fn slot(due: u64, done: u64, missed: u64, open: u64) -> SlotFigures {
        SlotFigures { from: 420, to: 600, due, done, missed, open, ..SlotFigures::default() }
    }

    fn care(slots: &[SlotFigures]) -> CareOverview {
        let day = Day::new(2020, 2, 7).expect("a day");
        let village = |(n, slot): (usize, &SlotFigures)| VillageCare {
            id: RecordId::fixed(n as u128),
            name: n.to_string(),
            figures: CareFigures::default(),
            slots: vec![*slot],
        };
        CareOverview {
            now: 0,
            from: day,
            to: day,
            total: CareFigures::default(),
            slots: Vec::new(),
            villages: slots.iter().enumerate().map(village).collect(),
        }
    }

    #[test]
    fn the_most_missed_stand_first_and_where_nothing_is_due_nothing_stands() {
        let care = care(&[slot(0, 0, 0, 0), slot(5, 5, 0, 0), slot(3, 1, 2, 0), slot(4, 1, 0, 3)]);
        let names: Vec<String> = villages(&care).into_iter().map(|village| village.name).collect();
        assert_eq!(names, ["2", "3", "1"]);
    }

    #[test]
    fn a_slot_is_told_in_words_and_nothing_that_is_nought() {
        assert_eq!(told(Lang::Zh.board(), &slot(4, 2, 1, 1)), "按时 2 · 漏测 1 · 待测 1");
        assert_eq!(told(Lang::En.board(), &slot(0, 0, 0, 0)), "");
    }

    #[test]
    fn a_slot_is_over_after_its_last_minute() {
        let stands = |minute| When::of(&slot(1, 0, 0, 1), minute);
        assert_eq!([419, 420, 600, 601].map(stands), [When::Ahead, When::Now, When::Now, When::Over]);
    }
}
