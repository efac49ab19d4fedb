//! `GET /v1/users/{user}/accounts/{account}/transactions`: a date range, a page at a time.

use axum::Json;
use axum::extract::{Path, Query, State};
use contract::{AccountId, Code};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Client;
use super::cover::Cover;
use super::shapes::{self, PartnerTransaction};
use crate::app::App;
use crate::book::is_sensitive;
use crate::problem::Fault;

/// Transactions on a page when the partner does not say.
const USUAL_PAGE: usize = 100;

/// The largest page.
const LARGEST_PAGE: usize = 500;

/// Which transactions.
#[derive(Deserialize, IntoParams)]
pub struct Range {
    /// First day, `2026-11-22`.
    from: Option<String>,
    /// Last day.
    to: Option<String>,
    /// Where the page starts, as the one before said.
    cursor: Option<String>,
    /// 1 to 500; 100 when absent.
    limit: Option<usize>,
}

/// A page of transactions, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Transactions {
    transactions: Vec<PartnerTransaction>,
    /// Where the next page starts, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Transactions of an account, as far back as a consent in force covers them.
#[utoipa::path(get, path = "/v1/users/{user}/accounts/{account}/transactions", tag = "partner",
    params(("user" = String, Path), ("account" = String, Path), Range), responses(
    (status = 200, description = "A page", body = Transactions),
    (status = 403, description = "`not_sent`, `consent_missing` or `consent_ended`", body = contract::Problem)))]
pub async fn list(
    State(app): State<App>,
    client: Client,
    Path((user, account)): Path<(String, String)>,
    Query(range): Query<Range>,
) -> Result<Json<Transactions>, Fault> {
    client.owns(&app, &user).await?;
    let unknown = || {
        Fault::Refused(
            Code::NotFound,
            "an account of GET /v1/users/{user}/banks/{connection}/accounts",
        )
    };
    let connection = app
        .store()
        .connection_of_account(&client.0, &user, &account)
        .await?
        .ok_or_else(unknown)?;
    let connection = app
        .store()
        .connection(&connection)
        .await?
        .ok_or_else(unknown)?;
    let cover = Cover::of(&app, &client.0, &user, &connection).await?;
    let account = AccountId(account);
    let covered = cover
        .span(&app, &account)?
        .first_day(app.now())
        .unwrap_or_default();
    let from =
        day(range.from.as_deref(), "from")?.map_or(covered.clone(), |from| from.max(covered));
    let to = day(range.to.as_deref(), "to")?.unwrap_or_else(|| "9999-12-31".to_owned());
    let limit = range.limit.unwrap_or(USUAL_PAGE);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(Fault::Refused(Code::BadRequest, "limit: 1 to 500"));
    }
    let mut rows = app
        .store()
        .transactions(app.keys(), &account, &from, &to)
        .await?;
    if !cover.special(&app, &account) {
        rows.retain(|row| !is_sensitive(row));
    }
    rows.reverse();
    let start = match &range.cursor {
        None => 0,
        // A cursor names the last row of the page before: rows that come or go meanwhile shift nothing.
        Some(cursor) => rows
            .iter()
            .position(|row| row.id == *cursor)
            .map(|at| at + 1)
            .ok_or(BAD_CURSOR)?,
    };
    if start == 0 {
        // Its further pages belong to the same look.
        let store = app.store();
        store
            .delivered(&user, &connection.id, "transactions", app.now())
            .await?;
    }
    let page = &rows[start..rows.len().min(start + limit)];
    let next = page
        .last()
        .filter(|_| start + limit < rows.len())
        .map(|row| row.id.clone());
    Ok(Json(Transactions {
        transactions: page
            .iter()
            .map(|row| shapes::transaction(&account, row))
            .collect(),
        next,
    }))
}

const BAD_CURSOR: Fault = Fault::Refused(Code::BadRequest, "cursor: as the page before said");

/// A day that is asked for by a parameter of this name.
pub(super) fn day(text: Option<&str>, field: &'static str) -> Result<Option<String>, Fault> {
    let Some(text) = text else { return Ok(None) };
    let right = text.len() == 10 && profile::Date::parse(text).is_ok();
    let detail = if field == "from" {
        "from: a day, 2026-11-22"
    } else {
        "to: a day, 2026-11-22"
    };
    if right {
        Ok(Some(text.to_owned()))
    } else {
        Err(Fault::Refused(Code::BadRequest, detail))
    }
}
