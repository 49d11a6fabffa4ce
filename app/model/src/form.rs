//! Questions as data: which field, which choices, under which condition, in which words.
//!
//! A form knows nothing of HTML: `parts::form_view` draws any of them, in elder mode one question a
//! screen. The usual case is one tap, so choices come in the order in which they are used, and
//! `shown` says how many stand there before 更多.

use crate::record::Data;

/// A form for one kind of record.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// The kind that the answers make.
    pub kind: &'static str,
    /// A draft keeps the version it was begun with.
    pub version: u16,
    /// In the order in which they are asked.
    pub questions: &'static [Question],
}

/// One question.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The field that the answer goes into.
    pub field: &'static str,
    /// Key of its words: `visit.outcome`; a choice's key is this and its code.
    pub words: &'static str,
    /// How it is asked.
    pub ask: Ask,
    /// Whether it is asked, given the answers so far.
    pub when: fn(&Data) -> bool,
}

impl Question {
    /// A question that is always asked.
    pub const fn new(field: &'static str, words: &'static str, ask: Ask) -> Self {
        Self { field, words, ask, when: always }
    }

    /// The same, asked only where that holds of the answers so far.
    pub const fn only(self, when: fn(&Data) -> bool) -> Self {
        Self { when, ..self }
    }
}

/// How a question is asked.
#[derive(Debug, Clone, Copy)]
pub enum Ask {
    /// One of these; the first `shown` stand there, the others behind 更多.
    One {
        /// Codes, most used first.
        choices: &'static [&'static str],
        /// How many stand there at first.
        shown: usize,
    },
    /// Any of these.
    Many {
        /// Codes, most used first.
        choices: &'static [&'static str],
    },
    /// A tap for yes.
    Yes,
    /// Yes or no, both to be said.
    Either,
    /// One of five, the first the worst: a face and a word each.
    Scale,
    /// A number counted up from `usual` by taps.
    Count {
        /// What one tap sets.
        usual: i64,
        /// The most that makes sense.
        most: i64,
    },
    /// Free text; dictation comes with the keyboard.
    Text,
    /// One line of free text; last time's is one tap.
    Line {
        /// At most so many characters.
        most: usize,
    },
    /// A whole number, typed; last time's is one tap.
    Number {
        /// Key of the words for its unit, given the answers so far.
        unit: fn(&Data) -> &'static str,
        /// The most that makes sense.
        most: i64,
    },
    /// One of the records of this kind that are held here; last time's stands first.
    Record {
        /// The kind.
        kind: &'static str,
    },
    /// Any of the records of this kind that are held here.
    Records {
        /// The kind.
        kind: &'static str,
    },
    /// Drawn by the screen, which knows more than the form.
    Own,
    /// Photos, taken or chosen.
    Photos {
        /// At most so many.
        most: usize,
    },
    /// One tap for "all well", else the residents one by one, with these questions each.
    PerPerson {
        /// Asked of each person who is not simply well.
        questions: &'static [Question],
    },
}

/// Always asked.
pub fn always(_: &Data) -> bool {
    true
}

impl Form {
    /// The questions asked, given the answers so far.
    pub fn asked(&self, answers: &Data) -> impl Iterator<Item = &'static Question> {
        self.questions.iter().filter(move |question| (question.when)(answers))
    }

    /// The answers without those to questions that are no longer asked: what was tapped before the
    /// outcome was changed to 门锁 is kept in the draft but not saved.
    pub fn settled(&self, answers: &Data) -> Data {
        let mut settled = answers.clone();
        for question in self.questions.iter().filter(|question| !(question.when)(answers)) {
            settled.remove(question.field);
        }
        settled
    }
}
