//! `inspection` 企业检查: one inspection of an enterprise, as it was signed (seed rows 43–45; form F8).
//!
//! A log entry: the enterprise has signed it, so it is never changed afterwards. What was found wrong
//! and what became of it is a `defect` of its own, with its photos; a mistaken inspection is withdrawn
//! and made anew.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples, told},
    photo::{PhotoId, PhotoRef},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// What is looked at (F8 检查内容): the four that are always asked (体温监测, 车间消杀, 员工用餐, 员工住宿),
/// then those that a township may ask as well (`checklist`).
pub const ITEM: &[&str] = &[
    "temperature",
    "disinfection",
    "meals",
    "lodging",
    "plan",
    "trace",
    "key_area",
    "supplies",
    "ventilation",
    "visitors",
    "observation_room",
    "training",
    "pledge",
];
/// So many of [`ITEM`] are always asked, the first ones.
pub const MANDATORY: usize = 4;
/// How it was found: 合格, 不合格, 不适用.
pub const RESULT: &[&str] = &["pass", "fail", "na"];
/// Guidance that is handed over (seed row 45).
pub const DOC: &[&str] = &["resumption", "prevention", "support", "pledge", "other"];
/// At most so many photos show the signature.
pub const SIGNATURES: usize = 2;

/// An inspection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Inspection {
    /// Which enterprise.
    pub enterprise: Option<RecordId>,
    /// Which round of inspections, from 1.
    pub round: Option<i64>,
    /// The day.
    pub on: Option<Day>,
    /// Who inspected.
    pub inspectors: Vec<RecordId>,
    /// What was looked at.
    pub items: Vec<Item>,
    /// What was handed over.
    pub docs_given: Vec<Doc>,
    /// Whether it was explained on the spot.
    pub briefing: Option<bool>,
    /// The enterprise's signature, on paper.
    pub sign: Vec<PhotoRef>,
    /// Anything else.
    pub note: Option<String>,
}

/// One item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    /// One of [`ITEM`].
    pub item: String,
    /// One of [`RESULT`].
    pub result: String,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Guidance of one sort.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Doc {
    /// One of [`DOC`].
    pub doc: String,
    /// How many copies.
    pub n: i64,
}

impl Payload for Inspection {
    const KIND: &'static str = "inspection";
}

const fn fixed(name: &'static str, holds: Holds, required: bool, sight: Sight, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Fixed, sight, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Inspection::KIND,
    version: 1,
    home: Home::Town,
    life: Life::Log,
    fields: &[
        fixed("enterprise", Holds::Ref("enterprise"), true, Sight::Plain, "M24: which enterprise"),
        fixed("round", Holds::Count(1, 999), false, Sight::Plain, "seed row 43: which round"),
        fixed("on", Holds::Day, true, Sight::Plain, "M24: on which day"),
        fixed("inspectors", Holds::Refs("staff"), false, Sight::Plain, "F8: who inspected"),
        fixed("items", Holds::Parts(LOOKED_AT), true, Sight::Plain, "seed row 44: what was found"),
        fixed("docs_given", Holds::Parts(GIVEN), false, Sight::Plain, "seed row 45: guidance handed over"),
        fixed("briefing", Holds::YesNo, false, Sight::Plain, "seed row 45: explained on the spot"),
        fixed("sign", Holds::Photos(SIGNATURES), false, Sight::Personal, "F8: signed by the enterprise"),
        fixed("note", Holds::Text(300), false, Sight::Plain, "F8: anything else"),
    ],
    form: None,
    rules,
    facts,
    samples: examples(samples),
};

static LOOKED_AT: &[Field] = &[
    fixed("item", Holds::One(ITEM), true, Sight::Plain, "seed row 44: what was looked at"),
    fixed("result", Holds::One(RESULT), true, Sight::Plain, "seed row 44: how it was found"),
    fixed("note", Holds::Text(200), false, Sight::Plain, "F8: in words"),
];

static GIVEN: &[Field] = &[
    fixed("doc", Holds::One(DOC), true, Sight::Plain, "seed row 45: what was handed over"),
    fixed("n", Holds::Count(1, 999), true, Sight::Plain, "seed row 45: how many copies"),
];

fn rules(data: &Data) -> Vec<Problem> {
    let inspection = Inspection::read(data);
    let items = &inspection.items;
    let asked = |code: &&str| items.iter().any(|item| item.item == *code);
    let lacks = ITEM.iter().take(MANDATORY).any(|code| !asked(code));
    let twice = |(index, item): (usize, &Item)| {
        let again = items[..index].iter().any(|earlier| earlier.item == item.item);
        again.then(|| Problem::new(format!("items.{index}.item"), "twice"))
    };
    let lacking = lacks.then(|| Problem::new("items", "items_missing"));
    lacking.into_iter().chain(items.iter().enumerate().filter_map(twice)).collect()
}

fn facts(record: &Record) -> Vec<Fact> {
    let inspection: Inspection = record.read();
    let of = |metric, n: i64| Fact::of(metric, inspection.on, n, record.id);
    let found = |result: &str| inspection.items.iter().filter(|item| item.result == result).count() as i64;
    let (passed, failed) = (found("pass"), found("fail"));
    let copies = inspection.docs_given.iter().map(|doc| doc.n).sum();
    let enterprise = inspection.enterprise.map(|id| Fact::one(Metric::EnterpriseInspected, inspection.on, id));
    let counted = [
        of(Metric::Inspection, 1),
        of(Metric::ItemsJudged, passed + failed),
        of(Metric::ItemsPassed, passed),
        of(Metric::Briefing, i64::from(inspection.briefing == Some(true))),
        of(Metric::Guidance, copies),
    ];
    enterprise.into_iter().chain(counted.into_iter().filter(|fact| fact.n > 0)).collect()
}

fn samples() -> Vec<Data> {
    let item = |item: &str, result: &str, note: Option<&str>| Item {
        item: item.into(),
        result: result.into(),
        note: note.map(str::to_owned),
    };
    let whole = Inspection {
        enterprise: Some(RecordId::fixed(20)),
        round: Some(2),
        on: Day::new(2020, 2, 18),
        inspectors: vec![RecordId::fixed(7), RecordId::fixed(6)],
        items: vec![
            item("temperature", "pass", None),
            item("disinfection", "fail", Some("没有消杀记录")),
            item("meals", "pass", None),
            item("lodging", "na", None),
            item("pledge", "pass", None),
        ],
        docs_given: vec![Doc { doc: "resumption".into(), n: 2 }, Doc { doc: "prevention".into(), n: 1 }],
        briefing: Some(true),
        sign: vec![PhotoRef { sha256: PhotoId::new([0x5e; 32]), bytes: 80_000 }],
        note: Some("三天后再来".into()),
    };
    let usual = Inspection {
        enterprise: whole.enterprise,
        on: whole.on,
        items: ITEM.iter().take(MANDATORY).map(|code| item(code, "pass", None)).collect(),
        ..Inspection::default()
    };
    vec![whole.data(), usual.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(data: Data) -> Vec<(Metric, i64)> {
        facts(&crate::kind::tests::record(Inspection::KIND, data))
            .into_iter()
            .map(|fact| (fact.metric, fact.n))
            .collect()
    }

    #[test]
    fn an_inspection_counts_once_with_its_items_its_briefing_and_its_copies() {
        let first = facts(&crate::kind::tests::record(Inspection::KIND, samples().remove(0)));
        let day = Day::new(2020, 2, 18);
        assert_eq!(first[0], Fact::one(Metric::EnterpriseInspected, day, RecordId::fixed(20)));
        assert!(first.iter().all(|fact| fact.day == day));
        assert_eq!(
            counted(samples().remove(0))[1..],
            [
                (Metric::Inspection, 1),
                (Metric::ItemsJudged, 4),
                (Metric::ItemsPassed, 3),
                (Metric::Briefing, 1),
                (Metric::Guidance, 3)
            ]
        );
        // What does not apply is not judged; what was not handed over is no fact.
        assert_eq!(
            counted(samples().remove(1))[1..],
            [(Metric::Inspection, 1), (Metric::ItemsJudged, 4), (Metric::ItemsPassed, 4)]
        );
    }

    #[test]
    fn the_four_are_always_asked_and_nothing_twice() {
        for code in ITEM.iter().take(MANDATORY) {
            let mut inspection = Inspection::read(&samples()[1]);
            inspection.items.retain(|item| item.item != *code);
            assert_eq!(KIND.check(&inspection.data()), [Problem::new("items", "items_missing")], "{code}");
        }
        let mut inspection = Inspection::read(&samples()[1]);
        inspection.items.push(inspection.items[1].clone());
        assert_eq!(KIND.check(&inspection.data()), [Problem::new("items.4.item", "twice")]);
    }
}
