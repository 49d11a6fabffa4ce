//! The trend of some days: what was due and what was done, as bars with their numbers.

use super::Text;
use leptos::prelude::*;

/// One day of a trend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendDay {
    /// `7日`.
    pub label: String,
    /// What was done.
    pub done: u64,
    /// What was due; drawn as a dashed edge.
    pub due: u64,
}

const WIDTH: u64 = 322;
const BASE: u64 = 116;
const TALL: u64 = 96;

/// The trend.
#[component]
pub fn Trend(
    /// Of what, for screen readers; the numbers stand in the drawing.
    #[prop(into)]
    label: Text,
    /// The days, oldest first.
    #[prop(into)]
    days: Signal<Vec<TrendDay>>,
) -> impl IntoView {
    let bars = move || {
        let days = days.get();
        let most = days.iter().map(|day| day.due.max(day.done)).max().unwrap_or(0).max(1);
        let step = WIDTH / (days.len() as u64).max(1);
        days.into_iter()
            .enumerate()
            .map(|(index, day)| {
                let middle = step * index as u64 + step / 2;
                let x = (middle - 11).to_string();
                let height = |n: u64| n * TALL / most;
                let top = BASE - height(day.due.max(day.done));
                view! {
                    <rect class="done" x=x.clone() y=(BASE - height(day.done)).to_string() width="22" height=height(day.done).to_string() rx="3" />
                    <rect class="due" x=x y=(BASE - height(day.due)).to_string() width="22" height=height(day.due).to_string() rx="3" />
                    <text x=middle.to_string() y=(top - 4).to_string()>{format!("{}/{}", day.done, day.due)}</text>
                    <text class="day" x=middle.to_string() y="133">{day.label}</text>
                }
            })
            .collect_view()
    };
    view! { <svg class="trend" viewBox="0 0 322 138" role="img" aria-label=label>{bars}</svg> }
}
