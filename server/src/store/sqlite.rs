//! SQLite: one file, WAL, every commit flushed, one writer.

pub mod accounts;
pub mod backup;
mod care;
mod directory;
mod families;
mod figures;
mod indicators;
mod joined;
pub mod photos;
mod pull;
mod receipts;
mod sealed;
mod waits;
mod workload;
mod write;

use super::{NotPushed, Push, Pushed, StoreError};
use model::{ambient::Clock, id::DeviceId, record::Scope};
use sqlx::{
    ConnectOptions, Connection, Executor, Row, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{collections::BTreeMap, path::Path, str::FromStr, sync::Arc, time::Duration};
use tokio::sync::{broadcast, mpsc, oneshot};

/// SQLite before this version can corrupt a WAL database on reset.
pub const LEAST_SQLITE: (u32, u32, u32) = (3, 51, 3);
/// `PRAGMA synchronous` of a database whose commits are flushed; the next is stricter.
const FULL: i64 = 2;
/// So many requests are committed together at most.
const GROUP: usize = 64;

/// The database.
#[derive(Clone)]
pub struct Store {
    readers: SqlitePool,
    /// For accounts and sessions; records have their own writer.
    people: SqlitePool,
    writers: SqlitePool,
    writer: mpsc::Sender<Job>,
    changes: broadcast::Sender<Arc<Changed>>,
}

/// What a commit has changed.
#[derive(Debug)]
pub struct Changed {
    /// The scopes, with their latest numbers.
    pub scopes: BTreeMap<Scope, u64>,
    /// The one phone whose sync it was: the answer to it says what is new.
    pub by: Option<DeviceId>,
}

struct Job {
    push: Push,
    answer: oneshot::Sender<Result<Pushed, NotPushed>>,
}

impl Store {
    /// Opens the database at `path`, making it if it is not there, and starts its writer. Runs on
    /// the caller's tokio runtime until all clones are dropped.
    ///
    /// # Errors
    /// [`StoreError`]: cannot be opened, a migration fails, or SQLite is too old.
    pub async fn open(path: &Path, clock: Arc<dyn Clock + Send + Sync>) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .disable_statement_logging();
        let writers = pool(1).min_connections(1).connect_with(options.clone()).await?;
        check_version(&writers).await?;
        check_flushed(&writers).await?;
        sqlx::migrate!("migrations/sqlite").run(&writers).await.map_err(|error| StoreError::Failed(error.into()))?;
        let readers = pool(8).connect_with(options.clone().pragma("query_only", "1")).await?;
        let people = pool(1).connect_with(options).await?;
        let (writer, jobs) = mpsc::channel(1024);
        let (changes, _) = broadcast::channel(256);
        tokio::spawn(run(writers.clone(), jobs, changes.clone(), clock));
        Ok(Self { readers, people, writers, writer, changes })
    }

    /// Hands ops to the writer and waits for their commit.
    ///
    /// # Errors
    /// [`NotPushed`]; nothing of the push was written.
    pub async fn push(&self, push: Push) -> Result<Pushed, NotPushed> {
        let (answer, answered) = oneshot::channel();
        let closed = || NotPushed::Store(StoreError::Failed(sqlx::Error::PoolClosed));
        self.writer.send(Job { push, answer }).await.map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }

    /// What changes from now on. Says that, never what.
    pub fn changes(&self) -> broadcast::Receiver<Arc<Changed>> {
        self.changes.subscribe()
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`StoreError`] if it does not.
    pub async fn is_ready(&self) -> Result<(), StoreError> {
        self.readers.execute("SELECT 1").await?;
        Ok(())
    }
}

/// The writer: takes what waits, and commits it together.
async fn run(
    pool: SqlitePool,
    mut jobs: mpsc::Receiver<Job>,
    changes: broadcast::Sender<Arc<Changed>>,
    clock: Arc<dyn Clock + Send + Sync>,
) {
    while let Some(first) = jobs.recv().await {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(next) = jobs.try_recv()
        {
            group.push(next);
        }
        let by = one_phone(&group);
        let (pushes, answers): (Vec<Push>, Vec<_>) = group.into_iter().map(|job| (job.push, job.answer)).unzip();
        let committed = write::commit(&pool, pushes, clock.now()).await;
        if !committed.scopes.is_empty() {
            // Nobody listening is no error.
            let _ = changes.send(Arc::new(Changed { scopes: committed.scopes, by }));
        }
        for (answer, result) in answers.into_iter().zip(committed.answers) {
            // Whoever asked may have gone; the commit stands, and asking again gives the verdicts.
            let _ = answer.send(result);
        }
    }
}

/// The phone, if all that is committed together comes from the syncs of one.
fn one_phone(group: &[Job]) -> Option<DeviceId> {
    let phone = |job: &Job| job.push.heard.as_ref().map(|_| job.push.device);
    let first = group.first().and_then(phone)?;
    group.iter().all(|job| phone(job) == Some(first)).then_some(first)
}

/// So many connections at most. SQLite ends a transaction by itself when the disk is full, and the
/// rollback that follows finds none: such a connection counts itself as in a transaction for ever and
/// can begin no other. Another takes its place.
fn pool(most: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(most)
        .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
}

/// Whether a commit is flushed before it returns: SQLite leaves the mode as it was, without a word,
/// where it cannot have the one that was asked for.
async fn check_flushed(pool: &SqlitePool) -> Result<(), StoreError> {
    let mode: String = sqlx::query("PRAGMA journal_mode").fetch_one(pool).await?.get(0);
    let synchronous: i64 = sqlx::query("PRAGMA synchronous").fetch_one(pool).await?.get(0);
    if mode == "wal" && synchronous >= FULL {
        Ok(())
    } else {
        let text = format!("a commit would not be flushed here: journal_mode {mode}, synchronous {synchronous}");
        Err(StoreError::Failed(sqlx::Error::Configuration(text.into())))
    }
}

async fn check_version(pool: &SqlitePool) -> Result<(), StoreError> {
    let version: String = sqlx::query("SELECT sqlite_version()").fetch_one(pool).await?.get(0);
    if version_of(&version) >= LEAST_SQLITE {
        Ok(())
    } else {
        let text = format!("SQLite {version} is older than {LEAST_SQLITE:?}");
        Err(StoreError::Failed(sqlx::Error::Configuration(text.into())))
    }
}

fn version_of(text: &str) -> (u32, u32, u32) {
    let mut parts = text.split('.').map(|part| u32::from_str(part).unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Machine;

    #[tokio::test]
    async fn what_is_not_flushed_is_not_opened() {
        // A database in memory has no log to flush, whatever is asked for.
        let error = Store::open(Path::new(":memory:"), Arc::new(Machine)).await.err().expect("it is refused");
        assert!(error.to_string().contains("journal_mode memory"), "{error}");
    }
}
