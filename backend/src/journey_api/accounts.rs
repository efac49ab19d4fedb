//! `PUT /journeys/current/accounts`: designation, PSD2 explicit consent.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use contract::{AccountId, Code, Offer, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Seated, current};
use crate::adding;
use crate::app::App;
use crate::body::Body;
use crate::journey::Phase;
use crate::ledger;
use crate::problem::Fault;
use crate::reading;
use crate::view;

/// The accounts to link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// At least one, all of them offered.
    accounts: Vec<AccountId>,
}

/// Links accounts. Those that were not ticked are forgotten at once.
#[utoipa::path(put, path = "/journeys/current/accounts", tag = "journey", request_body = Link, responses(
    (status = 200, description = "The next stage", body = View),
    (status = 409, description = "`stage_mismatch`", body = contract::Problem)))]
pub async fn link(
    State(app): State<App>,
    seated: Seated,
    Body(link): Body<Link>,
) -> Result<Json<View>, Fault> {
    let asked: BTreeSet<AccountId> = link.accounts.into_iter().collect();
    let journey = app
        .store()
        .journey(&seated.journey)
        .await?
        .ok_or_else(Fault::stage_mismatch)?;
    let connection = journey
        .state
        .connection
        .clone()
        .ok_or_else(Fault::stage_mismatch)?;
    let offered = app
        .store()
        .accounts(app.keys(), connection.as_str())
        .await?;
    let access = app
        .store()
        .connection(connection.as_str())
        .await?
        .ok_or_else(Fault::stage_mismatch)?;
    let now = app.now();
    app.store()
        .act_on_journey(app.keys(), &seated.journey, now, |journey| {
            let state = &mut journey.state;
            if state.phase != Phase::Accounts {
                let repeated = state.phase.is_after_bank()
                    && state.linked.iter().cloned().collect::<BTreeSet<_>>() == asked;
                return if repeated {
                    Ok(((), Vec::new()))
                } else {
                    Err(Fault::stage_mismatch())
                };
            }
            if asked.is_empty() {
                return Err(Fault::Refused(Code::BadRequest, "accounts: at least one"));
            }
            // In the bank's order, and only what was offered.
            let linked: Vec<AccountId> = offered
                .iter()
                .filter(|account| {
                    account.shown.offer == Offer::Open && asked.contains(&account.shown.id)
                })
                .map(|account| account.shown.id.clone())
                .collect();
            if linked.len() != asked.len() {
                return Err(Fault::Refused(
                    Code::BadRequest,
                    "accounts: one of them is not offered",
                ));
            }
            state.linked = linked;
            state.phase = Phase::Purposes;
            if state.given.is_some() {
                reading::begin(&app, journey)?;
            }
            let notice = view::designation(&app, journey, seated.locale)?;
            let linked = &journey.state.linked;
            let entry = ledger::access(&app, journey, linked, access.sca_due, notice)?;
            Ok(((), vec![entry]))
        })
        .await?;
    if let Some(journey) = app.store().journey(&seated.journey).await?
        && !journey.state.linked.is_empty()
    {
        let mut linked = adding::shared(&app, &journey).await?;
        linked.extend(journey.state.linked);
        app.store()
            .link_accounts(connection.as_str(), &linked, now)
            .await?;
    }
    current::answer(&app, &seated).await
}
