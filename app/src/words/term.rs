//! Words for what the model names by code, and for its problems and rejections.

use super::{Lang, en, zh};
use model::{
    field::Problem,
    wire::{RejectCode, Rejection},
};
use serde_json::{Map, Value};

/// The words for a key of the model: `<kind>`, `<kind>.<field>`, `<kind>.<field>.<choice>`,
/// `role.<role>`, `figure.<figure>`, `problem.<rule>`, `rejected.<code>`. None for what a newer app
/// has brought in.
pub fn term(lang: Lang, key: &str) -> Option<&'static str> {
    match lang {
        Lang::Zh => zh::term(key),
        Lang::En => en::term(key),
    }
}

/// The words for `<prefix>.<code>`, or the code itself: something a newer app has brought in is
/// shown as it is rather than hidden.
pub fn term_or_code(lang: Lang, prefix: &str, code: &str) -> String {
    term(lang, &format!("{prefix}.{code}")).map_or_else(|| code.to_owned(), str::to_owned)
}

/// A counted thing: the words of `<key>.n`, with the number in its place: 发传单 2 份.
pub fn counted(lang: Lang, key: &str, n: i64) -> String {
    let words = term(lang, &format!("{key}.n")).unwrap_or("{n}");
    words.replace("{n}", &n.to_string())
}

/// What is wrong with a field, in a sentence.
pub fn problem(lang: Lang, problem: &Problem) -> String {
    rule(lang, &problem.rule, &problem.args)
}

/// Why the server did not take a record, in a sentence; for a broken rule, the field and the rule.
pub fn rejection(lang: Lang, kind: &str, rejection: &Rejection) -> String {
    let text = |rule: Option<&Value>| rule.and_then(Value::as_str).map(str::to_owned);
    if let (RejectCode::Invalid, Some(field), Some(name)) =
        (rejection.code, &rejection.field, text(rejection.args.get("rule")))
    {
        let colon = match lang {
            Lang::Zh => "：",
            Lang::En => ": ",
        };
        let (label, said) = (field_label(lang, kind, field), rule(lang, &name, &rejection.args));
        return if said.starts_with(&*label) { said } else { format!("{label}{colon}{said}") };
    }
    let code = match rejection.code {
        RejectCode::Invalid => "invalid",
        RejectCode::Forbidden => "forbidden",
        RejectCode::ScopeRevoked => "scope_revoked",
        RejectCode::UnknownRef => "unknown_ref",
        RejectCode::IdReuse => "id_reuse",
        RejectCode::Gone => "gone",
        RejectCode::State => "state",
    };
    term(lang, &format!("rejected.{code}")).or_else(|| term(lang, "rejected.other")).unwrap_or_default().to_owned()
}

/// A field's value as people say it.
pub fn value(lang: Lang, kind: &str, field: &str, of: &Value) -> String {
    match of {
        Value::Null => lang.words().nothing_there.to_owned(),
        Value::String(text) => term_or_code(lang, &format!("{kind}.{field}"), text),
        Value::Array(items) => {
            let item = |item: &Value| value(lang, kind, field, item);
            items.iter().map(item).collect::<Vec<_>>().join(lang.words().list_comma)
        }
        Value::Bool(true) => lang.words().yes.to_owned(),
        Value::Bool(false) => lang.words().no.to_owned(),
        other => other.to_string(),
    }
}

/// The label of a field, given as a path: list positions (`screening.0.symptoms`) have no words.
fn field_label(lang: Lang, kind: &str, path: &str) -> String {
    let mut key = kind.to_owned();
    for part in path.split('.').filter(|part| part.parse::<usize>().is_err()) {
        key.push('.');
        key.push_str(part);
    }
    let common = || term(lang, &format!("common.{path}"));
    term(lang, &key).or_else(common).map_or_else(|| path.to_owned(), str::to_owned)
}

fn rule(lang: Lang, rule: &str, args: &Map<String, Value>) -> String {
    let words = term(lang, &format!("problem.{rule}")).or_else(|| term(lang, "problem.other")).unwrap_or_default();
    fill(words, args)
}

/// Puts arguments into their places: `{max}` becomes the argument `max`.
fn fill(words: &str, args: &Map<String, Value>) -> String {
    let mut filled = words.to_owned();
    for (name, value) in args {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        filled = filled.replace(&format!("{{{name}}}"), &value);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        access::Role,
        field::{Field, Holds},
        indicator::{INDICATORS, Unit},
        kind::KINDS,
        wire::Figure,
    };
    use serde_json::json;

    fn keys_of(prefix: &str, fields: &[Field], keys: &mut Vec<String>) {
        for field in fields {
            let key = format!("{prefix}.{}", field.name);
            match field.holds {
                Holds::One(codes) | Holds::Many(codes) => keys.extend(codes.iter().map(|code| format!("{key}.{code}"))),
                Holds::Parts(parts) => keys_of(&key, parts, keys),
                _ => {}
            }
            keys.push(key);
        }
    }

    #[test]
    fn whatever_the_model_names_has_words_in_every_language() {
        let mut keys = Vec::new();
        for kind in KINDS {
            keys.push(kind.name.to_owned());
            keys_of(kind.name, kind.fields, &mut keys);
        }
        keys.extend(Role::CODES.iter().map(|code| format!("role.{code}")));
        keys.extend(Figure::ALL.iter().map(|figure| format!("figure.{}", figure.code())));
        keys.extend(INDICATORS.iter().map(|indicator| format!("indicator.{}", indicator.code)));
        keys.extend(Unit::ALL.iter().map(|unit| format!("unit.{}", unit.code())));
        for lang in Lang::ALL {
            let missing: Vec<_> = keys.iter().filter(|key| term(*lang, key).is_none()).collect();
            assert!(missing.is_empty(), "{lang:?} has no words for {missing:?}");
        }
    }

    #[test]
    fn whatever_can_be_wrong_has_words_and_every_number_has_its_place() {
        use model::{
            person::{IdentityNumber, Phone},
            text::Name,
        };
        let mut problems = vec![
            Problem::new("f", Name::parse("7").expect_err("no name").code()),
            Problem {
                field: "f".into(),
                rule: "out_of_range".into(),
                args: Map::from_iter([("min".into(), json!(0)), ("max".into(), json!(9))]),
            },
            Problem::with("f", "too_long", "max", 9),
            Problem::with("f", "too_many", "max", 3),
            Problem::with("f", "not_zero", "n", 2),
            Problem::with("f", "too_many_slots", "max", 4),
        ];
        for phone in ["1990000041", "199000004170", "x"] {
            let error = Phone::parse(phone).expect_err("no phone");
            problems.push(Problem { field: "f".into(), rule: error.code().into(), args: error.args() });
        }
        // Too short, a letter inside, a wrong check digit, born on 31 February.
        for number in ["99", "99010019910X01001X", "990100199101010011", "990100199102310012"] {
            problems.push(Problem::new("f", IdentityNumber::parse(number).expect_err("no identity number").code()));
        }
        for rule in [
            "required",
            "wrong_type",
            "not_a_day",
            "unknown_choice",
            "nobody_was_met",
            "twice",
            "not_for_ordinary",
            "before_left",
            "before_start",
            "not_yet",
            "before_returned",
            "party_member_calls",
            "not_party",
        ] {
            problems.push(Problem::new("f", rule));
        }
        for lang in Lang::ALL {
            for one in &problems {
                assert!(
                    term(*lang, &format!("problem.{}", one.rule)).is_some(),
                    "{lang:?} has no words for {}",
                    one.rule
                );
                let said = problem(*lang, one);
                assert!(!said.contains('{'), "{said}");
            }
        }
    }

    #[test]
    fn a_problem_says_its_numbers() {
        let too_long = Problem::with("note", "too_long", "max", 40);
        assert_eq!(problem(Lang::Zh, &too_long), "最多 40 个字。");
        assert_eq!(problem(Lang::En, &too_long), "At most 40 characters.");
    }

    #[test]
    fn a_rule_of_a_newer_server_still_gets_a_sentence() {
        assert_eq!(problem(Lang::Zh, &Problem::new("x", "of_the_future")), "这里要对一下。");
    }

    #[test]
    fn a_rejection_names_the_field_and_the_rule() {
        let mut rejected = Rejection::invalid(&Problem::with("note", "too_long", "max", 200));
        assert_eq!(rejection(Lang::Zh, "visit", &rejected), "备注：最多 200 个字。");
        rejected.field = Some("screening.0.person".into());
        rejected.args = Map::from_iter([("rule".into(), json!("twice"))]);
        assert_eq!(rejection(Lang::En, "visit", &rejected), "Who: The same person stands here twice.");
    }

    #[test]
    fn values_are_said_as_people_say_them() {
        let say = |field, of| value(Lang::Zh, "household", field, &of);
        assert_eq!(say("head", json!("佘小满")), "佘小满");
        assert_eq!(say("house_use", json!("rented")), "出租");
        assert_eq!(say("residents", json!(3)), "3");
        assert_eq!(say("phone", Value::Null), "没有填");
    }

    #[test]
    fn a_field_or_choice_of_a_newer_app_is_shown_as_it_is() {
        assert_eq!(term_or_code(Lang::Zh, "visit.outcome", "by_drone"), "by_drone");
        assert_eq!(term_or_code(Lang::En, "visit.outcome", "met"), "Met");
    }
}
