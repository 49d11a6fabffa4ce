//! A clue being written down: one page, or in 长辈版 one question after the other. Kept from the first
//! press.

use super::state::{self, Ask, Teller};
use crate::{
    book::DoorCard,
    jobs::{
        isolation::{DayField, Framed, Offers},
        visit::NotSaved,
    },
    live::{Show, derive, memo},
    parts::{
        Answer, Badge, Bar, Button, Card, ChooseOne, Dock, Empty, Icon, KindField, LeadButton, Loading, Main, Notice,
        Page, ProblemLine, Question, Size, Toggle, Tone, Walk, Weight, use_toasts,
    },
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_query_map};
use model::{
    field::Problem,
    id::RecordId,
    kind::{
        Payload,
        contact_clue::{self, ContactClue},
    },
    record::Data,
};
use serde_json::{Value, json};
use sync::{Broken, Draft};

/// The screen. `?case=` says because of which isolation.
#[component]
pub fn CluePage(
    /// The household of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let w = use_words();
    let book = use_book();
    let case = use_query_map().with_untracked(|query| query.get("case")).and_then(|case| case.parse().ok());
    // Drawn once the door is known; later changes of the register do not touch an open form.
    let there = memo(move || book.with(|book| book.as_ref().map(|book| id.filter(|id| book.door(*id).is_some()))));
    view! {
        <Framed>
            {move || match there.get() {
                None => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
                Some(None) => view! {
                    <Page>
                        <Bar title=move || w.get().households back=routes::CLUES />
                        <Main><Empty icon=Icon::Door title=move || w.get().household_gone text=move || w.get().household_gone_todo /></Main>
                    </Page>
                }
                .into_any(),
                Some(Some(home)) => {
                    let known = book.with_untracked(|book| {
                        let book = book.as_ref()?;
                        let card = book.door(home)?.clone();
                        let person = case.and_then(|case| book.care.file(case)).and_then(|file| file.case.is.person);
                        let teller = Teller { household: home, scope: card.scope, case, person };
                        Some((card, teller))
                    });
                    known.map(|(card, teller)| view! { <ClueForm card teller /> }).into_any()
                }
            }}
        </Framed>
    }
}

/// The answers, and what all questions need to know.
#[derive(Clone, Copy)]
struct Form {
    answers: RwSignal<Data>,
    problems: Signal<Vec<Problem>>,
    walk: Walk<Ask>,
    more: RwSignal<bool>,
}

#[component]
fn ClueForm(card: DoorCard, teller: Teller) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::clue);
    let phone = use_phone();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let key = state::draft_key(&teller);
    let kept = phone.peek(|state| state.draft(&key).cloned()).flatten();
    let resumed = RwSignal::new(kept.is_some());
    let version = kept.as_ref().map_or(contact_clue::KIND.version, |draft| draft.version);
    let answers = RwSignal::new(kept.map(|draft| draft.data).unwrap_or_default());
    let more = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let saving = RwSignal::new(false);
    let broken = RwSignal::new(None::<Broken>);
    let draft_kept = RwSignal::new(resumed.get_untracked());
    let today = phone.today();
    let of_case = teller.case.is_some();
    let walk = Walk::new(move || Ask::in_order(of_case, more.get()));
    let problems = derive(move || {
        let all = |answers: &Data| state::problems(&teller, answers, today);
        if tried.get() { answers.with(all) } else { Vec::new() }
    });
    let form = Form { answers, problems, walk, more };
    let back_to = teller.case.map_or_else(|| routes::CLUES.to_owned(), routes::case);

    // From the first press on, every change is kept.
    Effect::new(move |before: Option<Data>| {
        let now = answers.get();
        if before.as_ref().is_some_and(|before| *before != now) {
            let draft = Draft { version, ..state::draft(&teller, &now, phone.now()) };
            spawn_local(async move {
                let result = phone.keep_draft(draft).await;
                draft_kept.try_set(result.is_ok());
                broken.try_set(result.err());
            });
        }
        now
    });
    phone.device().form_open(true);
    on_cleanup(move || phone.device().form_open(false));

    let save = {
        let (navigate, back_to) = (navigate.clone(), back_to.clone());
        move || {
            tried.set(true);
            if let Some(first) = problems.get_untracked().first() {
                let ask = Ask::of(first.field.split('.').next().unwrap_or_default());
                if ask.is_more() {
                    more.set(true);
                }
                return walk.go(ask);
            }
            let Some(id) = phone.new_id().filter(|_| !saving.get_untracked()) else { return };
            saving.set(true);
            broken.set(None);
            let intent = state::intent(&teller, &answers.get_untracked(), today, id);
            let (navigate, back_to) = (navigate.clone(), back_to.clone());
            spawn_local(async move {
                match phone.save(vec![intent], Some(state::draft_key(&teller)), None).await {
                    Ok(()) => {
                        toasts.say(w.get_untracked().saved_on_phone);
                        navigate(&back_to, Default::default());
                    }
                    Err(error) => {
                        saving.try_set(false);
                        broken.try_set(Some(error));
                    }
                }
            });
        }
    };
    let press = move |()| if walk.is_last() { save() } else { walk.next() };
    let back = move |()| {
        if !walk.back() {
            navigate(&back_to, Default::default());
        }
    };
    let drop = move |()| {
        spawn_local(async move {
            if phone.drop_draft(&state::draft_key(&teller)).await.is_ok() {
                toasts.say(w.get_untracked().draft_dropped);
                resumed.try_set(false);
                answers.try_set(Data::new());
            }
        });
    };
    let teller_name = card.people.iter().find(|(id, _)| Some(*id) == teller.person).map(|(_, one)| one.name.clone());
    let whose = teller_name.unwrap_or_else(|| card.household.head.clone());
    let sub = {
        let at = format!("{} {whose}", card.household.door);
        move || match walk.position() {
            Some((nth, count)) => format!("{at} · {}", (w.get().question_of)(nth + 1, count)),
            None => at.clone(),
        }
    };
    let label = move || {
        if saving.get() {
            w.get().saving
        } else if walk.is_last() {
            c.get().save
        } else {
            w.get().next
        }
    };
    let people = card.people.iter().map(|(id, person)| (*id, person.name.clone())).collect::<Vec<_>>();
    view! {
        <Page>
            <Bar title=move || c.get().clues sub on_back=back>
                <Show when=move || draft_kept.get()>
                    <Badge tone=Tone::Plain icon=Icon::Phone label=move || w.get().draft_saved />
                </Show>
            </Bar>
            <Main>
                <Show when=move || resumed.get()>
                    <Notice tone=Tone::Info what=move || w.get().draft_resumed>
                        <Button label=move || w.get().draft_drop size=Size::Small on_press=drop />
                    </Notice>
                </Show>
                <Show when=move || walk.position().is_none()><p class="soft">{move || c.get().never_judged}</p></Show>
                <Card><Questions form people /></Card>
                {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
            </Main>
            <Dock>
                <Button label weight=Weight::Main size=Size::Big busy=saving on_press=press />
            </Dock>
        </Page>
    }
}

/// A field as the kind has it.
#[component]
fn Own(form: Form, name: &'static str) -> impl IntoView {
    let field = contact_clue::KIND.field(name);
    field.map(|field| view! { <KindField field kind=ContactClue::KIND data=form.answers problems=form.problems /> })
}

/// One of several codes.
#[component]
fn One(form: Form, name: &'static str, codes: &'static [&'static str]) -> impl IntoView {
    let lang = use_settings().lang;
    let answer = Answer::new(name, form.answers);
    view! {
        <ChooseOne
            name=move || term_or_code(lang.get(), ContactClue::KIND, name)
            key=format!("contact_clue.{name}")
            codes
            chosen=derive(move || answer.read(|value| value.as_str().map(str::to_owned)))
            on_choose=move |code: &'static str| answer.set(code)
        />
    }
}

#[component]
fn Questions(form: Form, people: Vec<(RecordId, String)>) -> impl IntoView {
    let c = use_table(Lang::clue);
    let lang = use_settings().lang;
    let Form { answers, problems, walk, more } = form;
    let people = StoredValue::new(people);
    let label = move |name: &'static str| move || term_or_code(lang.get(), ContactClue::KIND, name);
    let wrong = move |name: &'static str| {
        derive(move || {
            let mine = problems.with(|all| all.iter().find(|one| one.field == name).cloned());
            mine.map(|one| words::problem(lang.get(), &one))
        })
    };
    let text = move |name: &'static str| {
        derive(move || Answer::new(name, answers).read(|value| value.as_str().unwrap_or_default().to_owned()))
    };
    let day = move |name: &'static str| {
        derive(move || Answer::new(name, answers).read(|value| value.as_str().map(str::to_owned)))
    };
    let unknown = derive(move || Answer::new("phone_unknown", answers).read(|value| *value == Value::Bool(true)));
    let said_unknown = move |on: bool| {
        Answer::new("phone_unknown", answers).set(if on { Value::Bool(true) } else { Value::Null });
    };
    let told = move |(id, name): (RecordId, String)| {
        let answer = Answer::new("person", answers);
        let on = derive(move || answer.read(|value| *value == json!(id)));
        let change = move |on: bool| answer.set(if on { json!(id) } else { Value::Null });
        view! { <Toggle label=name on on_change=change /> }
    };
    let authorities = derive(move || c.get().authorities.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>());
    let to = Answer::new("forwarded_to", answers);
    view! {
        <Show when=move || walk.shows(Ask::Told)>
            <Question title=move || c.get().who_told>
                <div class="choices">{people.get_value().into_iter().map(told).collect_view()}</div>
                <p class="soft">{move || c.get().somebody_else}</p>
            </Question>
        </Show>
        <Show when=move || walk.shows(Ask::Name)>
            <Question title=move || c.get().who><Own form name="name" /></Question>
        </Show>
        <Show when=move || walk.shows(Ask::Phone)>
            <Question title=move || c.get().how_to_reach>
                <div class="stack">
                    <Show when=move || !unknown.get()><Own form name="phone" /></Show>
                    <Toggle label=label("phone_unknown") on=unknown on_change=said_unknown />
                </div>
            </Question>
        </Show>
        <Show when=move || walk.shows(Ask::Last)>
            <Question title=move || c.get().when_last>
                <DayField
                    id="clue-last_on"
                    label=label("last_on")
                    value=day("last_on")
                    usual=&[0, -1, -2]
                    problem=wrong("last_on")
                    on_input=move |text: String| Answer::new("last_on", answers).set(text)
                />
            </Question>
        </Show>
        <Show when=move || walk.shows(Ask::Place)>
            <Question title=move || c.get().what_place><One form name="place" codes=contact_clue::PLACE /></Question>
        </Show>
        <Show when=move || walk.shows(Ask::Relation)>
            <Question title=move || c.get().how_near><One form name="relation" codes=contact_clue::RELATION /></Question>
        </Show>
        <Show when=move || walk.shows(Ask::More)>
            <div class="q">
                <LeadButton
                    label=move || c.get().more
                    to=move || c.get().more_note
                    expanded=more
                    on_press=move |()| more.update(|more| *more = !*more)
                />
            </div>
        </Show>
        <Show when=move || walk.shows(Ask::Modes)><Own form name="modes" /></Show>
        <Show when=move || walk.shows(Ask::Frequency)>
            <Question title=label("frequency")><One form name="frequency" codes=contact_clue::FREQUENCY /></Question>
        </Show>
        <Show when=move || walk.shows(Ask::First)>
            <div class="q">
                <DayField
                    id="clue-first_on"
                    label=label("first_on")
                    value=day("first_on")
                    problem=wrong("first_on")
                    on_input=move |text: String| Answer::new("first_on", answers).set(text)
                />
            </div>
        </Show>
        <Show when=move || walk.shows(Ask::Related)><div class="q"><Own form name="related_case" /></div></Show>
        <Show when=move || walk.shows(Ask::Note)><div class="q"><Own form name="note" /></div></Show>
        <Show when=move || walk.shows(Ask::Forward)>
            <Question title=move || c.get().pass_on>
                <div class="stack">
                    <p class="soft">{move || c.get().never_judged}</p>
                    <Own form name="forwarded_to" />
                    <Offers
                        offers=authorities
                        label=label("forwarded_to")
                        value=text("forwarded_to")
                        on_choose=move |said: String| {
                            // One more tap takes it back.
                            let same = to.read(|value| value.as_str() == Some(&*said));
                            to.set(if same { Value::Null } else { said.into() });
                        }
                    />
                    <p class="soft">{move || c.get().pass_on_later}</p>
                    {move || wrong("forwarded_on").get().map(|text| view! { <p role="alert"><ProblemLine text /></p> })}
                </div>
            </Question>
        </Show>
    }
}
