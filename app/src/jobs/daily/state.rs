//! A day's report as plain values: the units of this phone, the figures of today, what was signed.

use model::{
    ambient::Millis,
    care::{self, Care},
    daily::{self, Column, Figures},
    day::Day,
    id::{RecordId, UserId},
    kind::{
        KINDS, Payload,
        daily_report::{DailyReport, Step, id_of},
        directory::Grid,
        policy::{Policies, Policy},
    },
    record::Scope,
};
use sync::{Intent, Standing, State};

/// A report that was signed.
#[derive(Debug, Clone, PartialEq)]
pub struct Signed {
    /// What it says.
    pub report: DailyReport,
    /// How far its record has come.
    pub standing: Standing,
}

/// A unit's day.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The figures as this phone counts them now.
    pub figures: Figures,
    /// The report, once it is signed.
    pub signed: Option<Signed>,
}

impl Sheet {
    /// What stands against a 零报告.
    pub fn against(&self) -> Vec<(&'static Column, i64)> {
        daily::against_zero(&self.figures).collect()
    }

    /// Whether there is nothing to report.
    pub fn is_zero(&self) -> bool {
        self.against().is_empty()
    }

    /// 补报: what has come since it was signed.
    pub fn late(&self) -> Vec<(&'static str, i64)> {
        let Some(signed) = &self.signed else { return Vec::new() };
        let late = daily::late(&signed.report.figures, &self.figures);
        late.into_iter().map(|(column, n)| (column.field, n)).collect()
    }
}

/// The grids of doors that this phone holds, by name.
pub fn units(state: &State) -> Vec<(RecordId, String)> {
    let held = state.held_scopes();
    let mut units: Vec<(RecordId, Grid)> = held
        .into_iter()
        .filter(|scope| matches!(scope, Scope::Grid(_)))
        .map(|scope| {
            let grid = state.get(Grid::KIND, scope.id()).map(|held| held.record.read::<Grid>());
            (scope.id(), grid.unwrap_or_default())
        })
        .collect();
    units.sort_by(|(left, a), (right, b)| (&a.code, left).cmp(&(&b.code, right)));
    units.into_iter().map(|(id, grid)| (id, grid.name)).collect()
}

/// A unit's day as it is at `now`.
pub fn sheet(state: &State, unit: RecordId, on: Day, now: Millis) -> Sheet {
    let policies = Policies::new(state.all::<Policy>().map(|(_, policy)| policy));
    let care = Care::of(care::KINDS.iter().flat_map(|kind| state.held(kind)).map(|held| &held.record), policies);
    let records = KINDS.iter().flat_map(|kind| state.held(kind.name)).map(|held| &held.record);
    let figures = daily::figures(records, &care, unit, on, now);
    let signed = state.get(DailyReport::KIND, id_of(unit, on));
    let signed = signed.map(|held| Signed { report: held.record.read(), standing: held.standing });
    Sheet { figures, signed }
}

/// When the first of this phone's units was signed on `day`.
pub fn signed_at(state: &State, day: Day) -> Option<Millis> {
    let report = |(unit, _): (RecordId, String)| state.get(DailyReport::KIND, id_of(unit, day));
    let reports = units(state).into_iter().filter_map(report).map(|held| held.record.read::<DailyReport>());
    reports.flat_map(|report| report.steps).filter_map(|step| step.at).min()
}

/// What signing means: the figures as they are now, frozen; 零报告 where nothing stands against it.
pub fn sign(sheet: &Sheet, unit: RecordId, on: Day, at: Millis, by: Option<UserId>, note: &str) -> Intent {
    let note = Some(note.trim().to_owned()).filter(|note| !note.is_empty());
    let report = DailyReport {
        grid: Some(unit),
        on: Some(on),
        zero: Some(sheet.is_zero()),
        note,
        status: "signed".into(),
        steps: vec![Step { what: "signed".into(), at: Some(at), by, note: None }],
        figures: sheet.figures.clone(),
        ..DailyReport::default()
    };
    Intent::add(id_of(unit, on), Scope::Grid(unit), &report)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        kind::{event::Event, visit::Visit},
        op::Act,
        record::Record,
    };
    use sync::ports::Kept;

    const UNIT: RecordId = RecordId::fixed(8);
    /// 2020-02-07 09:35 in China.
    const NOW: Millis = 1_581_039_300_000;

    fn record<T: Payload>(id: RecordId, payload: &T) -> Record {
        Record {
            kind: T::KIND.into(),
            id,
            scope: Scope::Grid(UNIT),
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data: payload.data(),
            gone: None,
        }
    }

    fn visit(door: u128) -> Record {
        let visit = Visit {
            household: Some(RecordId::fixed(door)),
            visited_on: Some(Day::from_unix_ms(NOW)),
            outcome: "met".into(),
            ..Visit::default()
        };
        record(RecordId::fixed(100 + door), &visit)
    }

    fn day_of(rows: Vec<Record>) -> Sheet {
        sheet(&State::new(Kept { rows, ..Kept::default() }), UNIT, Day::from_unix_ms(NOW), NOW)
    }

    #[test]
    fn nothing_unusual_is_signed_as_such_and_something_is_not() {
        let quiet = day_of(vec![visit(1), visit(2)]);
        let signed = |sheet: &Sheet| {
            let on = Day::from_unix_ms(NOW);
            let intent = sign(sheet, UNIT, on, NOW, Some(UserId::fixed(7)), " 一切正常 ");
            let Act::Add { data } = intent.act else { panic!("a new record") };
            assert_eq!(model::kind::daily_report::KIND.check(&data), []);
            (intent.rec, DailyReport::read(&data))
        };
        let (id, report) = signed(&quiet);
        assert_eq!((id, report.zero), (id_of(UNIT, Day::from_unix_ms(NOW)), Some(true)));
        assert_eq!((report.figures["households_screened"], report.note.as_deref()), (2, Some("一切正常")));
        let event = Event { about: "gate".into(), found_at: Some(NOW), status: "found".into(), ..Event::default() };
        let busy = day_of(vec![visit(1), record(RecordId::fixed(50), &event)]);
        assert_eq!(busy.against().iter().map(|(column, n)| (column.field, *n)).collect::<Vec<_>>(), [("events", 1)]);
        assert_eq!(signed(&busy).1.zero, Some(false));
    }

    #[test]
    fn what_comes_later_is_told_beside_what_was_signed() {
        let before = day_of(vec![visit(1)]);
        let on = Day::from_unix_ms(NOW);
        let Act::Add { data } = sign(&before, UNIT, on, NOW, None, "").act else { panic!("a new record") };
        let report = Record { data, ..record(id_of(UNIT, on), &DailyReport::default()) };
        let rows = vec![visit(1), visit(2), visit(3), report];
        let state = State::new(Kept { rows: rows.clone(), ..Kept::default() });
        assert_eq!(signed_at(&state, on), Some(NOW));
        let after = day_of(rows);
        assert_eq!(after.late(), [("households_screened", 2)]);
        assert_eq!(after.signed.expect("a report").report.figures["households_screened"], 1);
        assert!(before.late().is_empty());
    }
}
