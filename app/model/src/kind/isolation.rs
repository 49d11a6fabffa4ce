//! `isolation` 居家隔离: one person's isolation, from its opening to its end (seed row 6; form F3).
//!
//! Opened at the door as 待审, approved by the village's lead, ended by release, referral, transfer
//! or loss. What is due and what a release lacks is computed from it in [`crate::care`]. The id is
//! made from the person's ([`id_of`]), so that two phones that open the same case without signal
//! make one record. What the authorities decide is written down here by whoever was told; nothing
//! classifies a person by itself.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    id::{RecordId, UserId},
    kind::{
        Home, Kind, Life, Payload, examples,
        person::RELATION,
        policy::{ORIGIN, PLACE},
        told,
    },
    photo::{PhotoId, PhotoRef},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// Why someone is isolated (F3 隔离原因).
pub const REASON: &[&str] = &["returned", "close_contact", "secondary_contact", "from_elsewhere", "other"];
/// What the days are counted from (`domain.md` 2.3).
pub const ANCHOR: &[&str] = &["left_area", "last_contact", "first_day"];
/// What shows the anchor's day.
pub const PROOF: &[&str] = &["ticket", "phone_record", "statement", "none"];
/// The six conditions of a home (`domain.md` 2.3, 场所评估).
pub const CONDITION: &[&str] =
    &["own_room", "own_toilet", "handover_table", "supplies", "no_central_air", "waste_disinfected"];
/// How a case stands (F3 状态), in the order in which one overrules the other: 待审, 退回, 隔离中,
/// 失访, 已解除, 转集中, 异常转诊.
pub const STATUS: &[&str] = &["pending", "returned", "isolating", "lost", "released", "to_central", "referred"];
/// Why a case ended.
pub const END_REASON: &[&str] = &["period_over", "referred", "to_central", "lost", "mistaken"];
/// What may happen to a case, for its history.
pub const CHANGE: &[&str] = &[
    "opened",
    "returned",
    "approved",
    "extended",
    "shortened",
    "lost",
    "found",
    "released",
    "to_central",
    "referred",
    "mistaken",
];

/// An isolation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Isolation {
    /// Behind which door.
    pub household: Option<RecordId>,
    /// Whose.
    pub person: Option<RecordId>,
    /// One of [`REASON`].
    pub reason: Option<String>,
    /// One of [`ORIGIN`]: which term of the policy holds.
    pub origin: Option<String>,
    /// One of [`ANCHOR`].
    pub anchor: String,
    /// The day from which the days are counted: day 0.
    pub anchor_on: Option<Day>,
    /// One of [`PROOF`].
    pub proof: Option<String>,
    /// One of [`PLACE`].
    pub place: Option<String>,
    /// Where, if not at the household's door.
    pub address: Option<String>,
    /// First day of isolation (quarantine from).
    pub from_on: Option<Day>,
    /// The minute of that day at which it began.
    pub from_minute: Option<i64>,
    /// Planned last day (quarantine to).
    pub end_on: Option<Day>,
    /// Codes of [`CONDITION`] that the home fulfils.
    pub conditions: Vec<String>,
    /// 告知书: the notice was read out or handed over.
    pub notice_given: Option<bool>,
    /// 承诺书: the pledge is signed.
    pub pledge_signed: Option<bool>,
    /// The signed papers.
    pub papers: Vec<PhotoRef>,
    /// 责任村医.
    pub doctor: Option<String>,
    /// 家属联系人: whom of the family to keep in touch with.
    pub family_name: Option<String>,
    /// One of [`RELATION`].
    pub family_relation: Option<String>,
    /// The family's phone.
    pub family_phone: Option<String>,
    /// One of [`STATUS`].
    pub status: String,
    /// Who approved or returned it.
    pub decided_by: Option<UserId>,
    /// When.
    pub decided_on: Option<Day>,
    /// Actual last day.
    pub ended_on: Option<Day>,
    /// The minute of that day at which it ended.
    pub ended_minute: Option<i64>,
    /// One of [`END_REASON`].
    pub end_reason: Option<String>,
    /// Number of the release paper 解除通知书.
    pub release_no: Option<String>,
    /// Who signed the release for the health authority.
    pub signed_off_by: Option<String>,
    /// The hospital or place that took the person over.
    pub referred_to: Option<String>,
    /// What has happened to the case.
    pub changes: Vec<Change>,
}

/// One thing that happened to a case.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Change {
    /// The day.
    pub on: Option<Day>,
    /// One of [`CHANGE`].
    pub what: String,
    /// The planned last day before, for an extension or shortening.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The planned last day after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who did it.
    pub by: Option<UserId>,
}

impl Payload for Isolation {
    const KIND: &'static str = "isolation";
}

impl Isolation {
    /// Whether readings and calls are due: approved, or waiting to be, and not ended. Nobody waits
    /// for a signature to measure someone's temperature.
    pub fn is_open(&self) -> bool {
        matches!(self.status.as_str(), "pending" | "returned" | "isolating")
    }

    /// Whether it counts in figures: approved once.
    pub fn counts(&self) -> bool {
        !matches!(self.status.as_str(), "pending" | "returned") && self.end_reason.as_deref() != Some("mistaken")
    }
}

/// The id of a person's isolation: the first has `earlier` 0, the one after it 1. Two phones that
/// know the same make the same id.
pub fn id_of(person: RecordId, earlier: u32) -> RecordId {
    person.nth(1, earlier)
}

const fn field(name: &'static str, holds: Holds, required: bool, merge: Merge, purpose: &'static str) -> Field {
    Field { name, holds, required, merge, sight: Sight::Sensitive, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Isolation::KIND,
    version: 1,
    home: Home::Grid,
    life: Life::Kept,
    fields: &[
        field("household", Holds::Ref("household"), true, Merge::Fixed, "behind which door"),
        field("person", Holds::Ref("person"), true, Merge::Fixed, "whose isolation"),
        field("reason", Holds::One(REASON), false, Merge::Shown, "F3 隔离原因"),
        field("origin", Holds::One(ORIGIN), false, Merge::Shown, "which term of the policy holds"),
        field("anchor", Holds::One(ANCHOR), true, Merge::Shown, "what the days are counted from"),
        field("anchor_on", Holds::Day, true, Merge::Shown, "F3 末次接触/离开日期"),
        field("proof", Holds::One(PROOF), false, Merge::Quiet, "what shows that day"),
        field("place", Holds::One(PLACE), false, Merge::Shown, "M07: at home or central"),
        field("address", Holds::Text(80), false, Merge::Quiet, "F3 隔离地址"),
        field("from_on", Holds::Day, true, Merge::Shown, "F3 开始隔离时间; M08: what is due"),
        field("from_minute", Holds::Count(0, 1439), false, Merge::Quiet, "M08: what is due on the first day"),
        field("end_on", Holds::Day, true, Merge::Shown, "F3 预计解除日期; M08: what is due"),
        field("conditions", Holds::Many(CONDITION), false, Merge::Quiet, "whether the home is fit for it"),
        field("notice_given", Holds::YesNo, false, Merge::Quiet, "F3 告知书"),
        field("pledge_signed", Holds::YesNo, false, Merge::Quiet, "F3 承诺书"),
        field("papers", Holds::Photos(PAPERS), false, Merge::Quiet, "the signed papers"),
        field("doctor", Holds::Name, false, Merge::Quiet, "F3 责任村医: whom to call"),
        field("family_name", Holds::Name, false, Merge::Quiet, "F3 家属联系人"),
        field("family_relation", Holds::One(RELATION), false, Merge::Quiet, "F3 家属联系人"),
        field("family_phone", Holds::Phone, false, Merge::Quiet, "F3 家属联系电话"),
        field("status", Holds::One(STATUS), true, Merge::Forward, "M07: how many stand where"),
        field("decided_by", Holds::Text(36), false, Merge::Quiet, "who answers for the decision"),
        field("decided_on", Holds::Day, false, Merge::Quiet, "how long a case waited"),
        field("ended_on", Holds::Day, false, Merge::Shown, "F3 实际解除日期; M07"),
        field("ended_minute", Holds::Count(0, 1439), false, Merge::Quiet, "M08: what was due on the last day"),
        field("end_reason", Holds::One(END_REASON), false, Merge::Shown, "M07: released or not"),
        field("release_no", Holds::Text(24), false, Merge::Quiet, "F3 解除通知书编号"),
        field("signed_off_by", Holds::Name, false, Merge::Quiet, "who says that the person is well"),
        field("referred_to", Holds::Text(60), false, Merge::Quiet, "where the person is now"),
        field("changes", Holds::Parts(CHANGED), false, Merge::Union, "why the days are what they are"),
    ],
    form: None,
    rules,
    facts,
    samples: examples(samples),
};

/// A case shows at most so many signed papers.
pub const PAPERS: usize = 3;

static CHANGED: &[Field] = &[
    field("on", Holds::Day, true, Merge::Fixed, "when it was decided"),
    field("what", Holds::One(CHANGE), true, Merge::Fixed, "what was decided"),
    field("from", Holds::Day, false, Merge::Fixed, "what was planned before"),
    field("to", Holds::Day, false, Merge::Fixed, "what is planned since"),
    field("reason", Holds::Text(100), false, Merge::Fixed, "why"),
    field("by", Holds::Text(36), false, Merge::Fixed, "who answers for it"),
];

fn rules(data: &Data) -> Vec<Problem> {
    let case = Isolation::read(data);
    let mut problems = Vec::new();
    let before = |earlier: Option<Day>, later: Option<Day>| matches!((earlier, later), (Some(earlier), Some(later)) if later < earlier);
    if before(case.anchor_on, case.from_on) {
        problems.push(Problem::new("anchor_on", "after_start"));
    }
    if before(case.from_on, case.end_on) {
        problems.push(Problem::new("end_on", "before_start"));
    }
    if before(case.from_on, case.ended_on) {
        problems.push(Problem::new("ended_on", "before_start"));
    }
    let ended = matches!(case.status.as_str(), "lost" | "released" | "to_central" | "referred");
    if ended && case.ended_on.is_none() {
        problems.push(Problem::new("ended_on", "required"));
    }
    if case.status == "released" {
        if case.signed_off_by.is_none() {
            problems.push(Problem::new("signed_off_by", "required"));
        }
        if case.release_no.is_none() {
            problems.push(Problem::new("release_no", "required"));
        }
    }
    problems
}

fn facts(record: &Record) -> Vec<Fact> {
    let case: Isolation = record.read();
    if !case.counts() {
        return Vec::new();
    }
    let mut facts = vec![Fact::one(Metric::IsolationOpened, case.from_on, record.id)];
    facts.extend(match case.status.as_str() {
        "released" => Some(Fact::one(Metric::IsolationReleased, case.ended_on, record.id)),
        "lost" => Some(Fact::one(Metric::IsolationLost, case.ended_on, record.id)),
        "to_central" | "referred" => Some(Fact::one(Metric::IsolationTransferred, case.ended_on, record.id)),
        _ => None,
    });
    facts
}

fn samples() -> Vec<Data> {
    let user = UserId::fixed(7);
    let day = |day| Day::new(2020, 2, day);
    let extended = Change {
        on: day(10),
        what: "extended".into(),
        from: day(11),
        to: day(14),
        reason: Some("同住家属发热".into()),
        by: Some(user),
    };
    let whole = Isolation {
        household: Some(RecordId::fixed(1)),
        person: Some(RecordId::fixed(2)),
        reason: Some("returned".into()),
        origin: Some("wuhan".into()),
        anchor: "left_area".into(),
        anchor_on: Day::new(2020, 1, 28),
        proof: Some("ticket".into()),
        place: Some("home".into()),
        address: Some("三组17号西屋".into()),
        from_on: Day::new(2020, 1, 29),
        from_minute: Some(840),
        end_on: day(14),
        conditions: CONDITION.iter().map(|condition| (*condition).into()).collect(),
        notice_given: Some(true),
        pledge_signed: Some(true),
        papers: vec![PhotoRef { sha256: PhotoId::new([0x6b; 32]), bytes: 150_000 }],
        doctor: Some("邹济生".into()),
        family_name: Some("佘德旺".into()),
        family_relation: Some("parent".into()),
        family_phone: Some("19900005207".into()),
        status: "released".into(),
        decided_by: Some(user),
        decided_on: Day::new(2020, 1, 29),
        ended_on: day(14),
        ended_minute: Some(600),
        end_reason: Some("period_over".into()),
        release_no: Some("2020-K7Q4M2".into()),
        signed_off_by: Some("邹济生".into()),
        referred_to: Some("镇卫生院".into()),
        changes: vec![extended],
    };
    let pending = Isolation {
        household: Some(RecordId::fixed(1)),
        person: Some(RecordId::fixed(2)),
        anchor: "first_day".into(),
        anchor_on: Day::new(2020, 1, 29),
        from_on: Day::new(2020, 1, 29),
        end_on: day(12),
        status: "pending".into(),
        ..Isolation::default()
    };
    vec![whole.data(), pending.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(change: impl FnOnce(&mut Isolation)) -> Vec<(String, String)> {
        let mut case = Isolation::read(&samples()[0]);
        change(&mut case);
        KIND.check(&case.data()).into_iter().map(|problem| (problem.field, problem.rule)).collect()
    }

    fn problem(field: &str, rule: &str) -> Vec<(String, String)> {
        vec![(field.into(), rule.into())]
    }

    #[test]
    fn days_stand_in_their_order() {
        let day = |day| Day::new(2020, 1, day);
        assert_eq!(problems(|case| case.end_on = day(28)), problem("end_on", "before_start"));
        assert_eq!(problems(|case| case.anchor_on = day(30)), problem("anchor_on", "after_start"));
        assert_eq!(problems(|case| case.ended_on = day(28)), problem("ended_on", "before_start"));
    }

    #[test]
    fn a_release_is_signed_and_numbered() {
        assert_eq!(problems(|case| case.signed_off_by = None), problem("signed_off_by", "required"));
        assert_eq!(problems(|case| case.release_no = None), problem("release_no", "required"));
        assert_eq!(problems(|case| case.ended_on = None), problem("ended_on", "required"));
    }

    #[test]
    fn two_phones_make_the_same_case_and_a_later_one_is_another() {
        let person = RecordId::fixed(2);
        assert_eq!(id_of(person, 0), id_of(person, 0));
        assert_ne!(id_of(person, 0), id_of(person, 1));
        assert_ne!(id_of(person, 0), person);
        assert_ne!(id_of(person, 0), id_of(RecordId::fixed(3), 0));
    }

    #[test]
    fn a_case_counts_once_it_is_approved() {
        let facts_of = |status: &str| {
            let mut case = Isolation::read(&samples()[0]);
            case.status = status.into();
            let record = crate::kind::tests::record(Isolation::KIND, case.data());
            facts(&record).into_iter().map(|fact| fact.metric).collect::<Vec<_>>()
        };
        use Metric::*;
        assert_eq!(facts_of("pending"), []);
        assert_eq!(facts_of("isolating"), [IsolationOpened]);
        assert_eq!(facts_of("released"), [IsolationOpened, IsolationReleased]);
        assert_eq!(facts_of("referred"), [IsolationOpened, IsolationTransferred]);
    }
}
