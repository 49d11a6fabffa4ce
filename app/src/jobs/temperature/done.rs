//! A door is done: what was found, each to be changed, and the way on.

use super::{
    screen::answer_label,
    state::{Answer, Round},
};
use crate::{
    live::{Show, memo},
    parts::{
        Badge, Bar, Button, Card, Dock, Icon, LinkButton, Main, Page, Row, Rows, Section, Size, Text, Tone, Weight,
    },
    settings::{use_settings, use_table, use_words},
    words::Lang,
};
use leptos::prelude::*;

/// The list of a door, once everyone is done.
#[component]
pub fn AllDone(
    /// Everyone, with what stands.
    #[prop(into)]
    round: Signal<Round>,
    /// Where and when.
    #[prop(into)]
    place: Text,
    /// Fever from here on, in tenths.
    threshold: i64,
    /// Where one came from.
    #[prop(into)]
    back: String,
    /// The next door where temperatures are due: its words, and where it is measured.
    #[prop(into)]
    next: Signal<Option<(String, String)>>,
    /// Changes one of them, by their place in the round.
    #[prop(into)]
    on_change: UnsyncCallback<usize>,
) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::measure);
    let lang = use_settings().lang;
    let people = memo(move || {
        round.with(|round| {
            let one = |(index, one): (usize, &super::state::Subject)| {
                Some((index, one.name.clone(), one.stands.as_ref()?.answer.clone()))
            };
            round.people.iter().enumerate().filter_map(one).collect::<Vec<_>>()
        })
    });
    let row = move |(index, name, answer): (usize, String, Answer)| {
        let value = {
            let answer = answer.clone();
            move || answer_label(lang.get(), &answer)
        };
        let change = {
            let name = name.clone();
            move || (c.get().correct_name)(&name)
        };
        let hot = answer.is_fever(threshold);
        view! {
            <Row title=name sub=value>
                {hot.then(|| view! { <Badge tone=Tone::Alarm icon=Icon::Alarm label=move || c.get().hot /> })}
                <Button label=move || w.get().change name=change icon=Icon::Pen size=Size::Small on_press=move |_| on_change.run(index) />
            </Row>
        }
    };
    let next_words = move || next.get().map(|(door, _)| (c.get().next_door)(&door)).unwrap_or_default();
    let next_href = move || next.get().map(|(_, href)| href).unwrap_or_default();
    let way_back = StoredValue::new(back.clone());
    view! {
        <Page>
            <Bar title=move || w.get().temperature sub=place back />
            <Main>
                <Section title=move || c.get().all_taken note=move || (c.get().all_taken_note)(people.with(Vec::len)) />
                <Card>
                    <Rows>
                        <For each=move || people.get() key=|(index, _, answer)| (*index, answer.first.clone(), answer.reason.clone()) children=row />
                    </Rows>
                </Card>
                <Show when=move || next.with(Option::is_some)>
                    <div class="measure-more">
                        <LinkButton label=move || c.get().go_back href=way_back.get_value() weight=Weight::Quiet size=Size::Wide />
                    </div>
                </Show>
            </Main>
            <Dock>
                <Show
                    when=move || next.with(Option::is_some)
                    fallback=move || view! { <LinkButton label=move || c.get().go_back href=way_back.get_value() weight=Weight::Main size=Size::Big /> }
                >
                    <LinkButton label=next_words href=next_href weight=Weight::Main size=Size::Big />
                </Show>
            </Dock>
        </Page>
    }
}
