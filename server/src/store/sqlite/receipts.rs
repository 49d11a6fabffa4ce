//! Who has received what was handed down.

use super::{
    super::StoreError,
    Store,
    directory::Directory,
    write::{id_of, json},
};
use model::{
    access::{FiguresPermit, Role},
    ambient::Millis,
    day::Day,
    id::{RecordId, UserId},
    kind::{Payload, receipt::Receipt},
    wire::{DirectiveReceipts, Receipts, ReceivedBy, Receiver},
};
use sqlx::{Row, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};

impl Store {
    /// Who is to receive directives at the places of `permit`, how many have received each, and of
    /// the one that is asked for, who.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn receipts(
        &self,
        permit: &FiguresPermit,
        asked: Option<RecordId>,
        (today, now): (Day, Millis),
    ) -> Result<Receipts, StoreError> {
        let directory = self.directory(permit.town()).await?;
        let mut tx = self.readers.begin().await?;
        let people = people(&mut tx, permit, &directory, today).await?;
        // Whose it is says the record, not what stands in it.
        let sql = "SELECT by_user, data FROM record r JOIN account a ON a.user_id = r.by_user
             WHERE r.kind = ?1 AND r.gone IS NULL AND a.town = ?2 AND (?3 IS NULL OR json_extract(r.data, '$.directive') = ?3)";
        let rows = sqlx::query(sql)
            .bind(Receipt::KIND)
            .bind(permit.town().as_bytes().as_slice())
            .bind(asked.map(|directive| directive.to_string()))
            .fetch_all(&mut *tx)
            .await?;
        let mut by_directive: BTreeMap<RecordId, BTreeMap<UserId, Option<Day>>> = BTreeMap::new();
        for row in &rows {
            let by = id_of(row, 0, UserId::from_bytes)?;
            let receipt = Receipt::read(&json(row, 1)?);
            let Some(directive) = receipt.directive.filter(|_| people.contains_key(&by)) else { continue };
            by_directive.entry(directive).or_default().insert(by, receipt.on);
        }
        let directives = by_directive.into_iter().map(|(directive, by)| DirectiveReceipts {
            directive,
            n: by.len() as u64,
            by: if asked.is_some() {
                by.into_iter().map(|(user, on)| ReceivedBy { user, on }).collect()
            } else {
                Vec::new()
            },
        });
        let directives = directives.collect();
        let mut people: Vec<Receiver> = people.into_values().collect();
        people.sort_by(|one, other| (&one.villages, &one.name).cmp(&(&other.villages, &other.name)));
        Ok(Receipts { now, people, directives })
    }
}

/// Whoever works at these places today, each once, with the villages they work in.
async fn people(
    tx: &mut SqliteConnection,
    permit: &FiguresPermit,
    directory: &Directory,
    today: Day,
) -> Result<BTreeMap<UserId, Receiver>, StoreError> {
    let sql = "SELECT a.user_id, a.name, d.role, d.place FROM account a JOIN duty d ON d.user_id = a.user_id
         WHERE a.town = ?1 AND a.disabled = 0 AND (d.from_on IS NULL OR d.from_on <= ?2) AND (d.to_on IS NULL OR d.to_on >= ?2)";
    let rows =
        sqlx::query(sql).bind(permit.town().as_bytes().as_slice()).bind(today.to_string()).fetch_all(&mut *tx).await?;
    let mut people: BTreeMap<UserId, (Receiver, BTreeSet<(String, String)>)> = BTreeMap::new();
    for row in &rows {
        let user = id_of(row, 0, UserId::from_bytes)?;
        let place = id_of(row, 3, RecordId::from_bytes)?;
        let Some(role) = Role::from_code(row.try_get(2)?).filter(|role| role.works()) else { continue };
        let of_the_town = place == permit.town();
        let doors: BTreeSet<RecordId> = doors(directory, place).into_iter().collect();
        let led = doors.iter().any(|grid| permit.grids().contains(grid));
        if !permit.reviews() && (of_the_town || !led) {
            continue;
        }
        let name: String = row.try_get(1)?;
        let entry = people.entry(user).or_insert_with(|| {
            (Receiver { user: Some(user), name, role: role.code().into(), villages: Vec::new() }, BTreeSet::new())
        });
        if !of_the_town {
            let of = |grid: &RecordId| directory.grids.iter().find(|(id, _)| id == grid)?.1.village;
            let villages: BTreeSet<RecordId> = doors.iter().filter_map(of).collect();
            let named = directory.villages.iter().filter(|(id, _)| villages.contains(id));
            entry.1.extend(named.map(|(_, village)| (village.code.clone(), village.name.clone())));
        }
    }
    let whole = people.into_iter().map(|(user, (receiver, villages))| {
        (user, Receiver { villages: villages.into_iter().map(|(_, name)| name).collect(), ..receiver })
    });
    Ok(whole.collect())
}

/// The doors that a place has to do with: those below it, those a team serves, those of a post's
/// village.
fn doors(directory: &Directory, place: RecordId) -> Vec<RecordId> {
    let team = directory.teams.iter().find(|(id, _)| *id == place).map(|(_, team)| team.grids.clone());
    let post = directory.posts.iter().find(|(id, _)| *id == place).and_then(|(_, post)| post.village);
    team.unwrap_or_else(|| directory.doors_below(post.unwrap_or(place)))
}
