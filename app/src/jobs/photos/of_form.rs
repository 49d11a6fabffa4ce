//! Photos as one field among a form's answers.

use super::{TakePhotos, answers as chosen};
use crate::live::memo;
use leptos::prelude::*;
use model::{photo::PhotoId, record::Data};
use sync::{Draft, Photo};

/// The question.
#[component]
pub fn FormPhotos(
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
    let photos = memo(move || answers.with(|answers| chosen::of(answers, field)));
    let add = move |photo: Photo| {
        answers.try_update(|answers| {
            *answers = chosen::with(answers, field, &photo);
            draft.run(answers.clone())
        })
    };
    let remove = move |id: PhotoId| {
        answers.try_update(|answers| *answers = chosen::without(answers, field, |one| one == id));
    };
    view! { <TakePhotos most photos on_add=add on_remove=remove busy lost /> }
}
