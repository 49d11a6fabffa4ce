//! 复查: what was to be put right, looked at again: two taps from 今日.

use super::{Framed, NoFirm, use_firms};
use crate::{
    jobs::{
        needs::state::before,
        photos::{FormPhotos, Thumbs, answers as photos},
    },
    live::{derive, memo},
    parts::{Badge, Bar, Button, Card, Dock, Icon, Main, Page, Question, Size, Tone, Weight, use_toasts},
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_query_map};
use model::{
    day::Day,
    id::RecordId,
    kind::{
        Payload,
        defect::{self, DEADLINES, Defect, PHOTOS},
    },
    record::Data,
};
use serde_json::{Value, json};
use sync::{Draft, Intent};

/// Key of the draft of a re-check.
pub fn draft_key(defect: RecordId) -> String {
    format!("recheck:{defect}")
}

/// The defect of a draft's key.
pub fn defect_of(key: &str) -> Option<RecordId> {
    key.strip_prefix("recheck:")?.parse().ok()
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Right,
    Again(i32),
    SaidFixed,
}

fn draft(id: RecordId, answers: &Data, at: i64) -> Draft {
    Draft {
        key: draft_key(id),
        kind: Defect::KIND.into(),
        version: defect::KIND.version,
        about: None,
        at,
        data: answers.clone(),
        mends: None,
    }
}

/// The screen. `?from=today` says where 返回 leads.
#[component]
pub fn RecheckPage(
    /// The defect of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let phone = use_phone();
    let firms = use_firms();
    let found = id.and_then(|id| {
        let defect =
            phone.peek(|state| state.get(Defect::KIND, id).map(|held| held.record.read::<Defect>())).flatten()?;
        let firm = defect.enterprise?;
        let name = firms.with_untracked(|firms| firms.as_ref()?.file(firm).map(|file| file.is.name.clone()))?;
        Some((id, firm, name, defect))
    });
    match found {
        Some((id, firm, name, defect)) => view! { <Recheck id firm name defect /> }.into_any(),
        None => view! { <NoFirm /> }.into_any(),
    }
}

#[component]
fn Recheck(id: RecordId, firm: RecordId, name: String, defect: Defect) -> impl IntoView {
    let w = use_words();
    let f = use_table(Lang::firm);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let query = use_query_map();
    let from_today = query.with_untracked(|query| query.get("from")).is_some_and(|from| from == "today");
    let home = if from_today { routes::TODAY.to_owned() } else { routes::firm(firm) };
    let kept = phone.peek(|state| state.draft(&draft_key(id)).cloned()).flatten();
    let given = kept.map(|draft| draft.data).unwrap_or_default();
    let whole = photos::without(&given, "after", |photo| !phone.has_photo(photo));
    let lost = whole != given;
    let answers = RwSignal::new(whole);
    let (busy, saving) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |before: Option<Data>| {
        let now = answers.get();
        if before.as_ref().is_some_and(|before| *before != now) {
            let draft = draft(id, &now, phone.now());
            spawn_local(async move {
                if phone.keep_draft(draft).await.is_err() {
                    toasts.say(w.get_untracked().storage_broken);
                }
            });
        }
        now
    });
    phone.device().form_open(true);
    on_cleanup(move || phone.device().form_open(false));

    let go = {
        let home = home.clone();
        move |outcome: Outcome| {
            let stands = phone.peek(|state| state.get(Defect::KIND, id).map(|held| held.record.clone())).flatten();
            let Some(record) = stands.filter(|_| !saving.get_untracked() && !busy.get_untracked()) else { return };
            saving.set(true);
            let is: Defect = record.read();
            let (today, me) = (phone.today(), untrack(|| phone.user()).map(|user| user.id));
            let again = |days: i32| Some(today.plus(days));
            let mut set = match outcome {
                Outcome::Right => is.recheck(today, me, None),
                Outcome::Again(days) => is.recheck(today, me, again(days)),
                Outcome::SaidFixed => {
                    let day = Value::from(today.to_string());
                    Data::from_iter([("status".to_owned(), "fixed".into()), ("fixed_on".to_owned(), day)])
                }
            };
            let taken = answers.with_untracked(|answers| photos::of(answers, "after"));
            if !taken.is_empty() {
                let all: Vec<_> = is.after.iter().copied().chain(taken).take(PHOTOS).collect();
                set.insert("after".into(), json!(all));
            }
            let back = before(&record, &set);
            let said = said(lang.get_untracked(), outcome, today);
            let (navigate, home) = (navigate.clone(), home.clone());
            spawn_local(async move {
                if phone.save(vec![Intent::set(&record, set)], Some(draft_key(id)), None).await.is_err() {
                    saving.try_set(false);
                    return toasts.say(w.get_untracked().storage_broken);
                }
                navigate(&home, Default::default());
                toasts.say_with_undo(said, move || {
                    let back = back.clone();
                    spawn_local(async move {
                        let now = phone.peek(|state| state.get(Defect::KIND, id).map(|held| held.record.clone()));
                        let Some(now) = now.flatten() else { return };
                        let done = phone.save(vec![Intent::set(&now, back)], None, None).await;
                        let (w, f) = (w.get_untracked(), f.get_untracked());
                        toasts.say(if done.is_ok() { f.taken_back } else { w.storage_broken });
                    });
                });
            });
        }
    };
    let item = defect.item.clone();
    let text = defect.text.clone();
    let title = move || format!("{} · {text}", term_or_code(lang.get(), "defect.item", &item));
    let (found_on, deadline) = (defect.found_on, defect.deadline);
    let sub = move || {
        let day = |day: Day| words::month_day(lang.get(), day);
        let until = deadline.map(|until| (f.get().until)(&day(until)));
        found_on.map(day).into_iter().chain(until).collect::<Vec<_>>().join(" · ")
    };
    let (is_open, said_fixed) = (defect.is_open(), defect.status == "fixed");
    let photos_then = defect.photos.clone();
    let busy_now = derive(move || busy.get() || saving.get());
    let go = StoredValue::new_local(std::rc::Rc::new(go) as std::rc::Rc<dyn Fn(Outcome)>);
    let press = move |outcome: Outcome| go.get_value()(outcome);
    let closed = memo(move || {
        let is = |state: &sync::State| state.get(Defect::KIND, id).map(|held| held.record.read::<Defect>());
        phone.read(is).flatten().is_some_and(|defect| !defect.is_open())
    });
    view! {
        <Framed>
            <Page>
                <Bar title=move || f.get().recheck sub=name back=home />
                <Main>
                    <Card>
                        <div class="q stack">
                            <b>{title}</b>
                            <p class="soft num">{sub}</p>
                            {said_fixed.then(|| view! { <p><Badge tone=Tone::Info icon=Icon::Info label=move || f.get().said_fixed /></p> })}
                            {move || closed.get().then(|| view! { <p><Badge tone=Tone::Ok icon=Icon::Ok label=move || f.get().put_right_done /></p> })}
                        </div>
                        {(!photos_then.is_empty()).then(|| view! { <Question title=move || f.get().before><Thumbs photos=photos_then.clone() /></Question> })}
                    </Card>
                    {is_open.then(|| view! {
                        <Card>
                            <Question title=move || f.get().after>
                                <div class="stack"><p class="soft">{move || f.get().after_note}</p>
                                <FormPhotos
                                    most=PHOTOS
                                    field="after"
                                    draft=move |answers: Data| draft(id, &answers, phone.now())
                                    answers
                                    busy
                                    lost
                                /></div>
                            </Question>
                        </Card>
                        <Card>
                            <Question title=move || f.get().recheck_ask>
                                <div class="stack">
                                    {DEADLINES.map(|days| view! {
                                        <Button
                                            label=move || (f.get().again_in)(days)
                                            size=Size::Wide
                                            busy=busy_now
                                            on_press=move |()| press(Outcome::Again(days))
                                        />
                                    })}
                                    {(!said_fixed).then(|| view! {
                                        <Button
                                            label=move || f.get().mark_fixed
                                            weight=Weight::Quiet
                                            size=Size::Wide
                                            busy=busy_now
                                            on_press=move |()| press(Outcome::SaidFixed)
                                        />
                                    })}
                                </div>
                            </Question>
                        </Card>
                    })}
                </Main>
                {is_open.then(|| view! {
                    <Dock>
                        <Button
                            label=move || f.get().right
                            weight=Weight::Main
                            size=Size::Big
                            busy=busy_now
                            on_press=move |()| press(Outcome::Right)
                        />
                    </Dock>
                })}
            </Page>
        </Framed>
    }
}

fn said(lang: Lang, outcome: Outcome, today: Day) -> String {
    let f = lang.firm();
    match outcome {
        Outcome::Right => f.right_said.to_owned(),
        Outcome::Again(days) => (f.again_said)(&words::month_day(lang, today.plus(days))),
        Outcome::SaidFixed => f.marked_fixed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_says_which_defect_it_is_of() {
        let id = RecordId::fixed(3);
        assert_eq!(defect_of(&draft(id, &Data::new(), 1).key), Some(id));
        assert_eq!(defect_of("visit:1"), None);
    }
}
