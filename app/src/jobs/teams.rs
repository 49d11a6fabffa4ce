//! 党组织与队伍: branches, groups, service and patrol teams, counted as distinct people; those that lack
//! Party members first.

mod cadres;
mod change;
mod member;
mod page;
pub mod state;

pub use cadres::CadresPage;
pub use change::ChangeTeamPage;
pub use page::TeamOfPage;

use crate::{
    jobs::overview::Led,
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Board, Card, Empty, Figure, Icon, LinkButton, Loading, LongList, Main, Page, Place, Row, Rows,
        SearchField, Section, Size, Tone,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, term_or_code},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::id::RecordId;
use state::{KINDS, Roster};
use std::sync::Arc;

/// The roster, read anew after each change of a record.
pub(super) fn use_roster() -> Memo<Option<Arc<Roster>>> {
    let phone = use_phone();
    memo(move || phone.read(|state| Arc::new(Roster::of(state, phone.today()))))
}

/// The frame: beside the places of those who lead, or the whole screen.
#[component]
pub(super) fn Framed(children: Children) -> impl IntoView {
    let leads = untrack(|| use_phone().leads());
    if leads { view! { <Led here=Place::Staff>{children()}</Led> }.into_any() } else { children().into_any() }
}

/// Where 返回 leads from the list.
pub(super) fn out() -> &'static str {
    if untrack(|| use_phone().leads()) { routes::OVERVIEW } else { routes::ADD }
}

/// The screen. `?kind=` lists another kind.
#[component]
pub fn TeamsPage() -> impl IntoView {
    let w = use_words();
    let t = use_table(Lang::teams);
    let lang = use_settings().lang;
    let phone = use_phone();
    let roster = use_roster();
    provide_context(roster);
    let query = use_query_map();
    let kind = memo(move || {
        let asked = query.with(|query| query.get("kind")).unwrap_or_default();
        KINDS.iter().copied().find(|kind| *kind == asked).unwrap_or("party_group")
    });
    let searched = RwSignal::new(String::new());
    let sub = move || {
        roster
            .with(|roster| {
                roster.as_ref().map(|roster| {
                    let (people, party) = roster.everybody();
                    (t.get().teams_in_all)(roster.teams.len(), people, party)
                })
            })
            .unwrap_or_default()
    };
    let lacking =
        memo(move || roster.with(|roster| roster.as_ref().map(|roster| roster.lacking()).unwrap_or_default()));
    let listed = memo(move || {
        roster
            .with(|roster| roster.as_ref().map(|roster| roster.listed(kind.get(), &searched.get())).unwrap_or_default())
    });
    let is_searching = move || searched.with(|text| !text.trim().is_empty());
    let may_found = move || {
        let user = phone.user();
        roster.with(|roster| {
            roster.as_ref().zip(user.as_ref()).is_some_and(|(roster, user)| !roster.villages_of(user).is_empty())
        })
    };
    let tile = move |kind: &'static str| {
        let sum = memo(move || roster.with(|roster| roster.as_ref()?.sums().into_iter().find(|sum| sum.kind == kind)));
        view! {
            <Figure
                label=move || term_or_code(lang.get(), "team.kind", kind)
                number=derive(move || sum.get().map(|sum| sum.teams.to_string()))
                note=move || sum.get().map(|sum| (t.get().people_party)(sum.people, sum.party)).unwrap_or_default()
                href=format!("{}?kind={kind}", routes::TEAMS)
            />
        }
    };
    let title = move || {
        if is_searching() { t.get().find_team.to_owned() } else { term_or_code(lang.get(), "team.kind", kind.get()) }
    };
    let count = move || {
        let n = listed.with(Vec::len);
        if is_searching() { (t.get().found_n)(n) } else { (t.get().teams_n)(n) }
    };
    view! {
        <Framed>
            <Page>
                <Bar title=move || t.get().teams sub back=out() />
                <Main>
                    <Show when=move || roster.with(Option::is_some) fallback=|| view! { <Loading /> }>
                        <SearchField
                            id="teams"
                            label=move || t.get().find_team
                            hint=move || t.get().find_hint
                            value=searched
                            on_input=move |text| searched.set(text)
                        />
                        <Show when=move || !is_searching()>
                            <Show when=move || !lacking.with(Vec::is_empty)>
                                <Section title=move || t.get().lacking note=move || (t.get().teams_n)(lacking.with(Vec::len)) />
                                <Card>
                                    <Rows>
                                        <For each=move || lacking.get() key=|id| *id let:id><TeamRow id /></For>
                                    </Rows>
                                </Card>
                            </Show>
                            <Section title=move || t.get().teams />
                            <Board>{KINDS.iter().copied().map(tile).collect_view()}</Board>
                        </Show>
                        <Section title note=count />
                        <Show
                            when=move || !listed.with(Vec::is_empty)
                            fallback=move || view! { <Empty icon=Icon::People title=move || t.get().nothing_found text=move || t.get().nothing_found_todo /> }
                        >
                            <Card>
                                <Rows>
                                    <LongList items=derive(move || listed.get()) key=|id| *id draw=|id| view! { <TeamRow id /> } />
                                </Rows>
                            </Card>
                        </Show>
                        <Section title=move || w.get().more />
                        <Card>
                            <Rows>
                                <Show when=may_found>
                                    <Row title=move || t.get().found_team href=routes::NEW_TEAM />
                                </Show>
                                <Row title=move || t.get().cadres sub=move || t.get().cadres_note href=routes::CADRES />
                                <Show when=move || phone.user().is_some_and(|user| user.roles.iter().any(|role| role.sees_figures()))>
                                    <Row title=move || t.get().workload sub=move || t.get().workload_note href=routes::WORKLOAD />
                                </Show>
                            </Rows>
                        </Card>
                    </Show>
                </Main>
            </Page>
        </Framed>
    }
}

#[component]
fn TeamRow(id: RecordId) -> impl IntoView {
    let roster: Memo<Option<Arc<Roster>>> = expect_context();
    let t = use_table(Lang::teams);
    let of = move |read: &dyn Fn(&Roster, &model::kind::team::Team) -> String| {
        roster
            .with(|roster| roster.as_ref().and_then(|roster| roster.team(id).map(|team| read(roster, team))))
            .unwrap_or_default()
    };
    let title = move || of(&|_, team| team.name.clone());
    let sub = move || {
        of(&|roster, team| {
            let place = team.village.or(team.area).and_then(|id| roster.place(id)).map(str::to_owned);
            let leader = team.leader.as_deref().map(t.get().leader);
            let people = (t.get().members_n)(team.members.len(), team.party_members());
            [place, leader, Some(people)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        })
    };
    let lacks = memo(move || {
        roster.with(|roster| {
            roster
                .as_ref()
                .and_then(|roster| roster.team(id).map(|team| team.lacks(&roster.policy)))
                .unwrap_or_default()
        })
    });
    view! {
        <Row title sub href=routes::team(id)>
            {move || (lacks.get() > 0).then(|| view! { <Badge tone=Tone::Wait icon=Icon::Alarm label=move || (t.get().lacks_n)(lacks.get()) /> })}
        </Row>
    }
}

/// A team that is not here.
#[component]
pub(super) fn NoTeam() -> impl IntoView {
    let w = use_words();
    let t = use_table(Lang::teams);
    view! {
        <Page>
            <Bar title=move || t.get().teams back=routes::TEAMS />
            <Main>
                <Empty icon=Icon::People title=move || t.get().no_team text=move || t.get().no_team_todo>
                    <LinkButton label=move || w.get().back href=routes::TEAMS size=Size::Wide />
                </Empty>
            </Main>
        </Page>
    }
}
