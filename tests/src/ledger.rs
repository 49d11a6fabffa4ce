//! What was promised, written down outside phone and server, and held against the database in the
//! end: every save that said 已存本机, and every verdict that the program ever gave. It reads the
//! tables as an auditor would, not through our store.

use crate::proxy::Seen;
use model::{
    field::Merge,
    id::{OpId, RecordId},
    kind::{self, Payload, conflict::Conflict},
    op::{Act, Op},
    record::{Data, FieldVersions},
    wire::Verdict,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::{
    Row, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteRow},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// The saves that were promised to somebody.
#[derive(Debug, Default, Clone)]
pub struct Ledger {
    saved: BTreeSet<OpId>,
}

/// What the database says to it.
#[derive(Debug, Default)]
pub struct Audit {
    /// Saves that were promised.
    pub saved: usize,
    /// Verdicts that were given.
    pub verdicts: usize,
    /// What is not there: in no record, no history, no conflict.
    pub lost: Vec<String>,
    /// What is there twice, or was never saved by anyone.
    pub doubled: Vec<String>,
    /// What else the database complains of.
    pub broken: Vec<String>,
}

impl Audit {
    /// Fails unless every promise was kept.
    pub fn assert_clean(&self) {
        let wrong = [&self.lost, &self.doubled, &self.broken];
        assert!(wrong.iter().all(|list| list.is_empty()), "{self:#?}");
    }
}

impl Ledger {
    /// A save has returned: what waits on the phone now was promised to its person.
    pub fn saved<'a>(&mut self, outbox: impl IntoIterator<Item = &'a Op>) {
        self.saved.extend(outbox.into_iter().map(|op| op.id));
    }

    /// Holds it all against a database, when everything that was saved has been sent.
    pub async fn audit(&self, database: &Path, seen: &Seen) -> Audit {
        let mut base = open(database).await;
        let mut audit = Audit { saved: self.saved.len(), verdicts: seen.verdicts.len(), ..Audit::default() };
        let ops = ops(&mut base).await;
        let records = records(&mut base).await;

        audit.lost.extend(self.saved.iter().filter(|id| !ops.contains_key(id)).map(|id| format!("saved: {id}")));
        for (id, verdict) in &seen.verdicts {
            match ops.get(id) {
                None => audit.lost.push(format!("had a verdict: {id}")),
                Some((_, stored)) if stored != verdict => {
                    audit.broken.push(format!("{id} was told {verdict:?}, and {stored:?} is stored"));
                }
                Some(_) => {}
            }
        }
        audit.broken.extend(seen.twisted.iter().cloned());

        let numbers = ops.values().filter_map(|(_, verdict)| number(verdict)).collect();
        let conflicts = records.values().filter(|record| record.kind == Conflict::KIND);
        let settled = conflicts.filter_map(|record| record.data.get("of")?.as_str()?.parse().ok()).collect();
        let later = Later { numbers, settled };
        for (op, verdict) in ops.values() {
            if let Some(what) = missing(op, verdict, &records, &later) {
                audit.lost.push(format!("{what}: {op:?} {verdict:?}"));
            }
        }
        let mut makers = BTreeMap::new();
        for (id, record) in &records {
            if let Some(other) = makers.insert(record.made_by, id) {
                audit.doubled.push(format!("{id} and {other} are by the same op"));
            }
            if !ops.contains_key(&record.made_by) {
                audit.doubled.push(format!("{id} is by no op"));
            }
        }
        audit.broken.extend(complaints(&mut base).await);
        audit
    }
}

/// Sums over the facts that own work of this day was worth, by metric.
pub async fn sums(database: &Path, day: model::day::Day) -> BTreeMap<String, i64> {
    let mut base = open(database).await;
    let sums = sqlx::query("SELECT metric, sum(n) FROM fact WHERE day = ? GROUP BY metric").bind(day.to_string());
    let rows = sums.fetch_all(&mut base).await.expect("facts");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// Every fact at the doors, as a line.
pub async fn facts(database: &Path) -> BTreeSet<String> {
    let mut base = open(database).await;
    let rows = all(
        &mut base,
        "SELECT record, metric, scope, coalesce(day, '') AS day, n, subject FROM fact WHERE scope LIKE 'grid:%'",
    )
    .await;
    let id = |row: &SqliteRow, column: &str| RecordId::from_bytes(row.get(column)).expect("an id");
    let text = |row: &SqliteRow, column: &str| row.get::<String, _>(column);
    let line = |row: &SqliteRow| {
        let (metric, scope, day) = (text(row, "metric"), text(row, "scope"), text(row, "day"));
        format!("{} {metric} {scope} {day} {} {}", id(row, "record"), row.get::<i64, _>("n"), id(row, "subject"))
    };
    rows.iter().map(line).collect()
}

struct Stands {
    kind: String,
    made_by: OpId,
    fv: FieldVersions,
    data: Data,
    gone: bool,
}

async fn open(database: &Path) -> SqliteConnection {
    use sqlx::ConnectOptions;
    let options = SqliteConnectOptions::new().filename(database).read_only(true);
    options.connect().await.expect("the database opens")
}

async fn all(base: &mut SqliteConnection, sql: &'static str) -> Vec<SqliteRow> {
    sqlx::query(sql).fetch_all(base).await.expect("the database is read")
}

fn read<T: DeserializeOwned>(row: &SqliteRow, column: &str) -> T {
    let text: String = row.get(column);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{column}: {error}: {text}"))
}

/// Every op with its verdict.
async fn ops(base: &mut SqliteConnection) -> BTreeMap<OpId, (Op, Verdict)> {
    let rows = all(base, "SELECT body, verdict FROM op").await;
    rows.iter()
        .map(|row| (read::<Op>(row, "body"), read(row, "verdict")))
        .map(|(op, verdict)| (op.id, (op, verdict)))
        .collect()
}

async fn records(base: &mut SqliteConnection) -> BTreeMap<RecordId, Stands> {
    let rows = all(base, "SELECT id, kind, made_by, fv, data, gone FROM record").await;
    let id = |row: &SqliteRow| RecordId::from_bytes(row.get("id")).expect("an id");
    let record = |row: &SqliteRow| Stands {
        kind: row.get("kind"),
        made_by: OpId::from_bytes(row.get("made_by")).expect("an id"),
        fv: read(row, "fv"),
        data: read(row, "data"),
        gone: row.get::<Option<String>, _>("gone").is_some(),
    };
    rows.iter().map(|row| (id(row), record(row))).collect()
}

/// What the tables say against each other, each line a complaint.
async fn complaints(base: &mut SqliteConnection) -> Vec<String> {
    const RULES: &[(&str, &str)] = &[
        ("integrity", "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
        ("a reference to nothing", "SELECT \"table\" FROM pragma_foreign_key_check"),
        (
            "a record that its feed does not tell of",
            "SELECT hex(r.id) FROM record r LEFT JOIN feed f ON f.scope = r.scope AND f.record = r.id
             WHERE f.seq IS NOT r.seq OR f.gone IS NOT r.gone",
        ),
        (
            "a feed that tells of what is elsewhere",
            "SELECT hex(f.record) FROM feed f LEFT JOIN record r ON r.id = f.record
             WHERE f.gone IS NULL AND r.scope IS NOT f.scope",
        ),
        (
            "a number that two changes bear",
            "SELECT CAST(seq AS TEXT) FROM feed WHERE gone IS NULL GROUP BY seq HAVING count(*) > 1",
        ),
        (
            "a visit that is not counted once",
            "SELECT hex(r.id) FROM record r WHERE r.kind = 'visit' AND (r.gone IS NULL) <>
             (SELECT count(*) FROM fact f WHERE f.record = r.id AND f.metric = 'visit')",
        ),
        ("an op that came without a number", "SELECT hex(o.id) FROM op o WHERE o.received > 0 AND NOT EXISTS
             (SELECT 1 FROM op_number n WHERE n.op = o.id) AND EXISTS (SELECT 1 FROM op_number n WHERE n.device = o.device)"),
    ];
    let mut found = Vec::new();
    for (what, sql) in RULES {
        found.extend(all(base, sql).await.iter().map(|row| format!("{what}: {}", row.get::<String, _>(0))));
    }
    found
}

fn number(verdict: &Verdict) -> Option<u64> {
    match verdict {
        Verdict::Ok { seq } | Verdict::Merged { seq } | Verdict::Conflict { seq, .. } => Some(*seq),
        Verdict::Rejected(_) => None,
    }
}

/// What may have taken the place of a value.
struct Later {
    /// The numbers of all that was taken.
    numbers: BTreeSet<u64>,
    /// Records that conflicts are about: settling one writes the record in its name.
    settled: BTreeSet<RecordId>,
}

/// What an op meant and the tables do not have: neither in the record nor in what came after it, nor
/// in a conflict.
fn missing(op: &Op, verdict: &Verdict, records: &BTreeMap<RecordId, Stands>, later: &Later) -> Option<String> {
    // What was refused stands in the table of ops, with its reason.
    let seq = number(verdict)?;
    let Some(record) = records.get(&op.rec) else {
        return (!matches!(op.act, Act::GiveUp {})).then(|| "no record".into());
    };
    let disputed = match verdict {
        Verdict::Conflict { fields, conflict, .. } => {
            if conflict.is_none_or(|id| !records.contains_key(&id)) {
                return Some("no conflict record".into());
            }
            fields.as_slice()
        }
        _ => &[],
    };
    match &op.act {
        Act::Add { .. } if record.made_by != op.id => return Some("another op made the record".into()),
        Act::Void { .. } if !record.gone => return Some("not withdrawn".into()),
        // Whoever settles second is told so, and the first stands.
        _ if record.kind == Conflict::KIND => return None,
        _ => {}
    }
    let fields = op.fields().into_iter().flatten().filter(|(field, _)| !disputed.contains(field));
    for (field, value) in fields {
        let version = record.fv.get(field).copied().unwrap_or_default();
        let stands = record.data.get(field).unwrap_or(&Value::Null);
        let replaced = version > seq && (later.numbers.contains(&version) || later.settled.contains(&op.rec));
        let is_further = || {
            let field = kind::kind(&record.kind).and_then(|kind| kind.field(field));
            field.is_some_and(|field| field.merge == Merge::Forward) && version < seq
        };
        if !(replaced || stands == value || is_further()) {
            return Some(format!("{field} is {stands} of {version}"));
        }
    }
    None
}
