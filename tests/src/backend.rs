//! What a story needs of a server, whichever it is: the real router on SQLite
//! ([`Township`](crate::township::Township)), or the real ingest on a shelf in memory
//! ([`Shelf`](crate::shelf::Shelf)), or, for phones alone, the real program at the other end of a bad
//! line ([`Line`](crate::line::Line)).

use crate::township::Somebody;
use model::{
    fact::Fact,
    id::{DeviceId, RecordId},
    kind::{Payload, same::Same},
    record::{Record, Scope},
    same::Joins,
    wire::{PhotoHeld, SyncRequest, SyncResponse},
};
use server::ingest;
use std::collections::{BTreeMap, BTreeSet};
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

/// A fact as a line: of which record, what, where, when, how much, about whom.
pub fn told(record: RecordId, scope: &str, fact: &Fact) -> String {
    let day = fact.day.map(|day| day.to_string()).unwrap_or_default();
    format!("{record} {} {scope} {day} {} {}", fact.metric.code(), fact.n, fact.subject)
}

/// What records count for, worked out from nothing but what stands in them.
pub fn counted<'a>(records: impl Iterator<Item = &'a Record> + Clone) -> BTreeSet<String> {
    let by_id: BTreeMap<RecordId, &Record> = records.clone().map(|record| (record.id, record)).collect();
    let joins = joins(records.clone());
    let known = |id: RecordId| by_id.get(&id).copied();
    let facts = records.flat_map(|record| {
        let facts = joins.facts(record, known, ingest::facts).into_iter();
        facts.map(move |fact| told(record.id, &record.scope.to_string(), &fact))
    });
    facts.filter(|fact| fact.contains(" grid:")).collect()
}

/// What is read as what, of records that are there.
pub fn joins<'a>(records: impl Iterator<Item = &'a Record> + Clone) -> Joins {
    let there = records.filter(|record| record.gone.is_none());
    let places: BTreeMap<RecordId, (&str, Scope)> =
        there.clone().map(|record| (record.id, (record.kind.as_str(), record.scope))).collect();
    let said = there.filter(|record| record.kind == Same::KIND).map(|record| (record.scope, record.read()));
    Joins::of(said, |kind, id| places.get(&id).filter(|(own, _)| *own == kind).map(|(_, scope)| *scope))
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

    /// What it counts at the doors of its grids: each fact in a line ([`told`]).
    fn facts(&self) -> impl Future<Output = BTreeSet<String>>;
}
