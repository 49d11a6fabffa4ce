//! 今日任务: what is due, most urgent first, in walking order, from this phone alone.

pub mod care;
mod drafts;
pub mod families;

use crate::{
    book::DoorCard,
    jobs::{
        calls::CallsDue,
        clock::WrongClock,
        directive::today::DirectivesDue,
        dispute::DisputedDoors,
        errands::TeamToday,
        events::today::EventsDue,
        firm::today::DefectsDue,
        isolation::today::CasesDue,
        needs::{NeedsOpen, ServiceMissing},
        places::Places,
        work::today::DisinfectionsDue,
    },
    live::{Show, derive, memo},
    parts::{
        Bar, Button, Card, Empty, Icon, LinkButton, LongList, Main, Notice, Page, Progress, Row, Rows, Section, Size,
        Tab, Text, Tone, UnsentBadge, Weight,
    },
    phone::{use_book, use_phone},
    routes,
    settings::{Elder, use_settings, use_table, use_words},
    words::{self, Lang, day_label},
};
use care::TemperaturesDue;
use drafts::Drafts;
use families::FamiliesDue;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use model::{due::Door, id::RecordId};

/// The screen. Whoever keeps a post has their day there.
#[component]
pub fn TodayPage() -> impl IntoView {
    if untrack(|| use_phone().keeps_post()) {
        return view! { <Redirect path=routes::POST /> }.into_any();
    }
    view! { <Today /> }.into_any()
}

#[component]
fn Today() -> impl IntoView {
    let w = use_words();
    let settings = use_settings();
    let phone = use_phone();
    let book = use_book();
    let helps = untrack(|| phone.helps());
    let works_without_doors = untrack(|| phone.works() && !phone.has_doors());
    let sub = move || {
        let grids = book
            .with(|book| book.as_ref().map(|book| grids_label(settings.lang.get(), &book.grids)).unwrap_or_default());
        let day = day_label(settings.lang.get(), phone.today());
        if grids.is_empty() { day } else { format!("{day} · {grids}") }
    };
    let due = move |again: bool| {
        derive(move || {
            book.with(|book| {
                let doors = book.iter().flat_map(|book| book.due());
                doors
                    .filter(|card| matches!(card.door, Door::Again { .. }) == again)
                    .map(|card| card.id)
                    .collect::<Vec<_>>()
            })
        })
    };
    let (again, first) = (due(true), due(false));
    let walked = memo(move || book.with(|book| book.as_ref().map(|book| book.walked()).unwrap_or_default()));
    let sweep =
        memo(move || book.with(|book| book.as_ref().and_then(|book| book.sweep.as_ref().map(|sweep| sweep.round))));
    let empty_register = memo(move || book.with(|book| book.as_ref().is_none_or(|book| book.doors.is_empty())));
    view! {
        <Page>
            <Bar title=move || w.get().today sub>
                <Unsent />
            </Bar>
            <Main>
                <WrongClock over_the_day=true />
                <ProposeElder />
                <DirectivesDue />
                <DisputedDoors />
                <Drafts />
                <EventsDue />
                <DisinfectionsDue />
                <Show when=move || helps fallback=move || view! { <TemperaturesDue /><CasesDue /><CallsDue /><DefectsDue /><NeedsOpen /><ServiceMissing /> }>
                    <TeamToday />
                </Show>
                {move || {
                    if helps {
                        return ().into_any();
                    }
                    if works_without_doors {
                        return view! { <WorkFirst /> }.into_any();
                    }
                    if empty_register.get() {
                        return view! { <NothingYet /> }.into_any();
                    }
                    let Some(round) = sweep.get() else {
                        return view! {
                            <FamiliesDue />
                            <Empty icon=Icon::Today title=move || w.get().no_sweep text=move || w.get().no_sweep_note />
                        }
                        .into_any();
                    };
                    view! {
                        <Card pad=true>
                            <Progress
                                label=move || (w.get().sweep_n)(round)
                                words=move || (w.get().doors_done)(walked.get().0, walked.get().1)
                                done=derive(move || walked.get().0 as u64)
                                all=derive(move || walked.get().1 as u64)
                            />
                        </Card>
                        <Show when=move || !again.with(Vec::is_empty)>
                            <Section title=move || w.get().revisits note=move || (w.get().doors_left)(again.with(Vec::len)) />
                            <DoorList doors=again />
                        </Show>
                        <FamiliesDue />
                        <Show when=move || !first.with(Vec::is_empty)>
                            <Section title=move || w.get().today_doors note=move || (w.get().doors_left)(first.with(Vec::len)) />
                            <DoorList doors=first />
                        </Show>
                        <Show when=move || again.with(Vec::is_empty) && first.with(Vec::is_empty)>
                            <Empty icon=Icon::Ok title=move || w.get().all_doors_done text=move || w.get().all_doors_done_note />
                        </Show>
                    }
                        .into_any()
                }}
            </Main>
            <Places here=Tab::Today />
        </Page>
    }
}

/// Where no doors are walked, what was done is noted down.
#[component]
fn WorkFirst() -> impl IntoView {
    let w = use_words();
    let o = use_table(Lang::work);
    view! {
        <Empty icon=Icon::Add title=move || o.get().nothing_due text=move || o.get().nothing_due_note>
            <LinkButton label=move || w.get().add href=routes::ADD weight=Weight::Main size=Size::Wide />
        </Empty>
    }
}

/// 待上传 N in the bar, leading to 我的.
#[component]
pub fn Unsent() -> impl IntoView {
    let phone = use_phone();
    let count = move |of: fn(&sync::State) -> usize| derive(move || phone.read(of).unwrap_or_default());
    view! {
        <UnsentBadge
            unsent=count(|state| state.unsent())
            repair=count(|state| state.repair().len())
            photos=count(|state| state.photos_waiting())
            href=routes::MINE
        />
    }
}

/// Doors as one list, each with its way to 走访.
#[component]
fn DoorList(#[prop(into)] doors: Signal<Vec<RecordId>>) -> impl IntoView {
    view! {
        <Card>
            <Rows>
                <LongList items=doors key=|id| *id draw=|id| view! { <DueDoor id /> } />
            </Rows>
        </Card>
    }
}

#[component]
fn DueDoor(id: RecordId) -> impl IntoView {
    let w = use_words();
    let book = use_book();
    let card = move || book.with(|book| book.as_ref().and_then(|book| book.door(id).cloned()));
    let sub = move || card().map(|card| standing(&card)).unwrap_or_default();
    let name = move || card().map(|card| card.household.head).unwrap_or_default();
    view! {
        <Row
            number=move || card().map(|card| card.household.door).unwrap_or_default()
            title=name
            sub
            href=move || routes::household(id)
        >
            <LinkButton
                label=move || w.get().go_visit
                name=move || format!("{} {}", w.get().go_visit, name())
                href=move || format!("{}?from=today", routes::visit(id))
            />
        </Row>
    }
}

/// How a door stands, in a line: 上次门锁,2月5日 / 还没走过 · 3 人.
pub fn standing(card: &DoorCard) -> String {
    let lang = use_settings().lang.get();
    let w = lang.words();
    let people = (!card.people.is_empty()).then(|| (w.people_n)(card.people.len()));
    let group = card.household.group.clone();
    let last = match card.last_visit() {
        None => w.not_visited.to_owned(),
        Some(last) => {
            let outcome = words::term_or_code(lang, "visit.outcome", &last.visit.outcome);
            let on = last.visit.visited_on.map(|day| words::month_day(lang, day)).unwrap_or_default();
            (w.last_time)(&outcome, &on)
        }
    };
    [group, people, Some(last)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Doors with something of their own to be done, above what is due. Nothing where there are none.
#[component]
pub fn MarkedDoors(
    /// The doors.
    #[prop(into)]
    doors: Signal<Vec<RecordId>>,
    /// What is to be done.
    #[prop(into)]
    title: Text,
    /// The same at the door.
    #[prop(into)]
    sub: Text,
    /// Where it is done.
    href: fn(RecordId) -> String,
    /// The badge of each.
    children: ChildrenFn,
) -> impl IntoView {
    let book = use_book();
    let name = move |id: RecordId| {
        let card = book.with(|book| book.as_ref().and_then(|book| book.door(id).cloned()));
        card.map(|card| format!("{} {}", card.household.door, card.household.head)).unwrap_or_default()
    };
    let badge = StoredValue::new(children);
    view! {
        <Show when=move || !doors.with(Vec::is_empty)>
            <Section title />
            <Card>
                <Rows>
                    <For each=move || doors.get() key=|id| *id let:id>
                        <Row title=move || name(id) sub href=move || href(id)>
                            {badge.with_value(|badge| badge())}
                        </Row>
                    </For>
                </Rows>
            </Card>
        </Show>
    }
}

/// Asked once: whether 长辈版 is wanted, of those for whom it is proposed.
#[component]
fn ProposeElder() -> impl IntoView {
    let w = use_words();
    let settings = use_settings();
    let phone = use_phone();
    let ask = move || settings.elder.get().is_none() && phone.user().is_some_and(|user| user.elder);
    view! {
        <Show when=ask>
            <Notice tone=Tone::Info what=move || w.get().elder_propose safe=move || w.get().elder_propose_note>
                <Button label=move || w.get().elder_yes weight=Weight::Main on_press=move |_| settings.elder.set(Some(Elder::Large)) />
                <Button label=move || w.get().elder_no on_press=move |_| settings.elder.set(Some(Elder::Off)) />
            </Notice>
        </Show>
    }
}

/// The register is empty: still coming, or nothing there.
#[component]
pub fn NothingYet() -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let coming = move || matches!(phone.signal(), crate::phone::Signal::Trying | crate::phone::Signal::Unknown);
    move || {
        if coming() {
            view! { <Empty icon=Icon::Door title=move || w.get().first_download text=move || w.get().first_download_safe /> }.into_any()
        } else {
            view! {
                <Empty icon=Icon::Door title=move || w.get().no_households text=move || w.get().no_households_note>
                    <Button label=move || w.get().retry size=Size::Wide on_press=move |_| phone.sync_soon() />
                </Empty>
            }
            .into_any()
        }
    }
}

fn grids_label(lang: words::Lang, grids: &[(RecordId, String)]) -> String {
    match grids {
        [] => String::new(),
        [(_, only)] => only.clone(),
        [(_, first), rest @ ..] => (lang.words().and_n_more)(first, rest.len()),
    }
}
