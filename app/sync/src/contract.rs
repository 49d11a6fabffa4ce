//! The suite that every [`Journal`] must pass: memory here, IndexedDB in a real browser.
//!
//! Each step opens the journal anew, as a phone does after being killed, and looks at what it
//! finds there.

use crate::ports::{
    Acked, Draft, Journal, Kept, Page, Photo,
    PhotoStands::{self, Refused, Sent, Waiting},
    Save, Stuck,
};
use model::{
    ambient::Stamp,
    id::{DeviceId, OpId, RecordId},
    kind::{Payload, household::Household},
    op::{Act, Op},
    photo::PhotoId,
    record::{Data, Gone, Record, Scope},
    wire::{RejectCode, Rejection},
};
use serde_json::json;

const GRID: Scope = Scope::Grid(RecordId::fixed(100));
const OTHER: Scope = Scope::Grid(RecordId::fixed(101));

/// Runs the suite on journals that `open` gives; all of them stand on the same storage, empty at
/// first.
///
/// # Errors
/// The first promise that is not kept, in words.
pub async fn run<J: Journal>(mut open: impl AsyncFnMut() -> J) -> Result<(), String> {
    let device = DeviceId::fixed(1);
    open().await.set_device(device).await.map_err(text)?;
    let found = kept(&mut open).await?;
    same("the device is kept", &(found.device, found.first_n, found.last_n), &(Some(device), 1, 0))?;

    // Saving: numbers without a gap, the draft goes in the same breath.
    let draft = Draft {
        key: "visit:1".into(),
        kind: "visit".into(),
        version: 1,
        about: None,
        at: 7,
        data: Data::new(),
        mends: None,
    };
    let journal = open().await;
    journal.put_draft(&draft).await.map_err(text)?;
    journal.put_draft(&Draft { at: 8, ..draft.clone() }).await.map_err(text)?;
    same("a draft replaces the older one", &kept(&mut open).await?.drafts, &vec![Draft { at: 8, ..draft.clone() }])?;
    let first = journal
        .save(Save { ops: vec![op(1), op(2)], draft: Some(draft.key.clone()), ..Save::default() })
        .await
        .map_err(text)?;
    same("ops are numbered from one", &numbers(&first), &vec![1, 2])?;
    let (tab, other_tab) = (open().await, open().await);
    let third = tab.save(Save { ops: vec![op(3)], ..Save::default() }).await.map_err(text)?;
    let fourth = other_tab.save(Save { ops: vec![op(4)], ..Save::default() }).await.map_err(text)?;
    same("two tabs share one counter", &(numbers(&third), numbers(&fourth)), &(vec![3], vec![4]))?;
    let found = kept(&mut open).await?;
    same("ops come back by number", &numbers(&found.outbox), &vec![1, 2, 3, 4])?;
    same("ops come back as they were", &found.outbox[0], &first[0])?;
    same("a saved form leaves no draft", &found.drafts, &Vec::new())?;

    // Settling: verdicts, rows and cursors at once, and nothing that is not named.
    let acked = Acked { op: found.outbox[0].clone(), seq: 10, at: 9, covered: false };
    let stuck = Stuck { op: found.outbox[1].clone(), rejection: Rejection::new(RejectCode::Forbidden), seen: 3 };
    let page = Page {
        acked: vec![acked.clone()],
        stuck: vec![stuck.clone()],
        rows: vec![row(1, GRID, 10, None), row(2, GRID, 11, None), row(3, OTHER, 12, None)],
        cursors: [(GRID, "11.a".into()), (OTHER, "12.a".into())].into(),
        mark: Some("12.a".into()),
        ..Page::default()
    };
    open().await.put_draft(&draft).await.map_err(text)?;
    open().await.settle(&page).await.map_err(text)?;
    let found = kept(&mut open).await?;
    same("what has a verdict leaves the outbox, the rest stays", &numbers(&found.outbox), &vec![3, 4])?;
    same("taken ops are remembered", &found.acked, &vec![acked.clone()])?;
    same("refused ops go to repair", &found.repair, &vec![stuck.clone()])?;
    same("rows are kept", &ids(&found), &vec![1, 2, 3])?;
    same("cursors are kept", &found.cursors, &page.cursors)?;
    same("the mark is kept", &found.mark, &page.mark)?;
    same("drafts stay", &found.drafts.len(), &1)?;
    let covered = Acked { covered: true, ..acked.clone() };
    open().await.settle(&Page { acked: vec![covered.clone()], ..Page::default() }).await.map_err(text)?;
    same("a taken op that comes again takes its own place", &kept(&mut open).await?.acked, &vec![covered])?;

    // A row anew, a row withdrawn, a row moved to another scope of mine.
    let page = Page {
        rows: vec![
            row(1, GRID, 13, None),
            row(2, OTHER, 14, None),
            row(2, GRID, 14, Some(Gone::Moved)),
            row(3, OTHER, 15, Some(Gone::Void)),
        ],
        ..Page::default()
    };
    open().await.settle(&page).await.map_err(text)?;
    let found = kept(&mut open).await?;
    same("withdrawn rows go, moved rows stay once", &ids(&found), &vec![1, 2])?;
    same(
        "the moved row is in its new scope",
        &found.rows.iter().find(|row| row.id == RecordId::fixed(2)).map(|row| row.scope),
        &Some(OTHER),
    )?;

    // Leaving a scope takes its rows and cursor, and never what is unsent or in repair.
    open().await.settle(&Page { dropped: vec![GRID], ..Page::default() }).await.map_err(text)?;
    let found = kept(&mut open).await?;
    same("the scope's rows go", &ids(&found), &vec![2])?;
    same("its cursor goes", &found.cursors.keys().copied().collect::<Vec<_>>(), &vec![OTHER])?;
    same("the mark stays", &found.mark, &Some("12.a".into()))?;
    same("unsent and repair stay", &(numbers(&found.outbox), found.repair.len()), &(vec![3, 4], 1))?;

    // Mending a refused op; offering again what was taken.
    let mended = open()
        .await
        .save(Save { ops: vec![op(5)], mends: vec![stuck.op.id], ..Save::default() })
        .await
        .map_err(text)?;
    same("a mended op gets a new number", &numbers(&mended), &vec![5])?;
    same("it leaves repair", &kept(&mut open).await?.repair, &Vec::new())?;
    let last = Stuck { op: mended[0].clone(), ..stuck.clone() };
    open().await.settle(&Page { stuck: vec![last], ..Page::default() }).await.map_err(text)?;
    open().await.reoffer().await.map_err(text)?;
    let found = kept(&mut open).await?;
    let order: Vec<OpId> = found.outbox.iter().map(|op| op.id).collect();
    same("taken and refused ops are unsent again", &order, &[1, 3, 4, 5].map(OpId::fixed).to_vec())?;
    same("numbered anew", &(numbers(&found.outbox), found.first_n, found.last_n), &(vec![6, 7, 8, 9], 6, 9))?;
    same("nothing is in repair", &found.repair.len(), &0)?;
    same("and read from the start", &(found.cursors.len(), found.acked.len(), found.rows.len()), &(0, 0, 0))?;
    same("without a mark", &found.mark, &None)?;
    let acked = Acked { op: found.outbox[0].clone(), ..acked };
    open().await.settle(&Page { acked: vec![acked.clone()], ..Page::default() }).await.map_err(text)?;
    open().await.settle(&Page { forgotten: vec![acked.op.id], ..Page::default() }).await.map_err(text)?;
    let found = kept(&mut open).await?;
    same("what was taken long ago is forgotten", &(found.acked.len(), numbers(&found.outbox)), &(0, vec![7, 8, 9]))?;

    // A new device id counts from the oldest unsent op on; an emptied phone counts on.
    open().await.set_device(DeviceId::fixed(2)).await.map_err(text)?;
    let found = kept(&mut open).await?;
    same("a new device", &(found.device, found.first_n, found.last_n), &(Some(DeviceId::fixed(2)), 7, 9))?;
    open().await.count_from(12).await.map_err(text)?;
    open().await.count_from(2).await.map_err(text)?;
    let next = open().await.save(Save { ops: vec![op(6)], ..Save::default() }).await.map_err(text)?;
    same("it counts on", &(numbers(&next), kept(&mut open).await?.last_n), &(vec![13], 13))?;
    open().await.drop_draft(&draft.key).await.map_err(text)?;
    same("a dropped draft is gone", &kept(&mut open).await?.drafts, &Vec::new())?;
    photos(&mut open).await
}

/// Photos: kept with what names them, however it is kept, and no longer.
async fn photos<J: Journal>(open: &mut impl AsyncFnMut() -> J) -> Result<(), String> {
    let (begun, saved) = (picture(0xa1), picture(0xa2));
    let draft = |photos: &[&Photo]| Draft {
        key: "visit:2".into(),
        kind: "visit".into(),
        version: 1,
        about: None,
        at: 9,
        data: naming(photos),
        mends: None,
    };
    open().await.put_photo(&begun, &draft(&[&begun])).await.map_err(text)?;
    open().await.put_photo(&saved, &draft(&[&begun, &saved])).await.map_err(text)?;
    let found = kept(open).await?;
    same("a photo is kept with its draft", &found.drafts, &vec![draft(&[&begun, &saved])])?;
    same("and waits", &stands(&found), &vec![(begun.id, Waiting), (saved.id, Waiting)])?;
    same("its bytes come back", &open().await.photo(saved.id).await.map_err(text)?, &Some(saved.bytes.clone()))?;
    same("one that is not here is none", &open().await.photo(PhotoId::new([9; 32])).await.map_err(text)?, &None)?;

    // Of two photos of a form the one was taken out again before it was saved.
    let visit = Op { kind: "visit".into(), act: Act::Add { data: naming(&[&saved]) }, ..op(20) };
    let save = Save { ops: vec![visit], draft: Some("visit:2".into()), photos: vec![saved.clone()], ..Save::default() };
    let visit = open().await.save(save).await.map_err(text)?.remove(0);
    open().await.drop_unnamed_photos().await.map_err(text)?;
    let found = kept(open).await?;
    same("what nothing names is dropped, what an op names stays", &stands(&found), &vec![(saved.id, Waiting)])?;
    same("its bytes go with it", &open().await.photo(begun.id).await.map_err(text)?, &None)?;
    same("the others' stay", &open().await.photo(saved.id).await.map_err(text)?, &Some(saved.bytes.clone()))?;

    open().await.mark_photo(saved.id, Refused("not_named".into())).await.map_err(text)?;
    same("what became of it is kept", &stands(&kept(open).await?), &vec![(saved.id, Refused("not_named".into()))])?;
    open().await.put_photo(&saved, &draft(&[&saved])).await.map_err(text)?;
    same("what is named anew may go again", &stands(&kept(open).await?), &vec![(saved.id, Waiting)])?;
    open().await.mark_photo(saved.id, Sent).await.map_err(text)?;
    open().await.mark_photo(begun.id, Sent).await.map_err(text)?;
    open().await.put_photo(&saved, &draft(&[&saved])).await.map_err(text)?;
    same("what the server has need not", &stands(&kept(open).await?), &vec![(saved.id, Sent)])?;
    open().await.drop_draft("visit:2").await.map_err(text)?;

    // It stays with its op, taken or refused, and is offered again with it.
    let acked = Acked { op: visit.clone(), seq: 30, at: 9, covered: true };
    open().await.settle(&Page { acked: vec![acked], ..Page::default() }).await.map_err(text)?;
    open().await.drop_unnamed_photos().await.map_err(text)?;
    same("it stays with a taken op", &stands(&kept(open).await?), &vec![(saved.id, Sent)])?;
    open().await.reoffer().await.map_err(text)?;
    same("a restored server may lack it", &stands(&kept(open).await?), &vec![(saved.id, Waiting)])?;
    let refused = Stuck { op: visit.clone(), rejection: Rejection::new(RejectCode::Forbidden), seen: 0 };
    let number = |found: Kept| found.outbox.iter().find(|op| op.id == visit.id).map(|op| op.n).unwrap_or_default();
    let refused = Stuck { op: Op { n: number(kept(open).await?), ..visit.clone() }, ..refused };
    open().await.settle(&Page { stuck: vec![refused], ..Page::default() }).await.map_err(text)?;
    open().await.drop_unnamed_photos().await.map_err(text)?;
    same("it stays with a refused op", &stands(&kept(open).await?), &vec![(saved.id, Waiting)])?;
    open().await.save(Save { ops: vec![op(21)], mends: vec![visit.id], ..Save::default() }).await.map_err(text)?;
    open().await.drop_unnamed_photos().await.map_err(text)?;
    same("and goes when that is given up", &stands(&kept(open).await?), &vec![])
}

fn picture(n: u8) -> Photo {
    Photo { id: PhotoId::new([n; 32]), bytes: vec![n; 70_000] }
}

fn naming(photos: &[&Photo]) -> Data {
    let name = |photo: &&Photo| json!({"sha256": photo.id, "bytes": photo.bytes.len()});
    Data::from_iter([("photos".into(), photos.iter().map(name).collect())])
}

fn stands(kept: &Kept) -> Vec<(PhotoId, PhotoStands)> {
    let mut photos: Vec<_> = kept.photos.iter().map(|photo| (photo.id, photo.stands.clone())).collect();
    photos.sort_by_key(|(id, _)| *id);
    photos
}

async fn kept<J: Journal>(open: &mut impl AsyncFnMut() -> J) -> Result<Kept, String> {
    open().await.load().await.map_err(text)
}

fn same<T: PartialEq + std::fmt::Debug>(promise: &str, found: &T, wanted: &T) -> Result<(), String> {
    if found == wanted { Ok(()) } else { Err(format!("{promise}: found {found:?}, wanted {wanted:?}")) }
}

fn text(broken: crate::Broken) -> String {
    broken.to_string()
}

fn numbers(ops: &[Op]) -> Vec<u64> {
    ops.iter().map(|op| op.n).collect()
}

fn ids(kept: &Kept) -> Vec<u128> {
    let mut ids: Vec<RecordId> = kept.rows.iter().map(|row| row.id).collect();
    ids.sort();
    (1..=9).filter(|n| ids.contains(&RecordId::fixed(*n))).collect()
}

fn op(n: u128) -> Op {
    let household = Household { door: format!("{n}"), head: "A".into(), ..Household::default() };
    Op {
        id: OpId::fixed(n),
        n: 0,
        act: Act::Add { data: household.data() },
        kind: "household".into(),
        rec: RecordId::fixed(n),
        scope: GRID,
        v: 1,
        at: Stamp { wall: 1_581_000_000_000, mono: 5, boot: "b".into() },
        deps: vec![],
        mends: None,
    }
}

fn row(n: u128, scope: Scope, seq: u64, gone: Option<Gone>) -> Record {
    Record {
        kind: "household".into(),
        id: RecordId::fixed(n),
        scope,
        seq,
        v: 1,
        fv: Default::default(),
        by: None,
        at: None,
        late: false,
        data: Data::new(),
        gone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Broken, memory::Memory};

    #[test]
    fn memory_keeps_every_promise() {
        let memory = Memory::default();
        futures::executor::block_on(run(async || memory.clone())).expect("the contract");
    }

    #[test]
    fn a_failing_journal_is_noticed() {
        let memory = Memory::default();
        memory.fail(Some(Broken::Full));
        assert!(futures::executor::block_on(run(async || memory.clone())).is_err());
    }
}
