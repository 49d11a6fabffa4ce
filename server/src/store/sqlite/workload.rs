//! Who did how much, who entered it, and what is set for each (M27).

use super::{
    super::StoreError,
    Store,
    directory::Directory,
    figures::list,
    write::{id_of, json, text},
};
use model::{
    access::{FiguresPermit, Role},
    day::Day,
    fact::Metric,
    id::{RecordId, UserId},
    kind::policy::Policies,
    wire::{StaffSet, WorkerLoad, Workload},
    workload::{Done, WORK, band, by_band, tally},
};
use sqlx::{Row, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

/// Whose work is compared.
const WORKERS: &[Role] = &[Role::Worker, Role::GridLeader, Role::Volunteer];

impl Store {
    /// The workload of those who work at the places of `permit`, from `from` to `to`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn workload(&self, permit: &FiguresPermit, (from, to): (Day, Day)) -> Result<Workload, StoreError> {
        let directory = self.directory(permit.town()).await?;
        let policy = Policies::new(directory.policies.iter().cloned()).on(to);
        let mut tx = self.readers.begin().await?;
        let records = done(&mut tx, permit, (from, to)).await?;
        let mut workers = workers(&mut tx, permit, &directory, to).await?;
        for worker in &mut workers {
            worker.band = worker.set.born.map(|born| band(&policy, born, to.year().into()));
            *worker = worker.clone().having(tally(worker.id, &records));
        }
        workers.sort_by(|one, other| (other.done, &one.name, one.id).cmp(&(one.done, &other.name, other.id)));
        let bands = by_band(&policy, &workers);
        Ok(Workload { from, to, workers, bands })
    }

    /// Sets what is to be known of a worker; false if they do not work at the places of `permit`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_staff(
        &self,
        permit: &FiguresPermit,
        who: UserId,
        set: &StaffSet,
        today: Day,
    ) -> Result<bool, StoreError> {
        let directory = self.directory(permit.town()).await?;
        let mut tx = self.people.begin_with("BEGIN IMMEDIATE").await?;
        if !workers(&mut tx, permit, &directory, today).await?.iter().any(|worker| worker.id == who) {
            return Ok(false);
        }
        sqlx::query("UPDATE account SET born = ?, health_limit = ?, max_homes_day = ? WHERE user_id = ?")
            .bind(set.born)
            .bind(text(&set.health_limit)?)
            .bind(set.max_homes_day)
            .bind(who.as_bytes().as_slice())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// The records of work of these days.
async fn done(
    tx: &mut SqliteConnection,
    permit: &FiguresPermit,
    (from, to): (Day, Day),
) -> Result<Vec<Done>, StoreError> {
    let metrics: Vec<&str> = WORK.iter().map(|metric| metric.code()).collect();
    let rows = sqlx::query(
        "SELECT f.record, min(f.by_user), min(coalesce(f.entered_by, f.by_user)), max(f.metric = ?5), max(f.metric = ?6)
         FROM json_each(?1) p CROSS JOIN json_each(?2) m JOIN fact f ON f.metric = m.value AND f.scope = p.value
         WHERE f.day BETWEEN ?3 AND ?4 GROUP BY f.record",
    )
    .bind(list(&permit.scopes()))
    .bind(text(&metrics)?)
    .bind(from.to_string())
    .bind(to.to_string())
    .bind(Metric::Visit.code())
    .bind(Metric::Reading.code())
    .fetch_all(&mut *tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Done {
                by: id_of(row, 1, UserId::from_bytes)?,
                entered_by: id_of(row, 2, UserId::from_bytes)?,
                visit: row.try_get(3)?,
                reading: row.try_get(4)?,
            })
        })
        .collect()
}

/// Those who work at the places of `permit` on `today`.
async fn workers(
    tx: &mut SqliteConnection,
    permit: &FiguresPermit,
    directory: &Directory,
    today: Day,
) -> Result<Vec<WorkerLoad>, StoreError> {
    let roles: Vec<&str> = WORKERS.iter().map(|role| role.code()).collect();
    let rows = sqlx::query(
        "SELECT a.user_id, a.name, d.place, a.born, a.health_limit, a.max_homes_day
         FROM account a JOIN duty d ON d.user_id = a.user_id AND d.role IN (SELECT value FROM json_each(?3))
         WHERE a.town = ?1 AND a.disabled = 0 AND (d.from_on IS NULL OR d.from_on <= ?2) AND (d.to_on IS NULL OR d.to_on >= ?2)",
    )
    .bind(permit.town().as_bytes().as_slice())
    .bind(today.to_string())
    .bind(text(&roles)?)
    .fetch_all(&mut *tx)
    .await?;
    let scopes: BTreeSet<RecordId> = permit.scopes().iter().map(model::record::Scope::id).collect();
    let mut workers: BTreeMap<UserId, WorkerLoad> = BTreeMap::new();
    for row in rows {
        let place = id_of(&row, 2, RecordId::from_bytes)?;
        let here = directory.doors_below(place).into_iter().chain([place]).filter(|place| scopes.contains(place));
        let names: BTreeSet<String> = here.map(|place| directory.name_of(place)).collect();
        if names.is_empty() {
            continue;
        }
        let id = id_of(&row, 0, UserId::from_bytes)?;
        let set = StaffSet { born: row.try_get(3)?, health_limit: json(&row, 4)?, max_homes_day: row.try_get(5)? };
        let worker =
            workers.entry(id).or_insert(WorkerLoad { set, ..WorkerLoad::of(id, row.try_get::<String, _>(1)?) });
        worker.grids.extend(names);
    }
    Ok(workers.into_values().collect())
}
