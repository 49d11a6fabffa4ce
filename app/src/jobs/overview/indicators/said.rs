//! What a record behind a figure says, in its kind's own words. Names and numbers of people come
//! covered from the server; what is covered whole is left out.

use crate::words::{Lang, month_day, term_or_code, value};
use model::{
    day::Day,
    field::{COVERED, Field, Holds},
    kind::kind,
    record::Data,
};
use serde_json::Value;

/// So much of a record is said.
const MOST: usize = 6;

/// The kind as people call it.
pub fn kind_name(lang: Lang, name: &str) -> String {
    crate::words::term(lang, name).map_or_else(|| name.to_owned(), str::to_owned)
}

/// What it says: `结果：见面 · 发放资料：2`. Empty for a kind of a newer server.
pub fn said(lang: Lang, name: &str, data: &Data) -> String {
    let Some(kind) = kind(name) else { return String::new() };
    // The day for which it counts stands beside it.
    let fields = kind
        .fields
        .iter()
        .filter(|field| field.name != "on")
        .filter_map(|field| one(lang, name, field, data.get(field.name)?));
    fields.take(MOST).collect::<Vec<_>>().join(" · ")
}

fn one(lang: Lang, name: &str, field: &Field, of: &Value) -> Option<String> {
    let label = term_or_code(lang, name, field.name);
    let is = match (field.holds, of) {
        (_, Value::Null) | (Holds::Ref(_) | Holds::Refs(_) | Holds::Any, _) => return None,
        (_, Value::String(text)) if text.is_empty() || text == COVERED => return None,
        (_, Value::Array(items)) if items.is_empty() => return None,
        (Holds::Photos(_) | Holds::Parts(_), Value::Array(items)) => (lang.board().parts_n)(items.len()),
        (Holds::Photos(_) | Holds::Parts(_), _) => return None,
        (Holds::Day, Value::String(text)) => Day::parse(text).map_or_else(|| text.clone(), |day| month_day(lang, day)),
        // Words that are chosen have words of their own; what was typed stands as it is.
        (Holds::One(_) | Holds::Many(_) | Holds::YesNo, of) => value(lang, name, field.name, of),
        (_, Value::String(text)) => text.clone(),
        (_, of) => of.to_string(),
    };
    Some(format!("{label}{}{is}", lang.measure().colon))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn data(value: Value) -> Data {
        serde_json::from_value(value).expect("an object")
    }

    #[test]
    fn a_record_says_what_was_chosen_and_counted_and_names_nobody_by_id() {
        let visit = data(json!({
            "household": "01890a5d-ac96-774b-bcce-b302099a8057",
            "outcome": "met", "on": "2020-02-07", "leaflets": 2, "note": COVERED, "screening": [{}, {}]
        }));
        let told = said(Lang::Zh, "visit", &visit);
        assert!(told.contains("见面") && !told.contains("2月7日"), "{told}");
        assert!(!told.contains("01890a5d") && !told.contains(COVERED), "{told}");
        assert!(said(Lang::En, "visit", &visit).contains("2 entries"));
        assert_eq!(said(Lang::Zh, "of_the_future", &visit), "");
    }
}
