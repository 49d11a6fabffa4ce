//! What every answer carries, and which requests are not even looked at.

use super::{auth, trouble::Refusal};
use crate::state::State;
use axum::{
    extract::{self, Request},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Only our own scripts, styles and addresses; wasm may be compiled. Nothing inline.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Names and values, on every answer.
const HEADERS: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "geolocation=(), microphone=(), camera=()"),
];

/// Adds the headers that protect whoever looks at an answer.
pub(super) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// Nothing that the API says is kept by anything in between.
pub(super) async fn never_stored(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A request that could change something must come from our own pages, or bring a token that no
/// other page can have.
pub(super) async fn same_site(extract::State(state): extract::State<State>, request: Request, next: Next) -> Response {
    if request.method().is_safe()
        || auth::bearer(request.headers()).is_some()
        || is_ours(request.headers(), state.options.origin.as_deref())
    {
        next.run(request).await
    } else {
        Refusal::new(StatusCode::FORBIDDEN, "cross_site").into_response()
    }
}

fn is_ours(headers: &HeaderMap, origin: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => text("origin").is_some_and(|from| match (origin, text("host")) {
            (Some(origin), _) => from == origin,
            (None, Some(host)) => from.split_once("://").is_some_and(|(_, from)| from == host),
            (None, None) => false,
        }),
    }
}
