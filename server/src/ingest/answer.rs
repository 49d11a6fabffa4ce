//! A push: what is known already, what is new, and the verdicts that answer it.

use super::{Desk, Known, Taken, numbered};
use crate::store::{NotPushed, Push};
use model::{
    access::Permit,
    id::{DeviceId, OpId, UserId},
    op::Op,
    wire::{OpResult, RejectCode, Rejection, Verdict},
};

/// A push that was judged.
#[derive(Debug)]
pub struct Judged {
    /// From which device.
    pub device: DeviceId,
    /// Whose.
    pub user: UserId,
    /// The ops, each with whether its id came with another body.
    ops: Vec<(OpId, bool)>,
}

impl Desk {
    /// Judges a push, op by op. Everything that it needs has been given.
    ///
    /// # Errors
    /// [`NotPushed`]: as a whole; nothing of it will be written.
    pub fn take(&mut self, push: Push) -> Result<Judged, NotPushed> {
        if push.heard.is_some() && push.ops.iter().any(|op| self.came_otherwise(push.device, op)) {
            return Err(NotPushed::NewDevice);
        }
        if !push.whole {
            return Ok(self.judge_all(push));
        }
        let mut draft = self.clone();
        let judged = draft.judge_all(push);
        let results = draft.results(&judged, 0).into_iter();
        let refused: Vec<OpResult> = results.filter(|result| matches!(result.verdict, Verdict::Rejected(_))).collect();
        if !refused.is_empty() {
            return Err(NotPushed::Refused(refused));
        }
        *self = draft;
        Ok(judged)
    }

    /// Whether this number of the device stands for another op: a cloned or restored phone.
    fn came_otherwise(&self, device: DeviceId, op: &Op) -> bool {
        self.numbers.get(&(device, op.n)).copied().flatten().is_some_and(|known| known != op.id)
    }

    fn judge_all(&mut self, push: Push) -> Judged {
        let mut ops = Vec::with_capacity(push.ops.len());
        for op in push.ops {
            if push.heard.is_some() && self.numbers.insert((push.device, op.n), Some(op.id)) != Some(Some(op.id)) {
                self.counted.push((push.device, op.n, op.id));
            }
            let known = self.ops.get(&op.id).and_then(Option::as_ref);
            let reused = known.is_some_and(|known| known.user != push.permit.user() || !same(&known.op, &op));
            ops.push((op.id, reused));
            if known.is_none() {
                self.judge(&push.permit, push.device, op);
            }
        }
        Judged { device: push.device, user: push.permit.user(), ops }
    }

    fn judge(&mut self, permit: &Permit, device: DeviceId, op: Op) {
        let issued = self.issued;
        let verdict = self.decide(permit, &op).unwrap_or_else(Verdict::Rejected);
        if self.issued == issued {
            // What changes no record, a refusal above all, has its place in the history as well, so
            // that a server which has lost it is found out.
            self.issue();
        }
        let mends = op.mends.and_then(|id| self.ops.get(&id)?.as_ref());
        if let Some(refused) = mends.filter(|refused| refused.user == permit.user()) {
            self.mended.push((refused.op.id, op.id));
        }
        let known = Known { op: op.clone(), user: permit.user(), verdict: verdict.clone() };
        self.ops.insert(op.id, Some(known));
        self.taken.push(Taken { op, user: permit.user(), device, verdict });
    }

    /// The verdicts on a push, in the order of its ops; numbers begin with `first`.
    pub fn results(&self, judged: &Judged, first: u64) -> Vec<OpResult> {
        let verdict = |id, reused: bool| {
            let known = self.ops.get(&id).and_then(Option::as_ref).filter(|_| !reused);
            let reuse = || Verdict::Rejected(Rejection::new(RejectCode::IdReuse));
            known.map_or_else(reuse, |known| numbered(known.verdict.clone(), first))
        };
        judged.ops.iter().map(|(id, reused)| OpResult { id: *id, verdict: verdict(*id, *reused) }).collect()
    }
}

/// The same intention, whatever it was numbered.
fn same(one: &Op, other: &Op) -> bool {
    (&one.act, &one.kind, one.rec, one.scope) == (&other.act, &other.kind, other.rec, other.scope)
}
