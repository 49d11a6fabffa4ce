//! The records behind a figure: exactly those that it counts, the latest first, page by page; above
//! them what the figure means.

use super::{
    super::{Led, live::SLOW, trouble::Trouble},
    ADDRESS, days,
    question::Question,
    said::{kind_name, said},
    span,
    tile::number,
    township_clock, until, use_place_name, use_question,
};
use crate::{
    live::{Show, memo},
    parts::{Bar, Button, Card, Empty, Icon, LinkButton, Loading, Main, Page, Row, Rows, Size},
    phone::{Phone, Signal as Contact, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, means, month_day, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;
use model::{
    indicator::{Indicator, Source, indicator},
    wire::{Counted, CountedRecord},
};
use sync::{Refused, ports::read_answer};

/// The server's own page.
const PAGE: usize = 100;
/// Figures of the dictionary that the list of isolations shows person by person.
const BY_PERSON: &[&str] = &["M07", "M08", "M09", "M10", "M11", "M12", "M13"];

/// What has come so far.
#[derive(Debug, Clone, Default, PartialEq)]
struct Listed {
    value: i64,
    records: u64,
    shown: Vec<CountedRecord>,
    next: Option<String>,
    at: i64,
}

impl Listed {
    /// Takes the next page; what is there already is not taken again.
    fn add(&mut self, page: Counted, at: i64) {
        let new = page.page.into_iter().filter(|one| !self.shown.iter().any(|known| known.id == one.id));
        let new: Vec<CountedRecord> = new.collect();
        self.shown.extend(new);
        (self.value, self.records, self.next, self.at) = (page.value, page.records, page.next, at);
    }
}

/// Fetches it.
#[derive(Clone, Copy)]
struct Fetch {
    phone: Phone,
    of: StoredValue<&'static Indicator>,
    asked: Memo<Question>,
    listed: RwSignal<Option<Listed>>,
    /// The server keeps no list of this one.
    none: RwSignal<bool>,
    trouble: RwSignal<Option<Refused>>,
    busy: RwSignal<bool>,
    slow: RwSignal<bool>,
    turn: StoredValue<u64>,
}

impl Fetch {
    fn new(phone: Phone, of: &'static Indicator, asked: Memo<Question>) -> Self {
        let fetch = Self {
            phone,
            of: StoredValue::new(of),
            asked,
            listed: RwSignal::new(None),
            none: RwSignal::new(false),
            trouble: RwSignal::new(None),
            busy: RwSignal::new(false),
            slow: RwSignal::new(false),
            turn: StoredValue::new(0),
        };
        Effect::new(move |_| {
            asked.track();
            fetch.listed.set(None);
            fetch.trouble.set(None);
            fetch.more();
        });
        Effect::new(move |before: Option<bool>| {
            let reached = matches!(phone.signal(), Contact::Reached(_));
            if reached && before == Some(false) && fetch.trouble.with_untracked(Option::is_some) {
                fetch.more();
            }
            reached
        });
        spawn_local(async move {
            phone.device().sleep(SLOW).await;
            fetch.slow.try_set(true);
        });
        fetch
    }

    /// The first page, or the next. If the figure has changed meanwhile, pages no longer fit
    /// together, and all that is shown is fetched anew.
    fn more(self) {
        let (Some(indicator), Some(asked)) = (self.of.try_get_value(), self.asked.try_get_untracked()) else { return };
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        self.busy.set(true);
        let begun = self.listed.get_untracked().unwrap_or_default();
        spawn_local(async move {
            let answer = self.gather(indicator, asked, begun).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(listed) => {
                    self.trouble.set(None);
                    self.listed.set(Some(listed));
                }
                Err(refused) => {
                    let of_care = matches!(indicator.source, Source::Care(_));
                    if of_care && refused.code() == Some("not_found") {
                        return self.none.set(true);
                    }
                    if refused.code() == Some("forbidden") {
                        self.listed.set(None);
                    }
                    self.trouble.set(Some(refused));
                }
            }
        });
    }

    async fn gather(self, indicator: &Indicator, asked: Question, begun: Listed) -> Result<Listed, Refused> {
        let want = begun.shown.len() + 1;
        let mut listed = begun;
        loop {
            let page = self.page(indicator, asked, listed.next.clone()).await?;
            if !listed.shown.is_empty() && page.records != listed.records {
                listed = Listed::default();
                continue;
            }
            listed.add(page, self.phone.now());
            if listed.next.is_none() || listed.shown.len() >= want {
                return Ok(listed);
            }
        }
    }

    async fn page(self, indicator: &Indicator, asked: Question, after: Option<String>) -> Result<Counted, Refused> {
        let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
        let query = asked.parameters(days(self.phone, asked));
        let address = format!("{ADDRESS}/{}?{query}{after}", indicator.code);
        read_answer(&self.phone.device().online().get(address).await?)
    }
}

/// The screen, with the same days and place in its address as the board it was opened from.
#[component]
pub fn CountedPage() -> impl IntoView {
    let path = use_location().pathname;
    let code = memo(move || path.with(|path| path.rsplit('/').find(|step| !step.is_empty()).map(str::to_owned)));
    move || match code.get().and_then(|code| indicator(&code)) {
        Some(of) => view! { <Known of /> }.into_any(),
        None => view! { <Unknown /> }.into_any(),
    }
}

#[component]
fn Unknown() -> impl IntoView {
    let w = use_words();
    view! {
        <Led>
            <Page>
                <Bar title=move || w.get().page_not_found back=routes::INDICATORS />
                <Main>
                    <Empty icon=Icon::Chart title=move || w.get().page_not_found text=move || w.get().page_not_found_led />
                </Main>
            </Page>
        </Led>
    }
}

#[component]
fn Known(of: &'static Indicator) -> impl IntoView {
    let phone = use_phone();
    let w = use_words();
    let b = use_table(Lang::board);
    let lang = use_settings().lang;
    let asked = use_question();
    let fetch = Fetch::new(phone, of, asked);
    let listed = fetch.listed;
    let place = use_place_name(asked);
    let name = move || term_or_code(lang.get(), "indicator", of.code);
    let title = move || match listed.with(|listed| listed.as_ref().map(|listed| listed.value)) {
        Some(value) => {
            let unit = term_or_code(lang.get(), "unit", of.unit.code());
            format!("{} {unit}", (b.get().is)(&name(), &number(value)))
        }
        None => name(),
    };
    let sub = move || {
        let days = days(phone, asked.get());
        let at = listed.with(|listed| listed.as_ref().map(|listed| listed.at)).unwrap_or_else(|| phone.now());
        let until = until(lang.get(), days.1, township_clock(phone, at), at);
        format!("{} · {} · {until}", place.get(), span(lang.get(), days))
    };
    let records = memo(move || listed.with(|listed| listed.as_ref().map(|listed| listed.records)));
    let shown = memo(move || listed.with(|listed| listed.as_ref().map_or(0, |listed| listed.shown.len())));
    let rest = memo(move || (records.get().unwrap_or_default() as usize).saturating_sub(shown.get()));
    let lines = move || listed.with(|listed| listed.as_ref().map(|listed| listed.shown.clone()).unwrap_or_default());
    let by_person = memo(move || phone.has_doors() && BY_PERSON.contains(&of.number));
    let safe = move || if shown.get() > 0 { w.get().list_stays } else { w.get().list_needs_signal };
    view! {
        <Led>
            <Page>
                <Bar title sub back=move || routes::indicators(asked.get()) />
                <Main class="stack">
                    <p class="means"><b>{move || b.get().means}</b>{move || means(lang.get(), of.code).unwrap_or_default()}</p>
                    <Show when=move || fetch.none.get()>
                        <Empty icon=Icon::People title=move || b.get().together text=move || if by_person.get() { b.get().together_note } else { "" }>
                            <Show when=move || by_person.get()>
                                <LinkButton label=move || b.get().open_cases href=routes::ISOLATED />
                            </Show>
                        </Empty>
                    </Show>
                    <Show when=move || { records.get().is_none() && fetch.busy.get() && fetch.slow.get() }>
                        <Loading />
                    </Show>
                    <Show when=move || records.get() == Some(0)>
                        <Empty icon=Icon::Ok title=move || b.get().no_records text=move || b.get().no_records_note />
                    </Show>
                    <Show when=move || { records.get() > Some(0) }>
                        <p class="soft">{move || (b.get().of_records)(records.get().unwrap_or_default() as usize)}</p>
                        <Card>
                            <Rows>
                                <For each=lines key=|one| (one.id, one.n) let:one>
                                    <Line one />
                                </For>
                            </Rows>
                        </Card>
                    </Show>
                    <Show when=move || { rest.get() > 0 }>
                        <div class="long-more no-print">
                            <p class="soft">{move || (w.get().shown_of)(shown.get(), records.get().unwrap_or_default() as usize)}</p>
                            <Button label=move || (w.get().show_more)(rest.get().min(PAGE)) size=Size::Wide busy=fetch.busy on_press=move |()| fetch.more() />
                        </div>
                    </Show>
                    {move || fetch.trouble.get().map(|refused| view! { <Trouble refused safe busy=fetch.busy on_retry=move |()| fetch.more() /> })}
                </Main>
            </Page>
        </Led>
    }
}

/// One record: what it says, the day, the place, who.
#[component]
fn Line(one: CountedRecord) -> impl IntoView {
    let lang = use_settings().lang;
    let b = use_table(Lang::board);
    let CountedRecord { kind, on, n, place, by, data, .. } = one;
    let title = {
        let kind = kind.clone();
        move || {
            let on = on.map(|day| month_day(lang.get(), day));
            let parts = [
                Some(kind_name(lang.get(), &kind)),
                on,
                Some(place.clone()).filter(|place| !place.is_empty()),
                by.clone(),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
    };
    let sub = move || {
        let adds = (n != 1).then(|| (b.get().adds)(n));
        let said = Some(said(lang.get(), &kind, &data)).filter(|said| !said.is_empty());
        [said, adds].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    view! { <Row title sub /> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::id::RecordId;

    fn page(ids: &[u128], records: u64, next: Option<&str>) -> Counted {
        let one = |id: &u128| CountedRecord {
            id: RecordId::fixed(*id),
            kind: "visit".into(),
            on: None,
            n: 1,
            subject: RecordId::fixed(1),
            place: String::new(),
            by: None,
            data: Default::default(),
        };
        Counted { value: 9, records, page: ids.iter().map(one).collect(), next: next.map(str::to_owned) }
    }

    #[test]
    fn pages_make_one_list_without_doubles() {
        let mut listed = Listed::default();
        listed.add(page(&[1, 2], 4, Some("2")), 5);
        listed.add(page(&[2, 3, 4], 4, None), 6);
        let ids: Vec<RecordId> = listed.shown.iter().map(|one| one.id).collect();
        assert_eq!(ids, [1, 2, 3, 4].map(RecordId::fixed));
        assert_eq!((listed.value, listed.records, listed.next, listed.at), (9, 4, None, 6));
    }
}
