//! English where temperatures are taken and shown.

use crate::words::{measure::MeasureWords, tenths_label};

pub(in crate::words) static WORDS: MeasureWords = MeasureWords {
    slots_one: &["All day"],
    slots_two: &["Morning", "Afternoon"],
    slot_n: |n| format!("No. {n}"),
    day_n: |n| format!("Day {n}"),
    day_of: |n, of| format!("Day {n} of {of}"),
    between: ", ",
    colon: ": ",
    degrees: |a| format!("{a} °C"),

    chart_today: "Today",
    fever_line: "Fever",
    key_normal: "Normal",
    key_fever: "Fever",
    key_explained: "Not taken, with a reason",
    key_missed: "Missed",
    chart_of: |a| format!("Temperatures of {a}"),
    temperatures: "Temperatures",
    chart_told: |told| {
        let mut said = Vec::new();
        match told.highest {
            None => said.push("none taken yet".to_owned()),
            Some((most, day)) => {
                said.push(format!("{} taken", told.read));
                said.push(format!("highest {} °C (day {day})", tenths_label(most)));
            }
        }
        let more = [
            (told.fever, "{n} with fever"),
            (told.explained, "{n} not taken, with a reason"),
            (told.missed, "{n} missed"),
        ];
        said.extend(more.iter().filter(|(n, _)| *n > 0).map(|(n, words)| words.replace("{n}", &n.to_string())));
        format!("Day 0 to day {}: {}.", told.days, said.join(", "))
    },

    last_value: |a| format!("Last time {a} °C"),
    before: |a, b| format!("{a} {b}"),
    correct: |a| format!("Taken already: {a}. Saving corrects it."),
    correct_name: |a| format!("Change {a}"),
    hot: "Fever",
    spoken: |a, b| format!("{a}, {b} degrees"),
    spoken_hot: ", fever, please measure again",
    again: "Measure again",
    again_why: |a| format!("First {a} °C. Rest a few minutes, then the same person again."),
    again_passed: "Below fever the second time",
    no_second: "Cannot measure again",
    symptoms: "What is wrong",
    symptoms_none: "Feels well",
    how: "How it was taken",
    how_symptoms: |a, b| format!("{a} · {b}"),
    not_taken: "Not taken",
    why_not: "Why it was not taken",
    say_why: "The reason",
    save_report: "Save and report now",
    go_on_with: |a| format!("Got it, next: {a}"),

    out_of_range: |a| format!("{a} °C is no body temperature. Look again and retype."),
    cannot_begin: "It lies between 35.0 and 42.0. Erase and type again.",
    digits_missing: |n| {
        if n == 1 { "One digit more: 365 for 36.5.".to_owned() } else { format!("{n} digits more: 365 for 36.5.") }
    },
    no_reason: "Choose a reason.",
    no_reason_words: "Say why in a few words.",

    saved: |a, b| format!("{a} {b} saved on this phone"),
    corrected: |a, b| format!("{a} corrected to {b}"),
    not_taken_word: "not taken",
    taken_back: |a| format!("{a}: taken back"),
    fever_what: |a, b| format!("Fever: {a} {b} °C"),
    fever_twice: |a, b| format!("{a}, then {b}"),
    fever_safe: "Saved on this phone. Reported to command as soon as there is signal.",
    fever_todo: "Call the village doctor or the clinic now.",
    fever_todo_in: "Do not go in alone. Ask them to wear a mask and wait in their own room.",

    due: "Temperatures due",
    due_slot: |a| format!("{a} temperature"),
    overdue: "Overdue, do it now",
    missed: "Missed: say why",
    missed_n: |n, a| format!("{n} missed, the last on {a}"),
    say: "Say why",

    all_taken: "All taken at this door",
    all_taken_note: |n| if n == 1 { "1 person".to_owned() } else { format!("{n} people") },
    nobody: "Nobody to measure here now",
    nobody_note: "Who isolates at home appears under Today when it is time.",
    go_back: "Back to today",
    next_door: |a| format!("Next door: {a}"),
};
