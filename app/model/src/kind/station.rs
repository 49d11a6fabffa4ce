//! `station` 巡逻劝导站: where a village's patrols start from (seed row 30).

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Problem},
    form::{Ask, Form, Question},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// A station.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Station {
    /// Since when.
    pub on: Option<Day>,
    /// In which village.
    pub village: Option<RecordId>,
    /// Where.
    pub place: String,
    /// Its last day.
    pub closed_on: Option<Day>,
}

impl Payload for Station {
    const KIND: &'static str = "station";
}

/// The form of 巡逻劝导站.
pub static FORM: Form = Form {
    kind: Station::KIND,
    version: 1,
    questions: &[
        Question::new("village", "station.village", Ask::Record { kind: "village" }),
        Question::new("place", "station.place", Ask::Line { most: 60 }),
    ],
};

/// The kind.
pub static KIND: Kind = Kind {
    name: Station::KIND,
    version: 1,
    home: Home::Town,
    life: Life::Kept,
    fields: &[
        Field::kept("on", Holds::Day, "seed row 30: stations at a cut-off").needed(),
        Field::kept("village", Holds::Ref("village"), "seed row 30: in which village").needed(),
        Field::kept("place", Holds::Text(60), "seed row 30: where").needed(),
        Field::kept("closed_on", Holds::Day, "seed row 30: stations at a cut-off"),
    ],
    form: Some(&FORM),
    rules,
    facts,
    samples: examples(samples),
};

fn rules(data: &Data) -> Vec<Problem> {
    let station = Station::read(data);
    let backwards = station.on.zip(station.closed_on).is_some_and(|(on, closed)| closed < on);
    if backwards { vec![Problem::new("closed_on", "before_start")] } else { Vec::new() }
}

fn facts(record: &Record) -> Vec<Fact> {
    let station: Station = record.read();
    let opened = Fact::one(Metric::StationOpened, station.on, record.id);
    let closed = station.closed_on.map(|day| Fact::one(Metric::Ended, day.plus(1), record.id));
    std::iter::once(opened).chain(closed).collect()
}

fn samples() -> Vec<Data> {
    let whole = Station {
        on: Day::new(2020, 1, 28),
        village: Some(RecordId::fixed(5)),
        place: "村口老榕树下".into(),
        closed_on: Day::new(2020, 3, 20),
    };
    vec![whole.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_station_counts_from_its_first_day_to_its_last() {
        let counted = facts(&crate::kind::tests::record(Station::KIND, samples().remove(0)));
        let id = RecordId::fixed(9);
        let opened = Fact::one(Metric::StationOpened, Day::new(2020, 1, 28), id);
        assert_eq!(counted, [opened, Fact::one(Metric::Ended, Day::new(2020, 3, 21), id)]);
        let backwards = Station { closed_on: Day::new(2020, 1, 27), ..Station::read(&samples()[0]) };
        assert_eq!(KIND.check(&backwards.data()), [Problem::new("closed_on", "before_start")]);
    }
}
