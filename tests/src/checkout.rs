//! Every text file of the checkout, for the tests that look at all of them.

use std::path::{Path, PathBuf};

/// A text file.
#[derive(Debug, Clone)]
pub struct File {
    /// Where, from the checkout's root on, with `/` on every system.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

impl File {
    /// A file that is not there, to try a rule on.
    pub fn sample(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The end of the name: `rs`, `css`; empty without one.
    pub fn ending(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or("", |(_, ending)| ending)
    }
}

/// The folder with the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().expect("the crate lies in the checkout").to_owned()
}

/// What is built or recorded here and never checked in (`.gitignore`).
const NOT_OURS: &[&str] = &[".git", "target", "data", "node_modules"];

/// All text files, sorted by path. What is not UTF-8 (icons, registers) is left out.
pub fn files() -> Vec<File> {
    let mut files = Vec::new();
    walk(&root(), "", &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(files.len() > 100, "this is no checkout: {} files", files.len());
    files
}

/// The folders and files that lie at the top, without those of `.gitignore`.
pub fn top() -> Vec<String> {
    let mut names: Vec<String> = entries(&root())
        .into_iter()
        .map(|(name, is_folder)| if is_folder { format!("{name}/") } else { name })
        .collect();
    names.sort();
    names
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<File>) {
    for (name, is_folder) in entries(folder) {
        let path = format!("{prefix}{name}");
        if is_folder {
            walk(&folder.join(&name), &format!("{path}/"), files);
        } else if let Ok(text) = std::fs::read_to_string(folder.join(&name)) {
            files.push(File { path, text });
        }
    }
}

/// Name, and whether it is a folder. `data` is left out at the top alone: model/data is ours.
fn entries(folder: &Path) -> Vec<(String, bool)> {
    let at_top = folder == root();
    let list = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("cannot read {}: {error}", folder.display()));
    list.filter_map(Result::ok)
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path().is_dir()))
        .filter(|(name, _)| !NOT_OURS.contains(&name.as_str()) || (name == "data" && !at_top))
        .collect()
}
