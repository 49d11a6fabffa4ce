//! Enterprises put together: what has been inspected, what is still to be put right, and the figures
//! of M24.
//!
//! Figures are counted over the facts that the kinds give, the same that the server writes beside
//! each record.

use crate::{
    day::Day,
    fact::Metric,
    id::RecordId,
    kind::{self, Payload, defect::Defect, enterprise::Enterprise, inspection::Inspection},
    record::Record,
};
use std::collections::{BTreeMap, BTreeSet};

/// The kinds that tell of enterprises.
pub const KINDS: &[&str] = &[Enterprise::KIND, Inspection::KIND, Defect::KIND];

/// Something of a record, with its id.
#[derive(Debug, Clone, PartialEq)]
pub struct Known<T> {
    /// The record.
    pub id: RecordId,
    /// What it says.
    pub is: T,
}

/// An enterprise with all that happened there.
#[derive(Debug, Clone, PartialEq)]
pub struct FirmFile {
    /// Its record.
    pub id: RecordId,
    /// What it is.
    pub is: Enterprise,
    /// Its inspections, the latest first.
    pub inspections: Vec<Known<Inspection>>,
    /// What is or was to be put right, what is first due first.
    pub defects: Vec<Known<Defect>>,
}

impl FirmFile {
    /// What is still to be re-checked.
    pub fn open(&self) -> impl Iterator<Item = &Known<Defect>> {
        self.defects.iter().filter(|defect| defect.is.is_open())
    }

    /// What is to be re-checked on `day`.
    pub fn due(&self, day: Day) -> impl Iterator<Item = &Known<Defect>> {
        self.defects.iter().filter(move |defect| defect.is.is_due(day))
    }

    /// The day of the latest inspection.
    pub fn last_on(&self) -> Option<Day> {
        self.inspections.first().and_then(|inspection| inspection.is.on)
    }
}

/// All enterprises that are known here.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Firms {
    /// By name, as it is written.
    pub files: Vec<FirmFile>,
}

impl Firms {
    /// Out of records of [`KINDS`], in any order.
    pub fn of<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut files: Vec<FirmFile> = Vec::new();
        let mut inspections: BTreeMap<RecordId, Vec<Known<Inspection>>> = BTreeMap::new();
        let mut defects: BTreeMap<RecordId, Vec<Known<Defect>>> = BTreeMap::new();
        for record in records.into_iter().filter(|record| record.gone.is_none()) {
            match record.kind.as_str() {
                Enterprise::KIND => files.push(FirmFile {
                    id: record.id,
                    is: record.read(),
                    inspections: Vec::new(),
                    defects: Vec::new(),
                }),
                Inspection::KIND => {
                    let is: Inspection = record.read();
                    let Some(enterprise) = is.enterprise else { continue };
                    inspections.entry(enterprise).or_default().push(Known { id: record.id, is });
                }
                Defect::KIND => {
                    let is: Defect = record.read();
                    let Some(enterprise) = is.enterprise else { continue };
                    defects.entry(enterprise).or_default().push(Known { id: record.id, is });
                }
                _ => {}
            }
        }
        for file in &mut files {
            file.inspections = inspections.remove(&file.id).unwrap_or_default();
            file.inspections.sort_by_key(|one| std::cmp::Reverse((one.is.on, one.id)));
            file.defects = defects.remove(&file.id).unwrap_or_default();
            file.defects.sort_by_key(|one| (one.is.deadline, one.id));
        }
        files.sort_by(|one, other| (&one.is.name, one.id).cmp(&(&other.is.name, other.id)));
        Self { files }
    }

    /// An enterprise.
    pub fn file(&self, id: RecordId) -> Option<&FirmFile> {
        self.files.iter().find(|file| file.id == id)
    }

    /// Another that is the same as `this`, as far as can be seen.
    pub fn twin(&self, this: &Enterprise, but: Option<RecordId>) -> Option<&FirmFile> {
        self.files.iter().find(|file| Some(file.id) != but && file.is.is_the_same(this))
    }

    /// Which round an inspection of `enterprise` belongs to: the one that is going on, or the next
    /// where it was inspected in this one.
    pub fn round_for(&self, enterprise: RecordId) -> i64 {
        let round = |file: &FirmFile| file.inspections.iter().filter_map(|one| one.is.round).max();
        let going_on = self.files.iter().filter_map(round).max().unwrap_or(1);
        let last = self.file(enterprise).and_then(round);
        if last == Some(going_on) { going_on + 1 } else { going_on }
    }
}

/// M24 of a period, and what is open at its end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FirmFigures {
    /// Enterprises inspected, 家, each once.
    pub inspected: u64,
    /// Inspections, 次.
    pub inspections: u64,
    /// Items that were judged, 项.
    pub judged: u64,
    /// Of these, fit.
    pub passed: u64,
    /// 现场宣讲, 场.
    pub briefings: u64,
    /// Guidance handed over, 份.
    pub guidance: u64,
    /// Defects found in the period, 项.
    pub found: u64,
    /// Defects found right in the period, 项.
    pub closed: u64,
    /// Defects that are open at its end, 项.
    pub open: u64,
}

impl FirmFigures {
    /// Of the records of [`KINDS`], from the day `from` to the day `to`.
    pub fn of<'a>(records: impl IntoIterator<Item = &'a Record>, from: Day, to: Day) -> Self {
        let mut figures = Self::default();
        let mut inspected = BTreeSet::new();
        for record in records.into_iter().filter(|record| record.gone.is_none()) {
            let Some(kind) = kind::kind(&record.kind).filter(|kind| KINDS.contains(&kind.name)) else { continue };
            for fact in (kind.facts)(record) {
                let Some(day) = fact.day.filter(|day| *day <= to) else { continue };
                let n = fact.n.unsigned_abs();
                match fact.metric {
                    Metric::DefectFound => figures.open += n,
                    Metric::DefectClosed => figures.open = figures.open.saturating_sub(n),
                    _ => {}
                }
                if day < from {
                    continue;
                }
                match fact.metric {
                    Metric::EnterpriseInspected => drop(inspected.insert(fact.subject)),
                    Metric::Inspection => figures.inspections += n,
                    Metric::ItemsJudged => figures.judged += n,
                    Metric::ItemsPassed => figures.passed += n,
                    Metric::Briefing => figures.briefings += n,
                    Metric::Guidance => figures.guidance += n,
                    Metric::DefectFound => figures.found += n,
                    Metric::DefectClosed => figures.closed += n,
                    _ => {}
                }
            }
        }
        figures.inspected = inspected.len() as u64;
        figures
    }

    /// 合格率 in tenths of a percent; none where nothing was judged.
    pub fn pass_permille(&self) -> Option<u64> {
        (self.judged > 0).then(|| self.passed * 1000 / self.judged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kind::inspection::{Doc, ITEM, Item, MANDATORY},
        record::Scope,
    };

    fn day(day: u32) -> Day {
        Day::new(2020, 2, day).expect("a day")
    }

    fn record<T: Payload>(id: u128, payload: &T) -> Record {
        Record {
            kind: T::KIND.into(),
            id: RecordId::fixed(id),
            scope: Scope::Town(RecordId::fixed(99)),
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data: payload.data(),
            gone: None,
        }
    }

    fn firm(id: u128, name: &str) -> Record {
        record(id, &Enterprise { name: name.into(), ..Enterprise::default() })
    }

    fn inspection(id: u128, firm: u128, on: u32, round: i64, failed: usize) -> Record {
        let result = |index: usize| if index < failed { "fail" } else { "pass" };
        let item =
            |(index, item): (usize, &&str)| Item { item: (*item).into(), result: result(index).into(), note: None };
        let inspection = Inspection {
            enterprise: Some(RecordId::fixed(firm)),
            round: Some(round),
            on: Some(day(on)),
            items: ITEM.iter().take(MANDATORY).enumerate().map(item).collect(),
            docs_given: vec![Doc { doc: "resumption".into(), n: 2 }],
            briefing: Some(failed == 0),
            ..Inspection::default()
        };
        record(id, &inspection)
    }

    fn defect(id: u128, firm: u128, on: u32, closed: Option<u32>) -> Record {
        let mut defect = Defect {
            inspection: Some(RecordId::fixed(1)),
            enterprise: Some(RecordId::fixed(firm)),
            item: "meals".into(),
            text: "没有错峰".into(),
            found_on: Some(day(on)),
            deadline: Some(day(on + 3)),
            status: "open".into(),
            ..Defect::default()
        };
        if let Some(closed) = closed {
            let mut data = defect.data();
            data.extend(defect.recheck(day(closed), None, None));
            defect = Defect::read(&data);
        }
        record(id, &defect)
    }

    fn records() -> Vec<Record> {
        vec![
            firm(1, "甲"),
            firm(2, "乙"),
            firm(3, "丙"),
            inspection(11, 1, 18, 1, 0),
            inspection(12, 2, 18, 1, 2),
            inspection(13, 2, 21, 2, 0),
            inspection(14, 2, 9, 1, 1),
            defect(21, 2, 18, Some(21)),
            defect(22, 2, 18, None),
            defect(23, 2, 9, Some(19)),
        ]
    }

    #[test]
    fn the_figures_of_a_period_stand_as_worked_out_by_hand() {
        let by_hand = FirmFigures {
            inspected: 2,
            inspections: 3,
            judged: 12,
            passed: 10,
            briefings: 2,
            guidance: 6,
            found: 2,
            closed: 2,
            open: 1,
        };
        assert_eq!(FirmFigures::of(&records(), day(10), day(21)), by_hand);
        assert_eq!(by_hand.pass_permille(), Some(833));
        // In whatever order they come, and without what was withdrawn.
        let mut turned: Vec<Record> = records().into_iter().rev().collect();
        assert_eq!(FirmFigures::of(&turned, day(10), day(21)), by_hand);
        turned[0].gone = Some(crate::record::Gone::Void);
        assert_eq!(FirmFigures::of(&turned, day(10), day(21)), FirmFigures { closed: 1, ..by_hand });
        // At an earlier cut-off what was closed later is open.
        let earlier = FirmFigures::of(&records(), day(18), day(18));
        assert_eq!((earlier.inspected, earlier.inspections, earlier.open, earlier.closed), (2, 2, 3, 0));
        assert_eq!(FirmFigures::of(&[], day(10), day(21)).pass_permille(), None);
    }

    #[test]
    fn an_enterprise_has_what_happened_there_in_order() {
        let firms = Firms::of(&records());
        let file = firms.file(RecordId::fixed(2)).expect("an enterprise");
        let days: Vec<_> = file.inspections.iter().map(|one| one.is.on).collect();
        assert_eq!(days, [Some(day(21)), Some(day(18)), Some(day(9))]);
        assert_eq!((file.open().count(), file.due(day(20)).count(), file.due(day(21)).count()), (1, 0, 1));
        assert_eq!(firms.file(RecordId::fixed(3)).and_then(FirmFile::last_on), None);
    }

    #[test]
    fn a_round_goes_on_until_an_enterprise_is_inspected_again() {
        let firms = Firms::of(&records());
        let round = |firm: u128| firms.round_for(RecordId::fixed(firm));
        assert_eq!([round(1), round(2), round(3)], [2, 3, 2]);
        assert_eq!(Firms::default().round_for(RecordId::fixed(1)), 1);
    }

    #[test]
    fn a_twin_is_found_and_nobody_is_their_own() {
        let firms = Firms::of(&records());
        let again = Enterprise { name: " 乙".into(), ..Enterprise::default() };
        assert_eq!(firms.twin(&again, None).map(|file| file.id), Some(RecordId::fixed(2)));
        assert_eq!(firms.twin(&again, Some(RecordId::fixed(2))), None);
    }
}
