//! `errand` 代办服务: what a team fetches for a household, until it is at the door (seed rows 51, 52;
//! form F10).
//!
//! It lives with the team. What a volunteer has to know of the household (the door, whom to ask
//! for, the phone) is copied into it on purpose, and nothing else of the household is shown there.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Sight},
    id::{RecordId, UserId},
    kind::{Home, Kind, Life, Payload, examples, no_rules, told},
    photo::{PhotoId, PhotoRef},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// What is asked for (F10 类别).
pub const CATEGORY: &[&str] =
    &["groceries", "medicine", "masks", "bills", "parcel", "rubbish", "farm", "clinic_trip", "other"];
/// Who pays (F10 付款方式).
pub const PAID_BY: &[&str] = &["household", "team", "free"];
/// States of an errand, in order; it never goes back by itself.
pub const STATUS: &[&str] = &["open", "taken", "bought", "delivered", "rated"];
/// The states in which it is at the door.
pub const DELIVERED: &[&str] = &["delivered", "rated"];
/// An errand shows at most so many photos of receipts.
pub const RECEIPTS: usize = 2;

/// An errand.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Errand {
    /// The need it answers.
    pub need: Option<RecordId>,
    /// For whom.
    pub household: Option<RecordId>,
    /// During which isolation.
    pub case: Option<RecordId>,
    /// Where to bring it.
    pub door: String,
    /// Whom to ask for.
    pub to_name: Option<String>,
    /// Where to reach them.
    pub phone: Option<String>,
    /// One of [`CATEGORY`].
    pub category: String,
    /// What, and how much of it.
    pub items: Option<String>,
    /// Masks, in pieces.
    pub masks: Option<i64>,
    /// What it cost, in fen.
    pub cost_fen: Option<i64>,
    /// One of [`PAID_BY`].
    pub paid_by: Option<String>,
    /// When it was asked.
    pub asked_on: Option<Day>,
    /// The minute of that day.
    pub asked_minute: Option<i64>,
    /// One of [`STATUS`].
    pub status: String,
    /// Who took it.
    pub taken_by: Option<UserId>,
    /// When.
    pub taken_on: Option<Day>,
    /// When it was at the door.
    pub delivered_on: Option<Day>,
    /// The minute of that day.
    pub delivered_minute: Option<i64>,
    /// What it cost, on paper.
    pub receipt: Vec<PhotoRef>,
    /// How content the household is, 5 the most.
    pub rating: Option<i64>,
    /// Anything else.
    pub note: Option<String>,
}

impl Payload for Errand {
    const KIND: &'static str = "errand";
}

impl Errand {
    /// How far it has come, among [`STATUS`].
    pub fn step(&self) -> usize {
        STATUS.iter().position(|status| *status == self.status).unwrap_or_default()
    }

    /// Whether it is at the door.
    pub fn is_delivered(&self) -> bool {
        DELIVERED.contains(&self.status.as_str())
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
    name: Errand::KIND,
    version: 1,
    home: Home::Team,
    life: Life::Kept,
    fields: &[
        field("need", Holds::Ref("need"), false, Merge::Fixed, Sight::Plain, "M14: which need it answers"),
        field("household", Holds::Ref("household"), true, Merge::Fixed, Sight::Plain, "for whom"),
        field("case", Holds::Ref("isolation"), false, Merge::Fixed, Sight::Plain, "M15: coverage of the isolated"),
        field("door", Holds::Text(60), true, Merge::Quiet, Sight::Personal, "where to bring it"),
        field("to_name", Holds::Name, false, Merge::Quiet, Sight::Personal, "whom to ask for"),
        field("phone", Holds::Phone, false, Merge::Quiet, Sight::Sensitive, "to reach them without meeting"),
        field("category", Holds::One(CATEGORY), true, Merge::Quiet, Sight::Personal, "F10: what to bring"),
        field("items", Holds::Text(200), false, Merge::Quiet, Sight::Personal, "F10: what exactly"),
        field("masks", Holds::Count(0, 999), false, Merge::Quiet, Sight::Plain, "M15: masks brought"),
        field("cost_fen", Holds::Count(0, 10_000_000), false, Merge::Quiet, Sight::Personal, "F10: what is owed"),
        field("paid_by", Holds::One(PAID_BY), false, Merge::Quiet, Sight::Plain, "F10: who owes it"),
        field("asked_on", Holds::Day, true, Merge::Fixed, Sight::Plain, "M14: how long it took"),
        field("asked_minute", Holds::Count(0, 1439), false, Merge::Fixed, Sight::Plain, "M14: how long it took"),
        field("status", Holds::One(STATUS), true, Merge::Forward, Sight::Plain, "M15: what is still open"),
        field("taken_by", Holds::Text(36), false, Merge::Shown, Sight::Plain, "F10: who brings it"),
        field("taken_on", Holds::Day, false, Merge::Quiet, Sight::Plain, "F10: who brings it, since when"),
        field("delivered_on", Holds::Day, false, Merge::Quiet, Sight::Plain, "M14: how long it took"),
        field("delivered_minute", Holds::Count(0, 1439), false, Merge::Quiet, Sight::Plain, "M14: how long it took"),
        field("receipt", Holds::Photos(RECEIPTS), false, Merge::Quiet, Sight::Personal, "F10: what is owed"),
        field("rating", Holds::Count(1, 5), false, Merge::Quiet, Sight::Plain, "F10: whether it was of use"),
        field("note", Holds::Text(200), false, Merge::Quiet, Sight::Personal, "what the next one should know"),
    ],
    form: None,
    rules: no_rules,
    facts,
    samples: examples(samples),
};

fn facts(record: &Record) -> Vec<Fact> {
    let errand: Errand = record.read();
    let mut facts = vec![Fact::one(Metric::Errand, errand.asked_on, record.id)];
    if errand.is_delivered() {
        let day = errand.delivered_on.or(errand.asked_on);
        if let (Some(n), Some(subject)) = (errand.masks.filter(|n| *n > 0), errand.household) {
            facts.push(Fact::of(Metric::MasksDelivered, day, n, subject));
        }
        facts.extend(errand.need.map(|need| Fact::one(Metric::NeedDone, day, need)));
    }
    facts
}

fn samples() -> Vec<Data> {
    let whole = Errand {
        need: Some(RecordId::fixed(10)),
        household: Some(RecordId::fixed(1)),
        case: Some(RecordId::fixed(5)),
        door: "柳塘村三组17号".into(),
        to_name: Some("佘小满".into()),
        phone: Some("19900000417".into()),
        category: "masks".into(),
        items: Some("口罩10只,体温计1支".into()),
        masks: Some(10),
        cost_fen: Some(3_550),
        paid_by: Some("team".into()),
        asked_on: Day::new(2020, 2, 3),
        asked_minute: Some(570),
        status: "rated".into(),
        taken_by: Some(UserId::fixed(7)),
        taken_on: Day::new(2020, 2, 3),
        delivered_on: Day::new(2020, 2, 4),
        delivered_minute: Some(660),
        receipt: vec![PhotoRef { sha256: PhotoId::new([0x7c; 32]), bytes: 90_000 }],
        rating: Some(5),
        note: Some("放门口,不见面".into()),
    };
    let asked = Errand {
        household: whole.household,
        door: whole.door.clone(),
        category: "groceries".into(),
        asked_on: whole.asked_on,
        status: "open".into(),
        ..Errand::default()
    };
    vec![whole.data(), asked.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts_of(errand: &Errand) -> Vec<Fact> {
        facts(&crate::kind::tests::record(Errand::KIND, errand.data()))
    }

    #[test]
    fn masks_and_the_need_count_once_they_are_at_the_door() {
        let whole = Errand::read(&samples()[0]);
        let (asked, brought) = (Day::new(2020, 2, 3), Day::new(2020, 2, 4));
        let errand = Fact::one(Metric::Errand, asked, RecordId::fixed(9));
        let masks = Fact::of(Metric::MasksDelivered, brought, 10, RecordId::fixed(1));
        let need = Fact::one(Metric::NeedDone, brought, RecordId::fixed(10));
        for status in DELIVERED {
            let errand_at_door = Errand { status: (*status).into(), ..whole.clone() };
            assert_eq!(facts_of(&errand_at_door), [errand.clone(), masks.clone(), need.clone()]);
        }
        for status in STATUS.iter().filter(|status| !DELIVERED.contains(status)) {
            let under_way = Errand { status: (*status).into(), ..whole.clone() };
            let metrics: Vec<_> = facts_of(&under_way).into_iter().map(|fact| fact.metric).collect();
            assert_eq!(metrics, [Metric::Errand], "{status}");
        }
    }

    #[test]
    fn an_errand_without_a_need_or_masks_is_an_errand_all_the_same() {
        let brought = Errand { status: "delivered".into(), ..Errand::read(&samples()[1]) };
        let metrics: Vec<_> = facts_of(&brought).into_iter().map(|fact| fact.metric).collect();
        assert_eq!(metrics, [Metric::Errand]);
    }
}
