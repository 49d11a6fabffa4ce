//! 待录入: paper forms that were photographed at the door and are typed when there is time, by whoever
//! has it.

mod take;

pub use take::NewPaperPage;

use crate::{
    jobs::photos::Thumbs,
    live::{Show, memo},
    parts::{
        Badge, Bar, Button, Card, Dock, Empty, Icon, LinkButton, Loading, LongList, Main, Page, Row, Rows, Section,
        Size, SyncBadge, Tone, Weight, use_toasts,
    },
    phone::{Entering, use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, ago, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use model::{
    id::{RecordId, UserId},
    kind::{Payload, paper::Paper},
    record::Record,
};
use sync::{Intent, State};

/// Papers that wait, the oldest first.
fn waiting(state: &State) -> Vec<RecordId> {
    let mut open: Vec<_> = state
        .all::<Paper>()
        .filter(|(_, paper)| paper.waits())
        .map(|(held, _)| (held.record.at.unwrap_or_default(), held.record.id))
        .collect();
    open.sort_unstable();
    open.into_iter().map(|(_, id)| id).collect()
}

/// Where the form of a paper is typed: at its door, else where one finds what to enter.
fn typed_at(paper: &Paper) -> String {
    match (paper.form.as_str(), paper.household) {
        ("visit", Some(home)) => routes::visit(home),
        ("reading", Some(home)) => routes::temperatures(home),
        ("care_contact", _) => routes::CALLS.into(),
        (_, Some(home)) => routes::household(home),
        ("visit" | "reading", None) => routes::HOUSEHOLDS.into(),
        _ => routes::ADD.into(),
    }
}

/// Who did what stands on a paper, where that is somebody else than `me`.
fn whose(record: &Record, me: UserId) -> Option<UserId> {
    record.doer().filter(|who| *who != me)
}

/// The list.
#[component]
pub fn PapersPage() -> impl IntoView {
    let t = use_table(Lang::teams);
    let phone = use_phone();
    let papers = memo(move || phone.read(waiting).unwrap_or_default());
    view! {
        <Page>
            <Bar title=move || t.get().papers back=routes::ADD />
            <Main>
                <Show
                    when=move || !papers.with(Vec::is_empty)
                    fallback=move || view! { <Empty icon=Icon::Paper title=move || t.get().papers_none text=move || t.get().papers_none_note /> }
                >
                    <Section title=move || t.get().papers_wait note=move || (t.get().papers_n)(papers.with(Vec::len)) />
                    <Card>
                        <Rows><LongList items=papers key=|id| *id draw=|id| view! { <PaperRow id /> } /></Rows>
                    </Card>
                </Show>
            </Main>
            <Dock>
                <LinkButton label=move || t.get().new_paper href=routes::NEW_PAPER icon=Icon::Camera weight=Weight::Main size=Size::Big />
            </Dock>
        </Page>
    }
}

#[component]
fn PaperRow(id: RecordId) -> impl IntoView {
    let lang = use_settings().lang;
    let phone = use_phone();
    let held = memo(move || {
        phone.read(|state| state.get(Paper::KIND, id).map(|held| (held.record.clone(), held.standing))).flatten()
    });
    let names = use_names();
    let title = move || held.get().map(|(record, _)| names.title(&record)).unwrap_or_default();
    let sub = move || {
        held.get()
            .map(|(record, _)| {
                let at = record.at.map(|at| ago(lang.get(), at, phone.now()));
                [Some(names.author(&record)), at].into_iter().flatten().collect::<Vec<_>>().join(" · ")
            })
            .unwrap_or_default()
    };
    view! {
        <Row title sub href=routes::paper(id)>
            {move || held.get().map(|(_, standing)| view! { <SyncBadge state=crate::jobs::households::record_state(standing) /> })}
        </Row>
    }
}

/// What papers are called: by their door and form, and who took them.
#[derive(Clone, Copy)]
struct Names {
    book: Memo<Option<crate::phone::Shared<crate::book::Book>>>,
    lang: RwSignal<Lang>,
}

fn use_names() -> Names {
    Names { book: use_book(), lang: use_settings().lang }
}

impl Names {
    fn title(self, record: &Record) -> String {
        let paper: Paper = record.read();
        let form = term_or_code(self.lang.get(), "paper.form", &paper.form);
        let door = paper.household.and_then(|home| {
            self.book
                .with(|book| Some(book.as_ref()?.door(home)?.household.clone()))
                .map(|home| format!("{} {}", home.door, home.head))
        });
        [door, Some(form)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn author(self, record: &Record) -> String {
        let lang = self.lang.get();
        match record.by {
            None => lang.words().me.to_owned(),
            Some(by) => {
                let name = self.book.with(|book| book.as_ref().and_then(|book| book.colleague(by).map(str::to_owned)));
                (lang.teams().by_whom)(&name.unwrap_or_else(|| lang.words().unknown.to_owned()))
            }
        }
    }
}

/// One paper: its sheets, large on a press, and the way to type it.
#[component]
pub fn SheetPage(
    /// The paper of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let w = use_words();
    let t = use_table(Lang::teams);
    let phone = use_phone();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let names = use_names();
    let record =
        memo(move || phone.read(|state| id.and_then(|id| state.get(Paper::KIND, id).map(|held| held.record.clone()))));
    move || {
        match record.get() {
        None => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
        Some(None) => view! {
            <Page>
                <Bar title=move || t.get().papers back=routes::PAPERS />
                <Main><Empty icon=Icon::Paper title=move || t.get().no_paper text=move || t.get().no_paper_todo /></Main>
            </Page>
        }
        .into_any(),
        Some(Some(record)) => {
            let paper: Paper = record.read();
            let me = untrack(|| phone.user()).map(|user| user.id);
            let mine = record.by.is_none() || record.by == me;
            let (title, author) = (names.title(&record), names.author(&record));
            let waits = paper.waits();
            let type_it = {
                let (record, paper, navigate) = (record.clone(), paper.clone(), navigate.clone());
                move |()| {
                    let done_by = me.and_then(|me| whose(&record, me));
                    phone.enter(Entering { done_by, paper: Some(record.id) });
                    navigate(&typed_at(&paper), Default::default());
                }
            };
            let typed = {
                let (record, navigate) = (record.clone(), navigate.clone());
                move |()| {
                    let set = [("status".to_owned(), "typed".into())].into_iter().collect();
                    let (intent, navigate) = (Intent::set(&record, set), navigate.clone());
                    spawn_local(async move {
                        let kept = phone.save(vec![intent], None, None).await;
                        toasts.say(if kept.is_ok() { t.get_untracked().was_typed } else { w.get_untracked().storage_broken });
                        navigate(routes::PAPERS, Default::default());
                    });
                }
            };
            let withdraw = {
                let (record, navigate) = (record.clone(), navigate.clone());
                move |()| {
                    let intent = Intent::void(Paper::KIND, record.id, record.scope, "entered_in_error");
                    let navigate = navigate.clone();
                    spawn_local(async move {
                        let gone = phone.save(vec![intent], None, None).await;
                        toasts.say(if gone.is_ok() { w.get_untracked().withdrawn } else { w.get_untracked().storage_broken });
                        navigate(routes::PAPERS, Default::default());
                    });
                }
            };
            view! {
                <Page>
                    <Bar title sub=author back=routes::PAPERS>
                        {(!waits).then(|| view! { <Badge tone=Tone::Ok icon=Icon::Ok label=move || t.get().was_typed /> })}
                    </Bar>
                    <Main class="stack">
                        <Card pad=true>
                            <div class="sheets"><Thumbs photos=paper.photos.clone() /></div>
                            {paper.note.clone().map(|note| view! { <p>{note}</p> })}
                        </Card>
                        <div class="side-by-side">
                            {waits.then(|| view! { <Button label=move || t.get().typed_by_hand on_press=typed /> })}
                            {mine.then(|| view! { <Button label=move || w.get().withdraw weight=Weight::Danger on_press=withdraw /> })}
                        </div>
                    </Main>
                    <Dock>
                        <Button label=move || t.get().type_it icon=Icon::Pen weight=Weight::Main size=Size::Big on_press=type_it />
                    </Dock>
                </Page>
            }
            .into_any()
        }
    }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_typed_where_its_form_stands() {
        let home = Some(RecordId::fixed(1));
        let at = |form: &str, household| typed_at(&Paper { form: form.into(), household, ..Paper::default() });
        assert_eq!(at("visit", home), routes::visit(RecordId::fixed(1)));
        assert_eq!(at("reading", home), routes::temperatures(RecordId::fixed(1)));
        assert_eq!(at("other", home), routes::household(RecordId::fixed(1)));
        assert_eq!([at("visit", None), at("care_contact", None)], [routes::HOUSEHOLDS, routes::CALLS]);
        assert_eq!(at("other", None), routes::ADD);
    }
}
