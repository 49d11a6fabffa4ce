//! A disk that is full: nothing is taken that cannot be kept, what was taken can be read, and when
//! there is room again the phones deliver by themselves.

use crate::crew::Crew;
use model::op::{Act, Op};
use std::{collections::BTreeSet, time::Duration};
use sync::{Refused, Round};
use tests::{
    line::Line,
    phone::Phone,
    program::Program,
    proxy::Proxy,
    township::ANNA,
    work::{Done, Work},
};
use tokio::{
    task::LocalSet,
    time::{sleep, timeout},
};

/// MiB of the disk, and what it is given in the end.
const SMALL: usize = 8;
const ROOMY: usize = 256;
/// Phones at work at once.
const PHONES: usize = 6;
/// The program says so often that it is full before people stop.
const REFUSALS: usize = 40;
/// Within this time.
const PATIENCE: Duration = Duration::from_secs(120);

#[tokio::test]
async fn a_full_disk_refuses_and_recovers() {
    let story = async {
        let program = Program::with_stories_on_a_disk_of(SMALL).await;
        let proxy = Proxy::before(program.port(), 0xf0_11).await;
        let mut crew = Crew::of(PHONES, &proxy).await;
        // Signed in while it could be; it has read nothing yet.
        let late = Phone::of(crew.shared_line(), ANNA, 0x50).await;

        crew.work(async {
            let is_full = async {
                while full(&proxy) < REFUSALS {
                    sleep(Duration::from_millis(20)).await;
                }
            };
            timeout(PATIENCE, is_full).await.expect("it becomes full, and says so");
        })
        .await;
        let codes = proxy.seen(|seen| seen.refused.keys().cloned().collect::<Vec<_>>());
        let clear = ["507 storage_full", "503 unavailable"];
        assert!(codes.iter().all(|code| clear.contains(&code.as_str())), "{codes:?}");

        // Nothing goes up, nothing leaves a phone, and what others have brought comes down.
        for phone in crew.phones() {
            phone.work(&Work::AddHousehold(1), &mut Done::default()).await;
            crew.ledger().borrow_mut().saved(phone.engine.state().outbox());
            let unsent = phone.engine.state().unsent();
            let Round::Later { refused, .. } = phone.sync(&[]).await else { panic!("it is taken though it is full") };
            assert!(matches!(&refused, Refused::Trouble { status: 507 | 503, .. }), "{refused:?}");
            assert_eq!(phone.engine.state().unsent(), unsent, "a phone keeps what it has");
        }
        // All that was acknowledged can be read, also by phones that have something to send.
        late.sync_well().await;
        let read = acknowledged(&crew, |phone| phone.who == ANNA);
        let hers = crew.phones().iter().filter(|phone| phone.who == ANNA);
        for phone in hers.chain([&late]) {
            for op in &read {
                assert!(phone.shows(&op.kind, op.rec).is_some(), "was acknowledged and cannot be read: {op:?}");
            }
        }
        let waiting: usize = crew.phones().iter().map(|phone| phone.engine.state().unsent()).sum();

        program.disk().grow(ROOMY);
        let audit = crew.settles(&program.database(), &proxy).await;
        println!(
            "0 lost, 0 doubled on a full disk of {SMALL} MiB: {} refusals, {} records read meanwhile, {waiting} saves \
             delivered when there was room, {} saves in all",
            full(&proxy),
            read.len(),
            audit.saved
        );
    };
    LocalSet::new().run_until(story).await;
}

fn full(proxy: &Proxy) -> usize {
    proxy.seen(|seen| seen.refused.get("507 storage_full").copied().unwrap_or_default())
}

/// What these phones have added, with a verdict, and nobody has withdrawn.
fn acknowledged(crew: &Crew, by: impl Fn(&Phone<Line>) -> bool) -> Vec<Op> {
    let mut added = Vec::new();
    let mut gone = BTreeSet::new();
    for phone in crew.phones() {
        let state = phone.engine.state();
        let taken = || state.acked().iter().map(|acked| &acked.op);
        gone.extend(taken().chain(state.outbox()).filter(|op| matches!(op.act, Act::Void { .. })).map(|op| op.rec));
        if by(phone) {
            added.extend(taken().filter(|op| matches!(op.act, Act::Add { .. })).cloned());
        }
    }
    added.retain(|op| !gone.contains(&op.rec));
    assert!(!added.is_empty(), "nothing was acknowledged");
    added
}
