//! The log: everything that was asked, nothing that is secret.

mod common;

use axum::{
    body::Body,
    http::{Method, Request, header},
};
use common::{World, call, id};
use serde_json::{Value, json};

const BANK: &str = "credit-agricole-aquitaine";

#[tokio::test]
async fn r_026_the_log_shows_what_was_asked_and_no_secret() {
    let world = World::new();
    let session = world
        .connect(BANK, "one", &[("state", "STATE-CANARY")])
        .await;
    let account = world.accounts(&session).await[0].clone();
    let iban = account["accountId"]["iban"].as_str().unwrap().to_owned();
    let body = json!({
        "balances": [account["accountId"]], "transactions": [], "psuIdentity": true, "trustedBeneficiaries": false
    });
    world.put_consents(&session, &body).await;
    let path = format!("/accounts/{}/balances", id(&account));
    let present = call(&session, Method::GET, &path).header("PSU-IP-Address", "192.0.2.7");
    world.send(present.body(Body::empty()).unwrap()).await;
    let name = world.api(&session, "/end-user-identity").await.json()["connectedPsu"]
        .as_str()
        .unwrap()
        .to_owned();
    let refreshed = world.refresh(&session).await.json();

    let log = world.log("").await;
    let kinds: Vec<_> = log
        .iter()
        .map(|entry| entry["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "metadata",
            "par",
            "authorize",
            "identify",
            "sca",
            "token",
            "accounts",
            "consents",
            "balances",
            "identity",
            "refresh"
        ]
    );
    let balances = &log[8];
    assert_eq!(balances["account"], account["resourceId"]);
    assert_eq!(balances["psu_headers"], json!(["psu-ip-address"]));
    assert_eq!(balances["grant"], log[5]["grant"]);
    assert_eq!(
        log[7]["consent"]["balances"],
        json!([account["resourceId"]])
    );
    assert_eq!(log[7]["consent"]["psuIdentity"], true);

    let page = Request::get("/log")
        .header(header::ACCEPT, "text/html")
        .body(Body::empty())
        .unwrap();
    let texts = [Value::from(log).to_string(), world.send(page).await.body];
    let new_access = refreshed["access_token"].as_str().unwrap();
    let secrets = [
        &session.access,
        &session.refresh,
        new_access,
        "STATE-CANARY",
        common::CHALLENGE,
        common::VERIFIER,
        "request_uri",
        "sandbox-client-secret",
        "192.0.2.7",
        &iban,
        &name,
    ];
    for (text, secret) in texts
        .iter()
        .flat_map(|text| secrets.map(|secret| (text, secret)))
    {
        assert!(!text.contains(secret), "{secret} is in the log");
    }
}

#[tokio::test]
async fn filters_narrow_the_log() {
    let world = World::new();
    world.connect(BANK, "one", &[]).await;
    let since = world.log("").await.last().unwrap()["seq"].as_u64().unwrap();
    let session = world.connect("lcl", "one", &[]).await;
    world.accounts(&session).await;
    assert_eq!(world.log("bank=lcl&kind=accounts").await.len(), 1);
    assert!(
        world
            .log(&format!("bank={BANK}&since={since}"))
            .await
            .is_empty()
    );
    assert!(
        world
            .log(&format!("since={since}"))
            .await
            .iter()
            .all(|entry| entry["bank"] == "lcl")
    );
}

#[tokio::test]
async fn refused_calls_are_in_the_log_too() {
    let world = World::new();
    let session = world.connect(BANK, "one", &[]).await;
    let account = world.accounts(&session).await[0].clone();
    world
        .api(
            &session,
            &format!("/accounts/{}/transactions", id(&account)),
        )
        .await;
    let stolen = common::Session {
        access: "wrong".into(),
        ..session
    };
    world.api(&stolen, "/accounts").await;
    assert_eq!(world.log("kind=transactions").await[0]["status"], 403);
    let last = world.log("kind=accounts").await.pop().unwrap();
    assert_eq!(
        (&last["status"], &last["grant"]),
        (&json!(401), &Value::Null)
    );
}
