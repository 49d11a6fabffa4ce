//! `paper` 纸质表: a form filled in on paper and photographed, to be typed when there is time (seed row
//! 19; `domain.md` 1.4). Whoever types it names it in the record (`record::PAPER`), and so closes it.

use crate::{
    field::{Field, Holds, Merge, Problem, Sight},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples, no_facts, told},
    photo::{PhotoId, PhotoRef},
    record::Data,
};
use serde::{Deserialize, Serialize};

/// What forms there are, by the kind that comes of them: 入户走访, 体温, 通话, anything else.
pub const FORM: &[&str] = &["visit", "reading", "care_contact", "other"];
/// Whether it is typed, in this order.
pub const STATUS: &[&str] = &["open", "typed"];
/// A form has at most so many sheets.
pub const PHOTOS: usize = 3;

/// A form on paper.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Paper {
    /// The door it is about, where it is about one.
    pub household: Option<RecordId>,
    /// One of [`FORM`].
    pub form: String,
    /// The sheets.
    pub photos: Vec<PhotoRef>,
    /// What whoever types it should know.
    pub note: Option<String>,
    /// One of [`STATUS`].
    pub status: String,
}

impl Payload for Paper {
    const KIND: &'static str = "paper";
}

impl Paper {
    /// Whether it waits to be typed.
    pub fn waits(&self) -> bool {
        self.status != "typed"
    }

    /// Whether a record of that kind, about that door, is what stands on it.
    pub fn becomes(&self, kind: &str, household: Option<RecordId>) -> bool {
        let same_door = self.household.is_none() || household.is_none() || self.household == household;
        (self.form == kind || (self.form == "other" && kind != Self::KIND)) && same_door
    }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Paper::KIND,
    version: 1,
    home: Home::Work,
    life: Life::Kept,
    fields: &[
        Field {
            name: "household",
            holds: Holds::Ref("household"),
            required: false,
            merge: Merge::Shown,
            sight: Sight::Plain,
            purpose: told("whose form it is"),
        },
        Field {
            name: "form",
            holds: Holds::One(FORM),
            required: true,
            merge: Merge::Shown,
            sight: Sight::Plain,
            purpose: told("what is to be typed"),
        },
        Field {
            name: "photos",
            holds: Holds::Photos(PHOTOS),
            required: true,
            merge: Merge::Fixed,
            sight: Sight::Sensitive,
            purpose: told("what is to be typed"),
        },
        Field {
            name: "note",
            holds: Holds::Text(100),
            required: false,
            merge: Merge::Quiet,
            sight: Sight::Personal,
            purpose: told("what whoever types it should know"),
        },
        Field {
            name: "status",
            holds: Holds::One(STATUS),
            required: true,
            merge: Merge::Forward,
            sight: Sight::Plain,
            purpose: told("what is still to be typed"),
        },
    ],
    form: None,
    rules,
    facts: no_facts,
    samples: examples(samples),
};

fn rules(data: &Data) -> Vec<Problem> {
    let nothing = Paper::read(data).photos.is_empty();
    nothing.then(|| Problem::new("photos", "required")).into_iter().collect()
}

fn samples() -> Vec<Data> {
    let paper = Paper {
        household: Some(RecordId::fixed(1)),
        form: "visit".into(),
        photos: vec![PhotoRef { sha256: PhotoId::new([0x3c; 32]), bytes: 61_000 }],
        note: Some("背面也有".into()),
        status: "open".into(),
    };
    vec![paper.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_becomes_what_its_form_says_at_its_door() {
        let paper = Paper::read(&samples()[0]);
        assert!(paper.waits() && !Paper { status: "typed".into(), ..paper.clone() }.waits());
        let here = paper.household;
        assert!(paper.becomes("visit", here) && paper.becomes("visit", None));
        assert!(!paper.becomes("visit", Some(RecordId::fixed(2))) && !paper.becomes("reading", here));
        let any = Paper { form: "other".into(), ..paper };
        assert!(any.becomes("household", here) && !any.becomes("paper", here));
    }

    #[test]
    fn there_is_nothing_to_type_without_a_photo() {
        let mut data = samples()[0].clone();
        data.insert("photos".into(), serde_json::json!([]));
        assert_eq!(KIND.check(&data), [Problem::new("photos", "required")]);
    }
}
