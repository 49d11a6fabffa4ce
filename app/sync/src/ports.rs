//! The three things the engine needs from outside, and what each must promise.
//!
//! Ports return boxed futures so that the engine, and every screen that holds it, is one plain
//! type whatever stands behind: the browser, memory, or a router in the same process.

use model::{
    ambient::Millis,
    id::{DeviceId, OpId, RecordId},
    op::Op,
    photo::PhotoId,
    record::{Data, Record, Scope},
    wire::{Cursor, PhotoHeld, Rejection, SignIn, SignedIn, SyncRequest, SyncResponse, Trouble},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{collections::BTreeMap, fmt, future::Future, pin::Pin};

/// Something that will be there later, on the same thread.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// What a phone keeps, across kills and restarts.
///
/// Every adapter must pass the suite in `contract`. The promises:
/// 1. Each method is one transaction: after a kill at any instant, all of it is there or nothing.
/// 2. When `save` has returned `Ok`, a power cut no longer takes the ops away, nor their photos.
/// 3. `save` numbers the ops within the same transaction, from one counter, without a gap, even
///    when two tabs save at once.
/// 4. `settle` never touches ops, repairs or drafts that it does not name.
/// 5. After an `Err` nothing has changed, and trying again is safe.
/// 6. A photo is there as long as anything that is kept names it, and goes only by
///    `drop_unnamed_photos`.
pub trait Journal {
    /// Everything that is kept, in any order but for the ops, which come by `n`.
    fn load(&self) -> Later<'_, Result<Kept, Broken>>;
    /// Numbers and keeps new ops with their photos; takes away the draft they came from and the refused ops that they
    /// replace. Returns the ops as kept.
    fn save(&self, save: Save) -> Later<'_, Result<Vec<Op>, Broken>>;
    /// Takes in one answer of the server.
    fn settle<'a>(&'a self, page: &'a Page) -> Later<'a, Result<(), Broken>>;
    /// Keeps a half-filled form under its key, over an older one.
    fn put_draft<'a>(&'a self, draft: &'a Draft) -> Later<'a, Result<(), Broken>>;
    /// Keeps a photo together with the half-filled form that names it.
    fn put_photo<'a>(&'a self, photo: &'a Photo, draft: &'a Draft) -> Later<'a, Result<(), Broken>>;
    /// The bytes of a photo; none if it is not here. [`Journal::load`] gives none: they are many.
    fn photo(&self, id: PhotoId) -> Later<'_, Result<Option<Vec<u8>>, Broken>>;
    /// Notes how far a photo has come. One that is not here is let be.
    fn mark_photo(&self, id: PhotoId, stands: PhotoStands) -> Later<'_, Result<(), Broken>>;
    /// Forgets the photos that no op and no draft names ([`named_photos`]), as this very transaction
    /// finds them: another tab may have just named one.
    fn drop_unnamed_photos(&self) -> Later<'_, Result<(), Broken>>;
    /// Forgets a half-filled form.
    fn drop_draft<'a>(&'a self, key: &'a str) -> Later<'a, Result<(), Broken>>;
    /// Puts taken and refused ops back among the unsent and forgets all rows, cursors and the mark:
    /// the server was restored from a backup and may lack them. All of them are numbered anew, in
    /// their old order, and the device counts from there: what else it had once numbered, and a
    /// later op has replaced, the server cannot miss. All photos wait to be sent again.
    fn reoffer(&self) -> Later<'_, Result<(), Broken>>;
    /// Takes a new device id: another phone has used this one's numbers. Numbers go on; the first
    /// that counts under the new id is that of the oldest unsent op, or the next one.
    fn set_device(&self, device: DeviceId) -> Later<'_, Result<(), Broken>>;
    /// Counts on from `n` at least: the browser took the storage away, and the numbers that were
    /// given are to be missed.
    fn count_from(&self, n: u64) -> Later<'_, Result<(), Broken>>;
}

/// What a journal gives back at start.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// The device that numbers the ops.
    pub device: Option<DeviceId>,
    /// The first number that counts under that device; 0 while there is none.
    pub first_n: u64,
    /// The last number that was given.
    pub last_n: u64,
    /// The server's rows.
    pub rows: Vec<Record>,
    /// How far each scope was read.
    pub cursors: BTreeMap<Scope, Cursor>,
    /// The mark of the last answer.
    pub mark: Option<Cursor>,
    /// Ops without a verdict, by `n`.
    pub outbox: Vec<Op>,
    /// Ops that were refused.
    pub repair: Vec<Stuck>,
    /// Ops that were taken, kept for a while in case the server is restored.
    pub acked: Vec<Acked>,
    /// Half-filled forms.
    pub drafts: Vec<Draft>,
    /// Photos, without their bytes.
    pub photos: Vec<KeptPhoto>,
}

/// A photo with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// Which.
    pub id: PhotoId,
    /// The picture.
    pub bytes: Vec<u8>,
}

/// What is kept of a photo beside its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPhoto {
    /// Which.
    pub id: PhotoId,
    /// How far it has come.
    #[serde(flatten)]
    pub stands: PhotoStands,
}

/// How far a photo has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stands", content = "why", rename_all = "snake_case")]
pub enum PhotoStands {
    /// Here; to be sent as soon as the server has a record that names it.
    Waiting,
    /// The server has it, and has looked at it.
    Sent,
    /// The server does not want it; by its code. Sending it again would not help.
    Refused(String),
}

impl PhotoStands {
    /// When something names it anew: what was refused may go again.
    pub fn named_anew(self) -> Self {
        if self == PhotoStands::Sent { self } else { PhotoStands::Waiting }
    }
}

/// The photos that these ops and drafts name.
pub fn named_photos<'a>(
    ops: impl IntoIterator<Item = &'a Op>,
    drafts: impl IntoIterator<Item = &'a Draft>,
) -> Vec<PhotoId> {
    let mut named = Vec::new();
    let mut note = |data| named.extend(model::photo::named(data).iter().map(|photo| photo.sha256));
    ops.into_iter().filter_map(Op::fields).for_each(&mut note);
    drafts.into_iter().for_each(|draft| note(&draft.data));
    named
}

/// An op that the server did not take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stuck {
    /// The op.
    pub op: Op,
    /// Why.
    pub rejection: Rejection,
    /// The version of the record that was missing, as it was held here then; 0 for none. When a
    /// later one has come the op goes again by itself.
    #[serde(default)]
    pub seen: u64,
}

/// So many days a taken op is kept, to be offered again should the server be restored from a
/// backup.
pub const KEPT_DAYS: i64 = 30;

/// An op that the server took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acked {
    /// The op.
    pub op: Op,
    /// The version it gave its record.
    pub seq: u64,
    /// When the verdict was given, by the server's clock; [`KEPT_DAYS`] later it may be forgotten.
    pub at: Millis,
    /// Whether its record has come down since, or has left this phone: from then on what the server
    /// says is shown alone, and the op is only kept to be offered again to a restored server.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub covered: bool,
}

/// A half-filled form, kept from the first key press.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// One draft a key: `visit:<household>`.
    pub key: String,
    /// The kind it will be.
    pub kind: String,
    /// The form's version when it was begun.
    pub version: u16,
    /// The record it is about (the household).
    pub about: Option<RecordId>,
    /// When it was last touched, by this phone's wall clock.
    pub at: Millis,
    /// The answers so far.
    pub data: Data,
    /// Set while mending a refused op: that op.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mends: Option<OpId>,
}

/// New ops, and what they make superfluous.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Save {
    /// The ops; their `n` is given by the journal.
    pub ops: Vec<Op>,
    /// The draft that they came from.
    pub draft: Option<String>,
    /// The refused ops that they replace ([`Op::mends`]).
    pub mends: Vec<OpId>,
    /// The photos that they name.
    pub photos: Vec<Photo>,
}

/// One answer of the server, ready to be kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Ops that were taken; one that is known takes the place of itself.
    pub acked: Vec<Acked>,
    /// Ops that were refused.
    pub stuck: Vec<Stuck>,
    /// Rows to keep; those with `gone` are to be forgotten.
    pub rows: Vec<Record>,
    /// New cursors.
    pub cursors: BTreeMap<Scope, Cursor>,
    /// The answer's mark; kept in the same breath as its verdicts.
    pub mark: Option<Cursor>,
    /// Scopes that this person no longer holds: their rows and cursors go.
    pub dropped: Vec<Scope>,
    /// Ops that were taken so long ago that they need not be offered again.
    pub forgotten: Vec<OpId>,
    /// How many numbers of this device never reached the server, if it said so.
    pub lost: Option<u64>,
}

/// The local storage did not do what it was asked. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// No room left on the phone.
    Full,
    /// The database was closed, blocked or is damaged; a code for the log.
    Failed(String),
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Broken::Full => f.write_str("storage full"),
            Broken::Failed(code) => write!(f, "storage failed: {code}"),
        }
    }
}

impl std::error::Error for Broken {}

/// The way to the server for records.
pub trait Remote {
    /// One round trip of `POST /api/v1/sync`.
    fn sync(&self, request: SyncRequest) -> Later<'_, Result<SyncResponse, Refused>>;
    /// One piece of a photo: `PUT /api/v1/photos/{sha256}`. The server says how much it has after it,
    /// whatever it had before; a piece without bytes only asks.
    fn put_photo(&self, piece: PhotoPiece) -> Later<'_, Result<PhotoHeld, Refused>>;
}

/// A piece of a photo on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoPiece {
    /// Of which.
    pub id: PhotoId,
    /// Size of the whole.
    pub of: u64,
    /// Where the piece begins.
    pub at: u64,
    /// The piece.
    pub bytes: Vec<u8>,
}

/// Questions that only the server can answer; no worker's screen waits for one but signing in.
pub trait Online {
    /// `POST /api/v1/sign-in`.
    fn sign_in(&self, sign_in: SignIn) -> Later<'_, Result<SignedIn, Refused>>;
    /// `POST /api/v1/sign-out`.
    fn sign_out(&self) -> Later<'_, Result<(), Refused>>;
    /// `GET` of an address; the answer is JSON of our server, not yet read. Who asks knows its
    /// shape, so that only their screens carry the code that reads it ([`read_answer`]).
    fn get(&self, address: String) -> Later<'_, Result<String, Refused>>;
    /// `POST` of JSON to an address; the answer as with [`Online::get`].
    fn post(&self, address: String, json: String) -> Later<'_, Result<String, Refused>>;
}

/// Reads an answer. What is no JSON of the expected shape does not come from our server.
///
/// # Errors
/// [`Refused::NotOurs`].
pub fn read_answer<A: DeserializeOwned>(answer: &str) -> Result<A, Refused> {
    serde_json::from_str(answer).map_err(|_| Refused::NotOurs)
}

/// Why there is no answer of use.
#[derive(Debug, Clone, PartialEq)]
pub enum Refused {
    /// No connection, or it broke, or took too long.
    Unreachable,
    /// Something answered that is not our server: a portal's login page, a proxy's error.
    NotOurs,
    /// Our server answered with a code.
    Trouble {
        /// HTTP status.
        status: u16,
        /// What it said.
        trouble: Trouble,
        /// `Retry-After`, in seconds.
        after: Option<u32>,
    },
}

impl Refused {
    /// The server's code, if it gave one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Refused::Trouble { trouble, .. } => Some(&trouble.code),
            _ => None,
        }
    }
}
