//! English for papers, for what any kind may carry, and for what is set for a worker.

/// The words for `key`, if it is one of theirs.
pub(super) fn term(key: &str) -> Option<&'static str> {
    Some(match key {
        "paper" => "Paper form",
        "paper.household" => "Household",
        "paper.form" => "Which form",
        "paper.form.visit" => "Home visit",
        "paper.form.reading" => "Temperatures",
        "paper.form.care_contact" => "Calls",
        "paper.form.other" => "Other",
        "paper.photos" => "Photos",
        "paper.note" => "Note",
        "paper.status" => "Typed or not",
        "paper.status.open" => "To be typed",
        "paper.status.typed" => "Typed",
        "common.done_by" => "Who did it",
        "common.paper" => "Typed from which form",
        "policy.middle_from_age" => "Second age band from",
        "policy.old_from_age" => "Third age band from",
        "health_limit.no_stairs" => "No stairs",
        "health_limit.near_only" => "Near by only",
        "health_limit.no_night" => "Not at night",
        "health_limit.phone_only" => "By phone only",
        "problem.four_digits" => "Four digits, please.",
        "problem.namesake" => "A namesake is there: add the last four digits of the phone.",
        _ => return None,
    })
}
