//! The columns of the daily report F16, and how a phone fills them from what it holds.
//!
//! Each column is an indicator over one day or since the beginning, so that what a worker signs and
//! what the township counts are the same thing. What nothing counts yet stays without a figure.

use crate::{
    ambient::Millis,
    care::{Care, Moment},
    day::Day,
    fact::Fact,
    id::RecordId,
    indicator::{Indicator, Source, indicator},
    kind::{self, policy::Policies},
    record::{Record, Scope},
};
use std::collections::BTreeMap;

/// Over which days a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Days {
    /// 当日.
    Day,
    /// 累计.
    All,
}

/// A column of the form.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its field in a `daily_report`.
    pub field: &'static str,
    /// What counts it.
    pub indicator: &'static str,
    /// Over which days.
    pub days: Days,
    /// Whether more than nought of it is something abnormal: no 零报告 then.
    pub abnormal: bool,
}

const fn of(field: &'static str, indicator: &'static str, days: Days) -> Column {
    Column { field, indicator, days, abnormal: false }
}

const fn abnormal(field: &'static str, indicator: &'static str) -> Column {
    Column { field, indicator, days: Days::Day, abnormal: true }
}

/// The columns of F16, in the order of the form.
pub static COLUMNS: &[Column] = &[
    of("households_screened", "households_screened", Days::Day),
    of("households_screened_in_all", "households_screened", Days::All),
    of("persons_screened", "persons_screened", Days::Day),
    abnormal("returnees_new", "returnees_new"),
    of("returnees_hubei", "returnees_hubei", Days::All),
    of("returnees_wuhan", "returnees_wuhan", Days::All),
    of("returnees_other", "returnees_other", Days::All),
    of("close_contacts", "close_contacts", Days::All),
    abnormal("contact_clues", "contact_clues"),
    abnormal("symptoms", "persons_with_symptoms"),
    abnormal("fevers", "fever_persons"),
    abnormal("isolations_opened", "isolations_opened"),
    of("isolating", "isolating", Days::All),
    of("isolations_released", "isolations_released", Days::Day),
    of("isolations_in_all", "isolations_in_all", Days::All),
    of("readings_due", "readings_due", Days::Day),
    of("readings_done", "readings_done", Days::Day),
    of("passages_people", "passages_people", Days::Day),
    of("passages_vehicles", "passages_vehicles", Days::Day),
    of("disinfections", "disinfections", Days::Day),
    of("disinfected_area", "disinfected_area", Days::Day),
    of("households_informed", "households_informed", Days::Day),
    of("leaflets", "leaflets", Days::Day),
    of("dissuaded", "dissuaded", Days::Day),
    of("served", "services", Days::Day),
    of("firms_inspected", "enterprises_inspected", Days::Day),
    abnormal("events", "events"),
    of("events_closed", "events_closed", Days::Day),
];

/// The column of that field.
pub fn column(field: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.field == field)
}

/// A report's figures, by field.
pub type Figures = BTreeMap<String, i64>;

/// The figures of a unit on `day`, of what is known at `now`, from the records that live there.
pub fn figures<'a>(
    records: impl IntoIterator<Item = &'a Record>,
    care: &Care,
    unit: RecordId,
    day: Day,
    now: Millis,
) -> Figures {
    let here = Scope::Grid(unit);
    let mut facts: Vec<(RecordId, Fact)> = Vec::new();
    for record in records.into_iter().filter(|record| record.scope == here && record.gone.is_none()) {
        let counted = kind::kind(&record.kind).map(|kind| (kind.facts)(record)).unwrap_or_default();
        facts.extend(counted.into_iter().filter(|fact| fact.place.is_none()).map(|fact| (record.id, fact)));
    }
    let found = care.figures(day, Moment::at(now).min(Moment::end_of(day)), |scope| scope == here);
    let figure = |column: &Column| {
        let indicator = indicator(column.indicator)?;
        if let Source::Care(of) = indicator.source {
            return of(&found).map(|n| n as i64);
        }
        let from = if column.days == Days::All { Day::from_unix_ms(0) } else { day };
        count(indicator, &facts, (from, day), care.policies())
    };
    COLUMNS.iter().filter_map(|column| Some((column.field.to_owned(), figure(column)?))).collect()
}

/// What an indicator comes to over the facts of some records. None if it is none of facts.
fn count(
    indicator: &Indicator,
    facts: &[(RecordId, Fact)],
    (from, to): (Day, Day),
    policies: &Policies,
) -> Option<i64> {
    indicator.count(facts.iter().map(|(record, fact)| (*record, fact)), (from, to), &policies.on(to))
}

/// What stands against a 零报告.
pub fn against_zero(figures: &Figures) -> impl Iterator<Item = (&'static Column, i64)> {
    let stands = |column: &'static Column| Some((column, *figures.get(column.field).filter(|n| **n > 0)?));
    COLUMNS.iter().filter(|column| column.abnormal).filter_map(stands)
}

/// 补报: what has come to a day's figures since they were signed.
pub fn late(signed: &Figures, now: &Figures) -> Vec<(&'static Column, i64)> {
    let more = |column: &'static Column| {
        let more = now.get(column.field)? - signed.get(column.field).copied().unwrap_or(0);
        (column.days == Days::Day && more > 0).then_some((column, more))
    };
    COLUMNS.iter().filter_map(more).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{
        Payload,
        event::Event,
        person::Person,
        visit::{Screening, Visit},
    };

    const UNIT: RecordId = RecordId::fixed(8);

    fn day(day: u32) -> Day {
        Day::new(2020, 2, day).expect("a day")
    }

    fn record<T: Payload>(id: u128, unit: RecordId, payload: &T) -> Record {
        let scope = Scope::Grid(unit);
        Record { id: RecordId::fixed(id), scope, ..crate::kind::tests::record(T::KIND, payload.data()) }
    }

    fn visit(door: u128, on: u32, outcome: &str, people: &[u128], ill: bool) -> Visit {
        let one = |n: &u128| Screening { person: Some(RecordId::fixed(*n)), ..Screening::default() };
        let mut screening: Vec<Screening> = people.iter().map(one).collect();
        if ill {
            screening[0].symptoms = vec!["dry_cough".into()];
        }
        Visit {
            household: Some(RecordId::fixed(door)),
            visited_on: Some(day(on)),
            outcome: outcome.into(),
            screening,
            informed: (outcome == "met").then_some(true),
            leaflets: (outcome == "met").then_some(2),
            ..Visit::default()
        }
    }

    fn event(minute: Millis, status: &str) -> Event {
        // 2020-02-05, midnight in China, and so many minutes.
        let found_at = Some(1_580_832_000_000 + minute * 60_000);
        Event { about: "gathering".into(), found_at, status: status.into(), ..Event::default() }
    }

    fn whole_day() -> Vec<Record> {
        vec![
            record(1, UNIT, &visit(101, 4, "met", &[201, 202], false)),
            record(2, UNIT, &visit(102, 5, "met", &[203], false)),
            record(3, UNIT, &visit(102, 5, "by_phone", &[203], false)),
            record(4, UNIT, &visit(103, 5, "locked", &[], false)),
            record(5, UNIT, &visit(104, 5, "met", &[204, 205], true)),
            record(6, RecordId::fixed(9), &visit(105, 5, "met", &[206], true)),
            record(7, UNIT, &event(-1, "closed")),
            record(10, UNIT, &event(600, "closed")),
            record(11, UNIT, &event(700, "reported")),
            record(
                12,
                UNIT,
                &Person { person_type: Some("returned_wuhan".into()), returned_on: Some(day(5)), ..Person::default() },
            ),
            record(
                13,
                UNIT,
                &Person { person_type: Some("returned_hubei".into()), returned_on: Some(day(1)), ..Person::default() },
            ),
        ]
    }

    fn of(records: &[Record], on: u32) -> Figures {
        let care = Care::of(records, Policies::default());
        figures(records, &care, UNIT, day(on), Millis::MAX / 2)
    }

    #[test]
    fn the_figures_of_a_day_stand_as_worked_out_by_hand() {
        let figures = of(&whole_day(), 5);
        for (field, n) in [
            // 102 twice and 104; with 101 of the day before.
            ("households_screened", 2),
            ("households_screened_in_all", 3),
            // 203 once, 204, 205.
            ("persons_screened", 3),
            ("returnees_new", 1),
            ("returnees_wuhan", 1),
            ("returnees_hubei", 2),
            ("returnees_other", 0),
            ("close_contacts", 0),
            ("symptoms", 1),
            ("fevers", 0),
            ("isolating", 0),
            ("readings_due", 0),
            ("households_informed", 2),
            ("leaflets", 4),
            // The first was found a minute before midnight.
            ("events", 2),
            ("events_closed", 1),
        ] {
            assert_eq!(figures.get(field), Some(&n), "{field}");
        }
        let against: Vec<(&str, i64)> = against_zero(&figures).map(|(column, n)| (column.field, n)).collect();
        assert_eq!(against, [("returnees_new", 1), ("symptoms", 1), ("events", 2)]);
        assert_eq!(
            against_zero(&of(&whole_day(), 4)).map(|(column, n)| (column.field, n)).collect::<Vec<_>>(),
            [("events", 1)]
        );
        assert_eq!(against_zero(&of(&whole_day(), 3)).count(), 0);
    }

    #[test]
    fn the_order_of_records_plays_no_part() {
        let mut backward = whole_day();
        backward.reverse();
        assert_eq!(of(&backward, 5), of(&whole_day(), 5));
    }

    #[test]
    fn what_comes_after_the_signature_is_late_and_the_signed_figures_stay() {
        let records = whole_day();
        let (before, after) = (of(&records[..4], 5), of(&records, 5));
        let late: Vec<(&str, i64)> = late(&before, &after).into_iter().map(|(column, n)| (column.field, n)).collect();
        let fields = ["households_screened", "persons_screened", "returnees_new", "symptoms", "households_informed"];
        let first: Vec<(&str, i64)> = fields.into_iter().zip([1, 2, 1, 1, 1]).collect();
        assert_eq!(late, [&first[..], &[("leaflets", 2), ("events", 2), ("events_closed", 1)]].concat());
        assert!(super::late(&after, &before).is_empty() && super::late(&after, &after).is_empty());
    }

    #[test]
    fn every_column_is_counted_by_an_indicator() {
        let missing: Vec<&str> =
            COLUMNS.iter().map(|column| column.indicator).filter(|code| indicator(code).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
