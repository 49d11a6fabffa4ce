//! What was noted down, in words: in a line, and in full.

use crate::words::{Lang, term, term_or_code};
use model::{
    form::Ask,
    kind::{Kind, Life},
    record::Data,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// So many answers stand in a line.
const IN_A_LINE: usize = 4;

/// The answers as (what was asked, what was answered), in the order of the form.
pub fn pairs(lang: Lang, kind: &Kind, data: &Data, names: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let questions = kind.form.into_iter().flat_map(|form| form.asked(data));
    let pair = |question: &model::form::Question| {
        let value = data.get(question.field).filter(|value| !value.is_null())?;
        let said = answer(lang, question.words, question.ask, value, data, names)?;
        Some((term(lang, question.words).unwrap_or(question.field).to_owned(), said))
    };
    questions.filter_map(pair).collect()
}

/// The answers in one line: 发传单 · 50 份 · 柳塘村.
pub fn line(lang: Lang, kind: &Kind, data: &Data, names: &BTreeMap<String, String>) -> String {
    let longest = if kind.life == Life::Kept { IN_A_LINE - 1 } else { IN_A_LINE };
    pairs(lang, kind, data, names).into_iter().take(longest).map(|(_, said)| said).collect::<Vec<_>>().join(" · ")
}

fn answer(
    lang: Lang,
    words: &str,
    ask: Ask,
    value: &Value,
    data: &Data,
    names: &BTreeMap<String, String>,
) -> Option<String> {
    let comma = lang.words().list_comma;
    let code = |value: &Value| Some(term_or_code(lang, words, value.as_str()?));
    let name = |value: &Value| names.get(value.as_str()?).cloned();
    let all = |of: &dyn Fn(&Value) -> Option<String>| {
        Some(value.as_array()?.iter().filter_map(of).collect::<Vec<_>>().join(comma)).filter(|said| !said.is_empty())
    };
    match ask {
        Ask::One { .. } => code(value),
        Ask::Many { .. } => all(&code),
        Ask::Number { unit, .. } => {
            let unit = term(lang, unit(data)).unwrap_or_default();
            Some(format!("{} {unit}", value.as_i64()?).trim().to_owned())
        }
        Ask::Record { .. } => name(value),
        Ask::Records { .. } => all(&name),
        Ask::Text | Ask::Line { .. } => value.as_str().map(str::to_owned),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::kind::{patrol, publicity};

    #[test]
    fn a_line_says_how_much_of_what_and_where() {
        let village = "01990000-0000-7000-8000-000000000005".to_owned();
        let names = BTreeMap::from([(village, "柳塘村".to_owned())]);
        let ride = &(publicity::KIND.samples)()[1];
        assert_eq!(line(Lang::Zh, &publicity::KIND, ride, &names), "骑行宣传 · 1 场 · 镇区到柏柱洋 · 12 公里");
        let patrol = &(patrol::KIND.samples)()[0];
        assert_eq!(line(Lang::Zh, &patrol::KIND, patrol, &names), "柳塘村 · 6 人 · 聚集、打牌赌博 · 9 人次");
        assert_eq!(
            line(Lang::En, &patrol::KIND, patrol, &names),
            "柳塘村 · 6 people · Gathering, Cards, gambling · 9 person-times"
        );
        let said = pairs(Lang::Zh, &patrol::KIND, patrol, &names);
        assert!(said.contains(&("处理结果".into(), "已劝散".into())));
        assert!(!said.iter().any(|(asked, _)| asked == "队伍"), "a team that is not held here has no name");
    }
}
