//! A team's tickets, and the next step of one: forward only, with what has to be said at it.

use model::{
    ambient::Millis,
    care::Moment,
    day::Day,
    field::{Problem, check_set},
    id::{RecordId, UserId},
    kind::{
        Payload,
        errand::{self, Errand},
    },
    record::{Data, Record},
};
use serde_json::Value;
use sync::{Draft, Standing, State};

/// A ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// Its record.
    pub record: Record,
    /// What it says.
    pub errand: Errand,
    /// How far its record has come.
    pub standing: Standing,
}

/// Under which heading a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Nobody has taken it.
    Open,
    /// I have.
    Mine,
    /// Someone else has.
    Others,
    /// Delivered today.
    Done,
}

/// The tickets of the teams that are held, the oldest first.
pub fn tickets(state: &State) -> Vec<Ticket> {
    let ticket =
        |(held, errand): (&sync::Held, Errand)| Ticket { record: held.record.clone(), errand, standing: held.standing };
    let mut all: Vec<Ticket> = state.all::<Errand>().map(ticket).collect();
    all.sort_by_key(|ticket| (ticket.errand.asked_on, ticket.errand.asked_minute, ticket.record.id));
    all
}

/// One ticket.
pub fn ticket(state: &State, id: RecordId) -> Option<Ticket> {
    let held = state.get(Errand::KIND, id)?;
    Some(Ticket { record: held.record.clone(), errand: held.record.read(), standing: held.standing })
}

impl Ticket {
    /// Where it stands on `today`, for `me`; nowhere once it is over.
    pub fn group(&self, me: Option<UserId>, today: Day) -> Option<Group> {
        let errand = &self.errand;
        if errand.is_delivered() {
            return (errand.delivered_on == Some(today)).then_some(Group::Done);
        }
        Some(match errand.taken_by {
            _ if errand.status == "open" => Group::Open,
            Some(by) if Some(by) == me => Group::Mine,
            Some(_) => Group::Others,
            None => Group::Open,
        })
    }
}

/// Key of the draft of a ticket's next step.
pub fn draft_key(id: RecordId) -> String {
    format!("errand:{id}")
}

/// The ticket of a draft's key.
pub fn ticket_of(key: &str) -> Option<RecordId> {
    key.strip_prefix("errand:")?.parse().ok()
}

/// The draft as it is to be kept.
pub fn draft(ticket: &Ticket, answers: &Data, at: Millis) -> Draft {
    Draft {
        key: draft_key(ticket.record.id),
        kind: Errand::KIND.into(),
        version: errand::KIND.version,
        about: ticket.errand.household,
        at,
        data: answers.clone(),
        mends: None,
    }
}

/// What stands in the form at first: what is wanted, and what was said so far. The money as people
/// write it.
pub fn begun(errand: &Errand) -> Data {
    let mut data = errand.data();
    data.retain(|name, _| ["items", "masks", "paid_by", "receipt", "rating", "note"].contains(&name.as_str()));
    data.extend(errand.cost_fen.map(|fen| ("cost".to_owned(), yuan(fen).into())));
    data
}

/// A step of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// 接单.
    Take,
    /// 买好了.
    Bought,
    /// 送到了.
    Delivered,
    /// 保存评价.
    Rate,
}

impl Step {
    /// The next step of a ticket.
    pub fn after(errand: &Errand) -> Option<Self> {
        match errand.status.as_str() {
            "open" => Some(Step::Take),
            "taken" => Some(Step::Bought),
            "bought" => Some(Step::Delivered),
            "delivered" => Some(Step::Rate),
            _ => None,
        }
    }

    /// The state that it leads to.
    pub fn status(self) -> &'static str {
        match self {
            Step::Take => "taken",
            Step::Bought => "bought",
            Step::Delivered => "delivered",
            Step::Rate => "rated",
        }
    }

    /// What is said at it, as fields of the form.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Step::Take => &[],
            Step::Bought => &["items", "masks", "paid_by", "note"],
            // Who goes straight to the door says it all there.
            Step::Delivered => &["items", "masks", "paid_by", "note", "receipt"],
            Step::Rate => &["rating"],
        }
    }
}

/// What a step changes. Fields that stay as they are, are left out.
pub fn set(ticket: &Ticket, step: Step, me: Option<UserId>, now: Moment, answers: &Data) -> Data {
    let mut set = Data::from_iter([("status".to_owned(), Value::from(step.status()))]);
    for field in step.fields() {
        set.insert((*field).to_owned(), answers.get(*field).cloned().unwrap_or(Value::Null));
    }
    let today = Value::from(now.day.to_string());
    match step {
        Step::Take => {
            set.insert("taken_by".into(), me.map(|me| me.to_string()).into());
            set.insert("taken_on".into(), today);
        }
        Step::Bought => drop(set.insert("cost_fen".into(), cost(answers).ok().flatten().into())),
        Step::Delivered => {
            set.insert("cost_fen".into(), cost(answers).ok().flatten().into());
            set.insert("delivered_on".into(), today);
            set.insert("delivered_minute".into(), now.minute.into());
        }
        Step::Rate => {}
    }
    let stands = &ticket.record.data;
    set.retain(|name, value| stands.get(name).unwrap_or(&Value::Null) != value);
    set
}

/// What is wrong with the answers, for a step.
pub fn problems(ticket: &Ticket, step: Step, me: Option<UserId>, now: Moment, answers: &Data) -> Vec<Problem> {
    let mut problems = check_set(errand::KIND.fields, &set(ticket, step, me, now, answers));
    if matches!(step, Step::Bought | Step::Delivered) && cost(answers).is_err() {
        problems.push(Problem::new("cost", "other"));
    }
    if step == Step::Rate && !answers.contains_key("rating") {
        problems.push(Problem::new("rating", "required"));
    }
    problems
}

/// That is no sum of money.
#[derive(Debug, PartialEq, Eq)]
pub struct NotMoney;

/// What was typed as the cost, in fen; none where nothing was.
pub fn cost(answers: &Data) -> Result<Option<i64>, NotMoney> {
    let typed = answers.get("cost").and_then(Value::as_str).unwrap_or_default().trim();
    if typed.is_empty() { Ok(None) } else { fen(typed).map(Some).ok_or(NotMoney) }
}

/// `35.5` is 3550 fen.
fn fen(typed: &str) -> Option<i64> {
    let typed = typed.trim_end_matches('元').trim();
    let (whole, part) = typed.split_once(['.', '。', ',']).unwrap_or((typed, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 100 + part)
}

/// 3550 fen are `35.5`; whole yuan have no point.
pub fn yuan(fen: i64) -> String {
    let (whole, part) = (fen / 100, fen % 100);
    match part {
        0 => whole.to_string(),
        part if part % 10 == 0 => format!("{whole}.{}", part / 10),
        part => format!("{whole}.{part:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::record::Scope;
    use serde_json::json;

    const ME: UserId = UserId::fixed(7);

    fn now() -> Moment {
        Moment { day: Day::new(2020, 2, 6).expect("a day"), minute: 660 }
    }

    fn ticket(errand: Errand) -> Ticket {
        let record = Record {
            kind: Errand::KIND.into(),
            id: RecordId::fixed(30),
            scope: Scope::Team(RecordId::fixed(11)),
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data: errand.data(),
            gone: None,
        };
        Ticket { record, errand, standing: Standing::Uploaded }
    }

    fn errand(status: &str) -> Errand {
        Errand {
            category: "masks".into(), items: Some("口罩10只".into()), status: status.into(), ..Errand::default()
        }
    }

    fn answers(value: Value) -> Data {
        value.as_object().cloned().expect("an object")
    }

    #[test]
    fn money_is_read_as_people_write_it() {
        let read = |typed: &str| cost(&answers(json!({ "cost": typed })));
        assert_eq!([read("35.5"), read("35"), read(" 0.05元 ")], [Ok(Some(3550)), Ok(Some(3500)), Ok(Some(5))]);
        assert_eq!(read(""), Ok(None));
        for wrong in ["三十", "-3", "1.234", "12345678", ".5", "1.2.3"] {
            assert_eq!(read(wrong), Err(NotMoney), "{wrong}");
        }
        assert_eq!([3550, 3500, 5, 1005].map(yuan), ["35.5", "35", "0.05", "10.05"]);
        assert_eq!(fen(&yuan(4321)), Some(4321));
    }

    #[test]
    fn a_ticket_goes_from_hand_to_door_and_never_back() {
        let mut ticket = ticket(errand("open"));
        let mut steps = Vec::new();
        let said = answers(json!({
            "items": "口罩10只", "masks": 10, "cost": "35.5", "paid_by": "team", "rating": 5, "note": "放门口",
        }));
        while let Some(step) = Step::after(&ticket.errand) {
            assert_eq!(problems(&ticket, step, Some(ME), now(), &said), []);
            let set = set(&ticket, step, Some(ME), now(), &said);
            ticket.record.data.extend(set);
            ticket.errand = Errand::read(&ticket.record.data);
            steps.push(ticket.errand.status.clone());
        }
        assert_eq!(steps, &errand::STATUS[1..]);
        let done = &ticket.errand;
        assert_eq!((done.taken_by, done.cost_fen, done.masks), (Some(ME), Some(3550), Some(10)));
        assert_eq!((done.delivered_on, done.delivered_minute, done.rating), (Some(now().day), Some(660), Some(5)));
    }

    #[test]
    fn a_step_says_only_what_changes_and_straight_to_the_door_says_it_all() {
        let taken = ticket(errand("taken"));
        let said = begun(&taken.errand);
        let bought = set(&taken, Step::Bought, Some(ME), now(), &said);
        assert_eq!(bought.keys().collect::<Vec<_>>(), ["status"]);
        let said = answers(json!({"items": "口罩20只", "cost": "40"}));
        let delivered = set(&taken, Step::Delivered, Some(ME), now(), &said);
        let changed = delivered.keys().map(String::as_str).collect::<Vec<_>>();
        assert_eq!(changed, ["cost_fen", "delivered_minute", "delivered_on", "items", "status"]);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_step() {
        let wrong = |status: &str, said: Value| {
            let ticket = ticket(errand(status));
            let step = Step::after(&ticket.errand).expect("a step");
            let problems = problems(&ticket, step, Some(ME), now(), &answers(said));
            problems.into_iter().map(|problem| problem.field).collect::<Vec<_>>()
        };
        assert_eq!(wrong("taken", json!({"cost": "三十"})), ["cost"]);
        assert_eq!(wrong("taken", json!({"masks": 1000})), ["masks"]);
        assert_eq!(wrong("delivered", json!({})), ["rating"]);
        assert_eq!(wrong("open", json!({})), Vec::<String>::new());
    }

    #[test]
    fn tickets_stand_where_one_looks_for_them() {
        let today = now().day;
        let group = |status: &str, by: Option<UserId>, on: Option<Day>| {
            let errand = Errand { taken_by: by, delivered_on: on, ..errand(status) };
            ticket(errand).group(Some(ME), today)
        };
        assert_eq!(group("open", None, None), Some(Group::Open));
        // Taken back, it is open again, whoever had it.
        assert_eq!(group("open", Some(ME), None), Some(Group::Open));
        assert_eq!(group("taken", Some(ME), None), Some(Group::Mine));
        assert_eq!(group("bought", Some(UserId::fixed(8)), None), Some(Group::Others));
        assert_eq!(group("delivered", Some(ME), Some(today)), Some(Group::Done));
        assert_eq!(group("rated", Some(ME), Some(today.plus(-1))), None);
    }

    #[test]
    fn a_draft_says_which_ticket_it_is_of() {
        let draft = draft(&ticket(errand("taken")), &Data::new(), 1);
        assert_eq!(ticket_of(&draft.key), Some(RecordId::fixed(30)));
        assert_eq!(ticket_of("visit:1"), None);
    }
}
