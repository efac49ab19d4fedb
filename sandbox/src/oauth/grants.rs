//! Codes and tokens. Everything is in memory: a restart forgets all authorisations.

use std::collections::HashMap;

use time::{Duration, OffsetDateTime};

use super::{
    error::OAuthError,
    grant::{Consent, Grant, Standing},
};
use crate::secret;

/// FAPI 2.0 §5.3.2.1: at most a minute.
const CODE_LIFE: Duration = Duration::seconds(60);

/// How long an access token lives.
pub const ACCESS_LIFE: Duration = Duration::hours(1);

/// All authorisations with their codes and tokens.
#[derive(Debug, Default)]
pub struct Grants {
    /// What codes and tokens begin with.
    mark: String,
    last: u64,
    all: HashMap<u64, Grant>,
    codes: HashMap<String, Code>,
    access: HashMap<String, (u64, OffsetDateTime)>,
    refresh: HashMap<String, Refresh>,
}

#[derive(Debug)]
struct Code {
    grant: u64,
    redirect_uri: String,
    challenge: String,
    until: OffsetDateTime,
    /// Kept after use: a second use ends the authorisation (RFC 6749 §4.1.2).
    spent: Spent,
}

/// Whether a code has been used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spent {
    /// Not yet.
    No,
    /// Once, rightly or wrongly.
    Yes,
}

#[derive(Debug)]
struct Refresh {
    grant: u64,
    /// The token this one came from. It works until this one is used, so that an answer that got lost
    /// costs nothing; from then on its use means theft (RFC 9700 §4.14.2).
    before: Option<String>,
    place: Place,
}

/// Where a refresh token stands among its like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The last one, or the one before while the last is unused.
    Current,
    /// Its successor was used.
    Retired,
}

/// What the token endpoint hands out.
#[derive(Debug)]
pub struct Tokens {
    /// For the log.
    pub grant: u64,
    /// Bearer token.
    pub access: String,
    /// For the next one.
    pub refresh: String,
    /// What it is good for.
    pub scope: String,
}

impl Grants {
    /// Lets every code and token from now on begin with `mark`, so that one can be told wherever it turns up.
    pub fn mark(&mut self, mark: String) {
        self.mark = mark;
    }

    /// Keeps a new authorisation. Answers its code.
    pub fn add(&mut self, grant: Grant, redirect_uri: String, challenge: String) -> String {
        let now = grant.sca_at;
        self.last += 1;
        // Now and then: sweeping at each would make a long run slower and slower.
        if self.last.is_multiple_of(256) {
            self.sweep(now);
        }
        self.all.insert(
            self.last,
            Grant {
                id: self.last,
                ..grant
            },
        );
        let code = self.secret("code");
        let kept = Code {
            grant: self.last,
            redirect_uri,
            challenge,
            until: now + CODE_LIFE,
            spent: Spent::No,
        };
        self.codes.insert(code.clone(), kept);
        code
    }

    /// Exchanges a code (RFC 6749 §4.1.3, RFC 7636 §4.6).
    ///
    /// # Errors
    /// `invalid_grant`; a code that comes a second time ends its authorisation as well.
    pub fn redeem(
        &mut self,
        bank: &str,
        code: &str,
        redirect_uri: &str,
        verifier: &str,
        now: OffsetDateTime,
    ) -> Result<Tokens, OAuthError> {
        let unknown = || OAuthError::invalid_grant("the code is unknown or expired");
        let kept = self.codes.get_mut(code).ok_or_else(unknown)?;
        let grant = self
            .all
            .get_mut(&kept.grant)
            .filter(|grant| grant.bank == bank)
            .ok_or_else(unknown)?;
        if kept.spent == Spent::Yes {
            grant.standing = Standing::Ended;
            return Err(OAuthError::invalid_grant(
                "the code was used before: the authorisation has ended",
            ));
        }
        if now > kept.until {
            return Err(unknown());
        }
        // A wrong verifier burns the code: whoever holds it gets no second guess.
        kept.spent = Spent::Yes;
        if kept.redirect_uri != redirect_uri {
            return Err(OAuthError::invalid_grant(
                "redirect_uri is not the one of the request",
            ));
        }
        if kept.challenge != secret::s256(verifier) {
            return Err(OAuthError::invalid_grant("code_verifier does not match"));
        }
        let id = kept.grant;
        Ok(self.issue(id, None, now))
    }

    /// Exchanges a refresh token for a new pair (RFC 6749 §6).
    ///
    /// # Errors
    /// `invalid_grant`; a token whose successor was used ends the authorisation as well.
    pub fn refresh(
        &mut self,
        bank: &str,
        token: &str,
        now: OffsetDateTime,
    ) -> Result<Tokens, OAuthError> {
        let unknown = || {
            OAuthError::invalid_grant("the refresh token is unknown or the authorisation has ended")
        };
        let kept = self.refresh.get(token).ok_or_else(unknown)?;
        let (id, before, place) = (kept.grant, kept.before.clone(), kept.place);
        let grant = self
            .all
            .get_mut(&id)
            .filter(|grant| grant.bank == bank)
            .ok_or_else(unknown)?;
        if !grant.is_alive(now) {
            return Err(unknown());
        }
        if place == Place::Retired {
            grant.standing = Standing::Ended;
            return Err(OAuthError::invalid_grant(
                "the refresh token was replaced: the authorisation has ended",
            ));
        }
        if let Some(before) = before.and_then(|before| self.refresh.get_mut(&before)) {
            before.place = Place::Retired;
        }
        Ok(self.issue(id, Some(token.to_owned()), now))
    }

    /// Ends the authorisation of a token of either kind (RFC 7009 §2.1). Unknown ones are no error.
    /// Answers which authorisation ended.
    pub fn revoke(&mut self, bank: &str, token: &str) -> Option<u64> {
        let id = self.refresh.get(token).map(|kept| kept.grant);
        let id = id.or_else(|| self.access.get(token).map(|(grant, _)| *grant))?;
        let grant = self.all.get_mut(&id).filter(|grant| grant.bank == bank)?;
        grant.standing = Standing::Ended;
        Some(id)
    }

    /// The live authorisation behind an access token, with its calls counted.
    pub fn call(&mut self, bank: &str, token: &str, now: OffsetDateTime) -> Option<Grant> {
        let (id, until) = self.access.get(token)?;
        let grant = self.all.get_mut(id).filter(|grant| grant.bank == bank)?;
        if now > *until || !grant.is_alive(now) {
            return None;
        }
        grant.calls += 1;
        Some(grant.clone())
    }

    /// Replaces all that was consented before.
    pub fn set_consent(&mut self, id: u64, consent: Consent) {
        if let Some(grant) = self.all.get_mut(&id) {
            grant.consent = Some(consent);
        }
    }

    fn issue(&mut self, id: u64, before: Option<String>, now: OffsetDateTime) -> Tokens {
        let (access, refresh) = (self.secret("access"), self.secret("refresh"));
        self.access.insert(access.clone(), (id, now + ACCESS_LIFE));
        self.refresh.insert(
            refresh.clone(),
            Refresh {
                grant: id,
                before,
                place: Place::Current,
            },
        );
        let scope = self.all.get(&id).map_or_else(String::new, scope);
        Tokens {
            grant: id,
            access,
            refresh,
            scope,
        }
    }

    fn secret(&self, kind: &str) -> String {
        match self.mark.as_str() {
            "" => secret::random(),
            mark => format!("{mark}-{kind}-{}", secret::random()),
        }
    }

    /// Forgets what can be of no use any more.
    fn sweep(&mut self, now: OffsetDateTime) {
        self.all
            .retain(|_, grant| grant.is_alive(now) || grant.sca_at + Duration::days(200) > now);
        let known = |id: &u64| self.all.contains_key(id);
        self.codes
            .retain(|_, code| known(&code.grant) && code.until + Duration::HOUR > now);
        self.access
            .retain(|_, (grant, until)| known(grant) && *until > now);
        self.refresh.retain(|_, refresh| known(&refresh.grant));
    }
}

fn scope(grant: &Grant) -> String {
    use super::request::DataClass;
    let mut scope = "aisp".to_owned();
    if grant.classes.len() == 1 {
        let balances = grant.classes.contains(&DataClass::Balances);
        scope.push_str(if balances {
            " aisp:balances"
        } else {
            " aisp:transactions"
        });
    }
    scope
}
