//! What has run out is gone: a look at the database itself.

use contract::Stage;
use profile::Date;
use serde_json::{Value, json};

use crate::common::person::{client, journey_token, open_accounts, yes};
use crate::common::{House, Person};
use reqwest::{Method, StatusCode};

const SHORT_LIVED: [&str; 4] = ["sessions", "webviews", "handoffs", "attempts"];

#[tokio::test]
async fn r_123_tokens_sessions_tickets_attempts_and_codes_are_deleted_when_they_have_run_out() {
    let house = House::new().await;
    let mut person = Person::open(&house, "kept").await;
    person.choose("la-banque-postale", None).await;
    person.ticket().await;
    person.leave().await;
    let code = person.round_trip().await;
    let Stage::Accounts(stage) = person.redeem(&code).await else {
        panic!("accounts")
    };
    person.link(&open_accounts(&stage.accounts)).await;
    person.answer(&yes(&["financial_health"])).await;
    person.until_read().await;
    person.act(Method::POST, "/journeys/current/send").await;
    journey_token(&house, "never-used", json!({})).await;
    client()
        .post(format!("{}/clients/token", house.base))
        .json(&json!({
            "client_id": "demo", "client_secret": "demo-client-secret", "application_id": "demo-application",
            "api_key": "demo-api-key", "grant_type": "client_credentials"
        }))
        .send()
        .await
        .unwrap();
    backend::sweep::sweep(&house.app).await;
    for table in SHORT_LIVED {
        assert!(house.rows(table).await > 0, "{table}: not before its time");
    }

    // The longest of them lives fifteen minutes, and is told apart from what never was for an hour more.
    house.app.clock().advance(900 + 3600 + 1);
    backend::sweep::sweep(&house.app).await;
    for table in SHORT_LIVED {
        assert_eq!(house.rows(table).await, 0, "{table}");
    }
    assert!(house.rows("refresh_tokens").await > 0);
    house.app.clock().advance(31 * 86_400);
    backend::sweep::sweep(&house.app).await;
    assert_eq!(house.rows("refresh_tokens").await, 0);
    // What was given stays: it is the proof.
    assert!(house.rows("consents").await > 0);
    assert_eq!(house.rows("connections WHERE status = 'open'").await, 1);
}

#[tokio::test]
async fn r_084_r_108_at_89_90_and_91_days() {
    let house = House::new().await;
    let aged = |days: i32| Date::from_unix_seconds(house.app.now()).plus_days(-days);
    let row = |days: i32| {
        (
            aged(days).to_string(),
            format!("CB PHARMACIE {days}"),
            -1_000,
        )
    };
    house.bank.tells([91, 90, 89].map(row).to_vec());
    let mut person = Person::open(&house, "ninety").await;
    let accounts = person.reach_accounts().await;
    // Its words say 90 days: so many are read, and for so long it holds.
    let stage = person.reach_result(&accounts[..1], &["well_being"]).await;
    assert!(matches!(stage, Stage::Result(_)), "{stage:?}");
    let since = house.bank.book.lock().unwrap().since.clone();
    assert!(
        since.iter().all(|day| *day == aged(90).to_string()),
        "{since:?}"
    );
    person.act(Method::POST, "/journeys/current/send").await;
    let path = format!("/accounts/{}/transactions", accounts[0].as_str());
    let labels = async || {
        let (status, page) = person.partner_get(&path).await;
        let rows = page["transactions"].as_array().cloned().unwrap_or_default();
        let label = |row: &Value| row["label"].as_str().unwrap().to_owned();
        (status, rows.iter().map(label).collect::<Vec<_>>())
    };
    let ok = StatusCode::OK;
    let both = ["CB PHARMACIE 89", "CB PHARMACIE 90"].map(str::to_owned);
    assert_eq!(labels().await, (ok, both.to_vec()));
    // A day on, what was 90 days old is older, and covered no more.
    let day = 86_400;
    house.app.clock().advance(day);
    assert_eq!(labels().await, (ok, both[..1].to_vec()));
    // The consent itself: in force at 89 days, over at 90, noted and its data gone by 91.
    house.app.clock().advance(88 * day);
    assert_eq!(labels().await, (ok, Vec::new()));
    house.app.clock().advance(day);
    assert_eq!(labels().await.0, StatusCode::FORBIDDEN);
    assert_eq!(house.rows("consents WHERE act = 'expired'").await, 0);
    house.app.clock().advance(day);
    backend::sweep::sweep(&house.app).await;
    assert!(house.rows("consents WHERE act = 'expired'").await > 0);
    assert_eq!(house.rows("transactions").await, 0);
    assert_eq!(house.rows("connections WHERE status = 'open'").await, 0);
}

#[tokio::test]
async fn r_108_r_123_a_consent_that_ran_out_takes_its_data_along_and_the_last_one_the_access() {
    let house = House::new().await;
    let mut person = Person::open(&house, "runs-out").await;
    let accounts = person.reach_accounts().await;
    // Ninety days, and a hundred and eighty.
    let given = ["well_being", "financial_health"];
    person.reach_result(&accounts, &given).await;
    person.act(Method::POST, "/journeys/current/send").await;
    let insights = async || house.rows("insights").await;
    let expired = async || house.rows("consents WHERE act = 'expired'").await;
    assert_eq!(insights().await, 2);

    let day = 86_400;
    house.app.clock().advance(90 * day - 60);
    backend::sweep::sweep(&house.app).await;
    assert_eq!(
        (insights().await, expired().await),
        (2, 0),
        "not before its time"
    );
    house.app.clock().advance(60);
    for _ in 0..2 {
        backend::sweep::sweep(&house.app).await;
        assert_eq!(insights().await, 1, "the other one stays");
    }
    let accounts = i64::try_from(accounts.len()).unwrap();
    assert!((1..=accounts).contains(&expired().await), "each once");
    assert_eq!(house.rows("connections WHERE status = 'open'").await, 1);
    assert_eq!(house.bank.count("revoke"), 0);

    house.app.clock().advance(90 * day);
    backend::sweep::sweep(&house.app).await;
    for table in ["insights", "transactions", "balances", "accounts"] {
        assert_eq!(house.rows(table).await, 0, "{table}");
    }
    assert_eq!(house.rows("connections WHERE status = 'closed'").await, 1);
    assert_eq!(house.bank.count("revoke"), 2, "the bank is told");
    let entries = person.entries().await;
    let ends: Vec<_> = entries
        .iter()
        .filter(|entry| entry.act == backend::ledger::Act::Expired)
        .collect();
    assert_eq!(ends.len(), 2, "{ends:?}");
}
