//! `GET /journeys/current/evidence` and `POST /journeys/current/corrections`: what a value rests on, with labels, for the
//! person alone; and "this is not right".

use axum::Json;
use axum::extract::{Query, State};
use contract::{Code, Correction, DataPage, Line, PurposeId, View};
use serde::Deserialize;
use utoipa::IntoParams;

use super::data::{at_result, subject, window};
use super::{Seated, current};
use crate::app::App;
use crate::body::Body;
use crate::book::Book;
use crate::insights;
use crate::problem::Fault;
use crate::store::data::StoredTransaction;
use crate::view;

/// Transactions on a page.
const PAGE: usize = 20;

/// Which value, and from where on.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Which {
    /// A purpose that was switched on.
    purpose: String,
    /// The value's place among the purpose's figures.
    figure: usize,
    /// Where the page starts, as the one before said.
    after: Option<usize>,
}

/// The transactions behind a value, newest first.
#[utoipa::path(get, path = "/journeys/current/evidence", tag = "journey", params(Which), responses(
    (status = 200, description = "A JSON list of lines, as text", body = DataPage),
    (status = 409, description = "`stage_mismatch`", body = contract::Problem)))]
pub async fn page(
    State(app): State<App>,
    seated: Seated,
    Query(which): Query<Which>,
) -> Result<Json<DataPage>, Fault> {
    let journey = at_result(&app, &seated).await?;
    let (given, purpose, _) = subject(&app, &journey, &PurposeId(which.purpose))?;
    let found = view::found(&app, &journey).await?;
    let unknown = || Fault::Refused(Code::NotFound, "figure: a value of this purpose");
    let found = found
        .iter()
        .find(|one| one.purpose == purpose.id)
        .ok_or_else(unknown)?;
    let (_, measure) = insights::measures(&found.insights)
        .nth(which.figure)
        .ok_or_else(unknown)?;
    let behind: std::collections::HashSet<&str> = measure
        .evidence
        .transactions
        .iter()
        .map(profile::TransactionId::as_str)
        .collect();
    let book = Book::read(&app, &journey).await?;
    let share = book.share(purpose, given);
    let mut rows: Vec<&StoredTransaction> = share
        .transactions()
        .map(|(_, row)| row)
        .filter(|row| behind.contains(row.id.as_str()))
        .collect();
    rows.reverse();
    rows.sort_by(|a, b| b.booked.cmp(&a.booked));
    let (range, next) = window(rows.len(), which.after, PAGE);
    let misread = share.misread();
    let rows: Vec<Line> = rows
        .get(range)
        .unwrap_or_default()
        .iter()
        .map(|row| insights::line(row, misread.contains(&row.id), seated.locale))
        .collect();
    let json = serde_json::to_string(&rows).map_err(|_| Fault::Corrupt("evidence"))?;
    Ok(Json(DataPage { json, next }))
}

/// The person says that a transaction is not what it was taken for: it counts as unknown from now on, for this person
/// alone, and everything is computed again.
#[utoipa::path(post, path = "/journeys/current/corrections", tag = "journey", request_body = Correction, responses(
    (status = 200, description = "The result, computed again", body = View),
    (status = 404, description = "`not_found`", body = contract::Problem),
    (status = 409, description = "`stage_mismatch`", body = contract::Problem)))]
pub async fn correct(
    State(app): State<App>,
    seated: Seated,
    Body(correction): Body<Correction>,
) -> Result<Json<View>, Fault> {
    let journey = at_result(&app, &seated).await?;
    let book = Book::read(&app, &journey).await?;
    let account = book
        .account_of(&correction.transaction)
        .ok_or(Fault::Refused(
            Code::NotFound,
            "transaction: one of those behind a value",
        ))?;
    let id = &correction.transaction;
    if app.store().correct(account, id, app.now()).await? {
        app.metrics().corrected();
        insights::compute(&app, &journey).await?;
    }
    current::answer(&app, &seated).await
}
