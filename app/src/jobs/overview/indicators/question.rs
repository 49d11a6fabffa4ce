//! Which days and where: what a board of indicators is asked, as it stands in the address.

use model::{day::Day, id::RecordId};

/// Which days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Period {
    /// 今日.
    #[default]
    Today,
    /// 昨日.
    Yesterday,
    /// 近7天.
    Week,
    /// 本轮摸排.
    Sweep,
    /// From one day to another.
    Days(Day, Day),
}

/// Days, and a place; none for all that a person answers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Question {
    /// Which days.
    pub period: Period,
    /// Where.
    pub place: Option<RecordId>,
}

impl Question {
    /// Reads it from the parameters of an address. What is none is left out: an old link still opens.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let day = |name| get(name).and_then(|day| Day::parse(&day));
        let period = match (get("period").as_deref(), day("from"), day("to")) {
            (Some("yesterday"), ..) => Period::Yesterday,
            (Some("week"), ..) => Period::Week,
            (Some("sweep"), ..) => Period::Sweep,
            (_, Some(from), Some(to)) => Period::Days(from.min(to), from.max(to)),
            _ => Period::Today,
        };
        Self { period, place: get("place").and_then(|id| id.parse().ok()) }
    }

    /// As it stands in an address, with its question mark; nothing where everything is usual.
    pub fn query(self) -> String {
        let period = match self.period {
            Period::Today => None,
            Period::Yesterday => Some("period=yesterday".to_owned()),
            Period::Week => Some("period=week".to_owned()),
            Period::Sweep => Some("period=sweep".to_owned()),
            Period::Days(from, to) => Some(format!("from={from}&to={to}")),
        };
        let parts: Vec<String> = period.into_iter().chain(self.place.map(|place| format!("place={place}"))).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// The same place, other days.
    pub fn over(self, period: Period) -> Self {
        Self { period, ..self }
    }

    /// The same days, another place.
    pub fn at(self, place: Option<RecordId>) -> Self {
        Self { place, ..self }
    }

    /// The days, by the township's own `today` and the first day of the open sweep. None for a sweep
    /// where none is open.
    pub fn days(self, today: Day, sweep: Option<Day>) -> Option<(Day, Day)> {
        match self.period {
            Period::Today => Some((today, today)),
            Period::Yesterday => Some((today.plus(-1), today.plus(-1))),
            Period::Week => Some((today.plus(-6), today)),
            Period::Sweep => sweep.map(|from| (from.min(today), today)),
            Period::Days(from, to) => Some((from, to)),
        }
    }

    /// What the server is asked, over these days.
    pub fn parameters(self, (from, to): (Day, Day)) -> String {
        let place = self.place.map(|place| format!("&place={place}")).unwrap_or_default();
        format!("from={from}&to={to}{place}")
    }
}

/// As many days, just before.
pub fn before((from, to): (Day, Day)) -> (Day, Day) {
    (from.plus(-(to.since(from) + 1)), from.plus(-1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u32) -> Day {
        Day::new(2020, 2, n).expect("a day")
    }

    #[test]
    fn whatever_is_asked_stands_in_the_address_and_is_read_back() {
        let periods = [Period::Today, Period::Yesterday, Period::Week, Period::Sweep, Period::Days(day(3), day(5))];
        for period in periods {
            for place in [None, Some(RecordId::fixed(7))] {
                let asked = Question { period, place };
                let query = asked.query();
                let get = |name: &str| {
                    let mut pairs = query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
                    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
                };
                assert_eq!(Question::read(get), asked, "{query}");
            }
        }
        assert_eq!(Question::default().query(), "");
    }

    #[test]
    fn what_is_no_question_is_today_everywhere() {
        let odd = |name: &str| Some(if name == "place" { "柳塘" } else { "soon" }.to_owned());
        assert_eq!(Question::read(odd), Question::default());
        let turned = |name: &str| match name {
            "from" => Some("2020-02-05".to_owned()),
            "to" => Some("2020-02-03".to_owned()),
            _ => None,
        };
        assert_eq!(Question::read(turned).period, Period::Days(day(3), day(5)));
    }

    #[test]
    fn a_period_has_its_days_and_as_many_before_it() {
        let days = |period| Question { period, place: None }.days(day(9), Some(day(3)));
        assert_eq!(days(Period::Today), Some((day(9), day(9))));
        assert_eq!(days(Period::Yesterday), Some((day(8), day(8))));
        assert_eq!(days(Period::Week), Some((day(3), day(9))));
        assert_eq!(days(Period::Sweep), Some((day(3), day(9))));
        assert_eq!(Question::default().over(Period::Sweep).days(day(9), None), None);
        assert_eq!(before((day(9), day(9))), (day(8), day(8)));
        assert_eq!(before((day(5), day(9))), (day(1).plus(-1), day(4)));
    }
}
