//! Photos of a record, to be looked at: from this phone while it has them, else from the server.
//! And to be taken, into a form ([`FormPhotos`]) or whatever else names them ([`TakePhotos`]).

pub mod answers;
mod of_form;
mod take;

pub use of_form::FormPhotos;
pub use take::TakePhotos;

use crate::{
    live::{Show, memo},
    parts::{Badge, Button, Icon, Sheet, Size, Text, Tone, icon},
    phone::use_phone,
    settings::use_table,
    words::Lang,
};
use leptos::{prelude::*, task::spawn_local};
use model::{id::RecordId, photo::PhotoRef};

/// Small pictures in a row; a press shows one large.
#[component]
pub fn Thumbs(
    /// Which.
    photos: Vec<PhotoRef>,
    /// Takes the photo at that place out again; without it they are only looked at.
    #[prop(optional, into)]
    on_remove: Option<UnsyncCallback<usize>>,
) -> impl IntoView {
    let w = use_table(Lang::photo_words);
    let open = RwSignal::new(false);
    let at = RwSignal::new(0);
    let many = StoredValue::new(photos.clone());
    let thumb = move |(index, photo): (usize, PhotoRef)| {
        let name = move || (w.get().photo_n)(index + 1);
        let show = move |_| {
            at.set(index);
            open.set(true);
        };
        view! {
            <li class="thumb">
                <button type="button" aria-label=name on:click=show><Picture photo alt="" /></button>
                {on_remove.map(|remove| {
                    view! {
                        <Button
                            label=move || w.get().remove
                            name=move || (w.get().remove_n)(index + 1)
                            size=Size::Small
                            on_press=move |_| remove.run(index)
                        />
                    }
                })}
            </li>
        }
    };
    view! {
        <ul class="thumbs" role="list">{photos.into_iter().enumerate().map(thumb).collect_view()}</ul>
        <Sheet open title=move || (w.get().photo_n)(at.get() + 1)>
            {move || {
                let photo = many.with_value(|photos| photos.get(at.get()).copied());
                photo.map(|photo| view! { <Picture photo alt=move || (w.get().photo_n)(at.get() + 1) /> })
            }}
        </Sheet>
    }
}

/// 照片 2 张: fetched only when somebody wants to see them.
#[component]
pub fn PhotosButton(
    /// Which.
    photos: Vec<PhotoRef>,
) -> impl IntoView {
    let w = use_table(Lang::photo_words);
    let open = RwSignal::new(false);
    let count = photos.len();
    let many = StoredValue::new(photos);
    let label = move || (w.get().photos_n)(count);
    let draw = move |(index, photo): (usize, PhotoRef)| {
        view! { <Picture photo alt=move || (w.get().photo_n)(index + 1) /> }
    };
    view! {
        <Button label size=Size::Small on_press=move |_| open.set(true) />
        <Sheet open title=label>
            <div class="stack">{many.get_value().into_iter().enumerate().map(draw).collect_view()}</div>
        </Sheet>
    }
}

/// One picture. What cannot be fetched now says when it can.
#[component]
fn Picture(
    photo: PhotoRef,
    /// What it is called; empty where its button says it.
    #[prop(into)]
    alt: Text,
) -> impl IntoView {
    let w = use_table(Lang::photo_words);
    let phone = use_phone();
    let source = RwSignal::new(None::<String>);
    let away = RwSignal::new(false);
    // As long as the picture stands there.
    let lent = StoredValue::new_local(None);
    spawn_local(async move {
        let shown = phone.show_photo(photo.sha256).await;
        source.try_set(Some(shown.address.clone()));
        lent.try_set_value(Some(shown));
    });
    view! {
        <Show
            when=move || !away.get()
            fallback=move || view! { <span class="away">{icon(Icon::NoSignal)}<span>{move || w.get().not_here}</span></span> }
        >
            {move || {
                source.get().map(|source| view! { <img class="photo" src=source alt=alt on:error=move |_| away.set(true) /> })
            }}
        </Show>
    }
}

/// 照片待上传 1: beside a record whose photos are on this phone and not yet sent.
#[component]
pub fn PhotosWaiting(
    /// The record's kind.
    #[prop(into)]
    kind: String,
    /// The record.
    rec: RecordId,
) -> impl IntoView {
    let w = use_table(Lang::photo_words);
    let phone = use_phone();
    let waiting = memo(move || {
        let of = |state: &sync::State| state.get(&kind, rec).map(|held| state.photos_waiting_of(&held.record));
        phone.read(of).flatten().unwrap_or_default()
    });
    view! {
        <Show when=move || { waiting.get() > 0 }>
            <Badge tone=Tone::Wait icon=Icon::Up label=move || (w.get().waiting_n)(waiting.get()) />
        </Show>
    }
}
