//! Several tabs of one person: each tells the others when the journal has changed.

use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::BroadcastChannel;

fn channel(user: &str) -> Option<BroadcastChannel> {
    BroadcastChannel::new(&format!("doorstep-{user}")).ok()
}

/// Calls `hear` whenever another tab has changed the journal. Lives as long as the page.
pub(super) fn on_told(user: &str, hear: Box<dyn Fn()>) {
    let Some(channel) = channel(user) else { return };
    let hear = Closure::<dyn Fn()>::new(hear).into_js_value();
    channel.set_onmessage(Some(hear.unchecked_ref()));
    // The browser lets go of a channel that nobody holds.
    std::mem::forget(channel);
}

/// Tells the other tabs. A channel hears nothing of itself but of its sisters in the same page, so
/// the one that listens is told as well; reading the journal once more does no harm.
pub(super) fn tell(user: &str) {
    if let Some(channel) = channel(user) {
        // A tab that cannot be told finds out when it comes into sight.
        let _ = channel.post_message(&JsValue::from_str("changed"));
        channel.close();
    }
}
