//! Who stands at the post now: a plate or a name, a temperature, and one of four buttons.

use crate::{
    jobs::temperature::state::{Answer, DIGITS, Heat, Step, Trouble as Measured},
    parts::Key,
};
use model::{
    ambient::Millis,
    care::Moment,
    field::Problem,
    gate,
    id::RecordId,
    kind::{
        Payload,
        event::{self, Event},
        passage::{self, Passage},
        shift::Watch,
    },
    plate,
    record::Scope,
};
use sync::Intent;

/// What is asked now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// The plate.
    #[default]
    Plate,
    /// The name.
    Name,
    /// The temperature.
    Heat,
}

/// Which keys stand on the pad of plates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    /// Provinces.
    Provinces,
    /// Letters.
    Letters,
    /// Digits.
    Digits,
}

/// What somebody says at the post.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// What is asked now.
    pub part: Part,
    /// Whether they go out.
    pub out: bool,
    /// The plate as far as it is typed.
    pub plate: String,
    /// The name.
    pub name: String,
    /// Initials by which a name is looked for; never saved.
    pub spelt: String,
    /// Letters are wanted where digits usually stand.
    pub letters: bool,
    /// The temperature, asked as everywhere.
    pub heat: Answer,
    /// All that is not asked of everybody.
    pub more: Passage,
    /// A plate that looks too short was pressed home once already.
    pub sure: bool,
}

/// What is wrong, to be said at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Neither plate nor name.
    Nobody,
    /// A name was looked for and none was taken.
    NotChosen,
    /// The plate looks too short; the same button once more takes it as it is.
    ShortPlate,
    /// The temperature cannot be.
    Heat(Measured),
    /// A field among the rest.
    More(Problem),
}

/// What one of the four buttons does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Says what is wrong.
    Wrong(Trouble),
    /// Asks for a second reading.
    Again,
    /// Asks why a fever is let pass.
    Why,
    /// Saves.
    Save,
}

impl Entry {
    /// The next one: nothing is known, and they go the same way.
    pub fn after(before: &Entry) -> Self {
        let part = if before.part == Part::Heat && before.plate.is_empty() { Part::Name } else { Part::Plate };
        let part = if before.part == Part::Name { Part::Name } else { part };
        Self { out: before.out, part, ..Self::default() }
    }

    /// Whether nothing has been typed.
    pub fn is_blank(&self) -> bool {
        *self == Self { out: self.out, part: self.part, ..Self::default() }
    }

    /// Which keys stand on the pad.
    pub fn keys(&self) -> Keys {
        match (self.part, self.plate.chars().count()) {
            (Part::Name, _) => Keys::Letters,
            (_, 0) => Keys::Provinces,
            (_, 1) if plate::has_province(&self.plate) => Keys::Letters,
            _ if self.letters => Keys::Letters,
            _ => Keys::Digits,
        }
    }

    /// Types a key of the pad: a province, a letter or a digit.
    pub fn press(&mut self, key: &str) {
        if self.part == Part::Name {
            self.spelt.push_str(key);
        } else if self.plate.chars().count() < plate::MOST {
            self.plate.push_str(key);
        }
        (self.letters, self.sure) = (false, false);
    }

    /// 改错: takes the last one back.
    pub fn erase(&mut self) {
        if self.part == Part::Name {
            if self.spelt.pop().is_none() {
                self.name.pop();
            }
        } else {
            self.plate.pop();
        }
        (self.letters, self.sure) = (false, false);
    }

    /// Writes the plate with a keyboard.
    pub fn write_plate(&mut self, text: &str) {
        self.plate = plate::normal(text).chars().take(plate::MOST + 2).collect();
        self.sure = false;
    }

    /// Writes the name with a keyboard.
    pub fn write_name(&mut self, text: &str) {
        self.name = text.to_owned();
        self.spelt.clear();
    }

    /// Whether it is the name that stands in the field.
    pub fn is_named(&self) -> bool {
        let on_foot = self.plate.is_empty() && !self.name.is_empty();
        self.part == Part::Name || (self.part == Part::Heat && on_foot)
    }

    /// What proposals are made for.
    pub fn looked_for(&self) -> &str {
        match self.part {
            Part::Name if self.spelt.is_empty() => &self.name,
            Part::Name => &self.spelt,
            _ => &self.plate,
        }
    }

    /// Somebody who was here comes again: what was known of them stands there. Whoever came in today goes
    /// out, and the way is the other way round.
    pub fn known(&mut self, last: &Passage, now: Moment) {
        if last.on == Some(now.day) {
            self.out = last.dir == "in" && last.result != "turn_back";
        }
        self.plate = last.plate.clone().unwrap_or_default();
        self.name = last.name.clone().unwrap_or_default();
        self.spelt.clear();
        let (from, to) = (last.from.clone(), last.to.clone());
        let turned = (last.dir == "out") != self.out;
        (self.more.from, self.more.to) = if turned { (to, from) } else { (from, to) };
        (self.more.people_n, self.more.reason, self.more.phone) =
            (last.people_n, last.reason.clone(), last.phone.clone());
        (self.part, self.sure) = (Part::Heat, true);
    }

    /// Types a digit of the temperature. A hot one is asked once more by itself.
    pub fn measure(&mut self, key: Key, threshold: i64) {
        let whole = self.heat.step == Step::Value && self.heat.heat(threshold) == Some(Heat::Hot);
        if whole && matches!(key, Key::Digit(_)) {
            self.heat.ask(Step::Second, threshold);
        }
        if key == Key::Erase && self.heat.step == Step::Second && self.heat.second.is_empty() {
            self.heat.ask(Step::Value, threshold);
        }
        self.heat.press(key);
    }

    /// Whether it is a fever.
    pub fn is_fever(&self, threshold: i64) -> bool {
        self.heat.is_fever(threshold)
    }

    /// What a button does now.
    pub fn next(&self, result: &str, threshold: i64) -> Next {
        let (plate, name) = (self.plate.trim(), self.name.trim());
        if plate.is_empty() && name.is_empty() {
            let looked = !self.spelt.is_empty();
            return Next::Wrong(if looked { Trouble::NotChosen } else { Trouble::Nobody });
        }
        if plate::has_province(plate) && !plate::is_whole(plate) && !self.sure {
            return Next::Wrong(Trouble::ShortPlate);
        }
        if let Some(measured) = self.heat.wrong() {
            return Next::Wrong(Trouble::Heat(measured));
        }
        let missing = DIGITS.saturating_sub(self.heat.digits().len());
        if !self.heat.digits().is_empty() && missing > 0 {
            return Next::Wrong(Trouble::Heat(Measured::Missing(missing)));
        }
        if self.heat.step == Step::Value && self.heat.heat(threshold) == Some(Heat::Hot) {
            return Next::Again;
        }
        let said = self.more.pass_reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
        if self.is_fever(threshold) && result == passage::RESULT[0] && !said {
            return Next::Why;
        }
        let is = self.passage(result, threshold, Moment { day: model::day::Day::from_unix_ms(0), minute: 0 }, None);
        match passage::KIND.check(&is.data()).into_iter().next() {
            Some(problem) => Next::Wrong(Trouble::More(problem)),
            None => Next::Save,
        }
    }

    /// What is written down.
    pub fn passage(&self, result: &str, threshold: i64, now: Moment, by: Option<&Watch>) -> Passage {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let kept = |of: &Option<String>| of.as_deref().and_then(text);
        let fever = self.is_fever(threshold);
        let hot = self.heat.value().is_some_and(|value| value >= threshold);
        let passes = fever && result == passage::RESULT[0];
        Passage {
            dir: passage::DIR[usize::from(self.out)].into(),
            on: Some(now.day),
            minute: now.minute,
            plate: text(&self.plate),
            name: text(&self.name),
            tenths: self.heat.value(),
            second_tenths: self.heat.second_value().filter(|_| hot),
            fever: self.heat.value().map(|_| fever),
            result: result.into(),
            people_n: self.more.people_n.filter(|n| *n > 1),
            pass_reason: kept(&self.more.pass_reason).filter(|_| passes),
            phone: kept(&self.more.phone),
            identity_number: kept(&self.more.identity_number),
            from: kept(&self.more.from),
            to: kept(&self.more.to),
            note: kept(&self.more.note),
            on_duty: by.map(|by| by.name.clone()),
            done_by: by.and_then(|by| by.staff),
            ..self.more.clone()
        }
    }
}

/// What saving means: the passage, and for a fever the urgent event that tells of it.
pub fn intents(id: RecordId, scope: Scope, is: &Passage, now: Millis, told: &str) -> Vec<Intent> {
    let mut intents = vec![Intent::add(id, scope, is)];
    if is.fever == Some(true) {
        let event = Event {
            about: "gate".into(),
            urgent: Some(true),
            text: Some(told.to_owned()),
            found_at: Some(now),
            status: event::STATUS[0].into(),
            ..Event::default()
        };
        intents.push(Intent::add(id.nth(gate::FEVER, 0), scope, &event));
    }
    intents
}

/// What taking it back means: whoever was called for a fever that was a slip need not come.
pub fn taken_back(id: RecordId, scope: Scope, fever: bool) -> Vec<Intent> {
    let void = |kind: &str, id| Intent::void(kind, id, scope, "entered_in_error");
    let event = fever.then(|| void(Event::KIND, id.nth(gate::FEVER, 0)));
    event.into_iter().chain([void(Passage::KIND, id)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::gate::log::tests::today;
    use model::op::Act;

    const HOT: i64 = 373;
    const PASS: &str = "pass";
    const AT: Scope = Scope::Post(RecordId::fixed(15));

    fn now() -> Moment {
        Moment { day: today(), minute: 552 }
    }

    fn type_in(entry: &mut Entry, digits: &str) {
        digits.bytes().for_each(|digit| entry.measure(Key::Digit(digit - b'0'), HOT));
    }

    fn plated(keys: &[&str]) -> Entry {
        let mut entry = Entry::default();
        keys.iter().for_each(|key| entry.press(key));
        entry
    }

    fn whole() -> Entry {
        plated(&["浙", "Z", "8", "F", "1", "2", "3"])
    }

    #[test]
    fn a_plate_needs_no_keyboard_and_each_key_brings_the_next_ones() {
        let mut entry = Entry::default();
        let mut keys = vec![entry.keys()];
        for key in ["浙", "Z", "8"] {
            entry.press(key);
            keys.push(entry.keys());
        }
        entry.letters = true;
        keys.push(entry.keys());
        entry.press("F");
        keys.push(entry.keys());
        use Keys::{Digits, Letters, Provinces};
        assert_eq!(keys, [Provinces, Letters, Digits, Digits, Letters, Digits]);
        entry.erase();
        assert_eq!(entry.plate, "浙Z8");
    }

    #[test]
    fn a_vehicle_with_one_tap_more_is_saved() {
        assert_eq!(whole().next(PASS, HOT), Next::Save);
        let is = whole().passage(PASS, HOT, now(), None);
        let least = Passage {
            dir: "in".into(),
            on: Some(today()),
            minute: 552,
            plate: Some("浙Z8F123".into()),
            result: PASS.into(),
            ..Passage::default()
        };
        assert_eq!(is, least, "as little as will do");
        assert_eq!(passage::KIND.check(&is.data()), []);
    }

    #[test]
    fn nobody_a_plate_that_is_short_and_a_name_that_was_only_looked_for() {
        assert_eq!(Entry::default().next(PASS, HOT), Next::Wrong(Trouble::Nobody));
        let mut short = plated(&["浙", "Z", "8"]);
        assert_eq!(short.next(PASS, HOT), Next::Wrong(Trouble::ShortPlate));
        short.sure = true;
        assert_eq!(short.next(PASS, HOT), Next::Save);
        let tractor = plated(&["8", "1", "2"]);
        assert_eq!(tractor.next(PASS, HOT), Next::Save, "without a province nothing is usual");
        let mut spelt = Entry { part: Part::Name, ..Entry::default() };
        spelt.press("S");
        assert_eq!(spelt.next(PASS, HOT), Next::Wrong(Trouble::NotChosen));
        spelt.write_name("佘小满");
        assert_eq!(spelt.next(PASS, HOT), Next::Save);
    }

    #[test]
    fn a_usual_temperature_is_three_keys() {
        let mut entry = whole();
        type_in(&mut entry, "36");
        assert_eq!(entry.next(PASS, HOT), Next::Wrong(Trouble::Heat(Measured::Missing(1))));
        type_in(&mut entry, "2");
        assert_eq!(entry.next(PASS, HOT), Next::Save);
        let is = entry.passage(PASS, HOT, now(), None);
        assert_eq!((is.tenths, is.second_tenths, is.fever), (Some(362), None, Some(false)));
    }

    #[test]
    fn a_fever_is_asked_twice_and_does_not_simply_pass() {
        let mut entry = whole();
        type_in(&mut entry, "378");
        assert_eq!(entry.next("clinic", HOT), Next::Again);
        type_in(&mut entry, "377");
        assert_eq!(entry.heat.step, Step::Second);
        assert_eq!((entry.next("clinic", HOT), entry.next(PASS, HOT)), (Next::Save, Next::Why));
        entry.more.pass_reason = Some("救护车接走".into());
        assert_eq!(entry.next(PASS, HOT), Next::Save);
        let is = entry.passage(PASS, HOT, now(), None);
        assert_eq!((is.tenths, is.second_tenths, is.fever), (Some(378), Some(377), Some(true)));
        assert_eq!(passage::KIND.check(&is.data()), []);
        // Without a second thermometer it is one all the same.
        let mut once = whole();
        type_in(&mut once, "378");
        once.heat.ask(Step::Second, HOT);
        assert_eq!((once.next("clinic", HOT), once.is_fever(HOT)), (Next::Save, true));
        // And none if the second one says so.
        let mut none = whole();
        type_in(&mut none, "378366");
        assert_eq!(none.next(PASS, HOT), Next::Save);
        assert_eq!(none.passage(PASS, HOT, now(), None).fever, Some(false));
    }

    #[test]
    fn a_fever_is_told_in_the_same_save_and_taken_back_with_it() {
        let mut entry = whole();
        type_in(&mut entry, "378378");
        let is = entry.passage("clinic", HOT, now(), None);
        let id = RecordId::fixed(3);
        let made = intents(id, AT, &is, 1_581_039_300_000, "浙Z8F123 37.8");
        let kinds: Vec<_> = made.iter().map(|intent| (intent.kind.as_str(), intent.rec)).collect();
        assert_eq!(kinds, [("passage", id), ("event", id.nth(gate::FEVER, 0))]);
        for intent in &made {
            let Act::Add { data } = &intent.act else { panic!("an addition") };
            assert_eq!(model::kind::kind(&intent.kind).expect("a kind").check(data), []);
        }
        let back: Vec<_> = taken_back(id, AT, true).iter().map(|intent| intent.rec).collect();
        assert_eq!(back, [id.nth(gate::FEVER, 0), id]);
        assert_eq!(taken_back(id, AT, false).len(), 1);
    }

    #[test]
    fn whoever_comes_again_is_known_and_goes_the_other_way() {
        let last = Passage {
            people_n: Some(3),
            name: Some("许长根".into()),
            from: Some("县城".into()),
            to: Some("柳塘村".into()),
            reason: Some("home".into()),
            tenths: Some(365),
            ..whole().passage(PASS, HOT, now(), None)
        };
        let mut entry = Entry::default();
        entry.known(&last, now());
        let is = entry.passage(PASS, HOT, now(), None);
        assert_eq!((is.dir.as_str(), is.from.as_deref(), is.to.as_deref()), ("out", Some("柳塘村"), Some("县城")));
        assert_eq!((is.people_n, is.name.as_deref(), is.tenths), (Some(3), Some("许长根"), None));
        assert_eq!(entry.part, Part::Heat);
        // Since yesterday nobody knows which way.
        let mut entry = Entry::default();
        entry.known(&last, Moment { day: today().plus(1), minute: 0 });
        assert_eq!((entry.out, entry.more.from.as_deref()), (false, Some("县城")));
        // Who was turned back comes in again.
        let mut entry = Entry { out: true, ..Entry::default() };
        entry.known(&Passage { result: "turn_back".into(), ..last }, now());
        assert!(!entry.out);
    }

    #[test]
    fn the_next_one_goes_the_same_way_and_is_asked_the_same() {
        let before = Entry { out: true, part: Part::Name, name: "佘小满".into(), ..Entry::default() };
        let next = Entry::after(&before);
        assert_eq!((next.out, next.part, next.is_blank()), (true, Part::Name, true));
        let by_car = Entry::after(&Entry { part: Part::Heat, ..whole() });
        assert_eq!((by_car.part, by_car.is_blank()), (Part::Plate, true));
    }

    #[test]
    fn who_stands_there_is_kept_apart_from_who_types() {
        let by = Watch { name: "许长根".into(), staff: None };
        let is = whole().passage(PASS, HOT, now(), Some(&by));
        assert_eq!((is.on_duty.as_deref(), is.done_by), (Some("许长根"), None));
    }
}
