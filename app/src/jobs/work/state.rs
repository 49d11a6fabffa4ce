//! Own work being noted down: what this phone offers, what a form begins with, what saving it means.

use crate::parts::Pick;
use model::{
    access::Role,
    day::Day,
    field::Problem,
    id::{RecordId, UserId},
    kind::{
        KINDS, Kind, Life, Payload,
        directory::{Grid, Village},
        disinfection::Disinfection,
        post::Post,
        rota::{self, Rota},
        team::Team,
    },
    op::Act,
    record::{Data, Record, Scope},
    work,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use sync::{Draft, Held, Intent, State};

/// Key of the draft of a kind: one at a time.
pub fn draft_key(kind: &str) -> String {
    format!("add:{kind}")
}

/// The kind of which a draft is, from its key.
pub fn kind_of(key: &str) -> Option<&str> {
    key.strip_prefix("add:")
}

/// The draft as it is to be kept, with the place where it is to be noted.
pub fn draft(kind: &Kind, place: Option<Scope>, answers: &Data, at: i64) -> Draft {
    Draft {
        key: draft_key(kind.name),
        kind: kind.name.into(),
        version: kind.form.map_or(kind.version, |form| form.version),
        about: place.map(|place| place.id()),
        at,
        data: answers.clone(),
        mends: None,
    }
}

/// The kinds that these roles may note down here, in the order of the model's list.
pub fn offers(roles: &[Role], state: &State) -> Vec<&'static Kind> {
    let held = state.held_scopes();
    KINDS.iter().copied().filter(|kind| !work::places(kind, roles, &held).is_empty()).collect()
}

/// Where these roles may note down a kind: where one did so last comes first, then by name.
pub fn places(kind: &Kind, roles: &[Role], state: &State, me: UserId) -> Vec<Scope> {
    let mut places = work::places(kind, roles, &state.held_scopes());
    let last = last_place(state, me);
    places.sort_by_cached_key(|place| (last != Some(*place), order_of(state, *place), *place));
    places
}

/// Where one noted down anything last.
pub fn last_place(state: &State, me: UserId) -> Option<Scope> {
    let logs = KINDS.iter().filter(|kind| kind.form.is_some() && kind.life == Life::Log);
    let works = logs.filter(|kind| kind.home == model::kind::Home::Work);
    let own = works.flat_map(|kind| state.held(kind.name)).map(|held| &held.record);
    work::last(own, me).map(|record| record.scope)
}

/// What a place of work is called.
pub fn place_name(state: &State, place: Scope) -> String {
    match place {
        Scope::Grid(id) => named::<Grid>(state, id, |grid| grid.name),
        Scope::Team(id) => named::<Team>(state, id, |team| team.name),
        Scope::Post(id) => named::<Post>(state, id, |post| post.name),
        Scope::Town(id) => named::<model::kind::directory::Town>(state, id, |town| town.name),
    }
}

/// In walking order for grids, by name else.
fn order_of(state: &State, place: Scope) -> String {
    match place {
        Scope::Grid(id) => named::<Grid>(state, id, |grid| grid.code),
        other => place_name(state, other),
    }
}

fn named<T: Payload>(state: &State, id: RecordId, name: impl Fn(T) -> String) -> String {
    state.get(T::KIND, id).map(|held| name(held.record.read())).unwrap_or_default()
}

/// The villages of what is held here: a worker's own come first.
pub fn own_villages(state: &State) -> BTreeSet<RecordId> {
    let held = state.held_scopes();
    let village_of = |grid: RecordId| state.get(Grid::KIND, grid).and_then(|held| held.record.read::<Grid>().village);
    let grids = held.iter().filter_map(|scope| match scope {
        Scope::Grid(id) => Some(*id),
        _ => None,
    });
    let teams = held.iter().filter(|scope| matches!(scope, Scope::Team(_)));
    let of_teams = teams.flat_map(|team| named_grids(state, team.id()));
    let posts = held.iter().filter(|scope| matches!(scope, Scope::Post(_)));
    let of_posts = posts.filter_map(|post| state.get(Post::KIND, post.id())?.record.read::<Post>().village);
    grids.chain(of_teams).filter_map(village_of).chain(of_posts).collect()
}

fn named_grids(state: &State, team: RecordId) -> Vec<RecordId> {
    state.get(Team::KIND, team).map(|held| held.record.read::<Team>().grids).unwrap_or_default()
}

/// What a record is called where it is chosen from: its name, title or place.
pub fn name_of(state: &State, record: &Record) -> String {
    let text = |field: &str| record.data.get(field).and_then(Value::as_str).map(str::to_owned);
    let name = ["name", "title", "place"].into_iter().find_map(text).unwrap_or_default();
    let village = text("village").filter(|_| record.kind == "station").and_then(|id| id.parse().ok());
    match village.map(|id| named::<Village>(state, id, |village| village.name)) {
        Some(village) => format!("{village} {name}"),
        None => name,
    }
}

/// The records of a kind to choose from: those of one's own village first, then in their order.
pub fn picks(state: &State, kind: &str) -> Vec<Pick> {
    let villages = own_villages(state);
    let held = state.held_scopes();
    let is_near = |record: &Record| {
        let village = record.data.get("village").and_then(Value::as_str).and_then(|id| id.parse().ok());
        villages.contains(&record.id)
            || village.is_some_and(|id: RecordId| villages.contains(&id))
            || held.contains(&Scope::Team(record.id))
    };
    let code = |record: &Record| record.data.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut records: Vec<&Record> = state.held(kind).map(|held| &held.record).collect();
    records.sort_by_cached_key(|record| (!is_near(record), code(record), name_of(state, record), record.id));
    let pick = |record: &Record| Pick {
        id: record.id.to_string(),
        name: name_of(state, record),
        text: record.data.get("text").and_then(Value::as_str).map(str::to_owned),
        last: false,
    };
    records.into_iter().map(pick).collect()
}

/// What a form begins with: the village where there is but one, the team where one works with it,
/// and, if asked for, all that holds again.
pub fn begun(kind: &Kind, state: &State, place: Option<Scope>, last: Option<&Record>, again: bool) -> Data {
    let mut answers = last.filter(|_| again).map(|last| work::again(kind, &last.data)).unwrap_or_default();
    let mut known = |field: &str, id: Option<RecordId>| {
        if let Some(id) = id.filter(|_| kind.field(field).is_some() && !answers.contains_key(field)) {
            answers.insert(field.into(), id.to_string().into());
        }
    };
    let village = |id: RecordId| state.get(Grid::KIND, id).and_then(|held| held.record.read::<Grid>().village);
    match place {
        Some(Scope::Team(team)) => known("team", Some(team)),
        Some(Scope::Grid(grid)) if kind.life == Life::Log => known("village", village(grid)),
        _ => {}
    }
    let villages = own_villages(state);
    known("village", villages.first().copied().filter(|_| villages.len() == 1));
    answers
}

/// What the form of 消杀 begins with at a point of the rota: the point, and how it was done last.
pub fn at_point(rota: &Record, state: &State, me: UserId) -> Data {
    let point: Rota = rota.read();
    let own = || state.held(Disinfection::KIND).map(|held| &held.record);
    let here = own().filter(|record| record.read::<Disinfection>().rota == Some(rota.id));
    let last = here.max_by_key(|record| (work::day_of(record), record.id)).or_else(|| work::last(own(), me));
    let mut answers = last.map(|last| work::again(&model::kind::disinfection::KIND, &last.data)).unwrap_or_default();
    // Those of another place say nothing of this one.
    for field in ["place", "place_type", "area_m2", "village", "amount"] {
        answers.remove(field);
    }
    let known = Disinfection {
        rota: Some(rota.id),
        place: point.place,
        place_type: point.place_type,
        area_m2: point.area_m2,
        village: point.village,
        ..Disinfection::default()
    };
    answers.extend(known.data());
    answers
}

/// The points that are to be disinfected.
pub fn due(state: &State, today: Day) -> Vec<rota::Due> {
    let rotas = state.held(Rota::KIND).map(|held| &held.record);
    rota::due(rotas, state.held(Disinfection::KIND).map(|held| &held.record), today)
}

/// What is wrong with the answers.
pub fn problems(kind: &Kind, answers: &Data, now: i64) -> Vec<Problem> {
    kind.check(&work::settled(kind, answers, now))
}

/// What saving the answers means.
pub fn intent(kind: &Kind, place: Scope, id: RecordId, answers: &Data, now: i64) -> Intent {
    let data = work::settled(kind, answers, now);
    Intent { act: Act::Add { data }, kind: kind.name.into(), rec: id, scope: place }
}

/// What changing a record that is kept means: the fields that say something else now. None where
/// none does.
pub fn change(kind: &Kind, record: &Record, answers: &Data, now: i64) -> Option<Intent> {
    let now_says = work::settled(kind, answers, now);
    let asked = kind.form.into_iter().flat_map(|form| form.questions).map(|question| question.field);
    let of = |data: &Data, field: &str| data.get(field).cloned().unwrap_or_default();
    let set: Data = asked
        .map(|field| (field.to_owned(), of(&now_says, field)))
        .filter(|(field, value)| of(&record.data, field) != *value)
        .collect();
    (!set.is_empty()).then(|| Intent::set(record, set))
}

/// What stands below the form, the latest first: of a log one's own of that day, of what is kept up
/// to date all that is held.
pub fn noted(kind: &Kind, state: &State, me: UserId, today: Day) -> Vec<Held> {
    let shown = |held: &&Held| {
        kind.life == Life::Kept || (work::is_own(&held.record, me) && work::day_of(&held.record) == Some(today))
    };
    let mut noted: Vec<Held> = state.held(kind.name).filter(shown).cloned().collect();
    noted.sort_by_key(|held| std::cmp::Reverse(held.record.id));
    noted
}

/// The latest of each kind that one has noted down, those used last first.
pub fn used(kinds: &[&'static Kind], state: &State, me: UserId) -> Vec<(&'static Kind, Record)> {
    let logs = kinds.iter().copied().filter(|kind| kind.life == Life::Log);
    let last = logs.filter_map(|kind| {
        let own = state.held(kind.name).map(|held| &held.record);
        Some((kind, work::last(own, me)?.clone()))
    });
    let mut used: Vec<(&'static Kind, Record)> = last.collect();
    used.sort_by_key(|(_, record)| std::cmp::Reverse((work::day_of(record), record.id)));
    used
}

/// The names of the records that a record names, by id.
pub fn names(kind: &Kind, state: &State, data: &Data) -> BTreeMap<String, String> {
    use model::field::Holds;
    let named = kind.fields.iter().flat_map(|field| {
        let (of, ids): (&str, Vec<&str>) = match (field.holds, data.get(field.name)) {
            (Holds::Ref(of), Some(Value::String(id))) => (of, vec![id]),
            (Holds::Refs(of), Some(Value::Array(ids))) => (of, ids.iter().filter_map(Value::as_str).collect()),
            _ => return Vec::new(),
        };
        let name = |id: &str| Some((id.to_owned(), name_of(state, &state.get(of, id.parse().ok()?)?.record)));
        ids.into_iter().filter_map(name).collect()
    });
    named.collect()
}

#[cfg(test)]
mod tests;
