//! `PUT /consents`, the mixed model: the new detail replaces all that was there before.

use std::collections::BTreeSet;

use axum::{
    Extension,
    body::Bytes,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    fault::Fault,
    wire::{Access as Body, AccountIdentification},
};
use crate::{
    account::Account,
    app::{AtBank, Shared, lock},
    bank::behaviour::ConsentModel,
    journal::{ConsentNote, Note},
    oauth::grant::{Access, Consent, Grant},
};

/// Answers 201 without a body.
pub async fn replace(
    State(app): State<Shared>,
    AtBank(bank): AtBank,
    Extension(grant): Extension<Grant>,
    body: Bytes,
) -> Result<Response, Fault> {
    if bank.behaviour.model == ConsentModel::FullAisp {
        let fault = Fault::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "full-AISP model: this bank takes no consents",
        );
        return Ok(([(header::ALLOW, "")], fault).into_response());
    }
    // The parser's own words could quote an IBAN back, so they stay here.
    let body: Body = serde_json::from_slice(&body).map_err(|_| {
        Fault::bad("not a consent: balances, transactions, psuIdentity, trustedBeneficiaries")
    })?;
    let accounts = grant.accounts(&bank, app.seed);
    let consent = Consent {
        balances: ids(&accounts, &body.balances)?,
        transactions: ids(&accounts, &body.transactions)?,
        identity: if body.psu_identity {
            Access::Open
        } else {
            Access::Closed
        },
    };
    let note = ConsentNote {
        balances: consent.balances.iter().cloned().collect(),
        transactions: consent.transactions.iter().cloned().collect(),
        psu_identity: body.psu_identity,
        trusted_beneficiaries: body.trusted_beneficiaries,
    };
    lock(&app.grants).set_consent(grant.id, consent);
    let note = Note {
        consent: Some(note),
        ..Note::default()
    };
    Ok((StatusCode::CREATED, Extension(note)).into_response())
}

/// The `resourceId`s of the named accounts.
fn ids(accounts: &[Account], named: &[AccountIdentification]) -> Result<BTreeSet<String>, Fault> {
    named.iter().map(|name| find(accounts, name)).collect()
}

fn find(accounts: &[Account], name: &AccountIdentification) -> Result<String, Fault> {
    let number = match (&name.iban, &name.other) {
        (Some(iban), None) => iban,
        (None, Some(other)) => &other.identification,
        _ => return Err(Fault::bad("an account is named by iban or by other")),
    };
    let account = accounts
        .iter()
        .find(|account| account.number() == Some(number));
    account
        .map(|account| account.resource_id.clone())
        .ok_or_else(|| {
            Fault::new(
                StatusCode::FORBIDDEN,
                "AC01: an account of the consent is not one of the PSU's",
            )
        })
}
