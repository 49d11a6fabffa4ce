//! 待审: sealed work that is not trusted at once. Each is taken, and then judged as its author's, or
//! dismissed, and then kept.

use super::{
    asked::Asked,
    waiting::{WaitingList, place_of},
};
use crate::{
    jobs::{dispute::colleague, mine::records::deed},
    live::memo,
    parts::{Badge, Button, Card, Confirm, Icon, Row, Rows, Size, Tone, use_toasts},
    phone::{Phone, use_phone},
    settings::{use_settings, use_table, use_words},
    words::{self, Lang},
};
use leptos::{prelude::*, task::spawn_local};
use model::wire::{ReviewDecision, ReviewItem};
use sync::{Refused, ports::read_answer};

/// The screen.
#[component]
pub fn ReviewPage() -> impl IntoView {
    let o = use_table(Lang::office);
    let asked: Asked<Vec<ReviewItem>> = Asked::at(ADDRESS.into(), read_answer);
    let items = memo(move || asked.answer.get().unwrap_or_default());
    let draw = move || {
        view! {
            <Card>
                <Rows>
                    <For each=move || items.get() key=|item| item.id let:item>
                        <Item item asked />
                    </For>
                </Rows>
            </Card>
        }
    };
    let count = |answer: &Vec<ReviewItem>| answer.len() as u64;
    view! {
        <WaitingList
            asked
            name=move || o.get().review
            count
            none=move || o.get().review_none
            none_note=move || o.get().review_none_note
            note=move || o.get().review_note
            draw
        />
    }
}

const ADDRESS: &str = "/api/v1/review";

async fn decide(phone: Phone, decision: ReviewDecision) -> Result<(), Refused> {
    let json = serde_json::to_string(&decision).unwrap_or_default();
    phone.device().online().post(ADDRESS.into(), json).await.map(drop)
}

#[component]
fn Item(item: ReviewItem, asked: Asked<Vec<ReviewItem>>) -> impl IntoView {
    let o = use_table(Lang::office);
    let w = use_words();
    let phone = use_phone();
    let toasts = use_toasts();
    let lang = use_settings().lang;
    let ReviewItem { id, author, reason, kind, act, door, at, .. } = item;
    let (taking, dismissing, busy) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    // 撤销: it waits again. The row may be gone by then.
    let back = move || {
        spawn_local(async move {
            let undone = decide(phone, ReviewDecision { id, take: false, undo: true }).await;
            let o = lang.get_untracked().office();
            toasts.say(if undone.is_ok() { o.waits_again } else { o.not_done });
            asked.ask();
        });
    };
    let done = move |decision: ReviewDecision| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let result = decide(phone, decision.clone()).await;
            busy.try_set(false);
            let o = lang.get_untracked().office();
            match result {
                Ok(()) if decision.take => toasts.say(o.taken),
                Ok(()) => toasts.say_with_undo(o.dismissed, back),
                Err(refused) if refused.code() == Some("not_found") => toasts.say(o.decided_before),
                Err(_) => toasts.say(o.not_done),
            }
            asked.ask();
        });
    };
    let number = door.as_ref().map(|door| door.door.clone()).unwrap_or_else(|| "—".to_owned());
    let place = door.as_ref().map(place_of).filter(|place| !place.is_empty());
    let home = door.map(|door| door.head).filter(|head| !head.is_empty());
    let title = move || {
        let home = home.as_ref().map(|head| (w.get().home_of)(head));
        [home, Some(deed(lang.get(), &kind, &act))].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let revoked = reason == "revoked";
    let sub = move || {
        let who = colleague(phone, author).unwrap_or_else(|| w.get().unknown.to_owned());
        let made = (o.get().made)(&words::ago(lang.get(), at, phone.now()));
        [Some(who), place.clone(), Some(made)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let because = move || if revoked { o.get().because_revoked } else { o.get().because_unproved };
    let tone = if revoked { Tone::Wait } else { Tone::Alarm };
    let shape = if revoked { Icon::Phone } else { Icon::Alarm };
    let decision = move |take: bool| ReviewDecision { id, take, undo: false };
    view! {
        <Row number title sub>
            <Badge tone icon=shape label=because />
            <Button label=move || o.get().take size=Size::Small busy on_press=move |_| taking.set(true) />
            <Button label=move || o.get().dismiss size=Size::Small busy on_press=move |_| dismissing.set(true) />
            <Confirm
                open=taking
                title=move || o.get().take_ask
                text=move || o.get().take_note
                yes=move || o.get().take
                on_yes=move |()| done(decision(true))
            />
            <Confirm
                open=dismissing
                title=move || o.get().dismiss_ask
                text=move || o.get().dismiss_note
                yes=move || o.get().dismiss
                on_yes=move |()| done(decision(false))
                danger=true
            />
        </Row>
    }
}
