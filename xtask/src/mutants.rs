//! `cargo xtask mutants`: the suite can fail. Each patch in `tests/mutants` breaks one promise in a
//! copy of the checkout; the test that it names must then fail, which without it passes.
//!
//! A patch begins with a line that says what it breaks, and one that says which test finds it:
//! `killed by: PROGRAM TEST`. Another mutant is another patch. That each still applies is a test of
//! its own (`tests/tests/mutants.rs`), since this here takes minutes and is no part of CI.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::house::{House, exe, shown};
use crate::{run, tools};

/// How long a test may take. One that hangs where it passed before is as red as one that fails.
const PATIENCE: Duration = Duration::from_secs(300);

/// One broken promise.
struct Mutant {
    name: String,
    patch: PathBuf,
    breaks: String,
    killer: Killer,
}

/// A test of the crate `tests`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Killer {
    program: String,
    test: String,
}

/// Runs all of them.
pub fn mutants(house: &House) -> Result<()> {
    tools::tracer()?;
    let mutants = read_all(&house.root.join("tests/mutants"))?;
    let copy = Copy::of(house)?;
    copy.build()?;
    let killers: BTreeSet<&Killer> = mutants.iter().map(|mutant| &mutant.killer).collect();
    for killer in killers {
        if !copy.passes(killer, "unbroken")? {
            bail!("{} {} does not pass without any mutant", killer.program, killer.test);
        }
    }
    let mut survived = 0;
    for mutant in &mutants {
        copy.apply(mutant, &[])?;
        let lives = copy.build().and_then(|()| copy.passes(&mutant.killer, &mutant.name));
        copy.apply(mutant, &["--reverse"])?;
        let lives = lives.with_context(|| format!("{} cannot be tried", mutant.name))?;
        survived += usize::from(lives);
        let end = if lives { "SURVIVED" } else { "killed" };
        println!("{end:>8}  {}: {}", mutant.name, mutant.breaks);
    }
    println!(
        "\n{} killed, {survived} survived; what the tests said lies in {}",
        mutants.len() - survived,
        copy.logs(house)
    );
    if survived > 0 {
        bail!("the suite is too weak");
    }
    Ok(())
}

fn read_all(folder: &Path) -> Result<Vec<Mutant>> {
    let mut patches: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    patches.sort();
    patches.into_iter().map(read).collect()
}

fn read(patch: PathBuf) -> Result<Mutant> {
    let text = fs::read_to_string(&patch)?;
    let name = patch.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let (breaks, killer) = head(&text).with_context(|| format!("{name} does not begin with what it is"))?;
    Ok(Mutant { name, patch, breaks, killer })
}

/// What a patch breaks, and who finds it.
fn head(text: &str) -> Option<(String, Killer)> {
    let mut lines = text.lines();
    let breaks = lines.next()?.to_owned();
    let (program, test) = lines.next()?.strip_prefix("killed by: ")?.split_once(' ')?;
    Some((breaks, Killer { program: program.to_owned(), test: test.to_owned() }))
}

/// A copy of the checkout, with a target folder that is kept from one time to the next.
struct Copy {
    folder: PathBuf,
    tree: PathBuf,
    target: PathBuf,
}

impl Copy {
    /// The checkout as it is now, with what is not committed yet.
    fn of(house: &House) -> Result<Self> {
        let folder = house.target.join("mutants");
        let copy = Self { tree: folder.join("tree"), target: folder.join("target"), folder };
        let words = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let listed = run::output(Command::new("git").current_dir(&house.root).args(words))?;
        let files: BTreeSet<&str> = listed.split('\0').filter(|path| house.root.join(path).is_file()).collect();
        for path in &files {
            renew(&house.root.join(path), &copy.tree.join(path))?;
        }
        for stale in left_over(&copy.tree, &copy.tree, &files)? {
            fs::remove_file(stale)?;
        }
        Ok(copy)
    }

    fn cargo(&self, house_words: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.current_dir(&self.tree).args(house_words).env("CARGO_TARGET_DIR", &self.target);
        command.env("DOORSTEP_BIN", self.target.join("debug").join(exe("doorstep")));
        run::without_own_variables(&mut command);
        command
    }

    /// Builds all that the killers need, so that a patch that does not compile kills nothing.
    fn build(&self) -> Result<()> {
        run::run(&mut self.cargo(&["build", "--quiet", "--package", "server", "--bin", "doorstep"]))?;
        run::run(&mut self.cargo(&["test", "--quiet", "--no-run", "--package", "tests", "--features", "fault"]))
    }

    /// Whether a test passes; what it says goes to a file.
    fn passes(&self, killer: &Killer, under: &str) -> Result<bool> {
        let words = ["test", "--package", "tests", "--features", "fault", "--test", &killer.program];
        let log = fs::File::create(self.folder.join(format!("{under}.{}.log", killer.program)))?;
        let mut command = self.cargo(&words);
        command.args(["--", "--exact", &killer.test]).stdout(log.try_clone()?).stderr(log);
        Ok(run::within(&mut command, PATIENCE))
    }

    /// Puts a mutant in, or takes it out again.
    fn apply(&self, mutant: &Mutant, how: &[&str]) -> Result<()> {
        let mut git = Command::new("git");
        // The copy lies within a checkout that ignores it, and git must not find that one.
        git.current_dir(&self.tree).env("GIT_CEILING_DIRECTORIES", &self.folder).arg("apply").args(how);
        run::run(git.arg(&mutant.patch)).with_context(|| format!("{} no longer fits", mutant.name))
    }

    fn logs(&self, house: &House) -> String {
        shown(house, &self.folder).to_string()
    }
}

/// Copies a file where its copy differs: what has not changed is not built anew.
fn renew(from: &Path, to: &Path) -> Result<()> {
    let bytes = fs::read(from)?;
    if fs::read(to).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(to, bytes).with_context(|| format!("cannot write {}", to.display()))
}

/// Files of the copy that the checkout has no more.
fn left_over(tree: &Path, folder: &Path, files: &BTreeSet<&str>) -> Result<Vec<PathBuf>> {
    let mut stale = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            stale.extend(left_over(tree, &path, files)?);
        } else if path.strip_prefix(tree).is_ok_and(|own| !files.contains(own.to_string_lossy().as_ref())) {
            stale.push(path);
        }
    }
    Ok(stale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_says_what_it_breaks_and_who_finds_it() {
        let (breaks, killer) = head("Wrong.\nkilled by: story a::b\n\ndiff --git a/b b/b\n").expect("a head");
        assert_eq!((breaks.as_str(), killer.program.as_str(), killer.test.as_str()), ("Wrong.", "story", "a::b"));
        assert!(head("Wrong.\ndiff --git a/b b/b\n").is_none());
    }
}
