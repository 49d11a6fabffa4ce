//! 工作量: who did how much, who entered it, by age and by person; and what a leader sets for each.

use crate::{
    jobs::{
        overview::{asked::Asked, trouble::Trouble},
        teams::Framed,
    },
    live::{Show, derive, memo},
    parts::{
        Bar, Button, Card, ChooseMany, Empty, Field, Icon, Input, Loading, Main, Notice, Page, Panel, Question, Row,
        Rows, Section, Sheet, Size, Table, Text, Tone, Weight, percent, use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, month_day, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use model::{
    wire::{StaffSet, WorkerLoad, Workload},
    workload::{LIMITS, MOST_HOMES, share},
};
use sync::ports::read_answer;

/// The days that are looked back at, with today.
const DAYS: i32 = 7;

/// Reads what was typed for a worker.
///
/// # Errors
/// Which of the two numbers is none.
fn set_of(born: &str, most: &str, limits: Vec<String>, this_year: i64) -> Result<StaffSet, Vec<&'static str>> {
    let number = |text: &str| match text.trim() {
        "" => Ok(None),
        text => text.parse::<i64>().map(Some).map_err(|_| ()),
    };
    let alone = |set: StaffSet| set.is_sound(this_year);
    let born = number(born).ok().filter(|born| alone(StaffSet { born: *born, ..StaffSet::default() }));
    let most = number(most).ok().filter(|most| alone(StaffSet { max_homes_day: *most, ..StaffSet::default() }));
    match (born, most) {
        (Some(born), Some(max_homes_day)) => Ok(StaffSet { born, health_limit: limits, max_homes_day }),
        (born, most) => {
            let wrong = [(born.is_none(), "born"), (most.is_none(), "max_homes_day")];
            Err(wrong.into_iter().filter(|(is, _)| *is).map(|(_, field)| field).collect())
        }
    }
}

/// The screen.
#[component]
pub fn WorkloadPage() -> impl IntoView {
    let w = use_words();
    let t = use_table(Lang::teams);
    let lang = use_settings().lang;
    let phone = use_phone();
    let today = phone.today();
    let from = today.plus(1 - DAYS);
    let asked =
        Asked::<Workload>::at(format!("/api/v1/overview/workload?from={from}&to={today}"), read_answer::<Workload>);
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(None::<WorkerLoad>);
    let sub =
        move || format!("{} · {}–{}", t.get().this_week, month_day(lang.get(), from), month_day(lang.get(), today));
    let share_of = |by_others, done| share(by_others, done).map_or_else(|| "–".to_owned(), percent);
    let heads = move || -> Vec<(Text, bool)> {
        vec![
            (Text::from(move || t.get().by_age), false),
            (Text::from(move || t.get().workers), true),
            (Text::from(move || t.get().done_n), true),
            (Text::from(move || t.get().by_others), true),
            (Text::from(move || t.get().for_others), true),
            (Text::from(move || t.get().share), true),
        ]
    };
    let bands = move || {
        asked.answer.with(|load| {
            let bands = load.as_ref().map(|load| load.bands.clone()).unwrap_or_default();
            bands
                .into_iter()
                .map(|band| {
                    view! {
                        <tr>
                            <td>{move || (t.get().age_from_to)(band.from, band.to)}</td>
                            <td class="n">{band.workers}</td>
                            <td class="n">{band.done}</td>
                            <td class="n">{band.by_others}</td>
                            <td class="n">{band.for_others}</td>
                            <td class="n">{share_of(band.by_others, band.done)}</td>
                        </tr>
                    }
                })
                .collect_view()
        })
    };
    let worker = move |one: WorkerLoad| {
        let name = one.name.clone();
        let who = one.name.clone();
        let shown = one.clone();
        let sub = move || {
            let t = t.get();
            let said = |label: &str, n: u64| format!("{label} {n}");
            let more = |label: &str, n: u64| (n > 0).then(|| said(label, n));
            let year = i64::from(today.year());
            let age = shown.set.born.map_or_else(|| t.age_unknown.to_owned(), |born| (t.years)(year - born));
            let limits = shown.set.health_limit.iter().map(|code| term_or_code(lang.get(), "health_limit", code));
            let share = (shown.by_others > 0).then(|| format!("{} {}", t.share, share_of(shown.by_others, shown.done)));
            [
                Some(age),
                Some(said(t.done_n, shown.done)),
                more(t.visits_n, shown.visits),
                more(t.readings_n, shown.readings),
                more(t.by_others, shown.by_others),
                share,
                more(t.for_others, shown.for_others),
                shown.set.max_homes_day.map(t.homes_a_day),
            ]
            .into_iter()
            .flatten()
            .chain(limits)
            .collect::<Vec<_>>()
            .join(" · ")
        };
        let set = move |()| {
            chosen.set(Some(one.clone()));
            open.set(true);
        };
        view! {
            <Row title=name sub>
                <Button label=move || t.get().set_limits name=move || format!("{} {who}", t.get().set_limits) size=Size::Small on_press=set />
            </Row>
        }
    };
    let there = memo(move || asked.answer.with(Option::is_some));
    let nobody = memo(move || asked.answer.with(|load| load.as_ref().is_some_and(|load| load.workers.is_empty())));
    view! {
        <Framed>
            <Page>
                <Bar title=move || t.get().workload sub back=routes::TEAMS />
                <Main>
                    <Show when=move || there.get()>
                        <Panel title=move || t.get().by_age whole=true>
                            <Table name=move || t.get().by_age heads=heads()>{bands}</Table>
                        </Panel>
                        <Section title=move || t.get().by_worker />
                        <Show when=move || !nobody.get() fallback=move || view! { <Empty icon=Icon::People title=move || w.get().no_workers text=move || w.get().no_data /> }>
                            <Card>
                                <Rows>{move || asked.answer.get().into_iter().flat_map(|load| load.workers).map(worker).collect_view()}</Rows>
                            </Card>
                        </Show>
                    </Show>
                    <Show when=move || { !there.get() && asked.slow.get() && asked.trouble.with(Option::is_none) }><Loading /></Show>
                    {move || asked.trouble.get().map(|refused| view! { <Trouble refused safe="" busy=asked.busy on_retry=move |()| asked.ask() /> })}
                </Main>
            </Page>
            <Sheet open title=move || chosen.get().map(|one| one.name).unwrap_or_default()>
                {move || chosen.get().map(|one| view! { <SetForm one open on_done=move |()| asked.ask() /> })}
            </Sheet>
        </Framed>
    }
}

#[component]
fn SetForm(one: WorkerLoad, open: RwSignal<bool>, #[prop(into)] on_done: crate::parts::Act) -> impl IntoView {
    let w = use_words();
    let t = use_table(Lang::teams);
    let phone = use_phone();
    let toasts = use_toasts();
    let typed = |n: Option<i64>| RwSignal::new(n.map(|n| n.to_string()).unwrap_or_default());
    let (born, most) = (typed(one.set.born), typed(one.set.max_homes_day));
    let limits = RwSignal::new(one.set.health_limit.clone());
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let year = i64::from(phone.today().year());
    let read = move || set_of(&born.get(), &most.get(), limits.get(), year);
    let wrong = move |field: &'static str, words: fn(&crate::words::TeamWords) -> &'static str| {
        derive(move || {
            let wrong = tried.get() && read().err().is_some_and(|fields| fields.contains(&field));
            wrong.then(|| words(t.get()).to_owned())
        })
    };
    let id = one.id;
    let save = move |()| {
        tried.set(true);
        let Ok(set) = untrack(read) else { return };
        let Ok(json) = serde_json::to_string(&set) else { return };
        busy.set(true);
        spawn_local(async move {
            let answer = phone.device().online().post(format!("/api/v1/staff/{id}"), json).await;
            busy.try_set(false);
            if answer.is_ok() {
                toasts.say(t.get_untracked().limits_set);
                on_done.try_run(());
                open.try_set(false);
            } else {
                failed.try_set(true);
            }
        });
    };
    view! {
        <div class="stack">
            <p class="soft">{move || t.get().limits_note}</p>
            <Field id="born" label=move || t.get().born hint=move || t.get().born_hint value=born input=Input::Number most=4 problem=wrong("born", |t| t.born_wrong) on_input=move |text| born.set(text) />
            <Field id="most-homes" label=move || t.get().most_homes hint=move || t.get().most_homes_hint value=most input=Input::Number most=MOST_HOMES.to_string().len() problem=wrong("max_homes_day", |t| t.most_homes_wrong) on_input=move |text| most.set(text) />
            <Question title=move || t.get().limits>
                <ChooseMany
                    name=move || t.get().limits
                    key="health_limit"
                    codes=LIMITS
                    chosen=limits
                    on_change=move |(code, on): (&'static str, bool)| limits.update(|limits| {
                        limits.retain(|own| own != code);
                        if on {
                            limits.push(code.to_owned());
                        }
                    })
                />
            </Question>
            <Show when=move || failed.get()>
                <Notice tone=Tone::Wait what=move || w.get().unreachable todo=move || w.get().unreachable_sign_in_todo />
            </Show>
            <Button label=move || w.get().save weight=Weight::Main size=Size::Big busy on_press=save />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_named_and_nothing_is_no_limit() {
        let set = |born: &str, most: &str| set_of(born, most, Vec::new(), 2020);
        assert_eq!(set("", " "), Ok(StaffSet::default()));
        let both = StaffSet { born: Some(1959), max_homes_day: Some(12), ..StaffSet::default() };
        assert_eq!(set("1959", "12"), Ok(both));
        assert_eq!(set("59", "0"), Err(vec!["born", "max_homes_day"]));
        assert_eq!(set("1959", "many"), Err(vec!["max_homes_day"]));
    }
}
