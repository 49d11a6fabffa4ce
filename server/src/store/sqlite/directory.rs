//! The township's places, as the directory records have them.

use super::{
    super::StoreError,
    Store,
    write::{RECORD, record},
};
use model::{
    id::{RecordId, UserId},
    kind::{
        Payload,
        directory::{Grid, Staff, Town, Village},
        policy::Policy,
        post::Post,
        sweep::Sweep,
        team::Team,
    },
    record::{Record, Scope},
};
use std::collections::BTreeSet;

/// Places and people of one township.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    /// The township's own id.
    pub town_id: Option<RecordId>,
    /// Its record.
    pub town: Town,
    /// Villages, by code.
    pub villages: Vec<(RecordId, Village)>,
    /// Grids of both levels, by code.
    pub grids: Vec<(RecordId, Grid)>,
    /// Service and patrol teams.
    pub teams: Vec<(RecordId, Team)>,
    /// Duty posts.
    pub posts: Vec<(RecordId, Post)>,
    /// Colleagues.
    pub staff: Vec<(RecordId, Staff)>,
    /// Sweeps.
    pub sweeps: Vec<Sweep>,
    /// Policies.
    pub policies: Vec<Policy>,
}

impl Directory {
    /// What a grid of doors and its village are called; empty for what is none.
    pub fn names_of(&self, grid: RecordId) -> (String, String) {
        let grid = self.grids.iter().find(|(id, _)| *id == grid).map(|(_, grid)| grid);
        let village = grid.and_then(|grid| self.villages.iter().find(|(id, _)| Some(*id) == grid.village));
        let name = village.map(|(_, village)| village.name.clone());
        (name.unwrap_or_default(), grid.map(|grid| grid.name.clone()).unwrap_or_default())
    }

    /// What a place of any sort, a team or a post is called; empty for what is none.
    pub fn name_of(&self, place: RecordId) -> String {
        fn named<'a, T>(
            list: &'a [(RecordId, T)],
            place: RecordId,
            name: fn(&'a T) -> &'a String,
        ) -> Option<&'a String> {
            list.iter().find(|(id, _)| *id == place).map(|(_, is)| name(is))
        }
        let town = (self.town_id == Some(place)).then_some(&self.town.name);
        town.or_else(|| named(&self.villages, place, |village| &village.name))
            .or_else(|| named(&self.grids, place, |grid| &grid.name))
            .or_else(|| named(&self.teams, place, |team| &team.name))
            .or_else(|| named(&self.posts, place, |post| &post.name))
            .cloned()
            .unwrap_or_default()
    }

    /// A colleague's name.
    pub fn staff_name(&self, user: UserId) -> Option<String> {
        let id = RecordId::from(user);
        self.staff.iter().find(|(one, _)| *one == id).map(|(_, staff)| staff.name.clone())
    }

    /// The grids of doors at or below a place: a grid of doors itself, a village, a top-level grid,
    /// or the township.
    pub fn doors_below(&self, place: RecordId) -> Vec<RecordId> {
        let village_below = |village: Option<RecordId>| {
            village == Some(place)
                || self.villages.iter().any(|(id, data)| Some(*id) == village && data.grid == Some(place))
        };
        let doors = self.grids.iter().filter(|(_, grid)| grid.level == 2);
        doors
            .filter(|(id, grid)| *id == place || self.town_id == Some(place) || village_below(grid.village))
            .map(|(id, _)| *id)
            .collect()
    }

    /// The duty posts at or below a place: a post itself, or those of the villages there.
    pub fn posts_below(&self, place: RecordId) -> impl Iterator<Item = RecordId> {
        let below = move |village: RecordId| {
            let grid = self.villages.iter().find(|(id, _)| *id == village).and_then(|(_, village)| village.grid);
            village == place || grid == Some(place) || self.town_id == Some(place)
        };
        let posts = self.posts.iter().filter(move |(id, post)| *id == place || post.village.is_some_and(below));
        posts.map(|(id, _)| *id)
    }

    /// The teams that serve one of these grids of doors.
    pub fn teams_of(&self, grids: &BTreeSet<RecordId>) -> impl Iterator<Item = RecordId> {
        let serving = self.teams.iter().filter(|(_, team)| team.grids.iter().any(|grid| grids.contains(grid)));
        serving.map(|(id, _)| *id)
    }
}

impl Store {
    /// The directory of a township. Places and colleagues' names only; every signed-in person of
    /// the township holds it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn directory(&self, town: RecordId) -> Result<Directory, StoreError> {
        let sql = format!(
            "SELECT {RECORD} FROM record r WHERE scope = ? AND kind IN ('town', 'village', 'grid', 'team', 'post', 'staff', 'sweep', 'policy') AND gone IS NULL"
        );
        let rows =
            sqlx::query(sqlx::AssertSqlSafe(sql)).bind(Scope::Town(town).to_string()).fetch_all(&self.readers).await?;
        let records: Vec<Record> = rows.iter().map(record).collect::<Result<_, _>>()?;
        let mut directory = Directory { town_id: Some(town), ..Directory::default() };
        for record in &records {
            match record.kind.as_str() {
                Town::KIND => directory.town = record.read(),
                Village::KIND => directory.villages.push((record.id, record.read())),
                Grid::KIND => directory.grids.push((record.id, record.read())),
                Team::KIND => directory.teams.push((record.id, record.read())),
                Post::KIND => directory.posts.push((record.id, record.read())),
                Staff::KIND => directory.staff.push((record.id, record.read())),
                Policy::KIND => directory.policies.push(record.read()),
                _ => directory.sweeps.push(record.read()),
            }
        }
        directory.villages.sort_by(|one, other| one.1.code.cmp(&other.1.code));
        directory.grids.sort_by(|one, other| one.1.code.cmp(&other.1.code));
        Ok(directory)
    }

    /// The townships of this installation.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_up_towns(&self) -> Result<Vec<(RecordId, Town)>, StoreError> {
        let sql = format!("SELECT {RECORD} FROM record r WHERE kind = 'town' AND gone IS NULL");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&self.readers).await?;
        rows.iter().map(|row| record(row).map(|record| (record.id, record.read()))).collect()
    }
}
