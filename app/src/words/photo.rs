//! Words about photos. A table of its own: only the screens with photos carry it.

use super::{Lang, en, zh};

/// What the app says of photos.
#[expect(missing_docs, reason = "the words beside each name in zh/photo.rs and en/photo.rs say what it is")]
#[derive(Debug)]
pub struct PhotoWords {
    pub photo_n: fn(usize) -> String,
    pub photos_n: fn(usize) -> String,
    pub take: &'static str,
    pub choose: &'static str,
    pub most: fn(usize) -> String,
    pub working: &'static str,
    pub remove: &'static str,
    pub remove_n: fn(usize) -> String,
    pub not_a_picture: &'static str,
    pub not_a_picture_todo: &'static str,
    pub unreadable: &'static str,
    pub unreadable_todo: &'static str,
    pub lost: &'static str,
    pub lost_todo: &'static str,
    pub not_here: &'static str,
    pub waiting_n: fn(usize) -> String,
    pub waiting_words: &'static str,
    pub waiting_note: &'static str,
    pub waiting_too: fn(usize) -> String,
    pub not_in_file: fn(usize) -> String,
    pub sign_out_waiting: fn(usize) -> String,
    pub refused: fn(usize) -> String,
    pub refused_safe: &'static str,
    pub refused_todo: &'static str,
}

impl Lang {
    /// Its words about photos.
    pub fn photo_words(self) -> &'static PhotoWords {
        match self {
            Lang::Zh => &zh::PHOTO_WORDS,
            Lang::En => &en::PHOTO_WORDS,
        }
    }
}
