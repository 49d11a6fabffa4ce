//! The browser's module: from the crate `frontend` to `app.js`, `app_bg.wasm`, and the files that
//! are cut off it, one for each job (`app/src/routes.rs` says where it is cut).
//!
//! rustc needs the standard library for wasm. To work with, any will do; it is looked for, and then
//! fetched, in this order: a target that is installed; Debian's rustc with its library sources, from
//! which cargo builds one; `rustup target add`; apt. What is shipped is built with a library made
//! for size, so there the sources come first. What is there already is taken before anything is
//! fetched, so that a second start never waits for the network.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};
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

/// Flags for rustc through cargo, for this target alone.
const FLAGS_VARIABLE: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Views of one type where leptos can, which saves bytes; and a module that says how it was linked,
/// so that it can be cut. What each step saves stands in `docs/decisions/0003-the-module-in-parts.md`.
const FLAGS: &str = "--cfg erase_components -Clink-args=--emit-relocs";

/// A panic only breaks off: its words would be fetched by all and seen by nobody.
const FLAGS_FOR_SIZE: &str = "-Zunstable-options -Cpanic=immediate-abort";

/// The script that loads the parts, beside the module's own.
pub const LINK: &str = "link.js";

/// The files that the browser runs.
pub struct Module {
    /// The JavaScript that loads the module and talks to it.
    pub js: PathBuf,
    /// The module: what is needed first.
    pub wasm: PathBuf,
    /// The script that loads the parts.
    pub link: PathBuf,
    /// What was cut off: by job, or shared by several of them.
    pub parts: Vec<PathBuf>,
}

/// How the standard library for wasm is had.
#[derive(Debug)]
enum Std {
    /// It lies beside the compiler in use.
    Installed,
    /// It is built from the sources of the compiler in use.
    Sources,
    /// Another compiler, of which we have the library's sources.
    Build { rustc: PathBuf, linker: PathBuf },
}

/// Builds `frontend` and what the browser needs of it. Skips all that did not change.
pub fn build(house: &House, flavor: Flavor) -> Result<Module> {
    let std = provide(house, flavor)?;
    let mut command = run::cargo(house);
    command
        .args(["build", "--package", "frontend", "--lib", "--target", TARGET])
        .args(["--profile", flavor.wasm_profile(), "--target-dir"])
        .arg(house.wasm_target());
    if let Some(feature) = flavor.wasm_feature() {
        command.args(["--features", feature]);
    }
    let mut flags = FLAGS.to_owned();
    if !matches!(std, Std::Installed) {
        // For this one command: the server is built by the compiler of the checkout, as it is.
        command
            .env("RUSTC_BOOTSTRAP", "1")
            .arg("-Zbuild-std=std,panic_abort")
            .arg("-Zbuild-std-features=optimize_for_size");
        if flavor.ships() {
            flags = format!("{FLAGS} {FLAGS_FOR_SIZE}");
        }
    }
    if let Std::Build { rustc, linker } = &std {
        command.env("RUSTC", rustc).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    }
    command.env(FLAGS_VARIABLE, flags);
    run::run(&mut command).context("the browser's module does not build")?;
    let raw = house.wasm_target().join(TARGET).join(flavor.wasm_profile()).join("frontend.wasm");
    finish(house, flavor, &raw)
}

/// Cuts the module, binds it to JavaScript, and makes each file small for a release, unless this
/// very module went through already.
fn finish(house: &House, flavor: Flavor, raw: &Path) -> Result<Module> {
    let optimizer = match flavor {
        Flavor::Dev | Flavor::Contract => None,
        Flavor::Release | Flavor::Bench => tools::wasm_opt(house),
    };
    if flavor.ships() && optimizer.is_none() {
        eprintln!("xtask: no Node, so no wasm-opt: the module is larger than it need be");
    }
    let bytes = std::fs::read(raw).with_context(|| format!("no module {}", raw.display()))?;
    let folder = house.wasm_target().join(format!("bound-{}", flavor.bound()));
    let stamp = folder.join("stamp");
    let mark = format!("{} optimized:{}", digest(&bytes), optimizer.is_some());
    if !std::fs::read_to_string(&stamp).is_ok_and(|old| old == mark) {
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        let main = cut(&bytes, &folder)?;
        bind(flavor, &main, &folder)?;
        if let Some(optimizer) = optimizer {
            optimize(&optimizer, &folder.join("app_bg.wasm"))?;
            for part in parts(&folder)? {
                optimize(&optimizer, &part)?;
            }
        }
        std::fs::write(stamp, mark)?;
    }
    Ok(Module {
        js: folder.join("app.js"),
        wasm: folder.join("app_bg.wasm"),
        link: folder.join(LINK),
        parts: parts(&folder)?,
    })
}

/// Cuts off what only some jobs need; gives what is left, to be bound.
fn cut(module: &[u8], folder: &Path) -> Result<PathBuf> {
    let (off, left) = (folder.join("parts"), folder.join("left.wasm"));
    let link = format!("../{LINK}");
    let mut wish = wasm_split_cli_support::Options::new(module);
    wish.output_dir = &off;
    wish.main_out_path = &left;
    wish.link_name = &link;
    wish.main_module = "./app.js";
    wasm_split_cli_support::transform(wish).map_err(|error| anyhow!("the module cannot be cut: {error:?}"))?;
    Ok(left)
}

/// The parts, by name.
fn parts(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder.join("parts"))?;
    let mut parts = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    parts.sort();
    Ok(parts)
}

fn bind(flavor: Flavor, main: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(main)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(flavor.ships())
        .remove_producers_section(true)
        // The parts call what the rest exports.
        .keep_lld_exports(true)
        .generate(folder)
        .context("wasm-bindgen failed")
}

/// Inlining makes a module smaller, but what is sent of it larger, by a tenth: brotli writes twice
/// the same code in a few bytes.
const NO_INLINING: [&str; 2] = ["--always-inline-max-function-size=0", "--one-caller-inline-max-function-size=0"];

fn optimize(optimizer: &Path, wasm: &Path) -> Result<()> {
    let small = wasm.with_extension("small");
    run::run(
        Command::new("node")
            .arg(optimizer)
            .args(["-Oz", "--strip-debug", "--strip-producers"])
            .args(NO_INLINING)
            .args(FEATURES)
            .arg(wasm)
            .arg("-o")
            .arg(&small),
    )?;
    std::fs::rename(small, wasm)?;
    Ok(())
}

/// Finds the standard library for wasm, or brings it.
fn provide(house: &House, flavor: Flavor) -> Result<Std> {
    let build_wanted = std::env::var_os(STD_VARIABLE).is_some_and(|value| value == "build");
    if flavor.ships() || build_wanted {
        if sources(house) || tools::rustup_sources(house) && sources(house) {
            return Ok(Std::Sources);
        }
    } else if installed(house) {
        return Ok(Std::Installed);
    }
    if let Some(std) = debian(house) {
        return Ok(std);
    }
    if !build_wanted && (installed(house) || tools::rustup_target(house, TARGET) && installed(house)) {
        if flavor.ships() {
            eprintln!("xtask: no sources of the standard library: the module is larger than it need be");
        }
        return Ok(Std::Installed);
    }
    tools::apt(&DEBIAN).context(format!("no standard library for {TARGET}, and `rustup target add {TARGET}` fails"))?;
    match debian(house) {
        Some(std) => Ok(std),
        None => bail!("{} are installed, but hold no library sources", DEBIAN.join(" and ")),
    }
}

/// Whether the compiler of the checkout has the sources of its library.
fn sources(house: &House) -> bool {
    sysroot(house).is_some_and(|sysroot| hold_sources(&sysroot))
}

/// Where the compiler of the checkout has what belongs to it.
fn sysroot(house: &House) -> Option<String> {
    run::probe(Command::new("rustc").current_dir(&house.root).args(["--print", "sysroot"]))
}

fn hold_sources(sysroot: &str) -> bool {
    Path::new(sysroot).join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file()
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
    if !hold_sources(&sysroot) {
        return None;
    }
    Some(Std::Build { rustc, linker: linker(house)? })
}

/// A linker for wasm: rustup's toolchains carry one, Debian's does not.
fn linker(house: &House) -> Option<PathBuf> {
    let host = run::probe(Command::new("rustc").current_dir(&house.root).arg("-vV"))?
        .lines()
        .find_map(|line| line.strip_prefix("host: ").map(str::to_owned))?;
    let carried = PathBuf::from(sysroot(house)?).join("lib/rustlib").join(host).join("bin/rust-lld");
    if carried.is_file() {
        return Some(carried);
    }
    tools::on_path("wasm-ld").or_else(|| tools::on_path("rust-lld"))
}
