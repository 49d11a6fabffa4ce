//! The counter comes last: whoever polls the feed while others write misses nothing. With numbers
//! taken ahead of the commit, as from an ordinary sequence, number 8 can be there before 7, and who
//! has read up to 8 never comes back for 7.

use model::{
    ambient::Stamp,
    day::Day,
    id::{DeviceId, OpId, RecordId},
    kind::{Payload, household::Household},
    op::{Act, Op},
    record::Scope,
};
use server::{reading::Reading, store::Push};
use std::collections::{BTreeMap, BTreeSet};
use tests::{
    ambient::MORNING,
    township::{ANNA, GRID, Township},
};
use tokio::task::JoinHandle;

/// So many write at the same time,
const WRITERS: u128 = 8;
/// so many changes each.
const CHANGES: u128 = 120;
/// Rows that are read at once, at most.
const PAGE: u32 = 2_000;

fn op(writer: u128, n: u128) -> Op {
    let id = 0x1_0000 * (writer + 1) + n;
    let household = Household { door: format!("{n}号"), walk: 1, head: "佘德旺".into(), ..Household::default() };
    Op {
        id: OpId::fixed(id),
        n: n as u64,
        act: Act::Add { data: household.data() },
        kind: Household::KIND.into(),
        rec: RecordId::fixed(id),
        scope: Scope::Grid(GRID),
        v: 1,
        at: Stamp { wall: MORNING, mono: 0, boot: "boot".into() },
        deps: Vec::new(),
        mends: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_polls_while_others_write_misses_nothing() {
    let town = Township::open().await;
    let store = town.state().store;
    let anna = store.sign_in_account(ANNA.account).await.expect("storage").expect("she has an account");
    let permit = store.session_permit(&anna, Day::from_unix_ms(MORNING)).await.expect("storage");

    let writer = |writer: u128| {
        let (store, permit) = (store.clone(), permit.clone());
        tokio::spawn(async move {
            for n in 1..=CHANGES {
                let device = DeviceId::fixed(0x70 + writer);
                let push = Push { permit: permit.clone(), device, ops: vec![op(writer, n)], heard: None, whole: false };
                store.push(push).await.expect("it is taken");
            }
        })
    };
    let writers: Vec<_> = (0..WRITERS).map(writer).collect();

    let (mut have, mut read, mut polls) = (BTreeMap::new(), BTreeSet::new(), 0);
    loop {
        let was_last = writers.iter().all(JoinHandle::is_finished);
        let reading = Reading::From { have: have.clone(), brief: false };
        let pulled = store.pull(&permit, &reading, None, PAGE).await.expect("it is read");
        read.extend(pulled.rows.into_iter().map(|row| row.id));
        have.extend(pulled.have.into_iter().map(|(scope, cursor)| (scope, Some(cursor))));
        polls += 1;
        if was_last {
            break;
        }
    }
    for writer in writers {
        writer.await.expect("all of it was taken");
    }
    let written = (0..WRITERS).flat_map(|writer| (1..=CHANGES).map(move |n| op(writer, n).rec));
    let missed = written.filter(|rec| !read.contains(rec)).count();
    assert_eq!(missed, 0, "of {} changes, in {polls} polls", WRITERS * CHANGES);
}
