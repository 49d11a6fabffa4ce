//! Packs `data/pinyin.txt` for the phone. As text it would cost 16.7 KB after brotli; ordered by
//! code point, with gaps, initials and finals in three rows of bytes, it costs 12.1 KB.
//! `src/text/table.rs` unpacks it.

use std::{collections::BTreeMap, env, fs, path::Path};

/// What a syllable can begin with, the longer ones first. `y` and `w` count, as they are typed.
const INITIALS: &[&str] = &[
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y",
    "w", "",
];

fn main() {
    println!("cargo::rerun-if-changed=data/pinyin.txt");
    println!("cargo::rerun-if-changed=build.rs");
    let text = fs::read_to_string("data/pinyin.txt").expect("data/pinyin.txt lies beside build.rs");

    let mut readings: BTreeMap<char, &str> = BTreeMap::new();
    for line in text.lines() {
        let (syllable, chars) =
            line.split_once(' ').unwrap_or_else(|| panic!("not a syllable and its characters: {line}"));
        for c in chars.chars() {
            assert!(readings.insert(c, syllable).is_none(), "{c} stands in data/pinyin.txt twice");
        }
    }

    let mut finals: Vec<&str> = readings.values().map(|syllable| parts(syllable).1).collect();
    finals.sort_unstable();
    finals.dedup();

    let (mut gaps, mut of_initial, mut of_final) = (Vec::new(), Vec::new(), Vec::new());
    let mut before = 0;
    for (c, syllable) in &readings {
        gap(u32::from(*c) - before, &mut gaps);
        before = u32::from(*c);
        let (initial, rest) = parts(syllable);
        of_initial.push(initial);
        of_final.push(finals.binary_search(&rest).expect("every final was collected") as u8);
    }
    let made = format!(
        "static INITIALS: &[&str] = &{INITIALS:?};\nstatic FINALS: &[&str] = &{finals:?};\n\
         static GAPS: &[u8] = &{gaps:?};\nstatic OF_INITIAL: &[u8] = &{of_initial:?};\nstatic OF_FINAL: &[u8] = &{of_final:?};\n"
    );
    let folder = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&folder).join("pinyin.rs"), made).expect("OUT_DIR can be written");
}

/// The place of the syllable's initial in [`INITIALS`], and its final.
fn parts(syllable: &str) -> (u8, &str) {
    let found =
        INITIALS.iter().enumerate().find_map(|(place, initial)| Some((place as u8, syllable.strip_prefix(initial)?)));
    found.expect("the last initial is empty")
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
fn gap(mut gap: u32, into: &mut Vec<u8>) {
    while gap >= 0x80 {
        into.push(gap as u8 | 0x80);
        gap >>= 7;
    }
    into.push(gap as u8);
}
