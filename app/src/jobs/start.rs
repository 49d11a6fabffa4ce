//! 第一次打开: who, how large, to the home screen, and two minutes of practice at a door that is not
//! there. Once for each account on each phone; each part can be left and found again under 我的.

mod drawn;
mod practice;
pub mod state;

pub use practice::PracticePage;

use crate::{
    device::Agent,
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Button, Card, Dock, Icon, Main, Notice, Page, Row, Rows, Size, Tone, Weight, icon, use_toasts,
    },
    phone::use_phone,
    routes,
    settings::{Elder, use_settings, use_table, use_words},
    words::{Lang, StartWords, term_or_code},
};
use drawn::{Shows, StepPicture};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_navigate;
use practice::Practice;
use state::{Step, Way};

/// The steps, one after the other.
#[component]
pub fn StartPage() -> impl IntoView {
    let s = use_table(Lang::start);
    let phone = use_phone();
    let steps = StoredValue::new(untrack(|| phone.user()).map(|user| state::steps(&user.roles)).unwrap_or_default());
    let at = RwSignal::new(0_usize);
    let step = memo(move || steps.with_value(|steps| steps.get(at.get()).copied()));
    let end = move || phone.begin();
    let next =
        move || if at.get_untracked() + 1 < steps.with_value(Vec::len) { at.update(|at| *at += 1) } else { end() };
    let sub = move || (s.get().step_of)(at.get() + 1, steps.with_value(Vec::len));
    let title = move || match step.get() {
        Some(Step::Who) | None => s.get().who,
        Some(Step::Size) => s.get().size,
        Some(Step::Install) => s.get().install,
        Some(Step::Practice) => s.get().practice,
    };
    view! {
        <Page>
            <Bar title sub>
                <Button label=move || s.get().skip_all weight=Weight::Quiet size=Size::Small on_press=move |()| end() />
            </Bar>
            {move || match step.get() {
                None => ().into_any(),
                Some(Step::Who) => view! { <Who on_next=move |()| next() /> }.into_any(),
                Some(Step::Size) => view! { <HowLarge on_next=move |()| next() /> }.into_any(),
                Some(Step::Install) => view! { <Install /><Dock><Button label=move || s.get().go_on weight=Weight::Main size=Size::Big on_press=move |()| next() /></Dock> }.into_any(),
                Some(Step::Practice) => view! { <Practice on_end=move |()| next() /> }.into_any(),
            }}
        </Page>
    }
}

#[component]
fn Who(#[prop(into)] on_next: crate::parts::Act) -> impl IntoView {
    let w = use_words();
    let s = use_table(Lang::start);
    let lang = use_settings().lang;
    let phone = use_phone();
    let user = untrack(|| phone.user());
    let name = user.as_ref().map(|user| user.name.clone()).unwrap_or_default();
    let roles = user.map(|user| user.roles).unwrap_or_default();
    let what = move || {
        roles
            .iter()
            .map(|role| term_or_code(lang.get(), "role", role.code()))
            .collect::<Vec<_>>()
            .join(w.get().list_comma)
    };
    view! {
        <Main class="stack">
            <Card pad=true>
                <h2>{move || (s.get().hello)(&name)}</h2>
                <p>{what}</p>
                <p class="soft">{move || s.get().hello_note}</p>
            </Card>
            <Button label=move || s.get().not_me size=Size::Wide on_press=move |()| spawn_local(async move { phone.sign_out().await }) />
        </Main>
        <Dock>
            <Button label=move || s.get().it_is_me weight=Weight::Main size=Size::Big on_press=on_next />
        </Dock>
    }
}

#[component]
fn HowLarge(#[prop(into)] on_next: crate::parts::Act) -> impl IntoView {
    type Words = fn(&StartWords) -> &'static str;
    const SIZES: [(Elder, &str, Words); 3] = [
        (Elder::Off, "as-off", |s| s.size_off),
        (Elder::Large, "as-large", |s| s.size_large),
        (Elder::Largest, "as-largest", |s| s.size_largest),
    ];
    let s = use_table(Lang::start);
    let settings = use_settings();
    let phone = use_phone();
    let proposed = untrack(|| phone.user()).is_some_and(|user| user.elder);
    if proposed && settings.elder.get_untracked().is_none() {
        settings.elder.set(Some(Elder::Large));
    }
    let next = move |()| {
        // Asked now, and not again on the first day.
        settings.elder.update(|elder| *elder = Some(elder.unwrap_or_default()));
        on_next.run(());
    };
    let one = move |(size, class, words): (Elder, &'static str, Words)| {
        let on = memo(move || settings.size() == size);
        view! {
            <button
                type="button"
                role="radio"
                class=format!("btn wide {class}")
                class:on=on
                aria-checked=move || on.get().to_string()
                on:click=move |_| settings.elder.set(Some(size))
            >
                {move || on.get().then(|| icon(Icon::Ok))}
                <span><b>{move || words(s.get())}</b><br />{move || s.get().size_sample}</span>
            </button>
        }
    };
    view! {
        <Main class="stack">
            <p>{move || s.get().size_note}</p>
            {proposed.then(|| view! { <Notice tone=Tone::Info what=move || s.get().size_proposed /> })}
            <div class="stack" role="radiogroup" aria-label=move || s.get().size>{SIZES.into_iter().map(one).collect_view()}</div>
        </Main>
        <Dock><Button label=move || s.get().go_on weight=Weight::Main size=Size::Big on_press=next /></Dock>
    }
}

/// The way to the home screen in this very browser.
#[component]
fn Install() -> impl IntoView {
    let s = use_table(Lang::start);
    let phone = use_phone();
    let toasts = use_toasts();
    let agent: Agent = phone.device().agent();
    let way = RwSignal::new(Way::of(&agent));
    let ask = move |()| {
        spawn_local(async move {
            if phone.device().install().await {
                way.try_set(Way::Installed);
                phone.protect();
            } else {
                toasts.say(s.get_untracked().not_installed);
                way.try_set(Way::Menu);
            }
        });
    };
    type Words = fn(&StartWords) -> &'static str;
    let steps = move |title: Words, steps: &'static [(Shows, Words)]| {
        let step = move |(n, (shows, words)): (usize, &'static (Shows, Words))| {
            view! {
                <li class="step">
                    <StepPicture shows=*shows />
                    <p><b class="num">{n + 1}</b>" "{move || words(s.get())}</p>
                </li>
            }
        };
        view! {
            <Card pad=true>
                <h2>{move || title(s.get())}</h2>
                <ol class="stack">{steps.iter().enumerate().map(step).collect_view()}</ol>
            </Card>
        }
        .into_any()
    };
    view! {
        <Main class="stack">
            <p>{move || s.get().install_note}</p>
            {move || match way.get() {
                Way::Installed => view! { <Notice tone=Tone::Ok what=move || s.get().installed todo=move || s.get().installed_note /> }.into_any(),
                Way::Asks => view! { <Button label=move || s.get().install_now icon=Icon::Plus size=Size::Wide on_press=ask /> }.into_any(),
                Way::WeChat => steps(|s| s.wechat, &[(Shows::Dots, |s| s.wechat_1), (Shows::OpenIn, |s| s.wechat_2), (Shows::Home, |s| s.wechat_3)]),
                Way::WeChatOnIos => steps(|s| s.wechat, &[(Shows::Dots, |s| s.wechat_1), (Shows::OpenIn, |s| s.wechat_2_ios), (Shows::Home, |s| s.wechat_3)]),
                Way::Safari => steps(|s| s.safari, &[(Shows::Share, |s| s.safari_1), (Shows::AddToHome, |s| s.safari_2), (Shows::AddTop, |s| s.safari_3)]),
                Way::OtherOnIos => steps(|s| s.other_ios, &[(Shows::Home, |s| s.other_ios_1)]),
                Way::Menu => steps(|s| s.menu, &[(Shows::Dots, |s| s.menu_1), (Shows::AddToHome, |s| s.menu_2), (Shows::Home, |s| s.menu_3)]),
                Way::Desktop => steps(|s| s.desktop, &[(Shows::Address, |s| s.desktop_1)]),
            }}
            <Kept />
        </Main>
    }
}

/// Whether the phone promised to keep what is recorded, and a way to ask it.
#[component]
fn Kept() -> impl IntoView {
    let s = use_table(Lang::start);
    let phone = use_phone();
    let kept = derive(move || phone.protected() == Some(true));
    view! {
        <Card>
            <Rows>
                <Row title=move || if kept.get() { s.get().protected } else { s.get().unprotected }>
                    <Show
                        when=move || kept.get()
                        fallback=move || view! { <Button label=move || s.get().protect size=Size::Small on_press=move |()| phone.protect() /> }
                    >
                        <Badge tone=Tone::Ok icon=Icon::Lock label=move || use_words().get().good />
                    </Show>
                </Row>
            </Rows>
        </Card>
    }
}

/// 装到桌面, asked for again from 我的.
#[component]
pub fn InstallPage() -> impl IntoView {
    let w = use_words();
    let s = use_table(Lang::start);
    let navigate = use_navigate();
    view! {
        <Page>
            <Bar title=move || s.get().install back=routes::MINE />
            <Install />
            <Dock><Button label=move || w.get().done weight=Weight::Main size=Size::Big on_press=move |()| navigate(routes::MINE, Default::default()) /></Dock>
        </Page>
    }
}
