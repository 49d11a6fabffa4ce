//! The browser's side: wires the ports to the app and mounts it on the shell.

#[cfg(feature = "contract")]
mod bench;
mod browser;

use app::{App, device::Device};
use browser::Browser;
use leptos::{mount::mount_to, prelude::*};
use std::rc::Rc;
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};

/// Called by the glue as soon as the module is there.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        // Where, never what: a message may quote what was typed.
        let place =
            panic.location().map(|at| format!("{}:{}", at.file().rsplit('/').next().unwrap_or_default(), at.line()));
        browser::report_panic(&place.unwrap_or_default());
    }));
    let Some(home) = document().get_element_by_id("app").and_then(|home| home.dyn_into().ok()) else { return };
    let home: leptos::web_sys::HtmlElement = home;
    home.set_text_content(None);
    let device: Rc<dyn Device> = Rc::new(Browser);
    mount_to(home, || view! { <App device /> }).forget();
}

/// Whose database the contract is held in.
#[cfg(feature = "contract")]
const PERSON: model::id::UserId = model::id::UserId::fixed(0xc0);

/// Holds the journal of this browser to the contract; `ok`, or the promise it broke.
#[cfg(feature = "contract")]
#[wasm_bindgen]
pub async fn run_journal_contract() -> String {
    let fresh = browser::IndexedDb::forget(PERSON).await;
    if let Err(broken) = fresh {
        return broken.to_string();
    }
    let open = async || browser::IndexedDb::open(PERSON).await.expect("a fresh database opens");
    match sync::contract::run(open).await {
        Ok(()) => "ok".into(),
        Err(promise) => promise,
    }
}

/// What the phone's own lists cost: so many people searched, and a list of so many people and visits.
#[cfg(feature = "contract")]
#[wasm_bindgen]
pub fn bench_phone(searched: u32, people: u32, visits: u32) -> String {
    bench::run(searched as usize, people as usize, visits as usize)
}
