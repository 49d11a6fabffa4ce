//! The questions of the form in their order.

use crate::{live::derive, settings::use_settings};
use leptos::prelude::*;

/// A question: what stands alone on the screen where only one does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ask {
    /// Who it is, of somebody new.
    Name,
    /// Born when.
    Born,
    /// Man or woman.
    Sex,
    /// What to the head of the household.
    Relation,
    /// Their own phone.
    Phone,
    /// What is kept and why is told before anything is asked (L3).
    Notice,
    /// Who answers for a child.
    Guardian,
    /// 人员类型.
    Type,
    /// Who says so.
    TypeBy,
    /// The day that the days are counted from.
    Anchor,
    /// What shows it.
    Proof,
    /// When somebody came back.
    Returned,
    /// The first day.
    First,
    /// The last day and the place, by policy.
    Term,
    /// Whether the home is fit for it.
    Home,
    /// The signed pledge.
    Pledge,
    /// Pictures of what was signed.
    Papers,
    /// Whom of the family to call.
    Family,
    /// By which number.
    FamilyPhone,
    /// Which doctor.
    Doctor,
    /// 十清.
    Ten,
    /// A field of the ten, in the order of [`TEN_FIELDS`].
    OfTen(usize),
}

/// Fields that are written for the ten, in their order.
pub const TEN_FIELDS: [&str; 14] = [
    "companions",
    "job",
    "employer",
    "phone",
    "origin",
    "left_on",
    "via",
    "transport",
    "trip_no",
    "contact_history",
    "cohabitants",
    "domicile",
    "identity_number",
    "note",
];

impl Ask {
    /// Who somebody is that stands in no register.
    pub const PERSON: [Ask; 5] = [Ask::Name, Ask::Born, Ask::Sex, Ask::Relation, Ask::Phone];
    /// From when to when.
    pub const DAYS: [Ask; 5] = [Ask::Anchor, Ask::Proof, Ask::Returned, Ask::First, Ask::Term];

    /// The questions in the order in which they are asked.
    pub fn in_order(answered: Answered) -> Vec<Self> {
        let Answered { is_new, is_child, is_special, came_back, fills_ten } = answered;
        let mut asks: Vec<Self> = if is_new { Self::PERSON.to_vec() } else { Vec::new() };
        asks.push(Ask::Notice);
        asks.extend(is_child.then_some(Ask::Guardian));
        asks.push(Ask::Type);
        asks.extend(is_special.then_some(Ask::TypeBy));
        asks.extend(Self::DAYS.into_iter().filter(|ask| came_back || *ask != Ask::Returned));
        asks.extend([Ask::Home, Ask::Pledge, Ask::Papers, Ask::Family, Ask::FamilyPhone]);
        asks.extend([Ask::Doctor, Ask::Ten]);
        if fills_ten {
            asks.extend((0..TEN_FIELDS.len()).map(Ask::OfTen));
        }
        asks
    }

    /// The question that has a field of the case.
    pub fn of_case(field: &str) -> Self {
        match field.split('.').next().unwrap_or_default() {
            "conditions" => Ask::Home,
            "pledge_signed" => Ask::Pledge,
            "papers" => Ask::Papers,
            "family_name" | "family_relation" => Ask::Family,
            "family_phone" => Ask::FamilyPhone,
            "doctor" => Ask::Doctor,
            "anchor_on" => Ask::Anchor,
            "proof" => Ask::Proof,
            "from_on" | "from_minute" => Ask::First,
            _ => Ask::Term,
        }
    }

    /// The question that has a field of the person's card.
    pub fn of_card(field: &str, is_new: bool) -> Self {
        match field {
            "name" => Ask::Name,
            "born" => Ask::Born,
            "sex" => Ask::Sex,
            "relation" => Ask::Relation,
            "phone" if is_new => Ask::Phone,
            "notice" => Ask::Notice,
            "guardian" => Ask::Guardian,
            "person_type" | "type_on" => Ask::Type,
            "type_by" => Ask::TypeBy,
            "returned_on" => Ask::Returned,
            field => TEN_FIELDS.iter().position(|one| *one == field).map_or(Ask::Ten, Ask::OfTen),
        }
    }
}

/// What the answers so far say about which questions there are.
#[derive(Debug, Clone, Copy)]
pub struct Answered {
    /// Whether they stand in no register.
    pub is_new: bool,
    /// Whether they are younger than fourteen.
    pub is_child: bool,
    /// Whether they are more than an ordinary resident.
    pub is_special: bool,
    /// Whether they came back from somewhere.
    pub came_back: bool,
    /// Whether what the ten lack is filled in now.
    pub fills_ten: bool,
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

    const ALL: Answered = Answered { is_new: true, is_child: true, is_special: true, came_back: true, fills_ten: true };

    #[test]
    fn each_field_is_asked_somewhere() {
        let all = Ask::in_order(ALL);
        for field in isolation::KIND.fields {
            assert!(all.contains(&Ask::of_case(field.name)), "{}", field.name);
        }
        for field in person::KIND.fields {
            assert!(all.contains(&Ask::of_card(field.name, true)), "{}", field.name);
        }
        assert_eq!((Ask::of_case("papers.0"), Ask::of_card("guardian", false)), (Ask::Papers, Ask::Guardian));
        assert!(TEN_FIELDS.iter().all(|field| person::KIND.field(field).is_some()));
        assert_eq!(Ask::of_card("phone", false), Ask::OfTen(3), "whoever is known is not asked who they are");
    }

    #[test]
    fn an_answer_adds_questions_after_its_own_only() {
        let bare = Answered { is_new: false, is_child: false, is_special: false, came_back: false, fills_ten: false };
        let at = |answered, ask| Ask::in_order(answered).iter().position(|one| *one == ask).expect("it is asked");
        let special = Answered { is_special: true, came_back: true, ..bare };
        assert_eq!(at(bare, Ask::Type), at(special, Ask::Type));
        assert_eq!(at(special, Ask::Ten), at(Answered { fills_ten: true, ..special }, Ask::Ten));
        assert_eq!(Ask::in_order(special).len(), Ask::in_order(bare).len() + 2);
    }
}
