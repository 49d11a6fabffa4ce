//! 第N轮摸排: the township begins a round and ends it; every home is to be visited once in between.

pub mod state;

use crate::{
    jobs::{isolation::DayField, overview::Led, visit::NotSaved},
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, Confirm, Dock, Empty, Icon, Main, Page, Place, Row, Rows, Section, Size, Tone,
        Weight, use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table},
    words::{self, Lang, long_day},
};
use leptos::{prelude::*, task::spawn_local};
use model::{access::Role, day::Day, field::Problem, record::Record};
use state::Round;
use sync::{Broken, Intent};

/// Whether whoever is signed in begins and ends rounds.
pub fn decides() -> bool {
    untrack(|| use_phone().user()).is_some_and(|user| user.roles.contains(&Role::Town))
}

/// The screen.
#[component]
pub fn RoundsPage() -> impl IntoView {
    let e = use_table(Lang::event_words);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let rounds = memo(move || phone.read(state::rounds).unwrap_or_default());
    let open = memo(move || rounds.with(|rounds| state::open(rounds, phone.today()).cloned()));
    let next = memo(move || rounds.with(|rounds| state::next(rounds)));
    let may = decides();
    let from = RwSignal::new(phone.today().to_string());
    let (ending, saving, tried) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let broken = RwSignal::new(None::<Broken>);
    let problem = derive(move || {
        let too_early = rounds.with(|rounds| state::too_early(rounds, Day::parse(&from.get())));
        let wrong = too_early.then(|| e.get().round_overlaps.to_owned());
        let unread = Day::parse(&from.get()).is_none();
        wrong
            .or_else(|| unread.then(|| words::problem(lang.get(), &Problem::new("from_on", "not_a_day"))))
            .filter(|_| tried.get())
    });
    let save = move |intent: Option<Intent>, said: &'static str, back: Option<Record>| {
        let Some(intent) = intent.filter(|_| !saving.get_untracked()) else { return };
        saving.set(true);
        broken.set(None);
        spawn_local(async move {
            match phone.save(vec![intent], None, None).await {
                Ok(()) => match back {
                    Some(record) => toasts.say_with_undo(said, move || {
                        let record = record.clone();
                        spawn_local(async move {
                            let now = phone
                                .peek(|state| state.get(&record.kind, record.id).map(|held| held.record.clone()))
                                .flatten();
                            if let Some(now) = now {
                                // What is not taken back stands there to be seen.
                                let _ = phone.save(vec![state::reopen(&now)], None, None).await;
                            }
                        });
                    }),
                    None => toasts.say(said),
                },
                Err(error) => drop(broken.try_set(Some(error))),
            }
            saving.try_set(false);
        });
    };
    let begin = move |()| {
        tried.set(true);
        if problem.get_untracked().is_none() {
            let intent =
                phone.peek(|state| state::begin(state, next.get_untracked(), Day::parse(&from.get_untracked())));
            save(intent.flatten(), e.get_untracked().round_begun, None);
        }
    };
    let end = move |()| {
        let Some(round) = open.get_untracked() else { return };
        save(Some(state::end(&round.record, phone.today())), e.get_untracked().round_ended, Some(round.record));
    };
    let row = move |round: Round| {
        let is_open = open.with(|open| open.as_ref().is_some_and(|open| open.record.id == round.record.id));
        let (n, from, to) = (round.sweep.round, round.sweep.from_on, round.sweep.to_on);
        let sub = move || {
            let day = |day: Option<Day>| day.map(|day| long_day(lang.get(), day)).unwrap_or_default();
            if to.is_some() { (e.get().round_span)(&day(from), &day(to)) } else { (e.get().round_since)(&day(from)) }
        };
        view! {
            <Row title=move || (e.get().round_n)(n) sub>
                {is_open.then(|| view! { <Badge tone=Tone::Info icon=Icon::Clock label=move || e.get().round_open /> })}
            </Row>
        }
    };
    view! {
        <Led here=Place::Settings>
            <Page>
                <Bar title=move || e.get().rounds back=routes::MINE />
                <Main>
                    <Show
                        when=move || !rounds.with(Vec::is_empty)
                        fallback=move || view! { <Empty icon=Icon::Door title=move || e.get().round_none text=move || e.get().round_none_note /> }
                    >
                        <Section title=move || e.get().rounds />
                        <Card><Rows>{move || rounds.get().into_iter().map(row).collect_view()}</Rows></Card>
                    </Show>
                    <Show when=move || may && open.with(Option::is_none)>
                        <Section title=move || (e.get().round_begin)(next.get()) />
                        <Card>
                            <div class="q">
                                <DayField
                                    id="round-from"
                                    label=move || e.get().first_day
                                    value=derive(move || Some(from.get()))
                                    on_input=move |day: String| from.set(day)
                                    usual=&[0, 1]
                                    problem
                                />
                            </div>
                        </Card>
                    </Show>
                    {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
                </Main>
                <Show when=move || may>
                    <Dock>
                        {move || match open.get() {
                            Some(round) => {
                                let n = round.sweep.round;
                                view! { <Button label=move || (e.get().round_end)(n) size=Size::Big busy=saving on_press=move |()| ending.set(true) /> }
                            }
                            None => {
                                let n = next.get();
                                view! { <Button label=move || (e.get().round_begin)(n) weight=Weight::Main size=Size::Big busy=saving on_press=begin /> }
                            }
                        }}
                    </Dock>
                </Show>
                <Confirm
                    open=ending
                    title=move || e.get().round_end_ask
                    text=move || e.get().round_end_note
                    yes=move || (e.get().round_end)(open.with(|open| open.as_ref().map_or(0, |open| open.sweep.round)))
                    on_yes=end
                />
            </Page>
        </Led>
    }
}

/// The way there, under 设置 of those who decide about rounds.
#[component]
pub fn RoundsRow() -> impl IntoView {
    let e = use_table(Lang::event_words);
    decides().then(|| {
        view! { <Card><Rows><Row title=move || e.get().rounds sub=move || e.get().rounds_note href=routes::ROUNDS /></Rows></Card> }
    })
}
