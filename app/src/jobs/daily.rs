//! 日报: a day's figures, worked out from what this phone holds, signed with one tap; 零报告 as a
//! deliberate act, where nothing stands against it.

pub mod state;

use crate::{
    jobs::households::record_state,
    jobs::visit::NotSaved,
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, Dock, Empty, Field, Icon, Input, Main, Notice, Page, Question, Section, Size,
        SyncBadge, Toggle, Tone, Weight, use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, day_label, minute_label, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    care::Moment,
    daily::Figures,
    id::{RecordId, UserId},
    kind::{Payload, directory::Staff},
};
use state::Sheet;
use sync::Broken;

/// The screen.
#[component]
pub fn DailyPage() -> impl IntoView {
    let w = use_words();
    let e = use_table(Lang::event_words);
    let lang = use_settings().lang;
    let phone = use_phone();
    let units = memo(move || phone.read(state::units).unwrap_or_default());
    let chosen = RwSignal::new(None::<RecordId>);
    let unit = memo(move || chosen.get().or_else(|| units.with(|units| units.first().map(|(id, _)| *id))));
    let sub = move || day_label(lang.get(), phone.today());
    let one = move |(id, name): (RecordId, String)| {
        view! { <Toggle label=name on=derive(move || unit.get() == Some(id)) on_change=move |_| chosen.set(Some(id)) /> }
    };
    view! {
        <Page>
            <Bar title=move || w.get().daily_report sub back=routes::ADD />
            {move || match unit.get() {
                None => view! { <Main><Empty icon=Icon::Paper title=move || e.get().no_unit text=move || e.get().no_unit_note /></Main> }.into_any(),
                Some(unit) => view! {
                    <OneDay unit>
                        <Show when=move || units.with(|units| units.len() > 1)>
                            <Card>
                                <Question title=move || e.get().unit>
                                    <div class="choices" role="group" aria-label=move || e.get().unit>{move || units.get().into_iter().map(one).collect_view()}</div>
                                </Question>
                            </Card>
                        </Show>
                    </OneDay>
                }
                .into_any(),
            }}
        </Page>
    }
}

#[component]
fn OneDay(unit: RecordId, children: Children) -> impl IntoView {
    let w = use_words();
    let e = use_table(Lang::event_words);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let today = phone.today();
    let sheet = memo(move || phone.read(|state| state::sheet(state, unit, today, phone.now())));
    let unsent = memo(move || phone.read(sync::State::unsent).unwrap_or_default());
    let note = RwSignal::new(String::new());
    let (saving, broken) = (RwSignal::new(false), RwSignal::new(None::<Broken>));
    let signed = memo(move || sheet.with(|sheet| sheet.as_ref().is_some_and(|sheet| sheet.signed.is_some())));
    let zero = memo(move || sheet.with(|sheet| sheet.as_ref().is_some_and(Sheet::is_zero)));
    let sign = move |()| {
        let Some(sheet) = sheet.get_untracked() else { return };
        if saving.get_untracked() {
            return;
        }
        saving.set(true);
        broken.set(None);
        spawn_local(async move {
            let me = untrack(|| phone.user()).map(|user| user.id);
            let intent = state::sign(&sheet, unit, today, phone.now(), me, &note.get_untracked());
            match phone.save(vec![intent], None, None).await {
                Ok(()) => toasts.say(e.get_untracked().signed),
                Err(error) => drop(broken.try_set(Some(error))),
            }
            saving.try_set(false);
        });
    };
    let figures = move || {
        let sheet = sheet.get()?;
        let (title, figures) = match &sheet.signed {
            Some(signed) => (e.get().figures_signed, signed.report.figures.clone()),
            None => (e.get().figures_today, sheet.figures.clone()),
        };
        Some(view! { <Section title /><Card pad=true><Numbers figures /></Card> })
    };
    view! {
        <Main>
            {children()}
            {move || sheet.get().map(|sheet| match sheet.signed.clone() {
                Some(signed) => view! { <Signed signed late=sheet.late() /> }.into_any(),
                None => view! { <Against sheet /> }.into_any(),
            })}
            {figures}
            <Show when=move || !signed.get()>
                <Card>
                    <div class="q">
                        <Field id="daily-note" label=move || term_or_code(lang.get(), "daily_report", "note") hint=move || w.get().optional value=note input=Input::Lines most=200 on_input=move |text: String| note.set(text) />
                        <Show when=move || { unsent.get() > 0 }><p class="soft">{move || (e.get().with_unsent)(unsent.get())}</p></Show>
                    </div>
                </Card>
            </Show>
            {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
        </Main>
        <Show when=move || !signed.get() && sheet.with(Option::is_some)>
            <Dock>
                <Button
                    label=move || if zero.get() { e.get().sign_zero } else { e.get().sign }
                    weight=Weight::Main
                    size=Size::Big
                    busy=saving
                    on_press=sign
                />
            </Dock>
        </Show>
    }
}

/// What stands against a 零报告; nothing where nothing does.
#[component]
fn Against(sheet: Sheet) -> impl IntoView {
    let e = use_table(Lang::event_words);
    let lang = use_settings().lang;
    let against: Vec<(&'static str, i64)> = sheet.against().into_iter().map(|(column, n)| (column.field, n)).collect();
    (!against.is_empty()).then(|| {
        let list = move || {
            let named = against.iter().map(|(field, n)| format!("{} {n}", term_or_code(lang.get(), "daily_report", field)));
            named.collect::<Vec<_>>().join(lang.get().words().list_comma)
        };
        view! { <Notice tone=Tone::Wait icon=Icon::Alarm what=move || e.get().against safe=list todo=move || e.get().against_safe /> }
    })
}

/// That it is signed, by whom, and what has come since.
#[component]
fn Signed(signed: state::Signed, late: Vec<(&'static str, i64)>) -> impl IntoView {
    let e = use_table(Lang::event_words);
    let lang = use_settings().lang;
    let names = move |by: Option<UserId>| use_signer(by);
    let zero = signed.report.zero == Some(true);
    let state = record_state(signed.standing);
    let note = signed.report.note.clone();
    let signatures = signed.report.steps.into_iter().map(move |step| {
        let name = names(step.by);
        let at = step.at.map(|at| minute_label(Moment::at(at).minute)).unwrap_or_default();
        view! { <p class="num">{move || (e.get().signed_by)(&name.get(), &at)}</p> }
    });
    let any_late = !late.is_empty();
    let more = late.into_iter().map(move |(field, n)| {
        view! { <dt>{move || term_or_code(lang.get(), "daily_report", field)}</dt><dd>{format!("+{n}")}</dd> }
    });
    view! {
        <Card pad=true>
            <div class="stack">
                <p class="badges">
                    {zero.then(|| view! { <Badge tone=Tone::Ok icon=Icon::Ok label=move || e.get().is_zero /> })}
                    <SyncBadge state />
                </p>
                {signatures.collect_view()}
                {note.map(|note| view! { <p>{note}</p> })}
            </div>
        </Card>
        {any_late.then(|| view! {
            <Section title=move || e.get().late_more />
            <Card pad=true>
                <dl class="pairs">{more.collect_view()}</dl>
                <p class="soft">{move || e.get().late_note}</p>
            </Card>
        })}
    }
}

fn use_signer(by: Option<UserId>) -> Memo<String> {
    let w = use_words();
    let phone = use_phone();
    memo(move || {
        let me = phone.user().map(|user| user.id);
        let name = |by: UserId| {
            let read =
                |state: &sync::State| state.get(Staff::KIND, by.into()).map(|held| held.record.read::<Staff>().name);
            phone.read(read).flatten().unwrap_or_else(|| w.get().unknown.to_owned())
        };
        by.filter(|by| Some(*by) != me).map_or_else(|| w.get().me.to_owned(), name)
    })
}

/// The figures, in the order of the form; what nothing counts yet says so.
#[component]
fn Numbers(figures: Figures) -> impl IntoView {
    let e = use_table(Lang::event_words);
    let lang = use_settings().lang;
    let line = move |column: &'static model::daily::Column| {
        let n = figures.get(column.field).copied();
        let value = move || n.map_or_else(|| e.get().not_known.to_owned(), |n| n.to_string());
        view! { <dt>{move || term_or_code(lang.get(), "daily_report", column.field)}</dt><dd class=if n.is_some() { "" } else { "soft" }>{value}</dd> }
    };
    view! { <dl class="pairs">{model::daily::COLUMNS.iter().map(line).collect_view()}</dl> }
}

/// 日报 in 记一笔: whether today's is signed. Nothing for who has no grid.
#[component]
pub fn DailyRow() -> impl IntoView {
    let w = use_words();
    let e = use_table(Lang::event_words);
    let phone = use_phone();
    let has = memo(move || phone.read(|state| !state::units(state).is_empty()).unwrap_or_default());
    let at = memo(move || phone.read(|state| state::signed_at(state, phone.today())).flatten());
    let sub = move || match at.get() {
        Some(at) => (e.get().daily_done)(&minute_label(Moment::at(at).minute)),
        None => e.get().daily_note.to_owned(),
    };
    view! { <Show when=move || has.get()><crate::parts::Row title=move || w.get().daily_report sub href=routes::DAILY /></Show> }
}
