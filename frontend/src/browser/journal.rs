//! The journal on IndexedDB: one database a person, one strict transaction a save.
//!
//! Values are kept as JSON text, written by [`encode`] and read by [`decode`] and nowhere else.
//! Inside a transaction nothing but IndexedDB is awaited: a transaction with nothing to do commits
//! by itself.

use super::{page, sealed::seals};
use js_sys::Uint8Array;
use matrix_indexed_db_futures::{
    Build, BuildPrimitive, KeyRange,
    database::Database,
    error::{DomException, Error, OpenDbError, UnexpectedDataError},
    internals::SystemRepr,
    object_store::ObjectStore,
    query_source::QuerySource,
    transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions},
};
use model::{
    id::{DeviceId, UserId},
    op::Op,
    photo::PhotoId,
    record::{Gone, Record, Scope},
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    cell::{Cell, RefCell},
    future::Future,
    rc::Rc,
};
use sync::{
    Broken, Draft, Journal, Kept, Page, Photo, Save,
    ports::{Acked, KeptPhoto, Later, PhotoStands, Stuck, named_photos},
};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

const ROWS: &str = "rows";
const CURSORS: &str = "cursors";
const OUTBOX: &str = "outbox";
const REPAIR: &str = "repair";
const ACKED: &str = "acked";
const DRAFTS: &str = "drafts";
const META: &str = "meta";
/// Beside each unsent op, under the same number, its seal: what leaves this phone by another way.
const SEALED: &str = "sealed";
/// What is kept of each photo, under its name; and, apart, since the start reads none of them, its bytes.
const PHOTOS: &str = "photos";
const PICTURES: &str = "pictures";
const STORES: [&str; 10] = [ROWS, CURSORS, OUTBOX, REPAIR, ACKED, DRAFTS, META, SEALED, PHOTOS, PICTURES];
/// Counts the sets of stores that there ever were.
const VERSION: u8 = 3;

const LAST_N: &str = "last_n";
const DEVICE: &str = "device";
const FIRST_N: &str = "first_n";
const MARK: &str = "mark";

/// A person's journal in this browser.
pub struct IndexedDb {
    person: UserId,
    database: RefCell<Option<Rc<Database>>>,
}

/// How much a transaction has to outlive.
#[derive(Clone, Copy)]
enum Lasting {
    /// A power cut: what a person was told is kept.
    Strict,
    /// A crash of the browser: what a person is still typing.
    Relaxed,
}

impl IndexedDb {
    /// Opens the database of `person`, making it if it is not there.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn open(person: UserId) -> Result<Self, Broken> {
        let journal = Self { person, database: RefCell::new(None) };
        journal.database().await?;
        Ok(journal)
    }

    /// Deletes the database of `person`.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn forget(person: UserId) -> Result<(), Broken> {
        Database::delete_by_name(&name_of(person)).map_err(broken_open)?.await.map_err(broken)
    }

    async fn database(&self) -> Result<Rc<Database>, Broken> {
        if let Some(database) = self.database.borrow().as_ref() {
            return Ok(Rc::clone(database));
        }
        let blocked = Rc::new(Cell::new(false));
        let held = Rc::clone(&blocked);
        let opened = Database::open(name_of(self.person).as_str())
            .with_version(VERSION)
            .with_on_blocked(move |_| {
                held.set(true);
                page::dispatch("doorstep:blocked", None);
                Ok(())
            })
            .with_on_upgrade_needed(|_, transaction| {
                let database = transaction.db();
                for store in STORES.into_iter().filter(|store| !database.object_store_names().any(|own| own == *store))
                {
                    database.create_object_store(store).build()?;
                }
                Ok(())
            })
            .build()
            .map_err(broken_open)?
            .await;
        // However it ended: what there is to say next, the app says itself.
        if blocked.get() {
            page::dispatch("doorstep:unblocked", None);
        }
        let opened = opened.map_err(broken_open)?;
        let_go(&opened);
        let opened = Rc::new(opened);
        *self.database.borrow_mut() = Some(Rc::clone(&opened));
        Ok(opened)
    }

    /// Runs `work`; if the browser had closed the database meanwhile, opens it and tries once more.
    /// A transaction that did not commit has changed nothing, so trying again is safe.
    async fn with<T, F: Future<Output = Result<T, Error>>>(
        &self,
        work: impl Fn(Rc<Database>) -> F,
    ) -> Result<T, Broken> {
        match work(self.database().await?).await {
            Err(Error::DomException(
                DomException::InvalidStateError(_) | DomException::TransactionInactiveError(_),
            )) => {
                *self.database.borrow_mut() = None;
                work(self.database().await?).await.map_err(broken)
            }
            other => other.map_err(broken),
        }
    }
}

/// Closes the connection as soon as somebody wants to delete the database or give it more stores: this
/// tab or another. Dropping it does not close it, and whoever waits would wait for the collector. What
/// is open here opens it again by itself.
fn let_go(database: &Database) {
    let connection: web_sys::IdbDatabase = database.as_sys().unchecked_ref::<web_sys::IdbDatabase>().clone();
    let closing = connection.clone();
    let close = Closure::once_into_js(move || closing.close());
    connection.set_onversionchange(Some(close.unchecked_ref()));
}

/// `sealed.js` knows it as well.
fn name_of(person: UserId) -> String {
    format!("doorstep-{person}")
}

fn writing<'a>(database: &'a Database, stores: &[&str], lasting: Lasting) -> Result<Transaction<'a>, Error> {
    let durability = match lasting {
        Lasting::Strict => TransactionDurability::Strict,
        Lasting::Relaxed => TransactionDurability::Relaxed,
    };
    let mut options = TransactionOptions::new();
    options.set_durability(durability);
    database.transaction(stores.to_vec()).with_mode(TransactionMode::Readwrite).with_options(options).build()
}

/// The one place where a value becomes what is stored.
fn encode<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("our own types are JSON")
}

/// And back. None if it cannot be read: one bad value must not keep all others from being shown.
fn decode<T: DeserializeOwned>(stored: &str) -> Option<T> {
    serde_json::from_str(stored).ok()
}

/// Writes without waiting: the commit says whether it was done.
fn put<T: Serialize>(store: &ObjectStore<'_>, key: &str, value: &T) -> Result<(), Error> {
    store.put(encode(value)).with_key(key.to_owned()).without_key_type().primitive().map(drop)
}

fn delete(store: &ObjectStore<'_>, key: impl Into<KeyRange<String>>) -> Result<(), Error> {
    store.delete(key).primitive().map(drop)
}

async fn all<T: DeserializeOwned>(transaction: &Transaction<'_>, store: &str) -> Result<Vec<T>, Error> {
    let stored = transaction.object_store(store)?.get_all::<String>().await?;
    stored.map(|value| value.map(|value| decode(&value))).filter_map(Result::transpose).collect()
}

async fn one<T: DeserializeOwned>(store: &ObjectStore<'_>, key: &str) -> Result<Option<T>, Error> {
    let stored: Option<String> = store.get(key.to_owned()).await?;
    Ok(stored.and_then(|stored| decode(&stored)))
}

/// Numbers sort as text.
fn number_key(n: u64) -> String {
    format!("{n:016x}")
}

fn row_key(row: &Record) -> String {
    format!("{}|{}", row.scope, row.id)
}

/// All rows of a scope.
fn scope_keys(scope: &Scope) -> KeyRange<String> {
    KeyRange::Bound(format!("{scope}|"), false, format!("{scope}~"), true)
}

async fn load(database: Rc<Database>) -> Result<Kept, Error> {
    let transaction = database.transaction(STORES.to_vec()).build()?;
    let cursors: Vec<(Scope, String)> = all(&transaction, CURSORS).await?;
    let meta = transaction.object_store(META)?;
    let mut kept = Kept {
        device: one(&meta, DEVICE).await?,
        first_n: one(&meta, FIRST_N).await?.unwrap_or(0),
        last_n: one(&meta, LAST_N).await?.unwrap_or(0),
        mark: one(&meta, MARK).await?,
        rows: all(&transaction, ROWS).await?,
        cursors: cursors.into_iter().collect(),
        outbox: all(&transaction, OUTBOX).await?,
        repair: all(&transaction, REPAIR).await?,
        acked: all(&transaction, ACKED).await?,
        drafts: all(&transaction, DRAFTS).await?,
        photos: all(&transaction, PHOTOS).await?,
    };
    kept.acked.sort_by_key(|acked| acked.op.n);
    Ok(kept)
}

/// Writes a photo where it is not yet, and has it wait unless the server has it.
async fn put_photo(transaction: &Transaction<'_>, photo: &Photo) -> Result<(), Error> {
    let (photos, key) = (transaction.object_store(PHOTOS)?, photo.id.to_string());
    let known: Option<KeptPhoto> = one(&photos, &key).await?;
    let stands = known.map_or(PhotoStands::Waiting, |known| known.stands.named_anew());
    put(&photos, &key, &KeptPhoto { id: photo.id, stands })?;
    // Bytes as they are: as JSON they would be four times as many.
    let bytes: JsValue = Uint8Array::from(photo.bytes.as_slice()).into();
    transaction.object_store(PICTURES)?.put(bytes).with_key(key).without_key_type().primitive().map(drop)
}

async fn photo(database: Rc<Database>, id: PhotoId) -> Result<Option<Vec<u8>>, Error> {
    let transaction = database.transaction([PICTURES]).build()?;
    let stored: Option<JsValue> = transaction.object_store(PICTURES)?.get(id.to_string()).await?;
    Ok(stored.map(|bytes| Uint8Array::new(&bytes).to_vec()))
}

async fn mark_photo(database: Rc<Database>, id: PhotoId, stands: PhotoStands) -> Result<(), Error> {
    let transaction = writing(&database, &[PHOTOS], Lasting::Strict)?;
    let (photos, key) = (transaction.object_store(PHOTOS)?, id.to_string());
    if one::<KeptPhoto>(&photos, &key).await?.is_some() {
        put(&photos, &key, &KeptPhoto { id, stands })?;
    }
    transaction.commit().await
}

async fn drop_unnamed_photos(database: Rc<Database>) -> Result<(), Error> {
    let transaction = writing(&database, &STORES, Lasting::Relaxed)?;
    let mut ops: Vec<Op> = all(&transaction, OUTBOX).await?;
    ops.extend(all::<Acked>(&transaction, ACKED).await?.into_iter().map(|acked| acked.op));
    ops.extend(all::<Stuck>(&transaction, REPAIR).await?.into_iter().map(|stuck| stuck.op));
    let drafts: Vec<Draft> = all(&transaction, DRAFTS).await?;
    let named = named_photos(&ops, &drafts);
    let (photos, pictures) = (transaction.object_store(PHOTOS)?, transaction.object_store(PICTURES)?);
    for photo in all::<KeptPhoto>(&transaction, PHOTOS).await? {
        if !named.contains(&photo.id) {
            delete(&photos, photo.id.to_string())?;
            delete(&pictures, photo.id.to_string())?;
        }
    }
    transaction.commit().await
}

/// `sealed.js` reads it.
fn put_seal(store: &ObjectStore<'_>, op: &Op, seal: Option<&str>) -> Result<(), Error> {
    let Some(seal) = seal else { return Ok(()) };
    store.put(seal.to_owned()).with_key(number_key(op.n)).without_key_type().primitive().map(drop)
}

async fn save(database: Rc<Database>, save: Save, seals: &[Option<String>]) -> Result<Vec<Op>, Error> {
    let stores = [OUTBOX, META, DRAFTS, REPAIR, SEALED, PHOTOS, PICTURES];
    let transaction = writing(&database, &stores, Lasting::Strict)?;
    let sealed = transaction.object_store(SEALED)?;
    let meta = transaction.object_store(META)?;
    let outbox = transaction.object_store(OUTBOX)?;
    let mut n: u64 = one(&meta, LAST_N).await?.unwrap_or(0);
    let mut ops = save.ops;
    for (op, seal) in ops.iter_mut().zip(seals) {
        n += 1;
        op.n = n;
        put(&outbox, &number_key(n), op)?;
        put_seal(&sealed, op, seal.as_deref())?;
    }
    put(&meta, LAST_N, &n)?;
    for photo in &save.photos {
        put_photo(&transaction, photo).await?;
    }
    if let Some(key) = &save.draft {
        delete(&transaction.object_store(DRAFTS)?, key.clone())?;
    }
    let repair = transaction.object_store(REPAIR)?;
    for mended in &save.mends {
        delete(&repair, mended.to_string())?;
    }
    transaction.commit().await?;
    Ok(ops)
}

async fn settle(database: Rc<Database>, page: &Page) -> Result<(), Error> {
    let transaction = writing(&database, &[ROWS, CURSORS, OUTBOX, REPAIR, ACKED, META, SEALED], Lasting::Strict)?;
    let sealed = transaction.object_store(SEALED)?;
    let (rows, cursors, outbox) =
        (transaction.object_store(ROWS)?, transaction.object_store(CURSORS)?, transaction.object_store(OUTBOX)?);
    let (repair, acked) = (transaction.object_store(REPAIR)?, transaction.object_store(ACKED)?);
    for forgotten in &page.forgotten {
        delete(&acked, forgotten.to_string())?;
    }
    for taken in &page.acked {
        put::<Acked>(&acked, &taken.op.id.to_string(), taken)?;
        delete(&outbox, number_key(taken.op.n))?;
        delete(&sealed, number_key(taken.op.n))?;
    }
    for stuck in &page.stuck {
        put::<Stuck>(&repair, &stuck.op.id.to_string(), stuck)?;
        delete(&outbox, number_key(stuck.op.n))?;
        delete(&sealed, number_key(stuck.op.n))?;
    }
    // What left a scope goes before what arrived in one, so that a record is never in two.
    for row in page.rows.iter().filter(|row| matches!(row.gone, Some(Gone::Void | Gone::Moved))) {
        delete(&rows, row_key(row))?;
    }
    for row in page.rows.iter().filter(|row| row.gone.is_none()) {
        put(&rows, &row_key(row), row)?;
    }
    if let Some(mark) = &page.mark {
        put(&transaction.object_store(META)?, MARK, mark)?;
    }
    for (scope, cursor) in &page.cursors {
        put(&cursors, &scope.to_string(), &(scope, cursor))?;
    }
    for scope in &page.dropped {
        delete(&rows, scope_keys(scope))?;
        delete(&cursors, scope.to_string())?;
    }
    transaction.commit().await
}

async fn reoffer(database: Rc<Database>) -> Result<(), Error> {
    let transaction = writing(&database, &STORES, Lasting::Strict)?;
    let meta = transaction.object_store(META)?;
    let last: u64 = one(&meta, LAST_N).await?.unwrap_or(0);
    let mut ops: Vec<Op> = all(&transaction, OUTBOX).await?;
    ops.extend(all::<Acked>(&transaction, ACKED).await?.into_iter().map(|acked| acked.op));
    ops.extend(all::<Stuck>(&transaction, REPAIR).await?.into_iter().map(|stuck| stuck.op));
    ops.sort_by_key(|op| op.n);
    let outbox = transaction.object_store(OUTBOX)?;
    outbox.clear()?;
    put(&meta, FIRST_N, &(last + 1))?;
    put(&meta, LAST_N, &(last + ops.len() as u64))?;
    for (op, n) in ops.iter_mut().zip(last + 1..) {
        op.n = n;
        put(&outbox, &number_key(n), op)?;
    }
    transaction.object_store(ACKED)?.clear()?;
    transaction.object_store(REPAIR)?.clear()?;
    transaction.object_store(CURSORS)?.clear()?;
    transaction.object_store(ROWS)?.clear()?;
    // Their numbers are others now; they are sealed anew when they are to leave by another way.
    transaction.object_store(SEALED)?.clear()?;
    delete(&meta, MARK.to_owned())?;
    let photos = transaction.object_store(PHOTOS)?;
    for photo in all::<KeptPhoto>(&transaction, PHOTOS).await? {
        put(&photos, &photo.id.to_string(), &KeptPhoto { stands: PhotoStands::Waiting, ..photo })?;
    }
    transaction.commit().await
}

async fn set_device(database: Rc<Database>, device: DeviceId) -> Result<(), Error> {
    let transaction = writing(&database, &[OUTBOX, META], Lasting::Strict)?;
    let meta = transaction.object_store(META)?;
    let last: u64 = one(&meta, LAST_N).await?.unwrap_or(0);
    let unsent: Vec<Op> = all(&transaction, OUTBOX).await?;
    put(&meta, DEVICE, &device)?;
    put(&meta, FIRST_N, &unsent.first().map_or(last + 1, |oldest| oldest.n))?;
    transaction.commit().await
}

async fn count_from(database: Rc<Database>, n: u64) -> Result<(), Error> {
    let transaction = writing(&database, &[META], Lasting::Strict)?;
    let meta = transaction.object_store(META)?;
    let last: u64 = one(&meta, LAST_N).await?.unwrap_or(0);
    put(&meta, LAST_N, &last.max(n))?;
    transaction.commit().await
}

impl Journal for IndexedDb {
    fn load(&self) -> Later<'_, Result<Kept, Broken>> {
        Box::pin(self.with(load))
    }

    fn save(&self, ops: Save) -> Later<'_, Result<Vec<Op>, Broken>> {
        Box::pin(async move {
            // Before the transaction: nothing else may be awaited inside it.
            let seals = seals(self.person, &ops.ops).await;
            self.with(|database| save(database, ops.clone(), &seals)).await
        })
    }

    fn settle<'a>(&'a self, page: &'a Page) -> Later<'a, Result<(), Broken>> {
        Box::pin(self.with(move |database| settle(database, page)))
    }

    fn put_draft<'a>(&'a self, draft: &'a Draft) -> Later<'a, Result<(), Broken>> {
        Box::pin(self.with(move |database| async move {
            let transaction = writing(&database, &[DRAFTS], Lasting::Relaxed)?;
            put(&transaction.object_store(DRAFTS)?, &draft.key, draft)?;
            transaction.commit().await
        }))
    }

    fn put_photo<'a>(&'a self, photo: &'a Photo, draft: &'a Draft) -> Later<'a, Result<(), Broken>> {
        Box::pin(self.with(move |database| async move {
            let transaction = writing(&database, &[DRAFTS, PHOTOS, PICTURES], Lasting::Relaxed)?;
            put(&transaction.object_store(DRAFTS)?, &draft.key, draft)?;
            put_photo(&transaction, photo).await?;
            transaction.commit().await
        }))
    }

    fn photo(&self, id: PhotoId) -> Later<'_, Result<Option<Vec<u8>>, Broken>> {
        Box::pin(self.with(move |database| photo(database, id)))
    }

    fn mark_photo(&self, id: PhotoId, stands: PhotoStands) -> Later<'_, Result<(), Broken>> {
        Box::pin(async move { self.with(|database| mark_photo(database, id, stands.clone())).await })
    }

    fn drop_unnamed_photos(&self) -> Later<'_, Result<(), Broken>> {
        Box::pin(self.with(drop_unnamed_photos))
    }

    fn drop_draft<'a>(&'a self, key: &'a str) -> Later<'a, Result<(), Broken>> {
        Box::pin(self.with(move |database| async move {
            let transaction = writing(&database, &[DRAFTS], Lasting::Relaxed)?;
            delete(&transaction.object_store(DRAFTS)?, key.to_owned())?;
            transaction.commit().await
        }))
    }

    fn reoffer(&self) -> Later<'_, Result<(), Broken>> {
        Box::pin(self.with(reoffer))
    }

    fn set_device(&self, device: DeviceId) -> Later<'_, Result<(), Broken>> {
        Box::pin(self.with(move |database| set_device(database, device)))
    }

    fn count_from(&self, n: u64) -> Later<'_, Result<(), Broken>> {
        Box::pin(self.with(move |database| count_from(database, n)))
    }
}

fn broken(error: Error) -> Broken {
    match error {
        Error::DomException(exception) if is_full(&exception) => Broken::Full,
        // The browser aborts a transaction that finds no room when it is committed.
        Error::MissingData(UnexpectedDataError::TransactionAborted) => Broken::Full,
        Error::DomException(exception) => Broken::Failed(name(&exception)),
        _ => Broken::Failed("indexeddb".into()),
    }
}

fn broken_open(error: OpenDbError) -> Broken {
    match error {
        OpenDbError::Base(error) => broken(error),
        _ => Broken::Failed("open".into()),
    }
}

/// The exception's name; its message may quote what was stored.
fn name(exception: &DomException) -> String {
    let inner: &wasm_bindgen::JsValue = exception.as_ref();
    js_sys::Reflect::get(inner, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default()
}

fn is_full(exception: &DomException) -> bool {
    name(exception) == "QuotaExceededError"
}
