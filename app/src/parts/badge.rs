//! Badges: a state as word, shape and colour, always the three.

use super::{Icon, Text, icon};
use leptos::prelude::*;

/// What a colour means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Plain,
    /// Good, done.
    Ok,
    /// Not yet, wait.
    Wait,
    /// Needs a person now.
    Alarm,
    /// To be known.
    Info,
}

impl Tone {
    /// The class of the style sheets.
    pub const fn class(self) -> &'static str {
        match self {
            Tone::Plain => "plain",
            Tone::Ok => "ok",
            Tone::Wait => "wait",
            Tone::Alarm => "alarm",
            Tone::Info => "info",
        }
    }
}

/// A badge. Word and icon are both asked for: a colour alone says nothing.
#[component]
pub fn Badge(
    /// What the colour means.
    tone: Tone,
    /// The shape.
    icon: Icon,
    /// The word.
    #[prop(into)]
    label: Text,
) -> impl IntoView {
    view! { <span class=format!("badge {}", tone.class())>{super::icon(icon)}<span>{label}</span></span> }
}

/// The state of a record, from the phone to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordState {
    /// 已存本机: in the phone's storage.
    OnPhone,
    /// 待上传: about to be sent.
    Waiting,
    /// 已上传: the server has given its verdict.
    Uploaded,
    /// 待修改: the server did not take it.
    Repair,
}

/// The badge of a record's state.
#[component]
pub fn SyncBadge(
    /// The state, told truly: 已存本机 after the strict save, 已上传 after the verdict.
    #[prop(into)]
    state: Signal<RecordState>,
) -> impl IntoView {
    let w = crate::settings::use_words();
    move || {
        let (tone, shape, word) = match state.get() {
            RecordState::OnPhone => (Tone::Wait, Icon::Phone, w.get().on_phone),
            RecordState::Waiting => (Tone::Wait, Icon::Up, w.get().waiting),
            RecordState::Uploaded => (Tone::Ok, Icon::Ok, w.get().uploaded),
            RecordState::Repair => (Tone::Alarm, Icon::Pen, w.get().repair),
        };
        view! { <Badge tone icon=shape label=word /> }
    }
}

/// How many records wait, in the title bar: 待上传 3, or 已上传 when none does. Leads to 我的.
#[component]
pub fn UnsentBadge(
    /// How many wait.
    #[prop(into)]
    unsent: Signal<usize>,
    /// How many are to be repaired; those come first.
    #[prop(optional, into)]
    repair: Signal<usize>,
    /// How many photos wait, which follow their records.
    #[prop(optional, into)]
    photos: Signal<usize>,
    /// The address of 我的.
    href: &'static str,
) -> impl IntoView {
    let w = crate::settings::use_words();
    let lang = crate::settings::use_settings().lang;
    let state = move || match (repair.get(), unsent.get()) {
        (0, 0) if photos.get() > 0 => (Tone::Wait, Icon::Up, (lang.get().photo_words().waiting_n)(photos.get())),
        (0, 0) => (Tone::Ok, Icon::Ok, w.get().uploaded.to_owned()),
        (0, n) => (Tone::Wait, Icon::Up, (w.get().waiting_n)(n)),
        (n, _) => (Tone::Alarm, Icon::Pen, (w.get().repair_n)(n)),
    };
    view! {
        <a class="badge-link" href=href aria-live="polite">
            <span class=move || format!("badge {}", state().0.class())>
                {move || icon(state().1)}
                <span>{move || state().2}</span>
            </span>
        </a>
    }
}
