//! A whole as one bar of its parts, told apart by pattern as well as by colour: filled, striped,
//! crossed, dotted, empty. It prints.

use super::Text;
use leptos::prelude::*;

/// How a part is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// As it should be.
    Full,
    /// Striped: not quite.
    Striped,
    /// Crossed: wrong.
    Crossed,
    /// Dotted: not, and for a reason.
    Dotted,
    /// Empty: still to come.
    Empty,
}

impl Fill {
    const fn class(self) -> &'static str {
        match self {
            Fill::Full => "full",
            Fill::Striped => "striped",
            Fill::Crossed => "crossed",
            Fill::Dotted => "dotted",
            Fill::Empty => "empty",
        }
    }

    /// The strokes over a part, for the whole width of a bar.
    const fn strokes(self) -> Option<&'static str> {
        match self {
            Fill::Striped => Some(
                "M-8 14L2 0M-2 14L8 0M4 14L14 0M10 14L20 0M16 14L26 0M22 14L32 0M28 14L38 0M34 14L44 0M40 14L50 0M46 14L56 0M52 14L62 0M58 14L68 0M64 14L74 0M70 14L80 0M76 14L86 0M82 14L92 0M88 14L98 0M94 14L104 0",
            ),
            Fill::Crossed => Some(
                "M-2 0L8 14M4 0L14 14M10 0L20 14M16 0L26 14M22 0L32 14M28 0L38 14M34 0L44 14M40 0L50 14M46 0L56 14M52 0L62 14M58 0L68 14M64 0L74 14M70 0L80 14M76 0L86 14M82 0L92 14M88 0L98 14M94 0L104 14M-8 14L2 0M-2 14L8 0M4 14L14 0M10 14L20 0M16 14L26 0M22 14L32 0M28 14L38 0M34 14L44 0M40 14L50 0M46 14L56 0M52 14L62 0M58 14L68 0M64 14L74 0M70 14L80 0M76 14L86 0M82 14L92 0M88 14L98 0M94 14L104 0",
            ),
            Fill::Dotted => Some(
                "M3 7h.01M9 7h.01M15 7h.01M21 7h.01M27 7h.01M33 7h.01M39 7h.01M45 7h.01M51 7h.01M57 7h.01M63 7h.01M69 7h.01M75 7h.01M81 7h.01M87 7h.01M93 7h.01",
            ),
            Fill::Full | Fill::Empty => None,
        }
    }
}

/// Where each part begins and how wide it is, in hundredths of the whole; parts of nothing are left
/// out, and what is there is wide enough to be seen.
fn places(parts: &[(Fill, u64)]) -> Vec<(Fill, f64, f64)> {
    const LEAST: f64 = 3.0;
    let there: Vec<(Fill, u64)> = parts.iter().copied().filter(|(_, n)| *n > 0).collect();
    let whole: u64 = there.iter().map(|(_, n)| n).sum();
    let wide: Vec<f64> = there.iter().map(|(_, n)| (*n as f64 * 100.0 / whole.max(1) as f64).max(LEAST)).collect();
    let all: f64 = wide.iter().sum();
    let mut from = 0.0;
    let place = |((fill, _), wide): (&(Fill, u64), f64)| {
        let wide = wide * 100.0 / all;
        from += wide;
        (*fill, from - wide, wide)
    };
    there.iter().zip(wide).map(place).collect()
}

/// The bar.
#[component]
pub fn Stack(
    /// What it shows, for screen readers; none where the numbers stand beside it.
    #[prop(optional, into)]
    label: Option<Text>,
    /// Its parts, from the left.
    #[prop(into)]
    parts: Signal<Vec<(Fill, u64)>>,
) -> impl IntoView {
    let drawn = move || {
        let one = |(fill, from, wide): (Fill, f64, f64)| {
            view! {
                <svg class=fill.class() x=format!("{from:.2}") width=format!("{wide:.2}") height="14" overflow="hidden">
                    <rect width="100%" height="14" />
                    {fill.strokes().map(|d| view! { <path d=d /> })}
                </svg>
            }
        };
        parts.with(|parts| places(parts)).into_iter().map(one).collect_view()
    };
    view! {
        <svg
            class="stack-bar"
            viewBox="0 0 100 14"
            preserveAspectRatio="none"
            role=label.is_some().then_some("img")
            aria-label=move || label.map(|label| label.get())
            aria-hidden=label.is_none().then_some("true")
            focusable="false"
        >
            {drawn}
        </svg>
    }
}

/// A part as it looks, for the words beside it.
#[component]
pub fn StackKey(
    /// Which.
    fill: Fill,
) -> impl IntoView {
    view! {
        <svg class="stack-bar key" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
            <svg class=fill.class() width="14" height="14" overflow="hidden">
                <rect width="14" height="14" />
                {fill.strokes().map(|d| view! { <path d=d /> })}
            </svg>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_fill_the_whole_in_their_order_and_none_is_too_thin_to_see() {
        let drawn = places(&[(Fill::Full, 996), (Fill::Striped, 0), (Fill::Crossed, 4)]);
        assert_eq!(drawn.iter().map(|(fill, ..)| *fill).collect::<Vec<_>>(), [Fill::Full, Fill::Crossed]);
        let end = drawn.iter().map(|(_, from, wide)| from + wide).fold(0.0, f64::max);
        assert!((end - 100.0).abs() < 1e-9 && drawn[1].2 > 2.5, "{drawn:?}");
        assert!((drawn[1].1 - drawn[0].2).abs() < 1e-9, "without a gap");
        assert!(places(&[(Fill::Full, 0)]).is_empty());
    }
}
