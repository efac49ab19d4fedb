//! What reading costs: every call counted, by partner, user, purpose and kind; a budget that stops before anything begins.

use contract::{Code, Stage};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::common::manage::{Browser, code, sent};
use crate::common::person::{client, partner_token, yes};
use crate::common::{House, Person, edited};

async fn usage(house: &House, query: &str) -> (StatusCode, Value) {
    let answer = client()
        .get(format!("{}/v1/usage{query}", house.base))
        .bearer_auth(partner_token(house).await)
        .send()
        .await
        .unwrap();
    (answer.status(), answer.json().await.unwrap())
}

/// Count and cost of a kind of call for these purposes, in the first day of the answer.
fn line(usage: &Value, kind: &str, purposes: &Value) -> Option<(i64, String)> {
    let calls = usage["days"][0]["calls"].as_array()?.iter();
    let mut calls = calls.filter(|one| one["kind"] == kind && one["purposes"] == *purposes);
    let one = calls.next()?;
    assert!(calls.next().is_none(), "one line each");
    Some((
        one["count"].as_i64().unwrap(),
        one["cost"].as_str().unwrap().to_owned(),
    ))
}

fn total(usage: &Value) -> i64 {
    let calls = usage["days"][0]["calls"].as_array().unwrap().iter();
    calls.map(|one| one["count"].as_i64().unwrap()).sum()
}

#[tokio::test]
async fn every_call_that_the_bank_saw_is_counted_for_its_purposes_and_priced() {
    let house = House::new().await;
    let (person, _) = sent(&house, "counted", &["financial_health", "solvency"]).await;
    let (status, usage) = usage(&house, "").await;
    assert_eq!(status, StatusCode::OK);
    // The bank's own log is the judge.
    let book = |kind: &str| i64::try_from(house.bank.count(kind)).unwrap();
    let both = json!(["financial_health", "solvency"]);
    let one = json!(["financial_health"]);
    let none = json!([]);
    let (balances, transactions) = (book("balances"), book("transactions"));
    assert!(balances > 0 && transactions > 0);
    let cents = |count: i64, each: i64| format!("{}.{:02}", count * each / 100, count * each % 100);
    assert_eq!(
        line(&usage, "balances", &one),
        Some((balances, cents(balances, 1)))
    );
    assert_eq!(
        line(&usage, "transactions", &both),
        Some((transactions, cents(transactions, 2)))
    );
    assert_eq!(
        line(&usage, "accounts", &none),
        Some((1, "0.01".to_owned()))
    );
    for kind in ["par", "token", "consents"] {
        assert_eq!(
            line(&usage, kind, &none),
            Some((1, "0.00".to_owned())),
            "{kind}"
        );
    }
    assert_eq!(
        total(&usage),
        i64::try_from(house.bank.calls().len()).unwrap()
    );
    assert_eq!(usage["cost"], cents(balances + 2 * transactions + 1, 1));
    assert_eq!(usage["currency"], "EUR");
    assert!(usage.get("budget").is_none());

    // One user's, and nobody else's.
    let (_, own) = self::usage(&house, &format!("?user={}", person.user)).await;
    assert_eq!(own["cost"], usage["cost"]);
    let other = Person::open(&house, "somebody-else").await;
    let (_, others) = self::usage(&house, &format!("?user={}", other.user)).await;
    assert_eq!(
        (&others["cost"], &others["days"]),
        (&json!("0.00"), &json!([]))
    );
    assert_eq!(
        self::usage(&house, "?user=nobody").await.0,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        self::usage(&house, "?from=2026-13-01").await.0,
        StatusCode::BAD_REQUEST
    );
    let backwards = "?from=2026-02-02&to=2026-02-01";
    assert_eq!(
        self::usage(&house, backwards).await.0,
        StatusCode::BAD_REQUEST
    );

    // A person who is forgotten stays in the sum, and nothing leads to them.
    person.erased().await;
    assert_eq!(self::usage(&house, "").await.1["cost"], usage["cost"]);
    assert_eq!(
        house
            .rows(&format!("calls WHERE user_id = '{}'", person.user))
            .await,
        0
    );
    assert_eq!(house.rows("deliveries").await, 0);
}

/// A budget of this many cents in a month.
fn budget(cents: u32) -> impl Fn(String) -> String {
    let month = format!("{}.{:02}", cents / 100, cents % 100);
    edited(
        "# budget = { month = \"100.00\", warn_percent = 80 }",
        format!("budget = {{ month = \"{month}\" }}"),
    )
}

async fn standing(house: &House) -> Value {
    usage(house, "").await.1["budget"]["standing"].clone()
}

#[tokio::test]
async fn a_budget_warns_and_then_lets_nothing_new_begin_while_what_was_begun_is_read_to_its_end() {
    // The list of accounts is one cent, and what is read of them more.
    let house = House::with(budget(2)).await;
    assert_eq!(standing(&house).await, "fine");
    let mut first = Person::open(&house, "first").await;
    let late = crate::common::person::journey_token(&house, "late", json!({})).await;
    let accounts = first.reach_accounts().await;
    // Spent by what is read now: it is read all the same, to the last account.
    let stage = first.reach_result(&accounts, &["financial_health"]).await;
    assert!(matches!(stage, Stage::Result(_)), "{stage:?}");
    assert_eq!(house.bank.count("balances"), accounts.len());
    assert_eq!(standing(&house).await, "stopped");
    let stage = first.act(Method::POST, "/journeys/current/send").await;
    assert!(matches!(stage, Stage::Sent(_)));

    let ask = async |mode: &str| {
        client()
            .post(format!("{}/v1/users/{}/webviews", house.base, late.0))
            .bearer_auth(partner_token(&house).await)
            .json(&json!({ "mode": mode }))
            .send()
            .await
            .unwrap()
    };
    let refused = ask("connect").await;
    assert_eq!(refused.status(), StatusCode::PAYMENT_REQUIRED);
    let problem: contract::Problem = refused.json().await.unwrap();
    assert_eq!(problem.code, Code::BudgetReached);
    // Looking and taking back cost nothing and are never stopped.
    assert_eq!(ask("manage").await.status(), StatusCode::CREATED);
    // Next month it goes on.
    house.app.clock().advance(32 * 86_400);
    assert_eq!(ask("connect").await.status(), StatusCode::CREATED);
    assert_eq!(standing(&house).await, "fine");
}

#[tokio::test]
async fn a_budget_that_is_nearly_spent_says_so() {
    let house = House::with(budget(1_000_000)).await;
    let mut person = Person::open(&house, "near").await;
    person.reach_accounts().await;
    assert_eq!(standing(&house).await, "fine");
    let tight = house.restarted_with(budget(1)).await;
    let partner = tight.config().partner("demo").unwrap();
    let (spent, standing) = backend::metering::budget::standing(&tight, partner)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(spent.to_string(), "0.01");
    assert_eq!(standing, backend::metering::budget::Standing::Stopped);
}

#[tokio::test]
async fn the_result_says_how_often_data_was_read_by_whom_and_for_what() {
    let house = House::new().await;
    let mut person = Person::open(&house, "looks").await;
    let accounts = person.reach_accounts().await;
    let given = ["financial_health", "solvency"];
    let Stage::Result(preview) = person.reach_result(&accounts, &given).await else {
        panic!("result")
    };
    for one in &preview.insights {
        let said = &one.read;
        assert!(
            said.starts_with("Lu 1 fois à votre banque, la dernière le ")
                && said.ends_with(" pour Assurances Martin."),
            "{said}"
        );
    }
    // Asked again for fewer: what was read for is still told, and once is once.
    person.act(Method::POST, "/journeys/current/back").await;
    person.answer(&yes(&["solvency"])).await;
    let Stage::Result(preview) = person.until_read().await else {
        panic!("result")
    };
    assert!(preview.insights[0].read.starts_with("Lu 1 fois"));
}

#[tokio::test]
async fn the_person_sees_how_often_data_was_read_by_whom_and_for_what() {
    let house = House::new().await;
    let (person, receipt) = sent(&house, "watched", &["financial_health"]).await;
    let browser = Browser::open(&house, code(&receipt)).await;
    let page = browser.page().await;
    assert!(page.contains("Lu 1 fois à votre banque"), "{page}");
    assert!(!page.contains("Demandé"), "nothing was fetched yet");
    for _ in 0..3 {
        let (status, _) = person.partner_get("/profile").await;
        assert_eq!(status, StatusCode::OK);
    }
    let page = browser.page().await;
    assert!(
        page.contains("Demandé 3 fois par Assurances Martin"),
        "{page}"
    );
}
