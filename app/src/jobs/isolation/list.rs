//! 居家隔离: everybody who is isolated here, what wants someone on top.

pub mod state;

use super::{Framed, now, use_read};
use crate::{
    jobs::today::NothingYet,
    live::{Show, memo},
    parts::{Badge, Bar, Card, Empty, Icon, LinkButton, Loading, Main, Page, Row, Rows, Section, Size, Tone},
    phone::use_phone,
    routes,
    settings::{use_table, use_words},
    words::{IsolationWords, Lang},
};
use leptos::prelude::*;
use state::{Entry, Group, entries};

/// The screen, for those who walk and those who lead.
#[component]
pub fn CasesPage() -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let phone = use_phone();
    let leads = untrack(|| phone.leads());
    let holds_doors = untrack(|| super::holds_doors(phone));
    let nothing = super::use_nothing_yet();
    let all = use_read(move |book| entries(book, now(phone)));
    let count = memo(move || all.with(|all| all.as_ref().map(Vec::len)));
    let title = move || match count.get() {
        Some(n) if n > 0 => (i.get().list_of)(n),
        _ => w.get().isolation.to_owned(),
    };
    let group = move |group: Group| {
        let mine = memo(move || {
            let of = |all: &Vec<Entry>| all.iter().filter(|entry| entry.group == group).cloned().collect::<Vec<_>>();
            all.with(|all| all.as_ref().map(of).unwrap_or_default())
        });
        view! {
            <Show when=move || !mine.with(Vec::is_empty)>
                <Section title=move || group_name(i.get(), group) note=move || (i.get().people_n)(mine.with(Vec::len)) />
                <Card>
                    <Rows>
                        <For each=move || mine.get() key=|entry| entry.clone() let:entry>
                            <EntryRow entry />
                        </For>
                    </Rows>
                </Card>
            </Show>
        }
    };
    view! {
        <Framed>
            <Page>
                <Bar title back=if leads { routes::OVERVIEW } else { routes::ADD } />
                <Main>
                    <Show when=move || count.get().is_none()><Loading /></Show>
                    <Show when=move || nothing.get()><NothingYet /></Show>
                    <Show when=move || count.get() == Some(0) && !nothing.get()>
                        // Who holds no doors holds no cases either: that is not nobody.
                        {if holds_doors {
                            view! { <Empty icon=Icon::Ok title=move || i.get().nobody text=move || i.get().nobody_note /> }
                        } else {
                            view! { <Empty icon=Icon::Info title=move || i.get().held_elsewhere text=move || i.get().held_elsewhere_note /> }
                        }}
                    </Show>
                    {Group::ALL.map(group).collect_view()}
                    {(!leads).then(|| view! {
                        <p class="soft">{move || i.get().open_how}</p>
                        <LinkButton label=move || i.get().to_households icon=Icon::Door href=routes::HOUSEHOLDS size=Size::Wide />
                    })}
                </Main>
            </Page>
        </Framed>
    }
}

fn group_name(i: &IsolationWords, group: Group) -> &'static str {
    match group {
        Group::Pending => i.group_pending,
        Group::Over => i.group_over,
        Group::Fever => i.group_fever,
        Group::Lost => i.group_lost,
        Group::Returned => i.group_returned,
        Group::Going => i.group_going,
    }
}

#[component]
fn EntryRow(entry: Entry) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let Entry { case, group, door, name, grid, day, slots, team, team_whole } = entry;
    let sub = move || {
        let day = day.map(|(n, of)| (i.get().day_of)(n, of));
        let slots = (slots.1 > 0).then(|| (i.get().slots_today)(slots.0, slots.1));
        let team = (i.get().team_short)(team.0, team.1);
        [day, Some(grid.clone()).filter(|grid| !grid.is_empty()), slots, Some(team)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let (tone, shape) = match group {
        Group::Pending => (Tone::Wait, Icon::Clock),
        Group::Over => (Tone::Info, Icon::Paper),
        Group::Fever | Group::Lost => (Tone::Alarm, Icon::Alarm),
        Group::Returned => (Tone::Wait, Icon::Pen),
        Group::Going => (Tone::Plain, Icon::Door),
    };
    let wants = group != Group::Going;
    view! {
        <Row number=door title=name sub href=routes::case(case)>
            {wants.then(|| view! { <Badge tone icon=shape label=move || badge_name(i.get(), group) /> })}
            {(!wants && !team_whole).then(|| view! { <Badge tone=Tone::Wait icon=Icon::People label=move || i.get().team_lacks /> })}
        </Row>
    }
}

fn badge_name(i: &IsolationWords, group: Group) -> &'static str {
    match group {
        Group::Pending => i.badge_pending,
        Group::Over => i.badge_over,
        Group::Fever => i.badge_fever,
        Group::Lost => i.badge_lost,
        Group::Returned => i.badge_returned,
        Group::Going => i.group_going,
    }
}
