//! Figures, and the doors behind them, counted from facts.
//!
//! One query says how each registered door stands in the sweep; figures count its rows and lists
//! page through them, so a list is always as long as its number. Which of several visits came
//! first plays no part: one conversation outweighs any number of locked doors.

use super::{
    super::StoreError,
    Store,
    directory::Directory,
    waits::waits,
    write::{id_of, json, scope},
};
use model::{
    access::FiguresPermit,
    day::Day,
    id::{RecordId, UserId},
    kind::{Payload, household::Household, sweep, visit::Visit},
    record::{Scope, done_by},
    text::Name,
    wire::{Behind, BehindDoor, Figure, Figures, GridFigures, Overview, SweepInfo, VillageFigures, WorkerState},
};
use sqlx::{Row, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

/// A page of a list.
const PAGE: usize = 100;

/// How every registered household of some grids stands: `?1` the grids as a JSON list of scopes,
/// `?2` and `?3` the first and last day of the sweep.
const DOORS: &str = "
WITH place AS (SELECT value AS scope FROM json_each(?1)),
seen AS (
  SELECT f.subject AS household,
         max(f.metric = 'household_screened') AS screened,
         max(f.metric = 'nobody_lives') AS nobody,
         max(f.metric = 'refused') AS refused
  FROM place p JOIN fact f ON f.scope = p.scope
  WHERE f.metric IN ('visit', 'household_screened', 'nobody_lives', 'refused') AND f.day BETWEEN ?2 AND ?3
  GROUP BY f.subject
),
door AS (
  SELECT f.subject AS household, f.scope AS scope,
         CASE WHEN s.household IS NULL THEN 'not_yet' WHEN s.screened THEN 'screened' WHEN s.nobody THEN 'nobody_lives'
              WHEN s.refused THEN 'refused' ELSE 'not_met' END AS stands
  FROM place p JOIN fact f ON f.scope = p.scope AND f.metric = 'household'
  LEFT JOIN seen s ON s.household = f.subject
)";

impl Store {
    /// Where the open sweep stands on `today`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn overview(&self, permit: &FiguresPermit, today: Day, now: i64) -> Result<Overview, StoreError> {
        let directory = self.directory(permit.town()).await?;
        let open = sweep::open_on(directory.sweeps.iter().cloned(), today);
        let days = sweep_days(open.as_ref(), today);
        let mut tx = self.readers.begin().await?;
        let by_grid = by_grid(&mut tx, permit.grids(), days, today).await?;
        let (waits, stuck) = waits(&mut tx, permit).await?;
        let mut workers = workers(&mut tx, permit, &directory, today).await?;
        for worker in &mut workers {
            worker.stuck = stuck.get(&worker.id).copied().unwrap_or_default();
        }
        let mut total = Figures::default();
        let mut villages = Vec::new();
        for (id, village) in &directory.villages {
            let mut figures = Figures::default();
            let mut grids = Vec::new();
            for (grid_id, grid) in directory
                .grids
                .iter()
                .filter(|(grid_id, grid)| grid.village == Some(*id) && permit.grids().contains(grid_id))
            {
                let own = by_grid.get(grid_id).copied().unwrap_or_default();
                figures.add(&own);
                grids.push(GridFigures { id: *grid_id, name: grid.name.clone(), figures: own });
            }
            if !grids.is_empty() {
                total.add(&figures);
                villages.push(VillageFigures { id: *id, name: village.name.clone(), figures, grids });
            }
        }
        let sweep = open.and_then(|sweep| Some(SweepInfo { round: sweep.round, from_on: sweep.from_on? }));
        Ok(Overview { now, today, town: directory.town.name, sweep, total, villages, workers, waits })
    }

    /// The doors behind a figure, at a place below what `permit` allows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn behind(
        &self,
        permit: &FiguresPermit,
        figure: Figure,
        place: Option<RecordId>,
        after: usize,
        today: Day,
    ) -> Result<Behind, StoreError> {
        let directory = self.directory(permit.town()).await?;
        let open = sweep::open_on(directory.sweeps.iter().cloned(), today);
        let days = sweep_days(open.as_ref(), today);
        let grids: BTreeSet<RecordId> = match place {
            Some(place) => {
                directory.doors_below(place).into_iter().filter(|grid| permit.grids().contains(grid)).collect()
            }
            None => permit.grids().clone(),
        };
        let mut tx = self.readers.begin().await?;
        let counted = counted(&mut tx, figure, &grids, days, today).await?;
        let mut doors = Vec::with_capacity(counted.len());
        for one in counted {
            doors.push(door(&mut tx, &directory, one).await?);
        }
        doors.sort_by(|one, other| one.0.cmp(&other.0));
        let total = doors.len();
        let page: Vec<BehindDoor> = doors.into_iter().map(|(_, door)| door).skip(after).take(PAGE).collect();
        let next = (after + page.len() < total).then(|| (after + page.len()).to_string());
        Ok(Behind { total: total as u64, doors: page, next })
    }
}

fn sweep_days(open: Option<&sweep::Sweep>, today: Day) -> (Day, Day) {
    let from = open.and_then(|sweep| sweep.from_on);
    // Without an open sweep nothing counts for one: an empty span.
    from.map_or((today.plus(1), today), |from| (from, open.and_then(|sweep| sweep.to_on).unwrap_or(today.plus(36_500))))
}

fn scopes(grids: &BTreeSet<RecordId>) -> String {
    list(&grids.iter().map(|grid| Scope::Grid(*grid)).collect())
}

/// Scopes as a JSON list.
pub(super) fn list(scopes: &BTreeSet<Scope>) -> String {
    let scopes: Vec<String> = scopes.iter().map(Scope::to_string).collect();
    serde_json::to_string(&scopes).unwrap_or_else(|_| "[]".into())
}

async fn by_grid(
    tx: &mut SqliteConnection,
    grids: &BTreeSet<RecordId>,
    (from, to): (Day, Day),
    today: Day,
) -> Result<BTreeMap<RecordId, Figures>, StoreError> {
    let mut figures: BTreeMap<RecordId, Figures> = BTreeMap::new();
    let doors = sqlx::AssertSqlSafe(format!("{DOORS} SELECT scope, stands, count(*) FROM door GROUP BY scope, stands"));
    for row in
        sqlx::query(doors).bind(scopes(grids)).bind(from.to_string()).bind(to.to_string()).fetch_all(&mut *tx).await?
    {
        let own = figures.entry(scope(row.try_get(0)?)?.id()).or_default();
        let n = row.try_get::<i64, _>(2)? as u64;
        own.households += n;
        match row.try_get(1)? {
            "screened" => own.screened += n,
            "refused" => own.refused += n,
            "nobody_lives" => own.nobody_lives += n,
            "not_met" => own.not_met += n,
            _ => {}
        }
    }
    let others = sqlx::query(
        "SELECT f.scope, f.metric, count(DISTINCT CASE f.metric WHEN 'visit' THEN f.record ELSE f.subject END)
         FROM json_each(?1) p JOIN fact f ON f.scope = p.value
         WHERE (f.metric = 'visit' AND f.day = ?4) OR (f.metric = 'fever' AND f.day BETWEEN ?2 AND ?3) OR f.metric = 'need_open'
         GROUP BY f.scope, f.metric",
    );
    for row in others
        .bind(scopes(grids))
        .bind(from.to_string())
        .bind(to.to_string())
        .bind(today.to_string())
        .fetch_all(&mut *tx)
        .await?
    {
        let own = figures.entry(scope(row.try_get(0)?)?.id()).or_default();
        let n = row.try_get::<i64, _>(2)? as u64;
        match row.try_get(1)? {
            "visit" => own.visits_today = n,
            "fever" => own.fever = n,
            _ => own.needs_open = n,
        }
    }
    Ok(figures)
}

/// One thing that a figure counts.
struct Counted {
    id: RecordId,
    household: RecordId,
    scope: Scope,
    /// The visit that tells how it was, where one does.
    visit: Option<RecordId>,
}

async fn counted(
    tx: &mut SqliteConnection,
    figure: Figure,
    grids: &BTreeSet<RecordId>,
    (from, to): (Day, Day),
    today: Day,
) -> Result<Vec<Counted>, StoreError> {
    let (from, to, today) = (from.to_string(), to.to_string(), today.to_string());
    // The latest visit of the sweep stands beside a door; ids grow with time.
    let latest =
        "(SELECT v.record FROM fact v WHERE v.metric = 'visit' AND v.scope = d.scope AND v.subject = d.household
                   AND v.day BETWEEN ?2 AND ?3 ORDER BY v.day DESC, v.record DESC LIMIT 1)";
    let sql = match figure {
        Figure::VisitsToday => {
            "SELECT f.record, f.subject, f.scope, f.record FROM json_each(?1) p JOIN fact f ON f.scope = p.value WHERE f.metric = 'visit' AND f.day = ?4 AND ?2 <> '' AND ?3 <> ''"
                .to_owned()
        }
        Figure::Fever => "SELECT f.subject, max(v.subject), f.scope, max(f.record) FROM json_each(?1) p JOIN fact f ON f.scope = p.value
             JOIN fact v ON v.record = f.record AND v.metric = 'visit'
             WHERE f.metric = 'fever' AND f.day BETWEEN ?2 AND ?3 AND ?4 <> '' GROUP BY f.subject, f.scope"
            .to_owned(),
        Figure::NeedsOpen => "SELECT f.record, coalesce(j.root, unhex(replace(json_extract(r.data, '$.household'), '-', ''))), f.scope, NULL
             FROM json_each(?1) p JOIN fact f ON f.scope = p.value JOIN record r ON r.id = f.record
             LEFT JOIN joined j ON j.id = unhex(replace(json_extract(r.data, '$.household'), '-', ''))
             WHERE f.metric = 'need_open' AND ?2 <> '' AND ?3 <> '' AND ?4 <> ''"
            .to_owned(),
        figure => {
            let stands = if figure == Figure::Households { "" } else { figure.code() };
            format!("{DOORS} SELECT d.household, d.household, d.scope, {latest} FROM door d WHERE ?4 <> '' AND ('{stands}' = '' OR d.stands = '{stands}')")
        }
    };
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(scopes(grids))
        .bind(from)
        .bind(to)
        .bind(today)
        .fetch_all(&mut *tx)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Counted {
                id: id_of(row, 0, RecordId::from_bytes)?,
                household: id_of(row, 1, RecordId::from_bytes)?,
                scope: scope(row.try_get(2)?)?,
                visit: row.try_get::<Option<&[u8]>, _>(3)?.and_then(|id| RecordId::from_bytes(id).ok()),
            })
        })
        .collect()
}

/// Where a door stands in its list: village, grid, walking order.
type Order = (String, i64, String, RecordId);

async fn door(
    tx: &mut SqliteConnection,
    directory: &Directory,
    counted: Counted,
) -> Result<(Order, BehindDoor), StoreError> {
    let row = sqlx::query("SELECT data FROM record WHERE id = ?")
        .bind(counted.household.as_bytes().as_slice())
        .fetch_optional(&mut *tx)
        .await?;
    let data = row
        .map(|row| row.try_get::<String, _>(0))
        .transpose()?
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    let household = Household::read(&data);
    let grid = directory
        .grids
        .iter()
        .find(|(id, _)| *id == counted.scope.id())
        .map(|(_, grid)| grid.clone())
        .unwrap_or_default();
    let (village, _) = directory.names_of(counted.scope.id());
    let mut shown = BehindDoor {
        id: counted.id,
        household: counted.household,
        door: household.door.clone(),
        head: Name::parse(&household.head).map(|name| name.masked()).unwrap_or_default(),
        village,
        grid: grid.name,
        outcome: None,
        on: None,
        by: None,
        entered_by: None,
        photos: Vec::new(),
    };
    if let Some(visit) = counted.visit {
        let sql = "SELECT data, by_user FROM record WHERE id = ?";
        if let Some(row) = sqlx::query(sql).bind(visit.as_bytes().as_slice()).fetch_optional(&mut *tx).await? {
            let data = json(&row, 0)?;
            let visit = Visit::read(&data);
            shown.outcome = Some(visit.outcome).filter(|outcome| !outcome.is_empty());
            shown.on = visit.visited_on;
            shown.photos = visit.photos;
            let author = id_of(&row, 1, UserId::from_bytes)?;
            let doer = done_by(&data).unwrap_or(author);
            shown.by = directory.staff_name(doer);
            shown.entered_by = directory.staff_name(author).filter(|_| author != doer);
        }
    }
    Ok(((grid.code, household.walk, household.door, counted.id), shown))
}

/// Workers who walk any of these grids.
async fn workers(
    tx: &mut SqliteConnection,
    permit: &FiguresPermit,
    directory: &Directory,
    today: Day,
) -> Result<Vec<WorkerState>, StoreError> {
    let rows = sqlx::query(
        "SELECT a.user_id, a.name, d.place, (SELECT max(last_contact) FROM device v WHERE v.user_id = a.user_id),
                (SELECT sum(unsent) FROM device v WHERE v.user_id = a.user_id AND last_contact IS NOT NULL),
                (SELECT count(*) FROM json_each(?2) p JOIN fact f ON f.scope = p.value WHERE f.metric = 'visit' AND f.day = ?3 AND f.by_user = a.user_id),
                (SELECT sum(lost) FROM device v WHERE v.user_id = a.user_id)
         FROM account a JOIN duty d ON d.user_id = a.user_id AND d.role = 'worker'
         WHERE a.town = ?1 AND a.disabled = 0 AND (d.from_on IS NULL OR d.from_on <= ?3) AND (d.to_on IS NULL OR d.to_on >= ?3)",
    )
    .bind(permit.town().as_bytes().as_slice())
    .bind(scopes(permit.grids()))
    .bind(today.to_string())
    .fetch_all(&mut *tx)
    .await?;
    let mut workers: BTreeMap<UserId, WorkerState> = BTreeMap::new();
    for row in rows {
        let id = id_of(&row, 0, UserId::from_bytes)?;
        let below = directory.doors_below(id_of(&row, 2, RecordId::from_bytes)?);
        let names: Vec<String> = directory
            .grids
            .iter()
            .filter(|(grid, _)| below.contains(grid) && permit.grids().contains(grid))
            .map(|(_, grid)| grid.name.clone())
            .collect();
        if names.is_empty() {
            continue;
        }
        let last_contact: Option<i64> = row.try_get(3)?;
        let unsent = row.try_get::<Option<i64>, _>(4)?.map(|n| n as u64);
        let visits_today = row.try_get::<i64, _>(5)? as u64;
        let state = workers.entry(id).or_insert(WorkerState {
            id,
            name: row.try_get(1)?,
            grids: Vec::new(),
            last_contact,
            unsent,
            visits_today,
            stuck: 0,
            lost: row.try_get::<Option<i64>, _>(6)?.unwrap_or_default() as u64,
        });
        state.grids.extend(names);
    }
    let mut workers: Vec<WorkerState> = workers.into_values().collect();
    workers.sort_by(|one, other| (one.last_contact, &one.name).cmp(&(other.last_contact, &other.name)));
    Ok(workers)
}
