//! Rows to records: homes found, doubles found, every payload checked by its kind.

use super::{
    door,
    headers::Column,
    place::{Places, scope_of},
    problem::SheetProblem,
    read::{At, Home, HouseholdRow, PersonRow, Register},
};
use crate::ops::add::NewRecord;
use model::{
    ambient::{Chance, Clock, Millis},
    field::Problem,
    id::RecordId,
    kind::{self, Kind, Payload, household::Household, person::Person},
    record::{Data, Record, Scope},
};
use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

/// What is registered already.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    doors: Vec<Door>,
    people: BTreeSet<(RecordId, String, Option<i64>)>,
    numbers: BTreeSet<String>,
}

#[derive(Debug, Clone)]
struct Door {
    id: RecordId,
    /// None if it could not be made out.
    grid: Option<RecordId>,
    group: Option<String>,
    key: String,
    head: String,
}

impl Standing {
    /// From the records of the township's grids; other kinds and voided ones are passed over.
    pub fn of<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut standing = Self::default();
        for record in records.into_iter().filter(|record| record.gone.is_none()) {
            match (record.kind.as_str(), record.scope) {
                (Household::KIND, Scope::Grid(grid)) => {
                    standing.doors.push(Door::of(record.id, Some(grid), &record.read()));
                }
                (Person::KIND, _) => {
                    let person: Person = record.read();
                    standing.numbers.extend(person.identity_number);
                    standing.people.extend(person.household.map(|household| (household, person.name, person.born)));
                }
                _ => {}
            }
        }
        standing
    }
}

impl Door {
    fn of(id: RecordId, grid: Option<RecordId>, household: &Household) -> Self {
        Self { id, grid, group: household.group.clone(), key: door::key(&household.door), head: household.head.clone() }
    }

    fn is(&self, home: &Home, places: &Places) -> bool {
        let here = self.grid.is_none_or(|here| {
            let in_village = || home.village.is_none_or(|id| places.village_of(here) == Some(id));
            home.grid.map_or_else(in_village, |grid| grid == here)
        });
        here && match (&home.group, &self.group) {
            (Some(wanted), Some(group)) => wanted == group,
            _ => true,
        }
    }
}

/// Turns what was read into records, households before their people.
///
/// # Errors
/// Everything that is wrong with the file, in the order of sheets and rows: all or nothing.
pub fn records(
    register: &Register,
    standing: &Standing,
    places: &Places,
    clock: &dyn Clock,
    chance: &dyn Chance,
) -> Result<Vec<NewRecord>, Vec<SheetProblem>> {
    let mut maker = Maker {
        register,
        places,
        at: clock.now(),
        told: register.problems.iter().map(place_of).collect(),
        problems: register.problems.clone(),
        records: Vec::new(),
        doors: BTreeMap::new(),
    };
    for door in &standing.doors {
        maker.doors.entry(door.key.clone()).or_default().push((door.clone(), None));
    }
    for row in &register.households {
        maker.household(row, RecordId::mint(clock.now(), chance));
    }
    let mut people = People::new(standing);
    for row in &register.persons {
        maker.person(row, RecordId::mint(clock.now(), chance), &mut people);
    }
    maker.finish()
}

struct Maker<'a> {
    register: &'a Register,
    places: &'a Places,
    /// When the records are made.
    at: Millis,
    problems: Vec<SheetProblem>,
    /// Cells that something is said of already.
    told: BTreeSet<(String, u32, String)>,
    records: Vec<NewRecord>,
    /// Doors by key, with the row of this file they stand in; none if registered already.
    doors: BTreeMap<String, Vec<(Door, Option<At>)>>,
}

impl Maker<'_> {
    fn tell(&mut self, at: At, column: Column, problem: Problem) {
        self.problems.push(self.register.problem(at, column, problem));
    }

    fn check(&mut self, at: At, kind: &Kind, data: &Data) {
        for problem in kind.check(data) {
            let told = self.register.problem(at, column_of(&problem.field), problem);
            // A cell that could not be read has been told of; that it is missing is no news.
            if self.told.insert(place_of(&told)) {
                self.problems.push(told);
            }
        }
    }

    fn household(&mut self, row: &HouseholdRow, id: RecordId) {
        let data = row.household.data();
        self.check(row.at, &kind::household::KIND, &data);
        let door = Door::of(id, row.grid, &row.household);
        let same = |(other, _): &&(Door, Option<At>)| {
            row.grid.is_some() && other.grid == row.grid && other.group == door.group
        };
        let earlier = self.doors.get(&door.key).and_then(|doors| doors.iter().find(same));
        match earlier.map(|(_, at)| *at) {
            Some(Some(first)) => {
                let problem = self.twice("door_twice", first);
                self.tell(row.at, Column::Door, problem);
            }
            Some(None) => self.tell(row.at, Column::Door, Problem::new("", "already_registered")),
            None => self.doors.entry(door.key.clone()).or_default().push((door, Some(row.at))),
        }
        if let Some(grid) = row.grid {
            self.records.push(NewRecord { scope: scope_of(grid), kind: Household::KIND, id, data, at: Some(self.at) });
        }
    }

    fn person(&mut self, row: &PersonRow, id: RecordId, people: &mut People<'_>) {
        let home = self.home(row);
        // A home that was not found has been told of; any id stands in for it while checking.
        let household = home.map_or(RecordId::fixed(0), |(household, _)| household);
        let person = Person { household: Some(household), ..row.person.clone() };
        let data = person.data();
        self.check(row.at, &kind::person::KIND, &data);
        if let Some(number) = &row.number {
            match people.number(number, row.at) {
                Double::InFile(first) => {
                    let problem = self.twice("identity_twice", first);
                    self.tell(row.at, Column::IdentityNumber, problem);
                }
                Double::Registered => {
                    self.tell(row.at, Column::IdentityNumber, Problem::new("", "already_registered"));
                }
                Double::None => {}
            }
        }
        let Some((household, grid)) = home else { return };
        match people.person(household, &person, row.at) {
            Double::InFile(first) => {
                let problem = self.twice("person_twice", first);
                self.tell(row.at, Column::Name, problem);
            }
            Double::Registered => self.tell(row.at, Column::Name, Problem::new("", "already_registered")),
            Double::None => {}
        }
        self.records.push(NewRecord { scope: scope_of(grid), kind: Person::KIND, id, data, at: Some(self.at) });
    }

    /// The household of a person's row, and its grid.
    fn home(&mut self, row: &PersonRow) -> Option<(RecordId, RecordId)> {
        let number = row.home.door.as_deref()?;
        let doors = self.doors.get(&door::key(number)).map(Vec::as_slice).unwrap_or_default();
        let mut fitting: Vec<&Door> =
            doors.iter().map(|(door, _)| door).filter(|door| door.is(&row.home, self.places)).collect();
        if fitting.len() > 1
            && let Some(head) = &row.home.head
        {
            fitting.retain(|door| door.head == *head);
        }
        let found = match fitting[..] {
            // Without a grid the household has been told of; its people need no word of their own.
            [door] => return door.grid.map(|grid| (door.id, grid)),
            [] => "no_such_household",
            _ => "ambiguous_household",
        };
        self.tell(row.at, Column::Door, Problem::with("", found, "door", number));
        None
    }

    fn twice(&self, rule: &str, first: At) -> Problem {
        let (sheet, _) = &self.register.sheets[first.sheet];
        let mut problem = Problem::with("", rule, "row", first.row);
        problem.args.insert("sheet".into(), sheet.clone().into());
        problem
    }

    fn finish(self) -> Result<Vec<NewRecord>, Vec<SheetProblem>> {
        if self.problems.is_empty() {
            return Ok(self.records);
        }
        let sheets = &self.register.sheets;
        let order = |name: &str| sheets.iter().position(|(sheet, _)| sheet == name);
        let mut problems = self.problems;
        // A column that is missing or there twice makes every row wrong: say it once.
        let of_headers = |problem: &SheetProblem| OF_HEADERS.contains(&problem.rule.as_str());
        if problems.iter().any(of_headers) {
            problems.retain(of_headers);
        }
        problems.sort_by_key(|problem| (order(&problem.sheet), problem.row));
        Err(problems)
    }
}

/// Rules about headers, not rows.
const OF_HEADERS: &[&str] = &["column_missing", "column_twice"];

fn place_of(problem: &SheetProblem) -> (String, u32, String) {
    (problem.sheet.clone(), problem.row, problem.column.clone())
}

enum Double {
    InFile(At),
    Registered,
    None,
}

struct People<'a> {
    standing: &'a Standing,
    numbers: BTreeMap<String, At>,
    names: BTreeMap<(RecordId, String, Option<i64>), At>,
}

impl<'a> People<'a> {
    fn new(standing: &'a Standing) -> Self {
        Self { standing, numbers: BTreeMap::new(), names: BTreeMap::new() }
    }

    fn number(&mut self, number: &str, at: At) -> Double {
        if self.standing.numbers.contains(number) {
            return Double::Registered;
        }
        first(self.numbers.entry(number.to_owned()), at)
    }

    /// The same name and year of birth behind the same door is the same person.
    fn person(&mut self, household: RecordId, person: &Person, at: At) -> Double {
        let key = (household, person.name.clone(), person.born);
        if self.standing.people.contains(&key) {
            return Double::Registered;
        }
        first(self.names.entry(key), at)
    }
}

fn first<K: Ord>(entry: Entry<'_, K, At>, at: At) -> Double {
    match entry {
        Entry::Occupied(first) => Double::InFile(*first.get()),
        Entry::Vacant(vacant) => {
            vacant.insert(at);
            Double::None
        }
    }
}

/// The column that a field of a kind was read from.
fn column_of(field: &str) -> Column {
    match field {
        "door" => Column::Door,
        "group" => Column::Group,
        "walk" => Column::Walk,
        "head" => Column::Head,
        "phone" => Column::Phone,
        "house_use" => Column::HouseUse,
        "residents" => Column::Residents,
        "away" => Column::Away,
        "household" => Column::Address,
        "name" => Column::Name,
        "sex" => Column::Sex,
        "born" => Column::Born,
        "relation" => Column::Relation,
        "person_type" => Column::PersonType,
        "identity_number" => Column::IdentityNumber,
        "job" => Column::Job,
        "employer" => Column::Employer,
        "domicile" => Column::Domicile,
        "origin" => Column::Origin,
        "left_on" => Column::LeftOn,
        "returned_on" => Column::ReturnedOn,
        "transport" => Column::Transport,
        "trip_no" => Column::TripNo,
        _ => Column::Note,
    }
}
