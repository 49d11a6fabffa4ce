//! 疑似重复: what looks alike, as a list; and two side by side, joined or kept apart with one tap.

pub mod state;

use crate::{
    live::{Show, memo},
    parts::{
        Badge, Bar, Button, Card, Confirm, Dock, Empty, Icon, LinkButton, Loading, Main, Page, Row, Rows, Section,
        Size, Tone, Weight, use_toasts,
    },
    phone::{Phone, use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_query_map};
use model::{
    id::RecordId,
    kind::{Payload, household::Household, person::Person, same::Same},
    same::Reasons,
};
use state::{Line, Pair, What, Word};
use std::collections::BTreeSet;
use sync::Intent;

/// Why two look alike: 电话、门牌相同.
pub fn because(lang: Lang, reasons: &Reasons) -> String {
    let names = reasons.iter().map(|reason| term_or_code(lang, "same.reasons", reason.code()));
    (lang.people().because)(&names.collect::<Vec<_>>().join(lang.words().list_comma))
}

/// All pairs that look alike, followed.
fn use_pairs() -> Memo<Option<Vec<Pair>>> {
    let phone = use_phone();
    let book = use_book();
    memo(move || book.with(|book| book.as_ref().and_then(|book| phone.read(|state| state::all(book, state)))))
}

/// How many there are, followed: none where no doors are held.
pub fn use_doubles() -> Memo<usize> {
    let phone = use_phone();
    let book = use_book();
    memo(move || {
        book.with(|book| book.as_ref().map(|book| phone.read(|state| state::count(book, state)).unwrap_or_default()))
            .unwrap_or_default()
    })
}

/// What a record is called: `17号 佘德旺`, `佘小满 · 17号`.
fn named(book: &crate::book::Book, what: What, id: RecordId) -> Option<(String, String)> {
    match what {
        What::Household => book.door(id).map(|card| (card.household.door.clone(), card.household.head.clone())),
        What::Person => book.doors.iter().find_map(|card| {
            let (_, person) = card.people.iter().find(|(own, _)| *own == id)?;
            Some((card.household.door.clone(), person.name.clone()))
        }),
    }
}

/// The list.
#[component]
pub fn DoublesPage() -> impl IntoView {
    let p = use_table(Lang::people);
    let lang = use_settings().lang;
    let book = use_book();
    let pairs = use_pairs();
    let back = if untrack(|| use_phone().leads()) { routes::OVERVIEW } else { routes::HOUSEHOLDS };
    let row = move |pair: Pair| {
        let (one, other) = book.with_untracked(|book| {
            let name = |id| book.as_ref().and_then(|book| named(book, pair.what, id)).unwrap_or_default();
            (name(pair.one), name(pair.other))
        });
        let title = match pair.what {
            What::Household => format!("{} {} / {} {}", one.0, one.1, other.0, other.1),
            What::Person => format!("{} {} / {} {}", one.1, one.0, other.1, other.0),
        };
        let href = routes::pair(pair.what, pair.one, pair.other);
        view! { <Row title sub=move || because(lang.get(), &pair.reasons) href /> }
    };
    let of =
        move |what: What| pairs.get().into_iter().flatten().filter(move |pair| pair.what == what).collect::<Vec<_>>();
    let section = move |what: What| {
        let pairs = of(what);
        (!pairs.is_empty()).then(|| {
            let n = pairs.len();
            let title = match what {
                What::Household => p.get().doubles_of_households,
                What::Person => p.get().doubles_of_people,
            };
            view! {
                <Section title note=(p.get().found_n)(n) />
                <Card><Rows>{pairs.into_iter().map(row).collect_view()}</Rows></Card>
            }
        })
    };
    view! {
        <Page>
            <Bar title=move || p.get().doubles back />
            <Main>
                {move || match pairs.with(|pairs| pairs.as_ref().map(Vec::is_empty)) {
                    None => view! { <Loading /> }.into_any(),
                    Some(true) => {
                        view! { <Empty icon=Icon::Ok title=move || p.get().no_doubles text=move || p.get().no_doubles_note /> }
                            .into_any()
                    }
                    Some(false) => {
                        view! {
                            <p class="soft">{move || p.get().doubles_note}</p>
                            {section(What::Household)}
                            {section(What::Person)}
                        }
                            .into_any()
                    }
                }}
            </Main>
        </Page>
    }
}

/// Two side by side. `?one=&other=` say which.
#[component]
pub fn PairPage(
    /// Households or people.
    what: What,
) -> impl IntoView {
    let p = use_table(Lang::people);
    let query = use_query_map();
    let id = move |name: &'static str| query.with(|query| query.get(name)).and_then(|id| id.parse::<RecordId>().ok());
    let pairs = use_pairs();
    // Drawn once: what others say meanwhile does not move what is being chosen.
    let here = memo(move || {
        let (one, other) = (id("one")?, id("other")?);
        pairs.get().map(|pairs| pairs.into_iter().find(|pair| (pair.what, pair.one, pair.other) == (what, one, other)))
    });
    let first = StoredValue::new(None::<Option<Pair>>);
    let shown = memo(move || {
        let now = here.get();
        first.update_value(|first| {
            if first.is_none() {
                first.clone_from(&now);
            }
        });
        first.get_value()
    });
    view! {
        <Page>
            <Bar title=move || p.get().compare back=routes::DOUBLES />
            {move || match shown.get() {
                None => view! { <Main><Loading /></Main> }.into_any(),
                Some(None) => view! {
                    <Main>
                        <Empty icon=Icon::Ok title=move || p.get().pair_gone text=move || p.get().pair_gone_todo>
                            <LinkButton label=move || p.get().doubles href=routes::DOUBLES weight=Weight::Main />
                        </Empty>
                    </Main>
                }
                .into_any(),
                Some(Some(pair)) => view! { <Compare pair /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Compare(pair: Pair) -> impl IntoView {
    let w = use_words();
    let p = use_table(Lang::people);
    let lang = use_settings().lang;
    let phone = use_phone();
    let book = use_book();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let chosen = RwSignal::new(BTreeSet::<&'static str>::new());
    let what = pair.what;
    let data = |id| {
        let of = |book: &crate::book::Book| phone.peek(|state| book.record(state, what.kind(), id)).flatten();
        book.with_untracked(|book| book.as_ref().and_then(|book| of(book)))
            .map(|record| record.data)
            .unwrap_or_default()
    };
    let lines = state::compare(what, &data(pair.one), &data(pair.other));
    let visits = |id| {
        let n = book.with_untracked(|book| book.as_ref()?.door(id).map(|card| card.visits.len())).unwrap_or_default();
        (what == What::Household).then_some(n)
    };
    let (one_visits, other_visits) = (visits(pair.one), visits(pair.other));
    let reasons = pair.reasons.clone();
    let pair = StoredValue::new(pair);
    let say = move |word: Word| {
        let intent = book.with_untracked(|book| {
            let book = book.as_ref()?;
            let of = |state: &sync::State| {
                pair.with_value(|pair| state::intent(state, book, pair, &chosen.get_untracked(), word))
            };
            phone.peek(of).flatten()
        });
        let Some(intent) = intent else { return };
        let navigate = navigate.clone();
        let said = p.get_untracked();
        spawn_local(async move {
            let id = intent.rec;
            if phone.save(vec![intent], None, None).await.is_err() {
                return toasts.say(w.get_untracked().storage_broken);
            }
            let words = if word == Word::Joined { said.joined } else { said.kept_apart };
            toasts.say_with_undo(words, move || undo(phone, id));
            navigate(routes::DOUBLES, Default::default());
        });
    };
    let (join, keep_apart) = (say.clone(), say);
    view! {
        <Main>
            <p class="soft">{move || because(lang.get(), &reasons)}</p>
            <Lines what lines chosen visits=one_visits.zip(other_visits) />
            <p class="tools soft">{move || p.get().join_note}</p>
        </Main>
        <Dock>
            <Button
                label=move || match what {
                    What::Household => p.get().same_household,
                    What::Person => p.get().same_person,
                }
                weight=Weight::Main
                size=Size::Big
                on_press=move |_| join(Word::Joined)
            />
            <Button
                label=move || match what {
                    What::Household => p.get().not_same_household,
                    What::Person => p.get().not_same_person,
                }
                size=Size::Wide
                on_press=move |_| keep_apart(Word::Apart)
            />
        </Dock>
    }
}

/// Takes back what was just said.
fn undo(phone: Phone, said: RecordId) {
    let back = phone.peek(|state| {
        let held = state.get(Same::KIND, said)?;
        Some(Intent::set(&held.record, [("status".to_owned(), "undone".into())].into_iter().collect()))
    });
    if let Some(intent) = back.flatten() {
        spawn_local(async move {
            // Without room on the phone it stays as it was said, and can be taken back at the door.
            let _ = phone.save(vec![intent], None, None).await;
        });
    }
}

/// The fields of two, side by side; where they differ one chooses.
#[component]
pub fn Lines(
    /// Households or people.
    what: What,
    /// What each says.
    lines: Vec<Line>,
    /// The fields in which the second is right; where nothing can be chosen, none.
    #[prop(optional, into)]
    chosen: Option<RwSignal<BTreeSet<&'static str>>>,
    /// How many visits each has had.
    #[prop(optional_no_strip)]
    visits: Option<(usize, usize)>,
    /// What the second is called, where it is just being typed.
    #[prop(optional)]
    typed: bool,
) -> impl IntoView {
    let p = use_table(Lang::people);
    let lang = use_settings().lang;
    let shown = move |field: &str, value: &serde_json::Value| words::value(lang.get(), what.kind(), field, value);
    let line = move |line: Line| {
        let field = line.field;
        let label = move || term_or_code(lang.get(), what.kind(), field);
        let (one, other) = (line.one.clone(), line.other.clone());
        let cell = move |second: bool, value: serde_json::Value| match chosen.filter(|_| line.differs) {
            None => view! { <span class="cell">{move || shown(field, &value)}</span> }.into_any(),
            Some(chosen) => {
                let on = move || chosen.with(|chosen| chosen.contains(field)) == second;
                let choose = move |_| {
                    chosen.update(|chosen| {
                        if second {
                            chosen.insert(field)
                        } else {
                            chosen.remove(field)
                        };
                    });
                };
                view! {
                    <button
                        type="button"
                        class="btn choice cell"
                        role="radio"
                        aria-checked=move || on().to_string()
                        class:on=on
                        on:click=choose
                    >
                        {move || shown(field, &value)}
                    </button>
                }
                .into_any()
            }
        };
        let role = chosen.filter(|_| line.differs).map(|_| "radiogroup");
        view! {
            <div class="compare-line" class:differs=line.differs role=role aria-label=label>
                <p class="label">
                    {label}
                    {line.differs.then(|| view! { " "<Badge tone=Tone::Wait icon=Icon::Alarm label=move || p.get().differs /> })}
                </p>
                {cell(false, one)}
                {cell(true, other)}
            </div>
        }
    };
    let any = lines.iter().any(|line| line.differs) && chosen.is_some();
    view! {
        <Card>
            <div class="compare">
                <div class="compare-line heads">
                    <p class="label">{move || if any { p.get().choose_which } else { "" }}</p>
                    <b class="cell">{move || p.get().this_one}</b>
                    <b class="cell">{move || if typed { p.get().just_typed } else { p.get().that_one }}</b>
                </div>
                {lines.into_iter().map(line).collect_view()}
                {visits
                    .map(|(one, other)| {
                        view! {
                            <div class="compare-line">
                                <p class="label"></p>
                                <span class="cell">{move || (p.get().records_n)(one)}</span>
                                <span class="cell">{move || (p.get().records_n)(other)}</span>
                            </div>
                        }
                    })}
            </div>
        </Card>
    }
}

/// What was joined at a door, with the way to take it apart. Nothing where nothing was.
#[component]
pub fn JoinedHere(
    /// The household that leads.
    household: RecordId,
) -> impl IntoView {
    let p = use_table(Lang::people);
    let phone = use_phone();
    let book = use_book();
    let toasts = use_toasts();
    let asked = RwSignal::new(None::<RecordId>);
    let open = RwSignal::new(false);
    let joined = memo(move || {
        book.with(|book| {
            let book = book.as_ref()?;
            let people = book.door(household)?.people.iter().map(|(id, _)| *id).collect::<Vec<_>>();
            phone.read(|state| {
                let roots = std::iter::once(household).chain(people);
                let all = roots.flat_map(|root| state::joined_behind(state, book, root));
                let told = all.filter_map(|(said, back)| {
                    let name = state.get(Household::KIND, back).map(|held| {
                        let home: Household = held.record.read();
                        format!("{} {}", home.door, home.head)
                    });
                    let name =
                        name.or_else(|| state.get(Person::KIND, back).map(|held| held.record.read::<Person>().name));
                    Some((said.id, name?))
                });
                told.collect::<Vec<_>>()
            })
        })
        .unwrap_or_default()
    });
    let take_apart = move |()| {
        let Some(said) = asked.get_untracked() else { return };
        undo(phone, said);
        toasts.say(p.get_untracked().taken_apart);
    };
    let row = move |(said, name): (RecordId, String)| {
        let of = name.clone();
        let ask = move |_| {
            asked.set(Some(said));
            open.set(true);
        };
        view! {
            <Row title=name>
                <Button
                    label=move || p.get().take_apart
                    name=move || format!("{} {of}", p.get().take_apart)
                    size=Size::Small
                    on_press=ask
                />
            </Row>
        }
    };
    view! {
        <Show when=move || !joined.with(Vec::is_empty)>
            <Section title=move || p.get().joined_here />
            <Card><Rows>{move || joined.get().into_iter().map(row).collect_view()}</Rows></Card>
        </Show>
        <Confirm
            open
            title=move || p.get().take_apart_ask
            text=move || p.get().take_apart_note
            yes=move || p.get().take_apart
            on_yes=take_apart
        />
    }
}
