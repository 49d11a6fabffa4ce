//! Whether the program lives, and whether it can work.

use super::trouble::Answer;
use crate::state::State;
use axum::extract;

/// `GET /healthz`: the program runs.
pub(super) async fn alive() -> &'static str {
    "ok"
}

/// `GET /readyz`: the database answers.
pub(super) async fn ready(extract::State(state): extract::State<State>) -> Answer<&'static str> {
    state.store.is_ready().await?;
    Ok("ok")
}
