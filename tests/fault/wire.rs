//! A line that does all that lines do: it refuses, stalls, breaks in the midst of a request or of an
//! answer, doubles, repeats late, delays, crawls, and answers with other people's pages.

use crate::crew::{Crew, asked_for};
use std::time::Duration;
use tests::{
    program::Program,
    proxy::{FAULTS, Proxy},
};
use tokio::{task::LocalSet, time::sleep};

/// So many in CI.
const USUAL: usize = 1_000;
/// Phones at work at once.
const PHONES: usize = 8;

#[tokio::test]
async fn whatever_the_line_does_nothing_is_lost() {
    let wished = asked_for("DOORSTEP_FAULTS", USUAL);
    let story = async {
        let program = Program::with_stories().await;
        let proxy = Proxy::before(program.port(), 0x11e).await;
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
            assert_eq!(seen.faults.len(), FAULTS.len(), "each of them happened");
            println!(
                "0 lost, 0 doubled in {seen}: {} saves, {} verdicts, {PHONES} phones",
                audit.saved, audit.verdicts
            );
        });
    };
    LocalSet::new().run_until(story).await;
}
