//! 查找: one box for people, doors, and whatever else is remembered by a name or a number.
//!
//! A job that has something to be found gives it as a [`Source`], in one line of [`find`]'s callers;
//! the box, the groups, the marks and what is said when nothing was found are the same for all.

use model::{
    id::RecordId,
    text::{Needle, Rank},
};
use std::cmp::Reverse;

/// So many of a group are shown before one asks for more.
pub const FIRST: usize = 6;

/// What was found, by what it is; in the order in which groups are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 户.
    Households,
    /// 人.
    People,
    /// 企业.
    Enterprises,
    /// 卡口.
    Posts,
    /// 记录.
    Records,
}

/// Something that can be searched.
pub trait Source {
    /// What it finds.
    fn group(&self) -> Group;

    /// All that matches and how well, by the places that [`Source::show`] knows. Equal ones are shown
    /// in the order of their places.
    fn seek(&self, needle: &Needle) -> Vec<(Rank, usize)>;

    /// What stands at a place.
    fn show(&self, at: usize, needle: &Needle) -> Option<Hit>;
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The record.
    pub id: RecordId,
    /// The door where it stands.
    pub door: Option<RecordId>,
    /// The number of the door, or of the thing.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// What else it may have been found by: a year, the end of a phone number.
    pub notes: Vec<String>,
}

/// The things of one group.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What they are.
    pub group: Group,
    /// How many there are.
    pub total: usize,
    /// The best of them.
    pub hits: Vec<Hit>,
}

/// What was typed, looked for everywhere; the best first, at most so many of a group. None if
/// nothing was typed. A group in which nothing was found is left out; the group with the best match
/// comes first.
pub fn find(typed: &str, sources: &[&dyn Source], most: impl Fn(Group) -> usize) -> Option<Vec<Found>> {
    let needle = Needle::parse(typed)?;
    let mut groups = Vec::new();
    for source in sources {
        let mut found = source.seek(&needle);
        let Some(best) = found.iter().map(|(rank, _)| *rank).max() else { continue };
        found.sort_unstable_by_key(|(rank, at)| (Reverse(*rank), *at));
        let shown = found.iter().take(most(source.group()));
        let hits = shown.filter_map(|(_, at)| source.show(*at, &needle)).collect();
        groups.push((Reverse(best), Found { group: source.group(), total: found.len(), hits }));
    }
    groups.sort_by_key(|(best, found)| (*best, found.group));
    Some(groups.into_iter().map(|(_, found)| found).collect())
}

/// A text in three parts: before what was meant, that, and after.
pub fn marked<'a>(typed: &str, shown: &'a str) -> (&'a str, &'a str, &'a str) {
    let range = Needle::parse(typed).and_then(|needle| needle.marks(shown)).unwrap_or(0..0);
    (&shown[..range.start], &shown[range.clone()], &shown[range.end..])
}
