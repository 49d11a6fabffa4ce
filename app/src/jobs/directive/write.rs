//! 写通知: the township writes one: a title, a text or points, by when.

use super::{
    Framed,
    state::{DRAFT, Writing},
};
use crate::{
    jobs::{
        firm::{show_what_is_wrong, town},
        isolation::day_field::DayField,
        visit::NotSaved,
    },
    live::{Show, derive, memo},
    parts::{Badge, Bar, Button, Card, Dock, Field, Icon, Input, Main, Notice, Page, Size, Tone, Weight, use_toasts},
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use sync::{Broken, Intent};

/// The screen.
#[component]
pub fn WritePage() -> impl IntoView {
    let w = use_words();
    let d = use_table(Lang::directive);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let kept = phone.peek(|state| state.draft(DRAFT).cloned()).flatten();
    let resumed = kept.is_some();
    let mut begun = kept.map(|draft| Writing::resume(&draft.data)).unwrap_or_default();
    if begun.points.is_empty() {
        begun.points.push(String::new());
    }
    let writing = RwSignal::new(begun);
    let (tried, saving) = (RwSignal::new(false), RwSignal::new(false));
    let broken = RwSignal::new(None::<Broken>);
    let draft_kept = RwSignal::new(resumed);
    let problems =
        memo(move || if tried.get() { writing.with(|writing| writing.problems(phone.today())) } else { Vec::new() });
    let problem = move |field: String| {
        derive(move || {
            let wrong = problems.with(|all| all.iter().find(|one| one.field == field).cloned());
            wrong.map(|wrong| words::problem(lang.get(), &wrong))
        })
    };
    Effect::new(move |before: Option<Writing>| {
        let now = writing.get();
        if before.as_ref().is_some_and(|before| *before != now) {
            let draft = now.draft(phone.now());
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
    let send = move |()| {
        tried.set(true);
        let wrong = writing.with_untracked(|writing| writing.problems(phone.today()));
        if !wrong.is_empty() {
            return show_what_is_wrong();
        }
        if saving.get_untracked() {
            return;
        }
        let (Some(id), Some(town)) = (phone.new_id(), phone.peek(town).flatten()) else { return };
        saving.set(true);
        let directive = writing.with_untracked(|writing| writing.directive(phone.today()));
        let navigate = navigate.clone();
        spawn_local(async move {
            match phone.save(vec![Intent::add(id, town, &directive)], Some(DRAFT.into()), None).await {
                Ok(()) => {
                    toasts.say(d.get_untracked().sent);
                    navigate(&routes::directive(id), Default::default());
                }
                Err(error) => {
                    saving.try_set(false);
                    broken.try_set(Some(error));
                }
            }
        });
    };
    let count = memo(move || writing.with(|writing| writing.points.len()));
    let point = move |index: usize| {
        let value = derive(move || writing.with(|writing| writing.points.get(index).cloned().unwrap_or_default()));
        let typed = move |text: String| {
            writing.update(|writing| {
                if let Some(point) = writing.points.get_mut(index) {
                    *point = text;
                }
            });
        };
        view! {
            <Field
                id=format!("point-{index}")
                label=move || (d.get().point)(index + 1)
                value
                most=200
                problem=problem(format!("items.{index}.text"))
                on_input=typed
            />
        }
    };
    view! {
        <Framed>
            <Page>
                <Bar title=move || d.get().write back=routes::DIRECTIVES>
                    <Show when=move || draft_kept.get()>
                        <Badge tone=Tone::Plain icon=Icon::Phone label=move || w.get().draft_saved />
                    </Show>
                </Bar>
                <Main>
                    {resumed.then(|| view! { <Notice tone=Tone::Info what=move || w.get().draft_resumed /> })}
                    <Card>
                        <div class="q stack">
                            <p class="soft">{move || d.get().goes_to_all}</p>
                            <Field
                                id="directive-title"
                                label=move || d.get().title
                                value=derive(move || writing.with(|writing| writing.title.clone()))
                                most=60
                                problem=problem("title".into())
                                on_input=move |text: String| writing.update(|writing| writing.title = text)
                            />
                            <Field
                                id="directive-text"
                                label=move || d.get().text
                                hint=move || d.get().text_hint
                                value=derive(move || writing.with(|writing| writing.text.clone()))
                                input=Input::Lines
                                most=2000
                                problem=problem("text".into())
                                on_input=move |text: String| writing.update(|writing| writing.text = text)
                            />
                            <For each=move || 0..count.get() key=|index| *index children=point />
                            <Button
                                label=move || d.get().add_point
                                icon=Icon::Plus
                                on_press=move |()| writing.update(|writing| writing.points.push(String::new()))
                            />
                        </div>
                        <div class="q">
                            <DayField
                                id="directive-due"
                                label=move || d.get().due
                                value=derive(move || Some(writing.with(|writing| writing.due.clone())).filter(|due| !due.is_empty()))
                                usual=&[0, 1, 3]
                                problem=problem("due".into())
                                on_input=move |day: String| writing.update(|writing| writing.due = day)
                            />
                        </div>
                    </Card>
                    {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
                </Main>
                <Dock>
                    <Button label=move || d.get().send weight=Weight::Main size=Size::Big busy=derive(move || saving.get()) on_press=send />
                </Dock>
            </Page>
        </Framed>
    }
}
