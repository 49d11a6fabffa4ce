//! A household of five, a fever, slips of the finger.

use super::*;

const HOT: i64 = 373;

fn person(n: u128) -> Subject {
    Subject {
        case: RecordId::fixed(100 + n),
        person: RecordId::fixed(n),
        name: ["许长根", "何桂香", "许小禾", "许小苗", "许有田"][n as usize % 5].to_owned(),
        day: (6, 14),
        last: Some(364),
        stands: None,
    }
}

fn family() -> Round {
    Round::new((0..5).map(person).collect(), None, Step::Value)
}

fn typed(answer: &mut Answer, digits: &str) {
    for digit in digits.bytes() {
        answer.press(Key::Digit(digit - b'0'));
    }
}

fn after_typing(digits: &str) -> Answer {
    let mut answer = Answer::default();
    typed(&mut answer, digits);
    answer
}

fn save(round: &mut Round) {
    let at = round.at.expect("someone") as u128;
    let answer = round.answer.settled(HOT);
    round.saved(answer, vec![("reading".into(), RecordId::fixed(200 + at))], HOT);
}

#[test]
fn four_taps_a_person_and_the_next_comes_by_itself() {
    let mut round = family();
    let mut taps = 0;
    let mut names = Vec::new();
    while let Some(now) = round.now() {
        names.push(now.name.clone());
        typed(&mut round.answer, "362");
        taps += 3;
        assert_eq!((round.answer.value(), round.answer.next(HOT, false)), (Some(362), Next::Save));
        save(&mut round);
        taps += 1;
    }
    assert_eq!((names.len(), taps, round.done()), (5, 20, (5, 5)));
}

#[test]
fn the_point_is_not_typed() {
    let answer = after_typing("362");
    assert_eq!(crate::parts::with_point(answer.digits(), 1), "36.2");
    assert_eq!(after_typing("36").value(), None);
    assert_eq!(after_typing("36").next(HOT, false), Next::Wrong(Trouble::Missing(1)));
}

#[test]
fn what_no_thermometer_shows_is_said_at_once() {
    assert_eq!(after_typing("262").wrong(), Some(Trouble::OutOfRange(262)));
    assert_eq!(after_typing("2").wrong(), Some(Trouble::CannotBegin));
    assert_eq!(after_typing("43").wrong(), Some(Trouble::CannotBegin));
    assert_eq!(after_typing("34").wrong(), Some(Trouble::CannotBegin));
    for wrong in ["349", "421"] {
        let answer = after_typing(wrong);
        assert_eq!((answer.value(), answer.next(HOT, false)), (None, Next::Wrong(answer.wrong().expect("wrong"))));
    }
    for right in ["3", "4", "35", "42", "350", "420", ""] {
        assert_eq!(after_typing(right).wrong(), None, "{right}");
    }
}

#[test]
fn after_a_slip_the_next_digit_begins_anew() {
    let mut answer = after_typing("262");
    typed(&mut answer, "362");
    assert_eq!(answer.value(), Some(362));
    typed(&mut answer, "9");
    assert_eq!(answer.digits(), "362", "a digit too many is not taken");
    answer.press(Key::Erase);
    assert_eq!(answer.digits(), "36");
}

#[test]
fn a_fever_is_measured_again_then_asked_after() {
    let mut answer = after_typing("373");
    assert_eq!((answer.heat(HOT), answer.next(HOT, false)), (Some(Heat::Hot), Next::Ask(Step::Second)));
    answer.ask(Step::Second, HOT);
    assert_eq!(answer.next(HOT, false), Next::Wrong(Trouble::Missing(3)));
    typed(&mut answer, "376");
    assert_eq!((answer.value(), answer.second_value()), (Some(373), Some(376)));
    assert_eq!(answer.next(HOT, false), Next::Ask(Step::Symptoms));
    answer.ask(Step::Symptoms, HOT);
    assert_eq!(answer.next(HOT, false), Next::Save);
    assert!(answer.is_fever(HOT));
    assert_eq!(answer.symptoms, ["fever"]);
    assert!(answer.back(HOT) && answer.back(HOT));
    assert!(answer.symptoms.is_empty(), "a slip leaves no symptom behind");
}

#[test]
fn a_second_reading_below_the_line_is_no_fever_and_none_at_all_is() {
    let mut answer = after_typing("373");
    answer.ask(Step::Second, HOT);
    assert!(answer.is_fever(HOT), "who cannot measure again reports what was seen");
    typed(&mut answer, "368");
    assert!(!answer.is_fever(HOT));
    assert!(!after_typing("372").is_fever(HOT));
}

#[test]
fn the_line_is_the_one_in_force() {
    assert_eq!(after_typing("370").next(370, false), Next::Ask(Step::Second));
    assert_eq!(after_typing("370").next(HOT, false), Next::Save);
}

#[test]
fn one_question_a_screen_asks_everyone_how_they_are() {
    let mut answer = after_typing("365");
    assert_eq!(answer.next(HOT, true), Next::Ask(Step::Symptoms));
    answer.ask(Step::Symptoms, HOT);
    assert_eq!((answer.symptoms.len(), answer.next(HOT, true)), (0, Next::Save), "none is the usual case");
    assert!(answer.back(HOT));
    assert_eq!((answer.step, answer.digits()), (Step::Value, "365"));
    assert!(!answer.back(HOT));
}

#[test]
fn back_from_the_symptoms_of_a_fever_is_the_second_reading() {
    let mut answer = after_typing("380");
    answer.ask(Step::Second, HOT);
    typed(&mut answer, "379");
    answer.ask(Step::Symptoms, HOT);
    assert!(answer.back(HOT));
    assert_eq!((answer.step, answer.digits()), (Step::Second, "379"));
    assert!(answer.back(HOT));
    assert_eq!((answer.step, answer.second.as_str()), (Step::Value, ""));
}

#[test]
fn a_reason_stands_instead_of_a_temperature() {
    let mut answer = after_typing("36");
    answer.ask(Step::Reason, HOT);
    assert_eq!(answer.next(HOT, false), Next::Wrong(Trouble::NoReason));
    answer.reason = Some("out".into());
    assert_eq!(answer.next(HOT, false), Next::Save);
    answer.reason = Some("other".into());
    answer.note = " ".into();
    assert_eq!(answer.next(HOT, false), Next::Wrong(Trouble::NoReasonWords));
    answer.note = "在田里".into();
    let settled = answer.settled(HOT);
    assert_eq!((settled.first.as_str(), settled.note.as_str()), ("", "在田里"), "half a number is not saved with it");
    answer.ask(Step::Value, HOT);
    assert_eq!((answer.reason.as_deref(), answer.digits()), (None, "36"));
}

#[test]
fn a_second_reading_of_a_fever_that_was_a_slip_is_not_saved() {
    let mut answer = after_typing("380");
    answer.ask(Step::Second, HOT);
    typed(&mut answer, "36");
    assert_eq!(answer.settled(HOT).second, "", "half a number is none");
    typed(&mut answer, "5");
    answer.first = "360".into();
    assert_eq!(answer.settled(HOT).second, "");
}

#[test]
fn what_was_just_typed_can_be_changed_and_the_round_goes_on_where_it_was() {
    let mut round = family();
    typed(&mut round.answer, "362");
    save(&mut round);
    let before = round.before.expect("someone before");
    round.go(before);
    assert_eq!((round.answer.digits(), round.now().expect("someone").stands.is_some()), ("362", true));
    assert_eq!(round.next_name(), Some("何桂香"));
    assert!(!round.is_begun(), "looking at it is no change");
    round.answer.press(Key::Erase);
    assert!(round.is_begun());
    typed(&mut round.answer, "3");
    save(&mut round);
    assert!(!round.fresh, "what was there before is gone for good");
    assert_eq!(
        (round.people[0].stands.as_ref().and_then(|stands| stands.answer.value()), round.at),
        (Some(363), Some(1))
    );
}

#[test]
fn over_what_stands_a_digit_begins_anew_and_erasing_goes_on_from_it() {
    let mut round = family();
    typed(&mut round.answer, "362");
    save(&mut round);
    round.go(0);
    let mut erased = round.clone();
    round.press(Key::Digit(3));
    round.press(Key::Digit(7));
    assert_eq!(round.answer.digits(), "37");
    erased.press(Key::Erase);
    erased.press(Key::Digit(9));
    assert_eq!(erased.answer.digits(), "369");
}

#[test]
fn after_a_fever_it_says_what_to_do_before_the_next_one() {
    let mut round = family();
    typed(&mut round.answer, "381");
    round.answer.ask(Step::Second, HOT);
    typed(&mut round.answer, "380");
    save(&mut round);
    assert_eq!((round.told, round.at), (Some(0), Some(1)));
    typed(&mut round.answer, "364");
    save(&mut round);
    assert_eq!((round.told, round.at), (None, Some(2)));
}

#[test]
fn what_is_taken_back_stands_there_as_it_was_typed() {
    let mut round = family();
    typed(&mut round.answer, "362");
    save(&mut round);
    assert!(round.fresh);
    round.taken_back(RecordId::fixed(0));
    assert!(round.is_begun());
    assert_eq!((round.at, round.answer.digits(), round.before, round.done()), (Some(0), "362", None, (0, 5)));
}

#[test]
fn who_is_done_is_not_asked_again_unless_asked_for() {
    let mut people: Vec<Subject> = (0..3).map(person).collect();
    people[0].stands = Some(Stands { answer: after_typing("365"), made: Vec::new() });
    people[2].stands = Some(Stands { answer: after_typing("365"), made: Vec::new() });
    let round = Round::new(people.clone(), None, Step::Value);
    assert_eq!((round.at, round.next_name()), (Some(1), None));
    let asked = Round::new(people.clone(), Some(RecordId::fixed(2)), Step::Value);
    assert_eq!((asked.at, asked.next_name()), (Some(2), Some("何桂香")));
    people[1].stands = people[0].stands.clone();
    assert_eq!(Round::new(people, None, Step::Value).at, None);
}

#[test]
fn a_draft_comes_back_as_it_was_left() {
    let mut answer = after_typing("380");
    answer.ask(Step::Second, HOT);
    typed(&mut answer, "37");
    answer.symptoms = vec!["dry_cough".into()];
    let day = Day::new(2020, 2, 7).expect("a day");
    let kept = draft(RecordId::fixed(1), (day, 1), RecordId::fixed(2), &answer, 9);
    assert_eq!(slot_of(&kept.data), Some((day, 1)));
    assert_eq!(resumed(&kept.data), Some((RecordId::fixed(2), answer)));
    assert_eq!(kept.about, Some(RecordId::fixed(1)));
}

#[test]
fn each_slot_of_a_door_has_a_draft_of_its_own() {
    let day = Day::new(2020, 2, 7).expect("a day");
    let key = |on: Day, slot| draft_key(RecordId::fixed(1), (on, slot));
    assert_ne!(key(day, 0), key(day, 1));
    assert_ne!(key(day, 0), key(day.plus(1), 0));
}

#[test]
fn nothing_typed_is_no_draft() {
    assert!(Answer::default().is_blank());
    assert!(!after_typing("3").is_blank());
    let mut round = family();
    assert!(!round.is_begun());
    round.answer.press(Key::Digit(3));
    assert!(round.is_begun());
}

#[test]
fn for_a_day_that_is_over_it_asks_why() {
    let round = Round::new(vec![person(0)], None, Step::Reason);
    assert_eq!((round.answer.step, round.is_begun()), (Step::Reason, false));
}

#[test]
fn what_was_left_is_taken_up_again_with_the_same_person() {
    let round = family().resumed(RecordId::fixed(3), after_typing("36"));
    assert_eq!((round.at, round.answer.digits()), (Some(3), "36"));
    assert_eq!(family().resumed(RecordId::fixed(77), after_typing("36")), family());
}
