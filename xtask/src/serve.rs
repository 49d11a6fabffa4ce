//! `cargo xtask serve`: from a fresh checkout to a running township.

use std::process::Command;

use anyhow::{Context, Result};

use crate::house::{Flavor, House};
use crate::{run, site};

/// What was asked for.
pub struct Wish {
    /// How to build.
    pub flavor: Flavor,
    /// Load the demo township into an empty database.
    pub demo: bool,
    /// Where the data lives; `target/demo` if not said.
    pub data: Option<std::path::PathBuf>,
    /// The address to listen on.
    pub listen: String,
}

/// Builds what changed and becomes the program `doorstep`, which prints its address and the
/// accounts itself. Becoming it, instead of starting it, leaves nobody between it and Ctrl-C.
pub fn serve(house: &House, wish: &Wish) -> Result<()> {
    let site = site::build(house, wish.flavor)?;
    build_doorstep(house, wish.flavor)?;
    let data = wish.data.clone().unwrap_or_else(|| house.target.join("demo"));
    std::fs::create_dir_all(&data).with_context(|| format!("no folder {}", data.display()))?;
    let mut command = Command::new(house.doorstep(wish.flavor));
    command.arg("serve").arg("--data").arg(data).args(["--listen", &wish.listen]).arg("--site").arg(site.folder);
    if wish.demo {
        command.arg("--demo");
    }
    become_it(&mut command)
}

/// Builds the program.
pub fn build_doorstep(house: &House, flavor: Flavor) -> Result<()> {
    let mut command = run::cargo(house);
    command.args(["build", "--package", "server", "--bin", "doorstep"]);
    if flavor == Flavor::Release {
        command.arg("--release");
    }
    run::run(&mut command).context("the server does not build")
}

#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(error).context("cannot start doorstep")
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    run::run(command)
}
