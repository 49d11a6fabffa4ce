//! The page: marks for the boot script, events, waiting, and the promise to keep our storage.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, CustomEventInit, Element, EventTarget, VisibilityState, Window};

fn window() -> Window {
    web_sys::window().expect("a page has a window")
}

fn root() -> Option<Element> {
    window().document()?.document_element()
}

/// Sets or removes an attribute of the page's root.
pub(super) fn mark(name: &str, on: bool) {
    let Some(root) = root() else { return };
    // Only an impossible attribute name fails, and these are ours.
    let _ = if on { root.set_attribute(name, "") } else { root.remove_attribute(name) };
}

/// Whether an attribute of the page's root is set.
pub(super) fn is_marked(name: &str) -> bool {
    root().is_some_and(|root| root.has_attribute(name))
}

/// Sends an event to the boot script.
pub fn dispatch(name: &str, detail: Option<&str>) {
    let init = CustomEventInit::new();
    if let Some(detail) = detail {
        init.set_detail(&JsValue::from_str(detail));
    }
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        // A listener that fails is the boot script's own matter.
        let _ = window().dispatch_event(&event);
    }
}

/// Comes back after so many milliseconds.
pub(super) async fn sleep(millis: u64) {
    let wait = Promise::new(&mut |done, _| {
        let millis = i32::try_from(millis).unwrap_or(i32::MAX);
        // Without a timer the wait is over at once.
        if window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, millis).is_err() {
            let _ = done.call0(&JsValue::NULL);
        }
    });
    let _ = JsFuture::from(wait).await;
}

/// Calls `wake` when the network seems back and when the page comes into sight. Lives as long as
/// the page.
pub(super) fn on_wake(wake: Box<dyn Fn()>) {
    let document = window().document();
    let hear = Closure::<dyn Fn()>::new(move || {
        if document.as_ref().is_none_or(|document| document.visibility_state() == VisibilityState::Visible) {
            wake();
        }
    })
    .into_js_value();
    let hear = hear.unchecked_ref();
    let on = |target: &EventTarget, event: &str| {
        let _ = target.add_event_listener_with_callback(event, hear);
    };
    on(&window(), "online");
    on(&window(), "pageshow");
    if let Some(document) = window().document() {
        on(&document, "visibilitychange");
    }
}

/// Asks that the browser never clear our storage by itself.
pub(super) async fn persist() -> Option<bool> {
    let promise = window().navigator().storage().persist().ok()?;
    JsFuture::from(promise).await.ok()?.as_bool()
}
