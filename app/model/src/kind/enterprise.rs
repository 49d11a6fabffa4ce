//! `enterprise` 企业: the register of those that are inspected (seed row 43; head of form F8).
//!
//! It lives with the township, so that whoever comes to the gate finds it without signal. Its id
//! comes from its code, or from its name where the code is not known: two phones that register the
//! same one make one record, and what they say differently is shown to people.

use crate::{
    field::{Field, Holds, Merge, Sight},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples, no_facts, no_rules, told},
    record::Data,
    text::squeezed,
    uscc::UnifiedCode,
};
use serde::{Deserialize, Serialize};

/// Trades (F8 行业).
pub const TRADE: &[&str] =
    &["manufacture", "farm_products", "building", "trade", "catering", "logistics", "services", "other"];

/// An enterprise.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Enterprise {
    /// `云溪茶业有限公司`.
    pub name: String,
    /// Its unified social credit code.
    pub uscc: Option<String>,
    /// Where it is, in words.
    pub address: Option<String>,
    /// In which village.
    pub village: Option<RecordId>,
    /// Who answers for it.
    pub contact: Option<String>,
    /// Where to reach them.
    pub phone: Option<String>,
    /// One of [`TRADE`].
    pub trade: Option<String>,
    /// How many work there.
    pub employees: Option<i64>,
    /// How many of them are back.
    pub returned: Option<i64>,
    /// How many of them come from key areas.
    pub key_area: Option<i64>,
}

impl Payload for Enterprise {
    const KIND: &'static str = "enterprise";
}

/// The id of an enterprise: by its code, else by its name as it is written without spaces.
pub fn id_of(town: RecordId, uscc: Option<&UnifiedCode>, name: &str) -> RecordId {
    let called = uscc.map_or_else(|| written(name), |code| code.as_str().to_owned());
    RecordId::named(&format!("enterprise {town} {called}"))
}

/// A name as it is compared: without spaces, full-width signs made narrow, brackets of either sort.
fn written(name: &str) -> String {
    squeezed(name).to_lowercase()
}

impl Enterprise {
    /// Its code, if there is one and it holds.
    pub fn code(&self) -> Option<UnifiedCode> {
        self.uscc.as_deref().and_then(|code| UnifiedCode::parse(code).ok())
    }

    /// Whether these are one enterprise, as far as can be seen: the same code, or the same name where
    /// one of the codes is not known.
    pub fn is_the_same(&self, other: &Enterprise) -> bool {
        match (self.code(), other.code()) {
            (Some(one), Some(other)) => one == other,
            _ => !self.name.trim().is_empty() && written(&self.name) == written(&other.name),
        }
    }
}

const fn field(name: &'static str, holds: Holds, merge: Merge, sight: Sight, purpose: &'static str) -> Field {
    Field { name, holds, required: false, merge, sight, purpose: told(purpose) }
}

/// The kind.
pub static KIND: Kind = Kind {
    name: Enterprise::KIND,
    version: 1,
    home: Home::Town,
    life: Life::Kept,
    fields: &[
        Field { required: true, ..field("name", Holds::Text(60), Merge::Shown, Sight::Plain, "M24: which enterprise") },
        field("uscc", Holds::UnifiedCode, Merge::Shown, Sight::Plain, "M24: an enterprise counts once"),
        field("address", Holds::Text(100), Merge::Quiet, Sight::Plain, "F8: where to go"),
        field("village", Holds::Ref("village"), Merge::Shown, Sight::Plain, "M24: by village"),
        field("contact", Holds::Name, Merge::Quiet, Sight::Personal, "F8: whom to ask"),
        field("phone", Holds::Phone, Merge::Quiet, Sight::Sensitive, "F8: to come announced"),
        field("trade", Holds::One(TRADE), Merge::Quiet, Sight::Plain, "F8: what is looked at"),
        field("employees", Holds::Count(0, 99_999), Merge::Quiet, Sight::Plain, "F8: how many work there"),
        field("returned", Holds::Count(0, 99_999), Merge::Quiet, Sight::Plain, "F8: how many are back"),
        field("key_area", Holds::Count(0, 99_999), Merge::Quiet, Sight::Plain, "F8: how many from key areas"),
    ],
    form: None,
    rules: no_rules,
    facts: no_facts,
    samples: examples(samples),
};

fn samples() -> Vec<Data> {
    let whole = Enterprise {
        name: "云溪茶业有限公司".into(),
        uscc: Some(UnifiedCode::sample(17).as_str().into()),
        address: Some("柳塘村省道旁".into()),
        village: Some(RecordId::fixed(5)),
        contact: Some("单福来".into()),
        phone: Some("19900000817".into()),
        trade: Some("farm_products".into()),
        employees: Some(46),
        returned: Some(31),
        key_area: Some(0),
    };
    let least = Enterprise { name: "老街修理铺".into(), ..Enterprise::default() };
    vec![whole.data(), least.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_phones_give_one_enterprise_one_id() {
        let town = RecordId::fixed(99);
        let code = UnifiedCode::sample(17);
        assert_eq!(id_of(town, Some(&code), "云溪茶业"), id_of(town, Some(&code), "云溪镇茶业有限公司"));
        assert_eq!(id_of(town, None, " 老街 修理铺"), id_of(town, None, "老街修理铺"));
        assert_eq!(id_of(town, None, "云溪（茶业）"), id_of(town, None, "云溪(茶业)"));
        assert_ne!(id_of(town, Some(&UnifiedCode::sample(18)), ""), id_of(town, Some(&code), ""));
        assert_ne!(id_of(RecordId::fixed(98), Some(&code), ""), id_of(town, Some(&code), ""));
    }

    #[test]
    fn one_enterprise_is_known_by_its_code_else_by_its_name() {
        let of = |name: &str, serial: Option<u32>| Enterprise {
            name: name.into(),
            uscc: serial.map(|serial| UnifiedCode::sample(serial).as_str().to_lowercase()),
            ..Enterprise::default()
        };
        assert!(of("云溪茶业", Some(1)).is_the_same(&of("别的名字", Some(1))));
        assert!(!of("连锁超市", Some(1)).is_the_same(&of("连锁超市", Some(2))));
        assert!(of("云溪 茶业", None).is_the_same(&of("云溪茶业", Some(1))));
        assert!(!of("", None).is_the_same(&of("", None)));
    }

    #[test]
    fn a_wrong_code_says_what_is_wrong_with_it() {
        let rule = |code: &str| {
            let one = Enterprise { name: "云溪茶业".into(), uscc: Some(code.into()), ..Enterprise::default() };
            KIND.check(&one.data()).into_iter().map(|problem| (problem.field, problem.rule)).collect::<Vec<_>>()
        };
        let wrong = |rule: &str| vec![("uscc".to_owned(), rule.to_owned())];
        let whole = UnifiedCode::sample(17).as_str().to_owned();
        assert_eq!(rule(&whole), []);
        assert_eq!(rule(&whole[..17]), wrong("uscc_short"));
        assert_eq!(rule(&format!("{whole}0")), wrong("uscc_long"));
        assert_eq!(rule("91350100M000100Y34"), wrong("uscc_check"));
        assert_eq!(rule("9135010OM000100Y43"), wrong("uscc_characters"));
    }
}
