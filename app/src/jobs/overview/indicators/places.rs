//! The places to choose from: top-level grids, their villages, the grids of doors of each.

use model::{
    id::RecordId,
    kind::directory::{Grid, Village},
};

/// A place with those below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Which; none for what stands below no top-level grid.
    pub id: Option<RecordId>,
    /// What it is called.
    pub name: String,
    /// The places below.
    pub below: Vec<Branch>,
}

/// The places at which there is a grid of doors that `may` names, in the order of the region's codes.
pub fn tree(
    villages: &[(RecordId, Village)],
    grids: &[(RecordId, Grid)],
    may: impl Fn(RecordId) -> bool,
) -> Vec<Branch> {
    let mut villages: Vec<_> = villages.iter().collect();
    villages.sort_by(|one, other| one.1.code.cmp(&other.1.code));
    let mut grids: Vec<_> = grids.iter().collect();
    grids.sort_by(|one, other| one.1.code.cmp(&other.1.code));
    let leaf = |(id, grid): &&(RecordId, Grid)| Branch { id: Some(*id), name: grid.name.clone(), below: Vec::new() };
    let of_village = |(id, village): &&(RecordId, Village)| {
        let own = grids.iter().filter(|(grid_id, grid)| grid.level == 2 && grid.village == Some(*id) && may(*grid_id));
        let below: Vec<Branch> = own.map(leaf).collect();
        (!below.is_empty()).then(|| Branch { id: Some(*id), name: village.name.clone(), below })
    };
    let tops = grids.iter().filter(|(_, grid)| grid.level == 1);
    let tops = tops.map(|(id, grid)| (Some(*id), grid.name.clone())).chain([(None, String::new())]);
    let known = |id: Option<RecordId>| grids.iter().any(|(top, grid)| grid.level == 1 && Some(*top) == id);
    tops.filter_map(|(id, name)| {
        let own = villages.iter().filter(|(_, village)| village.grid.filter(|top| known(Some(*top))) == id);
        let below: Vec<Branch> = own.filter_map(of_village).collect();
        (!below.is_empty()).then_some(Branch { id, name, below })
    })
    .collect()
}

/// What a place is called, wherever it stands.
pub fn name_of(tree: &[Branch], place: RecordId) -> Option<String> {
    tree.iter().find_map(|branch| {
        if branch.id == Some(place) { Some(branch.name.clone()) } else { name_of(&branch.below, place) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn village(id: u128, name: &str, top: Option<u128>) -> (RecordId, Village) {
        let village = Village { name: name.into(), grid: top.map(RecordId::fixed), ..Village::default() };
        (RecordId::fixed(id), village)
    }

    fn grid(id: u128, name: &str, level: i64, village: Option<u128>) -> (RecordId, Grid) {
        let grid = Grid { name: name.into(), level, village: village.map(RecordId::fixed), ..Grid::default() };
        (RecordId::fixed(id), grid)
    }

    #[test]
    fn places_stand_below_one_another_and_only_where_there_are_doors_of_ones_own() {
        let villages = [village(10, "a", Some(1)), village(11, "b", Some(1)), village(12, "c", None)];
        let grids = [
            grid(1, "top", 1, None),
            grid(2, "empty", 1, None),
            grid(20, "a1", 2, Some(10)),
            grid(21, "a2", 2, Some(10)),
            grid(22, "b1", 2, Some(11)),
            grid(23, "c1", 2, Some(12)),
        ];
        let all = tree(&villages, &grids, |_| true);
        let names = |branches: &[Branch]| branches.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&all), ["top", ""]);
        assert_eq!(
            (names(&all[0].below), names(&all[0].below[0].below)),
            (vec!["a".to_owned(), "b".to_owned()], vec!["a1".to_owned(), "a2".to_owned()])
        );
        assert_eq!(names(&all[1].below), ["c"], "a village without a top-level grid is not lost");

        let own = tree(&villages, &grids, |id| id == RecordId::fixed(22));
        assert_eq!((names(&own), names(&own[0].below)), (vec!["top".to_owned()], vec!["b".to_owned()]));
        assert_eq!(name_of(&all, RecordId::fixed(23)), Some("c1".to_owned()));
        assert_eq!(name_of(&own, RecordId::fixed(23)), None);
    }
}
