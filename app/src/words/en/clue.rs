//! English for clues about contacts, for people, and for the doors to measure at.

use crate::words::clue::ClueWords;

pub(in crate::words) static WORDS: ClueWords = ClueWords {
    clues: "Contact clues",
    clues_n: |n| format!("{n}"),
    add_note: "Somebody was near a case: note it, pass it on",
    new_clue: "Note a clue",
    told_at: "Behind which door was it told",
    told_at_note: "Find the door first, then note the clue.",
    never_judged: "The health authority decides. Here it is noted and passed on, never judged.",
    none_yet: "No clues yet.",
    open: "Not passed on yet",
    passed: "Passed on",
    not_passed: "Not passed on",
    passed_to: |day, to| format!("{day} to {to}"),
    gone: "This clue is not on this phone",
    gone_note: "It may have been withdrawn, or has not come down yet.",

    who_told: "Who told it",
    somebody_else: "Somebody else",
    who: "Who was near",
    how_to_reach: "How to reach them",
    when_last: "When was the last contact",
    what_place: "Where was it",
    how_near: "What are they to the case",
    more: "I know more",
    more_note: "A few more",
    pass_on: "Passed on to",
    pass_on_later: "Leave it empty if not yet; say so later.",
    authorities: &["Town clinic", "County CDC"],
    save: "Save the clue",

    pass_now: "Pass on to the health authority",
    pass_now_note: "Call or write to them, then press below.",
    pass_done: "It is passed on",
    call: "Call",

    change_person: "Change what is known",
    change_type: "Person type",
    decided_by: "Who decided it",
    decided_note: "The health authority decides; write which.",
    reach: "How to reach them",

    doors_n: |n| if n == 1 { "1 door".to_owned() } else { format!("{n} doors") },
    all_done: "All measured for now",
    nobody_isolated: "Nobody is isolated",
    nobody_isolated_note: "Once somebody is, the doors to measure at stand here.",
    due_here: |who| format!("Due: {who}"),
    measured_here: "Not due now",
    temperature_note: "Doors with somebody isolated, due first",
};
