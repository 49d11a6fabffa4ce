//! What was joined, and how it is read: who leads, what is read as what, whose values stand.
//!
//! A join holds as long as both records are there and live where the join does; it is a line between
//! two, and all that hang together are one. What comes out depends on what is there alone, not on
//! the order in which it came: lines may be drawn twice, against each other, or in a ring.

use crate::{
    fact::Fact,
    field::{Field, Holds},
    id::RecordId,
    kind::{
        self, Kind, Payload,
        person::{ONLY_FOR_TYPES, Person},
        same::{Same, Taken},
    },
    record::{Data, Record, Scope},
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// All joins of some places.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Joins {
    /// Who stepped back, and who leads in their place.
    roots: BTreeMap<RecordId, RecordId>,
    /// Who leads, those that stepped back, and the lines between them.
    groups: BTreeMap<RecordId, Group>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Group {
    back: Vec<RecordId>,
    lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq)]
struct Line {
    keep: RecordId,
    back: RecordId,
    taken: Vec<Taken>,
}

impl Joins {
    /// Of what was said of pairs, each with where it lives. `place` says where a record of that kind
    /// is, if it is there at all.
    pub fn of(pairs: impl IntoIterator<Item = (Scope, Same)>, place: impl Fn(&str, RecordId) -> Option<Scope>) -> Self {
        let holds = |(scope, same): &(Scope, Same)| {
            let there = |id: Option<RecordId>| id.is_some_and(|id| place(&same.what, id) == Some(*scope));
            same.joins() && same.one != same.other && there(same.one) && there(same.other)
        };
        let pairs = pairs.into_iter().filter(holds);
        let lines = pairs.filter_map(|(_, same)| {
            let (keep, back) = same.sides()?;
            Some(Line { keep, back, taken: same.taken })
        });
        let mut lines: Vec<Line> = lines.collect();
        lines.sort_by_key(|line| (line.keep, line.back));
        let mut near: BTreeMap<RecordId, BTreeSet<RecordId>> = BTreeMap::new();
        for line in &lines {
            near.entry(line.keep).or_default().insert(line.back);
            near.entry(line.back).or_default().insert(line.keep);
        }
        let mut joins = Self::default();
        let mut seen = BTreeSet::<RecordId>::new();
        for start in near.keys() {
            if seen.contains(start) {
                continue;
            }
            let (mut all, mut next) = (BTreeSet::new(), vec![*start]);
            while let Some(id) = next.pop() {
                if all.insert(id) {
                    next.extend(near.get(&id).into_iter().flatten());
                }
            }
            seen.extend(&all);
            let own: Vec<Line> = lines.iter().filter(|line| all.contains(&line.keep)).cloned().collect();
            // Whoever leads everywhere; in a ring, where everybody steps back once, the least.
            let steps_back: BTreeSet<RecordId> = own.iter().map(|line| line.back).collect();
            let Some(root) = all.difference(&steps_back).chain(&all).next().copied() else { continue };
            all.remove(&root);
            joins.roots.extend(all.iter().map(|id| (*id, root)));
            joins.groups.insert(root, Group { back: all.into_iter().collect(), lines: own });
        }
        joins
    }

    /// Whether nothing was joined.
    pub fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// Who leads in a record's place: itself, unless it stepped back.
    pub fn root(&self, id: RecordId) -> RecordId {
        self.roots.get(&id).copied().unwrap_or(id)
    }

    /// Whether another record leads in its place.
    pub fn stepped_back(&self, id: RecordId) -> bool {
        self.roots.contains_key(&id)
    }

    /// Those that stepped back behind a record, in the order of their ids.
    pub fn behind(&self, root: RecordId) -> &[RecordId] {
        self.groups.get(&root).map_or(&[], |group| &group.back)
    }

    /// Who stepped back, and who leads in their place.
    pub fn roots(&self) -> impl Iterator<Item = (RecordId, RecordId)> {
        self.roots.iter().map(|(back, root)| (*back, *root))
    }

    /// A record as it is read: what it names is named by who leads. None if it is read as it is.
    pub fn read(&self, record: &Record) -> Option<Record> {
        if self.is_empty() {
            return None;
        }
        let fields = kind::kind(&record.kind).map(|kind| kind.fields)?;
        let data = self.renamed(fields, &record.data);
        (data != record.data).then(|| Record { data, ..record.clone() })
    }

    fn renamed(&self, fields: &[Field], data: &Data) -> Data {
        let lead = |value: &mut Value| {
            let id = value.as_str().and_then(|id| id.parse::<RecordId>().ok());
            if let Some(root) = id.and_then(|id| self.roots.get(&id)) {
                *value = Value::from(root.to_string());
            }
        };
        let mut data = data.clone();
        for field in fields {
            let Some(value) = data.get_mut(field.name) else { continue };
            match field.holds {
                Holds::Ref(_) => lead(value),
                Holds::Refs(_) => value.as_array_mut().into_iter().flatten().for_each(lead),
                Holds::Parts(of) => {
                    for part in value.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
                        *part = self.renamed(of, part);
                    }
                }
                _ => {}
            }
        }
        data
    }

    /// A record that leads, with what those behind it add: its values stand, unless another was
    /// chosen and nobody has changed it since; what it does not say, they do. None if nobody stepped
    /// back behind it.
    pub fn joined<'a>(&self, root: &Record, of: impl Fn(RecordId) -> Option<&'a Record>) -> Option<Record> {
        let group = self.groups.get(&root.id)?;
        let behind: Vec<&Record> = group.back.iter().filter_map(|id| of(*id)).collect();
        let of_id =
            |id: RecordId| if id == root.id { Some(root) } else { behind.iter().copied().find(|one| one.id == id) };
        let value = |record: &Record, field: &str| record.data.get(field).filter(|value| !value.is_null()).cloned();
        let names: BTreeSet<&String> =
            behind.iter().flat_map(|record| record.data.keys()).chain(root.data.keys()).collect();
        let mut data = Data::new();
        for name in names {
            let (mut leads, mut seen) = (root, BTreeSet::from([root.id]));
            while let Some(next) = group.lines.iter().find_map(|line| {
                let stands = value(leads, name).unwrap_or_default();
                let chosen = line.taken.iter().any(|taken| taken.field == *name && taken.was == stands);
                (line.keep == leads.id && chosen && !seen.contains(&line.back)).then(|| of_id(line.back)).flatten()
            }) {
                seen.insert(next.id);
                leads = next;
            }
            let others = std::iter::once(root).chain(behind.iter().copied());
            if let Some(value) = value(leads, name).or_else(|| others.into_iter().find_map(|other| value(other, name)))
            {
                data.insert(name.clone(), value);
            }
        }
        if root.kind == Person::KIND && data.get("person_type").is_none_or(|one| one == "ordinary") {
            data.retain(|name, _| !ONLY_FOR_TYPES.contains(&name.as_str()));
        }
        Some(Record { data, ..root.clone() })
    }

    /// A record as it is read and counted: none for one that stepped back.
    pub fn seen<'a>(&self, record: &Record, of: impl Fn(RecordId) -> Option<&'a Record>) -> Option<Record> {
        if self.stepped_back(record.id) {
            return None;
        }
        let joined = self.joined(record, of);
        let whole = joined.as_ref().unwrap_or(record);
        Some(self.read(whole).unwrap_or_else(|| whole.clone()))
    }

    /// What a record counts for, as `count` counts one: what names those that stepped back counts for
    /// who leads, and of one thing told twice in one record one counts.
    pub fn facts<'a>(
        &self,
        record: &Record,
        of: impl Fn(RecordId) -> Option<&'a Record>,
        count: impl Fn(&Record) -> Vec<Fact>,
    ) -> Vec<Fact> {
        if self.is_empty() {
            return count(record);
        }
        let mut facts = self.seen(record, of).map(|seen| count(&seen)).unwrap_or_default();
        let mut counted = BTreeSet::new();
        facts.retain(|fact| counted.insert((fact.metric, fact.subject)));
        facts
    }
}

/// The fields in which two records say something different, of what may be chosen.
pub fn differing(kind: &'static Kind, one: &Data, other: &Data) -> Vec<&'static str> {
    let said = |data: &Data, name: &str| data.get(name).filter(|value| !value.is_null()).cloned();
    let differs = |field: &&Field| {
        let chosen = !matches!(field.holds, Holds::Ref(_) | Holds::Refs(_)) && field.name != "walk";
        let (one, other) = (said(one, field.name), said(other, field.name));
        chosen && one.is_some() && other.is_some() && one != other
    };
    kind.fields.iter().filter(differs).map(|field| field.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fact::Metric,
        kind::{household::Household, tests::record, visit},
    };
    use proptest::prelude::*;
    use serde_json::json;

    const HERE: Scope = Scope::Grid(RecordId::fixed(8));
    const ELSEWHERE: Scope = Scope::Grid(RecordId::fixed(9));

    fn id(n: u128) -> RecordId {
        RecordId::fixed(0x100 + n)
    }

    fn said(keep: u128, back: u128, status: &str) -> (Scope, Same) {
        let (keep, back) = (id(keep), id(back));
        let same = Same {
            what: "household".into(),
            one: Some(keep.min(back)),
            other: Some(keep.max(back)),
            keep: Some(keep),
            status: status.into(),
            ..Same::default()
        };
        (HERE, same)
    }

    fn joins(lines: &[(u128, u128)]) -> Joins {
        Joins::of(lines.iter().map(|(keep, back)| said(*keep, *back, "joined")), |_, _| Some(HERE))
    }

    fn roots(joins: &Joins, of: &[u128]) -> Vec<RecordId> {
        of.iter().map(|n| joins.root(id(*n))).collect()
    }

    #[test]
    fn chains_rings_and_two_words_about_one_are_one() {
        assert_eq!(roots(&joins(&[(1, 2)]), &[1, 2, 3]), [id(1), id(1), id(3)]);
        assert_eq!(roots(&joins(&[(2, 1)]), &[1, 2]), [id(2); 2], "who leads was said");
        assert_eq!(roots(&joins(&[(3, 2), (2, 1)]), &[1, 2, 3]), [id(3); 3], "a chain");
        assert_eq!(roots(&joins(&[(1, 2), (2, 3), (3, 1)]), &[1, 2, 3]), [id(1); 3], "a ring");
        assert_eq!(roots(&joins(&[(3, 1), (2, 1)]), &[1, 2, 3]), [id(2); 3], "one behind two");
        assert_eq!(joins(&[(3, 1), (3, 2)]).behind(id(3)), [id(1), id(2)]);
    }

    #[test]
    fn a_join_holds_where_both_are_there_and_nobody_took_it_back() {
        let held = |status: &str, place: &dyn Fn(RecordId) -> Option<Scope>| {
            Joins::of([said(1, 2, status)], |_, id| place(id)).stepped_back(id(2))
        };
        assert!(held("joined", &|_| Some(HERE)));
        assert!(!held("undone", &|_| Some(HERE)) && !held("apart", &|_| Some(HERE)));
        assert!(!held("joined", &|_| Some(ELSEWHERE)) && !held("joined", &|_| None));
        assert!(!held("joined", &|one| (one == id(1)).then_some(HERE)));
        assert!(!held("joined", &|one| Some(if one == id(1) { HERE } else { ELSEWHERE })));
    }

    #[test]
    fn the_values_of_who_leads_stand_and_the_others_fill_the_gaps() {
        let of = |n: u128, data: Value| Record {
            id: id(n),
            ..record(Household::KIND, data.as_object().cloned().expect("an object"))
        };
        let keep = of(1, json!({"door": "17号", "head": "佘德旺", "phone": "19900000001", "note": null}));
        let back =
            of(2, json!({"door": "十七号", "head": "佘小满", "phone": "19900000002", "note": "狗", "residents": 3}));
        let joined = |taken: Value, keep: &Record| {
            let (scope, mut same) = said(1, 2, "joined");
            same.taken = serde_json::from_value(taken).expect("taken");
            let joins = Joins::of([(scope, same)], |_, _| Some(HERE));
            Value::from(joins.joined(keep, |_| Some(&back)).expect("joined").data)
        };
        let whole = json!({"door": "17号", "head": "佘德旺", "phone": "19900000001", "note": "狗", "residents": 3});
        assert_eq!(joined(json!([]), &keep), whole);
        let taken = json!([{"field": "phone", "was": "19900000001"}]);
        assert_eq!(joined(taken.clone(), &keep)["phone"], "19900000002");
        let changed = of(1, json!({"door": "17号", "head": "佘德旺", "phone": "19900000003"}));
        assert_eq!(joined(taken, &changed)["phone"], "19900000003", "somebody has said better since");
        assert_eq!(differing(&kind::household::KIND, &keep.data, &back.data), ["door", "head", "phone"]);
    }

    #[test]
    fn who_is_joined_to_an_ordinary_resident_brings_no_card() {
        let of = |n: u128, data: Value| Record {
            id: id(n),
            ..record(Person::KIND, data.as_object().cloned().expect("an object"))
        };
        let back = of(2, json!({"name": "佘小满", "person_type": "returned_wuhan", "origin": "湖北省武汉市"}));
        let merged = |kept: Value| joins(&[(1, 2)]).joined(&of(1, kept), |_| Some(&back)).expect("joined").data;
        assert_eq!(merged(json!({"name": "佘小满"}))["origin"], "湖北省武汉市", "nothing was said against it");
        assert!(!merged(json!({"name": "佘小满", "person_type": "ordinary"})).contains_key("origin"));
    }

    #[test]
    fn what_names_both_counts_for_one_and_once() {
        let (home, other) = (id(1), id(2));
        let (person, again) = (id(3), id(4));
        let joins = joins(&[(1, 2), (3, 4)]);
        let data = json!({"household": other, "visited_on": "2020-02-07", "outcome": "met",
                          "screening": [{"person": person}, {"person": again, "symptoms": ["fever"]}]});
        let visit = record("visit", data.as_object().cloned().expect("an object"));
        assert_eq!(visit::KIND.check(&visit.data), []);
        let facts = joins.facts(&visit, |_| None, visit::KIND.facts);
        let told: Vec<_> = facts.iter().map(|fact| (fact.metric, fact.subject)).collect();
        assert_eq!(
            told,
            [
                (Metric::Visit, home),
                (Metric::HouseholdScreened, home),
                (Metric::PersonScreened, person),
                (Metric::Symptom, person),
                (Metric::Fever, person),
            ]
        );
        let stepped_back = Record { id: other, ..record("household", Data::new()) };
        assert_eq!(joins.facts(&stepped_back, |_| None, kind::household::KIND.facts), []);
    }

    proptest! {
        #[test]
        fn order_and_repetition_play_no_part(lines in prop::collection::vec((0..6u128, 0..6u128), 0..8), turn in 0..8usize) {
            let whole = joins(&lines);
            let mut turned = lines.clone();
            turned.rotate_left(turn.min(lines.len()));
            turned.reverse();
            prop_assert_eq!(&joins(&turned), &whole);
            for (one, other) in &lines {
                prop_assert_eq!(whole.root(id(*one)), whole.root(id(*other)));
            }
            for n in 0..6 {
                let root = whole.root(id(n));
                prop_assert_eq!(whole.root(root), root, "who leads leads itself");
                prop_assert_eq!(whole.stepped_back(id(n)), root != id(n));
                prop_assert!(root == id(n) || whole.behind(root).contains(&id(n)));
            }
        }
    }
}
