//! 台账导入: a household register in, as an XLSX file that people already keep.
//!
//! ```text
//! bytes ─ gate ─ book ─ headers ─ read ─ records ─ add_all
//!         safe?  cells  meanings  rows   checked   one transaction
//! ```
//!
//! A file holds a sheet of households (form F1), a sheet of persons (F2), or both. Columns are
//! known by their headers, whatever their order and however a clerk names them ([`headers`]).
//! All or nothing: each problem is named by sheet, row and column, and while there is one nothing
//! is written. What is left out on purpose is told in a [`Note`]; nothing is dropped in silence.

pub mod book;
pub mod cell;
pub mod codes;
pub mod door;
pub mod gate;
pub mod headers;
pub mod numerals;
pub mod place;
pub mod problem;
pub mod read;
pub mod records;
#[cfg(test)]
mod tests;
mod words;

pub use place::Places;
pub use problem::{FileTrouble, Note, Refusal, SheetProblem};
pub use read::Register;
pub use records::{Standing, records};

use crate::{
    ops::add::{NotAdded, add_all},
    reading::Reading,
    state::{ChanceOf, State},
    store::{NotPulled, StoreError},
};
use model::{
    access::{Duty, Permit, Role},
    ambient::{Chance, Clock, Stamp},
    day::Day,
    id::{RecordId, UserId},
    kind::{Payload, household::Household},
};
use std::collections::BTreeSet;

/// Reads a file into rows, with all that is wrong with them.
///
/// # Errors
/// [`FileTrouble`] if the file as a whole is of no use.
pub fn read(bytes: &[u8], places: &Places, today: Day) -> Result<Register, FileTrouble> {
    let register = Register::of(&book::open(bytes)?, places, today);
    if register.sheets.is_empty() { Err(FileTrouble::NoHeaders) } else { Ok(register) }
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Households added, 户.
    pub households: usize,
    /// Persons added, 人.
    pub persons: usize,
    /// What the person should know.
    pub notes: Vec<Note>,
}

/// Why nothing was imported.
#[derive(Debug)]
pub enum ImportTrouble {
    /// The file is not right.
    Refused(Refusal),
    /// The register changed while the file was read, so that records were refused: so many.
    Overtaken(usize),
    /// Storage failed.
    Store(StoreError),
}

impl std::error::Error for ImportTrouble {}

impl From<Refusal> for ImportTrouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for ImportTrouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Imports a register as `author`'s work, all or nothing.
///
/// # Errors
/// [`ImportTrouble`]; nothing was written.
pub async fn import(
    state: &State,
    author: UserId,
    town: RecordId,
    bytes: &[u8],
) -> Result<ImportReport, ImportTrouble> {
    let stamp = state.world.stamp();
    import_at(state, author, town, bytes, &stamp, &ChanceOf(&state.world)).await
}

/// As [`import`], with the ids drawn from `chance` and the records made at `stamp`.
///
/// # Errors
/// [`ImportTrouble`]; nothing was written.
pub async fn import_at(
    state: &State,
    author: UserId,
    town: RecordId,
    bytes: &[u8],
    stamp: &Stamp,
    chance: &(dyn Chance + Sync),
) -> Result<ImportReport, ImportTrouble> {
    let directory = state.store.directory(town).await?;
    let places = Places::new(&directory.town, directory.villages, directory.grids);
    let today = state.today();
    let (owned, for_reading) = (bytes.to_vec(), places.clone());
    // Seconds of work for a large file: not on a thread that answers phones.
    let register = tokio::task::spawn_blocking(move || read(&owned, &for_reading, today)).await;
    let register = match register {
        Ok(read) => read.map_err(Refusal::File)?,
        // A parser that panics over a file has found it broken.
        Err(_) => return Err(Refusal::File(FileTrouble::Damaged).into()),
    };
    let standing = standing(state, author, town, register.grids(&places)).await?;
    let made = {
        let still = At(stamp.clone());
        records(&register, &standing, &places, &still, chance).map_err(Refusal::Sheets)?
    };
    let households = made.iter().filter(|record| record.kind == Household::KIND).count();
    let persons = made.len() - households;
    match add_all(state, author, town, made).await {
        Ok(()) => Ok(ImportReport { households, persons, notes: register.notes }),
        Err(NotAdded::Refused(refused)) => Err(ImportTrouble::Overtaken(refused.len())),
        Err(NotAdded::Store(error)) => Err(error.into()),
    }
}

/// What is registered in these grids.
async fn standing(
    state: &State,
    author: UserId,
    town: RecordId,
    grids: BTreeSet<RecordId>,
) -> Result<Standing, StoreError> {
    let permit = Permit::of(author, town, vec![Duty::in_grids(Role::Worker, grids)]);
    match state.store.pull(&permit, &Reading::from_the_beginning(), None, u32::MAX).await {
        Ok(pulled) => Ok(Standing::of(&pulled.rows)),
        Err(NotPulled::Store(error)) => Err(error),
        Err(NotPulled::HistoryChanged(_)) => unreachable!("no cursor was given"),
    }
}

/// The moment at which a file is taken in.
struct At(Stamp);

impl Clock for At {
    fn stamp(&self) -> Stamp {
        self.0.clone()
    }
}
