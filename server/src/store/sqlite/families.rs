//! 逾期未回访: families that nobody has asked after in time, at the end of a day (seed row 4).
//!
//! A family becomes overdue by nobody coming, so no fact says it. What was said to whom, and when, is
//! found here; [`model::supervision`] decides.

use super::{
    super::StoreError,
    directory::Directory,
    figures::list,
    indicators::PAGE,
    write::{RECORD, id_of, record},
};
use model::{
    day::Day,
    field::masked,
    id::RecordId,
    kind::{self, Payload, household::Household, isolation::Isolation, person::Person, policy::Policies},
    record::Scope,
    supervision::{self, Supervised, Talks},
    wire::{Counted, CountedRecord},
};
use sqlx::{Row, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

/// When somebody spoke with a family, or found nobody living there, up to the day `?2`: at a visit.
const VISITS: &str = "SELECT f.metric, f.subject, max(f.day) FROM json_each(?1) p
 JOIN fact f ON f.metric IN ('household_screened', 'nobody_lives') AND f.scope = p.value
 WHERE f.day <= ?2 GROUP BY f.metric, f.subject";

/// The same at a temperature or a call that was answered.
const TALKS: &str = "SELECT '', r.door, max(f.day) FROM json_each(?1) p
 JOIN fact f ON f.metric IN ('reading', 'care_contact') AND f.scope = p.value
 JOIN record r ON r.id = f.record
 WHERE f.day <= ?2 AND r.door IS NOT NULL AND coalesce(json_extract(r.data, '$.reached'), 1) = 1 GROUP BY r.door";

/// The families that are overdue at the end of `to`, by household.
pub(super) async fn overdue(
    tx: &mut SqliteConnection,
    grids: &BTreeSet<RecordId>,
    to: Day,
    policies: &Policies,
) -> Result<Vec<(RecordId, Supervised)>, StoreError> {
    let scopes: BTreeSet<Scope> = grids.iter().copied().map(Scope::Grid).collect();
    let mut talks = Talks::default();
    for sql in [VISITS, TALKS] {
        for row in sqlx::query(sql).bind(list(&scopes)).bind(to.to_string()).fetch_all(&mut *tx).await? {
            let Some(day) = Day::parse(row.try_get(2)?) else { continue };
            let household = id_of(&row, 1, RecordId::from_bytes)?;
            if row.try_get::<&str, _>(0)? == "nobody_lives" {
                talks.nobody(household, day);
            } else {
                talks.spoke(household, day);
            }
        }
    }
    // A family is asked after at the least every day: whoever was asked today or yesterday is not overdue.
    let old: BTreeMap<RecordId, Day> = talks.all().filter(|(_, last)| *last < to.plus(-1)).collect();
    let ids: Vec<String> = old.keys().map(|id| id.to_string().replace('-', "")).collect();
    let ids = serde_json::to_string(&ids).unwrap_or_else(|_| "[]".into());
    let sql = format!(
        "SELECT {RECORD} FROM json_each(?1) d JOIN record r ON r.door = unhex(d.value)
         WHERE r.kind IN ('household', 'person', 'isolation') AND r.gone IS NULL"
    );
    let mut homes: BTreeMap<RecordId, (bool, Vec<Person>, bool)> = BTreeMap::new();
    for row in &sqlx::query(sqlx::AssertSqlSafe(sql)).bind(ids).fetch_all(&mut *tx).await? {
        let found = record(row)?;
        let Some(door) = found.door().filter(|_| scopes.contains(&found.scope)) else { continue };
        let (is_there, people, isolated) = homes.entry(door).or_default();
        match found.kind.as_str() {
            Household::KIND => *is_there = true,
            Person::KIND => people.push(found.read()),
            _ => *isolated |= is_isolated(&found.read(), to),
        }
    }
    let policy = policies.on(to);
    let late = homes.into_iter().filter(|(_, (is_there, ..))| *is_there).filter_map(|(id, (_, people, isolated))| {
        let (family, days) = supervision::family(&people, isolated, to, &policy)?;
        let supervised = Supervised { family, days, last_on: *old.get(&id)? };
        supervised.is_overdue(to).then_some((id, supervised))
    });
    Ok(late.collect())
}

/// Whether somebody is isolated at the end of a day.
fn is_isolated(case: &Isolation, day: Day) -> bool {
    case.counts() && case.from_on.is_some_and(|from| from <= day) && case.ended_on.is_none_or(|ended| day < ended)
}

/// Those families, one household each, as a list behind the figure.
pub(super) async fn behind(
    tx: &mut SqliteConnection,
    directory: &Directory,
    grids: &BTreeSet<RecordId>,
    to: Day,
    policies: &Policies,
    after: usize,
) -> Result<Counted, StoreError> {
    let mut late = overdue(&mut *tx, grids, to, policies).await?;
    late.sort_by_key(|(id, one)| (one.due_on(), *id));
    let records = late.len() as u64;
    let mut page = Vec::new();
    for (id, one) in late.into_iter().skip(after).take(PAGE) {
        let sql = format!("SELECT {RECORD} FROM record r WHERE r.id = ?");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(&id.as_bytes()[..]).fetch_one(&mut *tx).await?;
        let found = record(&row)?;
        let by = found.by.map(RecordId::from);
        let cover = |(name, value): (String, _)| {
            let value = masked(kind::household::KIND.field(&name), &value);
            (name, value)
        };
        page.push(CountedRecord {
            id,
            kind: found.kind,
            on: Some(one.due_on()),
            n: 1,
            subject: id,
            place: directory.name_of(found.scope.id()),
            by: directory.staff.iter().find(|(id, _)| Some(*id) == by).map(|(_, staff)| staff.name.clone()),
            data: found.data.into_iter().map(cover).collect(),
        });
    }
    let next = ((after + page.len()) < records as usize).then(|| (after + page.len()).to_string());
    Ok(Counted { value: records as i64, records, page, next })
}
