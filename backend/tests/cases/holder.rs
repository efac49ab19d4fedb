//! Whose account is it? What is held back where the partner expects somebody else, or the bank does not say.

use contract::{Code, End, Opened, Outcome, Revocation, Stage};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::common::bank::Mood;
use crate::common::person::{client, journey_token, open_accounts, partner_token, problem, yes};
use crate::common::{House, Person};

/// The holder at the bank is `MME CANARY HOLDER`.
const HOLDER: &str = "Canary Holder";
const OTHER: &str = "Marguerite Attaquant";

async fn at(house: &House, user: &str, expected: &str) -> (Stage, String) {
    let asked = json!({ "expected_name": expected });
    let mut person = Person::open_asked(house, user, "inline", asked).await;
    person.choose("la-banque-postale", None).await;
    let code = person.round_trip().await;
    let stage = person.redeem(&code).await;
    (stage, person.access)
}

/// A person in front of the question.
async fn asked<'a>(house: &'a House, user: &str) -> Person<'a> {
    let asked = json!({ "expected_name": OTHER });
    let mut person = Person::open_asked(house, user, "inline", asked).await;
    person.choose("la-banque-postale", None).await;
    let code = person.round_trip().await;
    assert!(matches!(person.redeem(&code).await, Stage::Holder(_)));
    person
}

async fn events(house: &House, event: &str) -> u32 {
    let answer = client().get(format!("{}/metrics", house.base)).send();
    let text = answer.await.unwrap().text().await.unwrap();
    let line = format!("security_events_total{{event=\"{event}\"}} ");
    text.lines()
        .find_map(|found| found.split_once(&line))
        .map_or(0, |(_, count)| count.parse().unwrap())
}

/// Nothing was read but the name, and nothing can be.
async fn held_back(house: &House) {
    for call in ["accounts", "balances", "transactions"] {
        assert_eq!(house.bank.count(call), 0, "{call}");
    }
    assert_eq!(house.rows("accounts").await, 0);
    assert_eq!(house.rows("consents").await, 0);
}

#[tokio::test]
async fn r_038_without_an_expected_name_the_bank_is_not_asked_whose_account_it_is() {
    let house = House::new().await;
    let mut person = Person::open(&house, "nobody-expected").await;
    let Stage::Handoff(handoff) = person.choose("la-banque-postale", None).await else {
        panic!("handoff")
    };
    let text = serde_json::to_string(&handoff.notice).unwrap();
    assert!(!text.contains("nom du titulaire"), "R-081");
    let code = person.round_trip().await;
    assert!(matches!(person.redeem(&code).await, Stage::Accounts(_)));
    assert_eq!(house.bank.count("identity"), 0);
    assert_eq!(house.bank.count("consents"), 0);
}

#[tokio::test]
async fn r_038_the_expected_holder_goes_on_unasked_and_the_name_is_read_before_the_accounts() {
    let house = House::new().await;
    let asked = json!({ "expected_name": HOLDER });
    let mut person = Person::open_asked(&house, "expected", "inline", asked).await;
    let Stage::Handoff(handoff) = person.choose("la-banque-postale", None).await else {
        panic!("handoff")
    };
    let text = serde_json::to_string(&handoff.notice).unwrap();
    assert!(text.contains("nom du titulaire"), "R-081: told before");
    let code = person.round_trip().await;
    let Stage::Accounts(stage) = person.redeem(&code).await else {
        panic!("accounts")
    };
    let calls = house.bank.calls();
    let place = |kind| calls.iter().position(|call| call == kind).unwrap();
    assert!(place("identity") < place("accounts"), "{calls:?}");
    let consent = house.bank.book.lock().unwrap().consents[0].clone();
    assert_eq!(
        consent,
        json!({ "balances": [], "transactions": [], "psuIdentity": true, "trustedBeneficiaries": false }),
        "R-091: the name, and no account"
    );
    assert_eq!(events(&house, "holder_mismatch").await, 0);
    // The next consent takes the name back.
    person.link(&open_accounts(&stage.accounts)).await;
    person.answer(&yes(&["financial_health"])).await;
    person.until_read().await;
    let consent = house.bank.book.lock().unwrap().consents[1].clone();
    assert_eq!(consent["psuIdentity"], false);
}

#[tokio::test]
async fn r_038_another_holder_or_none_is_held_back_and_the_log_is_told() {
    let house = House::new().await;
    let (stage, _) = at(&house, "other", OTHER).await;
    let Stage::Holder(stage) = stage else {
        panic!("{stage:?}")
    };
    let line = &stage.notice.text.lines[0];
    assert!(
        line.contains("C••• H•••") && line.contains("Assurances Martin attend M••• A•••"),
        "{line}"
    );
    for (word, name) in [("holder", HOLDER), ("expected", OTHER)] {
        let shown = serde_json::to_string(&stage).unwrap().to_lowercase();
        for part in name.to_lowercase().split(' ') {
            assert!(!shown.contains(part), "{word}: {part} in {shown}");
        }
    }
    assert_eq!(events(&house, "holder_mismatch").await, 1);
    house.bank.is(Mood::Nameless);
    let (stage, _) = at(&house, "nameless", HOLDER).await;
    assert!(matches!(stage, Stage::Holder(_)), "no answer is not a yes");
    assert_eq!(events(&house, "holder_unknown").await, 1);
    held_back(&house).await;
}

#[tokio::test]
async fn r_038_no_act_but_the_confirmation_leads_on_from_the_question() {
    let house = House::new().await;
    let mut person = asked(&house, "held").await;
    for (method, path, body) in [
        (Method::PUT, "accounts", json!({ "accounts": ["x"] })),
        (
            Method::PUT,
            "purposes",
            json!({ "given": [{ "purpose": "financial_health" }] }),
        ),
        (Method::POST, "attempts", Value::Null),
        (Method::POST, "back", Value::Null),
        (Method::POST, "send", Value::Null),
        (Method::POST, "discard", Value::Null),
    ] {
        let path = format!("/journeys/current/{path}");
        let body = Some(body).filter(|body| !body.is_null());
        let answer = person.call(method, &path, body).await;
        assert_eq!(answer.status(), StatusCode::CONFLICT, "{path}");
        assert_eq!(problem(answer).await.code, Code::StageMismatch);
    }
    let view = person.resume().await;
    assert!(
        matches!(view.stage, Stage::Holder(_)),
        "a reload asks again"
    );
    // A fresh token of the same user does not take the question away.
    let again = Person::open(&house, "held").await;
    assert!(matches!(again.stage().await, Stage::Holder(_)));
    let (_, banks) = again.partner_get("/banks").await;
    assert_eq!(banks, json!({ "banks": [] }));
    held_back(&house).await;
    assert_eq!(house.bank.count("identity"), 1, "asked once");
    let stage = again.act(Method::POST, "/journeys/current/confirm").await;
    assert!(matches!(stage, Stage::Accounts(_)));
    let stage = again.act(Method::POST, "/journeys/current/confirm").await;
    assert!(matches!(stage, Stage::Accounts(_)), "a double click");
    assert_eq!(house.bank.count("accounts"), 1);
}

#[tokio::test]
async fn r_038_nothing_can_be_confirmed_where_nothing_was_asked() {
    let house = House::new().await;
    let mut person = Person::open(&house, "unasked").await;
    person.choose("la-banque-postale", None).await;
    let confirm = async |person: &Person<'_>| {
        let answer = person.call(Method::POST, "/journeys/current/confirm", None);
        answer.await.status()
    };
    assert_eq!(confirm(&person).await, StatusCode::CONFLICT);
    person.round_trip().await;
    assert_eq!(confirm(&person).await, StatusCode::CONFLICT);
    held_back(&house).await;
}

#[tokio::test]
async fn r_038_whose_account_it_is_not_closes_the_access_and_the_bank_is_told() {
    let house = House::new().await;
    let person = asked(&house, "stranger").await;
    let stage = person.act(Method::DELETE, "/journeys/current").await;
    assert_eq!(stage, Stage::Ended(End::Cancelled(Revocation::Revoked)));
    assert_eq!(house.bank.count("revoke"), 2);
    assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 0);
    held_back(&house).await;
}

#[tokio::test]
async fn r_033_r_038_a_question_that_nobody_answers_closes_the_access_within_ten_minutes() {
    let house = House::new().await;
    let person = asked(&house, "gone").await;
    let restarted = house.restarted().await;
    for app in [&house.app, &restarted] {
        app.clock().advance(545);
    }
    backend::sweep::sweep(&restarted).await;
    assert_eq!(house.bank.count("revoke"), 2);
    assert!(matches!(
        person.stage().await,
        Stage::Outcome(Outcome::TimedOut, _)
    ));
    held_back(&house).await;
}

#[tokio::test]
async fn r_038_the_expected_name_is_sealed_and_gone_with_the_token_and_the_journey() {
    let house = House::new().await;
    let person = asked(&house, "sealed").await;
    let text = async |query: &str| -> String {
        let rows: Vec<(String,)> = sqlx::query_as(query)
            .fetch_all(&house.sql().await)
            .await
            .unwrap();
        rows.into_iter().map(|(row,)| row).collect()
    };
    assert_eq!(text("SELECT asked FROM webviews").await, "", "spent");
    let state = text("SELECT state FROM journeys").await;
    assert!(state.contains("\"expected\":\"v1."), "{state}");
    for name in ["Attaquant", "attaquant", "HOLDER", "A•••"] {
        assert!(!state.contains(name), "{name} in {state}");
    }
    person.act(Method::DELETE, "/journeys/current").await;
    let state = text("SELECT state FROM journeys").await;
    assert!(
        !state.contains("expected") && !state.contains("v1."),
        "{state}"
    );
}

#[tokio::test]
async fn r_038_an_expected_name_has_a_given_and_a_family_name() {
    let house = House::new().await;
    let (user, _) = journey_token(&house, "named", json!({})).await;
    let token = partner_token(&house).await;
    for name in ["", "Morel", "M. Morel", "•", &"Camille Morel ".repeat(20)] {
        let answer = client()
            .post(format!("{}/v1/users/{user}/webviews", house.base))
            .bearer_auth(&token)
            .json(&json!({ "expected_name": name }))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{name}");
        let problem = problem(answer).await.detail.unwrap();
        assert!(problem.starts_with("expected_name"), "{problem}");
    }
}

#[tokio::test]
async fn r_037_each_step_of_the_hosted_page_names_partner_customer_bank_and_start() {
    let house = House::new().await;
    let asked = json!({ "institution": "la-banque-postale" });
    let (_, token) = journey_token(&house, "client-4711", asked).await;
    let wv = backend::secrets::token().unwrap();
    let wc = backend::secrets::sha256_text(&wv);
    let opened: Opened = client()
        .post(format!("{}/journeys/open", house.base))
        .header(header::ORIGIN, &house.base)
        .header("guichet-surface", "hosted")
        .json(&json!({ "token": token, "wc": wc, "surface": "hosted" }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let whose = opened.view.whose.unwrap();
    let year = backend::clock::rfc3339(house.app.now());
    for word in [
        "Assurances Martin",
        "cl•••1",
        "La Banque Postale",
        &year[..10],
    ] {
        assert!(whose.contains(word), "{word} in {whose}");
    }
    assert!(!whose.contains("4711"));
    // The partner's page knows whose page it is.
    let inline = Person::open(&house, "client-4712").await;
    assert_eq!(inline.view().await.whose, None);
}

#[tokio::test]
async fn r_038_a_question_on_the_hosted_page_is_answered_there_and_nowhere_else() {
    let house = House::new().await;
    let asked = json!({ "expected_name": OTHER });
    let mut person = Person::open_asked(&house, "hosted-question", "hosted", asked).await;
    person.choose("la-banque-postale", None).await;
    let (callback, code) = person.leave().await;
    let answer = person.back(&format!("{callback}&code={code}")).await;
    person.keep_cookies(&answer);
    let hosted = |path: &str, cookie: String| {
        client()
            .post(format!("{}{path}", house.base))
            .header("sec-fetch-site", "same-origin")
            .header("guichet-surface", "hosted")
            .header(header::COOKIE, cookie)
            .json(&json!({}))
            .send()
    };
    let answer = hosted("/journeys/resume", person.cookie_header())
        .await
        .unwrap();
    person.keep_cookies(&answer);
    let opened: Opened = answer.json().await.unwrap();
    assert!(matches!(opened.view.stage, Stage::Holder(_)));
    // The widget that began cannot answer for the person in front of the other page.
    let inline = person.post("/journeys/current/confirm", json!({})).await;
    assert_eq!(inline.status(), StatusCode::CONFLICT);
    held_back(&house).await;
    let answer = hosted("/journeys/current/confirm", person.cookie_header())
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let view: contract::View = answer.json().await.unwrap();
    assert!(matches!(view.stage, Stage::Accounts(_)), "{:?}", view.stage);
}
