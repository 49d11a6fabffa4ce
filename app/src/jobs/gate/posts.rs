//! The posts of a village, for those who lead there: who is on duty, what passed, one more, one less.

use super::{Desk, Framed, POST_SETTING, duty::Duty, screen::SumsLine};
use crate::{
    jobs::today::Unsent,
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, Confirm, Empty, Field, Icon, Main, Page, Question, Section, Size, Tone, Weight,
        use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use model::{
    access::{Deed, Role},
    field::check_set,
    id::RecordId,
    kind::{
        Payload,
        directory::{Grid, Village},
        post::{self, Post},
    },
    record::{Data, Record, Scope},
};
use serde_json::json;
use sync::Intent;

/// The screen.
#[component]
pub fn PostsPage() -> impl IntoView {
    let c = use_table(Lang::gate);
    let phone = use_phone();
    let posts = memo(move || {
        let today = phone.today();
        let own = phone.read(|state| {
            let mut own: Vec<Record> = state
                .all::<Post>()
                .filter(|(_, post)| {
                    post.stands_on(today) && villages(state).iter().any(|(id, _)| post.village == Some(*id))
                })
                .map(|(held, _)| held.record.clone())
                .collect();
            own.sort_by_cached_key(|record| (record.read::<Post>().name, record.id));
            own
        });
        own.unwrap_or_default()
    });
    let may_add = untrack(|| phone.user()).and_then(|user| {
        let town = user.scopes.iter().find(|scope| matches!(scope, Scope::Town(_))).copied()?;
        user.roles.iter().any(|role: &Role| role.may(Deed::Add, Post::KIND, town)).then_some(town)
    });
    view! {
        <Framed>
            <Page>
                <Bar title=move || c.get().posts back=routes::home()><Unsent /></Bar>
                <Main>
                    <Show
                        when=move || !posts.with(Vec::is_empty)
                        fallback=move || view! { <Empty icon=Icon::Info title=move || c.get().no_post text=move || c.get().posts_note /> }
                    >
                        <For each=move || posts.get() key=|record| (record.id, record.seq) let:record>
                            <OnePost record may_close=may_add.is_some() />
                        </For>
                    </Show>
                    {may_add.map(|town| view! { <AddPost town /> })}
                </Main>
            </Page>
        </Framed>
    }
}

/// The villages whose doors, or posts, are held here.
fn villages(state: &sync::State) -> Vec<(RecordId, String)> {
    let held = |id: RecordId| state.cursors().contains_key(&Scope::Grid(id));
    let by_doors = state.all::<Grid>().filter(|(grid, _)| held(grid.record.id)).filter_map(|(_, grid)| grid.village);
    let by_posts = state
        .all::<Post>()
        .filter(|(post, _)| state.cursors().contains_key(&Scope::Post(post.record.id)))
        .filter_map(|(_, post)| post.village);
    let here: std::collections::BTreeSet<RecordId> = by_doors.chain(by_posts).collect();
    let named = |id: RecordId| state.get(Village::KIND, id).map(|held| (id, held.record.read::<Village>().name));
    here.into_iter().filter_map(named).collect()
}

#[component]
fn OnePost(record: Record, may_close: bool) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::gate);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let is: Post = record.read();
    let id = record.id;
    let desk = Desk::at(phone, id);
    let today = phone.today();
    let sums = memo(move || desk.read(|log| log.sums(|at| at.day == today)));
    let kept = memo(move || phone.read(|state| state.cursors().contains_key(&Scope::Post(id))).unwrap_or_default());
    let on = memo(move || {
        desk.duty.with(|duty| match duty {
            Duty::On(on) => Some(on.shift.people.iter().map(|one| one.name.clone()).collect::<Vec<_>>()),
            _ => None,
        })
    });
    let who = move || match on.get() {
        Some(names) => (c.get().on_duty)(&names.join(lang.get().words().list_comma)),
        None => c.get().nobody_on.to_owned(),
    };
    let asks = RwSignal::new(false);
    let close = move |()| {
        let record = record.clone();
        let set = Data::from_iter([("closed_on".to_owned(), json!(today))]);
        spawn_local(async move {
            let saved = phone.save(vec![Intent::set(&record, set)], None, None).await;
            toasts.say(if saved.is_ok() { c.get_untracked().closed } else { w.get_untracked().storage_broken });
        });
    };
    let stand = move |_| {
        phone.device().set_setting(POST_SETTING, Some(&id.to_string()));
        navigate(routes::POST, Default::default());
    };
    let stand = StoredValue::new_local(stand);
    let name = StoredValue::new(is.name.clone());
    let place = [is.place, is.leader].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <Card pad=true>
            <div class="stack">
                <header class="gate-post">
                    <h2>{is.name}</h2>
                    {move || {
                        let (tone, shape) = if on.with(Option::is_some) { (Tone::Ok, Icon::Ok) } else { (Tone::Wait, Icon::Clock) };
                        view! { <Badge tone icon=shape label=who /> }
                    }}
                </header>
                <p class="soft">{place}</p>
                <SumsLine sums />
                <div class="side-by-side">
                    <Show when=move || kept.get() fallback=move || view! { <p class="soft">{move || c.get().post_waits}</p> }>
                        <Button label=move || c.get().stand_here name=move || name.with_value(|name| (c.get().stand_name)(name)) on_press=move |_| stand.with_value(|stand| stand(())) />
                    </Show>
                    {may_close.then(|| view! {
                        <Button label=move || c.get().close_post name=move || name.with_value(|name| (c.get().close_name)(name)) weight=Weight::Danger on_press=move |_| asks.set(true) />
                    })}
                </div>
            </div>
        </Card>
        <Confirm
            open=asks
            title=move || name.with_value(|name| (c.get().close_ask)(name))
            text=move || c.get().close_safe
            yes=move || c.get().close_post
            on_yes=close
            danger=true
        />
    }
}

#[component]
fn AddPost(town: Scope) -> impl IntoView {
    let w = use_words();
    let c = use_table(Lang::gate);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let name = RwSignal::new(String::new());
    let place = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let here = memo(move || phone.read(villages).unwrap_or_default());
    let village = RwSignal::new(None::<RecordId>);
    let chosen = memo(move || village.get().or_else(|| here.with(|here| here.first().map(|(id, _)| *id))));
    let problem = derive(move || {
        let set = Data::from_iter([("name".to_owned(), name.get().into())]);
        let problem = check_set(post::KIND.fields, &set).into_iter().next().filter(|_| tried.get());
        problem.map(|problem| words::problem(lang.get(), &problem))
    });
    let label =
        move |field: &'static str| move || words::term(lang.get(), &format!("post.{field}")).unwrap_or_default();
    let save = move |_| {
        tried.set(true);
        let (Some(id), Some(village)) = (phone.new_id(), chosen.get_untracked()) else { return };
        if problem.get_untracked().is_some() {
            return;
        }
        let text =
            |text: RwSignal<String>| Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        let post = Post {
            name: text(name).unwrap_or_default(),
            village: Some(village),
            place: text(place),
            unit: here.with_untracked(|here| here.iter().find(|(id, _)| *id == village).map(|(_, name)| name.clone())),
            leader: untrack(|| phone.user()).map(|user| user.name),
            opened_on: Some(phone.today()),
            closed_on: None,
        };
        spawn_local(async move {
            let saved = phone.save(vec![Intent::add(id, town, &post)], None, None).await;
            if saved.is_ok() {
                name.try_set(String::new());
                place.try_set(String::new());
                tried.try_set(false);
            }
            toasts.say(if saved.is_ok() { c.get_untracked().post_added } else { w.get_untracked().storage_broken });
        });
    };
    let one = move |(id, name): (RecordId, String)| {
        let on = derive(move || chosen.get() == Some(id));
        view! { <crate::parts::Toggle label=name on on_change=move |_| village.set(Some(id)) /> }
    };
    view! {
        <Section title=move || c.get().add_post />
        <Card pad=true>
            <div class="stack-wide">
                <Field id="post-name" label=label("name") hint=move || c.get().post_name_hint value=name on_input=move |text: String| name.set(text) problem required=true most=40 />
                <Field id="post-place" label=label("place") value=place on_input=move |text: String| place.set(text) most=60 />
                <Show when=move || here.with(|here| here.len() > 1)>
                    <Question title=label("village")>
                        <div class="choices broad"><For each=move || here.get() key=|(id, _)| *id children=one /></div>
                    </Question>
                </Show>
                <Button label=move || c.get().save_post weight=Weight::Main size=Size::Wide on_press=save />
            </div>
        </Card>
    }
}
