//! Unsent work that comes by another way than its phone's own sync, and phones that are no longer
//! trusted.

use super::{
    super::{Account, Doubt, Heir, KnownDevice, StoreError, Waiting},
    Store,
    accounts::{ACCOUNT, account},
    waits::door_of,
    write::{id_of, json, stored, text},
};
use model::{
    access::Permit,
    ambient::Millis,
    id::{DeviceId, UserId},
    wire::DoorName,
};
use sqlx::{Row, sqlite::SqliteRow};
use std::collections::BTreeMap;

impl Store {
    /// The bytes of the server's key: those that are stored, or these from now on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_up_server_key(&self, fresh: &[u8]) -> Result<Vec<u8>, StoreError> {
        sqlx::query("INSERT OR IGNORE INTO server_key (one, secret) VALUES (1, ?)")
            .bind(fresh)
            .execute(&self.people)
            .await?;
        Ok(sqlx::query("SELECT secret FROM server_key").fetch_one(&self.people).await?.try_get(0)?)
    }

    /// Whose secret it is that came in a seal.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn session_heir(&self, secret_hash: &[u8]) -> Result<Option<Heir>, StoreError> {
        let row = sqlx::query(
            "SELECT s.user_id, s.device, r.at IS NOT NULL OR a.disabled FROM seal_secret s
             JOIN account a ON a.user_id = s.user_id LEFT JOIN revoked r ON r.device = s.device WHERE s.hash = ?",
        )
        .bind(secret_hash)
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let user = id_of(&row, 0, UserId::from_bytes)?;
        let Some(account) = self.session_account(user).await? else { return Ok(None) };
        Ok(Some(Heir { account, device: id_of(&row, 1, DeviceId::from_bytes)?, revoked: row.try_get(2)? }))
    }

    /// The account of a user whose work is to be judged.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn session_account(&self, user: UserId) -> Result<Option<Account>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{ACCOUNT} user_id = ?"));
        let row = sqlx::query(sql).bind(user.as_bytes().as_slice()).fetch_optional(&self.readers).await?;
        row.as_ref().map(account).transpose()
    }

    /// Whether a device is no longer trusted.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn session_revoked(&self, device: DeviceId) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM revoked WHERE device = ?")
            .bind(device.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.is_some())
    }

    /// From now on a device is no longer trusted, whether it is known here or not. For whoever holds
    /// the machine.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_up_revoked(&self, device: DeviceId, at: Millis) -> Result<(), StoreError> {
        sqlx::query("INSERT OR IGNORE INTO revoked (device, at) VALUES (?, ?)")
            .bind(device.as_bytes().as_slice())
            .bind(at)
            .execute(&self.people)
            .await?;
        Ok(())
    }

    /// Whether a device ever signed in here. For whoever holds the machine.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_up_knows(&self, device: DeviceId) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT 1 FROM device WHERE id = ?")
            .bind(device.as_bytes().as_slice())
            .fetch_optional(&self.readers)
            .await?;
        Ok(row.is_some())
    }

    /// Every phone that ever signed in. For whoever holds the machine.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_up_devices(&self) -> Result<Vec<KnownDevice>, StoreError> {
        let rows = sqlx::query(
            "SELECT d.id, a.account, d.last_contact, coalesce(d.unsent, 0), d.lost, r.at
             FROM device d JOIN account a ON a.user_id = d.user_id LEFT JOIN revoked r ON r.device = d.id ORDER BY a.account, d.last_contact DESC",
        )
        .fetch_all(&self.readers)
        .await?;
        let device = |row: &SqliteRow| -> Result<KnownDevice, StoreError> {
            Ok(KnownDevice {
                id: id_of(row, 0, DeviceId::from_bytes)?,
                account: row.try_get(1)?,
                last_contact: row.try_get(2)?,
                unsent: row.try_get::<i64, _>(3)? as u64,
                lost: row.try_get::<i64, _>(4)? as u64,
                revoked: row.try_get(5)?,
            })
        };
        rows.iter().map(device).collect()
    }

    /// Keeps ops until a person has looked at them. Those that the server has from the same person
    /// already, judged or waiting, are left as they are; gives how many it has judged.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was kept.
    pub async fn session_keep_for_review(&self, waiting: &[Waiting], now: Millis) -> Result<u64, StoreError> {
        let mut tx = self.people.begin_with("BEGIN IMMEDIATE").await?;
        let mut known = 0;
        for one in waiting {
            let id = one.op.id.as_bytes().as_slice();
            let user = one.user.as_bytes().as_slice();
            let judged = sqlx::query("SELECT 1 FROM op WHERE id = ? AND by_user = ?").bind(id).bind(user);
            if judged.fetch_optional(&mut *tx).await?.is_some() {
                known += 1;
                continue;
            }
            sqlx::query(
                "INSERT OR IGNORE INTO review (op, user_id, device, reason, received, body) VALUES (?, ?, ?, ?, ?, ?)",
            )
            .bind(id)
            .bind(user)
            .bind(one.device.map(|device| device.as_bytes().to_vec()))
            .bind(one.reason.code())
            .bind(now)
            .bind(text(&one.op)?)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(known)
    }

    /// What waits for somebody of the township to look at it, the oldest first, each with the id by
    /// which it is decided about.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn review(&self, permit: &Permit) -> Result<Vec<(u64, Waiting)>, StoreError> {
        let rows = sqlx::query(
            "SELECT r.user_id, r.device, r.reason, r.body, r.id FROM review r JOIN account a ON a.user_id = r.user_id
             WHERE r.decided IS NULL AND a.town = ? ORDER BY r.id",
        )
        .bind(permit.town().as_bytes().as_slice())
        .fetch_all(&self.readers)
        .await?;
        let waiting = |row: &SqliteRow| -> Result<(u64, Waiting), StoreError> {
            let device: Option<Vec<u8>> = row.try_get(1)?;
            let waiting = Waiting {
                user: id_of(row, 0, UserId::from_bytes)?,
                device: device.and_then(|device| DeviceId::from_bytes(&device).ok()),
                reason: Doubt::from_code(row.try_get(2)?),
                op: json(row, 3)?,
            };
            Ok((row.try_get::<i64, _>(4)? as u64, waiting))
        };
        rows.iter().map(waiting).collect()
    }

    /// The doors that what waits is about, by the same ids, as lists name them.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn review_doors(
        &self,
        permit: &Permit,
        waiting: &[(u64, Waiting)],
    ) -> Result<BTreeMap<u64, DoorName>, StoreError> {
        let directory = self.directory(permit.town()).await?;
        let of_the_town = |grid| directory.grids.iter().any(|(id, _)| *id == grid);
        let mut connection = self.readers.acquire().await?;
        let mut doors = BTreeMap::new();
        for (id, one) in waiting {
            if let Some(door) = door_of(&mut connection, &directory, &one.op, of_the_town).await? {
                doors.insert(*id, door);
            }
        }
        Ok(doors)
    }

    /// Notes what was decided about what waited under that id; false if it waits no more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn review_decided(&self, permit: &Permit, id: u64, taken: bool, now: Millis) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE review SET decided = ?, decided_by = ?, decided_at = ? WHERE id = ? AND decided IS NULL",
        )
        .bind(if taken { "taken" } else { "dismissed" })
        .bind(permit.user().as_bytes().as_slice())
        .bind(now)
        .bind(stored(id))
        .execute(&self.people)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// What was dismissed under that id waits again; false if it was not dismissed, or not in this
    /// township.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn review_again(&self, permit: &Permit, id: u64) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE review SET decided = NULL, decided_by = NULL, decided_at = NULL
             WHERE id = ? AND decided = 'dismissed' AND user_id IN (SELECT user_id FROM account WHERE town = ?)",
        )
        .bind(stored(id))
        .bind(permit.town().as_bytes().as_slice())
        .execute(&self.people)
        .await?;
        Ok(done.rows_affected() > 0)
    }
}
