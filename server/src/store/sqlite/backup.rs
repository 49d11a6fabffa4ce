//! A copy of the whole database while it is in use, and what a copy has to do before it takes the
//! place of a database that was lost.

use super::{super::StoreError, Store, write::stored};
use model::ambient::Millis;
use sqlx::{ConnectOptions, Connection, Row, sqlite::SqliteConnectOptions};
use std::path::Path;

/// How far the numbers jump after a restore, at least: past all that the lost server can have given
/// since its backup, so that none of them is ever given twice.
const JUMP: u64 = 1_000_000_000;

/// What a copy holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Number of the last change in it.
    pub seq: u64,
    /// Records.
    pub records: u64,
    /// Ops.
    pub ops: u64,
}

impl Store {
    /// Writes a copy of the database, as it stands at one instant, to a new file. Phones go on.
    /// For whoever holds the machine.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_up_copy(&self, to: &Path) -> Result<(), StoreError> {
        sqlx::query("VACUUM INTO ?").bind(to.display().to_string()).execute(&self.people).await?;
        Ok(())
    }

    /// Makes a database that was restored from a backup one that phones can tell from the lost one:
    /// its history goes on under a new hash and past all numbers that were given since; everybody
    /// signs in again. For whoever holds the machine.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_up_new_history(&self, hash: &str, now: Millis) -> Result<(), StoreError> {
        let mut tx = self.people.begin_with("BEGIN IMMEDIATE").await?;
        let after: i64 = sqlx::query("SELECT seq FROM counter").fetch_one(&mut *tx).await?.get(0);
        // The clock takes them further each time, so that the same backup restored twice makes two
        // histories: no server gives more than one number a millisecond for long.
        let before = now.max(after + stored(JUMP));
        sqlx::query("DELETE FROM session").execute(&mut *tx).await?;
        sqlx::query("UPDATE counter SET seq = ?").bind(before).execute(&mut *tx).await?;
        sqlx::query("INSERT INTO history (seq, hash) VALUES (?, ?)").bind(before).bind(hash).execute(&mut *tx).await?;
        sqlx::query("INSERT INTO lost_history (after, before, at) VALUES (?, ?, ?)")
            .bind(after)
            .bind(before)
            .bind(now)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Ends all connections; what is still in the log goes into the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.people.close().await;
        self.writers.close().await;
    }
}

/// Reads through a copy: whether SQLite finds it whole, and what it holds.
///
/// # Errors
/// [`StoreError`]: it cannot be opened or is damaged.
pub async fn check(file: &Path) -> Result<Copied, StoreError> {
    let options = SqliteConnectOptions::new().filename(file).read_only(true).immutable(true);
    let mut copy = options.connect().await?;
    let whole: String = sqlx::query("PRAGMA integrity_check").fetch_one(&mut copy).await?.get(0);
    if whole != "ok" {
        return Err(sqlx::Error::Protocol("the database in the backup is damaged".into()).into());
    }
    let row = sqlx::query("SELECT (SELECT seq FROM counter), (SELECT count(*) FROM record), (SELECT count(*) FROM op)")
        .fetch_one(&mut copy)
        .await?;
    let number = |index| row.get::<i64, _>(index) as u64;
    let copied = Copied { seq: number(0), records: number(1), ops: number(2) };
    copy.close().await?;
    Ok(copied)
}
