//! The shell and the assets: what the build made, from a folder or from inside the program.

use super::trouble::Refusal;
use crate::state::State;
use app::shell::{Assets, Shell};
use axum::{
    body::Body,
    extract::{self, Request},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use serde::Deserialize;
use std::{borrow::Cow, path::PathBuf};

/// Where the files of the site are.
#[derive(Debug, Clone)]
pub enum Files {
    /// In a folder: while one works on it.
    Folder(PathBuf),
    /// Inside the program.
    #[cfg(feature = "embed")]
    Inside,
}

#[cfg(feature = "embed")]
#[derive(rust_embed::RustEmbed)]
#[folder = "$DOORSTEP_SITE"]
struct Inside;

impl Files {
    fn get(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        // A path that leaves the folder names no file of ours.
        if path.split('/').any(|part| part.is_empty() || part.starts_with('.')) {
            return None;
        }
        match self {
            Files::Folder(folder) => std::fs::read(folder.join(path)).ok().map(Cow::Owned),
            #[cfg(feature = "embed")]
            Files::Inside => Inside::get(path).map(|file| file.data),
        }
    }
}

/// What the build wrote about itself.
#[derive(Debug, Default, Deserialize)]
struct Manifest {
    version: String,
    css: String,
    boot: String,
    js: String,
    wasm: String,
}

/// The site, ready to be served.
#[derive(Debug, Clone)]
pub struct Site {
    files: Files,
    shell: String,
}

impl Site {
    /// Reads what the build made and renders the shell. A server without a site answers the API
    /// alone.
    pub fn open(files: Files) -> Self {
        let manifest: Manifest =
            files.get("assets.json").and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        let assets = Assets {
            version: manifest.version,
            css: manifest.css,
            boot: manifest.boot,
            js: manifest.js,
            wasm: manifest.wasm,
        };
        Self { shell: render(assets), files }
    }

    /// The page that every address answers with.
    pub fn shell(&self) -> &str {
        &self.shell
    }
}

/// Rendered once: it is the same for every address. By leptos alone: its axum integration adds
/// inline scripts for hydration, which the shell does not need and the policy forbids
/// (`docs/decisions/0002-the-shell-is-rendered-once.md`).
fn render(assets: Assets) -> String {
    let page = Owner::new().with(|| view! { <Shell assets /> }.to_html());
    format!("<!DOCTYPE html>{page}")
}

/// Files by their address; any other address that a person can open answers with the shell.
pub(super) async fn site(extract::State(state): extract::State<State>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Refusal::new(StatusCode::NOT_FOUND, "not_found").into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    if let Some(file) = file(&state.site.files, path, request.headers()) {
        return file;
    }
    // What looks like a file and is none is not there; a page of the app has no dot in it.
    if path.starts_with("assets/") || path.contains('.') {
        return Refusal::new(StatusCode::NOT_FOUND, "not_found").into_response();
    }
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, state.site.shell.clone()).into_response()
}

fn file(files: &Files, path: &str, headers: &HeaderMap) -> Option<Response> {
    if path.ends_with(".br") || path == "assets.json" {
        return None;
    }
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let brotli = accepted.split(',').any(|coding| coding.trim().split(';').next() == Some("br"));
    let packed = if brotli { files.get(&format!("{path}.br")) } else { None };
    let is_packed = packed.is_some();
    let bytes = packed.or_else(|| files.get(path))?;
    let kept = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = Body::from(bytes.into_owned()).into_response();
    let set = response.headers_mut();
    set.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    set.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if is_packed {
        set.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    Some(response)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" => "application/json",
        "html" => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    }
}
