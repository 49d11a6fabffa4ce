//! Phones that are lost or were stolen: `doorstep devices` lists them, `doorstep revoke` ends them.
//!
//! A revoked phone hands in what it still holds, then wipes itself (`http/carry.rs`). Revocations
//! stand in the database and in a file beside it, so that a restored backup brings none of them
//! back.

use crate::{
    state::State,
    store::{Store, StoreError},
};
use model::{ambient::Millis, id::DeviceId};
use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// The file, beside the database: a line a device, its id and since when.
pub const REVOCATIONS: &str = "revoked";

/// Why a device was not revoked.
#[derive(Debug)]
pub enum NotRevoked {
    /// No such device ever signed in here.
    Unknown,
    /// It cannot be written down beside the database.
    File(io::Error),
    /// Storage failed.
    Store(StoreError),
}

impl std::fmt::Display for NotRevoked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown => f.write_str("no such device ever signed in here: `doorstep devices` lists them"),
            Self::File(error) => write!(f, "it cannot be written down: {error}"),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for NotRevoked {}

/// From now on `device` may hand in what it holds, and nothing else.
///
/// # Errors
/// [`NotRevoked`]; after [`NotRevoked::File`] it is revoked until the next restore only.
pub async fn revoke(state: &State, device: DeviceId) -> Result<(), NotRevoked> {
    let now = state.now();
    if !state.store.set_up_knows(device).await.map_err(NotRevoked::Store)? {
        return Err(NotRevoked::Unknown);
    }
    state.store.set_up_revoked(device, now).await.map_err(NotRevoked::Store)?;
    write_down(&state.revocations, device, now).map_err(NotRevoked::File)
}

fn write_down(file: &Path, device: DeviceId, at: Millis) -> io::Result<()> {
    let mut open = OpenOptions::new().create(true).append(true).open(file)?;
    writeln!(open, "{device} {at}")?;
    open.sync_all()
}

/// Revokes again what the file says, in a database that may have been restored.
///
/// # Errors
/// [`StoreError`]; a file that is there and cannot be read is one, or it would bring trust back.
pub(crate) async fn revoke_again(store: &Store, file: &Path) -> Result<(), StoreError> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::Failed(error.into())),
    };
    for (device, at) in text.lines().filter_map(|line| line.split_once(' ')) {
        if let (Ok(device), Ok(at)) = (device.parse(), at.parse()) {
            store.set_up_revoked(device, at).await?;
        }
    }
    Ok(())
}
