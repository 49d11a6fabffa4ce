//! 照片: taken or chosen for any form, made small on the phone, kept with the draft at once.

use super::{Thumbs, answers as chosen, use_photo_words};
use crate::{
    device::{NoPicture, PictureFrom},
    jobs::visit::NotSaved,
    live::{Show, derive, memo},
    parts::{Button, Icon, Notice, Tone},
    phone::use_phone,
    words::PhotoWords,
};
use leptos::{prelude::*, task::spawn_local};
use model::record::Data;
use sync::{Broken, Draft};

/// The question.
#[component]
pub fn TakePhotos(
    /// At most so many.
    most: usize,
    /// The field that they go into.
    field: &'static str,
    /// The draft of the form with these answers.
    #[prop(into)]
    draft: UnsyncCallback<Data, Draft>,
    /// The answers of the whole form.
    answers: RwSignal<Data>,
    /// Set while a photo is being made small: it would be missing from what is saved meanwhile.
    busy: RwSignal<bool>,
    /// Whether photos of the draft were not kept.
    lost: bool,
) -> impl IntoView {
    let w = use_photo_words();
    let phone = use_phone();
    spawn_local(async move { phone.device().expect_pictures().await });
    let trouble = RwSignal::new(None::<NoPicture>);
    let broken = RwSignal::new(None::<Broken>);
    let lost = RwSignal::new(lost);
    let photos = memo(move || answers.with(|answers| chosen::of(answers, field)));
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
                    let named = answers.try_update(|answers| {
                        *answers = chosen::with(answers, field, &photo);
                        draft.run(answers.clone())
                    });
                    // The form was left meanwhile.
                    let Some(draft) = named else { return };
                    if let Err(error) = phone.keep_photo(photo, draft).await {
                        answers.try_update(|answers| *answers = chosen::without(answers, field, |one| one == id));
                        broken.try_set(Some(error));
                    }
                }
            }
            busy.try_set(false);
        });
    };
    let remove = move |index: usize| {
        let Some(id) = photos.with_untracked(|photos| photos.get(index).map(|photo| photo.sha256)) else { return };
        answers.update(|answers| *answers = chosen::without(answers, field, |one| one == id));
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
