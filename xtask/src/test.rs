//! `cargo xtask test`: runs the tests by parts and adds up what they say.
//!
//! | part | what |
//! |---|---|
//! | `unit` | the crates' own tests: model, sync, server, screens, and this build |
//! | `story` | stories across crates, server and engine in one process |
//! | `browser` | the real browser against the real program |
//! | `fault` | native phones against the real program, over bad lines and through power cuts |
//! | `postgres`, … | any other test of the crate `tests` that needs the feature of its name |
//!
//! Nothing is skipped: a part that is asked for and cannot run is an error, and a run in which no
//! test ran at all is one as well.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::house::{Flavor, House};
use crate::{run, serve, site, tools};

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed; a test program that died or did not build counts as one.
    pub failed: u64,
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Prints the line that ends a run, and judges the run. Nothing is printed after it.
    pub fn conclude(self) -> Result<()> {
        if self == Self::default() {
            eprintln!("xtask: no test ran");
        }
        println!("\n{} passed, {} failed", self.passed, self.failed);
        if self.failed > 0 || self.passed == 0 {
            return Err(NotPassed.into());
        }
        Ok(())
    }
}

/// The tests were run and told already what is wrong.
#[derive(Debug)]
pub struct NotPassed;

impl std::fmt::Display for NotPassed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not all tests passed")
    }
}

impl std::error::Error for NotPassed {}

/// Runs the parts that are asked for, or all there are. `flavor` is the browser's module, what is
/// shipped unless a quick one is asked for; the
/// program it talks to is always the quick build: it does the same, and is there minutes earlier.
pub fn test(house: &House, flavor: Flavor, parts: &[String]) -> Result<()> {
    run_parts(house, flavor, parts)?.conclude()
}

/// Runs parts and gives the sum. All of them run even when an early one fails; one that cannot
/// run at all counts as a failure.
pub fn run_parts(house: &House, flavor: Flavor, asked: &[String]) -> Result<Tally> {
    let there = parts_there(house)?;
    if let Some(unknown) = asked.iter().find(|part| !there.contains(part)) {
        bail!("there is no part `{unknown}`; there are: {}", there.join(", "));
    }
    let mut tally = Tally::default();
    for part in there {
        if asked.is_empty() || asked.contains(&part) {
            println!("\n== {part}");
            let result = match part.as_str() {
                "unit" => unit(house),
                "story" => story(house),
                name => behind_feature(house, flavor, name),
            };
            tally.add(result.unwrap_or_else(|error| {
                eprintln!("xtask: {part}: {error:#}");
                Tally { passed: 0, failed: 1 }
            }));
        }
    }
    Ok(tally)
}

/// `unit` and `story`, and each program of the crate `tests` behind a feature of its own.
fn parts_there(house: &House) -> Result<Vec<String>> {
    let text = run::output(run::cargo(house).args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let mut parts = vec!["unit".to_owned(), "story".to_owned()];
    parts.extend(programs_behind_features(&serde_json::from_str(&text)?));
    Ok(parts)
}

/// The test programs of the crate `tests` that have a feature of the same name, from what
/// `cargo metadata` prints. Without the feature they are part of the stories.
fn programs_behind_features(metadata: &serde_json::Value) -> Vec<String> {
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    let mut names: Vec<String> = list(&metadata["packages"])
        .iter()
        .filter(|package| package["name"] == "tests")
        .flat_map(|package| {
            let features = &package["features"];
            list(&package["targets"])
                .iter()
                .filter(|target| list(&target["kind"]).iter().any(|kind| kind == "test"))
                .filter_map(|target| target["name"].as_str())
                .filter(|name| features.get(name).is_some())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    names.sort();
    names
}

fn unit(house: &House) -> Result<Tally> {
    let mut tally = cargo_test(
        house,
        &["--package", "model", "--package", "sync", "--package", "server", "--package", "xtask"],
        |_| {},
    )?;
    // Apart: the screens need one of leptos's two features, and here it is the server's.
    tally.add(cargo_test(house, &["--package", "app", "--features", "ssr"], |_| {})?);
    Ok(tally)
}

fn story(house: &House) -> Result<Tally> {
    serve::build_doorstep(house, Flavor::Dev)?;
    let doorstep = house.doorstep(Flavor::Dev);
    cargo_test(house, &["--package", "tests"], |command| {
        command.env("DOORSTEP_BIN", doorstep);
    })
}

/// A part that drives the program from outside. The browser's gets the site as well.
fn behind_feature(house: &House, flavor: Flavor, part: &str) -> Result<Tally> {
    let mut given = Vec::new();
    if part == "fault" {
        tools::tracer()?;
    }
    if part == "browser" {
        // First the one that nobody is served: the module that is built last is the one to ship.
        given.push(("DOORSTEP_SITE_CONTRACT", site::build(house, Flavor::Contract)?.folder.into()));
        given.extend(for_a_browser(house, flavor)?);
    }
    drive(house, part, None, given)
}

/// The browser's tests whose names hold `filter`, with this beside what they always get.
pub fn browser_only(house: &House, flavor: Flavor, filter: &str, more: &[(&'static str, OsString)]) -> Result<Tally> {
    let mut given = for_a_browser(house, flavor)?;
    given.extend(more.iter().cloned());
    drive(house, "browser", Some(filter), given)
}

/// The same with no other site than what is given.
pub fn browser_with(house: &House, filter: &str, given: &[(&'static str, OsString)]) -> Result<Tally> {
    tools::browser()?;
    drive(house, "browser", Some(filter), given.to_vec())
}

fn for_a_browser(house: &House, flavor: Flavor) -> Result<Vec<(&'static str, OsString)>> {
    tools::browser()?;
    let screens = house.target.join("screens");
    std::fs::create_dir_all(&screens)?;
    Ok(vec![("DOORSTEP_SITE", site::build(house, flavor)?.folder.into()), ("DOORSTEP_SCREENS", screens.into())])
}

fn drive(house: &House, part: &str, filter: Option<&str>, given: Vec<(&'static str, OsString)>) -> Result<Tally> {
    serve::build_doorstep(house, Flavor::Dev)?;
    let mut words = vec!["--package", "tests", "--features", part, "--test", part, "--"];
    words.extend(filter);
    words.extend(["--test-threads=1", "--nocapture"]);
    cargo_test(house, &words, |command| {
        command.envs(given).env("DOORSTEP_BIN", house.doorstep(Flavor::Dev));
    })
}

/// Runs `cargo test`, passes its output through, and adds up its result lines.
fn cargo_test(house: &House, words: &[&str], more: impl FnOnce(&mut Command)) -> Result<Tally> {
    let mut command = run::cargo(house);
    command.args(["test", "--no-fail-fast"]).args(words).stdout(Stdio::piped());
    more(&mut command);
    let mut child = command.spawn().context("cannot start cargo")?;
    let output = child.stdout.take().context("cargo has no output")?;
    let mut tally = Tally::default();
    let mut lines = BufReader::new(output);
    let mut line = Vec::new();
    // By bytes: a test may print what is no UTF-8.
    while lines.read_until(b'\n', &mut line)? > 0 {
        std::io::stdout().write_all(&line)?;
        if let Some(result) = result_line(&String::from_utf8_lossy(&line)) {
            tally.add(result);
        }
        line.clear();
    }
    let status = child.wait()?;
    if !status.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// Reads `test result: ok. 12 passed; 0 failed; 1 ignored; …`, coloured or not.
fn result_line(line: &str) -> Option<Tally> {
    let counts = line.trim_start().strip_prefix("test result: ")?;
    let count = |what: &str| {
        let before = &counts[..counts.find(what)?];
        let digits = before.trim_end().rsplit(|c: char| !c.is_ascii_digit()).next()?;
        digits.parse().ok()
    };
    Some(Tally { passed: count(" passed;")?, failed: count(" failed;")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_lines_are_read() {
        let line = "test result: ok. 12 passed; 3 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.01s\n";
        let twelve = Some(Tally { passed: 12, failed: 3 });
        assert_eq!(result_line(line), twelve);
        let coloured = "test result: \u{1b}[31mFAILED\u{1b}[0m. 12 passed; 3 failed; 1 ignored; 0 measured";
        assert_eq!(result_line(coloured), twelve);
        assert_eq!(result_line("test result of the day: 12 passed; 3 failed;"), None);
        assert_eq!(result_line("test model::result: ok"), None);
        assert_eq!(result_line("test result: unknown"), None);
    }

    #[test]
    fn a_run_without_tests_is_no_success() {
        assert!(Tally::default().conclude().is_err());
        assert!(Tally { passed: 3, failed: 0 }.conclude().is_ok());
        assert!(Tally { passed: 3, failed: 1 }.conclude().is_err());
    }

    #[test]
    fn programs_behind_features_are_parts() {
        let metadata = serde_json::json!({"packages": [
            {"name": "tests", "features": {"browser": [], "other": []}, "targets": [
                {"name": "tests", "kind": ["lib"]},
                {"name": "layers", "kind": ["test"]},
                {"name": "browser", "kind": ["test"]}]},
            {"name": "model", "features": {"shapes": []}, "targets": [
                {"name": "shapes", "kind": ["test"]}]},
        ]});
        assert_eq!(programs_behind_features(&metadata), ["browser"]);
    }
}
