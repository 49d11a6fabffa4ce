//! 代办服务: a team's tickets, on its volunteers' phones.

mod page;
pub mod state;

pub use page::ErrandPage;

use crate::{
    jobs::{
        calls::{CallsDue, use_colleague},
        households::record_state,
        needs::state::before,
    },
    live::{Show, memo},
    parts::{Badge, Button, Card, Empty, Icon, RecordState, Row, Rows, Section, SyncBadge, Toasts, Tone, use_toasts},
    phone::{Phone, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{CallWords, Lang, Words, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    care::Moment,
    id::RecordId,
    kind::{Payload, assignment::Assignment, errand::Errand},
    record::{Data, Scope},
};
use state::{Group, Step, Ticket};
use sync::Intent;

/// 今日 of a volunteer: calls, then tickets.
#[component]
pub fn TeamToday() -> impl IntoView {
    let c = use_table(Lang::calls);
    let phone = use_phone();
    let all = memo(move || phone.read(state::tickets).unwrap_or_default());
    let me = move || phone.user().map(|user| user.id);
    let group = move |group: Group| {
        memo(move || {
            let here = |ticket: &&Ticket| ticket.group(me(), phone.today()) == Some(group);
            all.with(|all| all.iter().filter(here).cloned().collect::<Vec<_>>())
        })
    };
    let (mine, open, others, done) = (group(Group::Mine), group(Group::Open), group(Group::Others), group(Group::Done));
    let nothing = memo(move || [mine, open, others, done].iter().all(|group| group.with(Vec::is_empty)));
    let has_team = memo(move || {
        let team = |state: &sync::State| state.cursors().keys().any(|scope| matches!(scope, Scope::Team(_)));
        let told = |state: &sync::State| state.all::<Assignment>().next().is_some();
        phone.read(|state| team(state) || told(state)).unwrap_or_default()
    });
    view! {
        <CallsDue />
        <Show when=move || nothing.get()>
            <Show
                when=move || has_team.get()
                fallback=move || view! { <Empty icon=Icon::People title=move || c.get().no_team_of_mine text=move || c.get().no_team_of_mine_note /> }
            >
                <Empty icon=Icon::Bag title=move || c.get().nothing_to_do text=move || c.get().nothing_to_do_note />
            </Show>
        </Show>
        <Tickets title=|c: &CallWords| c.tickets_mine tickets=mine />
        <Tickets title=|c: &CallWords| c.tickets_open tickets=open />
        <Tickets title=|c: &CallWords| c.tickets_others tickets=others />
        <Tickets title=|c: &CallWords| c.tickets_done tickets=done />
    }
}

#[component]
fn Tickets(title: fn(&CallWords) -> &'static str, tickets: Memo<Vec<Ticket>>) -> impl IntoView {
    let c = use_table(Lang::calls);
    view! {
        <Show when=move || !tickets.with(Vec::is_empty)>
            <Section title=move || title(c.get()) note=move || (c.get().tickets_n)(tickets.with(Vec::len)) />
            <Card>
                <Rows>
                    <For each=move || tickets.get() key=|ticket| (ticket.record.id, ticket.errand.status.clone(), ticket.standing as u8) let:ticket>
                        <TicketRow ticket />
                    </For>
                </Rows>
            </Card>
        </Show>
    }
}

/// 买药 降压药两盒.
fn what(lang: Lang, errand: &Errand) -> String {
    let category = term_or_code(lang, "errand.category", &errand.category);
    errand.items.iter().fold(category, |what, items| format!("{what} {items}"))
}

#[component]
fn TicketRow(ticket: Ticket) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::calls);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let name = use_colleague();
    let me = untrack(|| phone.user()).map(|user| user.id);
    let id = ticket.record.id;
    let errand = ticket.errand.clone();
    let is_open = errand.status == "open";
    let by_other = errand.taken_by.filter(|by| Some(*by) != me && !is_open);
    let (door, to_name) = (errand.door.clone(), errand.to_name.clone());
    let sub = move || {
        let who = by_other.map(|by| (c.get().taken_by)(&name(Some(by))));
        [Some(door.clone()), to_name.clone(), who].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let label = errand.status.clone();
    let status = move || term_or_code(lang.get(), "errand.status", &label);
    let (tone, icon) = if errand.is_delivered() { (Tone::Ok, Icon::Ok) } else { (Tone::Wait, Icon::Bag) };
    let title = move || what(lang.get(), &errand);
    let standing = ticket.standing;
    let uploaded = record_state(standing) == RecordState::Uploaded;
    let ticket = StoredValue::new(ticket);
    let take = move |_| {
        let ticket = ticket.get_value();
        let said = Data::new();
        spawn_local(async move {
            take_step(phone, toasts, w.get_untracked(), c.get_untracked(), ticket, Step::Take, said).await;
        });
    };
    view! {
        <Row title=title.clone() sub href=routes::errand(id)>
            {if is_open {
                let title = title.clone();
                view! { <Button label=move || c.get().take_it name=move || (c.get().take_name)(&title()) on_press=take /> }.into_any()
            } else {
                view! { <Badge tone icon label=status /> }.into_any()
            }}
            {(!uploaded).then(|| view! { <SyncBadge state=record_state(standing) /> })}
        </Row>
    }
}

/// Takes a step of a ticket; 撤销 takes it back. False if the phone did not take it.
async fn take_step(
    phone: Phone,
    toasts: Toasts,
    w: &'static Words,
    c: &'static CallWords,
    ticket: Ticket,
    step: Step,
    said: Data,
) -> bool {
    let me = untrack(|| phone.user()).map(|user| user.id);
    let set = state::set(&ticket, step, me, Moment::at(phone.now()), &said);
    let back = before(&ticket.record, &set);
    let id = ticket.record.id;
    let draft = state::draft_key(id);
    if phone.save(vec![Intent::set(&ticket.record, set)], Some(draft), None).await.is_err() {
        toasts.say(w.storage_broken);
        return false;
    }
    let said = match step {
        Step::Take => c.taken,
        Step::Bought => c.bought_said,
        Step::Delivered => c.delivered_said,
        Step::Rate => c.rated_said,
    };
    toasts.say_with_undo(said, move || {
        let back = back.clone();
        spawn_local(async move { undo(phone, toasts, w, c, id, back).await });
    });
    true
}

async fn undo(phone: Phone, toasts: Toasts, w: &'static Words, c: &'static CallWords, id: RecordId, back: Data) {
    let now = phone.peek(|state| state.get(Errand::KIND, id).map(|held| held.record.clone())).flatten();
    let Some(now) = now else { return };
    let done = phone.save(vec![Intent::set(&now, back)], None, None).await;
    toasts.say(if done.is_ok() { c.taken_back } else { w.storage_broken });
}
