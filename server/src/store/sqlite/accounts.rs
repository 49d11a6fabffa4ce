//! Accounts, sessions and duties: who someone is, and what that allows now.

use super::{super::StoreError, Store, write::id_of};
use model::{
    access::{Duty, Permit, Role},
    ambient::Millis,
    day::Day,
    id::{DeviceId, RecordId, UserId},
    kind::policy::Policies,
    wire::DeviceInfo,
};
use sqlx::{Row, sqlite::SqliteRow};
use std::collections::BTreeMap;

/// An account, for whoever checks a password.
#[derive(Debug, Clone)]
pub struct Account {
    /// The user.
    pub user: UserId,
    /// PHC string of the password.
    pub password: String,
    /// Full name.
    pub name: String,
    /// Account name.
    pub account: String,
    /// Whether 长辈版 is proposed.
    pub elder: bool,
    /// Whether the first thing to do is a new password.
    pub must_change: bool,
    /// The township.
    pub town: RecordId,
    /// Year of birth, where it is known.
    pub born: Option<i64>,
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The user; also the id of the `staff` record.
    pub user: UserId,
    /// Account name.
    pub account: String,
    /// PHC string of the password.
    pub password: String,
    /// Full name.
    pub name: String,
    /// The township.
    pub town: RecordId,
    /// Whether 长辈版 is proposed.
    pub elder: bool,
    /// Whether the first thing to do is a new password.
    pub must_change: bool,
    /// Year of birth, where it is known.
    pub born: Option<i64>,
}

/// A role to be given at a place: a town, a village, a top-level grid, or a grid of doors.
#[derive(Debug, Clone)]
pub struct NewDuty {
    /// To whom.
    pub user: UserId,
    /// What.
    pub role: Role,
    /// Where.
    pub place: RecordId,
    /// First day; none from the beginning.
    pub from_on: Option<Day>,
    /// Last day; none without end.
    pub to_on: Option<Day>,
}

/// Whose session it is.
#[derive(Debug, Clone)]
pub struct SessionOwner {
    /// Whose.
    pub account: Account,
    /// The device it was opened on.
    pub device: DeviceId,
    /// Whether that device is no longer trusted.
    pub revoked: bool,
}

/// A session to be opened.
#[derive(Debug)]
pub struct NewSession<'a> {
    /// Hash of its token.
    pub token_hash: &'a [u8],
    /// Hash of the secret that goes into this device's seals.
    pub seal_hash: &'a [u8],
    /// The device.
    pub device: &'a DeviceInfo,
    /// Now.
    pub now: Millis,
    /// When it ends.
    pub expires: Millis,
}

pub(super) const ACCOUNT: &str =
    "SELECT user_id, password, name, account, elder, must_change, town, born FROM account a WHERE";

pub(super) fn account(row: &SqliteRow) -> Result<Account, StoreError> {
    Ok(Account {
        user: id_of(row, 0, UserId::from_bytes)?,
        password: row.try_get(1)?,
        name: row.try_get(2)?,
        account: row.try_get(3)?,
        elder: row.try_get(4)?,
        must_change: row.try_get(5)?,
        town: id_of(row, 6, RecordId::from_bytes)?,
        born: row.try_get(7)?,
    })
}

impl Store {
    /// Makes accounts and gives duties. For setting up: the command line, the demo.
    ///
    /// # Errors
    /// [`StoreError`]: an account name is taken, or storage failed; nothing was written.
    pub async fn set_up_people(&self, accounts: &[NewAccount], duties: &[NewDuty]) -> Result<(), StoreError> {
        let mut tx = self.people.begin_with("BEGIN IMMEDIATE").await?;
        for new in accounts {
            sqlx::query("INSERT INTO account (user_id, account, password, name, town, elder, must_change, born) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                .bind(new.user.as_bytes().as_slice())
                .bind(&new.account)
                .bind(&new.password)
                .bind(&new.name)
                .bind(new.town.as_bytes().as_slice())
                .bind(new.elder)
                .bind(new.must_change)
                .bind(new.born)
                .execute(&mut *tx)
                .await?;
        }
        for duty in duties {
            sqlx::query("INSERT INTO duty (user_id, role, place, from_on, to_on) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET from_on = excluded.from_on, to_on = excluded.to_on")
                .bind(duty.user.as_bytes().as_slice())
                .bind(duty.role.code())
                .bind(duty.place.as_bytes().as_slice())
                .bind(duty.from_on.map(|day| day.to_string()))
                .bind(duty.to_on.map(|day| day.to_string()))
                .execute(&mut *tx)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// Ends a duty after `last`: it is over on the day after.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn end_duty(&self, user: UserId, place: RecordId, last: Day) -> Result<(), StoreError> {
        sqlx::query("UPDATE duty SET to_on = ? WHERE user_id = ? AND place = ?")
            .bind(last.to_string())
            .bind(user.as_bytes().as_slice())
            .bind(place.as_bytes().as_slice())
            .execute(&self.people)
            .await?;
        Ok(())
    }

    /// The account of that name, to check a password against. Needs no permit: it gives none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sign_in_account(&self, name: &str) -> Result<Option<Account>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!("{ACCOUNT} disabled = 0 AND account = ?"));
        sqlx::query(sql).bind(name).fetch_optional(&self.readers).await?.as_ref().map(account).transpose()
    }

    /// How many sign-ins to that name failed since `since`, and when the last one did.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sign_in_failures(&self, name: &str, since: Millis) -> Result<(u32, Option<Millis>), StoreError> {
        let row = sqlx::query("SELECT count(*), max(at) FROM failed_sign_in WHERE account = ? AND at > ?")
            .bind(name)
            .bind(since)
            .fetch_one(&self.readers)
            .await?;
        Ok((row.try_get(0)?, row.try_get(1)?))
    }

    /// Remembers a failed sign-in, and forgets those older than `since`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sign_in_failed(&self, name: &str, now: Millis, since: Millis) -> Result<(), StoreError> {
        let mut tx = self.people.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("DELETE FROM failed_sign_in WHERE at <= ?").bind(since).execute(&mut *tx).await?;
        sqlx::query("INSERT INTO failed_sign_in (account, at) VALUES (?, ?)")
            .bind(name)
            .bind(now)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Opens a session, and notes the device as this person's.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn session_open(&self, owner: &Account, new: NewSession<'_>) -> Result<(), StoreError> {
        let NewSession { token_hash, seal_hash, device, now, expires } = new;
        let mut tx = self.people.begin_with("BEGIN IMMEDIATE").await?;
        let user = owner.user.as_bytes().as_slice();
        sqlx::query("DELETE FROM session WHERE expires <= ?").bind(now).execute(&mut *tx).await?;
        sqlx::query("INSERT INTO session (token_hash, user_id, device, created, expires) VALUES (?, ?, ?, ?, ?)")
            .bind(token_hash)
            .bind(user)
            .bind(device.id.as_bytes().as_slice())
            .bind(now)
            .bind(expires)
            .execute(&mut *tx)
            .await?;
        sqlx::query("INSERT INTO seal_secret (hash, user_id, device, created) VALUES (?, ?, ?, ?)")
            .bind(seal_hash)
            .bind(user)
            .bind(device.id.as_bytes().as_slice())
            .bind(now)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "INSERT INTO device (id, user_id, name, platform) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (id) DO UPDATE SET user_id = ?2, name = ?3, platform = ?4",
        )
        .bind(device.id.as_bytes().as_slice())
        .bind(user)
        .bind(&device.name)
        .bind(&device.platform)
        .execute(&mut *tx)
        .await?;
        sqlx::query("DELETE FROM failed_sign_in WHERE account = ?").bind(&owner.account).execute(&mut *tx).await?;
        Ok(tx.commit().await?)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn session_close(&self, token_hash: &[u8]) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM session WHERE token_hash = ?").bind(token_hash).execute(&self.people).await?;
        Ok(())
    }

    /// Whose session it is, if it is open now.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn session_owner(&self, token_hash: &[u8], now: Millis) -> Result<Option<SessionOwner>, StoreError> {
        let sql = "SELECT a.user_id, a.password, a.name, a.account, a.elder, a.must_change, a.town, a.born, s.device, r.at IS NOT NULL
                   FROM session s JOIN account a ON a.user_id = s.user_id LEFT JOIN revoked r ON r.device = s.device WHERE s.token_hash = ? AND s.expires > ? AND a.disabled = 0";
        let row = sqlx::query(sql).bind(token_hash).bind(now).fetch_optional(&self.readers).await?;
        let owner = |row: SqliteRow| {
            let device = id_of(&row, 8, DeviceId::from_bytes)?;
            Ok(SessionOwner { account: account(&row)?, device, revoked: row.try_get(9)? })
        };
        row.map(owner).transpose()
    }

    /// A new password; every other session of this person ends.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_password(&self, permit: &Permit, phc: &str, this_session: &[u8]) -> Result<(), StoreError> {
        let mut tx = self.people.begin_with("BEGIN IMMEDIATE").await?;
        let user = permit.user();
        sqlx::query("UPDATE account SET password = ?, must_change = 0 WHERE user_id = ?")
            .bind(phc)
            .bind(user.as_bytes().as_slice())
            .execute(&mut *tx)
            .await?;
        sqlx::query("DELETE FROM session WHERE user_id = ? AND token_hash <> ?")
            .bind(user.as_bytes().as_slice())
            .bind(this_session)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Whether 长辈版 is proposed to `owner`: it was said so, or the policy's age is reached.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sign_in_proposes_elder(&self, owner: &Account, day: Day) -> Result<bool, StoreError> {
        let Some(born) = owner.born.filter(|_| !owner.elder) else { return Ok(owner.elder) };
        let policy = Policies::new(self.directory(owner.town).await?.policies).on(day);
        Ok(i64::from(day.year()) - born >= policy.elder_from_age)
    }

    /// What `owner` may do on `day`: the duties in force, extended to the grids of doors below
    /// their places, and to the teams that serve there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn session_permit(&self, owner: &Account, day: Day) -> Result<Permit, StoreError> {
        let directory = self.directory(owner.town).await?;
        let late_days = Policies::new(directory.policies.iter().cloned()).on(day).late_days as i32;
        let rows = sqlx::query(
            "SELECT role, place, to_on IS NULL OR to_on >= ?2 FROM duty
             WHERE user_id = ?1 AND (from_on IS NULL OR from_on <= ?2) AND (to_on IS NULL OR to_on >= ?3)",
        )
        .bind(owner.user.as_bytes().as_slice())
        .bind(day.to_string())
        .bind(day.plus(-late_days).to_string())
        .fetch_all(&self.readers)
        .await?;
        let (mut now, mut lately): (BTreeMap<Role, Duty>, BTreeMap<Role, Duty>) = Default::default();
        for row in rows {
            let Some(role) = Role::from_code(row.try_get(0)?) else { continue };
            let duties = if row.try_get(2)? { &mut now } else { &mut lately };
            let duty = duties.entry(role).or_insert_with(|| Duty::in_grids(role, Default::default()));
            let place = id_of(&row, 1, RecordId::from_bytes)?;
            duty.grids.extend(directory.doors_below(place));
            duty.posts.extend(directory.posts_below(place));
            duty.teams.extend(directory.teams.iter().map(|(id, _)| *id).filter(|id| *id == place));
        }
        for duty in now.values_mut().chain(lately.values_mut()).filter(|duty| duty.role.answers_for_doors()) {
            duty.teams.extend(directory.teams_of(&duty.grids));
        }
        let (now, lately) = (now.into_values().collect(), lately.into_values().collect());
        Ok(Permit::of(owner.user, owner.town, now).having_left(lately, late_days))
    }
}
