//! The way of an event: where it stands, and what may be done next.
//!
//! Steps of several people are kept side by side and in no certain order, so where an event stands is
//! the farthest of its steps. That it is given back (退回) must not take it backward, or two phones
//! would disagree: it opens another round, in which the event is reported again and has to be taken
//! anew. A later round is farther than an earlier one; what is handled is farther than any round,
//! since nobody is asked to do again what is done.

use super::{Event, STATUS, Step};
use crate::{ambient::Millis, id::UserId, record::Data};
use serde_json::json;

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stands {
    /// Whether it is handled, closed, rated: farther than any round.
    over: usize,
    /// How often it was given back.
    pub round: i64,
    /// How far it has come in this round.
    rank: usize,
}

/// The first status in which nobody has to act any more.
const HANDLED: usize = 4;

impl Stands {
    fn at(status: &str, round: i64) -> Option<Self> {
        let rank = STATUS.iter().position(|one| *one == status)?;
        let over = rank.saturating_sub(HANDLED - 1);
        // Over is over, in whatever round it was done.
        Some(if over > 0 { Self { over, round: 0, rank: 0 } } else { Self { over, round, rank } })
    }

    /// One of [`STATUS`].
    pub fn status(self) -> &'static str {
        STATUS[if self.over > 0 { HANDLED - 1 + self.over } else { self.rank }]
    }
}

/// Who looks at an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Looks {
    /// Who it is.
    pub me: Option<UserId>,
    /// Whether this person answers for the place (`Role::takes_events`).
    pub answers: bool,
    /// Whether this person has reported it.
    pub reported: bool,
}

impl Event {
    /// Where it stands.
    pub fn stands(&self) -> Stands {
        let said = Stands::at(&self.status, 0);
        let steps = self.steps.iter().filter_map(|step| match step.what.as_str() {
            "returned" => Stands::at("reported", step.round()),
            what => Stands::at(what, step.round()),
        });
        steps.chain(said).max().unwrap_or(Stands { over: 0, round: 0, rank: 0 })
    }

    /// One of [`STATUS`].
    pub fn status(&self) -> &'static str {
        self.stands().status()
    }

    /// Whether somebody still has to act.
    pub fn is_open(&self) -> bool {
        self.stands().over == 0
    }

    /// Whether it is closed, rated or not.
    pub fn is_closed(&self) -> bool {
        matches!(self.status(), "closed" | "rated")
    }

    /// To whom it is assigned in this round: two who assigned it without knowing of each other have
    /// both asked somebody.
    pub fn assigned(&self) -> impl Iterator<Item = &Step> {
        let round = self.stands().round;
        let open = self.status() == "assigned";
        self.steps.iter().filter(move |step| open && step.what == "assigned" && step.round() == round)
    }

    /// Why it was given back, if it waits for somebody since.
    pub fn returned(&self) -> Option<&Step> {
        let stands = self.stands();
        let waits = stands.status() == "reported";
        self.steps.iter().filter(|step| waits && step.what == "returned" && step.round() == stands.round).min_by_key(
            // Two who gave it back: one of them is shown, everywhere the same.
            |step| (step.at, step.by),
        )
    }

    /// When it was closed; none while it is not. The earliest of several.
    pub fn closed_at(&self) -> Option<Millis> {
        self.steps.iter().filter(|step| step.what == "closed").filter_map(|step| step.at).min()
    }

    /// The step that follows by itself, of whoever acts at the place: one of [`STATUS`]. None once it
    /// is closed.
    pub fn next(&self) -> Option<&'static str> {
        Some(match self.status() {
            "found" => "reported",
            "reported" => "accepted",
            "accepted" | "assigned" => "handled",
            "handled" => "closed",
            _ => return None,
        })
    }

    /// The steps that someone may take now, what is waited for first.
    pub fn offers(&self, who: Looks) -> Vec<&'static str> {
        let mine = self.assigned().any(|step| step.to.is_some() && step.to == who.me);
        let asked = who.answers || mine;
        match self.status() {
            "found" | "reported" if who.answers => vec!["accepted", "assigned"],
            "accepted" if who.answers => vec!["handled", "assigned", "returned"],
            "assigned" if asked => vec!["handled", "returned"],
            "handled" if who.answers => vec!["closed"],
            "closed" if who.reported => vec!["rated"],
            _ => Vec::new(),
        }
    }

    /// What it takes to write down a step that somebody takes. Whoever takes an event on has been told
    /// of it. None where the event is not there to be taken that step.
    pub fn taken(&self, step: Step) -> Option<Data> {
        let stands = self.stands();
        let status = stands.status();
        let (from, round): (&[&str], i64) = match step.what.as_str() {
            "reported" => (&["found"], stands.round),
            "accepted" => (&["found", "reported"], stands.round),
            "assigned" => (&["found", "reported", "accepted"], stands.round),
            "handled" => (&["accepted", "assigned"], stands.round),
            "returned" => (&["accepted", "assigned"], stands.round + 1),
            "closed" => (&["handled"], 0),
            "rated" => (&["closed"], 0),
            _ => return None,
        };
        if !from.contains(&status) {
            return None;
        }
        let note = step.note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
        let step = Step { note, round: Some(round).filter(|round| *round > 0), ..step };
        let mut set = Data::new();
        if STATUS.contains(&step.what.as_str()) {
            set.insert("status".into(), step.what.clone().into());
        }
        if self.reported_at.is_none() {
            set.insert("reported_at".into(), step.at.into());
        }
        if let Some(note) = step.note.clone().filter(|_| step.what == "handled") {
            set.insert("result".into(), note.into());
        }
        let steps: Vec<Step> = self.steps.iter().cloned().chain([step]).collect();
        set.insert("steps".into(), json!(steps));
        Some(set)
    }

    /// The same for the step that follows by itself.
    pub fn step(&self, at: Millis, by: Option<UserId>, note: Option<&str>) -> Option<Data> {
        let what = self.next()?.into();
        self.taken(Step { what, at: Some(at), by, note: note.map(str::to_owned), ..Step::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ME: UserId = UserId::fixed(7);
    const OTHER: UserId = UserId::fixed(8);

    fn step(what: &str, round: i64, to: Option<UserId>) -> Step {
        Step { what: what.into(), at: Some(1), to, round: Some(round), ..Step::default() }
    }

    fn with(status: &str, steps: &[Step]) -> Event {
        Event { status: status.into(), steps: steps.to_vec(), ..Event::default() }
    }

    fn take(event: &Event, what: &str, to: Option<UserId>) -> Option<Event> {
        let step = Step { what: what.into(), at: Some(9), note: Some("因为".into()), to, ..Step::default() };
        let mut data = event.data();
        data.extend(event.taken(step)?);
        Some(Event::read(&data))
    }

    use crate::kind::Payload;

    #[test]
    fn given_back_it_is_there_to_be_taken_again_and_never_goes_back() {
        let mut event = with("reported", &[]);
        let mut before = event.stands();
        for (what, status) in [
            ("assigned", "assigned"),
            ("returned", "reported"),
            ("accepted", "accepted"),
            ("returned", "reported"),
            ("assigned", "assigned"),
            ("handled", "handled"),
            ("closed", "closed"),
            ("rated", "rated"),
        ] {
            event = take(&event, what, Some(ME)).unwrap_or_else(|| panic!("{what}"));
            assert!(event.stands() > before, "{what}");
            assert_eq!(event.status(), status, "{what}");
            before = event.stands();
        }
        assert_eq!(take(&event, "closed", None), None);
    }

    #[test]
    fn a_step_out_of_turn_is_none() {
        for (status, what) in [
            ("reported", "handled"),
            ("reported", "returned"),
            ("reported", "closed"),
            ("accepted", "rated"),
            ("handled", "returned"),
            ("assigned", "assigned"),
            ("closed", "accepted"),
        ] {
            assert_eq!(take(&with(status, &[]), what, None), None, "{what} of {status}");
        }
    }

    #[test]
    fn who_is_asked_of_the_round_is_asked_and_nobody_of_an_earlier_one() {
        let event = with("assigned", &[step("assigned", 0, Some(OTHER)), step("returned", 1, None)]);
        assert_eq!((event.status(), event.assigned().count()), ("reported", 0));
        assert_eq!(event.returned().map(|step| step.what.as_str()), Some("returned"));
        let again = take(&event, "assigned", Some(ME)).expect("a step");
        assert_eq!(again.assigned().map(|step| step.to).collect::<Vec<_>>(), [Some(ME)]);
        assert_eq!(again.returned(), None);
        let looks = |me, answers, reported| Looks { me: Some(me), answers, reported };
        assert_eq!(again.offers(looks(ME, false, false)), ["handled", "returned"]);
        assert!(again.offers(looks(OTHER, false, true)).is_empty());
        assert_eq!(again.offers(looks(OTHER, true, false)), ["handled", "returned"]);
        let closed = with("closed", &[]);
        assert_eq!(closed.offers(looks(OTHER, false, true)), ["rated"]);
        assert!(closed.offers(looks(OTHER, true, false)).is_empty());
        assert!(with("reported", &[]).offers(looks(ME, false, true)).is_empty());
    }

    #[test]
    fn what_is_done_outweighs_that_it_was_given_back_meanwhile() {
        let event =
            with("assigned", &[step("assigned", 0, Some(ME)), step("returned", 1, None), step("handled", 0, None)]);
        assert_eq!((event.status(), event.is_open()), ("handled", false));
    }

    #[test]
    fn a_record_of_the_first_version_stands_where_its_status_says() {
        for status in ["found", "reported", "accepted", "handled", "closed"] {
            assert_eq!(with(status, &[]).status(), status);
        }
    }

    proptest! {
        #[test]
        fn the_order_of_steps_plays_no_part(order in Just([0, 1, 2, 3, 4]).prop_shuffle(), n in 0..5_usize) {
            let steps = [
                step("assigned", 0, Some(ME)), step("returned", 1, None), step("accepted", 1, None),
                step("returned", 2, None), step("assigned", 2, Some(OTHER)),
            ];
            let statuses = ["reported", "assigned", "reported", "accepted", "reported", "assigned"];
            let some: Vec<Step> = order.iter().filter(|at| **at <= n).map(|at| steps[*at].clone()).collect();
            prop_assert_eq!(with("reported", &some).status(), statuses[n + 1]);
        }
    }
}
