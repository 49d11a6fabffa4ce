//! `daily_report` 日报: what a unit reports of a day, with the figures frozen as they were signed
//! (form F16; M29). That there is nothing to report is said as well: 零报告.
//!
//! A unit has one report a day, whoever signs it: two phones make the same record. What two of them
//! counted without knowing of each other is joined by the greater number, since each lacks what the
//! other has found; so nobody's 零报告 covers what a colleague saw.

use crate::{
    ambient::Millis,
    daily::{COLUMNS, Column},
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    id::{RecordId, UserId},
    kind::{Home, Kind, Life, Payload, examples, told},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// States of a report, in order.
pub const STATUS: &[&str] = &["signed"];
/// What was done about it.
pub const STEP: &[&str] = &["signed"];

/// A report of a day.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DailyReport {
    /// Of which grid of doors.
    pub grid: Option<RecordId>,
    /// Of which village, where it is no grid's.
    pub village: Option<RecordId>,
    /// Of which day.
    pub on: Option<Day>,
    /// 今日无异常,零报告.
    pub zero: Option<bool>,
    /// In words.
    pub note: Option<String>,
    /// One of [`STATUS`].
    pub status: String,
    /// Who signed it, and when.
    pub steps: Vec<Step>,
    /// The figures of [`COLUMNS`]; without an entry, nothing is known (暂无数据).
    #[serde(flatten)]
    pub figures: BTreeMap<String, i64>,
}

/// One thing that was done.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Step {
    /// One of [`STEP`].
    pub what: String,
    /// When.
    pub at: Option<Millis>,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// In words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Payload for DailyReport {
    const KIND: &'static str = "daily_report";
}

/// The id of a unit's report of a day.
pub fn id_of(unit: RecordId, on: Day) -> RecordId {
    RecordId::named(&format!("daily_report {unit} {on}"))
}

impl DailyReport {
    /// Whose it is.
    pub fn unit(&self) -> Option<RecordId> {
        self.grid.or(self.village)
    }

    /// What stands against saying that there is nothing, as it was signed.
    pub fn against_zero(&self) -> impl Iterator<Item = (&'static Column, i64)> {
        crate::daily::against_zero(&self.figures)
    }
}

const fn field(name: &'static str, holds: Holds, required: bool, merge: Merge, purpose: &'static str) -> Field {
    Field { name, holds, required, merge, sight: Sight::Plain, purpose: told(purpose) }
}

/// A figure of the form.
const fn figure(name: &'static str) -> Field {
    field(name, Holds::Count(0, 99_999_999), false, Merge::Most, "F16: what was done that day, as it was signed")
}

/// A moment, in milliseconds since 1970.
const MOMENT: Holds = Holds::Count(0, Millis::MAX);

/// The kind.
pub static KIND: Kind = Kind {
    name: DailyReport::KIND,
    version: 1,
    home: Home::Work,
    life: Life::Kept,
    fields: &[
        field("grid", Holds::Ref("grid"), false, Merge::Fixed, "M29: which unit has reported"),
        field("village", Holds::Ref("village"), false, Merge::Fixed, "M29: which unit has reported"),
        field("on", Holds::Day, true, Merge::Fixed, "M29: of which day"),
        field("zero", Holds::YesNo, true, Merge::Quiet, "M29: 零报告, a deliberate act"),
        field("note", Holds::Text(200), false, Merge::Quiet, "F16: what figures do not say"),
        field("status", Holds::One(STATUS), true, Merge::Forward, "M29: how far up it has come"),
        field("steps", Holds::Parts(TAKEN), false, Merge::Union, "F16: 填报人, 审核人, 报送时间"),
        figure("households_screened"),
        figure("households_screened_in_all"),
        figure("persons_screened"),
        figure("returnees_new"),
        figure("returnees_hubei"),
        figure("returnees_wuhan"),
        figure("returnees_other"),
        figure("close_contacts"),
        figure("contact_clues"),
        figure("symptoms"),
        figure("fevers"),
        figure("isolations_opened"),
        figure("isolating"),
        figure("isolations_released"),
        figure("isolations_in_all"),
        figure("readings_due"),
        figure("readings_done"),
        figure("passages_people"),
        figure("passages_vehicles"),
        figure("disinfections"),
        figure("disinfected_area"),
        figure("households_informed"),
        figure("leaflets"),
        figure("dissuaded"),
        figure("served"),
        figure("firms_inspected"),
        figure("events"),
        figure("events_closed"),
    ],
    form: None,
    rules,
    facts,
    samples: examples(samples),
};

static TAKEN: &[Field] = &[
    field("what", Holds::One(STEP), true, Merge::Fixed, "F16: what was done"),
    field("at", MOMENT, true, Merge::Fixed, "F16: 报送时间"),
    field("by", Holds::Text(36), false, Merge::Fixed, "F16: 填报人, 审核人"),
    field("note", Holds::Text(200), false, Merge::Fixed, "F16: in words"),
];

/// A report has a unit, and is no 零报告 while a figure says otherwise.
fn rules(data: &Data) -> Vec<Problem> {
    let report = DailyReport::read(data);
    let mut problems = Vec::new();
    if report.unit().is_none() {
        problems.push(Problem::new("grid", "required"));
    }
    if report.zero == Some(true)
        && let Some((column, n)) = report.against_zero().next()
    {
        let mut problem = Problem::with("zero", "not_zero", "n", n);
        problem.args.insert("column".into(), column.field.into());
        problems.push(problem);
    }
    problems
}

fn facts(record: &Record) -> Vec<Fact> {
    let report: DailyReport = record.read();
    let Some(unit) = report.unit() else { return Vec::new() };
    let one = |metric| Fact::one(metric, report.on, unit).at(report.village);
    let zero = (report.zero == Some(true)).then(|| one(Metric::ZeroReport));
    std::iter::once(one(Metric::DailyReport)).chain(zero).collect()
}

fn samples() -> Vec<Data> {
    // 2020-02-03, 17:30 in China.
    let signed = Step { what: "signed".into(), at: Some(1_580_722_200_000), by: Some(UserId::fixed(7)), note: None };
    let numbers = COLUMNS.iter().zip(1..);
    let whole = DailyReport {
        grid: Some(RecordId::fixed(8)),
        on: Day::new(2020, 2, 3),
        zero: Some(false),
        note: Some("发热一人已送镇卫生院".into()),
        status: "signed".into(),
        steps: vec![Step { note: Some("代签".into()), ..signed.clone() }],
        figures: numbers.map(|(column, n)| (column.field.to_owned(), n)).collect(),
        ..DailyReport::default()
    };
    let zero = DailyReport {
        village: Some(RecordId::fixed(5)),
        on: Day::new(2020, 2, 3),
        zero: Some(true),
        status: "signed".into(),
        steps: vec![signed],
        figures: BTreeMap::from([("households_screened".to_owned(), 12), ("events".to_owned(), 0)]),
        ..DailyReport::default()
    };
    vec![whole.data(), zero.data()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::{Standing, merge};

    #[test]
    fn every_column_of_the_form_is_a_field_and_nothing_else_is_counted() {
        let counted = |field: &&Field| matches!(field.merge, Merge::Most);
        let fields: Vec<&str> = KIND.fields.iter().filter(counted).map(|field| field.name).collect();
        assert_eq!(fields, COLUMNS.iter().map(|column| column.field).collect::<Vec<_>>());
    }

    #[test]
    fn a_report_counts_for_its_unit_and_day_and_a_zero_report_as_one() {
        let of = |n: usize| facts(&crate::kind::tests::record(DailyReport::KIND, samples().remove(n)));
        let on = Day::new(2020, 2, 3);
        assert_eq!(of(0), [Fact::one(Metric::DailyReport, on, RecordId::fixed(8))]);
        let village = Some(RecordId::fixed(5));
        let one = |metric| Fact::one(metric, on, RecordId::fixed(5)).at(village);
        assert_eq!(of(1), [one(Metric::DailyReport), one(Metric::ZeroReport)]);
    }

    #[test]
    fn nothing_is_not_said_where_there_is_something() {
        let mut report = DailyReport::read(&samples()[1]);
        assert_eq!(KIND.check(&report.data()), []);
        report.figures.insert("events".into(), 2);
        let [problem] = &KIND.check(&report.data())[..] else { panic!("one problem") };
        assert_eq!((problem.field.as_str(), problem.rule.as_str()), ("zero", "not_zero"));
        assert_eq!((&problem.args["column"], &problem.args["n"]), (&"events".into(), &2.into()));
        report.zero = Some(false);
        report.village = None;
        assert_eq!(KIND.check(&report.data()), [Problem::new("grid", "required")]);
    }

    #[test]
    fn two_who_sign_for_one_unit_make_one_report_with_the_greater_figures_and_both_names() {
        let unit = RecordId::fixed(8);
        assert_eq!(id_of(unit, Day::from_unix_ms(0)), id_of(unit, Day::from_unix_ms(0)));
        assert_ne!(id_of(unit, Day::from_unix_ms(0)), id_of(unit, Day::from_unix_ms(0).plus(1)));
        let of = |user: u128, screened: i64, events: i64| DailyReport {
            grid: Some(unit),
            on: Some(Day::from_unix_ms(0)),
            zero: Some(events == 0),
            status: "signed".into(),
            steps: vec![Step { what: "signed".into(), at: Some(1), by: Some(UserId::fixed(user)), note: None }],
            figures: BTreeMap::from([("households_screened".to_owned(), screened), ("events".to_owned(), events)]),
            ..DailyReport::default()
        };
        let (anna, bert) = (of(1, 12, 0), of(2, 5, 1));
        for (first, second, by) in [(&anna, &bert, 2), (&bert, &anna, 1)] {
            let stands = first.data();
            let versions = stands.keys().map(|name| (name.clone(), 3)).collect();
            let nobody = BTreeMap::new();
            let standing = Standing { data: &stands, versions: &versions, writers: &nobody };
            let merged = merge(Some(&KIND), standing, &second.data(), &BTreeMap::new(), UserId::fixed(by));
            let mut joined = stands.clone();
            joined.extend(merged.written);
            let report = DailyReport::read(&joined);
            assert_eq!((report.figures["households_screened"], report.figures["events"]), (12, 1));
            assert_eq!((report.steps.len(), merged.conflicts.len()), (2, 0));
            // Where the 零报告 comes second, it is refused and its author told.
            assert_eq!(KIND.check(&joined).is_empty(), by == 2);
        }
    }
}
