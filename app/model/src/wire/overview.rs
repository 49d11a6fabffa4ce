//! The supervisor's 总览: figures, places, workers, and the doors behind each number.

use crate::{
    ambient::Millis,
    care::{board::SlotFigures, figures::CareFigures},
    day::Day,
    id::{RecordId, UserId},
    photo::PhotoRef,
    wire::Waits,
};
use serde::{Deserialize, Serialize};

/// `GET /api/v1/overview`: where the open sweep stands, for the places this person answers for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// When it was computed, server's clock.
    pub now: Millis,
    /// The day that "today" means.
    pub today: Day,
    /// Name of the township.
    pub town: String,
    /// The open sweep, if there is one.
    pub sweep: Option<SweepInfo>,
    /// Figures over all places.
    pub total: Figures,
    /// Villages, each with its grids of doors.
    pub villages: Vec<VillageFigures>,
    /// Workers of these places, those out of touch longest first.
    pub workers: Vec<WorkerState>,
    /// What waits for a person.
    #[serde(default)]
    pub waits: Waits,
}

/// The open sweep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SweepInfo {
    /// Which round.
    pub round: i64,
    /// Its first day.
    pub from_on: Day,
}

/// The figures of one place. Every field but the first counts within the open sweep or today;
/// each opens the list of [`Figure`] behind it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Figures {
    /// M01: registered households, 户.
    pub households: u64,
    /// M02: of these, screened in the sweep, 户.
    pub screened: u64,
    /// Visited in the sweep, met nobody so far, 户.
    pub not_met: u64,
    /// Refused in the sweep and not screened since, 户.
    pub refused: u64,
    /// Found moved away or vacant, 户.
    pub nobody_lives: u64,
    /// Visits of today, 次.
    pub visits_today: u64,
    /// M10: distinct persons found feverish in the sweep, 人.
    pub fever: u64,
    /// M14: needs not yet done, 件.
    pub needs_open: u64,
}

impl Figures {
    /// The number behind a figure.
    pub fn get(&self, figure: Figure) -> u64 {
        match figure {
            Figure::Households => self.households,
            Figure::Screened => self.screened,
            Figure::NotYet => self.not_yet(),
            Figure::NotMet => self.not_met,
            Figure::Refused => self.refused,
            Figure::NobodyLives => self.nobody_lives,
            Figure::VisitsToday => self.visits_today,
            Figure::Fever => self.fever,
            Figure::NeedsOpen => self.needs_open,
        }
    }

    /// Households where nobody has been in the sweep, 户.
    pub fn not_yet(&self) -> u64 {
        self.households.saturating_sub(self.screened + self.not_met + self.refused + self.nobody_lives)
    }

    /// M03 in tenths of a percent, rounded down so that 100 % means all; none without households.
    pub fn coverage_permille(&self) -> Option<u64> {
        (self.households > 0).then(|| self.screened * 1000 / self.households)
    }

    /// Adds another place's figures.
    pub fn add(&mut self, other: &Figures) {
        self.households += other.households;
        self.screened += other.screened;
        self.not_met += other.not_met;
        self.refused += other.refused;
        self.nobody_lives += other.nobody_lives;
        self.visits_today += other.visits_today;
        self.fever += other.fever;
        self.needs_open += other.needs_open;
    }
}

/// A number that can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Registered households.
    Households,
    /// Households screened in the sweep.
    Screened,
    /// Households not yet visited in the sweep.
    NotYet,
    /// Households that were not met.
    NotMet,
    /// Households that refused.
    Refused,
    /// Households moved away or vacant.
    NobodyLives,
    /// Visits of today.
    VisitsToday,
    /// Persons found feverish.
    Fever,
    /// Needs not yet done.
    NeedsOpen,
}

impl Figure {
    /// Every figure.
    pub const ALL: &[Figure] = &[
        Figure::Households,
        Figure::Screened,
        Figure::NotYet,
        Figure::NotMet,
        Figure::Refused,
        Figure::NobodyLives,
        Figure::VisitsToday,
        Figure::Fever,
        Figure::NeedsOpen,
    ];

    /// Its code in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Figure::Households => "households",
            Figure::Screened => "screened",
            Figure::NotYet => "not_yet",
            Figure::NotMet => "not_met",
            Figure::Refused => "refused",
            Figure::NobodyLives => "nobody_lives",
            Figure::VisitsToday => "visits_today",
            Figure::Fever => "fever",
            Figure::NeedsOpen => "needs_open",
        }
    }

    /// The figure of that code.
    pub fn from_code(code: &str) -> Option<Figure> {
        Self::ALL.iter().copied().find(|figure| figure.code() == code)
    }
}

/// A village and its grids.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VillageFigures {
    /// The village.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// Sum over its grids.
    pub figures: Figures,
    /// Its grids of doors.
    pub grids: Vec<GridFigures>,
}

/// A grid of doors.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GridFigures {
    /// The grid.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// Its figures.
    pub figures: Figures,
}

/// When a worker's phone was last heard of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkerState {
    /// The worker.
    pub id: UserId,
    /// Name.
    pub name: String,
    /// Names of the grids walked.
    pub grids: Vec<String>,
    /// Last contact, server's clock; none if never.
    pub last_contact: Option<Millis>,
    /// Ops unsent after that contact; none if never heard of.
    pub unsent: Option<u64>,
    /// Visits of today that have arrived.
    pub visits_today: u64,
    /// Refused ops on their phones that nobody has mended.
    #[serde(default)]
    pub stuck: u64,
    /// Records that their phones numbered and that never arrived: lost there.
    #[serde(default)]
    pub lost: u64,
}

/// `GET /api/v1/overview/care?from=&to=`: isolation and care over some days, for the places this person
/// answers for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CareOverview {
    /// When it was computed, server's clock: figures of the moment hold for then, or for the end of `to`.
    pub now: Millis,
    /// The first day that counts.
    pub from: Day,
    /// The last.
    pub to: Day,
    /// Figures over all places.
    pub total: CareFigures,
    /// The slots of the last day over all places, as they stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slots: Vec<SlotFigures>,
    /// Figures by village.
    pub villages: Vec<VillageCare>,
}

/// A village's figures of isolation and care.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VillageCare {
    /// The village.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// Its figures.
    pub figures: CareFigures,
    /// The slots of the last day, as they stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slots: Vec<SlotFigures>,
}

/// `GET /api/v1/overview/records?figure=&place=&after=`: the doors behind a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Behind {
    /// How many there are in all; equals the figure.
    pub total: u64,
    /// A page of them, by village, grid and walking order.
    pub doors: Vec<BehindDoor>,
    /// Give this as `after` for the next page.
    pub next: Option<String>,
}

/// One door behind a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BehindDoor {
    /// The record counted: a household, a visit, a person or a need.
    pub id: RecordId,
    /// The household.
    pub household: RecordId,
    /// Door number.
    pub door: String,
    /// Name of its head, masked (L7).
    pub head: String,
    /// Village.
    pub village: String,
    /// Grid of doors.
    pub grid: String,
    /// Outcome of the visit that counted, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    /// Who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Who entered it, where that was a colleague (代录).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered_by: Option<String>,
    /// Its photos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<PhotoRef>,
}
