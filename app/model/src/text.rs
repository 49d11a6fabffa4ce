//! Names, and how they are found: by characters, by pinyin, by initials, by door and phone tail.

mod pinyin;
mod search;

pub use pinyin::{initials, pinyin};
pub use search::{Needle, Rank, SearchKey};

use std::fmt;

/// A person's name: 1 to 30 characters, Han with `·`, or Latin letters with spaces.
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
        let fits = |c: char| c.is_alphabetic() || matches!(c, '·' | '•' | ' ' | '.' | '\'' | '-');
        let length = text.chars().count();
        if (1..=30).contains(&length) && text.chars().all(fits) && text.chars().any(char::is_alphabetic) {
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
        for text in ["佘德旺", "买买提·吐尔逊", " 许长根 ", "Anna Li", "尉迟恭"] {
            assert!(Name::parse(text).is_ok(), "{text}");
        }
        for text in ["", "  ", "张3", "许长根12", "·", "李@四", &"长".repeat(31)] {
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
        fn no_text_breaks_the_readers(text in "\\PC{0,40}") {
            let _ = (Name::parse(&text).map(|name| name.masked()), pinyin(&text), initials(&text));
            let key = SearchKey::new(&text, &text, &text);
            let _ = Needle::parse(&text).map(|needle| needle.matches(&key));
        }
    }
}
