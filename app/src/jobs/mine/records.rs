//! This phone's own records: those to mend first, then what waits, then what has arrived.

use crate::{
    jobs::{photos::PhotosWaiting, visit::state as visit_state},
    live::{Show, memo},
    parts::{Button, Card, Confirm, Empty, Icon, RecordState, Row, Rows, Section, Size, SyncBadge, Weight, use_toasts},
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_words},
    words::{self, Lang, term},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use model::{
    id::{OpId, RecordId},
    kind::{Payload, visit::Visit},
    op::{Act, Op},
    wire::Rejection,
};
use sync::Intent;

/// So many of the latest that arrived are shown.
const ARRIVED: usize = 20;

#[derive(Debug, Clone, PartialEq)]
struct Line {
    op: OpId,
    rec: RecordId,
    kind: String,
    household: Option<RecordId>,
    what: &'static str,
    at: i64,
    state: RecordState,
    rejection: Option<Rejection>,
}

/// The list.
#[component]
pub fn Records() -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let lines = memo(move || {
        phone
            .read(|state| {
                let stuck = state
                    .repair()
                    .iter()
                    .map(|stuck| line(&stuck.op, RecordState::Repair, Some(stuck.rejection.clone())));
                let mut waiting: Vec<Line> = state.outbox().map(|op| line(op, RecordState::OnPhone, None)).collect();
                waiting.reverse();
                let arrived =
                    state.acked().iter().rev().take(ARRIVED).map(|acked| line(&acked.op, RecordState::Uploaded, None));
                stuck.chain(waiting).chain(arrived).collect::<Vec<_>>()
            })
            .unwrap_or_default()
    });
    view! {
        <Section title=move || w.get().on_this_phone />
        <Show
            when=move || !lines.with(Vec::is_empty)
            fallback=move || view! { <Empty icon=Icon::Phone title=move || w.get().no_records text=move || w.get().carry_on /> }
        >
            <Card>
                <Rows>
                    <For each=move || lines.get() key=|line| (line.op, line.state as u8) let:line>
                        <RecordRow line />
                    </For>
                </Rows>
            </Card>
        </Show>
    }
}

fn line(op: &Op, state: RecordState, rejection: Option<Rejection>) -> Line {
    let (what, household) = match &op.act {
        Act::Add { data } => ("add", data.get("household").and_then(|id| id.as_str()).and_then(|id| id.parse().ok())),
        Act::Set { .. } => ("set", None),
        Act::Void { .. } => ("void", None),
        Act::Move { .. } => ("move", None),
        Act::GiveUp {} => ("give_up", None),
    };
    // A household's own ops are about itself.
    let household = household.or((op.kind == "household").then_some(op.rec));
    Line { op: op.id, rec: op.rec, kind: op.kind.clone(), household, what, at: op.at.wall, state, rejection }
}

#[component]
fn RecordRow(line: Line) -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let book = use_book();
    let lang = use_settings().lang;
    let toasts = use_toasts();
    let navigate = use_navigate();
    let Line { op, rec, kind, household, what, at, state, rejection } = line;
    let title = {
        let kind = kind.clone();
        move || {
            let card = household.and_then(|id| book.with(|book| book.as_ref().and_then(|book| book.door(id).cloned())));
            let door = card.map(|card| format!("{} {}", card.household.door, card.household.head));
            [door, Some(deed(lang.get(), &kind, what))].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
    };
    let sub = {
        let (kind, rejection) = (kind.clone(), rejection.clone());
        move || match &rejection {
            Some(rejection) if rejection.missing().is_some() => w.get().repair_by_itself.to_owned(),
            Some(rejection) => words::rejection(lang.get(), &kind, rejection),
            None => words::ago(lang.get(), at, phone.now()),
        }
    };
    let mend = move |_| {
        let navigate = navigate.clone();
        spawn_local(async move {
            let refused = phone.refused(op).map(|stuck| stuck.op.act);
            let Some((Act::Add { data }, household)) = refused.zip(household) else { return };
            let draft = visit_state::draft(household, &data, Some(op), phone.now());
            if phone.keep_draft(draft).await.is_ok() {
                navigate(&routes::visit(household), Default::default());
            }
        });
    };
    let asking = RwSignal::new(false);
    let give_up = move |()| {
        spawn_local(async move {
            let Some(stuck) = phone.refused(op) else { return };
            let gone = phone.save(vec![Intent::give_up(&stuck.op)], None, Some(op)).await;
            let w = w.get_untracked();
            toasts.say(if gone.is_ok() { w.given_up } else { w.storage_broken });
        });
    };
    let in_repair = state == RecordState::Repair;
    let can_mend = in_repair && kind == Visit::KIND && what == "add" && household.is_some();
    view! {
        <Row title sub>
            <SyncBadge state />
            {(what == "add").then(|| view! { <PhotosWaiting kind=kind.clone() rec /> })}
            {can_mend.then(|| view! { <Button label=move || w.get().repair_open size=Size::Small on_press=mend /> })}
            {in_repair.then(|| {
                view! {
                    <Button label=move || w.get().give_up weight=Weight::Quiet size=Size::Small on_press=move |_| asking.set(true) />
                    <Confirm
                        open=asking
                        title=move || w.get().give_up_ask
                        text=move || w.get().give_up_note
                        yes=move || w.get().give_up
                        on_yes=give_up
                        danger=true
                    />
                }
            })}
        </Row>
    }
}

/// 入户走访, 改 住户, 撤回 入户走访.
fn deed(lang: Lang, kind: &str, what: &str) -> String {
    let w = lang.words();
    let kind = term(lang, kind).unwrap_or(kind);
    match what {
        "set" => format!("{} {kind}", w.change),
        "void" => format!("{} {kind}", w.withdraw_short),
        "move" => format!("{} {kind}", w.move_short),
        "give_up" => format!("{} {kind}", w.give_up),
        _ => kind.to_owned(),
    }
}
