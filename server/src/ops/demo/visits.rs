//! What the workers of 云溪镇 have done so far: visits of the closed sweep and of the open one.

use super::{
    plan::VillagePlan,
    seeded::Seeded,
    township::{FIRST_SWEEP, SECOND_SWEEP},
};
use crate::ops::add::NewRecord;
use model::{
    ambient::Millis,
    day::Day,
    id::RecordId,
    kind::{
        Payload,
        household::Household,
        need::Need,
        person::Person,
        visit::{NEEDS, Screening, Visit},
    },
    record::{Data, Scope},
};

/// A registered household with its people.
#[derive(Debug, Clone)]
pub struct Door {
    /// The grid it stands in.
    pub scope: Scope,
    /// The household.
    pub id: RecordId,
    /// What the register says of it.
    pub household: Household,
    /// Its people.
    pub people: Vec<(RecordId, Person)>,
}

/// A record made at a door, and when.
#[derive(Debug)]
pub struct Made {
    /// Where.
    pub scope: Scope,
    /// Its kind.
    pub kind: &'static str,
    /// Its id.
    pub id: RecordId,
    /// What it says.
    pub data: Data,
    /// When, milliseconds UTC.
    pub at: Millis,
}

impl From<Made> for NewRecord {
    fn from(made: Made) -> Self {
        Self { scope: made.scope, kind: made.kind, id: made.id, data: made.data, at: Some(made.at) }
    }
}

/// Share of the doors that are visited today, of those done in the open sweep, in permille.
const TODAY: usize = 110;
const HOUR: Millis = 3_600_000;
/// A visit takes a while.
const PACE: Millis = 4 * 60_000;

/// Everything recorded in one village, in the order in which it was done. `now` bounds what can
/// have happened today; `whole` asks for the visits of the closed sweep too.
pub fn made(plan: &VillagePlan, doors: &[Door], now: Millis, whole: bool, chance: &Seeded) -> Vec<Made> {
    let today = Day::from_unix_ms(now);
    let mut made = Vec::new();
    if whole {
        let days = i64::from(FIRST_SWEEP.0 - FIRST_SWEEP.1);
        for (nth, door) in doors.iter().enumerate().filter(|_| chance.happens(970)) {
            let gone = nth as i64 * days / doors.len() as i64;
            let day = today.plus(-FIRST_SWEEP.0 + gone as i32);
            visit(&mut made, door, Call { day, nth, now, feverish: false }, chance);
        }
    }
    // Doors are walked in order, day after day; the last ones done are those of today.
    let done = doors.len() * plan.done / 1000;
    let fresh = done * TODAY / 1000;
    let before = done - fresh;
    for (nth, door) in doors.iter().take(done).enumerate() {
        let day = match nth.checked_sub(before) {
            Some(_) => today,
            None => today.plus(-SECOND_SWEEP + (nth * SECOND_SWEEP as usize / before.max(1)) as i32),
        };
        // One door in each of a few villages has a feverish resident.
        let feverish = nth == 17 && plan.done % 4 == 2;
        visit(&mut made, door, Call { day, nth: nth % 60, now, feverish }, chance);
    }
    made.sort_by_key(|made| made.at);
    made
}

struct Call {
    day: Day,
    nth: usize,
    now: Millis,
    feverish: bool,
}

fn visit(made: &mut Vec<Made>, door: &Door, call: Call, chance: &Seeded) {
    // From half past eight, one door after the other; today nothing lies ahead of now.
    let morning = i64::from(call.day.since(Day::from_unix_ms(0))) * 24 * HOUR + HOUR / 2;
    let at = morning + call.nth as Millis * PACE + chance.between(0, 120_000);
    let at = at.min(call.now - chance.between(1, 90) * 60_000);
    let vacant = door.household.house_use.as_deref() == Some("vacant");
    let outcome = match (vacant, call.feverish) {
        (_, true) => "met",
        (true, _) => chance.weighted(&[("vacant", 4), ("moved_away", 1)]),
        (false, _) => {
            chance.weighted(&[("met", 800), ("by_phone", 70), ("by_wechat", 35), ("locked", 70), ("refused", 12)])
        }
    };
    let mut visit = Visit {
        household: Some(door.id),
        // A visit shortly after midnight would belong to the day before.
        visited_on: Some(Day::from_unix_ms(at)),
        outcome: outcome.into(),
        ..Visit::default()
    };
    if visit.spoke() {
        visit.screening = door.people.iter().map(|(id, person)| screening(*id, person, &call, chance)).collect();
        if call.feverish
            && let Some(first) = visit.screening.first_mut()
        {
            first.symptoms = vec!["fever".into(), "dry_cough".into()];
        }
        visit.informed = chance.happens(930).then_some(true);
        if outcome == "met" {
            visit.leaflets = Some(1);
        }
        if chance.happens(55) {
            visit.needs = vec![chance.weighted(&[("masks", 5), ("medicine", 3), ("groceries", 2)]).into()];
        }
    } else if outcome == "locked" && chance.happens(500) {
        visit.leaflets = Some(1);
    }
    let id = RecordId::mint(at, chance);
    let needs = visit.needs.clone();
    let asked_on = visit.visited_on;
    made.push(Made { scope: door.scope, kind: Visit::KIND, id, data: visit.data(), at });
    for category in needs.into_iter().filter(|category| NEEDS.contains(&category.as_str())) {
        let need = Need {
            household: Some(door.id),
            visit: Some(id),
            category,
            text: None,
            asked_on,
            status: chance.weighted(&[("open", 4), ("taken", 2), ("done", 4)]).into(),
            ..Need::default()
        };
        // A need follows the visit at which it was spoken of.
        made.push(Made {
            scope: door.scope,
            kind: Need::KIND,
            id: RecordId::mint(at + 1, chance),
            data: need.data(),
            at: at + 1,
        });
    }
}

fn screening(id: RecordId, person: &Person, call: &Call, chance: &Seeded) -> Screening {
    let returned = person.returned_on.is_some_and(|day| call.day.since(day) < 14);
    let cold = chance.happens(3);
    Screening {
        person: Some(id),
        symptoms: if cold { vec!["dry_cough".into()] } else { Vec::new() },
        returned: returned.then_some(true),
        contact: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::demo::plan::VILLAGES;
    use model::kind;

    const NOON: Millis = 1_772_337_600_000;

    fn doors(n: u128) -> Vec<Door> {
        let door = |nth: u128| Door {
            scope: Scope::Grid(RecordId::fixed(1)),
            id: RecordId::fixed(100 + nth),
            household: Household { door: format!("{nth}号"), head: "佘德旺".into(), ..Household::default() },
            people: vec![(RecordId::fixed(1000 + nth), Person { name: "佘德旺".into(), ..Person::default() })],
        };
        (0..n).map(door).collect()
    }

    #[test]
    fn every_record_is_valid_and_nothing_lies_ahead() {
        let made = made(&VILLAGES[0], &doors(100), NOON, true, &Seeded::new(5));
        let today = Day::from_unix_ms(NOON);
        for made in &made {
            let kind = kind::kind(made.kind).expect("a kind");
            assert_eq!(kind.check(&made.data), []);
            assert!(made.at < NOON);
        }
        let visits: Vec<Visit> =
            made.iter().filter(|made| made.kind == "visit").map(|made| Visit::read(&made.data)).collect();
        let on = |test: &dyn Fn(Day) -> bool| visits.iter().filter(|visit| visit.visited_on.is_some_and(test)).count();
        assert!(on(&|day| day == today) >= 3);
        assert_eq!(on(&|day| day >= today.plus(-SECOND_SWEEP)), 40);
        assert!(on(&|day| day <= today.plus(-FIRST_SWEEP.1)) > 90);
        assert_eq!(on(&|day| day > today.plus(-FIRST_SWEEP.1) && day < today.plus(-SECOND_SWEEP)), 0);
    }
}
