//! 改: what is known of a household, changed at the door without asking the rest again.

use crate::{
    jobs::visit::NotSaved,
    live::{derive, memo},
    parts::{Button, ChooseOne, Field, Input, Question, Sheet, Size, Weight, use_toasts},
    phone::use_phone,
    settings::{use_settings, use_words},
    words,
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    field::{Problem, check_set},
    id::RecordId,
    kind::{
        Payload,
        household::{self, HOUSE_USE, Household},
    },
    record::Data,
};
use serde_json::Value;
use sync::{Broken, Intent};

/// The sheet. Sends only what was changed.
#[component]
pub fn ChangeHousehold(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The household.
    id: RecordId,
    /// As it is known.
    household: Household,
) -> impl IntoView {
    let w = use_words();
    let before = StoredValue::new(household.data());
    let lang = use_settings().lang;
    view! {
        <Sheet open title=move || w.get().change_household>
            <Fields open id before=before.get_value() lang />
        </Sheet>
    }
}

#[component]
fn Fields(open: RwSignal<bool>, id: RecordId, before: Data, lang: RwSignal<words::Lang>) -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let toasts = use_toasts();
    let now = RwSignal::new(before.clone());
    let before = StoredValue::new(before);
    let tried = RwSignal::new(false);
    let broken = RwSignal::new(None::<Broken>);
    let set = memo(move || changes(&before.get_value(), &now.get()));
    let problems = memo(move || if tried.get() { check_set(household::KIND.fields, &set.get()) } else { Vec::new() });
    let problem = move |field: &'static str| {
        derive(move || {
            let of = |problem: &&Problem| problem.field == field;
            problems.with(|problems| problems.iter().find(of).map(|problem| words::problem(lang.get(), problem)))
        })
    };
    let label = move |field: &'static str| move || words::term_or_code(lang.get(), Household::KIND, field);
    let text = move |field: &'static str| {
        derive(move || {
            now.with(|now| match now.get(field) {
                Some(Value::String(text)) => text.clone(),
                Some(Value::Number(number)) => number.to_string(),
                _ => String::new(),
            })
        })
    };
    let write = move |field: &'static str, value: Value| {
        now.update(|now| {
            now.insert(field.into(), value);
        })
    };
    // What is no number stays as text, so that the check names it and nothing typed is lost.
    let number = |text: String| text.trim().parse::<i64>().map_or_else(|_| Value::from(text), Value::from);
    let save = move |_| {
        tried.set(true);
        if !problems.with_untracked(Vec::is_empty) {
            return;
        }
        spawn_local(async move {
            let changes = set.get_untracked();
            let held = phone.peek(|state| state.get(Household::KIND, id).cloned()).flatten();
            if let Some(held) = held.filter(|_| !changes.is_empty()) {
                let intent = Intent::set(&held.record, changes);
                if let Err(error) = phone.save(vec![intent], None, None).await {
                    broken.try_set(Some(error));
                    return;
                }
                toasts.say(w.get_untracked().saved_on_phone);
            }
            open.set(false);
        });
    };
    view! {
        <div class="stack">
            <Field id="change-phone" label=label("phone") value=text("phone") input=Input::Phone problem=problem("phone") on_input=move |text: String| write("phone", text.into()) />
            <Field id="change-residents" label=label("residents") value=text("residents") input=Input::Number problem=problem("residents") on_input=move |text: String| write("residents", number(text)) />
            <Field id="change-away" label=label("away") value=text("away") input=Input::Number problem=problem("away") on_input=move |text: String| write("away", number(text)) />
            <Question title=label("house_use")>
                <ChooseOne
                    name=label("house_use")
                    key="household.house_use"
                    codes=HOUSE_USE
                    chosen=derive(move || Some(text("house_use").get()))
                    on_choose=move |code: &'static str| write("house_use", code.into())
                />
            </Question>
            <Field id="change-note" label=label("note") value=text("note") input=Input::Lines problem=problem("note") on_input=move |text: String| write("note", text.into()) />
            {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
            <Button label=move || w.get().save weight=Weight::Main size=Size::Big on_press=save />
        </div>
    }
}

/// The fields that differ; what was emptied becomes null.
fn changes(before: &Data, now: &Data) -> Data {
    let cleared = |value: &Value| {
        if value.as_str().is_some_and(|text| text.trim().is_empty()) { Value::Null } else { value.clone() }
    };
    now.iter()
        .map(|(field, value)| (field.clone(), cleared(value)))
        .filter(|(field, value)| before.get(field).unwrap_or(&Value::Null) != value)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn data(value: Value) -> Data {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn only_what_was_changed_is_sent() {
        let before = data(json!({"phone": "19900005207", "residents": 3, "note": "狗"}));
        let now = data(json!({"phone": "19900005208", "residents": 3, "note": " ", "away": ""}));
        assert_eq!(changes(&before, &now), data(json!({"phone": "19900005208", "note": null})));
    }

    #[test]
    fn a_number_that_is_none_is_named_at_its_field() {
        let problems = check_set(household::KIND.fields, &data(json!({"residents": "三"})));
        assert_eq!((problems[0].field.as_str(), problems[0].rule.as_str()), ("residents", "wrong_type"));
    }
}
