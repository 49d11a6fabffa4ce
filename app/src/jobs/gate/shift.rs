//! A shift begins with those who are there, and is handed over with what passed and a word.

use super::{
    Below, Desk, Framed, POST_SETTING, WHO_SETTING,
    duty::{self, Duty, OnDuty, is_same},
    me,
    screen::SumsLine,
    use_posts,
};
use crate::{
    jobs::today::Unsent,
    live::{Show, derive, memo},
    parts::{
        Bar, Button, Card, Dock, Empty, Field, Icon, Input, LinkButton, Main, Notice, Page, Question, Size, Toggle,
        Tone, Weight, use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, minute_label},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use model::{field::Problem, kind::shift::Watch, text::Name};

/// Nobody is there yet.
#[component]
pub fn Begin(
    /// The post.
    desk: Desk,
    /// Its name.
    #[prop(into)]
    name: Signal<String>,
    /// Whether there are others to go to.
    #[prop(into)]
    several: Signal<bool>,
    /// Goes to another.
    #[prop(into)]
    on_leave: UnsyncCallback<()>,
) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::gate);
    let phone = desk.phone;
    let toasts = use_toasts();
    let own = me(phone);
    let busy = RwSignal::new(false);
    let anew = RwSignal::new(false);
    let waits = memo(move || {
        desk.duty.with(|duty| match duty {
            Duty::Waits(last) => Some(last.clone()),
            _ => None,
        })
    });
    let chosen = RwSignal::new(vec![own]);
    let begin = move |people: Vec<Watch>, after: Option<OnDuty>| {
        let Some(id) = phone.new_id().filter(|_| !busy.get_untracked() && !people.is_empty()) else { return };
        busy.set(true);
        phone.device().set_setting(WHO_SETTING, people.first().map(|one| one.name.as_str()));
        let intents = duty::begin(id, desk.post, people, after.as_ref(), desk.now());
        spawn_local(async move {
            let saved = phone.save(intents, None, None).await;
            busy.try_set(false);
            toasts.say(if saved.is_ok() { c.get_untracked().begun } else { w.get_untracked().storage_broken });
        });
    };
    let next =
        move |last: &OnDuty| Watch { name: last.shift.next.clone().unwrap_or_default(), staff: last.shift.next_staff };
    let waiting = memo(move || waits.get().filter(|_| !anew.get()));
    view! {
        <Framed>
            <Page>
                <Bar title=move || c.get().title sub=name><Unsent /></Bar>
                <Main class="stack">
                    {move || match waiting.get() {
                        Some(last) => {
                            let note = last.shift.note.clone();
                            let who = next(&last);
                            let (title, label) = (who.name.clone(), who.name.clone());
                            let take = move |_| begin(vec![who.clone()], Some(last.clone()));
                            view! {
                                <Notice tone=Tone::Info what=move || (c.get().waits)(&title) safe=move || note.as_deref().map(|note| (c.get().waits_note)(note)).unwrap_or_default() />
                                <Button label=move || (c.get().take_over)(&label) weight=Weight::Main size=Size::Big busy on_press=take />
                                <Button label=move || c.get().not_them size=Size::Wide on_press=move |_| anew.set(true) />
                            }
                                .into_any()
                        }
                        None => view! {
                            <Card>
                                <People desk chosen title=move || c.get().who_now note=move || c.get().begin_note />
                            </Card>
                            <Button
                                label=move || c.get().begin
                                weight=Weight::Main
                                size=Size::Big
                                busy
                                disabled=derive(move || chosen.with(Vec::is_empty))
                                on_press=move |_| begin(chosen.get_untracked(), waits.get_untracked())
                            />
                        }
                        .into_any(),
                    }}
                    <Show when=move || several.get()>
                        <Button label=move || c.get().other_post weight=Weight::Quiet size=Size::Wide on_press=move |_| on_leave.run(()) />
                    </Show>
                </Main>
                <Below />
            </Page>
        </Framed>
    }
}

/// People to be tapped, and a line for somebody else.
#[component]
fn People(
    desk: Desk,
    chosen: RwSignal<Vec<Watch>>,
    #[prop(into)] title: crate::parts::Text,
    #[prop(into)] note: crate::parts::Text,
    /// One at most.
    #[prop(optional)]
    one: bool,
    /// Not those.
    #[prop(optional, into)]
    without: Signal<Vec<Watch>>,
) -> impl IntoView {
    let c = use_table(Lang::gate);
    let lang = use_settings().lang;
    let phone = desk.phone;
    let own = me(phone);
    let written = RwSignal::new(String::new());
    let more = RwSignal::new(Vec::<Watch>::new());
    let all = memo(move || {
        let mut all = phone.read(|state| duty::people(state, desk.post, &own)).unwrap_or_default();
        all.extend(more.get());
        without.with(|without| all.retain(|one| !without.iter().any(|other| is_same(one, other))));
        all
    });
    let is_on = move |who: &Watch| chosen.with(|chosen| chosen.iter().any(|one| is_same(one, who)));
    let set = move |who: Watch, on: bool| {
        chosen.update(|chosen| {
            chosen.retain(|other| !one && !is_same(other, &who));
            if on {
                chosen.push(who);
            }
        });
    };
    let toggle = move |who: Watch| {
        let (name, of) = (who.name.clone(), who.clone());
        view! { <Toggle label=name on=derive(move || is_on(&of)) on_change=move |on: bool| set(who.clone(), on) /> }
    };
    let wrong = RwSignal::new(false);
    let add = move |_| {
        let Ok(name) = Name::parse(&written.get_untracked()) else {
            wrong.set(true);
            return;
        };
        let who = Watch { name: name.reveal().to_owned(), staff: None };
        more.update(|more| more.push(who.clone()));
        set(who, true);
        written.set(String::new());
    };
    let problem = derive(move || wrong.get().then(|| words::problem(lang.get(), &Problem::new("name", "not_a_name"))));
    let write = move |text: String| {
        wrong.set(false);
        written.set(text);
    };
    view! {
        <Question title>
            <div class="stack-wide">
            <p class="soft">{note}</p>
            <div class="choices broad gate-people">
                <For each=move || all.get() key=|who| (who.name.clone(), who.staff) children=toggle />
            </div>
            <Field id="gate-somebody" label=move || c.get().somebody value=written on_input=write problem most=30 />
            <Show when=move || !written.with(|written| written.trim().is_empty())>
                <Button label=move || c.get().add_them size=Size::Wide on_press=add />
            </Show>
            </div>
        </Question>
    }
}

/// 交班.
#[component]
pub fn HandOverPage() -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::gate);
    let phone = use_phone();
    let posts = use_posts(phone);
    let setting = phone.device().setting(POST_SETTING).and_then(|id| id.parse().ok());
    let post = posts.with_untracked(|posts| {
        let chosen = posts.iter().find(|(id, _)| Some(*id) == setting);
        chosen.or(posts.first()).map(|(id, post)| (*id, post.name.clone()))
    });
    let Some((post, name)) = post else {
        return view! {
            <Page>
                <Bar title=move || c.get().hand_over back=routes::POST />
                <Main><Empty icon=Icon::Info title=move || c.get().no_post text=move || c.get().no_post_note><LinkButton label=move || w.get().go_home href=routes::home() /></Empty></Main>
            </Page>
        }
        .into_any();
    };
    let desk = Desk::at(phone, post);
    view! {
        <Framed>
            <Page>
                <Bar title=move || c.get().hand_over sub=name back=routes::POST />
                <HandOver desk />
            </Page>
        </Framed>
    }
    .into_any()
}

#[component]
fn HandOver(desk: Desk) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::gate);
    let toasts = use_toasts();
    let phone = desk.phone;
    let navigate = use_navigate();
    let note = RwSignal::new(String::new());
    let next = RwSignal::new(Vec::<Watch>::new());
    let busy = RwSignal::new(false);
    let sums = memo(move || desk.sums());
    let on = memo(move || desk.on());
    let since = move || {
        let began = on.get().and_then(|on| on.shift.began());
        began.map(|began| (c.get().since)(&minute_label(began.minute))).unwrap_or_default()
    };
    let label = move || match next.with(|next| next.first().map(|one| one.name.clone())) {
        Some(name) => (c.get().hand_over_to)(&name),
        None => c.get().just_end.to_owned(),
    };
    let people = derive(move || on.get().map(|on| on.shift.people).unwrap_or_default());
    let press = move |_| {
        let Some(on) = on.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        let last = untrack(|| desk.read(|log| log.latest().filter_map(|line| line.is.at()).max()));
        let ended = duty::ended_at(&on.shift, last, desk.now());
        let intent = duty::hand_over(&on, ended, &note.get_untracked(), next.get_untracked().first());
        busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let saved = phone.save(vec![intent], None, None).await;
            busy.try_set(false);
            match saved {
                Ok(()) => {
                    toasts.say(c.get_untracked().handed_over);
                    navigate(routes::POST, Default::default());
                }
                Err(_) => toasts.say(w.get_untracked().storage_broken),
            }
        });
    };
    let press = StoredValue::new_local(press);
    view! {
        <Main class="stack">
            <Card>
                <Question title=move || c.get().sums>
                    <p class="soft">{since}</p>
                    <SumsLine sums />
                </Question>
                <People desk chosen=next title=move || c.get().next_who note="" one=true without=people />
                <div class="q">
                    <Field id="gate-note" label=move || c.get().note hint=move || c.get().note_hint value=note input=Input::Lines most=200 on_input=move |text: String| note.set(text) />
                </div>
            </Card>
        </Main>
        <Dock>
            <Button label=label weight=Weight::Main size=Size::Big busy disabled=derive(move || on.with(Option::is_none)) on_press=move |_| press.with_value(|press| press(())) />
        </Dock>
    }
}
