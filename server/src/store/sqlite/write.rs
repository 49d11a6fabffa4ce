//! One transaction for all the pushes that wait.

use super::{
    super::{Heard, NotPushed, Push, Pushed, StoreError},
    figures::list,
    joined::{Joined, to_count},
    photos::write_named,
};
use crate::ingest::{Closed, Desk, Judged, Known, LostHistory, Need, Stored, Villages, facts};
use model::{
    ambient::Millis,
    id::{DeviceId, OpId, RecordId, UserId},
    kind::{
        Payload,
        directory::{Grid, Village},
        isolation::Isolation,
    },
    op::Op,
    record::{Gone, Record, Scope},
    wire::Verdict,
};
use sha2::{Digest, Sha256};
use sqlx::{Connection, Row, SqliteConnection, SqlitePool, sqlite::SqliteRow};
use std::collections::{BTreeMap, BTreeSet};

/// Commits `pushes` together and says what became of each. If storage fails, nothing of any was
/// written.
pub(super) async fn commit(pool: &SqlitePool, pushes: Vec<Push>, now: Millis) -> Committed {
    let count = pushes.len();
    match try_commit(pool, pushes, now).await {
        Ok(committed) => committed,
        Err(error) => {
            let full = matches!(error, StoreError::Full);
            let mut first = Some(error);
            let mut again = || match first.take() {
                Some(error) => error,
                None if full => StoreError::Full,
                None => StoreError::Failed(sqlx::Error::WorkerCrashed),
            };
            let answers = (0..count).map(|_| Err(NotPushed::Store(again()))).collect();
            Committed { answers, scopes: BTreeMap::new() }
        }
    }
}

/// What a commit has done: an answer to each push, and the scopes that changed.
pub(super) struct Committed {
    /// What became of each push.
    pub answers: Vec<Result<Pushed, NotPushed>>,
    /// The scopes that changed, with their latest numbers.
    pub scopes: BTreeMap<Scope, u64>,
}

async fn try_commit(pool: &SqlitePool, pushes: Vec<Push>, now: Millis) -> Result<Committed, StoreError> {
    let mut connection = pool.acquire().await?;
    let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
    let mut desk = Desk::new(lost_history(&mut tx).await?, now);
    let mut judged = Vec::with_capacity(pushes.len());
    for push in pushes {
        let device = push.heard.as_ref().map(|_| push.device);
        for op in &push.ops {
            fetch(&mut tx, &mut desk, device, op).await?;
        }
        let heard = push.heard.clone();
        judged.push(desk.take(push).map(|judged| (judged, heard)));
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
    let mut answers = Vec::with_capacity(judged.len());
    for judged in judged {
        answers.push(match judged {
            Ok((judged, heard)) => {
                let lost = match heard {
                    Some(heard) => note_device(&mut tx, &judged, &heard, now).await?,
                    None => 0,
                };
                Ok(Pushed { results: desk.results(&judged, first), lost })
            }
            Err(refused) => Err(refused),
        });
    }
    if numbers > 0 {
        append_history(&mut tx, last as u64, &closed).await?;
    }
    tx.commit().await?;
    Ok(Committed { answers, scopes: closed.scopes })
}

/// Notes what a phone says of itself; gives how many of its numbers never arrived.
async fn note_device(
    tx: &mut SqliteConnection,
    judged: &Judged,
    heard: &Heard,
    now: Millis,
) -> Result<u64, StoreError> {
    // Numbers have no gaps on a phone: what is neither here nor still unsent was lost there. It is
    // recorded and shown, never a reason to refuse.
    let lost: i64 = sqlx::query(
        "INSERT INTO device (id, user_id, name, platform, last_contact, unsent, first_n, highest_n, app) VALUES (?1, ?2, '', '', ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET last_contact = ?3, unsent = ?4, user_id = ?2, first_n = ?5, highest_n = max(highest_n, ?6), app = ?7,
           lost = max(0, max(highest_n, ?6) + 1 - ?5 - ?4 - (SELECT count(*) FROM op_number WHERE device = ?1 AND n >= ?5))
         RETURNING lost",
    )
    .bind(judged.device.as_bytes().as_slice())
    .bind(judged.user.as_bytes().as_slice())
    .bind(now)
    .bind(stored(heard.pending))
    .bind(stored(heard.first_n))
    .bind(stored(heard.last_n))
    .bind(&heard.app)
    .fetch_one(&mut *tx)
    .await?
    .get(0);
    Ok(lost as u64)
}

async fn lost_history(tx: &mut SqliteConnection) -> Result<Vec<LostHistory>, StoreError> {
    let rows: Vec<(i64, i64)> = sqlx::query_as("SELECT after, before FROM lost_history").fetch_all(&mut *tx).await?;
    Ok(rows.into_iter().map(|(after, before)| LostHistory { after: after as u64, before: before as u64 }).collect())
}

/// Gives the desk what it needs to judge `op`, until it needs nothing more.
async fn fetch(
    tx: &mut SqliteConnection,
    desk: &mut Desk,
    device: Option<DeviceId>,
    op: &Op,
) -> Result<(), StoreError> {
    loop {
        let needs = desk.needs(device, op);
        if needs.is_empty() {
            return Ok(());
        }
        for need in needs {
            match need {
                Need::Op(id) => desk.give_op(id, known(tx, id).await?),
                Need::Record(id) => {
                    let found = records(tx, "id", id).await?.pop();
                    desk.give_record(id, found);
                }
                Need::Door(id) => {
                    let found = records(tx, "door", id).await?;
                    desk.give_door(id, found);
                }
                Need::Number(device, n) => {
                    let row = sqlx::query("SELECT op FROM op_number WHERE device = ? AND n = ?")
                        .bind(device.as_bytes().as_slice())
                        .bind(stored(n))
                        .fetch_optional(&mut *tx)
                        .await?;
                    let op = row.map(|row| id_of(&row, 0, OpId::from_bytes)).transpose()?;
                    desk.give_number(device, n, op);
                }
                Need::Isolated(town) => {
                    let (found, villages) = isolated(tx, town).await?;
                    desk.give_isolated(town, found, villages);
                }
            }
        }
    }
}

async fn known(tx: &mut SqliteConnection, id: OpId) -> Result<Option<Known>, StoreError> {
    let row = sqlx::query("SELECT body, verdict, by_user FROM op WHERE id = ?")
        .bind(id.as_bytes().as_slice())
        .fetch_optional(&mut *tx)
        .await?;
    row.map(|row| Ok(Known { op: json(&row, 0)?, verdict: json(&row, 1)?, user: id_of(&row, 2, UserId::from_bytes)? }))
        .transpose()
}

/// The records with this id, or at this door.
async fn records(tx: &mut SqliteConnection, by: &'static str, id: RecordId) -> Result<Vec<Stored>, StoreError> {
    let sql = format!("SELECT {RECORD}, writers, made_by FROM record r WHERE r.{by} = ?");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id.as_bytes().as_slice()).fetch_all(&mut *tx).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let record = record(&row)?;
        let lived = sqlx::query("SELECT scope, left_at FROM feed WHERE record = ? AND gone = 'moved'")
            .bind(record.id.as_bytes().as_slice())
            .fetch_all(&mut *tx)
            .await?;
        let lived = lived.iter().map(|row| Ok((scope(row.try_get(0)?)?, row.try_get(1)?)));
        found.push(Stored {
            record,
            writers: json(&row, 11)?,
            made_by: id_of(&row, 12, OpId::from_bytes)?,
            lived: lived.collect::<Result<_, StoreError>>()?,
        });
    }
    Ok(found)
}

/// The open isolations of a township with the people and homes that they name, and the village of each
/// of its grids of doors.
async fn isolated(tx: &mut SqliteConnection, town: RecordId) -> Result<(Vec<Stored>, Villages), StoreError> {
    let sql = format!("SELECT {RECORD} FROM record r WHERE scope = ? AND kind IN ('village', 'grid') AND gone IS NULL");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(Scope::Town(town).to_string()).fetch_all(&mut *tx).await?;
    let places: Vec<Record> = rows.iter().map(record).collect::<Result<_, _>>()?;
    let names: BTreeMap<RecordId, String> = places
        .iter()
        .filter(|place| place.kind == Village::KIND)
        .map(|place| (place.id, place.read::<Village>().name))
        .collect();
    let grids = places.iter().filter(|place| place.kind == Grid::KIND).map(|place| (place.id, place.read::<Grid>()));
    let named = |village: RecordId| Some((village, names.get(&village)?.clone()));
    let villages: Villages = grids.map(|(id, grid)| (id, grid.village.and_then(named))).collect();
    let sql = format!(
        "SELECT {RECORD} FROM json_each(?1) p JOIN record r ON r.scope = p.value WHERE r.kind = 'isolation' AND r.gone IS NULL"
    );
    let scopes: BTreeSet<Scope> = villages.keys().copied().map(Scope::Grid).collect();
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(list(&scopes)).fetch_all(&mut *tx).await?;
    let cases: Vec<Record> = rows.iter().map(record).collect::<Result<_, _>>()?;
    let mut named: BTreeSet<RecordId> = BTreeSet::new();
    for case in &cases {
        let is: Isolation = case.read();
        if is.is_open() {
            named.extend([Some(case.id), is.person, is.household].into_iter().flatten());
        }
    }
    let mut found = Vec::with_capacity(named.len());
    for id in named {
        found.extend(records(tx, "id", id).await?);
    }
    Ok((found, villages))
}

async fn write(tx: &mut SqliteConnection, closed: &Closed, now: Millis) -> Result<(), StoreError> {
    for taken in &closed.taken {
        sqlx::query(
            "INSERT INTO op (id, device, n, by_user, received, rec, body, verdict, refused) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(taken.op.id.as_bytes().as_slice())
        .bind(taken.device.as_bytes().as_slice())
        .bind(stored(taken.op.n))
        .bind(taken.user.as_bytes().as_slice())
        .bind(now)
        .bind(taken.op.rec.as_bytes().as_slice())
        .bind(text(&taken.op)?)
        .bind(text(&taken.verdict)?)
        .bind(matches!(taken.verdict, Verdict::Rejected(_)))
        .execute(&mut *tx)
        .await?;
    }
    for (device, n, op) in &closed.counted {
        sqlx::query("INSERT INTO op_number (device, n, op) VALUES (?, ?, ?)")
            .bind(device.as_bytes().as_slice())
            .bind(stored(*n))
            .bind(op.as_bytes().as_slice())
            .execute(&mut *tx)
            .await?;
    }
    for (refused, by) in &closed.mended {
        sqlx::query("UPDATE op SET mended = ? WHERE id = ?")
            .bind(by.as_bytes().as_slice())
            .bind(refused.as_bytes().as_slice())
            .execute(&mut *tx)
            .await?;
    }
    for change in &closed.changed {
        write_record(tx, change).await?;
        write_named(tx, &change.record).await?;
    }
    for ((scope, record), seq) in &closed.left {
        write_feed(tx, *scope, *record, *seq, Some(Gone::Moved), Some(now)).await?;
    }
    let (records, joined) = to_count(tx, closed).await?;
    for record in &records {
        write_facts(tx, record, &joined).await?;
    }
    Ok(())
}

async fn write_record(tx: &mut SqliteConnection, change: &Stored) -> Result<(), StoreError> {
    let record = &change.record;
    let by = record.by.ok_or_else(|| sqlx::Error::Protocol("a record without an author".into()))?;
    sqlx::query(
        "INSERT INTO record (id, kind, scope, seq, v, fv, writers, made_by, by_user, at, data, gone, late, door) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET scope = excluded.scope, seq = excluded.seq, fv = excluded.fv, writers = excluded.writers, data = excluded.data, gone = excluded.gone",
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
    .bind(record.gone.map(gone_text))
    .bind(record.late)
    .bind(record.door().map(|door| door.as_bytes().to_vec()))
    .execute(&mut *tx)
    .await?;
    write_feed(tx, record.scope, record.id, record.seq, record.gone, None).await
}

async fn write_feed(
    tx: &mut SqliteConnection,
    scope: Scope,
    record: RecordId,
    seq: u64,
    gone: Option<Gone>,
    left_at: Option<Millis>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO feed (scope, record, seq, gone, left_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (scope, record) DO UPDATE SET seq = excluded.seq, gone = excluded.gone, left_at = excluded.left_at",
    )
    .bind(scope.to_string())
    .bind(record.as_bytes().as_slice())
    .bind(stored(seq))
    .bind(gone.map(gone_text))
    .bind(left_at)
    .execute(&mut *tx)
    .await?;
    Ok(())
}

fn gone_text(gone: Gone) -> &'static str {
    match gone {
        Gone::Void => "void",
        Gone::Moved => "moved",
    }
}

async fn write_facts(tx: &mut SqliteConnection, record: &Record, joined: &Joined) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM fact WHERE record = ?").bind(record.id.as_bytes().as_slice()).execute(&mut *tx).await?;
    let by = record.doer().map(|by| by.as_bytes().to_vec()).unwrap_or_default();
    let entered_by = record.entered_by_another().map(|by| by.as_bytes().to_vec());
    for fact in joined.joins.facts(record, |id| joined.record(id), facts) {
        sqlx::query(
            "INSERT INTO fact (record, metric, scope, day, n, subject, by_user, place, entered_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(record.id.as_bytes().as_slice())
        .bind(fact.metric.code())
        .bind(record.scope.to_string())
        .bind(fact.day.map(|day| day.to_string()))
        .bind(fact.n)
        .bind(fact.subject.as_bytes().as_slice())
        .bind(&by)
        .bind(fact.place.map(|place| place.as_bytes().to_vec()))
        .bind(&entered_by)
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

/// The columns of [`record`], of a table named `r`.
pub(super) const RECORD: &str = "r.kind, r.scope, r.seq, r.v, r.fv, r.by_user, r.at, r.data, r.gone, r.id, r.late";

/// A record from a row that begins with [`RECORD`].
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
        late: row.try_get(10)?,
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

pub(super) fn json<T: serde::de::DeserializeOwned>(row: &SqliteRow, column: usize) -> Result<T, StoreError> {
    serde_json::from_str(row.try_get(column)?).map_err(|_| broken("JSON"))
}

pub(super) fn text<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
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
