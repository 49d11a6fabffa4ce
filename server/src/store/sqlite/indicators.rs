//! Indicators, and the records behind each, counted from facts at one place over some days.
//!
//! What a place counts is what lives there, and what lives elsewhere but says that it is about that
//! place (`Fact::place`). One statement finds the facts of an indicator; the figure counts them and
//! the list behind it pages through them.

use super::{
    super::StoreError,
    Store,
    care::Found,
    directory::Directory,
    families,
    figures::list,
    write::{id_of, json, scope},
};
use model::{
    access::FiguresPermit,
    ambient::Millis,
    care::Moment,
    day::Day,
    fact::Metric,
    field::masked,
    id::{RecordId, UserId},
    indicator::{Count, INDICATORS, Indicator, Source},
    kind::{kind, policy::Policies},
    record::{Data, Scope},
    wire::{Counted, CountedRecord, Indicators},
};
use serde_json::Value;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};
use std::collections::{BTreeMap, BTreeSet};

/// A page of a list.
pub(super) const PAGE: usize = 100;

/// The facts of some metrics at a place: `?1` the scopes that live there, `?2` all scopes where a fact
/// about the place may stand, `?3` the places it is, in hex, `?4` the first day (empty: from ever) and
/// `?5` the last, `?6` the metrics, `?7` how much a fact comes to at least.
const FACTS: &str = "
WITH here AS (SELECT value AS scope FROM json_each(?1)),
spot AS (SELECT unhex(value) AS place FROM json_each(?3)),
ended AS (
  SELECT f.record FROM json_each(?2) p JOIN fact f ON f.metric = 'ended' AND f.scope = p.value
  WHERE ?4 = '' AND f.day <= ?5
),
counted AS (
  SELECT f.metric, f.scope, f.day, f.subject, f.place, f.n, f.record
  FROM json_each(?6) m CROSS JOIN json_each(?2) p CROSS JOIN fact f ON f.metric = m.value AND f.scope = p.value
  WHERE CASE WHEN f.place IS NULL THEN f.scope IN here ELSE f.place IN spot END
    AND {days}
    AND f.n >= ?7
    AND f.record NOT IN ended
)";

/// Facts of some days, which the index finds without looking at those of others.
const OF_DAYS: &str = "f.day BETWEEN ?4 AND ?5";
/// Facts of any day up to the last, and of none.
const UP_TO: &str = "(f.day IS NULL OR f.day <= ?5)";

/// A place, and where facts about it may stand.
struct Spot {
    grids: BTreeSet<RecordId>,
    here: String,
    scopes: String,
    places: String,
}

/// Which days count, and from how much on.
#[derive(Clone, Copy)]
struct Span {
    /// None: from ever.
    from: Option<Day>,
    to: Day,
    least: i64,
}

impl Span {
    /// The statement's beginning that finds the facts of these days.
    fn facts(self) -> String {
        FACTS.replace("{days}", if self.from.is_some() { OF_DAYS } else { UP_TO })
    }
}

/// What the facts of one metric, or of several, come to.
#[derive(Clone, Copy, Default)]
struct Sums {
    records: i64,
    subjects: i64,
    sum: i64,
}

impl Sums {
    fn get(self, count: Count) -> i64 {
        match count {
            Count::Records => self.records,
            Count::Subjects => self.subjects,
            Count::Sum => self.sum,
        }
    }
}

impl Store {
    /// Every indicator from the day `from` to the day `to`, at a place below what `permit` allows.
    /// None if there is no such place.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn indicators(
        &self,
        permit: &FiguresPermit,
        (from, to): (Day, Day),
        place: Option<RecordId>,
        now: Millis,
    ) -> Result<Option<Indicators>, StoreError> {
        let directory = self.directory(permit.town()).await?;
        let Some(spot) = spot(&directory, permit, place) else { return Ok(None) };
        let policies = Policies::new(directory.policies.iter().cloned());
        let mut tx = self.readers.begin().await?;
        let care = Found::read(&mut tx, permit.town(), &spot.grids, (from, to), policies.clone()).await?;
        let care = care.figures(&spot.grids, from, Moment::at(now).min(Moment::end_of(to)));
        let mut values = BTreeMap::new();
        let period = sums_by_metric(&mut tx, &spot, Span { from: Some(from), to, least: i64::MIN }).await?;
        let cut_off = sums_by_metric(&mut tx, &spot, Span { from: None, to, least: i64::MIN }).await?;
        for indicator in INDICATORS {
            let value = match &indicator.source {
                Source::Care(value) => value(&care).map(|n| n as i64),
                Source::Families => Some(families::overdue(&mut tx, &spot.grids, to, &policies).await?.len() as i64),
                Source::Period(count, [metric]) => Some(period.get(metric.code()).map_or(0, |sums| sums.get(*count))),
                Source::CutOff(count, [metric]) => Some(cut_off.get(metric.code()).map_or(0, |sums| sums.get(*count))),
                _ => Some(of_facts(&mut tx, &spot, indicator, (from, to), &policies).await?),
            };
            values.extend(value.map(|value| (indicator.code.to_owned(), value)));
        }
        Ok(Some(Indicators { now, from, to, place, values }))
    }

    /// The records behind an indicator, a page of them. None if there is no such place.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn counted(
        &self,
        permit: &FiguresPermit,
        indicator: &Indicator,
        (from, to): (Day, Day),
        place: Option<RecordId>,
        (after, now): (usize, Millis),
    ) -> Result<Option<Counted>, StoreError> {
        let directory = self.directory(permit.town()).await?;
        let Some(spot) = spot(&directory, permit, place) else { return Ok(None) };
        let policies = Policies::new(directory.policies.iter().cloned());
        let mut tx = self.readers.begin().await?;
        if matches!(indicator.source, Source::Families) {
            return Ok(Some(families::behind(&mut tx, &directory, &spot.grids, to, &policies, after).await?));
        }
        let (value, records, rows) = if let Source::Care(figure) = indicator.source {
            let care = Found::read(&mut tx, permit.town(), &spot.grids, (from, to), policies).await?;
            let moment = Moment::at(now).min(Moment::end_of(to));
            let value = figure(&care.figures(&spot.grids, from, moment)).unwrap_or(0);
            let behind = care.behind(figure, &spot.grids, from, moment);
            let page = behind.iter().rev().skip(after).take(PAGE);
            let page: Vec<(String, u64)> = page.map(|(id, n)| (hex(id), *n)).collect();
            let page = serde_json::to_string(&page).unwrap_or_else(|_| "[]".into());
            let rows = sqlx::query(CARE_ROWS).bind(page).fetch_all(&mut *tx).await?;
            (value as i64, behind.len() as u64, rows)
        } else {
            let value = of_facts(&mut tx, &spot, indicator, (from, to), &policies).await?;
            let Some((metrics, span)) = asked(indicator, (from, to), &policies) else { return Ok(None) };
            // The page is cut before its records are read: of many thousands only these are.
            let sql = format!(
                "{facts}, listed AS (
                   SELECT record, max(day) AS day, sum(n) AS n, min(subject) AS subject, max(place) AS place, count(*) OVER () AS records
                   FROM counted GROUP BY record ORDER BY max(day) DESC, record DESC LIMIT {PAGE} OFFSET {after}
                 )
                 SELECT l.record, l.day, l.n, l.subject, r.kind, r.scope, r.data, r.by_user, l.place, l.records
                 FROM listed l JOIN record r ON r.id = l.record ORDER BY l.day DESC, l.record DESC",
                facts = span.facts()
            );
            let rows = bound(&sql, &spot, metrics, span).fetch_all(&mut *tx).await?;
            let records = rows.first().map(|row| row.try_get::<i64, _>(9)).transpose()?.unwrap_or(0);
            (value, records as u64, rows)
        };
        let page = rows.iter().map(|row| shown(row, &directory)).collect::<Result<Vec<_>, _>>()?;
        let next = ((after + page.len()) < records as usize).then(|| (after + page.len()).to_string());
        Ok(Some(Counted { value, records, page, next }))
    }
}

/// Records by their ids in hex, each with what it adds, in the order given.
const CARE_ROWS: &str = "
SELECT r.id, NULL, json_extract(p.value, '$[1]'), r.id, r.kind, r.scope, r.data, r.by_user, NULL
FROM json_each(?1) p JOIN record r ON r.id = unhex(json_extract(p.value, '$[0]')) ORDER BY p.key";

/// A record as it stands in a list: names and numbers of people covered.
fn shown(row: &SqliteRow, directory: &Directory) -> Result<CountedRecord, StoreError> {
    let kind_name: String = row.try_get(4)?;
    let known = kind(&kind_name);
    let data: Data = json(row, 6)?;
    let cover = |(name, value): (String, Value)| {
        let value = masked(known.and_then(|kind| kind.field(&name)), &value);
        (name, value)
    };
    let by = RecordId::from(id_of(row, 7, UserId::from_bytes)?);
    let about = row.try_get::<Option<&[u8]>, _>(8)?.and_then(|id| RecordId::from_bytes(id).ok());
    Ok(CountedRecord {
        id: id_of(row, 0, RecordId::from_bytes)?,
        kind: kind_name,
        on: row.try_get::<Option<&str>, _>(1)?.and_then(Day::parse),
        n: row.try_get(2)?,
        subject: id_of(row, 3, RecordId::from_bytes)?,
        place: directory.name_of(about.unwrap_or(scope(row.try_get(5)?)?.id())),
        by: directory.staff.iter().find(|(id, _)| *id == by).map(|(_, staff)| staff.name.clone()),
        data: data.into_iter().map(cover).collect(),
    })
}

fn hex(id: &RecordId) -> String {
    id.to_string().replace('-', "")
}

/// Which facts an indicator counts, of which days; none if it is none of facts.
fn asked(indicator: &Indicator, (from, to): (Day, Day), policies: &Policies) -> Option<(&'static [Metric], Span)> {
    let least = i64::MIN;
    match &indicator.source {
        Source::Period(_, metrics) => Some((metrics, Span { from: Some(from), to, least })),
        Source::CutOff(_, metrics) => Some((metrics, Span { from: None, to, least })),
        Source::ByPolicy(metrics) => Some((metrics(&policies.on(to)), Span { from: Some(from), to, least })),
        Source::AtLeast(metrics, wanted) => Some((metrics, Span { from: None, to, least: wanted(&policies.on(to)) })),
        Source::Care(_) | Source::Families => None,
    }
}

/// The value of one indicator that is counted from facts.
async fn of_facts(
    tx: &mut SqliteConnection,
    spot: &Spot,
    indicator: &Indicator,
    days: (Day, Day),
    policies: &Policies,
) -> Result<i64, StoreError> {
    let Some((metrics, span)) = asked(indicator, days, policies) else { return Ok(0) };
    let sql = format!(
        "{} SELECT count(DISTINCT record), count(DISTINCT subject), coalesce(sum(n), 0) FROM counted",
        span.facts()
    );
    let row = bound(&sql, spot, metrics, span).fetch_one(&mut *tx).await?;
    let sums = Sums { records: row.try_get(0)?, subjects: row.try_get(1)?, sum: row.try_get(2)? };
    Ok(match &indicator.source {
        Source::Period(count, _) | Source::CutOff(count, _) => sums.get(*count),
        Source::ByPolicy(_) => sums.sum,
        _ => sums.subjects,
    })
}

/// What the facts of each metric come to that some indicator counts alone over such days.
async fn sums_by_metric(
    tx: &mut SqliteConnection,
    spot: &Spot,
    span: Span,
) -> Result<BTreeMap<String, Sums>, StoreError> {
    let alone: Vec<(Metric, Count)> = INDICATORS
        .iter()
        .filter_map(|indicator| match &indicator.source {
            Source::Period(count, [metric]) if span.from.is_some() => Some((*metric, *count)),
            Source::CutOff(count, [metric]) if span.from.is_none() => Some((*metric, *count)),
            _ => None,
        })
        .collect();
    // Telling apart is what takes time: only what some indicator counts is told apart.
    let counted_as = |wanted: Count| {
        let codes =
            alone.iter().filter(|(_, count)| *count == wanted).map(|(metric, _)| format!("'{}'", metric.code()));
        codes.collect::<Vec<_>>().join(", ")
    };
    let sql = format!(
        "{} SELECT metric, count(DISTINCT CASE WHEN metric IN ({}) THEN record END),
           count(DISTINCT CASE WHEN metric IN ({}) THEN subject END), sum(n) FROM counted GROUP BY metric",
        span.facts(),
        counted_as(Count::Records),
        counted_as(Count::Subjects)
    );
    let alone: Vec<Metric> = alone.into_iter().map(|(metric, _)| metric).collect();
    let rows = bound(&sql, spot, &alone, span).fetch_all(&mut *tx).await?;
    rows.iter()
        .map(|row| {
            let sums = Sums { records: row.try_get(1)?, subjects: row.try_get(2)?, sum: row.try_get(3)? };
            Ok((row.try_get(0)?, sums))
        })
        .collect()
}

fn bound<'q>(
    sql: &str,
    spot: &Spot,
    metrics: &[Metric],
    span: Span,
) -> sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments> {
    let mut codes: Vec<&str> = metrics.iter().map(|metric| metric.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    sqlx::query(sqlx::AssertSqlSafe(sql.to_owned()))
        .bind(spot.here.clone())
        .bind(spot.scopes.clone())
        .bind(spot.places.clone())
        .bind(span.from.map_or_else(String::new, |day| day.to_string()))
        .bind(span.to.to_string())
        .bind(serde_json::to_string(&codes).unwrap_or_else(|_| "[]".into()))
        .bind(span.least)
}

/// What belongs to a place, of what `permit` allows: its grids of doors, the teams whose grids are
/// all there, the posts, and the village or villages it is. None if it is no place of this township.
fn spot(directory: &Directory, permit: &FiguresPermit, place: Option<RecordId>) -> Option<Spot> {
    let below: BTreeSet<RecordId> = match place {
        Some(place) => directory.doors_below(place).into_iter().collect(),
        None => directory.grids.iter().filter(|(_, grid)| grid.level == 2).map(|(id, _)| *id).collect(),
    };
    if place.is_some() && below.is_empty() {
        return None;
    }
    let grids: BTreeSet<RecordId> = below.intersection(permit.grids()).copied().collect();
    let whole = permit.is_whole() && place.is_none_or(|place| directory.town_id == Some(place));
    let all_here = |of: &BTreeSet<RecordId>| !of.is_empty() && of.is_subset(&grids);
    let doors_of = |village| directory.doors_below(village).into_iter().collect::<BTreeSet<_>>();
    let villages: BTreeSet<RecordId> =
        directory.villages.iter().map(|(id, _)| *id).filter(|id| all_here(&doors_of(*id))).collect();
    let tops = directory.grids.iter().filter(|(_, grid)| grid.level == 1).map(|(id, _)| *id);
    let tops = tops.filter(|id| all_here(&doors_of(*id)));
    let teams = directory.teams.iter().filter(|(_, team)| {
        let of_village = team.village.is_some_and(|village| villages.contains(&village));
        whole || of_village || all_here(&team.grids.iter().copied().collect())
    });
    let posts = directory
        .posts
        .iter()
        .filter(|(_, post)| whole || post.village.is_some_and(|village| villages.contains(&village)));
    let mut here: BTreeSet<Scope> = grids.iter().copied().map(Scope::Grid).collect();
    here.extend(teams.map(|(id, _)| Scope::Team(*id)));
    here.extend(posts.map(|(id, _)| Scope::Post(*id)));
    let town = Scope::Town(permit.town());
    if whole {
        here.insert(town);
    }
    let mut scopes = here.clone();
    scopes.extend(directory.teams.iter().map(|(id, _)| Scope::Team(*id)).chain([town]));
    let places: Vec<String> = villages.iter().map(hex).chain(tops.map(|id| hex(&id))).collect();
    Some(Spot {
        grids,
        here: list(&here),
        scopes: list(&scopes),
        places: serde_json::to_string(&places).unwrap_or_else(|_| "[]".into()),
    })
}
