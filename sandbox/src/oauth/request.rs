//! A checked authorization request.

use std::collections::BTreeSet;

use super::{
    client::{CLIENT_ID, is_registered},
    error::OAuthError,
    params::Params,
};
use crate::{
    app::App,
    bank::{Bank, behaviour::PurposeChoice},
};

/// An authorization request that may go on to the person.
#[derive(Debug, Clone)]
pub struct AuthRequest {
    /// The bank it was made at.
    pub bank: String,
    /// Where the answer goes; registered.
    pub redirect_uri: String,
    /// Given back unchanged.
    pub state: String,
    /// PKCE, S256.
    pub challenge: String,
    /// What may be read at most.
    pub classes: BTreeSet<DataClass>,
    /// Which space the person chose, where the client says so.
    pub space: Option<Space>,
    /// `ui_locales`, for the pages.
    pub locales: Option<String>,
}

/// What can be read of an account beyond its being there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataClass {
    /// `aisp:balances`.
    Balances,
    /// `aisp:transactions`.
    Transactions,
}

/// This sandbox's own `segment` parameter: real banks have two hosts, or ask on their first page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// `personal`: accounts with usage `PRIV`.
    Personal,
    /// `business`: accounts with usage `ORGA`.
    Business,
}

/// Why a request goes no further.
#[derive(Debug)]
pub enum Refusal {
    /// The callback cannot be trusted, so the person is told, not the client (RFC 6749 §4.1.2.1).
    Page(OAuthError),
    /// The client is told at its callback.
    Callback {
        /// What is wrong.
        error: OAuthError,
        /// Registered.
        redirect_uri: String,
        /// Given back unchanged, where there was one.
        state: Option<String>,
    },
}

impl AuthRequest {
    /// Checks the parameters of a request at `bank`.
    ///
    /// # Errors
    /// Whom to tell what is wrong.
    pub fn check(app: &App, bank: &Bank, params: &Params) -> Result<Self, Refusal> {
        let redirect_uri = trusted_callback(app, bank, params).map_err(Refusal::Page)?;
        let state = params.get("state").map(str::to_owned);
        Self::details(bank, params, redirect_uri.clone()).map_err(|error| Refusal::Callback {
            error,
            redirect_uri,
            state,
        })
    }

    fn details(bank: &Bank, params: &Params, redirect_uri: String) -> Result<Self, OAuthError> {
        if params.require("response_type")? != "code" {
            return Err(OAuthError::new(
                "unsupported_response_type",
                "response_type is not code",
            ));
        }
        if params.require("code_challenge_method")? != "S256" {
            return Err(OAuthError::invalid_request(
                "code_challenge_method is not S256",
            ));
        }
        let challenge = params.require("code_challenge")?;
        if challenge.len() != 43 {
            return Err(OAuthError::invalid_request(
                "code_challenge is not a SHA-256 in base64url",
            ));
        }
        let scope = params.require("scope")?;
        Ok(Self {
            bank: bank.id.clone(),
            redirect_uri,
            state: params.require("state")?.to_owned(),
            challenge: challenge.to_owned(),
            classes: classes(bank, scope)?,
            space: space(params.get("segment"))?,
            locales: params.get("ui_locales").map(str::to_owned),
        })
    }
}

fn trusted_callback(app: &App, bank: &Bank, params: &Params) -> Result<String, OAuthError> {
    if params.require("client_id")? != CLIENT_ID {
        return Err(OAuthError::invalid_request("this client is not registered"));
    }
    let uri = params.require("redirect_uri")?;
    if !is_registered(app, bank, uri) {
        return Err(OAuthError::invalid_request(
            "this redirect_uri is not registered",
        ));
    }
    Ok(uri.to_owned())
}

/// `aisp` is needed; where purposes come first, the classes named beside it are the limit.
fn classes(bank: &Bank, scope: &str) -> Result<BTreeSet<DataClass>, OAuthError> {
    let words: BTreeSet<&str> = scope.split(' ').collect();
    if !words.contains("aisp") {
        return Err(OAuthError::new("invalid_scope", "scope has no aisp"));
    }
    let all = [
        (DataClass::Balances, "aisp:balances"),
        (DataClass::Transactions, "aisp:transactions"),
    ];
    let named: BTreeSet<_> = all
        .into_iter()
        .filter(|(_, word)| words.contains(word))
        .map(|(class, _)| class)
        .collect();
    let limited = bank.behaviour.purposes == PurposeChoice::Before && !named.is_empty();
    Ok(if limited {
        named
    } else {
        all.map(|(class, _)| class).into()
    })
}

fn space(segment: Option<&str>) -> Result<Option<Space>, OAuthError> {
    match segment {
        None => Ok(None),
        Some("personal") => Ok(Some(Space::Personal)),
        Some("business") => Ok(Some(Space::Business)),
        Some(_) => Err(OAuthError::invalid_request(
            "segment is neither personal nor business",
        )),
    }
}
