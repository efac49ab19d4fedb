//! `GET /accounts/{id}/balances`.

use axum::{
    Extension,
    extract::{OriginalUri, Path, State},
    response::Response,
};
use time::{Date, OffsetDateTime};

use super::{
    fault::Fault,
    hal,
    wire::{Amount, BalanceResource, HalBalances, Link, Links},
};
use crate::{
    account::Account,
    app::{App, AtBank, Shared},
    bank::Bank,
    ledger::{Cents, Ledger, Life},
    oauth::{grant::Grant, request::DataClass},
};

/// Answers what is booked and what is expected; a deferred card has only what it will debit.
pub async fn show(
    State(app): State<Shared>,
    AtBank(bank): AtBank,
    Extension(grant): Extension<Grant>,
    Path((_, id)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Fault> {
    let now = app.clock.now();
    let account = readable(&app, &bank, &grant, DataClass::Balances, &id)?;
    let links = Links::from([
        ("self", Link::to(uri.path())),
        (
            "parent-list",
            Link::to(format!("/{}{}/accounts", bank.id, super::ROOT)),
        ),
        (
            "transactions",
            Link::to(format!(
                "/{}{}/accounts/{id}/transactions",
                bank.id,
                super::ROOT
            )),
        ),
    ]);
    Ok(hal(HalBalances {
        balances: balances(&app, &account, now),
        links,
    }))
}

/// The account `id` of the authorisation, when `class` of it may be read.
///
/// # Errors
/// 404 when it is not in the list, 403 when the consent does not cover it.
pub fn readable(
    app: &App,
    bank: &Bank,
    grant: &Grant,
    class: DataClass,
    id: &str,
) -> Result<Account, Fault> {
    let mut accounts = grant.accounts(bank, app.seed).into_iter();
    let account = accounts
        .find(|account| account.resource_id == id)
        .ok_or_else(Fault::no_account)?;
    if grant.may_read(bank, class, id) {
        Ok(account)
    } else {
        Err(Fault::not_granted())
    }
}

fn balances(app: &App, account: &Account, now: OffsetDateTime) -> Vec<BalanceResource> {
    let today = now.date();
    let ledger = Ledger::new(app.seed, &account.wallet, account.life, today);
    let balance = ledger.balance();
    let last = ledger
        .entries(crate::ledger::ninety_days_before(today), today)
        .pop()
        .map(|entry| entry.reference);
    if account.life == Life::DeferredCard {
        return vec![resource(
            "Encours à débiter",
            "OTHR",
            balance.expected,
            today,
            last,
        )];
    }
    vec![
        resource(
            "Solde comptable",
            "CLBD",
            balance.booked,
            today,
            last.clone(),
        ),
        resource("Solde instantané", "XPCD", balance.expected, today, last),
    ]
}

fn resource(
    name: &str,
    balance_type: &'static str,
    amount: Cents,
    on: Date,
    last: Option<String>,
) -> BalanceResource {
    BalanceResource {
        name: format!(
            "{name} au {:02}/{:02}/{}",
            on.day(),
            u8::from(on.month()),
            on.year()
        ),
        balance_amount: Amount::euros(amount),
        balance_type,
        reference_date: on,
        last_committed_transaction: last,
    }
}
