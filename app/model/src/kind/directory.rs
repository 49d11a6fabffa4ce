//! The directory: `town`, `village`, `grid` and `staff`, held by all of a township's people.
//!
//! Names of places and colleagues only. Who may do what is no record: it stands in the server's
//! accounts and duties, and takes effect on the next request.

use crate::{
    field::{Field, Holds, Merge, Sight},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, no_facts, no_rules},
    record::Data,
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
    Field { name, holds, required, merge: Merge::Shown, sight: Sight::Plain, purpose }
}

const fn entry(name: &'static str, fields: &'static [Field], samples: fn() -> Vec<Data>) -> Kind {
    Kind {
        name,
        version: 1,
        home: Home::Town,
        life: Life::Kept,
        fields,
        form: None,
        rules: no_rules,
        facts: no_facts,
        samples,
    }
}

/// The kind `town`.
pub static TOWN: Kind = entry(
    Town::KIND,
    &[
        plain("name", Holds::Text(40), true, "title of every paper"),
        plain("code", Holds::Text(12), true, "GB/T 2260, GB/T 10114"),
    ],
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
    || vec![Village { name: "柳塘村".into(), code: "990000100201".into(), grid: Some(RecordId::fixed(4)) }.data()],
);

/// The kind `grid`.
pub static GRID: Kind = entry(
    Grid::KIND,
    &[
        plain("name", Holds::Text(40), true, "figures by grid"),
        plain("code", Holds::Text(15), true, "GB/T 34300: 15 digits"),
        plain("level", Holds::Count(1, 2), true, "四个网格 above, grids of doors below"),
        plain("village", Holds::Ref("village"), false, "which village's doors"),
    ],
    || {
        vec![
            Grid {
                name: "柳塘二网格".into(),
                code: "990000100201002".into(),
                level: 2,
                village: Some(RecordId::fixed(5)),
            }
            .data(),
            Grid { name: "第一网格".into(), code: "990000100000001".into(), level: 1, village: None }.data(),
        ]
    },
);

/// The kind `staff`.
pub static STAFF: Kind = entry(
    Staff::KIND,
    &[
        plain("name", Holds::Name, true, "who recorded what"),
        plain("roles", Holds::Many(crate::access::Role::CODES), true, "whom to ask"),
    ],
    || vec![Staff { name: "邵月琴".into(), roles: vec!["worker".into()] }.data()],
);
