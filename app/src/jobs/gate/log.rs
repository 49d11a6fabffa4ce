//! What passed a post today and yesterday: followed as it grows, and what is known from it of whoever
//! comes again.
//!
//! A post writes some hundreds of passages a day, and every one changes what the screen shows. So only
//! what is new is read; the rest is compared by number.

use model::{
    care::Moment,
    day::Day,
    id::{RecordId, UserId},
    kind::{Payload, passage::Passage, shift::Shift},
    plate,
    record::Scope,
    text::{Needle, SearchKey},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use sync::{Standing, State};

/// So many proposals are made.
pub const HINTS: usize = 6;

/// One passage.
#[derive(Clone)]
pub struct Line {
    /// The record.
    pub id: RecordId,
    /// What it says.
    pub is: Arc<Passage>,
    /// Who typed it; none while it is this phone's own and unconfirmed.
    pub by: Option<UserId>,
    /// How far it has come.
    pub standing: Standing,
    seq: u64,
    round: u64,
    key: Option<SearchKey>,
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        (self.id, self.seq, self.standing) == (other.id, other.seq, other.standing)
    }
}

/// The passages of a post since yesterday.
#[derive(Default)]
pub struct Log {
    lines: BTreeMap<RecordId, Line>,
    round: u64,
}

/// What passed in some time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// People who came in, those turned back included.
    pub people_in: i64,
    /// People who went out.
    pub people_out: i64,
    /// Vehicles.
    pub vehicles: i64,
    /// People who were turned back.
    pub turned_back: i64,
    /// Fevers.
    pub fevers: i64,
}

/// Somebody who may be coming again.
#[derive(Debug, Clone, PartialEq)]
pub struct Hint {
    /// What stands on the button.
    pub label: String,
    /// What was written down last.
    pub last: Arc<Passage>,
}

impl Log {
    /// Takes up what is new at `post`; what is older than yesterday is left out.
    pub fn follow(&mut self, state: &State, post: RecordId, today: Day) {
        self.round += 1;
        let (round, since) = (self.round, today.plus(-1).to_string());
        for held in state.held(Passage::KIND) {
            let record = &held.record;
            let recent = record.data.get("on").and_then(Value::as_str).is_some_and(|on| on >= since.as_str());
            if !recent || record.scope != Scope::Post(post) {
                continue;
            }
            match self.lines.get_mut(&record.id) {
                Some(line) if line.seq == record.seq => {
                    (line.round, line.standing) = (round, held.standing);
                }
                _ => {
                    let is = Arc::new(record.read::<Passage>());
                    let key = is.name.as_deref().map(|name| SearchKey::new(name, "", ""));
                    let (id, by, seq, standing) = (record.id, record.by, record.seq, held.standing);
                    self.lines.insert(id, Line { id, is, by, standing, seq, round, key });
                }
            }
        }
        self.lines.retain(|_, line| line.round == round);
    }

    /// All of them, the latest first.
    pub fn latest(&self) -> impl Iterator<Item = &Line> {
        self.lines.values().rev()
    }

    /// What passed while `holds`.
    pub fn sums(&self, holds: impl Fn(Moment) -> bool) -> Sums {
        let mut sums = Sums::default();
        for is in self.lines.values().map(|line| &line.is).filter(|is| is.at().is_some_and(&holds)) {
            let people = is.people();
            *(if is.dir == "out" { &mut sums.people_out } else { &mut sums.people_in }) += people;
            sums.vehicles += i64::from(is.plate.is_some());
            sums.turned_back += if is.result == "turn_back" { people } else { 0 };
            sums.fevers += i64::from(is.fever == Some(true));
        }
        sums
    }

    /// What passed during a shift.
    pub fn of_shift(&self, shift: &Shift) -> Sums {
        self.sums(|at| shift.holds(at))
    }

    /// Vehicles whose plates begin or end like that; with nothing typed, those that were here last.
    pub fn plates(&self, typed: &str) -> Vec<Hint> {
        let typed = plate::normal(typed);
        self.hints(|line| {
            let own = line.is.plate.as_deref()?;
            (typed.is_empty() || (plate::matches(own, &typed) && own != typed)).then(|| own.to_owned())
        })
    }

    /// People whose names are written or spelt like that, on foot or not; with nothing typed, those who
    /// were here last.
    pub fn names(&self, typed: &str) -> Vec<Hint> {
        let needle = Needle::parse(typed);
        self.hints(|line| {
            let own = line.is.name.as_deref()?;
            let fits = needle.as_ref().is_none_or(|needle| {
                line.key.as_ref().is_some_and(|key| needle.matches(key).is_some()) && own != typed.trim()
            });
            fits.then(|| own.to_owned())
        })
    }

    /// The latest of each that `fits` gives a label, in that order.
    fn hints(&self, fits: impl Fn(&Line) -> Option<String>) -> Vec<Hint> {
        let mut there = BTreeSet::new();
        let mut hints = Vec::new();
        for line in self.latest() {
            let Some(label) = fits(line) else { continue };
            if there.insert(label.clone()) {
                hints.push(Hint { label, last: Arc::clone(&line.is) });
                if hints.len() == HINTS {
                    break;
                }
            }
        }
        hints
    }

    /// Those of `day` that match what was typed: part of a plate, a name or how it is spelt.
    pub fn search(&self, typed: &str, day: Day) -> Vec<Line> {
        let needle = Needle::parse(typed);
        let part = plate::normal(typed);
        let fits = |line: &&Line| {
            let by_plate = line.is.plate.as_deref().is_some_and(|own| own.contains(&part));
            let by_name = || {
                let key = line.key.as_ref();
                needle.as_ref().zip(key).is_some_and(|(needle, key)| needle.matches(key).is_some())
            };
            line.is.on == Some(day) && (part.is_empty() || by_plate || by_name())
        };
        self.latest().filter(fits).cloned().collect()
    }

    /// The provinces of the plates that were here, the most frequent first.
    pub fn provinces(&self) -> Vec<&'static str> {
        let mut counted: BTreeMap<&'static str, usize> = BTreeMap::new();
        for own in self.lines.values().filter_map(|line| line.is.plate.as_deref()) {
            if let Some(province) = plate::PROVINCES.iter().find(|province| own.starts_with(**province)) {
                *counted.entry(province).or_default() += 1;
            }
        }
        let mut provinces: Vec<_> = counted.into_iter().collect();
        provinces.sort_by_key(|(province, n)| (std::cmp::Reverse(*n), *province));
        provinces.into_iter().map(|(province, _)| province).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use model::record::Record;
    use std::collections::BTreeMap;
    use sync::ports::Kept;

    const POST: RecordId = RecordId::fixed(15);

    pub(crate) fn today() -> Day {
        Day::new(2020, 2, 7).expect("a day")
    }

    fn record(n: u128, scope: Scope, is: &Passage) -> Record {
        Record {
            kind: Passage::KIND.into(),
            id: RecordId::fixed(n),
            scope,
            seq: n as u64,
            v: 1,
            fv: BTreeMap::new(),
            by: None,
            at: None,
            late: false,
            data: is.data(),
            gone: None,
        }
    }

    fn state(rows: Vec<Record>) -> State {
        State::new(Kept { rows, ..Kept::default() })
    }

    fn passed(minute: i64, dir: &str, plate: &str, name: &str) -> Passage {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Passage {
            dir: dir.into(),
            on: Some(today()),
            minute,
            plate: some(plate),
            name: some(name),
            result: "pass".into(),
            ..Passage::default()
        }
    }

    fn log_of(passages: &[Passage]) -> Log {
        let rows = passages.iter().zip(1..).map(|(is, n)| record(n, Scope::Post(POST), is)).collect();
        let mut log = Log::default();
        log.follow(&state(rows), POST, today());
        log
    }

    fn labels(hints: Vec<Hint>) -> Vec<String> {
        hints.into_iter().map(|hint| hint.label).collect()
    }

    #[test]
    fn today_and_yesterday_at_this_post_are_remembered_and_what_is_withdrawn_goes() {
        let on = |back: i32, n| {
            record(
                n,
                Scope::Post(POST),
                &Passage { on: Some(today().plus(-back)), ..passed(n as i64, "in", "浙Z1", "") },
            )
        };
        let other = record(9, Scope::Post(RecordId::fixed(16)), &passed(1, "in", "浙Z9", ""));
        let mut log = Log::default();
        let ids = |log: &Log| log.latest().map(|line| line.is.minute).collect::<Vec<_>>();
        log.follow(&state(vec![on(0, 3), on(1, 2), on(2, 1), other]), POST, today());
        assert_eq!(ids(&log), [3, 2]);
        log.follow(&state(vec![on(1, 2), on(0, 4)]), POST, today());
        assert_eq!(ids(&log), [4, 2]);
    }

    #[test]
    fn sums_are_of_the_shift_alone() {
        let log = log_of(&[
            passed(479, "in", "浙Z00001", ""),
            Passage { people_n: Some(3), ..passed(480, "in", "浙Z00002", "") },
            Passage { people_n: Some(2), result: "turn_back".into(), ..passed(500, "in", "浙Z00003", "") },
            Passage { fever: Some(true), result: "clinic".into(), ..passed(510, "in", "", "佘小满") },
            passed(600, "out", "", "许长根"),
            passed(961, "out", "浙Z00001", ""),
        ]);
        let shift = Shift {
            on: Some(today()),
            from_minute: 480,
            to_on: Some(today()),
            to_minute: Some(960),
            ..Shift::default()
        };
        let expected = Sums { people_in: 6, people_out: 1, vehicles: 2, turned_back: 2, fevers: 1 };
        assert_eq!(log.of_shift(&shift), expected);
    }

    #[test]
    fn a_vehicle_is_found_by_its_beginning_its_number_and_its_end_the_latest_first() {
        let log = log_of(&[
            passed(1, "in", "浙Z8F123", ""),
            passed(2, "in", "浙Z80007", ""),
            passed(3, "in", "赣Z11123", ""),
            passed(4, "out", "浙Z8F123", ""),
        ]);
        let found = |typed| labels(log.plates(typed));
        assert_eq!(found(""), ["浙Z8F123", "赣Z11123", "浙Z80007"]);
        assert_eq!(found("浙"), ["浙Z8F123", "浙Z80007"]);
        assert_eq!(found("z8"), ["浙Z8F123", "浙Z80007"]);
        assert_eq!(found("123"), ["浙Z8F123", "赣Z11123"]);
        assert_eq!(found("浙Z8F123"), Vec::<String>::new(), "it stands there already");
        assert_eq!(log.plates("浙Z8")[0].last.dir, "out", "as it was last");
        assert_eq!(log.provinces(), ["浙", "赣"]);
    }

    #[test]
    fn a_name_is_found_by_its_characters_and_its_initials() {
        let log =
            log_of(&[passed(1, "in", "", "许长根"), passed(2, "in", "浙Z1", "佘小满"), passed(3, "out", "浙Z2", "")]);
        assert_eq!(labels(log.names("")), ["佘小满", "许长根"]);
        assert_eq!(labels(log.names("SX")), ["佘小满"]);
        assert_eq!(labels(log.names("许")), ["许长根"]);
        let searched = |typed| log.search(typed, today()).into_iter().map(|line| line.is.minute).collect::<Vec<_>>();
        assert_eq!(searched(""), [3, 2, 1]);
        assert_eq!(searched("sxm"), [2]);
        assert_eq!(searched("z2"), [3]);
        assert_eq!(log.search("", today().plus(-1)).len(), 0);
    }
}
