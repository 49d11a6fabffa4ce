//! Chinese numbers up to ninety-nine, as they stand in the names of grids and village groups.

const DIGITS: &str = "〇一二三四五六七八九";

/// `12` as `十二`. Numbers of three digits and more stay as they are.
pub fn chinese(number: u32) -> String {
    let digit = |n: u32| DIGITS.chars().nth(n as usize).map(String::from).unwrap_or_default();
    match (number / 10, number % 10) {
        (0, ones) => digit(ones),
        (1, 0) => "十".into(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens @ 2..=9, 0) => format!("{}十", digit(tens)),
        (tens @ 2..=9, ones) => format!("{}十{}", digit(tens), digit(ones)),
        _ => number.to_string(),
    }
}

/// The number that `text` is, written `12`, `十二` or `第十二`.
pub fn number(text: &str) -> Option<u32> {
    let text = text.trim().trim_start_matches('第');
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().filter(|n| *n < 1000);
    }
    let digit = |c: char| DIGITS.chars().position(|known| known == c).map(|n| n as u32);
    match text.chars().collect::<Vec<_>>()[..] {
        ['十'] => Some(10),
        [ones] => digit(ones),
        ['十', ones] => Some(10 + digit(ones)?),
        [tens, '十'] => Some(10 * digit(tens)?),
        [tens, '十', ones] => Some(10 * digit(tens)? + digit(ones)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for n in 0..=99 {
            assert_eq!(number(&chinese(n)), Some(n));
            assert_eq!(number(&n.to_string()), Some(n));
        }
        assert_eq!(number("第十二"), Some(12));
        assert_eq!(number("东"), None);
        assert_eq!(number(""), None);
    }
}
