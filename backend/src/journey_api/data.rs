//! `GET /journeys/current/data`: the result as data, in the partner API's own form, a page at a time.

use std::ops::Range;

use axum::Json;
use axum::extract::{Query, State};
use contract::{Code, DataPage, Given, PurposeId};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use super::{Seat, Seated};
use crate::adding;
use crate::app::App;
use crate::book::Book;
use crate::config::PurposeConfig;
use crate::journey::{Journey, Phase};
use crate::preview::{self, Extract};
use crate::problem::Fault;
use crate::view;

/// Transactions on a page.
const PAGE: usize = 50;

/// Which purpose, and from where on.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Which {
    /// A purpose that was switched on.
    purpose: String,
    /// Where the page starts, as the one before said.
    after: Option<usize>,
}

/// Exactly what the partner would receive for a purpose.
#[utoipa::path(get, path = "/journeys/current/data", tag = "journey", params(Which), responses(
    (status = 200, description = "Indented JSON, as text", body = DataPage),
    (status = 409, description = "`stage_mismatch`", body = contract::Problem)))]
pub async fn page(
    State(app): State<App>,
    seated: Seated,
    Query(which): Query<Which>,
) -> Result<Json<DataPage>, Fault> {
    let journey = at_result(&app, &seated).await?;
    let (given, purpose, connection) = subject(&app, &journey, &PurposeId(which.purpose))?;
    let book = Book::read(&app, &journey).await?;
    let found = view::found(&app, &journey).await?;
    let found = found.iter().find(|one| one.purpose == purpose.id);
    let extract = preview::extract(&book, purpose, given, connection, found);
    let (range, next) = window(extract.transactions.len(), which.after, PAGE);
    let json = document(&extract, range);
    let json = serde_json::to_string_pretty(&json).map_err(|_| Fault::Corrupt("preview"))?;
    Ok(Json(DataPage { json, next }))
}

/// The places on a page of a list, and where the next page starts, if there is one. Beyond the end there are none to get.
pub(super) fn window(
    length: usize,
    after: Option<usize>,
    size: usize,
) -> (Range<usize>, Option<String>) {
    let start = after.unwrap_or_default();
    let end = length.min(start.saturating_add(size));
    (start..end, (end < length).then(|| end.to_string()))
}

/// The journey, if its result is shown here, with all that its result is about.
pub(super) async fn at_result(app: &App, seated: &Seated) -> Result<Journey, Fault> {
    let journey = app
        .store()
        .journey(&seated.journey)
        .await?
        .ok_or_else(Fault::stage_mismatch)?;
    let elsewhere = journey.hands_over() && seated.seat == Seat::Inline;
    if journey.state.phase != Phase::Result || elsewhere {
        return Err(Fault::stage_mismatch());
    }
    adding::own(app, &journey).await
}

/// A purpose that was switched on: the answer, what it is, and the access it was given for.
pub(super) fn subject<'a>(
    app: &'a App,
    journey: &'a Journey,
    purpose: &PurposeId,
) -> Result<(&'a Given, &'a PurposeConfig, &'a str), Fault> {
    let mut given = journey.state.given.iter().flatten();
    let given = given
        .find(|given| given.purpose == *purpose)
        .ok_or(Fault::Refused(
            Code::NotFound,
            "purpose: one that was switched on",
        ))?;
    let purpose = app
        .config()
        .purpose(purpose.as_str())
        .ok_or(Fault::Corrupt("journeys.state"))?;
    let connection = journey
        .state
        .connection
        .as_ref()
        .ok_or_else(Fault::stage_mismatch)?;
    Ok((given, purpose, connection.as_str()))
}

fn document(extract: &Extract, range: Range<usize>) -> serde_json::Value {
    let is_first = range.start == 0;
    let transactions = extract.transactions.get(range).unwrap_or_default();
    if !is_first {
        return json!({ "transactions": transactions });
    }
    let mut json = json!({ "purpose": extract.purpose, "accounts": extract.accounts, "transactions": transactions });
    if let Some(profile) = &extract.profile {
        json["profile"] = json!(profile);
    }
    json
}
