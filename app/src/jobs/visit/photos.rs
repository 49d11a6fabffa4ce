//! 照片 of a visit: what its form names, and the draft that keeps them.

use super::state;
use crate::{jobs::photos::TakePhotos, live::memo, phone::use_phone};
use leptos::prelude::*;
use model::{
    id::{OpId, RecordId},
    photo::PhotoId,
    record::Data,
};
use sync::Photo;

/// The question.
#[component]
pub fn PhotosQuestion(
    /// At most so many.
    most: usize,
    /// The household.
    household: RecordId,
    /// The refused op that is being mended, if one is.
    mends: Option<OpId>,
    /// The version of the form in which the draft was begun.
    begun: Option<u16>,
    /// The answers of the whole form.
    answers: RwSignal<Data>,
    /// Set while a photo is being made small: it would be missing from what is saved meanwhile.
    busy: RwSignal<bool>,
    /// Whether photos of the draft were not kept.
    lost: bool,
) -> impl IntoView {
    let phone = use_phone();
    let photos = memo(move || answers.with(state::photos));
    let add = move |photo: Photo| {
        answers.try_update(|answers| {
            *answers = state::with_photo(answers, &photo);
            state::draft(household, answers, mends, begun, phone.now())
        })
    };
    let remove = move |id: PhotoId| {
        answers.try_update(|answers| *answers = state::without_photo(answers, |one| one == id));
    };
    view! { <TakePhotos most photos on_add=add on_remove=remove busy lost /> }
}
