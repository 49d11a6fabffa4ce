//! The township's places by the names that people write for them.

use super::{cell::narrow, numerals};
use model::{
    id::RecordId,
    kind::directory::{Grid, Town, Village},
    record::Scope,
};
use std::collections::BTreeSet;

/// A township with its villages and grids of doors, to find places in.
#[derive(Debug, Clone, Default)]
pub struct Places {
    town: String,
    villages: Vec<Place>,
    grids: Vec<Place>,
}

#[derive(Debug, Clone)]
struct Place {
    id: RecordId,
    name: String,
    code: String,
    /// Of a grid.
    village: Option<RecordId>,
}

/// What villages are called behind their name.
const VILLAGE_SUFFIXES: &[&str] = &["村民委员会", "居民委员会", "村委会", "居委会", "社区", "村", "居"];

impl Places {
    /// From a directory.
    pub fn new(
        town: &Town,
        villages: impl IntoIterator<Item = (RecordId, Village)>,
        grids: impl IntoIterator<Item = (RecordId, Grid)>,
    ) -> Self {
        let mut places = Self { town: town.name.clone(), ..Self::default() };
        villages.into_iter().for_each(|(id, village)| places.add_village(id, &village));
        grids.into_iter().for_each(|(id, grid)| places.add_grid(id, &grid));
        places
    }

    fn add_village(&mut self, id: RecordId, village: &Village) {
        let (name, code) = (village.name.clone(), village.code.clone());
        self.villages.push(Place { id, name, code, village: None });
    }

    fn add_grid(&mut self, id: RecordId, grid: &Grid) {
        // A top-level grid has villages in it, no doors.
        if grid.village.is_some() {
            let (name, code) = (grid.name.clone(), grid.code.clone());
            self.grids.push(Place { id, name, code, village: grid.village });
        }
    }

    /// Name of the township.
    pub fn town(&self) -> &str {
        &self.town
    }

    /// The village that is written `柳塘村`, `云溪镇柳塘村`, `柳塘` or by its code.
    pub fn village(&self, text: &str) -> Option<RecordId> {
        let text = self.bare(text);
        let stem = stem(&text);
        one(self
            .villages
            .iter()
            .filter(|place| place.code == text || place.name == text || self::stem(&place.name) == stem))
    }

    /// The grid of doors that is written `柳塘二网格`, `二网格`, `第2网格`, `2` or by its code;
    /// the short forms need the village.
    pub fn grid(&self, text: &str, village: Option<RecordId>) -> Option<RecordId> {
        let text = self.bare(text);
        let here = || self.grids.iter().filter(|grid| village.is_none_or(|id| grid.village == Some(id)));
        let named = one(here().filter(|grid| grid.code == text || grid.name == text));
        named.or_else(|| {
            let village = village?;
            let serial = self.serial(&text, village)?;
            one(here().filter(|grid| self.serial(&grid.name, village) == Some(serial)))
        })
    }

    /// The only grid of a village that is not divided further.
    pub fn only_grid(&self, village: RecordId) -> Option<RecordId> {
        one(self.grids.iter().filter(|grid| grid.village == Some(village)))
    }

    /// The village of a grid.
    pub fn village_of(&self, grid: RecordId) -> Option<RecordId> {
        self.grids.iter().find(|place| place.id == grid)?.village
    }

    /// The grids of doors of these villages, or all.
    pub fn grids_of(&self, villages: Option<&BTreeSet<RecordId>>) -> BTreeSet<RecordId> {
        let of = |grid: &&Place| {
            villages.is_none_or(|villages| grid.village.is_some_and(|village| villages.contains(&village)))
        };
        self.grids.iter().filter(of).map(|grid| grid.id).collect()
    }

    /// The village that a title or a sheet's name speaks of, if it is one.
    pub fn village_named_in(&self, text: &str) -> Option<RecordId> {
        let text: String = narrow(text).chars().filter(|c| !c.is_whitespace()).collect();
        one(self.villages.iter().filter(|village| text.contains(&village.name)))
    }

    /// What stands in front of a door in a whole address, taken off: township, village, grid.
    pub fn strip<'a>(&self, address: &'a str) -> &'a str {
        let mut rest = address.trim();
        rest = rest.strip_prefix(self.town.as_str()).unwrap_or(rest).trim_start();
        for places in [&self.villages, &self.grids] {
            let named = places.iter().find_map(|place| rest.strip_prefix(place.name.as_str()));
            rest = named.unwrap_or(rest).trim_start();
        }
        rest.trim_start_matches(['/', ',', '-', ' '])
    }

    /// The village at the front of a whole address.
    pub fn village_at_front(&self, address: &str) -> Option<RecordId> {
        let address = self.bare(address);
        one(self.villages.iter().filter(|village| address.starts_with(&village.name)))
    }

    fn bare(&self, text: &str) -> String {
        let text: String = narrow(text).chars().filter(|c| !c.is_whitespace()).collect();
        match text.strip_prefix(self.town.as_str()) {
            Some(rest) if !rest.is_empty() => rest.to_owned(),
            _ => text,
        }
    }

    /// The number of a grid within its village.
    fn serial(&self, text: &str, village: RecordId) -> Option<u32> {
        let village = self.villages.iter().find(|place| place.id == village)?;
        let text = text.strip_prefix(village.name.as_str()).unwrap_or(text);
        let text = text.strip_prefix(stem(&village.name)).unwrap_or(text);
        numerals::number(text.strip_suffix("网格").unwrap_or(text))
    }
}

fn stem(village: &str) -> &str {
    let cut = VILLAGE_SUFFIXES.iter().find_map(|suffix| village.strip_suffix(suffix));
    cut.filter(|stem| !stem.is_empty()).unwrap_or(village)
}

/// A name that fits two places fits none.
fn one<'a>(mut places: impl Iterator<Item = &'a Place>) -> Option<RecordId> {
    let first = places.next()?;
    places.next().is_none().then_some(first.id)
}

/// The scope that the doors of a grid live in.
pub fn scope_of(grid: RecordId) -> Scope {
    Scope::Grid(grid)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const VILLAGE: RecordId = RecordId::fixed(10);
    pub(crate) const GRID_1: RecordId = RecordId::fixed(21);
    pub(crate) const GRID_2: RecordId = RecordId::fixed(22);
    pub(crate) const OTHER_VILLAGE: RecordId = RecordId::fixed(11);
    pub(crate) const OTHER_GRID: RecordId = RecordId::fixed(23);

    /// Two villages: one of two grids, one of a single grid.
    pub(crate) fn places() -> Places {
        let village = |name: &str, code: &str| Village { name: name.into(), code: code.into(), grid: None };
        let grid = |name: &str, code: &str, village| Grid {
            name: name.into(),
            code: code.into(),
            level: 2,
            village: Some(village),
            ..Grid::default()
        };
        Places::new(
            &Town { name: "云溪镇".into(), code: "990000100000".into() },
            [(VILLAGE, village("柳塘村", "990000100201")), (OTHER_VILLAGE, village("云溪居", "990000100001"))],
            [
                (GRID_1, grid("柳塘一网格", "990000100201001", VILLAGE)),
                (GRID_2, grid("柳塘二网格", "990000100201002", VILLAGE)),
                (OTHER_GRID, grid("云溪一网格", "990000100001001", OTHER_VILLAGE)),
            ],
        )
    }

    #[test]
    fn a_village_is_found_by_each_of_its_names() {
        for text in ["柳塘村", "柳塘", "云溪镇柳塘村", "柳塘村委会", "柳 塘 村", "990000100201"] {
            assert_eq!(places().village(text), Some(VILLAGE), "{text}");
        }
        assert_eq!(places().village("云溪社区"), Some(OTHER_VILLAGE));
        assert_eq!(places().village("石埠村"), None);
        assert_eq!(places().village_named_in("云溪镇柳塘村入户摸底登记表"), Some(VILLAGE));
        assert_eq!(places().village_named_in("汇总"), None);
    }

    #[test]
    fn a_grid_is_found_by_each_of_its_names() {
        for text in ["柳塘二网格", "二网格", "第二网格", "2网格", "2", "柳塘村二网格", "990000100201002"]
        {
            assert_eq!(places().grid(text, Some(VILLAGE)), Some(GRID_2), "{text}");
        }
        assert_eq!(places().grid("柳塘二网格", None), Some(GRID_2));
        assert_eq!(places().grid("二网格", None), None);
        assert_eq!(places().grid("柳塘二网格", Some(OTHER_VILLAGE)), None);
        assert_eq!(places().only_grid(OTHER_VILLAGE), Some(OTHER_GRID));
        assert_eq!(places().only_grid(VILLAGE), None);
    }

    #[test]
    fn what_stands_before_a_door_is_taken_off() {
        for text in ["云溪镇柳塘村三组17号", "柳塘村 三组17号", "柳塘村柳塘二网格三组17号", "三组17号"]
        {
            assert_eq!(places().strip(text), "三组17号", "{text}");
        }
        assert_eq!(places().village_at_front("云溪镇柳塘村三组17号"), Some(VILLAGE));
    }
}
