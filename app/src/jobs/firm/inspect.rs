//! An inspection, as one goes through the works: one tap where all passed, else what did not, until
//! when, with a photo; what was handed over; the signature. In 长辈版 one question a screen.

use super::{
    Framed, NoFirm,
    inspecting::{Inspecting, draft_key, has_exceptions, of_item, result},
    names, show_what_is_wrong, town, use_firms,
};
use crate::{
    jobs::{
        isolation::day_field::DayField,
        photos::{TakePhotos, answers as photos},
        visit::NotSaved,
    },
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, ChooseOne, Confirm, Dock, Field, Icon, Input, Known, LeadButton, Main, Notice, Page,
        ProblemLine, Question, Sheet, Size, Stepper, Toggle, Tone, Weight, use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use model::{
    field::Problem,
    id::RecordId,
    kind::{
        Payload,
        checklist::Checklist,
        defect::PHOTOS,
        directory::Staff,
        inspection::{DOC, Inspection, RESULT, SIGNATURES},
    },
    photo::{PhotoId, PhotoRef},
    record::Data,
};
use serde_json::{Value, json};
use sync::{Broken, Intent, Photo};

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Ask {
    /// How it was found: all passed, or not.
    Found,
    /// One item by itself, in 长辈版.
    Item(&'static str),
    /// What was handed over, and said.
    Given,
    /// The signature, who inspected, a note.
    Sign,
}

/// The answers, and what all questions need to know.
#[derive(Clone, Copy)]
struct Form {
    of: StoredValue<Inspecting>,
    answers: RwSignal<Data>,
    problems: Signal<Vec<Problem>>,
    busy: RwSignal<bool>,
    lost: bool,
}

impl Form {
    fn text(self, field: String) -> Signal<String> {
        derive(move || {
            self.answers.with(|answers| answers.get(&field).and_then(Value::as_str).unwrap_or_default().to_owned())
        })
    }

    fn put(self, field: &str, value: Value) {
        self.answers.update(|answers| {
            match value {
                Value::Null => answers.remove(field),
                value => answers.insert(field.to_owned(), value),
            };
        });
    }

    fn problem(self, field: String) -> Signal<Option<String>> {
        let lang = use_settings().lang;
        derive(move || {
            let of = |problems: &Vec<Problem>| problems.iter().find(|problem| problem.field == field).cloned();
            self.problems.with(of).map(|problem| words::problem(lang.get(), &problem))
        })
    }

    fn asked(self) -> Vec<&'static str> {
        self.of.with_value(|of| of.asked.clone())
    }
}

/// The screen.
#[component]
pub fn InspectPage(
    /// The enterprise of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let phone = use_phone();
    let firms = use_firms();
    let of = id.and_then(|enterprise| {
        let name = firms.with_untracked(|firms| firms.as_ref()?.file(enterprise).map(|file| file.is.name.clone()))?;
        let round = firms.with_untracked(|firms| firms.as_ref().map(|firms| firms.round_for(enterprise)))?;
        let town = phone.peek(town).flatten()?;
        let list = phone.peek(|state| state.all::<Checklist>().next().map(|(_, list)| list)).flatten();
        let me = untrack(|| phone.user())?.id;
        let asked = list.unwrap_or_default().asked();
        Some((name, Inspecting { enterprise, town, asked, round, today: phone.today(), me }))
    });
    match of {
        Some((name, of)) => view! { <InspectForm name of /> }.into_any(),
        None => view! { <NoFirm /> }.into_any(),
    }
}

#[component]
fn InspectForm(name: String, of: Inspecting) -> impl IntoView {
    let w = use_words();
    let f = use_table(Lang::firm);
    let lang = use_settings().lang;
    let settings = use_settings();
    let phone = use_phone();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let (enterprise, town, round) = (of.enterprise, of.town, of.round);
    let kept = phone.peek(|state| state.draft(&draft_key(enterprise)).cloned()).flatten();
    let resumed = kept.is_some();
    let given = kept.map_or_else(|| of.begin(), |draft| draft.data);
    // A kill can come between a draft and its photo.
    let named: Vec<String> = given.keys().filter(|field| !photos::of(&given, field).is_empty()).cloned().collect();
    let whole = named
        .iter()
        .fold(given.clone(), |whole, field| photos::without(&whole, field, |photo| !phone.has_photo(photo)));
    let lost = whole != given;
    let answers = RwSignal::new(whole);
    let of = StoredValue::new(of);
    let (tried, saving, at) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(0usize));
    let broken = RwSignal::new(None::<Broken>);
    let (draft_kept, dropping) = (RwSignal::new(resumed), RwSignal::new(false));
    let problems = memo(move || {
        let wrong = |of: &Inspecting| answers.with(|answers| of.problems(answers));
        if tried.get() { of.with_value(wrong) } else { Vec::new() }
    });
    let form = Form { of, answers, problems: problems.into(), busy: RwSignal::new(false), lost };
    let elder = memo(move || settings.is_elder());
    let exceptions = memo(move || answers.with(has_exceptions));
    let asks = memo(move || {
        let items = if elder.get() && exceptions.get() { form.asked() } else { Vec::new() };
        let items = items.into_iter().map(Ask::Item);
        std::iter::once(Ask::Found).chain(items).chain([Ask::Given, Ask::Sign]).collect::<Vec<_>>()
    });
    let shown = move || {
        let asks = asks.get();
        if elder.get() { asks.get(at.get()).copied().into_iter().collect() } else { asks }
    };

    // From the first press on, every change is kept.
    Effect::new(move |before: Option<Data>| {
        let now = answers.get();
        if before.as_ref().is_some_and(|before| *before != now) {
            let draft = of.with_value(|of| of.draft(&now, phone.now()));
            spawn_local(async move {
                let result = phone.keep_draft(draft).await;
                draft_kept.try_set(result.is_ok());
                broken.try_set(result.err());
            });
        }
        now
    });
    phone.device().form_open(true);
    on_cleanup(move || phone.device().form_open(false));

    let is_last = move || !elder.get() || at.get() + 1 >= asks.with(Vec::len);
    let save = {
        let navigate = navigate.clone();
        move || {
            tried.set(true);
            let wrong = of.with_value(|of| answers.with_untracked(|answers| of.problems(answers)));
            if let Some(first) = wrong.first() {
                let item = first.field.split_once('.').map(|(_, item)| item.to_owned());
                let place = asks.with_untracked(|asks| {
                    asks.iter().position(|ask| matches!(ask, Ask::Item(code) if Some(*code) == item.as_deref()))
                });
                at.set(place.unwrap_or_default());
                return show_what_is_wrong();
            }
            if saving.get_untracked() || form.busy.get_untracked() {
                return;
            }
            saving.set(true);
            broken.set(None);
            let said = answers.get_untracked();
            let mut ids = (0..=form.asked().len()).filter_map(|_| phone.new_id()).collect::<Vec<_>>().into_iter();
            let spare = enterprise;
            let intents = of.with_value(|of| of.intents(&said, || ids.next().unwrap_or(spare)));
            let made: Vec<(String, RecordId)> =
                intents.iter().map(|intent| (intent.kind.clone(), intent.rec)).collect();
            let navigate = navigate.clone();
            spawn_local(async move {
                match phone.save(intents, Some(draft_key(enterprise)), None).await {
                    Ok(()) => {
                        navigate(&routes::firm(enterprise), Default::default());
                        let f = f.get_untracked();
                        let defects = made.len() - 1;
                        let words = if defects == 0 { f.saved.to_owned() } else { (f.saved_with)(defects) };
                        toasts.say_with_undo(words, move || {
                            let (made, said) = (made.clone(), said.clone());
                            let back = of_again(of, &said, phone.now());
                            spawn_local(async move {
                                let void = |(kind, rec): &(String, RecordId)| {
                                    Intent::void(kind, *rec, town, "entered_in_error")
                                };
                                let done = phone.save(made.iter().map(void).collect(), None, None).await;
                                if let (Ok(()), Some(draft)) = (&done, back) {
                                    // What was typed is there again; its photos went with the records.
                                    let _ = phone.keep_draft(draft).await;
                                }
                                let w = w.get_untracked();
                                toasts.say(if done.is_ok() { w.withdrawn } else { w.storage_broken });
                            });
                        });
                    }
                    Err(error) => {
                        saving.try_set(false);
                        broken.try_set(Some(error));
                    }
                }
            });
        }
    };
    let press = move |()| if is_last() { save() } else { at.update(|at| *at += 1) };
    let drop = {
        let navigate = navigate.clone();
        move |()| {
            let navigate = navigate.clone();
            spawn_local(async move {
                if phone.drop_draft(&draft_key(enterprise)).await.is_ok() {
                    toasts.say(w.get_untracked().draft_dropped);
                    navigate(&routes::firm(enterprise), Default::default());
                }
            });
        }
    };
    let back = move |()| {
        if elder.get_untracked() && at.get_untracked() > 0 {
            at.update(|at| *at -= 1);
        } else {
            navigate(&routes::firm(enterprise), Default::default());
        }
    };
    let sub = move || {
        let where_we_are = if elder.get() {
            (w.get().question_of)(at.get() + 1, asks.with(Vec::len))
        } else {
            format!("{} · {}", (f.get().round_n)(round), words::day_label(lang.get(), phone.today()))
        };
        format!("{name} · {where_we_are}")
    };
    let label = move || {
        if saving.get() {
            w.get().saving
        } else if is_last() {
            w.get().save
        } else {
            w.get().next
        }
    };
    let draw = move |ask: Ask| {
        match ask {
        Ask::Found => view! { <Found form by_items=derive(move || !elder.get()) /> }.into_any(),
        Ask::Item(code) => view! { <Question title=move || term_or_code(lang.get(), "inspection.items.item", code)><OneItem form code /></Question> }.into_any(),
        Ask::Given => view! { <Given form /> }.into_any(),
        Ask::Sign => view! { <Sign form /> }.into_any(),
    }
    };
    view! {
        <Framed>
            <Page>
                <Bar title=move || w.get().enterprise sub on_back=back>
                    <Show when=move || draft_kept.get()>
                        <Badge tone=Tone::Plain icon=Icon::Phone label=move || w.get().draft_saved />
                    </Show>
                </Bar>
                <Main>
                    {resumed.then(|| view! {
                        <Notice tone=Tone::Info what=move || w.get().draft_resumed>
                            <Button label=move || w.get().draft_drop size=Size::Small on_press=move |_| dropping.set(true) />
                        </Notice>
                    })}
                    <Confirm
                        open=dropping
                        title=move || w.get().draft_drop_ask
                        text=move || w.get().draft_drop_note
                        yes=move || w.get().draft_drop
                        on_yes=drop
                        danger=true
                    />
                    <Card><For each=shown key=|ask| *ask children=draw /></Card>
                    {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
                </Main>
                <Dock>
                    <Button
                        label
                        weight=Weight::Main
                        size=Size::Big
                        busy=derive(move || saving.get() || form.busy.get())
                        on_press=press
                    />
                </Dock>
            </Page>
        </Framed>
    }
}

/// The draft of an inspection that was taken back, without its photos.
fn of_again(of: StoredValue<Inspecting>, said: &Data, at: i64) -> Option<sync::Draft> {
    let mut said = said.clone();
    said.retain(|field, value| value.as_array().is_none_or(|list| field == "inspectors" || list.is_empty()));
    of.try_with_value(|of| of.draft(&said, at))
}

/// One tap where all passed; else the items, each to be marked.
#[component]
fn Found(
    form: Form,
    /// Whether the items stand here, or come one by one.
    by_items: Signal<bool>,
) -> impl IntoView {
    let f = use_table(Lang::firm);
    let lang = use_settings().lang;
    let looked = form.text("looked".into());
    let problem = form.problem("looked".into());
    let n = form.asked().len();
    let all = memo(move || looked.with(|looked| looked == "all"));
    let some = memo(move || looked.with(|looked| looked == "some"));
    let item = move |code: &'static str| {
        view! {
            <div class="q stack">
                <b>{move || term_or_code(lang.get(), "inspection.items.item", code)}</b>
                <OneItem form code />
            </div>
        }
    };
    let asked = form.asked();
    let names = move || {
        let comma = lang.get().words().list_comma;
        form.asked()
            .iter()
            .map(|code| term_or_code(lang.get(), "inspection.items.item", code))
            .collect::<Vec<_>>()
            .join(comma)
    };
    view! {
        <Question title=move || f.get().how_found>
            <div class="stack">
                <p class="soft">{names}</p>
                <Button
                    label=move || (f.get().all_pass)(n)
                    icon=Icon::Ok
                    size=Size::Wide
                    pressed=all
                    on_press=move |()| form.put("looked", "all".into())
                />
                <LeadButton
                    label=move || f.get().some_not
                    to=move || f.get().one_by_one
                    expanded=derive(move || some.get())
                    on_press=move |()| form.put("looked", "some".into())
                />
                {move || problem.get().map(|text| view! { <p role="alert"><ProblemLine text /></p> })}
            </div>
        </Question>
        <Show when=move || some.get() && by_items.get()>
            <p class="q soft">{move || f.get().tap_what_is_not}</p>
            {asked.iter().copied().map(item).collect_view()}
        </Show>
    }
}

/// One item: how it was found, and of what failed, what and until when, with a photo.
#[component]
fn OneItem(form: Form, code: &'static str) -> impl IntoView {
    let f = use_table(Lang::firm);
    let lang = use_settings().lang;
    let chosen = memo(move || form.answers.with(|answers| Some(result(answers, code).to_owned())));
    let failed = memo(move || chosen.with(|chosen| chosen.as_deref() == Some("fail")));
    let text = form.text(of_item("text", code));
    let until = form.text(of_item("until", code));
    let (wrong_text, wrong_until) = (form.problem(of_item("text", code)), form.problem(of_item("until", code)));
    let name = move || term_or_code(lang.get(), "inspection.items.item", code);
    view! {
        <div class="results">
            <ChooseOne
                name
                key="inspection.items.result"
                nth=code
                codes=RESULT
                chosen
                on_choose=move |result: &'static str| form.put(&of_item("result", code), result.into())
            />
        </div>
        <Show when=move || failed.get()>
            <div class="stack">
                <Field
                    id=format!("text-{code}")
                    label=move || f.get().what_is_wrong
                    hint=move || f.get().what_hint
                    value=text
                    input=Input::Lines
                    most=200
                    problem=wrong_text
                    on_input=move |text: String| form.put(&of_item("text", code), if text.is_empty() { Value::Null } else { text.into() })
                />
                <DayField
                    id=format!("until-{code}")
                    label=move || f.get().until_when
                    value=derive(move || Some(until.get()).filter(|day| !day.is_empty()))
                    usual=&[3, 7]
                    problem=wrong_until
                    on_input=move |day: String| form.put(&of_item("until", code), day.into())
                />
                <b>{move || f.get().show_it}</b>
                <Shots form field=of_item("photos", code) most=PHOTOS />
            </div>
        </Show>
    }
}

/// Photos of one field of the answers.
#[component]
fn Shots(form: Form, field: String, most: usize) -> impl IntoView {
    let phone = use_phone();
    let field = StoredValue::new(field);
    let answers = form.answers;
    let of = move |answers: &Data| field.with_value(|field| photos::of(answers, field));
    let photos_now = memo(move || answers.with(of));
    let add = move |photo: Photo| {
        answers.try_update(|answers| {
            *answers = field.with_value(|field| photos::with(answers, field, &photo));
            form.of.with_value(|of| of.draft(answers, phone.now()))
        })
    };
    let remove = move |id: PhotoId| {
        answers.try_update(|answers| {
            *answers = field.with_value(|field| photos::without(answers, field, |one| one == id))
        });
    };
    let photos = derive(move || -> Vec<PhotoRef> { photos_now.get() });
    view! { <TakePhotos most photos on_add=add on_remove=remove busy=form.busy lost=form.lost /> }
}

/// What was handed over, and whether it was explained.
#[component]
fn Given(form: Form) -> impl IntoView {
    let f = use_table(Lang::firm);
    let lang = use_settings().lang;
    let one = move |code: &'static str| {
        let field = of_item("doc", code);
        let read = field.clone();
        let value = derive(move || form.answers.with(|answers| answers.get(&read).and_then(Value::as_i64)));
        let label = move |n: i64| (f.get().copies)(&term_or_code(lang.get(), "inspection.docs_given.doc", code), n);
        let change = move |n: Option<i64>| form.put(&field, n.into());
        view! { <Stepper label value on_change=change /> }
    };
    let briefed =
        derive(move || form.answers.with(|answers| answers.get("briefing").and_then(Value::as_bool) == Some(true)));
    view! {
        <Question title=move || f.get().given>
            <div class="stack">
                {DOC.iter().copied().map(one).collect_view()}
                <Toggle label=move || f.get().briefing on=briefed on_change=move |on: bool| form.put("briefing", on.into()) />
            </div>
        </Question>
    }
}

/// The signature, who inspected, anything else.
#[component]
fn Sign(form: Form) -> impl IntoView {
    let w = use_words();
    let f = use_table(Lang::firm);
    let phone = use_phone();
    let open = RwSignal::new(false);
    let chosen = derive(move || {
        let ids = form.answers.with(|answers| answers.get("inspectors").and_then(Value::as_array).cloned());
        let ids = ids.into_iter().flatten().filter_map(|id| id.as_str()?.parse::<RecordId>().ok());
        ids.collect::<Vec<_>>()
    });
    let line = move || (f.get().inspectors)(&names(phone, &chosen.get(), w.get().list_comma));
    let may = |staff: &Staff| {
        let town = model::record::Scope::Town(RecordId::fixed(0));
        let role = |code: &String| model::access::Role::from_code(code);
        staff.roles.iter().filter_map(role).any(|role| role.may(model::access::Deed::Add, Inspection::KIND, town))
    };
    let mut colleagues: Vec<(RecordId, String)> = phone
        .peek(|state| {
            let staff = state.all::<Staff>().filter(|(_, staff)| may(staff));
            staff.map(|(held, staff)| (held.record.id, staff.name)).collect()
        })
        .unwrap_or_default();
    colleagues.sort_by(|one, other| one.1.cmp(&other.1));
    let colleagues = StoredValue::new(colleagues);
    let toggle = move |(id, name): (RecordId, String)| {
        let change = move |on: bool| {
            let mut ids = chosen.get_untracked();
            ids.retain(|one| *one != id);
            if on {
                ids.push(id);
            }
            form.put("inspectors", json!(ids));
        };
        view! { <Toggle label=name on=derive(move || chosen.with(|chosen| chosen.contains(&id))) on_change=change /> }
    };
    let note = form.text("note".into());
    view! {
        <Question title=move || f.get().sign>
            <div class="stack">
                <p class="soft">{move || f.get().sign_note}</p>
                <Shots form field="sign".to_owned() most=SIGNATURES />
            </div>
        </Question>
        <Known text=line on_change=move |()| open.set(true) />
        <Sheet open title=move || f.get().who_else>
            <div class="choices">{move || colleagues.get_value().into_iter().map(toggle).collect_view()}</div>
        </Sheet>
        <div class="q">
            <Field
                id="note"
                label=move || f.get().note
                value=note
                most=300
                problem=form.problem("note".into())
                on_input=move |text: String| form.put("note", if text.is_empty() { Value::Null } else { text.into() })
            />
        </div>
    }
}
