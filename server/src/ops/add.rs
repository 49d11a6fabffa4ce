//! Records made on the server: imports and the demo, by the same road as a phone's ops.

use crate::{
    state::{ChanceOf, State},
    store::{NotPushed, Push, StoreError},
};
use model::{
    access::Permit,
    id::{DeviceId, OpId, RecordId, UserId},
    kind,
    op::{Act, Op},
    record::{Data, Scope},
    wire::OpResult,
};

/// A record to be added.
#[derive(Debug, Clone)]
pub struct NewRecord {
    /// Where.
    pub scope: Scope,
    /// Its kind.
    pub kind: &'static str,
    /// Its id.
    pub id: RecordId,
    /// What it says.
    pub data: Data,
    /// When it was made, for records of the past; now if none.
    pub at: Option<i64>,
}

/// Why records were not added; none of them was.
#[derive(Debug)]
pub enum NotAdded {
    /// These were refused.
    Refused(Vec<OpResult>),
    /// Storage failed.
    Store(StoreError),
}

/// Adds records as `author`'s, all or nothing. For whoever holds the machine: imports by the
/// command line, the demo; no request reaches this.
///
/// # Errors
/// [`NotAdded`].
pub async fn add_all(state: &State, author: UserId, town: RecordId, records: Vec<NewRecord>) -> Result<(), NotAdded> {
    let stamp = state.world.stamp();
    let device = DeviceId::mint(stamp.wall, &ChanceOf(&state.world));
    let permit = Permit::to_set_up(author, town);
    let ops = records
        .into_iter()
        .zip(1..)
        .map(|(record, n)| {
            let mut at = stamp.clone();
            at.wall = record.at.unwrap_or(at.wall);
            Op {
                id: OpId::mint(at.wall, &ChanceOf(&state.world)),
                n,
                v: kind::kind(record.kind).map_or(1, |kind| kind.version),
                act: Act::Add { data: record.data },
                kind: record.kind.into(),
                rec: record.id,
                scope: record.scope,
                at,
                deps: Vec::new(),
                mends: None,
            }
        })
        .collect();
    match state.store.push(Push { permit, device, ops, heard: None, whole: true }).await {
        Ok(_) => Ok(()),
        Err(NotPushed::Refused(refused)) => Err(NotAdded::Refused(refused)),
        Err(NotPushed::Store(error)) => Err(NotAdded::Store(error)),
        Err(NotPushed::NewDevice) => Err(NotAdded::Store(StoreError::Failed(sqlx::Error::Protocol(
            "numbers of a fresh device came again".into(),
        )))),
    }
}
