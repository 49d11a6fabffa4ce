//! The directory: `town`, `village`, `grid` and `staff`, held by all of a township's people.
//!
//! Names of places and colleagues only. Who may do what is no record: it stands in the server's
//! accounts and duties, and takes effect on the next request.

use crate::{
    fact::{Fact, Metric},
    field::{Field, Holds, Merge, Problem, Sight},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples, no_facts, no_rules, told},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// 镇: the township. Its id names the scope `town:<id>`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Town {
    /// `云溪镇`.
    pub name: String,
    /// 12-digit region code, village part 000.
    pub code: String,
}

/// 村(居): a village or residents' committee.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Village {
    /// `柳塘村`.
    pub name: String,
    /// 12-digit region code.
    pub code: String,
    /// The top-level grid (一级网格) it belongs to.
    pub grid: Option<RecordId>,
}

/// 网格: a top-level grid of villages, or a grid of doors below a village.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Grid {
    /// `柳塘二网格`.
    pub name: String,
    /// 15-digit code: region and serial.
    pub code: String,
    /// 1 for the township's own grids, 2 for the grids of doors.
    pub level: i64,
    /// The village of a grid of doors.
    pub village: Option<RecordId>,
    /// The leading cadre who heads a top-level grid (牵头干部, seed row 47).
    pub lead: Option<String>,
    /// Whether a Party member; whoever heads a top-level grid has to be.
    pub lead_party: Option<bool>,
}

/// 工作人员: a colleague, by name and role. The id is the user's.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Staff {
    /// Full name.
    pub name: String,
    /// Role codes (`access::Role`).
    pub roles: Vec<String>,
}

impl Payload for Town {
    const KIND: &'static str = "town";
}
impl Payload for Village {
    const KIND: &'static str = "village";
}
impl Payload for Grid {
    const KIND: &'static str = "grid";
}
impl Payload for Staff {
    const KIND: &'static str = "staff";
}

const fn plain(name: &'static str, holds: Holds, required: bool, purpose: &'static str) -> Field {
    Field { name, holds, required, merge: Merge::Shown, sight: Sight::Plain, purpose: told(purpose) }
}

const fn entry(
    name: &'static str,
    fields: &'static [Field],
    facts: fn(&Record) -> Vec<Fact>,
    samples: fn() -> Vec<Data>,
) -> Kind {
    Kind {
        name,
        version: 1,
        home: Home::Town,
        life: Life::Kept,
        fields,
        form: None,
        rules: no_rules,
        facts,
        samples: examples(samples),
    }
}

/// The kind `town`.
pub static TOWN: Kind = entry(
    Town::KIND,
    &[
        plain("name", Holds::Text(40), true, "title of every paper"),
        plain("code", Holds::Text(12), true, "GB/T 2260, GB/T 10114"),
    ],
    no_facts,
    || vec![Town { name: "云溪镇".into(), code: "990000100000".into() }.data()],
);

/// The kind `village`.
pub static VILLAGE: Kind = entry(
    Village::KIND,
    &[
        plain("name", Holds::Text(40), true, "figures by village"),
        plain("code", Holds::Text(12), true, "GB/T 2260, GB/T 10114"),
        plain("grid", Holds::Ref("grid"), false, "figures by top-level grid"),
    ],
    |record| vec![Fact::one(Metric::Village, None, record.id).at(Some(record.id))],
    || vec![Village { name: "柳塘村".into(), code: "990000100201".into(), grid: Some(RecordId::fixed(4)) }.data()],
);

/// The kind `grid`.
pub static GRID: Kind = Kind {
    version: 2,
    rules: grid_rules,
    ..entry(
        Grid::KIND,
        &[
            plain("name", Holds::Text(40), true, "figures by grid"),
            plain("code", Holds::Text(15), true, "GB/T 34300: 15 digits"),
            plain("level", Holds::Count(1, 2), true, "四个网格 above, grids of doors below"),
            plain("village", Holds::Ref("village"), false, "which village's doors"),
            plain("lead", Holds::Name, false, "seed row 47: one leading cadre heads each top-level grid"),
            plain("lead_party", Holds::YesNo, false, "seed row 47: who has to be a Party member"),
        ],
        grid_facts,
        || {
            vec![
                Grid {
                    name: "柳塘二网格".into(),
                    code: "990000100201002".into(),
                    level: 2,
                    village: Some(RecordId::fixed(5)),
                    ..Grid::default()
                }
                .data(),
                Grid {
                    name: "第一网格".into(),
                    code: "990000100000001".into(),
                    level: 1,
                    lead: Some("褚守田".into()),
                    lead_party: Some(true),
                    ..Grid::default()
                }
                .data(),
            ]
        },
    )
};

fn grid_rules(data: &Data) -> Vec<Problem> {
    let grid = Grid::read(data);
    let wrong = grid.lead.is_some() && grid.lead_party != Some(true);
    wrong.then(|| Problem::new("lead_party", "not_party")).into_iter().collect()
}

fn grid_facts(record: &Record) -> Vec<Fact> {
    let grid: Grid = record.read();
    let fact = |metric| Fact::one(metric, None, record.id);
    if grid.level != 1 {
        return vec![fact(Metric::DoorGrid).at(grid.village)];
    }
    let lead = grid.lead.filter(|_| grid.lead_party == Some(true)).map(|_| fact(Metric::LeadCadre));
    std::iter::once(fact(Metric::TopGrid)).chain(lead).map(|fact| fact.at(Some(record.id))).collect()
}

/// The kind `staff`.
pub static STAFF: Kind = entry(
    Staff::KIND,
    &[
        plain("name", Holds::Name, true, "who recorded what"),
        plain("roles", Holds::Many(crate::access::Role::CODES), true, "whom to ask"),
    ],
    no_facts,
    || vec![Staff { name: "邵月琴".into(), roles: vec!["worker".into()] }.data()],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_heads_a_top_level_grid_is_a_party_member() {
        let mut grid = Grid::read(&(GRID.samples)()[1]);
        assert_eq!(GRID.check(&grid.data()), []);
        for party in [None, Some(false)] {
            grid.lead_party = party;
            assert_eq!(GRID.check(&grid.data()), [Problem::new("lead_party", "not_party")]);
        }
    }

    #[test]
    fn grids_count_by_their_level_and_a_lead_with_the_grid() {
        let metrics = |data: Data| {
            let facts = grid_facts(&crate::kind::tests::record(Grid::KIND, data));
            facts.into_iter().map(|fact| (fact.metric, fact.place)).collect::<Vec<_>>()
        };
        let [doors, top] = <[Data; 2]>::try_from((GRID.samples)()).expect("two");
        let own = Some(RecordId::fixed(9));
        assert_eq!(metrics(doors), [(Metric::DoorGrid, Some(RecordId::fixed(5)))]);
        assert_eq!(metrics(top.clone()), [(Metric::TopGrid, own), (Metric::LeadCadre, own)]);
        let mut headless = top;
        headless.remove("lead");
        assert_eq!(metrics(headless), [(Metric::TopGrid, own)]);
    }
}
