//! What is fuzzed, one file each: the inputs, what happened, and the oracle that says what may happen.

pub mod callback; // the bank's answer
pub mod configuration; // the operator's file
pub mod go; // the ticket
pub mod origins; // CORS
pub mod redeem; // the handoff code
pub mod return_url; // where a journey leads back to
pub mod stet; // what a bank's API answers

use std::time::{Duration, Instant};

use crate::house::Answer;

/// Codes and tickets last a minute: well before that, honest values are made anew.
const FRESH: Duration = Duration::from_secs(40);

/// Something honest, and since when.
struct Kept<T> {
    value: T,
    since: Instant,
}

impl<T> Kept<T> {
    fn new(value: T) -> Self {
        Self {
            value,
            since: Instant::now(),
        }
    }

    fn is_fresh(&self) -> bool {
        self.since.elapsed() < FRESH
    }
}

/// No input makes a server's error.
fn no_server_error(answer: &Answer) -> Result<(), String> {
    if answer.status.is_server_error() {
        return Err(format!("answered {}", answer.status));
    }
    Ok(())
}
