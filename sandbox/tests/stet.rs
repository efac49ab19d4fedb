//! The API: consent models, paging, history, signatures, errors.

mod common;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use common::{Session, World, call, id};
use sandbox::stet::signature::ClientKey;
use serde_json::{Value, json};

const MIXED: &str = "credit-agricole-aquitaine";
const FULL: &str = "banque-populaire-nord";

/// A consent for these accounts.
fn consent(balances: &[&Value], transactions: &[&Value], identity: bool) -> Value {
    let names = |list: &[&Value]| -> Vec<Value> {
        list.iter()
            .map(|account| account["accountId"].clone())
            .collect()
    };
    json!({
        "balances": names(balances),
        "transactions": names(transactions),
        "psuIdentity": identity,
        "trustedBeneficiaries": false,
    })
}

async fn status(world: &World, session: &Session, account: &Value, what: &str) -> StatusCode {
    world
        .api(session, &format!("/accounts/{}/{what}", id(account)))
        .await
        .status
}

#[tokio::test]
async fn r_090_in_the_mixed_model_a_put_opens_and_the_next_replaces_it() {
    let world = World::new();
    let session = world.connect(MIXED, "household", &[]).await;
    let accounts = world.accounts(&session).await;
    let (joint, card) = (&accounts[0], &accounts[1]);
    assert_eq!(joint["_links"], json!({}), "no links before the consent");
    let refused = world
        .api(&session, &format!("/accounts/{}/balances", id(joint)))
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(
        refused.json()["message"]
            .as_str()
            .unwrap()
            .starts_with("NGAC")
    );

    let put = world
        .put_consents(&session, &consent(&[joint, card], &[joint], false))
        .await;
    assert_eq!((put.status, put.body.as_str()), (StatusCode::CREATED, ""));
    assert_eq!(
        status(&world, &session, joint, "balances").await,
        StatusCode::OK
    );
    assert_eq!(
        status(&world, &session, card, "balances").await,
        StatusCode::OK
    );
    assert_eq!(
        status(&world, &session, joint, "transactions").await,
        StatusCode::OK
    );
    assert_eq!(
        status(&world, &session, card, "transactions").await,
        StatusCode::FORBIDDEN
    );
    let links = world.accounts(&session).await[1]["_links"]
        .as_object()
        .unwrap()
        .len();
    assert_eq!(links, 1, "the card has a link to its balances only");

    world
        .put_consents(&session, &consent(&[card], &[], false))
        .await;
    assert_eq!(
        status(&world, &session, joint, "balances").await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        status(&world, &session, joint, "transactions").await,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        status(&world, &session, card, "balances").await,
        StatusCode::OK
    );

    world
        .put_consents(&session, &consent(&[], &[], false))
        .await;
    assert_eq!(
        status(&world, &session, card, "balances").await,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_bad_put_changes_nothing_and_quotes_nothing() {
    let world = World::new();
    let session = world.connect(MIXED, "one", &[]).await;
    let account = &world.accounts(&session).await[0];
    world
        .put_consents(&session, &consent(&[account], &[], false))
        .await;
    let stranger = json!({ "accountId": { "iban": "FR1420041010050500013M02606" } });
    let foreign = world
        .put_consents(&session, &consent(&[&stranger], &[], false))
        .await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    let broken = world
        .put_consents(
            &session,
            &json!({ "balances": "FR1420041010050500013M02606" }),
        )
        .await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    assert!(!foreign.body.contains("FR14") && !broken.body.contains("FR14"));
    assert_eq!(
        status(&world, &session, account, "balances").await,
        StatusCode::OK
    );
}

#[tokio::test]
async fn in_the_full_aisp_model_everything_is_open_and_a_put_is_refused() {
    let world = World::new();
    let session = world.connect(FULL, "household", &[]).await;
    let accounts = world.accounts(&session).await;
    for account in &accounts {
        assert_eq!(
            status(&world, &session, account, "balances").await,
            StatusCode::OK
        );
        assert_eq!(
            status(&world, &session, account, "transactions").await,
            StatusCode::OK
        );
    }
    let put = world
        .put_consents(&session, &consent(&[&accounts[0]], &[], false))
        .await;
    assert_eq!(put.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(put.json()["status"], 405);
    assert!(put.headers.contains_key(header::ALLOW), "RFC 9110 §15.5.6");
}

#[tokio::test]
async fn r_091_the_name_is_told_only_with_psu_identity() {
    let world = World::new();
    let session = world.connect(MIXED, "one", &[]).await;
    assert_eq!(
        world.api(&session, "/end-user-identity").await.status,
        StatusCode::FORBIDDEN
    );
    world.put_consents(&session, &consent(&[], &[], true)).await;
    let told = world.api(&session, "/end-user-identity").await;
    assert_eq!(told.json()["connectedPsu"], "MME LOUISE SEULIN");
}

#[tokio::test]
async fn where_purposes_come_first_the_scope_is_the_limit() {
    let world = World::new();
    let session = world
        .connect("hello-bank", "one", &[("scope", "aisp aisp:balances")])
        .await;
    let account = &world.accounts(&session).await[0];
    world
        .put_consents(&session, &consent(&[account], &[account], false))
        .await;
    assert_eq!(
        status(&world, &session, account, "balances").await,
        StatusCode::OK
    );
    assert_eq!(
        status(&world, &session, account, "transactions").await,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn transactions_come_in_pages_of_a_hundred_and_none_is_lost() {
    let world = World::new();
    let session = world.connect(FULL, "ordinary", &[]).await;
    let account = world.accounts(&session).await[0].clone();
    let mut path = format!("/accounts/{}/transactions", id(&account));
    let (mut references, mut pages) = (Vec::new(), 0);
    loop {
        let answer = world.api(&session, &path).await;
        assert_eq!(
            answer.headers[header::CONTENT_TYPE],
            "application/hal+json; charset=utf-8"
        );
        let page = answer.json();
        pages += 1;
        let list = page["transactions"].as_array().unwrap();
        assert!(list.len() <= 100);
        references.extend(
            list.iter()
                .map(|one| one["entryReference"].as_str().unwrap().to_owned()),
        );
        assert!(list.iter().all(|one| {
            one["transactionAmount"]["amount"]
                .as_str()
                .unwrap()
                .contains('.')
        }));
        let Some(next) = page["_links"]["next"]["href"].as_str() else {
            break;
        };
        assert!(next.len() <= 140, "STET's limit for a link");
        next.split_once("/v1.4").unwrap().1.clone_into(&mut path);
    }
    assert!(pages > 3);
    assert!(
        references.is_sorted_by(|a, b| a > b),
        "newest first, none twice"
    );
}

#[tokio::test]
async fn dates_bound_the_list_below_inclusive_and_above_exclusive() {
    let world = World::new();
    let session = world.connect(FULL, "ordinary", &[]).await;
    let account = world.accounts(&session).await[0].clone();
    let today = world.app.clock.today();
    let (from, to) = (
        today - time::Duration::days(40),
        today - time::Duration::days(10),
    );
    for query in [
        format!("dateFrom={from}&dateTo={to}"),
        format!("entryDateFrom={from}T00:00:00Z&entryDateTo={to}T00:00:00Z"),
    ] {
        let path = format!("/accounts/{}/transactions?{query}", id(&account));
        let page = world.api(&session, &path).await.json();
        let days: Vec<_> = page["transactions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|t| t["bookingDate"].clone())
            .collect();
        assert!(!days.is_empty());
        let (from, to) = (from.to_string(), to.to_string());
        assert!(
            days.iter()
                .all(|day| (from.as_str()..to.as_str()).contains(&day.as_str().unwrap())),
            "{days:?}"
        );
    }
    let wrong = world
        .api(
            &session,
            &format!("/accounts/{}/transactions?dateFrom=yesterday", id(&account)),
        )
        .await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let beyond = world
        .api(
            &session,
            &format!("/accounts/{}/transactions?page=999", id(&account)),
        )
        .await;
    assert_eq!(beyond.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn only_newer_entries_come_after_a_reference() {
    let world = World::new();
    let session = world.connect(FULL, "ordinary", &[]).await;
    let account = world.accounts(&session).await[0].clone();
    let path = format!("/accounts/{}/transactions", id(&account));
    let page = world.api(&session, &path).await.json();
    let tenth = page["transactions"][10]["entryReference"]
        .as_str()
        .unwrap()
        .to_owned();
    let after = world
        .api(&session, &format!("{path}?afterEntryReference={tenth}"))
        .await
        .json();
    assert_eq!(after["transactions"].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn r_084_old_history_closes_five_minutes_after_sca_where_the_bank_says_so() {
    let world = World::new();
    let session = world.connect("fortuneo", "one", &[]).await;
    let account = world.accounts(&session).await[0].clone();
    world
        .put_consents(&session, &consent(&[], &[&account], false))
        .await;
    let year_ago = world.app.clock.today() - time::Duration::days(365);
    let old = format!(
        "/accounts/{}/transactions?dateFrom={year_ago}",
        id(&account)
    );
    let all = format!("/accounts/{}/transactions", id(&account));
    assert_eq!(world.api(&session, &old).await.status, StatusCode::OK);
    world.app.clock.advance(301);
    let late = world.api(&session, &old).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
    assert!(
        late.json()["message"]
            .as_str()
            .unwrap()
            .contains("strong customer authentication")
    );
    let recent = world.api(&session, &all).await.json();
    let limit = (world.app.clock.today() - time::Duration::days(90)).to_string();
    let list = recent["transactions"].as_array().unwrap();
    assert!(!list.is_empty());
    assert!(
        list.iter()
            .all(|one| one["bookingDate"].as_str().unwrap() >= limit.as_str())
    );
}

#[tokio::test]
async fn balances_are_those_of_the_kind_of_account() {
    let world = World::new();
    let session = world.connect(FULL, "household", &[]).await;
    let accounts = world.accounts(&session).await;
    let kinds = async |account: &Value| -> Value {
        let body = world
            .api(&session, &format!("/accounts/{}/balances", id(account)))
            .await
            .json();
        body["balances"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["balanceType"].clone())
            .collect()
    };
    assert_eq!(kinds(&accounts[0]).await, json!(["CLBD", "XPCD"]));
    assert_eq!(kinds(&accounts[1]).await, json!(["OTHR"]));
}

#[tokio::test]
async fn every_call_needs_a_token_and_a_correlation_id_and_a_known_account() {
    let world = World::new();
    let session = world.connect(FULL, "one", &[]).await;
    let path = format!("/{FULL}/stet/psd2/v1.4/accounts");
    let anonymous = Request::get(&path)
        .header("x-request-id", "abc")
        .body(Body::empty())
        .unwrap();
    let anonymous = world.send(anonymous).await;
    assert_eq!(anonymous.status, StatusCode::UNAUTHORIZED);
    assert!(
        anonymous.headers[header::WWW_AUTHENTICATE]
            .to_str()
            .unwrap()
            .contains("invalid_token")
    );
    assert_eq!(anonymous.headers["x-request-id"], "abc");
    let bearer = format!("Bearer {}", session.access);
    let without = Request::get(&path)
        .header(header::AUTHORIZATION, bearer)
        .body(Body::empty())
        .unwrap();
    let without = world.send(without).await;
    assert_eq!(without.status, StatusCode::BAD_REQUEST);
    assert_eq!(without.json()["message"], "X-Request-ID is missing");
    assert_eq!(
        world
            .api(&session, "/accounts/unknown/balances")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_same_seed_answers_the_same_at_another_start() {
    let read = async || {
        let world = World::new();
        let session = world.connect(FULL, "household", &[]).await;
        let accounts = world.accounts(&session).await;
        let yesterday = world.app.clock.today();
        let path = format!(
            "/accounts/{}/transactions?dateTo={yesterday}",
            id(&accounts[0])
        );
        (accounts.clone(), world.api(&session, &path).await.body)
    };
    assert_eq!(read().await, read().await);
}

/// Signs as STET asks. `tamper` changes the signature.
fn signed(
    session: &Session,
    key: &rcgen::KeyPair,
    method: &Method,
    path: &str,
    body: &str,
    id: &str,
) -> Request<Body> {
    use rcgen::SigningKey as _;
    let digest = format!(
        "SHA-256={}",
        STANDARD.encode(sandbox::secret::sha256(body.as_bytes()))
    );
    let target = format!("/{}/stet/psd2/v1.4{path}", session.bank);
    let text = format!(
        "(request-target): {} {target}\nx-request-id: {id}\ndigest: {digest}",
        method.as_str().to_lowercase()
    );
    let signature = STANDARD.encode(key.sign(text.as_bytes()).unwrap());
    let header = format!(
        "keyId=\"https://client.example/key.pem\",algorithm=\"ecdsa-sha256\",\
         headers=\"(request-target) x-request-id digest\",signature=\"{signature}\""
    );
    let request = call(session, method.clone(), path)
        .header("signature", header)
        .header("digest", digest);
    request.body(Body::from(body.to_owned())).unwrap()
}

#[tokio::test]
async fn where_requests_are_signed_only_the_clients_key_opens() {
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(vec!["client.example".to_owned()])
        .unwrap()
        .self_signed(&key)
        .unwrap();
    for pem in [certificate.pem(), key.public_key_pem()] {
        let world = World::signed_by(Some(ClientKey::from_pem(pem.as_bytes()).unwrap()));
        let session = world.connect("bforbank", "one", &[]).await;
        let good = signed(&session, &key, &Method::GET, "/accounts", "", "test-1");
        assert_eq!(world.send(good).await.status, StatusCode::OK);
        let body = consent(&[], &[], false).to_string();
        let put = signed(&session, &key, &Method::PUT, "/consents", &body, "test-1");
        assert_eq!(world.send(put).await.status, StatusCode::CREATED);

        let unsigned = world.api(&session, "/accounts").await;
        assert_eq!(unsigned.status, StatusCode::UNAUTHORIZED);
        assert!(
            unsigned.json()["message"]
                .as_str()
                .unwrap()
                .contains("Signature is missing")
        );
        let other_id = signed(&session, &key, &Method::GET, "/accounts", "", "another");
        assert_eq!(world.send(other_id).await.status, StatusCode::UNAUTHORIZED);
        let stranger = rcgen::KeyPair::generate().unwrap();
        let forged = signed(&session, &stranger, &Method::GET, "/accounts", "", "test-1");
        assert_eq!(world.send(forged).await.status, StatusCode::UNAUTHORIZED);
        let (parts, _) =
            signed(&session, &key, &Method::PUT, "/consents", &body, "test-1").into_parts();
        let changed = Request::from_parts(parts, Body::from(body.replace("false", "true")));
        assert!(world.send(changed).await.body.contains("Digest"));
    }
}

#[tokio::test]
async fn without_a_key_that_bank_says_what_is_missing() {
    let world = World::new();
    let session = world.connect("bforbank", "one", &[]).await;
    let answer = world.api(&session, "/accounts").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(
        answer.json()["message"]
            .as_str()
            .unwrap()
            .contains("--signing-key")
    );
}
