//! Consents: append-only. There is no statement here that changes or deletes one, and the database has a trigger.

use contract::{AccountId, DataClass, PurposeId};
use sqlx::{Any, Executor, Transaction};

use super::connections::Connection;
use super::hold::{self, Held};
use super::insights::{self, StoredInsights};
use super::{Store, from_column, ledger, to_column};
use crate::clock::Seconds;
use crate::ledger::Entry;
use crate::problem::Fault;
use crate::secrets::{self, Keys};

/// One tuple of a consent: user × connection × (account, account type, purpose, data class) × time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The receipt it is on.
    pub receipt: String,
    /// Whose user.
    pub partner: String,
    /// Which user.
    pub user: String,
    /// Through which connection.
    pub connection: String,
    /// Which account.
    pub account: AccountId,
    /// Its kind at that moment: `current`, `card`, `other`.
    pub account_type: String,
    /// What for.
    pub purpose: PurposeId,
    /// Which data.
    pub class: DataClass,
    /// Version of the words that were shown.
    pub notice_version: String,
    /// Their language.
    pub notice_locale: String,
    /// Their hash.
    pub notice_hash: String,
    /// When it was given.
    pub at: Seconds,
    /// Until when it holds, if it is not withdrawn before.
    pub until: Seconds,
    /// When it was withdrawn.
    pub withdrawn: Option<Seconds>,
}

impl Consent {
    /// Whether it is in force. Ended, withdrawn and unknown read as no. A withdrawal that is written down
    /// counts from then on: clocks differ between replicas, and a request may have looked at its own before it waited.
    pub fn holds(&self, now: Seconds) -> bool {
        self.until > now && self.withdrawn.is_none()
    }
}

type Row = (
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    String,
    i64,
    i64,
    Option<i64>,
);

/// What was sent.
#[derive(Clone, Copy, Debug)]
pub struct Giving<'a> {
    /// The receipt.
    pub receipt: &'a str,
    /// Its tuples.
    pub consents: &'a [Consent],
    /// For the ledger.
    pub entries: &'a [Entry],
    /// SHA-256 of the receipt's code.
    pub code: &'a str,
    /// What was found, where it waits under the name of an access that the connection took over.
    pub waits: Option<Waiting<'a>>,
}

/// What formulas found over a connection for consents that come to others.
#[derive(Clone, Copy, Debug)]
pub struct Waiting<'a> {
    /// The access that was taken over.
    pub under: &'a str,
    /// What was found.
    pub found: &'a [StoredInsights],
}

/// What is left of an account once something was withdrawn: what is not named here is deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which account.
    pub account: AccountId,
    /// Whether some purpose still needs its balances.
    pub balances: Remains,
    /// Whether some purpose still needs its transactions, and from which day on.
    pub transactions: Remains,
}

/// What some purpose still needs of one kind of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remains {
    /// Nothing.
    Nothing,
    /// From this day on: `2026-11-22`.
    Since(String),
    /// Everything.
    All,
}

/// How a consent ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The person took it back.
    Withdrawn,
    /// Its own time was over.
    Expired,
    /// The person took the access back at the bank.
    Revoked,
}

impl Ending {
    /// Its word, in the column `act` too.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

/// The end of some consents, decided over what is there at the moment when it is written.
#[derive(Debug)]
pub struct Ended {
    /// How they end.
    pub how: Ending,
    /// Which; where there are none, nothing is written.
    pub taken: Vec<Consent>,
    /// What is in force afterwards.
    pub left: Vec<Consent>,
    /// What every account keeps.
    pub kept: Vec<Kept>,
    /// Formulas whose answers stay.
    pub insights: Vec<PurposeId>,
    /// For the ledger.
    pub entry: Entry,
}

/// What there is to be ended over a connection.
#[derive(Debug)]
pub struct Standing {
    /// Consents in force.
    pub in_force: Vec<Consent>,
    /// Those whose time is over, and whose end nobody wrote down yet.
    pub run_out: Vec<Consent>,
}

impl Store {
    /// Writes what was given, records it in the ledger and marks the connection as sent, in one commit. Writing the
    /// same receipt again changes nothing.
    ///
    /// # Errors
    /// [`Fault::Corrupt`] when the access is closed: nothing is given for one; [`Fault::Store`] or [`Fault::Random`].
    pub async fn give_consents(
        &self,
        keys: &Keys,
        connection: &str,
        giving: &Giving<'_>,
        now: Seconds,
    ) -> Result<(), Fault> {
        let Giving {
            receipt,
            consents,
            entries,
            code,
            waits,
        } = *giving;
        let mut transaction = self.begin().await?;
        if hold::connection(&mut transaction, connection).await? == Held::Closed {
            return Err(Fault::Corrupt("connections.status"));
        }
        let before: Option<(i64,)> =
            sqlx::query_as("SELECT at FROM consents WHERE receipt = $1 LIMIT 1")
                .bind(receipt)
                .fetch_optional(&mut *transaction)
                .await?;
        if before.is_none() {
            sqlx::query("INSERT INTO receipt_codes (hash, receipt, connection, made_at) VALUES ($1, $2, $3, $4)")
                .bind(code)
                .bind(receipt)
                .bind(connection)
                .bind(now)
                .execute(&mut *transaction)
                .await?;
            for consent in consents {
                insert(&mut transaction, consent, "given", consent.at).await?;
            }
            if let Some(waits) = waits {
                put_in_place(&mut transaction, keys, connection, waits).await?;
            }
        }
        sqlx::query("UPDATE connections SET sent_at = $1 WHERE id = $2 AND sent_at IS NULL")
            .bind(now)
            .bind(connection)
            .execute(&mut *transaction)
            .await?;
        ledger::append(&mut transaction, keys, entries).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Everything given for a connection, in force or not.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn consents(
        &self,
        partner: &str,
        user: &str,
        connection: &str,
    ) -> Result<Vec<Consent>, Fault> {
        given(&self.pool, "", (partner, user, connection)).await
    }

    /// What was given over a connection and holds.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn consents_in_force(
        &self,
        connection: &Connection,
        now: Seconds,
    ) -> Result<Vec<Consent>, Fault> {
        let Connection {
            partner, user, id, ..
        } = connection;
        let mut held = self.consents(partner, user, id).await?;
        held.retain(|one| one.holds(now));
        Ok(held)
    }

    /// Ends consents: the closure sees what there is and decides, while nobody else can change it. Rows are added and none
    /// is changed; what no purpose needs any more is deleted in the same commit. What is in force afterwards comes back;
    /// none when the access is closed already.
    ///
    /// # Errors
    /// [`Fault::Store`], [`Fault::Sealed`] or [`Fault::Corrupt`].
    pub async fn end_consents(
        &self,
        keys: &Keys,
        (partner, user, connection): (&str, &str, &str),
        now: Seconds,
        decide: impl FnOnce(Standing) -> Ended,
    ) -> Result<Option<Vec<Consent>>, Fault> {
        let whose = (partner, user, connection);
        let mut transaction = self.begin().await?;
        if hold::connection(&mut transaction, connection).await? == Held::Closed {
            return Ok(None);
        }
        let mut in_force = given(&mut *transaction, "", whose).await?;
        in_force.retain(|one| one.holds(now));
        let mut run_out = given(&mut *transaction, UNNOTED, whose).await?;
        run_out.retain(|one| one.until <= now);
        let ended = decide(Standing { in_force, run_out });
        if ended.taken.is_empty() {
            return Ok(Some(ended.left));
        }
        for consent in &ended.taken {
            let at = match ended.how {
                Ending::Withdrawn | Ending::Revoked => now,
                Ending::Expired => consent.until,
            };
            insert(&mut transaction, consent, ended.how.word(), at).await?;
        }
        forget(&mut transaction, connection, &ended.kept).await?;
        forget_answers(&mut transaction, connection, &ended.insights).await?;
        ledger::append(&mut transaction, keys, std::slice::from_ref(&ended.entry)).await?;
        transaction.commit().await?;
        Ok(Some(ended.left))
    }

    /// Deletes what consents in force do not need; the closure says what each account keeps. What is in force comes back; none
    /// when the access is closed.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Corrupt`].
    pub async fn keep_what_holds(
        &self,
        connection: &Connection,
        now: Seconds,
        kept: impl FnOnce(&[Consent]) -> Vec<Kept>,
    ) -> Result<Vec<Consent>, Fault> {
        let mut transaction = self.begin().await?;
        if hold::connection(&mut transaction, &connection.id).await? == Held::Closed {
            return Ok(Vec::new());
        }
        let Connection {
            partner, user, id, ..
        } = connection;
        let mut held = given(&mut *transaction, "", (partner, user, id)).await?;
        held.retain(|one| one.holds(now));
        forget(&mut transaction, id, &kept(&held)).await?;
        transaction.commit().await?;
        Ok(held)
    }

    /// Open connections over which a consent's time is over, with the end not written down yet.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn run_out_consents(&self, now: Seconds) -> Result<Vec<String>, Fault> {
        let rows: Vec<(String,)> = sqlx::query_as(&format!(
            "SELECT DISTINCT c.connection FROM consents c JOIN connections k ON k.id = c.connection \
             WHERE k.status = 'open' AND c.act = 'given' AND c.until <= $1{UNNOTED} LIMIT 100"
        ))
        .bind(now)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Open connections that were sent and that nothing in force justifies any more: a crash came between the end of the
    /// last consent and the closing.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn unjustified_connections(&self, now: Seconds) -> Result<Vec<String>, Fault> {
        let rows: Vec<(String,)> = sqlx::query_as(&format!(
            "SELECT k.id FROM connections k WHERE k.status = 'open' AND k.sent_at IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM consents c WHERE c.connection = k.id AND c.act = 'given' AND c.until > $1{UNNOTED}) LIMIT 100"
        ))
        .bind(now)
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// The connection that a receipt's code opens: its partner, its user and its journey.
    ///
    /// # Errors
    /// [`Fault::Store`].
    pub async fn receipt_by_code(&self, code: &str) -> Result<Option<String>, Fault> {
        let row: Option<(String,)> = sqlx::query_as(
            "SELECT c.journey FROM receipt_codes r JOIN connections c ON c.id = r.connection WHERE r.hash = $1",
        )
        .bind(secrets::sha256_text(code))
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|(journey,)| journey))
    }
}

/// A withdrawal belongs to the receipt on which it was given: what is given again later is another.
const GIVEN: &str = "SELECT c.receipt, c.account, c.account_type, c.purpose, c.data_class, c.notice_version, \
     c.notice_locale, c.notice_hash, c.at, c.until, (SELECT MIN(w.at) FROM consents w WHERE w.act = 'withdrawn' \
     AND w.receipt = c.receipt AND w.account = c.account AND w.purpose = c.purpose AND w.data_class = c.data_class) \
     FROM consents c WHERE c.partner = $1 AND c.user_id = $2 AND c.connection = $3 AND c.act = 'given'";

/// Added to a condition: nothing says yet that it ended.
const UNNOTED: &str = " AND NOT EXISTS (SELECT 1 FROM consents e WHERE e.act IN ('withdrawn', 'expired', 'revoked') \
     AND e.receipt = c.receipt AND e.account = c.account AND e.purpose = c.purpose AND e.data_class = c.data_class)";

/// What was given over a connection, under one more condition.
pub(super) async fn given<'e>(
    database: impl Executor<'e, Database = Any>,
    condition: &str,
    (partner, user, connection): (&str, &str, &str),
) -> Result<Vec<Consent>, Fault> {
    let rows: Vec<Row> = sqlx::query_as(&format!("{GIVEN}{condition}"))
        .bind(partner)
        .bind(user)
        .bind(connection)
        .fetch_all(database)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Consent {
                receipt: row.0,
                partner: partner.to_owned(),
                user: user.to_owned(),
                connection: connection.to_owned(),
                account: AccountId(row.1),
                account_type: row.2,
                purpose: PurposeId(row.3),
                class: from_column(&row.4, "consents.data_class")?,
                notice_version: row.5,
                notice_locale: row.6,
                notice_hash: row.7,
                at: row.8,
                until: row.9,
                withdrawn: row.10,
            })
        })
        .collect()
}

async fn insert(
    transaction: &mut Transaction<'static, Any>,
    consent: &Consent,
    act: &str,
    at: Seconds,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO consents (id, receipt, partner, user_id, connection, account, account_type, purpose, \
         data_class, basis, act, notice_version, notice_locale, notice_hash, at, until) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'consent', $10, $11, $12, $13, $14, $15)",
    )
    .bind(secrets::uuid()?)
    .bind(&consent.receipt)
    .bind(&consent.partner)
    .bind(&consent.user)
    .bind(&consent.connection)
    .bind(consent.account.as_str())
    .bind(&consent.account_type)
    .bind(consent.purpose.as_str())
    .bind(to_column(&consent.class, "consents.data_class")?)
    .bind(act)
    .bind(&consent.notice_version)
    .bind(&consent.notice_locale)
    .bind(&consent.notice_hash)
    .bind(at)
    .bind(consent.until)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

/// What was found takes the place of what was found before for the same purposes. Where something was taken back since, it may
/// rest on what was: then neither stays, and it is to be computed anew.
async fn put_in_place(
    transaction: &mut Transaction<'static, Any>,
    keys: &Keys,
    connection: &str,
    waits: Waiting<'_>,
) -> Result<(), Fault> {
    let (ended,): (Option<Seconds>,) = sqlx::query_as(
        "SELECT MAX(at) FROM consents WHERE connection = $1 AND act IN ('withdrawn', 'expired')",
    )
    .bind(connection)
    .fetch_one(&mut **transaction)
    .await?;
    for found in waits.found {
        sqlx::query("DELETE FROM insights WHERE connection = $1 AND purpose = $2")
            .bind(connection)
            .bind(found.purpose.as_str())
            .execute(&mut **transaction)
            .await?;
        if ended.is_none_or(|at| at < found.computed_at) {
            insights::insert(transaction, keys, connection, std::slice::from_ref(found)).await?;
        }
    }
    delete(
        transaction,
        "DELETE FROM insights WHERE connection = $1",
        waits.under,
    )
    .await
}

/// Deletes what was read of accounts and no purpose needs any more.
async fn forget(
    transaction: &mut Transaction<'static, Any>,
    connection: &str,
    kept: &[Kept],
) -> Result<(), Fault> {
    let accounts: Vec<(String,)> = sqlx::query_as("SELECT id FROM accounts WHERE connection = $1")
        .bind(connection)
        .fetch_all(&mut **transaction)
        .await?;
    for (account,) in accounts {
        let kept = kept.iter().find(|one| one.account.as_str() == account);
        let (balances, transactions) = kept
            .map_or((&Remains::Nothing, &Remains::Nothing), |kept| {
                (&kept.balances, &kept.transactions)
            });
        if *balances == Remains::Nothing {
            delete(
                transaction,
                "DELETE FROM balances WHERE account = $1",
                &account,
            )
            .await?;
        }
        match transactions {
            Remains::All => {}
            Remains::Since(day) => {
                sqlx::query("DELETE FROM transactions WHERE account = $1 AND booked < $2")
                    .bind(&account)
                    .bind(day)
                    .execute(&mut **transaction)
                    .await?;
            }
            Remains::Nothing => {
                delete(
                    transaction,
                    "DELETE FROM transactions WHERE account = $1",
                    &account,
                )
                .await?;
                delete(
                    transaction,
                    "DELETE FROM corrections WHERE account = $1",
                    &account,
                )
                .await?;
            }
        }
        if kept.is_none() {
            delete(transaction, "DELETE FROM accounts WHERE id = $1", &account).await?;
        }
    }
    Ok(())
}

/// Deletes the answers of all formulas but those of these purposes.
async fn forget_answers(
    transaction: &mut Transaction<'static, Any>,
    connection: &str,
    kept: &[PurposeId],
) -> Result<(), Fault> {
    let found: Vec<(String,)> =
        sqlx::query_as("SELECT purpose FROM insights WHERE connection = $1")
            .bind(connection)
            .fetch_all(&mut **transaction)
            .await?;
    for (purpose,) in found {
        if kept.iter().all(|kept| kept.as_str() != purpose) {
            sqlx::query("DELETE FROM insights WHERE connection = $1 AND purpose = $2")
                .bind(connection)
                .bind(purpose)
                .execute(&mut **transaction)
                .await?;
        }
    }
    Ok(())
}

async fn delete(
    transaction: &mut Transaction<'static, Any>,
    statement: &'static str,
    whose: &str,
) -> Result<(), Fault> {
    sqlx::query(statement)
        .bind(whose)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}
