//! A list as it comes in, page by page.

use model::{
    id::RecordId,
    wire::{Behind, BehindDoor},
};
use std::collections::BTreeSet;

/// What has come of a list so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct List {
    doors: Vec<BehindDoor>,
    total: u64,
    next: Option<String>,
}

/// Doors of one grid that stand together in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Village.
    pub village: String,
    /// Grid of doors.
    pub grid: String,
    /// Its doors, in walking order.
    pub doors: Vec<BehindDoor>,
}

impl Group {
    /// Tells one group from another, and from itself with more doors.
    pub fn key(&self) -> (Option<RecordId>, usize) {
        (self.doors.first().map(|door| door.id), self.doors.len())
    }
}

impl List {
    /// Takes the next page. What stands there already is not taken again: a record that came in
    /// meanwhile pushes the others down.
    pub fn add(&mut self, page: Behind) {
        let known: BTreeSet<RecordId> = self.doors.iter().map(|door| door.id).collect();
        self.doors.extend(page.doors.into_iter().filter(|door| !known.contains(&door.id)));
        self.total = page.total;
        self.next = page.next;
    }

    /// What has come.
    pub fn doors(&self) -> &[BehindDoor] {
        &self.doors
    }

    /// How many there are in all, which is the figure.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How many have not come yet.
    pub fn rest(&self) -> usize {
        (self.total as usize).saturating_sub(self.doors.len())
    }

    /// Where the next page begins; none after the last.
    pub fn next(&self) -> Option<String> {
        self.next.clone()
    }

    /// The doors by village and grid, in their order.
    pub fn groups(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for door in &self.doors {
            match groups.last_mut() {
                Some(group) if group.village == door.village && group.grid == door.grid => {
                    group.doors.push(door.clone())
                }
                _ => groups.push(Group {
                    village: door.village.clone(),
                    grid: door.grid.clone(),
                    doors: vec![door.clone()],
                }),
            }
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door(n: u128, grid: &str) -> BehindDoor {
        BehindDoor {
            id: RecordId::fixed(n),
            household: RecordId::fixed(n),
            door: n.to_string(),
            head: String::new(),
            village: "v".into(),
            grid: grid.into(),
            outcome: None,
            on: None,
            by: None,
            entered_by: None,
            photos: Vec::new(),
        }
    }

    fn page(doors: &[(u128, &str)], total: u64, next: Option<&str>) -> Behind {
        Behind { total, doors: doors.iter().map(|(n, grid)| door(*n, grid)).collect(), next: next.map(str::to_owned) }
    }

    #[test]
    fn pages_make_one_list_without_doubles() {
        let mut list = List::default();
        list.add(page(&[(1, "a"), (2, "a")], 4, Some("2")));
        assert_eq!((list.rest(), list.next()), (2, Some("2".to_owned())));
        list.add(page(&[(2, "a"), (3, "b"), (4, "b")], 4, None));
        let numbers: Vec<&str> = list.doors().iter().map(|door| door.door.as_str()).collect();
        assert_eq!((numbers, list.rest(), list.next()), (vec!["1", "2", "3", "4"], 0, None));
    }

    #[test]
    fn doors_stand_together_by_grid_across_pages() {
        let mut list = List::default();
        list.add(page(&[(1, "a"), (2, "b")], 4, Some("2")));
        let before = list.groups();
        list.add(page(&[(3, "b"), (4, "c")], 4, None));
        let after = list.groups();
        let sizes: Vec<(&str, usize)> = after.iter().map(|group| (group.grid.as_str(), group.doors.len())).collect();
        assert_eq!(sizes, [("a", 1), ("b", 2), ("c", 1)]);
        // Only what grew is drawn anew.
        assert_eq!((before[0].key() == after[0].key(), before[1].key() == after[1].key()), (true, false));
    }
}
