//! The way of a native phone to the program: HTTP over a real connection, through a proxy that may
//! spoil it.

use crate::{
    backend::Server,
    program,
    township::{PASSWORD, Somebody},
};
use model::{
    id::DeviceId,
    wire::{DeviceInfo, SignIn, SyncRequest, SyncResponse},
};
use reqwest::{Client, RequestBuilder, Response, StatusCode, header};
use serde::Serialize;
use std::{cell::Cell, time::Duration};
use sync::Refused;

/// How long a phone of a test waits for an answer while the line is bad.
const PATIENCE: Duration = Duration::from_millis(1_000);
/// How long where it is good, though a whole township may come down it.
const LONG: Duration = Duration::from_secs(60);
/// How often it tries to sign in, before the test gives up.
const TRIES: usize = 50;

/// A line.
pub struct Line {
    client: Client,
    port: u16,
    password: &'static str,
    patience: Cell<Duration>,
    restores: Cell<usize>,
}

impl Line {
    /// To the program, or the proxy, on `port`.
    pub fn to(port: u16) -> Self {
        let client = Client::builder().no_proxy().no_gzip().build().expect("a client");
        Self { client, port, password: PASSWORD, patience: Cell::new(LONG), restores: Cell::new(0) }
    }

    /// To a program with the demo township.
    pub fn to_the_demo(port: u16) -> Self {
        Self { password: program::PASSWORD, ..Self::to(port) }
    }

    /// From now on phones give up early, or not.
    pub fn is_bad(&self, bad: bool) {
        self.patience.set(if bad { PATIENCE } else { LONG });
    }

    /// The program was restored from a backup.
    pub fn restored(&self) {
        self.restores.set(self.restores.get() + 1);
    }

    fn post<T: Serialize>(&self, path: &str, body: &T) -> RequestBuilder {
        let origin = format!("http://127.0.0.1:{}", self.port);
        let asked = self.client.post(format!("{origin}/api/v1/{path}")).timeout(self.patience.get());
        asked.header(header::ORIGIN, origin).json(body)
    }
}

impl Server for Line {
    async fn open_session(&self, who: Somebody, device: DeviceId) -> String {
        let sign_in = SignIn {
            account: who.account.into(),
            password: self.password.into(),
            device: DeviceInfo { id: device, name: String::new(), platform: "test".into() },
        };
        for _ in 0..TRIES {
            // A hash takes longer than any other answer.
            let sent = self.post("sign-in", &sign_in).timeout(LONG).send().await;
            if let Some(cookie) = sent.ok().and_then(|answer| answer.headers().get(header::SET_COOKIE).cloned()) {
                let cookie = cookie.to_str().expect("a cookie");
                return cookie.split(';').next().unwrap_or_default().to_owned();
            }
        }
        panic!("nobody can sign in");
    }

    async fn sync(&self, session: Option<&str>, request: SyncRequest) -> Result<SyncResponse, Refused> {
        let mut asked = self.post("sync", &request);
        if let Some(session) = session {
            asked = asked.header(header::COOKIE, session);
        }
        understand(asked.send().await.map_err(|_| Refused::Unreachable)?).await
    }

    fn restores(&self) -> usize {
        self.restores.get()
    }
}

/// Sorts answers as a phone does.
async fn understand(answer: Response) -> Result<SyncResponse, Refused> {
    let status = answer.status();
    let after = answer.headers().get(header::RETRY_AFTER).and_then(|after| after.to_str().ok()?.parse().ok());
    let body = answer.bytes().await.map_err(|_| Refused::Unreachable)?;
    if matches!(status, StatusCode::OK | StatusCode::UPGRADE_REQUIRED) {
        return serde_json::from_slice(&body).map_err(|_| Refused::NotOurs);
    }
    match serde_json::from_slice(&body) {
        Ok(trouble) => Err(Refused::Trouble { status: status.as_u16(), trouble, after }),
        Err(_) if status.is_server_error() => Err(Refused::Unreachable),
        Err(_) => Err(Refused::NotOurs),
    }
}
