//! Where things are: the checkout, its target folder, and what each flavor of build is called.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The checkout that is being built.
pub struct House {
    /// The folder with the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder; everything that is built or installed lands in it.
    pub target: PathBuf,
}

impl House {
    /// Finds the checkout that this program was started from. Cargo says where it is; a copy of
    /// the program that is started by hand falls back to the place where it was built.
    pub fn find() -> Result<Self> {
        let own = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = own.parent().context("xtask's folder has no parent")?.to_owned();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |set| root.join(set));
        Ok(Self { root, target })
    }

    /// The program `doorstep` as cargo leaves it.
    pub fn doorstep(&self, flavor: Flavor) -> PathBuf {
        let folder = match flavor {
            Flavor::Dev | Flavor::Contract | Flavor::Bench => "debug",
            Flavor::Release => "release",
        };
        self.target.join(folder).join(exe("doorstep"))
    }

    /// The folder of the assembled site.
    pub fn site(&self, flavor: Flavor) -> PathBuf {
        self.target.join(match flavor {
            Flavor::Dev => "site",
            Flavor::Release => "site-release",
            Flavor::Contract => "site-contract",
            Flavor::Bench => "site-bench",
        })
    }

    /// Cargo's target folder for the browser's module. Apart from the server's, so that neither
    /// the other compiler nor leptos's `csr` ever makes the server build again.
    pub fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// Tools that are installed for this checkout alone.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }
}

/// What a build is for: to work with, or to ship and count its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavor {
    /// Quick to make.
    Dev,
    /// Small and fast to run.
    Release,
    /// As [`Flavor::Dev`], with the suite that a journal must pass, to be called in a browser.
    Contract,
    /// As [`Flavor::Release`], with the same, to be measured in a browser.
    Bench,
}

impl Flavor {
    /// The cargo profile of the browser's module.
    pub fn wasm_profile(self) -> &'static str {
        match self {
            Self::Dev | Self::Contract => "wasm-dev",
            Self::Release | Self::Bench => "wasm-release",
        }
    }

    /// The features of the browser's module.
    pub fn wasm_feature(self) -> Option<&'static str> {
        self.is_asked().then_some("contract")
    }

    /// The word that the folder of what is bound bears.
    pub fn bound(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Bench => "bench",
            Self::Dev | Self::Release => self.wasm_profile(),
        }
    }

    /// Whether it is made as what is shipped is.
    pub fn ships(self) -> bool {
        matches!(self, Self::Release | Self::Bench)
    }

    fn is_asked(self) -> bool {
        matches!(self, Self::Contract | Self::Bench)
    }

    /// Brotli's quality for the files beside the assets: 11 is what is counted and shipped.
    pub fn brotli_quality(self) -> i32 {
        match self {
            Self::Dev | Self::Contract | Self::Bench => 5,
            Self::Release => 11,
        }
    }
}

/// A program's file name on this system.
pub fn exe(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

/// A path as it is best shown: from the checkout on, when it is inside.
pub fn shown<'a>(house: &House, path: &'a Path) -> std::path::Display<'a> {
    path.strip_prefix(&house.root).unwrap_or(path).display()
}
