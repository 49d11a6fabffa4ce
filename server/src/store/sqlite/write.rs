//! One transaction for all the pushes that wait.

use super::super::{NotPushed, Push, Pushed, StoreError};
use crate::ingest::{Closed, Desk, Known, Stored, facts};
use model::{
    ambient::Millis,
    id::{DeviceId, OpId, RecordId, UserId},
    op::Op,
    record::{Gone, Record, Scope},
    wire::{OpResult, RejectCode, Rejection, Verdict},
};
use sha2::{Digest, Sha256};
use sqlx::{Connection, Row, SqliteConnection, SqlitePool, sqlite::SqliteRow};
use std::collections::{BTreeMap, hash_map::Entry};

/// Commits `pushes` together and says what became of each. If storage fails, nothing of any was
/// written.
pub(super) async fn commit(pool: &SqlitePool, pushes: Vec<Push>, now: Millis) -> Vec<Result<Pushed, NotPushed>> {
    let count = pushes.len();
    match try_commit(pool, pushes, now).await {
        Ok(results) => results,
        Err(error) => {
            let full = matches!(error, StoreError::Full);
            let mut first = Some(error);
            let mut again = || match first.take() {
                Some(error) => error,
                None if full => StoreError::Full,
                None => StoreError::Failed(sqlx::Error::WorkerCrashed),
            };
            (0..count).map(|_| Err(NotPushed::Store(again()))).collect()
        }
    }
}

async fn try_commit(
    pool: &SqlitePool,
    pushes: Vec<Push>,
    now: Millis,
) -> Result<Vec<Result<Pushed, NotPushed>>, StoreError> {
    let mut connection = pool.acquire().await?;
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut desk = Desk::default();
    let mut judged = Vec::with_capacity(pushes.len());
    for push in pushes {
        if number_came_again(&mut tx, &push).await? {
            judged.push(Err(NotPushed::NewDevice));
            continue;
        }
        for op in &push.ops {
            load(&mut tx, &mut desk, op).await?;
        }
        judged.push(judge(&mut desk, push));
    }
    // The counter comes last, but for writing what it numbers: whoever reads a number sees all
    // that is below it.
    let numbers = desk.numbers();
    let last: i64 = sqlx::query("UPDATE counter SET seq = seq + ? RETURNING seq")
        .bind(stored(numbers))
        .fetch_one(&mut *tx)
        .await?
        .get(0);
    let first = last as u64 - numbers + 1;
    let closed = desk.close(first);
    write(&mut tx, &closed, now).await?;
    let mut results = Vec::with_capacity(judged.len());
    for judged in judged {
        results.push(match judged {
            Ok(judged) => Ok(answer(&mut tx, &desk, judged, first, now).await?),
            Err(refused) => Err(refused),
        });
    }
    if numbers > 0 {
        append_history(&mut tx, last as u64, &closed).await?;
    }
    tx.commit().await?;
    Ok(results)
}

struct Judged {
    device: DeviceId,
    user: UserId,
    pending: Option<u64>,
    /// Op, and whether its id came with another body.
    ops: Vec<(OpId, bool)>,
    highest_n: u64,
}

fn judge(desk: &mut Desk, push: Push) -> Result<Judged, NotPushed> {
    let (device, user, pending) = (push.device, push.permit.user(), push.pending);
    let highest_n = push.ops.iter().map(|op| op.n).max().unwrap_or(0);
    let mut draft = push.whole.then(|| desk.draft());
    let mut ops = Vec::with_capacity(push.ops.len());
    {
        let desk = draft.as_mut().unwrap_or(desk);
        for op in push.ops {
            let reused = desk.known.get(&op.id).is_some_and(|known| !same(&known.op, &op));
            ops.push((desk.judge(&push.permit, device, op), reused));
        }
    }
    if let Some(draft) = draft {
        let results = ops.iter().filter_map(|(id, _)| draft.verdict(*id, 0));
        let refused: Vec<OpResult> = results.filter(|result| matches!(result.verdict, Verdict::Rejected(_))).collect();
        if !refused.is_empty() {
            return Err(NotPushed::Refused(refused));
        }
        *desk = draft;
    }
    Ok(Judged { device, user, pending, ops, highest_n })
}

/// The same intention, whatever it was numbered.
fn same(one: &Op, other: &Op) -> bool {
    (&one.act, &one.kind, one.rec, one.scope) == (&other.act, &other.kind, other.rec, other.scope)
}

async fn answer(
    tx: &mut SqliteConnection,
    desk: &Desk,
    judged: Judged,
    first: u64,
    now: Millis,
) -> Result<Pushed, StoreError> {
    let mut changed = BTreeMap::new();
    let mut results = Vec::with_capacity(judged.ops.len());
    for (id, reused) in &judged.ops {
        let result = desk.verdict(*id, first);
        if let Some(OpResult {
            verdict: Verdict::Ok { seq } | Verdict::Merged { seq } | Verdict::Conflict { seq, .. },
            ..
        }) = &result
            && *seq >= first
            && let Some(known) = desk.known.get(id)
        {
            changed.insert(known.op.scope, *seq);
        }
        let reuse = || OpResult { id: *id, verdict: Verdict::Rejected(Rejection::new(RejectCode::IdReuse)) };
        results.push(if *reused { reuse() } else { result.unwrap_or_else(reuse) });
    }
    if let Some(pending) = judged.pending {
        note_device(tx, &judged, pending, now).await?;
    }
    Ok(Pushed { results, changed })
}

async fn note_device(tx: &mut SqliteConnection, judged: &Judged, pending: u64, now: Millis) -> Result<(), StoreError> {
    let device = judged.device.as_bytes().as_slice();
    sqlx::query(
        "INSERT INTO device (id, user_id, name, platform, last_contact, unsent) VALUES (?1, ?2, '', '', ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET last_contact = ?3, unsent = ?4, user_id = ?2",
    )
    .bind(device)
    .bind(judged.user.as_bytes().as_slice())
    .bind(now)
    .bind(stored(pending))
    .execute(&mut *tx)
    .await?;
    if judged.highest_n > 0 {
        // Numbers have no gaps on a phone: what is missing below the highest was lost there. It is
        // recorded and shown, never a reason to refuse.
        sqlx::query(
            "UPDATE device SET highest_n = max(highest_n, ?2),
               lost = max(highest_n, ?2) - (SELECT count(DISTINCT n) FROM op WHERE device = ?1) WHERE id = ?1",
        )
        .bind(device)
        .bind(stored(judged.highest_n))
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

async fn number_came_again(tx: &mut SqliteConnection, push: &Push) -> Result<bool, StoreError> {
    if push.pending.is_none() {
        return Ok(false);
    }
    for op in &push.ops {
        let other = sqlx::query("SELECT 1 FROM op WHERE device = ? AND n = ? AND id <> ?")
            .bind(push.device.as_bytes().as_slice())
            .bind(stored(op.n))
            .bind(op.id.as_bytes().as_slice())
            .fetch_optional(&mut *tx)
            .await?;
        if other.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn load(tx: &mut SqliteConnection, desk: &mut Desk, op: &Op) -> Result<(), StoreError> {
    if let Entry::Vacant(unknown) = desk.known.entry(op.id) {
        let row = sqlx::query("SELECT body, verdict FROM op WHERE id = ?")
            .bind(op.id.as_bytes().as_slice())
            .fetch_optional(&mut *tx)
            .await?;
        if let Some(row) = row {
            unknown.insert(Known { op: json(&row, 0)?, verdict: json(&row, 1)? });
        }
    }
    for id in Desk::needs(op) {
        if desk.records.contains_key(&id) {
            continue;
        }
        let row = sqlx::query(
            "SELECT kind, scope, seq, v, fv, by_user, at, data, gone, id, writers, made_by FROM record WHERE id = ?",
        )
        .bind(id.as_bytes().as_slice())
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(row) = row {
            let stored =
                Stored { record: record(&row)?, writers: json(&row, 10)?, made_by: id_of(&row, 11, OpId::from_bytes)? };
            desk.records.insert(id, stored);
        }
    }
    Ok(())
}

async fn write(tx: &mut SqliteConnection, closed: &Closed, now: Millis) -> Result<(), StoreError> {
    for taken in &closed.taken {
        sqlx::query(
            "INSERT INTO op (id, device, n, by_user, received, rec, body, verdict) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(taken.op.id.as_bytes().as_slice())
        .bind(taken.device.as_bytes().as_slice())
        .bind(stored(taken.op.n))
        .bind(taken.user.as_bytes().as_slice())
        .bind(now)
        .bind(taken.op.rec.as_bytes().as_slice())
        .bind(text(&taken.op)?)
        .bind(text(&taken.verdict)?)
        .execute(&mut *tx)
        .await?;
    }
    for change in &closed.changed {
        write_record(tx, change).await?;
        write_facts(tx, change).await?;
    }
    Ok(())
}

async fn write_record(tx: &mut SqliteConnection, change: &Stored) -> Result<(), StoreError> {
    let record = &change.record;
    let by = record.by.ok_or_else(|| sqlx::Error::Protocol("a record without an author".into()))?;
    let gone = record.gone.map(|_| "void");
    sqlx::query(
        "INSERT INTO record (id, kind, scope, seq, v, fv, writers, made_by, by_user, at, data, gone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, fv = excluded.fv, writers = excluded.writers, data = excluded.data, gone = excluded.gone",
    )
    .bind(record.id.as_bytes().as_slice())
    .bind(&record.kind)
    .bind(record.scope.to_string())
    .bind(stored(record.seq))
    .bind(i64::from(record.v))
    .bind(text(&record.fv)?)
    .bind(text(&change.writers)?)
    .bind(change.made_by.as_bytes().as_slice())
    .bind(by.as_bytes().as_slice())
    .bind(record.at)
    .bind(text(&record.data)?)
    .bind(gone)
    .execute(&mut *tx)
    .await?;
    sqlx::query("INSERT INTO feed (scope, record, seq, gone) VALUES (?, ?, ?, ?) ON CONFLICT (scope, record) DO UPDATE SET seq = excluded.seq, gone = excluded.gone")
        .bind(record.scope.to_string())
        .bind(record.id.as_bytes().as_slice())
        .bind(stored(record.seq))
        .bind(gone)
        .execute(&mut *tx)
        .await?;
    Ok(())
}

async fn write_facts(tx: &mut SqliteConnection, change: &Stored) -> Result<(), StoreError> {
    let record = &change.record;
    sqlx::query("DELETE FROM fact WHERE record = ?").bind(record.id.as_bytes().as_slice()).execute(&mut *tx).await?;
    let by = record.by.map(|by| by.as_bytes().to_vec()).unwrap_or_default();
    for fact in facts(record) {
        sqlx::query("INSERT INTO fact (record, metric, scope, day, n, subject, by_user) VALUES (?, ?, ?, ?, ?, ?, ?)")
            .bind(record.id.as_bytes().as_slice())
            .bind(fact.metric.code())
            .bind(record.scope.to_string())
            .bind(fact.day.map(|day| day.to_string()))
            .bind(fact.n)
            .bind(fact.subject.as_bytes().as_slice())
            .bind(&by)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

async fn append_history(tx: &mut SqliteConnection, seq: u64, closed: &Closed) -> Result<(), StoreError> {
    let before: String =
        sqlx::query("SELECT hash FROM history ORDER BY seq DESC LIMIT 1").fetch_one(&mut *tx).await?.get(0);
    let mut hash = Sha256::new();
    hash.update(before.as_bytes());
    for taken in &closed.taken {
        hash.update(taken.op.id.as_bytes());
    }
    let hash: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    sqlx::query("INSERT INTO history (seq, hash) VALUES (?, ?)").bind(stored(seq)).bind(hash).execute(&mut *tx).await?;
    Ok(())
}

/// A record from a row that begins `kind, scope, seq, v, fv, by_user, at, data, gone, id`.
pub(super) fn record(row: &SqliteRow) -> Result<Record, StoreError> {
    let gone: Option<String> = row.try_get(8)?;
    Ok(Record {
        kind: row.try_get(0)?,
        scope: scope(row.try_get(1)?)?,
        seq: row.try_get::<i64, _>(2)? as u64,
        v: row.try_get::<i64, _>(3)? as u16,
        fv: json(row, 4)?,
        by: Some(id_of(row, 5, UserId::from_bytes)?),
        at: row.try_get(6)?,
        data: json(row, 7)?,
        gone: gone.map(|gone| if gone == "moved" { Gone::Moved } else { Gone::Void }),
        id: id_of(row, 9, RecordId::from_bytes)?,
    })
}

pub(super) fn scope(text: &str) -> Result<Scope, StoreError> {
    text.parse().map_err(|_| broken("scope"))
}

pub(super) fn id_of<T>(
    row: &SqliteRow,
    column: usize,
    read: impl FnOnce(&[u8]) -> Result<T, model::id::NotAnId>,
) -> Result<T, StoreError> {
    read(row.try_get(column)?).map_err(|_| broken("id"))
}

fn json<T: serde::de::DeserializeOwned>(row: &SqliteRow, column: usize) -> Result<T, StoreError> {
    serde_json::from_str(row.try_get(column)?).map_err(|_| broken("JSON"))
}

fn text<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| broken("JSON"))
}

/// What stands in a column is not what was written there; never a person's data in the message.
fn broken(what: &'static str) -> StoreError {
    StoreError::Failed(sqlx::Error::Protocol(format!("unreadable {what} in the database")))
}

/// Numbers as SQLite stores them. They stay far below its limit.
pub(super) fn stored(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
