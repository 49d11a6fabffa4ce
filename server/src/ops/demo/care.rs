//! Isolation in 云溪镇: a few cases in all their states, counted back from today.
//!
//! A case is laid down as it stands now; its readings, calls and errands are those that have become
//! due since it began, by the same rules that say so on a phone.

mod day_by_day;

use super::{
    names,
    plan::{VILLAGES, VillagePlan},
    seeded::Seeded,
    teams,
    township::{SEED, Township},
    visits::{Door, Made},
};
use model::{
    ambient::Millis,
    care::{Moment, gate},
    day::Day,
    id::{RecordId, UserId},
    kind::{
        Payload,
        assignment::{self, Assignment},
        care_team::{self, CareTeam},
        isolation::{self, CONDITION, Change, Isolation},
        person::Person,
    },
    record::Scope,
};

/// How a case stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Pending,
    Running,
    Feverish,
    DueToday,
    Released,
    Lost,
    ToCentral,
    Referred,
}

/// Cases behind one door.
struct Plan {
    village: usize,
    people: usize,
    /// So many days ago.
    began: i32,
    stands: Stands,
    /// So many days ago, for those that are over.
    ended: i32,
}

const fn plan(village: usize, people: usize, began: i32, stands: Stands, ended: i32) -> Plan {
    Plan { village, people, began, stands, ended }
}

/// All of them, by place in [`VILLAGES`].
static PLANS: &[Plan] = &[
    plan(0, 1, 0, Stands::Pending, 0),
    plan(0, 2, 5, Stands::Running, 0),
    plan(0, 1, 9, Stands::Feverish, 0),
    plan(0, 1, 14, Stands::DueToday, 0),
    plan(0, 1, 18, Stands::Released, 4),
    plan(1, 1, 7, Stands::Running, 0),
    plan(6, 1, 6, Stands::ToCentral, 2),
    plan(9, 1, 11, Stands::Lost, 3),
    plan(10, 1, 8, Stands::Referred, 1),
];

/// The villages that have cases.
pub fn villages() -> std::collections::BTreeSet<usize> {
    PLANS.iter().map(|plan| plan.village).collect()
}

const DAYS: i32 = 14;
/// Isolation begins at ten in the morning; one that was opened today, at half past seven.
const BEGAN: i64 = 600;
const BEGAN_TODAY: i64 = 450;

/// Everything that is known of the cases of one village.
pub fn made(index: usize, township: &Township, doors: &[Door], now: Millis) -> Vec<Made> {
    let chance = Seeded::new(SEED ^ (5000 + index as u64));
    let village = &VILLAGES[index];
    let worker = township.workers().nth(village.worker - 1).expect("every village is walked");
    let user = |account| township.person(account).map(|person| person.user);
    let own = index == 0;
    let mut book = Book {
        now,
        chance: &chance,
        made: Vec::new(),
        team: Scope::Team(township.teams[teams::serving(village)]),
        worker: (worker.plan.name.into(), worker.user),
        lead: user("czg01").filter(|_| own),
        volunteer: user("zyz01").filter(|_| own),
        doctor: villager(village, &chance),
    };
    let mut homes = doors.iter().skip(4).step_by(5);
    for plan in PLANS.iter().filter(|plan| plan.village == index) {
        let fits = |door: &&Door| grown(door, now).count() >= plan.people.max(2);
        let Some(door) = homes.find(fits) else { continue };
        for (person, who) in grown(door, now).take(plan.people) {
            book.case(plan, village, door, (*person, who));
        }
    }
    book.made
}

fn grown(door: &Door, now: Millis) -> impl Iterator<Item = &(RecordId, Person)> {
    let year = i64::from(Day::from_unix_ms(now).year());
    door.people.iter().filter(move |(_, person)| person.born.is_some_and(|born| (18..=70).contains(&(year - born))))
}

fn villager(village: &VillagePlan, chance: &Seeded) -> String {
    format!("{}{}", names::family(village.clans, chance), names::given(1978, chance.happens(500), chance))
}

/// What is being written down in one village.
struct Book<'a> {
    now: Millis,
    chance: &'a Seeded,
    made: Vec<Made>,
    team: Scope,
    worker: (String, UserId),
    lead: Option<UserId>,
    volunteer: Option<UserId>,
    doctor: String,
}

/// A case with all that goes with it.
struct Case<'a> {
    id: RecordId,
    person: RecordId,
    who: &'a Person,
    door: &'a Door,
    /// How the door is called by those who do not live there.
    address: String,
    is: Isolation,
    stands: Stands,
}

impl Book<'_> {
    fn today(&self) -> Day {
        Day::from_unix_ms(self.now)
    }

    /// A minute of a day as milliseconds UTC; nothing lies ahead.
    fn at(&self, day: Day, minute: i64) -> Millis {
        let midnight = i64::from(day.since(Day::from_unix_ms(0))) * 24 * 60 - 8 * 60;
        ((midnight + minute) * 60_000).min(self.now - 60_000)
    }

    fn put<T: Payload>(&mut self, scope: Scope, at: Millis, payload: &T) -> RecordId {
        let id = RecordId::mint(at, self.chance);
        self.put_as(id, scope, at, payload);
        id
    }

    fn put_as<T: Payload>(&mut self, id: RecordId, scope: Scope, at: Millis, payload: &T) {
        self.made.push(Made { scope, kind: T::KIND, id, data: payload.data(), at });
    }

    fn case(&mut self, plan: &Plan, village: &VillagePlan, door: &Door, (person, who): (RecordId, &Person)) {
        let id = isolation::id_of(person, 0);
        let group = door.household.group.clone().unwrap_or_default();
        let address = format!("{}{group}{}", village.name, door.household.door);
        let is = self.isolation(plan, id, door, person);
        let began = self.at(is.from_on.unwrap_or(self.today()), is.from_minute.unwrap_or(BEGAN));
        self.put_as(id, door.scope, began, &is);
        let case = Case { id, person, who, door, address, is, stands: plan.stands };
        if plan.stands == Stands::Pending {
            return;
        }
        self.care_team(village, &case, began);
        self.assignment(&case, began);
        self.readings(&case);
        self.contacts(&case);
        self.needs(&case);
    }

    fn isolation(&self, plan: &Plan, id: RecordId, door: &Door, person: RecordId) -> Isolation {
        let from = self.today().plus(-plan.began);
        let ended = self.today().plus(-plan.ended);
        let (by, change) =
            (self.lead, |on, what: &str, by| Change { on: Some(on), what: what.into(), by, ..Change::default() });
        let mut case = Isolation {
            household: Some(door.id),
            person: Some(person),
            reason: Some("returned".into()),
            origin: Some("hubei".into()),
            anchor: "first_day".into(),
            anchor_on: Some(from),
            proof: Some("ticket".into()),
            place: Some("home".into()),
            from_on: Some(from),
            from_minute: Some(if plan.began == 0 { BEGAN_TODAY } else { BEGAN }),
            end_on: Some(from.plus(DAYS)),
            conditions: CONDITION.iter().map(|condition| (*condition).to_owned()).collect(),
            notice_given: Some(true),
            pledge_signed: Some(true),
            doctor: Some(self.doctor.clone()),
            family_name: Some(door.household.head.clone()),
            family_phone: door.household.phone.clone(),
            changes: vec![change(from, "opened", Some(self.worker.1))],
            status: "pending".into(),
            ..Isolation::default()
        };
        let (status, reason, what) = match plan.stands {
            Stands::Pending => return case,
            Stands::Running | Stands::Feverish | Stands::DueToday => ("isolating", None, None),
            Stands::Released => ("released", Some("period_over"), Some("released")),
            Stands::Lost => ("lost", Some("lost"), Some("lost")),
            Stands::ToCentral => ("to_central", Some("to_central"), Some("to_central")),
            Stands::Referred => ("referred", Some("referred"), Some("referred")),
        };
        (case.status, case.end_reason) = (status.into(), reason.map(Into::into));
        (case.decided_by, case.decided_on) = (by, Some(from));
        case.changes.push(change(from, "approved", by));
        if let Some(what) = what {
            (case.ended_on, case.ended_minute) = (Some(ended), Some(720));
            case.changes.push(change(ended, what, by));
        }
        match plan.stands {
            Stands::Released => {
                case.signed_off_by = Some(self.doctor.clone());
                case.release_no = Some(gate::release_no(id, ended));
            }
            Stands::ToCentral => case.referred_to = Some("县集中隔离点".into()),
            Stands::Referred => case.referred_to = Some("县医院发热门诊".into()),
            _ => {}
        }
        case
    }

    /// 四包一: who walks there, who leads, the doctor, a Party member.
    fn care_team(&mut self, village: &VillagePlan, case: &Case, at: Millis) {
        let member = |name: String, duty: &str, party, staff| care_team::Member {
            name,
            duty: duty.into(),
            phone: None,
            party: Some(party),
            staff,
        };
        let members = vec![
            member(self.worker.0.clone(), "grid_worker", false, Some(self.worker.1)),
            member(villager(village, self.chance), "village_cadre", true, None),
            member(self.doctor.clone(), "medic", false, None),
            member(villager(village, self.chance), "party_volunteer", true, self.volunteer),
        ];
        let (household, from_on) = (Some(case.door.id), case.is.from_on);
        let team = CareTeam { household, case: Some(case.id), from_on, members };
        self.put(case.door.scope, at, &team);
    }

    fn assignment(&mut self, case: &Case, at: Millis) {
        let over = case.is.ended_on.is_some();
        let given = Assignment {
            household: Some(case.door.id),
            case: Some(case.id),
            person: Some(case.person),
            door: case.address.clone(),
            name: case.who.name.clone(),
            phone: case.who.phone.clone().or_else(|| case.door.household.phone.clone()),
            from_on: case.is.from_on,
            to_on: case.is.ended_on.or(case.is.end_on),
            calls: Some(case.stands == Stands::DueToday),
            note: None,
            status: if over { "ended" } else { "active" }.into(),
        };
        self.put_as(assignment::id_of(case.id, self.team.id()), self.team, at, &given);
    }

    fn moment(&self) -> Moment {
        Moment::at(self.now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        care::{Care, due::What},
        kind::{self, household::Household, policy::Policies},
        record::Record,
    };

    /// An afternoon in March.
    const NOW: Millis = 1_772_350_200_000;

    fn doors() -> Vec<Door> {
        let person = |name: &str| Person { name: name.into(), born: Some(1980), ..Person::default() };
        let door = |nth: u128| Door {
            scope: Scope::Grid(RecordId::fixed(1)),
            id: RecordId::fixed(100 + nth),
            household: Household { door: format!("{nth}号"), head: "佘德旺".into(), ..Household::default() },
            people: vec![
                (RecordId::fixed(1000 + nth), person("佘德旺")),
                (RecordId::fixed(2000 + nth), person("许秋月")),
            ],
        };
        (0..60).map(door).collect()
    }

    fn records(index: usize) -> Vec<Record> {
        let record = |made: Made| Record {
            kind: made.kind.into(),
            id: made.id,
            scope: made.scope,
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: Some(made.at),
            late: false,
            data: made.data,
            gone: None,
        };
        made(index, &Township::new(), &doors(), NOW).into_iter().map(record).collect()
    }

    #[test]
    fn every_record_is_valid_names_only_earlier_ones_and_nothing_lies_ahead() {
        for index in villages() {
            let mut known: Vec<RecordId> = Vec::new();
            let township = Township::new();
            let places = doors().into_iter().flat_map(|door| [door.id, door.people[0].0, door.people[1].0]);
            known.extend(places.chain(township.teams.iter().copied()));
            for record in records(index) {
                let kind = kind::kind(&record.kind).expect("a kind");
                assert_eq!(kind.check(&record.data), [], "{}", record.kind);
                for (field, _, id) in kind.refs(&record.data) {
                    assert!(known.iter().any(|known| known.to_string() == id), "{}.{field}", record.kind);
                }
                assert!(record.at.is_some_and(|at| at < NOW), "{}", record.kind);
                known.push(record.id);
            }
        }
    }

    #[test]
    fn the_first_village_shows_what_there_is_to_do() {
        let records = records(0);
        let care = Care::of(&records, Policies::default());
        let now = Moment::at(NOW);
        let statuses = |status: &str| care.files.iter().filter(|file| file.case.is.status == status).count();
        assert_eq!((statuses("pending"), statuses("isolating"), statuses("released")), (1, 4, 1));
        let due = care.due(now);
        let count = |is: fn(&What) -> bool| due.iter().filter(|due| is(&due.what)).count();
        assert_eq!(count(|what| matches!(what, What::Approval)), 1);
        assert_eq!(count(|what| matches!(what, What::Release)), 1);
        assert!(count(|what| matches!(what, What::Reading(_))) >= 2);
        assert!(count(|what| matches!(what, What::Call)) >= 3);
        let file = care.files.iter().find(|file| file.case.is.end_on == Some(now.day)).expect("one that is over");
        assert_eq!(file.missing_for_release(care.policies(), now), [gate::Missing::SignOff]);
    }
}
