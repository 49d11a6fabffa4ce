//! `docs/seed.md` is true: every row of the table names a phrase of the township's own text, a kind
//! that exists, figures that are counted, words that stand on a screen, and a test that is there.

use model::{
    care::figures::CareFigures,
    fact::Metric,
    field::{Field, Holds},
    id::UserId,
    indicator::indicator,
    kind,
    wire::{Figure, StaffSet, WorkerLoad},
};
use std::{collections::BTreeSet, path::PathBuf};
use tests::checkout;

/// The rows that what people enter has to fill; the two that follow are about the summary's own text.
const ENTERED: std::ops::RangeInclusive<u32> = 1..=54;

/// The paper of what stands in no form, but in the township's summary of its work.
const SUMMARY: &str = "工作总结";

struct Row {
    number: u32,
    phrase: String,
    screens: Vec<String>,
    kinds: Vec<String>,
    figures: Vec<String>,
    papers: Vec<String>,
    tests: Vec<String>,
}

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("docs/seed.md")).expect("docs/seed.md");
    let cells = |line: &str| -> Vec<String> {
        line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let list = |cell: &str| -> Vec<String> {
        cell.split(',').map(|item| item.trim().trim_matches('`').to_owned()).filter(|item| !item.is_empty()).collect()
    };
    let lines = text.lines().filter(|line| line.starts_with('|')).map(cells);
    lines
        .filter_map(|cells| {
            let number = cells[0].parse().ok()?;
            let [_, phrase, screens, kinds, figures, papers, tests] = &cells[..] else {
                panic!("row {number} has {} cells instead of seven", cells.len())
            };
            let (screens, kinds) = (list(screens), list(kinds));
            let (figures, papers, tests) = (list(figures), list(papers), list(tests));
            Some(Row { number, phrase: phrase.clone(), screens, kinds, figures, papers, tests })
        })
        .collect()
}

fn root() -> PathBuf {
    checkout::root()
}

/// All the words of the app, as one text.
fn words() -> String {
    let mut all = String::new();
    let mut folders = vec![root().join("app/src/words/zh")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the words").filter_map(Result::ok) {
            all += &std::fs::read_to_string(entry.path()).expect("words");
        }
    }
    all + &std::fs::read_to_string(root().join("app/src/words/zh.rs")).expect("words")
}

#[test]
fn every_row_is_named_once_and_says_something() {
    let mut seen = BTreeSet::new();
    for row in rows() {
        assert!(seen.insert(row.number), "row {} stands there twice", row.number);
        assert!((1..=56).contains(&row.number), "row {} is none of the township's text", row.number);
        assert!(!row.phrase.is_empty(), "row {} has no phrase", row.number);
        for (what, list) in [
            ("screen", &row.screens),
            ("kind", &row.kinds),
            ("figure", &row.figures),
            ("paper", &row.papers),
            ("test", &row.tests),
        ] {
            assert!(!list.is_empty(), "row {} names no {what}", row.number);
        }
    }
    for number in ENTERED {
        assert!(seen.contains(&number), "row {number} is missing");
    }
}

#[test]
fn every_kind_and_figure_exists() {
    let counted = serde_json::to_value(CareFigures::default()).expect("JSON");
    let counted: BTreeSet<&str> = counted.as_object().expect("an object").keys().map(String::as_str).collect();
    let set = StaffSet { health_limit: vec!["no_stairs".into()], max_homes_day: Some(12), ..StaffSet::default() };
    let worker = WorkerLoad { set, ..WorkerLoad::of(UserId::fixed(1), "") };
    let worker = serde_json::to_value(worker).expect("JSON");
    for row in rows() {
        for name in &row.kinds {
            assert!(kind::kind(name).is_some(), "row {}: no kind {name}", row.number);
        }
        for name in &row.figures {
            let fact = Metric::ALL.iter().any(|metric| metric.code() == name);
            let fact = fact || indicator(name).is_some();
            let of_worker = worker.get(name).is_some();
            let known = counted.contains(name.as_str()) || fact || of_worker || Figure::from_code(name).is_some();
            assert!(known, "row {}: nothing counts {name}", row.number);
        }
    }
}

/// Forms that fields are collected for, those of parts included: `F9 消毒剂` is F9.
fn forms(fields: &[Field], found: &mut BTreeSet<String>) {
    for field in fields {
        let words = field.purpose.split(|c: char| !c.is_ascii_alphanumeric());
        let form = |word: &&str| word.strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok());
        found.extend(words.filter(form).map(str::to_owned));
        if let Holds::Parts(parts) = field.holds {
            forms(parts, found);
        }
    }
}

#[test]
fn every_form_has_a_column_that_the_row_fills() {
    for row in rows() {
        let mut filled = BTreeSet::new();
        for kind in row.kinds.iter().filter_map(|name| kind::kind(name)) {
            forms(kind.fields, &mut filled);
        }
        for paper in row.papers.iter().filter(|paper| *paper != SUMMARY) {
            assert!(
                filled.contains(paper),
                "row {}: no field is collected for {paper}, but for {filled:?}",
                row.number
            );
        }
    }
}

#[test]
fn every_screen_has_its_words() {
    let words = words();
    for row in rows() {
        for name in &row.screens {
            assert!(words.contains(name.as_str()), "row {}: no screen says {name}", row.number);
        }
    }
}

#[test]
fn every_test_is_there() {
    for row in rows() {
        for test in &row.tests {
            let (file, name) =
                test.split_once("::").unwrap_or_else(|| panic!("row {}: {test} names no test", row.number));
            let source = std::fs::read_to_string(root().join(file))
                .unwrap_or_else(|error| panic!("row {}: {file}: {error}", row.number));
            assert!(source.contains(&format!("fn {name}(")), "row {}: {file} has no test {name}", row.number);
        }
    }
}
