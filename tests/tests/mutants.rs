//! The patches of `cargo xtask mutants` still fit, and name tests that are there.

use std::{path::PathBuf, process::Command};
use tests::checkout;

#[test]
fn every_mutant_still_applies_and_names_a_test() {
    let folder = checkout::root().join("tests/mutants");
    let patches = std::fs::read_dir(folder).expect("the mutants").map(|entry| entry.expect("an entry").path());
    let patches: Vec<PathBuf> = patches.collect();
    assert!(patches.len() >= 4, "{patches:?}");
    for patch in patches {
        let fits = Command::new("git").current_dir(checkout::root()).args(["apply", "--check"]).arg(&patch).output();
        let fits = fits.expect("git runs");
        assert!(fits.status.success(), "{}: {}", patch.display(), String::from_utf8_lossy(&fits.stderr));

        let text = std::fs::read_to_string(&patch).expect("a patch");
        let killer = text.lines().nth(1).and_then(|line| line.strip_prefix("killed by: "));
        let (program, test) = killer.and_then(|killer| killer.split_once(' ')).expect("who kills it");
        let declared = format!("fn {}()", test.rsplit("::").next().unwrap_or_default());
        let is_there = |file: &checkout::File| {
            let of_the_program =
                file.path == format!("tests/tests/{program}.rs") || file.path.starts_with(&format!("tests/{program}/"));
            of_the_program && file.text.contains(&declared)
        };
        assert!(checkout::files().iter().any(is_there), "{}: there is no test {test} in {program}", patch.display());
    }
}
