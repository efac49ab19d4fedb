//! `GET /accounts`: the payment accounts of the authorisation, savings not among them.

use axum::{
    Extension,
    extract::{OriginalUri, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    fault::Fault,
    hal,
    page::page,
    wire::{AccountResource, HalAccounts, Link, Links},
};
use crate::{
    account::Account,
    app::{AtBank, Shared},
    bank::{Bank, Lie, behaviour::ConsentModel, lie::MARKUP},
    oauth::{grant::Grant, request::DataClass},
};

/// Accounts on a page: less than the forty of one test person.
const PAGE: usize = 30;

#[derive(Debug, Deserialize)]
pub struct Paging {
    page: Option<usize>,
}

/// Answers the list. An empty one is 204 at full-AISP banks and an empty array elsewhere: STET allows
/// both, and both are met.
pub async fn list(
    State(app): State<Shared>,
    AtBank(bank): AtBank,
    Extension(grant): Extension<Grant>,
    OriginalUri(uri): OriginalUri,
    Query(paging): Query<Paging>,
) -> Result<Response, Fault> {
    let mut accounts = grant.accounts(&bank, app.seed);
    if bank.lie == Some(Lie::Markup) {
        for account in &mut accounts {
            MARKUP.clone_into(&mut account.name);
        }
    }
    if accounts.is_empty() && bank.behaviour.model == ConsentModel::FullAisp {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let number = paging.page.unwrap_or(1);
    let mut page =
        page(accounts, number, PAGE, uri.path(), "").ok_or_else(|| Fault::bad("no such page"))?;
    if let Some(Lie::LinksLeave(away)) = &bank.lie {
        page.links
            .insert("next", Link::to(format!("{away}{}?page=2", uri.path())));
    }
    let resource = |account: &Account| {
        AccountResource::new(
            account,
            bank.bic.as_deref(),
            links(&bank, &grant, account, uri.path()),
        )
    };
    let accounts = page.items.iter().map(resource).collect();
    Ok(hal(HalAccounts {
        accounts,
        links: page.links,
    }))
}

/// In the mixed model an account has a link for what its consent covers, and none before.
fn links(bank: &Bank, grant: &Grant, account: &Account, path: &str) -> Links {
    let classes = [
        (DataClass::Balances, "balances"),
        (DataClass::Transactions, "transactions"),
    ];
    let open = classes
        .into_iter()
        .filter(|(class, _)| grant.may_read(bank, *class, &account.resource_id));
    open.map(|(_, name)| {
        (
            name,
            Link::to(format!("{path}/{}/{name}", account.resource_id)),
        )
    })
    .collect()
}
