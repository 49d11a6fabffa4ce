//! Photos among the answers of a form.

use model::{
    photo::{PhotoId, PhotoRef},
    record::Data,
};
use serde_json::json;
use sync::Photo;

/// The photos of a field.
pub fn of(answers: &Data, field: &str) -> Vec<PhotoRef> {
    let list = answers.get(field).and_then(|list| list.as_array());
    list.into_iter().flatten().filter_map(PhotoRef::read).collect()
}

/// The answers with one more photo; chosen twice it stands there once.
pub fn with(answers: &Data, field: &str, photo: &Photo) -> Data {
    let mut photos = of(answers, field);
    photos.retain(|known| known.sha256 != photo.id);
    photos.push(PhotoRef { sha256: photo.id, bytes: photo.bytes.len() as u64 });
    showing(answers, field, &photos)
}

/// The answers without the photos that are `out`.
pub fn without(answers: &Data, field: &str, out: impl Fn(PhotoId) -> bool) -> Data {
    let mut photos = of(answers, field);
    photos.retain(|photo| !out(photo.sha256));
    showing(answers, field, &photos)
}

fn showing(answers: &Data, field: &str, photos: &[PhotoRef]) -> Data {
    let mut answers = answers.clone();
    answers.remove(field);
    if !photos.is_empty() {
        answers.insert(field.to_owned(), json!(photos));
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_come_and_go_without_touching_the_rest() {
        let photo = |n| Photo { id: PhotoId::new([n; 32]), bytes: vec![n; 7] };
        let before = json!({"outcome": "locked", "note": "下午再来"}).as_object().cloned().expect("an object");
        let one = with(&before, "photos", &photo(1));
        let two = with(&with(&one, "photos", &photo(2)), "photos", &photo(1));
        let ids = |answers: &Data| of(answers, "photos").iter().map(|photo| photo.sha256).collect::<Vec<_>>();
        assert_eq!(ids(&two), [photo(2).id, photo(1).id], "once each");
        assert_eq!(of(&two, "receipt"), []);
        assert_eq!(without(&two, "photos", |id| id == photo(2).id), one);
        assert_eq!(without(&two, "photos", |_| true), before);
    }
}
