//! Whose account is it? The holder's name at the bank, beside the one that the partner expects.
//!
//! All bindings hold when somebody is led to another person's hosted page and does all of it there. What is left is
//! that the account is not in the name of the partner's customer. So where the partner gave a name, the bank is asked
//! for the holder's before anything else is read; unless the two agree, the journey waits until the person was shown
//! both and confirms. Where the partner gave none, the bank is not asked at all.

mod mask;
mod name;

use contract::{HolderStage, Locale};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::journey::Journey;
use crate::problem::Fault;
use crate::security::Event;
use crate::upstream::{Access, UpstreamFault};
use crate::words::Subject;

pub use name::is_usable;

/// What the comparison came to.
pub enum Verdict {
    /// Nobody is expected, or the account is theirs.
    Fine,
    /// The person has to look: the two names, masked and sealed, and what the operator's log is told.
    Ask(String, Event),
}

/// The two names as they are shown: nothing longer is kept.
#[derive(Serialize, Deserialize)]
struct Shown {
    holder: Option<String>,
    expected: String,
}

/// The row that an expected name is sealed for: the same before and after the journey is opened.
fn expected_row(user: &str) -> String {
    format!("expected:{user}")
}

fn shown_row(journey: &str) -> String {
    format!("holder:{journey}")
}

/// Seals the name that a partner expects of a user.
///
/// # Errors
/// [`Fault::Random`] or [`Fault::Sealed`].
pub fn seal_expected(app: &App, user: &str, name: &str) -> Result<String, Fault> {
    app.keys().seal(&expected_row(user), name)
}

/// Asks the bank for the holder's name, where one is expected, and compares. A bank that does not say it, for whatever
/// reason, leaves the question to the person: no answer is not a yes.
///
/// # Errors
/// [`Fault::Sealed`], [`Fault::Random`] or [`Fault::Corrupt`].
pub async fn check(app: &App, journey: &Journey, access: Access<'_>) -> Result<Verdict, Fault> {
    let Some(sealed) = &journey.state.asked.expected else {
        return Ok(Verdict::Fine);
    };
    let expected = app.keys().open(&expected_row(&journey.user), sealed)?;
    let holder: Result<String, UpstreamFault> = app.upstream().holder(access).await;
    let holder = holder.ok().filter(|name| !name.trim().is_empty());
    if holder
        .as_deref()
        .is_some_and(|holder| name::agree(holder, &expected))
    {
        return Ok(Verdict::Fine);
    }
    let event = match holder {
        Some(_) => Event::HolderMismatch,
        None => Event::HolderUnknown,
    };
    let (holder, expected) = mask::apart(holder.as_deref(), &expected);
    let shown =
        serde_json::to_string(&Shown { holder, expected }).map_err(|_| Fault::Corrupt("holder"))?;
    let sealed = app.keys().seal(&shown_row(&journey.id), &shown)?;
    Ok(Verdict::Ask(sealed, event))
}

/// What the person reads before they confirm.
///
/// # Errors
/// [`Fault::Sealed`] or [`Fault::Corrupt`].
pub fn stage(
    app: &App,
    journey: &Journey,
    shown: &str,
    subject: &Subject<'_>,
    locale: Locale,
) -> Result<HolderStage, Fault> {
    let shown = app.keys().open(&shown_row(&journey.id), shown)?;
    let shown: Shown = serde_json::from_str(&shown).map_err(|_| Fault::Corrupt("holder"))?;
    Ok(HolderStage {
        notice: subject.holder(shown.holder.as_deref(), &shown.expected, locale),
    })
}
