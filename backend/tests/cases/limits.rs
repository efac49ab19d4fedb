//! Rate limits: refused with a moment to come back at, and never in the way of an honest person.

use contract::{Code, Stage};
use reqwest::{StatusCode, header};
use serde_json::json;

use crate::common::person::{client, journey_token, problem};
use crate::common::{House, PAGE, Person};

fn set(text: &str, act: &str, limits: &str) -> String {
    let line = text
        .lines()
        .find(|line| line.starts_with(&format!("{act} = {{")))
        .unwrap();
    text.replace(line, &format!("{act} = {{ {limits} }}"))
}

#[tokio::test]
async fn r_074_opening_is_limited_by_network_with_a_moment_to_come_back_at() {
    let house = House::with(|text| set(&text, "open", "network = 3")).await;
    let open = |token: String| {
        client()
            .post(format!("{}/journeys/open", house.base))
            .header(header::ORIGIN, PAGE)
            .json(&json!({ "token": token, "wc": backend::secrets::sha256_text("wv") }))
            .send()
    };
    for _ in 0..3 {
        assert_eq!(
            open("guess".to_owned()).await.unwrap().status(),
            StatusCode::UNAUTHORIZED
        );
    }
    let (_, token) = journey_token(&house, "limited", json!({})).await;
    let answer = open(token.clone()).await.unwrap();
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(
        answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN],
        PAGE,
        "the widget must be able to read this"
    );
    assert_eq!(
        answer.headers()[header::ACCESS_CONTROL_EXPOSE_HEADERS],
        "retry-after, x-request-id"
    );
    let wait: i64 = answer.headers()[header::RETRY_AFTER]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(problem(answer).await.code, Code::RateLimited);
    house.app.clock().advance(wait);
    assert_eq!(
        open(token).await.unwrap().status(),
        StatusCode::OK,
        "the token was not spent by being refused"
    );
}

#[tokio::test]
async fn r_074_a_journey_that_hammers_go_or_redeem_is_told_to_wait_and_others_are_not() {
    let house = House::with(|text| {
        let text = set(&text, "go", "journey = 2");
        let text = set(&text, "callback", "journey = 2");
        set(&text, "redeem", "journey = 2")
    })
    .await;
    let mut person = Person::open(&house, "hammer").await;
    person.choose("la-banque-postale", None).await;
    for _ in 0..2 {
        let ticket = person.ticket().await;
        assert_eq!(
            person.go_from(&ticket, Some(PAGE)).await.status(),
            StatusCode::SEE_OTHER
        );
    }
    let ticket = person.ticket().await;
    let answer = person.go_from(&ticket, Some(PAGE)).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.headers().contains_key(header::RETRY_AFTER));
    assert!(!answer.headers().contains_key(header::SET_COOKIE));
    assert!(answer.text().await.unwrap().contains("Trop de demandes"));
    assert_eq!(house.bank.count("par"), 2);

    for _ in 0..2 {
        let answer = person.redeem_raw("guess").await;
        assert_eq!(problem(answer).await.code, Code::HandoffInvalid);
    }
    let answer = person.redeem_raw("guess").await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(problem(answer).await.code, Code::RateLimited);

    let mut other = Person::open(&house, "bystander").await;
    other.choose("la-banque-postale", None).await;
    let code = other.round_trip().await;
    assert!(matches!(other.redeem(&code).await, Stage::Accounts(_)));
}

#[tokio::test]
async fn r_074_a_callback_that_is_refused_consumes_nothing() {
    let house = House::with(|text| set(&text, "callback", "network = 2")).await;
    let mut person = Person::open(&house, "callback").await;
    person.choose("la-banque-postale", None).await;
    let (callback, code) = person.leave().await;
    let address = format!("{callback}&code={code}");
    for _ in 0..2 {
        let guess = format!("{}/callback?state=guess&code=x", house.base);
        assert_eq!(person.back(&guess).await.status(), StatusCode::BAD_REQUEST);
    }
    let answer = person.back(&address).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(house.bank.count("token"), 0);
    house.app.clock().advance(30);
    let handoff = person.handoff(&person.back(&address).await);
    assert!(matches!(person.redeem(&handoff).await, Stage::Accounts(_)));
}

#[tokio::test]
async fn r_074_the_callers_address_is_a_proxys_word_only_where_the_operator_says_so() {
    let guess = |base: String, from: &'static str| async move {
        let request = client()
            .post(format!("{base}/journeys/open"))
            .header(header::ORIGIN, PAGE)
            .header("x-forwarded-for", from);
        let body = json!({ "token": "guess", "wc": backend::secrets::sha256_text("wv") });
        request.json(&body).send().await.unwrap().status()
    };
    let direct = House::with(|text| set(&text, "open", "network = 1")).await;
    assert_eq!(
        guess(direct.base.clone(), "192.0.2.1").await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        guess(direct.base.clone(), "198.51.100.1").await,
        StatusCode::TOO_MANY_REQUESTS,
        "a header anybody can write changes nothing"
    );
    let behind = House::with(|text| {
        set(&text, "open", "network = 1").replace(
            "# client_address_header = \"x-real-ip\"",
            "client_address_header = \"x-forwarded-for\"",
        )
    })
    .await;
    assert_eq!(
        guess(behind.base.clone(), "10.9.9.9, 192.0.2.1").await,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        guess(behind.base.clone(), "10.8.8.8, 192.0.2.77").await,
        StatusCode::TOO_MANY_REQUESTS,
        "only what the nearest proxy wrote counts, and a neighbour is of the same network"
    );
    assert_eq!(
        guess(behind.base.clone(), "192.0.2.1, 198.51.100.1").await,
        StatusCode::UNAUTHORIZED
    );
}
