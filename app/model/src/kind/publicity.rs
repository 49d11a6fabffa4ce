//! `publicity` 宣传: what was told to people, by which way, how much of it, where (seed rows 31–36,
//! 38; form F12).
//!
//! Each way has its unit; each unit is a figure of its own, since 份, 张 and 场 do not add up.

use crate::{
    day::Day,
    fact::{Fact, Metric},
    field::{Field, Holds, Problem},
    form::{Ask, Form, Question},
    id::RecordId,
    kind::{Home, Kind, Life, Payload, examples},
    photo::{PhotoId, PhotoRef},
    record::{Data, Record},
};
use serde::{Deserialize, Serialize};

/// Ways of telling people, most used first.
pub const CHANNEL: &[&str] =
    &["leaflet", "notice", "loudspeaker", "household", "wechat", "banner", "car_sticker", "meeting", "bicycle"];
/// One publicity shows at most so many photos.
pub const PHOTOS: usize = 3;

/// What was told.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Publicity {
    /// The day.
    pub on: Option<Day>,
    /// The minute of that day.
    pub minute: Option<i64>,
    /// One of [`CHANNEL`].
    pub channel: String,
    /// What was given out, from the township's library.
    pub material: Option<RecordId>,
    /// What it was, in words.
    pub title: Option<String>,
    /// How much, in the unit of its way.
    pub quantity: Option<i64>,
    /// Cars that carry a sticker now.
    pub vehicles: Option<i64>,
    /// Which village.
    pub village: Option<RecordId>,
    /// Where, or along which way.
    pub place: Option<String>,
    /// How far, in km.
    pub km: Option<i64>,
    /// How many took part.
    pub people_n: Option<i64>,
    /// What words do not say.
    pub photos: Vec<PhotoRef>,
}

impl Payload for Publicity {
    const KIND: &'static str = "publicity";
}

/// Key of the words for the unit in which a way is counted.
fn unit(answers: &Data) -> &'static str {
    match answers.get("channel").and_then(|channel| channel.as_str()) {
        Some("household") => "unit.households",
        Some("leaflet") => "unit.copies",
        Some("notice" | "car_sticker") => "unit.sheets",
        Some("banner" | "wechat") => "unit.strips",
        Some(_) => "unit.rounds",
        // Which unit it is depends on the way.
        None => "",
    }
}

/// What a way counts as.
fn metric(channel: &str) -> Option<Metric> {
    Some(match channel {
        "household" => Metric::PublicityHouseholds,
        "leaflet" => Metric::Leaflets,
        "notice" => Metric::PublicityNotices,
        "banner" => Metric::PublicityBanners,
        "car_sticker" => Metric::PublicityCarStickers,
        "wechat" => Metric::PublicityMessages,
        "loudspeaker" => Metric::PublicityBroadcasts,
        "bicycle" => Metric::PublicityRides,
        "meeting" => Metric::PublicityMeetings,
        _ => return None,
    })
}

fn is(answers: &Data, channels: &[&str]) -> bool {
    answers.get("channel").and_then(|channel| channel.as_str()).is_some_and(|channel| channels.contains(&channel))
}

fn moves(answers: &Data) -> bool {
    is(answers, &["bicycle", "loudspeaker"])
}

fn sticks(answers: &Data) -> bool {
    is(answers, &["car_sticker"])
}

fn no_material(answers: &Data) -> bool {
    answers.get("material").is_none_or(|material| material.is_null())
}

/// The form of 宣传.
pub static FORM: Form = Form {
    kind: Publicity::KIND,
    version: 1,
    questions: &[
        Question::new("channel", "publicity.channel", Ask::One { choices: CHANNEL, shown: 6 }),
        Question::new("quantity", "publicity.quantity", Ask::Number { unit, most: 99_999 }),
        Question::new("material", "publicity.material", Ask::Record { kind: "material" }),
        Question::new("title", "publicity.title", Ask::Line { most: 60 }).only(no_material),
        Question::new("vehicles", "publicity.vehicles", Ask::Number { unit: |_| "unit.cars", most: 9_999 })
            .only(sticks),
        Question::new("place", "publicity.place", Ask::Line { most: 60 }),
        Question::new("km", "publicity.km", Ask::Number { unit: |_| "unit.km", most: 500 }).only(moves),
        Question::new("people_n", "publicity.people_n", Ask::Number { unit: |_| "unit.people", most: 9_999 }),
        Question::new("village", "publicity.village", Ask::Record { kind: "village" }),
        Question::new("photos", "publicity.photos", Ask::Photos { most: PHOTOS }),
    ],
};

/// The kind.
pub static KIND: Kind = Kind {
    name: Publicity::KIND,
    version: 1,
    home: Home::Work,
    life: Life::Log,
    fields: &[
        Field::noted("on", Holds::Day, "F12 日期").needed(),
        Field::noted("minute", Holds::Count(0, 1439), "F12 日期"),
        Field::noted("channel", Holds::One(CHANNEL), "F12 形式: M20 by way").needed(),
        Field::noted("material", Holds::Ref("material"), "F12 资料名"),
        Field::noted("title", Holds::Text(60), "F12 主题"),
        Field::noted("quantity", Holds::Count(1, 99_999), "F12 数量: M20").needed(),
        Field::noted("vehicles", Holds::Count(0, 9_999), "seed row 34: cars with a sticker"),
        Field::noted("village", Holds::Ref("village"), "F12 村"),
        Field::noted("place", Holds::Text(60), "F12 地点、路线"),
        Field::noted("km", Holds::Count(1, 500), "seed row 36: how far a ride went"),
        Field::noted("people_n", Holds::Count(1, 9_999), "F12 参与人数: seed row 36"),
        Field::noted("photos", Holds::Photos(PHOTOS), "F12 照片"),
    ],
    form: Some(&FORM),
    rules,
    facts,
    samples: examples(samples),
};

fn rules(data: &Data) -> Vec<Problem> {
    let publicity = Publicity::read(data);
    let more = publicity.vehicles.unwrap_or(0) > publicity.quantity.unwrap_or(0);
    if publicity.vehicles.is_some() && (!sticks(data) || more) {
        return vec![Problem::with("vehicles", "out_of_range", "max", publicity.quantity.unwrap_or(0)).and("min", 0)];
    }
    Vec::new()
}

fn facts(record: &Record) -> Vec<Fact> {
    let said: Publicity = record.read();
    let many = |metric, n| Fact::many(metric, said.on, n, record.id);
    [
        metric(&said.channel).and_then(|metric| many(metric, said.quantity)),
        many(Metric::PublicityVehicles, said.vehicles),
        many(Metric::PublicityPeople, said.people_n),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn samples() -> Vec<Data> {
    let sticker = Publicity {
        on: Day::new(2020, 2, 6),
        minute: Some(570),
        channel: "car_sticker".into(),
        material: Some(RecordId::fixed(31)),
        title: Some("防疫车贴".into()),
        quantity: Some(40),
        vehicles: Some(36),
        village: Some(RecordId::fixed(5)),
        place: Some("村部门口".into()),
        km: None,
        people_n: Some(4),
        photos: vec![PhotoRef { sha256: PhotoId::new([7; 32]), bytes: 180_000 }],
    };
    let ride = Publicity {
        on: sticker.on,
        channel: "bicycle".into(),
        quantity: Some(1),
        place: Some("镇区到柏柱洋".into()),
        km: Some(12),
        people_n: Some(18),
        ..Publicity::default()
    };
    vec![sticker.data(), ride.data()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_counts_in_its_own_unit_and_in_no_other() {
        let mut seen = std::collections::BTreeSet::new();
        let words = |channel: &str| unit(&Data::from_iter([("channel".to_owned(), channel.into())]));
        let units: Vec<&str> = CHANNEL.iter().map(|channel| words(channel)).collect();
        assert_eq!(
            units,
            ["copies", "sheets", "rounds", "households", "strips", "strips", "sheets", "rounds", "rounds"]
                .map(|unit| format!("unit.{unit}"))
        );
        for channel in CHANNEL {
            let said = Publicity {
                on: Day::new(2020, 2, 6),
                channel: (*channel).into(),
                quantity: Some(7),
                ..Publicity::default()
            };
            let facts = facts(&crate::kind::tests::record(Publicity::KIND, said.data()));
            let [fact] = &facts[..] else { panic!("{channel}: {facts:?}") };
            assert_eq!((fact.n, fact.day), (7, said.on));
            assert!(seen.insert(fact.metric), "{channel} counts as another way does");
        }
    }

    #[test]
    fn a_ride_counts_who_took_part_and_stickers_the_cars_that_carry_them() {
        let counted = |index: usize| {
            let facts = facts(&crate::kind::tests::record(Publicity::KIND, samples().remove(index)));
            facts.into_iter().map(|fact| (fact.metric, fact.n)).collect::<Vec<_>>()
        };
        use Metric::{PublicityCarStickers, PublicityPeople, PublicityRides, PublicityVehicles};
        assert_eq!(counted(0), [(PublicityCarStickers, 40), (PublicityVehicles, 36), (PublicityPeople, 4)]);
        assert_eq!(counted(1), [(PublicityRides, 1), (PublicityPeople, 18)]);
    }

    #[test]
    fn no_more_cars_than_stickers_and_none_without() {
        let mut said = Publicity::read(&samples()[0]);
        said.vehicles = Some(41);
        assert_eq!(KIND.check(&said.data())[0].field, "vehicles");
        said.channel = "leaflet".into();
        said.vehicles = Some(3);
        assert_eq!(KIND.check(&said.data())[0].field, "vehicles");
    }
}
