//! A client of the banks, as a backend would be: without sockets, against the router.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sandbox::{
    app::{self, App, Shared},
    bank::Banks,
    stet::signature::ClientKey,
};
use serde_json::Value;
use tower::ServiceExt as _;
use url::{Url, form_urlencoded};

pub const BACKEND: &str = "http://127.0.0.1:8082";
pub const BASE: &str = "http://[::1]:8083";
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The banks, and their state to look into and to move the clock.
#[derive(Clone)]
pub struct World {
    pub app: Shared,
    router: Router,
}

/// An answer, read to the end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

/// An authorisation with its tokens.
#[derive(Debug, Clone)]
pub struct Session {
    pub bank: &'static str,
    pub access: String,
    pub refresh: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }

    /// The parameters of the redirect.
    pub fn callback(&self) -> Vec<(String, String)> {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        let location = self.headers[header::LOCATION].to_str().unwrap();
        Url::parse(location)
            .unwrap()
            .query_pairs()
            .into_owned()
            .collect()
    }

    pub fn param(&self, name: &str) -> Option<String> {
        self.callback()
            .into_iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value)
    }
}

impl World {
    pub fn new() -> Self {
        Self::signed_by(None)
    }

    pub fn signed_by(key: Option<ClientKey>) -> Self {
        Self::of(Banks::load().unwrap(), key)
    }

    /// One bank lies: `BANK=LIE`.
    pub fn with_lie(liar: &str) -> Self {
        let mut banks = Banks::load().unwrap();
        banks.corrupt(liar.parse().unwrap()).unwrap();
        Self::of(banks, None)
    }

    fn of(banks: Banks, key: Option<ClientKey>) -> Self {
        let app = App::new(
            banks,
            BASE.parse().unwrap(),
            BACKEND.parse().unwrap(),
            1,
            key,
        );
        Self {
            router: app::router(Arc::clone(&app)),
            app,
        }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.send(form_to(path).body(body(form)).unwrap()).await
    }

    /// The same with the client's id and secret.
    pub async fn post_as_client(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let basic = STANDARD.encode("guichet-sandbox:sandbox-client-secret");
        let request = form_to(path).header(header::AUTHORIZATION, format!("Basic {basic}"));
        self.send(request.body(body(form)).unwrap()).await
    }

    /// Begins a visit and answers the first page's form id. `extra` replaces or adds parameters.
    pub async fn arrive(&self, bank: &str, extra: &[(&str, &str)]) -> String {
        let page = self.authorize(bank, extra).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        visit_in(&page)
    }

    /// Asks for the first page, pushing the request where the bank wants that.
    pub async fn authorize(&self, bank: &str, extra: &[(&str, &str)]) -> Answer {
        let form = request(extra);
        let form: Vec<_> = form
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let metadata = self
            .get(&format!("/{bank}/.well-known/oauth-authorization-server"))
            .await
            .json();
        if metadata
            .get("pushed_authorization_request_endpoint")
            .is_none()
        {
            return self
                .get(&format!("/{bank}/authorize?{}", encode(&form)))
                .await;
        }
        let pushed = self.post_as_client(&format!("/{bank}/par"), &form).await;
        assert_eq!(pushed.status, StatusCode::CREATED, "{}", pushed.body);
        let uri = pushed.json()["request_uri"].as_str().unwrap().to_owned();
        let query = encode(&[("client_id", "guichet-sandbox"), ("request_uri", &uri)]);
        self.get(&format!("/{bank}/authorize?{query}")).await
    }

    /// Identifies and approves. Answers what comes last: the redirect, or the accounts' page.
    pub async fn approve(&self, bank: &str, visit: &str, person: &str) -> Answer {
        let page = self
            .post(
                &format!("/{bank}/identify"),
                &[("visit", visit), ("person", person)],
            )
            .await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        self.post(
            &format!("/{bank}/confirm"),
            &[("visit", visit), ("sca", "approve")],
        )
        .await
    }

    pub async fn redeem(&self, bank: &str, code: &str, verifier: &str) -> Answer {
        let callback = format!("{BACKEND}/callback");
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", callback.as_str()),
            ("code_verifier", verifier),
        ];
        self.post_as_client(&format!("/{bank}/token"), &form).await
    }

    /// Looks that the API knows the token and wants its person again (RFC 9470), which a token that was revoked is not told.
    pub async fn wants_person(&self, session: &Session) {
        let answer = self.api(session, "/accounts").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        let challenge = answer.headers[header::WWW_AUTHENTICATE].to_str().unwrap();
        assert!(
            challenge.contains("insufficient_user_authentication"),
            "{challenge}"
        );
    }

    pub async fn refresh(&self, session: &Session) -> Answer {
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", session.refresh.as_str()),
        ];
        self.post_as_client(&format!("/{}/token", session.bank), &form)
            .await
    }

    /// The whole way for `person`.
    pub async fn connect(
        &self,
        bank: &'static str,
        person: &str,
        extra: &[(&str, &str)],
    ) -> Session {
        let visit = self.arrive(bank, extra).await;
        let code = self
            .approve(bank, &visit, person)
            .await
            .param("code")
            .unwrap();
        session(bank, &self.redeem(bank, &code, VERIFIER).await)
    }

    /// A call of the API.
    pub async fn api(&self, session: &Session, path: &str) -> Answer {
        self.send(
            call(session, Method::GET, path)
                .body(Body::empty())
                .unwrap(),
        )
        .await
    }

    pub async fn put_consents(&self, session: &Session, body: &Value) -> Answer {
        let request = call(session, Method::PUT, "/consents")
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// All accounts, page after page.
    pub async fn accounts(&self, session: &Session) -> Vec<Value> {
        let mut all = Vec::new();
        let mut path = "/accounts".to_owned();
        loop {
            let page = self.api(session, &path).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            let page = page.json();
            all.extend(page["accounts"].as_array().unwrap().clone());
            let Some(next) = page["_links"]["next"]["href"].as_str() else {
                return all;
            };
            next.split_once("/v1.4").unwrap().1.clone_into(&mut path);
        }
    }

    pub async fn log(&self, query: &str) -> Vec<Value> {
        self.get(&format!("/log?{query}"))
            .await
            .json()
            .as_array()
            .unwrap()
            .clone()
    }
}

/// A request of the API, ready for its body.
pub fn call(session: &Session, method: Method, path: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(method)
        .uri(format!("/{}/stet/psd2/v1.4{path}", session.bank))
        .header(header::AUTHORIZATION, format!("Bearer {}", session.access))
        .header("x-request-id", "test-1")
}

pub fn session(bank: &'static str, answer: &Answer) -> Session {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let tokens = answer.json();
    let text = |name: &str| tokens[name].as_str().unwrap().to_owned();
    Session {
        bank,
        access: text("access_token"),
        refresh: text("refresh_token"),
    }
}

/// A right authorization request, with `extra` instead of or beside its parameters.
pub fn request(extra: &[(&str, &str)]) -> Vec<(String, String)> {
    let callback = format!("{BACKEND}/callback");
    let usual = [
        ("client_id", "guichet-sandbox"),
        ("response_type", "code"),
        ("redirect_uri", callback.as_str()),
        ("scope", "aisp"),
        ("state", "the-state"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let kept = usual
        .into_iter()
        .filter(|(name, _)| !extra.iter().any(|(other, _)| other == name));
    kept.chain(extra.iter().copied())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

pub fn encode(form: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish()
}

fn form_to(path: &str) -> axum::http::request::Builder {
    Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}

fn body(form: &[(&str, &str)]) -> Body {
    Body::from(encode(form))
}

pub fn visit_in(page: &Answer) -> String {
    page.body
        .split("name=\"visit\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

/// The `resourceId` of an account.
pub fn id(account: &Value) -> &str {
    account["resourceId"].as_str().unwrap()
}
