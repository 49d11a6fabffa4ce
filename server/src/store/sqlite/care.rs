//! Isolation and care as those who lead see them: records found here, counted by [`model::care`].

use super::{
    super::StoreError,
    Store,
    figures::list,
    write::{RECORD, id_of, record},
};
use model::{
    access::FiguresPermit,
    ambient::Millis,
    care::{
        Care, Moment,
        figures::{CareFigures, OneFigure},
    },
    day::Day,
    fact::Metric,
    id::RecordId,
    kind::{Payload, policy::Policies, team::Team},
    record::{Record, Scope},
    wire::{CareOverview, VillageCare},
};
use sqlx::SqliteConnection;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of isolation and care, besides the people.
const KINDS: &str = "'isolation', 'care_team', 'reading', 'care_contact', 'need', 'errand', 'assignment', 'event'";
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
        let found = Found::read(&mut tx, permit.town(), permit.grids(), policies).await?;
        let moment = Moment::at(now).min(Moment::end_of(to));
        let villages = directory.villages.iter().map(|(id, village)| {
            let grids = directory.grids.iter().filter(|(_, grid)| grid.village == Some(*id)).map(|(grid, _)| *grid);
            (*id, village.name.clone(), grids.filter(|grid| permit.grids().contains(grid)).collect::<BTreeSet<_>>())
        });
        let villages = villages.filter(|(.., grids)| !grids.is_empty());
        let of_village = |(id, name, grids)| VillageCare { id, name, figures: found.figures(&grids, from, moment) };
        let villages = villages.map(of_village).collect();
        Ok(CareOverview { now, from, to, total: found.figures(permit.grids(), from, moment), villages })
    }
}

/// What is known of isolation and care at some grids.
pub(super) struct Found(Care);

impl Found {
    /// Reads it.
    pub(super) async fn read(
        tx: &mut SqliteConnection,
        town: RecordId,
        grids: &BTreeSet<RecordId>,
        policies: Policies,
    ) -> Result<Self, StoreError> {
        Ok(Self(Care::of(&records(tx, town, grids).await?, policies)))
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
}

/// The records of these places that tell of isolation and care. What a team did is found wherever a
/// team of the township keeps it, and counts where its need or its case is.
async fn records(
    tx: &mut SqliteConnection,
    town: RecordId,
    grids: &BTreeSet<RecordId>,
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
    let metrics: Vec<String> = PEOPLE.iter().map(|metric| format!("'{}'", metric.code())).collect();
    let of_people = format!(
        "SELECT {RECORD} FROM json_each(?1) p JOIN fact f ON f.scope = p.value JOIN record r ON r.id = f.record WHERE f.metric IN ({})",
        metrics.join(", ")
    );
    let mut records = Vec::new();
    for (sql, scopes) in [(of_care, &scopes), (of_people, &grids)] {
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(list(scopes)).fetch_all(&mut *tx).await?;
        for row in &rows {
            records.push(record(row)?);
        }
    }
    Ok(records)
}
