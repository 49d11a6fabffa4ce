//! 照片: taken or chosen, made small on the phone, kept with the draft at once.

use super::Thumbs;
use crate::{
    device::{NoPicture, PictureFrom},
    jobs::visit::NotSaved,
    live::{Show, derive},
    parts::{Button, Icon, Notice, Tone},
    phone::use_phone,
    settings::use_table,
    words::{Lang, PhotoWords},
};
use leptos::{prelude::*, task::spawn_local};
use model::photo::PhotoRef;
use sync::{Broken, Draft, Photo};

/// Takes photos into a form that is half filled in.
#[component]
pub fn TakePhotos(
    /// At most so many.
    most: usize,
    /// Those that the form names.
    #[prop(into)]
    photos: Signal<Vec<PhotoRef>>,
    /// Names one more, and gives the draft that names it; none once the form was left.
    #[prop(into)]
    on_add: UnsyncCallback<Photo, Option<Draft>>,
    /// Takes one out.
    #[prop(into)]
    on_remove: UnsyncCallback<model::photo::PhotoId>,
    /// Set while a photo is being made small: it would be missing from what is saved meanwhile.
    busy: RwSignal<bool>,
    /// Whether photos of the draft were not kept.
    lost: bool,
) -> impl IntoView {
    let w = use_table(Lang::photo_words);
    let phone = use_phone();
    spawn_local(async move { phone.device().expect_pictures().await });
    let trouble = RwSignal::new(None::<NoPicture>);
    let broken = RwSignal::new(None::<Broken>);
    let lost = RwSignal::new(lost);
    let full = derive(move || photos.with(Vec::len) >= most);
    let add = move |from: PictureFrom| {
        if busy.get_untracked() || full.get_untracked() {
            return;
        }
        trouble.set(None);
        broken.set(None);
        lost.set(false);
        spawn_local(async move {
            let working = move || {
                busy.try_set(true);
            };
            let made = phone.device().picture(from, Box::new(working)).await;
            match made {
                None => {}
                Some(Err(no_picture)) => {
                    trouble.try_set(Some(no_picture));
                }
                Some(Ok(photo)) => {
                    let id = photo.id;
                    // Named before it is kept: no draft that is kept meanwhile leaves it out, and so
                    // nothing drops it.
                    let Some(draft) = on_add.try_run(photo.clone()).flatten() else { return };
                    if let Err(error) = phone.keep_photo(photo, draft).await {
                        on_remove.try_run(id);
                        broken.try_set(Some(error));
                    }
                }
            }
            busy.try_set(false);
        });
    };
    let remove = move |index: usize| {
        let id = photos.with_untracked(|photos| photos.get(index).map(|photo| photo.sha256));
        if let Some(id) = id {
            on_remove.run(id);
        }
    };
    view! {
        <div class="stack">
            {move || {
                let photos = photos.get();
                (!photos.is_empty()).then(|| view! { <Thumbs photos on_remove=remove /> })
            }}
            <Show
                when=move || !full.get()
                fallback=move || view! { <p class="soft">{move || (w.get().most)(most)}</p> }
            >
                <div class="side-by-side">
                    <Button label=move || w.get().take icon=Icon::Camera busy on_press=move |_| add(PictureFrom::Camera) />
                    <Button label=move || w.get().choose icon=Icon::Picture busy on_press=move |_| add(PictureFrom::Phone) />
                </div>
            </Show>
            <p class="soft" role="status">{move || busy.get().then(|| w.get().working)}</p>
            <Show when=move || lost.get()>
                <Notice tone=Tone::Wait what=move || w.get().lost todo=move || w.get().lost_todo />
            </Show>
            {move || trouble.get().map(|trouble| {
                let (what, todo) = told(w.get(), trouble);
                view! { <Notice tone=Tone::Wait what todo /> }
            })}
            {move || broken.get().map(|broken| view! { <NotSaved broken /> })}
        </div>
    }
}

/// What was wrong with a picture, and what to do.
fn told(w: &PhotoWords, trouble: NoPicture) -> (&'static str, &'static str) {
    match trouble {
        NoPicture::SomethingElse => (w.not_a_picture, w.not_a_picture_todo),
        NoPicture::Unreadable => (w.unreadable, w.unreadable_todo),
    }
}
