//! 登记住户: a door and its people at once, kept from the first key, saved in one tap; whoever may be
//! registered already is shown while one types.

mod someone;
pub mod state;

use super::{
    doubles::{
        Lines, because,
        state::{What, compare, like_household, like_person},
    },
    order::Grids,
};
use crate::{
    book::Book,
    jobs::visit::NotSaved,
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, ChooseOne, Confirm, Dock, Empty, Icon, KindField, LinkButton, Loading, Main, Notice,
        Page, ProblemLine, Question, Row, Rows, Section, Sheet, Size, Tone, Weight, use_toasts,
    },
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use model::{
    field::Problem,
    id::RecordId,
    kind::{Payload, household, household::Household, person, person::Person},
    record::Data,
    same::Reasons,
};
use someone::SomeoneSheet;
use state::{Register, Someone, draft_key, grids};
use std::collections::BTreeSet;
use sync::{Broken, Draft};

/// What is asked of the door, in this order.
const DOOR: &[&str] = &["group", "door", "head", "phone", "house_use", "residents", "away", "note"];

/// The screen.
#[component]
pub fn RegisterDoorPage() -> impl IntoView {
    let w = use_words();
    let p = use_table(Lang::people);
    let phone = use_phone();
    let book = use_book();
    let there = memo(move || book.with(Option::is_some));
    move || {
        if !there.get() {
            return view! { <Page><Main><Loading /></Main></Page> }.into_any();
        }
        let begun = phone.peek(|state| {
            state
                .drafts()
                .filter_map(|draft| Some((draft.clone(), Register::resume(draft)?)))
                .max_by_key(|(draft, _)| draft.at)
        });
        let begun = begun.flatten();
        let grids = untrack(|| phone.read(grids)).unwrap_or_default();
        let fresh = || Some(Register::begin(phone.new_id()?, grids.first()?.0));
        match begun.as_ref().map(|(_, form)| form.clone()).or_else(fresh) {
            Some(form) => view! { <RegisterForm form draft=begun.map(|(draft, _)| draft) all=grids /> }.into_any(),
            None => view! {
                <Page>
                    <Bar title=move || w.get().register back=routes::HOUSEHOLDS />
                    <Main><Empty icon=Icon::Door title=move || p.get().no_grid text=move || p.get().no_grid_todo /></Main>
                </Page>
            }
            .into_any(),
        }
    }
}

#[component]
fn RegisterForm(form: Register, draft: Option<Draft>, all: Vec<(RecordId, String)>) -> impl IntoView {
    let w = use_words();
    let p = use_table(Lang::people);
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let phone = use_phone();
    let book = use_book();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let household = form.household;
    let resumed = draft.is_some();
    let begun = draft.map(|draft| draft.version);
    let year = i64::from(phone.today().year());
    let Some(head) = phone.new_id() else { return ().into_any() };
    let door = RwSignal::new(form.door.clone());
    let notice = RwSignal::new(form.notice.clone());
    let people = RwSignal::new(form.people.clone());
    let picked = RwSignal::new(Some(form.grid));
    let all = memo(move || all.clone());
    let grid = derive(move || picked.get().unwrap_or(form.grid));
    let now = derive(move || Register {
        household,
        grid: grid.get(),
        door: door.get(),
        notice: notice.get(),
        people: people.get(),
    });
    let tried = RwSignal::new(false);
    let saving = RwSignal::new(false);
    let broken = RwSignal::new(None::<Broken>);
    let draft_kept = RwSignal::new(resumed);
    let dropping = RwSignal::new(false);
    let editing = RwSignal::new(None::<Someone>);
    let edit_open = RwSignal::new(false);
    let problems = memo(move || if tried.get() { now.get().problems(year) } else { Default::default() });
    let of_door = derive(move || problems.get().0);

    // From the first press on, every change is kept.
    Effect::new(move |before: Option<Draft>| {
        let form = now.get();
        let draft = form.draft(begun, phone.now());
        if before.as_ref().is_some_and(|before| before.data != draft.data) {
            let draft = draft.clone();
            let empty = !form.is_begun();
            spawn_local(async move {
                let result = if empty { phone.drop_draft(&draft.key).await } else { phone.keep_draft(draft).await };
                draft_kept.try_set(result.is_ok() && !empty);
                broken.try_set(result.err());
            });
        }
        draft
    });
    phone.device().form_open(true);
    on_cleanup(move || phone.device().form_open(false));

    let save = {
        let navigate = navigate.clone();
        move |_| {
            tried.set(true);
            let (of_door, of_people) = problems.get_untracked();
            if !of_door.is_empty() || !of_people.is_empty() || saving.get_untracked() {
                return;
            }
            saving.set(true);
            let form = now.get_untracked();
            let scope = form.scope();
            let last = book.with_untracked(|book| {
                let here = book.iter().flat_map(|book| &book.doors).filter(|card| card.scope == scope);
                here.map(|card| card.household.walk).max()
            });
            let intents = form.intents(head, last.unwrap_or_default());
            let number = form.door.get("door").and_then(|door| door.as_str()).unwrap_or_default().to_owned();
            let navigate = navigate.clone();
            spawn_local(async move {
                match phone.save(intents, Some(draft_key(household)), None).await {
                    Ok(()) => {
                        toasts.say((p.get_untracked().registered)(&number));
                        navigate(&routes::household(household), Default::default());
                    }
                    Err(error) => {
                        saving.try_set(false);
                        broken.try_set(Some(error));
                    }
                }
            });
        }
    };
    let drop = move |()| {
        let navigate = navigate.clone();
        spawn_local(async move {
            if phone.drop_draft(&draft_key(household)).await.is_ok() {
                toasts.say(w.get_untracked().draft_dropped);
                navigate(routes::HOUSEHOLDS, Default::default());
            }
        });
    };
    let field = move |name: &&str| {
        let field = household::KIND.field(name)?;
        Some(view! { <KindField field kind=Household::KIND data=door problems=of_door /> })
    };
    let wrong = move |field: &'static str| {
        of_door.with(|problems| {
            problems.iter().find(|problem| problem.field == field).map(|problem| words::problem(lang.get(), problem))
        })
    };
    let open = move |one: Someone| {
        editing.set(Some(one));
        edit_open.set(true);
    };
    let add = move |_| {
        if let Some(id) = phone.new_id() {
            open(Someone { id, data: Data::new() });
        }
    };
    let row = move |one: Someone| {
        let text = |field: &str| one.data.get(field).and_then(|value| value.as_str()).map(str::to_owned);
        let name = text("name").unwrap_or_default();
        let relation = text("relation").map(|code| term_or_code(lang.get(), "person.relation", &code));
        let kind = text("person_type").filter(|kind| kind != "ordinary");
        let kind = kind.map(|code| term_or_code(lang.get(), "person.person_type", &code));
        let born = one.data.get("born").and_then(|born| born.as_i64()).map(|born| (w.get().years_old)(year - born));
        let sub = [relation, born, kind].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let id = one.id;
        let bad = move || problems.with(|(_, people)| people.iter().any(|(own, _)| *own == id));
        let label = name.clone();
        view! {
            <Row title=name sub>
                {move || bad().then(|| view! { <Badge tone=Tone::Alarm icon=Icon::Pen label=move || term_or_code(lang.get(), "problem", "other") /> })}
                <Button
                    label=move || w.get().change
                    name=move || (p.get().change_person)(&label)
                    size=Size::Small
                    on_press={
                        let one = one.clone();
                        move |_| open(one.clone())
                    }
                />
            </Row>
        }
    };
    view! {
        <Page>
            <Bar title=move || w.get().register back=routes::HOUSEHOLDS>
                <Show when=move || draft_kept.get()>
                    <Badge tone=Tone::Plain icon=Icon::Phone label=move || w.get().draft_saved />
                </Show>
            </Bar>
            <Main>
                {resumed
                    .then(|| {
                        view! {
                            <Notice tone=Tone::Info what=move || w.get().draft_resumed>
                                <Button label=move || w.get().draft_drop size=Size::Small on_press=move |_| dropping.set(true) />
                            </Notice>
                        }
                    })}
                <Confirm
                    open=dropping
                    title=move || w.get().draft_drop_ask
                    text=move || w.get().draft_drop_note
                    yes=move || w.get().draft_drop
                    on_yes=drop
                    danger=true
                />
                <Grids all grid picked />
                <Card>
                    <Question title=move || p.get().the_door>
                        <div class="stack">{DOOR.iter().take(4).filter_map(field).collect_view()}</div>
                    </Question>
                </Card>
                <KnownDoors now />
                <Card>
                    <Question title=move || i.get().notice>
                        <div class="stack">
                            <p class="read-out">{move || i.get().notice_text}</p>
                            <ChooseOne
                                name=move || term_or_code(lang.get(), Person::KIND, "notice")
                                key="person.notice"
                                codes=person::NOTICE
                                chosen=notice
                                on_choose=move |code: &'static str| notice.set(Some(code.to_owned()))
                            />
                            {move || wrong("notice").map(|text| view! { <p role="alert"><ProblemLine text /></p> })}
                        </div>
                    </Question>
                </Card>
                <Section title=move || p.get().the_people note=move || (w.get().people_n)(people.with(Vec::len)) />
                <Card>
                    <Rows>{move || people.get().into_iter().map(row).collect_view()}</Rows>
                    <div class="q">
                        <p class="soft">{move || p.get().no_people_yet}</p>
                        <Button label=move || p.get().add_person icon=Icon::Add size=Size::Wide on_press=add />
                    </div>
                </Card>
                <Card>
                    <div class="stack q">{DOOR.iter().skip(4).filter_map(field).collect_view()}</div>
                </Card>
                {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
            </Main>
            <Dock>
                <Button
                    label=move || if saving.get() { w.get().saving } else { w.get().save }
                    weight=Weight::Main
                    size=Size::Big
                    busy=saving
                    on_press=save
                />
            </Dock>
        </Page>
        <SomeoneSheet open=edit_open editing people scope=derive(move || now.get().scope()) />
    }
    .into_any()
}

/// A record that may be the one that is being typed.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    id: RecordId,
    door: RecordId,
    name: String,
    reasons: Reasons,
}

/// Doors that may be the one being typed.
#[component]
fn KnownDoors(now: Signal<Register>) -> impl IntoView {
    let book = use_book();
    let known = memo(move || {
        let form = now.get();
        let typed: Household = Payload::read(&form.door);
        book.with(|book| {
            let book = book.as_ref()?;
            let found = like_household(book, form.scope(), &typed).into_iter().filter_map(|(id, reasons)| {
                let card = book.door(id)?;
                let name = format!("{} {}", card.household.door, card.household.head);
                Some(Known { id, door: id, name, reasons })
            });
            Some(found.take(3).collect::<Vec<_>>())
        })
        .unwrap_or_default()
    });
    view! { <PerhapsKnown what=What::Household known typed=derive(move || now.get().door) /> }
}

/// People who may be the one being typed.
#[component]
fn KnownPeople(data: RwSignal<Data>, scope: Signal<model::record::Scope>) -> impl IntoView {
    let book = use_book();
    let known = memo(move || {
        let typed: Person = Payload::read(&data.get());
        let who = |book: &Book, id| {
            book.doors.iter().find_map(|card| {
                let (_, person) = card.people.iter().find(|(own, _)| *own == id)?;
                Some((card.id, format!("{} · {} {}", person.name, card.household.door, card.household.head)))
            })
        };
        book.with(|book| {
            let book = book.as_ref()?;
            let found = like_person(book, scope.get(), &typed).into_iter().filter_map(|(id, reasons)| {
                let (door, name) = who(book, id)?;
                Some(Known { id, door, name, reasons })
            });
            Some(found.take(3).collect::<Vec<_>>())
        })
        .unwrap_or_default()
    });
    view! { <PerhapsKnown what=What::Person known typed=data /> }
}

/// 可能已登记: each with why, and both side by side at a tap.
#[component]
fn PerhapsKnown(what: What, known: Memo<Vec<Known>>, #[prop(into)] typed: Signal<Data>) -> impl IntoView {
    let p = use_table(Lang::people);
    let lang = use_settings().lang;
    let phone = use_phone();
    let book = use_book();
    // Who was looked at and is somebody else is not shown again.
    let told = RwSignal::new(BTreeSet::<RecordId>::new());
    let shown = memo(move || {
        let told = told.get();
        known.get().into_iter().filter(|one| !told.contains(&one.id)).collect::<Vec<_>>()
    });
    let looked_at = RwSignal::new(None::<Known>);
    let open = RwSignal::new(false);
    let row = move |one: Known| {
        let (name, reasons) = (one.name.clone(), one.reasons.clone());
        let label = name.clone();
        let look = move |_| {
            looked_at.set(Some(one.clone()));
            open.set(true);
        };
        view! {
            <Row title=name sub=move || because(lang.get(), &reasons)>
                <Button
                    label=move || p.get().compare
                    name=move || format!("{} {label}", p.get().compare)
                    size=Size::Small
                    on_press=look
                />
            </Row>
        }
    };
    let lines = move || {
        let one = looked_at.get()?;
        let data = book.with_untracked(|book| {
            let book = book.as_ref()?;
            phone.peek(|state| book.record(state, what.kind(), one.id)).flatten()
        });
        Some(compare(what, &data?.data, &typed.get_untracked()))
    };
    let not_it = move |_| {
        if let Some(one) = looked_at.get_untracked() {
            told.update(|told| _ = told.insert(one.id));
        }
        open.set(false);
    };
    view! {
        <div role="status">
            <Show when=move || !shown.with(Vec::is_empty)>
                <Notice tone=Tone::Wait what=move || p.get().perhaps_known todo=move || p.get().perhaps_known_note>
                    ""
                </Notice>
                <Card><Rows>{move || shown.get().into_iter().map(row).collect_view()}</Rows></Card>
            </Show>
        </div>
        <Sheet open title=move || p.get().perhaps_known>
            <div class="stack">
                {move || lines().map(|lines| view! { <Lines what lines typed=true /> })}
                {move || looked_at.get().map(|one| view! {
                    <LinkButton label=move || p.get().it_is_this href=routes::household(one.door) size=Size::Wide />
                })}
                <Button label=move || p.get().it_is_not weight=Weight::Main size=Size::Wide on_press=not_it />
            </div>
        </Sheet>
    }
}

/// The problems of one person.
fn problems_of(data: &Data, household: RecordId, year: i64) -> Vec<Problem> {
    let mut whole = data.clone();
    whole.retain(|_, value| !value.is_null() && value.as_str().is_none_or(|text| !text.trim().is_empty()));
    whole.insert("household".into(), household.to_string().into());
    state::of_person(&whole, year)
}
