//! A journal in memory: for tests, and to try the contract itself.
//!
//! It can be told to fail, and clones share their contents, so that a second clone is what a phone
//! finds after being killed and started again.

use crate::ports::{Broken, Draft, Journal, Kept, KeptPhoto, Later, Page, Photo, PhotoStands, Save, named_photos};
use model::{id::DeviceId, op::Op, photo::PhotoId, record::Gone};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

/// Everything in memory.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    inner: Rc<RefCell<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    kept: Kept,
    pictures: BTreeMap<PhotoId, Vec<u8>>,
    fails: Option<Broken>,
}

impl Inner {
    fn put(&mut self, photo: &Photo) {
        self.pictures.insert(photo.id, photo.bytes.clone());
        match self.kept.photos.iter_mut().find(|known| known.id == photo.id) {
            Some(known) => known.stands = known.stands.clone().named_anew(),
            None => self.kept.photos.push(KeptPhoto { id: photo.id, stands: PhotoStands::Waiting }),
        }
    }

    fn put_draft(&mut self, draft: &Draft) {
        self.kept.drafts.retain(|known| known.key != draft.key);
        self.kept.drafts.push(draft.clone());
    }
}

impl Memory {
    /// An empty journal of `device`.
    pub fn new(device: DeviceId) -> Self {
        let memory = Self::default();
        let kept = Kept { device: Some(device), first_n: 1, ..Kept::default() };
        memory.inner.borrow_mut().kept = kept;
        memory
    }

    /// Another journal with the same contents: a phone that was cloned.
    pub fn copy(&self) -> Self {
        let inner = self.inner.borrow();
        let copy = Inner { kept: inner.kept.clone(), pictures: inner.pictures.clone(), fails: None };
        Self { inner: Rc::new(RefCell::new(copy)) }
    }

    /// From now on every call fails like this; `None` heals it.
    pub fn fail(&self, with: Option<Broken>) {
        self.inner.borrow_mut().fails = with;
    }

    fn change<T>(&self, change: impl FnOnce(&mut Inner) -> T) -> Later<'_, Result<T, Broken>>
    where
        T: 'static,
    {
        let mut inner = self.inner.borrow_mut();
        let result = match inner.fails.clone() {
            Some(broken) => Err(broken),
            None => Ok(change(&mut inner)),
        };
        Box::pin(std::future::ready(result))
    }
}

impl Journal for Memory {
    fn load(&self) -> Later<'_, Result<Kept, Broken>> {
        self.change(|inner| {
            let mut kept = inner.kept.clone();
            kept.outbox.sort_by_key(|op| op.n);
            kept
        })
    }

    fn save(&self, save: Save) -> Later<'_, Result<Vec<Op>, Broken>> {
        self.change(|inner| {
            let mut ops = save.ops;
            for op in &mut ops {
                inner.kept.last_n += 1;
                op.n = inner.kept.last_n;
            }
            inner.kept.outbox.extend(ops.iter().cloned());
            save.photos.iter().for_each(|photo| inner.put(photo));
            inner.kept.drafts.retain(|draft| Some(&draft.key) != save.draft.as_ref());
            inner.kept.repair.retain(|stuck| !save.mends.contains(&stuck.op.id));
            ops
        })
    }

    fn settle<'a>(&'a self, page: &'a Page) -> Later<'a, Result<(), Broken>> {
        self.change(|inner| {
            let kept = &mut inner.kept;
            let has_verdict = |op: &Op| {
                page.acked
                    .iter()
                    .map(|acked| &acked.op)
                    .chain(page.stuck.iter().map(|stuck| &stuck.op))
                    .any(|done| done.id == op.id)
            };
            kept.outbox.retain(|op| !has_verdict(op));
            kept.acked.retain(|known| !has_verdict(&known.op));
            kept.acked.retain(|known| !page.forgotten.contains(&known.op.id));
            kept.acked.extend(page.acked.iter().cloned());
            kept.repair.extend(page.stuck.iter().cloned());
            for row in &page.rows {
                // A row is known by scope and id: what moved may have arrived elsewhere already.
                kept.rows
                    .retain(|known| known.id != row.id || (row.gone == Some(Gone::Moved) && known.scope != row.scope));
                if row.gone.is_none() {
                    kept.rows.push(row.clone());
                }
            }
            kept.rows.retain(|row| !page.dropped.contains(&row.scope));
            kept.cursors.retain(|scope, _| !page.dropped.contains(scope));
            kept.mark = page.mark.clone().or_else(|| kept.mark.take());
            kept.cursors.extend(page.cursors.iter().map(|(scope, cursor)| (*scope, cursor.clone())));
        })
    }

    fn put_draft<'a>(&'a self, draft: &'a Draft) -> Later<'a, Result<(), Broken>> {
        self.change(|inner| inner.put_draft(draft))
    }

    fn put_photo<'a>(&'a self, photo: &'a Photo, draft: &'a Draft) -> Later<'a, Result<(), Broken>> {
        self.change(|inner| {
            inner.put(photo);
            inner.put_draft(draft);
        })
    }

    fn photo(&self, id: PhotoId) -> Later<'_, Result<Option<Vec<u8>>, Broken>> {
        self.change(|inner| inner.pictures.get(&id).cloned())
    }

    fn mark_photo(&self, id: PhotoId, stands: PhotoStands) -> Later<'_, Result<(), Broken>> {
        self.change(|inner| {
            let known = inner.kept.photos.iter_mut().find(|known| known.id == id);
            known.into_iter().for_each(|known| known.stands = stands.clone());
        })
    }

    fn drop_unnamed_photos(&self) -> Later<'_, Result<(), Broken>> {
        self.change(|inner| {
            let kept = &mut inner.kept;
            let refused = kept.repair.iter().map(|stuck| &stuck.op);
            let ops = kept.outbox.iter().chain(kept.acked.iter().map(|acked| &acked.op)).chain(refused);
            let named = named_photos(ops, &kept.drafts);
            kept.photos.retain(|photo| named.contains(&photo.id));
            inner.pictures.retain(|id, _| named.contains(id));
        })
    }

    fn drop_draft<'a>(&'a self, key: &'a str) -> Later<'a, Result<(), Broken>> {
        self.change(|inner| inner.kept.drafts.retain(|draft| draft.key != key))
    }

    fn reoffer(&self) -> Later<'_, Result<(), Broken>> {
        self.change(|inner| {
            let kept = &mut inner.kept;
            kept.outbox.extend(kept.acked.drain(..).map(|acked| acked.op));
            kept.outbox.extend(kept.repair.drain(..).map(|stuck| stuck.op));
            kept.outbox.sort_by_key(|op| op.n);
            kept.first_n = kept.last_n + 1;
            for op in &mut kept.outbox {
                kept.last_n += 1;
                op.n = kept.last_n;
            }
            kept.cursors.clear();
            kept.rows.clear();
            kept.mark = None;
            kept.photos.iter_mut().for_each(|photo| photo.stands = PhotoStands::Waiting);
        })
    }

    fn set_device(&self, device: DeviceId) -> Later<'_, Result<(), Broken>> {
        self.change(|inner| {
            let kept = &mut inner.kept;
            kept.device = Some(device);
            kept.first_n = kept.outbox.iter().map(|op| op.n).min().unwrap_or(kept.last_n + 1);
        })
    }

    fn count_from(&self, n: u64) -> Later<'_, Result<(), Broken>> {
        self.change(|inner| inner.kept.last_n = inner.kept.last_n.max(n))
    }
}
