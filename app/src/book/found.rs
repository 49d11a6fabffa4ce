//! Doors and people as they are searched for.

use super::{Book, DoorCard};
use crate::find::{Group, Hit, Source};
use model::{
    person::Phone,
    text::{Needle, Rank},
};
use std::cmp::Reverse;

impl Book {
    /// The doors that may be meant: by head, number or phone, or by whoever lives there; the best first.
    /// All doors where nothing was typed.
    pub fn doors_like(&self, typed: &str) -> Vec<&DoorCard> {
        let Some(needle) = Needle::parse(typed) else { return self.doors.iter().map(|card| &**card).collect() };
        let rank = |card: &DoorCard| {
            let people = card.keys.iter().filter_map(|key| needle.matches_at(key, &card.key));
            needle.matches(&card.key).into_iter().chain(people).max()
        };
        let mut found: Vec<_> = self.doors.iter().filter_map(|card| Some((rank(card)?, &**card))).collect();
        found.sort_by_key(|(rank, _)| Reverse(*rank));
        found.into_iter().map(|(_, card)| card).collect()
    }
}

/// What may be searched for here: doors, by their heads, numbers and phones.
pub struct DoorsOf<'a>(pub &'a Book);

impl Source for DoorsOf<'_> {
    fn group(&self) -> Group {
        Group::Households
    }

    fn seek(&self, needle: &Needle) -> Vec<(Rank, usize)> {
        let doors = self.0.doors.iter().enumerate();
        doors.filter_map(|(at, card)| Some((needle.matches(&card.key)?, at))).collect()
    }

    fn show(&self, at: usize, _: &Needle) -> Option<Hit> {
        let card = self.0.doors.get(at)?;
        let phone = card.household.phone.as_deref().and_then(|phone| Phone::parse(phone).ok());
        Some(Hit {
            id: card.id,
            door: Some(card.id),
            number: card.household.door.clone(),
            title: card.household.head.clone(),
            notes: phone.map(|phone| phone.masked()).into_iter().collect(),
        })
    }
}

/// What may be searched for here: people, by names, phones, years of birth.
pub struct PeopleOf<'a>(pub &'a Book);

/// More people than this live behind no door.
const BEHIND_ONE_DOOR: usize = 1 << 12;

impl Source for PeopleOf<'_> {
    fn group(&self) -> Group {
        Group::People
    }

    fn seek(&self, needle: &Needle) -> Vec<(Rank, usize)> {
        let mut found = Vec::new();
        for (door, card) in self.0.doors.iter().enumerate() {
            let keys = card.keys.iter().take(BEHIND_ONE_DOOR).enumerate();
            found.extend(
                keys.filter_map(|(nth, key)| Some((needle.matches_at(key, &card.key)?, door * BEHIND_ONE_DOOR + nth))),
            );
        }
        found
    }

    fn show(&self, at: usize, needle: &Needle) -> Option<Hit> {
        let card = self.0.doors.get(at / BEHIND_ONE_DOOR)?;
        let (id, person) = card.people.get(at % BEHIND_ONE_DOOR)?;
        let year = person.born.map(|born| born.to_string());
        let phone = person.phone.as_deref().and_then(|phone| Phone::parse(phone).ok()).map(|phone| phone.masked());
        // What was not asked for is not shown: a phone only where its end was typed.
        let phone = phone.filter(|phone| needle.marks(phone).is_some());
        Some(Hit {
            id: *id,
            door: Some(card.id),
            number: card.household.door.clone(),
            title: person.name.clone(),
            notes: year.into_iter().chain(phone).collect(),
        })
    }
}
