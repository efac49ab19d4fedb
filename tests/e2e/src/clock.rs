//! Time that passes at the backend alone.

use crate::{Done, Person, failure::ensure};

const DAY: u64 = 86_400;

impl Person {
    /// Lets days pass. The stack is one of the test's own: others would not understand it.
    pub async fn days_pass(&self, days: u64) -> Done {
        let answer = reqwest::Client::new()
            .post(format!("{}/test/clock", self.stack.backend))
            .json(&serde_json::json!({ "advance_seconds": days * DAY }))
            .send()
            .await?;
        ensure(answer.status().is_success(), "the clock is moved")
    }
}
