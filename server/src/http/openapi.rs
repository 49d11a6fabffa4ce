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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// The routes as `http.rs` has them, read from its text: a route that nobody described fails.
    #[test]
    fn every_route_is_described_and_no_other() {
        let document: Value = serde_json::from_str(DOCUMENT).expect("JSON");
        let mut described: Vec<String> = document["paths"].as_object().expect("paths").keys().cloned().collect();
        let text = include_str!("../http.rs");
        let named = text.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next());
        let mut routes: Vec<String> = named
            .filter(|path| !path.contains("{*"))
            .map(|path| if matches!(path, "/healthz" | "/readyz") { path.to_owned() } else { format!("/api/v1{path}") })
            .collect();
        described.sort();
        routes.sort();
        assert_eq!(described, routes);
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document: Value = serde_json::from_str(DOCUMENT).expect("JSON");
        let mut named = 0;
        for part in DOCUMENT.split("#/components/schemas/").skip(1) {
            let name = part.split('"').next().expect("a name");
            assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
            named += 1;
        }
        assert!(named > 10);
    }
}
