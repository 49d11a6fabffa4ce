//! Whom to call today, and a call being noted: what is asked, what is wrong with it, what saving it
//! means.

use crate::book::Book;
use model::{
    ambient::Millis,
    care::{CaseFile, Known, Moment, due::What, served::Served},
    day::Day,
    field::Problem,
    id::{RecordId, UserId},
    kind::{
        Payload,
        care_contact::{self, CareContact},
        errand::Errand,
        event::{Event, Step},
        need::Need,
    },
    op::Act,
    record::{Data, Scope},
};
use serde_json::Value;
use sync::{Draft, Intent};

/// What a talk of comfort is for: with the isolated person themselves, by whoever is given the calls.
const BY_TEAM: &[&str] = &["hotline", "inbound", "counselling"];
/// An answer that is no field: whether what is wrong with the body is reported.
const REPORT: &str = "report";

/// Whether a call or a question of today stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Nobody waits for it.
    NotDue,
    /// To be done.
    Due,
    /// Nobody answered, at that minute.
    Again(Option<i64>),
    /// Done.
    Done,
}

impl Asked {
    /// Whether somebody has to call.
    pub fn is_wanted(self) -> bool {
        matches!(self, Asked::Due | Asked::Again(_))
    }
}

/// One talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talk {
    /// The record.
    pub id: RecordId,
    /// What for.
    pub purpose: String,
    /// At which minute.
    pub minute: Option<i64>,
    /// Whether somebody answered.
    pub reached: bool,
    /// How the spirits were.
    pub mood: Option<i64>,
    /// Who asked; none while it is this phone's own and unconfirmed.
    pub by: Option<UserId>,
}

/// Someone to be called, as far as this phone knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callee {
    /// The case.
    pub case: RecordId,
    /// Behind which door.
    pub household: Option<RecordId>,
    /// Who.
    pub person: Option<RecordId>,
    /// Where.
    pub door: String,
    /// Their name.
    pub name: String,
    /// Where to reach them.
    pub phone: Option<String>,
    /// Day n of m.
    pub day: Option<(i32, i32)>,
    /// The last day, where no more is known.
    pub until: Option<Day>,
    /// Whether they are isolated still.
    pub open: bool,
    /// The grid of the case, if this phone has the case.
    pub grid: Option<Scope>,
    /// The team that looks after them.
    pub team: Option<Scope>,
    /// Whether that team makes the calls.
    pub team_calls: bool,
    /// The call of today.
    pub call: Asked,
    /// The question of today.
    pub inquiry: Asked,
    /// How the spirits were the last time.
    pub mood: Option<i64>,
    /// How they were reached the last time.
    pub mode: Option<String>,
    /// What was talked today, the latest last.
    pub talks: Vec<Talk>,
}

/// Everybody who is isolated, in walking order; then those whom only a team knows, by door.
pub fn callees(book: &Book, now: Moment) -> Vec<Callee> {
    let behind_doors = book.doors.iter().flat_map(|card| {
        let open = |(id, _): &(RecordId, _)| book.care.open_case(*id);
        card.people.iter().filter_map(open).map(|file| of_case(book, file, now))
    });
    let of_teams = book.care.served.iter().filter(|served| served.is_on()).map(|served| of_team(book, served, now));
    behind_doors.chain(of_teams).collect()
}

/// The person of a case, isolated still or not.
pub fn callee(book: &Book, case: RecordId, now: Moment) -> Option<Callee> {
    let file = book.care.file(case).map(|file| of_case(book, file, now));
    let served = || book.care.served.iter().find(|served| served.assignment.is.case == Some(case));
    file.or_else(|| served().map(|served| of_team(book, served, now)))
}

fn of_case(book: &Book, file: &CaseFile, now: Moment) -> Callee {
    let case = &file.case.is;
    let card = case.household.and_then(|id| book.door(id));
    let person = card.and_then(|card| card.people.iter().find(|(id, _)| Some(*id) == case.person));
    let own = person.and_then(|(_, person)| person.phone.clone());
    let due = if case.is_open() { book.care.due_of(file, now) } else { Vec::new() };
    let is_due = |what: &What| due.iter().any(|due| due.what == *what);
    let team = file.served_by();
    let contacts = || file.contacts.iter();
    Callee {
        case: file.case.id,
        household: case.household,
        person: case.person,
        door: card.map(|card| card.household.door.clone()).unwrap_or_default(),
        name: person.map(|(_, person)| person.name.clone()).unwrap_or_default(),
        phone: own.or_else(|| card?.household.phone.clone()),
        day: file.day_n(now.day),
        until: file.last_on(),
        open: case.is_open(),
        grid: Some(file.case.scope),
        team: team.map(|team| team.scope),
        team_calls: team.is_some_and(|team| team.is.calls == Some(true)),
        call: asked(is_due(&What::Call), "hotline", contacts(), now.day),
        inquiry: asked(is_due(&What::Inquiry), "inquiry", contacts(), now.day),
        mood: contacts().filter_map(|contact| contact.is.mood).next_back(),
        mode: contacts().map(|contact| contact.is.mode.clone()).next_back(),
        talks: talks(contacts(), now.day),
    }
}

fn of_team(book: &Book, served: &Served, now: Moment) -> Callee {
    let is = &served.assignment.is;
    let contacts = || served.contacts.iter();
    Callee {
        case: is.case.unwrap_or(served.assignment.id),
        household: is.household,
        person: is.person,
        door: is.door.clone(),
        name: is.name.clone(),
        phone: is.phone.clone(),
        day: None,
        until: is.to_on,
        open: served.is_on() && is.to_on.is_none_or(|to| now.day <= to),
        grid: None,
        team: Some(served.assignment.scope),
        team_calls: is.calls == Some(true),
        call: asked(served.call_due(now.day, &book.policy), "hotline", contacts(), now.day),
        inquiry: Asked::NotDue,
        mood: contacts().filter_map(|contact| contact.is.mood).next_back(),
        mode: contacts().map(|contact| contact.is.mode.clone()).next_back(),
        talks: talks(contacts(), now.day),
    }
}

/// A call that nobody answered was made; whoever made it is asked to try again.
fn asked<'a>(due: bool, purpose: &str, contacts: impl Iterator<Item = &'a Known<CareContact>>, today: Day) -> Asked {
    if due {
        return Asked::Due;
    }
    let mut made = contacts.filter(|contact| contact.is.purpose == purpose && contact.is.on == Some(today));
    let Some(first) = made.next() else { return Asked::NotDue };
    let all: Vec<_> = std::iter::once(first).chain(made).collect();
    if all.iter().any(|contact| contact.is.was_reached()) {
        return Asked::Done;
    }
    Asked::Again(all.last().and_then(|contact| contact.is.at_minute))
}

fn talks<'a>(contacts: impl Iterator<Item = &'a Known<CareContact>>, today: Day) -> Vec<Talk> {
    let talk = |contact: &Known<CareContact>| Talk {
        id: contact.id,
        purpose: contact.is.purpose.clone(),
        minute: contact.is.at_minute,
        reached: contact.is.was_reached(),
        mood: contact.is.mood,
        by: contact.by,
    };
    contacts.filter(|contact| contact.is.on == Some(today)).map(talk).collect()
}

impl Callee {
    /// Whether someone is to be called or asked today.
    pub fn is_wanted(&self) -> bool {
        self.call.is_wanted() || self.inquiry.is_wanted()
    }

    /// What comes first.
    pub fn first(&self) -> &'static str {
        match (self.call.is_wanted(), self.inquiry.is_wanted()) {
            (false, true) => "inquiry",
            (true, _) => "hotline",
            (false, false) => "inbound",
        }
    }

    /// What may be noted from this phone: who holds the team alone knows nothing of the household.
    pub fn purposes(&self) -> &'static [&'static str] {
        if self.grid.is_some() { care_contact::PURPOSE } else { BY_TEAM }
    }

    /// Where a talk lives: with the team that looks after them, so that it knows of it; what is asked
    /// at the door, with the grid.
    pub fn scope(&self, purpose: &str) -> Option<Scope> {
        self.team.filter(|_| BY_TEAM.contains(&purpose)).or(self.grid)
    }
}

/// Key of the draft of a talk about a case: one at a time.
pub fn draft_key(case: RecordId) -> String {
    format!("call:{case}")
}

/// The case of a draft's key.
pub fn case_of(key: &str) -> Option<RecordId> {
    key.strip_prefix("call:")?.parse().ok()
}

/// The draft as it is to be kept.
pub fn draft(callee: &Callee, answers: &Data, at: Millis) -> Draft {
    Draft {
        key: draft_key(callee.case),
        kind: CareContact::KIND.into(),
        version: care_contact::FORM.version,
        about: callee.household,
        at,
        data: answers.clone(),
        mends: None,
    }
}

/// The answers with which a note begins.
pub fn begun(callee: &Callee, purpose: Option<&str>) -> Data {
    let known = |code: &&str| callee.purposes().contains(code);
    let purpose = purpose.filter(known).unwrap_or_else(|| callee.first());
    let mode = callee.mode.clone().unwrap_or_else(|| "phone".into());
    Data::from_iter([("purpose".into(), purpose.into()), ("mode".into(), mode.into())])
}

/// What the talk is for.
pub fn purpose(answers: &Data) -> &str {
    answers.get("purpose").and_then(Value::as_str).unwrap_or_default()
}

/// The answers as the payload that would be saved.
pub fn settled(callee: &Callee, now: Moment, party: Option<bool>, answers: &Data) -> Data {
    let mut data = care_contact::FORM.settled(answers);
    data.remove(REPORT);
    data.retain(|_, value| !value.is_null());
    let ids = [("household", callee.household), ("case", Some(callee.case)), ("person", callee.person)];
    data.extend(ids.into_iter().filter_map(|(field, id)| Some((field.to_owned(), id?.to_string().into()))));
    data.insert("on".into(), now.day.to_string().into());
    data.insert("at_minute".into(), now.minute.into());
    if let Some(party) = party {
        data.insert("by_party".into(), party.into());
    }
    data
}

/// What is wrong with the answers.
pub fn problems(callee: &Callee, now: Moment, party: Option<bool>, answers: &Data) -> Vec<Problem> {
    let data = settled(callee, now, party, answers);
    let mut problems = care_contact::KIND.check(&data);
    if !data.contains_key("reached") {
        problems.push(Problem::new("reached", "required"));
    }
    problems
}

/// Whether somebody has to act at once on what was heard.
pub fn is_unwell(answers: &Data) -> bool {
    CareContact::read(&care_contact::FORM.settled(answers)).is_unwell()
}

/// Whether it is reported: unless someone says no.
pub fn reports(answers: &Data) -> bool {
    is_unwell(answers) && answers.get(REPORT).and_then(Value::as_bool) != Some(false)
}

/// The answers with that said.
pub fn with_report(answers: &Data, report: bool) -> Data {
    let mut answers = answers.clone();
    answers.insert(REPORT.into(), report.into());
    answers
}

/// The ids that saving needs: the talk, each need, the event.
pub fn ids_needed(answers: &Data) -> usize {
    2 + CareContact::read(&care_contact::FORM.settled(answers)).needs.len()
}

/// Who notes it, and when.
#[derive(Debug, Clone, Copy)]
pub struct Noted {
    /// By whom.
    pub by: Option<UserId>,
    /// When, by this phone's clock.
    pub at: Millis,
    /// Whether they are a Party member, if they have said so.
    pub party: Option<bool>,
}

/// What saving means: the talk; each need as a ticket of its own, with the grid or, from a phone that
/// holds the team alone, with the team; and what cannot wait.
pub fn intents(callee: &Callee, noted: Noted, answers: &Data, ids: Vec<RecordId>) -> Vec<Intent> {
    let now = Moment::at(noted.at);
    let data = settled(callee, now, noted.party, answers);
    let contact = CareContact::read(&data);
    let mut ids = ids.into_iter();
    let (Some(scope), Some(id)) = (callee.scope(&contact.purpose), ids.next()) else { return Vec::new() };
    let mut intents = vec![Intent { act: Act::Add { data }, kind: CareContact::KIND.into(), rec: id, scope }];
    for (category, id) in contact.needs.iter().zip(&mut ids) {
        intents.push(match callee.grid {
            Some(grid) => Intent::add(id, grid, &need(callee, category, now)),
            None => Intent::add(id, scope, &errand(callee, category, now)),
        });
    }
    if let (Some(grid), Some(id), true) = (callee.grid, ids.next(), reports(answers)) {
        intents.push(Intent::add(id, grid, &urgent(callee, &contact, noted)));
    }
    intents
}

fn need(callee: &Callee, category: &str, now: Moment) -> Need {
    Need {
        household: callee.household,
        case: Some(callee.case),
        person: callee.person,
        category: category.into(),
        asked_on: Some(now.day),
        asked_minute: Some(now.minute),
        status: "open".into(),
        ..Need::default()
    }
}

fn errand(callee: &Callee, category: &str, now: Moment) -> Errand {
    Errand {
        household: callee.household,
        case: Some(callee.case),
        door: callee.door.clone(),
        to_name: Some(callee.name.clone()).filter(|name| !name.is_empty()),
        phone: callee.phone.clone(),
        category: category.into(),
        asked_on: Some(now.day),
        asked_minute: Some(now.minute),
        status: "open".into(),
        ..Errand::default()
    }
}

fn urgent(callee: &Callee, contact: &CareContact, noted: Noted) -> Event {
    let reported = Step { what: "reported".into(), at: Some(noted.at), by: noted.by, ..Step::default() };
    Event {
        household: callee.household,
        case: Some(callee.case),
        person: callee.person,
        about: "fever_symptom".into(),
        urgent: Some(true),
        text: contact.content.clone(),
        found_at: Some(noted.at),
        reported_at: Some(noted.at),
        status: "reported".into(),
        steps: vec![reported],
        ..Event::default()
    }
}

#[cfg(test)]
mod tests;
