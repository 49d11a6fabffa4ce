//! 入户走访: one form, two minutes at most, kept from the first press, saved in one tap.

pub mod change;
pub mod screening;
pub mod state;

use crate::{
    jobs::{
        households::known,
        mine::mend::refused_problem,
        photos::{FormPhotos, answers as photos},
    },
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, Confirm, Dock, Empty, FormView, Icon, Known, Loading, Main, Notice, Page, Size,
        Steps, Tone, Weight, use_toasts,
    },
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_words},
    words,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_query_map};
use model::{
    field::Problem,
    form::Ask,
    id::{OpId, RecordId},
    kind::visit,
    record::Data,
    wire::RejectCode,
};
use screening::ScreeningQuestion;
use sync::{Broken, Intent};

/// The screen.
#[component]
pub fn VisitPage(
    /// The household of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let w = use_words();
    let book = use_book();
    // Drawn once the door is known; later changes of the register do not touch an open form.
    let there = memo(move || book.with(|book| book.as_ref().map(|book| id.filter(|id| book.door(*id).is_some()))));
    move || {
        match there.get() {
        None => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
        Some(None) => view! {
            <Page>
                <Bar title=move || w.get().visit back=routes::HOUSEHOLDS />
                <Main><Empty icon=Icon::Door title=move || w.get().household_gone text=move || w.get().household_gone_todo /></Main>
            </Page>
        }
        .into_any(),
        Some(Some(id)) => view! { <VisitForm id /> }.into_any(),
    }
    }
}

#[component]
fn VisitForm(id: RecordId) -> impl IntoView {
    let w = use_words();
    let settings = use_settings();
    let phone = use_phone();
    let toasts = use_toasts();
    let book = use_book();
    let navigate = use_navigate();
    let card = move || book.with(|book| book.as_ref().and_then(|book| book.door(id).cloned()));
    let kept = phone.peek(|state| state.draft(&state::draft_key(id)).cloned()).flatten();
    let resumed = kept.is_some();
    let mends: Option<OpId> = kept.as_ref().and_then(|draft| draft.mends);
    let begun = kept.as_ref().map(|draft| draft.version);
    let refused = StoredValue::new(mends.and_then(|op| phone.refused(op)));
    let given = kept.map(|draft| draft.data).unwrap_or_default();
    // A kill can come between a draft and its photo.
    let whole = photos::without(&given, "photos", |photo| !phone.has_photo(photo));
    let photos_lost = whole != given;
    let answers = RwSignal::new(whole);
    let photo_busy = RwSignal::new(false);
    let steps = Steps::new(&visit::FORM, answers);
    let tried = RwSignal::new(false);
    let saving = RwSignal::new(false);
    let broken = RwSignal::new(None::<Broken>);
    let draft_kept = RwSignal::new(resumed);
    let changing = RwSignal::new(false);
    let dropping = RwSignal::new(false);
    let back_to = {
        let from_today = use_query_map().with_untracked(|query| query.get("from")).as_deref() == Some("today");
        if from_today { routes::TODAY.to_owned() } else { routes::household(id) }
    };
    let problems = derive(move || {
        let answers = answers.get();
        let mut all: Vec<Problem> = if tried.get() { state::problems(id, phone.today(), &answers) } else { Vec::new() };
        // What the server said stands there until the answer is another one.
        all.extend(refused.with_value(|stuck| refused_problem(stuck.as_ref()?, &answers)));
        all
    });

    // From the first press on, every change is kept.
    Effect::new(move |before: Option<Data>| {
        let now = answers.get();
        if before.as_ref().is_some_and(|before| *before != now) {
            let draft = state::draft(id, &now, mends, begun, phone.now());
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
            let wrong = problems.get_untracked();
            if let Some(first) = wrong.first() {
                let field = first.field.split('.').next().unwrap_or_default();
                let index = answers
                    .with_untracked(|answers| visit::FORM.asked(answers).position(|question| question.field == field));
                steps.go(index.unwrap_or(0));
                return;
            }
            let Some(card) = card() else { return };
            if saving.get_untracked() || photo_busy.get_untracked() {
                return;
            }
            saving.set(true);
            broken.set(None);
            let (navigate, back_to) = (navigate.clone(), back_to.clone());
            spawn_local(async move {
                let given = answers.get_untracked();
                // A refused visit that is mended stays the record that it was, unless its id is taken.
                let refused = mends.and_then(|op| phone.refused(op));
                let refused = refused.filter(|stuck| stuck.rejection.code != RejectCode::IdReuse);
                let refused = refused.map(|stuck| stuck.op.rec);
                let fresh = (0..state::ids_needed(&given)).filter_map(|_| phone.new_id());
                let ids = refused.into_iter().chain(fresh).collect::<Vec<_>>();
                let intents = state::intents(id, card.scope, phone.today(), &given, ids);
                let made: Vec<(String, RecordId)> =
                    intents.iter().rev().map(|intent| (intent.kind.clone(), intent.rec)).collect();
                match phone.save(intents, Some(state::draft_key(id)), mends).await {
                    Ok(()) => {
                        let undo = move || take_back(phone, card.scope, made.clone(), id, given.clone());
                        toasts.say_with_undo(w.get_untracked().saved_on_phone, undo);
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
    let press = {
        let save = save.clone();
        move |_| if steps.is_last() { save() } else { steps.next() }
    };
    let drop = {
        let (navigate, back_to) = (navigate.clone(), back_to.clone());
        move |()| {
            let (navigate, back_to) = (navigate.clone(), back_to.clone());
            spawn_local(async move {
                if phone.drop_draft(&state::draft_key(id)).await.is_ok() {
                    toasts.say(w.get_untracked().draft_dropped);
                    navigate(&back_to, Default::default());
                }
            });
        }
    };
    let back = {
        let (navigate, back_to) = (navigate, back_to.clone());
        move |()| {
            if !steps.back() {
                navigate(&back_to, Default::default());
            }
        }
    };
    let sub = move || {
        let Some(card) = card() else { return String::new() };
        let home = format!("{} {}", card.household.door, (w.get().home_of)(&card.household.head));
        match steps.position() {
            Some((at, count)) => format!("{home} · {}", (w.get().question_of)(at + 1, count)),
            None => format!("{home} · {}", (w.get().people_n)(card.people.len())),
        }
    };
    let earlier_today = move || {
        let today = phone.today();
        card().and_then(|card| {
            card.visits
                .iter()
                .find(|visit| visit.visit.visited_on == Some(today))
                .map(|visit| visit.visit.outcome.clone())
        })
    };
    view! {
        <Page>
            <Bar title=move || w.get().visit sub on_back=back>
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
                {move || {
                    earlier_today()
                        .map(|outcome| {
                            let lang = settings.lang.get();
                            let outcome = words::term_or_code(lang, "visit.outcome", &outcome);
                            view! { <Notice tone=Tone::Wait what=(w.get().visited_before)(&outcome) /> }
                        })
                }}
                <Card>
                    <Show when=move || steps.position().is_none()>
                        <Known
                            text=move || card().map(|card| known(settings.lang.get(), &card.household, card.people.len())).unwrap_or_default()
                            on_change=move |()| changing.set(true)
                        />
                    </Show>
                    <FormView
                        form=&visit::FORM
                        answers
                        steps
                        problems
                        drawn=move |ask| match ask {
                            Ask::Photos { most } => {
                                let draft = move |answers: Data| state::draft(id, &answers, mends, begun, phone.now());
                                view! { <FormPhotos most field="photos" draft answers busy=photo_busy lost=photos_lost /> }.into_any()
                            }
                            _ => view! { <ScreeningQuestion id answers /> }.into_any(),
                        }
                    />
                </Card>
                {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
            </Main>
            <Dock>
                <Button
                    label=move || {
                        if saving.get() {
                            w.get().saving
                        } else if steps.is_last() {
                            w.get().save
                        } else {
                            w.get().next
                        }
                    }
                    weight=Weight::Main
                    size=Size::Big
                    busy=derive(move || saving.get() || photo_busy.get())
                    on_press=press
                />
            </Dock>
        </Page>
        <change::ChangeHousehold open=changing id over_form=true />
    }
}

/// The phone did not take it: what happened, what is safe, what to do. The form stays as it is.
#[component]
pub fn NotSaved(
    /// What was wrong.
    broken: Broken,
) -> impl IntoView {
    let w = use_words();
    let full = broken == Broken::Full;
    view! {
        <Notice
            tone=Tone::Alarm
            what=move || if full { w.get().storage_full } else { w.get().storage_broken }
            safe=move || if full { w.get().storage_full_safe } else { w.get().storage_broken_safe }
            todo=move || if full { w.get().storage_full_todo } else { w.get().storage_broken_todo }
        />
    }
}

/// 撤销: withdraws what was just saved and gives the form back as a draft.
fn take_back(
    phone: crate::phone::Phone,
    scope: model::record::Scope,
    made: Vec<(String, RecordId)>,
    household: RecordId,
    answers: Data,
) {
    spawn_local(async move {
        let intents = made.into_iter().map(|(kind, rec)| Intent::void(&kind, rec, scope, "entered_in_error")).collect();
        if phone.save(intents, None, None).await.is_ok() {
            // The draft is a courtesy; without it the form is filled in anew.
            let _ = phone.keep_draft(state::draft(household, &answers, None, None, phone.now())).await;
        }
    });
}
