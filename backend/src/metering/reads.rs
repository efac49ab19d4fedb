//! How often a connection was read at the bank, as a person counts.

use std::collections::{BTreeMap, BTreeSet};

use contract::PurposeId;

use crate::app::App;
use crate::clock::Seconds;
use crate::problem::Fault;
use crate::store::usage::Times;

/// How often each purpose was read for: a journey or a refresh is one time, however many accounts and pages it read.
///
/// # Errors
/// [`Fault::Store`] or [`Fault::Corrupt`].
pub async fn at_bank(app: &App, connection: &str) -> Result<BTreeMap<String, Times>, Fault> {
    let mut runs: BTreeMap<String, (BTreeSet<String>, Seconds)> = BTreeMap::new();
    for (run, purposes, at) in app.store().reads(connection).await? {
        let purposes: Vec<PurposeId> =
            serde_json::from_str(&purposes).map_err(|_| Fault::Corrupt("calls.purposes"))?;
        for purpose in purposes {
            let (seen, last) = runs.entry(purpose.0).or_default();
            seen.insert(run.clone());
            *last = at.max(*last);
        }
    }
    let times = |(seen, last): (BTreeSet<String>, Seconds)| Times {
        count: i64::try_from(seen.len()).unwrap_or(i64::MAX),
        last,
    };
    let all = runs.into_iter();
    Ok(all.map(|(purpose, one)| (purpose, times(one))).collect())
}
