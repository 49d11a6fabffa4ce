//! Rust source taken apart into code, comments and texts: enough to ask what a literal says and
//! whether a word is code, without a compiler.

/// What a piece of source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Code.
    Code,
    /// A comment, with its marks.
    Comment,
    /// What stands between the quotes of a string or character.
    Text,
}

/// A piece of source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What it is.
    pub kind: Kind,
    /// As written.
    pub text: &'a str,
    /// The line it begins on, from 1.
    pub line: usize,
}

/// Takes source apart. The pieces, with the quotes of the texts, are the whole of it.
pub fn pieces(source: &str) -> Vec<Piece<'_>> {
    let mut cut = Cutter { source, at: 0, code_from: 0, line: 1, counted: 0, pieces: Vec::new() };
    while cut.at < source.len() {
        cut.step();
    }
    cut.code_until(source.len());
    cut.pieces
}

struct Cutter<'a> {
    source: &'a str,
    at: usize,
    code_from: usize,
    line: usize,
    counted: usize,
    pieces: Vec<Piece<'a>>,
}

impl<'a> Cutter<'a> {
    fn step(&mut self) {
        let rest = &self.source[self.at..];
        if rest.starts_with("//") {
            let end = rest.find('\n').unwrap_or(rest.len());
            self.take(Kind::Comment, 0, end, 0);
        } else if rest.starts_with("/*") {
            let end = block_comment(rest);
            self.take(Kind::Comment, 0, end, 0);
        } else if let Some((open, hashes)) = raw_string(rest).filter(|_| !self.in_word()) {
            let close = format!("\"{}", "#".repeat(hashes));
            let end = rest[open..].find(&close).unwrap_or(rest.len() - open);
            self.take(Kind::Text, open, open + end, close.len());
        } else if let Some(inside) = rest.strip_prefix('"') {
            let end = quoted(inside, '"');
            self.take(Kind::Text, 1, 1 + end, 1);
        } else if let Some(inside) = rest.strip_prefix('\'').filter(|_| is_character(rest)) {
            let end = quoted(inside, '\'');
            self.take(Kind::Text, 1, 1 + end, 1);
        } else {
            self.at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }

    /// Whether the place is inside a word, so that an `r` here begins nothing.
    fn in_word(&self) -> bool {
        self.source[..self.at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_')
    }

    /// Takes what stands from `from` to `to` behind here, and jumps over `closing` bytes more.
    fn take(&mut self, kind: Kind, from: usize, to: usize, closing: usize) {
        let (start, end) = (self.at + from, (self.at + to).min(self.source.len()));
        self.code_until(self.at);
        self.push(kind, start, end);
        self.at = (end + closing).min(self.source.len());
        self.code_from = self.at;
    }

    fn code_until(&mut self, end: usize) {
        if self.code_from < end {
            self.push(Kind::Code, self.code_from, end);
        }
        self.code_from = end;
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        self.line += self.source[self.counted..start].matches('\n').count();
        self.counted = start;
        self.pieces.push(Piece { kind, text: &self.source[start..end], line: self.line });
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0usize, 0);
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// Where the text of a raw string begins, and how many `#` close it.
fn raw_string(rest: &str) -> Option<(usize, usize)> {
    let marks = rest.strip_prefix(['b', 'c']).unwrap_or(rest).strip_prefix('r')?;
    let hashes = marks.len() - marks.trim_start_matches('#').len();
    marks[hashes..].starts_with('"').then(|| (rest.len() - marks.len() + hashes + 1, hashes))
}

/// How far it is to the closing quote, escapes jumped over.
fn quoted(rest: &str, close: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == close => return at,
            _ => {}
        }
    }
    rest.len()
}

/// Tells a character from a lifetime.
fn is_character(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    match chars.next() {
        Some('\\') => true,
        Some(_) => chars.next() == Some('\''),
        None => false,
    }
}

/// The pieces that stand outside every item that begins with one of `starts`, such as
/// `#[cfg(test)]` or `fn samples(`. An item ends with the `}` that closes its first `{`, or with a
/// `;` before any bracket.
pub fn outside<'a>(pieces: &[Piece<'a>], starts: &[&str]) -> Vec<Piece<'a>> {
    let mut left = Vec::new();
    let mut inside: Option<usize> = None;
    for piece in pieces {
        if piece.kind != Kind::Code {
            if inside.is_none() {
                left.push(*piece);
            }
            continue;
        }
        let mut at = 0;
        while at < piece.text.len() {
            let rest = &piece.text[at..];
            match inside {
                None => {
                    let begin =
                        starts.iter().filter_map(|start| rest.find(start).map(|found| (found, start.len()))).min();
                    let end = begin.map_or(rest.len(), |(found, _)| found);
                    if end > 0 {
                        let line = piece.line + piece.text[..at].matches('\n').count();
                        left.push(Piece { text: &rest[..end], line, ..*piece });
                    }
                    // The bracket of `fn samples(` counts.
                    inside = begin.map(|(found, len)| {
                        rest[found..found + len].matches('(').count() - rest[found..found + len].matches(')').count()
                    });
                    at += begin.map_or(rest.len(), |(found, len)| found + len);
                }
                Some(depth) => {
                    let mark = rest.find(['{', '}', '(', ')', '[', ']', ';']);
                    let Some(found) = mark else { break };
                    at += found + 1;
                    inside = match &rest[found..=found] {
                        "{" | "(" | "[" => Some(depth + 1),
                        "}" if depth <= 1 => None,
                        ";" if depth == 0 => None,
                        ";" => Some(depth),
                        _ => Some(depth.saturating_sub(1)),
                    };
                }
            }
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str, kind: Kind) -> Vec<&str> {
        pieces(source).into_iter().filter(|piece| piece.kind == kind).map(|piece| piece.text).collect()
    }

    #[test]
    fn texts_comments_and_code_are_told_apart() {
        let source = "let a = \"x // \\\" y\"; // \"no\"\nlet b = r#\"raw \"quoted\"\"#; /* a /* b */ c */ let c = 'q'; f::<'a>('\\'');";
        assert_eq!(texts(source, Kind::Text), ["x // \\\" y", "raw \"quoted\"", "q", "\\'"]);
        assert_eq!(texts(source, Kind::Comment), ["// \"no\"", "/* a /* b */ c */"]);
        assert!(texts(source, Kind::Code).concat().contains("f::<'a>("));
    }

    #[test]
    fn lines_are_counted() {
        let lines: Vec<usize> = pieces("a\n\"b\nc\"\nd\n// e").into_iter().map(|piece| piece.line).collect();
        assert_eq!(lines, [1, 2, 3, 5]);
    }

    #[test]
    fn an_identifier_that_ends_in_r_begins_no_raw_string() {
        assert_eq!(texts("bar\"x\"; 'a: loop {}", Kind::Text), ["x"]);
    }

    #[test]
    fn tests_are_left_out() {
        let source = "f(\"one\"); #[cfg(test)] mod tests { fn g() { \"two\"; } } h(\"three\"); #[cfg(test)] use x; \"four\"; fn samples() -> Vec<u8> { \"five\" } \"six\"";
        let all = pieces(source);
        let left: Vec<&str> = outside(&all, &["#[cfg(test)]", "fn samples("])
            .into_iter()
            .filter(|piece| piece.kind == Kind::Text)
            .map(|piece| piece.text)
            .collect();
        assert_eq!(left, ["one", "three", "four", "six"]);
    }
}
