//! What a story needs of a server, whichever it is: the real router on SQLite
//! ([`Township`](crate::township::Township)), or the real ingest on a shelf in memory
//! ([`Shelf`](crate::shelf::Shelf)), or, for phones alone, the real program at the other end of a bad
//! line ([`Line`](crate::line::Line)).

use crate::township::Somebody;
use model::{
    id::{DeviceId, RecordId},
    wire::{PhotoHeld, SyncRequest, SyncResponse},
};
use sync::{Refused, ports::PhotoPiece};

/// What a phone needs of it.
pub trait Server: 'static {
    /// Signs in on `device`; gives the session.
    fn open_session(&self, who: Somebody, device: DeviceId) -> impl Future<Output = String>;

    /// Answers a phone.
    fn sync(&self, session: Option<&str>, request: SyncRequest) -> impl Future<Output = Result<SyncResponse, Refused>>;

    /// Takes a piece of a photo. What keeps none cannot be reached for it.
    fn put_photo(
        &self,
        _session: Option<&str>,
        _piece: PhotoPiece,
    ) -> impl Future<Output = Result<PhotoHeld, Refused>> {
        std::future::ready(Err(Refused::Unreachable))
    }

    /// How often it was restored from a backup.
    fn restores(&self) -> usize;
}

/// A server with its township, that things happen to.
pub trait Backend: Server {
    /// What it can be restored from.
    type Backup;

    /// Gives `grid` to `who` to walk as well.
    fn give(&self, who: Somebody, grid: RecordId) -> impl Future<Output = ()>;

    /// Takes `grid` away from `who`, from now on.
    fn take_away(&self, who: Somebody, grid: RecordId) -> impl Future<Output = ()>;

    /// Backs up while everything goes on.
    fn back_up(&self) -> impl Future<Output = Self::Backup>;

    /// All is lost, and the backup takes its place.
    fn lose_and_restore(&self, backup: &Self::Backup) -> impl Future<Output = ()>;

    /// How many households and how many visits of today the whole township counts.
    fn counts(&self) -> impl Future<Output = (u64, u64)>;
}
