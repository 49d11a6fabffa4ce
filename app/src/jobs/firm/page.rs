//! One enterprise: who and where, what is to be put right, what was found so far.

use super::{Framed, NoFirm, inspects, names, use_file, use_firms};
use crate::{
    book::Dispute,
    jobs::{
        dispute::Disputes,
        photos::{PhotosButton, PhotosWaiting},
    },
    live::{Show, memo},
    parts::{
        Bar, Button, Card, Confirm, Dock, Empty, Icon, LinkButton, Loading, Main, Notice, Page, Row, Rows, Section,
        Size, SyncBadge, Tone, Weight, use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    firm::Known,
    id::RecordId,
    kind::{
        Payload, conflict::Conflict, defect::Defect, directory::Village, enterprise::Enterprise, inspection::Inspection,
    },
    person::Phone as Number,
};
use sync::Intent;

/// The screen.
#[component]
pub fn FirmPage(
    /// The enterprise of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let firms = use_firms();
    let there = memo(move || firms.with(|firms| firms.as_ref().map(|firms| id.filter(|id| firms.file(*id).is_some()))));
    move || match there.get() {
        None => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
        Some(None) => view! { <NoFirm /> }.into_any(),
        Some(Some(id)) => view! { <OneFirm id /> }.into_any(),
    }
}

#[component]
fn OneFirm(id: RecordId) -> impl IntoView {
    let w = use_words();
    let f = use_table(Lang::firm);
    let phone = use_phone();
    let firms = use_firms();
    let may = untrack(|| inspects(phone));
    let firm = use_file(firms, Some(id), |file| file.is.clone());
    let open = use_file(firms, Some(id), |file| file.open().cloned().collect::<Vec<_>>());
    let closed = use_file(firms, Some(id), |file| {
        file.defects.iter().filter(|defect| !defect.is.is_open()).cloned().collect::<Vec<_>>()
    });
    let inspections = use_file(firms, Some(id), |file| file.inspections.clone());
    let disputes = memo(move || {
        let of = |state: &sync::State| {
            let all = state.all::<Conflict>().filter(|(_, conflict)| conflict.status != "settled");
            let here = all.filter(|(_, conflict)| conflict.of == Some(id));
            here.map(|(held, conflict)| (held.record.clone(), conflict)).collect::<Vec<_>>()
        };
        phone.read(of).unwrap_or_default()
    });
    let twin = memo(move || {
        let of = |firms: &model::firm::Firms| {
            let twin = firms.twin(&firms.file(id)?.is, Some(id))?;
            Some((twin.id, twin.is.name.clone()))
        };
        firms.with(|firms| firms.as_ref().and_then(|firms| of(firms)))
    });
    let many = |list: Memo<Option<Vec<Known<Defect>>>>| move || list.get().unwrap_or_default();
    let title = move || firm.get().map(|firm| firm.name).unwrap_or_default();
    view! {
        <Framed>
            <Page>
                <Bar title back=routes::FIRMS>
                    {may.then(|| view! { <LinkButton label=move || w.get().change icon=Icon::Pen href=routes::change_firm(id) size=Size::Small /> })}
                </Bar>
                <Main>
                    {move || firm.get().map(|firm| view! { <Facts id firm /> })}
                    {move || twin.get().map(|(twin, name)| view! {
                        <Notice tone=Tone::Info what=move || (f.get().twin)(&name) todo=move || f.get().twin_note>
                            <LinkButton label=move || f.get().open_it href=routes::firm(twin) />
                        </Notice>
                    })}
                    {move || {
                        let disputes = disputes.get().into_iter().map(|(record, conflict)| Dispute { record, conflict });
                        view! { <Disputes disputes=disputes.collect() /> }
                    }}
                    <Show when=move || !many(open)().is_empty()>
                        <Section title=move || f.get().put_right note=move || (f.get().items_n)(many(open)().len()) />
                        <Card><Rows><For each=many(open) key=|one| (one.id, one.is.clone().data()) let:one><DefectRow one may /></For></Rows></Card>
                    </Show>
                    <Section title=move || f.get().history />
                    <Show
                        when=move || inspections.get().is_some_and(|all| !all.is_empty())
                        fallback=move || view! { <Empty icon=Icon::Paper title=move || f.get().no_history text="" /> }
                    >
                        <Card>
                            <Rows>
                                <For each=move || inspections.get().unwrap_or_default() key=|one| one.id let:one><InspectionRow one /></For>
                            </Rows>
                        </Card>
                    </Show>
                    <Show when=move || !many(closed)().is_empty()>
                        <Section title=move || f.get().put_right_done note=move || (f.get().items_n)(many(closed)().len()) />
                        <Card><Rows><For each=many(closed) key=|one| (one.id, one.is.clone().data()) let:one><DefectRow one may=false /></For></Rows></Card>
                    </Show>
                </Main>
                {may.then(|| view! {
                    <Dock>
                        <LinkButton
                            label=move || f.get().inspect
                            name=move || (f.get().inspect_name)(&title())
                            href=routes::inspect(id)
                            weight=Weight::Main
                            size=Size::Big
                        />
                    </Dock>
                })}
            </Page>
        </Framed>
    }
}

/// Its code, where it is, whom to ask.
#[component]
fn Facts(id: RecordId, firm: Enterprise) -> impl IntoView {
    let f = use_table(Lang::firm);
    let c = use_table(Lang::calls);
    let lang = use_settings().lang;
    let phone = use_phone();
    let village = firm.village.and_then(|village| {
        phone.peek(|state| state.get(Village::KIND, village).map(|held| held.record.read::<Village>().name)).flatten()
    });
    let dial = firm.phone.clone().filter(|number| Number::parse(number).is_ok());
    let contact = firm.contact.clone().unwrap_or_default();
    let state = memo(move || {
        let standing = |state: &sync::State| state.get(Enterprise::KIND, id).map(|held| held.standing);
        phone.read(standing).flatten().map(crate::jobs::households::record_state)
    });
    let code = firm.uscc.clone();
    let trade = firm.trade.clone();
    let (employees, returned, key_area) = (firm.employees, firm.returned, firm.key_area);
    let address = firm.address.clone();
    let line = move || {
        let trade = trade.as_ref().map(|code| term_or_code(lang.get(), "enterprise.trade", code));
        // An address that begins with its village says it already.
        let said = village
            .as_ref()
            .zip(address.as_ref())
            .is_some_and(|(village, address)| address.starts_with(village.as_str()));
        let village = village.clone().filter(|_| !said);
        [trade, village, address.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let people = move || employees.map(|all| (f.get().employees)(all, returned, key_area)).unwrap_or_default();
    view! {
        <Card>
            <div class="q stack">
                <p class="num">{move || code.clone().unwrap_or_else(|| f.get().no_code.to_owned())}</p>
                <p class="soft">{line}</p>
                <p class="soft num">{people}</p>
                {dial.map(|number| {
                    let name = contact.clone();
                    view! {
                        <LinkButton
                            label=move || format!("{} {}", c.get().dial, name)
                            href=format!("tel:{number}")
                            icon=Icon::Call
                            size=Size::Wide
                        />
                    }
                })}
                {move || state.get().map(|state| view! { <p><SyncBadge state /></p> })}
            </div>
        </Card>
    }
}

#[component]
fn DefectRow(one: Known<Defect>, may: bool) -> impl IntoView {
    let f = use_table(Lang::firm);
    let lang = use_settings().lang;
    let today = use_phone().today();
    let Known { id, is } = one;
    let item = is.item.clone();
    let what = is.text.clone();
    let title = {
        let what = what.clone();
        move || format!("{} · {what}", term_or_code(lang.get(), "defect.item", &item))
    };
    let checked = is.rechecks.len();
    let (status, deadline, closed) = (is.status.clone(), is.deadline, is.closed_on());
    let sub = move || {
        let day = |day| words::month_day(lang.get(), day);
        let when = match (closed, deadline) {
            (Some(on), _) => Some((f.get().right_on)(&day(on))),
            (None, Some(until)) => Some((f.get().until)(&day(until))),
            _ => None,
        };
        let late = deadline.map(|until| today.since(until)).filter(|late| *late > 0 && closed.is_none());
        let late = late.map(|late| (f.get().overdue)(late));
        let said = (status == "fixed").then(|| f.get().said_fixed.to_owned());
        let checked = (checked > 0 && closed.is_none()).then(|| (f.get().rechecked_n)(checked));
        [when, late, said, checked].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let photos: Vec<_> = is.photos.iter().chain(&is.after).copied().collect();
    let due = is.is_due(today);
    view! {
        <Row title=title.clone() sub>
            {(!photos.is_empty()).then(|| view! { <PhotosButton photos=photos.clone() /> })}
            <PhotosWaiting kind=Defect::KIND rec=id />
            {may.then(|| view! {
                <LinkButton
                    label=move || f.get().recheck
                    name=move || (f.get().recheck_name)(&title())
                    href=routes::recheck(id)
                    size=Size::Small
                    weight=if due { Weight::Main } else { Weight::Plain }
                />
            })}
        </Row>
    }
}

#[component]
fn InspectionRow(one: Known<Inspection>) -> impl IntoView {
    let w = use_words();
    let f = use_table(Lang::firm);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let asking = RwSignal::new(false);
    let Known { id, is } = one;
    let failed: Vec<String> =
        is.items.iter().filter(|item| item.result == "fail").map(|item| item.item.clone()).collect();
    let judged = is.items.len();
    let inspectors = is.inspectors.clone();
    let on = is.on;
    let day = move || on.map(|on| words::month_day(lang.get(), on)).unwrap_or_default();
    let title = move || {
        let round = is.round.map(|n| (f.get().round_n)(n));
        [Some(day()), round].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let copies: i64 = is.docs_given.iter().map(|doc| doc.n).sum();
    let (briefed, note) = (is.briefing == Some(true), is.note.clone());
    let sub = move || {
        let comma = w.get().list_comma;
        let found = if failed.is_empty() {
            (f.get().all_passed)(judged)
        } else {
            let names = failed.iter().map(|item| term_or_code(lang.get(), "inspection.items.item", item));
            (f.get().failed_are)(&names.collect::<Vec<_>>().join(comma))
        };
        let docs = (copies > 0).then(|| (f.get().docs_n)(copies));
        let briefed = briefed.then(|| f.get().briefed.to_owned());
        let by = names(phone, &inspectors, comma);
        let by = (!by.is_empty()).then(|| (f.get().by)(&by));
        [Some(found), docs, briefed, by, note.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let held = move |state: &sync::State| {
        state.get(Inspection::KIND, id).map(|held| (held.standing, held.record.by, held.record.scope))
    };
    let standing =
        memo(move || phone.read(held).flatten().map(|(standing, ..)| crate::jobs::households::record_state(standing)));
    let mine = phone
        .peek(held)
        .flatten()
        .is_some_and(|(_, by, _)| by.is_none() || by == untrack(|| phone.user()).map(|user| user.id));
    let withdraw = move |()| {
        spawn_local(async move {
            let of = move |state: &sync::State| {
                let scope = state.get(Inspection::KIND, id)?.record.scope;
                let defects = state.all::<Defect>().filter(|(_, defect)| defect.inspection == Some(id));
                let defects =
                    defects.map(|(held, _)| Intent::void(Defect::KIND, held.record.id, scope, "entered_in_error"));
                let own = Intent::void(Inspection::KIND, id, scope, "entered_in_error");
                Some(std::iter::once(own).chain(defects).collect::<Vec<_>>())
            };
            let Some(intents) = phone.peek(of).flatten() else { return };
            let done = phone.save(intents, None, None).await;
            let w = w.get_untracked();
            toasts.say(if done.is_ok() { w.withdrawn } else { w.storage_broken });
        });
    };
    let sign = is.sign.clone();
    view! {
        <Row title sub>
            {(!sign.is_empty()).then(|| view! { <PhotosButton photos=sign.clone() /> })}
            {move || standing.get().map(|state| view! { <SyncBadge state /> })}
            {mine.then(|| view! {
                <Button
                    label=move || f.get().withdraw
                    name=move || (f.get().withdraw_name)(&day())
                    weight=Weight::Quiet
                    size=Size::Small
                    on_press=move |()| asking.set(true)
                />
                <Confirm
                    open=asking
                    title=move || f.get().withdraw_ask
                    text=move || f.get().withdraw_note
                    yes=move || f.get().withdraw
                    on_yes=withdraw
                    danger=true
                />
            })}
        </Row>
    }
}
