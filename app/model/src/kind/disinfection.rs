//! `disinfection` 消杀: which place, with what, how strong (seed row 25; form F9; M23).

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Problem},
    form::{Ask, Form, Question},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples},
    photo::{PhotoId, PhotoRef},
    record::{Data, Record},
    text,
};
use serde::{Deserialize, Serialize};

/// Types of place (F9), most frequent first.
pub const PLACE_TYPE: &[&str] =
    &["village_office", "square", "road", "rubbish", "toilet", "post", "shop", "school", "isolated_door", "enterprise"];
/// Agents (F9): 84, 含氯, 酒精, 过氧乙酸, 其他.
pub const AGENT: &[&str] = &["eighty_four", "chlorine", "alcohol", "peracetic", "other"];
/// How it is brought out (F9): 喷洒, 擦拭, 拖地.
pub const METHOD: &[&str] = &["spray", "wipe", "mop"];
/// A disinfection shows at most so many photos.
pub const PHOTOS: usize = 3;

/// The concentrations in which an agent is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// One of [`AGENT`].
    pub agent: &'static str,
    /// From the record's day on.
    pub from_on: (i32, u32, u32),
    /// The weakest, in mg/L.
    pub least: i64,
    /// The strongest, in mg/L.
    pub most: i64,
}

/// What is taken as a concentration of use, with its day of effect; a new rule is a new line.
///
/// Chlorine: 500 mg/L for surfaces, 1,000 where someone infected was, 10,000 for what they brought
/// up. Peracetic acid: 0.1 to 0.2 % for surfaces, to 0.5 % as a mist. General knowledge of the field
/// from the national guides on disinfectants of early 2020; their texts were not at hand, so the
/// bounds are wide: they catch a slip of a digit, not a choice. Alcohol is used as it is bought.
pub static RANGES: &[Range] = &[
    Range { agent: "eighty_four", from_on: (2020, 1, 1), least: 250, most: 10_000 },
    Range { agent: "chlorine", from_on: (2020, 1, 1), least: 250, most: 10_000 },
    Range { agent: "peracetic", from_on: (2020, 1, 1), least: 1_000, most: 5_000 },
];

/// The range in force for an agent on a day; none where there is none.
pub fn range(agent: &str, on: Day) -> Option<&'static Range> {
    let in_force = |range: &&Range| {
        let (year, month, day) = range.from_on;
        range.agent == agent && Day::new(year, month, day).is_some_and(|from| from <= on)
    };
    RANGES.iter().rfind(in_force)
}

/// A disinfection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Disinfection {
    /// The day.
    pub on: Option<Day>,
    /// The minute of that day.
    pub minute: Option<i64>,
    /// The place of the rota, if it is one.
    pub rota: Option<RecordId>,
    /// What the place is called.
    pub place: String,
    /// One of [`PLACE_TYPE`].
    pub place_type: String,
    /// How large, in m2.
    pub area_m2: Option<i64>,
    /// One of [`AGENT`].
    pub agent: String,
    /// In mg/L.
    pub concentration: Option<i64>,
    /// How much was used, in litres.
    pub amount: Option<i64>,
    /// One of [`METHOD`].
    pub method: Option<String>,
    /// How long it was left to work.
    pub minutes: Option<i64>,
    /// Who did it.
    pub by: Option<String>,
    /// Who looked on.
    pub supervisor: Option<String>,
    /// Which village.
    pub village: Option<RecordId>,
    /// What words do not say.
    pub photos: Vec<PhotoRef>,
}

impl Payload for Disinfection {
    const KIND: &'static str = "disinfection";
}

fn has_range(answers: &Data) -> bool {
    let agent = answers.get("agent").and_then(|agent| agent.as_str());
    agent.is_some_and(|agent| RANGES.iter().any(|range| range.agent == agent))
}

/// The form of 消杀.
pub static FORM: Form = Form {
    kind: Disinfection::KIND,
    version: 1,
    questions: &[
        Question::new("place", "disinfection.place", Ask::Line { most: 60 }),
        Question::new("place_type", "disinfection.place_type", Ask::One { choices: PLACE_TYPE, shown: 6 }),
        Question::new("area_m2", "disinfection.area_m2", Ask::Number { unit: |_| "unit.m2", most: 99_999 }),
        Question::new("agent", "disinfection.agent", Ask::One { choices: AGENT, shown: 5 }),
        Question::new(
            "concentration",
            "disinfection.concentration",
            Ask::Number { unit: |_| "unit.mg_l", most: 100_000 },
        )
        .only(has_range),
        Question::new("method", "disinfection.method", Ask::One { choices: METHOD, shown: 3 }),
        Question::new("amount", "disinfection.amount", Ask::Number { unit: |_| "unit.litres", most: 9_999 }),
        Question::new("minutes", "disinfection.minutes", Ask::Number { unit: |_| "unit.minutes", most: 600 }),
        Question::new("by", "disinfection.by", Ask::Line { most: 30 }),
        Question::new("supervisor", "disinfection.supervisor", Ask::Line { most: 30 }),
        Question::new("village", "disinfection.village", Ask::Record { kind: "village" }),
        Question::new("photos", "disinfection.photos", Ask::Photos { most: PHOTOS }),
    ],
};

/// The kind.
pub static KIND: Kind = Kind {
    name: Disinfection::KIND,
    version: 1,
    home: Home::Work,
    life: Life::Log,
    fields: &[
        Field::noted("on", Holds::Day, "F9 日期").needed(),
        Field::noted("minute", Holds::Count(0, 1439), "F9 时间"),
        Field::noted("rota", Holds::Ref("rota"), "M23: which point of the rota"),
        Field::noted("place", Holds::Text(60), "F9 场所名称").needed(),
        Field::noted("place_type", Holds::One(PLACE_TYPE), "F9 类型").needed(),
        Field::noted("area_m2", Holds::Count(1, 99_999), "F9 面积: M23").needed(),
        Field::noted("agent", Holds::One(AGENT), "F9 消毒剂").needed(),
        Field::noted("concentration", Holds::Count(1, 100_000), "F9 浓度"),
        Field::noted("amount", Holds::Count(1, 9_999), "F9 用量"),
        Field::noted("method", Holds::One(METHOD), "F9 方式"),
        Field::noted("minutes", Holds::Count(1, 600), "F9 作用时间"),
        Field::noted("by", Holds::Text(30), "F9 消毒人").personal(),
        Field::noted("supervisor", Holds::Text(30), "F9 监督人").personal(),
        Field::noted("village", Holds::Ref("village"), "M23: by village"),
        Field::noted("photos", Holds::Photos(PHOTOS), "F9: what words do not say"),
    ],
    form: Some(&FORM),
    rules,
    facts,
    samples: examples(samples),
};

fn rules(data: &Data) -> Vec<Problem> {
    let said = Disinfection::read(data);
    let range = said.on.and_then(|on| range(&said.agent, on));
    match (said.concentration, range) {
        (Some(n), Some(range)) if !(range.least..=range.most).contains(&n) => {
            vec![Problem::with("concentration", "out_of_range", "min", range.least).and("max", range.most)]
        }
        _ => Vec::new(),
    }
}

/// What stands for a point that is on no rota: the same words at the same place of work are one.
fn point(record: &Record, place: &str) -> RecordId {
    // FNV-1a: small, and the same on every device.
    let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    record.scope.id().nth(b'd', text::squeezed(place).bytes().fold(0x811c_9dc5, mix))
}

fn facts(record: &Record) -> Vec<Fact> {
    let said: Disinfection = record.read();
    let point = said.rota.unwrap_or_else(|| point(record, &said.place));
    let area = Fact::many(Metric::DisinfectedArea, said.on, said.area_m2, record.id);
    [
        Some(Fact::one(Metric::Disinfection, said.on, record.id)),
        area,
        Some(Fact::one(Metric::PointDisinfected, said.on, point)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn samples() -> Vec<Data> {
    let whole = Disinfection {
        on: Day::new(2020, 2, 6),
        minute: Some(480),
        rota: Some(RecordId::fixed(33)),
        place: "村部".into(),
        place_type: "village_office".into(),
        area_m2: Some(200),
        agent: "eighty_four".into(),
        concentration: Some(500),
        amount: Some(15),
        method: Some("spray".into()),
        minutes: Some(30),
        by: Some("许长根".into()),
        supervisor: Some("佘志明".into()),
        village: Some(RecordId::fixed(5)),
        photos: vec![PhotoRef { sha256: PhotoId::new([7; 32]), bytes: 150_000 }],
    };
    vec![whole.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_a_digit_in_the_concentration_is_caught_by_the_agents_range() {
        let problem = |agent: &str, concentration| {
            let said = Disinfection {
                agent: agent.into(),
                concentration: Some(concentration),
                ..Disinfection::read(&samples()[0])
            };
            KIND.check(&said.data()).into_iter().map(|problem| problem.rule).collect::<Vec<_>>()
        };
        for (agent, n, fits) in [
            ("eighty_four", 249, false),
            ("eighty_four", 250, true),
            ("eighty_four", 10_000, true),
            ("eighty_four", 10_001, false),
            ("peracetic", 500, false),
            ("peracetic", 2_000, true),
            ("other", 7, true),
        ] {
            let expected: &[&str] = if fits { &[] } else { &["out_of_range"] };
            assert_eq!(problem(agent, n), expected, "{agent} {n}");
        }
    }

    #[test]
    fn every_range_is_of_an_agent_and_holds_from_its_day() {
        for range in RANGES {
            assert!(AGENT.contains(&range.agent) && range.least < range.most);
        }
        let before = Day::new(2019, 12, 31).expect("a day");
        assert_eq!(range("chlorine", before), None);
        assert!(range("chlorine", before.plus(1)).is_some() && range("alcohol", before.plus(1)).is_none());
    }

    #[test]
    fn a_point_counts_once_however_often_it_is_disinfected() {
        let counted = |said: Disinfection| facts(&crate::kind::tests::record(Disinfection::KIND, said.data()));
        let whole = Disinfection::read(&samples()[0]);
        let of_rota = counted(whole.clone());
        let n: Vec<_> = of_rota.iter().map(|fact| (fact.metric, fact.n)).collect();
        let (done, area, point) = (Metric::Disinfection, Metric::DisinfectedArea, Metric::PointDisinfected);
        assert_eq!(n, [(done, 1), (area, 200), (point, 1)]);
        assert_eq!(of_rota[2].subject, RecordId::fixed(33));
        let at = |place: &str| counted(Disinfection { rota: None, place: place.into(), ..whole.clone() })[2].subject;
        assert_eq!(at("村部"), at(" 村 部"));
        assert_ne!(at("村部"), at("广场"));
    }
}
