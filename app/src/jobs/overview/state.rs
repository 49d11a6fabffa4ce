//! What the overview holds between answers, and how it orders it.

use model::wire::{Overview, VillageFigures};
use sync::Refused;

/// A worker not heard of for so long, in milliseconds, is out of touch (`domain.md` 7, alerts).
const SILENT: i64 = 24 * 3_600_000;

/// The latest figures, kept through failures.
#[derive(Debug, Clone, Default)]
pub struct Board {
    /// The last answer that came.
    pub overview: Option<Overview>,
    /// When it came, by this device's clock.
    pub at: i64,
    /// Why there is none fresher.
    pub trouble: Option<Refused>,
}

impl Board {
    /// Takes an answer. A failure keeps the figures and says why they are old.
    pub fn take(&mut self, answer: Result<Overview, Refused>, now: i64) {
        match answer {
            Ok(overview) => *self = Self { overview: Some(overview), at: now, trouble: None },
            Err(refused) => self.trouble = Some(refused),
        }
    }

    /// Whether nothing has come yet.
    pub fn is_empty(&self) -> bool {
        self.overview.is_none()
    }

    /// Villages, the least covered first; those without households last.
    pub fn villages(&self) -> Vec<VillageFigures> {
        let mut villages = self.overview.as_ref().map(|overview| overview.villages.clone()).unwrap_or_default();
        villages.sort_by_key(|village| village.figures.coverage_permille().unwrap_or(u64::MAX));
        villages
    }
}

/// Whether a worker is out of touch.
pub fn is_silent(last_contact: Option<i64>, now: i64) -> bool {
    last_contact.is_none_or(|at| now - at > SILENT)
}

/// The grids of a worker in a few words: the first, and how many more.
pub fn grids_label(grids: &[String]) -> String {
    match grids {
        [] => String::new(),
        [only] => only.clone(),
        [first, rest @ ..] => format!("{first} +{}", rest.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{day::Day, id::RecordId, wire::Figures};

    fn overview(coverage: &[(u64, u64)]) -> Overview {
        let village = |(index, (screened, households)): (usize, &(u64, u64))| VillageFigures {
            id: RecordId::fixed(index as u128),
            name: index.to_string(),
            figures: Figures { screened: *screened, households: *households, ..Figures::default() },
            grids: Vec::new(),
        };
        Overview {
            now: 0,
            today: Day::new(2020, 2, 7).expect("a day"),
            town: String::new(),
            sweep: None,
            total: Figures::default(),
            villages: coverage.iter().enumerate().map(village).collect(),
            workers: Vec::new(),
        }
    }

    #[test]
    fn a_failure_keeps_the_figures_and_says_why() {
        let mut board = Board::default();
        board.take(Ok(overview(&[(1, 2)])), 5);
        board.take(Err(Refused::Unreachable), 9);
        assert_eq!((board.is_empty(), board.at, board.trouble.clone()), (false, 5, Some(Refused::Unreachable)));
        board.take(Ok(overview(&[(2, 2)])), 12);
        assert_eq!((board.at, board.trouble), (12, None));
    }

    #[test]
    fn the_least_covered_village_stands_first_and_an_empty_one_last() {
        let mut board = Board::default();
        board.take(Ok(overview(&[(9, 10), (0, 0), (1, 10)])), 0);
        assert_eq!(board.villages().iter().map(|village| village.name.as_str()).collect::<Vec<_>>(), ["2", "0", "1"]);
    }

    #[test]
    fn a_day_without_contact_is_silence() {
        assert!(is_silent(None, 0));
        assert!(!is_silent(Some(0), SILENT));
        assert!(is_silent(Some(0), SILENT + 1));
    }
}
