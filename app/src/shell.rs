//! The shell: the page that every address answers with, the same bytes for all.
//!
//! It holds no data and no words that depend on a person: a skeleton, the style sheet, and the
//! script that fetches the app. The service worker keeps it, so that any address opens without
//! network. Nothing inline: the content policy forbids it.

use leptos::prelude::*;

/// Addresses of what the build made, and the build's name.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// Digest over all files; the service worker compares it.
    pub version: String,
    /// Style sheet.
    pub css: String,
    /// Start script.
    pub boot: String,
    /// Glue of the app.
    pub js: String,
    /// The app.
    pub wasm: String,
}

/// The page, without its doctype.
#[component]
pub fn Shell(
    /// What it names.
    assets: Assets,
) -> impl IntoView {
    view! {
        <html lang="zh-CN">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content="#0B6650" />
                <meta name="doorstep-version" content=assets.version />
                <title>{"入户通"}</title>
                <link rel="manifest" href="/manifest.webmanifest" />
                <link rel="icon" href="/icon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
                <link rel="stylesheet" href=assets.css />
                <script src=assets.boot defer=true data-js=assets.js data-wasm=assets.wasm blocking="render"></script>
            </head>
            <body>
                <div id="app">
                    <div class="page skeleton" aria-busy="true">
                        <header class="bar"><div class="titles"><h1>{"入户通"}</h1></div></header>
                        <main class="content"><div class="loading" role="status"><span>{"正在打开…"}</span></div></main>
                    </div>
                </div>
                <noscript><p class="content">{"请打开浏览器的 JavaScript,或换一个浏览器。 Please turn on JavaScript."}</p></noscript>
            </body>
        </html>
    }
}
