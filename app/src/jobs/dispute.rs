//! 有出入: two values for the same field, side by side, with who wrote them; one tap settles it for
//! everybody.

use crate::{
    book::Dispute,
    jobs::today::MarkedDoors,
    live::memo,
    parts::{Act, Badge, Button, Card, Icon, Section, Size, Tone, use_toasts},
    phone::{Phone, use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    id::{RecordId, UserId},
    kind::{Payload, conflict::Disputed, directory::Staff},
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

/// A colleague's name, from the directory that everybody holds.
pub fn colleague(phone: Phone, user: UserId) -> Option<String> {
    phone.read(|state| Some(state.get(Staff::KIND, user.into())?.record.read::<Staff>().name)).flatten()
}

/// One of them.
#[component]
pub fn OneDispute(
    /// Which.
    dispute: Dispute,
    /// Called once it is kept.
    #[prop(optional, into)]
    on_settled: Option<Act>,
) -> impl IntoView {
    let w = use_words();
    let m = use_table(Lang::mend);
    let phone = use_phone();
    let toasts = use_toasts();
    let lang = use_settings().lang;
    let Dispute { record, conflict } = dispute;
    let me = untrack(|| phone.user()).map(|user| user.id);
    let who = move |user: Option<UserId>| match user {
        Some(user) if Some(user) == me => w.get().me.to_owned(),
        user => user.and_then(|user| colleague(phone, user)).unwrap_or_else(|| w.get().unknown.to_owned()),
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
                let value = words::value(lang.get(), kind, &field.field, of(field));
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
            if let Some(on_settled) = on_settled.filter(|_| kept.is_ok()) {
                on_settled.try_run(());
            }
        });
    };
    let theirs = move || (w.get().dispute_keep)(&values(|field| &field.theirs));
    let mine = move || (w.get().dispute_take)(&values(|field| &field.mine));
    // Where names and numbers are covered, two that differ may look the same.
    let alike = move || {
        let alike = fields.with_value(|(_, fields)| fields.iter().any(|field| field.mine == field.theirs));
        alike.then(|| m.get().covered)
    };
    view! {
        <Card>
            <div class="q stack">
                <b>{names}</b>
                <p class="soft">{what}{was}{alike}</p>
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
