//! A door as people write it: `三组17号`, `3组 17`, `老街17号`.

use super::numerals;

/// A door number, and the village group it belongs to if one is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// `三组`.
    pub group: Option<String>,
    /// `17号`.
    pub number: String,
}

/// Reads an address from which township, village and grid have been taken off.
pub fn read(text: &str) -> Door {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (group, number) = match text.split_once('组') {
        Some((before, after)) if numerals::number(before).is_some() && !after.is_empty() => {
            (Some(group(&format!("{before}组"))), after.trim_start_matches(['/', '-', ',']))
        }
        _ => (None, text.as_str()),
    };
    let bare = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    Door { group, number: if bare { format!("{number}号") } else { number.to_owned() } }
}

/// A village group in one spelling: `第3组`, `3`, `三小组` are all `三组`. Streets stay as they are.
pub fn group(text: &str) -> String {
    let stem = text.trim().trim_end_matches("村民小组").trim_end_matches("小组").trim_end_matches('组');
    match numerals::number(stem) {
        Some(number) => format!("{}组", numerals::chinese(number)),
        None => text.trim().to_owned(),
    }
}

/// Two doors are the same if this is the same.
pub fn key(number: &str) -> String {
    number.trim_end_matches('号').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door(group: Option<&str>, number: &str) -> Door {
        Door { group: group.map(Into::into), number: number.into() }
    }

    #[test]
    fn a_door_is_read_in_each_spelling() {
        for text in ["三组17号", "3组17", "第三组 17号", "三组/17号", "3组-17号"] {
            assert_eq!(read(text), door(Some("三组"), "17号"), "{text}");
        }
        assert_eq!(read("17"), door(None, "17号"));
        assert_eq!(read("17-2"), door(None, "17-2号"));
        assert_eq!(read("老街17号"), door(None, "老街17号"));
        assert_eq!(read("三组"), door(None, "三组"));
        assert_eq!(key("17号"), key("17"));
    }

    #[test]
    fn a_group_has_one_spelling() {
        for text in ["3", "三组", "第三组", "3组", "三小组", "第3村民小组"] {
            assert_eq!(group(text), "三组", "{text}");
        }
        assert_eq!(group("老街"), "老街");
    }
}
