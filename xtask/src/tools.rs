//! What a fresh machine lacks, and how it comes: Debian packages, rustup's parts, npm's binaryen.
//!
//! Nothing is installed without a line that says what. Where we may not install, the error is
//! the one command for a person to run.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Result, bail};

use crate::house::{House, shown};
use crate::run;

/// The release of npm's `binaryen`. Debian's (108) does not know what today's rustc emits.
const BINARYEN: &str = "132.0.0";

/// How long rustup may try: a reachable server needs seconds, an unreachable one never answers.
const RUSTUP_LIMIT: Duration = Duration::from_secs(90);

/// Where a program is found, if it is.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Installs Debian packages, if this machine has apt and lets us.
pub fn apt(packages: &[&str]) -> Result<()> {
    let by_hand = format!("apt-get install {}", packages.join(" "));
    if on_path("apt-get").is_none() {
        bail!("needed: {}. There is no apt here; install the like of it by hand", packages.join(" "));
    }
    let root = run::probe(Command::new("id").arg("-u")).as_deref() == Some("0");
    let sudo = !root && run::probe(Command::new("sudo").args(["-n", "true"])).is_some();
    if !root && !sudo {
        bail!("something is missing; run this once, then start again:\n\n  sudo {by_hand}\n");
    }
    eprintln!("xtask: installing Debian packages: {}", packages.join(" "));
    let apt_get = |words: &[&str]| {
        let mut command = if root {
            Command::new("apt-get")
        } else {
            let mut command = Command::new("sudo");
            command.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
            command
        };
        command.env("DEBIAN_FRONTEND", "noninteractive").args(words).stdin(Stdio::null()).stdout(Stdio::null());
        command
    };
    // A stale list is good enough when the packages are still there; install decides.
    if let Err(error) = run::run(&mut apt_get(&["update", "-qq"])) {
        eprintln!("xtask: {error:#}");
    }
    let mut words = vec!["install", "-y", "-qq", "--no-install-recommends"];
    words.extend(packages);
    run::run(&mut apt_get(&words)).map_err(|error| error.context(format!("by hand: {by_hand}")))
}

/// Adds a target to the rustup toolchain in use, as [`rustup`] does.
pub fn rustup_target(house: &House, target: &str) -> bool {
    rustup(house, &["target", "add", target])
}

/// Adds the sources of the standard library to the rustup toolchain in use, as [`rustup`] does.
pub fn rustup_sources(house: &House) -> bool {
    rustup(house, &["component", "add", "rust-src"])
}

/// Runs rustup for the toolchain in use. False where there is none, or its server does not answer
/// in time.
fn rustup(house: &House, words: &[&str]) -> bool {
    if on_path("rustup").is_none() {
        return false;
    }
    eprintln!("xtask: rustup {}", words.join(" "));
    let mut command = Command::new("rustup");
    // Its own stack trace would bury our words about what to do instead.
    command.current_dir(&house.root).args(words).env("RUST_BACKTRACE", "0");
    run::within(&mut command, RUSTUP_LIMIT)
}

/// Sees to it that `cargo <tool>` works, by rustup where it is a part of the toolchain.
pub fn cargo_part(house: &House, tool: &str, component: &str) -> Result<()> {
    if run::probe(run::cargo(house).args([tool, "--version"])).is_some() {
        return Ok(());
    }
    if rustup(house, &["component", "add", component]) {
        return Ok(());
    }
    bail!("`cargo {tool}` is missing; run this once, then start again:\n\n  rustup component add {component}\n")
}

/// wasm-opt, from npm into `target/tools`. `None` without Node or without npm's server: the
/// module is then larger, and the caller says so.
pub fn wasm_opt(house: &House) -> Option<PathBuf> {
    let folder = house.tools();
    let program = folder.join("node_modules/binaryen/bin/wasm-opt");
    if program.is_file() && binaryen_release(&folder).as_deref() == Some(BINARYEN) {
        return Some(program);
    }
    on_path("node")?;
    on_path("npm")?;
    eprintln!("xtask: installing binaryen {BINARYEN} (wasm-opt) from npm into {}", shown(house, &folder));
    std::fs::create_dir_all(&folder).ok()?;
    let done = run::within(
        Command::new("npm")
            .args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"])
            .args(["--loglevel=error", "--prefix"])
            .arg(&folder)
            .arg(format!("binaryen@{BINARYEN}")),
        Duration::from_secs(300),
    );
    (done && program.is_file()).then_some(program)
}

/// The release of binaryen that lies in the tools' folder.
fn binaryen_release(folder: &Path) -> Option<String> {
    let text = std::fs::read(folder.join("node_modules/binaryen/package.json")).ok()?;
    let package: serde_json::Value = serde_json::from_slice(&text).ok()?;
    package.get("version")?.as_str().map(str::to_owned)
}

/// What tells of a program's system calls. A fault test that cannot have it fails.
pub fn tracer() -> Result<()> {
    if on_path("strace").is_some() { Ok(()) } else { apt(&["strace"]) }
}

/// Chromium, its driver, and fonts for the screenshots. A browser test that cannot have them
/// fails; it is never skipped.
pub fn browser() -> Result<()> {
    let mut missing = Vec::new();
    if on_path("chromium").is_none() {
        missing.push("chromium");
    }
    if on_path("chromedriver").is_none() {
        missing.push("chromium-driver");
    }
    if !Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").is_file() {
        missing.push("fonts-noto-cjk");
    }
    if missing.is_empty() {
        return Ok(());
    }
    apt(&missing)
}
