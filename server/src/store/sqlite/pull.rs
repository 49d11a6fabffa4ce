//! What is new in some scopes, from where a phone left off.

use super::{
    super::{NotPulled, Pulled, StoreError},
    Store,
    write::record,
};
use crate::reading::{Reading, all_read, part_read, place};
use model::{
    access::Permit,
    record::{Data, FieldVersions, Record, Scope},
    wire::Cursor,
};
use sqlx::{Row, SqliteConnection};
use std::collections::BTreeMap;

impl Store {
    /// Rows of the scopes that `permit` may hold, from where `reading` says, at most `most`. One snapshot for
    /// all, so that a cursor never runs ahead of a row. `mark` is that of an earlier answer.
    ///
    /// # Errors
    /// [`NotPulled`].
    pub async fn pull(
        &self,
        permit: &Permit,
        reading: &Reading,
        mark: Option<&Cursor>,
        most: u32,
    ) -> Result<Pulled, NotPulled> {
        let mut tx = self.readers.begin().await?;
        let scopes = permit.scopes();
        let head = head(&mut tx).await?;
        let changed = || NotPulled::HistoryChanged(scopes.iter().map(|scope| (*scope, head.clone())).collect());
        if let Some(mark) = mark
            && known(&mut tx, mark).await?.is_none()
        {
            return Err(changed());
        }
        if *reading == Reading::ToBeNamed {
            return Ok(Pulled::nothing_yet(part_read(&head)));
        }
        let mut from = BTreeMap::new();
        for scope in &scopes {
            match reading.cursor(scope) {
                None => from.insert(*scope, 0),
                Some(cursor) => match known(&mut tx, cursor).await? {
                    Some(seq) => from.insert(*scope, seq),
                    None => return Err(changed()),
                },
            };
        }
        let mut pulled = Pulled { mark: part_read(&head), ..Pulled::default() };
        let mut left = i64::from(most.max(1));
        for (scope, seq) in from {
            if left == 0 {
                pulled.more = true;
                continue;
            }
            let rows = page(&mut tx, scope, seq, left + 1, seq == 0).await.map_err(NotPulled::Store)?;
            let whole = rows.len() as i64 <= left;
            let taken = rows.len().min(left as usize);
            let last = rows.get(taken.wrapping_sub(1)).map_or(seq, |(seq, _)| *seq);
            pulled.rows.extend(rows.into_iter().take(taken).map(|(_, row)| row));
            left -= taken as i64;
            pulled.more |= !whole;
            let cursor = if whole { head.clone() } else { cursor_at(&mut tx, last).await? };
            pulled.have.insert(scope, cursor);
        }
        if !pulled.more {
            pulled.mark = all_read(&head, &scopes);
            pulled.have.values_mut().for_each(|cursor| cursor.clone_from(&pulled.mark));
        }
        pulled.rows.sort_by_key(|row| row.seq);
        Ok(pulled)
    }
}

async fn head(tx: &mut SqliteConnection) -> Result<Cursor, sqlx::Error> {
    let top: (i64, String) =
        sqlx::query_as("SELECT seq, hash FROM history ORDER BY seq DESC LIMIT 1").fetch_one(tx).await?;
    Ok(format!("{}.{}", top.0, top.1))
}

/// The number of a cursor of this history.
async fn known(tx: &mut SqliteConnection, cursor: &str) -> Result<Option<i64>, sqlx::Error> {
    let Some((seq, hash)) = place(cursor) else { return Ok(None) };
    let Ok(seq) = i64::try_from(seq) else { return Ok(None) };
    // A cursor within a commit carries the hash of the commit that ends at or after it.
    let stands: Option<String> = sqlx::query("SELECT hash FROM history WHERE seq >= ? ORDER BY seq LIMIT 1")
        .bind(seq)
        .fetch_optional(&mut *tx)
        .await?
        .map(|row| row.get(0));
    Ok(stands.filter(|stands| stands == hash).map(|_| seq))
}

async fn cursor_at(tx: &mut SqliteConnection, seq: i64) -> Result<Cursor, sqlx::Error> {
    let hash: String = sqlx::query("SELECT hash FROM history WHERE seq >= ? ORDER BY seq LIMIT 1")
        .bind(seq)
        .fetch_one(&mut *tx)
        .await?
        .get(0);
    Ok(format!("{seq}.{hash}"))
}

/// The next entries of one feed with their rows. A first reading leaves out what is gone.
async fn page(
    tx: &mut SqliteConnection,
    scope: Scope,
    after: i64,
    most: i64,
    first: bool,
) -> Result<Vec<(i64, Record)>, StoreError> {
    let rows = sqlx::query(
        "SELECT r.kind, f.scope, f.seq, r.v, r.fv, r.by_user, r.at, r.data, f.gone, r.id, r.late FROM feed f JOIN record r ON r.id = f.record
         WHERE f.scope = ? AND f.seq > ? AND (f.gone IS NULL OR ?) ORDER BY f.seq LIMIT ?",
    )
    .bind(scope.to_string())
    .bind(after)
    .bind(!first)
    .bind(most)
    .fetch_all(&mut *tx)
    .await?;
    rows.iter()
        .map(|row| {
            let mut read = record(row)?;
            if read.gone.is_some() {
                // What is gone says nothing any more.
                read.data = Data::new();
                read.fv = FieldVersions::new();
                read.by = None;
                read.at = None;
            }
            Ok((row.try_get(2)?, read))
        })
        .collect()
}
