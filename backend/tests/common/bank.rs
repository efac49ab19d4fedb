//! A STET bank in a few lines: grants every code, keeps a log of calls, and can be told to misbehave.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use sandbox::stet::signature::ClientKey;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// How the bank behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Well,
    NoAccounts,
    ApiDown,
    Nonsense,
    ParDown,
    TransactionsDown,
    /// What is older than 90 days is refused, as after the moments that follow SCA.
    HistoryClosed,
    /// Its access tokens last ten seconds.
    ShortLived,
    /// The same, and its answer to a refresh is lost after it was made.
    ShortLivedAndDeaf,
    /// Its token endpoint answers once the test says so ([`Bank::answers`]).
    TokenWaits,
    /// Its token endpoint answers that it cannot now.
    TokenDown,
    /// Its token endpoint sends the client elsewhere, body and all.
    TokenRedirects,
    /// Its token covers more than was asked for.
    TokenIsWider,
    /// The same, and it does not take a revocation.
    TokenIsWiderAndDeaf,
    /// Its token answer never ends.
    TokenIsEndless,
    /// Its token answer is a page.
    TokenIsAPage,
    /// Its token is of a kind nobody asked for.
    TokenIsStrange,
    /// Its account list is somewhere else.
    AccountsRedirect,
    /// Its list goes on at another host.
    LinkLeadsAway,
    /// It does not take a revocation.
    RevokeDown,
    /// It does not say whose account it is.
    Nameless,
    /// Its API knows the token no more: the person took the access back there.
    AccessGone,
    /// Its token endpoint knows the refresh token no more.
    GrantGone,
    /// It does not know us: our own secret is wrong.
    ClientUnknown,
    /// Its API wants the person to confirm again.
    PersonWanted,
    /// Somebody else identified there: other accounts.
    OtherPerson,
    /// Its answer to a refresh waits until the test says so ([`Bank::answers`]).
    RefreshWaits,
}

#[derive(Default)]
pub struct Book {
    pub calls: Vec<String>,
    /// How often each kind was made: ten thousand rounds would search the list above for most of their time.
    counts: BTreeMap<String, usize>,
    pub consents: Vec<Value>,
    /// Access tokens, as data calls carried them.
    pub used: Vec<String>,
    /// Refresh tokens, as they were presented.
    pub refreshed: Vec<String>,
    /// `dateFrom` of calls for transactions; empty where it was left out.
    pub since: Vec<String>,
    pushed: BTreeMap<String, BTreeMap<String, String>>,
    challenges: BTreeMap<String, String>,
}

/// A transaction as a test tells it: the day, the label, cents (negative for money out).
pub type Told = (String, String, i64);

#[derive(Clone)]
pub struct Bank {
    pub base: String,
    pub book: Arc<Mutex<Book>>,
    pub mood: Arc<Mutex<Mood>>,
    /// Its customers' transactions, where a test brings its own.
    told: Arc<Mutex<Option<Vec<Told>>>>,
    /// The key of a client whose requests must be signed, at the bank that asks for it.
    signer: Arc<Mutex<Option<Arc<ClientKey>>>>,
    /// What a token waits for.
    gate: Arc<tokio::sync::Semaphore>,
}

impl Bank {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let bank = Self {
            base,
            book: Arc::default(),
            mood: Arc::new(Mutex::new(Mood::Well)),
            told: Arc::default(),
            signer: Arc::default(),
            gate: Arc::new(tokio::sync::Semaphore::new(0)),
        };
        let api = "/{bank}/stet/psd2/v1.4";
        let router = Router::new()
            .route("/{bank}/par", post(par))
            .route("/{bank}/token", post(token))
            .route("/{bank}/revoke", post(revoke))
            .route("/collector", get(collect).post(collect))
            .route(&format!("{api}/accounts"), get(accounts))
            .route(&format!("{api}/consents"), put(consents))
            .route(&format!("{api}/end-user-identity"), get(identity))
            .route(&format!("{api}/accounts/{{id}}/balances"), get(balances))
            .route(
                &format!("{api}/accounts/{{id}}/transactions"),
                get(transactions),
            )
            .layer(from_fn_with_state(bank.clone(), signed))
            .with_state(bank.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        bank
    }

    pub fn asks_for_signatures(&self, key: ClientKey) {
        *self.signer.lock().unwrap() = Some(Arc::new(key));
    }

    /// From now on all accounts have these transactions.
    pub fn tells(&self, told: Vec<Told>) {
        *self.told.lock().unwrap() = Some(told);
    }

    /// Lets one token go that waits.
    pub fn answers(&self) {
        self.gate.add_permits(1);
    }

    pub fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// How often a kind of call was made.
    pub fn count(&self, kind: &str) -> usize {
        let book = self.book.lock().unwrap();
        book.counts.get(kind).copied().unwrap_or_default()
    }

    pub fn calls(&self) -> Vec<String> {
        self.book.lock().unwrap().calls.clone()
    }

    fn note(&self, call: impl Into<String>) -> Mood {
        let call = call.into();
        let kind = call.split(' ').next().unwrap_or_default().to_owned();
        let mut book = self.book.lock().unwrap();
        *book.counts.entry(kind).or_default() += 1;
        book.calls.push(call);
        drop(book);
        *self.mood.lock().unwrap()
    }

    /// What the person's browser would carry back: the parameters of the request, and a code bound to its challenge.
    pub fn authorize(&self, address: &str) -> (BTreeMap<String, String>, String) {
        let url = url::Url::parse(address).unwrap();
        let mut query: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        let mut book = self.book.lock().unwrap();
        if let Some(reference) = query.get("request_uri").cloned() {
            assert_eq!(
                query.len(),
                2,
                "R-020: nothing but client and reference in front"
            );
            query = book
                .pushed
                .remove(&reference)
                .expect("pushed once, used once");
        }
        assert_eq!(query["code_challenge_method"], "S256");
        assert_eq!(query["response_type"], "code");
        let code = format!("code-{}", book.challenges.len());
        book.challenges
            .insert(code.clone(), query["code_challenge"].clone());
        (query, code)
    }
}

/// Below the API of the bank that asks for it, nothing passes that is not signed.
async fn signed(State(bank): State<Bank>, request: Request, next: Next) -> Response {
    if request.uri().path().contains("/stet/") {
        let mood = *bank.mood.lock().unwrap();
        let challenge = match mood {
            Mood::AccessGone => Some("Bearer error=\"invalid_token\""),
            Mood::PersonWanted => Some("Bearer error=\"insufficient_user_authentication\""),
            _ => None,
        };
        if let Some(challenge) = challenge {
            bank.note("refused");
            let headers = [("www-authenticate", challenge)];
            return (StatusCode::UNAUTHORIZED, headers).into_response();
        }
    }
    let signer = bank.signer.lock().unwrap().clone();
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    if let Some(key) = signer
        && parts.uri.path().starts_with("/bforbank/stet/")
        && sandbox::stet::signature::verify(Some(&key), &parts, &body).is_err()
    {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    next.run(Request::from_parts(parts, body.into())).await
}

type Form = BTreeMap<String, String>;

fn form(body: &Bytes) -> Form {
    url::form_urlencoded::parse(body).into_owned().collect()
}

async fn par(State(bank): State<Bank>, body: Bytes) -> Response {
    if bank.note("par") == Mood::ParDown {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let mut book = bank.book.lock().unwrap();
    let reference = format!("urn:ietf:params:oauth:request_uri:{}", book.pushed.len());
    book.pushed.insert(reference.clone(), form(&body));
    (
        StatusCode::CREATED,
        Json(json!({ "request_uri": reference, "expires_in": 60 })),
    )
        .into_response()
}

async fn token(State(bank): State<Bank>, body: Bytes) -> Response {
    let form = form(&body);
    if form["grant_type"] == "refresh_token" {
        return refresh(&bank, &form).await;
    }
    let mood = bank.note("token");
    if mood == Mood::TokenWaits {
        bank.gate.acquire().await.unwrap().forget();
    }
    if let Some(lie) = lie(&bank, mood) {
        return lie;
    }
    let challenge = bank.book.lock().unwrap().challenges.remove(&form["code"]);
    let verifier = backend::secrets::sha256_text(&form["code_verifier"]);
    if challenge.as_deref() != Some(&verifier) {
        return (
            StatusCode::BAD_REQUEST,
            Json(json!({ "error": "invalid_grant" })),
        )
            .into_response();
    }
    let lives = match mood {
        Mood::ShortLived | Mood::ShortLivedAndDeaf => 10,
        _ => 3600,
    };
    Json(json!({
        "access_token": "canary-access-token", "token_type": "Bearer", "expires_in": lives,
        "refresh_token": "canary-refresh-token", "scope": "aisp"
    }))
    .into_response()
}

/// A second access token, and a second refresh token with it.
async fn refresh(bank: &Bank, form: &Form) -> Response {
    let mood = bank.note("refresh");
    let complaint =
        |status: StatusCode, error: &str| (status, Json(json!({ "error": error }))).into_response();
    match mood {
        Mood::GrantGone => return complaint(StatusCode::BAD_REQUEST, "invalid_grant"),
        Mood::ClientUnknown => return complaint(StatusCode::UNAUTHORIZED, "invalid_client"),
        Mood::RefreshWaits => bank.gate.acquire().await.unwrap().forget(),
        _ => {}
    }
    bank.book
        .lock()
        .unwrap()
        .refreshed
        .push(form["refresh_token"].clone());
    if mood == Mood::ShortLivedAndDeaf {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    Json(json!({
        "access_token": "canary-access-token-2", "token_type": "Bearer", "expires_in": 3600,
        "refresh_token": "canary-refresh-token-2"
    }))
    .into_response()
}

fn lie(bank: &Bank, mood: Mood) -> Option<Response> {
    let granted = |kind: &str, scope: &str| {
        Json(json!({ "access_token": "canary-access-token", "token_type": kind, "expires_in": 3600, "scope": scope }))
            .into_response()
    };
    Some(match mood {
        Mood::TokenRedirects => (
            StatusCode::TEMPORARY_REDIRECT,
            [("location", format!("{}/collector", bank.base))],
        )
            .into_response(),
        Mood::TokenDown => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Mood::TokenIsWider | Mood::TokenIsWiderAndDeaf => granted("Bearer", "aisp payments"),
        Mood::TokenIsStrange => granted("mac", "aisp"),
        Mood::TokenIsEndless => {
            let mut text = String::from("{\"access_token\":\"");
            text.extend(std::iter::repeat_n('x', 9 * 1024 * 1024));
            ([("content-type", "application/json")], text).into_response()
        }
        Mood::TokenIsAPage => (
            [("content-type", "text/html")],
            "{\"access_token\":\"x\",\"token_type\":\"Bearer\"}",
        )
            .into_response(),
        _ => return None,
    })
}

/// Where a client that follows is caught.
async fn collect(State(bank): State<Bank>) -> StatusCode {
    bank.note("collected");
    StatusCode::OK
}

async fn revoke(State(bank): State<Bank>, body: Bytes) -> StatusCode {
    let mood = bank.note(format!("revoke {}", form(&body)["token_type_hint"]));
    if matches!(mood, Mood::RevokeDown | Mood::TokenIsWiderAndDeaf) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    StatusCode::OK
}

const IBANS: [&str; 3] = [
    "FR7630006000011234567890189",
    "FR7610107001011234567890129",
    "FR7612548029981234567890161",
];

async fn accounts(State(bank): State<Bank>, headers: HeaderMap) -> Response {
    assert_eq!(headers["authorization"], "Bearer canary-access-token");
    assert!(headers.contains_key("x-request-id"));
    let account = |id: &str, iban: &str, status: &str| {
        json!({ "resourceId": id, "accountId": { "iban": iban }, "name": format!("CANARY LABEL {id}"), "usage": "PRIV",
                "cashAccountType": "CACC", "currency": "EUR", "psuStatus": status, "_links": {} })
    };
    match bank.note("accounts") {
        Mood::ApiDown => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Mood::Nonsense => Json(json!({ "status": "OK" })).into_response(),
        Mood::AccountsRedirect => (
            StatusCode::FOUND,
            [("location", format!("{}/collector", bank.base))],
        )
            .into_response(),
        Mood::LinkLeadsAway => {
            let next = format!("{}/collector", bank.base);
            Json(
                json!({ "accounts": [account("A1", IBANS[0], "Account Holder")],
                         "_links": { "next": { "href": next } } }),
            )
            .into_response()
        }
        Mood::OtherPerson => Json(json!({ "accounts": [
            account("A1", "FR7630004000031234567890143", "Account Holder"),
        ], "_links": {} }))
        .into_response(),
        Mood::NoAccounts => Json(json!({ "accounts": [], "_links": {} })).into_response(),
        _ => Json(json!({ "accounts": [
            account("A1", IBANS[0], "Account Holder"),
            account("A2", IBANS[1], "Co-account Holder"),
            account("A3", IBANS[2], "Custodian For Minor"),
        ], "_links": {} }))
        .into_response(),
    }
}

async fn consents(State(bank): State<Bank>, Json(body): Json<Value>) -> StatusCode {
    bank.note("consents");
    bank.book.lock().unwrap().consents.push(body);
    StatusCode::CREATED
}

/// The holder's name, where the consent of this moment lets it be read.
async fn identity(State(bank): State<Bank>) -> Response {
    let mood = bank.note("identity");
    let book = bank.book.lock().unwrap();
    let granted = book
        .consents
        .last()
        .is_some_and(|consent| consent["psuIdentity"] == true);
    if !granted || mood == Mood::Nameless {
        return StatusCode::FORBIDDEN.into_response();
    }
    Json(json!({ "connectedPsu": "MME CANARY HOLDER", "_links": {} })).into_response()
}

async fn balances(
    State(bank): State<Bank>,
    Path((_, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let token = headers["authorization"].to_str().unwrap().to_owned();
    bank.book.lock().unwrap().used.push(token);
    bank.note(format!("balances {id}"));
    Json(json!({ "balances": [{ "name": "Solde", "balanceAmount": { "currency": "EUR", "amount": "640.00" },
                 "balanceType": "CLBD" }], "_links": {} }))
    .into_response()
}

async fn transactions(
    State(bank): State<Bank>,
    Path((name, id)): Path<(String, String)>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    let span = if query.contains_key("dateFrom") {
        "90d"
    } else {
        "full"
    };
    let mood = bank.note(format!("transactions {id} {span}"));
    match (mood, span) {
        (Mood::TransactionsDown, _) => return StatusCode::BAD_GATEWAY.into_response(),
        (Mood::HistoryClosed, "full") => return StatusCode::FORBIDDEN.into_response(),
        _ => {}
    }
    let since = query.get("dateFrom").cloned().unwrap_or_default();
    bank.book.lock().unwrap().since.push(since.clone());
    if let Some(told) = bank.told.lock().unwrap().as_ref() {
        let row = |(day, label, cents): &Told| {
            let amount = format!("{}.{:02}", cents.abs() / 100, cents.abs() % 100);
            let way = if *cents < 0 { "DBIT" } else { "CRDT" };
            json!({ "transactionAmount": { "currency": "EUR", "amount": amount }, "creditDebitIndicator": way,
                    "status": "BOOK", "bookingDate": day,
                    "remittanceInformation": [label, "/BENM/CANARY COUNTERPARTY"] })
        };
        let rows: Vec<Value> = told.iter().filter(|one| one.0 >= since).map(row).collect();
        return Json(json!({ "transactions": rows, "_links": {} })).into_response();
    }
    let today = time::OffsetDateTime::now_utc().date();
    let row = |days: i64, amount: &str, way: &str, label: &str| {
        json!({ "transactionAmount": { "currency": "EUR", "amount": amount }, "creditDebitIndicator": way, "status": "BOOK",
                "bookingDate": (today - time::Duration::days(days)).to_string(),
                "remittanceInformation": [label, "/BENM/CANARY COUNTERPARTY"] })
    };
    let first = !query.contains_key("page");
    let links = if first {
        json!({ "next": { "href": format!("/{name}/stet/psd2/v1.4/accounts/{id}/transactions?page=2&{}",
            query.get("dateFrom").map(|from| format!("dateFrom={from}")).unwrap_or_default()) } })
    } else {
        json!({})
    };
    let mut rows = if first {
        vec![
            row(3, "1200.00", "CRDT", "VIR SALAIRE ACME"),
            row(5, "60.00", "DBIT", "PRLV EDF CLIENTS"),
        ]
    } else {
        vec![
            row(10, "25.00", "DBIT", "CB PHARMACIE CENTRALE PARIS"),
            row(200, "30.00", "DBIT", "CB CARREFOUR"),
        ]
    };
    if mood == Mood::HistoryClosed {
        rows.retain(|row| row["remittanceInformation"][0] != "CB CARREFOUR");
    }
    Json(json!({ "transactions": rows, "_links": links })).into_response()
}
