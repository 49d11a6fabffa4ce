//! This phone's own records: those to mend first, then what waits, then what has arrived.

use super::{
    give_up::GiveUp,
    mend::state::{Way, household_of, way},
};
use crate::{
    jobs::{photos::PhotosWaiting, visit::state as visit_state},
    live::{Show, memo},
    parts::{Button, Card, Empty, Icon, RecordState, Row, Rows, Section, Size, SyncBadge, use_toasts},
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use model::{
    id::{OpId, RecordId},
    kind::{Payload, visit::Visit},
    op::{Act, Op},
    wire::{RejectCode, Rejection},
};
use sync::{Intent, State};

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
    refused: Option<(Rejection, Way)>,
}

/// The list.
#[component]
pub fn Records() -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let lines = memo(move || {
        phone
            .read(|state| {
                let stuck = state.repair().iter().map(|stuck| {
                    let refused = Some((stuck.rejection.clone(), way(stuck, state)));
                    Line { refused, ..line(state, &stuck.op, RecordState::Repair) }
                });
                let mut waiting: Vec<Line> = state.outbox().map(|op| line(state, op, RecordState::OnPhone)).collect();
                waiting.reverse();
                let arrived = state.acked().iter().rev().take(ARRIVED);
                let arrived = arrived.map(|acked| line(state, &acked.op, RecordState::Uploaded));
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
                    <For each=move || lines.get() key=|line| (line.op, line.state as u8, line.refused.as_ref().map(|(_, way)| *way as u8)) let:line>
                        <RecordRow line />
                    </For>
                </Rows>
            </Card>
        </Show>
    }
}

fn line(held: &State, op: &Op, state: RecordState) -> Line {
    Line {
        op: op.id,
        rec: op.rec,
        kind: op.kind.clone(),
        household: household_of(op, held),
        what: op.act.code(),
        at: op.at.wall,
        state,
        refused: None,
    }
}

#[component]
fn RecordRow(line: Line) -> impl IntoView {
    let w = use_words();
    let m = use_table(Lang::mend);
    let phone = use_phone();
    let book = use_book();
    let lang = use_settings().lang;
    let toasts = use_toasts();
    let navigate = use_navigate();
    let Line { op, rec, kind, household, what, at, state, refused } = line;
    let title = {
        let kind = kind.clone();
        move || {
            let card = household.and_then(|id| book.with(|book| book.as_ref().and_then(|book| book.door(id).cloned())));
            let door = card.map(|card| format!("{} {}", card.household.door, card.household.head));
            [door, Some(deed(lang.get(), &kind, what))].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
    };
    let sub = {
        let (kind, refused) = (kind.clone(), refused.clone());
        move || match &refused {
            Some((_, Way::ByItself)) => w.get().repair_by_itself.to_owned(),
            Some((rejection, _)) => words::rejection(lang.get(), &kind, rejection),
            None => words::ago(lang.get(), at, phone.now()),
        }
    };
    // A visit has a form of its own.
    let in_its_form = refused.as_ref().is_some_and(|(rejection, _)| {
        let mendable = matches!(rejection.code, RejectCode::Invalid | RejectCode::IdReuse);
        mendable && kind == Visit::KIND && what == "add" && household.is_some()
    });
    let mend = move |_| {
        let navigate = navigate.clone();
        spawn_local(async move {
            if !in_its_form {
                return navigate(&routes::mend(op), Default::default());
            }
            let refused = phone.refused(op).map(|stuck| stuck.op);
            let Some((Op { act: Act::Add { data }, .. }, household)) = refused.zip(household) else { return };
            let begun = phone.peek(|state| state.draft(&visit_state::draft_key(household)).cloned()).flatten();
            // What is mended already is taken up again.
            let kept = match begun.filter(|draft| draft.mends == Some(op)) {
                Some(_) => Ok(()),
                None => phone.keep_draft(visit_state::draft(household, &data, Some(op), None, phone.now())).await,
            };
            if kept.is_ok() {
                navigate(&routes::visit(household), Default::default());
            }
        });
    };
    let give_up = move |()| {
        spawn_local(async move {
            let Some(stuck) = phone.refused(op) else { return };
            let gone = phone.save(vec![Intent::give_up(&stuck.op)], None, Some(op)).await;
            let w = w.get_untracked();
            toasts.say(if gone.is_ok() { w.given_up } else { w.storage_broken });
        });
    };
    let in_repair = state == RecordState::Repair;
    let mends = refused.as_ref().is_some_and(|(_, way)| *way == Way::Mend) || in_its_form;
    view! {
        <Row title sub>
            <SyncBadge state />
            {(what == "add").then(|| view! { <PhotosWaiting kind=kind.clone() rec /> })}
            {in_repair.then(|| {
                let label = move || if mends { w.get().repair_open } else { m.get().how };
                view! { <Button label size=Size::Small on_press=mend /> }
            })}
            {in_repair.then(|| view! { <GiveUp size=Size::Small on_yes=give_up /> })}
        </Row>
    }
}

/// 入户走访, 改 住户, 撤回 入户走访.
pub fn deed(lang: Lang, kind: &str, what: &str) -> String {
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
