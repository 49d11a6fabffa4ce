//! One team: what it lacks, who leads it, where it works, who belongs to it.

use super::{Framed, NoTeam, use_roster};
use crate::{
    live::memo,
    parts::{
        Badge, Bar, Card, Dock, Icon, LinkButton, Loading, Main, Notice, Page, Row, Rows, Section, Size, Tone, Weight,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, long_day, term_or_code},
};
use leptos::prelude::*;
use model::{
    id::RecordId,
    kind::team::{CATEGORY, Member, Team},
};

/// The screen.
#[component]
pub fn TeamOfPage(
    /// The team of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let roster = use_roster();
    let team = memo(move || {
        roster.with(|roster| roster.as_ref().map(|roster| id.and_then(|id| Some((id, roster.team(id)?.clone())))))
    });
    move || match team.get() {
        None => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
        Some(None) => view! { <Framed><NoTeam /></Framed> }.into_any(),
        Some(Some((id, team))) => view! { <Framed><Details id team /></Framed> }.into_any(),
    }
}

#[component]
fn Details(id: RecordId, team: Team) -> impl IntoView {
    let w = use_words();
    let t = use_table(Lang::teams);
    let lang = use_settings().lang;
    let phone = use_phone();
    let Some(roster) = use_roster().get_untracked() else { return ().into_any() };
    let lacks = team.lacks(&roster.policy);
    let wanted = roster.policy.group_party;
    let is_over = !team.stands_on(phone.today());
    let may_change = untrack(|| phone.user()).is_some_and(|user| roster.may_change(&user, &team));
    let place = team.village.or(team.area).and_then(|place| roster.place(place)).map(str::to_owned);
    let (kind, around) = (team.kind.clone(), place.clone());
    let sub = move || {
        let place = around.clone().unwrap_or_else(|| t.get().of_town.to_owned());
        format!("{} · {place}", term_or_code(lang.get(), "team.kind", &kind))
    };
    let grids: Vec<String> = team.grids.iter().filter_map(|grid| roster.place(*grid).map(str::to_owned)).collect();
    let leader = team.leader.clone();
    let (founded, ended) = (team.founded_on, team.ended_on);
    let elsewhere: Vec<(RecordId, String)> = roster
        .elsewhere(id, &team.members)
        .into_iter()
        .map(|(who, teams)| (who, teams.join(w.get_untracked().list_comma)))
        .collect();
    let also = StoredValue::new(elsewhere);
    let (people, party) = (team.members.len(), team.party_members());
    let known = |category: &str| CATEGORY.contains(&category);
    let of_category = |category: &'static str| -> Vec<Member> {
        let is = |one: &&Member| match one.category.as_deref() {
            Some(own) if known(own) => own == category,
            _ => category == "other",
        };
        team.members.iter().filter(is).cloned().collect()
    };
    let member = move |one: Member| {
        let who = one.who();
        let party = one.party == Some(true);
        let tail = one.tail.clone();
        let sub = move || {
            let tail = tail.as_deref().map(t.get().tail);
            let also = also
                .with_value(|also| also.iter().find(|(own, _)| *own == who).map(|(_, teams)| (t.get().also_in)(teams)));
            [tail, also].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        };
        view! {
            <Row title=one.name sub>
                {party.then(|| view! { <Badge tone=Tone::Ok icon=Icon::Ok label=move || t.get().party_member /> })}
            </Row>
        }
    };
    let groups = CATEGORY.iter().copied().map(|category| (category, of_category(category)));
    let groups = groups.filter(|(_, members)| !members.is_empty()).map(|(category, members)| {
        let n = members.len();
        view! {
            <Section title=move || term_or_code(lang.get(), "team.members.category", category) note=n.to_string() />
            <Card><Rows>{members.into_iter().map(member).collect_view()}</Rows></Card>
        }
    });
    let groups = groups.collect_view();
    let empty = team.members.is_empty();
    view! {
        <Page>
            <Bar title=team.name.clone() sub back=format!("{}?kind={}", routes::TEAMS, team.kind)>
                {is_over.then(|| view! { <Badge tone=Tone::Plain icon=Icon::Clock label=move || t.get().over /> })}
            </Bar>
            <Main>
                {(lacks > 0).then(|| view! {
                    <Notice tone=Tone::Wait what=move || (t.get().lacks_n)(lacks) todo=move || (t.get().lacks_note)(wanted) />
                })}
                <Card>
                    <Rows>
                        <Row title=move || leader.as_deref().map_or_else(|| t.get().no_leader.to_owned(), t.get().leader) />
                        {place.map(|place| view! { <Row title=place /> })}
                        {(!grids.is_empty()).then(|| {
                            let grids = grids.join(w.get().list_comma);
                            view! { <Row title=move || (t.get().serves)(&grids) /> }
                        })}
                        {founded.map(|day| view! { <Row title=move || (t.get().since)(&long_day(lang.get(), day)) /> })}
                        {ended.map(|day| view! { <Row title=move || (t.get().until)(&long_day(lang.get(), day)) /> })}
                    </Rows>
                </Card>
                <Section title=move || t.get().members note=move || (t.get().members_n)(people, party) />
                {groups}
                {empty.then(|| view! { <Card pad=true><p class="soft">{move || t.get().no_members}</p></Card> })}
            </Main>
            {may_change.then(|| view! {
                <Dock>
                    <LinkButton label=move || w.get().change name=move || t.get().change_team href=routes::change_team(id) icon=Icon::Pen weight=Weight::Main size=Size::Big />
                </Dock>
            })}
        </Page>
    }
    .into_any()
}
