//! Where everything is kept. The only place with SQL; whoever calls brings a permit, or uses a
//! method whose name says why none is needed (`sign_in_…`, `session_…`).
//!
//! One writer, many readers: writes go through [`Store::push`], which groups what waits into one
//! transaction; reads see a snapshot of their own.

mod sqlite;

pub use sqlite::{
    Changed, Store,
    accounts::{Account, NewAccount, NewDuty, NewSession, SessionOwner},
    backup::{Copied, check as check_copy},
    photos::Piece,
};

use model::{
    access::Permit,
    ambient::Millis,
    day::Day,
    id::{DeviceId, UserId},
    op::Op,
    photo::Unfit,
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
#[derive(Debug, Clone, Default, PartialEq)]
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

/// Why a piece of a photo was not taken.
#[derive(Debug)]
pub enum NotTaken {
    /// No record names it that this person made, or it was withdrawn.
    NotNamed,
    /// What came has another digest or another size than it was said to have.
    WrongBytes,
    /// It is not to be kept.
    Unfit(Unfit),
    /// Storage failed.
    Store(StoreError),
}

impl From<StoreError> for NotTaken {
    fn from(error: StoreError) -> Self {
        NotTaken::Store(error)
    }
}

impl From<sqlx::Error> for NotTaken {
    fn from(error: sqlx::Error) -> Self {
        NotTaken::Store(error.into())
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

impl Pulled {
    /// Nothing, and there is more: what is to be read has to be asked for anew.
    pub fn nothing_yet(mark: Cursor) -> Self {
        Self { mark, more: true, ..Self::default() }
    }
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

/// A phone, as the township sees it.
#[derive(Debug, Clone)]
pub struct KnownDevice {
    /// Its id.
    pub id: DeviceId,
    /// Account of its owner.
    pub account: String,
    /// When it last synced.
    pub last_contact: Option<Millis>,
    /// How many ops it held back then.
    pub unsent: u64,
    /// How many numbers of it never arrived.
    pub lost: u64,
    /// Since when it is no longer trusted.
    pub revoked: Option<Millis>,
}

impl fmt::Display for KnownDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |at: Option<Millis>| at.map_or("-".to_owned(), |at| Day::from_unix_ms(at).to_string());
        let (contact, unsent, lost) = (day(self.last_contact), self.unsent, self.lost);
        write!(f, "{} {} last contact {contact} unsent {unsent} lost {lost}", self.id, self.account)?;
        if self.revoked.is_some() { write!(f, " revoked {}", day(self.revoked)) } else { Ok(()) }
    }
}

/// Whose secret came in a seal.
#[derive(Debug, Clone)]
pub struct Heir {
    /// The author.
    pub account: Account,
    /// The device on which it was sealed.
    pub device: DeviceId,
    /// Whether that device, or its person, is no longer trusted.
    pub revoked: bool,
}

/// An op that waits until a person has looked at it.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Whose it says it is.
    pub user: UserId,
    /// Of which device, where that is proved.
    pub device: Option<DeviceId>,
    /// Why it is not judged at once.
    pub reason: Doubt,
    /// The op.
    pub op: Op,
}

/// Why an op is not judged at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Its device is no longer trusted, or its author may do nothing any more.
    Revoked,
    /// What it proves with is not known here: given by a server that was lost, or made up.
    Unproved,
}

impl Doubt {
    /// Its code in the database and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Doubt::Revoked => "revoked",
            Doubt::Unproved => "unproved",
        }
    }

    /// The reason of that code; what is not known is not proved.
    pub fn from_code(code: &str) -> Self {
        if code == Doubt::Revoked.code() { Doubt::Revoked } else { Doubt::Unproved }
    }
}
