//! Events as plain values: what is reported, whom it waits for, and what saving a step means.

use model::{
    access::Role,
    ambient::Millis,
    field::Problem,
    id::{RecordId, UserId},
    kind::{
        Payload,
        directory::{Grid, Staff, Town},
        event::{self, Event, Looks, Step, URGENT},
        policy::Policy,
        post::Post,
        team::Team,
        visit::Visit,
    },
    op::Act,
    record::{Data, Record, Scope},
    text::{Needle, SearchKey},
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use sync::{Draft, Held, Intent, Standing, State};

/// Closed events are shown for so long.
const SHOWN: Millis = 14 * 86_400_000;
/// So many colleagues are offered before one searches.
const OFFERED: usize = 6;
const MINUTE: Millis = 60_000;

/// Key of the draft of what is being reported: one at a time.
pub const DRAFT: &str = "event:new";

/// Who is at this phone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Who {
    /// The user.
    pub me: Option<UserId>,
    /// Their roles.
    pub roles: Vec<Role>,
}

/// An event with its record.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The record.
    pub record: Record,
    /// What it says.
    pub event: Event,
    /// How far its record has come.
    pub standing: Standing,
}

/// For whom, and for what, an event waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// I was asked, or have taken it.
    Mine,
    /// Nobody has taken it, and I answer for the place.
    Waiting,
    /// It was dealt with; I may close it.
    ToClose,
    /// I have reported it.
    Reported,
    /// Others have it.
    Going,
    /// It is closed.
    Over,
}

impl Group {
    /// Whether it waits for whoever looks.
    pub fn waits(self) -> bool {
        matches!(self, Group::Mine | Group::Waiting | Group::ToClose)
    }
}

fn seen((held, event): (&Held, Event)) -> Seen {
    Seen { record: held.record.clone(), event, standing: held.standing }
}

/// One event.
pub fn one(state: &State, id: RecordId) -> Option<Seen> {
    state.get(Event::KIND, id).map(|held| seen((held, held.record.read())))
}

/// All events that are held: urgent ones first, then those that are overdue, then the oldest; those
/// that are over last, the latest of them first.
pub fn all(state: &State, now: Millis, policy: &Policy) -> Vec<Seen> {
    let mut all: Vec<Seen> = state.all::<Event>().map(seen).collect();
    all.sort_by_key(|one| {
        let event = &one.event;
        let over = !event.is_open();
        let found = event.found_at.unwrap_or_default();
        let pressing = (event.urgent != Some(true), !event.is_overdue(now, policy));
        (over, pressing, if over { -found } else { found }, one.record.id)
    });
    all
}

impl Seen {
    /// How `who` looks at it.
    pub fn looks(&self, who: &Who) -> Looks {
        let answers = who.roles.iter().any(|role| role.takes_events(self.record.scope));
        let reported = self.record.by.is_none() || self.record.by == who.me;
        Looks { me: who.me, answers, reported }
    }

    /// Where it stands for `who` at `now`; nowhere once it was closed long ago.
    pub fn group(&self, who: &Who, now: Millis) -> Option<Group> {
        let event = &self.event;
        let looks = self.looks(who);
        if event.is_closed() {
            let closed = event.closed_at().or(event.found_at).unwrap_or_default();
            return (now - closed < SHOWN).then_some(if looks.reported { Group::Reported } else { Group::Over });
        }
        let asked = event.assigned().any(|step| step.to.is_some() && step.to == who.me);
        let round = event.stands().round;
        let took = event.steps.iter().any(|step| {
            step.what == "accepted" && step.round.unwrap_or(0) == round && (step.by.is_none() || step.by == who.me)
        });
        Some(match event.status() {
            "assigned" if asked => Group::Mine,
            "accepted" if took && looks.answers => Group::Mine,
            "found" | "reported" if looks.answers => Group::Waiting,
            "handled" if looks.answers => Group::ToClose,
            _ if looks.reported => Group::Reported,
            _ => Group::Going,
        })
    }

    /// Who has it now, if anybody.
    pub fn with_whom(&self) -> Option<UserId> {
        let event = &self.event;
        let asked = event.assigned().filter_map(|step| step.to).min();
        let round = event.stands().round;
        let took = event.steps.iter().rfind(|step| step.what == "accepted" && step.round.unwrap_or(0) == round);
        asked.or_else(|| took.filter(|_| event.status() == "accepted").and_then(|step| step.by))
    }

    /// A step of it, as it is to be saved. None where the event has gone on meanwhile.
    pub fn taken(&self, step: Step, rating: Option<i64>) -> Option<Intent> {
        let mut set = self.event.taken(step)?;
        set.extend(rating.map(|rating| ("rating".to_owned(), rating.into())));
        Some(Intent::set(&self.record, set))
    }
}

/// Where `who` may report: the grid, team, post or township in which they work, by name.
pub fn places(state: &State, who: &Who) -> Vec<(Scope, String)> {
    let held = state.held_scopes();
    let scopes: BTreeSet<Scope> = who.roles.iter().flat_map(|role| role.works_in(&held)).collect();
    let code = |scope: Scope| {
        let grid = state.get(Grid::KIND, scope.id()).filter(|_| matches!(scope, Scope::Grid(_)));
        grid.map(|held| held.record.read::<Grid>().code).unwrap_or_default()
    };
    let name = |scope: Scope| {
        let id = scope.id();
        let named = match scope {
            Scope::Grid(_) => state.get(Grid::KIND, id).map(|held| held.record.read::<Grid>().name),
            Scope::Team(_) => state.get(Team::KIND, id).map(|held| held.record.read::<Team>().name),
            Scope::Post(_) => state.get(Post::KIND, id).map(|held| held.record.read::<Post>().name),
            Scope::Town(_) => state.get(Town::KIND, id).map(|held| held.record.read::<Town>().name),
        };
        named.unwrap_or_default()
    };
    let mut places: Vec<(Scope, String)> = scopes.into_iter().map(|scope| (scope, name(scope))).collect();
    // One's own doors before the township.
    places.sort_by_cached_key(|(scope, name)| (matches!(scope, Scope::Town(_)), code(*scope), name.clone(), *scope));
    places
}

/// Where `who` was last, of the places where they may report: what is reported is mostly seen there.
pub fn usual_place(state: &State, who: &Who) -> Option<Scope> {
    let places = places(state, who);
    let own = |held: &&Held| held.record.by.is_none() || held.record.by == who.me;
    let visits = state.held(Visit::KIND).filter(own).filter(|held| place_name(&places, held.record.scope).is_some());
    visits.max_by_key(|held| (held.record.at, held.record.id)).map(|held| held.record.scope)
}

/// The name of a place.
pub fn place_name(places: &[(Scope, String)], scope: Scope) -> Option<&str> {
    places.iter().find(|(one, _)| *one == scope).map(|(_, name)| name.as_str())
}

/// What stands in the form at first.
pub fn begun(household: Option<RecordId>) -> Data {
    household.map(|id| ("household".to_owned(), id.to_string().into())).into_iter().collect()
}

/// The answers once another type is chosen: whether it is urgent is said with it, until one says
/// otherwise.
pub fn with_urgency(answers: &Data) -> Data {
    let about = answers.get("type").and_then(Value::as_str).unwrap_or_default();
    let mut answers = answers.clone();
    answers.remove("urgent");
    if URGENT.contains(&about) {
        answers.insert("urgent".into(), true.into());
    }
    answers
}

/// The draft as it is to be kept.
pub fn draft(answers: &Data, at: Millis) -> Draft {
    let about = answers.get("household").and_then(Value::as_str).and_then(|id| id.parse().ok());
    Draft {
        key: DRAFT.into(),
        kind: Event::KIND.into(),
        version: event::FORM.version,
        about,
        at,
        data: answers.clone(),
        mends: None,
    }
}

/// The answers as the event that would be saved.
pub fn settled(answers: &Data, who: &Who, now: Millis, policy: &Policy) -> Event {
    let text = |field: &str| {
        let said = answers.get(field).and_then(Value::as_str).map(str::trim).filter(|said| !said.is_empty());
        said.map(str::to_owned)
    };
    let given = Event::read(&event::FORM.settled(answers));
    let reported = Step { what: "reported".into(), at: Some(now), by: who.me, ..Step::default() };
    let urgent = given.urgent == Some(true);
    Event {
        household: given.household,
        about: given.about,
        urgent: urgent.then_some(true),
        text: text("text"),
        place: text("place").filter(|_| given.household.is_none()),
        photos: given.photos,
        found_at: Some(now),
        reported_at: Some(now),
        due_at: Some(now + policy.event_limit(urgent) * MINUTE),
        status: "reported".into(),
        steps: vec![reported],
        ..Event::default()
    }
}

/// What is wrong with the answers.
pub fn problems(answers: &Data, who: &Who, now: Millis, policy: &Policy) -> Vec<Problem> {
    let event = settled(answers, who, now, policy);
    let mut problems = event::KIND.check(&event.data());
    if event.about == "other" && event.text.is_none() {
        problems.push(Problem::new("text", "other_needs_words"));
    }
    problems
}

/// What saving means.
pub fn intent(id: RecordId, scope: Scope, event: &Event) -> Intent {
    Intent { act: Act::Add { data: event.data() }, kind: Event::KIND.into(), rec: id, scope }
}

/// Somebody to whom an event may be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their first role.
    pub role: Option<String>,
    /// Whether they have recorded something at this place, and so hold it.
    pub here: bool,
}

/// Colleagues at a place, those who work there first; by name once something is typed.
pub fn colleagues(state: &State, scope: Scope, me: Option<UserId>, typed: &str) -> Vec<Colleague> {
    let mut here: BTreeMap<UserId, usize> = BTreeMap::new();
    for kind in model::kind::KINDS {
        for by in state.held(kind.name).filter(|held| held.record.scope == scope).filter_map(|held| held.record.by) {
            *here.entry(by).or_default() += 1;
        }
    }
    let needle = Needle::parse(typed);
    let works = |staff: &Staff| staff.roles.iter().filter_map(|role| Role::from_code(role)).any(Role::works);
    let mut all: Vec<(bool, usize, Colleague)> = state
        .all::<Staff>()
        .filter(|(held, staff)| works(staff) && me.map(RecordId::from) != Some(held.record.id))
        .filter_map(|(held, staff)| {
            let id: UserId = held.record.id.to_string().parse().ok()?;
            let found =
                needle.as_ref().is_none_or(|needle| needle.matches(&SearchKey::new(&staff.name, "", "")).is_some());
            let n = here.get(&id).copied().unwrap_or(0);
            let one = Colleague { id, name: staff.name, role: staff.roles.first().cloned(), here: n > 0 };
            found.then_some((n == 0, n, one))
        })
        .collect();
    all.sort_by(|(far, n, a), (other, m, b)| (far, m, &a.name, a.id).cmp(&(other, n, &b.name, b.id)));
    all.into_iter().map(|(.., one)| one).take(OFFERED).collect()
}

/// A line of the way: a step that was taken, or one that is still to come.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// Taken.
    Taken(Step),
    /// Still to come, by its code.
    Ahead(&'static str),
}

/// The whole way, from what was done to what is still to come.
pub fn way(event: &Event) -> Vec<Line> {
    let mut taken: Vec<Step> = event.steps.clone();
    taken.sort_by_key(|step| (step.at, step.round));
    let ahead: &[&str] = match event.status() {
        "found" | "reported" => &["accepted", "handled", "closed"],
        "accepted" | "assigned" => &["handled", "closed"],
        "handled" => &["closed"],
        _ => &[],
    };
    taken.into_iter().map(Line::Taken).chain(ahead.iter().map(|code| Line::Ahead(code))).collect()
}

/// A step by whoever is at this phone.
pub fn step(what: &str, who: &Who, at: Millis, note: &str) -> Step {
    let note = Some(note.trim().to_owned()).filter(|note| !note.is_empty());
    Step { what: what.into(), at: Some(at), by: who.me, note, ..Step::default() }
}

/// A step that gives it to somebody.
pub fn assigned(who: &Who, at: Millis, to: UserId, until: Millis) -> Step {
    Step { to: Some(to), until: Some(until), ..step("assigned", who, at, "") }
}

/// The answers with the place that was chosen.
pub fn at_place(answers: &Data, scope: Scope) -> Data {
    let mut answers = answers.clone();
    answers.insert("scope".into(), json!(scope));
    answers
}

/// The place that was chosen; the only one there is, if there is one.
pub fn chosen_place(answers: &Data, places: &[(Scope, String)]) -> Option<Scope> {
    let said: Option<Scope> = answers.get("scope").and_then(Value::as_str).and_then(|scope| scope.parse().ok());
    match places {
        [(only, _)] => Some(*only),
        _ => said.filter(|scope| places.iter().any(|(one, _)| one == scope)),
    }
}

#[cfg(test)]
mod tests;
