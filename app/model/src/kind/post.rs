//! `post` 卡口: a duty post at the way into a village (seed row 24; head of form F7).
//!
//! Part of the directory, held by all of a township's people. Its id names the scope `post:<id>`,
//! where its shifts and whoever passes are written down.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Sight},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples, no_rules, told},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// A duty post.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Post {
    /// `柳塘村东口卡口`.
    pub name: String,
    /// The village it guards.
    pub village: Option<RecordId>,
    /// Where it stands, in words.
    pub place: Option<String>,
    /// Who answers for it: a village, a station.
    pub unit: Option<String>,
    /// Whom to ask.
    pub leader: Option<String>,
    /// Since when it is manned.
    pub opened_on: Option<Day>,
    /// Its last day.
    pub closed_on: Option<Day>,
}

impl Payload for Post {
    const KIND: &'static str = "post";
}

impl Post {
    /// Whether it is manned on `day`.
    pub fn stands_on(&self, day: Day) -> bool {
        self.opened_on.is_none_or(|opened| opened <= day) && self.closed_on.is_none_or(|closed| day <= closed)
    }
}

const fn shown(name: &'static str, holds: Holds, required: bool, sight: Sight, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Shown, sight, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Post::KIND,
    version: 1,
    home: Home::Town,
    life: Life::Kept,
    fields: &[
        shown("name", Holds::Text(40), true, Sight::Plain, "M22: posts"),
        shown("village", Holds::Ref("village"), true, Sight::Plain, "M22: posts by village"),
        shown("place", Holds::Text(60), false, Sight::Plain, "F7: where it stands"),
        shown("unit", Holds::Text(40), false, Sight::Plain, "F7: who answers for it"),
        shown("leader", Holds::Name, false, Sight::Personal, "F7: whom to ask"),
        shown("opened_on", Holds::Day, false, Sight::Plain, "M22: posts at a cut-off"),
        shown("closed_on", Holds::Day, false, Sight::Plain, "M22: posts at a cut-off"),
    ],
    form: None,
    rules: no_rules,
    facts,
    samples: examples(samples),
};

fn facts(record: &Record) -> Vec<Fact> {
    let post: Post = record.read();
    let opened = Fact::one(Metric::PostOpened, post.opened_on, record.id);
    let closed = post.closed_on.map(|day| Fact::one(Metric::Ended, day.plus(1), record.id));
    std::iter::once(opened).chain(closed).map(|fact| fact.at(post.village)).collect()
}

fn samples() -> Vec<Data> {
    let whole = Post {
        name: "柳塘村东口卡口".into(),
        village: Some(RecordId::fixed(5)),
        place: Some("省道路口".into()),
        unit: Some("柳塘村委会".into()),
        leader: Some("褚守田".into()),
        opened_on: Day::new(2020, 1, 26),
        closed_on: Day::new(2020, 3, 20),
    };
    vec![whole.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_stands_from_its_first_day_to_its_last() {
        let post = Post::read(&samples()[0]);
        let on = |month, day| post.stands_on(Day::new(2020, month, day).expect("a day"));
        assert_eq!([on(1, 25), on(1, 26), on(3, 20), on(3, 21)], [false, true, true, false]);
    }

    #[test]
    fn a_post_counts_for_its_village_until_the_day_after_its_last() {
        let counted = facts(&crate::kind::tests::record(Post::KIND, samples().remove(0)));
        let id = RecordId::fixed(9);
        let opened = Fact::one(Metric::PostOpened, Day::new(2020, 1, 26), id);
        let ended = Fact::one(Metric::Ended, Day::new(2020, 3, 21), id);
        assert_eq!(counted, [opened, ended].map(|fact| fact.at(Some(RecordId::fixed(5)))));
    }
}
