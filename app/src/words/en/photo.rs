//! English: what the app says of photos.

use crate::words::PhotoWords;

pub(in crate::words) static PHOTO_WORDS: PhotoWords = PhotoWords {
    photo_n: |n| format!("Photo {n}"),
    photos_n: |n| if n == 1 { "1 photo".into() } else { format!("{n} photos") },
    take: "Take a photo",
    choose: "Choose a photo",
    most: |n| format!("At most {n}. That is enough."),
    working: "Making the photo smaller…",
    remove: "Remove",
    remove_n: |n| format!("Remove photo {n}"),
    not_a_picture: "That is not a photo.",
    not_a_picture_todo: "Choose a photo, or take one.",
    unreadable: "This photo cannot be opened.",
    unreadable_todo: "Choose another or take it again. The rest is still here.",
    lost: "A photo was not kept.",
    lost_todo: "If it is needed, take it again. The rest is still here.",
    not_here: "Shown when there is signal",
    waiting_n: |n| if n == 1 { "1 photo to send".into() } else { format!("{n} photos to send") },
    waiting_words: "photos to send",
    waiting_note: "All records are sent; the photos follow by themselves.",
    waiting_too: |n| format!("Photos follow after the records: {n}."),
    not_in_file: |n| format!("Photos are not in the file: {n} stay on this phone and go by themselves."),
    sign_out_waiting: |n| format!("Photos not sent yet: {n}. They stay on this phone and go on at your next sign-in."),
    refused: |n| format!("Photos that the server did not take: {n}."),
    refused_safe: "The visits were all taken.",
    refused_todo: "If needed, visit once more and take them again.",
};
