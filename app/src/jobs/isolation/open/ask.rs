//! The questions of the form in their order, and which of them stands on the screen where only one
//! does.

use crate::{
    live::{derive, memo},
    settings::use_settings,
};
use leptos::prelude::*;

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ask {
    /// Who it is, of somebody new.
    Person,
    /// What is kept and why is told before anything is asked (L3).
    Notice,
    /// 人员类型.
    Type,
    /// From when to when.
    Days,
    /// Whether the home is fit for it.
    Home,
    /// The signed pledge.
    Pledge,
    /// Whom of the family to call, and which doctor.
    Family,
    /// 十清.
    Ten,
}

impl Ask {
    const ALL: [Ask; 8] =
        [Ask::Person, Ask::Notice, Ask::Type, Ask::Days, Ask::Home, Ask::Pledge, Ask::Family, Ask::Ten];

    /// The question that has a field of the case.
    pub fn of_case(field: &str) -> Self {
        match field.split('.').next().unwrap_or_default() {
            "conditions" => Ask::Home,
            "papers" | "pledge_signed" => Ask::Pledge,
            "doctor" | "family_name" | "family_relation" | "family_phone" => Ask::Family,
            _ => Ask::Days,
        }
    }

    /// The question that has a field of the person's card.
    pub fn of_card(field: &str) -> Self {
        match field {
            "name" | "sex" | "born" | "relation" => Ask::Person,
            "notice" | "guardian" => Ask::Notice,
            "person_type" | "type_by" | "type_on" => Ask::Type,
            "returned_on" | "left_on" => Ask::Days,
            _ => Ask::Ten,
        }
    }
}

/// Which questions stand on the screen: all of them, or in 长辈版 one.
#[derive(Debug, Clone, Copy)]
pub struct Walk {
    at: RwSignal<usize>,
    asked: StoredValue<Vec<Ask>>,
    one_by_one: Signal<bool>,
}

impl Walk {
    /// From the first question on; who it is, is asked of somebody new alone.
    pub fn new(is_new: bool) -> Self {
        let settings = use_settings();
        let asked = Ask::ALL.into_iter().filter(|ask| is_new || *ask != Ask::Person).collect();
        Self {
            at: RwSignal::new(0),
            asked: StoredValue::new(asked),
            one_by_one: memo(move || settings.is_elder()).into(),
        }
    }

    fn count(self) -> usize {
        self.asked.with_value(Vec::len)
    }

    /// Question n of so many, while they come one by one.
    pub fn position(self) -> Option<(usize, usize)> {
        self.one_by_one.get().then(|| (self.at.get(), self.count()))
    }

    /// Whether nothing is left to be asked before saving.
    pub fn is_last(self) -> bool {
        self.position().is_none_or(|(at, count)| at + 1 >= count)
    }

    /// Goes to the next question.
    pub fn next(self) {
        self.at.update(|at| *at = (*at + 1).min(self.count().saturating_sub(1)));
    }

    /// Goes back a question; false at the first.
    pub fn back(self) -> bool {
        let at = self.at.get_untracked();
        self.at.set(at.saturating_sub(1));
        at > 0 && self.one_by_one.get_untracked()
    }

    /// Goes to a question, and brings what is wrong there before the eye.
    pub fn go(self, ask: Ask) {
        self.at.set(self.asked.with_value(|asked| asked.iter().position(|one| *one == ask)).unwrap_or(0));
        request_animation_frame(|| {
            // Without a mark the question itself stands there.
            if let Ok(Some(wrong)) = document().query_selector("[aria-invalid=true], main .prob") {
                wrong.scroll_into_view();
            }
        });
    }

    /// The questions that stand on the screen.
    pub fn shown(self) -> Vec<Ask> {
        let at = self.position().map(|(at, _)| at);
        self.asked.with_value(|asked| match at {
            Some(at) => asked.get(at).copied().into_iter().collect(),
            None => asked.clone(),
        })
    }
}

/// What is wrong with a field, among the problems of a form, in a sentence.
pub fn problem_of(problems: Signal<Vec<model::field::Problem>>, field: &'static str) -> Signal<Option<String>> {
    let lang = use_settings().lang;
    derive(move || {
        problems.with(|problems| {
            let mine = problems.iter().find(|problem| problem.field.split('.').next() == Some(field));
            mine.map(|problem| crate::words::problem(lang.get(), problem))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::kind::{isolation, person};

    #[test]
    fn each_field_is_asked_somewhere() {
        for field in isolation::KIND.fields {
            assert!(Ask::ALL.contains(&Ask::of_case(field.name)), "{}", field.name);
        }
        for field in person::KIND.fields {
            assert!(Ask::ALL.contains(&Ask::of_card(field.name)), "{}", field.name);
        }
        assert_eq!((Ask::of_case("papers.0"), Ask::of_card("guardian")), (Ask::Pledge, Ask::Notice));
    }
}
