//! Telling a partner's server what happened, by the rules of Standard Webhooks: signed, with an id that stays the same over all
//! tries, so that who hears twice can tell.
//!
//! Messages are written in the very commit of what they tell of ([`store::outbox`](crate::store::outbox)) and delivered from
//! there, by one replica at a time. They hold ids and never data; before the person says *send* there is nothing to tell but
//! that a journey ended.

mod deliver; // one round
pub mod message; // what is told
pub mod sign; // the signature

use std::time::Duration;

use crate::app::App;

/// Between two rounds.
const PAUSE: Duration = Duration::from_secs(2);

pub use deliver::{Post, round};

/// Delivers until the backend ends. It has a loop of its own: a server that is slow to hear must not keep the sweeper waiting.
pub async fn run(app: App) {
    loop {
        if let Err(fault) = round(&app).await {
            tracing::error!(?fault, "webhooks could not be delivered");
        }
        tokio::time::sleep(PAUSE).await;
    }
}
