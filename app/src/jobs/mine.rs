//! 我的: what is on this phone and how far it has come, and how its owner wants it.

mod another_way;
mod give_up;
pub mod mend;
pub mod records;
mod wishes;

use crate::{
    jobs::{clock::WrongClock, overview::Led, places::Places, rounds::RoundsRow, sign_in::SignInForm},
    live::{Show, derive, memo},
    parts::{
        Bar, Button, Card, Confirm, Icon, Main, Notice, Page, Place, Section, Sheet, Size, Tab, Tally, Tone, Weight,
        use_toasts,
    },
    phone::{Signal as Contact, use_phone},
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, Words, term_or_code},
};
use another_way::{Carry, HandOut};
use leptos::{prelude::*, task::spawn_local};
use records::Records;
use sync::Refused;
use wishes::Wishes;

/// The screen.
#[component]
pub fn MinePage() -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let lang = use_settings().lang;
    let leads = untrack(|| phone.leads());
    let sub = move || {
        phone
            .user()
            .map(|user| {
                let roles = user.roles.iter().map(|role| term_or_code(lang.get(), "role", role.code()));
                std::iter::once(user.name.clone()).chain(roles).collect::<Vec<_>>().join(" · ")
            })
            .unwrap_or_default()
    };
    // Who leads sends little: it is told while it has not arrived.
    let to_send = memo(move || phone.read(|state| state.unsent() + state.repair().len() > 0).unwrap_or_default());
    // Those who lead find the same under 设置, beside their side bar.
    if leads {
        view! {
            <Led here=Place::Settings>
                <Page>
                    <Bar title=move || w.get().settings sub />
                    <Main>
                        <Show when=move || to_send.get()>
                            <Sending />
                            <Records />
                        </Show>
                        <RoundsRow />
                        <Wishes />
                        <Carry />
                        <SignOut />
                    </Main>
                </Page>
            </Led>
        }
        .into_any()
    } else {
        view! {
            <Page>
                <Bar title=move || w.get().mine sub />
                <Main>
                    <Sending />
                    <Records />
                    <Section title=move || w.get().settings />
                    <Wishes />
                    <Carry />
                    <SignOut />
                    <p class="soft">{move || (w.get().version)(env!("CARGO_PKG_VERSION"))}</p>
                </Main>
                <Places here=Tab::Mine />
            </Page>
        }
        .into_any()
    }
}

/// How many wait, whether they can be sent, and the button that sends them now.
#[component]
fn Sending() -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let toasts = use_toasts();
    let lang = use_settings().lang;
    let unsent = memo(move || phone.read(|state| state.unsent()).unwrap_or_default());
    let oldest = memo(move || phone.read(|state| state.outbox().next().map(|op| op.at.wall)).flatten());
    let asking = RwSignal::new(false);
    let trying = move || phone.signal() == Contact::Trying;
    // What is refused is not uploaded either, though no signal will help it.
    let refused = memo(move || phone.read(|state| state.repair().len()).unwrap_or_default());
    // Photos follow their records.
    let photos = memo(move || phone.read(sync::State::photos_waiting).unwrap_or_default());
    let p = use_table(Lang::photo_words);
    let tone = derive(move || if unsent.get() + refused.get() + photos.get() > 0 { Tone::Wait } else { Tone::Ok });
    let count = move || match (unsent.get(), refused.get()) {
        (0, 0) => photos.get(),
        (0, refused) => refused,
        (unsent, _) => unsent,
    };
    let title = move || match (unsent.get(), refused.get()) {
        (0, 0) if photos.get() > 0 => p.get().waiting_words,
        (0, 0) => w.get().all_uploaded,
        (0, _) => w.get().refused_words,
        _ => w.get().unsent_words,
    };
    let text = move || {
        let oldest = oldest.get().map(|at| (w.get().oldest_unsent)(&words::ago(lang.get(), at, phone.now())));
        match oldest {
            Some(oldest) => format!("{}{oldest}{}", w.get().safe_on_phone, w.get().carry_on),
            None if refused.get() > 0 => w.get().refused_note.to_owned(),
            None if photos.get() > 0 => p.get().waiting_note.to_owned(),
            None => w.get().all_uploaded_note.to_owned(),
        }
    };
    let send = move |_| {
        spawn_local(async move {
            match phone.sync().await {
                Contact::Reached(_) => toasts.say(w.get_untracked().upload_done),
                Contact::Away(refused) if refused.code() == Some("signed_out") => {
                    asking.try_set(true);
                }
                // The notice above says why.
                _ => {}
            }
        });
    };
    let account = move || phone.user().map(|user| user.account).unwrap_or_default();
    view! {
        <Card>
            <Tally n=move || count().to_string() title text tone />
            <div class="q stack">
                <PhoneTrouble />
                <Show when=move || { photos.get() > 0 && unsent.get() + refused.get() > 0 }>
                    <p class="soft">{move || (p.get().waiting_too)(photos.get())}</p>
                </Show>
                {move || trouble(w.get(), &phone.signal(), unsent.get()).map(|(what, todo)| view! { <Notice tone=Tone::Wait what todo /> })}
                <Button
                    label=move || if trying() { w.get().uploading } else { w.get().upload_now }
                    icon=Icon::Up
                    weight=Weight::Main
                    size=Size::Wide
                    busy=derive(trying)
                    on_press=send
                />
                <Show when=move || matches!(phone.signal(), Contact::Away(refused) if refused.code() == Some("signed_out"))>
                    <Button label=move || w.get().sign_in size=Size::Wide on_press=move |_| asking.set(true) />
                </Show>
                <Show when=move || { unsent.get() > 0 }>
                    <HandOut />
                    <Show when=move || { photos.get() > 0 }>
                        <p class="soft">{move || (p.get().not_in_file)(photos.get())}</p>
                    </Show>
                </Show>
                {move || {
                    let at = match phone.signal() {
                        Contact::Reached(at) => (w.get().last_contact)(&words::ago(lang.get(), at, phone.now())),
                        _ => return None,
                    };
                    Some(view! { <p class="soft">{at}</p> })
                }}
            </div>
        </Card>
        <Sheet open=asking title=move || w.get().sign_in>
            <p class="soft">{move || w.get().signed_out_safe}</p>
            <SignInForm account=account() on_done=move |()| asking.set(false) />
        </Sheet>
    }
}

/// What is wrong with this phone itself: it was emptied, it has lost something, its clock is wrong.
#[component]
fn PhoneTrouble() -> impl IntoView {
    let w = use_words();
    let p = use_table(Lang::photo_words);
    let phone = use_phone();
    let has_lost = move || phone.emptied() || phone.lost() > 0;
    let lost = move || match phone.lost() {
        0 => w.get().emptied.to_owned(),
        n => (w.get().lost_n)(n),
    };
    view! {
        <Show when=has_lost>
            <Notice
                tone=Tone::Alarm
                what=lost
                safe=move || w.get().emptied_safe
                todo=move || w.get().emptied_todo
            />
        </Show>
        {move || {
            let refused = phone.read(sync::State::photos_refused).filter(|refused| *refused > 0)?;
            let what = move || (p.get().refused)(refused);
            Some(view! { <Notice tone=Tone::Wait what safe=move || p.get().refused_safe todo=move || p.get().refused_todo /> })
        }}
        <WrongClock />
    }
}

/// What happened with the last attempt to send, and what is safe and to be done.
fn trouble(w: &Words, signal: &Contact, unsent: usize) -> Option<(&'static str, String)> {
    let (what, todo) = match signal {
        Contact::Unknown | Contact::Trying | Contact::Reached(_) => return None,
        Contact::Broken(_) => (w.storage_broken_sync, w.storage_broken_sync_todo),
        Contact::Away(Refused::Unreachable) => (w.unreachable, w.unreachable_todo),
        Contact::Away(Refused::NotOurs) => (w.portal, w.portal_todo),
        Contact::Away(Refused::Trouble { trouble, .. }) => match trouble.code.as_str() {
            "signed_out" => (w.signed_out, w.signed_out_todo),
            // What is recorded here is taken all the same.
            "pull_too_old" => return Some((w.app_too_old, format!("{}{}", w.app_too_old_safe, w.app_too_old_todo))),
            "drain" => (w.device_revoked, w.device_revoked_todo),
            _ => (w.unavailable, w.unavailable_todo),
        },
    };
    let safe = if unsent > 0 { (w.not_sent)(unsent) } else { String::new() };
    Some((what, format!("{safe}{todo}")))
}

#[component]
fn SignOut() -> impl IntoView {
    let w = use_words();
    let phone = use_phone();
    let asking = RwSignal::new(false);
    let unsent = move || phone.read(|state| state.unsent() + state.repair().len()).unwrap_or_default();
    let p = use_table(Lang::photo_words);
    let photos = move || phone.read(sync::State::photos_waiting).unwrap_or_default();
    let text = move || match (unsent(), photos()) {
        (0, 0) => w.get().sign_out_safe.to_owned(),
        (0, photos) => (p.get().sign_out_waiting)(photos),
        (unsent, 0) => (w.get().sign_out_unsent)(unsent),
        (unsent, photos) => {
            let said = [(w.get().sign_out_unsent)(unsent), (p.get().sign_out_waiting)(photos)];
            said.join(w.get().between_sentences)
        }
    };
    let yes = move || if unsent() + photos() > 0 { w.get().sign_out_anyway } else { w.get().sign_out_yes };
    view! {
        <Button label=move || w.get().sign_out weight=Weight::Quiet size=Size::Wide on_press=move |_| asking.set(true) />
        <Confirm
            open=asking
            title=move || w.get().sign_out_ask
            text
            yes
            on_yes=move |()| spawn_local(async move { phone.sign_out().await })
            danger=true
        />
    }
}
