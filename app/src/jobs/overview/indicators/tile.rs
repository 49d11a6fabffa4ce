//! One figure: its number, and what has changed, in words, by a shape and as two bars.

use crate::{
    live::memo,
    parts::thousands,
    settings::{use_settings, use_table, use_words},
    words::{BoardWords, Lang, term_or_code},
};
use leptos::prelude::*;
use model::indicator::Indicator;

/// What has become of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// So much more.
    More(u64),
    /// So much less.
    Fewer(u64),
    /// As before.
    Same,
}

impl Change {
    /// None where one of them is not known, or both are nought.
    pub(super) fn of(now: Option<i64>, before: Option<i64>) -> Option<Self> {
        let (now, before) = now.zip(before)?;
        match now - before {
            0 if now == 0 => None,
            0 => Some(Change::Same),
            more if more > 0 => Some(Change::More(more.unsigned_abs())),
            fewer => Some(Change::Fewer(fewer.unsigned_abs())),
        }
    }

    fn shape(self) -> &'static str {
        match self {
            Change::More(_) => "▲",
            Change::Fewer(_) => "▼",
            Change::Same => "=",
        }
    }

    fn words(self, b: &BoardWords, with: &str) -> String {
        match self {
            Change::More(n) => (b.more_than)(with, &thousands(n)),
            Change::Fewer(n) => (b.fewer_than)(with, &thousands(n)),
            Change::Same => (b.as_many_as)(with),
        }
    }
}

/// A number as it is read.
pub(super) fn number(n: i64) -> String {
    let sign = if n < 0 { "−" } else { "" };
    format!("{sign}{}", thousands(n.unsigned_abs()))
}

/// The figure; the whole of it leads to its records.
#[component]
pub(super) fn Tile(
    indicator: &'static Indicator,
    now: Memo<Option<i64>>,
    before: Memo<Option<i64>>,
    with: Memo<String>,
    href: Signal<String>,
) -> impl IntoView {
    let w = use_words();
    let b = use_table(Lang::board);
    let lang = use_settings().lang;
    let change = memo(move || Change::of(now.get(), before.get()));
    let shown = move || match now.get() {
        Some(n) => {
            let unit = term_or_code(lang.get(), "unit", indicator.unit.code());
            view! { <span class="n">{number(n)}<small>{unit}</small></span> }.into_any()
        }
        None => view! { <span class="n missing">{move || w.get().no_data}</span> }.into_any(),
    };
    let changed = move || {
        change.get().map(|change| {
            view! {
                <span aria-hidden="true" class="shape">{change.shape()}</span>
                <span>{change.words(b.get(), &with.get())}</span>
            }
        })
    };
    let bars = move || {
        let (now, before) = now.get().zip(before.get())?;
        let most = now.max(before);
        (now != before && most > 0).then(|| view! { <Pair now before most /> })
    };
    view! {
        <a class="tile" href=href>
            <span class="label">{move || term_or_code(lang.get(), "indicator", indicator.code)}</span>
            {shown}
            <span class="change">{changed}</span>
            {bars}
        </a>
    }
}

/// Two bars: above as it was, hollow; below as it is, filled.
#[component]
fn Pair(now: i64, before: i64, most: i64) -> impl IntoView {
    // Wide enough to be seen, however little it is.
    let width = |n: i64| if n <= 0 { 0 } else { (n * 98 / most).max(3) };
    view! {
        <svg class="pair" viewBox="0 0 100 22" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class="before" x="1" y="1.5" width=width(before) height="7" />
            <rect class="now" x="1" y="12" width=width(now) height="9" />
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_changed_is_said_and_what_is_not_known_is_not() {
        let b = Lang::Zh.board();
        let said = |now, before| Change::of(now, before).map(|change| change.words(b, "昨日"));
        assert_eq!(said(Some(1_012), Some(9)).as_deref(), Some("比昨日多 1,003"));
        assert_eq!(said(Some(2), Some(9)).as_deref(), Some("比昨日少 7"));
        assert_eq!(said(Some(9), Some(9)).as_deref(), Some("与昨日相同"));
        assert_eq!([said(Some(0), Some(0)), said(None, Some(1)), said(Some(1), None)], [None, None, None]);
        assert_eq!(
            Change::of(Some(3), Some(1)).map(|change| change.words(Lang::En.board(), "yesterday")).as_deref(),
            Some("2 more than yesterday")
        );
    }

    #[test]
    fn numbers_stand_with_their_thousands_apart() {
        assert_eq!([number(1_234), number(0), number(-5)], ["1,234", "0", "−5"]);
    }
}
