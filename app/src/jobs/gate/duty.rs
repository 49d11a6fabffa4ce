//! Who stands at which post: its shift, from the beginning to the hand-over.

use model::{
    care::Moment,
    id::{RecordId, UserId},
    kind::{
        Payload,
        directory::Staff,
        post::Post,
        shift::{Shift, Watch},
    },
    record::{Data, Record, Scope},
};
use serde_json::{Value, json};
use sync::{Intent, State};

/// So many people are proposed.
const PROPOSED: usize = 10;

/// The posts that this device keeps and that are manned today, by name.
pub fn posts(state: &State, now: Moment) -> Vec<(RecordId, Post)> {
    let mut posts: Vec<(RecordId, Post)> = state
        .all::<Post>()
        .filter(|(held, post)| state.cursors().contains_key(&Scope::Post(held.record.id)) && post.stands_on(now.day))
        .map(|(held, post)| (held.record.id, post))
        .collect();
    posts.sort_by(|one, other| (&one.1.name, one.0).cmp(&(&other.1.name, other.0)));
    posts
}

/// The shifts of a post, the latest last; only those that are read are parsed.
fn shifts(state: &State, post: RecordId) -> Vec<&Record> {
    let here = state.held(Shift::KIND).map(|held| &held.record).filter(|record| record.scope == Scope::Post(post));
    let mut shifts: Vec<&Record> = here.collect();
    let text = |record: &Record| record.data.get("on").and_then(Value::as_str).unwrap_or_default().to_owned();
    let minute = |record: &Record| record.data.get("from_minute").and_then(Value::as_i64).unwrap_or_default();
    shifts.sort_by_cached_key(|record| (text(record), minute(record), record.id));
    shifts
}

/// A shift with its record.
#[derive(Debug, Clone, PartialEq)]
pub struct OnDuty {
    /// The record.
    pub record: Record,
    /// What it says.
    pub shift: Shift,
}

/// How a post stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Duty {
    /// A shift goes on.
    On(OnDuty),
    /// One was handed over, and the next ones have not said so.
    Waits(OnDuty),
    /// Nobody is there.
    Nobody,
}

/// How a post stands.
pub fn duty(state: &State, post: RecordId) -> Duty {
    let shifts = shifts(state, post);
    let read = |record: &Record| OnDuty { record: record.clone(), shift: record.read() };
    let open = shifts.iter().rev().find(|record| record.data.get("to_on").is_none_or(Value::is_null));
    if let Some(open) = open {
        return Duty::On(read(open));
    }
    match shifts.last().map(|last| read(last)) {
        Some(last) if last.shift.next.is_some() && last.shift.taken_over != Some(true) => Duty::Waits(last),
        _ => Duty::Nobody,
    }
}

/// Who may stand there: oneself, those of the last shifts, then colleagues who keep posts.
pub fn people(state: &State, post: RecordId, me: &Watch) -> Vec<Watch> {
    let mut people = vec![me.clone()];
    let mut add = |watch: Watch| {
        if !watch.name.is_empty() && !people.iter().any(|there| is_same(there, &watch)) {
            people.push(watch);
        }
    };
    for record in shifts(state, post).into_iter().rev().take(8) {
        record.read::<Shift>().people.into_iter().for_each(&mut add);
    }
    let keeps = |staff: &Staff| staff.roles.iter().any(|role| role == "gatekeeper");
    for (held, staff) in state.all::<Staff>().filter(|(_, staff)| keeps(staff)) {
        let id: Option<UserId> = held.record.id.to_string().parse().ok();
        add(Watch { name: staff.name, staff: id });
    }
    people.truncate(PROPOSED);
    people
}

/// Whether that is one person.
pub fn is_same(one: &Watch, other: &Watch) -> bool {
    match (one.staff, other.staff) {
        (Some(one), Some(other)) => one == other,
        _ => one.name == other.name,
    }
}

/// A shift begins; one that was waiting for it is taken over in the same save.
pub fn begin(id: RecordId, post: RecordId, people: Vec<Watch>, after: Option<&OnDuty>, now: Moment) -> Vec<Intent> {
    let shift = Shift {
        on: Some(now.day),
        from_minute: now.minute,
        people,
        after: after.map(|after| after.record.id),
        ..Shift::default()
    };
    let mut intents = vec![Intent::add(id, Scope::Post(post), &shift)];
    intents
        .extend(after.map(|after| Intent::set(&after.record, Data::from_iter([("taken_over".into(), true.into())]))));
    intents
}

/// Somebody else stands there too.
pub fn join(on: &OnDuty, who: &Watch) -> Option<Intent> {
    if on.shift.people.iter().any(|there| is_same(there, who)) {
        return None;
    }
    let people: Vec<&Watch> = on.shift.people.iter().chain([who]).collect();
    Some(Intent::set(&on.record, Data::from_iter([("people".to_owned(), json!(people))])))
}

/// A shift ends: when, what the next ones should know, and who that is.
pub fn hand_over(on: &OnDuty, ended: Moment, note: &str, next: Option<&Watch>) -> Intent {
    let note = Some(note.trim()).filter(|note| !note.is_empty());
    let set = [
        ("to_on", json!(ended.day)),
        ("to_minute", json!(ended.minute)),
        ("note", json!(note)),
        ("next", json!(next.map(|next| &next.name))),
        ("next_staff", json!(next.and_then(|next| next.staff))),
    ];
    let stands = |name: &str| on.record.data.get(name).unwrap_or(&Value::Null);
    let set = set.into_iter().filter(|(name, value)| stands(name) != value);
    Intent::set(&on.record, set.map(|(name, value)| (name.to_owned(), value)).collect())
}

/// When a shift ended that nobody has ended: with what passed last.
pub fn ended_at(shift: &Shift, last: Option<Moment>, now: Moment) -> Moment {
    let began = shift.began().unwrap_or(now);
    if shift.is_forgotten(now) { last.filter(|last| *last >= began).unwrap_or(began) } else { now.max(began) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::gate::log::tests::today;
    use model::{day::Day, op::Act, wire::Cursor};
    use std::collections::BTreeMap;
    use sync::ports::Kept;

    const POST: RecordId = RecordId::fixed(15);

    fn at(back: i32, minute: i64) -> Moment {
        Moment { day: today().plus(-back), minute }
    }

    fn record(n: u128, kind: &str, scope: Scope, data: Data) -> Record {
        Record {
            kind: kind.into(),
            id: RecordId::fixed(n),
            scope,
            seq: n as u64,
            v: 1,
            fv: BTreeMap::new(),
            by: None,
            at: None,
            late: false,
            data,
            gone: None,
        }
    }

    fn state(rows: Vec<Record>) -> State {
        let cursors = BTreeMap::from([(Scope::Post(POST), Cursor::from("1"))]);
        State::new(Kept { rows, cursors, ..Kept::default() })
    }

    fn watch(name: &str, staff: Option<u128>) -> Watch {
        Watch { name: name.into(), staff: staff.map(UserId::fixed) }
    }

    fn shift(n: u128, began: Moment, people: &[Watch]) -> (u128, Shift) {
        (n, Shift { on: Some(began.day), from_minute: began.minute, people: people.to_vec(), ..Shift::default() })
    }

    fn of(shifts: &[(u128, Shift)]) -> State {
        state(shifts.iter().map(|(n, shift)| record(*n, Shift::KIND, Scope::Post(POST), shift.data())).collect())
    }

    #[test]
    fn a_shift_goes_on_waits_to_be_taken_over_or_nobody_is_there() {
        let (n, open) = shift(2, at(0, 480), &[watch("曾建平", Some(7))]);
        let over = Shift { to_on: Some(today()), to_minute: Some(900), ..open.clone() };
        let handed = Shift { next: Some("许长根".into()), ..over.clone() };
        let taken = Shift { taken_over: Some(true), ..handed.clone() };
        assert!(matches!(duty(&of(&[(n, open)]), POST), Duty::On(_)));
        assert!(matches!(duty(&of(&[(n, handed)]), POST), Duty::Waits(_)));
        assert_eq!(duty(&of(&[(n, taken)]), POST), Duty::Nobody);
        assert_eq!(duty(&of(&[(n, over)]), POST), Duty::Nobody);
        assert_eq!(duty(&of(&[]), POST), Duty::Nobody);
    }

    #[test]
    fn those_of_the_last_shifts_are_proposed_and_nobody_twice() {
        let me = watch("曾建平", Some(7));
        let state = of(&[
            shift(1, at(1, 480), &[me.clone(), watch("许长根", None)]),
            shift(2, at(0, 480), &[watch("佘小满", None), watch("许长根", None)]),
        ]);
        let names: Vec<String> = people(&state, POST, &me).into_iter().map(|watch| watch.name).collect();
        assert_eq!(names, ["曾建平", "佘小满", "许长根"]);
    }

    #[test]
    fn posts_are_those_that_are_kept_here_and_manned() {
        let post = |n, closed_on: Option<Day>| {
            let post = Post { name: format!("卡口{n}"), closed_on, ..Post::default() };
            record(n, Post::KIND, Scope::Town(RecordId::fixed(1)), post.data())
        };
        let named = |state: &State| posts(state, at(0, 0)).into_iter().map(|(_, post)| post.name).collect::<Vec<_>>();
        assert_eq!(named(&state(vec![post(15, None), post(16, None)])), ["卡口15"]);
        assert_eq!(named(&state(vec![post(15, Some(today().plus(-1)))])), Vec::<String>::new());
    }

    #[test]
    fn what_is_handed_over_is_taken_over_in_the_save_that_begins_the_next() {
        let (n, open) = shift(2, at(0, 480), &[watch("曾建平", Some(7))]);
        let on = OnDuty { record: record(n, Shift::KIND, Scope::Post(POST), open.data()), shift: open.clone() };
        let next = watch("许长根", None);
        let Act::Set { set, .. } = hand_over(&on, at(0, 960), " 还有一车煤 ", Some(&next)).act else {
            panic!("a change")
        };
        let mut data = open.data();
        data.extend(set);
        assert_eq!(model::kind::shift::KIND.check(&data), []);
        let ended = Shift::read(&data);
        assert_eq!(
            (ended.ended(), ended.note.as_deref(), ended.next.as_deref()),
            (Some(at(0, 960)), Some("还有一车煤"), Some("许长根"))
        );
        let waits = OnDuty { record: record(n, Shift::KIND, Scope::Post(POST), data), shift: ended };
        let made = begin(RecordId::fixed(9), POST, vec![next], Some(&waits), at(0, 961));
        let kinds: Vec<_> = made.iter().map(|intent| (intent.act.code(), intent.rec)).collect();
        assert_eq!(kinds, [("add", RecordId::fixed(9)), ("set", RecordId::fixed(2))]);
    }

    #[test]
    fn who_is_there_already_does_not_come_again() {
        let (n, open) = shift(2, at(0, 480), &[watch("曾建平", Some(7))]);
        let on = OnDuty { record: record(n, Shift::KIND, Scope::Post(POST), open.data()), shift: open };
        assert!(join(&on, &watch("曾 建平", Some(7))).is_none());
        assert!(join(&on, &watch("许长根", None)).is_some());
    }

    #[test]
    fn a_shift_that_was_forgotten_ended_with_what_passed_last() {
        let (_, open) = shift(2, at(1, 480), &[]);
        assert_eq!(ended_at(&open, Some(at(1, 1_190)), at(0, 480)), at(1, 1_190));
        assert_eq!(ended_at(&open, None, at(0, 480)), at(1, 480));
        let (_, begun) = shift(3, at(0, 480), &[]);
        assert_eq!(ended_at(&begun, Some(at(0, 500)), at(0, 960)), at(0, 960));
    }
}
