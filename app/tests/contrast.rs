//! Reads `style/tokens.css` and holds every colour pair to its contrast (WCAG 2.2: 1.4.3 and 1.4.11,
//! `domain.md` E3), in every scheme; and the schemes to each other.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../style/tokens.css");

/// Text on a ground: at least 4.5.
const TEXT: &[(&str, &str)] = &[
    ("ink", "ground"),
    ("ink", "paper"),
    ("ink", "brand-soft"),
    ("ink", "alarm-soft"),
    ("ink", "wait-soft"),
    ("ink", "info-soft"),
    ("paper", "ink"), // toast
    ("ink2", "ground"),
    ("ink2", "paper"),
    ("brand", "ground"),
    ("brand", "paper"),
    ("brand", "brand-soft"),
    ("on-brand", "brand"),
    ("on-brand", "brand-press"),
    ("ok", "ok-soft"),
    ("ok", "paper"),
    ("wait", "wait-soft"),
    ("wait", "paper"),
    ("alarm", "alarm-soft"),
    ("alarm", "paper"),
    ("alarm", "brand-soft"), // badge on a door
    ("on-alarm", "alarm"),
    ("info", "info-soft"),
    ("off", "paper"),
    ("off", "ground"),
];

/// Edges of controls, focus rings, shapes that carry meaning: at least 3.
const EDGE: &[(&str, &str)] = &[
    ("control", "paper"),
    ("control", "ground"),
    ("brand", "paper"),
    ("brand", "ground"),
    ("brand", "brand-soft"),
    ("wait", "ground"), // hatch of a low meter
    ("alarm", "ground"),
    ("focus", "paper"),
    ("focus", "ground"),
    ("focus", "brand-soft"),
    ("paper", "ink"), // focus ring in a toast
];

type Colours = BTreeMap<String, String>;

/// The declarations of the first block after `from`.
fn block(from: &str) -> Colours {
    let tokens = without_comments(TOKENS);
    let at = tokens.find(from).unwrap_or_else(|| panic!("tokens.css has no {from}"));
    let inside =
        tokens[at + from.len()..].trim_start().strip_prefix('{').expect("a block").split('}').next().expect("its end");
    inside
        .split(';')
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().trim_start_matches("--").to_owned(), value.trim().to_owned()))
        .collect()
}

fn without_comments(css: &str) -> String {
    css.split("/*")
        .enumerate()
        .map(|(n, part)| if n == 0 { part } else { part.split_once("*/").expect("its end").1 })
        .collect()
}

fn schemes() -> Vec<(&'static str, Colours)> {
    let light = block("\n:root ");
    let over = |selector| {
        let mut colours = light.clone();
        colours.extend(block(selector));
        colours
    };
    vec![
        ("light", light.clone()),
        ("dark by the device", over(":root:not([data-scheme=\"light\"])")),
        ("dark by choice", over("\n:root[data-scheme=\"dark\"]")),
        ("contrast by the device", over(":root:not([data-scheme=\"contrast\"])")),
        ("contrast by choice", over("\n:root[data-scheme=\"contrast\"]")),
    ]
}

/// Relative luminance (WCAG 2.2).
fn luminance(hex: &str) -> f64 {
    let digits =
        hex.strip_prefix('#').filter(|digits| digits.len() == 6).unwrap_or_else(|| panic!("{hex} is not #RRGGBB"));
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).expect("hex")) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn the_measure_itself_is_right() {
    assert!((contrast("#000000", "#FFFFFF") - 21.0).abs() < 0.01);
    assert!((contrast("#777777", "#FFFFFF") - 4.48).abs() < 0.01);
}

#[test]
fn every_pair_has_its_contrast_in_every_scheme() {
    let mut weak = Vec::new();
    for (scheme, colours) in schemes() {
        for (pairs, least) in [(TEXT, 4.5), (EDGE, 3.0)] {
            for (one, other) in pairs {
                let found = contrast(&colours[*one], &colours[*other]);
                if found < least {
                    weak.push(format!("{scheme}: {one} on {other} is {found:.2}, needs {least}"));
                }
            }
        }
    }
    assert!(weak.is_empty(), "{}", weak.join("\n"));
}

#[test]
fn high_contrast_is_black_on_white() {
    let colours = block("\n:root[data-scheme=\"contrast\"]");
    assert_eq!(
        [&colours["ink"], &colours["ink2"], &colours["paper"], &colours["ground"]],
        ["#000000", "#000000", "#FFFFFF", "#FFFFFF"]
    );
}

#[test]
fn what_the_device_asks_for_and_what_a_person_chooses_are_the_same_scheme() {
    assert_eq!(block(":root:not([data-scheme=\"light\"])"), block("\n:root[data-scheme=\"dark\"]"));
    assert_eq!(block(":root:not([data-scheme=\"contrast\"])"), block("\n:root[data-scheme=\"contrast\"]"));
}

#[test]
fn elder_mode_has_its_sizes() {
    let px = |colours: &Colours| colours["root"].trim_end_matches('%').parse::<f64>().expect("percent") * 0.16;
    let (usual, elder, largest) =
        (block("\n:root "), block("\n:root[data-elder]"), block("\n:root[data-elder=\"30\"]"));
    assert_eq!([px(&usual), px(&elder), px(&largest)], [18.0, 24.0, 30.0]);
    let rem = |colours: &Colours, token: &str| colours[token].trim_end_matches("rem").parse::<f64>().expect("rem");
    for token in ["t-small", "t-second", "t-label"] {
        assert!(rem(&usual, token) * 18.0 >= 14.0, "{token}");
        assert!(rem(&elder, token) * 24.0 >= 20.0, "{token} in elder mode");
    }
    assert_eq!(elder["target"], "64px");
    assert_eq!(elder["target-small"], "60px");
}
