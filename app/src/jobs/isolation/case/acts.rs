//! What may be done about a case: one button each, and the sheet in which it is said why and until
//! when.

use super::{gate::Lacking, state::Glance};
use crate::{
    jobs::{
        isolation::{
            day_field::DayField,
            decides,
            decision::{self, Decision, Sort},
            now,
            offers::Offers,
            opening::planned_end,
        },
        visit::NotSaved,
    },
    live::{Show, derive, memo},
    parts::{
        Button, Card, Field, Icon, Input, Notice, ProblemLine, Section, Sheet, Size, Tone, Walk, Weight, use_toasts,
    },
    phone::{Phone, use_book, use_phone},
    settings::{use_settings, use_table, use_words},
    words::{self, IsolationWords, Lang, full_day, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    care::{CaseFile, gate::release_no},
    day::Day,
    field::Problem,
    id::RecordId,
    kind::{
        Payload,
        assignment::Assignment,
        isolation::{self, Isolation},
    },
    record::{Data, Record},
};
use serde_json::{Value, json};
use sync::{Broken, Draft, Intent};

/// By so many days an isolation is usually extended.
const LONGER: [i32; 3] = [3, 7, 14];

/// Which sheet is open, if one is.
#[derive(Clone, Copy)]
pub struct Opened {
    open: RwSignal<bool>,
    sort: RwSignal<Sort>,
}

impl Opened {
    /// None, or the one that somebody comes to go on with.
    pub fn at(sort: Option<Sort>) -> Self {
        Self { open: RwSignal::new(sort.is_some()), sort: RwSignal::new(sort.unwrap_or(Sort::HandIn)) }
    }

    fn show(self, sort: Sort) {
        self.sort.set(sort);
        self.open.set(true);
    }
}

/// What stands alone in a sheet where only one thing does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// What it means.
    Meaning,
    /// Until when.
    End,
    /// What a release lacks.
    Gate,
    /// Why, where to, who signs.
    Text,
}

/// What is asked for a decision.
fn asks(sort: Sort) -> &'static [Ask] {
    match sort {
        Sort::Approve => &[Ask::End],
        Sort::Until => &[Ask::End, Ask::Text],
        Sort::Release => &[Ask::Gate, Ask::Text],
        Sort::HandIn | Sort::Find => &[Ask::Meaning],
        Sort::Return | Sort::ToCentral | Sort::Refer | Sort::Lose | Sort::Mistaken => &[Ask::Text],
    }
}

fn label(i: &IsolationWords, sort: Sort) -> &'static str {
    match sort {
        Sort::Approve => i.approve,
        Sort::Return => i.give_back,
        Sort::HandIn => i.hand_in,
        Sort::Until => i.until_other,
        Sort::ToCentral => i.to_central,
        Sort::Refer => i.refer,
        Sort::Lose => i.lose,
        Sort::Find => i.find,
        Sort::Mistaken => i.mistaken,
        Sort::Release => i.release,
    }
}

/// The buttons; nothing where nothing may be done.
#[component]
pub fn Acts(
    /// The case.
    glance: Glance,
    /// Its sheets.
    opened: Opened,
) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let phone = use_phone();
    let open = decision::open_to(&glance.file.case.is, decides(phone, glance.file.case.scope), glance.now.day);
    let button = move |(nth, sort): (usize, Sort)| {
        // What the case waits for comes first, and weighs more.
        let waits = nth == 0 && matches!(sort, Sort::Approve | Sort::Release | Sort::HandIn | Sort::Find);
        view! {
            <Button
                label=move || label(i.get(), sort)
                weight=if waits { Weight::Main } else { Weight::Plain }
                on_press=move |()| opened.show(sort)
            />
        }
    };
    (!open.is_empty()).then(|| {
        view! {
            <Section title=move || i.get().what_to_do />
            <Card pad=true>
                <div class="side-by-side acts">{open.into_iter().enumerate().map(button).collect_view()}</div>
            </Card>
        }
    })
}

/// The sheet of whatever is being done.
#[component]
pub fn Sheets(
    /// The case, followed.
    #[prop(into)]
    glance: Signal<Option<Glance>>,
    /// Which sheet.
    opened: Opened,
) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let Opened { open, sort } = opened;
    view! {
        <Sheet open title=move || label(i.get(), sort.get())>
            {
                // What the case was when the sheet was opened is what is decided about.
                let file = glance.with_untracked(|glance| glance.as_ref().map(|glance| glance.file.clone()));
                file.map(|file| view! { <Say file sort=sort.get_untracked() open /> })
            }
        </Sheet>
    }
}

/// What is asked for a decision, and the button that makes it.
#[component]
fn Say(file: CaseFile, sort: Sort, open: RwSignal<bool>) -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let policies = use_book().with_untracked(|book| book.as_ref().map(|book| book.care.policies().clone()));
    let policies = StoredValue::new(policies.unwrap_or_default());
    let case = file.case.is.clone();
    let planned = policies.with_value(|policies| planned_end(&case.data(), policies));
    let id = file.case.id;
    let kept = phone.peek(|state| state.draft(&draft_key(id)).cloned()).flatten();
    // One that was begun with another decision is not gone on with by this one.
    let kept = kept.and_then(|draft| Said::read(&draft.data)).filter(|said| said.sort == sort);
    let resumed = RwSignal::new(kept.is_some());
    let fresh = Said {
        sort,
        text: if sort == Sort::Release { case.doctor.clone().unwrap_or_default() } else { String::new() },
        end: case.end_on.map(|end| end.to_string()),
    };
    let begin = kept.unwrap_or_else(|| fresh.clone());
    let fresh = StoredValue::new(fresh);
    let text = RwSignal::new(begin.text);
    let end = RwSignal::new(begin.end);
    let walk = Walk::new(move || asks(sort).to_vec());
    let tried = RwSignal::new(false);
    let saving = RwSignal::new(false);
    let broken = RwSignal::new(None::<Broken>);
    let decision = move || {
        let said = text.get();
        let end_on = end.get().as_deref().and_then(Day::parse);
        match sort {
            Sort::Approve => Decision::Approve { end_on },
            Sort::Return => Decision::Return { reason: said },
            Sort::HandIn => Decision::HandIn,
            Sort::Until => Decision::Until { end_on, reason: said },
            Sort::ToCentral => Decision::Hand { to_hospital: false, to: said },
            Sort::Refer => Decision::Hand { to_hospital: true, to: said },
            Sort::Lose => Decision::Lose { reason: said },
            Sort::Find => Decision::Find,
            Sort::Mistaken => Decision::Mistaken { reason: said },
            Sort::Release => Decision::Release { signed_off_by: said },
        }
    };
    let household = case.household;
    // From the first press on, every change is kept.
    Effect::new(move |before: Option<Said>| {
        let said = Said { sort, text: text.get(), end: end.get() };
        if before.as_ref().is_some_and(|before| *before != said) {
            let nothing = fresh.with_value(|fresh| *fresh == said);
            let draft = draft(id, household, &said, phone.now());
            spawn_local(async move {
                let kept = match nothing {
                    true => phone.drop_draft(&draft.key).await,
                    false => phone.keep_draft(draft).await,
                };
                broken.try_set(kept.err());
            });
        }
        said
    });
    let drop = move |()| {
        let fresh = fresh.get_value();
        resumed.set(false);
        text.set(fresh.text);
        end.set(fresh.end);
    };
    let file = StoredValue::new(file);
    let lacks = policies.with_value(|policies| file.with_value(|file| decision::lacks(file, policies, now(phone))));
    let lacks = StoredValue::new(lacks);
    let problems: Memo<Vec<Problem>> = memo(move || {
        let decision = decision();
        policies
            .with_value(|policies| file.with_value(|file| decision::problems(file, &decision, policies, now(phone))))
    });
    let wrong = move |field: &'static str| {
        derive(move || {
            let mine = problems.with(|all| all.iter().find(|one| one.field == field).cloned());
            mine.filter(|_| tried.get()).map(|one| words::problem(lang.get(), &one))
        })
    };
    let gate_shut = memo(move || tried.get() && problems.with(|all| all.iter().any(|one| one.field == "gate")));
    let press = move |()| {
        if !walk.is_last() {
            // Whoever sees that something is missing is told so before signing.
            let shut =
                walk.shows(Ask::Gate) && problems.with_untracked(|all| all.iter().any(|one| one.field == "gate"));
            tried.set(shut);
            if !shut {
                walk.next();
            }
            return;
        }
        tried.set(true);
        if let Some(first) = problems.with_untracked(|all| all.first().map(|one| one.field.clone())) {
            return walk.go(match first.as_str() {
                "end_on" => Ask::End,
                "gate" => Ask::Gate,
                _ => Ask::Text,
            });
        }
        if saving.get_untracked() {
            return;
        }
        let decision = untrack(decision);
        let Some(intents) = file.with_value(|file| intents(phone, file, &decision)) else { return };
        saving.set(true);
        spawn_local(async move {
            match phone.save(intents, Some(draft_key(id)), None).await {
                Ok(()) => {
                    open.set(false);
                    toasts.say(w.get_untracked().saved_on_phone);
                }
                Err(error) => {
                    broken.try_set(Some(error));
                }
            }
            saving.try_set(false);
        });
    };
    let end_field = move || {
        let by_policy = planned.filter(|planned| Some(*planned) != case.end_on);
        let longer = case.end_on.filter(|_| sort == Sort::Until).map(|before| {
            let one = move |days: i32| {
                let to = before.plus(days).to_string();
                let same = to.clone();
                view! {
                    <Button
                        label=move || (i.get().longer)(days)
                        size=Size::Small
                        pressed=derive(move || end.with(|end| end.as_deref() == Some(&*same)))
                        on_press=move |()| end.set(Some(to.clone()))
                    />
                }
            };
            let today = phone.today();
            let today = (today < before).then(|| view! {
                <Button label=move || i.get().until_today size=Size::Small on_press=move |()| end.set(Some(today.to_string())) />
            });
            view! { <div class="offers">{LONGER.map(one).collect_view()}{today}</div> }
        });
        view! {
            <DayField
                id="decide-end"
                label=move || term_or_code(lang.get(), Isolation::KIND, "end_on")
                value=end
                problem=wrong("end_on")
                on_input=move |text: String| end.set(Some(text))
            />
            {longer}
            {by_policy.map(|planned| view! {
                <Button
                    label=move || (i.get().by_policy)(&full_day(lang.get(), planned))
                    size=Size::Small
                    on_press=move |()| end.set(Some(planned.to_string()))
                />
            })}
        }
    };
    let field = match sort {
        Sort::ToCentral | Sort::Refer => "to",
        Sort::Release => "signed_off_by",
        _ => "reason",
    };
    let doctor = case.doctor.clone();
    let offers = derive(move || match sort {
        Sort::Return => i.get().reasons_back.iter().map(|one| (*one).to_owned()).collect(),
        Sort::Lose => i.get().reasons_lost.iter().map(|one| (*one).to_owned()).collect(),
        Sort::Until => i.get().reasons_until.iter().map(|one| (*one).to_owned()).collect(),
        Sort::Mistaken => i.get().reasons_mistaken.iter().map(|one| (*one).to_owned()).collect(),
        Sort::Release => doctor.iter().cloned().collect::<Vec<_>>(),
        _ => Vec::new(),
    });
    let text_label = move || match sort {
        Sort::ToCentral | Sort::Refer => term_or_code(lang.get(), Isolation::KIND, "referred_to"),
        Sort::Release => i.get().signs_off.to_owned(),
        _ => i.get().why.to_owned(),
    };
    let input = if field == "reason" { Input::Lines } else { Input::Words };
    let note = move || match sort {
        Sort::Approve => i.get().approve_note,
        Sort::Return => i.get().give_back_note,
        Sort::HandIn => i.get().hand_in_note,
        Sort::Until => i.get().until_note,
        Sort::ToCentral | Sort::Refer => i.get().hand_note,
        Sort::Lose => i.get().lose_note,
        Sort::Find => i.get().find_note,
        Sort::Mistaken => i.get().mistaken_note,
        Sort::Release => i.get().release_note,
    };
    let number = StoredValue::new(file.with_value(|file| release_no(file.case.id, phone.today())));
    view! {
        <div class="stack">
            <Show when=move || resumed.get()>
                <Notice tone=Tone::Info what=move || w.get().draft_resumed>
                    <Button label=move || w.get().draft_drop size=Size::Small on_press=drop />
                </Notice>
            </Show>
            <Show when=move || walk.position().is_none_or(|(at, _)| at == 0)><p class="soft">{note}</p></Show>
            <Show when=move || walk.shows(Ask::End)>{end_field()}</Show>
            <Show when=move || walk.shows(Ask::Gate)>
                <Lacking missing=lacks.get_value() household />
                <Show when=move || gate_shut.get()>
                    <p role="alert"><ProblemLine text=move || i.get().gate_shut /></p>
                </Show>
            </Show>
            <Show when=move || walk.shows(Ask::Text)>
                <Field
                    id="decide-text"
                    label=text_label
                    value=text
                    input
                    problem=wrong(field)
                    on_input=move |said: String| text.set(said)
                />
                <Offers offers label=text_label value=text on_choose=move |said: String| text.set(said) />
            </Show>
            <Show when=move || sort == Sort::Release && walk.shows(Ask::Text)>
                <p class="soft num">{move || number.with_value(|number| (i.get().paper_no)(number))}</p>
            </Show>
            {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
            <Button
                label=move || if walk.is_last() { label(i.get(), sort) } else { w.get().next }
                icon=if sort == Sort::Release { Icon::Paper } else { Icon::Ok }
                weight=Weight::Main
                size=Size::Big
                busy=saving
                on_press=press
            />
            <Show when=move || walk.position().is_some_and(|(at, _)| at > 0)>
                <Button label=move || w.get().previous weight=Weight::Quiet size=Size::Wide on_press=move |()| step_back(walk) />
            </Show>
        </div>
    }
}

/// A decision that is being said, as it is kept.
#[derive(Debug, Clone, PartialEq)]
struct Said {
    sort: Sort,
    text: String,
    end: Option<String>,
}

impl Said {
    fn data(&self) -> Data {
        let parts = [("sort", self.sort.code().into()), ("text", self.text.clone().into()), ("end", json!(self.end))];
        parts.into_iter().map(|(name, part)| (name.to_owned(), part)).collect()
    }

    fn read(data: &Data) -> Option<Self> {
        let text = |name: &str| data.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(Self { sort: Sort::from_code(&text("sort")?)?, text: text("text").unwrap_or_default(), end: text("end") })
    }
}

/// Key of the draft of a decision about a case: one at a time.
fn draft_key(case: RecordId) -> String {
    format!("decide:{case}")
}

/// The case that a draft's key means, and which decision it is.
pub fn decided_of(draft: &Draft) -> Option<(RecordId, &'static str)> {
    let case = draft.key.strip_prefix("decide:")?.parse().ok()?;
    Some((case, Said::read(&draft.data)?.sort.code()))
}

fn draft(case: RecordId, about: Option<RecordId>, said: &Said, at: i64) -> Draft {
    let (kind, version) = (Isolation::KIND.into(), isolation::KIND.version);
    Draft { key: draft_key(case), kind, version, about, at, data: said.data(), mends: None }
}

/// One thing back.
fn step_back(walk: Walk<Ask>) {
    walk.back();
}

/// What a decision means for the case, and for the service team's copy of it. None if the case is no
/// longer held.
fn intents(phone: Phone, file: &CaseFile, decision: &Decision) -> Option<Vec<Intent>> {
    let record = |kind: &str, id| -> Option<Record> {
        phone.peek(|state| state.get(kind, id).map(|held| held.record.clone())).flatten()
    };
    let by = untrack(|| phone.user()).map(|user| user.id);
    let moment = now(phone);
    let case = record(Isolation::KIND, file.case.id)?;
    let mut intents = vec![Intent::set(&case, decision::set(file, decision, by, moment))];
    let service = decision::service_of(file).and_then(|id| record(Assignment::KIND, id));
    if let (Some(service), Some(set)) = (service, decision::set_of_service(decision, moment)) {
        intents.push(Intent::set(&service, set));
    }
    Some(intents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_that_was_left_is_gone_on_with() {
        let case = RecordId::fixed(5);
        for sort in Sort::ALL {
            let said = Said { sort, text: "同住家属发热".into(), end: Some("2020-02-21".into()) };
            let kept = draft(case, Some(RecordId::fixed(1)), &said, 7);
            assert_eq!(Said::read(&kept.data), Some(said));
            assert_eq!(decided_of(&kept), Some((case, sort.code())));
            assert!(!asks(sort).is_empty());
        }
        let said = Said { sort: Sort::Return, text: String::new(), end: None };
        assert_eq!(Said::read(&said.data()), Some(said));
        assert_eq!(Sort::from_code("luck"), None);
    }
}
