//! The banks, as the rest of the backend sees them: a few calls, typed answers, and a fault that says what to tell
//! the person. Which dialect is spoken is the connector's affair; each has a folder.
//!
//! Outbound addresses are the connector table's, redirects are not followed, answers are bounded in time and size.

mod fault;
mod http;
mod oauth;
mod psu;
mod stet;
mod wording;

use std::sync::Arc;

pub use fault::UpstreamFault;
pub use oauth::{AuthorizationRequest, Unusable};
pub use psu::Psu;
pub use wording::without_counterparty;

use crate::clock::{Clock, Seconds};
use crate::config::{Bank, Dialect, RevocationWay};
use crate::metering::{Meter, Payer};
use crate::metrics::Metrics;
use crate::store::accounts::UpstreamAccount;
use crate::store::connections::Tokens;
use crate::store::data::StoredBalance;
use contract::{AccountGroup, Offer, Revocation, Role, Space, Tail};
use http::Http;

/// The way to all banks.
#[derive(Clone, Debug)]
pub struct Upstream {
    http: Http,
    clock: Clock,
}

/// An account as a bank listed it.
#[derive(Clone, Debug)]
pub struct ListedAccount {
    /// How the bank names it.
    pub upstream: UpstreamAccount,
    /// What kind it is.
    pub group: AccountGroup,
    /// Personal or business, where the bank says.
    pub space: Option<Space>,
    /// What the person is to it.
    pub role: Role,
    /// The bank's own wording.
    pub label: String,
    /// Last digits, where there is a number.
    pub tail: Option<Tail>,
    /// Whether it can be ticked.
    pub offer: Offer,
}

/// A booked transaction as a bank gave it, the other party's name left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedTransaction {
    /// What the bank prints.
    pub label: String,
    /// In cents; negative for money out.
    pub cents: i64,
    /// ISO 4217.
    pub currency: String,
    /// `2026-11-22`.
    pub booked: String,
}

/// What a consent covers, account by account: always the whole set, because a new one replaces the old.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsentScope {
    /// Accounts whose balances may be read.
    pub balances: Vec<UpstreamAccount>,
    /// Accounts whose transactions may be read.
    pub transactions: Vec<UpstreamAccount>,
}

/// One person's access to one bank, for the time of a few calls.
#[derive(Clone, Copy, Debug)]
pub struct Access<'a> {
    /// The bank.
    pub bank: &'a Bank,
    /// The access token.
    pub token: &'a str,
    /// The person's browser, where they are present.
    pub psu: &'a Psu,
    /// On whose account.
    pub payer: Payer<'a>,
}

impl Upstream {
    /// A client for all banks.
    ///
    /// # Errors
    /// When no TLS stack can be set up.
    pub fn new(clock: Clock, metrics: Arc<Metrics>, meter: Meter) -> Result<Self, reqwest::Error> {
        Ok(Self {
            http: Http::new(metrics, meter)?,
            clock,
        })
    }

    /// Where to send the person: the bank's authorization address, after a pushed request where the bank takes one.
    ///
    /// # Errors
    /// [`UpstreamFault`] when the pushed request fails.
    pub async fn authorization(
        &self,
        bank: &Bank,
        payer: Payer<'_>,
        request: &AuthorizationRequest<'_>,
    ) -> Result<String, UpstreamFault> {
        oauth::authorization(&self.http, bank, payer, request).await
    }

    /// Trades a code for tokens.
    ///
    /// # Errors
    /// [`Unusable`]: with the tokens that were refused, where the bank gave any.
    pub async fn exchange(
        &self,
        bank: &Bank,
        payer: Payer<'_>,
        code: &str,
        verifier: &str,
        redirect: &str,
    ) -> Result<Tokens, Unusable> {
        oauth::exchange(
            &self.http,
            bank,
            payer,
            code,
            verifier,
            redirect,
            self.clock.now(),
        )
        .await
    }

    /// Trades a refresh token for new tokens.
    ///
    /// # Errors
    /// [`UpstreamFault`].
    pub async fn refresh(
        &self,
        bank: &Bank,
        payer: Payer<'_>,
        refresh: &str,
    ) -> Result<Tokens, UpstreamFault> {
        oauth::refresh(&self.http, bank, payer, refresh, self.clock.now()).await
    }

    /// Closes access at the bank as far as it can be told.
    pub async fn revoke(&self, bank: &Bank, payer: Payer<'_>, tokens: &Tokens) -> Revocation {
        let told = match bank.connector.revocation {
            RevocationWay::None => return Revocation::NotOffered,
            RevocationWay::Token => oauth::revoke(&self.http, bank, payer, tokens).await,
            RevocationWay::EmptyConsent => {
                let access = Access {
                    bank,
                    token: &tokens.access,
                    psu: &Psu::default(),
                    payer,
                };
                self.consent(access, &ConsentScope::default()).await
            }
        };
        match told {
            Ok(()) => Revocation::Revoked,
            Err(_) => Revocation::Failed,
        }
    }

    /// The account list.
    ///
    /// # Errors
    /// [`UpstreamFault`].
    pub async fn accounts(&self, access: Access<'_>) -> Result<Vec<ListedAccount>, UpstreamFault> {
        match access.bank.connector.dialect {
            Dialect::Stet => stet::accounts(&self.http, access, self.clock.now()).await,
        }
    }

    /// The name of the account's holder, the person who identified at the bank. Asked for only where the partner expects
    /// somebody by name.
    ///
    /// # Errors
    /// [`UpstreamFault`].
    pub async fn holder(&self, access: Access<'_>) -> Result<String, UpstreamFault> {
        match access.bank.connector.dialect {
            Dialect::Stet => stet::holder(&self.http, access, self.clock.now()).await,
        }
    }

    /// Tells the bank what the person designated, replacing what it was told before.
    ///
    /// # Errors
    /// [`UpstreamFault`].
    pub async fn consent(
        &self,
        access: Access<'_>,
        scope: &ConsentScope,
    ) -> Result<(), UpstreamFault> {
        match access.bank.connector.dialect {
            Dialect::Stet => stet::consent(&self.http, access, scope, self.clock.now()).await,
        }
    }

    /// An account's balances.
    ///
    /// # Errors
    /// [`UpstreamFault`].
    pub async fn balances(
        &self,
        access: Access<'_>,
        account: &UpstreamAccount,
    ) -> Result<Vec<StoredBalance>, UpstreamFault> {
        match access.bank.connector.dialect {
            Dialect::Stet => stet::balances(&self.http, access, account, self.clock.now()).await,
        }
    }

    /// An account's booked transactions from a day on (all that the bank gives when none is named), oldest first.
    ///
    /// # Errors
    /// [`UpstreamFault`].
    pub async fn transactions(
        &self,
        access: Access<'_>,
        account: &UpstreamAccount,
        from: Option<&str>,
    ) -> Result<Vec<ListedTransaction>, UpstreamFault> {
        match access.bank.connector.dialect {
            Dialect::Stet => {
                stet::transactions(&self.http, access, account, from, self.clock.now()).await
            }
        }
    }

    /// Now, by the same clock as the rest of the backend.
    pub fn now(&self) -> Seconds {
        self.clock.now()
    }
}
