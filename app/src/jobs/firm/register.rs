//! 登记企业, or what is known of one changed.

use super::{
    Framed, NoFirm,
    registering::{Registering, draft_key},
    show_what_is_wrong,
    state::villages,
    town, use_firms,
};
use crate::{
    jobs::visit::NotSaved,
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, Dock, Icon, KindField, LinkButton, Main, Notice, Page, ProblemLine, Question, Size,
        Toggle, Tone, Weight, use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::Lang,
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use model::{
    field::Problem,
    id::RecordId,
    kind::{directory::Village, enterprise},
    record::Data,
};
use serde_json::Value;
use sync::Broken;

/// The questions; in 长辈版 one a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Ask {
    What,
    Where,
    Whom,
    HowMany,
    Trade,
}

const ALL: [Ask; 5] = [Ask::What, Ask::Where, Ask::Whom, Ask::HowMany, Ask::Trade];

impl Ask {
    fn fields(self) -> &'static [&'static str] {
        match self {
            Ask::What => &["name", "uscc"],
            Ask::Where => &["village", "address"],
            Ask::Whom => &["contact", "phone"],
            Ask::HowMany => &["employees", "returned", "key_area"],
            Ask::Trade => &["trade"],
        }
    }

    fn of(field: &str) -> usize {
        ALL.iter().position(|ask| ask.fields().contains(&field)).unwrap_or_default()
    }
}

/// The screen: a new one, or a change of the one of the address.
#[component]
pub fn RegisterPage(
    /// Which is changed; none for a new one.
    #[prop(optional_no_strip)]
    id: Option<Option<RecordId>>,
) -> impl IntoView {
    let phone = use_phone();
    let known = match id {
        None => None,
        Some(id) => {
            let of = |state: &sync::State| state.get(enterprise::KIND.name, id?).map(|held| held.record.clone());
            let Some(record) = phone.peek(of).flatten() else { return view! { <NoFirm /> }.into_any() };
            Some(record)
        }
    };
    let Some(town) = phone.peek(town).flatten() else { return view! { <NoFirm /> }.into_any() };
    view! { <Form of=Registering { known, town } /> }.into_any()
}

#[component]
fn Form(of: Registering) -> impl IntoView {
    let w = use_words();
    let f = use_table(Lang::firm);
    let phone = use_phone();
    let toasts = use_toasts();
    let firms = use_firms();
    let navigate = use_navigate();
    let settings = use_settings();
    let is_new = of.known.is_none();
    let rec = of.known.as_ref().map(|record| record.id);
    let key = draft_key(rec);
    let kept = phone.peek(|state| state.draft(&key).cloned()).flatten();
    let resumed = kept.is_some();
    let here = phone.peek(villages).unwrap_or_default();
    let only = (here.len() == 1).then(|| here.first().copied()).flatten();
    let here = StoredValue::new(here.into_iter().collect::<Vec<_>>());
    let answers = RwSignal::new(kept.map_or_else(|| of.begin(only), |draft| draft.data));
    let of = StoredValue::new(of);
    let (tried, saving, at) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(0usize));
    let broken = RwSignal::new(None::<Broken>);
    let draft_kept = RwSignal::new(resumed);
    let elder = memo(move || settings.is_elder());
    let problems = memo(move || {
        let wrong = of.with_value(|of| of.problems(&answers.get()));
        // While one is typing, only what a whole code has wrong is said at once.
        let said = |problem: &Problem| {
            tried.get() || matches!(problem.rule.as_str(), "uscc_check" | "uscc_long" | "uscc_characters")
        };
        wrong.into_iter().filter(said).collect::<Vec<_>>()
    });
    let twin = memo(move || {
        let of = |firms: &model::firm::Firms| {
            of.with_value(|of| of.twin(firms, &answers.get()).map(|file| (file.id, file.is.name.clone())))
        };
        firms.with(|firms| firms.as_ref().and_then(|firms| of(firms)))
    });

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

    let is_last = move || !elder.get() || at.get() + 1 >= ALL.len();
    let save = {
        let navigate = navigate.clone();
        move || {
            tried.set(true);
            let wrong = of.with_value(|of| answers.with_untracked(|answers| of.problems(answers)));
            if let Some(first) = wrong.first() {
                at.set(Ask::of(first.field.split('.').next().unwrap_or_default()));
                return show_what_is_wrong();
            }
            if twin.with_untracked(Option::is_some) {
                at.set(0);
                return show_what_is_wrong();
            }
            if saving.get_untracked() {
                return;
            }
            saving.set(true);
            let (id, intent) = of.with_value(|of| answers.with_untracked(|answers| of.intent(answers)));
            let (navigate, key) = (navigate.clone(), draft_key(rec));
            spawn_local(async move {
                let done = match intent {
                    Some(intent) => phone.save(vec![intent], Some(key), None).await,
                    None => phone.drop_draft(&key).await,
                };
                match done {
                    Ok(()) => {
                        toasts.say(w.get_untracked().saved_on_phone);
                        let next = if is_new { routes::inspect(id) } else { routes::firm(id) };
                        navigate(&next, Default::default());
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
    let home = move || rec.map_or_else(|| routes::FIRMS.to_owned(), routes::firm);
    let back = move |()| {
        if elder.get_untracked() && at.get_untracked() > 0 {
            at.update(|at| *at -= 1);
        } else {
            navigate(&home(), Default::default());
        }
    };
    let shown = move || if elder.get() { ALL.get(at.get()).copied().into_iter().collect() } else { ALL.to_vec() };
    let sub = move || if elder.get() { (w.get().question_of)(at.get() + 1, ALL.len()) } else { String::new() };
    let draw = move |ask: Ask| {
        let title = move || {
            let f = f.get();
            match ask {
                Ask::What => f.what_firm,
                Ask::Where => f.which_village,
                Ask::Whom => f.whom,
                Ask::HowMany => f.how_many,
                Ask::Trade => f.which_trade,
            }
        };
        let typed = |name: &'static str| {
            let field = enterprise::KIND.field(name)?;
            Some(view! { <KindField field kind="enterprise" data=answers problems /> })
        };
        let fields = ask.fields().iter().copied().filter(|name| *name != "village").map(typed).collect_view();
        match ask {
            // A field of choices brings its heading along.
            Ask::Trade => fields.into_any(),
            Ask::What => view! {
                <Question title>
                    {fields}
                    <p class="soft">{move || f.get().code_hint}</p>
                    {move || twin.get().map(|(id, name)| view! {
                        <div role="alert" class="stack">
                            <ProblemLine text=move || (f.get().registered_already)(&name) />
                            <LinkButton label=move || f.get().open_it href=routes::firm(id) size=Size::Wide />
                        </div>
                    })}
                </Question>
            }
            .into_any(),
            Ask::Where => {
                view! { <Question title><div class="stack"><Villages answers first=here />{fields}</div></Question> }
                    .into_any()
            }
            _ => view! { <Question title>{fields}</Question> }.into_any(),
        }
    };
    let title = move || if is_new { f.get().new_firm } else { f.get().change_firm };
    let label = move || {
        if saving.get() {
            w.get().saving
        } else if !is_last() {
            w.get().next
        } else if is_new {
            f.get().save_and_inspect
        } else {
            w.get().save
        }
    };
    view! {
        <Framed>
            <Page>
                <Bar title sub on_back=back>
                    <Show when=move || draft_kept.get()>
                        <Badge tone=Tone::Plain icon=Icon::Phone label=move || w.get().draft_saved />
                    </Show>
                </Bar>
                <Main>
                    {resumed.then(|| view! { <Notice tone=Tone::Info what=move || w.get().draft_resumed /> })}
                    <Card><For each=shown key=|ask| *ask children=draw /></Card>
                    {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
                </Main>
                <Dock><Button label weight=Weight::Main size=Size::Big busy=derive(move || saving.get()) on_press=press /></Dock>
            </Page>
        </Framed>
    }
}

/// The village: one's own stand there first, the others behind 更多.
#[component]
fn Villages(answers: RwSignal<Data>, first: StoredValue<Vec<RecordId>>) -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let unfolded = RwSignal::new(false);
    let mut all: Vec<(RecordId, Village)> = phone
        .peek(|state| state.all::<Village>().map(|(held, one)| (held.record.id, one)).collect())
        .unwrap_or_default();
    all.sort_by(|one, other| one.1.code.cmp(&other.1.code));
    let all = StoredValue::new(all);
    let chosen = derive(move || {
        let id = answers.with(|answers| answers.get("village").and_then(Value::as_str).map(str::to_owned));
        id.and_then(|id| id.parse::<RecordId>().ok())
    });
    let shown = move || {
        let known = |id: &RecordId| first.with_value(|first| first.contains(id)) || chosen.get() == Some(*id);
        let every = unfolded.get() || first.with_value(Vec::is_empty);
        all.with_value(|all| all.iter().filter(|(id, _)| every || known(id)).cloned().collect::<Vec<_>>())
    };
    let one = move |(id, village): (RecordId, Village)| {
        let set = move |on: bool| {
            answers.update(|answers| {
                if on {
                    answers.insert("village".into(), id.to_string().into());
                } else {
                    answers.remove("village");
                }
            });
        };
        view! { <Toggle label=village.name on=derive(move || chosen.get() == Some(id)) on_change=set /> }
    };
    let folded = memo(move || !unfolded.get() && !first.with_value(Vec::is_empty));
    view! {
        <div class="choices">
            <For each=shown key=|(id, _)| *id children=one />
            <Show when=move || folded.get()>
                <Button label=move || w.get().more on_press=move |()| unfolded.set(true) />
            </Show>
        </div>
    }
}
