//! A database that is lost, and restored from a backup that is older than what phones were told.

use crate::crew::Crew;
use model::id::RecordId;
use std::time::Duration;
use sync::{Refused, Round};
use tempfile::TempDir;
use tests::{
    program::Program,
    proxy::Proxy,
    work::{Done, Work},
};
use tokio::{task::LocalSet, time::sleep};

/// Phones, and how often each sends after the backup, one visit at a time.
const PHONES: usize = 20;
const TIMES: usize = 25;

#[tokio::test]
async fn what_a_backup_lacks_phones_bring_back_by_themselves() {
    let story = async {
        let folder = TempDir::new().expect("a temporary folder");
        let file = |name: &str| folder.path().join(name).display().to_string();
        let (backup, key) = (file("backup"), file("key"));
        let mut program = Program::with_stories().await;
        let proxy = Proxy::before(program.port(), 0xd11).await;
        let mut crew = Crew::of(PHONES, &proxy).await;

        // Online: the phones go on while it is made.
        crew.work(async {
            sleep(Duration::from_millis(500)).await;
            program.run(&["backup", &backup, "--key", &key]);
            sleep(Duration::from_millis(500)).await;
        })
        .await;
        let mut done = Done::default();
        let before = proxy.seen(|seen| seen.verdicts.len());
        for time in 0..TIMES {
            for phone in crew.phones() {
                phone.work(&Work::AddHousehold(time as u8), &mut done).await;
                crew.ledger().borrow_mut().saved(phone.engine.state().outbox());
                phone.sync_well().await;
            }
        }
        let acknowledged = proxy.seen(|seen| seen.verdicts.len()) - before;
        assert!(acknowledged >= PHONES * TIMES, "{acknowledged}");

        program.kill();
        let database = program.database();
        for end in ["", "-wal", "-shm"] {
            // What a clean end would have left is missing; what is there goes.
            let _ = std::fs::remove_file(format!("{}{end}", database.display()));
        }
        program.run(&["restore", &backup, "--key", &key]);
        program.start().await;
        proxy.forget_verdicts();
        crew.line().restored();

        for phone in crew.phones() {
            // Sessions have ended with the database: all that a person does is sign in.
            let refused = loop {
                match phone.sync(&[]).await {
                    // Connections have ended as well.
                    Round::Later { refused: Refused::Unreachable, .. } => {}
                    round => break round,
                }
            };
            assert!(
                matches!(&refused, Round::Later { refused: Refused::Trouble { status: 401, .. }, .. }),
                "{refused:?}"
            );
            phone.sign_in().await;
        }
        let audit = crew.settles(&database, &proxy).await;
        let kept = |id: &&RecordId| crew.phones().iter().any(|phone| phone.shows("household", **id).is_some());
        assert_eq!(done.added.iter().filter(kept).count(), PHONES * TIMES);
        println!(
            "0 lost, 0 doubled in a restore: {} pushes since the backup came back from {PHONES} phones, {} saves in all",
            PHONES * TIMES,
            audit.saved
        );
    };
    LocalSet::new().run_until(story).await;
}
