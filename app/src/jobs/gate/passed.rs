//! One that passed, with the way to take it back.

use super::{Desk, entry, log::Line, result_label, who_label};
use crate::{
    jobs::households::record_state,
    parts::{Badge, Button, Icon, RecordState, Row, Size, SyncBadge, Tone, use_toasts},
    phone::Phone,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, minute_label, tenths_label},
};
use leptos::{prelude::*, task::spawn_local};
use model::{id::RecordId, record::Scope};

/// One that passed, with 撤销.
#[component]
pub fn Passed(
    /// What was written down.
    line: Line,
) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::gate);
    let lang = use_settings().lang;
    let toasts = use_toasts();
    let desk: Desk = expect_context();
    let is = line.is;
    let label = who_label(&is);
    let sub = {
        let is = is.clone();
        move || {
            let lang = lang.get();
            let c = lang.gate();
            let at = format!("{} {}", minute_label(is.minute), words::term_or_code(lang, "passage.dir", &is.dir));
            let people = is.people_n.filter(|n| *n > 1).map(|n| (c.people_n)(n));
            let way = is.from.as_deref().zip(is.to.as_deref()).map(|(from, to)| (c.way)(from, to));
            let t = is.tenths.map(|t| format!("{} ℃", tenths_label(t)));
            [Some(at), people, t, way, is.on_duty.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
    };
    let (tone, shape) = match is.result.as_str() {
        _ if is.fever == Some(true) => (Tone::Alarm, Icon::Alarm),
        "pass" => (Tone::Ok, Icon::Ok),
        _ => (Tone::Wait, Icon::Back),
    };
    let result = {
        let is = is.clone();
        move || result_label(lang.get(), &is.result)
    };
    let fever = is.fever == Some(true);
    let id = line.id;
    let standing = record_state(line.standing);
    let name = label.clone();
    let undo = {
        let label = label.clone();
        move |_| {
            take_back(desk.phone, Scope::Post(desk.post), id, fever);
            toasts.say((c.get_untracked().taken_back)(&label));
        }
    };
    view! {
        <Row title=label sub>
            <Badge tone icon=shape label=result />
            {(standing == RecordState::Repair).then(|| view! { <SyncBadge state=standing /> })}
            <Button label=move || w.get().undo name=move || (c.get().undo_name)(&name) size=Size::Fit on_press=undo />
        </Row>
    }
}

/// Withdraws a passage, and the alarm that it raised.
pub(super) fn take_back(phone: Phone, scope: Scope, id: RecordId, fever: bool) {
    spawn_local(async move {
        // If the phone does not take it, the passage stands in the list as before.
        let _ = phone.save(entry::taken_back(id, scope, fever), None, None).await;
    });
}
