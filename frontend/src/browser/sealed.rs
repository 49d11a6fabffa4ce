//! Unsent work that leaves this phone by another way: sealed to the server, handed out as a file,
//! read from one. `public/sealed.js` does it with the browser's own cryptography, since it has to
//! hand the file out when the app does not start.

use js_sys::Promise;
use model::{id::UserId, op::Op};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = doorstep, js_name = seal, catch)]
    fn js_seal(person: &str, op: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = doorstep, js_name = unsent, catch)]
    fn js_unsent(person: &str) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = doorstep, js_name = handOut, catch)]
    fn js_hand_out() -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = doorstep, js_name = choose, catch)]
    fn js_choose() -> Result<Promise, JsValue>;
}

async fn done(promise: Result<Promise, JsValue>) -> Option<JsValue> {
    JsFuture::from(promise.ok()?).await.ok()
}

/// A seal for each op of a person; none where there is no key yet, or the browser cannot seal.
pub(super) async fn seals(person: UserId, ops: &[Op]) -> Vec<Option<String>> {
    let mut seals = Vec::with_capacity(ops.len());
    for op in ops {
        // Its number stands outside: the journal gives it, and may give it another one.
        let json = serde_json::to_string(op).expect("our own types are JSON");
        seals.push(done(js_seal(&person.to_string(), &json)).await.and_then(|seal| seal.as_string()));
    }
    seals
}

/// What is sealed here of one person, in files to be posted.
pub(super) async fn unsent(person: UserId) -> Option<Vec<String>> {
    files(done(js_unsent(&person.to_string())).await?)
}

/// Hands out what is unsent on this phone; how much left it.
pub(super) async fn hand_out() -> Option<usize> {
    Some(done(js_hand_out()).await?.as_f64()? as usize)
}

/// Lets the person choose a file, and reads it, in files to be posted.
pub(super) async fn choose() -> Option<Vec<String>> {
    files(done(js_choose()).await?)
}

/// A file a line.
fn files(lines: JsValue) -> Option<Vec<String>> {
    Some(lines.as_string()?.lines().map(str::to_owned).collect())
}
