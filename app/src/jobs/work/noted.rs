//! 今天记了: one's own records of a kind and a day, to be looked at, withdrawn and corrected; of what
//! is kept up to date, all of them.

use super::{said, state};
use crate::{
    jobs::{
        households::record_state,
        photos::{PhotosButton, PhotosWaiting, answers as photos},
    },
    live::{Show, derive, memo},
    parts::{Button, Card, Icon, Row, Rows, Section, Sheet, Size, SyncBadge, Weight, use_toasts},
    phone::{Phone, use_phone},
    settings::{use_settings, use_table, use_words},
    words::{Lang, term},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    access::Deed,
    id::{RecordId, UserId},
    kind::{Kind, Life},
    op::Act,
    record::{Data, Record},
    work,
};
use sync::{Held, Intent};

/// The list, and the sheet of one of them.
#[component]
pub fn Noted(
    /// Of which kind.
    kind: &'static Kind,
    /// Who is signed in.
    me: UserId,
    /// Called with what a withdrawn record said, to be filled in anew.
    #[prop(into)]
    on_resume: UnsyncCallback<Data>,
    /// Called with a record that is kept up to date, to be changed.
    #[prop(into)]
    on_change: UnsyncCallback<Record>,
) -> impl IntoView {
    let w = use_words();
    let o = use_table(Lang::work);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let (open, at) = (RwSignal::new(false), RwSignal::new(None::<RecordId>));
    let noted = memo(move || phone.read(|state| state::noted(kind, state, me, phone.today())).unwrap_or_default());
    let kept = kind.life == Life::Kept;
    let title = move || if kept { o.get().in_the_library } else { o.get().noted_today };
    let line = move |record: &Record| {
        let names = phone.peek(|state| state::names(kind, state, &record.data)).unwrap_or_default();
        said::line(lang.get(), kind, &record.data, &names)
    };
    let held = memo(move || {
        let id = at.get()?;
        noted.with(|noted| noted.iter().find(|held| held.record.id == id).cloned())
    });
    let draw = move |held: Held| {
        let record = held.record;
        let id = record.id;
        let what = derive(move || line(&record));
        let show = move |_| {
            at.set(Some(id));
            open.set(true);
        };
        view! {
            <Row title=move || what.get()>
                <SyncBadge state=record_state(held.standing) />
                <PhotosWaiting kind=kind.name rec=id />
                <Button label=move || w.get().open name=move || format!("{} {}", w.get().open, what.get()) size=Size::Small on_press=show />
            </Row>
        }
    };
    let withdraw = move |record: Record, correct: bool| {
        open.set(false);
        spawn_local(async move {
            let void = Intent::void(kind.name, record.id, record.scope, "entered_in_error");
            let (w, o) = (w.get_untracked(), o.get_untracked());
            if phone.save(vec![void], None, None).await.is_err() {
                return toasts.say(w.storage_broken);
            }
            if correct {
                let mut again = work::again(kind, &record.data);
                again.extend(
                    record
                        .data
                        .iter()
                        .filter(|(field, _)| ["photos", "rota", work::ON].contains(&field.as_str()))
                        .map(|(field, value)| (field.clone(), value.clone())),
                );
                on_resume.try_run(again);
                toasts.say(o.taken_back);
            } else {
                toasts.say_with_undo(o.taken_back, move || note_again(phone, record.clone()));
            }
        });
    };
    let inside = move || {
        held.get().map(|Held { record, .. }| {
            let names = phone.peek(|state| state::names(kind, state, &record.data)).unwrap_or_default();
            let pictures = photos::of(&record.data, "photos");
            let record = StoredValue::new(record);
            let pairs = derive(move || record.with_value(|record| said::pairs(lang.get(), kind, &record.data, &names)));
            let may = move |deed: Deed| {
                let (scope, own) = record.with_value(|record| (record.scope, work::is_own(record, me)));
                let roles = untrack(|| phone.user()).map(|user| user.roles).unwrap_or_default();
                // What one entered one may withdraw.
                let deed = if own && deed == Deed::Withdraw { Deed::Add } else { deed };
                roles.iter().any(|role| role.may(deed, kind.name, scope))
            };
            view! {
                <div class="stack">
                    <dl class="pairs">
                        <For each=move || pairs.get() key=|pair| pair.clone() children=|(asked, said)| view! { <dt>{asked}</dt><dd>{said}</dd> } />
                    </dl>
                    {(!pictures.is_empty()).then(|| view! { <PhotosButton photos=pictures.clone() /> })}
                    {(kept && may(Deed::Change))
                        .then(|| view! { <Button label=move || w.get().change icon=Icon::Pen size=Size::Wide on_press=move |_| { open.set(false); on_change.run(record.get_value()) } /> })}
                    {(!kept && may(Deed::Withdraw))
                        .then(|| {
                            view! {
                                <Button label=move || o.get().mend icon=Icon::Pen size=Size::Wide on_press=move |_| withdraw(record.get_value(), true) />
                                <p class="soft">{move || o.get().mend_note}</p>
                            }
                        })}
                    {may(Deed::Withdraw)
                        .then(|| view! { <Button label=move || o.get().take_back weight=Weight::Danger size=Size::Wide on_press=move |_| withdraw(record.get_value(), false) /> })}
                </div>
            }
        })
    };
    view! {
        <Show when=move || !noted.with(Vec::is_empty)>
            <Section title note=move || (w.get().records_n)(noted.with(Vec::len)) />
            <Card>
                <Rows>
                    <For each=move || noted.get() key=|held| (held.record.id, held.record.seq, held.standing as u8, held.record.data.len()) children=draw />
                </Rows>
            </Card>
        </Show>
        <Sheet open title=move || term(lang.get(), kind.name).unwrap_or(kind.name)>{inside}</Sheet>
    }
}

/// 撤销 of a withdrawal: the same once more.
fn note_again(phone: Phone, record: Record) {
    spawn_local(async move {
        let Some(id) = phone.new_id() else { return };
        let intent = Intent { act: Act::Add { data: record.data }, kind: record.kind, rec: id, scope: record.scope };
        // What cannot be kept now is still in the draft that the withdrawal left, or is noted anew.
        let _ = phone.save(vec![intent], None, None).await;
    });
}
