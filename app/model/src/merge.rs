//! Joining two people's changes to one record, field by field, by the version each had seen.
//!
//! Pure: what stands, what is wanted and what was seen go in; what becomes of it comes out. The
//! policy is data beside each field ([`Merge`]).

use crate::{
    field::{Holds, Merge},
    id::UserId,
    kind::Kind,
    record::{Data, FieldVersions},
};
use serde_json::Value;
use std::collections::BTreeMap;

/// What stands on the server.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    /// The record's payload.
    pub data: &'a Data,
    /// The version of each field.
    pub versions: &'a FieldVersions,
    /// Who last wrote each field.
    pub writers: &'a BTreeMap<String, UserId>,
}

/// What became of a change.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Merged {
    /// Fields that get a new value, and so a new version.
    pub written: Data,
    /// Fields where the server's value stays and people have to look.
    pub conflicts: Vec<String>,
    /// Whether others had changed fields since `base`, these or others.
    pub joined: bool,
}

/// Joins `set`, made on top of `base`, with what stands. A field that the kind does not know is
/// treated as [`Merge::Quiet`]: it comes from a newer app.
pub fn merge(kind: Option<&Kind>, standing: Standing, set: &Data, base: &FieldVersions, author: UserId) -> Merged {
    let mut merged = Merged::default();
    for (name, mine) in set {
        let theirs = standing.data.get(name).unwrap_or(&Value::Null);
        if theirs == mine {
            continue;
        }
        let seen = base.get(name).copied().unwrap_or(0);
        let version = standing.versions.get(name).copied().unwrap_or(0);
        let changed = version > seen && standing.writers.get(name) != Some(&author);
        merged.joined |= changed;
        let field = kind.and_then(|kind| kind.field(name));
        let value = match field.map_or(Merge::Quiet, |field| field.merge) {
            Merge::Quiet => Some(mine.clone()),
            Merge::Fixed | Merge::Shown if changed => {
                merged.conflicts.push(name.clone());
                None
            }
            Merge::Fixed | Merge::Shown => Some(mine.clone()),
            Merge::Forward => {
                let rank = |value: &Value| field.and_then(|field| rank(field.holds, value));
                (!changed || rank(mine) > rank(theirs)).then(|| mine.clone())
            }
            Merge::Union if changed => Some(union(theirs, mine)),
            Merge::Union => Some(mine.clone()),
            Merge::Most => (!changed || mine.as_i64() > theirs.as_i64()).then(|| mine.clone()),
        };
        if let Some(value) = value.filter(|value| value != theirs) {
            merged.written.insert(name.clone(), value);
        }
    }
    merged.joined |= standing.versions.iter().any(|(name, version)| {
        base.get(name).is_some_and(|seen| version > seen) && standing.writers.get(name) != Some(&author)
    });
    merged
}

fn rank(holds: Holds, value: &Value) -> Option<usize> {
    match holds {
        Holds::One(states) => states.iter().position(|state| Some(*state) == value.as_str()),
        _ => None,
    }
}

fn union(theirs: &Value, mine: &Value) -> Value {
    match (theirs, mine) {
        (Value::Array(theirs), Value::Array(mine)) => {
            let new = mine.iter().filter(|item| !theirs.contains(item));
            Value::Array(theirs.iter().chain(new).cloned().collect())
        }
        (theirs, Value::Null) => theirs.clone(),
        (_, mine) => mine.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{household, need};
    use serde_json::json;

    const ME: UserId = UserId::fixed(1);
    const OTHER: UserId = UserId::fixed(2);

    fn data(value: Value) -> Data {
        value.as_object().cloned().expect("an object")
    }

    /// `field` stood at version 5 when I looked; the other has since written version 8.
    fn after_another(kind: &Kind, field: &str, theirs: Value, mine: Value, writer: UserId) -> Merged {
        let stands = data(json!({ field: theirs }));
        let versions = FieldVersions::from([(field.to_owned(), 8)]);
        let writers = BTreeMap::from([(field.to_owned(), writer)]);
        let standing = Standing { data: &stands, versions: &versions, writers: &writers };
        merge(Some(kind), standing, &data(json!({ field: mine })), &FieldVersions::from([(field.to_owned(), 5)]), ME)
    }

    #[test]
    fn quiet_the_later_arrival_wins() {
        let merged = after_another(&household::KIND, "phone", json!("19900000001"), json!("19900000002"), OTHER);
        assert_eq!(
            (merged.written, merged.conflicts.len(), merged.joined),
            (data(json!({"phone":"19900000002"})), 0, true)
        );
    }

    #[test]
    fn shown_stays_and_is_a_conflict() {
        let merged = after_another(&household::KIND, "head", json!("甲"), json!("乙"), OTHER);
        assert_eq!((merged.written.len(), merged.conflicts), (0, vec!["head".to_owned()]));
    }

    #[test]
    fn my_own_chain_is_no_conflict() {
        let merged = after_another(&household::KIND, "head", json!("甲"), json!("乙"), ME);
        assert_eq!((merged.written, merged.joined), (data(json!({"head":"乙"})), false));
    }

    #[test]
    fn the_same_value_twice_is_nothing() {
        assert_eq!(
            after_another(&household::KIND, "head", json!("甲"), json!("甲"), OTHER),
            Merged { joined: true, ..Merged::default() }
        );
    }

    #[test]
    fn forward_never_goes_back() {
        let merged = after_another(&need::KIND, "status", json!("done"), json!("taken"), OTHER);
        assert!(merged.written.is_empty() && merged.conflicts.is_empty());
        let merged = after_another(&need::KIND, "status", json!("taken"), json!("done"), OTHER);
        assert_eq!(merged.written, data(json!({"status":"done"})));
    }

    #[test]
    fn union_keeps_both() {
        assert_eq!(union(&json!(["a", "b"]), &json!(["b", "c"])), json!(["a", "b", "c"]));
    }
}
