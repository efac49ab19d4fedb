//! A partner's budget for a calendar month (UTC): a warning on the way, and a stop.
//!
//! The stop is asked before anything begins: no new journey, no refresh. What a person has begun is read to its end, so that
//! no account is half fetched and nobody comes back from their bank in vain.

use contract::Code;
use serde::Serialize;
use utoipa::ToSchema;

use super::price::Amount;
use crate::app::App;
use crate::clock;
use crate::config::Partner;
use crate::problem::Fault;

/// What a partner may spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// In a calendar month.
    pub month: Amount,
    /// From how many hundredths of it on there is a warning.
    pub warn_percent: u8,
}

/// Where a month stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Below the warning.
    Fine,
    /// Beyond it.
    Warning,
    /// Spent: nothing new begins.
    Stopped,
}

impl Budget {
    /// Where it stands after so much was spent.
    pub fn standing(self, spent: Amount) -> Standing {
        let warns = i128::from(self.month.0) * i128::from(self.warn_percent);
        if spent >= self.month {
            Standing::Stopped
        } else if i128::from(spent.0) * 100 >= warns {
            Standing::Warning
        } else {
            Standing::Fine
        }
    }
}

/// What was spent in this month, and where that stands; none where the partner has no budget.
///
/// # Errors
/// [`Fault::Store`].
pub async fn standing(app: &App, partner: &Partner) -> Result<Option<(Amount, Standing)>, Fault> {
    let Some(budget) = partner.budget else {
        return Ok(None);
    };
    let today = clock::day(app.now());
    let first = format!("{}-01", &today[..7]);
    let spent = app.store().spent(&partner.id, &first, &today).await?;
    Ok(Some((spent, budget.standing(spent))))
}

/// Lets something new begin, or does not.
///
/// # Errors
/// [`Code::BudgetReached`] when the month's budget is spent; [`Fault::Store`].
pub async fn allow(app: &App, partner: &Partner) -> Result<(), Fault> {
    match standing(app, partner).await? {
        Some((_, Standing::Stopped)) => Err(Fault::Refused(
            Code::BudgetReached,
            "this month's budget is spent: GET /v1/usage",
        )),
        Some((_, Standing::Warning)) => {
            tracing::warn!(partner = partner.id, "most of a partner's budget is spent");
            Ok(())
        }
        Some((_, Standing::Fine)) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_warns_and_then_stops() {
        let budget = Budget {
            month: Amount(1000),
            warn_percent: 80,
        };
        for (spent, standing) in [
            (0, Standing::Fine),
            (799, Standing::Fine),
            (800, Standing::Warning),
            (999, Standing::Warning),
            (1000, Standing::Stopped),
            (5000, Standing::Stopped),
        ] {
            assert_eq!(budget.standing(Amount(spent)), standing, "{spent}");
        }
        let nothing = Budget {
            month: Amount(0),
            warn_percent: 100,
        };
        assert_eq!(nothing.standing(Amount(0)), Standing::Stopped);
    }
}
