//! 上报情况: the type in a tap, a word or two, saved; kept from the first press.

use super::{Framed, policy, state, who};
use crate::{
    jobs::{
        photos::{FormPhotos, answers as photos},
        visit::NotSaved,
    },
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, Dock, Door, FormView, Icon, Main, Notice, Page, ProblemLine, Question, Size, Steps,
        Toggle, Tone, Weight, use_toasts,
    },
    phone::{Phone, use_book, use_phone},
    routes,
    settings::{use_table, use_words},
    words::Lang,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_query_map};
use model::{
    form::Ask,
    id::RecordId,
    kind::{Payload, event},
    record::{Data, Scope},
};
use serde_json::Value;
use sync::{Broken, Intent};

/// The screen. `?household=` is at whose door.
#[component]
pub fn ReportPage() -> impl IntoView {
    let phone = use_phone();
    let asked = use_query_map().with_untracked(|query| query.get("household")).and_then(|id| id.parse().ok());
    // Where one may report is known once the records are.
    let there = memo(move || phone.read(|state| !state::places(state, &who(phone)).is_empty()).unwrap_or_default());
    move || {
        if there.get() {
            view! { <Framed><Form asked /></Framed> }.into_any()
        } else {
            view! { <Framed><Page><Main><crate::parts::Loading /></Main></Page></Framed> }.into_any()
        }
    }
}

#[component]
fn Form(asked: Option<RecordId>) -> impl IntoView {
    let w = use_words();
    let e = use_table(Lang::event_words);
    let phone = use_phone();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let kept = phone.peek(|state| state.draft(state::DRAFT).cloned()).flatten();
    // What was begun at another door is not said of this one.
    let kept = kept.filter(|draft| asked.is_none() || draft.about == asked);
    let resumed = kept.is_some();
    let begun = move || {
        let begun = state::begun(asked);
        let usual = phone.peek(|state| state::usual_place(state, &untrack(|| who(phone)))).flatten();
        usual.map_or_else(|| begun.clone(), |scope| state::at_place(&begun, scope))
    };
    let given = kept.map_or_else(begun, |draft| draft.data);
    // A kill can come between a draft and its photo.
    let whole = photos::without(&given, "photos", |photo| !phone.has_photo(photo));
    let photos_lost = whole != given;
    let household: Option<RecordId> = whole.get("household").and_then(Value::as_str).and_then(|id| id.parse().ok());
    let answers = RwSignal::new(whole);
    let steps = Steps::new(&event::FORM, answers);
    let (tried, saving, photo_busy) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let broken = RwSignal::new(None::<Broken>);
    let draft_kept = RwSignal::new(resumed);
    let back_to = household.map_or_else(|| routes::EVENTS.to_owned(), routes::household);
    let problems = derive(move || {
        let all = |answers: &Data| state::problems(answers, &who(phone), phone.now(), &policy(phone));
        if tried.get() { answers.with(all) } else { Vec::new() }
    });

    // Urgent goes with the type.
    let about = memo(move || answers.with(|answers| answers.get("type").cloned()));
    Effect::new(move |before: Option<Option<Value>>| {
        let now = about.get();
        if before.is_some_and(|before| before != now) {
            answers.update(|answers| *answers = state::with_urgency(answers));
        }
        now
    });
    // From the first press on, every change is kept.
    Effect::new(move |before: Option<Data>| {
        let now = answers.get();
        if before.as_ref().is_some_and(|before| *before != now) {
            let draft = state::draft(&now, phone.now());
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

    // A door says where it is; else one of the places where one works.
    let at = move || {
        let of_door = household
            .and_then(|id| phone.peek(|state| state.get("household", id).map(|held| held.record.scope)).flatten());
        of_door.or_else(|| {
            let places = phone.peek(|state| state::places(state, &untrack(|| who(phone)))).unwrap_or_default();
            answers.with(|answers| state::chosen_place(answers, &places))
        })
    };
    let no_place = derive(move || tried.get() && at().is_none());
    let save = {
        let (navigate, back_to) = (navigate.clone(), back_to.clone());
        move || {
            tried.set(true);
            if let Some(first) = problems.get_untracked().first() {
                let field = first.field.clone();
                let index = answers
                    .with_untracked(|answers| event::FORM.asked(answers).position(|question| question.field == field));
                steps.go(index.unwrap_or(0));
                return;
            }
            let Some(scope) = untrack(at) else {
                window().scroll_to_with_x_and_y(0.0, 0.0);
                return steps.go(0);
            };
            if saving.get_untracked() || photo_busy.get_untracked() {
                return;
            }
            let Some(id) = phone.new_id() else { return };
            saving.set(true);
            broken.set(None);
            let (navigate, back_to) = (navigate.clone(), back_to.clone());
            spawn_local(async move {
                let given = answers.get_untracked();
                let (me, policy) = untrack(|| (who(phone), policy(phone)));
                let event = state::settled(&given, &me, phone.now(), &policy);
                match phone.save(vec![state::intent(id, scope, &event)], Some(state::DRAFT.into()), None).await {
                    Ok(()) => {
                        let undo = move || take_back(phone, id, scope, given.clone());
                        toasts.say_with_undo(e.get_untracked().sent, undo);
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
    let press = move |_| if steps.is_last() { save() } else { steps.next() };
    let drop = move |_| {
        spawn_local(async move {
            if phone.drop_draft(state::DRAFT).await.is_ok() {
                toasts.say(w.get_untracked().draft_dropped);
                answers.try_set(begun());
            }
        });
    };
    let back = {
        let back_to = back_to.clone();
        move |()| {
            if !steps.back() {
                navigate(&back_to, Default::default());
            }
        }
    };
    let sub = move || steps.position().map(|(at, count)| (w.get().question_of)(at + 1, count)).unwrap_or_default();
    let first_question = move || steps.position().is_none_or(|(at, _)| at == 0);
    view! {
        <Page>
            <Bar title=move || e.get().report sub on_back=back>
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
                <Show when=first_question>
                    {match household {
                        Some(id) => view! { <AtDoor id /> }.into_any(),
                        None => view! { <Where answers missing=no_place /> }.into_any(),
                    }}
                </Show>
                <div class="pair-choices">
                    <Card>
                        <FormView
                            form=&event::FORM
                            answers
                            steps
                            problems
                            drawn=move |ask| match ask {
                                Ask::Photos { most } => {
                                    let draft = move |answers: Data| state::draft(&answers, phone.now());
                                    view! { <FormPhotos most field="photos" draft answers busy=photo_busy lost=photos_lost /> }.into_any()
                                }
                                _ => ().into_any(),
                            }
                        />
                    </Card>
                </div>
                {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
            </Main>
            <Dock>
                <Button
                    label=move || {
                        if saving.get() {
                            w.get().saving
                        } else if steps.is_last() {
                            e.get().send
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
    }
}

/// The door it is about.
#[component]
fn AtDoor(id: RecordId) -> impl IntoView {
    let w = use_words();
    let book = use_book();
    let home = move || book.with(|book| Some(book.as_ref()?.door(id)?.household.clone()));
    let number = move || home().map(|home| home.door).unwrap_or_default();
    let name = move || home().map(|home| (w.get().home_of)(&home.head)).unwrap_or_default();
    view! { <Card><Door number name /></Card> }
}

/// Which of several places it is about; and, with the township, who reads it.
#[component]
fn Where(answers: RwSignal<Data>, #[prop(into)] missing: Signal<bool>) -> impl IntoView {
    let e = use_table(Lang::event_words);
    let phone = use_phone();
    let places = memo(move || phone.read(|state| state::places(state, &who(phone))).unwrap_or_default());
    let chosen = memo(move || answers.with(|answers| state::chosen_place(answers, &places.get())));
    let for_all = move || matches!(chosen.get(), Some(Scope::Town(_)));
    let one = move |(scope, name): (Scope, String)| {
        view! {
            <Toggle
                label=name
                on=derive(move || chosen.get() == Some(scope))
                on_change=move |_| answers.update(|answers| *answers = state::at_place(answers, scope))
            />
        }
    };
    view! {
        <Show when=move || places.with(|places| places.len() > 1)>
            <Card>
                <Question title=move || e.get().place_label>
                    <div class="choices" role="group" aria-label=move || e.get().place_label>
                        {move || places.get().into_iter().map(one).collect_view()}
                    </div>
                    <Show when=move || missing.get()>
                        <p role="alert"><ProblemLine text=move || e.get().choose_where /></p>
                    </Show>
                </Question>
            </Card>
        </Show>
        <Show when=for_all>
            <Notice tone=Tone::Info icon=Icon::People what=move || e.get().for_all />
        </Show>
    }
}

/// 撤销: withdraws what was just reported and gives the form back as a draft.
fn take_back(phone: Phone, id: RecordId, scope: Scope, answers: Data) {
    spawn_local(async move {
        let void = Intent::void(event::Event::KIND, id, scope, "entered_in_error");
        if phone.save(vec![void], None, None).await.is_ok() {
            // The draft is a courtesy; without it the form is filled in anew.
            let _ = phone.keep_draft(state::draft(&answers, phone.now())).await;
        }
    });
}
