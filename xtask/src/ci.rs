//! `cargo xtask ci`: everything that must hold before a change goes in. It brings what a new
//! machine lacks, and stops at the first thing that is wrong, cheap things first.

use anyhow::Result;

use crate::house::{Flavor, House};
use crate::{bench, run, test, tools};

/// Format, lints, the size gate, and all tests, those in the browser with the module that is
/// shipped.
pub fn ci(house: &House) -> Result<()> {
    tools::cargo_part(house, "fmt", "rustfmt")?;
    tools::cargo_part(house, "clippy", "clippy")?;

    step("format");
    run::run(run::cargo(house).args(["fmt", "--all", "--check"]))?;

    // Leptos's `csr` and `ssr` must never meet in one invocation, hence two.
    step("lints");
    clippy(house, &["--all-targets"])?;
    step("lints of the browser's side");
    clippy(house, &["--package", "app", "--package", "frontend", "--features", "app/csr"])?;

    step("lints of the screens on the server's side");
    clippy(house, &["--package", "app", "--features", "ssr", "--all-targets"])?;

    step("lints of the tests that drive the program from outside");
    clippy(house, &["--package", "tests", "--features", "browser,fault", "--all-targets"])?;

    step("size");
    bench::size(house)?;

    step("tests");
    test::run_parts(house, Flavor::Release, &[])?.conclude()
}

fn clippy(house: &House, words: &[&str]) -> Result<()> {
    run::run(run::cargo(house).arg("clippy").args(words).args(["--", "-D", "warnings"]))
}

fn step(name: &str) {
    println!("\n== {name}");
}
