//! 体温登记: the people of one door, one after the other, four taps each; kept from the first key.

pub mod case;
pub mod done;
pub mod doors;
pub mod drawn;
pub mod screen;
pub mod state;

use crate::{
    book::Book,
    jobs::{today::care::next_door, visit::NotSaved},
    live::{derive, memo},
    parts::{Bar, Empty, Icon, Key, LinkButton, Loading, Main, Page, Weight, use_toasts},
    phone::{Phone, use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, slot_name, tenths_label},
};
use case::{Asked, Taking, intents, slot_now, subjects};
use done::AllDone;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_query_map};
use model::{care::Moment, day::Day, id::RecordId, kind::reading::METHOD, record::Scope};
use screen::{Do, MeasureScreen, answer_label};
use state::{Heat, Next, Round, Step, Trouble};
use sync::{Broken, Intent};

/// The setting of how temperatures were taken last.
const METHOD_SETTING: &str = "temperature.method";

/// What the address asks for.
#[derive(Debug, Clone, PartialEq)]
struct Wish {
    asked: Option<Asked>,
    first: Option<RecordId>,
    from_today: bool,
}

impl Wish {
    fn of_address(today: Day) -> Self {
        use_query_map().with_untracked(|query| {
            let on = query.get("on").and_then(|on| Day::parse(&on)).unwrap_or(today);
            let slot = query.get("slot").and_then(|slot| slot.parse().ok());
            Self {
                asked: slot.map(|slot| (on, slot)),
                first: query.get("person").and_then(|id| id.parse().ok()),
                from_today: query.get("from").as_deref() == Some("today"),
            }
        })
    }
}

/// What a door is asked, drawn once it is known.
#[derive(Clone, PartialEq)]
struct Opened {
    id: RecordId,
    door: String,
    scope: Scope,
    asked: Asked,
    slots: usize,
    threshold: i64,
    round: Round,
}

fn open(book: &Book, id: RecordId, wish: &Wish, now: Moment) -> Option<Opened> {
    let card = book.door(id)?;
    let asked = wish.asked.or_else(|| slot_now(&book.care, id, now))?;
    let policy = book.care.policy(asked.0);
    // Nobody can be measured for a day that is over: what is left is to say why it was not done.
    let begin = if asked.0 < now.day { Step::Reason } else { Step::Value };
    let round = Round::new(subjects(&book.care, card, asked, now), wish.first, begin);
    Some(Opened {
        id,
        door: card.household.door.clone(),
        scope: card.scope,
        asked,
        slots: policy.slots.len(),
        threshold: policy.fever_tenths,
        round,
    })
}

/// The screen.
#[component]
pub fn TemperaturePage(
    /// The household of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::measure);
    let phone = use_phone();
    let book = use_book();
    let wish = Wish::of_address(phone.today());
    let from_today = wish.from_today;
    // Drawn once the door is known; later changes of the register do not touch what is being typed.
    let known = memo(move || book.with(Option::is_some));
    let back = move || id.filter(|_| !from_today).map_or_else(|| routes::TODAY.to_owned(), routes::household);
    move || {
        if !known.get() {
            return view! { <Page><Main><Loading /></Main></Page> }.into_any();
        }
        let now = Moment::at(phone.now());
        let opened = book.with_untracked(|book| open(book.as_ref()?, id?, &wish, now));
        match opened.filter(|opened| !opened.round.people.is_empty()) {
            Some(opened) => view! { <Measure opened from_today /> }.into_any(),
            None => view! {
                <Page>
                    <Bar title=move || w.get().temperature back=back />
                    <Main>
                        <Empty icon=Icon::Temperature title=move || c.get().nobody text=move || c.get().nobody_note>
                            <LinkButton label=move || c.get().go_back href=routes::TODAY weight=Weight::Main />
                        </Empty>
                    </Main>
                </Page>
            }
            .into_any(),
        }
    }
}

#[component]
fn Measure(opened: Opened, from_today: bool) -> impl IntoView {
    let lang = use_settings().lang;
    let settings = use_settings();
    let phone = use_phone();
    let toasts = use_toasts();
    let book = use_book();
    let navigate = use_navigate();
    let Opened { id, door, scope, asked, slots, threshold, round } = opened;
    let key = state::draft_key(id, asked);
    let kept = phone.peek(|state| state.draft(&key).cloned()).flatten();
    let resumed = kept.as_ref().and_then(|draft| state::resumed(&draft.data));
    let round = RwSignal::new(match resumed {
        Some((person, answer)) => round.resumed(person, answer),
        None => round,
    });
    let draft_kept = RwSignal::new(kept.is_some());
    let tried = RwSignal::new(None::<Trouble>);
    let saving = RwSignal::new(false);
    let broken = RwSignal::new(None::<Broken>);
    let method = RwSignal::new(remembered_method(phone));
    let back_to = if from_today { routes::TODAY.to_owned() } else { routes::household(id) };

    // From the first key on, every change is kept; what is only looked at is not.
    let key = StoredValue::new(key);
    Effect::new(move |before: Option<_>| {
        let now = round.with(|round| (round.now().map(|one| one.person), round.answer.clone(), round.is_begun()));
        if before.is_some_and(|before| before != now) {
            tried.set(None);
            match now.clone() {
                (Some(person), answer, true) => {
                    let draft = state::draft(id, asked, person, &answer, phone.now());
                    spawn_local(async move {
                        let result = phone.keep_draft(draft).await;
                        draft_kept.try_set(result.is_ok());
                        broken.try_set(result.err());
                    });
                }
                _ if draft_kept.get_untracked() => {
                    draft_kept.set(false);
                    let key = key.get_value();
                    // What cannot be dropped now is offered again in 今日, and dropped there.
                    spawn_local(async move { phone.drop_draft(&key).await.unwrap_or_default() });
                }
                _ => {}
            }
        }
        now
    });
    // Whoever comes next is read out.
    Effect::new(move |before: Option<_>| {
        let now = round.with(|round| (round.at, round.told, round.answer.step));
        if before.is_some_and(|before| before != now) {
            focus_title();
        }
        now
    });
    phone.device().form_open(true);
    on_cleanup(move || phone.device().form_open(false));

    let save = move || {
        if saving.get_untracked() {
            return;
        }
        let answer = round.with_untracked(|round| round.answer.settled(threshold));
        let Some(one) = round.with_untracked(|round| round.now().cloned()) else { return };
        let (Some(reading), Some(event)) = (phone.new_id(), phone.new_id()) else { return };
        let taking =
            Taking { household: id, scope, asked, method: method.get_untracked(), threshold, now: phone.now() };
        let (intents, made) = intents(&taking, &one, &answer, [reading, event]);
        saving.set(true);
        broken.set(None);
        let key = key.get_value();
        spawn_local(async move {
            let result = phone.save(intents, Some(key), None).await;
            saving.try_set(false);
            if let Err(error) = result {
                broken.try_set(Some(error));
                return;
            }
            draft_kept.try_set(false);
            let last = round.try_update(|round| {
                round.saved(answer.clone(), made.clone(), threshold);
                round.at.is_none() && round.told.is_none()
            });
            let lang = lang.get_untracked();
            let (c, value) = (lang.measure(), answer_label(lang, &answer));
            if one.stands.is_some() {
                toasts.say((c.corrected)(&one.name, &value));
            } else if last != Some(false) {
                // While there are keys to be pressed, the way back stands beside the number.
                let undo = move || take_back(phone, round, (id, asked), scope, one.person);
                toasts.say_with_undo((c.saved)(&one.name, &value), undo);
            }
        });
    };
    let back = {
        let (navigate, back_to) = (navigate.clone(), back_to.clone());
        move || {
            let inside = round.try_update(|round| round.told.is_none() && round.answer.back(threshold));
            if inside != Some(true) {
                navigate(&back_to, Default::default());
            }
        }
    };
    let next = move |all_asked: bool| match round.with_untracked(|round| round.answer.next(threshold, all_asked)) {
        Next::Wrong(trouble) => tried.set(Some(trouble)),
        Next::Ask(step) => round.update(|round| round.answer.ask(step, threshold)),
        Next::Save => save(),
    };
    let on = move |deed: Do| match deed {
        Do::Key(key) => round.update(|round| round.press(key)),
        Do::Main if round.with_untracked(|round| round.told.is_some()) => round.update(|round| round.told = None),
        Do::Main => next(settings.is_elder()),
        Do::Back => back(),
        Do::NotTaken => round.update(|round| round.answer.ask(Step::Reason, threshold)),
        Do::NoSecond => round.update(|round| {
            round.answer.second.clear();
            round.answer.ask(Step::Symptoms, threshold);
        }),
        Do::ChangeBefore => round.update(|round| {
            if let Some(before) = round.before {
                round.go(before);
            }
        }),
        Do::TakeBack => {
            let before = round.with_untracked(|round| Some(round.people.get(round.before?)?.person));
            if let Some(person) = before {
                take_back(phone, round, (id, asked), scope, person);
            }
        }
        Do::Symptom(code, on) => round.update(|round| round.answer.symptom(code, on)),
        Do::Well => round.update(|round| round.answer.symptoms.clear()),
        Do::Reason(code) => round.update(|round| round.answer.reason = Some(code.to_owned())),
        Do::Note(note) => round.update(|round| round.answer.note = note),
        Do::Method(code) => {
            phone.device().set_setting(METHOD_SETTING, Some(code));
            method.set(code.to_owned());
        }
    };
    let on = StoredValue::new_local(std::rc::Rc::new(on) as std::rc::Rc<dyn Fn(Do)>);
    let press = move |deed: Do| on.get_value()(deed);
    by_keyboard(round, press);

    let read = move |()| {
        let lang = lang.get_untracked();
        let c = lang.measure();
        let said = round.with_untracked(|round| {
            let value = round.answer.typed().map(tenths_label)?;
            let hot = round.answer.heat(threshold) == Some(Heat::Hot);
            let said = (c.spoken)(&round.now()?.name, &value);
            Some(if hot { format!("{said}{}", c.spoken_hot) } else { said })
        });
        let said = said.or_else(|| round.with_untracked(|round| Some(round.now()?.name.clone())));
        phone.device().speak(&said.unwrap_or_default(), lang.tag());
    };
    let place = move || place_label(lang.get(), &door, asked, slots, phone.today());
    let place = derive(place);
    let asking = memo(move || round.with(|round| round.at.is_some() || round.told.is_some()));
    let next = memo(move || book.with(|book| next_door(book.as_ref()?, id, Moment::at(phone.now()))));
    let can_speak = phone.device().can_speak();
    move || {
        if !asking.get() {
            let change = move |index: usize| round.update(|round| round.go(index));
            return view! { <AllDone round place threshold back=back_to.clone() next on_change=change /> }.into_any();
        }
        let trouble = move || broken.get().map(|broken| view! { <NotSaved broken /> });
        if can_speak {
            view! {
                <MeasureScreen round place threshold method tried busy=saving kept=draft_kept on=press on_read=read>
                    {trouble}
                </MeasureScreen>
            }
            .into_any()
        } else {
            view! {
                <MeasureScreen round place threshold method tried busy=saving kept=draft_kept on=press>
                    {trouble}
                </MeasureScreen>
            }
            .into_any()
        }
    }
}

/// 撤销: withdraws what was just saved of a person; what had been typed stands there again.
fn take_back(phone: Phone, round: RwSignal<Round>, of: (RecordId, Asked), scope: Scope, person: RecordId) {
    let Some(stands) = round.try_with_untracked(|round| round.stands(person).cloned()).flatten() else { return };
    spawn_local(async move {
        let void = |(kind, id): &(String, RecordId)| Intent::void(kind, *id, scope, "entered_in_error");
        let intents = stands.made.iter().rev().map(void).collect();
        if phone.save(intents, None, None).await.is_ok() {
            let there = round.try_update(|round| round.taken_back(person));
            if there.is_none() {
                // The draft is a courtesy; without it the person is measured anew.
                let draft = state::draft(of.0, of.1, person, &stands.answer, phone.now());
                let _ = phone.keep_draft(draft).await;
            }
        }
    });
}

/// A keyboard types wherever the focus is, and its own key is the main button.
fn by_keyboard(round: RwSignal<Round>, press: impl Fn(Do) + 'static) {
    let listening = window_event_listener(leptos::ev::keydown, move |event| {
        let typing = round.try_with_untracked(|round| {
            round.told.is_none() && round.at.is_some() && matches!(round.answer.step, Step::Value | Step::Second)
        });
        let elsewhere = event.ctrl_key() || event.alt_key() || event.meta_key() || event.default_prevented();
        if typing != Some(true) || elsewhere || is_sheet_open() {
            return;
        }
        if let Some(key) = Key::of_keyboard(&event.key()) {
            event.prevent_default();
            press(Do::Key(key));
        } else if event.key() == "Enter" && !is_on_a_control() {
            event.prevent_default();
            press(Do::Main);
        }
    });
    on_cleanup(move || listening.remove());
}

fn is_sheet_open() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|open| open.is_some())
}

fn is_on_a_control() -> bool {
    document()
        .active_element()
        .is_some_and(|on| matches!(on.tag_name().as_str(), "BUTTON" | "A" | "INPUT" | "TEXTAREA"))
}

/// Brings the focus to the title, once what changed has been drawn, so that it is read out.
fn focus_title() {
    request_animation_frame(|| {
        use leptos::wasm_bindgen::JsCast;
        let title = document().get_element_by_id("title");
        if let Some(title) = title.and_then(|title| title.dyn_into::<leptos::web_sys::HtmlElement>().ok()) {
            // A title that cannot take the focus leaves it where it was.
            let _ = title.focus();
        }
    });
}

fn remembered_method(phone: Phone) -> String {
    let kept = phone.device().setting(METHOD_SETTING);
    kept.filter(|method| METHOD.contains(&method.as_str())).unwrap_or_else(|| METHOD[0].to_owned())
}

/// Where and when: `12号 · 上午`, with the day where it is not today.
fn place_label(lang: Lang, door: &str, (on, slot): Asked, slots: usize, today: Day) -> String {
    let slot = slot_name(lang, slot, slots);
    let day = (on != today).then(|| words::month_day(lang, on));
    let when = [day, Some(slot)].into_iter().flatten().collect::<Vec<_>>().join(lang.measure().between);
    format!("{door} · {when}")
}
