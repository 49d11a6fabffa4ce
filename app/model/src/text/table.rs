//! The reading of a character, from the table that `build.rs` packed out of `data/pinyin.txt`.
//!
//! The 8,105 characters of the 通用规范汉字表 of 2013, which are those a name may be registered with
//! today, and what GB 2312 and older given names have besides. Why no more, and where the readings
//! come from: `docs/decisions/0001-names-are-found-by-pinyin.md`.

use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/pinyin.rs"));

/// Initial and final of the character's reading without tone, `ü` written `v`.
pub(super) fn reading(c: char) -> Option<(&'static str, &'static str)> {
    let place = points().binary_search(&u32::from(c)).ok()?;
    Some((INITIALS[usize::from(OF_INITIAL[place])], FINALS[usize::from(OF_FINAL[place])]))
}

/// The code points of the table, ascending.
fn points() -> &'static [u32] {
    static POINTS: OnceLock<Vec<u32>> = OnceLock::new();
    POINTS.get_or_init(|| {
        let mut points = Vec::with_capacity(OF_INITIAL.len());
        let (mut point, mut gap, mut shift) = (0, 0, 0);
        for byte in GAPS {
            gap |= u32::from(byte & 0x7f) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                point += gap;
                points.push(point);
                (gap, shift) = (0, 0);
            }
        }
        points
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    static TEXT: &str = include_str!("../../data/pinyin.txt");

    #[test]
    fn what_was_packed_is_what_stands_in_the_text() {
        let mut count = 0;
        for line in TEXT.lines() {
            let (syllable, chars) = line.split_once(' ').expect("a syllable and its characters");
            assert!(syllable.bytes().all(|byte| byte.is_ascii_lowercase()), "{line}");
            for c in chars.chars() {
                assert!(!c.is_ascii(), "{line}");
                let (initial, rest) = reading(c).unwrap_or_else(|| panic!("{c} was lost"));
                assert_eq!(format!("{initial}{rest}"), syllable, "{c}");
                count += 1;
            }
        }
        assert_eq!((count, points().len(), OF_FINAL.len()), (8_242, 8_242, 8_242));
    }

    #[test]
    fn what_is_not_in_the_text_has_no_reading() {
        for c in ['a', '1', '·', 'é', 'の', '\u{0}', '\u{10FFFF}', '鬱'] {
            assert_eq!(reading(c), None, "{c}");
        }
    }
}
