//! How long those who lead wait for the figures of a hundred thousand people. The story's program
//! lays the township down, measures and prints; SQLite, JSON and the model are optimised in it as in
//! the program that is shipped.

use anyhow::{Context, Result};

use crate::house::{House, shown};
use crate::run;

/// What it writes is a flat map of milliseconds.
pub fn overview(house: &House) -> Result<()> {
    let file = super::figures_file(house, "overview")?;
    let mut command = run::cargo(house);
    command.args(["test", "--package", "tests", "--test", "overview", "--", "--ignored", "--nocapture"]);
    command.env("DOORSTEP_FIGURES", &file);
    run::run(&mut command).context("the figures were not measured")?;
    println!("written to {}", shown(house, &file));
    Ok(())
}
