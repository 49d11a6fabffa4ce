//! Request to permit. A handler that wants to touch records has to ask for [`Auth`], since the
//! store asks for the permit in it.

use super::trouble::Refusal;
use crate::{state::State, store::SessionOwner};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use model::access::Permit;
use sha2::{Digest, Sha256};

/// Name of the session's cookie. The prefix makes browsers insist on Secure, no Domain, and `/`.
pub const COOKIE: &str = "__Host-sid";

/// Someone who is signed in, and what that allows now.
pub struct Auth {
    /// What it allows.
    pub permit: Permit,
    /// Who.
    pub owner: SessionOwner,
    /// Hash of the session's token.
    pub session: [u8; 32],
}

/// The hash under which a token is kept.
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// The token that a request brings, in its cookie or as a bearer.
pub fn token(headers: &HeaderMap) -> Option<&str> {
    bearer(headers).or_else(|| {
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        cookies
            .flat_map(|cookies| cookies.split(';'))
            .find_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('='))
    })
}

/// The token of a client without cookies.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Someone whose device may be no longer trusted: good for nothing but to hand in what it holds.
pub struct Leaving;

async fn owner(parts: &Parts, state: &State) -> Result<(SessionOwner, [u8; 32]), Refusal> {
    let session = token_hash(token(&parts.headers).ok_or_else(Refusal::signed_out)?);
    let owner = state.store.session_owner(&session, state.now()).await?.ok_or_else(Refusal::signed_out)?;
    Ok((owner, session))
}

impl FromRequestParts<State> for Leaving {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refusal> {
        owner(parts, state).await.map(|_| Self)
    }
}

impl FromRequestParts<State> for Auth {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refusal> {
        let (owner, session) = owner(parts, state).await?;
        if owner.revoked {
            return Err(Refusal::drain());
        }
        let permit = state.store.session_permit(&owner.account, state.today()).await?;
        Ok(Self { permit, owner, session })
    }
}
