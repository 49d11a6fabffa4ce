//! The unified social credit code of an enterprise (统一社会信用代码, GB 32100-2015), as a type that
//! cannot hold nonsense.

use crate::text::squeezed;
use serde_json::{Map, Value};
use std::fmt;

/// Eighteen signs: who registered it, what it is, where, its own number, and a check sign. The
/// letters I, O, S, V and Z are not used.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnifiedCode(String);

/// Why a text is no unified code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAUnifiedCode {
    /// So many signs are missing.
    Short(usize),
    /// So many are too many.
    Long(usize),
    /// Something else than digits and the letters that are used.
    Characters,
    /// The check sign does not fit: a typing error.
    CheckSign,
}

impl NotAUnifiedCode {
    /// The code that the app has words for (`problem.<code>`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Short(_) => "uscc_short",
            Self::Long(_) => "uscc_long",
            Self::Characters => "uscc_characters",
            Self::CheckSign => "uscc_check",
        }
    }

    /// What the words need.
    pub fn args(self) -> Map<String, Value> {
        match self {
            Self::Short(missing) => Map::from_iter([("missing".into(), missing.into())]),
            Self::Long(extra) => Map::from_iter([("extra".into(), extra.into())]),
            Self::Characters | Self::CheckSign => Map::new(),
        }
    }
}

impl fmt::Display for NotAUnifiedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// How many signs there are.
const LENGTH: usize = 18;
/// The signs by their value; the letters that look like digits are left out.
const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

fn value(sign: u8) -> Option<u32> {
    (0u32..).zip(SIGNS).find(|(_, one)| **one == sign).map(|(value, _)| value)
}

/// The check sign of the first seventeen; none if one of them is not used. The weight of each place
/// is three times that of the one before it, modulo 31.
fn check_of(signs: &[u8]) -> Option<u8> {
    let mut weight = 1;
    let mut sum = 0;
    for sign in signs {
        sum += value(*sign)? * weight;
        weight = weight * 3 % 31;
    }
    Some(SIGNS[((31 - sum % 31) % 31) as usize])
}

impl UnifiedCode {
    /// Reads what was typed or pasted; spaces are dropped, full-width and small letters are taken.
    ///
    /// # Errors
    /// [`NotAUnifiedCode`], by the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, NotAUnifiedCode> {
        use NotAUnifiedCode::*;
        let text: String = squeezed(text).to_ascii_uppercase().chars().filter(|c| *c != '-').collect();
        if !text.bytes().all(|sign| value(sign).is_some()) {
            return Err(Characters);
        }
        match text.len() {
            LENGTH => {}
            short if short < LENGTH => return Err(Short(LENGTH - short)),
            long => return Err(Long(long - LENGTH)),
        }
        let (signs, check) = text.as_bytes().split_at(LENGTH - 1);
        if check_of(signs) != check.first().copied() {
            return Err(CheckSign);
        }
        Ok(Self(text))
    }

    /// All of it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last four signs, by which people find it.
    pub fn tail(&self) -> &str {
        &self.0[LENGTH - 4..]
    }

    /// A code of an invented region (990000), for samples and fixtures.
    pub fn sample(serial: u32) -> Self {
        let signs = format!("91990000{:09}", serial % 1_000_000_000);
        let check = check_of(signs.as_bytes()).expect("digits are used");
        Self(format!("{signs}{}", char::from(check)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use NotAUnifiedCode::*;
    use proptest::prelude::*;

    #[test]
    fn the_example_of_the_standard() {
        let code = UnifiedCode::parse("91350100M000100Y43").expect("a code");
        assert_eq!((code.as_str(), code.tail()), ("91350100M000100Y43", "0Y43"));
        assert_eq!(UnifiedCode::parse(" 9135 0100-m000 100y ４３\u{202c}"), Ok(code));
        assert_eq!(UnifiedCode::parse("91350100M000100Y34"), Err(CheckSign));
        assert_eq!(UnifiedCode::parse("91350100M000100Y4"), Err(Short(1)));
        assert_eq!(UnifiedCode::parse("91350100M000100Y433"), Err(Long(1)));
        assert_eq!(UnifiedCode::parse(""), Err(Short(18)));
        for unused in ["I", "O", "S", "V", "Z", "镇", "."] {
            assert_eq!(UnifiedCode::parse(&format!("91350100M000100Y4{unused}")), Err(Characters), "{unused}");
        }
        assert_eq!((Short(2).args()["missing"].as_u64(), Long(3).args()["extra"].as_u64()), (Some(2), Some(3)));
    }

    proptest! {
        #[test]
        fn any_single_wrong_sign_is_found(serial in 0u32..1_000_000_000, at in 0usize..18, by in 1usize..31) {
            let code = UnifiedCode::sample(serial);
            let mut signs = code.as_str().as_bytes().to_vec();
            let place = SIGNS.iter().position(|sign| *sign == signs[at]).expect("a sign");
            signs[at] = SIGNS[(place + by) % SIGNS.len()];
            let wrong = String::from_utf8(signs).expect("letters");
            prop_assert_eq!(UnifiedCode::parse(&wrong), Err(CheckSign));
        }

        #[test]
        fn two_neighbours_the_wrong_way_round_are_found(serial in 0u32..1_000_000_000, at in 0usize..17) {
            let code = UnifiedCode::sample(serial);
            let mut signs = code.as_str().as_bytes().to_vec();
            signs.swap(at, at + 1);
            let wrong = String::from_utf8(signs).expect("letters");
            prop_assert_eq!(UnifiedCode::parse(&wrong).is_ok(), wrong == code.as_str());
        }

        #[test]
        fn what_is_short_or_long_says_by_how_much(serial in 0u32..1_000_000_000, signs in 0usize..18, more in 1usize..9) {
            let code = UnifiedCode::sample(serial);
            prop_assert_eq!(UnifiedCode::parse(&code.as_str()[..signs]), Err(Short(18 - signs)));
            prop_assert_eq!(UnifiedCode::parse(&format!("{}{}", code.as_str(), "7".repeat(more))), Err(Long(more)));
            prop_assert_eq!(UnifiedCode::parse(&code.as_str().to_ascii_lowercase()), Ok(code));
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,24}") {
            if let Ok(code) = UnifiedCode::parse(&text) {
                prop_assert_eq!(UnifiedCode::parse(code.as_str()), Ok(code.clone()));
            }
        }
    }
}
