//! Where everything is kept. The only place with SQL; whoever calls brings a permit, or uses a
//! method whose name says why none is needed (`sign_in_…`, `session_…`).
//!
//! One writer, many readers: writes go through [`Store::push`], which groups what waits into one
//! transaction; reads see a snapshot of their own.

mod sqlite;

pub use sqlite::{
    Changed, Store,
    accounts::{Account, NewAccount, NewDuty, SessionOwner},
    backup::{Copied, check as check_copy},
};

use model::access::Permit;
use model::{
    id::DeviceId,
    op::Op,
    record::Scope,
    wire::{Cursor, OpResult},
};
use std::{collections::BTreeMap, fmt};

/// Storage did not do what it was asked. Nothing of the request has been written.
#[derive(Debug)]
pub enum StoreError {
    /// No room on the disk.
    Full,
    /// Anything else; the cause is for the log.
    Failed(sqlx::Error),
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Full => f.write_str("disk full"),
            StoreError::Failed(error) => write!(f, "storage: {error}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        // 13 is SQLITE_FULL.
        let full = error.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "13");
        if full { StoreError::Full } else { StoreError::Failed(error) }
    }
}

/// Ops of one request, on their way to the writer.
#[derive(Debug)]
pub struct Push {
    /// Who pushes.
    pub permit: Permit,
    /// From which device.
    pub device: DeviceId,
    /// The ops, in order.
    pub ops: Vec<Op>,
    /// What the device says of itself; none if this is no device's sync.
    pub heard: Option<Heard>,
    /// All or nothing: one rejection refuses the whole push (imports).
    pub whole: bool,
}

/// What a device says of itself when it syncs.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// How many ops stay unsent on it.
    pub pending: u64,
    /// The first number that it counted under this id.
    pub first_n: u64,
    /// The last number that it has given.
    pub last_n: u64,
    /// The app that it runs.
    pub app: String,
}

/// What became of a push.
#[derive(Debug, Clone, PartialEq)]
pub struct Pushed {
    /// A verdict for each op, in order.
    pub results: Vec<OpResult>,
    /// How many numbers of the device never arrived.
    pub lost: u64,
}

/// Why a push as a whole was not taken. Nothing was written.
#[derive(Debug)]
pub enum NotPushed {
    /// A number of this device came again under another op: a cloned or restored phone.
    NewDevice,
    /// A push that had to be taken whole had rejections.
    Refused(Vec<OpResult>),
    /// Storage failed.
    Store(StoreError),
}

impl From<StoreError> for NotPushed {
    fn from(error: StoreError) -> Self {
        NotPushed::Store(error)
    }
}

impl From<sqlx::Error> for NotPushed {
    fn from(error: sqlx::Error) -> Self {
        NotPushed::Store(error.into())
    }
}

/// A page of the feeds of some scopes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pulled {
    /// Rows, by number.
    pub rows: Vec<model::record::Record>,
    /// New cursors.
    pub have: BTreeMap<Scope, Cursor>,
    /// How far the history has gone.
    pub mark: Cursor,
    /// Whether more rows wait.
    pub more: bool,
}

/// Why nothing could be pulled.
#[derive(Debug)]
pub enum NotPulled {
    /// A cursor is of another history than this server's: these are the server's own.
    HistoryChanged(BTreeMap<Scope, Cursor>),
    /// Storage failed.
    Store(StoreError),
}

impl From<sqlx::Error> for NotPulled {
    fn from(error: sqlx::Error) -> Self {
        NotPulled::Store(error.into())
    }
}
