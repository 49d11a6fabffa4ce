//! 登记隔离: a case is opened at the door, in the order in which one speaks there. Kept from the first
//! press, saved in one tap.

mod ask;
mod days;
mod home;
mod person;
mod ten;

use super::{
    NoCase, now,
    opening::{Opening, came_back, draft_key, person_of},
};
use crate::{
    jobs::visit::NotSaved,
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, Confirm, Dock, Empty, Icon, LinkButton, Loading, Main, Notice, Page, Row, Rows,
        Section, Size, Tone, Walk, Weight, use_toasts,
    },
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, term_or_code},
};
use ask::{Answered, Ask};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_query_map};
use model::{
    field::Problem,
    id::RecordId,
    kind::{Payload, person::Person},
    photo,
    record::Data,
};
use sync::{Broken, Draft};

/// The answers, and what all questions need to know.
#[derive(Clone, Copy)]
struct Form {
    of: StoredValue<Opening>,
    begun: StoredValue<Option<Draft>>,
    case: RwSignal<Data>,
    card: RwSignal<Data>,
    of_case: Signal<Vec<Problem>>,
    of_card: Signal<Vec<Problem>>,
    busy: RwSignal<bool>,
    photos_lost: bool,
    walk: Walk<Ask>,
    fills_ten: RwSignal<bool>,
}

impl Form {
    /// The draft as it would be kept now.
    fn draft(self, at: i64) -> Draft {
        let (case, card) = (self.case.get_untracked(), self.card.get_untracked());
        self.of.with_value(|of| self.begun.with_value(|begun| of.draft(&case, &card, begun.as_ref(), at)))
    }
}

/// The screen. `?person=` says who; without it one is asked.
#[component]
pub fn OpenPage(
    /// The household of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let book = use_book();
    // Drawn once the door is known; later changes of the register do not touch an open form.
    let there = memo(move || book.with(|book| book.as_ref().map(|book| id.filter(|id| book.door(*id).is_some()))));
    let query = use_query_map();
    let who = memo(move || query.with(|query| query.get("person")).and_then(|id| id.parse::<RecordId>().ok()));
    move || match (there.get(), who.get()) {
        (None, _) => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
        (Some(None), _) => view! { <NoCase /> }.into_any(),
        (Some(Some(home)), None) => view! { <Choose home /> }.into_any(),
        (Some(Some(home)), Some(person)) => view! { <Known home person /> }.into_any(),
    }
}

/// Whose isolation it is to be: one of those who live there, or somebody who is not in the register.
#[component]
fn Choose(home: RecordId) -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let phone = use_phone();
    let card = super::use_read(move |book| {
        book.door(home).map(|card| {
            let people = card.people.iter().map(|(id, person)| {
                let case = book.care.open_case(*id).map(|file| file.case.id);
                (*id, person.name.clone(), person.person_type.clone(), case)
            });
            (card.household.door.clone(), card.household.head.clone(), people.collect::<Vec<_>>())
        })
    });
    let sub = move || card.get().flatten().map(|(door, head, _)| format!("{door} {}", (w.get().home_of)(&head)));
    let row = move |(id, name, kind, case): (RecordId, String, Option<String>, Option<RecordId>)| {
        let kind = kind.filter(|kind| kind != "ordinary");
        let sub =
            move || kind.as_ref().map(|kind| term_or_code(lang.get(), "person.person_type", kind)).unwrap_or_default();
        match case {
            Some(case) => view! {
                <Row title=name sub href=routes::case(case)>
                    <Badge tone=Tone::Info icon=Icon::Door label=move || i.get().isolated_already />
                </Row>
            }
            .into_any(),
            None => view! { <Row title=name sub href=routes::isolate(home, Some(id)) /> }.into_any(),
        }
    };
    // A form that was begun for somebody new is gone on with.
    let begun = phone
        .peek(|state| {
            let mine = state.drafts().filter(|draft| draft.about == Some(home)).find_map(|draft| person_of(&draft.key));
            mine.filter(|id| state.get(Person::KIND, *id).is_none())
        })
        .flatten();
    let new = begun.or_else(|| phone.new_id());
    view! {
        <Page>
            <Bar title=move || w.get().isolation sub=move || sub().unwrap_or_default() back=routes::household(home) />
            <Main>
                <Section title=move || i.get().who />
                <Card>
                    <Rows>
                        {move || card.get().flatten().map(|(_, _, people)| people.into_iter().map(row).collect_view())}
                        <Row title=move || i.get().not_listed sub=move || i.get().not_listed_note href=routes::isolate(home, new) />
                    </Rows>
                </Card>
            </Main>
        </Page>
    }
}

/// Whoever is isolated already is not isolated twice.
#[component]
fn Known(home: RecordId, person: RecordId) -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let phone = use_phone();
    let book = use_book();
    let open = book.with_untracked(|book| {
        book.as_ref().and_then(|book| book.care.open_case(person)).map(|file| (file.case.id, file.day_n(phone.today())))
    });
    match open {
        None => view! { <OpenForm home person /> }.into_any(),
        Some((case, day)) => view! {
            <Page>
                <Bar title=move || w.get().isolation back=routes::household(home) />
                <Main>
                    <Empty
                        icon=Icon::Door
                        title=move || i.get().isolated_already
                        text=move || day.map(|(n, of)| (i.get().day_of)(n, of)).unwrap_or_default()
                    >
                        <LinkButton label=move || i.get().to_the_case href=routes::case(case) weight=Weight::Main />
                    </Empty>
                </Main>
            </Page>
        }
        .into_any(),
    }
}

#[component]
fn OpenForm(home: RecordId, person: RecordId) -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let phone = use_phone();
    let toasts = use_toasts();
    let book = use_book();
    let navigate = use_navigate();
    let door = book.with_untracked(|book| book.as_ref().and_then(|book| book.door(home).cloned()));
    let (Some(door), Some(user)) = (door, untrack(|| phone.user())) else {
        return view! { <NoCase /> }.into_any();
    };
    let known = phone.peek(|state| state.get(Person::KIND, person).map(|held| held.record.clone())).flatten();
    let is_new = known.is_none();
    let of = Opening {
        household: home,
        scope: door.scope,
        person,
        known,
        by: user.id,
        by_name: user.name.clone(),
        now: now(phone),
    };
    let kept = phone.peek(|state| state.draft(&draft_key(person)).cloned()).flatten();
    let resumed = kept.is_some();
    let (case, card) = kept.as_ref().map_or_else(|| of.begin(), |draft| of.resume(draft));
    // A kill can come between a draft and its photo.
    let whole = without_lost(&case, |id| phone.has_photo(id));
    let photos_lost = whole != case;
    let (case, card) = (RwSignal::new(whole), RwSignal::new(card));
    let of = StoredValue::new(of);
    let begun = StoredValue::new(kept);
    let tried = RwSignal::new(false);
    let policies =
        move || book.with_untracked(|book| book.as_ref().map(|book| book.care.policies().clone()).unwrap_or_default());
    let policies = StoredValue::new(policies());
    let problems = memo(move || {
        let wrong = |of: &Opening| policies.with_value(|policies| of.problems(&case.get(), &card.get(), policies));
        if tried.get() { of.with_value(wrong) } else { Default::default() }
    });
    let fills_ten = RwSignal::new(false);
    let walk = Walk::new(move || {
        Ask::in_order(card.with(|card| {
            let kind = card.get("person_type").and_then(|kind| kind.as_str()).filter(|kind| *kind != "ordinary");
            Answered {
                is_new,
                is_child: of.with_value(|of| of.is_child(card)),
                is_special: kind.is_some(),
                came_back: kind.is_some_and(came_back),
                fills_ten: fills_ten.get(),
            }
        }))
    });
    let form = Form {
        of,
        begun,
        case,
        card,
        of_case: derive(move || problems.get().0),
        of_card: derive(move || problems.get().1),
        busy: RwSignal::new(false),
        photos_lost,
        walk,
        fills_ten,
    };
    let saving = RwSignal::new(false);
    let broken = RwSignal::new(None::<Broken>);
    let draft_kept = RwSignal::new(resumed);
    let dropping = RwSignal::new(false);

    // From the first press on, every change is kept.
    Effect::new(move |before: Option<(Data, Data)>| {
        let now = (case.get(), card.get());
        if before.as_ref().is_some_and(|before| *before != now) {
            let draft = form.draft(phone.now());
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
            let (of_case, of_card) = problems.get_untracked();
            let first = of_card
                .first()
                .map(|one| Ask::of_card(&one.field, is_new))
                .or_else(|| of_case.first().map(|one| Ask::of_case(&one.field)));
            if let Some(first) = first {
                if matches!(first, Ask::OfTen(_)) {
                    fills_ten.set(true);
                }
                walk.go(first);
                return;
            }
            if saving.get_untracked() || form.busy.get_untracked() {
                return;
            }
            saving.set(true);
            broken.set(None);
            let navigate = navigate.clone();
            let id = book.with_untracked(|book| book.as_ref().map(|book| book.care.new_case_id(person)));
            let Some(id) = id else { return };
            let (given, of_person) = (case.get_untracked(), card.get_untracked());
            let intents = of.with_value(|of| {
                begun.with_value(|begun| {
                    policies.with_value(|policies| of.intents(&given, &of_person, begun.as_ref(), policies, id))
                })
            });
            spawn_local(async move {
                match phone.save(intents, Some(draft_key(person)), None).await {
                    Ok(()) => {
                        toasts.say(w.get_untracked().saved_on_phone);
                        navigate(&routes::case(id), Default::default());
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
    let drop = {
        let navigate = navigate.clone();
        move |()| {
            let navigate = navigate.clone();
            spawn_local(async move {
                if phone.drop_draft(&draft_key(person)).await.is_ok() {
                    toasts.say(w.get_untracked().draft_dropped);
                    navigate(&routes::household(home), Default::default());
                }
            });
        }
    };
    let back = move |()| {
        if !walk.back() {
            navigate(&routes::household(home), Default::default());
        }
    };
    let name = move || card.with(|card| card.get("name").and_then(|name| name.as_str()).unwrap_or_default().to_owned());
    let number = door.household.door.clone();
    let sub = move || {
        let who = format!("{number} {}", name());
        match walk.position() {
            Some((at, count)) => format!("{who} · {}", (w.get().question_of)(at + 1, count)),
            None => who,
        }
    };
    let label = move || {
        if saving.get() {
            w.get().saving
        } else if walk.is_last() {
            i.get().save_open
        } else {
            w.get().next
        }
    };
    view! {
        <Page>
            <Bar title=move || w.get().isolation sub on_back=back>
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
                <Card>
                    <Show when=move || walk.shows_any(&Ask::PERSON)><person::PersonQuestion form /></Show>
                    <Show when=move || walk.shows_any(&[Ask::Notice, Ask::Guardian])><person::NoticeQuestion form /></Show>
                    <Show when=move || walk.shows_any(&[Ask::Type, Ask::TypeBy])><person::TypeQuestion form /></Show>
                    <Show when=move || walk.shows_any(&Ask::DAYS)><days::DaysQuestion form policies /></Show>
                    <Show when=move || walk.shows(Ask::Home)><home::HomeQuestion form /></Show>
                    <Show when=move || walk.shows_any(&[Ask::Pledge, Ask::Papers])><home::PledgeQuestion form /></Show>
                    <Show when=move || walk.shows_any(&[Ask::Family, Ask::FamilyPhone, Ask::Doctor])><home::FamilyQuestion form /></Show>
                    <Show when=move || walk.shows_any(&ten::ASKS)><ten::TenQuestion form /></Show>
                </Card>
                {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
            </Main>
            <Dock>
                <Button
                    label
                    weight=Weight::Main
                    size=Size::Big
                    busy=derive(move || saving.get() || form.busy.get())
                    on_press=press
                />
            </Dock>
        </Page>
    }
    .into_any()
}

/// The answers without the papers that are not on this phone.
fn without_lost(case: &Data, is_here: impl Fn(photo::PhotoId) -> bool) -> Data {
    let mut photos = photo::named(case);
    photos.retain(|photo| is_here(photo.sha256));
    let mut whole = case.clone();
    if photos.is_empty() {
        whole.remove("papers");
    } else {
        whole.insert("papers".into(), serde_json::json!(photos));
    }
    whole
}
