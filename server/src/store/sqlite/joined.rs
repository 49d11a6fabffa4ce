//! Records that were joined, as far as counting needs to know: what is read as what is worked out anew
//! when something is said of two, or when one of them comes or goes, and what names them is counted
//! anew in the same commit.

use super::{
    super::StoreError,
    figures::list,
    write::{RECORD, id_of, json, record, scope},
};
use crate::ingest::Closed;
use model::{
    fact::Metric,
    field::{Field, Holds},
    id::RecordId,
    kind::{self, Payload, household::Household, person::Person, same::Same},
    record::{Data, Record, Scope},
    same::Joins,
};
use serde_json::Value;
use sqlx::{Row, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What was joined at some places, with the records concerned.
#[derive(Default)]
pub(super) struct Joined {
    /// What is read as what.
    pub joins: Joins,
    records: HashMap<RecordId, Record>,
}

impl Joined {
    /// Of these places.
    pub(super) async fn at(tx: &mut SqliteConnection, scopes: &BTreeSet<Scope>) -> Result<Self, StoreError> {
        let said = sqlx::query(
            "SELECT r.scope, r.data FROM json_each(?) p JOIN record r ON r.scope = p.value AND r.kind = ? WHERE r.gone IS NULL",
        )
        .bind(list(scopes))
        .bind(Same::KIND)
        .fetch_all(&mut *tx)
        .await?;
        let said = said.iter().map(|row| Ok((scope(row.try_get(0)?)?, Same::read(&json::<Data>(row, 1)?))));
        let said: Vec<(Scope, Same)> = said.collect::<Result<_, StoreError>>()?;
        let both: BTreeSet<RecordId> = said.iter().flat_map(|(_, same)| [same.one, same.other]).flatten().collect();
        let records = these(tx, &both).await?;
        let place = |kind: &str, id: RecordId| {
            let there = records.get(&id).filter(|record| record.kind == kind && record.gone.is_none());
            there.map(|record| record.scope)
        };
        Ok(Self { joins: Joins::of(said, place), records })
    }

    /// Of wherever these records, or what they name, were joined; and those that lead in their place.
    async fn around(tx: &mut SqliteConnection, records: &[&Record]) -> Result<Self, StoreError> {
        let any = sqlx::query("SELECT 1 FROM joined LIMIT 1").fetch_optional(&mut *tx).await?;
        if any.is_none() {
            return Ok(Self::default());
        }
        let mut named = BTreeSet::new();
        for record in records {
            named.insert(record.id);
            if let Some(kind) = kind::kind(&record.kind) {
                names(kind.fields, &record.data, &mut named);
            }
        }
        let scopes = sqlx::query(
            "SELECT DISTINCT j.scope FROM json_each(?) n JOIN joined j ON j.id = unhex(n.value) OR j.root = unhex(n.value)",
        )
        .bind(hex(&named))
        .fetch_all(&mut *tx)
        .await?;
        let scopes = scopes.iter().map(|row| scope(row.try_get(0)?)).collect::<Result<BTreeSet<_>, StoreError>>()?;
        if scopes.is_empty() { Ok(Self::default()) } else { Self::at(tx, &scopes).await }
    }

    /// A record that was joined or might be.
    pub(super) fn record(&self, id: RecordId) -> Option<&Record> {
        self.records.get(&id)
    }
}

/// What has to be counted once these changes stand: the records themselves, and what counted for
/// somebody who now leads or has stepped back.
pub(super) async fn to_count(tx: &mut SqliteConnection, closed: &Closed) -> Result<(Vec<Record>, Joined), StoreError> {
    let registers = |kind: &str| [Household::KIND, Person::KIND, Same::KIND].contains(&kind);
    let changed = closed.changed.iter().map(|change| &change.record);
    let of_registers: BTreeSet<RecordId> =
        changed.clone().filter(|record| registers(&record.kind)).map(|record| record.id).collect();
    let here = changed.clone().filter(|record| of_registers.contains(&record.id)).map(|record| record.scope);
    let left = closed.left.keys().filter(|(_, id)| of_registers.contains(id)).map(|(scope, _)| *scope);
    let scopes: BTreeSet<Scope> = here.chain(left).filter(|scope| matches!(scope, Scope::Grid(_))).collect();
    let mut again = BTreeSet::new();
    for scope in scopes {
        again.extend(realign(tx, scope).await?);
    }
    let mut records: BTreeMap<RecordId, Record> = changed.map(|record| (record.id, record.clone())).collect();
    again.retain(|id| !records.contains_key(id));
    records.extend(these(tx, &again).await?);
    let joined = Joined::around(tx, &records.values().collect::<Vec<_>>()).await?;
    // One that stepped back says something of who leads.
    let leads: BTreeSet<RecordId> = records.keys().map(|id| joined.joins.root(*id)).collect();
    let leads = leads.into_iter().filter_map(|id| joined.record(id).cloned());
    let leads: Vec<Record> = leads.filter(|record| !records.contains_key(&record.id)).collect();
    records.extend(leads.into_iter().map(|record| (record.id, record)));
    Ok((records.into_values().collect(), joined))
}

/// Works out anew who is read as whom at a place; gives the records that have to be counted anew.
async fn realign(tx: &mut SqliteConnection, place: Scope) -> Result<BTreeSet<RecordId>, StoreError> {
    let rows =
        sqlx::query("SELECT id, root FROM joined WHERE scope = ?").bind(place.to_string()).fetch_all(&mut *tx).await?;
    let before =
        rows.iter().map(|row| Ok((id_of(row, 0, RecordId::from_bytes)?, id_of(row, 1, RecordId::from_bytes)?)));
    let before: BTreeMap<RecordId, RecordId> = before.collect::<Result<_, StoreError>>()?;
    let joined = Joined::at(tx, &BTreeSet::from([place])).await?;
    let after: BTreeMap<RecordId, RecordId> = joined.joins.roots().collect();
    // What was chosen may have changed, though nobody else leads.
    let mut again: BTreeSet<RecordId> = after.values().copied().collect();
    if before == after {
        return Ok(again);
    }
    sqlx::query("DELETE FROM joined WHERE scope = ?").bind(place.to_string()).execute(&mut *tx).await?;
    for (id, root) in &after {
        // One that came from elsewhere may still stand where it was.
        sqlx::query("INSERT OR REPLACE INTO joined (id, root, scope) VALUES (?, ?, ?)")
            .bind(id.as_bytes().as_slice())
            .bind(root.as_bytes().as_slice())
            .bind(place.to_string())
            .execute(&mut *tx)
            .await?;
    }
    let mut subjects = BTreeSet::new();
    for id in before.keys().chain(after.keys()).filter(|id| before.get(id) != after.get(id)) {
        subjects.extend([Some(id), before.get(id), after.get(id)].into_iter().flatten().copied());
    }
    let metrics: Vec<&str> = Metric::ALL.iter().map(|metric| metric.code()).collect();
    let rows = sqlx::query(
        "SELECT DISTINCT f.record FROM json_each(?1) m
         CROSS JOIN (SELECT ?2 AS scope UNION SELECT DISTINCT scope FROM feed WHERE scope > 'post:' AND scope < 'post;'
                     UNION SELECT DISTINCT scope FROM feed WHERE scope > 'team:' AND scope < 'team;') p
         CROSS JOIN fact f ON f.metric = m.value AND f.scope = p.scope
         WHERE f.subject IN (SELECT unhex(value) FROM json_each(?3))",
    )
    .bind(serde_json::to_string(&metrics).unwrap_or_default())
    .bind(place.to_string())
    .bind(hex(&subjects))
    .fetch_all(&mut *tx)
    .await?;
    for row in &rows {
        again.insert(id_of(row, 0, RecordId::from_bytes)?);
    }
    again.extend(subjects);
    Ok(again)
}

/// The records of these ids.
async fn these(tx: &mut SqliteConnection, ids: &BTreeSet<RecordId>) -> Result<HashMap<RecordId, Record>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = format!("SELECT {RECORD} FROM json_each(?) n JOIN record r ON r.id = unhex(n.value)");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(hex(ids)).fetch_all(&mut *tx).await?;
    rows.iter().map(record).map(|record| record.map(|record| (record.id, record))).collect()
}

/// Ids as a JSON list of hex.
fn hex(ids: &BTreeSet<RecordId>) -> String {
    let ids: Vec<String> = ids.iter().map(|id| id.to_string().replace('-', "")).collect();
    serde_json::to_string(&ids).unwrap_or_else(|_| "[]".into())
}

/// All records that a payload names, in its parts as well.
fn names(fields: &[Field], data: &Data, named: &mut BTreeSet<RecordId>) {
    for field in fields {
        let Some(value) = data.get(field.name) else { continue };
        match field.holds {
            Holds::Ref(_) => named.extend(value.as_str().and_then(|id| id.parse::<RecordId>().ok())),
            Holds::Refs(_) => {
                let ids = value.as_array().into_iter().flatten().filter_map(Value::as_str);
                named.extend(ids.filter_map(|id| id.parse::<RecordId>().ok()));
            }
            Holds::Parts(of) => {
                let parts = value.as_array().into_iter().flatten().filter_map(Value::as_object);
                parts.for_each(|part| names(of, part, named));
            }
            _ => {}
        }
    }
}
