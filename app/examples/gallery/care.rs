//! Temperatures: the drawing of a case, and the screens of measuring, with invented people.

use app::{
    jobs::temperature::{
        screen::MeasureScreen,
        state::{Answer, Round, Stands, Step, Subject, Trouble},
    },
    parts::*,
};
use leptos::prelude::*;
use model::id::RecordId;

/// Every picture by name.
pub const ALL: &[crate::Drawn] = &[
    ("chart", chart),
    ("measure-empty", empty),
    ("measure-normal", normal),
    ("measure-slip", slip),
    ("measure-again", again),
    ("measure-symptoms", symptoms),
    ("measure-fever", fever),
    ("measure-reason", reason),
    ("measure-correct", correct),
];

const HOT: i64 = 373;

fn points() -> Vec<Point> {
    let read: &[(i64, usize, i64)] = &[
        (0, 1, 364),
        (1, 0, 363),
        (1, 1, 366),
        (2, 0, 365),
        (2, 1, 368),
        (3, 0, 366),
        (4, 0, 367),
        (4, 1, 369),
        (5, 0, 371),
        (5, 1, 376),
        (6, 0, 381),
        (6, 1, 378),
        (7, 0, 372),
        (8, 0, 368),
        (8, 1, 366),
        (9, 0, 365),
    ];
    let mut points: Vec<Point> =
        read.iter().map(|(day, slot, tenths)| Point { day: *day, slot: *slot, mark: Mark::Read(*tenths) }).collect();
    points.push(Point { day: 3, slot: 1, mark: Mark::Missed });
    points.push(Point { day: 7, slot: 1, mark: Mark::Explained });
    points
}

fn chart() -> AnyView {
    let case = Chart { days: 14, slots: 2, threshold: HOT, today: Some(9), points: points() };
    let calm = Chart { today: Some(0), points: vec![Point { day: 0, slot: 0, mark: Mark::Read(364) }], ..case.clone() };
    let long = Chart { days: 28, today: None, ..case.clone() };
    view! {
        <Page>
            <Bar title="许长根" sub="体温" back="#" />
            <Main>
                <Card><TemperatureChart chart=Signal::stored(case) label="许长根的体温" /></Card>
                <Card><TemperatureChart chart=Signal::stored(calm) label="何桂香的体温" /></Card>
                <Card><TemperatureChart chart=Signal::stored(long) label="许小禾的体温" /></Card>
            </Main>
        </Page>
    }
    .into_any()
}

fn round() -> Round {
    let person = |n: usize| Subject {
        case: RecordId::fixed(100 + n as u128),
        person: RecordId::fixed(n as u128),
        name: ["许长根", "何桂香", "许小禾"][n].to_owned(),
        day: (6, 14),
        last: Some(364),
        stands: None,
    };
    Round::new((0..3).map(person).collect(), None, Step::Value)
}

fn answered(step: Step, first: &str, second: &str) -> Round {
    let mut round = round();
    round.answer = Answer { step, first: first.into(), second: second.into(), ..Answer::default() };
    round
}

fn screen(round: Round, tried: Option<Trouble>) -> AnyView {
    view! {
        <MeasureScreen
            round=Signal::stored(round)
            place="12号 · 上午"
            threshold=Signal::stored(HOT)
            method=Signal::stored("forehead".to_owned())
            tried=Signal::stored(tried)
            busy=Signal::stored(false)
            kept=Signal::stored(false)
            on=|_| ()
            on_read=|()| ()
        />
    }
    .into_any()
}

fn saved(first: &str, second: &str) -> Round {
    let mut round = answered(Step::Value, first, second);
    let answer = round.answer.clone();
    round.saved(answer, vec![("reading".into(), RecordId::fixed(7))], HOT);
    round
}

fn empty() -> AnyView {
    screen(saved("365", ""), None)
}

fn normal() -> AnyView {
    screen(answered(Step::Value, "365", ""), None)
}

fn slip() -> AnyView {
    screen(answered(Step::Value, "262", ""), None)
}

fn again() -> AnyView {
    screen(answered(Step::Second, "376", ""), None)
}

fn symptoms() -> AnyView {
    let mut round = answered(Step::Second, "376", "375");
    round.answer.ask(Step::Symptoms, HOT);
    screen(round, None)
}

fn fever() -> AnyView {
    screen(saved("376", "375"), None)
}

fn reason() -> AnyView {
    let mut round = answered(Step::Reason, "", "");
    round.answer.reason = Some("other".into());
    screen(round, Some(Trouble::NoReasonWords))
}

fn correct() -> AnyView {
    let mut round = round();
    let answer = Answer { first: "365".into(), ..Answer::default() };
    round.people[0].stands = Some(Stands { answer, made: Vec::new() });
    round.go(0);
    screen(round, None)
}
