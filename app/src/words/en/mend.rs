//! English where refused records are mended and forms are taken up again.

use crate::words::mend::MendWords;

pub(in crate::words) static WORDS: MendWords = MendWords {
    unfinished: "Not finished",
    go_on: "Continue",
    of_a_newer_app: "Begun in a newer version. Update to continue.",

    how: "What to do",
    mend_title: "To repair",
    send_mended: "Send the repaired record",
    send_again: "Send again",
    not_here: "Nothing to repair here",
    not_here_note: "It was repaired or given up.",
    to_mend_here: "To repair at this door",
    refused_since: |a| format!("Entered {}", a.to_lowercase()),

    covered: "What differs is hidden. Ask whose is right.",

    all_here: "Everything you wrote is still here.",
    invalid_todo: "Correct what is marked, then send it again.",
    unreadable: "The server cannot read this one.",
    unreadable_todo: "Check it and send it again. If that fails, ask the grid leader.",
    left: "Someone else walks this door now.",
    left_shown: "Your change is shown on their phone, and they decide. Your earlier records count.",
    left_shown_todo: "Give it up here, or keep it for now.",
    left_safe: "Everything you wrote is still here. Your earlier records count.",
    left_todo: "Tell the grid leader about the change, then give it up.",
    back_again: "This door was not yours then. It is now.",
    back_again_todo: "Just send it again.",
    gone: "The record you changed was withdrawn.",
    gone_safe: "Your other records are not affected.",
    gone_todo: "If it is needed, record it anew. Give this one up.",
    forbidden: "This account may not record this now.",
    forbidden_todo: "Ask the grid leader to allow it, then send it again. Or give it up.",
    state: "Someone has gone further already.",
    state_safe: "The later step stands. Nothing is lost.",
    state_todo: "This step is no longer needed. Give it up.",
    id_reuse: "Its number is taken by another record.",
    id_reuse_todo: "Send it again under a new number.",
    waits: "The record before it is not uploaded yet.",
    waits_todo: "It goes by itself once that one is repaired.",
    orphan: "The server does not know its household.",
    orphan_todo: "Ask the grid leader, or give it up.",
};
