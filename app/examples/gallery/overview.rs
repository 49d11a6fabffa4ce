//! The supervisor's board and a list behind a number, drawn from invented figures.

use app::{
    jobs::overview::{
        BehindScreen, List, OverviewScreen,
        state::{Latest, Sort},
    },
    parts::{Place, Side, Split},
};
use leptos::prelude::*;
use model::{
    day::Day,
    id::{RecordId, UserId},
    wire::{
        Behind, BehindDoor, Figure, Figures, GridFigures, Overview, SweepInfo, Trouble, VillageFigures, Waits,
        WorkerState,
    },
};
use sync::Refused;

/// Every picture by name.
pub const ALL: &[crate::Drawn] = &[
    ("overview-live", live),
    ("overview-open", open),
    ("overview-old", old),
    ("overview-signed-out", signed_out),
    ("overview-no-sweep", no_sweep),
    ("overview-nothing", nothing),
    ("overview-behind", behind),
    ("overview-behind-none", behind_none),
];

/// 2020-02-07 09:35 in China.
const NOW: i64 = 1_581_039_300_000;
const MINUTE: i64 = 60_000;
const VILLAGES: &[(&str, u64, u64)] = &[
    ("柳塘村", 300, 122),
    ("石埠村", 97, 45),
    ("上垅村", 95, 36),
    ("下垅村", 94, 33),
    ("云溪居", 104, 99),
    ("梅坑村", 94, 83),
    ("竹湾村", 90, 65),
    ("横塘村", 99, 90),
    ("古井村", 96, 61),
    ("桂岭村", 92, 51),
    ("白沙村", 147, 122),
    ("长滩畲族村", 120, 120),
];

fn overview() -> Overview {
    let village = |(index, (name, households, screened)): (usize, &(&str, u64, u64))| {
        let n = index as u64;
        let figures = Figures {
            households: *households,
            screened: *screened,
            not_met: (households - screened) / 5,
            refused: n % 3,
            nobody_lives: n % 4,
            visits_today: 3 * (n % 5),
            fever: u64::from(index == 1) * 2 + u64::from(index == 7),
            needs_open: n % 2,
        };
        let grid = |g: u64| GridFigures {
            id: RecordId::fixed(1000 + 10 * n as u128 + u128::from(g)),
            name: format!("{}{}网格", &name[..6], ["一", "二", "三"][g as usize]),
            figures: Figures { households: households / 3, screened: screened * (g + 1) / 6, ..Figures::default() },
        };
        VillageFigures {
            id: RecordId::fixed(100 + index as u128),
            name: (*name).to_owned(),
            figures,
            grids: (0..3).map(grid).collect(),
        }
    };
    let villages: Vec<VillageFigures> = VILLAGES.iter().enumerate().map(village).collect();
    let mut total = Figures::default();
    villages.iter().for_each(|village| total.add(&village.figures));
    let worker = |(index, (name, minutes, unsent)): (usize, &(&str, Option<i64>, Option<u64>))| WorkerState {
        id: UserId::fixed(index as u128),
        name: (*name).to_owned(),
        grids: vec!["柳塘一网格".into(), "柳塘二网格".into(), "石埠一网格".into()]
            .into_iter()
            .take(1 + index % 3)
            .collect(),
        last_contact: minutes.map(|minutes| NOW - minutes * MINUTE),
        unsent: *unsent,
        visits_today: index as u64 % 4,
        stuck: u64::from(index == 1),
        lost: 2 * u64::from(index == 2),
    };
    let workers = [
        ("宣小兵", Some(2), Some(0)),
        ("邵月琴", Some(80), Some(3)),
        ("蒲大庆", Some(1500), Some(11)),
        ("单小满", Some(4000), Some(0)),
        ("仇一鸣", None, None),
        ("佘月娥", Some(0), Some(0)),
        ("欧阳德旺", Some(600), Some(0)),
    ];
    let from_on = Day::new(2020, 2, 3).expect("a day");
    Overview {
        now: NOW,
        today: from_on.plus(4),
        town: "云溪镇".into(),
        sweep: Some(SweepInfo { round: 2, from_on }),
        total,
        villages,
        workers: workers.iter().enumerate().map(worker).collect(),
        waits: Waits { stuck: 1, conflicts: 2, review: Some(0) },
    }
}

fn refused(code: &str) -> Refused {
    Refused::Trouble { status: 401, trouble: Trouble::new(code), after: None }
}

fn latest(overview: Option<Overview>, trouble: Option<Refused>) -> Latest {
    let mut latest = Latest::default();
    for answer in overview.map(Ok).into_iter().chain(trouble.map(Err)) {
        let question = latest.ask();
        latest.take(question, answer, NOW);
    }
    latest
}

fn frame(screen: AnyView) -> AnyView {
    view! {
        <Split>
            <Side
                here=Some(Place::Overview)
                href=|_| "#"
                sub="云溪镇 · 镇指挥部"
                places=&[Place::Overview, Place::Settings]
            />
            {screen}
        </Split>
    }
    .into_any()
}

fn board(latest: Latest, minutes: i64, open: Option<RecordId>) -> AnyView {
    let now = NOW + minutes * MINUTE;
    frame(
        view! {
            <OverviewScreen
                latest=latest
                now=now
                busy=false
                slow=true
                open=Signal::stored(open)
                sort=Signal::stored(Sort::Lowest)
                on_sort=|_| ()
                on_retry=|_| ()
            />
        }
        .into_any(),
    )
}

fn live() -> AnyView {
    board(latest(Some(overview()), None), 0, None)
}

fn open() -> AnyView {
    let mut overview = overview();
    overview.villages.iter_mut().for_each(|village| village.figures.fever = 0);
    overview.total.fever = 0;
    board(latest(Some(overview), None), 0, Some(RecordId::fixed(102)))
}

fn old() -> AnyView {
    board(latest(Some(overview()), Some(Refused::Unreachable)), 12, None)
}

fn signed_out() -> AnyView {
    board(latest(Some(overview()), Some(refused("signed_out"))), 12, None)
}

fn no_sweep() -> AnyView {
    board(latest(Some(Overview { sweep: None, ..overview() }), None), 0, None)
}

fn nothing() -> AnyView {
    board(latest(None, Some(Refused::NotOurs)), 0, None)
}

fn list(figure: Figure, doors: usize, total: u64, trouble: Option<Refused>) -> AnyView {
    let door = |n: usize| BehindDoor {
        id: RecordId::fixed(n as u128),
        household: RecordId::fixed(n as u128),
        door: if n.is_multiple_of(4) { format!("沿河路{n}-2号") } else { format!("{n}号") },
        head: ["佘**", "何*", "单**", "欧阳**"][n % 4].into(),
        village: "柳塘村".into(),
        grid: if n < 5 { "柳塘一网格" } else { "柳塘二网格" }.into(),
        outcome: Some(["locked", "refused", "met"][n % 3].into()),
        on: Day::new(2020, 2, 6),
        by: Some("宣小兵".into()),
        entered_by: None,
        photos: Vec::new(),
    };
    let mut list = List::default();
    let next = (total > doors as u64).then(|| doors.to_string());
    list.add(Behind { total, doors: (1..=doors).map(door).collect(), next });
    frame(
        view! {
            <BehindScreen
                figure=Signal::stored(Some(figure))
                place="柳塘村"
                back="#"
                list=Signal::stored(Some(list))
                trouble=Signal::stored(trouble)
                busy=false
                slow=true
                on_more=|_| ()
                on_retry=|_| ()
            />
        }
        .into_any(),
    )
}

fn behind() -> AnyView {
    list(Figure::NotMet, 9, 138, Some(Refused::Unreachable))
}

fn behind_none() -> AnyView {
    list(Figure::Refused, 0, 0, None)
}
