//! Finding a door by what one remembers of it.

use super::{narrow, pinyin::syllables};
use std::ops::Range;

/// What a door can be found by, worked out once.
#[derive(Clone, PartialEq)]
pub struct SearchKey {
    name: String,
    pinyin: String,
    /// Where in `pinyin` a syllable begins, and at last where it ends.
    bounds: Vec<usize>,
    initials: String,
    door: String,
    tail: String,
    born: String,
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

/// What was typed: all of it as one, or its words, each of which has to match.
#[derive(Clone)]
pub struct Needle {
    whole: Word,
    words: Vec<Word>,
}

#[derive(Clone)]
struct Word {
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
            born: String::new(),
        }
    }

    /// That was born in this year, which is typed whole.
    pub fn born(self, year: Option<i64>) -> Self {
        Self { born: year.map(|year| year.to_string()).unwrap_or_default(), ..self }
    }
}

impl Needle {
    /// Reads what was typed; none if it is empty.
    pub fn parse(typed: &str) -> Option<Self> {
        let whole = Word::parse(typed)?;
        let words: Vec<Word> = typed.split_whitespace().filter_map(Word::parse).collect();
        Some(Self { whole, words: if words.len() > 1 { words } else { Vec::new() } })
    }

    /// Whether and how well `key` matches: `佘德旺`, and `佘 17` as well as `佘 1956`.
    pub fn matches(&self, key: &SearchKey) -> Option<Rank> {
        let all = || self.words.iter().map(|word| word.matches(key)).collect::<Option<Vec<_>>>()?.into_iter().min();
        self.whole.matches(key).or_else(all)
    }

    /// The same of somebody who stands at a door, which may give some of the words but not all:
    /// `小满 17`.
    pub fn matches_at(&self, key: &SearchKey, door: &SearchKey) -> Option<Rank> {
        let whole = self.matches(key);
        if whole.is_some() || self.words.is_empty() {
            return whole;
        }
        let mut own = false;
        let mut least = Rank::Whole;
        for word in &self.words {
            let by_own = word.matches(key);
            own |= by_own.is_some();
            least = least.min(by_own.or_else(|| word.matches(door))?);
        }
        own.then_some(least)
    }

    /// The part of a shown text that was meant, if any was: of a name, a door number, the end of a
    /// phone number, a year.
    pub fn marks(&self, shown: &str) -> Option<Range<usize>> {
        self.whole.marks(shown).or_else(|| self.words.iter().find_map(|word| word.marks(shown)))
    }
}

impl Word {
    fn parse(typed: &str) -> Option<Self> {
        let text = folded(typed);
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let latin = text.bytes().all(|b| b.is_ascii_alphabetic());
        (!text.is_empty()).then_some(Self { text, digits, latin })
    }

    fn matches(&self, key: &SearchKey) -> Option<Rank> {
        if self.digits { self.by_number(key) } else { self.by_text(key).max(self.by_pinyin(key)) }
    }

    fn marks(&self, shown: &str) -> Option<Range<usize>> {
        // Where each folded character stands in what is shown.
        let mut text = String::new();
        let mut places = Vec::new();
        for (at, c) in shown.char_indices() {
            for c in folded(c.encode_utf8(&mut [0; 4])).chars() {
                text.push(c);
                places.resize(text.len(), at..at + shown[at..].chars().next().map_or(0, char::len_utf8));
            }
        }
        let mut starts = text.match_indices(&self.text).map(|(at, _)| at);
        // A number is meant from its beginning, or it is the end of a phone number.
        let begins = |at: usize| !text[..at].ends_with(|c: char| c.is_ascii_digit());
        let found = match self.digits {
            true => starts.find(|at| begins(*at) || at + self.text.len() == text.len()),
            false => starts.next(),
        };
        if let Some(at) = found {
            return Some(places.get(at)?.start..places.get(at + self.text.len() - 1)?.end);
        }
        if !self.latin {
            return None;
        }
        let syllables = syllables(shown);
        // Only where each syllable is one character is it known which one was meant.
        let letters: Vec<Range<usize>> = {
            let mut seen = Vec::new();
            places.iter().for_each(|place| {
                if seen.last() != Some(place) {
                    seen.push(place.clone())
                }
            });
            seen
        };
        if letters.len() != syllables.len() {
            return None;
        }
        let joined: String = syllables.concat();
        let mut bounds = vec![0];
        syllables.iter().for_each(|syllable| bounds.push(bounds[bounds.len() - 1] + syllable.len()));
        (0..syllables.len()).find_map(|first| {
            let taken =
                spelled(self.text.as_bytes(), joined.as_bytes(), &bounds[first..]).filter(|taken| *taken > 0)?;
            Some(letters[first].start..letters[first + taken - 1].end)
        })
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
        let by_year = (!key.born.is_empty() && key.born == text).then_some(Rank::Whole);
        by_door.max(by_phone).max(by_year)
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
    spelled(typed, pinyin, bounds).is_some()
}

/// How many syllables it goes through so.
fn spelled(typed: &[u8], pinyin: &[u8], bounds: &[usize]) -> Option<usize> {
    if typed.is_empty() {
        return Some(0);
    }
    let [start, end, ..] = *bounds else { return None };
    let syllable = &pinyin[start..end];
    let common = common(typed, syllable);
    if common == typed.len() {
        return Some(1);
    }
    let goes_on = |taken: usize| {
        let rest = (taken <= common).then(|| spelled(&typed[taken..], pinyin, &bounds[1..])).flatten();
        rest.map(|rest| rest + 1)
    };
    let double = matches!(syllable, [b'z' | b'c' | b's', b'h', ..]);
    if common == 0 {
        return None;
    }
    goes_on(syllable.len()).or_else(|| goes_on(1)).or_else(|| double.then(|| goes_on(2)).flatten())
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
    fn several_words_have_to_match_together_and_a_year_is_typed_whole() {
        let key = SearchKey::new("佘德旺", "3组17号", "5207").born(Some(1956));
        let rank = |typed: &str| Needle::parse(typed).expect("something typed").matches(&key);
        for (typed, found) in [
            ("1956", Some(Rank::Whole)),
            ("sdw 1956", Some(Rank::Whole)),
            ("佘 17", Some(Rank::Beginning)),
            ("17 佘", Some(Rank::Beginning)),
            ("佘 5207", Some(Rank::Beginning)),
            ("佘 德旺", Some(Rank::Whole)),
            ("195", None),
            ("佘 18", None),
            ("许 17", None),
            ("佘 1957", None),
        ] {
            assert_eq!(rank(typed), found, "{typed}");
        }
    }

    #[test]
    fn somebody_is_found_at_a_door_but_not_by_the_door_alone() {
        let door = SearchKey::new("佘德旺", "3组17号", "5207");
        let key = SearchKey::new("佘小满", "", "0428").born(Some(1991));
        let rank = |typed: &str| Needle::parse(typed).expect("something typed").matches_at(&key, &door);
        for (typed, found) in [
            ("小满 17", Some(Rank::Within)),
            ("17 xm", Some(Rank::Within)),
            ("1991 17", Some(Rank::Beginning)),
            ("17", None),
            ("佘德旺 17", None),
            ("小满 18", None),
        ] {
            assert_eq!(rank(typed), found, "{typed}");
        }
    }

    #[test]
    fn what_was_meant_is_marked() {
        let marked = |typed: &str, shown: &str| {
            let needle = Needle::parse(typed).expect("something typed");
            needle.marks(shown).map(|range| shown[range].to_owned()).unwrap_or_default()
        };
        for (typed, shown, part) in [
            ("德旺", "佘德旺", "德旺"),
            ("sdw", "佘德旺", "佘德旺"),
            ("dewang", "佘德旺", "德旺"),
            ("shed", "佘德旺", "佘德"),
            ("s", "佘德旺", "佘"),
            ("１7", "3组17号", "17"),
            ("7", "3组17号", ""),
            ("5207", "199****5207", "5207"),
            ("207", "199****5207", "207"),
            ("1956", "1956", "1956"),
            ("佘 17", "佘德旺", "佘"),
            ("佘 17", "17号", "17"),
            ("买买提吐", "买买提·吐尔逊", "买买提·吐"),
            ("mmt", "买买提·吐尔逊", "买买提"),
            ("xx", "佘德旺", ""),
            ("shan", "单秋月", "单"),
            ("anna", "Anna Li", "Anna"),
        ] {
            assert_eq!(marked(typed, shown), part, "{typed} in {shown}");
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
        fn what_is_marked_stands_in_what_is_shown(typed in "\\PC{1,8}", shown in "\\PC{0,12}") {
            if let Some(needle) = Needle::parse(&typed) {
                let part = needle.marks(&shown).map(|range| shown.get(range).map(str::is_empty));
                prop_assert!(matches!(part, None | Some(Some(false))));
            }
        }

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
