//! Rows of a sheet to households and persons, half-filled where a cell could not be read.
//!
//! Reading never stops at a problem: who mends a file wants to hear of all of them at once.

use super::{
    book::{Row, Sheet},
    cell::Cell,
    codes::{self, Choice, Choices},
    door,
    headers::{self, Column, Head, Subject},
    place::Places,
    problem::{Note, SheetProblem},
};
use model::{
    day::Day,
    field::Problem,
    id::RecordId,
    kind::{household::Household, person::Person},
    person::{IdentityNumber, NotAnIdentityNumber, Phone},
};
use std::collections::{BTreeMap, BTreeSet};

/// What a file says, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Register {
    /// The sheets read, with their headers.
    pub sheets: Vec<(String, Head)>,
    /// One a row of a household sheet.
    pub households: Vec<HouseholdRow>,
    /// One a row of a person sheet.
    pub persons: Vec<PersonRow>,
    /// What the person should know.
    pub notes: Vec<Note>,
    /// What is wrong.
    pub problems: Vec<SheetProblem>,
}

/// Where a row stands: which of [`Register::sheets`], and its number counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// Index of the sheet.
    pub sheet: usize,
    /// Number of the row.
    pub row: u32,
}

/// A household as read.
#[derive(Debug, Clone, PartialEq)]
pub struct HouseholdRow {
    /// Where it stands.
    pub at: At,
    /// Its grid of doors; none if that could not be made out, which is a problem already.
    pub grid: Option<RecordId>,
    /// What it says.
    pub household: Household,
}

/// A person as read, and where that person lives.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonRow {
    /// Where it stands.
    pub at: At,
    /// The door.
    pub home: Home,
    /// The identity number as written, kept or not, to find people entered twice.
    pub number: Option<String>,
    /// What it says, without the household's id.
    pub person: Person,
}

/// A door as a person sheet names it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Home {
    /// Village, where named.
    pub village: Option<RecordId>,
    /// Grid, where named.
    pub grid: Option<RecordId>,
    /// Village group, where named.
    pub group: Option<String>,
    /// Door number; none is a problem already.
    pub door: Option<String>,
    /// Name of the household's head, where given.
    pub head: Option<String>,
}

impl Register {
    /// Reads the sheets that have headers of a register; `today` gives ages and short dates their
    /// year.
    pub fn of(sheets: &[Sheet], places: &Places, today: Day) -> Self {
        let mut register = Self::default();
        let mut walks = BTreeMap::new();
        let mut counts = Counts::default();
        for sheet in sheets.iter().filter(|sheet| !sheet.rows.is_empty()) {
            let Some(head) = headers::find(&sheet.rows) else {
                register.notes.push(Note::SheetSkipped { sheet: sheet.name.clone() });
                continue;
            };
            register.note_columns(sheet, &head);
            let reader = SheetReader {
                sheet,
                index: register.sheets.len(),
                village: titled_village(sheet, &head, places),
                head: &head,
                places,
                today,
            };
            reader.read(&mut register, &mut walks, &mut counts);
            register.sheets.push((sheet.name.clone(), head));
        }
        register.notes.extend(counts.into_notes());
        register
    }

    /// A problem with a row, under the header as it stands in its sheet.
    pub fn problem(&self, at: At, column: Column, problem: Problem) -> SheetProblem {
        let (sheet, head) = &self.sheets[at.sheet];
        SheetProblem::at(sheet, at.row, head.header(column), problem)
    }

    /// The grids in which something may stand that this file speaks of: those of the villages it
    /// names, or all.
    pub fn grids(&self, places: &Places) -> BTreeSet<RecordId> {
        let households = self.households.iter().map(|row| row.grid.and_then(|grid| places.village_of(grid)));
        let homes = self.persons.iter().map(|row| row.home.village);
        let villages: Option<BTreeSet<RecordId>> = households.chain(homes).collect();
        places.grids_of(villages.as_ref())
    }

    fn note_columns(&mut self, sheet: &Sheet, head: &Head) {
        let name = || sheet.name.clone();
        if !head.other_records.is_empty() {
            self.notes.push(Note::OtherRecords { sheet: name(), columns: head.other_records.clone() });
        }
        let mut unknown = head.unknown.clone();
        unknown.extend(headless(sheet, head).map(letters));
        if !unknown.is_empty() {
            self.notes.push(Note::UnknownColumns { sheet: name(), columns: unknown });
        }
        for (first, second) in &head.doubled {
            let problem = Problem::with("", "column_twice", "other", first.clone());
            self.problems.push(SheetProblem::at(&sheet.name, head.row, second, problem));
        }
        let needed = match head.subject {
            Subject::Household => &[Column::Head][..],
            Subject::Person => &[Column::Name][..],
        };
        let has = |column: &Column| head.columns.contains_key(column);
        let missing = needed.iter().find(|column| !has(column)).copied();
        let no_door = (!has(&Column::Door) && !has(&Column::Address)).then_some(Column::Door);
        for column in missing.into_iter().chain(no_door) {
            let problem = Problem::new("", "column_missing");
            let own = headers::own_header(column);
            self.problems.push(SheetProblem::at(&sheet.name, head.row, own, problem));
        }
    }
}

/// Columns with data under no header at all.
fn headless<'a>(sheet: &'a Sheet, head: &'a Head) -> impl Iterator<Item = u32> + 'a {
    let headed = &sheet.rows[&head.row];
    let mut columns: Vec<u32> = data_rows(sheet, head).flat_map(|(_, row)| row.keys().copied()).collect();
    columns.sort_unstable();
    columns.dedup();
    columns.into_iter().filter(move |column| !headed.contains_key(column))
}

/// The name that table programs give a column: A, B … Z, AA.
fn letters(column: u32) -> String {
    let letter = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => letter.to_string(),
        more => format!("{}{letter}", letters(more - 1)),
    }
}

/// Where a sheet has no column for it, its title or its name says which village it is of.
fn titled_village(sheet: &Sheet, head: &Head, places: &Places) -> Option<RecordId> {
    let titles = sheet.rows.range(..head.row).flat_map(|(_, row)| row.values()).map(Cell::label);
    titles.chain([sheet.name.clone()]).find_map(|title| places.village_named_in(&title))
}

/// First words of the rows below the data.
const BELOW: &[&str] =
    &["合计", "总计", "小计", "填报", "填表", "制表", "审核", "负责人", "单位负责人", "联系电话", "注:", "说明:"];

fn data_rows<'a>(sheet: &'a Sheet, head: &Head) -> impl Iterator<Item = (u32, &'a Row)> + use<'a> {
    let filled: Vec<u32> = head
        .columns
        .iter()
        .filter(|(column, _)| !matches!(column, Column::Serial | Column::Village | Column::Grid | Column::Group))
        .map(|(_, (at, _))| *at)
        .collect();
    sheet
        .rows
        .range(head.row + 1..)
        .filter(move |(_, row)| {
            let first = row.values().next().map(Cell::label).unwrap_or_default();
            // Forms come with numbered rows that nobody has filled in.
            filled.iter().any(|column| row.contains_key(column)) && !BELOW.iter().any(|word| first.starts_with(word))
        })
        .map(|(number, row)| (*number, row))
}

/// Cells that a note counts.
#[derive(Default)]
struct Counts {
    not_for_ordinary: BTreeMap<String, usize>,
    taken_as_other: BTreeMap<(String, String), usize>,
}

impl Counts {
    fn into_notes(self) -> impl Iterator<Item = Note> {
        let ordinary = self.not_for_ordinary.into_iter();
        let other = self.taken_as_other.into_iter();
        ordinary
            .map(|(column, n)| Note::NotForOrdinary { column, n })
            .chain(other.map(|((column, text), n)| Note::TakenAsOther { column, text, n }))
    }
}

struct SheetReader<'a> {
    sheet: &'a Sheet,
    index: usize,
    head: &'a Head,
    village: Option<RecordId>,
    places: &'a Places,
    today: Day,
}

impl SheetReader<'_> {
    fn read(&self, register: &mut Register, walks: &mut BTreeMap<Option<RecordId>, i64>, counts: &mut Counts) {
        for (number, cells) in data_rows(self.sheet, self.head) {
            let at = At { sheet: self.index, row: number };
            let mut row = RowReader { of: self, at, cells, counts, problems: &mut register.problems };
            match self.head.subject {
                Subject::Household => {
                    let mut read = row.household();
                    let walk = walks.entry(read.grid).or_default();
                    *walk += 1;
                    if read.household.walk == 0 {
                        read.household.walk = *walk;
                    }
                    register.households.push(read);
                }
                Subject::Person => {
                    let read = row.person();
                    register.persons.push(read);
                }
            }
        }
    }
}

struct RowReader<'a> {
    of: &'a SheetReader<'a>,
    at: At,
    cells: &'a Row,
    counts: &'a mut Counts,
    problems: &'a mut Vec<SheetProblem>,
}

static EMPTY: Cell = Cell::Empty;

impl RowReader<'_> {
    fn cell(&self, column: Column) -> &Cell {
        let at = self.of.head.columns.get(&column).map(|(at, _)| *at);
        at.and_then(|at| self.cells.get(&at)).unwrap_or(&EMPTY)
    }

    fn tell(&mut self, column: Column, problem: Problem) {
        let header = self.of.head.header(column);
        self.problems.push(SheetProblem::at(&self.of.sheet.name, self.at.row, header, problem));
    }

    /// What a cell holds; a cell that cannot be read is told and taken as empty.
    fn take<T>(&mut self, column: Column, read: impl FnOnce(&Cell) -> Result<Option<T>, Problem>) -> Option<T> {
        read(self.cell(column)).unwrap_or_else(|problem| {
            self.tell(column, problem);
            None
        })
    }

    fn text(&mut self, column: Column) -> Option<String> {
        self.take(column, Cell::text)
    }

    fn choice(&mut self, column: Column, choices: &Choices) -> Option<String> {
        let text = self.text(column)?;
        match choices.read(&text) {
            Choice::Known(code) => Some(code.to_owned()),
            Choice::Other(code) => {
                let header = self.of.head.header(column).to_owned();
                *self.counts.taken_as_other.entry((header, text)).or_default() += 1;
                Some(code.to_owned())
            }
            Choice::Unknown => {
                let known = choices.words().collect::<Vec<_>>().join("、");
                let mut problem = Problem::with("", "unknown_word", "text", text);
                problem.args.insert("known".into(), known.into());
                self.tell(column, problem);
                None
            }
        }
    }

    fn household(&mut self) -> HouseholdRow {
        let home = self.home();
        let grid = match (home.grid, home.village) {
            (Some(grid), _) => Some(grid),
            (None, Some(village)) => self.of.places.only_grid(village),
            (None, None) => None,
        };
        // A name that fits no place has been told already; here the blank ones are.
        if grid.is_none() && self.cell(Column::Grid).is_empty() {
            let blank = if home.village.is_none() { Column::Village } else { Column::Grid };
            if self.cell(blank).is_empty() {
                self.tell(blank, Problem::new("", "required"));
            }
        }
        let household = Household {
            door: home.door.unwrap_or_default(),
            group: home.group,
            walk: self.take(Column::Walk, Cell::count).unwrap_or_default(),
            head: home.head.unwrap_or_default(),
            phone: self.take(Column::Phone, phone),
            house_use: self.choice(Column::HouseUse, &codes::HOUSE_USES),
            residents: self.take(Column::Residents, Cell::count),
            away: self.take(Column::Away, Cell::count),
            note: self.text(Column::Note),
        };
        HouseholdRow { at: self.at, grid, household }
    }

    fn home(&mut self) -> Home {
        let places = self.of.places;
        let village_text = self.text(Column::Village);
        let address = self.text(Column::Address);
        let village = match &village_text {
            Some(text) => {
                let village = places.village(text);
                if village.is_none() {
                    self.tell(Column::Village, Problem::with("", "unknown_village", "text", text.clone()));
                }
                village
            }
            None => address.as_deref().and_then(|address| places.village_at_front(address)).or(self.of.village),
        };
        let grid_text = self.text(Column::Grid);
        let grid = grid_text.as_ref().and_then(|text| places.grid(text, village));
        if let (Some(text), None) = (grid_text, grid) {
            self.tell(Column::Grid, Problem::with("", "unknown_grid", "text", text));
        }
        let address = address.map(|address| door::read(places.strip(&address)));
        let door = self.text(Column::Door).map(|text| door::read(places.strip(&text)));
        let group = self.text(Column::Group).map(|text| door::group(places.strip(&text)));
        let named = |door: &Option<door::Door>| door.as_ref().and_then(|door| door.group.clone());
        Home {
            village: village.or_else(|| grid.and_then(|grid| places.village_of(grid))),
            grid,
            group: group.or_else(|| named(&door)).or_else(|| named(&address)),
            door: door.or(address).map(|door| door.number),
            head: self.take(Column::Head, Cell::name),
        }
    }

    fn person(&mut self) -> PersonRow {
        let home = self.home();
        if home.door.is_none() {
            self.tell(Column::Door, Problem::new("", "required"));
        }
        let person_type = self.choice(Column::PersonType, &codes::PERSON_TYPES);
        let card = person_type.as_deref().is_some_and(|kind| kind != "ordinary");
        let today = self.of.today;
        // An ordinary resident's number is left out, whatever became of it.
        let number = self.cell(Column::IdentityNumber).digits();
        let number = if card { self.take(Column::IdentityNumber, |_| number) } else { number.unwrap_or_default() };
        let read = number.as_deref().map(|number| identity(number, today));
        let number = match &read {
            Some(Ok(number)) => Some(number.reveal().to_owned()),
            _ => number,
        };
        let mut person = Person {
            household: None,
            name: self.take(Column::Name, Cell::name).unwrap_or_default(),
            sex: self.choice(Column::Sex, &codes::SEXES),
            born: self.born(),
            relation: self.choice(Column::Relation, &codes::RELATIONS),
            phone: self.take(Column::Phone, phone),
            person_type,
            note: self.text(Column::Note),
            ..Person::default()
        };
        if card {
            match read {
                Some(Ok(number)) => {
                    person.born = person.born.or(Some(number.born_on().year().into()));
                    person.sex = person.sex.or_else(|| Some(number.sex().code().to_owned()));
                }
                Some(Err(error)) => {
                    self.tell(Column::IdentityNumber, Problem::new("", error.code()));
                }
                None => {}
            }
            person.identity_number = number.clone();
            person.job = self.text(Column::Job);
            person.employer = self.text(Column::Employer);
            person.domicile = self.text(Column::Domicile);
            person.origin = self.text(Column::Origin);
            person.left_on = self.take(Column::LeftOn, |cell| cell.day(today));
            person.returned_on = self.take(Column::ReturnedOn, |cell| cell.day(today));
            person.transport = self.choice(Column::Transport, &codes::TRANSPORTS);
            person.trip_no = self.text(Column::TripNo);
        } else {
            self.count_left_out();
        }
        PersonRow { at: self.at, home, number, person }
    }

    /// The year of birth, written or from the age.
    fn born(&mut self) -> Option<i64> {
        let today = self.of.today;
        let written = self.take(Column::Born, |cell| cell.year(today));
        let age = self.take(Column::Age, Cell::count);
        written.or_else(|| age.map(|age| i64::from(today.year()) - age))
    }

    fn count_left_out(&mut self) {
        for column in ONLY_FOR_TYPES {
            if !self.cell(*column).is_empty() {
                let header = self.of.head.header(*column).to_owned();
                *self.counts.not_for_ordinary.entry(header).or_default() += 1;
            }
        }
    }
}

/// The columns of [`model::kind::person::ONLY_FOR_TYPES`].
const ONLY_FOR_TYPES: &[Column] = &[
    Column::IdentityNumber,
    Column::Job,
    Column::Employer,
    Column::Domicile,
    Column::Origin,
    Column::LeftOn,
    Column::ReturnedOn,
    Column::Transport,
    Column::TripNo,
];

/// A phone in the one form in which it is kept; what is none stays as it is, to be told of.
fn phone(cell: &Cell) -> Result<Option<String>, Problem> {
    let kept = |text: String| match Phone::parse(&text) {
        Ok(phone) => phone.reveal().to_owned(),
        Err(_) => text,
    };
    Ok(cell.digits()?.map(kept))
}

/// An identity number, also one of the fifteen digits of before 1999 (`domain.md` 2.2).
fn identity(text: &str, today: Day) -> Result<IdentityNumber, NotAnIdentityNumber> {
    match IdentityNumber::from_15(text) {
        Ok(number) => Ok(number),
        Err(_) => IdentityNumber::parse_on(text, today),
    }
}
