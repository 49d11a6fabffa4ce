//! The order in which doors are walked, while it is being changed.

use model::{
    id::RecordId,
    kind::{Payload, household::Household},
    record::{Data, Scope},
};
use sync::{Intent, State};

/// One door on the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// The household.
    pub id: RecordId,
    /// `17号`.
    pub door: String,
    /// Whose.
    pub head: String,
    /// Its number in the walking order, as it is kept.
    pub walk: i64,
}

/// The doors of one grid, in the order in which they are to be walked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Order {
    stops: Vec<Stop>,
    walked: usize,
}

impl Order {
    /// As it stands now.
    pub fn of(book: &crate::book::Book, grid: RecordId) -> Self {
        let here = book.doors.iter().filter(|card| card.scope == Scope::Grid(grid));
        let stop = |card: &std::sync::Arc<crate::book::DoorCard>| Stop {
            id: card.id,
            door: card.household.door.clone(),
            head: card.household.head.clone(),
            walk: card.household.walk,
        };
        Self { stops: here.map(stop).collect(), walked: 0 }
    }

    /// The doors.
    pub fn stops(&self) -> &[Stop] {
        &self.stops
    }

    /// How many have been passed so far, going by the way one walks.
    pub fn walked(&self) -> usize {
        self.walked
    }

    /// Where a door stands.
    pub fn place(&self, id: RecordId) -> Option<usize> {
        self.stops.iter().position(|stop| stop.id == id)
    }

    /// Takes a door to another place; the others close up.
    pub fn carry(&mut self, id: RecordId, to: usize) {
        if let Some(from) = self.place(id) {
            let stop = self.stops.remove(from);
            self.stops.insert(to.min(self.stops.len()), stop);
        }
    }

    /// One place up or down.
    pub fn step(&mut self, id: RecordId, down: bool) {
        if let Some(from) = self.place(id) {
            self.carry(id, if down { from + 1 } else { from.saturating_sub(1) });
        }
    }

    /// One stands before this door: it takes the next place. Whoever was passed already stays.
    pub fn walk(&mut self, id: RecordId) {
        if self.place(id).is_some_and(|place| place >= self.walked) {
            self.carry(id, self.walked);
            self.walked += 1;
        }
    }

    /// Begins to walk anew.
    pub fn begin_walking(&mut self) {
        self.walked = 0;
    }

    /// The numbers that have to change: the doors share the numbers that they had, each once, so that
    /// one door that moves by three places changes four.
    pub fn changes(&self) -> Vec<(RecordId, i64)> {
        let mut numbers: Vec<i64> = self.stops.iter().map(|stop| stop.walk).collect();
        numbers.sort_unstable();
        let mut last = 0;
        for number in &mut numbers {
            *number = (*number).max(last + 1);
            last = *number;
        }
        let numbered = self.stops.iter().zip(numbers);
        numbered.filter(|(stop, number)| stop.walk != *number).map(|(stop, number)| (stop.id, number)).collect()
    }

    /// What saving means, and what takes it back.
    pub fn intents(&self, state: &State) -> Vec<Intent> {
        intents(state, &self.changes())
    }

    /// The numbers as they were.
    pub fn before(&self) -> Vec<(RecordId, i64)> {
        let changed = self.changes();
        let was = self.stops.iter().filter(|stop| changed.iter().any(|(id, _)| *id == stop.id));
        was.map(|stop| (stop.id, stop.walk)).collect()
    }
}

/// These doors get these numbers.
pub fn intents(state: &State, numbers: &[(RecordId, i64)]) -> Vec<Intent> {
    let set = |(id, walk): &(RecordId, i64)| {
        let seen = &state.get(Household::KIND, *id)?.record;
        Some(Intent::set(seen, Data::from_iter([("walk".to_owned(), (*walk).into())])))
    };
    numbers.iter().filter_map(set).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(n: usize) -> RecordId {
        RecordId::fixed(n as u128)
    }

    fn order(walks: &[i64]) -> Order {
        let stop = |(n, walk): (usize, &i64)| Stop { id: id(n), door: String::new(), head: String::new(), walk: *walk };
        Order { stops: walks.iter().enumerate().map(stop).collect(), walked: 0 }
    }

    fn ids(order: &Order) -> Vec<usize> {
        order.stops().iter().map(|stop| (0..99).find(|n| id(*n) == stop.id).expect("one of ours")).collect()
    }

    #[test]
    fn a_door_that_moves_takes_along_only_those_that_it_passes() {
        let mut moved = order(&[1, 2, 3, 4, 5, 6]);
        moved.carry(id(4), 1);
        assert_eq!(ids(&moved), [0, 4, 1, 2, 3, 5]);
        assert_eq!(moved.changes(), [(id(4), 2), (id(1), 3), (id(2), 4), (id(3), 5)]);
        assert_eq!(moved.before(), [(id(4), 5), (id(1), 2), (id(2), 3), (id(3), 4)]);
        moved.carry(id(4), 4);
        assert_eq!(moved.changes(), []);
        moved.step(id(0), false);
        moved.step(id(5), true);
        assert_eq!(moved.changes(), [], "there is no place beyond the first and the last");
        moved.step(id(0), true);
        assert_eq!(ids(&moved), [1, 0, 2, 3, 4, 5]);
    }

    #[test]
    fn doors_without_a_number_get_one_as_they_stand() {
        assert_eq!(order(&[0, 0, 0, 7]).changes(), [(id(0), 1), (id(1), 2), (id(2), 3)]);
        assert_eq!(order(&[3, 3, 9]).changes(), [(id(1), 4)]);
    }

    #[test]
    fn by_walking_each_door_takes_the_next_place() {
        let mut walked = order(&[1, 2, 3, 4]);
        walked.walk(id(2));
        walked.walk(id(0));
        assert_eq!((ids(&walked), walked.walked()), (vec![2, 0, 1, 3], 2));
        walked.walk(id(2));
        assert_eq!((ids(&walked), walked.walked()), (vec![2, 0, 1, 3], 2), "it was passed already");
        walked.begin_walking();
        walked.walk(id(3));
        assert_eq!(ids(&walked), [3, 2, 0, 1]);
    }

    proptest! {
        #[test]
        fn what_is_saved_gives_the_order_that_was_seen(
            walks in prop::collection::vec(0..12i64, 1..10),
            moves in prop::collection::vec((0..10usize, 0..10usize), 0..6),
        ) {
            let mut walks = walks;
            walks.sort_unstable();
            let mut order = order(&walks);
            moves.iter().for_each(|(of, to)| order.carry(id(*of), *to));
            let changes = order.changes();
            let mut kept: Vec<(i64, usize)> = (0..walks.len())
                .map(|n| (changes.iter().find(|(of, _)| *of == id(n)).map_or(walks[n], |(_, walk)| *walk), n))
                .collect();
            kept.sort_unstable();
            prop_assert_eq!(kept.iter().map(|(_, n)| *n).collect::<Vec<_>>(), ids(&order));
            prop_assert!(kept.windows(2).all(|two| two[0].0 < two[1].0), "each number once");
            prop_assert!(changes.iter().all(|(of, walk)| (0..walks.len()).any(|n| id(n) == *of && walks[n] != *walk)));
        }
    }
}
