//! Codes of places: regions (GB/T 2260, GB/T 10114) and grids.

use std::fmt;

/// A 12-digit region code: 2 province, 2 city, 2 county, 3 town, 3 village.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode(String);

/// A grid's code: a region code and a serial of three digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GridCode(String);

/// A text that is no such code: wrong length, or not digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotACode;

/// What the last three digits say a village is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VillageKind {
    /// 居委会 (001–199, and the like 400–499).
    Residents,
    /// 村委会 (200–399, and the like 500–599).
    Villagers,
    /// Not a village: 000.
    None,
    /// Outside the ranges in use: a warning, never an error.
    Unusual,
}

fn digits(text: &str, length: usize) -> Result<String, NotACode> {
    let text = text.trim();
    if text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()) { Ok(text.into()) } else { Err(NotACode) }
}

impl RegionCode {
    /// Reads twelve digits.
    ///
    /// # Errors
    /// [`NotACode`].
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        digits(text, 12).map(Self)
    }

    /// The six digits of province, city and county.
    pub fn county(&self) -> &str {
        &self.0[..6]
    }

    /// The town's code: the same with village part 000.
    pub fn town(&self) -> RegionCode {
        RegionCode(format!("{}000", &self.0[..9]))
    }

    /// What the village part says.
    pub fn village_kind(&self) -> VillageKind {
        match self.0[9..].parse::<u16>().unwrap_or(999) {
            0 => VillageKind::None,
            1..=199 | 400..=499 => VillageKind::Residents,
            200..=399 | 500..=599 => VillageKind::Villagers,
            _ => VillageKind::Unusual,
        }
    }

    /// Whether the town part is of the kind 镇 (100–199); a mismatch is a warning only.
    pub fn is_town(&self) -> bool {
        (100..=199).contains(&self.0[6..9].parse::<u16>().unwrap_or(0))
    }

    /// Whether `other` is this region or lies within it.
    pub fn contains(&self, other: &RegionCode) -> bool {
        let meaningful = [12, 9, 6, 4, 2].into_iter().rev().find(|end| self.0[*end..].bytes().all(|byte| byte == b'0'));
        other.0.starts_with(&self.0[..meaningful.unwrap_or(12)])
    }

    /// The code of its grid number `serial` (1–999).
    pub fn grid(&self, serial: u16) -> GridCode {
        GridCode(format!("{}{:03}", self.0, serial % 1000))
    }
}

impl GridCode {
    /// Reads fifteen digits.
    ///
    /// # Errors
    /// [`NotACode`].
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        digits(text, 15).map(Self)
    }

    /// The region it lies in.
    pub fn region(&self) -> RegionCode {
        RegionCode(self.0[..12].into())
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for GridCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).expect("a code")
    }

    #[test]
    fn parts() {
        let village = code("990000100201");
        assert_eq!((village.county(), village.town().to_string()), ("990000", "990000100000".to_owned()));
        assert_eq!((village.village_kind(), village.is_town()), (VillageKind::Villagers, true));
        assert_eq!(code("990000100001").village_kind(), VillageKind::Residents);
        assert_eq!(village.grid(2).to_string(), "990000100201002");
        assert_eq!(village.grid(2).region(), village);
    }

    #[test]
    fn a_region_contains_what_begins_like_it() {
        assert!(code("990000100000").contains(&code("990000100201")));
        assert!(code("990000000000").contains(&code("990000100201")));
        assert!(!code("990000101000").contains(&code("990000100201")));
        assert!(!code("990000100201").contains(&code("990000100202")));
    }

    proptest! {
        #[test]
        fn only_digits_of_the_right_number_are_codes(text in "\\PC{0,16}") {
            let is_digits = |n| text.trim().len() == n && text.trim().bytes().all(|byte| byte.is_ascii_digit());
            prop_assert_eq!(RegionCode::parse(&text).is_ok(), is_digits(12));
            prop_assert_eq!(GridCode::parse(&text).is_ok(), is_digits(15));
        }
    }
}
