//! 有出入: two values for the same field, side by side, with who wrote them; one tap settles it for
//! everybody.

use crate::{
    book::Dispute,
    jobs::today::MarkedDoors,
    live::memo,
    parts::{Badge, Button, Card, Icon, Section, Size, Tone, use_toasts},
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    id::{RecordId, UserId},
    kind::conflict::Disputed,
    record::Data,
};
use serde_json::{Value, json};
use sync::Intent;

/// The doors where something is to be settled, for 今日任务.
#[component]
pub fn DisputedDoors() -> impl IntoView {
    let w = use_words();
    let book = use_book();
    let doors = memo(move || {
        book.with(|book| {
            let disputed = book.iter().flat_map(|book| &book.doors).filter(|card| !card.disputes.is_empty());
            disputed.map(|card| card.id).collect::<Vec<RecordId>>()
        })
    });
    view! {
        <MarkedDoors doors title=move || w.get().dispute sub=move || w.get().dispute_todo href=routes::household>
            <Badge tone=Tone::Wait icon=Icon::People label=move || w.get().dispute_badge />
        </MarkedDoors>
    }
}

/// What is to be settled at one door.
#[component]
pub fn Disputes(
    /// The open ones.
    disputes: Vec<Dispute>,
) -> impl IntoView {
    let w = use_words();
    (!disputes.is_empty()).then(|| {
        view! {
            <Section title=move || w.get().dispute />
            {disputes.into_iter().map(|dispute| view! { <OneDispute dispute /> }).collect_view()}
        }
    })
}

#[component]
fn OneDispute(dispute: Dispute) -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let book = use_book();
    let toasts = use_toasts();
    let lang = use_settings().lang;
    let Dispute { record, conflict } = dispute;
    let me = untrack(|| phone.user()).map(|user| user.id);
    let who = move |user: Option<UserId>| match user {
        Some(user) if Some(user) == me => w.get().me.to_owned(),
        user => book
            .with(|book| user.and_then(|user| book.as_ref()?.colleague(user).map(str::to_owned)))
            .unwrap_or_else(|| w.get().unknown.to_owned()),
    };
    let left = conflict.reason == "no_longer_held";
    let what = move || if left { w.get().dispute_left } else { w.get().dispute_both };
    let author = conflict.author;
    let when = conflict.made_at.unwrap_or_default();
    let fields = StoredValue::new((conflict.kind, conflict.fields));
    let names = move || {
        fields.with_value(|(kind, fields)| {
            let name = |field: &Disputed| term_or_code(lang.get(), kind, &field.field);
            fields.iter().map(name).collect::<Vec<_>>().join(w.get().list_comma)
        })
    };
    let values = move |of: fn(&Disputed) -> &Value| {
        fields.with_value(|(kind, fields)| {
            // Several values need their names beside them.
            let value = |field: &Disputed| {
                let value = value_words(lang.get(), kind, &field.field, of(field));
                let name = (fields.len() > 1).then(|| term_or_code(lang.get(), kind, &field.field) + " ");
                name.unwrap_or_default() + &value
            };
            fields.iter().map(value).collect::<Vec<_>>().join(w.get().list_comma)
        })
    };
    let was = move || {
        let known = fields.with_value(|(_, fields)| fields.iter().any(|field| !field.was.is_null()));
        known.then(|| (w.get().dispute_was)(&values(|field| &field.was)))
    };
    let by = move || fields.with_value(|(_, fields)| fields.first().and_then(|field| field.by));
    let record = StoredValue::new(record);
    let choose = move |choice: &'static str| {
        let set: Data =
            [("status".to_owned(), json!("settled")), ("choice".to_owned(), json!(choice))].into_iter().collect();
        let intent = record.with_value(|record| Intent::set(record, set));
        spawn_local(async move {
            let kept = phone.save(vec![intent], None, None).await;
            let w = w.get_untracked();
            toasts.say(if kept.is_ok() { w.dispute_settled } else { w.storage_broken });
        });
    };
    let theirs = move || (w.get().dispute_keep)(&values(|field| &field.theirs));
    let mine = move || (w.get().dispute_take)(&values(|field| &field.mine));
    view! {
        <Card>
            <div class="q stack">
                <b>{names}</b>
                <p class="soft">{what}{was}</p>
                <Button label=theirs size=Size::Wide on_press=move |_| choose("theirs") />
                <p class="soft">{move || (w.get().dispute_by)(&who(by()))}</p>
                <Button label=mine size=Size::Wide on_press=move |_| choose("mine") />
                <p class="soft">
                    {move || (w.get().dispute_by)(&who(author))}
                    {move || format!(" · {}", words::ago(lang.get(), when, phone.now()))}
                </p>
            </div>
        </Card>
    }
}

/// A field's value as people say it.
fn value_words(lang: Lang, kind: &str, field: &str, value: &Value) -> String {
    match value {
        Value::Null => lang.words().nothing_there.to_owned(),
        Value::String(text) => term_or_code(lang, &format!("{kind}.{field}"), text),
        Value::Array(items) => {
            let item = |item: &Value| value_words(lang, kind, field, item);
            items.iter().map(item).collect::<Vec<_>>().join(lang.words().list_comma)
        }
        Value::Bool(true) => lang.words().yes.to_owned(),
        Value::Bool(false) => lang.words().no.to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_said_as_people_say_them() {
        let say = |field, value| value_words(Lang::Zh, "household", field, &value);
        assert_eq!(say("head", json!("佘小满")), "佘小满");
        assert_eq!(say("house_use", json!("rented")), "出租");
        assert_eq!(say("residents", json!(3)), "3");
        assert_eq!(say("phone", Value::Null), "没有填");
    }
}
