//! A program that is killed again and again, at any moment, and started again on what is there.

use crate::crew::{Crew, asked_for};
use model::ambient::Chance;
use std::time::Duration;
use tests::{ambient::Seeded, program::Program, proxy::Proxy};
use tokio::{task::LocalSet, time::sleep};

/// So many in CI, and at most so many in one township.
const USUAL: usize = 200;
/// Phones at work at once.
const PHONES: usize = 8;
/// It is killed within so many milliseconds after it is ready.
const UP_TO: u8 = 250;

#[tokio::test]
async fn however_often_the_program_is_killed_nothing_is_lost() {
    let wished = asked_for("DOORSTEP_KILLS", USUAL);
    for done in (0..wished).step_by(USUAL) {
        a_township(done as u64, USUAL.min(wished - done)).await;
    }
    println!("0 lost, 0 doubled in {wished} kills of the program");
}

/// A fresh township, whose program is killed so often.
async fn a_township(seed: u64, wished: usize) {
    let story = async {
        let mut program = Program::with_stories().await;
        let database = program.database();
        let proxy = Proxy::before(program.port(), 0x22e + seed).await;
        let mut crew = Crew::of(PHONES, &proxy).await;
        crew.work(async {
            let chance = Seeded::new(0xdead + seed);
            for _ in 0..wished {
                let mut byte = [0];
                chance.fill(&mut byte);
                sleep(Duration::from_millis(u64::from(byte[0] % UP_TO))).await;
                program.kill();
                program.start().await;
            }
        })
        .await;
        let audit = crew.settles(&database, &proxy).await;
        assert!(audit.verdicts > wished, "little was taken in between: {}", audit.verdicts);
        println!("{wished} kills: {} saves, {} verdicts, {PHONES} phones", audit.saved, audit.verdicts);
    };
    LocalSet::new().run_until(story).await;
}
