//! Temperatures at one door: who comes next, what has been typed about whom, what is asked then.

use crate::parts::Key;
use model::{
    day::Day,
    id::RecordId,
    kind::{
        Payload,
        reading::{self, Reading, TENTHS},
    },
    record::Data,
};
use serde_json::{Value, json};
use sync::Draft;

/// A temperature has so many digits; its point stands before the last.
pub const DIGITS: usize = 3;
/// The reason that needs words of its own.
const OTHER: &str = "other";
/// The symptom that the thermometer itself shows.
const FEVER: &str = "fever";

/// One person who is to be measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// The isolation that asks for it.
    pub case: RecordId,
    /// Who.
    pub person: RecordId,
    /// Their name.
    pub name: String,
    /// The day of the case, from 0, and the last.
    pub day: (i64, i64),
    /// The reading before, in tenths of a degree.
    pub last: Option<i64>,
    /// What stands for this slot already.
    pub stands: Option<Stands>,
}

/// A reading that stands for the slot.
#[derive(Debug, Clone, PartialEq)]
pub struct Stands {
    /// What was answered.
    pub answer: Answer,
    /// The records that it made, by kind; the reading first.
    pub made: Vec<(String, RecordId)>,
}

/// What is asked about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Step {
    /// The temperature.
    #[default]
    Value,
    /// The temperature once more.
    Second,
    /// What is wrong with them.
    Symptoms,
    /// Why it was not taken.
    Reason,
}

impl Step {
    const ALL: [(Step, &'static str); 4] =
        [(Step::Value, "value"), (Step::Second, "second"), (Step::Symptoms, "symptoms"), (Step::Reason, "reason")];

    fn code(self) -> &'static str {
        Self::ALL.iter().find(|(step, _)| *step == self).map_or("value", |(_, code)| code)
    }

    fn of(code: &str) -> Self {
        Self::ALL.iter().find(|(_, own)| *own == code).map_or(Step::Value, |(step, _)| *step)
    }
}

/// What is known about one person so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// What is asked now.
    pub step: Step,
    /// Digits of the temperature.
    pub first: String,
    /// Digits of the second one.
    pub second: String,
    /// Codes of symptoms; none is well.
    pub symptoms: Vec<String>,
    /// Code of the reason why it was not taken.
    pub reason: Option<String>,
    /// The reason in words.
    pub note: String,
}

/// What is wrong, to be said at the field at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// No temperature of a living person begins so.
    CannotBegin,
    /// Lower or higher than any thermometer shows, in tenths.
    OutOfRange(i64),
    /// So many digits are missing.
    Missing(usize),
    /// No reason is chosen.
    NoReason,
    /// The reason has no words.
    NoReasonWords,
}

/// What the main button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Says what is wrong.
    Wrong(Trouble),
    /// Asks this.
    Ask(Step),
    /// Saves.
    Save,
}

/// How a value stands to the fever line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heat {
    /// Below.
    Normal,
    /// At it or above.
    Hot,
}

impl Answer {
    /// The digits being typed.
    pub fn digits(&self) -> &str {
        if self.step == Step::Second { &self.second } else { &self.first }
    }

    /// Types a key. After a temperature that cannot be, the next digit begins anew.
    pub fn press(&mut self, key: Key) {
        let begin_anew = matches!(key, Key::Digit(_)) && matches!(self.wrong(), Some(Trouble::OutOfRange(_)));
        let before = if begin_anew { "" } else { self.digits() };
        let digits = key.typed(before, DIGITS);
        match self.step {
            Step::Second => self.second = digits,
            Step::Value => self.first = digits,
            Step::Symptoms | Step::Reason => {}
        }
    }

    /// The temperature, in tenths, once it is whole and can be.
    pub fn value(&self) -> Option<i64> {
        tenths(&self.first)
    }

    /// The second one.
    pub fn second_value(&self) -> Option<i64> {
        tenths(&self.second)
    }

    /// The one that is being typed.
    pub fn typed(&self) -> Option<i64> {
        tenths(self.digits())
    }

    /// How the one that is being typed stands to the fever line.
    pub fn heat(&self, threshold: i64) -> Option<Heat> {
        self.typed().map(|value| if value >= threshold { Heat::Hot } else { Heat::Normal })
    }

    /// What is wrong with the digits so far.
    pub fn wrong(&self) -> Option<Trouble> {
        let digits = self.digits();
        let number: i64 = digits.parse().ok()?;
        let missing = DIGITS.checked_sub(digits.len())?;
        let least = number * 10_i64.pow(missing as u32);
        let most = least + 10_i64.pow(missing as u32) - 1;
        match missing {
            0 if !TENTHS.contains(&number) => Some(Trouble::OutOfRange(number)),
            _ if most < *TENTHS.start() || least > *TENTHS.end() => Some(Trouble::CannotBegin),
            _ => None,
        }
    }

    /// Whether it is a fever: hot, and not found to be none by a second reading.
    pub fn is_fever(&self, threshold: i64) -> bool {
        let hot = |value: i64| value >= threshold;
        self.reason.is_none() && self.value().is_some_and(hot) && self.second_value().is_none_or(hot)
    }

    /// What the main button does. `all_asked`: symptoms are asked of everyone, one question a screen.
    pub fn next(&self, threshold: i64, all_asked: bool) -> Next {
        match self.step {
            Step::Value | Step::Second => match (self.wrong(), self.typed()) {
                (Some(trouble), _) => Next::Wrong(trouble),
                (None, None) => Next::Wrong(Trouble::Missing(DIGITS.saturating_sub(self.digits().len()))),
                (None, Some(_)) if self.step == Step::Second => Next::Ask(Step::Symptoms),
                (None, Some(value)) if value >= threshold => Next::Ask(Step::Second),
                (None, Some(_)) if all_asked => Next::Ask(Step::Symptoms),
                (None, Some(_)) => Next::Save,
            },
            Step::Symptoms => Next::Save,
            Step::Reason => match self.reason.as_deref() {
                None => Next::Wrong(Trouble::NoReason),
                Some(OTHER) if self.note.trim().is_empty() => Next::Wrong(Trouble::NoReasonWords),
                Some(_) => Next::Save,
            },
        }
    }

    /// Asks something else. Whoever is asked about symptoms after a fever has that one.
    pub fn ask(&mut self, step: Step, threshold: i64) {
        if step == Step::Symptoms && self.is_fever(threshold) && self.symptoms.is_empty() {
            self.symptoms.push(FEVER.to_owned());
        }
        if step == Step::Value && self.value().is_some_and(|value| value >= threshold) {
            self.symptoms.retain(|code| code != FEVER);
        }
        self.step = step;
        if step != Step::Reason {
            self.reason = None;
            self.note.clear();
        }
        if step == Step::Value {
            self.second.clear();
        }
    }

    /// One question back; false at the first.
    pub fn back(&mut self, threshold: i64) -> bool {
        let hot = self.value().is_some_and(|value| value >= threshold);
        match self.step {
            Step::Value => return false,
            Step::Symptoms if hot => self.step = Step::Second,
            Step::Second | Step::Symptoms | Step::Reason => self.ask(Step::Value, threshold),
        }
        true
    }

    /// What of it is saved: nothing that was typed before another way was taken.
    pub fn settled(&self, threshold: i64) -> Self {
        let hot = self.value().is_some_and(|value| value >= threshold);
        if self.reason.is_some() {
            return Self {
                step: Step::Reason,
                reason: self.reason.clone(),
                note: self.note.trim().into(),
                ..Self::default()
            };
        }
        let second = if hot && self.second_value().is_some() { self.second.clone() } else { String::new() };
        Self { second, reason: None, note: String::new(), ..self.clone() }
    }

    /// A symptom comes or goes.
    pub fn symptom(&mut self, code: &str, on: bool) {
        self.symptoms.retain(|one| one != code);
        if on {
            self.symptoms.push(code.to_owned());
        }
    }

    /// Whether nothing has been answered.
    pub fn is_blank(&self) -> bool {
        *self == Self { step: self.step, ..Self::default() }
    }
}

fn tenths(digits: &str) -> Option<i64> {
    let number = (digits.len() == DIGITS).then(|| digits.parse().ok()).flatten()?;
    TENTHS.contains(&number).then_some(number)
}

/// The people of one door, one after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// All of them, in the order of the household.
    pub people: Vec<Subject>,
    /// Who is asked about; none when all are done.
    pub at: Option<usize>,
    /// What is known about that one.
    pub answer: Answer,
    /// Whose reading was saved last.
    pub before: Option<usize>,
    /// Whose fever was just saved: what to do now stands there before the next one comes.
    pub told: Option<usize>,
    /// What was saved last took the place of nothing, and so can be taken back.
    pub fresh: bool,
    begin: Step,
}

impl Round {
    /// Begins with `first`, if that is one of them; otherwise with the first who is not yet done.
    /// Each is asked `begin` first.
    pub fn new(people: Vec<Subject>, first: Option<RecordId>, begin: Step) -> Self {
        let asked = first.and_then(|first| people.iter().position(|one| one.person == first));
        let open = people.iter().position(|one| one.stands.is_none());
        let mut round =
            Self { at: None, answer: Answer::default(), before: None, told: None, fresh: false, begin, people };
        if let Some(at) = asked.or(open) {
            round.go(at);
        }
        round
    }

    /// Takes up again what was typed about one of them.
    pub fn resumed(mut self, person: RecordId, answer: Answer) -> Self {
        if let Some(index) = self.people.iter().position(|one| one.person == person) {
            self.at = Some(index);
            self.answer = answer;
        }
        self
    }

    /// Types a key. Over what stands already the first digit begins anew.
    pub fn press(&mut self, key: Key) {
        let over = self.now().is_some_and(|one| one.stands.is_some()) && !self.is_begun();
        if over && matches!(key, Key::Digit(_)) {
            self.answer = Answer { step: Step::Value, symptoms: self.answer.symptoms.clone(), ..Answer::default() };
        }
        self.answer.press(key);
    }

    /// Whether something has been typed that does not stand yet.
    pub fn is_begun(&self) -> bool {
        let stands = self.now().and_then(|one| one.stands.as_ref());
        let same =
            stands.is_some_and(|stands| Answer { step: self.answer.step, ..stands.answer.clone() } == self.answer);
        self.at.is_some() && !same && !self.answer.is_blank()
    }

    /// Who is asked about.
    pub fn now(&self) -> Option<&Subject> {
        self.people.get(self.at?)
    }

    /// Who comes after this one: the next that is not done, around the household.
    pub fn after(&self) -> Option<usize> {
        let at = self.at?;
        let n = self.people.len();
        (1..n).map(|step| (at + step) % n).find(|index| self.people[*index].stands.is_none())
    }

    /// The name of who comes next.
    pub fn next_name(&self) -> Option<&str> {
        self.after().map(|index| self.people[index].name.as_str())
    }

    /// How many are done, of how many.
    pub fn done(&self) -> (usize, usize) {
        (self.people.iter().filter(|one| one.stands.is_some()).count(), self.people.len())
    }

    /// Goes to one of them; what stands for the slot is there to be corrected.
    pub fn go(&mut self, index: usize) {
        if let Some(one) = self.people.get(index) {
            let stands = one.stands.as_ref().map(|stands| stands.answer.clone());
            self.answer = stands.unwrap_or_else(|| Answer { step: self.begin, ..Answer::default() });
            if self.answer.step != Step::Reason {
                self.answer.step = Step::Value;
            }
            self.at = Some(index);
        }
    }

    /// What was saved stands; the next one comes by itself, after what a fever asks for.
    pub fn saved(&mut self, answer: Answer, made: Vec<(String, RecordId)>, threshold: i64) {
        let after = self.after();
        self.told = self.at.filter(|_| answer.is_fever(threshold));
        if let Some(one) = self.at.and_then(|at| self.people.get_mut(at)) {
            self.fresh = one.stands.is_none();
            one.stands = Some(Stands { answer, made });
        }
        self.before = self.at;
        match after {
            Some(index) => self.go(index),
            None => {
                self.at = None;
                self.answer = Answer::default();
            }
        }
    }

    /// What stands for a person.
    pub fn stands(&self, person: RecordId) -> Option<&Stands> {
        self.people.iter().find(|one| one.person == person)?.stands.as_ref()
    }

    /// What was saved of a person is taken back; what had been typed stands there again.
    pub fn taken_back(&mut self, person: RecordId) {
        let Some(index) = self.people.iter().position(|one| one.person == person) else { return };
        self.go(index);
        self.people[index].stands = None;
        self.before = self.before.filter(|before| *before != index);
        self.told = None;
    }
}

/// Key of the draft of a door's slot: one person at a time.
pub fn draft_key(household: RecordId, (on, slot): (Day, usize)) -> String {
    format!("temperature:{household}:{on}:{slot}")
}

/// The draft as it is to be kept.
pub fn draft(household: RecordId, slot: (Day, usize), person: RecordId, answer: &Answer, at: i64) -> Draft {
    let data = json!({
        "on": slot.0, "slot": slot.1, "person": person, "step": answer.step.code(), "first": answer.first,
        "second": answer.second, "symptoms": answer.symptoms, "reason": answer.reason, "note": answer.note,
    });
    Draft {
        key: draft_key(household, slot),
        kind: Reading::KIND.into(),
        version: reading::KIND.version,
        about: Some(household),
        at,
        data: data.as_object().cloned().unwrap_or_default(),
        mends: None,
    }
}

/// The slot that a draft belongs to.
pub fn slot_of(draft: &Data) -> Option<(Day, usize)> {
    let day = Day::parse(draft.get("on")?.as_str()?)?;
    Some((day, usize::try_from(draft.get("slot")?.as_u64()?).ok()?))
}

/// Whom a draft is about, and what had been answered.
pub fn resumed(draft: &Data) -> Option<(RecordId, Answer)> {
    let text = |name: &str| draft.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let person = text("person").parse().ok()?;
    let symptoms = draft.get("symptoms").and_then(Value::as_array).into_iter().flatten();
    let answer = Answer {
        step: Step::of(&text("step")),
        first: text("first"),
        second: text("second"),
        symptoms: symptoms.filter_map(|code| code.as_str().map(str::to_owned)).collect(),
        reason: Some(text("reason")).filter(|reason| !reason.is_empty()),
        note: text("note"),
    };
    Some((person, answer))
}

#[cfg(test)]
mod tests;
