//! The supervisor's boards: figures that open to their records, panels and their tables.

use super::Text;
use crate::settings::use_words;
use leptos::prelude::*;

/// A grid of figures and panels.
#[component]
pub fn Board(children: Children) -> impl IntoView {
    view! { <div class="board">{children()}</div> }
}

/// One figure: the whole of it leads to the records behind it. Missing is 暂无数据, never 0.
#[component]
pub fn Figure(
    /// Of what.
    #[prop(into)]
    label: Text,
    /// The number as it is to be read: `87.5%`, `51 / 62`.
    #[prop(into)]
    number: Signal<Option<String>>,
    /// Beside the number: 人, 户.
    #[prop(optional, into)]
    unit: Text,
    /// Below it: `1,047 / 1,197 户`.
    #[prop(optional, into)]
    note: Text,
    /// The address of its records.
    #[prop(into)]
    href: Text,
) -> impl IntoView {
    let w = use_words();
    let shown = move || match number.get() {
        Some(number) => {
            let unit = unit.get();
            let unit = (!unit.is_empty()).then(|| view! { <small>{unit}</small> });
            view! { <span class="n">{number}{unit}</span> }.into_any()
        }
        None => view! { <span class="n missing">{move || w.get().no_data}</span> }.into_any(),
    };
    view! {
        <a class="card fig" href=href>
            <span class="label">{label}</span>
            {shown}
            <span class="note">{note}</span>
        </a>
    }
}

/// A board: a heading, and what stands below it (usually a [`Table`]).
#[component]
pub fn Panel(
    /// Its heading.
    #[prop(into)]
    title: Text,
    /// Takes the whole width; half of it unless said so.
    #[prop(optional)]
    whole: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <section class=if whole { "card panel span4" } else { "card panel span2" }>
            <h2>{title}</h2>
            {children()}
        </section>
    }
}

/// A table that scrolls sideways by itself where it is too wide. Rows are plain `<tr>`: `<td>` for
/// words, `<td class="n">` for numbers, `<td class="bar-cell">` for a [`super::Meter`].
#[component]
pub fn Table(
    /// What it shows, for screen readers.
    #[prop(into)]
    name: Text,
    /// Headings of the columns, with whether the column holds numbers; none draws no head.
    #[prop(optional)]
    heads: Vec<(Text, bool)>,
    children: Children,
) -> impl IntoView {
    let head = (!heads.is_empty()).then(|| {
        let cells = heads
            .into_iter()
            .map(|(words, number)| view! { <th scope="col" class:n=number>{words}</th> })
            .collect_view();
        view! { <thead><tr>{cells}</tr></thead> }
    });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=name>
            <table class="table">{head}<tbody>{children()}</tbody></table>
        </div>
    }
}

/// A number with its thousands apart: `1,197`.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut apart = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            apart.push(',');
        }
        apart.push(digit);
    }
    apart
}

/// Tenths of a percent as they are read: `87.5%`, `100%`.
pub fn percent(permille: u64) -> String {
    match permille % 10 {
        0 => format!("{}%", permille / 10),
        tenths => format!("{}.{tenths}%", permille / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1000, 1_197, 1_234_567].map(thousands), ["0", "999", "1,000", "1,197", "1,234,567"]);
    }

    #[test]
    fn percents_show_a_tenth_only_where_there_is_one() {
        assert_eq!([0, 5, 875, 999, 1000].map(percent), ["0%", "0.5%", "87.5%", "99.9%", "100%"]);
    }
}
