//! What may be done about an event: one main button, the others beside it, and the sheet in which it is
//! said to whom, why, how.

use super::{
    clock, policy,
    state::{self, Colleague, Seen, Who},
    who,
};
use crate::{
    jobs::{isolation::Offers, visit::NotSaved},
    live::{Show, derive, memo},
    parts::{
        Button, Dock, Field, Input, Notice, ProblemLine, Question, Scale, SearchField, Sheet, Size, Toasts, Toggle,
        Tone, Weight, use_toasts,
    },
    phone::{Phone, use_phone},
    settings::{Table, use_settings, use_table, use_words},
    words::{self, EventWords, Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use model::{field::Problem, id::RecordId, kind::event::Step};
use sync::Broken;

const HOUR: i64 = 3_600_000;
/// Within so many hours it is usually to be handled.
const HOURS: [i64; 3] = [1, 4, 24];

fn label(e: &EventWords, what: &str) -> &'static str {
    match what {
        "accepted" => e.accept,
        "assigned" => e.assign,
        "returned" => e.give_back,
        "handled" => e.handle,
        "closed" => e.close_it,
        _ => e.rate,
    }
}

/// How a step is saved, and what is so meanwhile.
#[derive(Clone, Copy)]
struct Deed {
    phone: Phone,
    toasts: Toasts,
    id: RecordId,
    open: RwSignal<bool>,
    busy: RwSignal<bool>,
    broken: RwSignal<Option<Broken>>,
    e: Table<EventWords>,
}

impl Deed {
    fn me(self) -> Who {
        untrack(|| who(self.phone))
    }

    /// Saves a step on top of what the event is now, not of what it was when it was drawn.
    fn save(self, step: Step, rating: Option<i64>) {
        if self.busy.get_untracked() {
            return;
        }
        let what = step.what.clone();
        let now = self.phone.peek(|state| state::one(state, self.id)).flatten();
        let Some(intent) = now.and_then(|now| now.taken(step, rating)) else {
            self.open.set(false);
            return self.toasts.say(self.e.get_untracked().moved_on);
        };
        self.busy.set(true);
        self.broken.set(None);
        spawn_local(async move {
            match self.phone.save(vec![intent], None, None).await {
                Ok(()) => {
                    let e = self.e.get_untracked();
                    self.toasts.say((e.done)(label(e, &what)));
                    self.open.try_set(false);
                }
                Err(error) => drop(self.broken.try_set(Some(error))),
            }
            self.busy.try_set(false);
        });
    }
}

/// The buttons; nothing where nothing may be done.
#[component]
pub fn Acts(
    /// The event.
    seen: Seen,
) -> impl IntoView {
    let e = use_table(Lang::event_words);
    let phone = use_phone();
    let me = untrack(|| who(phone));
    let mut offers = seen.event.offers(seen.looks(&me)).into_iter();
    let what = RwSignal::new("");
    let deed = Deed {
        phone,
        toasts: use_toasts(),
        id: seen.record.id,
        open: RwSignal::new(false),
        busy: RwSignal::new(false),
        broken: RwSignal::new(None),
        e,
    };
    let press = move |code: &'static str| match code {
        // Nothing is to be said about it.
        "accepted" | "closed" => deed.save(state::step(code, &deed.me(), phone.now(), ""), None),
        code => {
            what.set(code);
            deed.open.set(true);
        }
    };
    let main = offers.next()?;
    let other = move |code: &'static str| {
        view! { <Button label=move || label(e.get(), code) busy=deed.busy on_press=move |()| press(code) /> }
    };
    let others: Vec<&'static str> = offers.collect();
    Some(view! {
        <Dock>
            {move || deed.broken.get().map(|broken| view! { <NotSaved broken /> })}
            {(!others.is_empty()).then(|| view! { <div class="acts">{others.into_iter().map(other).collect_view()}</div> })}
            <Button
                label=move || label(e.get(), main)
                weight=Weight::Main
                size=Size::Big
                busy=deed.busy
                on_press=move |()| press(main)
            />
        </Dock>
        <Sheet open=deed.open title=move || label(e.get(), what.get())>
            {
                let seen = seen.clone();
                match what.get_untracked() {
                    "assigned" => view! { <Assign seen deed /> }.into_any(),
                    "rated" => view! { <Rate deed /> }.into_any(),
                    code => view! { <Say code deed /> }.into_any(),
                }
            }
        </Sheet>
    })
}

/// Why it is given back, or how it was handled: likely answers in a tap, any other in words.
#[component]
fn Say(code: &'static str, deed: Deed) -> impl IntoView {
    let e = deed.e;
    let lang = use_settings().lang;
    let back = code == "returned";
    let (text, tried) = (RwSignal::new(String::new()), RwSignal::new(false));
    let ask = move || if back { e.get().why_back } else { e.get().handled_how };
    let offers = derive(move || {
        let offers = if back { e.get().why_offers } else { e.get().handled_offers };
        offers.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>()
    });
    let problem = derive(move || {
        let lacks = tried.get() && text.with(|text| text.trim().is_empty());
        lacks.then(|| words::problem(lang.get(), &Problem::new("note", "required")))
    });
    let press = move |()| {
        tried.set(true);
        if problem.get_untracked().is_none() {
            deed.save(state::step(code, &deed.me(), deed.phone.now(), &text.get_untracked()), None);
        }
    };
    view! {
        <div class="stack">
            <Field id="event-say" label=ask value=text input=Input::Lines most=200 problem on_input=move |said: String| text.set(said) />
            <Offers offers label=ask value=text on_choose=move |said: String| text.set(said) />
            <Button label=move || label(e.get(), code) weight=Weight::Main size=Size::Big busy=deed.busy on_press=press />
        </div>
    }
}

/// To whom, and until when.
#[component]
fn Assign(seen: Seen, deed: Deed) -> impl IntoView {
    let e = deed.e;
    let w = use_words();
    let lang = use_settings().lang;
    let phone = deed.phone;
    let scope = seen.record.scope;
    let (now, today) = (phone.now(), phone.today());
    let rule = seen.event.due(&untrack(|| policy(phone))).filter(|due| *due > now).unwrap_or(now + HOUR);
    let (typed, chosen, tried) = (RwSignal::new(String::new()), RwSignal::new(None::<Colleague>), RwSignal::new(false));
    let until = RwSignal::new(rule);
    let found = memo(move || {
        let me = phone.user().map(|user| user.id);
        phone.read(|state| typed.with(|typed| state::colleagues(state, scope, me, typed))).unwrap_or_default()
    });
    let one = move |one: Colleague| {
        let id = one.id;
        let (name, role, here) = (one.name.clone(), one.role.clone(), one.here);
        let label = move || {
            let role = role.as_ref().map(|role| term_or_code(lang.get(), "role", role));
            let here = here.then(|| e.get().works_here.to_owned());
            [Some(name.clone()), role, here].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        };
        let on = derive(move || chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.id == id)));
        view! { <Toggle label on on_change=move |on: bool| chosen.set(on.then(|| one.clone())) /> }
    };
    let when = move |(label, at): (String, i64)| {
        view! { <Toggle label on=derive(move || until.get() == at) on_change=move |_| until.set(at) /> }
    };
    let whens = move || {
        let rule_label = (e.get().by_rule)(&clock(lang.get(), rule, today));
        let hours = HOURS.into_iter().map(|n| ((e.get().in_hours)(n), now + n * HOUR));
        std::iter::once((rule_label, rule)).chain(hours).map(when).collect_view()
    };
    let far = move || chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| !chosen.here));
    let press = move |()| {
        tried.set(true);
        if let Some(to) = chosen.get_untracked() {
            deed.save(state::assigned(&deed.me(), phone.now(), to.id, until.get_untracked()), None);
        }
    };
    view! {
        <div class="stack-wide">
            <Question title=move || e.get().who>
                <div class="stack">
                    <SearchField id="event-who" label=move || e.get().who hint=move || e.get().find_who value=typed on_input=move |text: String| typed.set(text) />
                    <div class="choices broad" role="group" aria-label=move || e.get().who>
                        {move || found.get().into_iter().map(one).collect_view()}
                    </div>
                    <Show when=move || found.with(Vec::is_empty)><p class="soft">{move || e.get().nobody_found}</p></Show>
                    <Show when=move || { tried.get() && chosen.with(Option::is_none) }>
                        <p role="alert"><ProblemLine text=move || e.get().choose_who /></p>
                    </Show>
                    <Show when=far><Notice tone=Tone::Wait what=move || e.get().may_not_see /></Show>
                </div>
            </Question>
            <Question title=move || e.get().by_when>
                <div class="choices broad" role="group" aria-label=move || e.get().by_when>{whens}</div>
            </Question>
            <Button
                label=move || match chosen.get() {
                    Some(one) => (e.get().to_whom)(&one.name),
                    None => w.get().save.to_owned(),
                }
                weight=Weight::Main
                size=Size::Big
                busy=deed.busy
                on_press=press
            />
        </div>
    }
}

/// How content whoever reported it is.
#[component]
fn Rate(deed: Deed) -> impl IntoView {
    let e = deed.e;
    let lang = use_settings().lang;
    let (chosen, tried) = (RwSignal::new(None::<i64>), RwSignal::new(false));
    let lacks = move || tried.get() && chosen.get().is_none();
    let press = move |()| {
        tried.set(true);
        if let Some(step) = chosen.get_untracked() {
            deed.save(state::step("rated", &deed.me(), deed.phone.now(), ""), Some(step));
        }
    };
    view! {
        <div class="stack">
            <Question title=move || e.get().rate_ask>
                <Scale name=move || e.get().rate_ask key="event.rating" chosen on_choose=move |step: i64| chosen.set(Some(step)) />
            </Question>
            <Show when=lacks>
                <p role="alert"><ProblemLine text=move || words::problem(lang.get(), &Problem::new("rating", "required")) /></p>
            </Show>
            <Button label=move || e.get().rate weight=Weight::Main size=Size::Big busy=deed.busy on_press=press />
        </div>
    }
}
