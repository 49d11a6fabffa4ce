//! One directive: read, heard, received with one tap.

use super::{Framed, state, use_notices, who::Who, works_in};
use crate::{
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, Dock, Empty, Icon, Main, Notice, Page, Size, SyncBadge, Tone, Weight, use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use model::{
    care::Moment,
    id::RecordId,
    kind::{
        Payload,
        receipt::{self, Receipt},
    },
};

/// The screen. `?from=today` says where 返回 leads.
#[component]
pub fn DirectivePage(
    /// The directive of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let w = use_words();
    let d = use_table(Lang::directive);
    let notices = use_notices();
    let query = use_query_map();
    let from_today = query.with_untracked(|query| query.get("from")).is_some_and(|from| from == "today");
    let back = if from_today { routes::TODAY } else { routes::DIRECTIVES };
    let one = memo(move || notices.with(|notices| notices.iter().find(|one| Some(one.id) == id).cloned()));
    let there = memo(move || one.with(|one| one.as_ref().map(|one| one.id)));
    view! {
        <Framed>
            <Page>
                <Bar title=move || w.get().directive back />
                {move || match there.get() {
                    Some(id) => view! { <One id one /> }.into_any(),
                    None => view! { <Main><Empty icon=Icon::Horn title=move || d.get().gone text=move || d.get().gone_note /></Main> }.into_any(),
                }}
            </Page>
        </Framed>
    }
}

#[component]
fn One(id: RecordId, one: Memo<Option<state::Notice>>) -> impl IntoView {
    let w = use_words();
    let d = use_table(Lang::directive);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let leads = untrack(|| phone.leads());
    let is = memo(move || one.get().map(|one| one.is).unwrap_or_default());
    let received = memo(move || one.get().and_then(|one| one.received_on));
    let scope = memo(move || works_in(phone));
    let saving = RwSignal::new(false);
    let speaking = RwSignal::new(false);
    let can_speak = phone.device().can_speak();
    let sub = move || {
        let day = |day| words::full_day(lang.get(), day);
        let is = is.get();
        let due = is.due.map(|due| (d.get().until)(&words::month_day(lang.get(), due)));
        is.issued_on.map(|on| (d.get().issued)(&day(on))).into_iter().chain(due).collect::<Vec<_>>().join(" · ")
    };
    let speak = move |()| {
        let lang = lang.get_untracked();
        let words = if speaking.get_untracked() {
            String::new()
        } else {
            is.with_untracked(|is| state::aloud(is, d.get_untracked().point))
        };
        speaking.update(|speaking| *speaking = !*speaking);
        phone.device().speak(&words, lang.tag());
    };
    on_cleanup(move || {
        if speaking.try_get_untracked() == Some(true) {
            phone.device().speak("", "zh-CN");
        }
    });
    let receive = move |()| {
        let (Some(scope), Some(me)) = (scope.get_untracked(), untrack(|| phone.user())) else { return };
        if saving.get_untracked() || received.get_untracked().is_some() {
            return;
        }
        saving.set(true);
        let intent = state::receive(id, me.id, scope, Moment::at(phone.now()));
        spawn_local(async move {
            let done = phone.save(vec![intent], None, None).await;
            saving.try_set(false);
            if done.is_err() {
                return toasts.say(w.get_untracked().storage_broken);
            }
            toasts.say(d.get_untracked().acknowledged);
        });
    };
    let standing = memo(move || {
        let me = phone.user()?.id;
        let of = |state: &sync::State| state.get(Receipt::KIND, receipt::id_of(id, me)).map(|held| held.standing);
        phone.read(of).flatten().map(crate::jobs::households::record_state)
    });
    let points = move || is.with(|is| is.items.iter().map(|point| point.text.clone()).enumerate().collect::<Vec<_>>());
    view! {
        <Main>
            <Card>
                <article class="q stack notice-text">
                    <h2>{move || is.get().title}</h2>
                    <p class="soft">{sub}</p>
                    {move || is.get().text.map(|text| view! { <p>{text}</p> })}
                    <ol class="points">
                        <For each=points key=|(index, text)| (*index, text.clone()) let:point><li>{point.1}</li></For>
                    </ol>
                    {can_speak.then(|| view! {
                        <Button
                            label=move || if speaking.get() { d.get().stop } else { d.get().read_aloud }
                            icon=Icon::Speak
                            size=Size::Wide
                            pressed=derive(move || speaking.get())
                            on_press=speak
                        />
                    })}
                    {move || received.get().map(|on| view! {
                        <p class="side-by-side">
                            <Badge tone=Tone::Ok icon=Icon::Ok label=move || (d.get().acknowledged_on)(&words::month_day(lang.get(), on)) />
                            {move || standing.get().map(|state| view! { <SyncBadge state /> })}
                        </p>
                    })}
                </article>
            </Card>
            <Show when=move || scope.get().is_none()>
                <Notice tone=Tone::Info what=move || d.get().cannot />
            </Show>
            {leads.then(|| view! { <Who directive=id /> })}
        </Main>
        <Show when=move || received.get().is_none() && scope.get().is_some()>
            <Dock>
                <Button
                    label=move || d.get().acknowledge
                    weight=Weight::Main
                    size=Size::Big
                    busy=derive(move || saving.get())
                    on_press=receive
                />
            </Dock>
        </Show>
    }
}
