//! What may be decided about a case, and what it means in the record.

use model::{
    care::{CaseFile, Moment, gate::Missing},
    day::Day,
    field::Problem,
    id::{RecordId, UserId},
    kind::{
        Payload,
        isolation::{self, Change, Isolation},
        policy::Policies,
    },
    record::Data,
};
use serde_json::{Value, json};

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// 同意, with the last day as it is to be.
    Approve {
        /// The last day.
        end_on: Option<Day>,
    },
    /// 退回.
    Return {
        /// Why.
        reason: String,
    },
    /// 再报: returned, mended, handed in again.
    HandIn,
    /// 延长, 缩短.
    Until {
        /// The new last day.
        end_on: Option<Day>,
        /// Why.
        reason: String,
    },
    /// 转集中, 异常转诊.
    Hand {
        /// To a hospital; to a central place otherwise.
        to_hospital: bool,
        /// Where.
        to: String,
    },
    /// 失访.
    Lose {
        /// What is known.
        reason: String,
    },
    /// 找到了.
    Find,
    /// 登记有误.
    Mistaken {
        /// Why.
        reason: String,
    },
    /// 解除.
    Release {
        /// Who signs for the health authority.
        signed_off_by: String,
    },
}

/// The decisions by name, for buttons and sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// See [`Decision::Approve`].
    Approve,
    /// See [`Decision::Return`].
    Return,
    /// See [`Decision::HandIn`].
    HandIn,
    /// See [`Decision::Until`].
    Until,
    /// See [`Decision::Hand`].
    ToCentral,
    /// See [`Decision::Hand`].
    Refer,
    /// See [`Decision::Lose`].
    Lose,
    /// See [`Decision::Find`].
    Find,
    /// See [`Decision::Mistaken`].
    Mistaken,
    /// See [`Decision::Release`].
    Release,
}

impl Sort {
    /// All of them.
    pub const ALL: [Sort; 10] = [
        Sort::Approve,
        Sort::Return,
        Sort::HandIn,
        Sort::Until,
        Sort::ToCentral,
        Sort::Refer,
        Sort::Lose,
        Sort::Find,
        Sort::Mistaken,
        Sort::Release,
    ];

    /// Its name in addresses and drafts.
    pub const fn code(self) -> &'static str {
        match self {
            Sort::Approve => "approve",
            Sort::Return => "return",
            Sort::HandIn => "hand_in",
            Sort::Until => "until",
            Sort::ToCentral => "to_central",
            Sort::Refer => "refer",
            Sort::Lose => "lose",
            Sort::Find => "find",
            Sort::Mistaken => "mistaken",
            Sort::Release => "release",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }
}

/// What may be done about a case now, the likeliest first; `decides` is whether it may be decided by
/// whoever asks, or only written down.
pub fn open_to(case: &Isolation, decides: bool, today: Day) -> Vec<Sort> {
    let over = case.end_on.is_some_and(|end| end <= today);
    let all: &[Sort] = match case.status.as_str() {
        "pending" => &[Sort::Approve, Sort::Return, Sort::ToCentral, Sort::Refer, Sort::Mistaken],
        "returned" if decides => &[Sort::Approve, Sort::Mistaken],
        "returned" => &[Sort::HandIn, Sort::Mistaken],
        "isolating" if over => &[Sort::Release, Sort::Until, Sort::ToCentral, Sort::Refer, Sort::Lose],
        "isolating" => &[Sort::Until, Sort::ToCentral, Sort::Refer, Sort::Lose, Sort::Release],
        "lost" => &[Sort::Find],
        _ => &[],
    };
    let lead_only = [Sort::Approve, Sort::Return, Sort::Until, Sort::Find, Sort::Release];
    all.iter().copied().filter(|sort| decides || !lead_only.contains(sort)).collect()
}

/// What a decision lacks, at the fields of its sheet: `end_on`, `reason`, `to`, `signed_off_by`, and
/// `gate` for what a release lacks.
pub fn problems(file: &CaseFile, decision: &Decision, policies: &Policies, now: Moment) -> Vec<Problem> {
    let case = &file.case.is;
    let said = |field: &str, text: &str| text.trim().is_empty().then(|| Problem::new(field, "required"));
    let end = |end_on: &Option<Day>| match end_on {
        None => Some(Problem::new("end_on", "required")),
        Some(end) if case.from_on.is_some_and(|from| *end < from) => Some(Problem::new("end_on", "before_start")),
        Some(_) => None,
    };
    let own: Vec<Problem> = match decision {
        Decision::Approve { end_on } => end(end_on).into_iter().collect(),
        Decision::Until { end_on, reason } => end(end_on).into_iter().chain(said("reason", reason)).collect(),
        Decision::Return { reason } | Decision::Lose { reason } | Decision::Mistaken { reason } => {
            said("reason", reason).into_iter().collect()
        }
        Decision::Hand { to, .. } => said("to", to).into_iter().collect(),
        Decision::HandIn | Decision::Find => Vec::new(),
        Decision::Release { signed_off_by } => {
            let open = !lacks(file, policies, now).is_empty();
            let gate = open.then(|| Problem::new("gate", "required"));
            said("signed_off_by", signed_off_by).into_iter().chain(gate).collect()
        }
    };
    if !own.is_empty() {
        return own;
    }
    let mut whole = case.data();
    whole.extend(set(file, decision, None, now));
    whole.retain(|_, value| !value.is_null());
    let of_sheet = |mut problem: Problem| {
        problem.field = match problem.field.as_str() {
            "referred_to" => "to".into(),
            field if field.starts_with("changes.") => "reason".into(),
            field => field.to_owned(),
        };
        problem
    };
    isolation::KIND.check(&whole).into_iter().map(of_sheet).collect()
}

/// What a release lacks beyond the signature that is given with it.
pub fn lacks(file: &CaseFile, policies: &Policies, now: Moment) -> Vec<Missing> {
    let mut missing = file.missing_for_release(policies, now);
    missing.retain(|one| *one != Missing::SignOff);
    missing
}

/// The fields that a decision sets.
pub fn set(file: &CaseFile, decision: &Decision, by: Option<UserId>, now: Moment) -> Data {
    let case = &file.case.is;
    let mut set = Data::new();
    let mut change = Change { on: Some(now.day), by, ..Change::default() };
    let because = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let mut put = |field: &str, value: Value| drop(set.insert(field.to_owned(), value));
    let ends = |put: &mut dyn FnMut(&str, Value), status: &str, reason: &str| {
        put("status", status.into());
        put("ended_on", json!(now.day));
        put("ended_minute", json!(now.minute));
        put("end_reason", reason.into());
    };
    match decision {
        Decision::Approve { end_on } => {
            change.what = "approved".into();
            put("status", "isolating".into());
            if *end_on != case.end_on {
                (change.from, change.to) = (case.end_on, *end_on);
                put("end_on", json!(end_on));
            }
        }
        Decision::Return { reason } => {
            change.what = "returned".into();
            change.reason = because(reason);
            put("status", "returned".into());
        }
        Decision::HandIn => {
            change.what = "opened".into();
            put("status", "pending".into());
        }
        Decision::Until { end_on, reason } => {
            change.what = if *end_on < case.end_on { "shortened" } else { "extended" }.into();
            (change.from, change.to, change.reason) = (case.end_on, *end_on, because(reason));
            put("end_on", json!(end_on));
        }
        Decision::Hand { to_hospital, to } => {
            let status = if *to_hospital { "referred" } else { "to_central" };
            change.what = status.into();
            change.reason = because(to);
            ends(&mut put, status, status);
            put("referred_to", json!(because(to)));
        }
        Decision::Lose { reason } => {
            change.what = "lost".into();
            change.reason = because(reason);
            ends(&mut put, "lost", "lost");
        }
        Decision::Find => {
            change.what = "found".into();
            put("status", "isolating".into());
            for field in ["ended_on", "ended_minute", "end_reason"] {
                put(field, Value::Null);
            }
        }
        Decision::Mistaken { reason } => {
            change.what = "mistaken".into();
            change.reason = because(reason);
            ends(&mut put, "lost", "mistaken");
        }
        Decision::Release { signed_off_by } => {
            change.what = "released".into();
            ends(&mut put, "released", "period_over");
            put("signed_off_by", json!(because(signed_off_by)));
            put("release_no", model::care::gate::release_no(file.case.id, now.day).into());
        }
    }
    if matches!(decision, Decision::Approve { .. } | Decision::Return { .. }) {
        put("decided_by", json!(by));
        put("decided_on", json!(now.day));
    }
    let mut changes = case.changes.clone();
    changes.push(change);
    put("changes", json!(changes));
    set
}

/// What becomes of the service team's copy of the household: it ends with the case, and its last day
/// moves with it.
pub fn set_of_service(decision: &Decision, now: Moment) -> Option<Data> {
    let set = match decision {
        Decision::Until { end_on, .. } => json!({ "to_on": end_on }),
        Decision::Hand { .. } | Decision::Lose { .. } | Decision::Mistaken { .. } | Decision::Release { .. } => {
            json!({ "status": "ended", "to_on": now.day })
        }
        _ => return None,
    };
    set.as_object().cloned()
}

/// The copy that the team which serves a case holds.
pub fn service_of(file: &CaseFile) -> Option<RecordId> {
    file.served_by().map(|known| known.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        care::{Care, Known},
        kind::event::Event,
        record::{Record, Scope},
    };

    const BY: UserId = UserId::fixed(7);

    fn on(day: u32) -> Day {
        Day::new(2020, 2, day).expect("a day")
    }

    fn at(day: u32) -> Moment {
        Moment { day: on(day), minute: 11 * 60 }
    }

    fn file(status: &str) -> CaseFile {
        let case = Isolation {
            household: Some(RecordId::fixed(1)),
            person: Some(RecordId::fixed(2)),
            anchor: "first_day".into(),
            anchor_on: Some(on(7)),
            from_on: Some(on(7)),
            end_on: Some(on(8)),
            status: status.into(),
            ..Isolation::default()
        };
        let record = Record {
            kind: Isolation::KIND.into(),
            id: RecordId::fixed(5),
            scope: Scope::Grid(RecordId::fixed(9)),
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data: case.data(),
            gone: None,
        };
        Care::of([&record], Policies::default()).file(record.id).cloned().expect("its file")
    }

    fn codes(file: &CaseFile, decision: &Decision, now: Moment) -> Vec<(String, String)> {
        let all = problems(file, decision, &Policies::default(), now);
        all.into_iter().map(|problem| (problem.field, problem.rule)).collect()
    }

    fn one(field: &str, rule: &str) -> Vec<(String, String)> {
        vec![(field.to_owned(), rule.to_owned())]
    }

    fn after(file: &CaseFile, decision: &Decision, now: Moment) -> Isolation {
        let mut data = file.case.is.data();
        data.extend(set(file, decision, Some(BY), now));
        data.retain(|_, value| !value.is_null());
        Isolation::read(&data)
    }

    #[test]
    fn workers_write_down_and_leads_decide() {
        let pending = file("pending").case.is;
        assert_eq!(open_to(&pending, false, on(7)), [Sort::ToCentral, Sort::Refer, Sort::Mistaken]);
        assert_eq!(open_to(&pending, true, on(7))[0], Sort::Approve);
        let isolating = file("isolating").case.is;
        assert_eq!(open_to(&isolating, false, on(8)), [Sort::ToCentral, Sort::Refer, Sort::Lose]);
        assert_eq!(
            (open_to(&isolating, true, on(7))[0], open_to(&isolating, true, on(8))[0]),
            (Sort::Until, Sort::Release)
        );
        assert_eq!(open_to(&file("released").case.is, true, on(9)), []);
        assert_eq!(open_to(&file("lost").case.is, false, on(9)), []);
        assert_eq!(open_to(&file("returned").case.is, false, on(7))[0], Sort::HandIn);
    }

    #[test]
    fn approval_says_who_and_when_and_keeps_the_day() {
        let now = at(7);
        let decision = Decision::Approve { end_on: Some(on(8)) };
        assert_eq!(codes(&file("pending"), &decision, now), []);
        let case = after(&file("pending"), &decision, now);
        assert_eq!((case.status.as_str(), case.decided_by, case.decided_on), ("isolating", Some(BY), Some(on(7))));
        assert_eq!((case.changes[0].what.as_str(), case.changes[0].to), ("approved", None));
        let later = after(&file("pending"), &Decision::Approve { end_on: Some(on(12)) }, now);
        assert_eq!((later.end_on, later.changes[0].from), (Some(on(12)), Some(on(8))));
    }

    #[test]
    fn an_extension_has_a_reason_and_no_end_comes_before_the_start() {
        let until = |end_on, reason: &str| Decision::Until { end_on, reason: reason.into() };
        let case = file("isolating");
        assert_eq!(codes(&case, &until(Some(on(12)), " "), at(7)), one("reason", "required"));
        assert_eq!(codes(&case, &until(Some(on(6)), "早"), at(7)), one("end_on", "before_start"));
        assert_eq!(codes(&case, &until(None, "晚"), at(7)), one("end_on", "required"));
        assert_eq!(codes(&case, &until(Some(on(12)), &"长".repeat(101)), at(7)), one("reason", "too_long"));
        let longer = after(&case, &until(Some(on(12)), "同住家属发热"), at(7));
        assert_eq!((longer.end_on, longer.changes[0].what.as_str()), (Some(on(12)), "extended"));
        assert_eq!(longer.changes[0].reason.as_deref(), Some("同住家属发热"));
        assert_eq!(after(&case, &until(Some(on(7)), "误"), at(7)).changes[0].what, "shortened");
    }

    #[test]
    fn nobody_is_released_while_something_is_missing() {
        let release = Decision::Release { signed_off_by: "邹济生".into() };
        let whole = file("isolating");
        assert_eq!(codes(&whole, &release, at(7)), one("gate", "required"));
        assert!(matches!(lacks(&whole, &Policies::default(), at(7))[0], Missing::End { .. }));
        // No reading was ever made.
        assert!(matches!(lacks(&whole, &Policies::default(), at(8))[0], Missing::Slots(_)));
        let unsigned = Decision::Release { signed_off_by: String::new() };
        assert!(codes(&whole, &unsigned, at(8)).contains(&("signed_off_by".into(), "required".into())));
    }

    #[test]
    fn a_release_is_signed_numbered_and_ends_the_service() {
        let mut whole = file("isolating");
        // A township that asks for no readings.
        whole.case.is.from_on = Some(on(8));
        whole.case.is.from_minute = Some(20 * 60);
        let release = Decision::Release { signed_off_by: "邹济生".into() };
        assert_eq!(codes(&whole, &release, at(8)), []);
        let case = after(&whole, &release, at(8));
        assert_eq!((case.status.as_str(), case.ended_on, case.ended_minute), ("released", Some(on(8)), Some(660)));
        assert!(case.release_no.is_some_and(|no| no.starts_with("2020-")));
        assert_eq!(set_of_service(&release, at(8)).expect("it ends")["status"], json!("ended"));
        assert_eq!(set_of_service(&Decision::Find, at(8)), None);
    }

    #[test]
    fn who_was_lost_and_found_goes_on() {
        let lost = after(&file("isolating"), &Decision::Lose { reason: "电话不通".into() }, at(7));
        assert_eq!((lost.status.as_str(), lost.ended_on), ("lost", Some(on(7))));
        let mut again = file("isolating");
        again.case.is = lost;
        let found = after(&again, &Decision::Find, at(8));
        assert_eq!((found.status.as_str(), found.ended_on, found.end_reason), ("isolating", None, None));
        assert_eq!(found.changes.iter().map(|change| change.what.as_str()).collect::<Vec<_>>(), ["lost", "found"]);
    }

    #[test]
    fn a_referral_names_the_place_and_a_mistake_counts_for_nothing() {
        let hand = |to: &str| Decision::Hand { to_hospital: true, to: to.into() };
        assert_eq!(codes(&file("isolating"), &hand(""), at(7)), one("to", "required"));
        assert_eq!(codes(&file("isolating"), &hand("镇卫生院"), at(7)), []);
        let case = after(&file("isolating"), &hand("镇卫生院"), at(7));
        assert_eq!((case.status.as_str(), case.referred_to.as_deref()), ("referred", Some("镇卫生院")));
        let mistaken = after(&file("pending"), &Decision::Mistaken { reason: "认错人".into() }, at(7));
        assert!(!mistaken.counts() && !mistaken.is_open());
    }

    #[test]
    fn an_open_fever_stands_in_the_way() {
        let mut whole = file("isolating");
        whole.case.is.from_on = Some(on(8));
        whole.case.is.from_minute = Some(20 * 60);
        let fever = Event { about: "fever_symptom".into(), status: "reported".into(), ..Event::default() };
        let scope = Scope::Grid(RecordId::fixed(9));
        whole.events.push(Known { id: RecordId::fixed(30), scope, by: None, at: None, is: fever });
        let missing = lacks(&whole, &Policies::default(), at(8));
        assert_eq!(missing, [Missing::Fever { event: Some(RecordId::fixed(30)) }]);
    }
}
