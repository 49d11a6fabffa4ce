//! Finding a door by what one remembers of it.

use super::{narrow, pinyin::syllables};

/// What a door can be found by, worked out once.
#[derive(Clone)]
pub struct SearchKey {
    name: String,
    pinyin: String,
    /// Where in `pinyin` a syllable begins, and at last where it ends.
    bounds: Vec<usize>,
    initials: String,
    door: String,
    tail: String,
}

/// How well something matches; greater is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Somewhere within.
    Within,
    /// From the beginning of the name, or a whole number in the door: 17 of `老街3弄17号`.
    Beginning,
    /// The whole name, door number or phone tail.
    Whole,
}

/// What was typed.
#[derive(Clone)]
pub struct Needle {
    text: String,
    digits: bool,
    latin: bool,
}

/// In one form, however it was typed: width, case, spaces, `ü`, and the dots of names
/// (`买买提·吐尔逊`), which people leave out or type in four ways.
fn folded(text: &str) -> String {
    let letters = text.chars().map(narrow).flat_map(char::to_lowercase);
    let letters = letters.filter(|c| !c.is_whitespace() && !super::is_dot(*c) && !matches!(c, '\'' | '’'));
    letters.map(|c| if c == 'ü' { 'v' } else { c }).collect()
}

impl SearchKey {
    /// For a name, a door number and the last digits of a phone; each may be empty.
    pub fn new(name: &str, door: &str, phone_tail: &str) -> Self {
        let syllables = syllables(name.trim());
        let mut bounds = Vec::with_capacity(syllables.len() + 1);
        let mut pinyin = String::new();
        bounds.push(0);
        for syllable in &syllables {
            pinyin.push_str(syllable);
            bounds.push(pinyin.len());
        }
        Self {
            name: folded(name),
            pinyin,
            bounds,
            initials: syllables.iter().filter_map(|syllable| syllable.chars().next()).collect(),
            door: folded(door),
            tail: folded(phone_tail),
        }
    }
}

impl Needle {
    /// Reads what was typed; none if it is empty.
    pub fn parse(typed: &str) -> Option<Self> {
        let text = folded(typed);
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let latin = text.bytes().all(|b| b.is_ascii_alphabetic());
        (!text.is_empty()).then_some(Self { text, digits, latin })
    }

    /// Whether and how well `key` matches.
    pub fn matches(&self, key: &SearchKey) -> Option<Rank> {
        if self.digits { self.by_number(key) } else { self.by_text(key).max(self.by_pinyin(key)) }
    }

    /// Digits are a door number or the end of a phone number; all of a phone number is found by its
    /// end, since no more of it is kept for searching.
    fn by_number(&self, key: &SearchKey) -> Option<Rank> {
        let text = self.text.as_str();
        let mut numbers = key.door.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
        let by_door = match numbers.next() {
            Some(first) if first == text && numbers.clone().next().is_none() => Some(Rank::Whole),
            Some(first) if first == text || numbers.clone().any(|number| number == text) => Some(Rank::Beginning),
            Some(first) => {
                (first.starts_with(text) || numbers.any(|number| number.starts_with(text))).then_some(Rank::Within)
            }
            None => None,
        };
        let tail = key.tail.as_str();
        let by_phone = if tail.is_empty() || text.len() < 2 {
            None
        } else if tail == text && text.len() == 4 {
            Some(Rank::Whole)
        } else {
            (tail.ends_with(text) || (text.len() >= 7 && text.ends_with(tail))).then_some(Rank::Within)
        };
        by_door.max(by_phone)
    }

    fn by_text(&self, key: &SearchKey) -> Option<Rank> {
        let text = self.text.as_str();
        if key.name == text {
            Some(Rank::Whole)
        } else if key.name.starts_with(text) {
            Some(Rank::Beginning)
        } else {
            (key.name.contains(text) || key.door.contains(text)).then_some(Rank::Within)
        }
    }

    fn by_pinyin(&self, key: &SearchKey) -> Option<Rank> {
        if !self.latin {
            return None;
        }
        let typed = self.text.as_bytes();
        let whole = |said: &str| said.len() == typed.len() && common(typed, said.as_bytes()) == typed.len();
        if whole(&key.initials) || whole(&key.pinyin) {
            Some(Rank::Whole)
        } else if spells(typed, key.pinyin.as_bytes(), &key.bounds) {
            Some(Rank::Beginning)
        } else {
            let later = (1..key.bounds.len()).any(|at| spells(typed, key.pinyin.as_bytes(), &key.bounds[at..]));
            later.then_some(Rank::Within)
        }
    }
}

/// Whether `typed` goes through the syllables one by one, each by all of it or by its initial, the
/// last also by any part: `zhangs`, `zs`, `zhsan` and `zhangsf` all begin 张三丰.
fn spells(typed: &[u8], pinyin: &[u8], bounds: &[usize]) -> bool {
    let [start, end, ..] = *bounds else { return typed.is_empty() };
    let syllable = &pinyin[start..end];
    let common = common(typed, syllable);
    if common == typed.len() {
        return true;
    }
    let goes_on = |taken: usize| taken <= common && spells(&typed[taken..], pinyin, &bounds[1..]);
    let double = matches!(syllable, [b'z' | b'c' | b's', b'h', ..]);
    common > 0 && (goes_on(syllable.len()) || goes_on(1) || (double && goes_on(2)))
}

/// How many letters are the same from the beginning. `ü` is typed as v or as u; the table has v.
fn common(typed: &[u8], said: &[u8]) -> usize {
    typed.iter().zip(said).take_while(|(typed, said)| typed == said || (**typed == b'u' && **said == b'v')).count()
}

/// Keys and what was typed hold names: neither shows itself.
impl std::fmt::Debug for SearchKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SearchKey(***)")
    }
}

impl std::fmt::Debug for Needle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Needle(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rank_of(typed: &str, name: &str, door: &str, tail: &str) -> Option<Rank> {
        Needle::parse(typed).expect("something typed").matches(&SearchKey::new(name, door, tail))
    }

    fn rank(typed: &str) -> Option<Rank> {
        rank_of(typed, "吕德旺", "17号", "5207")
    }

    #[test]
    fn by_whatever_one_remembers() {
        for typed in ["吕德旺", "lvdewang", "LDW", "ludewang", "lüdewang", "17", "5207", "吕 德旺", "１７", "ｌｄｗ"]
        {
            assert_eq!(rank(typed), Some(Rank::Whole), "{typed}");
        }
        for typed in ["吕", "lv", "lu", "lvd", "ld", "l", "lvdw", "ldew", "ldewang"] {
            assert_eq!(rank(typed), Some(Rank::Beginning), "{typed}");
        }
        for typed in ["德旺", "dewang", "dw", "dwang", "1", "07", "207", "17号", "19900005207"] {
            assert_eq!(rank(typed), Some(Rank::Within), "{typed}");
        }
        for typed in ["李", "ewang", "18", "7", "52", "wd", "x", "lvdewangx", "lwang", "19900005208", "5208"] {
            assert_eq!(rank(typed), None, "{typed}");
        }
    }

    #[test]
    fn two_letters_may_stand_for_one_initial() {
        for typed in ["zhangsanfeng", "zsf", "zhangs", "zhsf", "zhsanf", "zs", "zh", "zhangsf"] {
            assert!(rank_of(typed, "张三丰", "", "") >= Some(Rank::Beginning), "{typed}");
        }
        for typed in ["zhasanfeng", "zhansf", "zf", "hsf", "an"] {
            assert_eq!(rank_of(typed, "张三丰", "", ""), None, "{typed}");
        }
    }

    #[test]
    fn a_number_within_a_longer_door() {
        for (typed, door, rank) in [
            ("17", "3组17号", Some(Rank::Beginning)),
            ("3", "3组17号", Some(Rank::Beginning)),
            ("17", "17-2号", Some(Rank::Beginning)),
            ("17-2", "17-2号", Some(Rank::Within)),
            ("17", "老街17号", Some(Rank::Whole)),
            ("1", "3组17号", Some(Rank::Within)),
            ("7", "3组17号", None),
            ("317", "3组17号", None),
            ("老街", "老街17号", Some(Rank::Within)),
            ("17", "", None),
        ] {
            assert_eq!(rank_of(typed, "佘德旺", door, ""), rank, "{typed} in {door}");
        }
    }

    #[test]
    fn the_dot_of_a_name_is_typed_in_many_ways_or_not_at_all() {
        for typed in ["买买提·吐尔逊", "买买提•吐尔逊", "买买提・吐尔逊", "买买提‧吐尔逊", "买买提吐尔逊", "mmttex"]
        {
            assert_eq!(rank_of(typed, "买买提·吐尔逊", "", ""), Some(Rank::Whole), "{typed}");
        }
    }

    #[test]
    fn nothing_typed_is_no_search() {
        assert!(Needle::parse("  ").is_none() && Needle::parse("·").is_none());
    }

    #[test]
    fn what_is_searched_does_not_show_itself() {
        let shown = format!("{:?} {:?}", SearchKey::new("佘德旺", "17号", "5207"), Needle::parse("佘德旺"));
        assert!(!["佘", "she", "17", "5207"].iter().any(|part| shown.contains(part)), "{shown}");
    }

    proptest! {
        #[test]
        fn a_name_is_found_by_each_way_of_writing_it(name in "[一-龥]{2,4}", taken in 1usize..4) {
            let key = SearchKey::new(&name, "", "");
            let rank = |typed: &str| Needle::parse(typed).and_then(|needle| needle.matches(&key));
            prop_assert_eq!(rank(&name), Some(Rank::Whole));
            let begun: String = name.chars().take(taken).collect();
            prop_assert!(rank(&begun) >= Some(Rank::Beginning));
            let all_read = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase());
            for said in [crate::text::pinyin(&name), crate::text::initials(&name)] {
                if all_read(&said) {
                    prop_assert_eq!(rank(&said), Some(Rank::Whole));
                    prop_assert!(rank(&said[..taken.min(said.len())]) >= Some(Rank::Beginning));
                }
            }
        }
    }
}
