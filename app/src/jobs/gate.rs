//! 卡口值守: a post takes a person every ten seconds, in gloves and rain, for hours.
//!
//! [`log`], [`entry`] and [`duty`] are plain values with tests: what has passed and is remembered, who
//! stands there now, whose shift it is. The others draw them: [`screen`] with its [`pads`] the register, [`passed`] what it has written down,
//! [`shift`] its beginning and hand-over, [`today`] all that passed, [`posts`] the posts of a village.

pub mod duty;
pub mod entry;
pub mod log;
mod more;
mod pads;
mod passed;
mod posts;
mod screen;
mod shift;
mod today;

pub use posts::PostsPage;
pub use shift::HandOverPage;
pub use today::PassedPage;

use crate::{
    jobs::{overview::Led, places::Places, today::Unsent},
    live::{derive, memo},
    parts::{Bar, Card, Empty, Icon, LinkButton, Loading, Main, Page, Row, Rows, Section, Tab, Weight},
    phone::{Phone, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, day_label, term_or_code},
};
use duty::{Duty, OnDuty};
use leptos::prelude::*;
use log::Log;
use model::{
    care::Moment,
    id::RecordId,
    kind::{
        passage::Passage,
        policy::{Policies, Policy},
        post::Post,
        shift::Watch,
    },
};
use screen::Register;
use shift::Begin;

/// The setting of the post that this device was at last.
const POST_SETTING: &str = "gate.post";
/// The setting of who stood there last.
const WHO_SETTING: &str = "gate.who";

/// A post and what this device knows of it: cheap to copy into closures.
#[derive(Clone, Copy)]
struct Desk {
    phone: Phone,
    post: RecordId,
    log: StoredValue<Log, LocalStorage>,
    /// Counts how often the log has changed.
    changed: Memo<u64>,
    duty: Memo<Duty>,
    threshold: Memo<i64>,
}

impl Desk {
    fn at(phone: Phone, post: RecordId) -> Self {
        let log = StoredValue::new_local(Log::default());
        let count = StoredValue::new(0_u64);
        let changed = memo(move || {
            let today = phone.today();
            phone.read(|state| log.update_value(|log| log.follow(state, post, today)));
            count.update_value(|n| *n += 1);
            count.get_value()
        });
        let duty = memo(move || phone.read(|state| duty::duty(state, post)).unwrap_or(Duty::Nobody));
        let threshold = memo(move || {
            let policies = phone.read(|state| Policies::new(state.all::<Policy>().map(|(_, policy)| policy)));
            policies.unwrap_or_default().on(phone.today()).fever_tenths
        });
        Self { phone, post, log, changed, duty, threshold }
    }

    fn now(&self) -> Moment {
        Moment::at(self.phone.now())
    }

    /// The log, followed.
    fn read<T>(&self, read: impl FnOnce(&Log) -> T) -> T {
        self.changed.track();
        // Brought up to date by whoever asks first.
        self.changed.with(|_| self.log.with_value(read))
    }

    fn on(&self) -> Option<OnDuty> {
        self.duty.with(|duty| match duty {
            Duty::On(on) => Some(on.clone()),
            _ => None,
        })
    }

    /// What passed during the shift that goes on.
    fn sums(&self) -> log::Sums {
        match self.on() {
            Some(on) => self.read(|log| log.of_shift(&on.shift)),
            None => log::Sums::default(),
        }
    }
}

/// Whoever is signed in.
fn me(phone: Phone) -> Watch {
    let user = untrack(|| phone.user());
    user.map(|user| Watch { name: user.name, staff: Some(user.id) }).unwrap_or_default()
}

/// 浙A8F123 许长根: whose passage it is, in a line.
fn who_label(is: &Passage) -> String {
    [is.plate.as_deref(), is.name.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn result_label(lang: Lang, result: &str) -> String {
    term_or_code(lang, "passage.result", result)
}

/// The posts that are kept here and manned today.
fn use_posts(phone: Phone) -> Memo<Vec<(RecordId, Post)>> {
    memo(move || phone.read(|state| duty::posts(state, Moment::at(phone.now()))).unwrap_or_default())
}

/// The frame: beside the places of those who lead, or above those of whoever keeps a post.
#[component]
fn Framed(children: Children) -> impl IntoView {
    let leads = untrack(|| use_phone().leads());
    if leads { view! { <Led>{children()}</Led> }.into_any() } else { children().into_any() }
}

/// The places of whoever keeps a post; those who lead have them at the side.
#[component]
fn Below() -> impl IntoView {
    let leads = untrack(|| use_phone().leads());
    (!leads).then(|| view! { <Places here=Tab::Today /> })
}

/// What stands at the address of the post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Coming,
    NoPost,
    Choose,
    Begin(RecordId),
    On(RecordId),
}

/// The screen.
#[component]
pub fn PostPage() -> impl IntoView {
    let phone = use_phone();
    let posts = use_posts(phone);
    let setting = phone.device().setting(POST_SETTING).and_then(|id| id.parse::<RecordId>().ok());
    let chosen = RwSignal::new(setting);
    mark_page();
    let desks = StoredValue::new_local(None::<Desk>);
    let owner = Owner::current().expect("a component has an owner");
    // One desk a post, as long as the page is open.
    let desk_at = move |post: RecordId| match desks.get_value().filter(|desk| desk.post == post) {
        Some(desk) => desk,
        None => {
            let desk = owner.with(|| Desk::at(phone, post));
            desks.set_value(Some(desk));
            desk
        }
    };
    let desk_at = StoredValue::new_local(desk_at);
    let at = move |post: RecordId| desk_at.with_value(|desk_at| desk_at(post));
    let stage = move || {
        posts.with(|posts| match (&posts[..], chosen.get()) {
            ([], _) if phone.has_nothing_yet() => Stage::Coming,
            ([], _) => Stage::NoPost,
            (posts, Some(chosen)) if posts.iter().any(|(id, _)| *id == chosen) => begin_or_on(at(chosen)),
            ([(only, _)], _) => begin_or_on(at(*only)),
            _ => Stage::Choose,
        })
    };
    let before = RwSignal::new(None::<Stage>);
    Effect::new(move |_| {
        let now = stage();
        if before.get_untracked() != Some(now) {
            before.set(Some(now));
        }
    });
    let name = move |post: RecordId| {
        derive(move || {
            posts
                .with(|posts| posts.iter().find(|(id, _)| *id == post).map(|(_, post)| post.name.clone()))
                .unwrap_or_default()
        })
    };
    let several = move || posts.with(|posts| posts.len() > 1);
    let leave = move |()| {
        phone.device().set_setting(POST_SETTING, None);
        chosen.set(None);
    };
    move || match before.get() {
        None | Some(Stage::Coming) => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
        Some(Stage::NoPost) => view! { <NoPost /> }.into_any(),
        Some(Stage::Choose) => {
            let choose = move |post: RecordId| {
                phone.device().set_setting(POST_SETTING, Some(&post.to_string()));
                chosen.set(Some(post));
            };
            view! { <Choose posts on_choose=choose /> }.into_any()
        }
        Some(Stage::Begin(post)) => {
            view! { <Begin desk=at(post) name=name(post) several=derive(several) on_leave=leave /> }.into_any()
        }
        Some(Stage::On(post)) => {
            view! { <Register desk=at(post) name=name(post) several=derive(several) on_leave=leave /> }.into_any()
        }
    }
}

fn begin_or_on(desk: Desk) -> Stage {
    let on = desk.duty.with(|duty| matches!(duty, Duty::On(_)));
    if on { Stage::On(desk.post) } else { Stage::Begin(desk.post) }
}

/// Marks the page as a post's while it is open: what is said then stands above, for the buttons below
/// are wanted at once.
fn mark_page() {
    let mark = |on: bool| {
        if let Some(root) = document().document_element() {
            // Fails only on a name that is none.
            let _ = if on { root.set_attribute("data-post", "") } else { root.remove_attribute("data-post") };
        }
    };
    Effect::new(move |_| mark(true));
    on_cleanup(move || mark(false));
}

#[component]
fn NoPost() -> impl IntoView {
    let c = use_table(Lang::gate);
    let w = use_words();
    let phone = use_phone();
    let leads = untrack(|| phone.leads());
    view! {
        <Framed>
            <Page>
                <Bar title=move || c.get().title><Unsent /></Bar>
                <Main>
                    <Empty icon=Icon::Info title=move || c.get().no_post text=move || c.get().no_post_note>
                        {if leads {
                            view! { <LinkButton label=move || c.get().posts href=routes::POSTS weight=Weight::Main /> }
                        } else {
                            view! { <LinkButton label=move || w.get().mine href=routes::MINE /> }
                        }}
                    </Empty>
                </Main>
                <Below />
            </Page>
        </Framed>
    }
}

#[component]
fn Choose(posts: Memo<Vec<(RecordId, Post)>>, #[prop(into)] on_choose: UnsyncCallback<RecordId>) -> impl IntoView {
    let c = use_table(Lang::gate);
    let lang = use_settings().lang;
    let phone = use_phone();
    let row = move |(id, post): (RecordId, Post)| {
        let name = post.name.clone();
        view! {
            <Row title=post.name sub=post.place.unwrap_or_default()>
                <crate::parts::Button
                    label=move || c.get().stand_here
                    name=move || (c.get().stand_name)(&name)
                    on_press=move |_| on_choose.run(id)
                />
            </Row>
        }
    };
    view! {
        <Framed>
            <Page>
                <Bar title=move || c.get().title sub=move || day_label(lang.get(), phone.today())><Unsent /></Bar>
                <Main>
                    <Section title=move || c.get().choose_post />
                    <Card><Rows><For each=move || posts.get() key=|(id, _)| *id children=row /></Rows></Card>
                </Main>
                <Below />
            </Page>
        </Framed>
    }
}
