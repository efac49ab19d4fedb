//! `GET /v1/usage`: what was read at banks for this partner, day by day, and what it cost.

use axum::Json;
use axum::extract::{Query, State};
use contract::{Code, PurposeId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Client;
use super::transactions::day;
use crate::app::App;
use crate::clock;
use crate::metering::budget::{self, Standing};
use crate::metering::price::Amount;
use crate::problem::Fault;
use crate::store::usage::Used;

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Days {
    /// First day, UTC: `2026-11-01`; the first of this month when absent.
    from: Option<String>,
    /// Last day, UTC; today when absent.
    to: Option<String>,
    /// One user's calls only.
    user: Option<String>,
}

/// What was used.
#[derive(Debug, Serialize, ToSchema)]
pub struct Usage {
    from: String,
    to: String,
    /// ISO 4217, of all amounts.
    currency: String,
    /// The whole cost, as a decimal.
    cost: String,
    days: Vec<Day>,
    /// Of the current month; absent where there is no budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    budget: Option<BudgetNow>,
}

/// One day, UTC.
#[derive(Debug, Serialize, ToSchema)]
pub struct Day {
    /// `2026-11-22`.
    #[serde(rename = "day")]
    date: String,
    cost: String,
    calls: Vec<Calls>,
}

/// Calls of one kind for the same purposes.
#[derive(Debug, Serialize, ToSchema)]
pub struct Calls {
    /// `transactions`, `balances`, `accounts`, `consents`, `token` and so on.
    kind: String,
    /// What the data is for; none for what the service itself needs.
    purposes: Vec<PurposeId>,
    count: i64,
    cost: String,
}

/// A month's budget.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetNow {
    month: String,
    spent: String,
    /// `stopped` lets no journey and no refresh begin until the month is over.
    standing: Standing,
}

/// Calls to banks by day, purpose and kind.
#[utoipa::path(get, path = "/v1/usage", tag = "partner", params(Days), responses(
    (status = 200, description = "Calls and costs; days without any are left out", body = Usage),
    (status = 400, description = "`bad_request`", body = contract::Problem)))]
pub async fn show(
    State(app): State<App>,
    client: Client,
    Query(asked): Query<Days>,
) -> Result<Json<Usage>, Fault> {
    let partner = client.partner(&app)?;
    if let Some(user) = &asked.user {
        client.owns(&app, user).await?;
    }
    let today = clock::day(app.now());
    let from = day(asked.from.as_deref(), "from")?.unwrap_or_else(|| format!("{}-01", &today[..7]));
    let to = day(asked.to.as_deref(), "to")?.unwrap_or(today);
    if from > to {
        return Err(Fault::Refused(Code::BadRequest, "from: a day not after to"));
    }
    let used = app
        .store()
        .used(&client.0, asked.user.as_deref(), &from, &to)
        .await?;
    let standing = budget::standing(&app, partner).await?;
    let budget = partner.budget.zip(standing);
    Ok(Json(Usage {
        from,
        to,
        currency: app.config().prices.currency.clone(),
        cost: together(&used),
        days: used
            .chunk_by(|one, next| one.day == next.day)
            .map(of_day)
            .collect::<Result<_, _>>()?,
        budget: budget.map(|(budget, (spent, standing))| BudgetNow {
            month: budget.month.to_string(),
            spent: spent.to_string(),
            standing,
        }),
    }))
}

fn together(used: &[Used]) -> String {
    Amount(used.iter().map(|one| one.cost.0).sum()).to_string()
}

fn of_day(used: &[Used]) -> Result<Day, Fault> {
    let calls = |one: &Used| {
        Ok(Calls {
            kind: one.kind.clone(),
            purposes: serde_json::from_str(&one.purposes)
                .map_err(|_| Fault::Corrupt("calls.purposes"))?,
            count: one.calls,
            cost: one.cost.to_string(),
        })
    };
    Ok(Day {
        date: used.first().map(|one| one.day.clone()).unwrap_or_default(),
        cost: together(used),
        calls: used.iter().map(calls).collect::<Result<_, Fault>>()?,
    })
}
