//! Unsent work that comes as a sealed file: carried by anyone, or handed in by a phone that is no
//! longer trusted; and the people who look at what cannot be judged at once.

use super::{
    auth::{Auth, Leaving, token_hash},
    sync::malformed,
    trouble::{Answer, Refusal},
};
use crate::{
    state::State,
    store::{Account, Doubt, Push, Waiting},
};
use axum::{Json, body::Bytes, extract, http::StatusCode};
use model::{
    access::{Permit, Role},
    id::DeviceId,
    op::Op,
    wire::{Carried, MAX_SEALED, ReviewDecision, ReviewItem, SEALED_FORM, SealedFile, Unsealed},
};

/// `POST /api/v1/carry`: by whoever is signed in. Each op is judged as its author's.
pub(super) async fn carry(extract::State(state): extract::State<State>, _: Auth, body: Bytes) -> Answer<Json<Carried>> {
    Ok(Json(hand_in(&state, &read(&body)?, false).await?))
}

/// `POST /api/v1/drain`: by a device that is no longer trusted. All of it waits for a person; when the
/// phone knows that it is here, it wipes itself.
pub(super) async fn drain(
    extract::State(state): extract::State<State>,
    _: Leaving,
    body: Bytes,
) -> Answer<Json<Carried>> {
    Ok(Json(hand_in(&state, &read(&body)?, true).await?))
}

async fn hand_in(state: &State, file: &SealedFile, leaving: bool) -> Answer<Carried> {
    let mut carried = Carried::default();
    let mut waiting = Vec::new();
    for sealed in &file.ops {
        let Some(Unsealed { user, secret, op }) = state.key.open(sealed) else {
            carried.unreadable += 1;
            continue;
        };
        let heir = state.store.session_heir(&token_hash(&secret)).await?;
        let device = heir.as_ref().map(|heir| heir.device);
        let reason = match heir.filter(|heir| heir.account.user == user) {
            Some(heir) if !heir.revoked && !leaving => {
                judge(state, &heir.account, heir.device, op).await?;
                carried.taken += 1;
                continue;
            }
            Some(_) => Doubt::Revoked,
            None => Doubt::Unproved,
        };
        waiting.push(Waiting { user, device, reason, op });
    }
    let known = state.store.session_keep_for_review(&waiting, state.now()).await?;
    carried.taken += known;
    carried.waiting += waiting.len() as u64 - known;
    Ok(carried)
}

/// The verdict stays here; its author's phone learns it at its next sync.
async fn judge(state: &State, author: &Account, device: DeviceId, op: Op) -> Answer<()> {
    let permit = state.store.session_permit(author, state.today()).await?;
    state.store.push(Push { permit, device, ops: vec![op], heard: None, whole: false }).await?;
    Ok(())
}

fn read(body: &[u8]) -> Answer<SealedFile> {
    let file: SealedFile = serde_json::from_slice(body).map_err(|_| malformed("body"))?;
    if file.form != SEALED_FORM {
        return Err(malformed("form"));
    }
    if file.ops.len() > MAX_SEALED {
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
    }
    Ok(file)
}

/// `GET /api/v1/review`: what waits in this township.
pub(super) async fn review(extract::State(state): extract::State<State>, auth: Auth) -> Answer<Json<Vec<ReviewItem>>> {
    let reviewer = reviewer(&auth)?;
    let waiting = state.store.review(reviewer).await?;
    let mut doors = state.store.review_doors(reviewer, &waiting).await?;
    let item = |(id, one): (u64, Waiting)| ReviewItem {
        id,
        op: one.op.id,
        author: one.user,
        reason: one.reason.code().into(),
        act: one.op.act.code().into(),
        kind: one.op.kind,
        rec: one.op.rec,
        scope: one.op.scope,
        at: one.op.at.wall,
        door: doors.remove(&id),
    };
    Ok(Json(waiting.into_iter().map(item).collect()))
}

/// `POST /api/v1/review`: takes an op, which is judged as its author's, or dismisses it, or takes a
/// dismissal back.
pub(super) async fn decide(
    extract::State(state): extract::State<State>,
    auth: Auth,
    extract::Json(decision): extract::Json<ReviewDecision>,
) -> Answer<StatusCode> {
    let reviewer = reviewer(&auth)?;
    if decision.undo {
        let waits = state.store.review_again(reviewer, decision.id).await?;
        return waits.then_some(StatusCode::NO_CONTENT).ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "not_found"));
    }
    let waiting = state.store.review(reviewer).await?;
    let one = waiting.into_iter().find(|(id, _)| *id == decision.id);
    let (id, one) = one.ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "not_found"))?;
    if decision.take {
        let author = state.store.session_account(one.user).await?.ok_or_else(Refusal::forbidden)?;
        judge(&state, &author, one.device.unwrap_or(auth.owner.device), one.op).await?;
    }
    state.store.review_decided(reviewer, id, decision.take, state.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn reviewer(auth: &Auth) -> Answer<&Permit> {
    auth.permit.roles().any(Role::reviews).then_some(&auth.permit).ok_or_else(Refusal::forbidden)
}
