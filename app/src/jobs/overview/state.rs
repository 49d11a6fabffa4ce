//! What the overview holds between answers, and how it reads them.

use model::{
    ambient::Millis,
    id::RecordId,
    wire::{Figure, Figures, Overview, VillageFigures, WorkerState},
};
use sync::Refused;

/// A worker not heard of for so long is out of touch (`domain.md` 7, alerts).
const SILENT: Millis = 24 * 3_600_000;
/// Without a nudge the figures are asked for again after so long.
pub const AGAIN: Millis = 60_000;
/// Figures older than this are said to be old, whatever the reason.
const OLD: Millis = 2 * AGAIN;

/// The latest figures, kept through failures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Latest {
    overview: Option<Overview>,
    at: Millis,
    tried: Option<Millis>,
    trouble: Option<Refused>,
    asked: u64,
    answered: u64,
}

impl Latest {
    /// The number of a new question, to be given to [`Latest::take`] with its answer.
    pub fn ask(&mut self) -> u64 {
        self.asked += 1;
        self.asked
    }

    /// Takes an answer that came at `now`, by this device's clock. A failure keeps the figures and
    /// says why they are old; an answer that was overtaken by a later question's counts for nothing.
    pub fn take(&mut self, question: u64, answer: Result<Overview, Refused>, now: Millis) {
        if question < self.answered {
            return;
        }
        self.answered = question;
        self.tried = Some(now);
        match answer {
            Ok(overview) => {
                self.overview = Some(overview);
                self.at = now;
                self.trouble = None;
            }
            Err(refused) => {
                // Whoever may no longer see them does not see the old ones either.
                if refused.code() == Some("forbidden") {
                    self.overview = None;
                }
                self.trouble = Some(refused);
            }
        }
    }

    /// The last answer.
    pub fn overview(&self) -> Option<&Overview> {
        self.overview.as_ref()
    }

    /// When it came, by this device's clock.
    pub fn at(&self) -> Millis {
        self.at
    }

    /// Why there is none fresher.
    pub fn trouble(&self) -> Option<&Refused> {
        self.trouble.as_ref()
    }

    /// Whether the figures are not what stands on the server now, as far as one can know.
    pub fn is_old(&self, now: Millis) -> bool {
        self.trouble.is_some() || now - self.at > OLD
    }

    /// Whether it is time to ask again. A clock that was set back is no reason to wait.
    pub fn is_due(&self, now: Millis) -> bool {
        self.tried.is_none_or(|tried| is_past(tried, AGAIN, now))
    }

    /// A village by its id.
    pub fn village(&self, id: RecordId) -> Option<&VillageFigures> {
        self.overview.as_ref()?.villages.iter().find(|village| village.id == id)
    }

    /// What a place is called.
    pub fn name_of(&self, place: RecordId) -> Option<&str> {
        self.overview.iter().flat_map(|overview| &overview.villages).find_map(|village| {
            let grid = || village.grids.iter().find(|grid| grid.id == place);
            if village.id == place { Some(village.name.as_str()) } else { grid().map(|grid| grid.name.as_str()) }
        })
    }
}

/// Whether so much time has gone by since `then`. A clock that was set back is no reason to wait.
pub fn is_past(then: Millis, millis: Millis, now: Millis) -> bool {
    now - then >= millis || now < then
}

/// A number of `figures`. Without an open sweep there is no number of a sweep: missing is missing,
/// never 0.
pub fn number(overview: &Overview, figures: &Figures, figure: Figure) -> Option<u64> {
    let of_the_sweep = !matches!(figure, Figure::Households | Figure::VisitsToday | Figure::NeedsOpen);
    (overview.sweep.is_some() || !of_the_sweep).then(|| figures.get(figure))
}

/// The coverage of `figures` in tenths of a percent; none without an open sweep or households.
pub fn coverage(overview: &Overview, figures: &Figures) -> Option<u64> {
    overview.sweep.as_ref()?;
    figures.coverage_permille()
}

/// How villages are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The least covered first, those without households last.
    #[default]
    Lowest,
    /// By region code, as the registers have them.
    Code,
}

impl Sort {
    /// As it is kept among the settings.
    pub const fn code(self) -> &'static str {
        match self {
            Sort::Lowest => "lowest",
            Sort::Code => "code",
        }
    }

    /// Reads [`Sort::code`]; whatever else takes the default.
    pub fn from_code(code: Option<&str>) -> Self {
        if code == Some(Sort::Code.code()) { Sort::Code } else { Sort::Lowest }
    }

    /// The villages of an answer, which come by code, in this order.
    pub fn order(self, villages: &[VillageFigures]) -> Vec<RecordId> {
        let mut villages: Vec<&VillageFigures> = villages.iter().collect();
        if self == Sort::Lowest {
            // By the fraction itself: tenths of a percent would put 299/300 and 300/300 apart, but
            // not 1/3000 and 2/3000. Equal ones stay by code.
            villages.sort_by(|one, other| {
                let (one, other) = (&one.figures, &other.figures);
                let empty = (one.households == 0).cmp(&(other.households == 0));
                empty.then_with(|| (one.screened * other.households).cmp(&(other.screened * one.households)))
            });
        }
        villages.iter().map(|village| village.id).collect()
    }
}

/// Whether a worker is out of touch.
pub fn is_silent(worker: &WorkerState, now: Millis) -> bool {
    worker.last_contact.is_none_or(|contact| now - contact > SILENT)
}

/// Workers as they need looking after: those out of touch first (never heard of before all), then
/// those with most unsent, then those heard of longest ago.
pub fn workers(overview: &Overview) -> Vec<WorkerState> {
    let mut workers = overview.workers.clone();
    workers.sort_by_key(|worker| {
        let silent = is_silent(worker, overview.now);
        let unsent = if silent { 0 } else { worker.unsent.unwrap_or(0) };
        (!silent, std::cmp::Reverse(unsent), worker.last_contact)
    });
    workers
}

/// How many workers have sent a visit of today.
pub fn workers_out(overview: &Overview) -> usize {
    let out = |worker: &&WorkerState| worker.visits_today > 0;
    overview.workers.iter().filter(out).count()
}

/// Villages with people found feverish and how many, the most first.
pub fn feverish(overview: &Overview) -> Vec<(RecordId, String, u64)> {
    let with_fever = overview.villages.iter().filter(|village| village.figures.fever > 0);
    let mut villages: Vec<_> =
        with_fever.map(|village| (village.id, village.name.clone(), village.figures.fever)).collect();
    villages.sort_by_key(|(_, _, n)| std::cmp::Reverse(*n));
    villages
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        day::Day,
        id::UserId,
        wire::{GridFigures, SweepInfo, Waits},
    };

    fn overview(coverage: &[(u64, u64)]) -> Overview {
        let village = |(index, (screened, households)): (usize, &(u64, u64))| VillageFigures {
            id: RecordId::fixed(index as u128),
            name: index.to_string(),
            figures: Figures { screened: *screened, households: *households, ..Figures::default() },
            grids: Vec::new(),
        };
        let from_on = Day::new(2020, 2, 1).expect("a day");
        Overview {
            now: 0,
            today: from_on.plus(6),
            town: String::new(),
            sweep: Some(SweepInfo { round: 2, from_on }),
            total: Figures::default(),
            villages: coverage.iter().enumerate().map(village).collect(),
            workers: Vec::new(),
            waits: Waits::default(),
        }
    }

    fn worker(name: &str, last_contact: Option<Millis>, unsent: Option<u64>) -> WorkerState {
        WorkerState {
            id: UserId::fixed(name.len() as u128),
            name: name.into(),
            grids: Vec::new(),
            last_contact,
            unsent,
            visits_today: 0,
            stuck: 0,
            lost: 0,
        }
    }

    fn refused(code: &str) -> Refused {
        let trouble = model::wire::Trouble::new(code);
        Refused::Trouble { status: 401, trouble, after: None }
    }

    #[test]
    fn a_failure_keeps_the_figures_and_says_why() {
        let mut latest = Latest::default();
        for (at, answer) in
            [(5, Ok(overview(&[(1, 2)]))), (9, Err(Refused::Unreachable)), (9, Err(refused("signed_out")))]
        {
            let question = latest.ask();
            latest.take(question, answer, at);
        }
        assert_eq!(
            (latest.overview().is_some(), latest.at(), latest.trouble()),
            (true, 5, Some(&refused("signed_out")))
        );
        let question = latest.ask();
        latest.take(question, Ok(overview(&[(2, 2)])), 12);
        assert_eq!((latest.at(), latest.trouble()), (12, None));
    }

    #[test]
    fn whoever_may_no_longer_see_the_figures_does_not_see_the_old_ones() {
        let mut latest = Latest::default();
        let question = latest.ask();
        latest.take(question, Ok(overview(&[(1, 2)])), 5);
        latest.take(question, Err(refused("forbidden")), 6);
        assert_eq!(latest.overview(), None);
    }

    #[test]
    fn an_answer_that_was_overtaken_counts_for_nothing() {
        let mut latest = Latest::default();
        let (first, second) = (latest.ask(), latest.ask());
        latest.take(second, Ok(overview(&[(2, 2)])), 5);
        latest.take(first, Ok(overview(&[(1, 2)])), 6);
        latest.take(first, Err(Refused::Unreachable), 7);
        let screened = latest.overview().map(|overview| overview.villages[0].figures.screened);
        assert_eq!((screened, latest.at(), latest.trouble()), (Some(2), 5, None));
    }

    #[test]
    fn figures_grow_old_by_themselves() {
        let mut latest = Latest::default();
        assert!(latest.is_due(0));
        let question = latest.ask();
        latest.take(question, Ok(overview(&[])), 1_000);
        assert_eq!((latest.is_old(1_000 + OLD), latest.is_old(1_001 + OLD)), (false, true));
        assert_eq!([999, 1_000, 999 + AGAIN, 1_000 + AGAIN].map(|now| latest.is_due(now)), [true, false, false, true]);
        latest.take(question, Err(Refused::Unreachable), 1_000 + AGAIN);
        assert!(latest.is_old(1_000 + AGAIN) && !latest.is_due(1_000 + AGAIN));
    }

    #[test]
    fn the_least_covered_village_stands_first_and_an_empty_one_last() {
        let villages = overview(&[(9, 10), (0, 0), (1, 10), (2, 3000), (1, 3000), (18, 20)]).villages;
        let named = |ids: Vec<RecordId>| {
            let index = |id: &RecordId| villages.iter().position(|village| village.id == *id);
            ids.iter().filter_map(index).collect::<Vec<_>>()
        };
        assert_eq!(named(Sort::Lowest.order(&villages)), [4, 3, 2, 0, 5, 1]);
        assert_eq!(named(Sort::Code.order(&villages)), [0, 1, 2, 3, 4, 5]);
        for sort in [Sort::Lowest, Sort::Code] {
            assert_eq!(Sort::from_code(Some(sort.code())), sort);
        }
    }

    #[test]
    fn without_a_sweep_its_numbers_are_missing_and_not_zero() {
        let mut overview = overview(&[(1, 4)]);
        let figures = overview.villages[0].figures;
        assert_eq!(coverage(&overview, &figures), Some(250));
        assert_eq!(number(&overview, &figures, Figure::NotMet), Some(0));
        overview.sweep = None;
        assert_eq!(coverage(&overview, &figures), None);
        let there = |figure: &Figure| number(&overview, &figures, *figure).is_some();
        let still: Vec<Figure> = Figure::ALL.iter().copied().filter(there).collect();
        assert_eq!(still, [Figure::Households, Figure::VisitsToday, Figure::NeedsOpen]);
    }

    #[test]
    fn a_day_without_contact_is_silence() {
        let now = 10 * SILENT;
        let silent = |last_contact| is_silent(&worker("a", last_contact, None), now);
        assert_eq!([None, Some(now - SILENT), Some(now - SILENT - 1)].map(silent), [true, false, true]);
    }

    #[test]
    fn those_who_need_looking_after_stand_first() {
        let mut overview = overview(&[]);
        overview.now = 10 * SILENT;
        let ago = |hours: i64| Some(10 * SILENT - hours * 3_600_000);
        overview.workers = vec![
            worker("fresh", ago(0), Some(0)),
            worker("quiet", ago(5), Some(0)),
            worker("three", ago(1), Some(3)),
            worker("lost", ago(48), Some(9)),
            worker("longer", ago(72), Some(0)),
            worker("never", None, None),
            worker("eleven", ago(0), Some(11)),
        ];
        let names: Vec<String> = workers(&overview).into_iter().map(|worker| worker.name).collect();
        assert_eq!(names, ["never", "longer", "lost", "eleven", "three", "quiet", "fresh"]);
    }

    #[test]
    fn places_are_found_by_their_id() {
        let mut held = overview(&[(1, 2), (0, 1)]);
        let (grid, nowhere) = (RecordId::fixed(70), RecordId::fixed(71));
        held.villages[1].grids = vec![GridFigures { id: grid, name: "grid".into(), figures: Figures::default() }];
        held.villages[1].figures.fever = 2;
        assert_eq!(feverish(&held), [(RecordId::fixed(1), "1".to_owned(), 2)]);
        let mut latest = Latest::default();
        assert_eq!(latest.name_of(grid), None);
        let question = latest.ask();
        latest.take(question, Ok(held), 0);
        assert_eq!([grid, RecordId::fixed(0), nowhere].map(|id| latest.name_of(id)), [Some("grid"), Some("0"), None]);
        assert_eq!(latest.village(RecordId::fixed(1)).map(|village| village.name.as_str()), Some("1"));
    }
}
