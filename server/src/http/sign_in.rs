//! Signing in and out; the same answer, in the same time, whether an account exists or not.

use super::{
    auth::{Auth, COOKIE, token, token_hash},
    trouble::{Answer, Refusal},
};
use crate::{
    password::{hash, strong_enough},
    state::{ChanceOf, State},
    store::{Account, NewSession},
};
use axum::{
    Json, extract,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use model::{
    access::Permit,
    wire::{SignIn, SignedIn, UserInfo},
};
use serde::Deserialize;

/// A session lasts so long, in milliseconds: sixty days, since a phone may be in the hills.
const SESSION: i64 = 60 * 86_400_000;
/// So many failures within [`WINDOW`], then each has to wait.
const FAILURES: u32 = 5;
/// Fifteen minutes, in milliseconds.
const WINDOW: i64 = 15 * 60_000;

/// `POST /api/v1/sign-in`
pub(super) async fn sign_in(
    extract::State(state): extract::State<State>,
    body: extract::Json<SignIn>,
) -> Answer<Response> {
    let SignIn { account, password, device } = body.0;
    let now = state.now();
    let (failures, last) = state.store.sign_in_failures(&account, now - WINDOW).await?;
    if failures >= FAILURES {
        let wait = last.map_or(WINDOW, |last| last + WINDOW - now).max(1_000) / 1_000;
        return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, "slow_down").after(u32::try_from(wait).unwrap_or(900)));
    }
    let found = state.store.sign_in_account(&account).await?;
    let fits = state.checker.check(password, found.as_ref().map(|found| found.password.clone())).await;
    let Some(owner) = found.filter(|_| fits) else {
        state.store.sign_in_failed(&account, now, now - WINDOW).await?;
        return Err(Refusal::new(StatusCode::UNAUTHORIZED, "wrong_credentials"));
    };
    let random = || {
        let mut bytes = [0; 32];
        state.world.fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    };
    let (token, seal_secret) = (random(), random());
    let new = NewSession {
        token_hash: &token_hash(&token),
        seal_hash: &token_hash(&seal_secret),
        device: &device,
        now,
        expires: now + SESSION,
    };
    state.store.session_open(&owner, new).await?;
    let permit = state.store.session_permit(&owner, state.today()).await?;
    let answer = SignedIn { seal_secret: Some(seal_secret), ..signed_in(&state, &owner, &permit).await? };
    let mut response = Json(answer).into_response();
    set_cookie(
        &mut response,
        &format!("{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={}", SESSION / 1_000),
    );
    Ok(response)
}

/// `POST /api/v1/sign-out`: also where nobody is signed in any more.
pub(super) async fn sign_out(extract::State(state): extract::State<State>, headers: HeaderMap) -> Answer<Response> {
    if let Some(token) = token(&headers) {
        state.store.session_close(&token_hash(token)).await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&mut response, &format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"));
    Ok(response)
}

/// `GET /api/v1/me`
pub(super) async fn me(extract::State(state): extract::State<State>, auth: Auth) -> Answer<Json<SignedIn>> {
    Ok(Json(signed_in(&state, &auth.owner.account, &auth.permit).await?))
}

/// A change of password.
#[derive(Deserialize)]
pub(super) struct NewPassword {
    old: String,
    new: String,
}

/// `POST /api/v1/password`: ends this person's other sessions.
pub(super) async fn password(
    extract::State(state): extract::State<State>,
    auth: Auth,
    body: extract::Json<NewPassword>,
) -> Answer<StatusCode> {
    let NewPassword { old, new } = body.0;
    if !state.checker.check(old, Some(auth.owner.account.password.clone())).await {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "wrong_credentials"));
    }
    strong_enough(&new, &auth.owner.account.account)
        .map_err(|_| Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "weak_password"))?;
    let phc = hash(&new, &ChanceOf(&state.world));
    state.store.set_password(&auth.permit, &phc, &auth.session).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn signed_in(state: &State, owner: &Account, permit: &Permit) -> Answer<SignedIn> {
    Ok(SignedIn {
        user: UserInfo {
            id: owner.user,
            account: owner.account.clone(),
            name: owner.name.clone(),
            roles: permit.roles().collect(),
            scopes: permit.scopes().into_iter().collect(),
            elder: state.store.sign_in_proposes_elder(owner, state.today()).await?,
            must_change_password: owner.must_change,
        },
        server_key: Some(state.key.public()),
        seal_secret: None,
        policies_seq: 0,
        now: state.now(),
    })
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
}
