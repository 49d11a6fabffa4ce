//! Who has not received a directive, by village: asked of the server, since nobody's device holds all
//! receipts.

use super::state::places;
use crate::{
    jobs::overview::{self, Trouble},
    live::{Show, memo},
    parts::{Badge, Card, Icon, Row, Rows, Section, Tone},
    settings::{use_settings, use_table, use_words},
    words::{Lang, term_or_code},
};
use leptos::prelude::*;
use model::{id::RecordId, wire::Receipts};
use sync::ports::read_answer;

/// The question, and its answer.
pub(super) type Asked = overview::Asked<Receipts>;

/// Asks how many have received each directive, or who has received one.
pub(super) fn ask(directive: Option<RecordId>) -> Asked {
    let which = directive.map(|id| format!("?directive={id}")).unwrap_or_default();
    Asked::at(format!("/api/v1/overview/receipts{which}"), read_answer)
}

/// The list, for those who lead.
#[component]
pub fn Who(
    /// Of which.
    directive: RecordId,
) -> impl IntoView {
    let w = use_words();
    let d = use_table(Lang::directive);
    let lang = use_settings().lang;
    let asked = ask(Some(directive));
    let known = memo(move || {
        asked.answer.with(|answer| answer.as_ref().map(|answer| (answer.of(directive), places(answer, directive))))
    });
    let note = move || known.get().map(|((n, all), _)| (d.get().received_of)(n, all)).unwrap_or_default();
    let row = move |place: super::state::Place| {
        let missing = place.missing.len();
        let name = place.name.clone();
        let title = move || name.clone().unwrap_or_else(|| d.get().of_the_town.to_owned());
        let sub = move || {
            let person = |(name, role): &(String, String)| format!("{name} {}", term_or_code(lang.get(), "role", role));
            let names = place.missing.iter().map(person).collect::<Vec<_>>().join(d.get().comma);
            if missing == 0 { String::new() } else { (d.get().missing_are)(&names) }
        };
        view! {
            <Row title sub>
                {if missing == 0 {
                    view! { <Badge tone=Tone::Ok icon=Icon::Ok label=move || d.get().complete /> }.into_any()
                } else {
                    view! { <Badge tone=Tone::Wait icon=Icon::Clock label=move || (d.get().not_yet_n)(missing) /> }.into_any()
                }}
            </Row>
        }
    };
    let safe = move || if known.with(Option::is_some) { w.get().list_stays } else { d.get().needs_signal };
    view! {
        <Section title=move || d.get().by_village note />
        <Show when=move || known.with(Option::is_some)>
            <Card>
                <Rows>{move || known.get().into_iter().flat_map(|(_, places)| places).map(row).collect_view()}</Rows>
            </Card>
        </Show>
        {move || asked.trouble.get().map(|refused| view! { <Trouble refused safe busy=asked.busy on_retry=move |()| asked.ask() /> })}
    }
}
