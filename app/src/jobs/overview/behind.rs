//! The doors behind a number: as many as the number says, by grid, in walking order.

pub(super) mod list;

use super::{
    Led, board, label_of,
    live::{Live, SLOW},
    trouble::Trouble,
    unit_of,
};
use crate::{
    jobs::photos::PhotosButton,
    live::{Show, derive, memo},
    parts::{Act, Bar, Button, Card, Empty, Icon, Loading, Main, Page, Row, Rows, Section, Size},
    phone::{Phone, Signal as Contact, use_phone},
    settings::{use_settings, use_words},
    words::{month_day, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use list::{Group, List};
use model::{
    access::Role,
    id::RecordId,
    kind::{
        Payload,
        directory::{Grid, Village},
    },
    wire::{BehindDoor, Figure},
};
use sync::{Refused, ports::read_answer};

/// So many more at a time; the server's own page.
const PAGE: usize = 100;

/// What is asked for: a figure, and the place whose it is, or all places.
type Asked = (Figure, Option<RecordId>);

/// The screen. `?place=` narrows it to a village or a grid; `?village=` says where 返回 leads.
#[component]
pub fn BehindPage(
    /// The figure of the address, if there is one of that name.
    figure: Option<Figure>,
) -> impl IntoView {
    let phone = use_phone();
    let query = use_query_map();
    let id = move |name: &'static str| {
        memo(move || query.with(|query| query.get(name)).and_then(|id| id.parse::<RecordId>().ok()))
    };
    let (place, village) = (id("place"), id("village"));
    let back = move || board(village.get().or(place.get()));
    let asked = memo(move || Some((figure?, place.get())));
    let fetch = Fetch::new(phone, asked);
    // Asked from the figures first, which are there when one comes from the board.
    let live = Live::held(phone);
    let w = use_words();
    let all = move || {
        if phone.user().is_some_and(|user| user.roles.contains(&Role::Town)) {
            w.get().whole_town
        } else {
            w.get().my_places
        }
    };
    let name = memo(move || {
        let Some(place) = place.get() else { return all().to_owned() };
        let known = live.latest.with(|latest| latest.name_of(place).map(str::to_owned));
        let kept = || {
            phone.read(|state| {
                let village = state.get(Village::KIND, place).map(|held| held.record.read::<Village>().name);
                village.or_else(|| state.get(Grid::KIND, place).map(|held| held.record.read::<Grid>().name))
            })
        };
        known.or_else(|| kept().flatten()).unwrap_or_default()
    });
    view! {
        <Led>
            <BehindScreen
                figure
                place=name
                back
                list=fetch.list
                trouble=fetch.trouble
                busy=fetch.busy
                slow=fetch.slow
                on_more=move |()| fetch.more()
                on_retry=move |()| fetch.retry()
            />
        </Led>
    }
}

/// Fetches the list, page by page.
#[derive(Clone, Copy)]
struct Fetch {
    phone: Phone,
    asked: Memo<Option<Asked>>,
    list: RwSignal<Option<List>>,
    trouble: RwSignal<Option<Refused>>,
    busy: RwSignal<bool>,
    slow: RwSignal<bool>,
    /// Counts the questions: an answer to an older one is for a screen that is no more.
    turn: StoredValue<u64>,
}

impl Fetch {
    fn new(phone: Phone, asked: Memo<Option<Asked>>) -> Self {
        let fetch = Self {
            phone,
            asked,
            list: RwSignal::new(None),
            trouble: RwSignal::new(None),
            busy: RwSignal::new(false),
            slow: RwSignal::new(false),
            turn: StoredValue::new(0),
        };
        Effect::new(move |_| {
            asked.track();
            fetch.list.set(None);
            fetch.trouble.set(None);
            fetch.ask_anew(PAGE);
        });
        // The phone tries to reach the township by itself; when it does, so does the list.
        Effect::new(move |before: Option<bool>| {
            let reached = matches!(phone.signal(), Contact::Reached(_));
            if reached && before == Some(false) && fetch.trouble.with_untracked(Option::is_some) {
                fetch.retry();
            }
            reached
        });
        spawn_local(async move {
            phone.device().sleep(SLOW).await;
            fetch.slow.try_set(true);
        });
        fetch
    }

    /// The next page. If the number has changed meanwhile, pages no longer fit together, and all
    /// that is shown is fetched anew.
    fn more(self) {
        if self.busy.get_untracked() {
            return;
        }
        let (Some(asked), Some(list)) = (self.asked.get_untracked(), self.list.get_untracked()) else { return };
        let shown = list.doors().len();
        self.run(async move {
            let mut list = list;
            let page = self.page(asked, list.next()).await?;
            if page.total != list.total() {
                return self.gather(asked, shown + PAGE).await;
            }
            list.add(page);
            Ok(list)
        });
    }

    /// Tries again what did not come.
    fn retry(self) {
        if self.list.with_untracked(Option::is_some) { self.more() } else { self.ask_anew(PAGE) }
    }

    fn ask_anew(self, want: usize) {
        let Some(asked) = self.asked.get_untracked() else { return };
        self.run(async move { self.gather(asked, want).await });
    }

    /// Pages from the first until there are `want` doors, or all.
    async fn gather(self, asked: Asked, want: usize) -> Result<List, Refused> {
        let mut list = List::default();
        loop {
            list.add(self.page(asked, list.next()).await?);
            if list.next().is_none() || list.doors().len() >= want {
                return Ok(list);
            }
        }
    }

    async fn page(self, (figure, place): Asked, after: Option<String>) -> Result<model::wire::Behind, Refused> {
        let place = place.map(|place| format!("&place={place}")).unwrap_or_default();
        let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
        let address = format!("/api/v1/overview/records?figure={}{place}{after}", figure.code());
        read_answer(&self.phone.device().online().get(address).await?)
    }

    fn run(self, answer: impl Future<Output = Result<List, Refused>> + 'static) {
        self.busy.set(true);
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        spawn_local(async move {
            let answer = answer.await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(list) => {
                    self.trouble.set(None);
                    self.list.set(Some(list));
                }
                Err(refused) => {
                    if refused.code() == Some("forbidden") {
                        self.list.set(None);
                    }
                    self.trouble.set(Some(refused));
                }
            }
        });
    }
}

/// The list, from plain values.
#[component]
pub fn BehindScreen(
    /// The figure; none if the address names none.
    #[prop(into)]
    figure: Signal<Option<Figure>>,
    /// Name of the place whose it is.
    #[prop(into)]
    place: crate::parts::Text,
    /// Where 返回 leads.
    #[prop(into)]
    back: crate::parts::Text,
    /// What has come so far.
    #[prop(into)]
    list: Signal<Option<List>>,
    /// Why no more came.
    #[prop(into)]
    trouble: Signal<Option<Refused>>,
    /// Whether more is on its way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Whether the first page takes long.
    #[prop(into)]
    slow: Signal<bool>,
    /// Fetches the next page.
    #[prop(into)]
    on_more: Act,
    /// Tries again.
    #[prop(into)]
    on_retry: Act,
) -> impl IntoView {
    let w = use_words();
    let lang = use_settings().lang;
    let total = memo(move || list.with(|list| list.as_ref().map(List::total)));
    let shown = memo(move || list.with(|list| list.as_ref().map_or(0, |list| list.doors().len())));
    let rest = memo(move || list.with(|list| list.as_ref().filter(|list| list.next().is_some()).map_or(0, List::rest)));
    let title = move || {
        let Some(figure) = figure.get() else { return w.get().page_not_found.to_owned() };
        let what = [label_of(lang.get(), figure), place.get()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        match total.get() {
            Some(n) => format!("{} {}", (w.get().behind_title)(&what, n as usize), unit_of(w.get(), figure, n)),
            None => what,
        }
    };
    let unvisited = derive(move || matches!(figure.get(), Some(Figure::Households | Figure::NotYet)));
    let groups = move || list.with(|list| list.as_ref().map(List::groups).unwrap_or_default());
    let safe = move || if shown.get() > 0 { w.get().list_stays } else { w.get().list_needs_signal };
    view! {
        <Page>
            <Bar title back />
            <Main>
                <Show when=move || figure.get().is_none()>
                    <Empty icon=Icon::Chart title=move || w.get().page_not_found text=move || w.get().page_not_found_led />
                </Show>
                <Show when=move || { busy.get() && slow.get() && total.get().is_none() }>
                    <Loading />
                </Show>
                <Show when=move || total.get() == Some(0)>
                    <Empty icon=Icon::Ok title=move || w.get().nothing_behind text=move || w.get().nothing_behind_note />
                </Show>
                <For each=groups key=Group::key let:group>
                    <GroupCard group unvisited />
                </For>
                <Show when=move || { rest.get() > 0 }>
                    <div class="long-more no-print">
                        <p class="soft">{move || (w.get().shown_of)(shown.get(), total.get().unwrap_or_default() as usize)}</p>
                        <Button label=move || (w.get().show_more)(rest.get().min(PAGE)) size=Size::Wide busy on_press=on_more />
                    </div>
                </Show>
                {move || trouble.get().map(|refused| view! { <Trouble refused safe busy on_retry /> })}
            </Main>
        </Page>
    }
}

/// The doors of one grid.
#[component]
fn GroupCard(group: Group, unvisited: Signal<bool>) -> impl IntoView {
    let title = [group.village, group.grid].into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · ");
    view! {
        <Section title />
        <Card>
            <Rows>{group.doors.into_iter().map(|door| view! { <DoorLine door unvisited /> }).collect_view()}</Rows>
        </Card>
    }
}

#[component]
fn DoorLine(door: BehindDoor, unvisited: Signal<bool>) -> impl IntoView {
    let w = use_words();
    let lang = use_settings().lang;
    let BehindDoor { door: number, head, outcome, on, by, entered_by, photos, .. } = door;
    let name = move || if head.is_empty() { w.get().no_data.to_owned() } else { (w.get().home_of)(&head) };
    let sub = move || {
        let outcome = match &outcome {
            Some(code) => Some(term_or_code(lang.get(), "visit.outcome", code)),
            None => unvisited.get().then(|| w.get().not_visited.to_owned()),
        };
        let on = on.map(|day| month_day(lang.get(), day));
        let entered_by = entered_by.as_deref().map(w.get().entered_by);
        [outcome, on, by.clone(), entered_by].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let number = if number.is_empty() { "—".to_owned() } else { number };
    if photos.is_empty() {
        view! { <Row number title=name sub /> }.into_any()
    } else {
        view! { <Row number title=name sub><PhotosButton photos /></Row> }.into_any()
    }
}
