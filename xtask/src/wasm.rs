//! The browser's module: from the crate `frontend` to `app.js` and `app_bg.wasm`.
//!
//! rustc needs the standard library for wasm. It is looked for, and then fetched, in this order:
//! a target that is installed; Debian's rustc with its library sources, from which cargo builds
//! one; `rustup target add`; apt. What is there already is taken before anything is fetched, so
//! that a second start never waits for the network.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::house::{Flavor, House};
use crate::site::digest;
use crate::{run, tools};

const TARGET: &str = "wasm32-unknown-unknown";

/// What rustc emits for this target; without naming it, wasm-opt refuses the module.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Debian's compiler of the day and the sources of its library.
const DEBIAN: [&str; 2] = ["rustc-web", "rust-web-src"];

/// Set to `build` to build the standard library even where one is installed.
const STD_VARIABLE: &str = "XTASK_WASM_STD";

/// The files that the browser runs.
pub struct Module {
    /// The JavaScript that loads the module and talks to it.
    pub js: PathBuf,
    /// The module.
    pub wasm: PathBuf,
}

/// How the standard library for wasm is had.
#[derive(Debug)]
enum Std {
    /// It lies beside the compiler in use.
    Installed,
    /// Another compiler, of which we have the library's sources.
    Build { rustc: PathBuf, linker: PathBuf },
}

/// Builds `frontend` and what the browser needs of it. Skips all that did not change.
pub fn build(house: &House, flavor: Flavor) -> Result<Module> {
    let std = provide(house)?;
    let mut command = run::cargo(house);
    command
        .args(["build", "--package", "frontend", "--lib", "--target", TARGET])
        .args(["--profile", flavor.wasm_profile(), "--target-dir"])
        .arg(house.wasm_target());
    if let Std::Build { rustc, linker } = &std {
        // For this one command: the server is built by the compiler of the checkout.
        command
            .env("RUSTC", rustc)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
            .arg("-Zbuild-std=std,panic_abort")
            .arg("-Zbuild-std-features=optimize_for_size");
    }
    run::run(&mut command).context("the browser's module does not build")?;
    let raw = house.wasm_target().join(TARGET).join(flavor.wasm_profile()).join("frontend.wasm");
    bind(house, flavor, &raw)
}

/// Runs wasm-bindgen, and wasm-opt for a release, unless this very module went through already.
fn bind(house: &House, flavor: Flavor, raw: &Path) -> Result<Module> {
    let optimizer = match flavor {
        Flavor::Dev => None,
        Flavor::Release => tools::wasm_opt(house),
    };
    if flavor == Flavor::Release && optimizer.is_none() {
        eprintln!("xtask: no Node, so no wasm-opt: the module is larger than it need be");
    }
    let bytes = std::fs::read(raw).with_context(|| format!("no module {}", raw.display()))?;
    let folder = house.wasm_target().join(format!("bound-{}", flavor.wasm_profile()));
    let module = Module { js: folder.join("app.js"), wasm: folder.join("app_bg.wasm") };
    let stamp = folder.join("stamp");
    let mark = format!("{} optimized:{}", digest(&bytes), optimizer.is_some());
    if std::fs::read_to_string(&stamp).is_ok_and(|old| old == mark) {
        return Ok(module);
    }
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    Bindgen::new()
        .input_path(raw)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(flavor == Flavor::Release)
        .remove_producers_section(true)
        .generate(&folder)
        .context("wasm-bindgen failed")?;
    if let Some(optimizer) = optimizer {
        optimize(&optimizer, &module.wasm)?;
    }
    std::fs::write(stamp, mark)?;
    Ok(module)
}

fn optimize(optimizer: &Path, wasm: &Path) -> Result<()> {
    let small = wasm.with_extension("small");
    run::run(
        Command::new("node")
            .arg(optimizer)
            .args(["-Oz", "--strip-debug", "--strip-producers"])
            .args(FEATURES)
            .arg(wasm)
            .arg("-o")
            .arg(&small),
    )?;
    std::fs::rename(small, wasm)?;
    Ok(())
}

/// Finds the standard library for wasm, or brings it.
fn provide(house: &House) -> Result<Std> {
    let build_wanted = std::env::var_os(STD_VARIABLE).is_some_and(|value| value == "build");
    if !build_wanted && installed(house) {
        return Ok(Std::Installed);
    }
    if let Some(std) = debian(house) {
        return Ok(std);
    }
    if !build_wanted && tools::rustup_target(house, TARGET) && installed(house) {
        return Ok(Std::Installed);
    }
    tools::apt(&DEBIAN).context(format!("no standard library for {TARGET}, and `rustup target add {TARGET}` fails"))?;
    match debian(house) {
        Some(std) => Ok(std),
        None => bail!("{} are installed, but hold no library sources", DEBIAN.join(" and ")),
    }
}

fn installed(house: &House) -> bool {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(&house.root).args(["--print", "target-libdir", "--target", TARGET]);
    let Some(folder) = run::probe(&mut rustc) else {
        return false;
    };
    std::fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}

/// Debian's rustc, when its library sources and a linker for wasm are there too.
fn debian(house: &House) -> Option<Std> {
    let rustc = PathBuf::from("/usr/bin/rustc");
    let sysroot = run::probe(Command::new(&rustc).args(["--print", "sysroot"]))?;
    let sources = Path::new(&sysroot).join("lib/rustlib/src/rust/library/std/Cargo.toml");
    if !sources.is_file() {
        return None;
    }
    Some(Std::Build { rustc, linker: linker(house)? })
}

/// A linker for wasm: rustup's toolchains carry one, Debian's does not.
fn linker(house: &House) -> Option<PathBuf> {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(&house.root).args(["--print", "sysroot"]);
    let host = run::probe(Command::new("rustc").current_dir(&house.root).arg("-vV"))?
        .lines()
        .find_map(|line| line.strip_prefix("host: ").map(str::to_owned))?;
    let carried = PathBuf::from(run::probe(&mut rustc)?).join("lib/rustlib").join(host).join("bin/rust-lld");
    if carried.is_file() {
        return Some(carried);
    }
    tools::on_path("wasm-ld").or_else(|| tools::on_path("rust-lld"))
}
