//! Names, and how they are found: by characters, by pinyin, by initials, by door and phone tail.

mod pinyin;
mod search;
mod table;

pub use pinyin::{initials, pinyin};
pub use search::{Needle, Rank, SearchKey};

use std::fmt;

/// A person's name: 1 to 30 characters, Han with a dot (`买买提·吐尔逊`), or letters with spaces.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Name(String);

/// A text that is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAName;

impl NotAName {
    /// The code that the app has words for (`problem.<code>`).
    pub fn code(self) -> &'static str {
        "not_a_name"
    }
}

impl Name {
    /// Reads a name; white space around it is dropped.
    ///
    /// # Errors
    /// [`NotAName`]: empty, too long, or with digits or signs in it.
    pub fn parse(text: &str) -> Result<Self, NotAName> {
        let text = text.trim();
        let fits = |c: char| is_letter(c) || is_dot(c) || matches!(c, ' ' | '.' | '\'' | '’' | '-');
        let length = text.chars().count();
        if (1..=30).contains(&length) && text.chars().all(fits) && text.chars().any(is_letter) {
            Ok(Self(text.into()))
        } else {
            Err(NotAName)
        }
    }

    /// 张*: the surname stays (L7).
    pub fn masked(&self) -> String {
        let surname = pinyin::surname(&self.0);
        format!("{surname}*")
    }

    /// All of it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

/// A letter or Han character. Numerals that Unicode counts as letters (`Ⅳ`, `ꛦ`) are none;
/// `〇` is, for people bear it.
fn is_letter(c: char) -> bool {
    c == '〇' || c.is_alphabetic() && !c.is_numeric()
}

/// The dot between the parts of a name, in the ways that keyboards and registers have it.
pub(crate) fn is_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '・' | '･' | '‧' | '∙' | '⋅')
}

/// Without white space and the invisible marks that come along when a number is pasted from an
/// address book or a sheet; full-width characters made narrow.
pub(crate) fn squeezed(text: &str) -> String {
    let is_mark =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    text.chars().filter(|c| !c.is_whitespace() && !is_mark(*c)).map(narrow).collect()
}

/// A full-width character (`１`, `Ａ`, `＋`, ideographic space) as its narrow one.
pub fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names() {
        for text in ["佘德旺", "买买提·吐尔逊", "买买提・吐尔逊", "𬀩明", " 许长根 ", "Anna Li", "尉迟恭", "史〇"]
        {
            assert!(Name::parse(text).is_ok(), "{text}");
        }
        for text in ["", "  ", "张3", "许长根12", "·", "李@四", "亨利Ⅳ", "ꛦ", &"长".repeat(31)] {
            assert_eq!(Name::parse(text), Err(NotAName), "{text}");
        }
    }

    #[test]
    fn masked_keeps_the_surname() {
        assert_eq!(Name::parse("佘德旺").expect("a name").masked(), "佘*");
        assert_eq!(Name::parse("欧阳明").expect("a name").masked(), "欧阳*");
        assert_eq!(format!("{:?}", Name::parse("许长根").expect("a name")), "许*");
    }

    proptest! {
        #[test]
        fn masked_and_logged_a_name_is_its_surname(name in "[一-龥]{2,6}") {
            let name = Name::parse(&name).expect("a name");
            let masked = name.masked();
            let kept: String = name.reveal().chars().take(masked.chars().count() - 1).collect();
            prop_assert!((1..=2).contains(&kept.chars().count()) && kept.len() < name.reveal().len());
            prop_assert_eq!(&masked, &format!("{}*", kept));
            prop_assert_eq!(format!("{:?}", name), masked);
        }

        #[test]
        fn a_name_that_was_read_reads_again(text in "\\PC{0,32}") {
            if let Ok(name) = Name::parse(&text) {
                prop_assert_eq!(Name::parse(name.reveal()), Ok(name.clone()));
                prop_assert!(!name.reveal().chars().any(|c| c != '〇' && c.is_numeric()));
            }
        }

        #[test]
        fn no_text_breaks_the_readers(text in "\\PC{0,40}") {
            let _ = (Name::parse(&text).map(|name| name.masked()), pinyin(&text), initials(&text));
            let key = SearchKey::new(&text, &text, &text);
            let _ = Needle::parse(&text).map(|needle| needle.matches(&key));
        }
    }
}
