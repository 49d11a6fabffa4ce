//! The browser's start: mounts the app on the shell's `#app`.
use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the glue as soon as the module is there.
#[wasm_bindgen(start)]
pub fn start() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    if let Some(root) = document.document_element() {
        // Any failure to say so only makes the boot script's watchdog speak.
        let _ = root.set_attribute("data-started", "");
    }
    leptos::mount::mount_to_body(|| view! { <main>"Doorstep"</main> });
}
