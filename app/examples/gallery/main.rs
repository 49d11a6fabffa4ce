//! The gallery: every part, and five reference screens made of them, as static pages to look at.
//!
//! `cargo run -p app --features ssr --example gallery -- DIR` writes them with their style sheet;
//! `app/examples/gallery/shoot.sh DIR` photographs them. All people and numbers are invented.

mod care;
mod overview;
mod parts;
mod screens;

use app::{
    parts::Toasts,
    settings::{Elder, Saved, Scheme, Settings},
    words::Lang,
};
use leptos::prelude::*;
use std::{fs, path::Path};

/// A page of the gallery: its name, and what draws it.
type Drawn = (&'static str, fn() -> AnyView);

/// The sheets in the order of `main.css`, as the build puts them together.
fn css() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    let main = fs::read_to_string(folder.join("main.css")).expect("style/main.css is there");
    main.lines()
        .filter_map(|line| line.strip_prefix("@import \"")?.strip_suffix("\";"))
        .map(|name| fs::read_to_string(folder.join(name)).expect("every sheet that main.css names is there"))
        .collect()
}

fn page(saved: Saved, view: impl Fn() -> AnyView + 'static) -> String {
    let owner = Owner::new();
    let body = owner.with(|| {
        Settings::provide(saved);
        Toasts::provide();
        view().to_html()
    });
    let attribute =
        |name: &str, value: Option<&str>| value.map(|value| format!(" {name}=\"{value}\"")).unwrap_or_default();
    format!(
        "<!doctype html><html lang=\"{}\"{}{}><meta charset=utf-8><meta name=viewport content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\
         <meta http-equiv=Content-Security-Policy content=\"style-src 'self'\"><link rel=stylesheet href=gallery.css><title>gallery</title><body>{body}</body></html>",
        saved.lang.tag(),
        attribute("data-elder", saved.elder.and_then(Elder::attribute)),
        attribute("data-scheme", saved.scheme.attribute()),
    )
}

fn main() {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("where to? give a folder");
        std::process::exit(2);
    };
    let folder = Path::new(&folder);
    fs::create_dir_all(folder).expect("the folder can be made");
    fs::write(folder.join("gallery.css"), css()).expect("the folder can be written");

    let zh = Saved::default();
    let en = Saved { lang: Lang::En, ..zh };
    let variants = [
        ("zh", zh),
        ("en", en),
        ("dark", Saved { scheme: Scheme::Dark, ..zh }),
        ("contrast", Saved { scheme: Scheme::Contrast, ..zh }),
        ("elder", Saved { elder: Some(Elder::Large), ..zh }),
        ("elder30", Saved { elder: Some(Elder::Largest), ..zh }),
    ];
    for (variant, saved) in variants {
        for (name, view) in screens::ALL.iter().chain(overview::ALL).chain(parts::ALL).chain(care::ALL) {
            fs::write(folder.join(format!("{name}-{variant}.html")), page(saved, view))
                .expect("the folder can be written");
        }
    }
}
