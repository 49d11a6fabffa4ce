//! `GET /api/v1/openapi.json`: the contract, for those who write other clients.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

/// The document; a test holds it against the routes.
pub const DOCUMENT: &str = include_str!("openapi.json");

/// The handler.
pub(super) async fn document() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT).into_response()
}
