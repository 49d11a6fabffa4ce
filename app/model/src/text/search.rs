//! Finding a door by what one remembers of it.

use super::{narrow, pinyin::syllables};

/// What a door can be found by, worked out once.
#[derive(Debug, Clone)]
pub struct SearchKey {
    name: String,
    pinyin: String,
    /// Where in `pinyin` a syllable begins.
    starts: Vec<usize>,
    initials: String,
    door: String,
    door_digits: String,
    tail: String,
}

/// How well something matches; greater is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Somewhere within.
    Within,
    /// From the beginning of the name, by pinyin or initials.
    Beginning,
    /// The whole name, door number or phone tail.
    Whole,
}

/// What was typed.
#[derive(Debug, Clone)]
pub struct Needle {
    text: String,
    digits: bool,
    latin: bool,
}

fn folded(text: &str) -> String {
    let letters = text.chars().map(narrow).flat_map(char::to_lowercase).filter(|c| !c.is_whitespace() && *c != '\'');
    letters.map(|c| if c == 'ü' { 'v' } else { c }).collect()
}

impl SearchKey {
    /// For a name, a door number and the last digits of a phone; each may be empty.
    pub fn new(name: &str, door: &str, phone_tail: &str) -> Self {
        let syllables = syllables(name);
        let mut starts = Vec::with_capacity(syllables.len());
        let mut pinyin = String::new();
        for syllable in &syllables {
            starts.push(pinyin.len());
            pinyin.push_str(syllable);
        }
        let door = folded(door);
        Self {
            name: folded(name),
            pinyin,
            starts,
            initials: syllables.iter().filter_map(|syllable| syllable.chars().next()).collect(),
            door_digits: door.chars().filter(char::is_ascii_digit).collect(),
            door,
            tail: phone_tail.to_owned(),
        }
    }
}

impl Needle {
    /// Reads what was typed; none if it is empty.
    pub fn parse(typed: &str) -> Option<Self> {
        let text = folded(typed);
        let digits = text.chars().all(|c| c.is_ascii_digit());
        let latin = text.chars().all(|c| c.is_ascii_alphabetic());
        (!text.is_empty()).then_some(Self { text, digits, latin })
    }

    /// Whether and how well `key` matches.
    pub fn matches(&self, key: &SearchKey) -> Option<Rank> {
        let text = self.text.as_str();
        if self.digits {
            let whole = key.door_digits == text || (key.tail == text && text.len() == 4);
            let within = key.door_digits.starts_with(text) || (text.len() >= 2 && key.tail.ends_with(text));
            return if whole { Some(Rank::Whole) } else { within.then_some(Rank::Within) };
        }
        let by_name = if key.name == text {
            Some(Rank::Whole)
        } else if key.name.starts_with(text) {
            Some(Rank::Beginning)
        } else {
            (key.name.contains(text) || (!key.door.is_empty() && key.door.contains(text))).then_some(Rank::Within)
        };
        if !self.latin {
            return by_name;
        }
        by_name.max(self.by_pinyin(key))
    }

    fn by_pinyin(&self, key: &SearchKey) -> Option<Rank> {
        // ü is typed as v or as u; the table writes v.
        let text = self.text.as_str();
        let pinyin_fits = |at: usize| {
            let rest = key.pinyin[at..].bytes();
            let same = |(typed, stands): (u8, u8)| typed == stands || (typed == b'u' && stands == b'v');
            key.pinyin.len() - at >= text.len() && text.bytes().zip(rest).all(same)
        };
        if key.initials == text || (pinyin_fits(0) && key.pinyin.len() == text.len()) {
            Some(Rank::Whole)
        } else if key.initials.starts_with(text) || pinyin_fits(0) {
            Some(Rank::Beginning)
        } else {
            let within = key.initials.contains(text) || key.starts.iter().skip(1).any(|at| pinyin_fits(*at));
            within.then_some(Rank::Within)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(typed: &str) -> Option<Rank> {
        Needle::parse(typed).expect("something typed").matches(&SearchKey::new("吕德旺", "17号", "5207"))
    }

    #[test]
    fn by_whatever_one_remembers() {
        for typed in ["吕德旺", "lvdewang", "LDW", "ludewang", "17", "5207", "吕 德旺", "１７"] {
            assert_eq!(rank(typed), Some(Rank::Whole), "{typed}");
        }
        for typed in ["吕", "lv", "lvd", "ld", "l"] {
            assert_eq!(rank(typed), Some(Rank::Beginning), "{typed}");
        }
        for typed in ["德旺", "dewang", "dw", "1", "07", "17号"] {
            assert_eq!(rank(typed), Some(Rank::Within), "{typed}");
        }
        for typed in ["李", "ewang", "18", "52", "wd", "x"] {
            assert_eq!(rank(typed), None, "{typed}");
        }
    }

    #[test]
    fn nothing_typed_is_no_search() {
        assert!(Needle::parse("  ").is_none());
    }
}
