//! The OAuth 2 leg that all dialects share: code grant with PKCE, pushed requests, refresh, revocation.

use contract::{DataClass, Space};
use reqwest::RequestBuilder;
use secrecy::ExposeSecret;
use serde::Deserialize;
use url::Url;

use super::UpstreamFault;
use super::http::Http;
use crate::clock::Seconds;
use crate::config::Bank;
use crate::metering::Payer;
use crate::secrets;
use crate::store::connections::Tokens;

/// What is asked of a bank's authorization endpoint. No `nonce`: it is found again in an ID token alone, none is asked
/// for, and a strict server refuses one without the other.
#[derive(Debug)]
pub struct AuthorizationRequest<'a> {
    /// 256 random bits; means nothing.
    pub state: &'a str,
    /// The PKCE verifier: only its hash leaves.
    pub verifier: &'a str,
    /// The exact callback address.
    pub redirect_uri: &'a str,
    /// The space the person chose.
    pub space: Space,
    /// The language of the bank's pages.
    pub locale: &'a str,
    /// Data classes, where the purposes were asked before the bank: they fix the scope.
    pub classes: &'a [DataClass],
}

fn parameters(bank: &Bank, request: &AuthorizationRequest<'_>) -> Vec<(String, String)> {
    let connector = &bank.connector;
    let mut scope = connector.scope.clone();
    for class in request.classes {
        if let Some(word) = connector.class_scopes.get(class)
            && !scope.split(' ').any(|known| known == word)
        {
            scope = format!("{scope} {word}");
        }
    }
    let mut parameters: Vec<(String, String)> = [
        ("response_type", "code"),
        ("client_id", &connector.client_id),
        ("redirect_uri", request.redirect_uri),
        ("scope", &scope),
        ("state", request.state),
        ("code_challenge", &secrets::sha256_text(request.verifier)),
        ("code_challenge_method", "S256"),
        ("ui_locales", request.locale),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect();
    parameters.extend(match request.space {
        Space::Personal => connector.personal.clone(),
        Space::Business => connector.business.clone(),
    });
    parameters
}

#[derive(Deserialize)]
struct Pushed {
    request_uri: String,
}

pub(super) async fn authorization(
    http: &Http,
    bank: &Bank,
    payer: Payer<'_>,
    request: &AuthorizationRequest<'_>,
) -> Result<String, UpstreamFault> {
    let mut parameters = parameters(bank, request);
    if let Some(par) = bank.par() {
        // RFC 9126: the front channel carries nothing but the client and the reference.
        let pushed: Pushed = http
            .json(
                bank,
                payer,
                "par",
                client(http, bank, &par).form(&parameters),
            )
            .await?;
        parameters = vec![
            ("client_id".to_owned(), bank.connector.client_id.clone()),
            ("request_uri".to_owned(), pushed.request_uri),
        ];
    }
    let mut url = Url::parse(&bank.authorize())
        .map_err(|_| UpstreamFault::Nonsense("the authorize address"))?;
    url.query_pairs_mut().extend_pairs(parameters);
    Ok(url.into())
}

/// A request of the client, authenticated by Basic: both parts form-encoded first (RFC 6749 §2.3.1).
fn client(http: &Http, bank: &Bank, url: &str) -> RequestBuilder {
    let encode =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    http.client
        .post(url)
        .basic_auth(
            encode(&bank.connector.client_id),
            Some(encode(bank.connector.client_secret.expose_secret())),
        )
        .header(reqwest::header::ACCEPT, "application/json")
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: String,
    token_type: String,
    refresh_token: Option<String>,
    expires_in: Option<i64>,
    scope: Option<String>,
}

/// Why a code brought no tokens that serve; and those that do not, to be given back.
#[derive(Debug)]
pub struct Unusable {
    /// What is wrong.
    pub fault: UpstreamFault,
    /// What the bank granted all the same.
    pub granted: Option<Tokens>,
}

impl From<UpstreamFault> for Unusable {
    fn from(fault: UpstreamFault) -> Self {
        Self {
            fault,
            granted: None,
        }
    }
}

impl TokenAnswer {
    fn tokens(self, bank: &Bank, now: Seconds) -> Result<Tokens, Unusable> {
        let verdict = self.verdict(bank);
        let tokens = Tokens {
            access: self.access_token,
            refresh: self.refresh_token,
            expires_at: self
                .expires_in
                .map(|seconds| now.saturating_add(seconds.clamp(0, 400 * 86_400))),
        };
        match verdict {
            Ok(()) => Ok(tokens),
            Err(fault) => Err(Unusable {
                fault,
                granted: Some(tokens).filter(|tokens| !tokens.access.is_empty()),
            }),
        }
    }

    fn verdict(&self, bank: &Bank) -> Result<(), UpstreamFault> {
        if !self.token_type.eq_ignore_ascii_case("bearer") {
            return Err(UpstreamFault::Nonsense("token_type"));
        }
        if self.access_token.is_empty() {
            return Err(UpstreamFault::Nonsense("access_token"));
        }
        // more than was asked for is a failure, not a present.
        let asked = |word: &str| {
            bank.connector.scope.split(' ').any(|known| known == word)
                || bank
                    .connector
                    .class_scopes
                    .values()
                    .any(|known| known == word)
        };
        if self
            .scope
            .as_ref()
            .is_some_and(|scope| !scope.split(' ').all(|word| word.is_empty() || asked(word)))
        {
            return Err(UpstreamFault::Nonsense("scope is wider than asked"));
        }
        Ok(())
    }
}

pub(super) async fn exchange(
    http: &Http,
    bank: &Bank,
    payer: Payer<'_>,
    code: &str,
    verifier: &str,
    redirect: &str,
    now: Seconds,
) -> Result<Tokens, Unusable> {
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("code_verifier", verifier),
        ("redirect_uri", redirect),
    ];
    let answer: TokenAnswer = http
        .json(
            bank,
            payer,
            "token",
            client(http, bank, &bank.token()).form(&form),
        )
        .await?;
    answer.tokens(bank, now)
}

pub(super) async fn refresh(
    http: &Http,
    bank: &Bank,
    payer: Payer<'_>,
    refresh: &str,
    now: Seconds,
) -> Result<Tokens, UpstreamFault> {
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    let answer: TokenAnswer = http
        .json(
            bank,
            payer,
            "refresh",
            client(http, bank, &bank.token()).form(&form),
        )
        .await
        .map_err(|fault| match fault {
            // Here it is about our own credentials, not about the person's access.
            UpstreamFault::Unauthorized => UpstreamFault::Refused(401),
            other => other,
        })?;
    let tokens = answer
        .tokens(bank, now)
        .map_err(|unusable| unusable.fault)?;
    // a bank that does not rotate sends none, and the old one stays good.
    Ok(Tokens {
        refresh: tokens.refresh.or_else(|| Some(refresh.to_owned())),
        ..tokens
    })
}

pub(super) async fn revoke(
    http: &Http,
    bank: &Bank,
    payer: Payer<'_>,
    tokens: &Tokens,
) -> Result<(), UpstreamFault> {
    let url = bank
        .revoke()
        .ok_or(UpstreamFault::Nonsense("no revocation address"))?;
    // The refresh token first: with it gone, the access token goes too at most banks (RFC 7009 §2.1).
    if let Some(refresh) = &tokens.refresh {
        let form = [
            ("token", refresh.as_str()),
            ("token_type_hint", "refresh_token"),
        ];
        http.done(bank, payer, "revoke", client(http, bank, &url).form(&form))
            .await?;
    }
    let form = [
        ("token", tokens.access.as_str()),
        ("token_type_hint", "access_token"),
    ];
    http.done(bank, payer, "revoke", client(http, bank, &url).form(&form))
        .await
}
