//! What two logs say from a moment on: the backend's security events, and every call that the banks got.

use std::{collections::BTreeMap, fmt, sync::Arc};

use e2e::{Done, Failure, stack::Stack};
use serde_json::Value;

/// A moment, and the logs from there on.
pub struct Evidence {
    stack: Arc<Stack>,
    lines: usize,
    calls: u64,
}

/// What the banks were asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Calls {
    /// Requests at token endpoints, whatever the answer was.
    pub tokens: usize,
    /// Lists of accounts, balances and transactions: every use of a token to read what the person has.
    pub data: usize,
    /// Names of holders: read before anything else, to be compared with the one expected.
    pub names: usize,
    /// Consents put down at the bank that name an account. One for the holder's name alone gives nothing else.
    pub consents: usize,
    /// Tokens given back.
    pub revoked: usize,
    /// Pushed authorization requests: attempts begun.
    pub pushed: usize,
}

impl fmt::Display for Calls {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (tokens, data, consents) = (self.tokens, self.data, self.consents);
        write!(
            out,
            "{tokens} codes redeemed, {data} data calls, {consents} consents"
        )?;
        match self.names {
            0 => Ok(()),
            names => write!(out, ", {names} names read"),
        }
    }
}

impl Evidence {
    /// From now on.
    pub async fn from_now(stack: &Arc<Stack>) -> Done<Self> {
        Ok(Self {
            stack: Arc::clone(stack),
            lines: stack.backend_log()?.lines().count(),
            calls: log(stack).await?.last().map_or(0, seq),
        })
    }

    /// Security events, each once, in the order in which they came first.
    pub fn events(&self) -> Done<Vec<String>> {
        let mut events = Vec::new();
        for line in self.stack.backend_log()?.lines().skip(self.lines) {
            let line: Value = serde_json::from_str(line).map_err(|_| {
                Failure::new(format!(
                    "the backend's log has a line that is not JSON: {line}"
                ))
            })?;
            if line["target"] != "security" {
                continue;
            }
            let event = line["fields"]["event"]
                .as_str()
                .unwrap_or_default()
                .to_owned();
            if !events.contains(&event) {
                events.push(event);
            }
        }
        Ok(events)
    }

    /// How often one event came.
    pub fn count(&self, event: &str) -> Done<usize> {
        let name = format!("\"event\":{event:?}");
        let log = self.stack.backend_log()?;
        Ok(log
            .lines()
            .skip(self.lines)
            .filter(|line| line.contains(&name))
            .count())
    }

    /// What the banks were asked.
    pub async fn calls(&self) -> Done<Calls> {
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for call in log(&self.stack)
            .await?
            .iter()
            .filter(|call| seq(call) > self.calls)
        {
            let kind = match call["kind"].as_str().unwrap_or_default() {
                "consents" if !names_an_account(&call["consent"]) => "consents for nothing",
                kind => kind,
            };
            *kinds.entry(kind.to_owned()).or_default() += 1;
        }
        let sum = |names: &[&str]| names.iter().filter_map(|name| kinds.get(*name)).sum();
        Ok(Calls {
            tokens: sum(&["token", "refresh"]),
            data: sum(&["accounts", "balances", "transactions"]),
            names: sum(&["identity"]),
            consents: sum(&["consents"]),
            revoked: sum(&["revoke"]),
            pushed: sum(&["par"]),
        })
    }
}

fn names_an_account(consent: &Value) -> bool {
    // A refused one has no detail in the log, and counts.
    consent.is_null()
        || ["balances", "transactions"].iter().any(|class| {
            consent[class]
                .as_array()
                .is_some_and(|accounts| !accounts.is_empty())
        })
}

fn seq(call: &Value) -> u64 {
    call["seq"].as_u64().unwrap_or_default()
}

async fn log(stack: &Stack) -> Done<Vec<Value>> {
    let answer = reqwest::get(format!("{}/log", stack.banks)).await?;
    Ok(answer.error_for_status()?.json().await?)
}
