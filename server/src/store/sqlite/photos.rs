//! Photos: which records name them, their pieces as they come, and whole ones.

use super::{
    super::{NotTaken, StoreError},
    Store,
    write::{id_of, scope, stored},
};
use model::{
    access::Permit,
    ambient::Millis,
    id::UserId,
    photo::{self, PhotoId, Unfit},
    record::{Record, Scope},
    wire::PhotoHeld,
};
use sha2::{Digest, Sha256};
use sqlx::{Connection, Row, SqliteConnection};

/// A piece of a photo, as it came.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    /// Of which.
    pub id: PhotoId,
    /// Size of the whole, as its sender says.
    pub of: u64,
    /// Where the piece begins.
    pub at: u64,
    /// The piece; one without bytes asks how much is here.
    pub bytes: &'a [u8],
}

impl Store {
    /// Takes a piece, as far as it goes on from what is here; the last one makes the photo whole. Only
    /// who made a record that names the photo may send it.
    ///
    /// # Errors
    /// [`NotTaken`]; what had come of it before is kept, unless it proved to be something else.
    pub async fn take_photo(&self, permit: &Permit, piece: Piece<'_>, now: Millis) -> Result<PhotoHeld, NotTaken> {
        let mut connection = self.people.acquire().await?;
        let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
        let user = permit.user();
        let records = naming(&mut tx, piece.id).await?;
        if !records.iter().any(|(_, by)| *by == user) {
            return Err(NotTaken::NotNamed);
        }
        let whole: Option<i64> = sqlx::query_scalar("SELECT length(bytes) FROM photo WHERE id = ?")
            .bind(piece.id.as_bytes().as_slice())
            .fetch_optional(&mut *tx)
            .await?;
        if let Some(size) = whole {
            let of = size as u64;
            return if of == piece.of { Ok(PhotoHeld { have: of, of }) } else { Err(NotTaken::WrongBytes) };
        }
        let have = add(&mut tx, user, piece).await?;
        if have < piece.of {
            tx.commit().await?;
            return Ok(PhotoHeld { have, of: piece.of });
        }
        let bytes = pieces(&mut tx, user, piece.id).await?;
        let digest = PhotoId::new(Sha256::digest(&bytes).into());
        let seen = if digest == piece.id { photo::look(&bytes).map_err(Into::into) } else { Err(NotTaken::WrongBytes) };
        if let Ok(picture) = seen {
            sqlx::query("INSERT INTO photo (id, mime, by_user, received, bytes) VALUES (?, ?, ?, ?, ?)")
                .bind(piece.id.as_bytes().as_slice())
                .bind(picture.mime)
                .bind(user.as_bytes().as_slice())
                .bind(now)
                .bind(bytes)
                .execute(&mut *tx)
                .await?;
        }
        // Whole, or not what it was said to be: then its sender begins anew.
        sqlx::query("DELETE FROM photo_piece WHERE photo = ?1 AND (?2 OR by_user = ?3)")
            .bind(piece.id.as_bytes().as_slice())
            .bind(seen.is_ok())
            .bind(user.as_bytes().as_slice())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        seen.map(|_| PhotoHeld { have: piece.of, of: piece.of })
    }

    /// A photo that is whole and that a record shows which this person may see: what it is, and its
    /// bytes.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn photo(&self, permit: &Permit, id: PhotoId) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let mut tx = self.readers.begin().await?;
        if !naming(&mut tx, id).await?.iter().any(|(scope, _)| permit.sees(*scope)) {
            return Ok(None);
        }
        let row = sqlx::query("SELECT mime, bytes FROM photo WHERE id = ?")
            .bind(id.as_bytes().as_slice())
            .fetch_optional(&mut *tx)
            .await?;
        row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
    }
}

impl From<Unfit> for NotTaken {
    fn from(unfit: Unfit) -> Self {
        NotTaken::Unfit(unfit)
    }
}

/// Where the records live that name a photo, and whose they are. A withdrawn one names nothing.
async fn naming(tx: &mut SqliteConnection, id: PhotoId) -> Result<Vec<(Scope, UserId)>, StoreError> {
    let sql = "SELECT r.scope, r.by_user FROM photo_of p JOIN record r ON r.id = p.record WHERE p.photo = ? AND r.gone IS NULL";
    let rows = sqlx::query(sql).bind(id.as_bytes().as_slice()).fetch_all(&mut *tx).await?;
    rows.iter().map(|row| Ok((scope(row.try_get(0)?)?, id_of(row, 1, UserId::from_bytes)?))).collect()
}

/// Adds what a piece has beyond what is here; gives how much is here then.
async fn add(tx: &mut SqliteConnection, user: UserId, piece: Piece<'_>) -> Result<u64, StoreError> {
    let sum = "SELECT coalesce(sum(length(bytes)), 0) FROM photo_piece WHERE photo = ? AND by_user = ?";
    let have: i64 = sqlx::query_scalar(sum)
        .bind(piece.id.as_bytes().as_slice())
        .bind(user.as_bytes().as_slice())
        .fetch_one(&mut *tx)
        .await?;
    let have = have as u64;
    let known = have.checked_sub(piece.at).and_then(|known| usize::try_from(known).ok());
    let Some(fresh) = known.and_then(|known| piece.bytes.get(known..)).filter(|fresh| !fresh.is_empty()) else {
        return Ok(have);
    };
    sqlx::query("INSERT INTO photo_piece (photo, by_user, at, bytes) VALUES (?, ?, ?, ?)")
        .bind(piece.id.as_bytes().as_slice())
        .bind(user.as_bytes().as_slice())
        .bind(stored(have))
        .bind(fresh)
        .execute(&mut *tx)
        .await?;
    Ok(have + fresh.len() as u64)
}

/// All that is here of a photo, in order.
async fn pieces(tx: &mut SqliteConnection, user: UserId, id: PhotoId) -> Result<Vec<u8>, StoreError> {
    let pieces: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT bytes FROM photo_piece WHERE photo = ? AND by_user = ? ORDER BY at")
            .bind(id.as_bytes().as_slice())
            .bind(user.as_bytes().as_slice())
            .fetch_all(&mut *tx)
            .await?;
    Ok(pieces.concat())
}

/// Notes which photos a record names now.
pub(super) async fn write_named(tx: &mut SqliteConnection, record: &Record) -> Result<(), StoreError> {
    let id = record.id.as_bytes().as_slice();
    sqlx::query("DELETE FROM photo_of WHERE record = ?").bind(id).execute(&mut *tx).await?;
    for photo in photo::named(&record.data) {
        sqlx::query("INSERT OR IGNORE INTO photo_of (record, photo) VALUES (?, ?)")
            .bind(id)
            .bind(photo.sha256.as_bytes().as_slice())
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}
