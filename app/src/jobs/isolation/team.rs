//! 四包一: four who care for one, at least one of them a Party member. A change is a new team from
//! today on; those of the past are listed.

pub mod members;
pub mod state;

use super::{Framed, NoCase, case::state::Glance, now};
use crate::{
    jobs::visit::NotSaved,
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, Dock, Icon, Loading, Main, Notice, Page, ProblemLine, Row, Rows, SearchField,
        Section, Size, Tone, Weight, use_toasts,
    },
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, month_day, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use members::{MemberRow, NewMember};
use model::{
    care::Known,
    field::Problem,
    id::{RecordId, UserId},
    kind::{
        care_team::{CareTeam, Member},
        directory::Staff,
    },
    text::{Needle, SearchKey},
};
use sync::{Broken, Intent};

/// So many are offered before one searches.
const OFFERED: usize = 8;

/// The screen.
#[component]
pub fn TeamPage(
    /// The case of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let phone = use_phone();
    let book = use_book();
    // Drawn once; what comes meanwhile does not touch an open form.
    let there =
        memo(move || book.with(|book| book.as_ref().map(|book| id.is_some_and(|id| book.care.file(id).is_some()))));
    move || match there.get() {
        None => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
        Some(true) => {
            let glance = id.zip(book.get_untracked()).and_then(|(id, book)| Glance::of(&book, id, now(phone)));
            glance.map_or_else(|| view! { <NoCase /> }.into_any(), |glance| view! { <TeamForm glance /> }.into_any())
        }
        Some(false) => view! { <NoCase /> }.into_any(),
    }
}

#[component]
fn TeamForm(glance: Glance) -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let book = use_book();
    let navigate = use_navigate();
    let today = glance.now.day;
    let case = glance.file.case.id;
    let scope = glance.file.case.scope;
    let policy =
        StoredValue::new(book.with_untracked(|book| book.as_ref().map(|book| book.policy.clone())).unwrap_or_default());
    let kept = phone.peek(|state| state.draft(&state::draft_key(case)).cloned()).flatten();
    let begun = kept.as_ref().map(|draft| draft.version);
    let resumed = RwSignal::new(kept.is_some());
    let members = RwSignal::new(state::begin(&glance.file, kept.as_ref(), today));
    let offers = StoredValue::new(offers(phone));
    let file = StoredValue::new(glance.file.clone());
    let tried = RwSignal::new(false);
    let refused = RwSignal::new(None::<Problem>);
    let saving = RwSignal::new(false);
    let broken = RwSignal::new(None::<Broken>);
    let typing = RwSignal::new(false);
    let searched = RwSignal::new(String::new());

    let wrong = memo(move || {
        file.with_value(|file| {
            policy.with_value(|policy| members.with(|members| state::problems(file, members, policy, today)))
        })
    });
    // What is missing is named from the start; what is wrong with one of them once someone tries.
    let of_team = move || {
        let own = wrong.with(|wrong| wrong.iter().filter(|one| one.field == "members").cloned().collect::<Vec<_>>());
        refused.get().into_iter().chain(own).map(|problem| words::problem(lang.get(), &problem)).collect::<Vec<_>>()
    };
    let of_members = derive(move || if tried.get() { wrong.get() } else { Vec::new() });
    Effect::new(move |before: Option<Vec<Member>>| {
        let now = members.get();
        if before.as_ref().is_some_and(|before| *before != now) {
            let draft = file.with_value(|file| state::draft(file, &now, begun, phone.now()));
            spawn_local(async move {
                broken.try_set(phone.keep_draft(draft).await.err());
            });
        }
        now
    });
    phone.device().form_open(true);
    on_cleanup(move || phone.device().form_open(false));

    let join = move |one: Member| {
        let joined = members.with_untracked(|members| policy.with_value(|policy| state::with(members, one, policy)));
        match joined {
            Ok(joined) => {
                refused.set(None);
                members.set(joined);
                true
            }
            Err(problem) => {
                refused.set(Some(problem));
                false
            }
        }
    };
    let leave = move |index: usize| {
        refused.set(None);
        members.update(|members| drop(members.remove(index)));
    };
    let shown = derive(move || {
        let needle = Needle::parse(&searched.get());
        members.with(|members| {
            offers.with_value(|offers| {
                let free = offers.iter().filter(|one| !state::is_in(members, one));
                match needle {
                    None => free.take(OFFERED).cloned().collect::<Vec<_>>(),
                    Some(needle) => free
                        .filter(|one| needle.matches(&SearchKey::new(&one.name, "", "")).is_some())
                        .cloned()
                        .collect(),
                }
            })
        })
    });
    let offer = move |one: Member| {
        let duty = one.duty.clone();
        let party = one.party == Some(true);
        let sub = move || {
            let duty = term_or_code(lang.get(), "care_team.members.duty", &duty);
            if party { format!("{duty} · {}", i.get().party_member) } else { duty }
        };
        let name = one.name.clone();
        let who = one.name.clone();
        view! {
            <Row title=name sub>
                <Button
                    label=move || i.get().join
                    name=move || format!("{} {who}", i.get().join)
                    size=Size::Small
                    on_press=move |()| _ = join(one.clone())
                />
            </Row>
        }
    };
    let save = move |()| {
        tried.set(true);
        if !wrong.with_untracked(Vec::is_empty) || saving.get_untracked() {
            // The words stand above; here they are brought before the eye.
            if let Ok(Some(problem)) = document().query_selector("main .prob") {
                problem.scroll_into_view();
            }
            return;
        }
        let Some(id) = phone.new_id() else { return };
        saving.set(true);
        let team = file.with_value(|file| state::settled(file, &members.get_untracked(), today));
        let navigate = navigate.clone();
        spawn_local(async move {
            let key = state::draft_key(case);
            match phone.save(vec![Intent::add(id, scope, &team)], Some(key), None).await {
                Ok(()) => {
                    toasts.say(w.get_untracked().saved_on_phone);
                    navigate(&routes::case(case), Default::default());
                }
                Err(error) => {
                    saving.try_set(false);
                    broken.try_set(Some(error));
                }
            }
        });
    };
    let again = move |()| {
        let anew = file.with_value(|file| state::begin(file, None, today));
        spawn_local(async move {
            if phone.drop_draft(&state::draft_key(case)).await.is_ok() {
                resumed.try_set(false);
                members.try_set(anew);
                toasts.say(w.get_untracked().draft_dropped);
            }
        });
    };
    let sub = format!("{} {}", glance.door, glance.person.name);
    let past: Vec<Known<CareTeam>> = glance.file.teams.iter().rev().cloned().collect();
    let count = move || {
        let need = policy.with_value(|policy| policy.team_size);
        (i.get().team_n)(members.with(Vec::len), need)
    };
    let whole = memo(move || wrong.with(|wrong| wrong.iter().all(|one| one.field != "members")));
    view! {
        <Framed>
            <Page>
                <Bar title=move || i.get().team sub back=routes::case(case) />
                <Main>
                    <Show when=move || resumed.get()>
                        <Notice tone=Tone::Info what=move || w.get().draft_resumed>
                            <Button label=move || w.get().draft_drop size=Size::Small on_press=again />
                        </Notice>
                    </Show>
                    <Section title=move || i.get().team_from_today note=count />
                    <Card>
                        <div class="q" role="status">
                            <Show
                                when=move || whole.get() && refused.with(Option::is_none)
                                fallback=move || view! { {of_team().into_iter().map(|text| view! { <p><ProblemLine text /></p> }).collect_view()} }
                            >
                                <Badge tone=Tone::Ok icon=Icon::Ok label=move || i.get().team_whole />
                            </Show>
                        </div>
                        <Rows>
                            <For
                                each=move || members.with(|members| (0..members.len()).collect::<Vec<_>>())
                                key=move |index| (*index, members.with_untracked(|members| members.get(*index).map(|one| (one.staff, one.name.clone()))))
                                children=move |index| view! { <MemberRow members index problems=of_members on_leave=move |()| leave(index) /> }
                            />
                        </Rows>
                    </Card>
                    <Section title=move || i.get().colleagues />
                    <SearchField
                        id="staff"
                        label=move || i.get().find_colleague
                        hint=move || i.get().find_hint
                        value=searched
                        on_input=move |text| searched.set(text)
                    />
                    <Card>
                        <Rows>{move || shown.get().into_iter().map(offer).collect_view()}</Rows>
                    </Card>
                    <Section title=move || i.get().somebody_else />
                    <Card pad=true>
                        <Show
                            when=move || typing.get()
                            fallback=move || view! { <Button label=move || i.get().type_name icon=Icon::Pen size=Size::Wide on_press=move |()| typing.set(true) /> }
                        >
                            <NewMember on_join=move |one: Member| if join(one) { typing.set(false) } />
                        </Show>
                    </Card>
                    {(!past.is_empty()).then(|| view! { <Past past=past /> })}
                    {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
                </Main>
                <Dock>
                    <Button label=move || w.get().save weight=Weight::Main size=Size::Big busy=saving on_press=save />
                </Dock>
            </Page>
        </Framed>
    }
}

/// The teams that there were, the latest first.
#[component]
fn Past(past: Vec<Known<CareTeam>>) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let row = move |team: Known<CareTeam>| {
        let CareTeam { from_on, members, .. } = team.is;
        let title = move || from_on.map(|day| (i.get().team_since)(&month_day(lang.get(), day))).unwrap_or_default();
        let names = move || members.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(i.get().comma);
        view! { <Row title sub=names /> }
    };
    view! {
        <Section title=move || i.get().teams_before />
        <Card><Rows>{past.into_iter().map(row).collect_view()}</Rows></Card>
    }
}

/// Who may be tapped.
fn offers(phone: crate::phone::Phone) -> Vec<Member> {
    let Some(me) = untrack(|| phone.user()) else { return Vec::new() };
    let book = use_book();
    let staff = phone
        .peek(|state| {
            let staff = state.all::<Staff>();
            staff
                .filter_map(|(held, staff)| Some((UserId::from_bytes(held.record.id.as_bytes()).ok()?, staff)))
                .collect::<Vec<_>>()
        })
        .unwrap_or_default();
    book.with_untracked(|book| book.as_ref().map(|book| state::offers(&book.care, staff, me.id))).unwrap_or_default()
}
