//! Starting other programs: cargo without the environment of our own build, and with answers
//! that say which command failed.

use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::house::House;

/// Variables that `cargo run` sets for us. Build scripts that watch them would run again each
/// time a build is started from here instead of by hand.
const OWN: [&str; 4] = ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_BIN_NAME", "CARGO_CRATE_NAME"];

/// A cargo command at the checkout's root.
pub fn cargo(house: &House) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(&house.root);
    without_own_variables(&mut command);
    command
}

/// Takes what `cargo run` has set for us out of another cargo's environment.
pub fn without_own_variables(command: &mut Command) {
    for name in OWN {
        command.env_remove(name);
    }
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") {
            command.env_remove(name);
        }
    }
}

/// Runs a command to its end; failing is an error that names it.
pub fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    let status = command.status().with_context(|| format!("cannot start: {line}"))?;
    if !status.success() {
        bail!("{status}: {line}");
    }
    Ok(())
}

/// Runs a command and takes what it prints; its errors go to the screen.
pub fn output(command: &mut Command) -> Result<String> {
    let line = line(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start: {line}"))?;
    if !output.status.success() {
        bail!("{}: {line}", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("not UTF-8: {line}"))
}

/// What a probing command prints, or `None` when it is absent or fails. Silent either way.
pub fn probe(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// Runs a command that may hang; true when it succeeded within the limit. It is ended otherwise.
pub fn within(command: &mut Command, limit: Duration) -> bool {
    const STEP: Duration = Duration::from_millis(100);
    let Ok(mut child) = command.stdin(Stdio::null()).spawn() else {
        return false;
    };
    let mut left = limit;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if left > STEP => {
                std::thread::sleep(STEP);
                left -= STEP;
            }
            Ok(None) | Err(_) => {
                // Already gone is as good as ended.
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

/// A command as one would type it.
fn line(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hanging_command_is_ended() {
        assert!(!within(Command::new("sleep").arg("30"), Duration::from_millis(200)));
        assert!(within(&mut Command::new("true"), Duration::from_secs(5)));
        assert!(!within(&mut Command::new("false"), Duration::from_secs(5)));
    }

    #[test]
    fn a_failure_names_the_command() {
        let error = run(Command::new("false").arg("--now")).expect_err("false fails");
        assert!(error.to_string().contains("false --now"), "{error}");
    }
}
