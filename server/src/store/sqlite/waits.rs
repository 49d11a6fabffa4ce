//! What waits for a person: ops that were refused and that nobody has mended, conflicts that nobody
//! has settled; and the doors at which it waits, as lists name them.

use super::{
    super::StoreError,
    Store,
    directory::Directory,
    figures::list,
    write::{RECORD, id_of, json, record, scope},
};
use model::{
    access::FiguresPermit,
    field::masked,
    id::{OpId, RecordId, UserId},
    kind::{
        Payload,
        conflict::Conflict,
        household::{self, Household},
    },
    op::{Act, Op},
    record::{Data, Scope, door},
    wire::{DoorName, OpenConflict, StuckOp, StuckOps, Verdict, Waits},
};
use serde_json::Value;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use std::collections::BTreeMap;

/// So many of a list are given: nobody looks through more in one go.
const MOST: usize = 200;

/// Refused ops whose place is among `?1`, a JSON list of scopes.
const STUCK: &str = "FROM op o JOIN account a ON a.user_id = o.by_user
     JOIN json_each(?1) p ON p.value = json_extract(o.body, '$.scope')
     WHERE o.refused = 1 AND o.mended IS NULL";
/// Conflicts there that are open.
const OPEN: &str = "FROM json_each(?1) p JOIN record r ON r.scope = p.value AND r.kind = 'conflict'
     WHERE r.gone IS NULL AND json_extract(r.data, '$.status') = 'open'";

impl Store {
    /// The refused ops of these places that nobody has mended, of one author or of all, those
    /// refused longest ago first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn stuck(&self, permit: &FiguresPermit, author: Option<UserId>) -> Result<StuckOps, StoreError> {
        let directory = self.directory(permit.town()).await?;
        let mut tx = self.readers.begin().await?;
        let sql = format!(
            "SELECT o.body, o.verdict, o.by_user, o.received, a.name {STUCK} AND (?2 IS NULL OR o.by_user = ?2) ORDER BY o.received, o.id"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(list(&permit.scopes()))
            .bind(author.map(|author| author.as_bytes().to_vec()))
            .fetch_all(&mut *tx)
            .await?;
        let mut ops = Vec::new();
        for row in rows.iter().take(MOST) {
            let Verdict::Rejected(rejection) = json(row, 1)? else { continue };
            let op: Op = json(row, 0)?;
            ops.push(StuckOp {
                op: op.id,
                author: id_of(row, 2, UserId::from_bytes)?,
                name: row.try_get(4)?,
                rec: op.rec,
                act: op.act.code().into(),
                fields: op.fields().map(|fields| fields.keys().cloned().collect()).unwrap_or_default(),
                door: door_of(&mut tx, &directory, &op, |grid| permit.grids().contains(&grid)).await?,
                rejection,
                at: op.at.wall,
                since: row.try_get(3)?,
                conflict: raised(&mut tx, permit, op.id).await?,
                kind: op.kind,
            });
        }
        Ok(StuckOps { total: rows.len() as u64, ops })
    }

    /// The conflicts of these places that nobody has settled, the oldest first, with their values
    /// masked.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_conflicts(&self, permit: &FiguresPermit) -> Result<Vec<OpenConflict>, StoreError> {
        let directory = self.directory(permit.town()).await?;
        let mut tx = self.readers.begin().await?;
        let sql = format!("SELECT {RECORD} {OPEN} ORDER BY r.seq LIMIT {MOST}");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(list(&permit.scopes())).fetch_all(&mut *tx).await?;
        let mut open = Vec::with_capacity(rows.len());
        for row in &rows {
            let mut record = record(row)?;
            let mut conflict: Conflict = record.read();
            let kind = model::kind::kind(&conflict.kind);
            for disputed in &mut conflict.fields {
                let field = kind.and_then(|kind| kind.field(&disputed.field));
                for value in [&mut disputed.mine, &mut disputed.theirs, &mut disputed.was] {
                    *value = masked(field, value);
                }
            }
            let at = conflict.household;
            record.data = conflict.data();
            let door = match at {
                Some(household) => named(&mut tx, &directory, household, |grid| permit.grids().contains(&grid)).await?,
                None => None,
            };
            open.push(OpenConflict { record, door });
        }
        Ok(open)
    }
}

/// How much waits, and how many refused ops of each author.
pub(super) async fn waits(
    tx: &mut SqliteConnection,
    permit: &FiguresPermit,
) -> Result<(Waits, BTreeMap<UserId, u64>), StoreError> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT o.by_user, count(*) {STUCK} GROUP BY o.by_user"));
    let rows = sqlx::query(sql).bind(list(&permit.scopes())).fetch_all(&mut *tx).await?;
    let count = |row: &SqliteRow| Ok((id_of(row, 0, UserId::from_bytes)?, row.try_get::<i64, _>(1)? as u64));
    let stuck: BTreeMap<UserId, u64> = rows.iter().map(count).collect::<Result<_, StoreError>>()?;
    let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) {OPEN}"));
    let conflicts: i64 = sqlx::query(sql).bind(list(&permit.scopes())).fetch_one(&mut *tx).await?.try_get(0)?;
    let review = if permit.reviews() {
        let sql = "SELECT count(*) FROM review r JOIN account a ON a.user_id = r.user_id WHERE r.decided IS NULL AND a.town = ?";
        let row = sqlx::query(sql).bind(permit.town().as_bytes().as_slice()).fetch_one(&mut *tx).await?;
        Some(row.try_get::<i64, _>(0)? as u64)
    } else {
        None
    };
    Ok((Waits { stuck: stuck.values().sum(), conflicts: conflicts as u64, review }, stuck))
}

/// The open conflict that a refused op has raised; it bears the op's id.
async fn raised(tx: &mut SqliteConnection, permit: &FiguresPermit, op: OpId) -> Result<Option<RecordId>, StoreError> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT 1 {OPEN} AND r.id = ?2"));
    let row =
        sqlx::query(sql).bind(list(&permit.scopes())).bind(op.as_bytes().as_slice()).fetch_optional(&mut *tx).await?;
    Ok(row.map(|_| op.into()))
}

/// The door that an op is about, where that is a door `of_mine`: as it stands here, or, if the op
/// was to bring it, as the op has it.
pub(super) async fn door_of(
    tx: &mut SqliteConnection,
    directory: &Directory,
    op: &Op,
    of_mine: impl Fn(RecordId) -> bool,
) -> Result<Option<DoorName>, StoreError> {
    let household = match &op.act {
        _ if op.kind == Household::KIND => Some(op.rec),
        Act::Add { data } => door(data),
        _ => {
            let row = sqlx::query("SELECT door FROM record WHERE id = ?").bind(op.rec.as_bytes().as_slice());
            let row = row.fetch_optional(&mut *tx).await?;
            row.and_then(|row| RecordId::from_bytes(row.try_get(0).ok()?).ok())
        }
    };
    let Some(household) = household else { return Ok(None) };
    if let Some(name) = named(tx, directory, household, &of_mine).await? {
        return Ok(Some(name));
    }
    let known = sqlx::query("SELECT 1 FROM record WHERE id = ?").bind(household.as_bytes().as_slice());
    let unknown = known.fetch_optional(&mut *tx).await?.is_none();
    Ok(match &op.act {
        Act::Add { data } if unknown && op.rec == household && of_mine(op.scope.id()) => {
            Some(door_name(directory, household, op.scope, data))
        }
        _ => None,
    })
}

/// What a household's door is called, where it is a door `of_mine`.
async fn named(
    tx: &mut SqliteConnection,
    directory: &Directory,
    household: RecordId,
    of_mine: impl Fn(RecordId) -> bool,
) -> Result<Option<DoorName>, StoreError> {
    let row = sqlx::query("SELECT scope, data FROM record WHERE id = ? AND kind = 'household'")
        .bind(household.as_bytes().as_slice())
        .fetch_optional(&mut *tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let at = scope(row.try_get(0)?)?;
    if !of_mine(at.id()) {
        return Ok(None);
    }
    let data: Data = json(&row, 1)?;
    Ok(Some(door_name(directory, household, at, &data)))
}

fn door_name(directory: &Directory, household: RecordId, at: Scope, data: &Data) -> DoorName {
    let home = Household::read(data);
    let (village, grid) = directory.names_of(at.id());
    let head = masked(household::KIND.field("head"), &Value::from(home.head));
    let head = head.as_str().unwrap_or_default().to_owned();
    DoorName { household, door: home.door, head, village, grid }
}
