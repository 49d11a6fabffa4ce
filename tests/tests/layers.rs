//! The arrows between crates, and what the browser's module is made of.
//!
//! `frontend → app → sync → model` · `server → app (shell only), model` · `tests → all`. Nothing
//! points back; `sync` and `server` meet only in `model::wire`.

use serde_json::{Value, json};
use std::{collections::BTreeSet, process::Command};
use tests::checkout;

/// Which of our crates each of our crates may name, for its tests as well.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("sync", &["model"]),
    ("app", &["model", "sync"]),
    ("frontend", &["model", "sync", "app"]),
    ("server", &["model", "app"]),
    ("tests", &["model", "sync", "app", "server"]),
    ("xtask", &[]),
];

/// The crates that know no clock, no web, no SQL, no threads: all that they may name of others.
/// What only describes the shapes for the API document stands behind the feature `schema`.
const PURE: &[(&str, &[&str])] =
    &[("model", &["serde", "serde_json", "uuid", "utoipa"]), ("sync", &["serde", "serde_json"])];

/// Crates that are only ever optional: the phone does not carry them.
const OPTIONAL: &[(&str, &str)] = &[("model", "utoipa")];

fn cargo(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(words).current_dir(checkout::root()).output().expect("cargo starts");
    assert!(output.status.success(), "cargo {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo prints UTF-8")
}

fn metadata() -> Value {
    serde_json::from_str(&cargo(&["metadata", "--no-deps", "--format-version", "1"])).expect("cargo prints JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// What points where it must not.
fn wrong_arrows(metadata: &Value) -> Vec<String> {
    let packages = list(&metadata["packages"]);
    let ours: BTreeSet<&str> = packages.iter().map(|package| text(&package["name"])).collect();
    let mut wrong = Vec::new();
    for package in packages {
        let name = text(&package["name"]);
        let Some((_, may)) = ARROWS.iter().find(|(from, _)| *from == name) else {
            wrong.push(format!("{name} has no place in the house"));
            continue;
        };
        let pure = PURE.iter().find(|(pure, _)| *pure == name).map(|(_, may)| *may);
        for dependency in list(&package["dependencies"]) {
            let to = text(&dependency["name"]);
            let for_tests = !dependency["kind"].is_null();
            let must_be_optional = OPTIONAL.contains(&(name, to));
            if ours.contains(to) {
                if !may.contains(&to) {
                    wrong.push(format!("{name} → {to}"));
                }
            } else if !for_tests && pure.is_some_and(|may| !may.contains(&to)) {
                wrong.push(format!("{name} → {to}, which it must not know"));
            } else if !for_tests && must_be_optional && dependency["optional"] != json!(true) {
                wrong.push(format!("{name} → {to} without being asked"));
            }
        }
    }
    wrong
}

#[test]
fn arrows_point_one_way() {
    let package = |name: &str, to: &[(&str, Value)]| {
        let dependencies: Vec<Value> =
            to.iter().map(|(to, kind)| json!({"name": to, "kind": kind, "optional": false})).collect();
        json!({"name": name, "dependencies": dependencies})
    };
    let bad = json!({"packages": [
        package("model", &[("tokio", Value::Null), ("utoipa", Value::Null), ("proptest", json!("dev"))]),
        package("sync", &[("model", Value::Null), ("server", json!("dev"))]),
        package("server", &[("sync", Value::Null), ("tokio", Value::Null)]),
        package("newcomer", &[]),
    ]});
    let found = wrong_arrows(&bad);
    assert_eq!(
        found,
        [
            "model → tokio, which it must not know",
            "model → utoipa without being asked",
            "sync → server",
            "server → sync",
            "newcomer has no place in the house",
        ]
    );

    let metadata = metadata();
    assert_eq!(wrong_arrows(&metadata), Vec::<String>::new());
    let there: BTreeSet<&str> = list(&metadata["packages"]).iter().map(|package| text(&package["name"])).collect();
    assert_eq!(there, ARROWS.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>());
}

/// The list's sections: a reason in brackets, then the names it holds for.
fn allowed(list: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut reason = None;
    for line in list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(section) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            assert!(section.len() > 20, "a reason says why: {section:?}");
            reason = Some(section);
        } else {
            assert!(reason.is_some(), "without a reason: {line}");
            for name in line.split_whitespace() {
                assert!(names.insert(name.to_owned()), "twice: {name}");
            }
        }
    }
    names
}

/// What `cargo tree` names, each once.
fn named(tree: &str) -> BTreeSet<String> {
    tree.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// What is carried but not on the list, and what is on the list but not carried.
fn differ(tree: &str, list: &str) -> (Vec<String>, Vec<String>) {
    let (carried, allowed) = (named(tree), allowed(list));
    (carried.difference(&allowed).cloned().collect(), allowed.difference(&carried).cloned().collect())
}

#[test]
fn every_crate_of_the_browsers_module_has_a_reason() {
    let sample = "[ours, because there must be something]\nmodel sync\n";
    assert_eq!(differ("sync v0.1.0\nmodel v0.1.0 (*)\ntracker v1.0.0\n", sample), (vec!["tracker".to_owned()], vec![]));
    assert_eq!(differ("sync v0.1.0\n", sample), (vec![], vec!["model".to_owned()]));

    let tree = cargo(&[
        "tree",
        "--package",
        "frontend",
        "--target",
        "wasm32-unknown-unknown",
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    let (newcomers, idle) = differ(&tree, include_str!("../fixtures/allow.txt"));
    assert!(newcomers.is_empty(), "not in tests/fixtures/allow.txt: {newcomers:?}");
    assert!(idle.is_empty(), "no longer carried, take them off tests/fixtures/allow.txt: {idle:?}");
}

#[test]
fn one_sqlite_and_it_is_a_sound_one() {
    let tree = cargo(&[
        "tree",
        "--package",
        "server",
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    let sqlites: BTreeSet<&str> = tree
        .lines()
        .filter(|line| line.starts_with("libsqlite3-sys "))
        .map(|line| line.trim_end_matches(" (*)"))
        .collect();
    assert_eq!(
        sqlites,
        BTreeSet::from(["libsqlite3-sys v0.37.0"]),
        "SQLite before 3.51.3 can corrupt a WAL database on reset"
    );
}
