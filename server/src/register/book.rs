//! A workbook as rows of cells, whatever program wrote it.
//!
//! Cells are streamed, never asked for as a rectangle: one cell in the last corner of a sheet
//! would make that rectangle seventeen thousand million cells.

use super::{cell::Cell, gate, problem::FileTrouble};
use calamine::{DataRef, Reader, Xlsx};
use model::day::Day;
use std::{collections::BTreeMap, io::Cursor};

/// Rows taken from one file, all sheets together.
pub const MAX_ROWS: usize = 20_000;
/// Columns read of a sheet; what people use ends long before.
const MAX_COLUMNS: u32 = 256;
/// Merged cells that are spread over their region, in all.
const MAX_SPREAD: usize = 200_000;

/// One sheet: its rows by number, counted from 1 as the table program shows them.
#[derive(Debug)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Rows that hold anything.
    pub rows: BTreeMap<u32, Row>,
}

/// The cells of a row that hold anything, by column from 0.
pub type Row = BTreeMap<u32, Cell>;

/// Reads the sheets of a file, in order.
///
/// # Errors
/// [`FileTrouble`], from the gate or from the parser.
pub fn open(bytes: &[u8]) -> Result<Vec<Sheet>, FileTrouble> {
    gate::pass(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsxError::Password => FileTrouble::Encrypted,
        _ => FileTrouble::Damaged,
    })?;
    let mut sheets = Vec::new();
    let mut left = MAX_ROWS;
    for name in book.sheet_names() {
        // A chart or dialogue sheet has no cells.
        let Ok(mut rows) = read_rows(&mut book, &name, &mut left)? else { continue };
        spread_merged(&mut book, &name, &mut rows)?;
        sheets.push(Sheet { name, rows });
    }
    Ok(sheets)
}

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;
/// Not a sheet of cells.
struct NoCells;

fn read_rows(
    book: &mut Book<'_>,
    name: &str,
    left: &mut usize,
) -> Result<Result<BTreeMap<u32, Row>, NoCells>, FileTrouble> {
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(Err(NoCells)),
        Err(_) => return Err(FileTrouble::Damaged),
    };
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    while let Some(cell) = cells.next_cell().map_err(|_| FileTrouble::Damaged)? {
        let (row, column) = cell.get_position();
        let value = cell_of(cell.get_value());
        if value.is_empty() || column >= MAX_COLUMNS {
            continue;
        }
        if !rows.contains_key(&(row + 1)) {
            *left = left.checked_sub(1).ok_or(FileTrouble::TooManyRows)?;
        }
        rows.entry(row + 1).or_default().insert(column, value);
    }
    Ok(Ok(rows))
}

fn cell_of(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::text_of(text),
        DataRef::SharedString(text) => Cell::text_of(text),
        DataRef::Bool(true) => Cell::text_of("TRUE"),
        DataRef::Bool(false) => Cell::text_of("FALSE"),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            let day = Day::new(year.into(), month.into(), day.into());
            // A time of day without a day reads as 1899 or 1900.
            day.filter(|day| day.year() > 1900).map_or(Cell::Broken, Cell::Date)
        }
        DataRef::Error(_) => Cell::Broken,
    }
}

/// A door merged over the rows of its people stands in the first of them only; here it comes to
/// stand in each. Only regions of one column are data; wider ones are titles.
fn spread_merged(book: &mut Book<'_>, name: &str, rows: &mut BTreeMap<u32, Row>) -> Result<(), FileTrouble> {
    let regions = book.merge_cells_by_sheet_name(name).map_err(|_| FileTrouble::Damaged)?;
    let mut left = MAX_SPREAD;
    for region in regions.iter().filter(|region| region.start.1 == region.end.1) {
        let (first, last, column) = (region.start.0 + 1, region.end.0 + 1, region.start.1);
        let Some(value) = rows.get(&first).and_then(|row| row.get(&column)).cloned() else {
            continue;
        };
        // Rows without any cell of their own stay empty.
        for (_, row) in rows.range_mut(first..=last.max(first)) {
            left = left.checked_sub(1).ok_or(FileTrouble::Bomb)?;
            row.entry(column).or_insert_with(|| value.clone());
        }
    }
    Ok(())
}
