//! Identity numbers and phone numbers, as types that cannot hold nonsense.
//!
//! Neither shows itself in `Debug`: what is logged by accident is masked.

use crate::{day::Day, text::squeezed};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};
use std::fmt;

/// A citizen's identity number (GB 11643-1999): 17 digits and a check character. Residence permits
/// of Hong Kong, Macau and Taiwan residents use the same scheme.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdentityNumber(String);

/// Why a text is no identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAnIdentityNumber {
    /// Not 18 characters.
    Length,
    /// Something else than digits, or `X` before the end.
    Characters,
    /// The check character does not fit: a typing error.
    CheckDigit,
    /// The day of birth does not exist.
    BirthDate,
    /// Born more than 120 years before the day in question.
    TooOld,
    /// Born after the day in question.
    NotYetBorn,
}

impl NotAnIdentityNumber {
    /// The code that the app has words for (`problem.<code>`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Length => "identity_length",
            Self::Characters => "not_an_identity_number",
            Self::CheckDigit => "identity_check",
            Self::BirthDate | Self::TooOld | Self::NotYetBorn => "identity_birth",
        }
    }
}

/// Sex, as the seventeenth digit says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// Odd.
    Male,
    /// Even.
    Female,
}

impl Sex {
    /// Its code in payloads.
    pub fn code(self) -> &'static str {
        match self {
            Sex::Male => "male",
            Sex::Female => "female",
        }
    }
}

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [u8; 11] = *b"10X98765432";

/// The check character for 17 digits.
fn check_of(digits: &[u8]) -> u8 {
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECKS[(sum % 11) as usize]
}

impl IdentityNumber {
    /// Reads 18 characters; spaces are dropped, full-width digits and a small `x` are taken.
    ///
    /// # Errors
    /// [`NotAnIdentityNumber`], by the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, NotAnIdentityNumber> {
        use NotAnIdentityNumber::*;
        let text: String = squeezed(text).to_ascii_uppercase();
        if text.chars().count() != 18 {
            return Err(Length);
        }
        let bytes = text.as_bytes();
        let (digits, check) = bytes.split_at_checked(17).ok_or(Characters)?;
        if !digits.iter().all(u8::is_ascii_digit)
            || !(check[0].is_ascii_digit() || check[0] == b'X')
            || check.len() != 1
        {
            return Err(Characters);
        }
        if check[0] != check_of(digits) {
            return Err(CheckDigit);
        }
        let number = Self(text);
        birth(&number.0).ok_or(BirthDate)?;
        Ok(number)
    }

    /// Reads and asks whether someone born then can be alive on `day`: 0 to 120 years old.
    ///
    /// # Errors
    /// [`NotAnIdentityNumber`].
    pub fn parse_on(text: &str, day: Day) -> Result<Self, NotAnIdentityNumber> {
        let number = Self::parse(text)?;
        match number.age_on(day) {
            None => Err(NotAnIdentityNumber::NotYetBorn),
            Some(age) if age > 120 => Err(NotAnIdentityNumber::TooOld),
            Some(_) => Ok(number),
        }
    }

    /// An old number of 15 digits (born 19yy) as one of 18. For imports only.
    ///
    /// # Errors
    /// [`NotAnIdentityNumber`].
    pub fn from_15(text: &str) -> Result<Self, NotAnIdentityNumber> {
        let text = squeezed(text);
        if text.len() != 15 {
            return Err(NotAnIdentityNumber::Length);
        }
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotAnIdentityNumber::Characters);
        }
        let digits = format!("{}19{}", &text[..6], &text[6..]);
        Self::parse(&format!("{digits}{}", char::from(check_of(digits.as_bytes()))))
    }

    /// The day of birth.
    pub fn born_on(&self) -> Day {
        birth(&self.0).expect("checked when it was read")
    }

    /// Full years on `day`; none before birth.
    pub fn age_on(&self, day: Day) -> Option<u32> {
        let born = self.born_on();
        let birthday_passed = (day.month(), day.day()) >= (born.month(), born.day());
        u32::try_from(day.year() - born.year() - i32::from(!birthday_passed)).ok().filter(|_| born <= day)
    }

    /// Sex by the seventeenth digit.
    pub fn sex(&self) -> Sex {
        if self.0.as_bytes()[16] % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// First digit and seventeen stars. More would give the number away: the region is public, and
    /// the day of birth often stands beside it (`protection.md` C1).
    pub fn masked(&self) -> String {
        format!("{}{}", &self.0[..1], "*".repeat(17))
    }

    /// All of it, to be stored, or shown after a reason was given.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// A number of an invented region (990000) for samples and fixtures, of someone born on 1 May.
    pub fn sample(year: i32, serial: u16) -> Self {
        let digits = format!("990000{year:04}0501{:03}", serial % 1000);
        Self(format!("{digits}{}", char::from(check_of(digits.as_bytes()))))
    }
}

fn birth(number: &str) -> Option<Day> {
    Day::new(number.get(6..10)?.parse().ok()?, number.get(10..12)?.parse().ok()?, number.get(12..14)?.parse().ok()?)
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl Serialize for IdentityNumber {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for IdentityNumber {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        Self::parse(&text).map_err(|error| de::Error::custom(error.code()))
    }
}

/// A Chinese mobile or landline number, digits only (a landline keeps its area code).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

/// Why a text is no phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAPhone {
    /// A mobile number that lacks so many digits.
    Short(usize),
    /// A mobile number with so many digits too many.
    Long(usize),
    /// Anything else.
    Other,
}

impl NotAPhone {
    /// The code that the app has words for (`problem.<code>`).
    pub fn code(self) -> &'static str {
        match self {
            Self::Short(_) => "phone_short",
            Self::Long(_) => "phone_long",
            Self::Other => "not_a_phone",
        }
    }

    /// What the words need.
    pub fn args(self) -> Map<String, Value> {
        match self {
            Self::Short(missing) => Map::from_iter([("missing".into(), missing.into())]),
            Self::Long(extra) => Map::from_iter([("extra".into(), extra.into())]),
            Self::Other => Map::new(),
        }
    }
}

impl Phone {
    /// Reads a mobile number (`1[3-9]` and nine digits: all blocks in use, 16x and 19x too) or a
    /// landline (`0`, area code, seven or eight digits). Spaces, dashes, brackets, +86 and full-width
    /// digits are taken.
    ///
    /// # Errors
    /// [`NotAPhone`].
    pub fn parse(text: &str) -> Result<Self, NotAPhone> {
        let text = squeezed(text);
        let text: String = text.chars().filter(|c| !matches!(c, '-' | '\u{2010}'..='\u{2015}' | '(' | ')')).collect();
        // Without the plus only before a whole mobile number, since 86 may also be typed first by mistake.
        let bare = text.strip_prefix("86").filter(|rest| rest.len() == 11 && rest.starts_with('1'));
        let digits =
            text.strip_prefix("+86").or_else(|| text.strip_prefix("0086")).or(bare).unwrap_or(&text).to_owned();
        let bytes = digits.as_bytes();
        if bytes.is_empty() || !bytes.iter().all(u8::is_ascii_digit) {
            return Err(NotAPhone::Other);
        }
        match (bytes[0], bytes.get(1), bytes.len()) {
            (b'1', Some(b'3'..=b'9'), 11) => Ok(Self(digits)),
            (b'1', Some(b'3'..=b'9'), n @ 3..=10) => Err(NotAPhone::Short(11 - n)),
            (b'1', Some(b'3'..=b'9'), n @ 12..=14) => Err(NotAPhone::Long(n - 11)),
            (b'0', Some(b'1'..=b'9'), 10..=12) => Ok(Self(digits)),
            _ => Err(NotAPhone::Other),
        }
    }

    /// `199****5207`; of a landline only the last four digits stay.
    pub fn masked(&self) -> String {
        let tail = self.tail();
        if self.0.starts_with('1') { format!("{}****{tail}", &self.0[..3]) } else { format!("****{tail}") }
    }

    /// The last four digits.
    pub fn tail(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }

    /// All of it, to be stored or called.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use NotAnIdentityNumber::*;
    use proptest::prelude::*;

    fn day(year: i32) -> Day {
        Day::new(year, 2, 7).expect("a day")
    }

    #[test]
    fn examples_of_the_standard() {
        let number = IdentityNumber::parse("11010519491231002x").expect("a number");
        assert_eq!(
            (number.reveal(), number.sex(), number.age_on(day(2020))),
            ("11010519491231002X", Sex::Female, Some(70))
        );
        assert_eq!(IdentityNumber::parse("110105194912310021"), Err(CheckDigit));
        let old = "440524188001010014";
        assert!(IdentityNumber::parse(old).is_ok(), "its check digit is right");
        assert_eq!(IdentityNumber::parse_on(old, day(2020)), Err(TooOld));
        let number = IdentityNumber::parse(" １１０１０５ 19491231 002ｘ\u{202c}").expect("a number");
        assert_eq!(
            (number.reveal(), number.born_on(), number.masked()),
            ("11010519491231002X", Day::new(1949, 12, 31).expect("a day"), "1*****************".into())
        );
        assert_eq!(
            (number.age_on(day(1949)), IdentityNumber::parse_on(number.reveal(), day(1949))),
            (None, Err(NotYetBorn))
        );
        assert_eq!(IdentityNumber::parse("1101051949123100"), Err(Length));
        assert_eq!(IdentityNumber::parse("1101051949123100XX"), Err(Characters));
    }

    #[test]
    fn a_year_more_on_the_birthday_and_none_before() {
        let number = IdentityNumber::sample(1900, 24);
        let age = |year, month, day| number.age_on(Day::new(year, month, day).expect("a day"));
        assert_eq!(
            [age(1900, 4, 30), age(1900, 5, 1), age(1901, 4, 30), age(1901, 5, 1)],
            [None, Some(0), Some(0), Some(1)]
        );
        let late = IdentityNumber::parse("11010519491231002X").expect("a number");
        let age = |month, day| late.age_on(Day::new(2019, month, day).expect("a day"));
        assert_eq!([age(11, 30), age(12, 1), age(12, 30), age(12, 31)], [Some(69), Some(69), Some(69), Some(70)]);
        let on =
            |year, month, day| IdentityNumber::parse_on(number.reveal(), Day::new(year, month, day).expect("a day"));
        assert_eq!((on(2021, 4, 30).is_ok(), on(2021, 5, 1)), (true, Err(TooOld)));
        assert_eq!((on(1900, 5, 1).is_ok(), on(1900, 4, 30)), (true, Err(NotYetBorn)));
    }

    #[test]
    fn a_birthday_must_exist() {
        let digits = "99000019910230001";
        let number = format!("{digits}{}", char::from(check_of(digits.as_bytes())));
        assert_eq!(IdentityNumber::parse(&number), Err(BirthDate));
    }

    #[test]
    fn fifteen_digits_become_eighteen() {
        let number = IdentityNumber::from_15("110105491231002").expect("a number");
        assert_eq!(number.reveal(), "11010519491231002X");
    }

    #[test]
    fn phones() {
        for text in [
            "19900005207",
            "199 0000 5207",
            "+86 199-0000-5207",
            "19900005207",
            "8619900005207",
            "\u{202d}199 0000 5207\u{202c}",
            "008619900005207",
        ] {
            let phone = Phone::parse(text).expect(text);
            assert_eq!(
                (phone.masked().as_str(), phone.tail(), phone.reveal().len()),
                ("199****5207", "5207", 11),
                "{text}"
            );
        }
        for text in ["0591-00005207", "01000005207", "(0591)00005207", "（0591） 0000—5207", "+8605910005207"] {
            assert_eq!(Phone::parse(text).expect(text).masked(), "****5207", "{text}");
        }
        for block in 10..20 {
            assert_eq!(Phone::parse(&format!("{block}000005207")).is_ok(), block >= 13, "{block}");
        }
        for text in
            ["86199000052", "00000005207", "099", "400-000-5207", "+", "+86", "1", "199O0005207", "0591000052070"]
        {
            assert!(Phone::parse(text).is_err(), "{text}");
        }
        assert_eq!(Phone::parse("199"), Err(NotAPhone::Short(8)));
        assert_eq!(Phone::parse("1990000520").map_err(NotAPhone::code), Err("phone_short"));
        assert_eq!(Phone::parse("199000052070"), Err(NotAPhone::Long(1)));
        assert_eq!(Phone::parse("12345678901"), Err(NotAPhone::Other));
        assert_eq!(Phone::parse("无"), Err(NotAPhone::Other));
    }

    #[test]
    fn masked_beside_a_birth_date_four_hundred_candidates_remain() {
        // First digit, birth date and sex known: five digits of region and two of the serial stay
        // open. Even for one known county (region certain) 500 serials of that sex remain.
        let number = IdentityNumber::sample(1991, 417);
        let masked = number.masked();
        let serials = (0..1000u16).filter(|serial| IdentityNumber::sample(1991, *serial).sex() == number.sex());
        let remain = serials.filter(|serial| IdentityNumber::sample(1991, *serial).masked() == masked).count();
        assert!(remain >= 400, "{remain}");
    }

    proptest! {
        #[test]
        fn any_single_wrong_digit_is_found(serial in 0u16..1000, year in 1920i32..2020, at in 0usize..18, by in 1u8..11) {
            let number = IdentityNumber::sample(year, serial);
            let mut bytes = number.reveal().as_bytes().to_vec();
            let signs: &[u8] = if at == 17 { &CHECKS } else { b"0123456789" };
            let place = signs.iter().position(|sign| *sign == bytes[at]).expect("a sign of a number");
            bytes[at] = signs[(place + usize::from(by)) % signs.len()];
            let wrong = String::from_utf8(bytes).expect("digits");
            let expected = if wrong == number.reveal() { Ok(number) } else { Err(CheckDigit) };
            prop_assert_eq!(IdentityNumber::parse(&wrong), expected);
        }

        #[test]
        fn two_neighbours_the_wrong_way_round_are_found(serial in 0u16..1000, year in 1920i32..2020, at in 0usize..16) {
            let number = IdentityNumber::sample(year, serial);
            let mut bytes = number.reveal().as_bytes().to_vec();
            bytes.swap(at, at + 1);
            let wrong = String::from_utf8(bytes).expect("digits");
            prop_assert_eq!(IdentityNumber::parse(&wrong).is_ok(), wrong == number.reveal());
        }

        #[test]
        fn what_is_stored_reads_back(serial in 0u16..1000, year in 1920i32..2020, tail in 0u32..100_000_000) {
            let number = IdentityNumber::sample(year, serial);
            let json = serde_json::to_string(&number).expect("JSON");
            prop_assert_eq!(&json, &format!("\"{}\"", number.reveal()));
            prop_assert_eq!(serde_json::from_str::<IdentityNumber>(&json).expect("a number"), number.clone());
            prop_assert_eq!((number.born_on(), number.sex() == Sex::Male), (Day::new(year, 5, 1).expect("a day"), serial % 2 == 1));
            let phone = Phone::parse(&format!("166{tail:08}")).expect("a phone");
            prop_assert_eq!(Phone::parse(phone.reveal()), Ok(phone.clone()));
        }

        #[test]
        fn no_text_breaks_the_readers(text in "\\PC{0,24}") {
            let _ = (IdentityNumber::parse(&text), IdentityNumber::from_15(&text), Phone::parse(&text));
        }

        #[test]
        fn nothing_shows_itself(serial in 0u16..1000, year in 1920i32..2020, tail in 0u32..100_000_000) {
            let number = IdentityNumber::sample(year, serial);
            let shown = format!("{number:?}");
            prop_assert_eq!(&shown, &format!("9{}", "*".repeat(17)));
            let error = serde_json::from_str::<IdentityNumber>(&format!("\"{}0\"", number.reveal())).expect_err("too long").to_string();
            prop_assert!(!error.contains(&number.reveal()[6..]), "{}", error);
            let phone = Phone::parse(&format!("199{tail:08}")).expect("a phone");
            prop_assert_eq!(format!("{:?}", phone), format!("199****{}", phone.tail()));
        }
    }
}
