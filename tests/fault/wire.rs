//! A line that does all that lines do: it refuses, stalls, breaks in the midst of a request or of an
//! answer, doubles, repeats late, delays, crawls, and answers with other people's pages.

use crate::crew::{Crew, asked_for};
use std::time::Duration;
use tests::{
    program::Program,
    proxy::{FAULTS, Proxy},
};
use tokio::{task::LocalSet, time::sleep};

/// So many in CI, and at most so many in one township: one that has grown for hours is another test.
const USUAL: usize = 1_000;
/// Phones at work at once.
const PHONES: usize = 8;

#[tokio::test]
async fn whatever_the_line_does_nothing_is_lost() {
    let wished = asked_for("DOORSTEP_FAULTS", USUAL);
    let mut done = 0;
    while done < wished {
        done += a_township(done as u64, USUAL.min(wished - done)).await;
    }
    println!("0 lost, 0 doubled in {done} faults");
}

/// A fresh township, until so many faults have happened; gives how many did.
async fn a_township(seed: u64, wished: usize) -> usize {
    let story = async {
        let program = Program::with_stories().await;
        let proxy = Proxy::before(program.port(), 0x11e + seed).await;
        let mut crew = Crew::of(PHONES, &proxy).await;
        proxy.disturb(0.6);
        crew.work(async {
            while proxy.seen(|seen| seen.disturbed()) < wished {
                sleep(Duration::from_millis(20)).await;
            }
        })
        .await;
        proxy.disturb(0.0);
        let audit = crew.settles(&program.database(), &proxy).await;
        proxy.seen(|seen| {
            assert!(wished < USUAL || seen.faults.len() == FAULTS.len(), "not every one of them happened: {seen}");
            println!("{seen}: {} saves, {} verdicts, {PHONES} phones", audit.saved, audit.verdicts);
            seen.disturbed()
        })
    };
    LocalSet::new().run_until(story).await
}
