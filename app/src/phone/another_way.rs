//! What leaves this phone by another way than its own sync: handed out as a sealed file, carried for
//! somebody else, or handed in because this phone is no longer trusted.

use super::{
    Phone, Stage, begun::begun_name, count_name, device_name, entering::entering_name, kept_figures, remember,
};
use leptos::prelude::*;
use model::{
    id::UserId,
    wire::{Carried, SignedIn},
};
use sync::{Refused, ports::read_answer};

/// Why a colleague's file was not carried.
#[derive(Debug, Clone, PartialEq)]
pub enum NotCarried {
    /// Not a file that was handed out here.
    NotOurs,
    /// The server did not take it, or not all of it; carrying it again is no harm.
    Refused(Refused),
}

impl Phone {
    /// Keeps what is needed to seal this person's work; `public/sealed.js` reads it.
    pub(super) fn keep_sealing(&self, signed_in: &SignedIn) {
        if let (Some(key), Some(secret)) = (&signed_in.server_key, &signed_in.seal_secret) {
            let kept = format!(r#"{{"key":{key},"secret":"{secret}"}}"#);
            self.device().set_setting(&seal_name(signed_in.user.id), Some(&kept));
        }
    }

    /// Lets the person choose a colleague's file, and carries it to the server. None if none was
    /// chosen.
    pub async fn carry(&self) -> Option<Result<Carried, NotCarried>> {
        let files = self.device().choose_file().await?;
        if files.is_empty() {
            return Some(Err(NotCarried::NotOurs));
        }
        Some(self.hand_in("/api/v1/carry", files).await.map_err(NotCarried::Refused))
    }

    async fn hand_in(&self, address: &str, files: Vec<String>) -> Result<Carried, Refused> {
        let mut all = Carried::default();
        for file in files {
            let answer = self.device().online().post(address.into(), file).await?;
            let carried: Carried = read_answer(&answer)?;
            all.taken += carried.taken;
            all.waiting += carried.waiting;
            all.unreadable += carried.unreadable;
        }
        Ok(all)
    }

    /// This phone is no longer trusted: what is unsent is handed in, and only when the server has all
    /// of it, this person's records leave the phone. Otherwise it stays as it is, and is tried again
    /// with the next sync.
    pub(super) async fn drain(&self, person: UserId) {
        let Some(files) = self.device().sealed_work(person).await else { return };
        let Ok(carried) = self.hand_in("/api/v1/drain", files).await else { return };
        // Asked now: what was saved meanwhile is not handed in yet.
        let unsent = self.engine_of(person).map(|engine| engine.state().unsent() as u64);
        if unsent.is_some_and(|unsent| carried.taken + carried.waiting >= unsent) {
            self.revoked.set(true);
            self.leave(person).await;
        }
    }

    /// This person's records and settings leave the phone.
    pub(super) async fn leave(&self, person: UserId) {
        let device = self.device();
        let account = untrack(|| self.user()).map(|user| user.account).unwrap_or_default();
        self.close();
        let own = [count_name(&account), device_name(&account), begun_name(&account), entering_name(&account)];
        for name in own.into_iter().chain([seal_name(person), kept_figures(person)]) {
            device.set_setting(&name, None);
        }
        // If it cannot be removed now, the next sign-in of this person finds it and goes on.
        let _ = device.forget(person).await;
    }

    /// Nobody is signed in here any more; what is kept stays.
    pub(super) fn close(&self) {
        remember(&*self.device(), None);
        self.listening.set_value(Vec::new());
        self.stage.set(Stage::SignedOut);
        self.signal.set(super::Signal::Unknown);
    }
}

/// The setting of what a person's work is sealed with.
fn seal_name(person: UserId) -> String {
    format!("seal.{person}")
}
