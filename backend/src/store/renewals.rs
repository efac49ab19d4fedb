//! A new access in the place of an old one.

use super::accounts::{StoredAccount, put_upstream};
use super::connections::{Connection, Tokens, seal_tokens};
use super::hold::{self, Held};
use super::{Store, ledger};
use crate::clock::Seconds;
use crate::ledger::Entry;
use crate::problem::Fault;
use crate::secrets::Keys;

/// What takes the place of what.
#[derive(Debug)]
pub struct Renewal<'a> {
    /// The connection that goes on.
    pub old: &'a Connection,
    /// The access that it goes on with.
    pub new: &'a Connection,
    /// The new access's tokens.
    pub tokens: &'a Tokens,
    /// The accounts under the bank's names of today.
    pub accounts: &'a [StoredAccount],
    /// For the ledger.
    pub entry: Entry,
}

impl Store {
    /// Renews a connection; false when either of the two was closed meanwhile.
    ///
    /// # Errors
    /// [`Fault::Store`] or [`Fault::Sealed`].
    pub async fn renew(
        &self,
        keys: &Keys,
        renewal: &Renewal<'_>,
        now: Seconds,
    ) -> Result<bool, Fault> {
        let Renewal {
            old,
            new,
            tokens,
            accounts,
            entry,
        } = renewal;
        let mut transaction = self.begin().await?;
        for id in [&old.id, &new.id] {
            if hold::connection(&mut transaction, id).await? == Held::Closed {
                return Ok(false);
            }
        }
        // It is read again at once: what the bank held back until now is missing.
        sqlx::query(
            "UPDATE connections SET tokens = $1, sca_due = $2, sca_wanted_at = NULL, expiring_told_at = NULL, \
             refresh_at = $3 WHERE id = $4",
        )
        .bind(seal_tokens(keys, &old.id, tokens)?)
        .bind(new.sca_due)
        .bind(now)
        .bind(&old.id)
        .execute(&mut *transaction)
        .await?;
        // Its authorisation lives on in the other one, so the bank is not told that it ended.
        sqlx::query(
            "UPDATE connections SET status = 'closed', tokens = NULL, closed_at = $1, ended_by = 'renewal', \
             revocation = '\"nothing_to_revoke\"' WHERE id = $2",
        )
        .bind(now)
        .bind(&new.id)
        .execute(&mut *transaction)
        .await?;
        for account in *accounts {
            put_upstream(&mut transaction, keys, account).await?;
        }
        ledger::append(&mut transaction, keys, std::slice::from_ref(entry)).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
