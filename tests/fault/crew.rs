//! Several phones at work at once, each by itself: people do random things, save, send, pocket the
//! phone in the midst of sending, and start it anew.

use model::ambient::Chance;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use std::{
    cell::{Cell, RefCell},
    path::Path,
    rc::Rc,
    time::Duration,
};
use sync::Round;
use tests::{
    ambient::Seeded,
    ledger::{Audit, Ledger},
    line::Line,
    phone::Phone,
    proxy::{Proxy, Seen},
    township::{ANNA, BERT, CORA},
    work::{Done, Work, at_the_doors},
};
use tokio::{task::JoinSet, time::sleep};

/// How long the echoes of the line may take to arrive.
const ECHOES: Duration = Duration::from_millis(2_500);
/// After so many rounds at most everything is where it belongs.
const ROUNDS: usize = 3;

/// People with their phones.
pub struct Crew {
    line: Rc<Line>,
    phones: Vec<Phone<Line>>,
    ledger: Rc<RefCell<Ledger>>,
}

/// How many of something are asked for: in CI `usual`, more where the environment says so.
pub fn asked_for(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

impl Crew {
    /// So many of them, signed in over the proxy.
    pub async fn of(many: usize, proxy: &Proxy) -> Self {
        let line = Rc::new(Line::to(proxy.port()));
        let mut phones = Vec::new();
        for (n, who) in [ANNA, BERT, CORA].into_iter().cycle().take(many).enumerate() {
            let phone = Phone::of(&line, who, n as u64).await;
            phone.sync_well().await;
            phones.push(phone);
        }
        Self { line, phones, ledger: Rc::default() }
    }

    /// All of them work at the same time, until `enough`, while `meanwhile` goes on beside them.
    pub async fn work(&mut self, meanwhile: impl Future<Output = ()>) {
        self.line.is_bad(true);
        let enough = Rc::new(Cell::new(false));
        let mut days = JoinSet::new();
        for (n, phone) in self.phones.drain(..).enumerate() {
            days.spawn_local(day(n, phone, Rc::clone(&self.ledger), Rc::clone(&enough)));
        }
        meanwhile.await;
        enough.set(true);
        let mut phones = days.join_all().await;
        self.line.is_bad(false);
        phones.sort_by_key(|(n, _)| *n);
        self.phones = phones.into_iter().map(|(_, phone)| phone).collect();
    }

    /// It goes quiet: a few rounds later every phone shows what the program holds for its owner, and
    /// the ledger is content.
    pub async fn settles(&self, database: &Path, proxy: &Proxy) -> Audit {
        sleep(ECHOES).await;
        for _ in 0..ROUNDS {
            for phone in &self.phones {
                assert_eq!(phone.sync(&[]).await, Round::Done);
                // What was refused is shown beside what stands; a person puts an end to it.
                phone.give_up_all(&mut Done::default()).await;
            }
        }
        for (n, phone) in self.phones.iter().enumerate() {
            assert_eq!(phone.engine.state().unsent(), 0, "phone {n}");
            assert!(phone.engine.state().repair().is_empty(), "phone {n}");
            assert_eq!(phone.lost(), 0, "phone {n}");
            assert!(phone.matches_journal().await, "phone {n}");
            let fresh = Phone::of(&self.line, phone.who, 0x100 + n as u64).await;
            fresh.sync_well().await;
            assert_eq!(phone.view(), fresh.view(), "phone {n}");
        }
        let seen = proxy.seen(|seen| Seen {
            verdicts: seen.verdicts.clone(),
            twisted: seen.twisted.clone(),
            ..Seen::default()
        });
        let ledger = self.ledger.borrow().clone();
        let audit = ledger.audit(database, &seen).await;
        audit.assert_clean();
        audit
    }

    /// The line that all of them use.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The same, for one more phone.
    pub fn shared_line(&self) -> &Rc<Line> {
        &self.line
    }

    /// The phones, between two days.
    pub fn phones(&self) -> &[Phone<Line>] {
        &self.phones
    }

    /// What was promised so far.
    pub fn ledger(&self) -> &RefCell<Ledger> {
        &self.ledger
    }
}

/// What one of them does until it is enough.
async fn day(
    n: usize,
    mut phone: Phone<Line>,
    ledger: Rc<RefCell<Ledger>>,
    enough: Rc<Cell<bool>>,
) -> (usize, Phone<Line>) {
    let chance = Seeded::new(0xda7 + n as u64);
    let mut doors = Doors(TestRunner::default());
    while !enough.get() {
        for _ in 0..=draw(&chance, 3) {
            phone.work(&doors.next(), &mut Done::default()).await;
            ledger.borrow_mut().saved(phone.engine.state().outbox());
        }
        match draw(&chance, 10) {
            0 => phone.give_up_all(&mut Done::default()).await,
            1 => {
                // Pocketed in the midst of it; the system ends the app, and it is opened again.
                let pocketed = Duration::from_millis(draw(&chance, 60));
                tokio::select! {
                    _ = phone.sync(&[]) => {}
                    () = sleep(pocketed) => {}
                }
                phone.restart().await;
            }
            _ => {
                if phone.sync(&[]).await != Round::Done {
                    sleep(Duration::from_millis(draw(&chance, 60))).await;
                }
            }
        }
    }
    (n, phone)
}

fn draw(chance: &Seeded, end: u64) -> u64 {
    let mut bytes = [0; 8];
    chance.fill(&mut bytes);
    u64::from_le_bytes(bytes) % end
}

/// One thing after the other that people do.
struct Doors(TestRunner);

impl Doors {
    fn next(&mut self) -> Work {
        at_the_doors().new_tree(&mut self.0).expect("something to do").current()
    }
}
