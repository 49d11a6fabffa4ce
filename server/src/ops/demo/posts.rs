//! Duty posts of 云溪镇: which villages have them, and a few days of shifts and passages at those of the
//! first.

use super::{
    names,
    plan::VILLAGES,
    seeded::Seeded,
    township::{Entry, SEED, Township},
    visits::Made,
};
use model::{
    ambient::Millis,
    care::Moment,
    day::{Day, MILLIS_A_DAY},
    id::RecordId,
    kind::{
        Payload,
        passage::Passage,
        post::Post,
        shift::{Shift, Watch},
    },
    record::Scope,
};

/// A post: of which village, by place in [`VILLAGES`], and where it stands there.
struct PostPlan {
    village: usize,
    side: &'static str,
    place: &'static str,
    /// So many pass in a day.
    busy: i64,
}

const fn post(village: usize, side: &'static str, place: &'static str, busy: i64) -> PostPlan {
    PostPlan { village, side, place, busy }
}

/// All of them; `kk01` keeps the first.
static PLANS: &[PostPlan] = &[
    post(0, "东口", "省道路口", 70),
    post(0, "西口", "水库大坝下", 24),
    post(1, "村口", "村委会前", 0),
    post(6, "南口", "石桥头", 0),
    post(9, "村口", "大樟树下", 0),
];

/// So many posts there are.
pub const POSTS: usize = PLANS.len();
/// Passages are there of today and so many days before.
const DAYS: i32 = 3;
/// When shifts follow each other.
const SHIFTS: [(i64, i64); 2] = [(420, 840), (840, 1_200)];
/// Plates that no vehicle can have: no city has this letter.
const PLATES: &[(&str, usize)] = &[("浙Z", 80), ("赣Z", 9), ("皖Z", 8), ("鄂Z", 3)];
const PLACES: &[&str] = &["县城", "镇上", "石桥村", "开发区", "邻县"];

/// The posts, as the directory has them.
pub fn entries(township: &Township, today: Day) -> Vec<Entry> {
    let entry = |(plan, id): (&PostPlan, &RecordId)| {
        let village = &VILLAGES[plan.village];
        let chance = Seeded::new(SEED ^ (7000 + plan.village as u64));
        let leader =
            format!("{}{}", names::family(village.clans, &chance), names::given(1972, chance.happens(300), &chance));
        let post = Post {
            name: format!("{}{}卡口", village.name, plan.side),
            village: Some(township.villages[plan.village].id),
            place: Some(plan.place.into()),
            unit: Some(format!("{}委会", village.name)),
            leader: Some(leader),
            opened_on: Some(today.plus(-20)),
            closed_on: None,
        };
        Entry { kind: Post::KIND, id: *id, data: post.data() }
    };
    PLANS.iter().zip(&township.posts).map(entry).collect()
}

/// Everything that was written down at a post, up to now.
pub fn made(index: usize, township: &Township, now: Millis) -> Vec<Made> {
    let plan = &PLANS[index];
    if plan.busy == 0 {
        return Vec::new();
    }
    let chance = Seeded::new(SEED ^ (8000 + index as u64));
    let mut book = Book { scope: Scope::Post(township.posts[index]), now, chance: &chance, made: Vec::new() };
    let village = &VILLAGES[plan.village];
    let keeper = township.person("kk01").filter(|_| index == 0);
    let mut watch: Vec<Watch> =
        keeper.map(|person| Watch { name: person.plan.name.into(), staff: Some(person.user) }).into_iter().collect();
    let known: Vec<Known> = (0..plan.busy / 2).map(|_| known(village.name, village.clans, &chance)).collect();
    while watch.len() < 3 {
        let name = names::family(village.clans, &chance);
        watch.push(Watch { name: format!("{name}{}", names::given(1975, chance.happens(200), &chance)), staff: None });
    }
    for back in (0..=DAYS).rev() {
        let day = Day::from_unix_ms(now).plus(-back);
        for (nth, (from, to)) in SHIFTS.into_iter().enumerate() {
            book.shift(day, (from, to), &[watch[nth].clone(), watch[2].clone()], &watch[1 - nth]);
            for _ in 0..plan.busy / 2 {
                book.passage(Moment { day, minute: chance.between(from, to - 1) }, chance.pick(&known), &watch[nth]);
            }
        }
    }
    book.made
}

/// Someone who passes again and again.
struct Known {
    plate: Option<String>,
    name: Option<String>,
    people: i64,
    home: String,
    away: &'static str,
    reason: &'static str,
}

fn known(village: &str, clans: &'static [&'static str], chance: &Seeded) -> Known {
    let drives = chance.happens(700);
    let digits: String = (0..5).map(|_| char::from(b'0' + chance.below(10) as u8)).collect();
    let plate = drives.then(|| format!("{}{digits}", chance.weighted(PLATES)));
    let named = !drives || chance.happens(350);
    let name = format!("{}{}", names::family(clans, chance), names::given(1982, chance.happens(400), chance));
    Known {
        plate,
        name: named.then_some(name),
        people: if drives { chance.weighted(&[(1, 6), (2, 3), (3, 1)]) } else { 1 },
        home: village.to_owned(),
        away: PLACES[chance.below(PLACES.len())],
        reason: chance.weighted(&[("work", 4), ("shopping", 3), ("home", 3), ("goods", 2), ("farm", 2), ("clinic", 1)]),
    }
}

struct Book<'a> {
    scope: Scope,
    now: Millis,
    chance: &'a Seeded,
    made: Vec<Made>,
}

impl Book<'_> {
    fn at(moment: Moment) -> Millis {
        let midnight = i64::from(moment.day.since(Day::from_unix_ms(0))) * MILLIS_A_DAY - 8 * 3_600_000;
        midnight + moment.minute * 60_000
    }

    /// Nothing lies ahead.
    fn put<T: Payload>(&mut self, moment: Moment, payload: &T) {
        let at = Self::at(moment);
        if at < self.now {
            let id = RecordId::mint(at, self.chance);
            self.made.push(Made { scope: self.scope, kind: T::KIND, id, data: payload.data(), at });
        }
    }

    fn shift(&mut self, day: Day, (from, to): (i64, i64), people: &[Watch], next: &Watch) {
        let over = Self::at(Moment { day, minute: to }) < self.now;
        let shift = Shift {
            on: Some(day),
            from_minute: from,
            to_on: over.then_some(day),
            to_minute: over.then_some(to),
            people: people.to_vec(),
            note: (over && self.chance.happens(300)).then(|| "口罩还剩半盒，额温枪充过电".into()),
            next: over.then(|| next.name.clone()),
            next_staff: next.staff.filter(|_| over),
            taken_over: over.then_some(true),
            after: None,
        };
        // The last shift of today has no end yet: whoever signs in begins their own.
        if over {
            self.put(Moment { day, minute: from }, &shift);
        }
    }

    fn passage(&mut self, moment: Moment, known: &Known, watch: &Watch) {
        let chance = self.chance;
        let inwards = chance.happens(500);
        let (from, to) = if inwards { (known.away, known.home.as_str()) } else { (known.home.as_str(), known.away) };
        let stranger = chance.happens(40);
        let tenths = chance.between(358, 370);
        let passage = Passage {
            dir: if inwards { "in" } else { "out" }.into(),
            on: Some(moment.day),
            minute: moment.minute,
            plate: known.plate.clone(),
            name: known.name.clone(),
            people_n: (known.people > 1).then_some(known.people),
            tenths: (inwards || chance.happens(600)).then_some(tenths),
            from: Some(from.into()),
            to: Some(to.into()),
            reason: Some(known.reason.into()),
            result: if stranger { "turn_back" } else { "pass" }.into(),
            note: stranger.then(|| "没有通行证".into()),
            on_duty: Some(watch.name.clone()),
            done_by: watch.staff,
            ..Passage::default()
        };
        self.put(moment, &passage);
    }
}
