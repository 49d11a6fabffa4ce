//! `defect` 整改: what was found wrong at an enterprise, until it was re-checked (form F8 发现问题,
//! 整改期限, 复查结果).
//!
//! It goes forward only. A re-check that does not pass leaves it open with a new day; each re-check
//! stays.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    id::{RecordId, UserId},
    kind::{Home, Kind, Life, Payload, examples, inspection::ITEM, told},
    photo::{PhotoId, PhotoRef},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// States, in order: 待整改, 已整改, 复查合格.
pub const STATUS: &[&str] = &["open", "fixed", "rechecked"];
/// What a re-check found.
pub const FOUND: &[&str] = &["pass", "fail"];
/// At most so many photos show it, before and after.
pub const PHOTOS: usize = 3;
/// By when it is usually to be put right, in days.
pub const DEADLINES: [i32; 2] = [3, 7];

/// A defect.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Defect {
    /// Which inspection found it.
    pub inspection: Option<RecordId>,
    /// Where.
    pub enterprise: Option<RecordId>,
    /// One of [`ITEM`].
    pub item: String,
    /// What is wrong.
    pub text: String,
    /// When it was found.
    pub found_on: Option<Day>,
    /// Until when it is to be put right.
    pub deadline: Option<Day>,
    /// One of [`STATUS`].
    pub status: String,
    /// When the enterprise said that it was put right.
    pub fixed_on: Option<Day>,
    /// Each re-check.
    pub rechecks: Vec<Recheck>,
    /// How it looked.
    pub photos: Vec<PhotoRef>,
    /// How it looks now.
    pub after: Vec<PhotoRef>,
}

/// A re-check.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recheck {
    /// When.
    pub on: Option<Day>,
    /// One of [`FOUND`].
    pub result: String,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
}

impl Payload for Defect {
    const KIND: &'static str = "defect";
}

impl Defect {
    /// Whether it is still to be re-checked.
    pub fn is_open(&self) -> bool {
        self.status != "rechecked"
    }

    /// Whether somebody is to go there on `day`: its day has come, or the enterprise says that it was
    /// put right.
    pub fn is_due(&self, day: Day) -> bool {
        self.is_open() && (self.status == "fixed" || self.deadline.is_none_or(|deadline| deadline <= day))
    }

    /// The day on which it was found right.
    pub fn closed_on(&self) -> Option<Day> {
        let passed = self.rechecks.iter().filter(|check| check.result == "pass").filter_map(|check| check.on);
        passed.max().filter(|_| !self.is_open())
    }

    /// What it takes to write down a re-check on `on`: it passed, or there is a new day.
    pub fn recheck(&self, on: Day, by: Option<UserId>, again_by: Option<Day>) -> Data {
        let result = if again_by.is_some() { "fail" } else { "pass" };
        let check = Recheck { on: Some(on), result: result.into(), by };
        let rechecks: Vec<Recheck> = self.rechecks.iter().cloned().chain([check]).collect();
        let outcome = match again_by {
            Some(day) => ("deadline".to_owned(), day.to_string().into()),
            None => ("status".to_owned(), "rechecked".into()),
        };
        Data::from_iter([("rechecks".to_owned(), json!(rechecks)), outcome])
    }
}

const fn field(
    name: &'static str,
    holds: Holds,
    required: bool,
    merge: Merge,
    sight: Sight,
    purpose: &'static str,
) -> Field {
    Field { name, holds, required, merge, sight, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Defect::KIND,
    version: 1,
    home: Home::Town,
    life: Life::Kept,
    fields: &[
        field("inspection", Holds::Ref("inspection"), true, Merge::Fixed, Sight::Plain, "F8: who found it"),
        field("enterprise", Holds::Ref("enterprise"), true, Merge::Fixed, Sight::Plain, "F8: where"),
        field("item", Holds::One(ITEM), true, Merge::Fixed, Sight::Plain, "F8: at what"),
        field("text", Holds::Text(200), true, Merge::Quiet, Sight::Plain, "F8: what is wrong"),
        field("found_on", Holds::Day, true, Merge::Fixed, Sight::Plain, "M24: found in a period"),
        field("deadline", Holds::Day, true, Merge::Quiet, Sight::Plain, "F8: until when"),
        field("status", Holds::One(STATUS), true, Merge::Forward, Sight::Plain, "M24: open or closed"),
        field("fixed_on", Holds::Day, false, Merge::Quiet, Sight::Plain, "when to look again"),
        field("rechecks", Holds::Parts(CHECKED), false, Merge::Union, Sight::Plain, "F8: 复查结果"),
        field("photos", Holds::Photos(PHOTOS), false, Merge::Union, Sight::Plain, "F8: 照片"),
        field("after", Holds::Photos(PHOTOS), false, Merge::Union, Sight::Plain, "F8: 照片"),
    ],
    form: None,
    rules,
    facts,
    samples: examples(samples),
};

static CHECKED: &[Field] = &[
    field("on", Holds::Day, true, Merge::Fixed, Sight::Plain, "M24: closed in a period"),
    field("result", Holds::One(FOUND), true, Merge::Fixed, Sight::Plain, "F8: 复查结果"),
    field("by", Holds::Text(36), false, Merge::Fixed, Sight::Plain, "F8: by whom"),
];

fn rules(data: &Data) -> Vec<Problem> {
    let defect = Defect::read(data);
    let unseen = !defect.is_open() && defect.closed_on().is_none();
    unseen.then(|| Problem::new("rechecks", "required")).into_iter().collect()
}

fn facts(record: &Record) -> Vec<Fact> {
    let defect: Defect = record.read();
    let found = Fact::one(Metric::DefectFound, defect.found_on, record.id);
    let closed = defect.closed_on().map(|day| Fact::one(Metric::DefectClosed, day, record.id));
    std::iter::once(found).chain(closed).collect()
}

fn samples() -> Vec<Data> {
    let photo = |n: u8| vec![PhotoRef { sha256: PhotoId::new([n; 32]), bytes: 90_000 }];
    let check = |day: u32, result: &str| Recheck {
        on: Day::new(2020, 2, day),
        result: result.into(),
        by: Some(UserId::fixed(7)),
    };
    let whole = Defect {
        inspection: Some(RecordId::fixed(21)),
        enterprise: Some(RecordId::fixed(20)),
        item: "disinfection".into(),
        text: "没有消杀记录".into(),
        found_on: Day::new(2020, 2, 18),
        deadline: Day::new(2020, 2, 24),
        status: "rechecked".into(),
        fixed_on: Day::new(2020, 2, 23),
        rechecks: vec![check(21, "fail"), check(24, "pass")],
        photos: photo(0x21),
        after: photo(0x22),
    };
    let open = Defect {
        status: "open".into(),
        fixed_on: None,
        rechecks: Vec::new(),
        photos: Vec::new(),
        after: Vec::new(),
        ..whole.clone()
    };
    vec![whole.data(), open.data()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::{Standing, merge};
    use std::collections::BTreeMap;

    fn day(day: u32) -> Day {
        Day::new(2020, 2, day).expect("a day")
    }

    #[test]
    fn a_defect_counts_when_it_is_found_and_when_it_is_found_right() {
        let of = |data| facts(&crate::kind::tests::record(Defect::KIND, data));
        let found = Fact::one(Metric::DefectFound, day(18), RecordId::fixed(9));
        assert_eq!(
            of(samples().remove(0)),
            [found.clone(), Fact::one(Metric::DefectClosed, day(24), RecordId::fixed(9))]
        );
        assert_eq!(of(samples().remove(1)), std::slice::from_ref(&found));
        // That the enterprise says so closes nothing.
        assert_eq!(of(Defect { status: "fixed".into(), ..Defect::read(&samples()[0]) }.data()), [found]);
    }

    #[test]
    fn it_is_due_on_its_day_or_as_soon_as_it_is_said_to_be_right() {
        let open = Defect::read(&samples()[1]);
        assert_eq!([open.is_due(day(23)), open.is_due(day(24)), open.is_due(day(29))], [false, true, true]);
        assert!(Defect { status: "fixed".into(), ..open.clone() }.is_due(day(19)));
        assert!(!Defect { status: "rechecked".into(), ..open }.is_due(day(29)));
    }

    #[test]
    fn a_recheck_closes_it_or_gives_it_another_day() {
        let mut defect = Defect::read(&samples()[1]);
        for (on, again_by, open) in [(24, Some(day(27)), true), (27, None, false)] {
            let mut data = defect.data();
            data.extend(defect.recheck(day(on), Some(UserId::fixed(7)), again_by));
            assert_eq!(KIND.check(&data), []);
            defect = Defect::read(&data);
            assert_eq!(defect.is_open(), open);
        }
        let results: Vec<&str> = defect.rechecks.iter().map(|check| check.result.as_str()).collect();
        assert_eq!(
            (results, defect.closed_on(), defect.deadline),
            (vec!["fail", "pass"], Some(day(27)), Some(day(27)))
        );
    }

    #[test]
    fn nothing_is_closed_unseen() {
        let unseen = Defect { status: "rechecked".into(), ..Defect::read(&samples()[1]) };
        assert_eq!(KIND.check(&unseen.data()), [Problem::new("rechecks", "required")]);
    }

    #[test]
    fn two_rechecks_both_stay_and_what_is_closed_stays_closed() {
        let mut stands = samples().remove(1);
        stands.extend(Defect::read(&stands).recheck(day(24), Some(UserId::fixed(1)), None));
        let set = Defect::read(&samples()[1]).recheck(day(24), Some(UserId::fixed(2)), Some(day(27)));
        let back = Data::from_iter([("status".to_owned(), json!("open"))]);
        let versions = BTreeMap::from(["rechecks", "status", "deadline"].map(|name| (name.to_owned(), 7)));
        let writers =
            BTreeMap::from(["rechecks", "status", "deadline"].map(|name| (name.to_owned(), UserId::fixed(1))));
        let standing = Standing { data: &stands, versions: &versions, writers: &writers };
        let set = set.into_iter().chain(back).collect();
        let merged = merge(Some(&KIND), standing, &set, &BTreeMap::new(), UserId::fixed(2));
        assert_eq!(merged.written["rechecks"].as_array().map(Vec::len), Some(2));
        assert!(!merged.written.contains_key("status") && merged.conflicts.is_empty());
    }
}
