//! 代录: for whom whoever holds this phone enters now, and from which paper. It stays on until it is
//! taken off, also when the app is closed meanwhile: a record that says the wrong name is worse than a
//! tap.

use super::{Phone, Stage};
use leptos::prelude::*;
use model::{
    id::{RecordId, UserId},
    kind::paper::Paper,
    op::Act,
    record::{DONE_BY, PAPER, door},
};
use sync::{Intent, State};

/// For whom, and from which paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Entering {
    /// A colleague who did what is entered.
    pub done_by: Option<UserId>,
    /// The paper on which it stands.
    pub paper: Option<RecordId>,
}

impl Entering {
    /// As one line of text.
    fn to_text(self) -> String {
        let or_none = |id: Option<String>| id.unwrap_or_else(|| "-".into());
        format!("{} {}", or_none(self.done_by.map(|id| id.to_string())), or_none(self.paper.map(|id| id.to_string())))
    }

    /// Reads [`Entering::to_text`]; whatever it cannot read is nobody.
    fn from_text(text: &str) -> Self {
        let mut parts = text.split(' ');
        let mut next = || parts.next().unwrap_or_default();
        Self { done_by: next().parse().ok(), paper: next().parse().ok() }
    }

    /// What a person means to do, with who did it and the paper it comes from; and whether the paper is
    /// closed with it.
    pub fn put(self, mut intents: Vec<Intent>, state: &State, me: UserId) -> (Vec<Intent>, bool) {
        let paper = self.paper.and_then(|id| state.get("paper", id)).map(|held| held.record.clone());
        let is = paper.as_ref().map(|record| record.read::<Paper>());
        let mut closes = false;
        for intent in &mut intents {
            let Act::Add { data } = &mut intent.act else { continue };
            if let Some(who) = self.done_by.filter(|who| *who != me) {
                data.insert(DONE_BY.into(), who.to_string().into());
            }
            let at = if intent.kind == "household" { Some(intent.rec) } else { door(data) };
            let stands = |paper: &Paper| paper.becomes(&intent.kind, at);
            if let Some(id) = self.paper.filter(|_| is.as_ref().is_some_and(stands)) {
                data.insert(PAPER.into(), id.to_string().into());
                closes = true;
            }
        }
        // One that was typed before may be typed again: what came of it can have been withdrawn.
        if let Some(paper) = paper.filter(|_| closes && is.is_some_and(|is| is.waits())) {
            let typed = [("status".to_owned(), "typed".into())].into_iter().collect();
            intents.push(Intent::set(&paper, typed));
        }
        (intents, closes)
    }
}

impl Phone {
    /// For whom this phone's person enters, followed.
    pub fn entering(&self) -> Entering {
        self.entering.get()
    }

    /// Enters for somebody, or from a paper; for oneself with the default.
    pub fn enter(&self, entering: Entering) {
        self.entering.set(entering);
        let text = (entering != Entering::default()).then(|| entering.to_text());
        if let Some(name) = self.entering_name() {
            self.device().set_setting(&name, text.as_deref());
        }
    }

    /// Takes up where it stood when the app was closed.
    pub(super) fn enter_again(&self) {
        let kept = self.entering_name().and_then(|name| self.device().setting(&name));
        self.entering.set(kept.map(|text| Entering::from_text(&text)).unwrap_or_default());
    }

    /// Nobody's name stays when another person takes the phone.
    fn entering_name(&self) -> Option<String> {
        self.stage.with_untracked(|stage| match stage {
            Stage::SignedIn(session) => Some(entering_name(&session.user.account)),
            _ => None,
        })
    }
}

/// The setting of for whom an account enters.
pub(super) fn entering_name(account: &str) -> String {
    format!("entering.{account}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        kind::{Payload, visit::Visit},
        record::{Record, Scope, done_by, typed_from},
    };
    use sync::ports::Kept;

    #[test]
    fn it_survives_being_written_and_read() {
        let (who, paper) = (Some(UserId::fixed(3)), Some(RecordId::fixed(4)));
        for entering in [
            Entering::default(),
            Entering { done_by: who, paper: None },
            Entering { done_by: None, paper },
            Entering { done_by: who, paper },
        ] {
            assert_eq!(Entering::from_text(&entering.to_text()), entering);
        }
        assert_eq!(Entering::from_text("of the future"), Entering::default());
    }

    const ME: UserId = UserId::fixed(1);
    const OLD: UserId = UserId::fixed(2);
    const GRID: Scope = Scope::Grid(RecordId::fixed(8));

    fn visit(home: u128) -> Intent {
        let visit = Visit { household: Some(RecordId::fixed(home)), outcome: "met".into(), ..Visit::default() };
        Intent::add(RecordId::fixed(100 + home), GRID, &visit)
    }

    fn holding(status: &str) -> State {
        let home = Some(RecordId::fixed(1));
        let paper = Paper { household: home, form: "visit".into(), status: status.into(), ..Paper::default() };
        let record = Record {
            kind: Paper::KIND.into(),
            id: RecordId::fixed(50),
            scope: GRID,
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: Some(OLD),
            at: None,
            late: false,
            data: paper.data(),
            gone: None,
        };
        State::new(Kept { rows: vec![record], ..Kept::default() })
    }

    fn said(intents: &[Intent]) -> Vec<(Option<UserId>, Option<RecordId>)> {
        let data = |intent: &Intent| match &intent.act {
            Act::Add { data } => Some((done_by(data), typed_from(data))),
            _ => None,
        };
        intents.iter().filter_map(data).collect()
    }

    #[test]
    fn what_is_made_says_who_did_it_and_nobody_did_ones_own() {
        let for_whom = |who| Entering { done_by: Some(who), paper: None };
        let (made, closes) = for_whom(OLD).put(vec![visit(1), visit(2)], &holding("open"), ME);
        assert_eq!((said(&made), closes), (vec![(Some(OLD), None); 2], false));
        assert_eq!(said(&for_whom(ME).put(vec![visit(1)], &holding("open"), ME).0), [(None, None)]);
    }

    #[test]
    fn the_first_record_that_stands_on_a_paper_closes_it() {
        let paper = Some(RecordId::fixed(50));
        let typing = Entering { done_by: Some(OLD), paper };
        let (made, closes) = typing.put(vec![visit(1)], &holding("open"), ME);
        assert_eq!((said(&made), closes, made.len()), (vec![(Some(OLD), paper)], true, 2));
        assert!(matches!(&made[1].act, Act::Set { set, .. } if set["status"] == "typed"));
        // At another door it is another visit, and a paper that is closed stays closed.
        let (elsewhere, closes) = typing.put(vec![visit(2)], &holding("open"), ME);
        assert_eq!((said(&elsewhere), closes), (vec![(Some(OLD), None)], false));
        assert_eq!(typing.put(vec![visit(1)], &holding("typed"), ME).0.len(), 1);
    }
}
