//! A household being registered with its people, from the first key press to what saving means.

use model::{
    day::Day,
    field::Problem,
    id::RecordId,
    kind::{
        Payload,
        directory::Grid,
        household::{self, Household},
        person::{self, Person},
    },
    record::{Data, Scope},
};
use serde_json::{Value, json};
use sync::{Draft, Intent, State};

/// A guardian answers for whoever is younger (L5).
const CHILD: i64 = 14;

/// One person on the form.
#[derive(Debug, Clone, PartialEq)]
pub struct Someone {
    /// The id that the record will have.
    pub id: RecordId,
    /// What was said.
    pub data: Data,
}

/// The form. The first person is the head, once there is a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    /// The id that the household will have.
    pub household: RecordId,
    /// Where it will live.
    pub grid: RecordId,
    /// What was said of the door.
    pub door: Data,
    /// How the notice was given (L3).
    pub notice: Option<String>,
    /// Those who live there.
    pub people: Vec<Someone>,
}

/// Key of the draft of a household that is being registered.
pub fn draft_key(household: RecordId) -> String {
    format!("register:{household}")
}

/// The grids of doors that are held, by name, in the order of their codes.
pub fn grids(state: &State) -> Vec<(RecordId, String)> {
    let named = state.all::<Grid>().map(|(held, grid)| (held.record.id, grid));
    let mut held: Vec<_> = named.filter(|(id, _)| state.cursors().contains_key(&Scope::Grid(*id))).collect();
    held.sort_by(|(_, one), (_, other)| one.code.cmp(&other.code));
    held.into_iter().map(|(id, grid)| (id, grid.name)).collect()
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        _ => false,
    }
}

fn whole(data: &Data) -> Data {
    let mut whole = data.clone();
    whole.retain(|_, value| !is_blank(value));
    whole
}

fn text<'a>(data: &'a Data, field: &str) -> Option<&'a str> {
    data.get(field).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
}

impl Register {
    /// Nothing has been said yet.
    pub fn begin(household: RecordId, grid: RecordId) -> Self {
        Self { household, grid, door: Data::new(), notice: None, people: Vec::new() }
    }

    /// As a draft has it.
    pub fn resume(draft: &Draft) -> Option<Self> {
        let household = draft.key.strip_prefix("register:")?.parse().ok()?;
        let people = draft.data.get("people").and_then(Value::as_array).into_iter().flatten();
        let someone = |one: &Value| {
            let id = one.get("id")?.as_str()?.parse().ok()?;
            Some(Someone { id, data: one.get("data")?.as_object()?.clone() })
        };
        Some(Self {
            household,
            grid: text(&draft.data, "grid")?.parse().ok()?,
            door: draft.data.get("door").and_then(Value::as_object).cloned().unwrap_or_default(),
            notice: text(&draft.data, "notice").map(str::to_owned),
            people: people.filter_map(someone).collect(),
        })
    }

    /// The draft to be kept. One that was begun with an older form keeps its version.
    pub fn draft(&self, begun: Option<u16>, at: i64) -> Draft {
        let people: Vec<Value> = self.people.iter().map(|one| json!({"id": one.id, "data": one.data})).collect();
        let data = json!({"grid": self.grid, "door": self.door, "notice": self.notice, "people": people});
        Draft {
            key: draft_key(self.household),
            kind: Household::KIND.into(),
            version: begun.unwrap_or(household::KIND.version),
            about: None,
            at,
            data: data.as_object().cloned().unwrap_or_default(),
            mends: None,
        }
    }

    /// Whether anything was said.
    pub fn is_begun(&self) -> bool {
        !whole(&self.door).is_empty() || !self.people.is_empty() || self.notice.is_some()
    }

    /// Where it will live.
    pub fn scope(&self) -> Scope {
        Scope::Grid(self.grid)
    }

    /// The household as it would be saved: at the end of the walking order, unless it is put elsewhere.
    pub fn home(&self, last_walk: i64) -> Data {
        let mut home = whole(&self.door);
        home.insert("walk".into(), (last_walk + 1).min(100_000).into());
        home
    }

    /// The people as they would be saved. The head is registered even if nothing was said but the name.
    pub fn everybody(&self, head: RecordId) -> Vec<Someone> {
        let name = text(&self.door, "head").unwrap_or_default();
        let mut people = self.people.clone();
        let listed = people.iter().any(|one| text(&one.data, "name").map(str::trim) == Some(name.trim()));
        if !name.is_empty() && !listed {
            let mut data = Data::new();
            data.insert("name".into(), name.trim().into());
            data.insert("relation".into(), "head".into());
            if let Some(phone) = text(&self.door, "phone") {
                data.insert("phone".into(), phone.into());
            }
            people.insert(0, Someone { id: head, data });
        }
        for one in &mut people {
            one.data = whole(&one.data);
            one.data.insert("household".into(), json!(self.household));
            if let Some(notice) = &self.notice {
                one.data.insert("notice".into(), notice.clone().into());
            }
        }
        people
    }

    /// What is wrong with the door and the notice, and with each person.
    pub fn problems(&self, year: i64) -> (Vec<Problem>, Vec<(RecordId, Vec<Problem>)>) {
        let mut of_door = household::KIND.check(&whole(&self.door));
        if self.notice.is_none() {
            of_door.push(Problem::new("notice", "required"));
        }
        let of = |one: &Someone| {
            let mut data = whole(&one.data);
            data.insert("household".into(), json!(self.household));
            let problems = of_person(&data, year);
            (!problems.is_empty()).then_some((one.id, problems))
        };
        (of_door, self.people.iter().filter_map(of).collect())
    }

    /// What saving means. `head` is the id of the head's own record, if it is made by itself.
    pub fn intents(&self, head: RecordId, last_walk: i64) -> Vec<Intent> {
        let add = |kind: &str, rec: RecordId, data: Data| Intent {
            act: model::op::Act::Add { data },
            kind: kind.to_owned(),
            rec,
            scope: self.scope(),
        };
        let home = add(Household::KIND, self.household, self.home(last_walk));
        let people = self.everybody(head).into_iter().map(|one| add(Person::KIND, one.id, one.data));
        std::iter::once(home).chain(people).collect()
    }
}

/// What is wrong with one person: what the kind says, and a child needs a guardian.
pub fn of_person(data: &Data, year: i64) -> Vec<Problem> {
    let mut problems = person::KIND.check(data);
    if is_child(data, year) && text(data, "guardian").is_none() {
        problems.push(Problem::new("guardian", "required"));
    }
    problems
}

/// Whether a guardian has to answer for somebody.
pub fn is_child(data: &Data, year: i64) -> bool {
    data.get("born").and_then(Value::as_i64).is_some_and(|born| year - born < CHILD)
}

/// Whether the returnee's card belongs to somebody of that type.
pub fn has_card(data: &Data) -> bool {
    text(data, "person_type").is_some_and(|one| one != "ordinary")
}

/// The answers once the type is said: who said it and when follow, and what an ordinary resident is
/// not asked goes.
pub fn of_type(data: &Data, person_type: &str, by: &str, today: Day) -> Data {
    let mut data = data.clone();
    data.insert("person_type".into(), person_type.into());
    if person_type == "ordinary" {
        data.retain(|name, _| {
            !person::ONLY_FOR_TYPES.contains(&name.as_str()) && !matches!(&**name, "type_by" | "type_on")
        });
        return data;
    }
    data.insert("type_on".into(), json!(today));
    // Who was in contact with whom, others decide.
    let elsewhere = crate::jobs::isolation::opening::is_decided_elsewhere(person_type);
    match elsewhere {
        true => drop(data.remove("type_by")),
        false => drop(data.insert("type_by".into(), by.into())),
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::op::Act;

    const HOME: RecordId = RecordId::fixed(1);
    const GRID: RecordId = RecordId::fixed(8);
    const HEAD: RecordId = RecordId::fixed(2);
    const CHILD_ID: RecordId = RecordId::fixed(3);

    fn data(value: Value) -> Data {
        value.as_object().cloned().expect("an object")
    }

    fn usual() -> Register {
        Register {
            door: data(json!({"door": "17号", "head": " 佘德旺 ", "phone": "19900005207", "note": " "})),
            notice: Some("read_aloud".into()),
            people: vec![Someone {
                id: CHILD_ID,
                data: data(json!({"name": "佘小满", "born": 2012, "guardian": "佘德旺"})),
            }],
            ..Register::begin(HOME, GRID)
        }
    }

    #[test]
    fn a_door_and_its_people_are_saved_at_once_and_the_head_is_one_of_them() {
        let form = usual();
        assert_eq!(form.problems(2020), (vec![], vec![]));
        let intents = form.intents(HEAD, 41);
        let made: Vec<_> = intents.iter().map(|intent| (intent.kind.as_str(), intent.rec)).collect();
        assert_eq!(made, [("household", HOME), ("person", HEAD), ("person", CHILD_ID)]);
        let data_of = |n: usize| match &intents[n].act {
            Act::Add { data } => data.clone(),
            _ => panic!("an addition"),
        };
        assert_eq!((data_of(0)["walk"].clone(), data_of(0).contains_key("note")), (json!(42), false));
        assert_eq!((data_of(1)["name"].clone(), data_of(1)["relation"].clone()), (json!("佘德旺"), json!("head")));
        for n in [1, 2] {
            assert_eq!(
                (data_of(n)["notice"].clone(), data_of(n)["household"].clone()),
                (json!("read_aloud"), json!(HOME))
            );
            assert_eq!(person::KIND.check(&data_of(n)), []);
        }
        assert_eq!(household::KIND.check(&data_of(0)), []);
        let mut listed = usual();
        listed.people[0].data.insert("name".into(), "佘德旺".into());
        assert_eq!(listed.intents(HEAD, 41).len(), 2, "whoever is listed is not registered twice");
    }

    #[test]
    fn without_the_notice_or_a_child_s_guardian_nothing_is_saved() {
        let rule =
            |problems: &[Problem]| problems.iter().map(|one| (one.field.clone(), one.rule.clone())).collect::<Vec<_>>();
        let required = |field: &str| vec![(field.to_owned(), "required".to_owned())];
        let without = Register { notice: None, ..usual() };
        assert_eq!(rule(&without.problems(2020).0), required("notice"));
        let mut alone = usual();
        alone.people[0].data.remove("guardian");
        assert_eq!(rule(&alone.problems(2020).1[0].1), required("guardian"));
        assert_eq!(alone.problems(2026).1, [], "fourteen years old");
    }

    #[test]
    fn the_card_goes_with_the_type() {
        let today = Day::new(2020, 2, 7).expect("a day");
        let returned = of_type(&data(json!({"name": "佘小满"})), "returned_wuhan", "邵月琴", today);
        assert!(has_card(&returned));
        assert_eq!((returned["type_by"].clone(), returned["type_on"].clone()), (json!("邵月琴"), json!("2020-02-07")));
        let contact = of_type(&returned, "close_contact", "邵月琴", today);
        assert!(!contact.contains_key("type_by"), "an authority says so, not the worker");
        let mut card = returned;
        card.insert("origin".into(), "湖北省武汉市".into());
        let ordinary = of_type(&card, "ordinary", "邵月琴", today);
        assert_eq!(ordinary, data(json!({"name": "佘小满", "person_type": "ordinary"})));
    }

    #[test]
    fn a_form_taken_up_again_is_as_it_was() {
        let form = usual();
        let draft = form.draft(Some(0), 7);
        assert_eq!((draft.version, Register::resume(&draft)), (0, Some(form)));
        assert!(!Register::begin(HOME, GRID).is_begun() && usual().is_begun());
    }
}
