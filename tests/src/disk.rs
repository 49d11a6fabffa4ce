//! A disk so small that it is soon full, and that can be given more room.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// A file system of its own, in memory, for as long as the value lives.
pub struct Disk {
    at: PathBuf,
}

impl Disk {
    /// One of so many MiB, in the place of the empty folder `at`.
    pub fn of(mib: usize, at: &Path) -> Self {
        let size = format!("size={mib}m");
        as_root(&["mount", "-t", "tmpfs", "-o", &size, "doorstep-test", &at.display().to_string()]);
        Self { at: at.to_owned() }
    }

    /// Room is made: so many MiB in all.
    pub fn grow(&self, mib: usize) {
        as_root(&["mount", "-o", &format!("remount,size={mib}m"), &self.at.display().to_string()]);
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Also while a failed test is told: what is still open there keeps it until it is closed.
        let _ = Command::new("umount").arg("--lazy").arg(&self.at).status();
    }
}

/// Runs a command as root, being root or by `sudo` without a password.
fn as_root(words: &[&str]) {
    let user = Command::new("id").arg("-u").output().expect("id runs").stdout;
    let words = if user.trim_ascii() == b"0" { words.to_vec() } else { [&["sudo", "-n"], words].concat() };
    let status = Command::new(words[0]).args(&words[1..]).status().expect("it runs");
    assert!(status.success(), "a small disk can only be mounted by root: {words:?}");
}
