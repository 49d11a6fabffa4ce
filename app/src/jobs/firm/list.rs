//! All enterprises, what is to be re-checked on top.

use super::{
    Framed,
    figures::FirmBoard,
    inspects,
    state::{Entry, entries},
    use_firms,
};
use crate::{
    live::{Show, memo},
    parts::{
        Badge, Bar, Card, Empty, Icon, LinkButton, Loading, LongList, Main, Page, Row, Rows, SearchField, Section,
        Size, Tone,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang},
};
use leptos::prelude::*;
use model::{access::Role, kind::checklist::Checklist};

/// The screen.
#[component]
pub fn FirmsPage() -> impl IntoView {
    let w = use_words();
    let f = use_table(Lang::firm);
    let phone = use_phone();
    let firms = use_firms();
    let leads = untrack(|| phone.leads());
    let is_town = untrack(|| phone.user()).is_some_and(|user| user.roles.contains(&Role::Town));
    let may = untrack(|| inspects(phone));
    let typed = RwSignal::new(String::new());
    let found = memo(move || {
        let today = phone.today();
        firms.with(|firms| firms.as_ref().map(|firms| entries(firms, &typed.get(), today)))
    });
    let all = memo(move || firms.with(|firms| firms.as_ref().map(|firms| firms.files.len())));
    let title = move || match all.get() {
        Some(n) if n > 0 => (f.get().firms_n)(n),
        _ => w.get().enterprise.to_owned(),
    };
    let part = move |due: bool| {
        memo(move || {
            let of = |all: &Vec<Entry>| all.iter().filter(|entry| entry.due == due).cloned().collect::<Vec<_>>();
            found.with(|found| found.as_ref().map(of).unwrap_or_default())
        })
    };
    let (due, rest) = (part(true), part(false));
    let nothing_found = move || found.with(|found| found.as_ref().is_some_and(Vec::is_empty)) && all.get() > Some(0);
    view! {
        <Framed>
            <Page>
                <Bar title back=if leads { routes::OVERVIEW } else { routes::ADD } />
                <Main>
                    {leads.then(|| view! { <FirmBoard /> })}
                    <Show when=move || all.get().is_none()><Loading /></Show>
                    <Show when=move || { all.get() > Some(0) }>
                        <SearchField
                            id="find-firm"
                            label=move || f.get().search
                            hint=move || f.get().search_hint
                            value=typed
                            on_input=move |text: String| typed.set(text)
                        />
                    </Show>
                    <Show when=move || all.get() == Some(0)>
                        <Empty icon=Icon::Factory title=move || f.get().nobody text=move || f.get().nobody_note />
                    </Show>
                    <Show when=nothing_found>
                        <Empty icon=Icon::Search title=move || f.get().not_found text=move || f.get().not_found_note />
                    </Show>
                    <Entries title=move || f.get().to_recheck entries=due may />
                    <Entries title=move || f.get().all entries=rest may />
                    <div class="stack below-list">
                        {may.then(|| view! { <LinkButton label=move || f.get().register icon=Icon::Add href=routes::NEW_FIRM size=Size::Wide /> })}
                        {is_town.then(|| view! { <ChecklistLink /> })}
                    </div>
                </Main>
            </Page>
        </Framed>
    }
}

#[component]
fn ChecklistLink() -> impl IntoView {
    let f = use_table(Lang::firm);
    let phone = use_phone();
    let n = memo(move || {
        let list = phone.read(|state| state.all::<Checklist>().next().map(|(_, list)| list)).flatten();
        list.unwrap_or_default().asked().len()
    });
    view! {
        <Card><Rows><Row title=move || f.get().checklist sub=move || (f.get().checklist_row)(n.get()) href=routes::CHECKLIST /></Rows></Card>
    }
}

#[component]
fn Entries(
    /// Above them.
    #[prop(into)]
    title: crate::parts::Text,
    /// Which.
    entries: Memo<Vec<Entry>>,
    /// Whether they may be inspected from here.
    may: bool,
) -> impl IntoView {
    let f = use_table(Lang::firm);
    let rows = memo(move || entries.get().into_iter().map(|entry| (entry, may)).collect::<Vec<_>>());
    view! {
        <Show when=move || !rows.with(Vec::is_empty)>
            <Section title note=move || (f.get().items_n)(rows.with(Vec::len)) />
            <Card>
                <Rows><LongList items=rows key=|(entry, _)| (entry.id, entry.open, entry.due, entry.last_on) draw=|(entry, may)| view! { <EntryRow entry may /> } /></Rows>
            </Card>
        </Show>
    }
}

#[component]
fn EntryRow(entry: Entry, may: bool) -> impl IntoView {
    let f = use_table(Lang::firm);
    let lang = use_settings().lang;
    let Entry { id, name, last_on, open, due } = entry;
    let sub = move || {
        let last = match last_on {
            Some(day) => (f.get().last_on)(&words::month_day(lang.get(), day)),
            None => f.get().never.to_owned(),
        };
        let open = (open > 0).then(|| (f.get().open_n)(open));
        [Some(last), open].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let title = name.clone();
    if due {
        view! {
            <Row title sub href=routes::firm(id)>
                <Badge tone=Tone::Wait icon=Icon::Clock label=move || f.get().due_badge />
            </Row>
        }
        .into_any()
    } else if last_on.is_none() && may {
        view! {
            <Row title sub href=routes::firm(id)>
                <LinkButton
                    label=move || f.get().inspect
                    name=move || (f.get().inspect_name)(&name)
                    href=routes::inspect(id)
                    size=Size::Small
                />
            </Row>
        }
        .into_any()
    } else {
        view! { <Row title sub href=routes::firm(id) /> }.into_any()
    }
}
