//! What can be wrong with a register file, and what is worth a word though nothing is wrong.
//!
//! Codes and arguments only; the words are in `words.rs`.

use model::field::Problem;
use serde_json::{Map, Value};

/// Why a file could not be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileTrouble {
    /// No bytes.
    Empty,
    /// Something else than a workbook.
    NotXlsx,
    /// The format before 2007.
    OldXls,
    /// Protected by a password.
    Encrypted,
    /// A workbook, cut or broken.
    Damaged,
    /// More bytes than are taken.
    TooLarge,
    /// Would unfold into more than is taken.
    Bomb,
    /// More rows than are taken.
    TooManyRows,
    /// No sheet has headers of a household register.
    NoHeaders,
}

/// One thing that is wrong, and where, as the person sees it in the table program.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetProblem {
    /// Name of the sheet.
    pub sheet: String,
    /// The row, counted from 1.
    pub row: u32,
    /// The column, by its header as it stands in the file.
    pub column: String,
    /// The rule that is broken.
    pub rule: String,
    /// What the words need.
    pub args: Map<String, Value>,
}

impl SheetProblem {
    /// Puts a problem with a field into its place in the sheet.
    pub fn at(sheet: &str, row: u32, column: &str, problem: Problem) -> Self {
        Self { sheet: sheet.to_owned(), row, column: column.to_owned(), rule: problem.rule, args: problem.args }
    }
}

/// Something the person should know: nothing is dropped in silence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Headers that nobody knows.
    UnknownColumns {
        /// The sheet.
        sheet: String,
        /// The headers.
        columns: Vec<String>,
    },
    /// Columns that belong to visits, cases or readings, not to the register.
    OtherRecords {
        /// The sheet.
        sheet: String,
        /// The headers.
        columns: Vec<String>,
    },
    /// A sheet without headers of a register.
    SheetSkipped {
        /// The sheet.
        sheet: String,
    },
    /// Cells left out because ordinary residents do not give them (L1).
    NotForOrdinary {
        /// The header.
        column: String,
        /// How many cells.
        n: usize,
    },
    /// A choice that is none of the known ones and was taken as "other".
    TakenAsOther {
        /// The header.
        column: String,
        /// What stands there.
        text: String,
        /// How many cells.
        n: usize,
    },
}

/// Why nothing was imported.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The file as a whole.
    File(FileTrouble),
    /// Cells, in the order of sheets and rows.
    Sheets(Vec<SheetProblem>),
}

impl std::error::Error for Refusal {}
