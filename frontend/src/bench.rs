//! What the phone's own lists cost, measured in a real browser: searching, the list of what is due,
//! one record more. `cargo xtask bench phone` asks for it; no module that is served has it.

use app::{
    book::{Book, DoorsOf, PeopleOf},
    find,
    jobs::people::doubles::state::count,
};
use model::{
    day::Day,
    id::RecordId,
    kind::{
        Payload,
        directory::Grid,
        household::Household,
        person::Person,
        sweep::Sweep,
        visit::{Screening, Visit},
    },
    record::{Record, Scope},
};
use std::collections::BTreeMap;
use sync::{Kept, State};

/// Each is done so often; the middle one counts.
const ROUNDS: usize = 7;
/// So many live behind a door.
const AT_A_DOOR: usize = 3;
/// What is typed, a key after the other and whole.
const TYPED: &[&str] =
    &["s", "sh", "she", "sdw", "z", "zh", "zhang", "佘", "佘德旺", "17", "1", "5207", "1956", "佘 17", "x"];

/// Names as they are spread in a township: few surnames, many given names.
const SURNAMES: &[char] = &[
    '佘', '张', '王', '李', '许', '陈', '刘', '单', '曾', '邵', '赵', '周', '吴', '徐', '孙', '马', '朱', '胡', '郭',
    '何',
];
const GIVEN: &[char] = &[
    '德', '旺', '小', '满', '长', '根', '秋', '月', '建', '国', '秀', '英', '志', '强', '桂', '兰', '海', '燕', '文',
    '华', '春', '生', '玉', '珍', '明', '辉', '雪', '梅', '永', '福', '子', '涵', '宇', '轩', '水', '金', '木', '火',
    '土', '阿',
];

/// Numbers that look as if drawn, the same each time.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    fn name(&mut self) -> String {
        let mut name = String::from(SURNAMES[self.below(SURNAMES.len())]);
        for _ in 0..=self.below(2) {
            name.push(GIVEN[self.below(GIVEN.len())]);
        }
        name
    }
}

fn record<P: Payload>(scope: Scope, n: usize, payload: &P) -> Record {
    let data = payload.data();
    Record {
        kind: P::KIND.into(),
        id: RecordId::fixed(n as u128),
        scope,
        seq: n as u64 + 1,
        v: 1,
        fv: data.keys().map(|field| (field.clone(), n as u64 + 1)).collect(),
        by: None,
        at: None,
        late: false,
        data,
        gone: None,
    }
}

fn today() -> Day {
    Day::new(2020, 2, 7).unwrap_or_else(|| Day::from_unix_ms(0))
}

const GRID: RecordId = RecordId::fixed(0xff_ffff);

fn visit(n: usize, home: usize, day: Day, met: bool) -> Record {
    let person = RecordId::fixed((1_000_000 + home * AT_A_DOOR) as u128);
    let visit = Visit {
        household: Some(RecordId::fixed(home as u128)),
        visited_on: Some(day),
        outcome: if met { "met" } else { "locked" }.into(),
        screening: if met { vec![Screening { person: Some(person), ..Screening::default() }] } else { Vec::new() },
        informed: Some(met),
        ..Visit::default()
    };
    record(Scope::Grid(GRID), 2_000_000 + n, &visit)
}

/// A grid with so many people and so many visits.
fn township(people: usize, visits: usize) -> State {
    let mut drawn = Drawn(7);
    let town = Scope::Town(RecordId::fixed(0xff_fffe));
    let grid = Grid { name: "柳塘一网格".into(), code: "1".into(), level: 2, ..Grid::default() };
    let sweep = Sweep { round: 1, from_on: Some(today().plus(-3)), to_on: None };
    let mut rows = vec![Record { id: GRID, ..record(town, 1, &grid) }, record(town, 0xff_fffd, &sweep)];
    let homes = people.div_ceil(AT_A_DOOR);
    let scope = Scope::Grid(GRID);
    let mut left = people;
    for home in 0..homes {
        let head = drawn.name();
        let phone = format!("1990000{:04}", drawn.below(10_000));
        let household = Household {
            door: format!("{}组{}号", home / 40 + 1, home % 40 + 1),
            walk: home as i64 + 1,
            head: head.clone(),
            phone: Some(phone),
            residents: Some(3),
            ..Household::default()
        };
        rows.push(record(scope, home, &household));
        for nth in 0..left.min(AT_A_DOOR) {
            let person = Person {
                household: Some(RecordId::fixed(home as u128)),
                name: if nth == 0 { head.clone() } else { drawn.name() },
                born: Some(1930 + drawn.below(85) as i64),
                sex: Some(["male", "female"][drawn.below(2)].into()),
                phone: (nth < 2).then(|| format!("1990000{:04}", drawn.below(10_000))),
                ..Person::default()
            };
            rows.push(record(scope, 1_000_000 + home * AT_A_DOOR + nth, &person));
        }
        left -= left.min(AT_A_DOOR);
    }
    for n in 0..visits {
        let home = drawn.below(homes);
        rows.push(visit(n, home, today().plus(-(drawn.below(20) as i32)), drawn.below(4) > 0));
    }
    State::new(Kept { rows, ..Kept::default() })
}

fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// Done so often, in milliseconds; each time with what `prepare` makes.
fn rounds<T>(mut prepare: impl FnMut(usize) -> T, mut it: impl FnMut(T)) -> Vec<f64> {
    let one = |round| {
        let with = prepare(round);
        let from = now();
        it(with);
        now() - from
    };
    let mut all: Vec<f64> = (0..ROUNDS).map(one).collect();
    all.sort_by(f64::total_cmp);
    all
}

/// What the lists of so many people and visits cost, as JSON: what was done, and the rounds of it in
/// milliseconds, the quickest first.
pub fn run(searched: usize, people: usize, visits: usize) -> String {
    let mut told: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let state = township(searched, visits);
    let book = Book::new(&state, today());
    for typed in TYPED {
        let search = |()| {
            let found = find::find(typed, &[&DoorsOf(&book), &PeopleOf(&book)], |_| find::FIRST);
            std::hint::black_box(found);
        };
        told.insert(format!("search {typed}"), rounds(|_| (), search));
    }
    told.insert("alike".into(), rounds(|_| (), |()| drop(std::hint::black_box(count(&book, &state)))));

    let mut state = township(people, visits);
    let mut book = Book::new(&state, today());
    let due = |book: &Book| std::hint::black_box(book.due().count());
    told.insert("rebuild".into(), rounds(|_| (), |()| drop(due(&Book::new(&state, today())))));
    let one_more = rounds(
        |round| visit(visits + round, round * 31, today(), false),
        |row| {
            state.comes_down(vec![row]);
            book = book.after(&state, today());
            due(&book);
        },
    );
    told.insert("one record".into(), one_more);
    let somebody = |round: usize| {
        let person = Person { household: Some(RecordId::fixed(7)), name: "许小禾".into(), ..Person::default() };
        record(Scope::Grid(GRID), 3_000_000 + round, &person)
    };
    let one_person = rounds(somebody, |row| {
        state.comes_down(vec![row]);
        book = book.after(&state, today());
        due(&book);
    });
    told.insert("one person".into(), one_person);
    serde_json::to_string(&told).unwrap_or_default()
}
