//! `POST /api/v1/sync`: intentions up, states down.

use super::{
    auth::Auth,
    trouble::{Answer, Refusal},
};
use crate::{
    reading::Reading,
    state::State,
    store::{Heard, NotPushed, Push, Pushed, StoreError},
};
use axum::{
    Json,
    body::Bytes,
    extract,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use model::{
    op::Op,
    wire::{MAX_OPS, MAX_ROWS, SyncRequest, TooOld, Trouble},
};
use serde_json::Value;

/// The handler. Authorised before the body is read, let alone unpacked.
pub(super) async fn sync(
    extract::State(state): extract::State<State>,
    auth: Auth,
    body: Result<Bytes, extract::rejection::BytesRejection>,
) -> Answer<Response> {
    let body = body.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
        _ => malformed("body"),
    })?;
    let request = read(&body)?;
    // A phone that took a new id counts under it; its session still names the old one.
    if request.device != auth.owner.device && state.store.session_revoked(request.device).await? {
        return Err(Refusal::drain());
    }
    let scopes = auth.permit.scopes();
    let reading = Reading::of(&request, &scopes);
    let reads_rows = request.reads_rows();
    let highest_n = request.ops.iter().map(|op| op.n).max().unwrap_or_default();
    let push = Push {
        permit: auth.permit.clone(),
        device: request.device,
        ops: request.ops,
        heard: Some(Heard {
            pending: request.pending,
            first_n: request.first_n,
            last_n: request.last_n.max(highest_n),
            app: request.app,
        }),
        whole: false,
    };
    let is_read_alone = push.ops.is_empty();
    let pushed = match state.store.push(push).await {
        // With no room left, what the phone says of itself cannot be noted; reading goes on.
        Err(NotPushed::Store(StoreError::Full)) if is_read_alone => Pushed::default(),
        pushed => pushed?,
    };
    let most = request.max_rows.clamp(1, MAX_ROWS);
    let read = state.store.pull(&auth.permit, &reading, request.mark.as_ref(), most).await?;
    let answer = reading.answer(state.now(), pushed, read, scopes);
    Ok(if reads_rows {
        Json(answer).into_response()
    } else {
        (StatusCode::UPGRADE_REQUIRED, Json(TooOld::from(answer))).into_response()
    })
}

/// Reads the request, and says where it stops making sense.
fn read(body: &[u8]) -> Result<SyncRequest, Refusal> {
    let mut whole: Value = serde_json::from_slice(body).map_err(|_| malformed("body"))?;
    let ops = whole.get_mut("ops").map_or(Value::Array(Vec::new()), Value::take);
    let Value::Array(ops) = ops else { return Err(malformed("ops")) };
    if ops.len() > MAX_OPS {
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
    }
    if let Some(fields) = whole.as_object_mut() {
        fields.remove("ops");
    }
    let mut request: SyncRequest = serde_json::from_value(whole).map_err(|_| malformed("request"))?;
    for (index, op) in ops.into_iter().enumerate() {
        let op: Op = serde_json::from_value(op).map_err(|_| malformed(&format!("ops[{index}]")))?;
        request.ops.push(op);
    }
    Ok(request)
}

pub(super) fn malformed(at: &str) -> Refusal {
    Refusal::of(StatusCode::BAD_REQUEST, Trouble { at: Some(at.into()), ..Trouble::new("malformed") })
}
