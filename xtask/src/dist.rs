//! `cargo xtask dist`: the program with the site inside, one file to put onto a machine.

use anyhow::{Context, Result};

use crate::house::{Flavor, House, exe, shown};
use crate::{run, site};

/// Builds `target/dist/doorstep`.
pub fn dist(house: &House) -> Result<()> {
    let site = site::build(house, Flavor::Release)?;
    run::run(
        run::cargo(house)
            .args(["build", "--release", "--package", "server", "--bin", "doorstep"])
            .args(["--features", "embed"])
            .env("DOORSTEP_SITE", &site.folder),
    )
    .context("the server does not build with the site inside")?;
    let folder = house.target.join("dist");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join(exe("doorstep"));
    // Not over the old one, which may be running: its name goes to a new file.
    let fresh = folder.join(exe("doorstep.new"));
    std::fs::copy(house.doorstep(Flavor::Release), &fresh)?;
    std::fs::rename(&fresh, &file)?;
    let mib = std::fs::metadata(&file)?.len() / (1024 * 1024);
    println!("\n{} ({mib} MiB)", shown(house, &file));
    println!("run it:  {} serve --data DIR", shown(house, &file));
    Ok(())
}
