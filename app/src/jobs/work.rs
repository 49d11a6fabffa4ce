//! 记一笔, any kind of own work: one screen for all of them, which knows none. What it asks stands in
//! the kind's form; who may note it down where stands in `access`.

mod noted;
pub mod said;
pub mod state;
pub mod today;

use crate::{
    jobs::{
        overview::Led,
        photos::{FormPhotos, answers as photos},
        visit::NotSaved,
    },
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, Confirm, Dock, Empty, Field, FormView, Icon, Input, Known, Main, Notice, Page, Pick,
        PickFrom, Place, ProblemLine, Question, Recall, Size, Steps, Tone, Weight, use_toasts,
    },
    phone::{Phone, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, month_day, term},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use model::{
    day::{Day, time_of_day},
    field::Problem,
    form::Ask,
    id::{RecordId, UserId},
    kind::{self, Kind, Payload, rota::Rota},
    record::{Data, Record, Scope},
    work,
};
use noted::Noted;
use serde_json::Value;
use sync::{Broken, Intent};

/// The screen, of the kind that ends the address. `?again=1` fills in all that was said last time,
/// `?rota=` a point to be disinfected.
#[component]
pub fn WorkPage() -> impl IntoView {
    let path = use_location().pathname;
    let name = memo(move || path.with(|path| path.rsplit('/').next().and_then(kind::kind)).map(|kind| kind.name));
    move || view! { <OfKind kind=name.get().and_then(kind::kind) /> }
}

#[component]
fn OfKind(kind: Option<&'static Kind>) -> impl IntoView {
    let phone = use_phone();
    let user = untrack(|| phone.user());
    let leads = untrack(|| phone.leads());
    let places = user
        .as_ref()
        .zip(kind)
        .and_then(|(user, kind)| phone.peek(|state| state::places(kind, &user.roles, state, user.id)));
    let places = places.unwrap_or_default();
    let screen = match (kind, user, places.is_empty()) {
        (Some(kind), Some(user), false) => view! { <WorkForm kind me=user.id places /> }.into_any(),
        _ => view! { <NotYours /> }.into_any(),
    };
    if leads { view! { <Led here=Place::Add>{screen}</Led> }.into_any() } else { screen }
}

#[component]
fn NotYours() -> impl IntoView {
    let w = use_words();
    let o = use_table(Lang::work);
    view! {
        <Page>
            <Bar title=move || w.get().add back=routes::ADD />
            <Main><Empty icon=Icon::Pen title=move || o.get().not_yours text=move || o.get().not_yours_todo /></Main>
        </Page>
    }
}

#[component]
fn WorkForm(kind: &'static Kind, me: UserId, places: Vec<Scope>) -> impl IntoView {
    let w = use_words();
    let o = use_table(Lang::work);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let query = use_query_map();
    let Some(form) = kind.form else { return ().into_any() };
    let again = query.with_untracked(|query| query.get("again")).is_some();
    let point = query.with_untracked(|query| query.get("rota")).and_then(|id| id.parse::<RecordId>().ok());
    let point = phone.peek(|state| state.get(Rota::KIND, point?).map(|held| held.record.clone())).flatten();
    let last =
        move || phone.peek(|state| work::last(state.held(kind.name).map(|held| &held.record), me).cloned()).flatten();
    let last_place = phone.peek(|state| state::last_place(state, me)).flatten();

    // Where it is noted: the only place, the last one, or to be said.
    let usual = match (&point, &places[..]) {
        (Some(point), _) => Some(point.scope),
        (None, [only]) => Some(*only),
        (None, places) => last_place.filter(|last| places.contains(last)),
    };
    let kept = phone.peek(|state| state.draft(&state::draft_key(kind.name)).cloned()).flatten();
    // What leads to a certain form begins it anew; a draft is gone on with from the form itself.
    let kept = kept.filter(|_| !again && point.is_none());
    let resumed = kept.is_some();
    let place = RwSignal::new(match &kept {
        Some(draft) => places.iter().copied().find(|place| Some(place.id()) == draft.about).or(usual),
        None => usual,
    });
    let fresh = move |again: bool| {
        let last = last();
        phone.peek(|state| state::begun(kind, state, place.get_untracked(), last.as_ref(), again)).unwrap_or_default()
    };
    let begun = match &point {
        Some(point) => phone.peek(|state| state::at_point(point, state, me)).unwrap_or_default(),
        None => fresh(again),
    };
    let begun = StoredValue::new(begun);
    let given = kept.map_or_else(|| begun.get_value(), |draft| draft.data);
    // A kill can come between a draft and its photo.
    let whole = photos::without(&given, "photos", |photo| !phone.has_photo(photo));
    let photos_lost = whole != given;
    let answers = RwSignal::new(whole);
    let filled = RwSignal::new((again || point.is_some()) && !resumed);
    let steps = Steps::new(form, answers);
    if filled.get_untracked() {
        steps.go(answers.with_untracked(|answers| form.asked(answers).count()).saturating_sub(1));
    }
    // Drawn anew for each record: what was said last time is then another.
    let round = RwSignal::new(0_u32);
    let (tried, saving, photo_busy) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let (changing, dropping) = (RwSignal::new(false), RwSignal::new(false));
    let broken = RwSignal::new(None::<Broken>);
    let draft_kept = RwSignal::new(resumed);
    let went_on = RwSignal::new(resumed);
    // The record that is kept up to date, while it is being changed.
    let changed = RwSignal::new(None::<Record>);
    let problems =
        derive(
            move || {
                if tried.get() { state::problems(kind, &answers.get(), phone.now()) } else { Vec::<Problem>::new() }
            },
        );

    // From the first press on, every change is kept.
    Effect::new(move |before: Option<Data>| {
        let now = answers.get();
        let touched = before.as_ref().is_some_and(|before| *before != now);
        if touched && changed.with_untracked(Option::is_none) && begun.with_value(|begun| *begun != now) {
            let draft = state::draft(kind, place.get_untracked(), &now, phone.now());
            spawn_local(async move {
                let result = phone.keep_draft(draft).await;
                draft_kept.try_set(result.is_ok());
                broken.try_set(result.err());
            });
        }
        now
    });
    // Another place is another village, or another team.
    Effect::new(move |before: Option<Option<Scope>>| {
        let now = place.get();
        if before.is_some_and(|before| before != now) && changed.with_untracked(Option::is_none) {
            let known = phone.peek(|state| state::begun(kind, state, now, None, false)).unwrap_or_default();
            answers.update(|answers| answers.extend(known));
        }
        now
    });
    phone.device().form_open(true);
    on_cleanup(move || phone.device().form_open(false));

    let anew = move || {
        begun.set_value(fresh(false));
        changed.set(None);
        answers.set(begun.get_value());
        tried.set(false);
        draft_kept.set(false);
        went_on.set(false);
        filled.set(false);
        steps.go(0);
        round.update(|round| *round += 1);
    };
    let resume = move |again: Data| {
        changed.set(None);
        answers.set(again);
        filled.set(false);
        steps.go(0);
    };
    let save = move || {
        tried.set(true);
        let Some(here) = place.get_untracked() else { return changing.set(true) };
        if let Some(first) = problems.get_untracked().first() {
            let field = first.field.split('.').next().unwrap_or_default();
            let index = answers.with_untracked(|answers| form.asked(answers).position(|one| one.field == field));
            return steps.go(index.unwrap_or(0));
        }
        if saving.get_untracked() || photo_busy.get_untracked() {
            return;
        }
        saving.set(true);
        broken.set(None);
        spawn_local(async move {
            let given = answers.get_untracked();
            let now = phone.now();
            let what = term(lang.get_untracked(), kind.name).unwrap_or(kind.name);
            let stands = changed.get_untracked();
            let (intents, id) = match &stands {
                Some(record) => (state::change(kind, record, &given, now).into_iter().collect(), None),
                None => {
                    let id = phone.new_id();
                    (id.map(|id| state::intent(kind, here, id, &given, now)).into_iter().collect::<Vec<_>>(), id)
                }
            };
            let draft = stands.is_none().then(|| state::draft_key(kind.name));
            match phone.save(intents, draft, None).await {
                Ok(()) => {
                    let o = o.get_untracked();
                    match id {
                        Some(id) => {
                            let said = (o.noted)(what);
                            toasts.say_with_undo(said, move || take_back(phone, kind, here, id, given.clone()));
                        }
                        None => toasts.say((o.mended)(what)),
                    }
                    saving.try_set(false);
                    anew();
                    window().scroll_to_with_x_and_y(0.0, 0.0);
                }
                Err(error) => {
                    saving.try_set(false);
                    broken.try_set(Some(error));
                }
            }
        });
    };
    let press = move |_| if steps.is_last() { save() } else { steps.next() };
    let back = move |()| {
        if !steps.back() {
            navigate(routes::ADD, Default::default());
        }
    };
    let drop = move |()| {
        spawn_local(async move {
            if phone.drop_draft(&state::draft_key(kind.name)).await.is_ok() {
                toasts.say(w.get_untracked().draft_dropped);
                anew();
            }
        });
    };
    let title = move || term(lang.get(), kind.name).unwrap_or(kind.name);
    let place_name = memo(move || {
        place.get().and_then(|place| phone.read(|state| state::place_name(state, place))).unwrap_or_default()
    });
    let sub = move || match steps.position() {
        Some((at, count)) => format!("{} · {}", place_name.get(), (w.get().question_of)(at + 1, count)),
        None => place_name.get(),
    };
    let day = memo(move || answers.with(|answers| answers.get(work::ON).and_then(Value::as_str).and_then(Day::parse)));
    let when = move || match day.get() {
        Some(day) if day != phone.today() => month_day(lang.get(), day),
        _ => {
            let (hour, minute) = time_of_day(phone.now());
            (o.get().today_at)(&format!("{hour:02}:{minute:02}"))
        }
    };
    let known =
        move || [place_name.get(), when()].into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(" · ");
    let records =
        UnsyncCallback::new(move |of: &'static str| phone.read(|state| state::picks(state, of)).unwrap_or_default());
    let recall = Recall {
        last: derive(move || phone.read(|_| ()).and_then(|()| last()).map(|last| last.data).unwrap_or_default()),
        records,
    };
    let choosable = StoredValue::new(if point.is_some() { Vec::new() } else { places });
    let asks_place = memo(move || changing.get() || place.get().is_none());
    let summary = move || {
        answers.with(|answers| {
            let names = phone.peek(|state| state::names(kind, state, answers)).unwrap_or_default();
            said::line(lang.get(), kind, answers, &names)
        })
    };
    let drawn = move |ask: Ask| match ask {
        Ask::Photos { most } => {
            let draft = move |answers: Data| state::draft(kind, place.get_untracked(), &answers, phone.now());
            view! { <FormPhotos most field="photos" draft answers busy=photo_busy lost=photos_lost /> }.into_any()
        }
        _ => ().into_any(),
    };
    view! {
        <Page>
            <Bar title sub on_back=back>
                <Show when=move || draft_kept.get()>
                    <Badge tone=Tone::Plain icon=Icon::Phone label=move || w.get().draft_saved />
                </Show>
            </Bar>
            <Main>
                <Show when=move || went_on.get()>
                    <Notice tone=Tone::Info what=move || w.get().draft_resumed>
                        <Button label=move || w.get().draft_drop size=Size::Small on_press=move |_| dropping.set(true) />
                    </Notice>
                </Show>
                <Confirm
                    open=dropping
                    title=move || w.get().draft_drop_ask
                    text=move || w.get().draft_drop_note
                    yes=move || w.get().draft_drop
                    on_yes=drop
                    danger=true
                />
                <Show when=move || filled.get()>
                    <Notice tone=Tone::Info what=move || o.get().as_last_time safe=summary />
                </Show>
                <Card>
                    <Known text=known on_change=move |()| changing.update(|changing| *changing = !*changing) />
                    <Show when=move || asks_place.get()>
                        <Where places=choosable place day answers tried changing />
                    </Show>
                    // In 长辈版 one thing at a time: where, then what.
                    <Show when=move || !(asks_place.get() && steps.position().is_some())>
                        {move || {
                            round.track();
                            view! { <FormView form answers steps problems recall drawn /> }
                        }}
                    </Show>
                </Card>
                {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
                <Noted kind me on_resume=resume on_change=move |record: Record| {
                    answers.set(work::again(kind, &record.data));
                    place.set(Some(record.scope));
                    changed.set(Some(record));
                    steps.go(0);
                    window().scroll_to_with_x_and_y(0.0, 0.0);
                } />
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
                    on_press=move |_| if asks_place.get_untracked() && steps.position().is_some() {
                        tried.set(true);
                        changing.set(place.with_untracked(Option::is_none));
                    } else {
                        press(())
                    }
                />
            </Dock>
        </Page>
    }
    .into_any()
}

/// Where and on which day it was, where that is not as usual.
#[component]
fn Where(
    places: StoredValue<Vec<Scope>>,
    place: RwSignal<Option<Scope>>,
    day: Memo<Option<Day>>,
    answers: RwSignal<Data>,
    tried: RwSignal<bool>,
    changing: RwSignal<bool>,
) -> impl IntoView {
    let w = use_words();
    let o = use_table(Lang::work);
    let lang = use_settings().lang;
    let phone = use_phone();
    let picks = memo(move || {
        let pick = |state: &sync::State, place: &Scope| Pick {
            id: place.to_string(),
            name: state::place_name(state, *place),
            text: None,
            last: false,
        };
        phone
            .read(|state| places.with_value(|places| places.iter().map(|place| pick(state, place)).collect::<Vec<_>>()))
            .unwrap_or_default()
    });
    let missing = move || {
        (tried.get() && place.with(Option::is_none))
            .then(|| crate::words::problem(lang.get(), &Problem::new("place", "required")))
    };
    let shown_day = derive(move || day.get().unwrap_or_else(|| phone.today()).to_string());
    view! {
        <Show when=move || places.with_value(|places| places.len() > 1)>
            <Question title=move || o.get().where_noted>
                <PickFrom
                    id="place"
                    name=move || o.get().where_noted
                    picks
                    chosen=derive(move || place.get().iter().map(Scope::to_string).collect())
                    on_change=move |(id, _): (String, bool)| place.set(id.parse().ok())
                    find=move || w.get().search
                    hint=move || o.get().find_hint
                />
                {move || missing().map(|text| view! { <p role="alert"><ProblemLine text /></p> })}
            </Question>
        </Show>
        <Show when=move || changing.get()>
        <div class="q">
            <Field
                id="on"
                label=move || o.get().which_day
                value=shown_day
                input=Input::Day
                on_input=move |text: String| answers.update(|answers| {
                    // Today is what is meant unless another day is said.
                    match Day::parse(&text).filter(|day| *day != phone.today()) {
                        Some(day) => answers.insert(work::ON.into(), day.to_string().into()),
                        None => answers.remove(work::ON),
                    };
                })
            />
        </div>
        </Show>
    }
}

/// 撤销: withdraws what was just saved and gives the form back as a draft.
fn take_back(phone: Phone, kind: &'static Kind, place: Scope, id: RecordId, answers: Data) {
    spawn_local(async move {
        let void = Intent::void(kind.name, id, place, "entered_in_error");
        if phone.save(vec![void], None, None).await.is_ok() {
            // The draft is a courtesy; without it the form is filled in anew.
            let _ = phone.keep_draft(state::draft(kind, Some(place), &answers, phone.now())).await;
        }
    });
}
