//! The temperatures of one case as a drawing: a slot a column, the fever line dashed across. Shapes
//! tell apart what was found, so that it reads without colour and on paper.

use super::Text;
use crate::{
    settings::{use_settings, use_table},
    words::{Lang, tenths_label},
};
use leptos::prelude::*;

/// What is known of one slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A reading, in tenths of a degree.
    Read(i64),
    /// Not taken, and why is known.
    Explained,
    /// Not taken.
    Missed,
}

/// One slot of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The day of the case, from 0.
    pub day: i64,
    /// The slot of that day, from 0.
    pub slot: usize,
    /// What is known of it.
    pub mark: Mark,
}

/// What the drawing shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// The last day of the case; the first is 0.
    pub days: i64,
    /// Slots a day.
    pub slots: usize,
    /// Fever from here on, in tenths of a degree.
    pub threshold: i64,
    /// The day of the case that is today, while it lasts.
    pub today: Option<i64>,
    /// What is known; slots that are still to come stay empty.
    pub points: Vec<Point>,
}

/// What the drawing says, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ChartTold {
    /// The last day of the case.
    pub days: i64,
    /// Slots read.
    pub read: usize,
    /// Readings at or above the fever line.
    pub fever: usize,
    /// Slots with a reason.
    pub explained: usize,
    /// Slots without anything.
    pub missed: usize,
    /// The highest reading, with its day.
    pub highest: Option<(i64, i64)>,
}

const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 216.0;
const LEFT: f64 = 41.0;
const RIGHT: f64 = 296.0;
const TOP: f64 = 20.0;
const BASE: f64 = 166.0;
/// Slots without a reading stand in a line of their own below the drawing.
const ASIDE: f64 = 182.0;
const DAYS: f64 = 208.0;
const LOWEST: i64 = 355;
const HIGHEST: i64 = 400;
/// A degree closer to the fever line than this leaves its place on the axis to it.
const CROWDED: i64 = 4;

impl Chart {
    /// What it says, counted.
    pub fn told(&self) -> ChartTold {
        let mut told = ChartTold { days: self.days, ..ChartTold::default() };
        for point in &self.points {
            match point.mark {
                Mark::Read(tenths) => {
                    told.read += 1;
                    told.fever += usize::from(tenths >= self.threshold);
                    if told.highest.is_none_or(|(most, _)| tenths > most) {
                        told.highest = Some((tenths, point.day));
                    }
                }
                Mark::Explained => told.explained += 1,
                Mark::Missed => told.missed += 1,
            }
        }
        told
    }

    fn columns(&self) -> usize {
        (self.days.max(0) as usize + 1) * self.slots.max(1)
    }

    fn column(&self, day: i64, slot: usize) -> usize {
        day.max(0) as usize * self.slots.max(1) + slot
    }

    fn x(&self, column: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * (column + 0.5) / self.columns() as f64
    }

    fn at(&self, point: &Point) -> (f64, f64) {
        let y = match point.mark {
            Mark::Read(tenths) => height(tenths),
            Mark::Explained | Mark::Missed => ASIDE,
        };
        (self.x(self.column(point.day, point.slot) as f64), y)
    }

    /// The readings that follow one another without a gap, as lines.
    fn lines(&self) -> Vec<String> {
        let mut read: Vec<&Point> = self.points.iter().filter(|point| matches!(point.mark, Mark::Read(_))).collect();
        read.sort_by_key(|point| self.column(point.day, point.slot));
        let mut lines: Vec<(usize, Vec<String>)> = Vec::new();
        for point in read {
            let column = self.column(point.day, point.slot);
            let (x, y) = self.at(point);
            let here = format!("{x:.1},{y:.1}");
            match lines.last_mut() {
                Some((last, line)) if *last + 1 == column => {
                    *last = column;
                    line.push(here);
                }
                _ => lines.push((column, vec![here])),
            }
        }
        lines.into_iter().filter(|(_, line)| line.len() > 1).map(|(_, line)| line.join(" ")).collect()
    }

    /// The days that are named below: as many as have room.
    fn named(&self) -> Vec<i64> {
        let step = (self.days / 7).max(1);
        (0..=self.days).filter(|day| day % step == 0).collect()
    }
}

/// Where a temperature stands; what is beyond the drawing stands at its edge.
fn height(tenths: i64) -> f64 {
    let up = (tenths.clamp(LOWEST, HIGHEST) - LOWEST) as f64 / (HIGHEST - LOWEST) as f64;
    BASE - up * (BASE - TOP)
}

fn n(value: f64) -> String {
    format!("{value:.1}")
}

/// The temperatures of a case, with the shapes explained below.
#[component]
pub fn TemperatureChart(
    /// What it shows.
    #[prop(into)]
    chart: Signal<Chart>,
    /// Whose, for screen readers; what it shows is said after it.
    #[prop(into)]
    label: Text,
) -> impl IntoView {
    let c = use_table(Lang::measure);
    let lang = use_settings().lang;
    let name = move || {
        let told = chart.with(Chart::told);
        format!("{}{}{}", label.get(), c.get().colon, (c.get().chart_told)(&told))
    };
    let long = move || chart.with(|chart| chart.days > 16);
    let drawing = move || chart.with(|chart| draw(chart, lang.get()));
    let keys = move || {
        let told = chart.with(Chart::told);
        let usual = chart.with(|chart| Mark::Read(chart.threshold - 1));
        let fever = chart.with(|chart| Mark::Read(chart.threshold));
        let keys = [
            (told.read > told.fever, usual, c.get().key_normal),
            (told.fever > 0, fever, c.get().key_fever),
            (told.explained > 0, Mark::Explained, c.get().key_explained),
            (told.missed > 0, Mark::Missed, c.get().key_missed),
        ];
        let threshold = chart.with(|chart| chart.threshold);
        keys.into_iter()
            .filter(|(there, ..)| *there)
            .map(|(_, mark, word)| {
                view! {
                    <li>
                        <svg class="temps key" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{shape(mark, threshold, 8.0, 8.0)}</svg>
                        <span>{word}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <figure class="temps-figure">
            <div class="temps-wide">
                <svg class="temps" class:long=long viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=name>{drawing}</svg>
            </div>
            <ul class="temps-keys" aria-hidden="true">{keys}</ul>
        </figure>
    }
}

fn draw(chart: &Chart, lang: Lang) -> impl IntoView + use<> {
    let c = lang.measure();
    let today = chart.today.filter(|day| (0..=chart.days).contains(day)).map(|day| {
        let half = 0.5;
        let from = chart.x(chart.column(day, 0) as f64 - half);
        let to = chart.x(chart.column(day, chart.slots.max(1) - 1) as f64 + half);
        let middle = ((from + to) / 2.0).clamp(LEFT + 24.0, RIGHT - 22.0);
        view! {
            <rect class="today" x=n(from) y=n(TOP) width=n(to - from) height=n(ASIDE + 9.0 - TOP) />
            <text class="today-word" x=n(middle) y="14">{c.chart_today}</text>
        }
    });
    let grid = (LOWEST / 10 + 1..=HIGHEST / 10)
        .map(|degree| {
            let tenths = degree * 10;
            let named = (tenths - chart.threshold).abs() > CROWDED;
            view! {
                <line class="grid" x1=n(LEFT) x2=n(RIGHT) y1=n(height(tenths)) y2=n(height(tenths)) />
                {named.then(|| view! { <text class="degree" x=n(LEFT - 5.0) y=n(height(tenths) + 5.0)>{degree}</text> })}
            }
        })
        .collect_view();
    let line = height(chart.threshold);
    let named = chart.named();
    let days = named
        .iter()
        .map(|day| {
            let x = chart.x(chart.column(*day, 0) as f64 + (chart.slots.max(1) as f64 - 1.0) / 2.0);
            view! { <text class="day" class:now=chart.today == Some(*day) x=n(x) y=n(DAYS)>{*day}</text> }
        })
        .collect_view();
    let lines = chart.lines().into_iter().map(|points| view! { <polyline class="way" points=points /> }).collect_view();
    let points = chart
        .points
        .iter()
        .map(|point| {
            let (x, y) = chart.at(point);
            shape(point.mark, chart.threshold, x, y)
        })
        .collect_view();
    let told = chart.told();
    // The highest fever is named; the others are read at the axis.
    let highest = told.highest.filter(|(most, _)| *most >= chart.threshold).and_then(|(most, day)| {
        let point = chart.points.iter().find(|point| point.day == day && point.mark == Mark::Read(most))?;
        let (x, y) = chart.at(point);
        let x = x.clamp(LEFT + 16.0, RIGHT - 16.0);
        Some(view! { <text class="value" x=n(x) y=n((y - 9.0).max(13.0))>{tenths_label(most)}</text> })
    });
    view! {
        {today}
        {grid}
        <line class="edge" x1=n(LEFT) x2=n(RIGHT) y1=n(BASE) y2=n(BASE) />
        <line class="fever" x1=n(LEFT) x2=n(RIGHT) y1=n(line) y2=n(line) />
        <text class="degree fever-word" x=n(LEFT - 5.0) y=n(line + 5.0)>{tenths_label(chart.threshold)}</text>
        <text class="line-word" x=n(LEFT + 3.0) y=n(line - 5.0)>{c.fever_line}</text>
        {lines}
        {points}
        {highest}
        {days}
    }
}

/// A dot, a triangle, an open ring, a cross.
fn shape(mark: Mark, threshold: i64, x: f64, y: f64) -> AnyView {
    match mark {
        Mark::Read(tenths) if tenths >= threshold => {
            let path = format!("M{x:.1} {:.1}l6 10.5h-12z", y - 7.0);
            view! { <path class="hot" d=path /> }.into_any()
        }
        Mark::Read(_) => view! { <circle class="dot" cx=n(x) cy=n(y) r="3.2" /> }.into_any(),
        Mark::Explained => view! { <circle class="ring" cx=n(x) cy=n(y) r="3.6" /> }.into_any(),
        Mark::Missed => {
            let path = format!("M{:.1} {:.1}l7 7m0 -7l-7 7", x - 3.5, y - 3.5);
            view! { <path class="cross" d=path /> }.into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(day: i64, slot: usize, tenths: i64) -> Point {
        Point { day, slot, mark: Mark::Read(tenths) }
    }

    fn chart(points: Vec<Point>) -> Chart {
        Chart { days: 14, slots: 2, threshold: 373, today: Some(6), points }
    }

    #[test]
    fn it_counts_what_it_shows() {
        let mut points = vec![read(0, 1, 364), read(1, 0, 372), read(1, 1, 373), read(2, 0, 376)];
        points.push(Point { day: 2, slot: 1, mark: Mark::Explained });
        points.push(Point { day: 3, slot: 0, mark: Mark::Missed });
        let told = chart(points).told();
        assert_eq!((told.read, told.fever, told.explained, told.missed), (4, 2, 1, 1));
        assert_eq!(told.highest, Some((376, 2)));
        assert_eq!(chart(Vec::new()).told().highest, None, "none is not nought");
    }

    #[test]
    fn a_gap_breaks_the_line() {
        let points = vec![read(1, 0, 365), read(0, 1, 364), read(2, 0, 366), read(2, 1, 367), read(4, 0, 368)];
        let lines = chart(points).lines();
        assert_eq!(lines.iter().map(|line| line.split(' ').count()).collect::<Vec<_>>(), [2, 2], "{lines:?}");
    }

    #[test]
    fn what_is_beyond_stands_at_the_edge_and_warmer_is_higher() {
        assert_eq!((height(420), height(350)), (TOP, BASE));
        assert!(height(373) < height(372));
    }

    #[test]
    fn a_long_case_names_no_more_days_than_have_room() {
        let days = |days| Chart { days, ..chart(Vec::new()) }.named();
        assert_eq!(days(14), [0, 2, 4, 6, 8, 10, 12, 14]);
        assert_eq!(days(28).len(), 8);
        assert_eq!(days(3), [0, 1, 2, 3]);
    }
}
