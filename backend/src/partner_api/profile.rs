//! `GET /v1/users/{user}/profile` and `/profile/{purpose}`: what the formulas of given purposes found, as the person saw it.
//!
//! Values rest on ids of transactions and on numbered series: no label and no name of another party is in here.

use axum::Json;
use axum::extract::{Path, State};
use contract::{Code, PurposeId};
use profile::{CurrencyInsights, Outcome, Value, Verdict};
use serde::Serialize;
use utoipa::ToSchema;

use super::Client;
use super::cover::Cover;
use crate::app::App;
use crate::clock;
use crate::problem::Fault;
use crate::store::insights::StoredInsights;

/// What was found for a user.
#[derive(Debug, Serialize, ToSchema)]
pub struct Profiles {
    profiles: Vec<Profile>,
}

/// What the formula of one purpose found over one connection. It decides nothing by itself: see the formula's own
/// documentation for what it may not be used for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Profile {
    purpose: String,
    connection: String,
    formula: Formula,
    /// RFC 3339: when it was computed, from data read then.
    computed_at: String,
    /// First day that was read.
    from: String,
    /// Last day that was read.
    to: String,
    /// Why there is no answer: `everything`, `transactions`, `complete_months` or `income` was missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<String>,
    /// One answer for each currency: amounts in two currencies are never added.
    currencies: Vec<ProfileCurrency>,
}

/// A formula and its version: the same version answers the same input the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = FormulaUsed)]
pub struct Formula {
    id: String,
    version: u16,
    /// How many transactions the person said were misread: they counted as unknown. Which ones is not told.
    corrections: u32,
}

/// The answer in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProfileCurrency {
    /// ISO 4217: the currency of every amount in here.
    currency: String,
    /// `good`, `fair` or `watch`, from the thresholds in the formula's documentation; absent where it judges nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    /// Why there is no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<String>,
    measures: Vec<ProfileMeasure>,
    months: Vec<ProfileMonth>,
    series: Vec<ProfileSeries>,
}

/// One value and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProfileMeasure {
    /// What is measured, such as `left_to_live`.
    id: String,
    /// What kind of spending or policy, such as `insurance/home`.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<String>,
    /// Which account, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// `cents`, `basis_points` (3,500 is 35 %), `days`, `count` or `presence`.
    unit: String,
    /// The value, but for `presence`.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<i64>,
    /// `seen`, `not_seen` or `uncertain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    presence: Option<String>,
    /// Ids of the transactions behind it.
    transactions: Vec<String>,
    /// Ids of the series behind it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    series: Vec<String>,
}

/// One month by booking date, transfers between the accounts left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProfileMonth {
    /// `2026-10`.
    month: String,
    /// False where not all of its days were read.
    complete: bool,
    /// In cents.
    income: i64,
    /// In cents, as a positive number.
    outgoings: i64,
    /// Put aside, in cents; negative when savings were drawn on.
    saved: i64,
}

/// Payments that come back, without who is on the other side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProfileSeries {
    /// A number within this answer.
    id: String,
    /// `salary`, `income`, `rent`, `loan`, `insurance`, `utility`, `subscription`, `tax`, `saving` or `other`.
    kind: String,
    /// `week`, `month`, `quarter` or `year`.
    every: String,
    /// `credit` or `debit`.
    direction: String,
    /// The usual amount, in cents.
    amount: i64,
    /// The last time.
    last: String,
    /// The next time; absent when it seems to have ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// Ids of its transactions.
    transactions: Vec<String>,
}

/// What was found, as a partner receives it. The result screen shows this very shape.
pub fn profile(connection: &str, found: &StoredInsights) -> Profile {
    let insights = &found.insights;
    let (missing, currencies) = match &insights.outcome {
        Outcome::Computed { currencies } => (None, currencies.iter().map(currency).collect()),
        Outcome::TooLittleData { missing } => (Some(word(missing)), Vec::new()),
        Outcome::ExplicitConsentNeeded => (Some("explicit_consent".to_owned()), Vec::new()),
    };
    Profile {
        purpose: found.purpose.0.clone(),
        connection: connection.to_owned(),
        formula: Formula {
            id: insights.formula.id().to_owned(),
            version: insights.version,
            corrections: found.corrections,
        },
        computed_at: clock::rfc3339(found.computed_at),
        from: insights.period.from.to_string(),
        to: insights.period.to.to_string(),
        missing,
        currencies,
    }
}

fn currency(answer: &CurrencyInsights) -> ProfileCurrency {
    let (level, missing) = match &answer.verdict {
        Verdict::Rated { level } => (Some(word(level)), None),
        Verdict::NotRated => (None, None),
        Verdict::TooLittleData { missing } => (None, Some(word(missing))),
    };
    ProfileCurrency {
        currency: answer.currency.to_string(),
        level,
        missing,
        measures: answer.measures.iter().map(measure).collect(),
        months: answer
            .months
            .iter()
            .map(|month| ProfileMonth {
                month: month.month.to_string(),
                complete: month.completeness == profile::Completeness::Complete,
                income: month.income.0,
                outgoings: month.outgoings.0,
                saved: month.saved.0,
            })
            .collect(),
        series: answer.series.iter().map(series).collect(),
    }
}

fn measure(measure: &profile::Measure) -> ProfileMeasure {
    let (unit, value, presence) = match measure.value {
        Value::Cents(cents) => ("cents", Some(cents.0), None),
        Value::BasisPoints(points) => ("basis_points", Some(points.0), None),
        Value::Days(days) => ("days", Some(i64::from(days)), None),
        Value::Count(count) => ("count", Some(i64::from(count)), None),
        Value::Presence(presence) => ("presence", None, Some(word(&presence))),
    };
    ProfileMeasure {
        id: word(&measure.id),
        about: measure.about.as_ref().map(word),
        account: measure.account.as_ref().map(word),
        unit: unit.to_owned(),
        value,
        presence,
        transactions: measure.evidence.transactions.iter().map(word).collect(),
        series: measure.evidence.series.iter().map(word).collect(),
    }
}

fn series(series: &profile::Series) -> ProfileSeries {
    ProfileSeries {
        id: word(&series.id),
        kind: word(&series.kind),
        every: word(&series.every),
        direction: word(&series.direction),
        amount: series.amount.0,
        last: series.last.to_string(),
        next: series.next.map(|day| day.to_string()),
        transactions: series.transactions.iter().map(word).collect(),
    }
}

/// How the wire spells an id or a plain variant: these are texts, and nothing else comes here.
fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// Everything that was found for the purposes given, over all of the user's connections.
#[utoipa::path(get, path = "/v1/users/{user}/profile", tag = "partner", params(("user" = String, Path)), responses(
    (status = 200, description = "What was found; purposes without a formula have nothing here", body = Profiles),
    (status = 403, description = "`not_sent`, `consent_missing` or `consent_ended`", body = contract::Problem)))]
pub async fn all(
    State(app): State<App>,
    client: Client,
    Path(user): Path<String>,
) -> Result<Json<Profiles>, Fault> {
    client.owns(&app, &user).await?;
    covered(&app, &client, &user, |_| true).await.map(Json)
}

/// What was found for one purpose, over all of the user's connections.
#[utoipa::path(get, path = "/v1/users/{user}/profile/{purpose}", tag = "partner",
    params(("user" = String, Path), ("purpose" = String, Path)), responses(
    (status = 200, description = "What was found", body = Profiles),
    (status = 403, description = "`not_sent`, `consent_missing` or `consent_ended`", body = contract::Problem),
    (status = 404, description = "`not_found`: no such purpose, or one without a formula", body = contract::Problem)))]
pub async fn one(
    State(app): State<App>,
    client: Client,
    Path((user, purpose)): Path<(String, String)>,
) -> Result<Json<Profiles>, Fault> {
    client.owns(&app, &user).await?;
    let purpose = PurposeId(purpose);
    let known = client.partner(&app)?.purposes.contains(&purpose)
        && app
            .config()
            .purpose(purpose.as_str())
            .is_some_and(|one| one.formula.is_some());
    if !known {
        return Err(Fault::Refused(
            Code::NotFound,
            "purpose: one with a formula, registered for this partner",
        ));
    }
    covered(&app, &client, &user, |id| *id == purpose)
        .await
        .map(Json)
}

/// What consents in force cover. When that is nothing, the latest connection says why.
async fn covered(
    app: &App,
    client: &Client,
    user: &str,
    wanted: impl Fn(&PurposeId) -> bool,
) -> Result<Profiles, Fault> {
    let mut why = Fault::Refused(Code::NotSent, "the person has not sent the result");
    let mut profiles = Vec::new();
    for connection in app.store().connections_of(&client.0, user).await? {
        let cover = match Cover::of(app, &client.0, user, &connection).await {
            Ok(cover) => cover,
            // What was never sent says nothing beside what was.
            Err(Fault::Refused(Code::NotSent, _)) => continue,
            Err(fault @ Fault::Refused(..)) => {
                why = fault;
                continue;
            }
            Err(fault) => return Err(fault),
        };
        let found = app.store().insights(app.keys(), &connection.id).await?;
        let mut found_any = false;
        for one in &found {
            if !wanted(&one.purpose) {
                continue;
            }
            found_any = true;
            match cover.purpose(&one.purpose) {
                Ok(()) => {
                    let what = one.purpose.as_str();
                    app.store()
                        .delivered(user, &connection.id, what, app.now())
                        .await?;
                    profiles.push(profile(&connection.id, one));
                }
                Err(fault) => why = fault,
            }
        }
        if !found_any {
            why = cover.nothing_of(&wanted);
        }
    }
    if profiles.is_empty() {
        Err(why)
    } else {
        Ok(Profiles { profiles })
    }
}
