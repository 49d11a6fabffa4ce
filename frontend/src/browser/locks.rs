//! One tab syncs at a time (Web Locks).

use app::device::Turn;
use js_sys::{Function, Object, Promise, Reflect};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{
    JsValue,
    prelude::{Closure, wasm_bindgen},
};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks`: not in `web_sys` without an unstable flag, though in every browser.
    type Locks;
    #[wasm_bindgen(method)]
    fn request(this: &Locks, name: &str, options: &Object, held: &JsValue) -> Promise;
    #[wasm_bindgen(thread_local_v2, js_namespace = navigator, js_name = locks)]
    static LOCKS: Option<Locks>;
}

/// The turn, if no other tab has it; it lasts until it is dropped. A browser without locks grants
/// it: two tabs that sync at once only cost a request, since every op keeps its verdict.
pub(super) async fn turn(name: String) -> Option<Turn> {
    if LOCKS.with(Option::is_none) {
        return Some(Turn::new(|| ()));
    }
    let release: Rc<RefCell<Option<Function>>> = Rc::default();
    let granted = {
        let (release, name) = (Rc::clone(&release), name);
        Promise::new(&mut move |answer, _| {
            let release = Rc::clone(&release);
            // Called once, with the lock or with null; the lock is held while the promise it
            // returns is open.
            let held = Closure::once_into_js(move |lock: JsValue| -> Promise {
                let has = !lock.is_null();
                let open = Promise::new(&mut |done, _| *release.borrow_mut() = Some(done));
                if !has && let Some(done) = release.borrow_mut().take() {
                    let _ = done.call0(&JsValue::NULL);
                }
                let _ = answer.call1(&JsValue::NULL, &JsValue::from_bool(has));
                open
            });
            let options = Object::new();
            // Setting a property of a fresh object cannot fail.
            let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
            LOCKS.with(|locks| locks.as_ref().map(|locks| locks.request(&name, &options, &held)));
        })
    };
    let has = JsFuture::from(granted).await.ok()?.as_bool()?;
    has.then(|| {
        Turn::new(move || {
            if let Some(done) = release.borrow_mut().take() {
                let _ = done.call0(&JsValue::NULL);
            }
        })
    })
}
