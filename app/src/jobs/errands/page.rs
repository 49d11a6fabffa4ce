//! One ticket: where, whom, what; and its next step.

use super::{
    state::{self, Step, Ticket},
    take_step, what,
};
use crate::{
    jobs::{
        calls::use_colleague,
        households::record_state,
        photos::{FormPhotos, Thumbs, answers as photos},
        visit::NotSaved,
    },
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, ChooseOne, Dock, Door, Empty, Field, Icon, Input, LinkButton, Loading, Main, Notice,
        Page, ProblemLine, Question, Scale, Size, Stepper, SyncBadge, Tone, Walk, Weight, use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use model::{
    care::Moment,
    id::RecordId,
    kind::errand::{PAID_BY, RECEIPTS},
    person::Phone as Number,
    record::Data,
};
use serde_json::Value;
use sync::Broken;

/// The most masks that one ticket brings.
const MASKS: i64 = 999;

/// What stands alone on the screen where only one thing does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// Where, whom, what.
    Ticket,
    /// What is bought.
    Items,
    /// How many masks.
    Masks,
    /// What it cost.
    Cost,
    /// Who pays.
    PaidBy,
    /// Anything else.
    Note,
    /// What it cost, on paper.
    Receipt,
}

/// What is asked at a step. Masks are asked where they are wanted, while one thing is asked at a time.
fn asks(step: Option<Step>, masks: bool) -> Vec<Ask> {
    let bought = [Ask::Items, Ask::Masks, Ask::Cost, Ask::PaidBy, Ask::Note];
    let bought = bought.into_iter().filter(|ask| masks || *ask != Ask::Masks);
    let said: Vec<Ask> = match step {
        Some(Step::Bought) => bought.collect(),
        Some(Step::Delivered) => bought.chain([Ask::Receipt]).collect(),
        _ => Vec::new(),
    };
    [Ask::Ticket].into_iter().chain(said).collect()
}

/// The question that has a field.
fn ask_of(field: &str) -> Ask {
    match field {
        "items" => Ask::Items,
        "masks" => Ask::Masks,
        "cost" | "cost_fen" => Ask::Cost,
        "paid_by" => Ask::PaidBy,
        "note" => Ask::Note,
        "receipt" => Ask::Receipt,
        _ => Ask::Ticket,
    }
}

/// The screen.
#[component]
pub fn ErrandPage(
    /// The ticket of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::calls);
    let phone = use_phone();
    let ticket = memo(move || phone.read(|state| id.and_then(|id| state::ticket(state, id))));
    // Drawn anew when it has come a step farther, not while it is being filled in.
    let stands = memo(move || {
        ticket.with(|ticket| ticket.as_ref().map(|found| found.as_ref().map(|one| one.errand.status.clone())))
    });
    view! {
        <Page>
            {move || match stands.get() {
                None => view! { <Bar title=move || w.get().errand back=routes::TODAY /><Main><Loading /></Main> }.into_any(),
                Some(None) => view! {
                    <Bar title=move || w.get().errand back=routes::TODAY />
                    <Main><Empty icon=Icon::Bag title=move || c.get().ticket_gone text=move || c.get().ticket_gone_todo /></Main>
                }
                .into_any(),
                Some(Some(_)) => match ticket.get_untracked().flatten() {
                    Some(one) => view! { <OneTicket ticket=one latest=ticket /> }.into_any(),
                    None => ().into_any(),
                },
            }}
        </Page>
    }
}

#[component]
fn OneTicket(ticket: Ticket, latest: Memo<Option<Option<Ticket>>>) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::calls);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let name = use_colleague();
    let me = untrack(|| phone.user()).map(|user| user.id);
    let id = ticket.record.id;
    let errand = ticket.errand.clone();
    let step = Step::after(&errand);
    let others = errand.taken_by.filter(|by| Some(*by) != me && errand.status != "open");
    let step = step.filter(|_| others.is_none());
    let kept = phone.peek(|state| state.draft(&state::draft_key(id)).cloned()).flatten();
    let given = kept.map_or_else(|| state::begun(&errand), |draft| draft.data);
    // A kill can come between a draft and its photo.
    let known = photos::of(&state::begun(&errand), "receipt");
    let is_lost = |photo| !phone.has_photo(photo) && known.iter().all(|one| one.sha256 != photo);
    let whole = photos::without(&given, "receipt", is_lost);
    let lost = whole != given;
    let answers = RwSignal::new(whole);
    let (tried, saving, photo_busy) = (RwSignal::new(None::<Step>), RwSignal::new(false), RwSignal::new(false));
    let broken = RwSignal::new(None::<Broken>);
    let standing = memo(move || latest.with(|latest| latest.as_ref()?.as_ref().map(|one| record_state(one.standing))));
    let (number, to_name) = (errand.door.clone(), errand.to_name.clone().unwrap_or_default());
    let dial = errand.phone.clone().filter(|number| Number::parse(number).is_ok());
    let dial_name = to_name.clone();
    let asked = errand.asked_on;
    let status = errand.status.clone();
    let tone = if errand.is_delivered() { Tone::Ok } else { Tone::Wait };
    let shown = errand.clone();
    let ticket = StoredValue::new(ticket);
    let problems = derive(move || {
        let now = Moment::at(phone.now());
        let all =
            |step| ticket.with_value(|ticket| answers.with(|answers| state::problems(ticket, step, me, now, answers)));
        tried.get().map(all).unwrap_or_default()
    });
    let problem = move |field: &'static str| {
        derive(move || {
            let lang = lang.get();
            let wrong = problems.get().into_iter().find(|problem| problem.field == field)?;
            Some(if field == "cost" { lang.calls().cost_wrong.to_owned() } else { words::problem(lang, &wrong) })
        })
    };

    // From the first press on, every change is kept.
    Effect::new(move |before: Option<Data>| {
        let now = answers.get();
        if before.as_ref().is_some_and(|before| *before != now) {
            let draft = ticket.with_value(|ticket| state::draft(ticket, &now, phone.now()));
            spawn_local(async move {
                broken.try_set(phone.keep_draft(draft).await.err());
            });
        }
        now
    });
    phone.device().form_open(true);
    on_cleanup(move || phone.device().form_open(false));

    let settings = use_settings();
    let wants_masks = errand.category == "masks" || errand.masks.is_some();
    let walk = Walk::new(move || asks(step, wants_masks || !settings.is_elder()));
    let go = move |step: Step| {
        tried.set(Some(step));
        if let Some(first) = problems.get_untracked().first() {
            return walk.go(ask_of(&first.field));
        }
        if saving.get_untracked() || photo_busy.get_untracked() {
            return;
        }
        // As it stands now: something of it may have come from elsewhere meanwhile.
        let Some(now) = latest.get_untracked().flatten() else { return };
        saving.set(true);
        spawn_local(async move {
            let said = answers.get_untracked();
            take_step(phone, toasts, w.get_untracked(), c.get_untracked(), now, step, said).await;
            saving.try_set(false);
        });
    };
    let title = move || what(lang.get(), &shown);
    let line = move || {
        let lang = lang.get();
        let asked = asked.map(|day| words::month_day(lang, day));
        let who = others.map(|by| (lang.calls().taken_by)(&name(Some(by))));
        asked.into_iter().chain(who).collect::<Vec<_>>().join(" · ")
    };
    let label = move |step: Step| match step {
        Step::Take => c.get().take_it,
        Step::Bought => c.get().bought,
        Step::Delivered => c.get().delivered,
        Step::Rate => c.get().rate,
    };
    let busy = derive(move || saving.get() || photo_busy.get());
    let navigate = use_navigate();
    let back = move |()| {
        if !walk.back() {
            navigate(routes::TODAY, Default::default());
        }
    };
    let place = format!("{number} {to_name}");
    let sub = move || {
        let asked = walk.position().filter(|(at, count)| *at > 0 && *count > 1);
        asked.map(|(at, count)| format!("{place} · {}", (w.get().question_of)(at, count - 1))).unwrap_or_default()
    };
    let (number, to_name) = (StoredValue::new(number), StoredValue::new(to_name));
    let (dial, dial_name, status) = (StoredValue::new(dial), StoredValue::new(dial_name), StoredValue::new(status));
    let (title, line) = (derive(title), derive(line));
    let main = move |step: Step| if walk.is_last() { label(step) } else { w.get().next };
    let press = move |step: Step| if walk.is_last() { go(step) } else { walk.next() };
    view! {
        <Bar title=move || w.get().errand sub on_back=back />
        <Main>
            <Show when=move || walk.shows(Ask::Ticket)>
            <Card>
                <Door number=number.get_value() name=to_name.get_value()>
                    <Badge tone icon=Icon::Bag label=move || status.with_value(|status| term_or_code(lang.get(), "errand.status", status)) />
                </Door>
                <div class="q stack">
                    <p><b>{title}</b></p>
                    <p class="soft num">{line}</p>
                    {dial.get_value().map(|number| {
                        view! {
                            <LinkButton
                                label=move || c.get().dial
                                name=move || dial_name.with_value(|name| (c.get().dial_name)(name))
                                href=format!("tel:{number}")
                                icon=Icon::Call
                                size=Size::Wide
                            />
                        }
                    })}
                    {move || standing.get().map(|state| view! { <p><SyncBadge state /></p> })}
                </div>
            </Card>
            </Show>
            {others.map(|_| view! { <Notice tone=Tone::Info what=move || c.get().by_others_todo /> })}
            {matches!(step, Some(Step::Bought | Step::Delivered)).then(|| view! { <Purchase answers walk problem=derive(move || problem("cost").get()) /> })}
            {(step == Some(Step::Delivered)).then(|| {
                let draft = move |answers: Data| ticket.with_value(|ticket| state::draft(ticket, &answers, phone.now()));
                view! {
                    <Show when=move || walk.shows(Ask::Receipt)>
                        <Card>
                            <Question title=move || c.get().receipt>
                                <p class="soft">{move || c.get().receipt_note}</p>
                                <FormPhotos most=RECEIPTS field="receipt" draft answers busy=photo_busy lost />
                            </Question>
                        </Card>
                    </Show>
                }
            })}
            {(step == Some(Step::Rate)).then(|| {
                view! {
                    <Card>
                        <Question title=move || c.get().rate_ask>
                            <Scale
                                name=move || c.get().rate_ask
                                key="errand.rating"
                                chosen=derive(move || answers.with(|answers| answers.get("rating").and_then(Value::as_i64)))
                                on_choose=move |step: i64| put(answers, "rating", step.into())
                            />
                            {move || problem("rating").get().map(|text| view! { <p role="alert"><ProblemLine text /></p> })}
                        </Question>
                    </Card>
                }
            })}
            {(step.is_none() || step == Some(Step::Rate)).then(|| view! { <Brought errand /> })}
            {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
        </Main>
        {step.map(|step| {
            view! {
                <Dock>
                    <Show when=move || step == Step::Bought && walk.shows(Ask::Ticket)>
                        <Button label=move || c.get().not_needed_to_buy weight=Weight::Quiet busy on_press=move |_| go(Step::Delivered) />
                    </Show>
                    <Button label=move || main(step) weight=Weight::Main size=Size::Big busy on_press=move |_| press(step) />
                </Dock>
            }
        })}
    }
}

fn put(answers: RwSignal<Data>, field: &str, value: Value) {
    answers.update(|answers| {
        match value {
            Value::Null => answers.remove(field),
            value => answers.insert(field.to_owned(), value),
        };
    });
}

/// What was bought, what it cost, who pays.
#[component]
fn Purchase(answers: RwSignal<Data>, walk: Walk<Ask>, #[prop(into)] problem: Signal<Option<String>>) -> impl IntoView {
    let c = use_table(Lang::calls);
    let lang = use_settings().lang;
    let text = move |field: &'static str| {
        derive(move || {
            answers.with(|answers| answers.get(field).and_then(Value::as_str).unwrap_or_default().to_owned())
        })
    };
    let typed = move |field: &'static str| {
        move |text: String| put(answers, field, if text.is_empty() { Value::Null } else { text.into() })
    };
    let masks = derive(move || answers.with(|answers| answers.get("masks").and_then(Value::as_i64)));
    let paid_by =
        derive(move || answers.with(|answers| answers.get("paid_by").and_then(Value::as_str).map(str::to_owned)));
    view! {
        <Show when=move || walk.shows_any(&[Ask::Items, Ask::Masks, Ask::Cost, Ask::PaidBy, Ask::Note])>
            <Card>
                <Show when=move || walk.shows_any(&[Ask::Items, Ask::Masks, Ask::Cost])>
                    <div class="q stack">
                        <Show when=move || walk.shows(Ask::Items)>
                            <Field id="items" label=move || c.get().what_is_bought value=text("items") on_input=typed("items") input=Input::Lines most=200 />
                        </Show>
                        <Show when=move || walk.shows(Ask::Masks)>
                            <Stepper
                                label=move |n| (c.get().masks_label)(n)
                                value=masks
                                on_change={move |n: Option<i64>| put(answers, "masks", n.into())}
                                usual=10
                                most=MASKS
                            />
                        </Show>
                        <Show when=move || walk.shows(Ask::Cost)>
                            <Field id="cost" label=move || c.get().cost value=text("cost") on_input=typed("cost") input=Input::Money problem />
                        </Show>
                    </div>
                </Show>
                <Show when=move || walk.shows(Ask::PaidBy)>
                    <Question title=move || c.get().paid_by>
                        <ChooseOne
                            name=move || c.get().paid_by
                            key="errand.paid_by"
                            codes=PAID_BY
                            broad=true
                            chosen=paid_by
                            on_choose=move |code: &'static str| put(answers, "paid_by", code.into())
                        />
                    </Question>
                </Show>
                <Show when=move || walk.shows(Ask::Note)>
                    <div class="q">
                        <Field id="note" label=move || term(lang.get(), "errand.note").unwrap_or_default() value=text("note") on_input=typed("note") most=200 />
                    </div>
                </Show>
            </Card>
        </Show>
    }
}

/// What was brought, when, and what it cost.
#[component]
fn Brought(errand: model::kind::errand::Errand) -> impl IntoView {
    let c = use_table(Lang::calls);
    let lang = use_settings().lang;
    let photos = errand.receipt.clone();
    let rating = errand.rating;
    let line = memo(move || {
        let (lang, c) = (lang.get(), c.get());
        let on = errand.delivered_on.map(|day| {
            let at = errand.delivered_minute.map(|minute| format!(" {:02}:{:02}", minute / 60, minute % 60));
            format!("{} {}{}", c.delivered, words::month_day(lang, day), at.unwrap_or_default())
        });
        let cost = errand.cost_fen.map(|fen| (c.yuan)(&state::yuan(fen)));
        let paid = errand.paid_by.as_ref().map(|code| term_or_code(lang, "errand.paid_by", code));
        let masks = errand.masks.filter(|n| *n > 0).map(|n| (c.masks_label)(n));
        let rating = rating.map(|step| term_or_code(lang, "errand.rating", &step.to_string()));
        [on, masks, cost, paid, rating, errand.note.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    let has_any = !photos.is_empty();
    view! {
        <Show when=move || !line.with(String::is_empty)>
            <Card pad=true>
                <p class="num">{line}</p>
            </Card>
        </Show>
        {has_any.then(|| view! { <Card pad=true><Thumbs photos=photos.clone() /></Card> })}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_at_a_time_ends_where_everything_was_asked() {
        assert_eq!(asks(Some(Step::Take), true), [Ask::Ticket]);
        assert_eq!(asks(Some(Step::Bought), false).len(), 5);
        assert_eq!(asks(Some(Step::Delivered), true).last(), Some(&Ask::Receipt));
        for field in ["items", "masks", "cost", "paid_by", "note", "receipt"] {
            assert!(asks(Some(Step::Delivered), true).contains(&ask_of(field)), "{field}");
        }
    }
}
