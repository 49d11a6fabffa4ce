//! Golden files of what a phone keeps. An update finds there what any earlier app has written, and a
//! save that it cannot read would be a save that is lost; so a file here is never changed. What the
//! ops in it look like stands with the model's golden files.

use model::{
    ambient::Stamp,
    id::{OpId, RecordId},
    op::{Act, Op},
    record::{Data, Scope},
    wire::{RejectCode, Rejection},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use sync::{
    Draft,
    ports::{Acked, Stuck},
};

/// What is written today equals the file, and the file reads back as the same value.
fn holds<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(file: &str, value: &T) {
    let file: Value = serde_json::from_str(file).expect("JSON in the golden file");
    let made = serde_json::to_value(value).expect("JSON");
    assert_eq!(made, file, "it is written differently now: {made}");
    assert_eq!(serde_json::from_value::<T>(file).expect("readable"), *value, "it reads differently now");
}

fn data(value: Value) -> Data {
    value.as_object().cloned().expect("an object")
}

fn op() -> Op {
    Op {
        id: OpId::fixed(1),
        n: 413,
        act: Act::Void { reason: "entered_twice".into() },
        kind: "visit".into(),
        rec: RecordId::fixed(2),
        scope: Scope::Grid(RecordId::fixed(8)),
        v: 1,
        at: Stamp { wall: 1_581_037_200_000, mono: 73_000, boot: "b1".into() },
        deps: Vec::new(),
        mends: None,
    }
}

#[test]
fn drafts() {
    let draft = Draft {
        key: "visit:1".into(),
        kind: "visit".into(),
        version: 1,
        about: Some(RecordId::fixed(1)),
        at: 1_581_037_200_000,
        data: data(json!({"outcome": "met", "of_the_future": [1]})),
        mends: None,
    };
    holds(include_str!("golden/draft.json"), &draft);
    let mends = Some(OpId::fixed(9));
    holds(include_str!("golden/draft.mends.json"), &Draft { mends, about: None, data: Data::new(), ..draft });
}

#[test]
fn taken_ops() {
    let acked = Acked { op: op(), seq: 88_130, at: 1_581_037_201_000, covered: false };
    holds(include_str!("golden/acked.json"), &acked);
    holds(include_str!("golden/acked.covered.json"), &Acked { covered: true, ..acked });
}

#[test]
fn refused_ops() {
    let stuck = Stuck { op: op(), rejection: Rejection::new(RejectCode::Gone), seen: 7 };
    holds(include_str!("golden/stuck.json"), &stuck);
    // As it was written before it was noted what the phone held then.
    let mut first = serde_json::to_value(&stuck).expect("JSON");
    first.as_object_mut().expect("an object").remove("seen");
    assert_eq!(serde_json::from_value::<Stuck>(first).expect("readable"), Stuck { seen: 0, ..stuck });
}
