//! Golden files of every stored and sent shape. A phone may come back after weeks with ops of any
//! version ever shipped, so a file here is never changed: a new version gets a new file.
//!
//! `GOLDEN=write cargo test -p model --test shapes` writes the files that are missing, and only
//! those.

use model::{
    ambient::Stamp,
    id::{DeviceId, OpId, RecordId, UserId},
    kind::{KINDS, Payload, household::Household},
    op::{Act, Op},
    record::{Data, Gone, Record, Scope},
    wire::{
        OpResult, PhotoHeld, RejectCode, Rejection, SEALED_FORM, SealedFile, SealedOp, SyncRequest, SyncResponse,
        TooOld, Trouble, Unsealed, Verdict,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs, path::PathBuf};

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{name}.json"))
}

/// The file, after writing it if that was asked for and it is not there.
fn expected(name: &str, made: &Value) -> Value {
    let path = golden(name);
    if !path.exists() && std::env::var("GOLDEN").is_ok_and(|mode| mode == "write") {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder of golden files");
        let text = serde_json::to_string_pretty(made).expect("JSON");
        fs::write(&path, text + "\n").expect("a golden file");
    }
    let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("no golden file {name}: see the head of this test"));
    serde_json::from_str(&text).expect("JSON in the golden file")
}

/// What is written today equals the file, and the file reads back as the same value.
fn holds<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(name: &str, value: &T) {
    let made = serde_json::to_value(value).expect("JSON");
    let file = expected(name, &made);
    assert_eq!(made, file, "{name} is written differently now");
    assert_eq!(serde_json::from_value::<T>(file).expect("readable"), *value, "{name} reads differently now");
}

/// The file, written so no longer, reads as that value.
fn reads<T: DeserializeOwned + PartialEq + std::fmt::Debug>(name: &str, value: &T) {
    let file = expected(name, &Value::Null);
    assert_eq!(serde_json::from_value::<T>(file).expect("readable"), *value, "{name} reads differently now");
}

#[test]
fn payloads() {
    for kind in KINDS {
        for (index, sample) in (kind.samples)().into_iter().enumerate() {
            holds(&format!("{}.v{}.{index}", kind.name, kind.version), &sample);
        }
    }
}

#[test]
fn every_payload_ever_stored_is_still_valid() {
    let folder = golden("x").parent().expect("a folder").to_owned();
    let mut seen = 0;
    for entry in fs::read_dir(folder).expect("the golden files") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
        let Some((name, version)) =
            stem.split_once(".v").filter(|(_, version)| version.starts_with(|c: char| c.is_ascii_digit()))
        else {
            continue;
        };
        let Some(kind) = model::kind::kind(name) else { panic!("{stem}: its kind is gone") };
        let data: Data = serde_json::from_str(&fs::read_to_string(&path).expect("readable")).expect("JSON");
        assert_eq!(kind.check(&data), [], "{name} of version {version}");
        seen += 1;
    }
    assert!(seen >= KINDS.len(), "only {seen} payloads were found");
}

fn stamp() -> Stamp {
    Stamp { wall: 1_581_037_200_000, mono: 73_000, boot: "b1".into() }
}

fn op(n: u64, act: Act) -> Op {
    Op {
        id: OpId::fixed(n.into()),
        n,
        act,
        kind: "household".into(),
        rec: RecordId::fixed(1),
        scope: Scope::Grid(RecordId::fixed(8)),
        v: 1,
        at: stamp(),
        deps: if n > 1 { vec![OpId::fixed(1)] } else { vec![] },
        mends: None,
    }
}

fn household() -> Data {
    Household { door: "17号".into(), walk: 17, head: "佘德旺".into(), ..Household::default() }.data()
}

#[test]
fn ops() {
    holds("op.add", &op(1, Act::Add { data: household() }));
    let set = Data::from_iter([("phone".into(), json!("19900005207"))]);
    let base = BTreeMap::from([("phone".into(), 88_021)]);
    holds("op.set", &op(2, Act::Set { set: set.clone(), base: base.clone(), was: Data::new() }));
    holds("op.void", &op(3, Act::Void { reason: "entered_twice".into() }));
    let was = Data::from_iter([("phone".into(), json!("19900005208"))]);
    holds("op.set.mends", &Op { mends: Some(OpId::fixed(9)), ..op(4, Act::Set { set, base, was }) });
    holds("op.move", &op(5, Act::Move { to: Scope::Grid(RecordId::fixed(10)) }));
    holds("op.give_up", &Op { mends: Some(OpId::fixed(9)), ..op(6, Act::GiveUp {}) });
}

#[test]
fn sync_request_and_response() {
    let grid = Scope::Grid(RecordId::fixed(8));
    let town = Scope::Town(RecordId::fixed(7));
    let request = SyncRequest {
        proto: 1,
        schema: 1,
        app: "0.1.0".into(),
        device: DeviceId::fixed(5),
        clock: stamp(),
        pending: 12,
        first_n: 1,
        last_n: 0,
        mark: None,
        have: BTreeMap::from([(grid, Some("88127.9f".into())), (town, None)]),
        brief: false,
        ops: vec![op(1, Act::Add { data: household() })],
        max_rows: 2000,
    };
    reads("sync_request", &request);
    let numbers = SyncRequest { first_n: 40, last_n: 413, mark: Some("88131.a0".into()), ..request };
    reads("sync_request.numbers", &numbers);
    holds("sync_request.lean", &numbers);
    let brief = SyncRequest {
        mark: Some("88131.a0.5c1f".into()),
        pending: 0,
        have: BTreeMap::new(),
        brief: true,
        ops: Vec::new(),
        ..numbers
    };
    holds("sync_request.brief", &brief);
    let row = |seq, gone: Option<Gone>| Record {
        kind: "household".into(),
        id: RecordId::fixed(1),
        scope: grid,
        seq,
        v: 1,
        fv: if gone.is_none() { BTreeMap::from([("door".into(), seq)]) } else { BTreeMap::new() },
        by: gone.is_none().then_some(UserId::fixed(9)),
        at: gone.is_none().then_some(1_581_037_200_000),
        late: false,
        data: if gone.is_none() { household() } else { Data::new() },
        gone,
    };
    let mut rejection = Rejection::new(RejectCode::Invalid);
    rejection.field = Some("temperature".into());
    rejection.args.insert("rule".into(), "out_of_range".into());
    let response = SyncResponse {
        now: 1_581_037_201_000,
        results: vec![
            OpResult { id: OpId::fixed(1), verdict: Verdict::Ok { seq: 88_130 } },
            OpResult { id: OpId::fixed(2), verdict: Verdict::Merged { seq: 88_131 } },
            OpResult {
                id: OpId::fixed(3),
                verdict: Verdict::Conflict {
                    fields: vec!["phone".into()],
                    conflict: Some(RecordId::fixed(6)),
                    seq: 88_131,
                },
            },
            OpResult { id: OpId::fixed(4), verdict: Verdict::Rejected(rejection) },
        ],
        scopes: Some(vec![grid, town]),
        rows: vec![row(88_130, None), row(88_127, Some(Gone::Void)), row(88_128, Some(Gone::Moved))],
        have: BTreeMap::from([(grid, "88131.a0".into())]),
        mark: None,
        more: false,
        lost: 0,
        notice: None,
    };
    reads("sync_response", &response);
    let too_old = serde_json::to_value(TooOld::from(response.clone())).expect("JSON");
    let file = expected("sync_response.too_old", &too_old);
    assert_eq!(too_old, file);
    // Either to those who know the code alone, or to those who take the verdicts.
    assert_eq!(serde_json::from_value::<Trouble>(file.clone()).expect("readable").code, "pull_too_old");
    assert_eq!(serde_json::from_value::<SyncResponse>(file).expect("readable").results, response.results);
    let late = Record { late: true, ..row(88_131, None) };
    let late = SyncResponse { rows: vec![late], lost: 3, mark: Some("88131.a0".into()), ..response };
    reads("sync_response.late", &late);
    holds("sync_response.lean", &late);
    let brief = SyncResponse {
        mark: Some("88131.a0.5c1f".into()),
        scopes: None,
        rows: Vec::new(),
        have: BTreeMap::new(),
        results: Vec::new(),
        ..late
    };
    holds("sync_response.brief", &brief);
}

#[test]
fn troubles() {
    let grid = Scope::Grid(RecordId::fixed(8));
    holds("trouble.malformed", &Trouble { at: Some("ops[3].data".into()), ..Trouble::new("malformed") });
    let have = Some(BTreeMap::from([(grid, "88131.a0".into())]));
    holds("trouble.history_changed", &Trouble { have, ..Trouble::new("history_changed") });
    holds("trouble.drain", &Trouble { to: Some("/api/v1/drain".into()), ..Trouble::new("drain") });
}

/// A file may lie on somebody's phone for weeks before it is carried.
#[test]
fn sealed_work() {
    let op = Op { n: 0, ..op(1, Act::Add { data: household() }) };
    holds("sealed.inside", &Unsealed { user: UserId::fixed(9), secret: "s3cret".into(), op });
    let ops = vec![SealedOp { n: 413, sealed: "AQQ".into() }];
    holds("sealed.file", &SealedFile { form: SEALED_FORM.into(), ops });
}

#[test]
fn photos_on_their_way() {
    holds("photo_held", &PhotoHeld { have: 65_536, of: 180_000 });
}

#[test]
fn an_op_of_the_contract_is_read_as_it_is_written_there() {
    let id = OpId::fixed(1);
    let text = json!({"id": id, "n": 414, "do": "set", "kind": "household", "rec": RecordId::fixed(1),
        "scope": format!("grid:{}", RecordId::fixed(8)), "v": 1, "at": {"wall": 1, "mono": 2, "boot": "b"},
        "set": {"phone": "19900005207"}, "base": {"phone": 88021}, "of_the_future": true});
    let op: Op = serde_json::from_value(text).expect("an op");
    let Act::Set { set, base, .. } = op.act else { panic!("a change") };
    assert_eq!((set.len(), base["phone"]), (1, 88_021));
}
