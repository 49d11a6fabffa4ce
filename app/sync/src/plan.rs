//! Pure decisions: what we have and what came, to what is to be done.

use crate::ports::{Acked, KEPT_DAYS, Page, Refused, Stuck};
use crate::state::{NOT_NAMED, State};
use model::{
    day::MILLIS_A_DAY,
    op::Op,
    record::Scope,
    wire::{Cursor, MAX_OPS, MAX_PUSH_BYTES, RejectCode, Rejection, SyncResponse, Verdict},
};
use std::collections::{BTreeMap, BTreeSet};

/// The next ops to send: the oldest, at most `most`, within the bytes of one request.
pub fn batch(state: &State, most: usize) -> Vec<Op> {
    let mut bytes = 0;
    let mut batch = Vec::new();
    for op in state.outbox().take(most.min(MAX_OPS)) {
        bytes += serde_json::to_string(op).map_or(0, |json| json.len() + 1);
        if bytes > MAX_PUSH_BYTES && !batch.is_empty() {
            break;
        }
        batch.push(op.clone());
    }
    batch
}

/// Where the phone stands in each feed, as the next request says it: nothing, if it is to be brief
/// because every feed was read up to the mark of the last answer.
pub fn have(state: &State) -> Option<BTreeMap<Scope, Option<Cursor>>> {
    let cursors = state.cursors();
    let brief = state.mark().is_some_and(|mark| !cursors.is_empty() && cursors.values().all(|cursor| cursor == mark));
    (!brief).then(|| cursors.iter().map(|(scope, cursor)| (*scope, Some(cursor.clone()))).collect())
}

/// The answer was JSON of the right form but does not speak of what was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAnswer;

/// What an answer means for what was sent.
///
/// # Errors
/// [`NotAnAnswer`] unless it names every op that was sent, once, and no other: then nothing of it
/// may be believed.
pub fn read(state: &State, sent: &[Op], answer: SyncResponse) -> Result<Page, NotAnAnswer> {
    let mut verdicts: BTreeMap<_, _> = answer.results.into_iter().map(|result| (result.id, result.verdict)).collect();
    let held: BTreeSet<_> = state.held_scopes();
    // A brief answer names neither scopes nor, when all has been read, cursors.
    let cursors = match &answer.mark {
        Some(mark) if answer.scopes.is_none() && !answer.more => {
            held.iter().map(|scope| (*scope, mark.clone())).collect()
        }
        _ => answer.have,
    };
    let mut page = Page { rows: answer.rows, cursors, mark: answer.mark, lost: Some(answer.lost), ..Page::default() };
    for op in sent {
        match verdicts.remove(&op.id).ok_or(NotAnAnswer)? {
            Verdict::Ok { seq } | Verdict::Merged { seq } | Verdict::Conflict { seq, .. } => {
                page.acked.push(Acked { op: op.clone(), seq, at: answer.now, covered: false });
            }
            Verdict::Rejected(rejection) => {
                let seen = rejection.missing().and_then(|id| state.version(id)).unwrap_or_default();
                page.stuck.push(Stuck { op: op.clone(), rejection, seen });
            }
        }
    }
    if !verdicts.is_empty() {
        return Err(NotAnAnswer);
    }
    // Without its rows a scope is of no use, but what is unsent for it goes up first.
    let granted: BTreeSet<_> = answer.scopes.map_or_else(|| held.clone(), BTreeSet::from_iter);
    let judged: BTreeSet<_> = sent.iter().map(|op| op.id).collect();
    let waits: BTreeSet<_> = state.outbox().filter(|op| !judged.contains(&op.id)).map(|op| op.scope).collect();
    page.dropped = held.difference(&granted).filter(|scope| !waits.contains(scope)).copied().collect();
    cover(state, &granted, !answer.more, &mut page);
    let oldest = answer.now - KEPT_DAYS * MILLIS_A_DAY;
    let is_done = |acked: &&Acked| acked.covered && acked.at < oldest && !state.waits_for_photo(&acked.op);
    page.forgotten = state.acked().iter().filter(is_done).map(|acked| acked.op.id).collect();
    Ok(page)
}

/// The refused ops that may go again by themselves: what they missed has come.
pub fn again(state: &State) -> Vec<Stuck> {
    let has_come = |stuck: &&Stuck| {
        stuck.rejection.missing().and_then(|id| state.version(id)).is_some_and(|version| version > stuck.seen)
    };
    state.repair().iter().filter(has_come).cloned().collect()
}

/// Marks the taken ops whose record has come, in whatever state, or is not to be held here. When all
/// has been read nothing is on its way any more: what has not come is gone, and a first reading
/// leaves that out.
fn cover(state: &State, granted: &BTreeSet<Scope>, all_read: bool, page: &mut Page) {
    let came: BTreeMap<_, _> = page.rows.iter().map(|row| (row.id, row.seq)).collect();
    let is_covered = |acked: &Acked| {
        let latest = came.get(&acked.op.rec).copied().max(state.version(acked.op.rec));
        all_read || latest.is_some_and(|seq| seq >= acked.seq) || !granted.contains(&acked.op.scope)
    };
    for acked in &mut page.acked {
        acked.covered = is_covered(acked);
    }
    let earlier = state.acked().iter().filter(|acked| !acked.covered && is_covered(acked));
    let earlier: Vec<Acked> = earlier.map(|acked| Acked { covered: true, ..acked.clone() }).collect();
    page.acked.extend(earlier);
}

/// What to do when there is no answer of use.
#[derive(Debug, Clone, PartialEq)]
pub enum Otherwise {
    /// Send fewer ops at a time.
    Halve,
    /// The one op that was sent is what the server cannot read: set it aside.
    SetAside(Rejection),
    /// The server was restored from a backup: offer again what it may lack, read from the start.
    Reoffer,
    /// Another phone has used our numbers.
    NewDevice,
    /// The server has no room: send nothing for now, but go on reading.
    HoldBack(Option<u32>),
    /// Leave it for now; for at least so many seconds, if the server named a time.
    Wait(Option<u32>),
}

/// Decides on a refusal, given how many ops had been sent.
pub fn otherwise(refused: &Refused, sent: usize) -> Otherwise {
    let Refused::Trouble { status, trouble, after } = refused else { return Otherwise::Wait(None) };
    match (*status, trouble.code.as_str()) {
        (413, _) | (400, "malformed") if sent > 1 => Otherwise::Halve,
        (413, _) | (400, "malformed") if sent == 1 => {
            let mut rejection = Rejection::new(RejectCode::Invalid);
            rejection.args.insert("rule".into(), trouble.code.clone().into());
            Otherwise::SetAside(rejection)
        }
        (409, "history_changed") => Otherwise::Reoffer,
        (409, "new_device") => Otherwise::NewDevice,
        (507, _) if sent > 0 => Otherwise::HoldBack(*after),
        _ => Otherwise::Wait(*after),
    }
}

/// Whether a refusal is about a photo itself, so that sending it again would not help: by its code.
pub fn unwanted(refused: &Refused) -> Option<&str> {
    match refused {
        Refused::Trouble { status: 422, trouble, .. } => Some(&trouble.code),
        // No such address says 404 as well: a server of an older build, to be waited for.
        Refused::Trouble { status: 404, trouble, .. } if trouble.code == NOT_NAMED => Some(&trouble.code),
        _ => None,
    }
}

/// How long to wait before the next attempt, in milliseconds: doubling from two seconds to five
/// minutes, with a share of chance (`jitter`, 0..=255) so that phones do not come in step.
pub fn back_off(failures: u32, jitter: u8) -> u64 {
    let whole = 2_000u64.saturating_mul(1 << failures.min(8)).min(300_000);
    whole / 2 + whole / 2 * u64::from(jitter) / 255
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        ambient::Stamp,
        id::{OpId, RecordId},
        op::Act,
        record::Data,
        wire::{OpResult, Trouble},
    };

    fn trouble(status: u16, code: &str) -> Refused {
        Refused::Trouble { status, trouble: Trouble::new(code), after: None }
    }

    #[test]
    fn a_record_that_others_have_made_as_well_is_settled_like_any_change() {
        let op = |n: u64| Op {
            id: OpId::fixed(n.into()),
            n,
            act: Act::Add { data: Data::new() },
            kind: "isolation".into(),
            rec: RecordId::fixed(n.into()),
            scope: Scope::Grid(RecordId::fixed(8)),
            v: 1,
            at: Stamp { wall: 0, mono: 0, boot: String::new() },
            deps: Vec::new(),
            mends: None,
        };
        let sent = [op(1), op(2), op(3)];
        let verdicts = [
            Verdict::Merged { seq: 11 },
            Verdict::Conflict { fields: vec!["end_on".into()], conflict: Some(RecordId::fixed(2)), seq: 12 },
            Verdict::Rejected(Rejection::new(RejectCode::Gone)),
        ];
        let results = sent.iter().zip(verdicts).map(|(op, verdict)| OpResult { id: op.id, verdict }).collect();
        let answer = SyncResponse {
            now: 0,
            results,
            scopes: Some(Vec::new()),
            rows: Vec::new(),
            have: BTreeMap::new(),
            mark: None,
            more: false,
            lost: 0,
            notice: None,
        };
        let page = read(&State::default(), &sent, answer).expect("it speaks of what was sent");
        assert_eq!(page.acked.iter().map(|acked| (acked.op.n, acked.seq)).collect::<Vec<_>>(), [(1, 11), (2, 12)]);
        assert_eq!(page.stuck.iter().map(|stuck| stuck.op.n).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn a_malformed_batch_is_halved_down_to_the_one() {
        assert_eq!(otherwise(&trouble(400, "malformed"), 200), Otherwise::Halve);
        assert!(matches!(otherwise(&trouble(400, "malformed"), 1), Otherwise::SetAside(_)));
        assert_eq!(otherwise(&trouble(400, "malformed"), 0), Otherwise::Wait(None));
    }

    #[test]
    fn a_full_server_is_read_from_all_the_same() {
        assert_eq!(otherwise(&trouble(507, "storage_full"), 3), Otherwise::HoldBack(None));
        assert_eq!(otherwise(&trouble(507, "storage_full"), 0), Otherwise::Wait(None));
    }

    #[test]
    fn a_portal_is_waited_out() {
        assert_eq!(otherwise(&Refused::NotOurs, 3), Otherwise::Wait(None));
        assert_eq!(otherwise(&trouble(401, "signed_out"), 3), Otherwise::Wait(None));
    }

    #[test]
    fn only_a_word_about_the_photo_itself_ends_its_sending() {
        let code = |status, code| unwanted(&trouble(status, code)).map(str::to_owned);
        assert_eq!(code(422, "not_a_picture").as_deref(), Some("not_a_picture"));
        assert_eq!(code(404, "not_named").as_deref(), Some("not_named"));
        for (status, said) in [(404, "not_found"), (401, "signed_out"), (413, "too_large"), (507, "storage_full")] {
            assert_eq!(code(status, said), None, "{said}");
        }
        assert_eq!((unwanted(&Refused::Unreachable), unwanted(&Refused::NotOurs)), (None, None));
    }

    #[test]
    fn back_off_grows_to_five_minutes_and_never_below_half() {
        assert_eq!((back_off(0, 0), back_off(0, 255)), (1_000, 2_000));
        assert!((150_000..=300_000).contains(&back_off(40, 7)));
    }
}
