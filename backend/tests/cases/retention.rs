//! What has run out is gone: a look at the database itself.

use contract::Stage;
use serde_json::json;

use crate::common::person::{client, journey_token, open_accounts, yes};
use crate::common::{House, Person};
use reqwest::Method;

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
