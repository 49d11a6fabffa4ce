//! What is not needed to sign in: the journal, and pictures. Files of their own, cut off the module as
//! the screens are (`app/src/routes.rs`) and kept by the service worker.

use super::{journal::IndexedDb, picture};
use app::device::{NOT_FETCHED, NoPicture, PictureFrom, ShownPicture};
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use model::id::UserId;
use std::rc::Rc;
use sync::{Broken, Journal, Photo, ports::Later};

/// The file could not be fetched.
#[derive(Debug)]
pub(super) struct NotFetched;

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

impl From<NotFetched> for Broken {
    fn from(_: NotFetched) -> Self {
        Broken::Failed(NOT_FETCHED.into())
    }
}

/// What begins when its file is there.
type Begun<T> = Result<Later<'static, T>, NotFetched>;

#[wasm_split(store, wasm_split_path = leptos::wasm_split, fallible)]
pub(super) fn open(person: UserId) -> Begun<Result<Rc<dyn Journal>, Broken>> {
    Ok(Box::pin(async move { Ok(Rc::new(IndexedDb::open(person).await?) as Rc<dyn Journal>) }))
}

#[wasm_split(store, wasm_split_path = leptos::wasm_split, fallible)]
pub(super) fn forget(person: UserId) -> Begun<Result<(), Broken>> {
    Ok(Box::pin(IndexedDb::forget(person)))
}

#[wasm_split(picture, wasm_split_path = leptos::wasm_split, fallible)]
pub(super) fn take(from: PictureFrom, working: Box<dyn FnOnce()>) -> Begun<Option<Result<Photo, NoPicture>>> {
    Ok(Box::pin(picture::picture(from, working)))
}

#[wasm_split(picture, wasm_split_path = leptos::wasm_split, fallible)]
pub(super) fn show(bytes: Vec<u8>) -> Begun<Option<ShownPicture>> {
    Ok(Box::pin(picture::show(bytes)))
}

#[wasm_split(picture, wasm_split_path = leptos::wasm_split, fallible)]
pub(super) fn expect_pictures() -> Result<(), NotFetched> {
    Ok(())
}
