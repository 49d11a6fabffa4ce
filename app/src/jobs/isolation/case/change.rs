//! 改: what was written down about a case, all but what is decided. Kept from the first key press;
//! sends only what was changed.

use crate::{
    jobs::visit::{NotSaved, change::state::Change},
    live::{Show, memo},
    parts::{Button, KindField, Notice, Sheet, Size, Tone, Weight, use_toasts},
    phone::use_phone,
    settings::{use_table, use_words},
    words::Lang,
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    field::{Problem, check_set},
    id::RecordId,
    kind::{
        Payload,
        isolation::{self, Isolation},
    },
    record::{Data, Record},
};
use sync::{Broken, Draft};

/// What may be changed here, in the order in which it is asked. The last day is decided.
const FIELDS: [&str; 13] = [
    "anchor_on",
    "anchor",
    "proof",
    "origin",
    "from_on",
    "conditions",
    "pledge_signed",
    "doctor",
    "family_name",
    "family_phone",
    "place",
    "address",
    "reason",
];

/// Key of the draft of a change to a case.
fn draft_key(case: RecordId) -> String {
    format!("case:{case}")
}

/// The case that a draft's key means.
pub fn case_of(key: &str) -> Option<RecordId> {
    key.strip_prefix("case:")?.parse().ok()
}

/// What is wrong with a change: its fields, and the days among those that stay.
fn problems(known: &Data, change: &Change) -> Vec<Problem> {
    let mut problems = check_set(isolation::KIND.fields, &change.set);
    if problems.is_empty() {
        let mut whole = change.on(known);
        whole.retain(|_, value| !value.is_null());
        problems.extend(isolation::KIND.check(&whole));
    }
    problems
}

/// The sheet.
#[component]
pub fn ChangeCase(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The case.
    id: RecordId,
) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let phone = use_phone();
    let known = move || phone.peek(|state| state.get(Isolation::KIND, id).map(|held| held.record.clone())).flatten();
    view! {
        <Sheet open title=move || i.get().change_case>
            {known().map(|known| view! { <Fields open id known /> })}
        </Sheet>
    }
}

#[component]
fn Fields(open: RwSignal<bool>, id: RecordId, known: Record) -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let phone = use_phone();
    let toasts = use_toasts();
    let kept = phone.peek(|state| state.draft(&draft_key(id)).cloned()).flatten();
    let version = kept.as_ref().map_or(isolation::KIND.version, |draft| draft.version);
    let resumed = RwSignal::new(kept.is_some());
    let begin = Change::of(kept.as_ref());
    let now = RwSignal::new(begin.on(&known.data));
    let about = known.door();
    let begin = StoredValue::new(begin);
    let known = StoredValue::new(known);
    let tried = RwSignal::new(false);
    let broken = RwSignal::new(None::<Broken>);
    let change = memo(move || begin.with_value(|begin| known.with_value(|known| now.with(|now| begin.to(known, now)))));
    let wrong = memo(move || {
        let check = |change: &Change| known.with_value(|known| problems(&known.data, change));
        if tried.get() { change.with(check) } else { Vec::new() }
    });
    // From the first press on, every change is kept.
    Effect::new(move |before: Option<Data>| {
        let fields = now.get();
        if before.as_ref().is_some_and(|before| *before != fields) {
            let data = change.with_untracked(Change::data);
            let nothing = change.with_untracked(|change| change.set.is_empty());
            let kind = Isolation::KIND.into();
            let draft = Draft { key: draft_key(id), kind, version, about, at: phone.now(), data, mends: None };
            spawn_local(async move {
                let kept = match nothing {
                    true => phone.drop_draft(&draft.key).await,
                    false => phone.keep_draft(draft).await,
                };
                broken.try_set(kept.err());
            });
        }
        fields
    });
    phone.device().form_open(true);
    on_cleanup(move || phone.device().form_open(false));
    let save = move |()| {
        tried.set(true);
        if !wrong.with_untracked(Vec::is_empty) {
            return;
        }
        spawn_local(async move {
            let change = change.get_untracked();
            if !change.set.is_empty() {
                let intent = known.with_value(|known| change.intent(known));
                if let Err(error) = phone.save(vec![intent], Some(draft_key(id)), None).await {
                    broken.try_set(Some(error));
                    return;
                }
                toasts.say(w.get_untracked().saved_on_phone);
            }
            open.set(false);
        });
    };
    let drop = move |()| {
        resumed.set(false);
        now.set(known.with_value(|known| known.data.clone()));
        toasts.say(w.get_untracked().draft_dropped);
    };
    let fields = FIELDS.iter().filter_map(|name| isolation::KIND.field(name));
    view! {
        <div class="stack">
            <Show when=move || resumed.get()>
                <Notice tone=Tone::Info what=move || w.get().draft_resumed>
                    <Button label=move || w.get().draft_drop size=Size::Small on_press=drop />
                </Notice>
            </Show>
            <p class="soft">{move || i.get().change_case_note}</p>
            {fields.map(|field| view! { <KindField field kind=Isolation::KIND data=now problems=wrong /> }).collect_view()}
            {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
            <Button label=move || w.get().save weight=Weight::Main size=Size::Big on_press=save />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn data(value: serde_json::Value) -> Data {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn a_change_is_held_to_what_stays() {
        let known = (isolation::KIND.samples)()[1].clone();
        let change = |set| Change { set: data(set), ..Change::default() };
        assert_eq!(problems(&known, &change(json!({"doctor": "邹济生"}))), []);
        let late = problems(&known, &change(json!({"from_on": "2020-03-01"})));
        assert!(late.contains(&Problem::new("end_on", "before_start")), "{late:?}");
        assert_eq!(problems(&known, &change(json!({"family_phone": "1"})))[0].field, "family_phone");
    }

    #[test]
    fn nothing_that_is_decided_is_changed_here() {
        for field in ["end_on", "status", "ended_on", "signed_off_by", "release_no", "decided_by"] {
            assert!(!FIELDS.contains(&field), "{field}");
        }
        assert!(FIELDS.iter().all(|name| isolation::KIND.field(name).is_some()));
        let id = RecordId::fixed(5);
        assert_eq!(case_of(&draft_key(id)), Some(id));
    }
}
