//! The two minutes after a call: what was it, how are they, what do they need.

use super::{Dial, KnownLine, party::Party, state};
use crate::{
    jobs::visit::NotSaved,
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, ChooseOne, Dock, Door, Empty, FormView, Icon, Known, LinkButton, Loading, Main,
        Notice, Page, Size, Steps, Toggle, Tone, Weight, use_toasts,
    },
    phone::{Phone, use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_query_map};
use model::{care::Moment, field::Problem, id::RecordId, kind::care_contact, record::Data};
use serde_json::Value;
use state::{Callee, Noted};
use sync::{Broken, Intent};

/// The screen.
#[component]
pub fn NotePage(
    /// The case of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::calls);
    let book = use_book();
    let phone = use_phone();
    // Drawn once they are known; later changes do not touch an open form.
    let found = memo(move || {
        book.with(|book| book.as_ref().map(|book| id.and_then(|id| state::callee(book, id, Moment::at(phone.now())))))
    });
    let stands = memo(move || found.with(|found| found.as_ref().map(|callee| callee.as_ref().map(|one| one.open))));
    move || match stands.get() {
        None => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
        Some(None) => view! {
            <Page>
                <Bar title=move || w.get().care_call back=routes::CALLS />
                <Main>
                    <Empty icon=Icon::Call title=move || c.get().unknown_case text=move || c.get().unknown_case_todo />
                </Main>
            </Page>
        }
        .into_any(),
        Some(Some(open)) => match found.get_untracked().flatten() {
            Some(callee) if open => view! { <NoteForm callee /> }.into_any(),
            Some(callee) => view! { <Over callee /> }.into_any(),
            None => ().into_any(),
        },
    }
}

/// The isolation is over: no call is made any more, and what to do instead.
#[component]
fn Over(callee: Callee) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::calls);
    let name = callee.name.clone();
    let door = callee.household.filter(|_| callee.grid.is_some());
    let todo = move || if door.is_some() { c.get().over_todo } else { c.get().over_team_todo };
    view! {
        <Page>
            <Bar title=move || w.get().care_call back=routes::CALLS />
            <Main class="stack">
                <Notice tone=Tone::Info what=move || (c.get().over_what)(&name) safe=move || c.get().over_safe todo>
                    {door.map(|door| view! { <LinkButton label=move || c.get().to_the_door href=routes::household(door) weight=Weight::Main /> })}
                    <LinkButton label=move || c.get().to_the_calls href=routes::CALLS />
                </Notice>
            </Main>
        </Page>
    }
}

/// What stands above the questions, and alone before them where one thing stands at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// Whom, and the telephone.
    Call,
    /// Whether a Party member calls.
    Party,
}

impl Lead {
    const ALL: [Lead; 2] = [Lead::Call, Lead::Party];
}

#[component]
fn NoteForm(callee: Callee) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::calls);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let query = use_query_map();
    let asked_for = query.with_untracked(|query| query.get("purpose"));
    let from_today = query.with_untracked(|query| query.get("from")).as_deref() == Some("today");
    let back_to = if from_today { routes::TODAY } else { routes::CALLS };
    let key = state::draft_key(callee.case);
    let kept = phone.peek(|state| state.draft(&key).cloned()).flatten();
    let resumed = kept.is_some();
    let begun = state::begun(&callee, asked_for.as_deref());
    let answers = RwSignal::new(kept.map_or(begun, |draft| draft.data));
    let party = Party::of(phone);
    let steps = Steps::new(&care_contact::FORM, answers);
    let (tried, saving) = (RwSignal::new(false), RwSignal::new(false));
    let broken = RwSignal::new(None::<Broken>);
    let draft_kept = RwSignal::new(resumed);
    let lead = RwSignal::new(if resumed { Lead::ALL.len() } else { 0 });
    let choosing = RwSignal::new(false);
    let purpose = memo(move || answers.with(|answers| state::purpose(answers).to_owned()));
    let name = callee.name.clone();
    let sub = format!("{} {name}", callee.door);
    let shown = Signal::stored(Some(callee.clone()));
    let callee = StoredValue::new(callee);
    let problems = derive(move || {
        let now = Moment::at(phone.now());
        let all = |answers: &Data| callee.with_value(|callee| state::problems(callee, now, party.get(), answers));
        if tried.get() { answers.with(all) } else { Vec::<Problem>::new() }
    });

    // From the first press on, every change is kept.
    Effect::new(move |before: Option<Data>| {
        let now = answers.get();
        if before.as_ref().is_some_and(|before| *before != now) {
            let draft = callee.with_value(|callee| state::draft(callee, &now, phone.now()));
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
        let navigate = navigate.clone();
        move || {
            tried.set(true);
            let wrong = problems.get_untracked();
            if let Some(first) = wrong.first() {
                let field = first.field.split('.').next().unwrap_or_default();
                let index = answers.with_untracked(|answers| {
                    care_contact::FORM.asked(answers).position(|question| question.field == field)
                });
                // What stands above the form comes before it.
                if index.is_none() {
                    lead.set(0);
                }
                steps.go(index.unwrap_or(0));
                return;
            }
            if saving.get_untracked() {
                return;
            }
            saving.set(true);
            broken.set(None);
            let navigate = navigate.clone();
            spawn_local(async move {
                let given = answers.get_untracked();
                let callee = callee.get_value();
                let by = untrack(|| phone.user()).map(|user| user.id);
                let noted = Noted { by, at: phone.now(), party: party.peek() };
                let ids = (0..state::ids_needed(&given)).filter_map(|_| phone.new_id()).collect();
                let intents = state::intents(&callee, noted, &given, ids);
                let undo = intents.iter().rev().map(void).collect::<Vec<_>>();
                match phone.save(intents, Some(state::draft_key(callee.case)), None).await {
                    Ok(()) => {
                        let c = c.get_untracked();
                        let what = term_or_code(lang.get_untracked(), "care_contact.purpose", state::purpose(&given));
                        let reached = given.get("reached").and_then(Value::as_bool) != Some(false);
                        let said = if reached { (c.called)(&what, &callee.name) } else { (c.tried)(&callee.name) };
                        let undo = move || take_back(phone, undo.clone(), callee.clone(), given.clone());
                        toasts.say_with_undo(said, undo);
                        navigate(back_to, Default::default());
                    }
                    Err(error) => {
                        saving.try_set(false);
                        broken.try_set(Some(error));
                    }
                }
            });
        }
    };
    // In 长辈版 the call comes first, then who makes it, then the questions; each alone.
    let settings = use_settings();
    let leads = memo(move || {
        let asks_party = purpose.with(|purpose| purpose == "hotline") && party.get() != Some(true);
        Lead::ALL.into_iter().filter(|one| asks_party || *one != Lead::Party).collect::<Vec<_>>()
    });
    let one_by_one = derive(move || settings.is_elder());
    // Which of them stands alone now; none while the questions do, or where all stand together.
    let alone = memo(move || one_by_one.get().then(|| leads.with(|leads| leads.get(lead.get()).copied())).flatten());
    let press = move |_| match alone.get_untracked() {
        // Who has not said so goes no further here: the notice says what to do instead.
        Some(Lead::Party) if party.peek() != Some(true) && purpose.with_untracked(|one| one == "hotline") => {}
        Some(_) => lead.update(|lead| *lead += 1),
        None if steps.is_last() => save(),
        None => steps.next(),
    };
    let back = move |()| {
        if alone.get_untracked().is_none() && steps.back() {
            return;
        }
        let led = one_by_one.get_untracked() && lead.get_untracked() > 0;
        match led {
            true => lead.update(|lead| *lead = (*lead).min(leads.with_untracked(Vec::len)).saturating_sub(1)),
            false => navigate(back_to, Default::default()),
        }
    };
    let drop = move |_| {
        spawn_local(async move {
            let (key, fresh) = callee.with_value(|callee| (state::draft_key(callee.case), state::begun(callee, None)));
            if phone.drop_draft(&key).await.is_ok() {
                toasts.say(w.get_untracked().draft_dropped);
                answers.try_set(fresh);
            }
        });
    };
    let shows = move |one: Lead| !one_by_one.get() || alone.get() == Some(one);
    let unwell_here = memo(move || {
        // Beside the question that says so, so that it is one with it.
        let asked = steps.position().map(|(at, _)| {
            answers.with(|answers| care_contact::FORM.asked(answers).nth(at).map(|question| question.field))
        });
        answers.with(state::is_unwell) && asked.is_none_or(|field| field == Some("body") || field == Some("symptoms"))
    });
    let title = move || term_or_code(lang.get(), "care_contact.purpose", &purpose.get());
    view! {
        <Page>
            <Bar title sub on_back=back>
                <Show when=move || draft_kept.get()>
                    <Badge tone=Tone::Plain icon=Icon::Phone label=move || w.get().draft_saved />
                </Show>
            </Bar>
            <Main>
                {resumed
                    .then(|| {
                        view! {
                            <Notice tone=Tone::Info what=move || w.get().draft_resumed>
                                <Button label=move || w.get().draft_drop size=Size::Small on_press=drop />
                            </Notice>
                        }
                    })}
                <Show when=move || shows(Lead::Call)>
                    <Card>
                        <Door number=callee.with_value(|callee| callee.door.clone()) name=callee.with_value(|callee| callee.name.clone()) />
                        <div class="q stack"><KnownLine callee=shown /><Dial callee=shown /></div>
                        <Known text=title on_change=move |()| choosing.update(|open| *open = !*open) />
                        <Show when=move || choosing.get()>
                            <div class="q">
                                <ChooseOne
                                    name=move || c.get().what_for
                                    key="care_contact.purpose"
                                    codes=callee.with_value(Callee::purposes)
                                    chosen=derive(move || Some(purpose.get()))
                                    on_choose=move |code: &'static str| answers.update(|answers| put(answers, "purpose", code.into()))
                                />
                            </div>
                        </Show>
                    </Card>
                </Show>
                <Show when=move || shows(Lead::Party) && purpose.with(|purpose| purpose == "hotline")>
                    <AskParty party answers team_only=callee.with_value(|callee| callee.grid.is_none()) />
                </Show>
                <Show when=move || alone.get().is_none()>
                    <Card>
                        <FormView
                            form=&care_contact::FORM
                            answers
                            steps
                            problems
                            drawn=move |_| view! { <NextCall answers /> }.into_any()
                        />
                    </Card>
                </Show>
                <Show when=move || unwell_here.get() && alone.get().is_none()>
                    <Unwell answers team_only=callee.with_value(|callee| callee.grid.is_none()) />
                </Show>
                {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
            </Main>
            <Dock>
                <Button
                    label=move || {
                        if saving.get() {
                            w.get().saving
                        } else if alone.get().is_none() && steps.is_last() {
                            w.get().save
                        } else {
                            w.get().next
                        }
                    }
                    weight=Weight::Main
                    size=Size::Big
                    busy=saving
                    on_press=press
                />
            </Dock>
        </Page>
    }
}

fn put(answers: &mut Data, field: &str, value: Value) {
    answers.insert(field.to_owned(), value);
}

/// A care call is a Party member's: asked once, and said plainly where it is not one.
#[component]
fn AskParty(party: Party, answers: RwSignal<Data>, team_only: bool) -> impl IntoView {
    let c = use_table(Lang::calls);
    let instead = if team_only { "inbound" } else { "inquiry" };
    move || match party.get() {
        None => view! {
            <Notice tone=Tone::Wait icon=Icon::Me what=move || c.get().party_ask safe=move || c.get().party_note>
                <Button label=move || c.get().party_yes on_press=move |_| party.say(Some(true)) />
                <Button label=move || c.get().party_no on_press=move |_| party.say(Some(false)) />
            </Notice>
        }
        .into_any(),
        Some(true) => view! {
            <Card><Known text=move || c.get().party_known on_change=move |()| party.say(None) /></Card>
        }
        .into_any(),
        Some(false) => view! {
            <Notice
                tone=Tone::Wait
                what=move || c.get().not_party
                todo=move || if team_only { c.get().not_party_team_todo } else { c.get().not_party_todo }
            >
                <Button
                    label=move || if team_only { c.get().as_inbound } else { c.get().as_inquiry }
                    on_press=move |_| answers.update(|answers| put(answers, "purpose", instead.into()))
                />
                <Button label=move || c.get().party_yes weight=Weight::Quiet on_press=move |_| party.say(Some(true)) />
            </Notice>
        }
        .into_any(),
    }
}

/// When to call again, in days from today.
#[component]
fn NextCall(answers: RwSignal<Data>) -> impl IntoView {
    let c = use_table(Lang::calls);
    let phone = use_phone();
    let today = phone.today();
    let day = move |days: i32| Value::from(today.plus(days).to_string());
    let stands = move |days: i32| {
        memo(move || answers.with(|answers| answers.get("next_on").is_some_and(|next| *next == day(days))))
    };
    let choice = move |days: i32| {
        let on = stands(days);
        let label = move || match days {
            0 => c.get().next_today,
            1 => c.get().next_tomorrow,
            _ => c.get().next_after,
        };
        view! {
            <Toggle
                label
                on
                on_change=move |on: bool| {
                    answers.update(|answers| put(answers, "next_on", if on { day(days) } else { Value::Null }))
                }
            />
        }
    };
    view! { <div class="choices">{[0, 1, 2].map(choice)}</div> }
}

/// Somebody has to act now: reported in the same save, unless one says no.
#[component]
fn Unwell(answers: RwSignal<Data>, team_only: bool) -> impl IntoView {
    let c = use_table(Lang::calls);
    if team_only {
        return view! { <Notice tone=Tone::Alarm what=move || c.get().unwell_what todo=move || c.get().unwell_team /> }
            .into_any();
    }
    let reports = memo(move || answers.with(state::reports));
    view! {
        <Notice tone=Tone::Alarm what=move || c.get().unwell_what safe=move || c.get().unwell_safe>
            <Toggle
                label=move || c.get().unwell_report
                on=reports
                on_change=move |report: bool| answers.update(|answers| *answers = state::with_report(answers, report))
            />
        </Notice>
    }
    .into_any()
}

fn void(made: &Intent) -> Intent {
    Intent::void(&made.kind, made.rec, made.scope, "entered_in_error")
}

/// 撤销: withdraws what was just saved and gives the form back as a draft.
fn take_back(phone: Phone, undo: Vec<Intent>, callee: Callee, answers: Data) {
    spawn_local(async move {
        if phone.save(undo, None, None).await.is_ok() {
            // The draft is a courtesy; without it the form is filled in anew.
            let _ = phone.keep_draft(state::draft(&callee, &answers, phone.now())).await;
        }
    });
}
