//! Every address that the program answers, on one page.

pub mod auth;
mod carry;
mod health;
mod nudges;
mod openapi;
mod overview;
mod photos;
mod protect;
mod sign_in;
pub mod site;
mod sync;
mod trouble;

pub use trouble::Answer;

use crate::state::State;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};
use model::wire::MAX_BODY_BYTES;
use tower_http::{CompressionLevel, compression::CompressionLayer, decompression::RequestDecompressionLayer};

/// The whole program as a router.
pub fn app(state: State) -> Router {
    let api = Router::new()
        .route("/sign-in", post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/me", get(sign_in::me))
        .route("/password", post(sign_in::password))
        .route("/sync", post(sync::sync))
        .route("/carry", post(carry::carry))
        .route("/drain", post(carry::drain))
        .route("/review", get(carry::review).post(carry::decide))
        .route("/overview", get(overview::overview))
        .route("/overview/care", get(overview::care))
        .route("/overview/indicators", get(overview::indicators))
        .route("/overview/indicators/{code}", get(overview::counted))
        .route("/overview/workload", get(overview::workload))
        .route("/overview/records", get(overview::behind))
        .route("/overview/stuck", get(overview::stuck))
        .route("/overview/conflicts", get(overview::conflicts))
        .route("/overview/receipts", get(overview::receipts))
        .route("/staff/{id}", post(overview::staff))
        .route("/photos/{sha256}", get(photos::photo).put(photos::take))
        .route("/openapi.json", get(openapi::document))
        .fallback(trouble::not_found)
        .method_not_allowed_fallback(trouble::not_found)
        // Inside the decompression, so that it counts what comes out of it.
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(RequestDecompressionLayer::new())
        // The answer to one visit, 547 bytes, becomes 338 at four, 326 at five, and no less up to nine.
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(5)))
        // A stream is not compressed: what is buffered does not arrive.
        .route("/nudges", get(nudges::nudges))
        .layer(middleware::from_fn_with_state(state.clone(), protect::same_site))
        .layer(middleware::from_fn(protect::never_stored));
    Router::new()
        .nest("/api/v1", api)
        .route("/api/{*rest}", get(trouble::not_found).post(trouble::not_found))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .fallback(site::site)
        .layer(middleware::from_fn(protect::headers))
        .with_state(state)
}
