//! What the banks were asked: the sandbox keeps a log of every call.

use serde_json::Value;

use crate::{Done, stack::Stack};

impl Stack {
    /// How many calls of `kind` the bank got, as the sandbox names kinds: `balances`, `transactions`, `revoke`…
    ///
    /// Other tests' people are at the same banks: a test that counts uses a bank of its own.
    pub async fn calls(&self, bank: &str, kind: &str) -> Done<usize> {
        let address = format!("{}/log?bank={bank}&kind={kind}", self.banks);
        let log: Vec<Value> = reqwest::get(address)
            .await?
            .error_for_status()?
            .json()
            .await?;
        Ok(log.len())
    }
}
