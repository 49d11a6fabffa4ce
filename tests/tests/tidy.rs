//! What must hold of every file, beyond what the compiler and clippy see. Each rule is a function
//! from a file to its complaints, is shown a bad file first, and then all of the checkout.

use tests::{
    checkout::{self, File},
    source::{Kind, Piece, outside, pieces},
};

/// What is wrong, and where.
type Complaints = Vec<String>;

/// Shows `rule` a bad file, which it must find, a good one, which it must not, then everything.
fn hold(rule: fn(&File) -> Complaints, bad: &[(&str, &str)], good: &[(&str, &str)]) {
    for (path, text) in bad {
        assert!(!rule(&File::sample(path, text)).is_empty(), "the rule does not see what is wrong in {path}: {text}");
    }
    for (path, text) in good {
        assert_eq!(rule(&File::sample(path, text)), Complaints::new(), "the rule sees ghosts in {path}: {text}");
    }
    let found: Complaints = checkout::files().iter().flat_map(rule).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

fn rust(file: &File) -> Vec<Piece<'_>> {
    if file.ending() == "rs" { pieces(&file.text) } else { Vec::new() }
}

fn at(file: &File, line: usize, what: &str) -> String {
    format!("{}:{line}: {what}", file.path)
}

/// Whether `word` stands in `text` as a word of its own.
fn has_word(text: &str, word: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(is_letter)
            && !text[at + word.len()..].chars().next().is_some_and(is_letter)
    })
}

#[test]
fn every_module_says_first_what_it_is_for() {
    fn rule(file: &File) -> Complaints {
        let says = file.text.starts_with("//! ") && file.text.lines().next().is_some_and(|line| line.len() > 12);
        (file.ending() == "rs" && !says)
            .then(|| at(file, 1, "begins without `//!` and what it is for"))
            .into_iter()
            .collect()
    }
    hold(
        rule,
        &[("a.rs", "use b;\n"), ("a.rs", "//! \nuse b;\n")],
        &[("a.rs", "//! Rooms and doors.\n"), ("a.css", "a {}")],
    );
}

#[test]
fn no_file_grows_beyond_what_one_reads_in_one_go() {
    const MOST: usize = 600;
    fn rule(file: &File) -> Complaints {
        let lines = file.text.lines().count();
        let code = matches!(file.ending(), "rs" | "js" | "css" | "sql");
        (code && lines > MOST)
            .then(|| at(file, lines, "split it: 600 lines at most, with its tests"))
            .into_iter()
            .collect()
    }
    let long = "x\n".repeat(MOST + 1);
    hold(rule, &[("a.rs", &long), ("b.css", &long)], &[("a.rs", &long[..2 * MOST]), ("Cargo.lock", &long)]);
}

#[test]
fn sql_stands_in_the_store_alone() {
    // The ledger judges the store, and so does not ask it; a township of many is made faster than by it.
    const STORE: &[&str] =
        &["server/src/store.rs", "server/src/store/", "server/migrations/", "tests/src/ledger.rs", "tests/src/many.rs"];
    /// Beginnings of statements, in the capitals that ours are written in.
    const BEGIN: &[&str] = &[
        "SELECT",
        "INSERT",
        "UPDATE",
        "DELETE FROM",
        "CREATE TABLE",
        "CREATE INDEX",
        "ALTER TABLE",
        "DROP TABLE",
        "PRAGMA",
        "BEGIN IMMEDIATE",
        "SAVEPOINT",
        "VACUUM",
    ];
    fn rule(file: &File) -> Complaints {
        if STORE.iter().any(|store| file.path.starts_with(store)) || file.path == "tests/tests/tidy.rs" {
            return Vec::new();
        }
        if file.ending() == "sql" {
            return vec![at(file, 1, "a migration lives in server/migrations")];
        }
        let texts = rust(file).into_iter().filter(|piece| piece.kind == Kind::Text);
        let sql = texts.filter(|piece| BEGIN.iter().any(|word| has_word(piece.text, word)));
        sql.map(|piece| at(file, piece.line, "SQL outside server/src/store")).collect()
    }
    hold(
        rule,
        &[
            ("server/src/http.rs", "f(\"SELECT 1\")"),
            ("xtask/src/a.rs", "r#\"\nDELETE FROM op\"#"),
            ("server/extra.sql", ""),
        ],
        &[
            ("server/src/store/sqlite/op.rs", "f(\"SELECT 1\")"),
            ("a.rs", "// SELECT 1\nlet SELECT = \"select\"; \"SELECTED\""),
        ],
    );
}

/// Where Chinese may stand in a text outside `words`, and why. Each must be needed.
const CHINESE: &[(&str, &str)] = &[
    ("app/model/src/day/lunar.rs", "the calendar's own names of months and days"),
    ("app/model/src/kind/", "purposes name the column of the paper form; samples"),
    ("app/model/src/plate.rs", "the characters that stand on plates"),
    ("app/model/src/same.rs", "how the number of a door is written: understood, never shown"),
    ("app/model/src/text", "names of people: what is a name, how it reads"),
    ("server/src/register", "headers and codes of the township's own papers: input, understood, never shown"),
    ("server/src/ops/demo", "the invented township"),
    ("frontend/src/bench.rs", "invented names that a bench makes and searches"),
    ("app/examples/", "the gallery fills the parts with an invented village"),
    ("tests/", "stories tell what a person reads and types"),
    ("app/model/tests/", "golden files and their records"),
    ("app/src/shell.rs", "what stands there before any words have come"),
];

fn chinese_outside_words(file: &File) -> Complaints {
    let parts: Vec<&str> = file.path.split('/').collect();
    let is_words = parts.iter().any(|part| *part == "words" || *part == "words.rs");
    let is_tests = parts.last() == Some(&"tests.rs");
    if is_words || is_tests {
        return Vec::new();
    }
    let source = rust(file);
    let own = outside(&source, &["#[cfg(test)]", "#[cfg(any(test", "fn samples(", "fn sample("]);
    let texts = own.into_iter().filter(|piece| piece.kind == Kind::Text);
    texts
        .filter(|piece| piece.text.chars().any(is_chinese))
        .map(|piece| at(file, piece.line, &format!("words outside `words`: {:?}", piece.text)))
        .collect()
}

/// Characters and punctuation, full width as well.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

#[test]
fn what_people_read_stands_in_words() {
    fn rule(file: &File) -> Complaints {
        if CHINESE.iter().any(|(place, _)| file.path.starts_with(place)) {
            return Vec::new();
        }
        chinese_outside_words(file)
    }
    hold(
        rule,
        &[
            ("app/src/jobs/visit.rs", "f(\"保存\")"),
            ("app/src/a.rs", "join(\"、\")"),
            ("server/src/main.rs", "r\"好\""),
        ],
        &[
            ("app/src/words/zh.rs", "f(\"保存\")"),
            ("server/src/words.rs", "f(\"保存\")"),
            ("app/src/a.rs", "/// 保存\nf(\"save\"); #[cfg(test)] mod tests { f(\"保存\") }"),
            ("app/model/src/a.rs", "fn samples() -> Vec<Data> { vec![\"保存\"] }"),
            ("app/src/tests.rs", "f(\"保存\")"),
        ],
    );
}

#[test]
fn no_exception_outlives_its_reason() {
    let files = checkout::files();
    let idle =
        |place: &str| !files.iter().any(|file| file.path.starts_with(place) && !chinese_outside_words(file).is_empty());
    let idle: Vec<&str> = CHINESE.iter().map(|(place, _)| *place).filter(|place| idle(place)).collect();
    assert!(idle.is_empty(), "nothing there needs the exception any more: {idle:?}");
}

#[test]
fn lints_are_silenced_with_a_reason() {
    fn rule(file: &File) -> Complaints {
        let source = rust(file);
        let mut found = Vec::new();
        for (index, piece) in source.iter().enumerate().filter(|(_, piece)| piece.kind == Kind::Code) {
            for mark in ["[allow(", "[expect(", "[cfg_attr("] {
                for (begin, _) in piece.text.match_indices(mark) {
                    // The reason is a text, so the code before it ends with `reason =`.
                    let lint = &piece.text[begin..];
                    let to_end = &lint[..lint.find(")]").unwrap_or(lint.len())];
                    let has_reason = to_end.trim_end().ends_with("reason =")
                        && source.get(index + 1).is_some_and(|next| next.text.len() > 10);
                    let silences = mark != "[cfg_attr(" || to_end.contains("allow(") || to_end.contains("expect(");
                    if silences && !has_reason {
                        found.push(at(file, piece.line, "a lint is silenced without `reason = \"…\"`"));
                    }
                }
            }
        }
        found
    }
    hold(
        rule,
        &[
            ("a.rs", "#[allow(dead_code)]\nfn f() {}"),
            ("a.rs", "#![expect(unused, reason = \"\")]"),
            ("a.rs", "#[cfg_attr(test, allow(unused))]"),
        ],
        &[
            ("a.rs", "#[expect(unused, reason = \"the one place that may\")]"),
            ("a.rs", "// #[allow(x)]\n#[cfg_attr(test, derive(Debug))] struct A;"),
        ],
    );
}

#[test]
fn nothing_is_left_for_later() {
    fn rule(file: &File) -> Complaints {
        // Written apart, so that this file does not name them.
        let marks = [
            concat!("TO", "DO"),
            concat!("FIX", "ME"),
            concat!("XX", "X"),
            concat!("todo", "!("),
            concat!("unimplemented", "!("),
        ];
        let written_by_us = !matches!(file.ending(), "lock" | "svg" | "txt");
        let lines = file.text.lines().enumerate().filter(|_| written_by_us);
        lines
            .filter(|(_, line)| marks.iter().any(|mark| has_word(line, mark)))
            .map(|(index, line)| at(file, index + 1, line.trim()))
            .collect()
    }
    let bad = format!("// {}: later", concat!("TO", "DO"));
    hold(rule, &[("a.rs", &bad), ("a.js", &bad), ("README.md", &bad)], &[("a.rs", "let todos = 1;")]);
}

#[test]
fn nothing_is_unsafe() {
    fn rule(file: &File) -> Complaints {
        let code = rust(file).into_iter().filter(|piece| piece.kind == Kind::Code);
        code.filter(|piece| has_word(piece.text, "unsafe")).map(|piece| at(file, piece.line, "unsafe")).collect()
    }
    hold(rule, &[("a.rs", "fn f() { unsafe { g() } }")], &[("a.rs", "// unsafe\nlet unsafe_code = \"unsafe\";")]);
}

#[test]
fn nothing_knows_whose_machine_it_was_written_on() {
    fn rule(file: &File) -> Complaints {
        let marks = ["home", "root", "work", "Users", "tmp"].map(|folder| format!("/{folder}/"));
        let begins_a_path = |line: &str, at: usize| {
            !line[..at]
                .chars()
                .next_back()
                .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | '/' | '~' | '*'))
        };
        let lines = file.text.lines().enumerate();
        lines
            .filter(|(_, line)| {
                marks.iter().any(|mark| line.match_indices(mark.as_str()).any(|(at, _)| begins_a_path(line, at)))
            })
            .map(|(index, line)| at(file, index + 1, line.trim()))
            .collect()
    }
    let path = |steps: &[&str]| steps.join("/");
    let bad = path(&["", "work", "main", "x"]);
    let good = [path(&["app", "work", "x"]), path(&["..", "tmp", "y"])].map(|path| format!("\"{path}\"")).join(", ");
    hold(rule, &[("a.rs", &format!("\"{bad}\"")), ("README.md", &format!("see {bad}"))], &[("a.rs", &good)]);
}

#[test]
fn the_readme_maps_the_whole_house() {
    fn missing(readme: &str, names: &[String]) -> Vec<String> {
        let map = readme.split("\n## ").find(|section| section.starts_with("Map")).unwrap_or_default();
        names.iter().filter(|name| !map.contains(name.as_str())).cloned().collect()
    }
    let names = vec!["app/".to_owned(), "xtask/".to_owned()];
    assert_eq!(missing("# A\n\n## Map\n`app/`\n\n## Other\n`xtask/`", &names), ["xtask/"]);
    assert_eq!(missing("no map", &names).len(), 2);

    let readme =
        checkout::files().into_iter().find(|file| file.path == "README.md").expect("there is a README.md").text;
    let mut names: Vec<String> =
        checkout::top().into_iter().filter(|name| name.ends_with('/') && !name.starts_with('.')).collect();
    // The crates that lie deeper than the top.
    names.extend(["app/model", "app/sync"].map(str::to_owned));
    assert_eq!(missing(&readme, &names), Vec::<String>::new(), "the README's section Map does not name these");
}
