//! What is known of a person, changed: which sort of person they are and who says so, how to reach
//! them. Kept from the first press; sends only what was changed.

pub mod state;

use crate::{
    jobs::{
        isolation::{Framed, Offers},
        visit::{NotSaved, change::state::Change},
    },
    live::{Show, derive, memo},
    parts::{
        Answer, Badge, Bar, Button, Card, ChooseOne, Dock, Empty, Field, Icon, KindField, Loading, Main, Notice, Page,
        ProblemLine, Question, Size, Tone, Walk, Weight, use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use model::{
    id::RecordId,
    kind::{
        Payload,
        person::{self, Person},
    },
    record::{Data, Record},
};
use state::{Ask, draft_key};
use sync::Broken;

/// So many types stand there before the rest is asked for.
const SHOWN: usize = 7;

/// The screen.
#[component]
pub fn PersonPage(
    /// The person of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let c = use_table(Lang::clue);
    let w = use_words();
    let phone = use_phone();
    // Drawn once they are known; later changes do not touch an open form.
    let known =
        move || phone.read(|state| id.and_then(|id| state.get(Person::KIND, id)).map(|held| held.record.clone()));
    let there = memo(move || known().map(|known| known.is_some()));
    view! {
        <Framed>
            {move || match there.get() {
                None => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
                Some(true) => untrack(known).flatten().map(|known| view! { <PersonForm known /> }).into_any(),
                Some(false) => view! {
                    <Page>
                        <Bar title=move || c.get().change_person back=routes::HOUSEHOLDS />
                        <Main><Empty icon=Icon::Me title=move || w.get().household_gone text=move || w.get().household_gone_todo /></Main>
                    </Page>
                }
                .into_any(),
            }}
        </Framed>
    }
}

#[component]
fn PersonForm(known: Record) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::clue);
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let id = known.id;
    let person: Person = known.read();
    let back_to = person.household.map_or_else(|| routes::HOUSEHOLDS.to_owned(), routes::household);
    let kept = phone.peek(|state| state.draft(&draft_key(id)).cloned()).flatten();
    let version = kept.as_ref().map_or(person::KIND.version, |draft| draft.version);
    let resumed = RwSignal::new(kept.is_some());
    let draft_kept = RwSignal::new(kept.is_some());
    let begin = Change::of(kept.as_ref());
    let now = RwSignal::new(begin.on(&known.data));
    let (begin, known) = (StoredValue::new(begin), StoredValue::new(known));
    let (tried, saving) = (RwSignal::new(false), RwSignal::new(false));
    let broken = RwSignal::new(None::<Broken>);
    let change = memo(move || begin.with_value(|begin| known.with_value(|known| now.with(|now| begin.to(known, now)))));
    let problems = derive(move || {
        let check = |change: &Change| known.with_value(|known| state::problems(&known.data, change));
        if tried.get() { change.with(check) } else { Vec::new() }
    });
    let walk = Walk::new(move || Ask::in_order(now.with(|now| state::special(now).is_some())));

    // From the first press on, every change is kept.
    Effect::new(move |before: Option<Data>| {
        let fields = now.get();
        if before.as_ref().is_some_and(|before| *before != fields) {
            let change = change.get_untracked();
            let draft = known.with_value(|known| state::draft(known, &change, version, phone.now()));
            spawn_local(async move {
                let nothing = change.set.is_empty();
                let kept = match nothing {
                    true => phone.drop_draft(&draft.key).await,
                    false => phone.keep_draft(draft).await,
                };
                draft_kept.try_set(kept.is_ok() && !nothing);
                broken.try_set(kept.err());
            });
        }
        fields
    });
    phone.device().form_open(true);
    on_cleanup(move || phone.device().form_open(false));

    let save = {
        let (navigate, back_to) = (navigate.clone(), back_to.clone());
        move || {
            tried.set(true);
            if let Some(first) = problems.get_untracked().first() {
                return walk.go(Ask::of(&first.field));
            }
            if saving.get_untracked() {
                return;
            }
            saving.set(true);
            let (navigate, back_to) = (navigate.clone(), back_to.clone());
            spawn_local(async move {
                let change = change.get_untracked();
                if !change.set.is_empty() {
                    let intent = known.with_value(|known| change.intent(known));
                    if let Err(error) = phone.save(vec![intent], Some(draft_key(id)), None).await {
                        saving.try_set(false);
                        broken.try_set(Some(error));
                        return;
                    }
                    toasts.say(w.get_untracked().saved_on_phone);
                }
                navigate(&back_to, Default::default());
            });
        }
    };
    let press = move |()| if walk.is_last() { save() } else { walk.next() };
    let back = move |()| {
        if !walk.back() {
            navigate(&back_to, Default::default());
        }
    };
    let drop = move |()| {
        resumed.set(false);
        now.set(known.with_value(|known| known.data.clone()));
        toasts.say(w.get_untracked().draft_dropped);
    };
    let me = untrack(|| phone.user()).map(|user| user.name).unwrap_or_default();
    let own_name = me.clone();
    let me = StoredValue::new(me);
    let choose = move |code: &'static str| {
        let today = phone.today();
        let said = |now: &Data| {
            known.with_value(|known| me.with_value(|me| state::of_type(&known.data, now, code, me, today)))
        };
        now.update(|now| *now = said(now));
    };
    let chosen = derive(move || now.with(|now| now.get("person_type").and_then(|one| one.as_str()).map(str::to_owned)));
    let decided = derive(move || chosen.with(|one| one.as_deref().is_some_and(state::is_decided)));
    let by = Answer::new("type_by", now);
    let by_text = derive(move || by.read(|value| value.as_str().unwrap_or_default().to_owned()));
    let offers = derive(move || {
        let authorities = c.get().authorities.iter().chain(i.get().authorities).map(|one| (*one).to_owned());
        let mine = (!decided.get()).then(|| own_name.clone());
        let mut all: Vec<String> = mine.into_iter().collect();
        for one in authorities {
            if !all.contains(&one) {
                all.push(one);
            }
        }
        all
    });
    let wrong = move |ask: Ask| {
        derive(move || {
            let mine = problems.with(|all| all.iter().find(|one| Ask::of(&one.field) == ask).cloned());
            mine.map(|one| words::problem(lang.get(), &one))
        })
    };
    let (wrong_type, wrong_by) = (wrong(Ask::Type), wrong(Ask::TypeBy));
    let label = move |name: &'static str| move || term_or_code(lang.get(), Person::KIND, name);
    let own = move |name: &'static str| {
        let field = person::KIND.field(name)?;
        Some(view! { <KindField field kind=Person::KIND data=now problems /> })
    };
    let main = move || {
        if saving.get() {
            w.get().saving
        } else if walk.is_last() {
            w.get().save
        } else {
            w.get().next
        }
    };
    let sub = move || walk.position().map(|(at, count)| (w.get().question_of)(at + 1, count)).unwrap_or_default();
    view! {
        <Page>
            <Bar title=person.name sub on_back=back>
                <Show when=move || draft_kept.get()>
                    <Badge tone=Tone::Plain icon=Icon::Phone label=move || w.get().draft_saved />
                </Show>
            </Bar>
            <Main>
                <Show when=move || resumed.get()>
                    <Notice tone=Tone::Info what=move || w.get().draft_resumed>
                        <Button label=move || w.get().draft_drop size=Size::Small on_press=drop />
                    </Notice>
                </Show>
                <Card>
                    <Show when=move || walk.shows(Ask::Type)>
                        <Question title=move || c.get().change_type>
                            <ChooseOne
                                name=move || c.get().change_type
                                key="person.person_type"
                                codes=state::TYPES
                                shown=SHOWN
                                chosen
                                on_choose=choose
                            />
                            {move || wrong_type.get().map(|text| view! { <p role="alert"><ProblemLine text /></p> })}
                        </Question>
                    </Show>
                    <Show when=move || walk.shows(Ask::TypeBy)>
                        <Question title=move || c.get().decided_by>
                            <div class="stack">
                                <Field
                                    id="person-type_by"
                                    label=label("type_by")
                                    value=by_text
                                    hint=move || if decided.get() { c.get().decided_note } else { i.get().type_by_note }
                                    problem=wrong_by
                                    most=40
                                    on_input=move |text: String| by.write(text.into())
                                />
                                <Offers offers label=label("type_by") value=by_text on_choose=move |text: String| by.write(text.into()) />
                            </div>
                        </Question>
                    </Show>
                    {[(Ask::Phone, "phone"), (Ask::Born, "born"), (Ask::Relation, "relation"), (Ask::Note, "note")]
                        .map(|(ask, name)| view! {
                            <Show when=move || walk.shows(ask)>
                                {if name == "relation" { own(name).into_any() } else { view! { <div class="q">{own(name)}</div> }.into_any() }}
                            </Show>
                        })
                        .collect_view()}
                </Card>
                {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
            </Main>
            <Dock>
                <Button label=main weight=Weight::Main size=Size::Big busy=saving on_press=press />
            </Dock>
        </Page>
    }
}
