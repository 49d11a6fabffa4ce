//! The home screen: what the browser says of itself, and its own question, which `public/boot.js` keeps
//! for us.

use app::device::Agent;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Where the boot script keeps the browser's question.
const KEPT: &str = "doorstepInstall";

fn window() -> JsValue {
    web_sys::window().map(JsValue::from).unwrap_or_default()
}

/// What stands there; undefined where anything on the way is missing.
fn at(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

/// What the browser says of itself.
pub(super) fn agent() -> Agent {
    let window = window();
    let navigator = at(&window, "navigator");
    let from_home = || {
        let asked: Function = at(&window, "matchMedia").dyn_into().ok()?;
        let answer = asked.call1(&window, &"(display-mode: standalone)".into()).ok()?;
        at(&answer, "matches").as_bool()
    };
    Agent {
        name: at(&navigator, "userAgent").as_string().unwrap_or_default(),
        touch: at(&navigator, "maxTouchPoints").as_f64().is_some_and(|points| points > 1.0),
        // Safari has a word of its own for it.
        installed: at(&navigator, "standalone").is_truthy() || from_home() == Some(true),
        asks: at(&window, KEPT).is_truthy(),
    }
}

/// Lets the browser ask.
pub(super) async fn ask() -> bool {
    let question = at(&window(), KEPT);
    // It can be asked once only.
    let _ = Reflect::delete_property(&window().unchecked_into::<js_sys::Object>(), &KEPT.into());
    let answer = async {
        let prompt: Function = at(&question, "prompt").dyn_into().ok()?;
        let _ = prompt.call0(&question).ok()?;
        let choice: Promise = at(&question, "userChoice").dyn_into().ok()?;
        let choice = JsFuture::from(choice).await.ok()?;
        Some(at(&choice, "outcome") == "accepted")
    };
    answer.await.unwrap_or_default()
}
