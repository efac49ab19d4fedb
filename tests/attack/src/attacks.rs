//! The attacks. Each returns what it showed; what it must show is in [`crate::table`].

pub mod address; // where a browser is sent
pub mod answer; // the bank's answer
pub mod code; // the handoff code
pub mod hosted; // the backend's own page
pub mod names; // ids and tokens of others
pub mod page; // what a page can do to the widget
pub mod start; // the way to the bank

use e2e::{Done, failure::ensure};

use crate::{evidence::Evidence, table::Shown, visitor::Answer};

/// What the logs say now, beside how the attacker was refused.
async fn shown(evidence: &Evidence, refused: impl Into<String>) -> Done<Shown> {
    Ok(Shown {
        refused: refused.into(),
        events: evidence.events()?,
        calls: evidence.calls().await?,
    })
}

/// Fails if an answer brings anyone on: no handoff code, no session, no way to a partner's page.
pub(crate) fn brings_nothing(answer: &Answer, what: &str) -> Done {
    let sets_session = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .any(|cookie| cookie.as_bytes().starts_with(b"__Host-s="));
    ensure(
        answer.handoff().is_none() && !sets_session,
        format!("{what} got a handoff code or a session"),
    )
}
