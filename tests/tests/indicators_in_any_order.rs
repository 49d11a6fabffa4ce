//! Every indicator over random records of every kind: the same in whatever order they arrive, after
//! changes and withdrawals, and the same as counted naively from what stands in the end.

use model::{
    access::{Duty, FiguresPermit, Permit, Role},
    ambient::{Chance, Clock},
    day::Day,
    fact::{Fact, Metric},
    field::{Holds, Merge},
    id::{DeviceId, OpId, RecordId, UserId},
    indicator::{Count, INDICATORS, Indicator, Source},
    kind::{self, Home, KINDS, Kind, Life, policy::Policy},
    op::{Act, Op},
    record::{Data, Gone, Record, Scope},
    wire::Verdict,
};
use serde_json::Value;
use server::{
    State, ingest,
    ops::add::{NewRecord, add_all},
    store::Push,
};
use std::collections::{BTreeMap, BTreeSet};
use tests::{
    ambient::{MORNING, Seeded},
    township::{DOORS, DORA, GRID, OTHER_GRID, TEAM, TOWN, Township, VILLAGE, records},
};

/// Kinds that say how the rest is to be read; they stand as the township has them.
const GIVEN: &[&str] = &["town", "village", "grid", "staff", "sweep", "policy"];
const DEVICES: usize = 3;
const OPS: usize = 120;

fn below(chance: &dyn Chance, end: usize) -> usize {
    let mut bytes = [0; 8];
    chance.fill(&mut bytes);
    (u64::from_le_bytes(bytes) % end as u64) as usize
}

/// One record of each kind, which others may name, by kind.
type Base = BTreeMap<&'static str, RecordId>;

fn known() -> Base {
    let person = RecordId::fixed(0x301);
    Base::from([("household", DOORS[0]), ("person", person), ("village", VILLAGE), ("grid", GRID), ("team", TEAM)])
}

fn made() -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().copied().filter(|kind| !GIVEN.contains(&kind.name) && kind.life != Life::Raised)
}

/// A sample that names what is there and nothing else; none if it cannot do without.
fn naming(kind: &Kind, mut data: Data, base: &Base) -> Option<Data> {
    let named: Vec<_> = kind.refs(&data).into_iter().map(|(field, named, _)| (field, named)).collect();
    for (field, named) in named {
        match base.get(named) {
            Some(id) => data.insert(field.into(), id.to_string().into()),
            None if kind.field(field).is_some_and(|field| field.required) => return None,
            None => data.remove(field),
        };
    }
    Some(data)
}

fn scopes(kind: &Kind, base: &Base) -> Vec<Scope> {
    let all = [Scope::Grid(GRID), Scope::Team(TEAM), Scope::Town(TOWN)];
    let post = base.get("post").map(|post| Scope::Post(*post));
    all.into_iter().chain(post).filter(|scope| kind.home.holds(*scope)).collect()
}

/// Lays down a record of each kind; gives them, and all that stands then.
async fn lay_down(town: &Township) -> (Base, Naive) {
    let mut base = known();
    let mut naive = Naive::default();
    records().iter().for_each(|record| naive.add(record));
    let mut left: Vec<&'static Kind> = made().filter(|kind| !base.contains_key(kind.name)).collect();
    // A post first: some kinds live there.
    left.sort_by_key(|kind| (kind.home == Home::Post, kind.name));
    for n in 0x7000.. {
        let Some(at) = left.iter().position(|kind| naming(kind, (kind.samples)()[0].clone(), &base).is_some()) else {
            break;
        };
        let kind = left.remove(at);
        let data = naming(kind, (kind.samples)()[0].clone(), &base).expect("what it names is there");
        let (id, scope) = (RecordId::fixed(n), scopes(kind, &base)[0]);
        let record = NewRecord { scope, kind: kind.name, id, data, at: None };
        naive.add(&record);
        add_all(&town.state(), DORA.user, TOWN, vec![record])
            .await
            .unwrap_or_else(|error| panic!("{}: {error:?}", kind.name));
        base.insert(kind.name, id);
    }
    assert!(left.is_empty(), "nothing stands that {:?} names", left.iter().map(|kind| kind.name).collect::<Vec<_>>());
    (base, naive)
}

/// What one device has done, in its order.
fn history(chance: &Seeded, base: &Base, device: usize) -> Vec<Op> {
    let kinds: Vec<&'static Kind> = made().collect();
    let mut own: Vec<(&'static Kind, RecordId, Scope)> = Vec::new();
    let mut ops = Vec::new();
    for n in 0..OPS {
        let pick = below(chance, 10);
        let (kind, rec, scope, act) = if own.is_empty() || pick < 6 {
            let kind = kinds[below(chance, kinds.len())];
            let samples = (kind.samples)();
            let mut data = naming(kind, samples[below(chance, samples.len())].clone(), base).expect("all stand");
            for field in kind.fields.iter().filter(|field| matches!(field.holds, Holds::Day)) {
                if let Some(day) = data.get(field.name).and_then(Value::as_str).and_then(Day::parse) {
                    data.insert(field.name.into(), day.plus(-(below(chance, 4) as i32)).to_string().into());
                }
            }
            for field in kind.fields {
                let Holds::One(codes) = field.holds else { continue };
                let other = codes[below(chance, codes.len())].into();
                let varied: Data = data
                    .iter()
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .chain([(field.name.to_owned(), other)])
                    .collect();
                if below(chance, 2) == 0 && kind.check(&varied).is_empty() {
                    data = varied;
                }
            }
            let homes = scopes(kind, base);
            let scope = homes[below(chance, homes.len())];
            let rec = RecordId::fixed(0x9000 + (device * OPS + n) as u128);
            own.push((kind, rec, scope));
            (kind, rec, scope, Act::Add { data })
        } else {
            let (kind, rec, scope) = own[below(chance, own.len())];
            let quiet: Vec<_> = kind.fields.iter().filter(|field| field.merge == Merge::Quiet).collect();
            let set = (!quiet.is_empty() && pick < 9).then(|| {
                let field = quiet[below(chance, quiet.len())];
                let value = match field.holds {
                    Holds::One(codes) => codes[below(chance, codes.len())].into(),
                    Holds::Count(least, most) => (least + below(chance, 9) as i64).min(most).into(),
                    Holds::YesNo => (below(chance, 2) == 0).into(),
                    _ => Value::Null,
                };
                Data::from_iter([(field.name.to_owned(), value)])
            });
            let set = set.map(|set| Act::Set { set, base: Default::default(), was: Default::default() });
            (kind, rec, scope, set.unwrap_or(Act::Void { reason: "entered_in_error".into() }))
        };
        ops.push(Op {
            id: OpId::mint(0, chance),
            n: n as u64 + 1,
            act,
            kind: kind.name.into(),
            rec,
            scope,
            v: kind.version,
            at: chance.stamp(),
            deps: Vec::new(),
            mends: None,
        });
    }
    ops
}

/// What stands in the end, by what the server said of each op.
#[derive(Default)]
struct Naive(BTreeMap<RecordId, Record>);

impl Naive {
    fn add(&mut self, record: &NewRecord) {
        let NewRecord { scope, kind, id, data, .. } = record.clone();
        let record = Record {
            kind: kind.into(),
            id,
            scope,
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data,
            gone: None,
        };
        self.0.insert(id, record);
    }

    fn take(&mut self, op: &Op, verdict: &Verdict) {
        if matches!(verdict, Verdict::Rejected(_)) {
            return;
        }
        match &op.act {
            Act::Add { data } => {
                let kind = kind::kind(&op.kind).expect("a kind").name;
                self.add(&NewRecord { scope: op.scope, kind, id: op.rec, data: data.clone(), at: None });
            }
            Act::Set { set, .. } => {
                let record = self.0.get_mut(&op.rec).expect("it was added");
                record.data.extend(set.clone());
                record.data.retain(|_, value| !value.is_null());
            }
            _ => self.0.get_mut(&op.rec).expect("it was added").gone = Some(Gone::Void),
        }
    }

    /// An indicator at a place, over days, counted one record at a time.
    fn count(&self, source: &Source, place: Option<RecordId>, (from, to): (Day, Day), base: &Base) -> Option<i64> {
        let (metrics, from, least) = match source {
            Source::Period(_, metrics) => (metrics, Some(from), i64::MIN),
            Source::CutOff(_, metrics) => (metrics, None, i64::MIN),
            Source::AtLeast(metrics, wanted) => (metrics, None, wanted(&Policy::default())),
            Source::ByPolicy(metrics) => (&metrics(&Policy::default()), Some(from), i64::MIN),
            Source::Care(_) | Source::Families => return None,
        };
        let mut counted: Vec<(RecordId, Fact)> = Vec::new();
        for record in self.0.values() {
            let facts: Vec<Fact> =
                ingest::facts(record).into_iter().filter(|fact| is_here(fact, record, place, base)).collect();
            let ended = |fact: &Fact| fact.metric == Metric::Ended && fact.day.is_some_and(|day| day <= to);
            if from.is_none() && facts.iter().any(ended) {
                continue;
            }
            let counts = |fact: &Fact| {
                let day = match from {
                    Some(from) => fact.day.is_some_and(|day| from <= day && day <= to),
                    None => fact.day.is_none_or(|day| day <= to),
                };
                metrics.contains(&fact.metric) && day && fact.n >= least
            };
            counted.extend(facts.into_iter().filter(counts).map(|fact| (record.id, fact)));
        }
        let subjects = || counted.iter().map(|(_, fact)| fact.subject).collect::<BTreeSet<_>>().len() as i64;
        Some(match source {
            Source::Period(Count::Records, _) | Source::CutOff(Count::Records, _) => {
                counted.iter().map(|(record, _)| *record).collect::<BTreeSet<_>>().len() as i64
            }
            Source::Period(Count::Sum, _) | Source::CutOff(Count::Sum, _) | Source::ByPolicy(_) => {
                counted.iter().map(|(_, fact)| fact.n).sum()
            }
            _ => subjects(),
        })
    }
}

/// Whether a fact counts at a place: a grid, the village, or everywhere.
fn is_here(fact: &Fact, record: &Record, place: Option<RecordId>, base: &Base) -> bool {
    let in_village = place.is_none() || place == Some(VILLAGE);
    match (fact.place, record.scope) {
        (Some(about), _) => in_village && about == VILLAGE,
        (None, Scope::Grid(grid)) => in_village || place == Some(grid),
        // It serves the one grid, and no other.
        (None, Scope::Team(_)) => in_village || place == Some(GRID),
        (None, Scope::Post(post)) => in_village && base.get("post") == Some(&post),
        (None, Scope::Town(_)) => place.is_none(),
    }
}

fn command() -> FiguresPermit {
    let duty = Duty { teams: BTreeSet::from([TEAM]), ..Duty::in_grids(Role::Town, BTreeSet::from([GRID, OTHER_GRID])) };
    Permit::of(UserId::fixed(0x24), TOWN, vec![duty]).figures().expect("figures")
}

type Values = BTreeMap<String, i64>;

/// How many records stand behind an indicator, page by page, and what they come to.
async fn opened(state: &State, indicator: &Indicator, place: Option<RecordId>, days: (Day, Day)) -> (i64, i64) {
    let (mut seen, mut sum) = (BTreeSet::new(), 0);
    loop {
        let page = state.store.counted(&command(), indicator, days, place, (seen.len(), MORNING)).await;
        let page = page.expect("storage").expect("a place");
        sum += page.page.iter().map(|record| record.n).sum::<i64>();
        assert!(page.page.iter().all(|record| seen.insert(record.id)), "twice in the list");
        if page.next.is_none() {
            assert_eq!(seen.len() as u64, page.records);
            return (seen.len() as i64, sum);
        }
    }
}

/// Plays the histories in an order that `seed` draws; says what the indicators came to, and what
/// a naive count finds.
async fn play(histories: &[Vec<Op>], seed: u64) -> Vec<(Values, Values)> {
    let town = Township::open().await;
    let (base, mut naive) = lay_down(&town).await;
    let state = town.state();
    let days = |month, day| Day::new(2020, month, day).expect("a day");
    let asked = [
        (None, (days(1, 1), days(12, 31))),
        (Some(VILLAGE), (days(1, 1), days(12, 31))),
        (Some(GRID), (days(1, 1), days(12, 31))),
        (None, (days(2, 1), days(2, 5))),
        (Some(VILLAGE), (days(1, 20), days(2, 3))),
    ];
    let chance = Seeded::new(seed);
    let mut next = vec![0; histories.len()];
    while let Some(device) = {
        let left: Vec<usize> = (0..histories.len()).filter(|device| next[*device] < histories[*device].len()).collect();
        (!left.is_empty()).then(|| left[below(&chance, left.len())])
    } {
        let from = next[device];
        let to = (from + 1 + below(&chance, 5)).min(histories[device].len());
        next[device] = to;
        let ops = histories[device][from..to].to_vec();
        let push = Push {
            permit: Permit::to_set_up(UserId::fixed(0x40 + device as u128), TOWN),
            device: DeviceId::fixed(0x50 + device as u128),
            ops: ops.clone(),
            heard: None,
            whole: false,
        };
        let Ok(pushed) = state.store.push(push).await else { panic!("storage failed") };
        for (op, result) in ops.iter().zip(&pushed.results) {
            naive.take(op, &result.verdict);
        }
    }
    let mut found = Vec::new();
    for (place, days) in asked {
        let now = state.store.indicators(&command(), days, place, MORNING).await.expect("storage").expect("a place");
        let counted = |indicator: &Indicator| {
            let n = naive.count(&indicator.source, place, days, &base)?;
            Some((indicator.code.to_owned(), n))
        };
        for indicator in INDICATORS.iter().filter(|_| place.is_none()) {
            let value = now.values.get(indicator.code).copied().unwrap_or(0);
            let (records, sum) = opened(&state, indicator, place, days).await;
            match indicator.source {
                Source::Period(Count::Records, _) | Source::CutOff(Count::Records, _) => assert_eq!(records, value),
                Source::Period(Count::Sum, _) | Source::CutOff(Count::Sum, _) => assert_eq!(sum, value),
                // The longest, and half of them: of so many.
                Source::Care(_) if matches!(indicator.code, "report_minutes" | "needs_median_minutes") => {}
                Source::Care(_) => assert_eq!(sum, value, "{}", indicator.code),
                // Several records may speak of one, and one of several.
                _ => assert_eq!(records > 0, value > 0, "{}", indicator.code),
            }
        }
        found.push((now.values, INDICATORS.iter().filter_map(counted).collect()));
    }
    found
}

#[tokio::test(flavor = "current_thread")]
async fn every_indicator_is_the_same_in_any_order_and_as_counted_naively() {
    let some = std::env::var("DOORSTEP_HISTORIES").ok().and_then(|n| n.parse().ok());
    let mut counted = BTreeSet::new();
    for seed in 0..some.unwrap_or(8u64) {
        let base = lay_down(&Township::open().await).await.0;
        let histories: Vec<Vec<Op>> =
            (0..DEVICES).map(|device| history(&Seeded::new(seed * 100 + device as u64), &base, device)).collect();
        let [one, other] = [play(&histories, seed * 7 + 1).await, play(&histories, seed * 7 + 2).await];
        for (which, ((now, naive), (again, _))) in one.iter().zip(&other).enumerate() {
            assert_eq!(now, again, "seed {seed}, question {which}");
            for (code, n) in naive {
                assert_eq!(now.get(code), Some(n), "{code}: seed {seed}, question {which}");
            }
            counted.extend(now.iter().filter(|(_, n)| **n > 0).map(|(code, _)| code.clone()));
        }
    }
    // The histories tell of nearly everything, or this proves little.
    let silent: Vec<&str> =
        INDICATORS.iter().map(|indicator| indicator.code).filter(|code| !counted.contains(*code)).collect();
    assert!(silent.len() * 5 < INDICATORS.len(), "{silent:?}");
}
