//! Number plates of vehicles, however they are typed.
//!
//! A plate is a province's character, a letter for its city, and five or six more (GA 36). Tractors,
//! the army and carts have others, and nobody is kept waiting for it: a plate that looks odd is taken.

/// The characters of the provinces.
pub const PROVINCES: &[&str] = &[
    "京", "津", "冀", "晋", "蒙", "辽", "吉", "黑", "沪", "苏", "浙", "皖", "闽", "赣", "鲁", "豫", "鄂", "湘", "粤",
    "桂", "琼", "渝", "川", "贵", "云", "藏", "陕", "甘", "青", "宁", "新",
];
/// The letters of a plate: there is no I and no O.
pub const LETTERS: &[&str] = &[
    "A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y",
    "Z",
];
/// A plate has at most so many characters.
pub const MOST: usize = 8;

/// A plate in the one form in which it is kept and compared: without spaces and dots, letters large.
pub fn normal(text: &str) -> String {
    let marks = |c: &char| !crate::text::is_dot(*c) && !matches!(c, '.' | '-');
    crate::text::squeezed(text).chars().filter(marks).flat_map(char::to_uppercase).collect()
}

/// Whether it begins with the character of a province.
pub fn has_province(plate: &str) -> bool {
    PROVINCES.iter().any(|province| plate.starts_with(province))
}

/// Whether nothing is missing from a usual plate.
pub fn is_whole(plate: &str) -> bool {
    let mut rest = plate.chars().skip(1);
    let letter = |c: char| c.is_ascii_uppercase();
    has_province(plate)
        && rest.next().is_some_and(letter)
        && (5..=6).contains(&rest.clone().count())
        && rest.all(|c| letter(c) || c.is_ascii_digit() || matches!(c, '挂' | '学' | '警' | '港' | '澳'))
}

/// Whether `typed` is how a plate begins, with its province or without it, or how it ends.
pub fn matches(plate: &str, typed: &str) -> bool {
    if typed.is_empty() {
        return false;
    }
    let bare = plate.char_indices().nth(1).map_or("", |(at, _)| &plate[at..]);
    let tail = typed.chars().count() >= 3 && plate.ends_with(typed);
    plate.starts_with(typed) || (has_province(plate) && bare.starts_with(typed)) || tail
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_plate_has_one_form() {
        for typed in ["浙A·8F123", "浙a8f123", " 浙 A 8F123", "浙Ａ８Ｆ１２３", "浙A.8F-123"] {
            assert_eq!(normal(typed), "浙A8F123", "{typed}");
        }
    }

    #[test]
    fn what_is_missing_from_a_plate() {
        for whole in ["浙A8F123", "鄂AD12345", "赣E1234学"] {
            assert!(is_whole(whole), "{whole}");
        }
        for part in ["", "浙", "浙A", "浙A8F12", "A8F123", "浙88F123", "浙A8F12345"] {
            assert!(!is_whole(part), "{part}");
        }
    }

    #[test]
    fn a_plate_is_found_by_its_beginning_or_its_end() {
        for typed in ["浙", "浙A8", "A8F", "浙A8F123", "123", "F123"] {
            assert!(matches("浙A8F123", typed), "{typed}");
        }
        for typed in ["", "赣", "23", "8F1", "A9"] {
            assert!(!matches("浙A8F123", typed), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_was_brought_into_form_stays(text in "\\PC{0,12}") {
            let once = normal(&text);
            prop_assert_eq!(normal(&once), once.clone());
            let _ = (is_whole(&once), matches(&once, &text));
        }
    }
}
