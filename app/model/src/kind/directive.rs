//! `directive` 通知: what the township hands down to all its people (seed row 42).

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Sight},
    kind::{Home, Kind, Life, Payload, examples, no_rules, told},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// A directive.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Directive {
    /// What it is called.
    pub title: String,
    /// When it was handed down.
    pub issued_on: Option<Day>,
    /// What it says.
    pub text: Option<String>,
    /// Point by point.
    pub items: Vec<Point>,
    /// Until when everybody is to have read it.
    pub due: Option<Day>,
}

/// A point of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Point {
    /// In words.
    pub text: String,
}

impl Payload for Directive {
    const KIND: &'static str = "directive";
}

const fn shown(name: &'static str, holds: Holds, required: bool, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Shown, sight: Sight::Plain, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Directive::KIND,
    version: 1,
    home: Home::Town,
    life: Life::Kept,
    fields: &[
        shown("title", Holds::Text(60), true, "seed row 42: what was handed down"),
        shown("issued_on", Holds::Day, true, "seed row 42: on which day"),
        shown("text", Holds::Text(2000), false, "seed row 42: what everybody is to know"),
        shown("items", Holds::Parts(POINT), false, "seed row 42: point by point"),
        shown("due", Holds::Day, false, "seed row 42: by when"),
    ],
    form: None,
    rules: no_rules,
    facts,
    samples: examples(samples),
};

static POINT: &[Field] = &[shown("text", Holds::Text(200), true, "seed row 42: what everybody is to know")];

fn facts(record: &Record) -> Vec<Fact> {
    let directive: Directive = record.read();
    vec![Fact::one(Metric::DirectiveIssued, directive.issued_on, record.id)]
}

fn samples() -> Vec<Data> {
    let point = |text: &str| Point { text: text.into() };
    let whole = Directive {
        title: "关于复工复产的通知".into(),
        issued_on: Day::new(2020, 2, 15),
        text: Some("请各村居对照落实。".into()),
        items: vec![point("先登记,再复工"), point("每天量两次体温")],
        due: Day::new(2020, 2, 17),
    };
    vec![whole.data()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::RecordId;

    #[test]
    fn a_directive_counts_on_the_day_it_was_handed_down() {
        let counted = facts(&crate::kind::tests::record(Directive::KIND, samples().remove(0)));
        assert_eq!(counted, [Fact::one(Metric::DirectiveIssued, Day::new(2020, 2, 15), RecordId::fixed(9))]);
    }
}
