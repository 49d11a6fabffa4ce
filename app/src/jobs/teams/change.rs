//! A team being founded, changed or ended. What is typed is kept from the first key.

use super::{
    Framed, NoTeam,
    member::{MemberRow, NewMember},
    state::{self, Roster, draft_key},
    use_roster,
};
use crate::{
    jobs::{isolation::day_field::DayField, visit::NotSaved},
    live::{Show, derive, memo},
    parts::{
        Bar, Button, Card, Confirm, Dock, Icon, KindField, Loading, Main, Notice, Page, ProblemLine, Question, Row,
        Rows, SearchField, Section, Size, Toggle, Tone, Weight, use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use model::{
    access::Role,
    day::Day,
    field::Problem,
    id::RecordId,
    kind::{
        Payload,
        team::{self, Member, Team},
    },
    record::{Data, Scope},
};
use std::{collections::BTreeSet, sync::Arc};
use sync::{Broken, Intent};

/// So many are offered before one searches.
const OFFERED: usize = 8;

/// The screen: of a new team without an id.
#[component]
pub fn ChangeTeamPage(
    /// The team of the address; none for a new one.
    id: Option<RecordId>,
    /// Whether it is to be founded.
    #[prop(optional)]
    new: bool,
) -> impl IntoView {
    let roster = use_roster();
    let phone = use_phone();
    // Drawn once: what comes meanwhile does not touch an open form.
    let there = memo(move || {
        roster.with(|roster| {
            let roster = roster.as_ref()?;
            let user = phone.user()?;
            let may = match id.and_then(|id| roster.team(id)) {
                Some(team) => roster.may_change(&user, team),
                None => new && !roster.villages_of(&user).is_empty(),
            };
            Some(may)
        })
    });
    move || match there.get() {
        None => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
        Some(false) => view! { <Framed><NoTeam /></Framed> }.into_any(),
        Some(true) => roster.get_untracked().map(|roster| view! { <Framed><TeamForm id roster /></Framed> }).into_any(),
    }
}

#[component]
fn TeamForm(id: Option<RecordId>, roster: Arc<Roster>) -> impl IntoView {
    let w = use_words();
    let t = use_table(Lang::teams);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let today = phone.today();
    let user = untrack(|| phone.user());
    let is_town = user.as_ref().is_some_and(|user| user.roles.contains(&Role::Town));
    let own: BTreeSet<RecordId> = user.as_ref().map(|user| roster.villages_of(user)).unwrap_or_default();
    let only_in = StoredValue::new((!is_town).then(|| own.clone()));
    let was = StoredValue::new(id.and_then(|id| roster.team(id).cloned()));
    let key = draft_key(id);
    let kept = phone.peek(|state| state.draft(&key).cloned()).flatten();
    let resumed = RwSignal::new(kept.is_some());
    let fresh = {
        let own = own.clone();
        move || {
            was.get_value().unwrap_or_else(|| Team {
                kind: "party_group".into(),
                village: own.iter().next().copied().filter(|_| own.len() == 1),
                founded_on: Some(today),
                ..Team::default()
            })
        }
    };
    let begun = kept.map_or_else(&fresh, |draft| Team::read(&draft.data));
    let team = RwSignal::new(begun.clone());
    // What is typed into fields of the kind, beside what is tapped.
    let data = RwSignal::new(typed_of(&begun));
    let roster = StoredValue::new(roster);
    let tried = RwSignal::new(false);
    let refused = RwSignal::new(None::<Problem>);
    let saving = RwSignal::new(false);
    let broken = RwSignal::new(None::<Broken>);
    let typing = RwSignal::new(false);
    let ending = RwSignal::new(false);
    let searched = RwSignal::new(String::new());

    let whole = move || {
        let mut whole = team.get();
        let typed = data.with(Team::read);
        (whole.name, whole.kind, whole.founded_on, whole.ended_on) =
            (typed.name.trim().to_owned(), typed.kind, typed.founded_on, typed.ended_on);
        whole
    };
    let wrong = memo(move || only_in.with_value(|only_in| state::problems(&whole(), only_in.as_ref())));
    let shown = derive(move || if tried.get() { wrong.get() } else { Vec::new() });
    let said = move |field: &'static str| {
        let problem = shown.with(|all| all.iter().find(|one| one.field == field).cloned());
        problem.map(|problem| words::problem(lang.get(), &problem))
    };
    Effect::new(move |before: Option<Team>| {
        let now = whole();
        if before.as_ref().is_some_and(|before| *before != now) {
            let draft = state::draft(id, &now, phone.now());
            spawn_local(async move {
                broken.try_set(phone.keep_draft(draft).await.err());
            });
        }
        now
    });
    phone.device().form_open(true);
    on_cleanup(move || phone.device().form_open(false));

    let join = move |one: Member| match team.with_untracked(|team| state::with(team, one)) {
        Ok(joined) => {
            refused.set(None);
            team.set(joined);
            true
        }
        Err(problem) => {
            refused.set(Some(problem));
            false
        }
    };
    let leave = move |index: usize| {
        team.update(|team| {
            let gone = team.members.remove(index);
            if team.leader.as_deref() == Some(gone.name.as_str()) {
                team.leader = None;
            }
        });
    };
    let also = move |one: &Member| {
        roster.with_value(|roster| {
            let elsewhere = roster.elsewhere(id.unwrap_or(RecordId::fixed(0)), std::slice::from_ref(one));
            elsewhere.values().next().map(|teams| teams.join(w.get_untracked().list_comma))
        })
    };
    let offered =
        memo(move || team.with(|team| roster.with_value(|roster| roster.offers(team, &searched.get(), OFFERED))));
    let offer = move |one: Member| {
        let sub = {
            let (one, also) = (one.clone(), also(&one));
            move || {
                let category =
                    one.category.as_deref().map(|code| term_or_code(lang.get(), "team.members.category", code));
                let tail = one.tail.as_deref().map(t.get().tail);
                let also = also.as_deref().map(t.get().also_in);
                [category, tail, also].into_iter().flatten().collect::<Vec<_>>().join(" · ")
            }
        };
        let (name, who) = (one.name.clone(), one.name.clone());
        view! {
            <Row title=name sub>
                <Button
                    label=move || t.get().join
                    name=move || format!("{} {who}", t.get().join)
                    size=Size::Small
                    on_press=move |()| _ = join(one.clone())
                />
            </Row>
        }
    };
    let village = move |(place, name): (RecordId, String)| {
        view! {
            <Toggle
                label=name
                on=derive(move || team.with(|team| team.village == Some(place)))
                on_change=move |on: bool| team.update(|team| team.village = on.then_some(place))
            />
        }
    };
    let villages: Vec<(RecordId, String)> = roster.with_value(|roster| {
        let may = roster.villages.iter().filter(|(id, _)| own.contains(id));
        may.map(|(id, village)| (*id, village.name.clone())).collect()
    });
    let serves =
        memo(move || matches!(data.with(Team::read).kind.as_str(), "party_service" | "party_volunteer" | "other"));
    let of_area = memo(move || data.with(Team::read).kind == "party_group");
    let areas = move || {
        let tops =
            roster.with_value(|roster| roster.tops().map(|(id, grid)| (*id, grid.name.clone())).collect::<Vec<_>>());
        let toggle = |(top, name): (RecordId, String)| {
            view! {
                <Toggle
                    label=name
                    on=derive(move || team.with(|team| team.area == Some(top)))
                    on_change=move |on: bool| team.update(|team| team.area = on.then_some(top))
                />
            }
        };
        view! { <div class="choices">{tops.into_iter().map(toggle).collect_view()}</div> }
    };
    let grids = move || {
        let chosen = team.with(|team| team.village);
        let here = roster.with_value(|roster| {
            let of_village = roster.grids.iter().filter(|(grid, is)| {
                is.level == 2 && (is.village == chosen || team.with_untracked(|team| team.grids.contains(grid)))
            });
            of_village.map(|(id, grid)| (*id, grid.name.clone())).collect::<Vec<_>>()
        });
        let toggle = |(grid, name): (RecordId, String)| {
            view! {
                <Toggle
                    label=name
                    on=derive(move || team.with(|team| team.grids.contains(&grid)))
                    on_change=move |on: bool| team.update(|team| {
                        team.grids.retain(|own| *own != grid);
                        if on {
                            team.grids.push(grid);
                        }
                    })
                />
            }
        };
        view! { <div class="choices">{here.into_iter().map(toggle).collect_view()}</div> }
    };
    let field = move |name: &'static str| {
        team::KIND.field(name).map(|field| view! { <KindField field kind=Team::KIND data problems=shown /> })
    };
    let day = move |name: &'static str| derive(move || data.with(|data| Some(data.get(name)?.as_str()?.to_owned())));
    let set_day = move |name: &'static str, text: String| {
        data.update(|data| {
            match Day::parse(&text) {
                Some(_) => data.insert(name.into(), text.into()),
                None => data.remove(name),
            };
        });
    };
    let save = move |()| {
        tried.set(true);
        if !wrong.with_untracked(Vec::is_empty) || saving.get_untracked() {
            if let Ok(Some(problem)) = document().query_selector("main .prob") {
                problem.scroll_into_view();
            }
            return;
        }
        let Some(scope) = town_of(phone) else { return };
        let now = untrack(whole);
        let intent = match id {
            Some(id) => {
                let set = was.with_value(|was| state::changed(was.as_ref().unwrap_or(&Team::default()), &now));
                phone
                    .peek(|held| held.get(Team::KIND, id).map(|held| Intent::set(&held.record, set)))
                    .flatten()
                    .map(|intent| (id, intent))
            }
            None => phone.new_id().map(|id| (id, Intent::add(id, scope, &now))),
        };
        let Some((id, intent)) = intent else { return };
        saving.set(true);
        let (navigate, key) = (navigate.clone(), key.clone());
        spawn_local(async move {
            match phone.save(vec![intent], Some(key), None).await {
                Ok(()) => {
                    toasts.say(w.get_untracked().saved_on_phone);
                    navigate(&routes::team(id), Default::default());
                }
                Err(error) => {
                    saving.try_set(false);
                    broken.try_set(Some(error));
                }
            }
        });
    };
    let again = UnsyncCallback::new(move |()| {
        let fresh = fresh();
        spawn_local(async move {
            if phone.drop_draft(&draft_key(id)).await.is_ok() {
                resumed.try_set(false);
                data.try_set(typed_of(&fresh));
                team.try_set(fresh);
                toasts.say(w.get_untracked().draft_dropped);
            }
        });
    });
    let title = move || if id.is_some() { t.get().change_team } else { t.get().found_team };
    let back = id.map_or_else(|| routes::TEAMS.to_owned(), routes::team);
    let people = move || team.with(|team| (t.get().members_n)(team.members.len(), team.party_members()));
    let lacks = move || {
        let policy = roster.with_value(|roster| roster.policy.clone());
        Some(whole().lacks(&policy)).filter(|lacks| *lacks > 0)
    };
    view! {
        <Page>
            <Bar title back />
            <Main>
                <Show when=move || resumed.get()>
                    <Notice tone=Tone::Info what=move || w.get().draft_resumed>
                        <Button label=move || w.get().draft_drop size=Size::Small on_press=again />
                    </Notice>
                </Show>
                <Card>
                    <div class="q">{field("name")}</div>
                    {field("kind")}
                    <Question title=move || t.get().where_is>
                        <div class="choices">{villages.into_iter().map(village).collect_view()}</div>
                        {move || said("village").map(|text| view! { <p role="alert"><ProblemLine text /></p> })}
                    </Question>
                    <Show when=move || is_town && of_area.get()>
                        <Question title=move || term_or_code(lang.get(), Team::KIND, "area")>{areas}</Question>
                    </Show>
                    <Show when=move || serves.get()>
                        <Question title=move || t.get().which_grids>{grids}</Question>
                    </Show>
                    <div class="q">
                        <DayField
                            id="team-founded_on"
                            label=move || term_or_code(lang.get(), Team::KIND, "founded_on")
                            value=day("founded_on")
                            usual=&[0, -1]
                            on_input=move |text: String| set_day("founded_on", text)
                        />
                    </div>
                </Card>
                <Section title=move || t.get().members note=people />
                <Card>
                    <div class="q" role="status">
                        {move || lacks().map(|n| view! { <p><ProblemLine text=(t.get().lacks_n)(n) /></p> })}
                        {move || refused.get().map(|problem| view! { <p><ProblemLine text=words::problem(lang.get(), &problem) /></p> })}
                    </div>
                    <Rows>
                        <For
                            each=move || team.with(|team| (0..team.members.len()).collect::<Vec<_>>())
                            key=move |index| (*index, team.with_untracked(|team| team.members.get(*index).map(Member::who)))
                            children=move |index| {
                                let also = team.with_untracked(|team| team.members.get(index).and_then(also));
                                view! { <MemberRow team index also on_leave=move |()| leave(index) /> }
                            }
                        />
                    </Rows>
                </Card>
                <Section title=move || t.get().known_people />
                <SearchField
                    id="people"
                    label=move || t.get().find_person
                    hint=move || t.get().find_hint
                    value=searched
                    on_input=move |text| searched.set(text)
                />
                <Card>
                    <Rows>{move || offered.get().into_iter().map(offer).collect_view()}</Rows>
                </Card>
                <Section title=move || t.get().somebody_else />
                <Card pad=true>
                    <Show
                        when=move || typing.get()
                        fallback=move || view! { <Button label=move || t.get().type_name icon=Icon::Pen size=Size::Wide on_press=move |()| typing.set(true) /> }
                    >
                        <NewMember on_join=move |one: Member| if join(one) { typing.set(false) } />
                    </Show>
                </Card>
                {id.map(|_| view! {
                    <Section title=move || t.get().end_team />
                    <Card pad=true>
                        <p class="soft">{move || t.get().end_note}</p>
                        {move || said("ended_on").map(|text| view! { <p role="alert"><ProblemLine text /></p> })}
                        <Show
                            when=move || day("ended_on").get().is_some()
                            fallback=move || view! { <Button label=move || t.get().end_today weight=Weight::Danger size=Size::Wide on_press=move |()| ending.set(true) /> }
                        >
                            <DayField
                                id="team-ended_on"
                                label=move || term_or_code(lang.get(), Team::KIND, "ended_on")
                                value=day("ended_on")
                                usual=&[0, -1]
                                on_input=move |text: String| set_day("ended_on", text)
                            />
                            <Button label=move || t.get().go_on_again size=Size::Wide on_press=move |()| set_day("ended_on", String::new()) />
                        </Show>
                    </Card>
                    <Confirm
                        open=ending
                        title=move || t.get().end_ask
                        text=move || t.get().end_note
                        yes=move || t.get().end_today
                        on_yes=move |()| set_day("ended_on", today.to_string())
                        danger=true
                    />
                })}
                {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
            </Main>
            <Dock>
                <Button label=move || w.get().save weight=Weight::Main size=Size::Big busy=saving on_press=save />
            </Dock>
        </Page>
    }
}

/// What of a team is typed or chosen as fields of its kind.
fn typed_of(team: &Team) -> Data {
    let typed = ["name", "kind", "founded_on", "ended_on"];
    team.data().into_iter().filter(|(name, _)| typed.contains(&name.as_str())).collect()
}

/// Where the directory lives.
pub(super) fn town_of(phone: crate::phone::Phone) -> Option<Scope> {
    let user = untrack(|| phone.user())?;
    user.scopes.into_iter().find(|scope| matches!(scope, Scope::Town(_)))
}
