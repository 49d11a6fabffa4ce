//! The meter of boards: a part of a whole, hatched where it is low, so that colour is not alone.

use super::Text;
use leptos::prelude::*;

/// The stripes of a low meter, from one end to the other.
const STRIPES: &str = "M-8 14L2 0M2 14L12 0M12 14L22 0M22 14L32 0M32 14L42 0M42 14L52 0M52 14L62 0M62 14L72 0M72 14L82 0M82 14L92 0M92 14L102 0";

/// A meter. The number stands beside it in words; here it is for the eye.
#[component]
pub fn Meter(
    /// Of what, for screen readers: 柳塘村 摸排覆盖.
    #[prop(into)]
    label: Text,
    /// In tenths of a percent; none draws an empty track.
    #[prop(into)]
    permille: Signal<Option<u64>>,
    /// Below so many tenths of a percent it is hatched.
    #[prop(default = 800)]
    low_below: u64,
) -> impl IntoView {
    let value = move || permille.get().unwrap_or_default().min(1000);
    // Widths are attributes of the drawing: the page's policy forbids style attributes.
    let width = move || format!("{}", value() as f64 / 10.0);
    let low = move || permille.get().is_some_and(|value| value < low_below);
    view! {
        <svg
            class="meter"
            viewBox="0 0 100 14"
            preserveAspectRatio="none"
            role="meter"
            aria-label=label
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=width
        >
            {move || {
                if low() {
                    view! { <svg width=width height="14" overflow="hidden"><path class="hatch" d=STRIPES /></svg> }.into_any()
                } else {
                    view! { <rect class="fill" width=width height="14" /> }.into_any()
                }
            }}
        </svg>
    }
}
