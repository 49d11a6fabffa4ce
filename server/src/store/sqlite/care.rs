//! Isolation and care as those who lead see them: records found here, counted by [`model::care`].

use super::{
    super::StoreError,
    Store,
    figures::list,
    joined::Joined,
    write::{RECORD, id_of, record},
};
use model::{
    access::FiguresPermit,
    ambient::Millis,
    care::{
        Care, Moment,
        board::SlotFigures,
        figures::{CareFigures, OneFigure},
    },
    day::Day,
    fact::Metric,
    id::RecordId,
    kind::{Payload, errand::Errand, policy::Policies, team::Team},
    record::{Record, Scope},
    wire::{CareOverview, VillageCare},
};
use sqlx::SqliteConnection;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of isolation and care, besides the people and what is noted every day.
const KINDS: &str = "'isolation', 'care_team', 'need', 'errand', 'assignment', 'event'";
/// What is noted every day, nearly all there is: found by the day it counts on.
const DAILY: &[Metric] = &[Metric::Reading, Metric::ReadingExplained, Metric::CareContact];
/// Of the people, those who count.
const PEOPLE: &[Metric] = &[Metric::ReturneeWuhan, Metric::ReturneeHubei, Metric::ReturneeOther, Metric::CloseContact];

impl Store {
    /// M05–M16 from the day `from` to the day `to`, or up to now if that is today, by village.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn care(
        &self,
        permit: &FiguresPermit,
        (from, to): (Day, Day),
        now: Millis,
    ) -> Result<CareOverview, StoreError> {
        let directory = self.directory(permit.town()).await?;
        let mut tx = self.readers.begin().await?;
        let policies = Policies::new(directory.policies);
        let found = Found::read(&mut tx, permit.town(), permit.grids(), (from, to), policies).await?;
        let moment = Moment::at(now).min(Moment::end_of(to));
        let villages = directory.villages.iter().map(|(id, village)| {
            let grids = directory.grids.iter().filter(|(_, grid)| grid.village == Some(*id)).map(|(grid, _)| *grid);
            (*id, village.name.clone(), grids.filter(|grid| permit.grids().contains(grid)).collect::<BTreeSet<_>>())
        });
        let villages = villages.filter(|(.., grids)| !grids.is_empty());
        let of_village = |(id, name, grids)| VillageCare {
            id,
            name,
            figures: found.figures(&grids, from, moment),
            slots: found.slots(&grids, moment),
        };
        let villages = villages.map(of_village).collect();
        let total = found.figures(permit.grids(), from, moment);
        Ok(CareOverview { now, from, to, total, slots: found.slots(permit.grids(), moment), villages })
    }
}

/// What is known of isolation and care at some grids.
pub(super) struct Found(Care);

impl Found {
    /// Reads it, as far as it counts for some days.
    pub(super) async fn read(
        tx: &mut SqliteConnection,
        town: RecordId,
        grids: &BTreeSet<RecordId>,
        days: (Day, Day),
        policies: Policies,
    ) -> Result<Self, StoreError> {
        let mut found = records(tx, town, grids, days).await?;
        let joined = Joined::at(tx, &grids.iter().copied().map(Scope::Grid).collect()).await?;
        if !joined.joins.is_empty() {
            found = found.iter().filter_map(|found| joined.joins.seen(found, |id| joined.record(id))).collect();
        }
        Ok(Self(Care::of(&found, policies)))
    }

    /// The records that a figure of some of these grids is made of, each with what it adds.
    pub(super) fn behind(
        &self,
        figure: OneFigure,
        grids: &BTreeSet<RecordId>,
        from: Day,
        moment: Moment,
    ) -> BTreeMap<RecordId, u64> {
        self.0.behind(figure, from, moment, |scope| matches!(scope, Scope::Grid(grid) if grids.contains(&grid)))
    }

    /// The figures of some of these grids.
    pub(super) fn figures(&self, grids: &BTreeSet<RecordId>, from: Day, moment: Moment) -> CareFigures {
        self.0.figures(from, moment, |scope| matches!(scope, Scope::Grid(grid) if grids.contains(&grid)))
    }

    /// The slots of the day of that moment at some of these grids.
    fn slots(&self, grids: &BTreeSet<RecordId>, moment: Moment) -> Vec<SlotFigures> {
        self.0.slots_of_the_day(moment, |scope| matches!(scope, Scope::Grid(grid) if grids.contains(&grid)))
    }
}

/// The records of these places that tell of isolation and care. What a team did is found wherever a
/// team of the township keeps it, and counts where its need or its case is. Readings and talks of other
/// days count for nothing in these.
async fn records(
    tx: &mut SqliteConnection,
    town: RecordId,
    grids: &BTreeSet<RecordId>,
    (from, to): (Day, Day),
) -> Result<Vec<Record>, StoreError> {
    let grids: BTreeSet<Scope> = grids.iter().copied().map(Scope::Grid).collect();
    let mut scopes = grids.clone();
    // A team that is no more has done what it did.
    for row in sqlx::query("SELECT id FROM record WHERE scope = ? AND kind = ?")
        .bind(Scope::Town(town).to_string())
        .bind(Team::KIND)
        .fetch_all(&mut *tx)
        .await?
    {
        scopes.insert(Scope::Team(id_of(&row, 0, RecordId::from_bytes)?));
    }
    let of_care = format!(
        "SELECT {RECORD} FROM json_each(?1) p JOIN record r ON r.scope = p.value WHERE r.kind IN ({KINDS}) AND r.gone IS NULL"
    );
    let codes =
        |metrics: &[Metric]| metrics.iter().map(|metric| format!("'{}'", metric.code())).collect::<Vec<_>>().join(", ");
    let of_days = format!(
        "SELECT {RECORD} FROM json_each(?1) p JOIN fact f ON f.scope = p.value JOIN record r ON r.id = f.record WHERE f.metric IN ({}) AND f.day BETWEEN ?2 AND ?3",
        codes(DAILY)
    );
    let of_people = format!(
        "SELECT {RECORD} FROM json_each(?1) p JOIN fact f ON f.scope = p.value JOIN record r ON r.id = f.record WHERE f.metric IN ({})",
        codes(PEOPLE)
    );
    let mut records = Vec::new();
    for (sql, scopes) in [(of_care, &scopes), (of_days, &scopes), (of_people, &grids)] {
        let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(list(scopes));
        let rows = query.bind(from.to_string()).bind(to.to_string()).fetch_all(&mut *tx).await?;
        for row in &rows {
            records.push(record(row)?);
        }
    }
    // What a team fetched without being asked through a case counts at the door it was brought to.
    let homes: BTreeSet<RecordId> = records
        .iter()
        .filter(|record| record.kind == Errand::KIND)
        .map(Record::read::<Errand>)
        .filter(|errand| errand.case.is_none())
        .filter_map(|errand| errand.household)
        .collect();
    let of_home = format!("SELECT {RECORD} FROM record r WHERE r.id = ? AND r.gone IS NULL");
    for home in homes {
        let sql = sqlx::AssertSqlSafe(of_home.clone());
        let row = sqlx::query(sql).bind(home.as_bytes().as_slice()).fetch_optional(&mut *tx).await?;
        records.extend(row.as_ref().map(record).transpose()?);
    }
    Ok(records)
}
