//! `checklist` 检查内容: which items a township asks at its enterprises, besides the four that are always
//! asked.

use crate::{
    field::{Field, Holds, Merge, Sight},
    id::RecordId,
    kind::{
        Home, Kind, Life, Payload, examples,
        inspection::{ITEM, MANDATORY},
        no_facts, no_rules, told,
    },
    record::Data,
};
use serde::{Deserialize, Serialize};

/// A checklist; a township has one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Checklist {
    /// Codes of [`ITEM`].
    pub items: Vec<String>,
}

impl Payload for Checklist {
    const KIND: &'static str = "checklist";
}

/// The sort of its id within its township.
const SORT: u8 = 5;

/// The id of a township's checklist.
pub fn id_of(town: RecordId) -> RecordId {
    town.nth(SORT, 0)
}

impl Checklist {
    /// What is asked, in the order of the form: the four, and those chosen.
    pub fn asked(&self) -> Vec<&'static str> {
        let chosen = |(index, code): &(usize, &&str)| *index < MANDATORY || self.items.iter().any(|one| one == *code);
        ITEM.iter().enumerate().filter(|one| chosen(&(one.0, one.1))).map(|(_, code)| *code).collect()
    }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Checklist::KIND,
    version: 1,
    home: Home::Town,
    life: Life::Kept,
    fields: &[Field {
        name: "items",
        holds: Holds::Many(ITEM),
        required: false,
        merge: Merge::Quiet,
        sight: Sight::Plain,
        purpose: told("F8: what is looked at"),
    }],
    form: None,
    rules: no_rules,
    facts: no_facts,
    samples: examples(samples),
};

fn samples() -> Vec<Data> {
    vec![Checklist { items: vec!["supplies".into(), "visitors".into()] }.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_are_asked_and_what_the_township_has_chosen() {
        assert_eq!(Checklist::default().asked(), &ITEM[..MANDATORY]);
        let chosen = Checklist::read(&samples()[0]).asked();
        assert_eq!(chosen, ["temperature", "disinfection", "meals", "lodging", "supplies", "visitors"]);
        let newer = Checklist { items: vec!["of_the_future".into()] };
        assert_eq!(newer.asked(), &ITEM[..MANDATORY]);
    }
}
