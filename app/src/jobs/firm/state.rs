//! Which enterprises stand where, and what of them is whose business today.

use model::{
    day::Day,
    firm::{FirmFile, Firms, Known},
    id::{RecordId, UserId},
    kind::{defect::Defect, directory::Grid},
    record::Scope,
    text::{Needle, SearchKey},
};
use std::{cmp::Reverse, collections::BTreeSet};
use sync::State;

/// One line of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The enterprise.
    pub id: RecordId,
    /// What it is called.
    pub name: String,
    /// When it was last inspected.
    pub last_on: Option<Day>,
    /// How much is still to be put right there.
    pub open: usize,
    /// Whether some of it is to be re-checked.
    pub due: bool,
}

fn entry(file: &FirmFile, today: Day) -> Entry {
    Entry {
        id: file.id,
        name: file.is.name.clone(),
        last_on: file.last_on(),
        open: file.open().count(),
        due: file.due(today).next().is_some(),
    }
}

/// The enterprises that match what was typed, best first; all where nothing was. What is to be
/// re-checked stands on top, then what was not inspected for longest.
pub fn entries(firms: &Firms, typed: &str, today: Day) -> Vec<Entry> {
    let needle = Needle::parse(typed);
    let rank = |file: &FirmFile| {
        let Some(needle) = &needle else { return Some(None) };
        let code = file.is.uscc.clone().unwrap_or_default();
        let tail = code.get(code.len().saturating_sub(4)..).unwrap_or_default();
        needle.matches(&SearchKey::new(&file.is.name, &code, tail)).map(Some)
    };
    let found = firms.files.iter().filter_map(|file| Some((rank(file)?, entry(file, today))));
    let mut found: Vec<_> = found.collect();
    found.sort_by_key(|(rank, entry)| (Reverse(*rank), !entry.due, entry.last_on));
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// One thing that is to be re-checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// The enterprise.
    pub firm: RecordId,
    /// What it is called.
    pub name: String,
    /// What is to be put right.
    pub defect: Known<Defect>,
}

/// The villages in which this device holds doors.
pub fn villages(state: &State) -> BTreeSet<RecordId> {
    let held: BTreeSet<RecordId> = state
        .cursors()
        .keys()
        .filter_map(|scope| match scope {
            Scope::Grid(grid) => Some(*grid),
            _ => None,
        })
        .collect();
    let grids = state.all::<Grid>().filter(|(grid, _)| held.contains(&grid.record.id));
    grids.filter_map(|(_, grid)| grid.village).collect()
}

/// What is to be re-checked on `today` by `me`: in one's own villages, and what one has inspected. The
/// longest due comes first.
pub fn due(firms: &Firms, me: Option<UserId>, villages: &BTreeSet<RecordId>, today: Day) -> Vec<Due> {
    let me = me.map(RecordId::from);
    let mine = |file: &&FirmFile| {
        let here = file.is.village.is_some_and(|village| villages.contains(&village));
        here || file.inspections.iter().any(|one| one.is.inspectors.iter().any(|who| Some(*who) == me))
    };
    let of = |file: &FirmFile| {
        let due = |defect: &Known<Defect>| Due { firm: file.id, name: file.is.name.clone(), defect: defect.clone() };
        file.due(today).map(due).collect::<Vec<_>>()
    };
    let mut due: Vec<Due> = firms.files.iter().filter(mine).flat_map(of).collect();
    due.sort_by_key(|due| (due.defect.is.deadline, due.defect.id));
    due
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        kind::{
            Payload,
            enterprise::Enterprise,
            inspection::{ITEM, Inspection, Item, MANDATORY},
        },
        record::Record,
        uscc::UnifiedCode,
    };
    use sync::ports::Kept;

    const VILLAGE: RecordId = RecordId::fixed(50);
    const ME: UserId = UserId::fixed(7);

    fn day(day: u32) -> Day {
        Day::new(2020, 2, day).expect("a day")
    }

    fn record<T: Payload>(id: u128, payload: &T) -> Record {
        Record {
            kind: T::KIND.into(),
            id: RecordId::fixed(id),
            scope: Scope::Town(RecordId::fixed(99)),
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data: payload.data(),
            gone: None,
        }
    }

    fn firm(id: u128, name: &str, village: Option<RecordId>) -> Record {
        let uscc = Some(UnifiedCode::sample(1_000 + id as u32).as_str().into());
        record(id, &Enterprise { name: name.into(), uscc, village, ..Enterprise::default() })
    }

    fn inspection(id: u128, firm: u128, on: u32, by: UserId) -> Record {
        let item = |code: &&str| Item { item: (*code).into(), result: "pass".into(), note: None };
        let inspection = Inspection {
            enterprise: Some(RecordId::fixed(firm)),
            on: Some(day(on)),
            inspectors: vec![by.into()],
            items: ITEM.iter().take(MANDATORY).map(item).collect(),
            ..Inspection::default()
        };
        record(id, &inspection)
    }

    fn defect(id: u128, firm: u128, deadline: u32) -> Record {
        let defect = Defect {
            enterprise: Some(RecordId::fixed(firm)),
            item: "meals".into(),
            text: "没有错峰".into(),
            deadline: Some(day(deadline)),
            status: "open".into(),
            ..Defect::default()
        };
        record(id, &defect)
    }

    fn firms() -> Firms {
        Firms::of(&[
            firm(1, "云溪茶业有限公司", Some(VILLAGE)),
            firm(2, "老街粮油商行", None),
            firm(3, "新桥大酒店", None),
            inspection(11, 1, 18, UserId::fixed(8)),
            inspection(12, 2, 17, ME),
            inspection(13, 3, 16, UserId::fixed(8)),
            defect(21, 1, 21),
            defect(22, 2, 20),
            defect(23, 3, 19),
        ])
    }

    #[test]
    fn what_is_to_be_rechecked_stands_on_top_then_what_was_seen_longest_ago() {
        let order = |typed: &str, on: u32| {
            entries(&firms(), typed, day(on)).into_iter().map(|entry| entry.name).collect::<Vec<_>>()
        };
        assert_eq!(order("", 20), ["新桥大酒店", "老街粮油商行", "云溪茶业有限公司"]);
        assert_eq!(order("", 18), ["新桥大酒店", "老街粮油商行", "云溪茶业有限公司"]);
        assert_eq!(order("茶业", 20), ["云溪茶业有限公司"]);
        assert_eq!(order("yxcy", 20), ["云溪茶业有限公司"]);
        assert_eq!(order("laojie", 20), ["老街粮油商行"]);
        assert_eq!(order("没有", 20), Vec::<String>::new());
        let code = UnifiedCode::sample(1_003);
        assert_eq!(order(code.tail(), 20), ["新桥大酒店"]);
        assert_eq!(order(&code.as_str().to_lowercase(), 20), ["新桥大酒店"]);
    }

    #[test]
    fn today_shows_what_is_due_in_ones_villages_and_what_one_has_found() {
        let villages = BTreeSet::from([VILLAGE]);
        let names =
            |on: u32| due(&firms(), Some(ME), &villages, day(on)).into_iter().map(|due| due.name).collect::<Vec<_>>();
        assert_eq!(names(19), Vec::<String>::new());
        assert_eq!(names(20), ["老街粮油商行"]);
        assert_eq!(names(21), ["老街粮油商行", "云溪茶业有限公司"]);
    }

    #[test]
    fn ones_villages_are_those_of_the_grids_that_are_held() {
        let grid = |id: u128, village| record(id, &Grid { village: Some(village), ..Grid::default() });
        let rows = vec![grid(60, VILLAGE), grid(61, RecordId::fixed(51))];
        let cursors = [(Scope::Grid(RecordId::fixed(60)), "1".to_owned())].into_iter().collect();
        let state = State::new(Kept { rows, cursors, ..Kept::default() });
        assert_eq!(villages(&state), BTreeSet::from([VILLAGE]));
    }
}
