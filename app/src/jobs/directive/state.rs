//! Directives as one person has them, and what is said aloud of one.

use model::{
    ambient::Millis,
    care::Moment,
    day::Day,
    id::{RecordId, UserId},
    kind::{
        Payload,
        directive::{self, Directive, Point},
        receipt::{self, Receipt},
    },
    record::{Data, Scope},
    wire::{Receipts, Receiver},
};
use serde_json::Value;
use std::cmp::Reverse;
use sync::{Draft, Intent, State};

/// A directive, and whether one has received it.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Its record.
    pub id: RecordId,
    /// What it says.
    pub is: Directive,
    /// When it was received, if it was.
    pub received_on: Option<Day>,
}

/// All that are held here: what `me` has not received stands first, then the latest.
pub fn notices(state: &State, me: Option<UserId>) -> Vec<Notice> {
    let received_on = |directive: RecordId| {
        let receipt = state.get(Receipt::KIND, receipt::id_of(directive, me?))?;
        receipt.record.read::<Receipt>().on
    };
    let notice = |(held, is): (&sync::Held, Directive)| Notice {
        id: held.record.id,
        received_on: received_on(held.record.id),
        is,
    };
    let mut all: Vec<Notice> = state.all::<Directive>().map(notice).collect();
    all.sort_by_key(|one| (one.received_on.is_some(), Reverse((one.is.issued_on, one.id))));
    all
}

/// The receipt of a directive, by `me`.
pub fn receive(directive: RecordId, me: UserId, scope: Scope, now: Moment) -> Intent {
    let receipt = Receipt { directive: Some(directive), on: Some(now.day), at_minute: Some(now.minute) };
    Intent::add(receipt::id_of(directive, me), scope, &receipt)
}

/// All of it, to be read aloud: each point with its number.
pub fn aloud(directive: &Directive, point: fn(usize) -> String) -> String {
    let points = directive.items.iter().enumerate().map(|(index, one)| format!("{} {}", point(index + 1), one.text));
    let text = directive.text.clone().filter(|text| !text.trim().is_empty());
    std::iter::once(directive.title.clone()).chain(text).chain(points).collect::<Vec<_>>().join("\n")
}

/// A village, and those of it who have not received a directive.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its name; none for the township itself.
    pub name: Option<String>,
    /// How many have received it.
    pub received: usize,
    /// Who has not, with the code of their role.
    pub missing: Vec<(String, String)>,
}

/// Who has not received a directive, by village: where most are missing, first.
pub fn places(receipts: &Receipts, directive: RecordId) -> Vec<Place> {
    let by = receipts.directives.iter().find(|one| one.directive == directive).map(|one| &one.by);
    let has = |one: &Receiver| by.is_some_and(|by| by.iter().any(|receipt| Some(receipt.user) == one.user));
    let mut places: Vec<Place> = Vec::new();
    for one in &receipts.people {
        // Whoever walks several villages stands under the first, and once.
        let name = one.villages.first().cloned();
        let at = match places.iter().position(|place| place.name == name) {
            Some(at) => at,
            None => {
                places.push(Place { name, received: 0, missing: Vec::new() });
                places.len() - 1
            }
        };
        if has(one) {
            places[at].received += 1;
        } else {
            places[at].missing.push((one.name.clone(), one.role.clone()));
        }
    }
    places.sort_by_key(|place| Reverse(place.missing.len()));
    places
}

/// Key of the draft of a new one.
pub const DRAFT: &str = "directive:new";

/// A directive that is being written, as its form has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Writing {
    /// Title.
    pub title: String,
    /// Text.
    pub text: String,
    /// Points, of which the last may be empty.
    pub points: Vec<String>,
    /// By when.
    pub due: String,
}

impl Writing {
    /// As it was left.
    pub fn resume(data: &Data) -> Self {
        let text = |name: &str| data.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let points = data.get("points").and_then(Value::as_array).into_iter().flatten();
        let points = points.filter_map(|point| point.as_str().map(str::to_owned)).collect();
        Self { title: text("title"), text: text("text"), points, due: text("due") }
    }

    /// The draft as it is to be kept.
    pub fn draft(&self, at: Millis) -> Draft {
        let data = Data::from_iter([
            ("title".to_owned(), self.title.clone().into()),
            ("text".to_owned(), self.text.clone().into()),
            ("points".to_owned(), self.points.clone().into()),
            ("due".to_owned(), self.due.clone().into()),
        ]);
        Draft {
            key: DRAFT.into(),
            kind: Directive::KIND.into(),
            version: directive::KIND.version,
            about: None,
            at,
            data,
            mends: None,
        }
    }

    /// What it makes, on `today`.
    pub fn directive(&self, today: Day) -> Directive {
        let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Directive {
            title: self.title.trim().into(),
            issued_on: Some(today),
            text: said(&self.text),
            items: self.points.iter().filter_map(|point| said(point)).map(|text| Point { text }).collect(),
            due: Day::parse(&self.due),
        }
    }

    /// What is wrong with it.
    pub fn problems(&self, today: Day) -> Vec<model::field::Problem> {
        let directive = self.directive(today);
        let mut problems = directive::KIND.check(&directive.data());
        if directive.text.is_none() && directive.items.is_empty() {
            problems.push(model::field::Problem::new("text", "required"));
        }
        if directive.due.is_some_and(|due| due < today) {
            problems.push(model::field::Problem::new("due", "before_today"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        record::Record,
        wire::{DirectiveReceipts, ReceivedBy},
    };
    use sync::ports::Kept;

    const ME: UserId = UserId::fixed(7);

    fn day(day: u32) -> Day {
        Day::new(2020, 2, day).expect("a day")
    }

    fn record<T: Payload>(id: RecordId, payload: &T) -> Record {
        Record {
            kind: T::KIND.into(),
            id,
            scope: Scope::Town(RecordId::fixed(99)),
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

    fn directive(id: u128, on: u32) -> Record {
        record(
            RecordId::fixed(id),
            &Directive { title: format!("{id}号"), issued_on: Some(day(on)), ..Directive::default() },
        )
    }

    #[test]
    fn what_is_not_received_stands_first_and_ones_own_receipt_counts_alone() {
        let receipt = |id, user| {
            let directive = RecordId::fixed(id);
            let is = Receipt { directive: Some(directive), on: Some(day(16)), at_minute: None };
            record(receipt::id_of(directive, user), &is)
        };
        let rows =
            vec![directive(1, 15), directive(2, 16), directive(3, 14), receipt(2, ME), receipt(1, UserId::fixed(8))];
        let state = State::new(Kept { rows, ..Kept::default() });
        let order: Vec<_> = notices(&state, Some(ME)).into_iter().map(|one| (one.id, one.received_on)).collect();
        let id = RecordId::fixed;
        assert_eq!(order, [(id(1), None), (id(3), None), (id(2), Some(day(16)))]);
        let again = receive(id(2), ME, Scope::Town(id(99)), Moment { day: day(17), minute: 5 });
        assert_eq!(again.rec, receipt::id_of(id(2), ME));
    }

    #[test]
    fn it_is_read_aloud_point_by_point() {
        let one = Directive {
            title: "七个不得".into(),
            text: Some(" ".into()),
            items: vec![Point { text: "不得封路".into() }, Point { text: "不得堵门".into() }],
            ..Directive::default()
        };
        assert_eq!(aloud(&one, |n| format!("第{n}条")), "七个不得\n第1条 不得封路\n第2条 不得堵门");
    }

    #[test]
    fn who_is_missing_stands_under_their_village() {
        let person = |n: u128, name: &str, villages: &[&str]| Receiver {
            user: Some(UserId::fixed(n)),
            name: name.into(),
            role: "worker".into(),
            villages: villages.iter().map(|name| (*name).to_owned()).collect(),
        };
        let directive = RecordId::fixed(1);
        let receipts = Receipts {
            now: 0,
            people: vec![
                person(1, "甲", &[]),
                person(2, "乙", &["柳塘村"]),
                person(3, "丙", &["柳塘村"]),
                person(4, "丁", &["石埠村", "上垅村"]),
                person(5, "戊", &["石埠村"]),
            ],
            directives: vec![DirectiveReceipts {
                directive,
                n: 3,
                by: [1, 2, 9].map(|n| ReceivedBy { user: UserId::fixed(n), on: None }).into(),
            }],
        };
        let places = places(&receipts, directive);
        let told: Vec<_> = places.iter().map(|one| (one.name.as_deref(), one.received, one.missing.len())).collect();
        assert_eq!(told, [(Some("石埠村"), 0, 2), (Some("柳塘村"), 1, 1), (None, 1, 0)]);
        assert_eq!(receipts.of(directive), (3, 5));
        assert_eq!(receipts.of(RecordId::fixed(2)), (0, 5));
    }

    #[test]
    fn what_is_written_is_kept_and_says_what_is_missing() {
        let mut writing =
            Writing {
                title: " 七个不得 ".into(), points: vec!["不得封路".into(), " ".into()], ..Writing::default()
            };
        let draft = writing.draft(1);
        assert_eq!((Writing::resume(&draft.data), draft.key.as_str()), (writing.clone(), DRAFT));
        assert_eq!(writing.problems(day(15)), []);
        assert_eq!(writing.directive(day(15)).items.len(), 1);
        writing.points.clear();
        writing.due = "2020-02-14".into();
        let wrong: Vec<_> =
            writing.problems(day(15)).into_iter().map(|problem| (problem.field, problem.rule)).collect();
        let pair = |field: &str, rule: &str| (field.to_owned(), rule.to_owned());
        assert_eq!(wrong, [pair("text", "required"), pair("due", "before_today")]);
    }
}
