//! Signing in and out.

use crate::{
    access::Role,
    ambient::Millis,
    id::{DeviceId, UserId},
    record::Scope,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// `POST /api/v1/sign-in`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct SignIn {
    /// Account name, such as `wgy01`.
    pub account: String,
    /// Password.
    pub password: String,
    /// The device.
    pub device: DeviceInfo,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignIn")
    }
}

/// A device, as it describes itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeviceInfo {
    /// Made on the device.
    pub id: DeviceId,
    /// What people call it.
    #[serde(default)]
    pub name: String,
    /// What it is.
    #[serde(default)]
    pub platform: String,
}

/// The answer to a sign-in and to `GET /api/v1/me`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Who.
    pub user: UserInfo,
    /// The server's public key for sealed files (JWK, P-256), once it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_key: Option<Value>,
    /// Goes into each seal of this person on this device ([`crate::wire::Unsealed`]); only with a sign-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal_secret: Option<String>,
    /// Sequence number of the latest policy.
    #[serde(default)]
    pub policies_seq: u64,
    /// The server's clock, to be shown.
    pub now: Millis,
}

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserInfo {
    /// The user.
    pub id: UserId,
    /// Account name.
    #[serde(default)]
    pub account: String,
    /// Full name.
    pub name: String,
    /// Roles in force.
    pub roles: Vec<Role>,
    /// Scopes this person may hold.
    pub scopes: Vec<Scope>,
    /// Whether 长辈版 is proposed.
    pub elder: bool,
    /// Whether the first thing to do is a new password.
    pub must_change_password: bool,
}
