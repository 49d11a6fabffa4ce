//! What 云溪镇 has done besides walking from door to door: the library of what is read out and put up,
//! patrol stations, points that are disinfected, and the last days of publicity, patrols,
//! dissuasion, service and police counts.

use super::{
    plan::VILLAGES,
    seeded::Seeded,
    township::{Entry, SEED, Township},
    visits::Made,
};
use model::{
    ambient::Millis,
    day::Day,
    id::{RecordId, UserId},
    kind::{
        Payload, disinfection::Disinfection, dissuasion::Dissuasion, material::Material, patrol::Patrol,
        police_action::PoliceAction, publicity::Publicity, rota::Rota, service::Service, station::Station,
    },
    record::Scope,
};

/// The library: sort, title, text. The slogans are the township's own (seed row 35).
const LIBRARY: &[(&str, &str, &str)] = &[
    ("slogan", "口罩你不戴，病毒把你爱", "口罩你不戴，病毒把你爱"),
    ("slogan", "出门必须戴口罩，疫情不是开玩笑", "出门必须戴口罩，疫情不是开玩笑"),
    ("slogan", "一人传染，全家隔离", "一人传染，全家隔离"),
    ("appeal", "致全镇群众的倡议书", "不串门、不聚餐、不打牌，外出戴口罩，回家先洗手，有发热马上报告网格员。"),
    ("rhyme", "防疫打油诗", "初一初二不走亲，隔着电话一样亲。戴好口罩勤洗手，家家户户得安宁。"),
    ("knowledge", "疫情防控小知识", "洗手用流水和肥皂，揉搓二十秒；每天开窗两次，每次半小时。"),
    ("notice", "关于进一步严密管控社会治安的紧急通告", "禁止一切形式的聚集活动，违者依法处理。"),
    ("notice", "禁赌告知书", "组织召集、提供场所和参与赌博的，一律从严处罚。"),
    ("car_sticker", "防疫宣传车贴", "众志成城，防控疫情。"),
];
/// Places on the rota of each village: what, type, m2, every so many days.
const POINTS: &[(&str, &str, i64, i64)] =
    &[("村部", "village_office", 220, 1), ("公厕", "toilet", 35, 1), ("文化广场", "square", 600, 2)];
/// So many villages show what was done.
const SHOWN: usize = 6;
/// For so many days.
const DAYS: i32 = 4;
/// The police's days, counted back from yesterday: sent out, dispersed, tables, cases, punished, and
/// how many villages were patrolled. In all 104, 103, 62, 3, 12 (`domain.md` 1.3 B).
const POLICE: &[([i64; 5], usize)] =
    &[([26, 28, 17, 1, 4], 7), ([24, 25, 15, 0, 0], 7), ([28, 27, 18, 1, 5], 7), ([26, 23, 12, 1, 3], 6)];

/// The library and the stations, for everyone of the township to hold.
pub fn library(township: &Township, today: Day) -> Vec<Entry> {
    let chance = Seeded::new(SEED ^ 7000);
    let id = || RecordId::mint(at(today.plus(-30), 540), &chance);
    let material = |(sort, title, text): &(&str, &str, &str)| {
        let on = Some(today.plus(-29));
        let (sort, title, text) = ((*sort).into(), (*title).into(), Some((*text).into()));
        Entry { kind: Material::KIND, id: id(), data: Material { on, sort, title, text, version: Some(1) }.data() }
    };
    let mut entries: Vec<Entry> = LIBRARY.iter().map(material).collect();
    entries.extend(township.villages.iter().map(|village| {
        let (on, place) = (Some(today.plus(-28)), "村口".to_owned());
        Entry {
            kind: Station::KIND,
            id: id(),
            data: Station { on, village: Some(village.id), place, closed_on: None }.data(),
        }
    }));
    entries
}

/// What each worker has noted down, by place in the list of villages.
pub fn noted(township: &Township, now: Millis) -> Vec<(UserId, Vec<Made>)> {
    let shown = VILLAGES.iter().enumerate().take(SHOWN);
    let of_village = |(index, plan): (usize, &super::plan::VillagePlan)| {
        let worker = township.workers().nth(plan.worker - 1)?;
        Some((worker.user, village(township, index, now)))
    };
    let mut noted: Vec<_> = shown.filter_map(of_village).collect();
    noted.extend(township.person("zyz01").map(|one| (one.user, volunteers(township, now))));
    noted.extend(township.person("pcs01").map(|one| (one.user, police(township, now))));
    noted
}

/// A minute of a day as milliseconds UTC.
fn at(day: Day, minute: i64) -> Millis {
    let midnight = i64::from(day.since(Day::from_unix_ms(0))) * 24 * 60 - 8 * 60;
    (midnight + minute) * 60_000
}

/// Puts records down one after the other.
struct Put<'a> {
    scope: Scope,
    chance: &'a Seeded,
    made: Vec<Made>,
}

impl Put<'_> {
    fn down<T: Payload>(&mut self, day: Day, minute: i64, payload: &T) -> RecordId {
        let (at, kind) = (at(day, minute), T::KIND);
        let id = RecordId::mint(at, self.chance);
        self.made.push(Made { scope: self.scope, kind, id, data: payload.data(), at });
        id
    }
}

fn village(township: &Township, index: usize, now: Millis) -> Vec<Made> {
    let chance = Seeded::new(SEED ^ (7100 + index as u64));
    let ids = &township.villages[index];
    let today = Day::from_unix_ms(now);
    let mut put = Put { scope: Scope::Grid(ids.grids[0]), chance: &chance, made: Vec::new() };
    let village = Some(ids.id);
    let points: Vec<RecordId> = POINTS
        .iter()
        .map(|(place, place_type, area, every)| {
            let rota = Rota {
                on: Some(today.plus(-DAYS)),
                place: (*place).into(),
                place_type: (*place_type).into(),
                area_m2: Some(*area),
                every_days: Some(*every),
                village,
            };
            put.down(today.plus(-DAYS - 1), 600, &rota)
        })
        .collect();
    for back in (1..=DAYS).rev() {
        let (day, n) = (today.plus(-back), i64::from(back));
        for ((place, place_type, area, every), rota) in POINTS.iter().zip(&points) {
            // Yesterday's square was left out: it is due.
            if n % every == 0 && !(back == 1 && *every > 1) {
                let done = Disinfection {
                    on: Some(day),
                    minute: Some(480),
                    rota: Some(*rota),
                    place: (*place).into(),
                    place_type: (*place_type).into(),
                    area_m2: Some(*area),
                    agent: "eighty_four".into(),
                    concentration: Some(500),
                    method: Some("spray".into()),
                    minutes: Some(30),
                    village,
                    ..Disinfection::default()
                };
                put.down(day, 480, &done);
            }
        }
        let (channel, quantity, place) = match back % 3 {
            0 => ("banner", 2 + n, "村道沿线"),
            1 => ("leaflet", 20 + 5 * n, "村口"),
            _ => ("loudspeaker", 2, "全村"),
        };
        let told = Publicity {
            on: Some(day),
            minute: Some(570),
            channel: channel.into(),
            quantity: Some(quantity),
            village,
            place: Some(place.into()),
            ..Publicity::default()
        };
        put.down(day, 570, &told);
        let patrol = Patrol {
            on: Some(day),
            minute: Some(960),
            people_n: Some(4 + n % 3),
            village,
            route: Some("村口到祠堂".into()),
            met: if back % 2 == 0 { vec!["gathering".into()] } else { Vec::new() },
            dissuaded_n: (back % 2 == 0).then_some(3 + n),
            result: Some(if back % 2 == 0 { "dispersed" } else { "nothing" }.into()),
            ..Patrol::default()
        };
        put.down(day, 960, &patrol);
        let dissuaded = Dissuasion {
            on: Some(day),
            minute: Some(1020),
            about: (if back % 2 == 0 { "mask" } else { "hygiene" }).into(),
            people_n: Some(2 + n),
            result: Some("persuaded".into()),
            village,
            ..Dissuasion::default()
        };
        put.down(day, 1020, &dissuaded);
    }
    put.made
}

fn volunteers(township: &Township, now: Millis) -> Vec<Made> {
    let chance = Seeded::new(SEED ^ 7200);
    let today = Day::from_unix_ms(now);
    let team = township.teams[0];
    let mut put = Put { scope: Scope::Team(team), chance: &chance, made: Vec::new() };
    let village = Some(township.villages[0].id);
    for (back, sort, served, serving) in
        [(3, "kindness", 14, 4), (2, "screening", 36, 5), (2, "counselling", 3, 1), (1, "kindness", 11, 4)]
    {
        let (day, sort) = (today.plus(-back), sort.to_owned());
        let done = Service {
            on: Some(day),
            minute: Some(900),
            sort,
            served_n: Some(served),
            serving_n: Some(serving),
            hours: Some(2),
            team: Some(team),
            village,
            what: None,
        };
        put.down(day, 900, &done);
    }
    let ride = Publicity {
        on: Some(today.plus(-2)),
        minute: Some(840),
        channel: "bicycle".into(),
        quantity: Some(1),
        village,
        place: Some("镇区到柏柱洋".into()),
        km: Some(12),
        people_n: Some(16),
        ..Publicity::default()
    };
    put.down(today.plus(-2), 840, &ride);
    put.made
}

fn police(township: &Township, now: Millis) -> Vec<Made> {
    let chance = Seeded::new(SEED ^ 7300);
    let today = Day::from_unix_ms(now);
    let mut put = Put { scope: Scope::Town(township.town), chance: &chance, made: Vec::new() };
    let mut villages = township.villages.iter().map(|village| village.id);
    for ((counts, patrolled), back) in POLICE.iter().zip(1..) {
        let [force, dispersed, tables, cases, punished] = counts.map(Some);
        let day = today.plus(-back);
        let action = PoliceAction {
            on: Some(day),
            force_n: force,
            dispersed_n: dispersed,
            tables_n: tables,
            cases_n: cases,
            punished_n: punished,
            villages: villages.by_ref().take(*patrolled).collect(),
        };
        put.down(day, 1200, &action);
    }
    put.made
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        fact::{Fact, Metric},
        kind,
        record::Record,
        work::Counted,
    };

    /// An afternoon in March.
    const NOW: Millis = 1_772_350_200_000;

    fn records(township: &Township) -> Vec<Record> {
        let record = |(scope, kind, id, data, at): (Scope, &str, RecordId, _, Millis)| Record {
            kind: kind.into(),
            id,
            scope,
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: Some(at),
            late: false,
            data,
            gone: None,
        };
        let today = Day::from_unix_ms(NOW);
        let town = Scope::Town(township.town);
        let library =
            library(township, today).into_iter().map(|entry| (town, entry.kind, entry.id, entry.data, NOW - 1));
        let noted = noted(township, NOW).into_iter().flat_map(|(_, made)| made);
        library.chain(noted.map(|made| (made.scope, made.kind, made.id, made.data, made.at))).map(record).collect()
    }

    #[test]
    fn every_record_is_valid_and_nothing_lies_ahead() {
        let records = records(&Township::new());
        assert!(records.len() > 100, "{}", records.len());
        for record in &records {
            let kind = kind::kind(&record.kind).expect("a kind");
            assert_eq!(kind.check(&record.data), [], "{}", record.kind);
            assert!(kind.home.holds(record.scope) && record.at.is_some_and(|at| at < NOW), "{}", record.kind);
        }
        let distinct: std::collections::BTreeSet<RecordId> = records.iter().map(|record| record.id).collect();
        assert_eq!(distinct.len(), records.len());
    }

    #[test]
    fn the_figures_of_the_townships_own_text_come_out() {
        let township = Township::new();
        let facts: Vec<Fact> = records(&township)
            .iter()
            .flat_map(|record| (kind::kind(&record.kind).expect("a kind").facts)(record))
            .collect();
        let today = Day::from_unix_ms(NOW);
        let counted = Counted::of(&facts, today.plus(-60), today);
        let police = [
            Metric::PoliceForce,
            Metric::PoliceDispersed,
            Metric::PoliceTables,
            Metric::PoliceCases,
            Metric::PolicePunished,
        ];
        assert_eq!(police.map(|metric| counted.sum(metric)), [104, 103, 62, 3, 12].map(Some));
        assert_eq!(counted.distinct(Metric::VillagePatrolled), Some(27));
        assert_eq!(counted.distinct(Metric::StationOpened), Some(27));
    }
}
