//! 爱心专线 and 每日询问: whom to call today, and the two minutes after it.

mod note;
pub mod party;
pub mod state;

pub use note::NotePage;

use crate::{
    book::Book,
    jobs::{places::Places, today::Unsent},
    live::{Show, derive, memo},
    parts::{Badge, Bar, Card, Door, Empty, Icon, LinkButton, Main, Page, Row, Rows, Section, Size, Tab, Tone, Weight},
    phone::{Phone, Shared, use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::prelude::*;
use model::{
    care::Moment,
    id::{RecordId, UserId},
    person::Phone as Number,
};
use state::{Asked, Callee, Talk};

/// Everybody who may be called, followed.
fn use_callees() -> Memo<Vec<Callee>> {
    let (book, phone) = (use_book(), use_phone());
    memo(move || read(book, phone, state::callees).unwrap_or_default())
}

fn read<T>(book: Memo<Option<Shared<Book>>>, phone: Phone, read: fn(&Book, Moment) -> T) -> Option<T> {
    book.with(|book| book.as_ref().map(|book| read(book, Moment::at(phone.now()))))
}

/// The screen.
#[component]
pub fn CallsPage() -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::calls);
    let all = use_callees();
    let sorted = move |is: fn(&Callee) -> bool| {
        memo(move || all.with(|all| all.iter().filter(|callee| is(callee)).cloned().collect::<Vec<_>>()))
    };
    let due = sorted(Callee::is_wanted);
    let done = sorted(|callee| !callee.talks.is_empty());
    let others = sorted(|callee| !callee.is_wanted());
    let nobody = memo(move || all.with(Vec::is_empty));
    view! {
        <Page>
            <Bar title=move || w.get().care_call><Unsent /></Bar>
            <Main>
                <Show
                    when=move || !nobody.get()
                    fallback=move || view! { <Empty icon=Icon::Call title=move || c.get().nobody text=move || c.get().nobody_note /> }
                >
                    <Show
                        when=move || !due.with(Vec::is_empty)
                        fallback=move || view! { <Empty icon=Icon::Ok title=move || c.get().calls_all_done text=move || c.get().calls_all_done_note /> }
                    >
                        <Section title=move || c.get().calls_due note=move || (c.get().calls_today_n)(due.with(Vec::len)) />
                        <For each=move || due.get() key=|callee| callee.case let:callee>
                            <CallCard case=callee.case all />
                        </For>
                    </Show>
                    <Show when=move || !done.with(Vec::is_empty)>
                        <Section title=move || c.get().calls_done />
                        <Card>
                            <Rows>
                                {move || done.get().into_iter().map(|callee| view! { <TalkRows callee /> }).collect_view()}
                            </Rows>
                        </Card>
                    </Show>
                    <Show when=move || !others.with(Vec::is_empty)>
                        <Section title=move || c.get().calls_others note=move || c.get().calls_others_note />
                        <Card>
                            <Rows>
                                {move || others.get().into_iter().map(|callee| view! { <OtherRow callee /> }).collect_view()}
                            </Rows>
                        </Card>
                    </Show>
                </Show>
            </Main>
            <Places here=Tab::Add />
        </Page>
    }
}

/// What is known of someone before the call: 第 6 天 / 共 14 天 · 上次情绪:一般.
fn known(lang: Lang, callee: &Callee, team: Option<String>) -> String {
    let c = lang.calls();
    let day = callee.day.map(|(n, of)| (c.day_of)(n.into(), of.into()));
    let until = callee.until.filter(|_| callee.day.is_none()).map(|day| (c.until)(&words::month_day(lang, day)));
    let mood = callee.mood.map(|mood| (c.last_mood)(&mood_word(lang, mood)));
    let team = team.filter(|_| callee.team_calls).map(|team| (c.by_team)(&team));
    [day, until, mood, team].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn mood_word(lang: Lang, mood: i64) -> String {
    term_or_code(lang, "care_contact.mood", &mood.to_string())
}

/// `09:35`.
fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Someone to be called: who, how they were, the telephone, and the note of it.
#[component]
fn CallCard(case: RecordId, all: Memo<Vec<Callee>>) -> impl IntoView {
    let c = use_table(Lang::calls);
    let callee = memo(move || all.with(|all| all.iter().find(|callee| callee.case == case).cloned()));
    let name = move || callee.with(|callee| callee.as_ref().map(|callee| callee.name.clone()).unwrap_or_default());
    let number = move || callee.with(|callee| callee.as_ref().map(|callee| callee.door.clone()).unwrap_or_default());
    let wants = move |of: fn(&Callee) -> Asked| {
        move || callee.with(|callee| callee.as_ref().is_some_and(|callee| of(callee).is_wanted()))
    };
    let (call, inquiry) = (wants(|callee| callee.call), wants(|callee| callee.inquiry));
    let again = move || {
        let asked = callee.with(|callee| callee.as_ref().map(|callee| [callee.call, callee.inquiry]))?;
        let minute = asked.into_iter().find_map(|asked| match asked {
            Asked::Again(minute) => Some(minute.map(clock).unwrap_or_default()),
            _ => None,
        })?;
        Some(view! { <Badge tone=Tone::Wait icon=Icon::Again label=move || (c.get().again_at)(&minute) /> })
    };
    let note = move |purpose: &'static str| format!("{}?purpose={purpose}", routes::call(case));
    view! {
        <Card>
            <Door number name>{again}</Door>
            <div class="q stack">
                <KnownLine callee />
                <Dial callee />
                <div class="side-by-side">
                    <Show when=call>
                        <LinkButton
                            label=move || c.get().note_call
                            name=move || format!("{} {}", c.get().note_call, name())
                            href=note("hotline")
                            icon=Icon::Pen
                            weight=Weight::Main
                        />
                    </Show>
                    <Show when=inquiry>
                        <LinkButton
                            label=move || c.get().note_inquiry
                            name=move || format!("{} {}", c.get().note_inquiry, name())
                            href=note("inquiry")
                            icon=Icon::Pen
                            weight=if call() { Weight::Plain } else { Weight::Main }
                        />
                    </Show>
                </div>
            </div>
        </Card>
    }
}

/// What is known of someone, in one grey line.
#[component]
fn KnownLine(#[prop(into)] callee: Signal<Option<Callee>>) -> impl IntoView {
    let lang = use_settings().lang;
    let book = use_book();
    let line = move || {
        let callee = callee.get()?;
        let team = callee.team.and_then(|team| book.with(|book| Some(book.as_ref()?.team(team.id())?.name.clone())));
        Some(known(lang.get(), &callee, team)).filter(|line| !line.is_empty())
    };
    move || line().map(|line| view! { <p class="soft num">{line}</p> })
}

/// The telephone, large.
#[component]
fn Dial(#[prop(into)] callee: Signal<Option<Callee>>) -> impl IntoView {
    let c = use_table(Lang::calls);
    move || {
        let callee = callee.get()?;
        let number = callee.phone.clone().filter(|number| Number::parse(number).is_ok());
        Some(match number {
            Some(number) => {
                let name = callee.name.clone();
                view! {
                    <LinkButton
                        label=move || c.get().dial
                        name=move || (c.get().dial_name)(&name)
                        href=format!("tel:{number}")
                        icon=Icon::Call
                        size=Size::Big
                    />
                }
                .into_any()
            }
            None => view! { <p class="soft">{move || c.get().no_phone}</p> }.into_any(),
        })
    }
}

/// What was talked with someone today: when, by whom, how it was.
#[component]
fn TalkRows(callee: Callee) -> impl IntoView {
    let lang = use_settings().lang;
    let name = use_colleague();
    let who = format!("{} {}", callee.door, callee.name);
    let row = move |talk: Talk| {
        let (purpose, who) = (talk.purpose.clone(), who.clone());
        let title = move || format!("{who} · {}", term_or_code(lang.get(), "care_contact.purpose", &purpose));
        let (by, minute, mood, reached) = (talk.by, talk.minute, talk.mood, talk.reached);
        let sub = move || {
            let c = lang.get().calls();
            let at = minute.map(clock);
            let how = if reached {
                mood.map(|mood| (c.mood_is)(&mood_word(lang.get(), mood)))
            } else {
                Some(c.not_reached.to_owned())
            };
            [at, Some(name(by)), how].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        };
        view! { <Row title sub /> }
    };
    callee.talks.into_iter().rev().map(row).collect_view()
}

/// Colleagues' names as they are said here: 我 for what this phone has not had confirmed.
pub fn use_colleague() -> impl Fn(Option<UserId>) -> String + Copy + Send + Sync + 'static {
    let w = use_words();
    let book = use_book();
    let phone = use_phone();
    let me = untrack(|| phone.user()).map(|user| user.id);
    move |by| match by {
        Some(by) if Some(by) != me => book
            .with(|book| book.as_ref().and_then(|book| book.colleague(by).map(str::to_owned)))
            .unwrap_or_else(|| w.get().unknown.to_owned()),
        _ => w.get().me.to_owned(),
    }
}

/// Someone who need not be called: a call that came in is noted here.
#[component]
fn OtherRow(callee: Callee) -> impl IntoView {
    let lang = use_settings().lang;
    let href = format!("{}?purpose=inbound", routes::call(callee.case));
    let (number, name) = (callee.door.clone(), callee.name.clone());
    view! { <Row number title=name sub=move || known(lang.get(), &callee, None) href /> }
}

/// Calls in 今日. Nothing where none is due.
#[component]
pub fn CallsDue() -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::calls);
    let all = use_callees();
    let due = memo(move || all.with(|all| all.iter().filter(|callee| callee.is_wanted()).cloned().collect::<Vec<_>>()));
    let row = move |callee: Callee| {
        let name = callee.name.clone();
        let what = match (callee.call, callee.inquiry) {
            (Asked::Again(minute), _) | (Asked::NotDue | Asked::Done, Asked::Again(minute)) => {
                let minute = minute.map(clock).unwrap_or_default();
                derive(move || (c.get().again_at)(&minute))
            }
            (call, inquiry) if call.is_wanted() && inquiry.is_wanted() => derive(move || c.get().both_due.to_owned()),
            (call, _) if call.is_wanted() => derive(move || c.get().call_due.to_owned()),
            _ => derive(move || c.get().inquiry_due.to_owned()),
        };
        let day = callee.day;
        let sub = move || {
            let day = day.map(|(n, of)| (c.get().day_of)(n.into(), of.into()));
            day.into_iter().chain([what.get()]).collect::<Vec<_>>().join(" · ")
        };
        let first = callee.first();
        let label = move || if first == "hotline" { c.get().call_short } else { c.get().ask_short };
        let href = format!("{}?purpose={first}&from=today", routes::call(callee.case));
        view! {
            <Row number=callee.door.clone() title=callee.name.clone() sub>
                <LinkButton label name=move || format!("{} {name}", label()) href icon=Icon::Call />
            </Row>
        }
    };
    view! {
        <Show when=move || !due.with(Vec::is_empty)>
            <Section title=move || w.get().care_call note=move || (c.get().calls_today_n)(due.with(Vec::len)) />
            <Card><Rows>{move || due.get().into_iter().map(row).collect_view()}</Rows></Card>
        </Show>
    }
}
