//! The browser, as the app's device: one file for each thing that comes from outside.

mod clock;
mod http;
mod install;
mod journal;
mod locks;
mod page;
mod parts;
mod picture;
mod sealed;
mod tabs;
mod voice;

#[cfg(feature = "contract")]
pub use journal::IndexedDb;

use app::device::{Agent, Device, NoPicture, PictureFrom, ShownPicture, Turn};
use gloo_storage::{LocalStorage, Storage};
use http::Http;
use model::id::UserId;
use std::rc::Rc;
use sync::{Broken, Journal, Online, Photo, Remote, ports::Later, run::World};

/// The browser.
#[derive(Default)]
pub struct Browser;

impl Device for Browser {
    fn setting(&self, name: &str) -> Option<String> {
        LocalStorage::get(name).ok()
    }

    fn set_setting(&self, name: &str, value: Option<&str>) {
        match value {
            // A full storage keeps the old setting; it costs a tap, no record.
            Some(value) => {
                let _ = LocalStorage::set(name, value);
            }
            None => LocalStorage::delete(name),
        }
    }

    fn journal(&self, user: UserId) -> Later<'_, Result<Rc<dyn Journal>, Broken>> {
        Box::pin(async move { parts::open(user).await?.await })
    }

    fn forget(&self, user: UserId) -> Later<'_, Result<(), Broken>> {
        Box::pin(async move { parts::forget(user).await?.await })
    }

    fn remote(&self) -> Rc<dyn Remote> {
        Rc::new(Http)
    }

    fn online(&self) -> Rc<dyn Online> {
        Rc::new(Http)
    }

    fn world(&self) -> Rc<dyn World> {
        Rc::new(clock::Here)
    }

    fn sleep(&self, millis: u64) -> Later<'_, ()> {
        Box::pin(page::sleep(millis))
    }

    fn sync_turn(&self, user: UserId) -> Later<'_, Option<Turn>> {
        Box::pin(locks::turn(format!("doorstep-sync-{user}")))
    }

    fn on_wake(&self, wake: Box<dyn Fn()>) {
        page::on_wake(wake);
    }

    fn on_told(&self, user: UserId, hear: Box<dyn Fn()>) {
        tabs::on_told(&user.to_string(), hear);
    }

    fn tell(&self, user: UserId) {
        tabs::tell(&user.to_string());
    }

    fn nudges(&self, hear: Box<dyn Fn()>) -> Turn {
        http::nudges(hear)
    }

    fn persist(&self) -> Later<'_, Option<bool>> {
        Box::pin(page::persist())
    }

    fn agent(&self) -> Agent {
        install::agent()
    }

    fn install(&self) -> Later<'_, bool> {
        Box::pin(install::ask())
    }

    fn sealed_work(&self, person: UserId) -> Later<'_, Option<Vec<String>>> {
        Box::pin(sealed::unsent(person))
    }

    fn hand_out(&self) -> Later<'_, Option<usize>> {
        Box::pin(sealed::hand_out())
    }

    fn choose_file(&self) -> Later<'_, Option<Vec<String>>> {
        Box::pin(sealed::choose())
    }

    fn picture(&self, from: PictureFrom, working: Box<dyn FnOnce()>) -> Later<'_, Option<Result<Photo, NoPicture>>> {
        Box::pin(async move { parts::take(from, working).await.ok()?.await })
    }

    fn expect_pictures(&self) -> Later<'_, ()> {
        Box::pin(async move {
            // What does not come now is asked for again by the press.
            let _ = parts::expect_pictures().await;
        })
    }

    fn show_picture(&self, bytes: Vec<u8>) -> Later<'_, Option<ShownPicture>> {
        Box::pin(async move { parts::show(bytes).await.ok()?.await })
    }

    fn can_speak(&self) -> bool {
        voice::is_there()
    }

    fn speak(&self, words: &str, lang: &str) {
        voice::speak(words, lang);
    }

    fn started(&self) {
        page::mark("data-started", true);
    }

    fn too_old(&self) {
        page::dispatch("doorstep:too-old", None);
    }

    fn form_open(&self, open: bool) {
        page::mark("data-form-open", open);
        if !open && page::is_marked("data-update") {
            page::dispatch("doorstep:update-now", None);
        }
    }
}

/// Tells the boot script that the app has panicked, and where.
pub fn report_panic(place: &str) {
    page::dispatch("doorstep:panic", Some(place));
}
