//! How far a phone has read, as it says it and as it is told: a cursor for each scope, or, when there
//! was nothing left to read, one mark for all of them.
//!
//! A cursor is `seq.hash`. A mark has the name of the scopes behind it that were read so far,
//! `seq.hash.scopes`, or no name, `seq.hash.`, if something was left to read. With a name it stands in
//! the place of each cursor as well, and a phone whose cursors are the mark need not name its scopes
//! the next time: most syncs find nothing new, and names would be most of their bytes.

use crate::store::{Pulled, Pushed};
use model::{
    ambient::Millis,
    record::Scope,
    wire::{Cursor, SyncRequest, SyncResponse},
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// So many bytes of a digest name a set of scopes. It only has to differ from that of the same
/// person's scopes before.
const NAME_BYTES: usize = 4;

/// From where a phone wants to read.
#[derive(Debug, PartialEq, Eq)]
pub enum Reading {
    /// From these cursors on; a scope without one from the beginning.
    From {
        /// The cursors.
        have: BTreeMap<Scope, Option<Cursor>>,
        /// Whether they were not named, and need not be named in the answer.
        brief: bool,
    },
    /// It was brief, and what it may hold has changed: it has to name its scopes.
    ToBeNamed,
}

impl Reading {
    /// What `request` asks for, when its sender may hold `scopes`.
    pub fn of(request: &SyncRequest, scopes: &BTreeSet<Scope>) -> Self {
        if !request.brief {
            return Self::From { have: request.have.clone(), brief: false };
        }
        match &request.mark {
            Some(mark) if mark.splitn(3, '.').nth(2) == Some(name_of(scopes).as_str()) => {
                let have = scopes.iter().map(|scope| (*scope, Some(mark.clone()))).collect();
                Self::From { have, brief: true }
            }
            _ => Self::ToBeNamed,
        }
    }

    /// Everything, by whoever has nothing yet.
    pub fn from_the_beginning() -> Self {
        Self::From { have: BTreeMap::new(), brief: false }
    }

    /// The cursor from which a scope is read; none from the beginning.
    pub fn cursor(&self, scope: &Scope) -> Option<&Cursor> {
        match self {
            Self::From { have, .. } => have.get(scope)?.as_ref(),
            Self::ToBeNamed => None,
        }
    }

    /// What the phone is told of what was pushed and what was read.
    pub fn answer(&self, now: Millis, pushed: Pushed, read: Pulled, scopes: BTreeSet<Scope>) -> SyncResponse {
        let brief = matches!(self, Self::From { brief: true, .. });
        SyncResponse {
            now,
            results: pushed.results,
            scopes: (!brief).then(|| scopes.into_iter().collect()),
            rows: read.rows,
            have: if brief && !read.more { BTreeMap::new() } else { read.have },
            mark: Some(read.mark),
            more: read.more,
            lost: pushed.lost,
            notice: None,
        }
    }
}

/// The number and the hash in a cursor or a mark.
pub fn place(cursor: &str) -> Option<(u64, &str)> {
    let mut parts = cursor.splitn(3, '.');
    Some((parts.next()?.parse().ok()?, parts.next()?))
}

/// The mark of an answer that leaves nothing to read in `scopes`.
pub fn all_read(head: &Cursor, scopes: &BTreeSet<Scope>) -> Cursor {
    format!("{head}.{}", name_of(scopes))
}

/// The mark of an answer that leaves something to read. No cursor is like it.
pub fn part_read(head: &Cursor) -> Cursor {
    format!("{head}.")
}

fn name_of(scopes: &BTreeSet<Scope>) -> String {
    let mut digest = Sha256::new();
    for scope in scopes {
        digest.update(scope.to_string());
    }
    digest.finalize().iter().take(NAME_BYTES).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::id::RecordId;

    fn grids(of: &[u128]) -> BTreeSet<Scope> {
        of.iter().map(|n| Scope::Grid(RecordId::fixed(*n))).collect()
    }

    fn brief(mark: &str) -> SyncRequest {
        serde_json::from_value(serde_json::json!({
            "proto": 1, "schema": 1, "app": "0.1.0", "device": RecordId::fixed(5), "brief": true, "mark": mark,
            "clock": {"wall": 1, "mono": 2, "boot": "b"},
        }))
        .expect("a request")
    }

    #[test]
    fn a_mark_stands_for_the_scopes_it_was_given_for_and_no_others() {
        let mark = all_read(&"17.ab".into(), &grids(&[1, 2]));
        assert_eq!(place(&mark), Some((17, "ab")));
        let have = grids(&[1, 2]).into_iter().map(|scope| (scope, Some(mark.clone()))).collect();
        assert_eq!(Reading::of(&brief(&mark), &grids(&[1, 2])), Reading::From { have, brief: true });
        for others in [grids(&[1]), grids(&[1, 2, 3]), grids(&[])] {
            assert_eq!(Reading::of(&brief(&mark), &others), Reading::ToBeNamed);
        }
        // The mark of an answer that left something to read stands for none.
        for nameless in ["17.ab", part_read(&"17.ab".into()).as_str()] {
            assert_eq!(Reading::of(&brief(nameless), &grids(&[1, 2])), Reading::ToBeNamed);
            assert_eq!(Reading::of(&brief(nameless), &grids(&[])), Reading::ToBeNamed);
        }
    }
}
