//! Codes of places: regions (GB/T 2260, GB/T 10114) and grids. Kept as plain digits.

use serde::{Deserialize, Deserializer, Serialize, de};
use std::fmt;

/// A 12-digit region code: 2 province, 2 city, 2 county, 3 town, 3 village; what is not meant is 0.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RegionCode(String);

/// A grid's code: a region code and a serial of three digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct GridCode(String);

/// A text that is no such code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotACode {
    /// Not so many characters.
    Length,
    /// Something else than digits.
    Characters,
}

/// What the seventh to ninth digit say a town is (GB/T 10114).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TownKind {
    /// 街道 (001–099).
    Subdistrict,
    /// 镇 (100–199).
    Town,
    /// 乡 (200–399).
    Township,
    /// 类似乡级, such as a farm or a development zone (400–599).
    Similar,
    /// Not a town: 000.
    None,
    /// Outside the ranges in use: a warning, never an error.
    Unusual,
}

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
    let text = crate::text::squeezed(text);
    match text.chars().count() {
        n if n != length => Err(NotACode::Length),
        _ if text.bytes().all(|byte| byte.is_ascii_digit()) => Ok(text),
        _ => Err(NotACode::Characters),
    }
}

impl RegionCode {
    /// Reads twelve digits; spaces are dropped, full-width digits are taken.
    ///
    /// # Errors
    /// [`NotACode`].
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        digits(text, 12).map(Self)
    }

    /// The two digits of the province.
    pub fn province(&self) -> &str {
        &self.0[..2]
    }

    /// The four digits of province and city.
    pub fn city(&self) -> &str {
        &self.0[..4]
    }

    /// The six digits of province, city and county.
    pub fn county(&self) -> &str {
        &self.0[..6]
    }

    /// The town's code: the same with village part 000.
    pub fn town(&self) -> RegionCode {
        RegionCode(format!("{}000", &self.0[..9]))
    }

    /// The three digits of the village within its town.
    pub fn village(&self) -> &str {
        &self.0[9..]
    }

    /// What the town part says.
    pub fn town_kind(&self) -> TownKind {
        match number(&self.0[6..9]) {
            0 => TownKind::None,
            1..=99 => TownKind::Subdistrict,
            100..=199 => TownKind::Town,
            200..=399 => TownKind::Township,
            400..=599 => TownKind::Similar,
            _ => TownKind::Unusual,
        }
    }

    /// What the village part says.
    pub fn village_kind(&self) -> VillageKind {
        match number(self.village()) {
            0 => VillageKind::None,
            1..=199 | 400..=499 => VillageKind::Residents,
            200..=399 | 500..=599 => VillageKind::Villagers,
            _ => VillageKind::Unusual,
        }
    }

    /// Whether `other` is this region or lies within it.
    pub fn contains(&self, other: &RegionCode) -> bool {
        let is_rest = |end: &usize| self.0[*end..].bytes().all(|byte| byte == b'0');
        let meant = [2, 4, 6, 9].into_iter().find(is_rest).unwrap_or(12);
        other.0.starts_with(&self.0[..meant])
    }

    /// The code of its grid number `serial`, 1 to 999; of a larger number the last three digits.
    pub fn grid(&self, serial: u16) -> GridCode {
        GridCode(format!("{}{:03}", self.0, serial % 1000))
    }
}

impl GridCode {
    /// Reads fifteen digits; spaces are dropped, full-width digits are taken.
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

    /// Its number within the region.
    pub fn serial(&self) -> u16 {
        number(&self.0[12..])
    }
}

/// Three digits as a number.
fn number(digits: &str) -> u16 {
    digits.bytes().fold(0, |number, digit| number * 10 + u16::from(digit - b'0'))
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

impl<'de> Deserialize<'de> for RegionCode {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        Self::parse(&text).map_err(|_| de::Error::custom("not a region code"))
    }
}

impl<'de> Deserialize<'de> for GridCode {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        Self::parse(&text).map_err(|_| de::Error::custom("not a grid code"))
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
        let village = code(" 990102100２01 ");
        assert_eq!(
            (village.province(), village.city(), village.county(), village.village()),
            ("99", "9901", "990102", "201")
        );
        assert_eq!(village.town().to_string(), "990102100000");
        let grid = village.grid(2);
        assert_eq!((grid.to_string(), grid.region(), grid.serial()), ("990102100201002".into(), village.clone(), 2));
    }

    #[test]
    fn kinds_of_towns_and_villages() {
        let town = |part: &str| code(&format!("990102{part}000")).town_kind();
        for (part, kind) in [
            ("000", TownKind::None),
            ("001", TownKind::Subdistrict),
            ("099", TownKind::Subdistrict),
            ("100", TownKind::Town),
            ("199", TownKind::Town),
            ("200", TownKind::Township),
            ("399", TownKind::Township),
            ("400", TownKind::Similar),
            ("599", TownKind::Similar),
            ("600", TownKind::Unusual),
        ] {
            assert_eq!(town(part), kind, "{part}");
        }
        let village = |part: &str| code(&format!("990102100{part}")).village_kind();
        for (part, kind) in [
            ("000", VillageKind::None),
            ("001", VillageKind::Residents),
            ("199", VillageKind::Residents),
            ("200", VillageKind::Villagers),
            ("399", VillageKind::Villagers),
            ("400", VillageKind::Residents),
            ("500", VillageKind::Villagers),
            ("599", VillageKind::Villagers),
            ("600", VillageKind::Unusual),
        ] {
            assert_eq!(village(part), kind, "{part}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_text() {
        for (text, wrong) in
            [("", NotACode::Length), ("99010210020", NotACode::Length), ("99010210020x", NotACode::Characters)]
        {
            assert_eq!(RegionCode::parse(text), Err(wrong), "{text}");
        }
        assert_eq!(GridCode::parse("990102100201"), Err(NotACode::Length));
        assert!(serde_json::from_str::<RegionCode>("\"9901\"").is_err());
    }

    #[test]
    fn a_region_contains_what_begins_like_it() {
        let village = code("990102100201");
        for wider in ["990102100201", "990102100000", "990102000000", "990100000000", "990000000000"] {
            assert!(code(wider).contains(&village), "{wider}");
        }
        for other in ["990102101000", "990102100202", "990103000000", "980000000000"] {
            assert!(!code(other).contains(&village), "{other}");
        }
        assert!(!village.contains(&village.town()));
    }

    proptest! {
        #[test]
        fn a_code_is_written_as_it_was_read(digits in "[0-9]{15}") {
            let (region, grid) = (code(&digits[..12]), GridCode::parse(&digits).expect("a code"));
            prop_assert_eq!((region.to_string(), grid.to_string()), (digits[..12].to_owned(), digits.clone()));
            let json = serde_json::to_string(&(&region, &grid)).expect("JSON");
            prop_assert_eq!(&json, &format!("[\"{}\",\"{}\"]", &digits[..12], digits));
            prop_assert_eq!(serde_json::from_str::<(RegionCode, GridCode)>(&json).expect("codes"), (region.clone(), grid.clone()));
            prop_assert!(region.contains(&region) && region.town().contains(&region) && grid.region() == region);
        }

        #[test]
        fn no_text_breaks_the_readers(text in "\\PC{0,20}") {
            let _ = (RegionCode::parse(&text), GridCode::parse(&text));
        }
    }
}
