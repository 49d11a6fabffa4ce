//! `doorstep backup` and `doorstep restore`: the whole database in one sealed file.
//!
//! A backup is taken while phones go on, read through by SQLite, sealed with the township's key
//! (AES-256-GCM in pieces, so that no piece can be left out, doubled or put elsewhere), and opened
//! once more before it is called good. The key is a file of its own: a backup without it says
//! nothing to a thief.
//!
//! A restored server does not pretend to be the lost one. Its history goes on under a new hash, so
//! that each phone finds out at its next sync and offers again what the backup lacked
//! (`model::wire`, `history_changed`). Sessions end: what was allowed in the backup's time is no
//! reason to be allowed now.

use crate::{
    state::ChanceOf,
    state::World,
    store::{Copied, Store, StoreError, check_copy},
};
use aead_stream::{DecryptorBE32, EncryptorBE32};
use aes_gcm::{Aes256Gcm, KeyInit};
use model::ambient::Chance;
use sha2::{Digest, Sha256};
use std::{
    fmt, fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

/// How a backup file begins; the number is that of its form.
const HEAD: &[u8] = b"doorstep backup 1\n";
/// So many random bytes make each file's stream of nonces its own.
const NONCE: usize = 7;
/// So many bytes are sealed at a time.
const PIECE: usize = 1 << 20;
/// A seal is so much longer than what is in it.
const TAG: usize = 16;

/// The key that seals a township's backups.
pub struct Key([u8; 32]);

/// Why there is no backup, or nothing was restored. What was there before is untouched.
#[derive(Debug)]
pub enum BackupTrouble {
    /// A file cannot be read or written.
    File(PathBuf, io::Error),
    /// The key file does not hold a key.
    NoKey(PathBuf),
    /// Not a backup, damaged, or sealed with another key.
    NotOpened(PathBuf),
    /// There is a database already.
    Occupied(PathBuf),
    /// What was sealed is not what was to be sealed.
    NotTheSame(PathBuf),
    /// The database cannot be copied or is damaged.
    Store(StoreError),
}

impl fmt::Display for BackupTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
            Self::NoKey(path) => write!(f, "{} does not hold a key: 64 hexadecimal digits", path.display()),
            Self::NotOpened(path) => {
                write!(f, "{} cannot be opened: no backup, damaged, or sealed with another key", path.display())
            }
            Self::Occupied(path) => {
                write!(f, "{} is there already: move it away, or say --replace to put it aside", path.display())
            }
            Self::NotTheSame(path) => write!(f, "{} was not written as it should be: try again", path.display()),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for BackupTrouble {}

impl From<StoreError> for BackupTrouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Key {
    /// Reads the key file, or makes a new one if there is none; then true, so that whoever holds the
    /// machine can be told to keep a copy of it elsewhere.
    ///
    /// # Errors
    /// [`BackupTrouble::File`], [`BackupTrouble::NoKey`].
    pub fn read_or_make(path: &Path, world: &Arc<dyn World>) -> Result<(Self, bool), BackupTrouble> {
        if path.exists() {
            return Self::read(path).map(|key| (key, false));
        }
        let mut key = [0; 32];
        ChanceOf(world).fill(&mut key);
        write_new(path, hex(&key).as_bytes()).map_err(at(path))?;
        Ok((Self(key), true))
    }

    /// Reads the key file.
    ///
    /// # Errors
    /// [`BackupTrouble::File`], [`BackupTrouble::NoKey`].
    pub fn read(path: &Path) -> Result<Self, BackupTrouble> {
        let text = fs::read_to_string(path).map_err(at(path))?;
        let digits = text.trim();
        let byte = |n: usize| u8::from_str_radix(digits.get(2 * n..2 * n + 2)?, 16).ok();
        let mut key = [0; 32];
        for (n, slot) in key.iter_mut().enumerate() {
            *slot = byte(n).filter(|_| digits.len() == 64).ok_or_else(|| BackupTrouble::NoKey(path.into()))?;
        }
        Ok(Self(key))
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&self.0.into())
    }
}

/// Backs the database up into a new file. Phones go on meanwhile.
///
/// # Errors
/// [`BackupTrouble`]; then there is no such file.
pub async fn backup(store: &Store, file: &Path, key: &Key, world: &Arc<dyn World>) -> Result<Copied, BackupTrouble> {
    let copy = beside(file, "copying");
    let sealed = beside(file, "sealing");
    let _clean = Removed(vec![copy.clone(), sealed.clone()]);
    remove(&copy).and_then(|()| remove(&sealed)).map_err(at(file))?;
    store.set_up_copy(&copy).await?;
    let copied = check_copy(&copy).await?;
    let mut nonce = [0; NONCE];
    ChanceOf(world).fill(&mut nonce);
    let before = seal(&copy, &sealed, key, nonce).map_err(at(&sealed))?;
    // Read back what the disk has, not what it was given.
    let after = open(&sealed, key, &mut io::sink())?;
    if before != after {
        return Err(BackupTrouble::NotTheSame(file.into()));
    }
    fs::rename(&sealed, file).map_err(at(file))?;
    sync_folder(file).map_err(at(file))?;
    Ok(copied)
}

/// Puts a backup in the place of a database that was lost. `replace` puts one that is still there
/// aside, under a name that says so.
///
/// # Errors
/// [`BackupTrouble`]; what was there is untouched.
pub async fn restore(
    file: &Path,
    database: &Path,
    key: &Key,
    replace: bool,
    world: &Arc<dyn World>,
) -> Result<Copied, BackupTrouble> {
    if database.exists() && !replace {
        return Err(BackupTrouble::Occupied(database.into()));
    }
    let fresh = beside(database, "restoring");
    let _clean = Removed(with_log(&fresh));
    for path in with_log(&fresh) {
        remove(&path).map_err(at(&path))?;
    }
    {
        let mut out = fs::File::create(&fresh).map_err(at(&fresh))?;
        open(file, key, &mut out)?;
        out.sync_all().map_err(at(&fresh))?;
    }
    let copied = check_copy(&fresh).await?;
    // Before it stands in its place, so that no server ever runs on a copy that takes itself for the
    // lost one.
    let store = Store::open(&fresh, Arc::new(crate::state::ClockOf(Arc::clone(world)))).await?;
    let mut mark = [0; 8];
    ChanceOf(world).fill(&mut mark);
    store.set_up_new_history(&hex(&mark), world.now()).await?;
    store.close().await;
    let aside = format!("replaced-{}", world.now());
    for path in with_log(database).into_iter().filter(|path| path.exists()) {
        fs::rename(&path, beside(&path, &aside)).map_err(at(&path))?;
    }
    fs::rename(&fresh, database).map_err(at(database))?;
    sync_folder(database).map_err(at(database))?;
    Ok(copied)
}

/// Seals a file piece by piece; gives the digest of what went in.
fn seal(from: &Path, to: &Path, key: &Key, nonce: [u8; NONCE]) -> io::Result<[u8; 32]> {
    let mut from = fs::File::open(from)?;
    let mut to = fs::File::create(to)?;
    to.write_all(HEAD)?;
    to.write_all(&nonce)?;
    let mut sealer = EncryptorBE32::from_aead(key.cipher(), &nonce.into());
    let mut digest = Sha256::new();
    let failed = |_| io::Error::other("the file is too long to be sealed");
    let mut piece = read_piece(&mut from, PIECE)?;
    loop {
        digest.update(&piece);
        let next = read_piece(&mut from, PIECE)?;
        if next.is_empty() {
            to.write_all(&sealer.encrypt_last(piece.as_slice()).map_err(failed)?)?;
            break;
        }
        to.write_all(&sealer.encrypt_next(piece.as_slice()).map_err(failed)?)?;
        piece = next;
    }
    to.sync_all()?;
    Ok(digest.finalize().into())
}

/// Opens a sealed file into `to`; gives the digest of what came out.
fn open(file: &Path, key: &Key, to: &mut dyn Write) -> Result<[u8; 32], BackupTrouble> {
    let not_opened = || BackupTrouble::NotOpened(file.into());
    let mut from = fs::File::open(file).map_err(at(file))?;
    let head = read_piece(&mut from, HEAD.len() + NONCE).map_err(at(file))?;
    let nonce = head.strip_prefix(HEAD).and_then(|nonce| <[u8; NONCE]>::try_from(nonce).ok()).ok_or_else(not_opened)?;
    let mut opener = DecryptorBE32::from_aead(key.cipher(), &nonce.into());
    let mut digest = Sha256::new();
    let mut piece = read_piece(&mut from, PIECE + TAG).map_err(at(file))?;
    loop {
        let next = read_piece(&mut from, PIECE + TAG).map_err(at(file))?;
        let last = next.is_empty();
        if last {
            let plain = opener.decrypt_last(piece.as_slice()).map_err(|_| not_opened())?;
            digest.update(&plain);
            to.write_all(&plain).map_err(at(file))?;
            return Ok(digest.finalize().into());
        }
        let plain = opener.decrypt_next(piece.as_slice()).map_err(|_| not_opened())?;
        digest.update(&plain);
        to.write_all(&plain).map_err(at(file))?;
        piece = next;
    }
}

fn read_piece(from: &mut impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut piece = Vec::new();
    from.take(most as u64).read_to_end(&mut piece)?;
    Ok(piece)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `doorstep.sqlite` to `doorstep.sqlite.<word>`.
fn beside(path: &Path, word: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{word}"));
    name.into()
}

/// A database with the log that SQLite keeps beside it.
fn with_log(database: &Path) -> Vec<PathBuf> {
    let name = |end: &str| {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    vec![name(""), name("-wal"), name("-shm")]
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A file that only its owner may read.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A renamed file is in its place for good only when its folder has been flushed.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}

fn at(path: &Path) -> impl Fn(io::Error) -> BackupTrouble + use<> {
    let path = path.to_owned();
    move |error| BackupTrouble::File(path.clone(), error)
}

/// Files that are gone when this is, whatever happened.
struct Removed(Vec<PathBuf>);

impl Drop for Removed {
    fn drop(&mut self) {
        for path in &self.0 {
            let _ = remove(path);
        }
    }
}
