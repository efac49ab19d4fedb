//! The ledger's rows: appended inside the transaction of the act itself, never changed.

use contract::{Notice, NoticeText};
use sqlx::{Any, Transaction};

use super::{Store, from_column, outbox, to_column};
use crate::clock::Seconds;
use crate::ledger::chain::{Chain, Link, Walk};
use crate::ledger::{Act, Entry, Record, Recorded};
use crate::problem::Fault;
use crate::secrets::{self, Keys, PersonKey};
use crate::webhooks::message::of_entry;

/// Rows read at once when the chain is walked.
const PAGE: i64 = 500;

type Row = (
    i64,
    String,
    String,
    String,
    String,
    i64,
    String,
    String,
    String,
);

fn link(row: Row) -> Link {
    let (seq, once, person, partner, act, at, body, previous, hash) = row;
    Link {
        seq,
        once,
        person,
        partner,
        act,
        at,
        body,
        previous,
        hash,
    }
}

/// The row that a person's key is sealed for.
fn key_row(user: &str) -> String {
    format!("person:{user}")
}

/// The row that an entry's body is sealed for. Its act's name is the one thing known before the entry has a place.
fn body_row(once: &str) -> String {
    format!("ledger:{once}")
}

/// Adds entries behind the last one; those that are there already are passed over.
///
/// Call it last: everybody who adds an entry queues at the head until the transaction ends. Without a queue two
/// replicas would both follow the same entry. `SQLite` has one writer anyway; `PostgreSQL` locks the head's row.
///
/// # Errors
/// [`Fault::Store`], [`Fault::Sealed`], [`Fault::Random`] or [`Fault::Corrupt`].
pub(super) async fn append(
    transaction: &mut Transaction<'static, Any>,
    keys: &Keys,
    entries: &[Entry],
) -> Result<(), Fault> {
    if entries.is_empty() {
        return Ok(());
    }
    let (mut seq, mut hash): (i64, String) =
        sqlx::query_as("UPDATE ledger_head SET seq = seq WHERE one = 1 RETURNING seq, hash")
            .fetch_one(&mut **transaction)
            .await?;
    for entry in entries {
        let once = secrets::sha256_text(&entry.once);
        let there: Option<(i64,)> = sqlx::query_as("SELECT seq FROM ledger WHERE once = $1")
            .bind(&once)
            .fetch_optional(&mut **transaction)
            .await?;
        if there.is_some() {
            continue;
        }
        for notice in &entry.notices {
            keep(transaction, notice).await?;
        }
        let (person, key) = person(transaction, keys, &entry.user, entry.at).await?;
        let plain = to_column(&entry.record, "ledger.body")?;
        let mut link = Link {
            seq: seq + 1,
            person,
            partner: entry.partner.clone(),
            act: to_column(&entry.act, "ledger.act")?,
            at: entry.at,
            body: key.seal(&body_row(&once), &plain)?,
            previous: hash,
            once,
            hash: String::new(),
        };
        link.hash = link.hashed();
        insert(transaction, &link).await?;
        if let Some(message) = of_entry(entry) {
            outbox::post(transaction, &message).await?;
        }
        (seq, hash) = (link.seq, link.hash);
    }
    sqlx::query("UPDATE ledger_head SET seq = $1, hash = $2 WHERE one = 1")
        .bind(seq)
        .bind(hash)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

async fn insert(transaction: &mut Transaction<'static, Any>, link: &Link) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO ledger (seq, once, person, partner, act, at, body, previous, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(link.seq)
    .bind(&link.once)
    .bind(&link.person)
    .bind(&link.partner)
    .bind(&link.act)
    .bind(link.at)
    .bind(&link.body)
    .bind(&link.previous)
    .bind(&link.hash)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

/// Keeps a text under its hash, once.
async fn keep(transaction: &mut Transaction<'static, Any>, notice: &Notice) -> Result<(), Fault> {
    sqlx::query("INSERT INTO notices (hash, version, locale, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
        .bind(&notice.hash)
        .bind(&notice.version)
        .bind(&notice.locale)
        .bind(to_column(&notice.text, "notices.body")?)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

/// The ledger's name for a user and the user's key, both made when there are none.
async fn person(
    transaction: &mut Transaction<'static, Any>,
    keys: &Keys,
    user: &str,
    now: Seconds,
) -> Result<(String, PersonKey), Fault> {
    let fresh = PersonKey::fresh()?;
    sqlx::query("INSERT INTO persons (user_id, person, sealed, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
        .bind(user)
        .bind(secrets::uuid()?)
        .bind(keys.seal(&key_row(user), &fresh.to_text())?)
        .bind(now)
        .execute(&mut **transaction)
        .await?;
    let (person, sealed): (String, String) =
        sqlx::query_as("SELECT person, sealed FROM persons WHERE user_id = $1")
            .bind(user)
            .fetch_one(&mut **transaction)
            .await?;
    let key = PersonKey::from_text(&keys.open(&key_row(user), &sealed)?)?;
    Ok((person, key))
}

impl Store {
    /// Adds entries for acts that change nothing else.
    ///
    /// # Errors
    /// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Random`].
    pub async fn record(&self, keys: &Keys, entries: &[Entry]) -> Result<(), Fault> {
        let mut transaction = self.begin().await?;
        append(&mut transaction, keys, entries).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Everything that the ledger says of a user, oldest first; nothing once the user was erased.
    ///
    /// # Errors
    /// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
    pub async fn ledger_of(&self, keys: &Keys, user: &str) -> Result<Vec<Recorded>, Fault> {
        let known: Option<(String, String)> =
            sqlx::query_as("SELECT person, sealed FROM persons WHERE user_id = $1")
                .bind(user)
                .fetch_optional(&self.pool)
                .await?;
        let Some((person, sealed)) = known else {
            return Ok(Vec::new());
        };
        let key = PersonKey::from_text(&keys.open(&key_row(user), &sealed)?)?;
        let rows: Vec<(i64, String, String, i64, String)> = sqlx::query_as(
            "SELECT seq, once, act, at, body FROM ledger WHERE person = $1 ORDER BY seq",
        )
        .bind(person)
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(seq, once, act, at, body)| {
                let plain = key.open(&body_row(&once), &body)?;
                Ok(Recorded {
                    seq,
                    act: from_column::<Act>(&act, "ledger.act")?,
                    at,
                    record: from_column::<Record>(&plain, "ledger.body")?,
                })
            })
            .collect()
    }

    /// A text that was shown, by its hash.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn notice(&self, hash: &str) -> Result<Option<Notice>, Fault> {
        let row: Option<(String, String, String)> =
            sqlx::query_as("SELECT version, locale, body FROM notices WHERE hash = $1")
                .bind(hash)
                .fetch_optional(&self.pool)
                .await?;
        row.map(|(version, locale, body)| {
            Ok(Notice {
                version,
                locale,
                hash: hash.to_owned(),
                text: from_column::<NoticeText>(&body, "notices.body")?,
            })
        })
        .transpose()
    }

    /// Walks the whole chain.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn verify_ledger(&self) -> Result<Chain, Fault> {
        // One statement, so that head and last entry are of the same moment. What is added meanwhile is another time's.
        let (seq, hash, last): (i64, String, i64) = sqlx::query_as(
            "SELECT seq, hash, (SELECT COALESCE(MAX(seq), 0) FROM ledger) FROM ledger_head WHERE one = 1",
        )
        .fetch_one(&self.pool)
        .await?;
        let mut walk = Walk::default();
        loop {
            let rows: Vec<Row> = sqlx::query_as(
                "SELECT seq, once, person, partner, act, at, body, previous, hash FROM ledger \
                 WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3",
            )
            .bind(walk.seq())
            .bind(last)
            .bind(PAGE)
            .fetch_all(&self.pool)
            .await?;
            if rows.is_empty() {
                return Ok(walk.end(seq, &hash));
            }
            for row in rows {
                if let Err(broken) = walk.step(&link(row)) {
                    return Ok(broken);
                }
            }
        }
    }
}
