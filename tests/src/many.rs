//! A township of many, for benches: what stands behind the doors of a loaded township, multiplied in
//! its tables. No road could fill them as fast. The feed and the ops, which no supervisor's question
//! reads, stay as they are.

use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};
use std::path::Path;

/// What there is now.
#[derive(Debug, Clone, Copy)]
pub struct Many {
    /// Registered people.
    pub people: u64,
    /// Records.
    pub records: u64,
    /// What they count for.
    pub facts: u64,
}

/// A copy's id: three bytes of the time in the original's, replaced by the copy's number.
const ID: &str =
    "iif({id} IS NULL, NULL, unhex(substr(hex({id}), 1, 4) || printf('%06X', {k}) || substr(hex({id}), 11)))";
/// The same, written out.
const TEXT: &str = "substr({id}, 1, 4) || substr(printf('%06x', {k}), 1, 4) || '-' || substr(printf('%06x', {k}), 5, 2) || substr({id}, 12)";
/// The fields that name a record behind a door.
const NAMING: &[&str] = &["household", "person", "case", "need", "ticket"];

fn id(of: &str, k: &str) -> String {
    ID.replace("{id}", of).replace("{k}", k)
}

/// What a record says, with other ids.
fn data(k: &str) -> String {
    let named = NAMING.iter().map(|field| {
        let text = TEXT.replace("{id}", &format!("json_extract(data, '$.{field}')")).replace("{k}", k);
        format!("'$.{field}', {text}")
    });
    format!("json_replace(data, {})", named.collect::<Vec<_>>().join(", "))
}

/// Multiplies what stands behind doors until there are at least so many people, then visits on
/// earlier days until there are at least so many records.
///
/// # Errors
/// What the database says.
pub async fn multiply(database: &Path, people: u64, records: u64) -> Result<Many, sqlx::Error> {
    let mut connection = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(database)).await?;
    let mut tx = connection.begin().await?;
    let begun = count(&mut tx).await?;
    let copies = people.div_ceil(begun.people.max(1)).saturating_sub(1);
    let numbers = "WITH RECURSIVE many(k) AS (SELECT ?1 UNION ALL SELECT k + 1 FROM many WHERE k < ?2)";
    // Conflicts and what is void are left out.
    let behind_doors = "scope LIKE 'grid:%' AND gone IS NULL";
    let (record, subject, door, said) = (id("id", "k"), id("subject", "k"), id("door", "k"), data("k"));
    if copies > 0 {
        let of_records = format!(
            "INSERT INTO record (id, kind, scope, seq, v, fv, writers, made_by, by_user, at, data, gone, door, late)
             {numbers} SELECT {record}, kind, scope, seq, v, fv, writers, made_by, by_user, at, {said}, gone, {door}, late
             FROM record CROSS JOIN many WHERE {behind_doors}"
        );
        let of_facts = format!(
            "INSERT INTO fact (record, metric, scope, day, n, subject, by_user, place)
             {numbers} SELECT {}, metric, scope, day, n, {subject}, by_user, place
             FROM fact CROSS JOIN many WHERE scope LIKE 'grid:%'",
            id("record", "k")
        );
        for sql in [of_records, of_facts] {
            sqlx::query(AssertSqlSafe(sql)).bind(1_i64).bind(copies as i64).execute(&mut *tx).await?;
        }
    }
    let now = count(&mut tx).await?;
    let visits: i64 =
        sqlx::query("SELECT count(*) FROM record WHERE kind = 'visit' AND scope LIKE 'grid:%' AND gone IS NULL")
            .fetch_one(&mut *tx)
            .await?
            .try_get(0)?;
    let rounds = records.saturating_sub(now.records).div_ceil((visits as u64).max(1));
    // A round is a week before the one after it.
    let far = "k * 7";
    if rounds > 0 {
        let id_of_round =
            |of: &str| format!("unhex(substr(hex({of}), 1, 4) || printf('%02X', 128 + k) || substr(hex({of}), 7))");
        let of_records = format!(
            "INSERT INTO record (id, kind, scope, seq, v, fv, writers, made_by, by_user, at, data, gone, door, late)
             {numbers} SELECT {}, kind, scope, seq, v, fv, writers, made_by, by_user, at,
               json_replace(data, '$.on', date(json_extract(data, '$.on'), '-' || ({far}) || ' days')), gone, door, late
             FROM record CROSS JOIN many WHERE kind = 'visit' AND {behind_doors}",
            id_of_round("id")
        );
        let of_facts = format!(
            "INSERT INTO fact (record, metric, scope, day, n, subject, by_user, place)
             {numbers} SELECT {}, f.metric, f.scope, date(f.day, '-' || ({far}) || ' days'), f.n, f.subject, f.by_user, f.place
             FROM record r JOIN fact f ON f.record = r.id CROSS JOIN many
             WHERE r.kind = 'visit' AND r.scope LIKE 'grid:%' AND r.gone IS NULL",
            id_of_round("f.record")
        );
        // Facts first: their records must still be the ones that there were.
        for sql in [of_facts, of_records] {
            sqlx::query(AssertSqlSafe(sql)).bind(1_i64).bind(rounds as i64).execute(&mut *tx).await?;
        }
    }
    sqlx::query("ANALYZE").execute(&mut *tx).await?;
    let many = count(&mut tx).await?;
    tx.commit().await?;
    connection.close().await?;
    Ok(many)
}

async fn count(tx: &mut SqliteConnection) -> Result<Many, sqlx::Error> {
    let row = sqlx::query(
        "SELECT (SELECT count(*) FROM record WHERE kind = 'person'), (SELECT count(*) FROM record), (SELECT count(*) FROM fact)",
    )
    .fetch_one(tx)
    .await?;
    let n = |at: usize| row.try_get::<i64, _>(at).map(|n| n as u64);
    Ok(Many { people: n(0)?, records: n(1)?, facts: n(2)? })
}
