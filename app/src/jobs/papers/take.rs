//! 拍纸质表: a photo now, the words later. What is begun is kept with its photos.

use crate::{
    jobs::{
        photos::{FormPhotos, answers as photos},
        visit::NotSaved,
    },
    live::{Show, derive, memo},
    parts::{
        Answer, Bar, Button, Card, ChooseOne, Dock, KindField, Known, Main, Page, ProblemLine, Question, Row, Rows,
        SearchField, Size, Weight, use_toasts,
    },
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_navigate, use_query_map};
use model::{
    id::RecordId,
    kind::{
        Payload,
        paper::{self, FORM, PHOTOS, Paper},
    },
    record::{Data, Scope},
};
use sync::{Broken, Draft, Intent};

/// Key of the draft: one at a time.
pub const KEY: &str = "paper:new";
/// So many doors are offered.
const DOORS: usize = 6;

fn draft(data: &Data, now: i64) -> Draft {
    let about = Paper::read(data).household;
    let (key, kind) = (KEY.into(), Paper::KIND.into());
    Draft { key, kind, version: paper::KIND.version, about, at: now, data: data.clone(), mends: None }
}

/// Where a paper about no door lives, of what its author carries: the first place of their work, the
/// township where they have none.
fn home_of(held: &[Scope]) -> Option<Scope> {
    held.iter().find(|scope| !matches!(scope, Scope::Town(_))).or(held.first()).copied()
}

/// The screen. `?door=` is the household it is about.
#[component]
pub fn NewPaperPage() -> impl IntoView {
    let w = use_words();
    let t = use_table(Lang::teams);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let book = use_book();
    let navigate = use_navigate();
    let of_door = use_query_map().with_untracked(|query| query.get("door")).and_then(|id| id.parse::<RecordId>().ok());
    let fresh = Paper { form: FORM[0].into(), household: of_door, status: "open".into(), ..Paper::default() };
    let kept = phone.peek(|state| state.draft(KEY).cloned()).flatten();
    let given = kept.map_or_else(|| fresh.data(), |draft| draft.data);
    let whole = photos::without(&given, "photos", |photo| !phone.has_photo(photo));
    let lost = whole != given;
    let data = RwSignal::new(whole);
    let busy = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let saving = RwSignal::new(false);
    let broken = RwSignal::new(None::<Broken>);
    let searched = RwSignal::new(String::new());
    let wrong = derive(move || if tried.get() { data.with(|data| paper::KIND.check(data)) } else { Vec::new() });
    Effect::new(move |before: Option<Data>| {
        let now = data.get();
        if before.as_ref().is_some_and(|before| *before != now) {
            let draft = draft(&now, phone.now());
            spawn_local(async move {
                broken.try_set(phone.keep_draft(draft).await.err());
            });
        }
        now
    });
    phone.device().form_open(true);
    on_cleanup(move || phone.device().form_open(false));

    let home = Answer::new("household", data);
    let door = memo(move || home.read(|value| value.as_str().and_then(|id| id.parse::<RecordId>().ok())));
    let door_name = move || {
        let card = door.get().and_then(|id| book.with(|book| Some(book.as_ref()?.door(id)?.household.clone())));
        card.map_or_else(|| t.get().no_door.to_owned(), |home| format!("{} {}", home.door, home.head))
    };
    let doors = memo(move || {
        let typed = searched.get();
        if typed.trim().is_empty() {
            return Vec::new();
        }
        let found = |book: &crate::book::Book| {
            let found = book.doors_like(&typed).into_iter().take(DOORS);
            found.map(|card| (card.id, card.household.door.clone(), card.household.head.clone())).collect()
        };
        book.with(|book| book.as_ref().map(|book| found(book)).unwrap_or_default())
    });
    let has_doors = untrack(|| phone.has_doors());
    let row = move |(id, door, head): (RecordId, String, String)| {
        let name = format!("{door} {head}");
        view! {
            <Row number=door title=head>
                <Button
                    label=move || w.get().open
                    name=move || format!("{} {name}", w.get().open)
                    size=Size::Small
                    on_press=move |()| {
                        home.set(id.to_string());
                        searched.set(String::new());
                    }
                />
            </Row>
        }
    };
    let no_photo = move || wrong.with(|wrong| wrong.iter().any(|problem| problem.field == "photos"));
    let save = move |()| {
        tried.set(true);
        if !wrong.with_untracked(Vec::is_empty) || saving.get_untracked() || busy.get_untracked() {
            return;
        }
        let paper = data.with_untracked(Paper::read);
        let at_door = paper.household.and_then(|id| book.with_untracked(|book| Some(book.as_ref()?.door(id)?.scope)));
        let held = untrack(|| phone.user()).map(|user| user.scopes).unwrap_or_default();
        let Some(scope): Option<Scope> = at_door.or_else(|| home_of(&held)) else { return };
        let Some(id) = phone.new_id() else { return };
        saving.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            match phone.save(vec![Intent::add(id, scope, &paper)], Some(KEY.into()), None).await {
                Ok(()) => {
                    toasts.say(t.get_untracked().paper_kept);
                    navigate(routes::PAPERS, Default::default());
                }
                Err(error) => {
                    saving.try_set(false);
                    broken.try_set(Some(error));
                }
            }
        });
    };
    let note = paper::KIND.field("note");
    view! {
        <Page>
            <Bar title=move || t.get().new_paper sub=move || t.get().new_paper_note back=routes::PAPERS />
            <Main>
                <Card>
                    <div class="q">
                        <FormPhotos most=PHOTOS field="photos" draft=move |data: Data| draft(&data, phone.now()) answers=data busy lost />
                        {move || no_photo().then(|| view! { <p role="alert"><ProblemLine text=t.get().photo_first /></p> })}
                    </div>
                    <Question title=move || t.get().which_form>
                        <ChooseOne
                            name=move || t.get().which_form
                            key="paper.form"
                            codes=FORM
                            chosen=derive(move || data.with(|data| Some(data.get("form")?.as_str()?.to_owned())))
                            on_choose=move |code: &'static str| Answer::new("form", data).set(code)
                        />
                    </Question>
                    {has_doors.then(|| view! {
                        <Question title=move || t.get().which_door>
                            <div class="stack">
                                <Known text=door_name on_change=move |()| home.set(serde_json::Value::Null) />
                                <Show when=move || door.get().is_none()>
                                    <SearchField
                                        id="paper-door"
                                        label=move || t.get().find_door
                                        hint=move || t.get().find_door_hint
                                        value=searched
                                        on_input=move |text| searched.set(text)
                                    />
                                    <Rows>{move || doors.get().into_iter().map(row).collect_view()}</Rows>
                                </Show>
                            </div>
                        </Question>
                    })}
                    {note.map(|field| view! { <div class="q"><KindField field kind=Paper::KIND data problems=wrong /></div> })}
                </Card>
                {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
                {move || {
                    let of = |problem: &&model::field::Problem| problem.field != "photos" && problem.field != "note";
                    wrong.with(|wrong| wrong.iter().find(of).map(|problem| words::problem(lang.get(), problem))).map(|text| view! { <p role="alert"><ProblemLine text /></p> })
                }}
            </Main>
            <Dock>
                <Button label=move || w.get().save weight=Weight::Main size=Size::Big busy=derive(move || saving.get() || busy.get()) on_press=save />
            </Dock>
        </Page>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_lives_where_its_author_works_and_with_the_township_else() {
        let (town, grid) = (Scope::Town(RecordId::fixed(1)), Scope::Grid(RecordId::fixed(2)));
        assert_eq!([home_of(&[town, grid]), home_of(&[town])], [Some(grid), Some(town)]);
        assert_eq!(home_of(&[]), None);
    }
}
