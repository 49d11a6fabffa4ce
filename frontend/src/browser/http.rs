//! The server over HTTP. An answer counts only if it is JSON of ours: a portal's login page with
//! status 200 is none.

use super::page;
use app::device::Turn;
use js_sys::Uint8Array;
use model::wire::{PhotoHeld, SignIn, SignedIn, SyncRequest, SyncResponse, Trouble};
use serde::{Serialize, de::DeserializeOwned};
use sync::{
    Online, Refused, Remote,
    ports::{Later, PhotoPiece, read_answer},
};
use wasm_bindgen::{
    JsCast, JsValue,
    prelude::{Closure, wasm_bindgen},
};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, EventSource, Headers, ReadableStream, ReadableWritablePair, RequestCredentials, RequestInit,
    RequestRedirect, Response, WritableStream,
};

#[wasm_bindgen]
extern "C" {
    /// Not in `web_sys` without an unstable flag, though in every browser since 2023.
    type CompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn readable(this: &CompressionStream) -> ReadableStream;
    #[wasm_bindgen(method, getter)]
    fn writable(this: &CompressionStream) -> WritableStream;
}

/// Below this a body is not worth packing.
const PACK_FROM: usize = 160;
/// A request is given up after so long, in milliseconds, and so much longer for each kilobyte.
const PATIENCE: u64 = 20_000;
const PATIENCE_A_KB: u64 = 500;

/// The server of this page.
pub struct Http;

impl Remote for Http {
    fn sync(&self, request: SyncRequest) -> Later<'_, Result<SyncResponse, Refused>> {
        Box::pin(async move { post("/api/v1/sync", &request).await })
    }

    fn put_photo(&self, piece: PhotoPiece) -> Later<'_, Result<PhotoHeld, Refused>> {
        Box::pin(async move {
            let range = match piece.bytes.len() as u64 {
                0 => format!("bytes */{}", piece.of),
                length => format!("bytes {}-{}/{}", piece.at, piece.at + length - 1, piece.of),
            };
            let body = Body::Bytes { range, bytes: piece.bytes };
            read_answer(&fetch("PUT", &format!("/api/v1/photos/{}", piece.id), body).await?)
        })
    }
}

impl Online for Http {
    fn sign_in(&self, sign_in: SignIn) -> Later<'_, Result<SignedIn, Refused>> {
        Box::pin(async move { post("/api/v1/sign-in", &sign_in).await })
    }

    fn sign_out(&self) -> Later<'_, Result<(), Refused>> {
        Box::pin(async move { fetch("POST", "/api/v1/sign-out", Body::None).await.map(|_| ()) })
    }

    fn get(&self, address: String) -> Later<'_, Result<String, Refused>> {
        Box::pin(async move { fetch("GET", &address, Body::None).await })
    }

    fn post(&self, address: String, json: String) -> Later<'_, Result<String, Refused>> {
        Box::pin(async move { fetch("POST", &address, Body::Json(json)).await })
    }
}

async fn post<T: Serialize, A: DeserializeOwned>(address: &str, body: &T) -> Result<A, Refused> {
    let json = serde_json::to_string(body).map_err(|_| Refused::NotOurs)?;
    read_answer(&fetch("POST", address, Body::Json(json)).await?)
}

/// What a request carries.
enum Body {
    None,
    Json(String),
    /// Of something larger, and which.
    Bytes {
        range: String,
        bytes: Vec<u8>,
    },
}

async fn fetch(method: &str, address: &str, body: Body) -> Result<String, Refused> {
    let length = match &body {
        Body::None => 0,
        Body::Json(json) => json.len(),
        Body::Bytes { bytes, .. } => bytes.len(),
    };
    let patience = PATIENCE + PATIENCE_A_KB * (length as u64 / 1024);
    let headers = Headers::new().map_err(|_| Refused::Unreachable)?;
    let init = RequestInit::new();
    init.set_method(method);
    init.set_credentials(RequestCredentials::SameOrigin);
    // A portal redirects to its login page; following it would only fetch that.
    init.set_redirect(RequestRedirect::Manual);
    match body {
        Body::None => {}
        Body::Json(json) => {
            let _ = headers.set("Content-Type", "application/json");
            match pack(&json).await {
                Some(packed) => {
                    let _ = headers.set("Content-Encoding", "gzip");
                    init.set_body(&packed);
                }
                None => init.set_body(&JsValue::from_str(&json)),
            }
        }
        Body::Bytes { range, bytes } => {
            let _ = headers.set("Content-Range", &range);
            init.set_body(&Uint8Array::from(bytes.as_slice()));
        }
    }
    init.set_headers(&headers);
    let giving_up = AbortController::new().ok();
    if let Some(abort) = &giving_up {
        init.set_signal(Some(&abort.signal()));
        let abort = abort.clone();
        spawn_local(async move {
            page::sleep(patience).await;
            abort.abort();
        });
    }
    let window = web_sys::window().ok_or(Refused::Unreachable)?;
    let response =
        JsFuture::from(window.fetch_with_str_and_init(address, &init)).await.map_err(|_| Refused::Unreachable)?;
    let response: Response = response.dyn_into().map_err(|_| Refused::Unreachable)?;
    let text =
        JsFuture::from(response.text().map_err(|_| Refused::Unreachable)?).await.map_err(|_| Refused::Unreachable)?;
    understand(&response, text.as_string().unwrap_or_default())
}

/// Sorts answers: ours and good, ours and a refusal, somebody else's, or none.
fn understand(response: &Response, text: String) -> Result<String, Refused> {
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let is_json = header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    let status = response.status();
    match status {
        204 => Ok(String::new()),
        // 426 is an answer without rows, to an app that is too old to read them.
        200..=299 | 426 if is_json => Ok(text),
        _ => match serde_json::from_str::<Trouble>(&text).ok().filter(|_| is_json) {
            Some(trouble) => {
                let after = header("retry-after").and_then(|seconds| seconds.parse().ok());
                Err(Refused::Trouble { status, trouble, after })
            }
            // A proxy whose server does not answer.
            None if status >= 500 => Err(Refused::Unreachable),
            None => Err(Refused::NotOurs),
        },
    }
}

/// The body packed with gzip, where it is worth it and the browser can.
async fn pack(body: &str) -> Option<JsValue> {
    if body.len() < PACK_FROM {
        return None;
    }
    let packer = CompressionStream::new("gzip").ok()?;
    let plain = Response::new_with_opt_str(Some(body)).ok()?.body()?;
    let pair = ReadableWritablePair::new(&packer.readable(), &packer.writable());
    let packed = Response::new_with_opt_readable_stream(Some(&plain.pipe_through(&pair))).ok()?;
    let buffer = JsFuture::from(packed.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).into())
}

/// Listens for the server's nudges; the browser connects again by itself when the line breaks, and
/// we do when it gives up (a session that ran out, a server that was down).
pub(super) fn nudges(hear: Box<dyn Fn()>) -> Turn {
    let source: std::rc::Rc<std::cell::RefCell<Option<EventSource>>> = std::rc::Rc::default();
    let ended = std::rc::Rc::new(std::cell::Cell::new(false));
    let hear = Closure::<dyn Fn()>::new(hear).into_js_value();
    {
        let (source, ended) = (std::rc::Rc::clone(&source), std::rc::Rc::clone(&ended));
        spawn_local(async move {
            while !ended.get() {
                let gave_up = source.borrow().as_ref().is_none_or(|source| source.ready_state() == EventSource::CLOSED);
                if gave_up && let Ok(fresh) = EventSource::new("/api/v1/nudges") {
                    fresh.set_onmessage(Some(hear.unchecked_ref()));
                    *source.borrow_mut() = Some(fresh);
                }
                page::sleep(5_000).await;
            }
        });
    }
    Turn::new(move || {
        ended.set(true);
        if let Some(source) = source.borrow_mut().take() {
            source.close();
        }
    })
}
