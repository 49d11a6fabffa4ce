//! `cargo xtask ci`: everything that must hold before a change goes in. It brings what a new
//! machine lacks, and stops at the first thing that is wrong, cheap things first.

use anyhow::Result;

use crate::house::{Flavor, House};
use crate::{run, test, tools};

/// Format, lints, unit tests and stories. The browser part and the size gate are run by
/// `cargo xtask test browser` and `cargo xtask bench size`.
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

    step("tests");
    test::run_parts(house, Flavor::Dev, &["unit".to_owned(), "story".to_owned()])?.conclude()
}

fn clippy(house: &House, words: &[&str]) -> Result<()> {
    run::run(run::cargo(house).arg("clippy").args(words).args(["--", "-D", "warnings"]))
}

fn step(name: &str) {
    println!("\n== {name}");
}
