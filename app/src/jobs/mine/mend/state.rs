//! A refused op as a person can deal with it: what can be done about it, which of its fields are
//! mended, and what sending it again means.

use crate::parts::is_typed;
use model::{
    field::{Field, Problem, check_set},
    id::RecordId,
    kind::{self, Kind, Payload, household::Household},
    op::{Act, Op},
    record::{Data, Scope, door},
    wire::{RejectCode, Rejection},
};
use serde_json::Value;
use sync::{Draft, Intent, State, ports::Stuck};

/// What can be done about a refused op.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Its fields are mended, then it goes again.
    Mend,
    /// It goes again as it is: what stood in its way may be gone.
    Again,
    /// It goes by itself when what is before it has gone.
    ByItself,
    /// Nothing but to give it up.
    GiveUp,
}

/// What can be done about it, as this phone sees things now.
pub fn way(stuck: &Stuck, state: &State) -> Way {
    let op = &stuck.op;
    match stuck.rejection.code {
        RejectCode::Invalid if fields(stuck).next().is_some() => Way::Mend,
        RejectCode::Invalid | RejectCode::Gone | RejectCode::State => Way::GiveUp,
        RejectCode::Forbidden => Way::Again,
        RejectCode::ScopeRevoked if is_mine(op, state) => Way::Again,
        RejectCode::ScopeRevoked => Way::GiveUp,
        RejectCode::IdReuse if matches!(op.act, Act::Add { .. }) => Way::Again,
        RejectCode::IdReuse => Way::GiveUp,
        RejectCode::UnknownRef if is_coming(&stuck.rejection, state) => Way::ByItself,
        RejectCode::UnknownRef => Way::GiveUp,
    }
}

/// Whether the place of an op is this phone's again.
fn is_mine(op: &Op, state: &State) -> bool {
    match &op.act {
        Act::Add { .. } => state.cursors().contains_key(&place(op, state)),
        _ => state.version(op.rec).is_some(),
    }
}

/// Whether what was missing is here, or on its way from here.
fn is_coming(rejection: &Rejection, state: &State) -> bool {
    rejection.missing().is_some_and(|id| {
        let waits = state.outbox().chain(state.repair().iter().map(|stuck| &stuck.op)).any(|op| op.rec == id);
        waits || state.version(id).is_some()
    })
}

/// The household whose door an op is about.
pub fn household_of(op: &Op, state: &State) -> Option<RecordId> {
    if op.kind == Household::KIND {
        return Some(op.rec);
    }
    let named = if let Act::Add { data } = &op.act { door(data) } else { None };
    named.or_else(|| state.get(&op.kind, op.rec)?.record.door())
}

/// The fields that can be mended: those of the op that people fill in, and the one that is wrong.
pub fn fields(stuck: &Stuck) -> impl Iterator<Item = &'static Field> {
    let declared = kind::kind(&stuck.op.kind).map_or(&[][..], |kind| kind.fields);
    let wrong = stuck.rejection.field.as_deref().and_then(|field| field.split('.').next());
    let said = stuck.op.fields();
    declared.iter().filter(move |field| {
        let asked = said.is_some_and(|said| said.contains_key(field.name) || Some(field.name) == wrong);
        asked && is_typed(field.holds)
    })
}

/// What is wrong: what the server said, as long as that stands there; and, once `tried`, what this
/// phone finds.
pub fn problems(stuck: &Stuck, now: &Data, tried: bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    problems.extend(refused(&stuck.rejection, stuck.op.fields(), now));
    if let Some(kind) = kind::kind(&stuck.op.kind).filter(|_| tried) {
        let own = own_problems(kind, &stuck.op, now).into_iter();
        let new: Vec<Problem> = own.filter(|own| problems.iter().all(|known| known.field != own.field)).collect();
        problems.extend(new);
    }
    problems
}

/// What the server found wrong, while its field still holds what it was refused for.
pub fn refused(rejection: &Rejection, then: Option<&Data>, now: &Data) -> Option<Problem> {
    let field = rejection.field.as_deref().filter(|_| rejection.code == RejectCode::Invalid)?;
    let rule = rejection.args.get("rule")?.as_str()?;
    let top = field.split('.').next()?;
    let stands = |data: &Data| data.get(top).cloned().unwrap_or_default();
    (stands(then?) == stands(now)).then(|| Problem {
        field: field.to_owned(),
        rule: rule.to_owned(),
        args: rejection.args.clone(),
    })
}

fn own_problems(kind: &Kind, op: &Op, now: &Data) -> Vec<Problem> {
    match op.act {
        Act::Add { .. } => kind.check(&without_empty(now)),
        _ => check_set(kind.fields, now),
    }
}

/// Where the op goes now: its door may have gone to another grid that is this phone's too.
fn place(op: &Op, state: &State) -> Scope {
    let home = household_of(op, state).and_then(|id| state.get(Household::KIND, id));
    home.map_or(op.scope, |home| home.record.scope)
}

/// What sending it again means, with its fields as they stand now. A number that was taken is
/// drawn anew.
pub fn intent(stuck: &Stuck, now: &Data, state: &State, fresh: RecordId) -> Intent {
    let op = &stuck.op;
    let mut intent = Intent { act: op.act.clone(), kind: op.kind.clone(), rec: op.rec, scope: place(op, state) };
    match &mut intent.act {
        Act::Add { data } => {
            *data = without_empty(now);
            if stuck.rejection.code == RejectCode::IdReuse {
                intent.rec = fresh;
            }
        }
        Act::Set { set, .. } => *set = cleared(now),
        Act::Void { .. } | Act::Move { .. } | Act::GiveUp {} => intent.scope = op.scope,
    }
    intent
}

/// What was emptied is nothing.
fn without_empty(data: &Data) -> Data {
    cleared(data).into_iter().filter(|(_, value)| !value.is_null()).collect()
}

fn cleared(data: &Data) -> Data {
    let is_empty = |value: &Value| value.as_str().is_some_and(|text| text.trim().is_empty());
    data.iter()
        .map(|(field, value)| (field.clone(), if is_empty(value) { Value::Null } else { value.clone() }))
        .collect()
}

/// Key of the draft in which an op is mended.
pub fn draft_key(op: &Op) -> String {
    format!("mend:{}", op.id)
}

/// The draft to be kept. It keeps the version that the op was made with.
pub fn draft(op: &Op, household: Option<RecordId>, now: &Data, at: i64) -> Draft {
    Draft {
        key: draft_key(op),
        kind: op.kind.clone(),
        version: op.v,
        about: household,
        at,
        data: now.clone(),
        mends: Some(op.id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{id::OpId, op::Op, record::Record, wire::Cursor};
    use serde_json::json;
    use sync::Kept;

    const HOME: RecordId = RecordId::fixed(1);
    const HERE: Scope = Scope::Grid(RecordId::fixed(8));
    const THERE: Scope = Scope::Grid(RecordId::fixed(9));

    fn data(value: Value) -> Data {
        value.as_object().cloned().expect("an object")
    }

    fn op(kind: &str, rec: RecordId, act: Act) -> Op {
        let at = model::ambient::Stamp { wall: 0, mono: 0, boot: String::new() };
        Op {
            id: OpId::fixed(7),
            n: 1,
            act,
            kind: kind.into(),
            rec,
            scope: HERE,
            v: 1,
            at,
            deps: Vec::new(),
            mends: None,
        }
    }

    fn set(value: Value) -> Act {
        Act::Set { set: data(value), base: [("phone".to_owned(), 5)].into(), was: Data::new() }
    }

    fn stuck(op: Op, code: RejectCode) -> Stuck {
        Stuck { op, rejection: Rejection::new(code), seen: 0 }
    }

    fn invalid(op: Op, field: &str, rule: &str) -> Stuck {
        let rejection = Rejection::invalid(&Problem::new(field, rule));
        Stuck { op, rejection, seen: 0 }
    }

    /// A phone that holds the household in `scope`.
    fn holding(scope: Scope) -> State {
        let home = Record {
            kind: Household::KIND.into(),
            id: HOME,
            scope,
            seq: 3,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data: data(json!({"door": "17号"})),
            gone: None,
        };
        let cursors = [(scope, Cursor::default())].into();
        State::new(Kept { rows: vec![home], cursors, ..Kept::default() })
    }

    #[test]
    fn what_the_server_said_stands_at_its_field_until_that_is_changed() {
        let stuck = invalid(op("household", HOME, set(json!({"phone": "1990", "note": "狗"}))), "phone", "phone_short");
        let names: Vec<&str> = fields(&stuck).map(|field| field.name).collect();
        assert_eq!((way(&stuck, &holding(HERE)), names), (Way::Mend, vec!["phone", "note"]));
        let mut now = stuck.op.fields().cloned().expect("fields");
        let said = |now: &Data, tried| {
            let problems = problems(&stuck, now, tried).into_iter();
            problems.map(|problem| format!("{} {}", problem.field, problem.rule)).collect::<Vec<_>>()
        };
        assert_eq!(said(&now, false), ["phone phone_short"]);
        assert_eq!(said(&now, true), ["phone phone_short"], "once, not twice");
        now.insert("phone".into(), "19900005207x".into());
        assert_eq!(said(&now, false), [""; 0]);
        assert_eq!(said(&now, true).len(), 1);
        now.insert("phone".into(), " ".into());
        assert_eq!(said(&now, true), [""; 0]);
        let Act::Set { set, base, .. } = intent(&stuck, &now, &holding(HERE), HOME).act else { panic!("a change") };
        assert_eq!((set, base["phone"]), (data(json!({"phone": null, "note": "狗"})), 5));
    }

    #[test]
    fn a_rule_of_a_newer_server_is_obeyed_by_changing_what_it_names() {
        // This phone finds nothing wrong with it.
        let stuck = invalid(op("household", HOME, set(json!({"note": "狗"}))), "note", "of_the_future");
        let now = stuck.op.fields().cloned().expect("fields");
        assert_eq!(problems(&stuck, &now, true).len(), 1);
        assert_eq!(problems(&stuck, &data(json!({"note": "有狗"})), true), []);
        // One that the server cannot read at all may be sent again as it is.
        let mut unread = stuck.clone();
        unread.rejection = Rejection::new(RejectCode::Invalid);
        assert_eq!((way(&unread, &holding(HERE)), problems(&unread, &now, true)), (Way::Mend, Vec::new()));
    }

    #[test]
    fn each_refusal_has_its_way() {
        let here = holding(HERE);
        let nothing = State::default();
        let change = || op("household", HOME, set(json!({"residents": 3})));
        let need = || op("need", RecordId::fixed(2), Act::Add { data: data(json!({"household": HOME})) });
        let void = || op("visit", RecordId::fixed(3), Act::Void { reason: "entered_twice".into() });
        let relocate = || op("household", HOME, Act::Move { to: THERE });
        for code in [RejectCode::Gone, RejectCode::State] {
            assert_eq!(way(&stuck(change(), code), &here), Way::GiveUp, "{code:?}");
        }
        for op in [change(), need(), void(), relocate()] {
            assert_eq!(way(&stuck(op, RejectCode::Forbidden), &here), Way::Again);
        }
        // No longer mine; mine again.
        for op in [change(), need(), relocate()] {
            assert_eq!(way(&stuck(op.clone(), RejectCode::ScopeRevoked), &nothing), Way::GiveUp);
            assert_eq!(way(&stuck(op, RejectCode::ScopeRevoked), &here), Way::Again);
        }
        assert_eq!(way(&stuck(need(), RejectCode::IdReuse), &here), Way::Again);
        assert_eq!(way(&stuck(change(), RejectCode::IdReuse), &here), Way::GiveUp);
        // A withdrawal has no field that could be mended.
        assert_eq!(way(&invalid(void(), "reason", "required"), &here), Way::GiveUp);
        let missing = |id: RecordId| Stuck {
            rejection: Rejection::unknown_ref("household", "household", &id.to_string()),
            ..stuck(need(), RejectCode::UnknownRef)
        };
        assert_eq!(way(&missing(RecordId::fixed(77)), &here), Way::GiveUp);
        let parent = stuck(op("household", RecordId::fixed(77), Act::Add { data: Data::new() }), RejectCode::Invalid);
        let waiting = State::new(Kept { repair: vec![parent], ..Kept::default() });
        assert_eq!(way(&missing(RecordId::fixed(77)), &waiting), Way::ByItself);
    }

    #[test]
    fn it_goes_where_its_door_is_now_and_under_a_number_of_its_own() {
        let fresh = RecordId::fixed(50);
        let moved = holding(THERE);
        let need = op("need", RecordId::fixed(2), Act::Add { data: data(json!({"household": HOME, "text": ""})) });
        let fields = need.fields().cloned().expect("fields");
        let again = intent(&stuck(need.clone(), RejectCode::ScopeRevoked), &fields, &moved, fresh);
        assert_eq!((again.rec, again.scope), (need.rec, THERE));
        assert_eq!(again.act, Act::Add { data: data(json!({"household": HOME})) });
        assert_eq!(intent(&stuck(need, RejectCode::IdReuse), &fields, &moved, fresh).rec, fresh);
    }

    #[test]
    fn a_field_within_parts_stands_at_its_whole() {
        let rejection = Rejection::invalid(&Problem::new("screening.0.person", "twice"));
        let then = data(json!({"screening": [1, 1], "note": "a"}));
        let mut now = then.clone();
        now.insert("note".into(), "b".into());
        assert_eq!(refused(&rejection, Some(&then), &now).map(|problem| problem.rule), Some("twice".to_owned()));
        now.insert("screening".into(), json!([1]));
        assert_eq!(refused(&rejection, Some(&then), &now), None);
    }
}
