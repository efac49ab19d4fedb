//! Mode `renew`: the bank's clock turned by one tap, and nothing else touched.

use backend::ledger::{Act, Record};
use backend::refresh::round;
use contract::{Choice, Outcome, Receipt, ReceiptAct, Space, Stage, Step};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::common::bank::Mood;
use crate::common::manage::{self, Browser, sent};
use crate::common::person::{client, partner_token, yes};
use crate::common::{House, Person, a_year, loops};

const DAY: i64 = 86_400;

async fn ask(house: &House, user: &str, body: Value) -> (StatusCode, Value) {
    let answer = client()
        .post(format!("{}/v1/users/{user}/webviews", house.base))
        .bearer_auth(partner_token(house).await)
        .json(&body)
        .send()
        .await
        .unwrap();
    (answer.status(), answer.json().await.unwrap())
}

async fn renewing<'a>(house: &'a House, external: &str) -> Person<'a> {
    Person::open_asked(house, external, "inline", json!({ "mode": "renew" })).await
}

async fn bank(person: &Person<'_>) -> Value {
    let banks = person.partner_get("/banks").await.1;
    assert_eq!(banks["banks"].as_array().unwrap().len(), 1, "{banks}");
    banks["banks"][0].clone()
}

/// From the handoff to the receipt.
async fn confirmed(person: &mut Person<'_>) -> Receipt {
    let code = person.round_trip().await;
    let stage = person.redeem(&code).await;
    let Stage::Sent(receipt) = stage else {
        panic!("{stage:?}")
    };
    receipt
}

#[tokio::test]
async fn r_083_one_tap_from_fifteen_days_before_and_no_question_is_asked_again() {
    let house = House::with(a_year()).await;
    let (person, first) = sent(&house, "renews", &["financial_health"]).await;
    let consents = person.partner_get("/consents").await.1;
    let before = bank(&person).await;
    house.app.clock().advance(164 * DAY);
    let (early, problem) = ask(&house, &person.user, json!({ "mode": "renew" })).await;
    assert_eq!(
        (early, &problem["code"]),
        (StatusCode::CONFLICT, &"stage_mismatch".into())
    );
    house.app.clock().advance(DAY);

    let calls = house.bank.calls().len();
    let mut again = renewing(&house, "renews").await;
    let view = again.view().await;
    assert_eq!(view.steps, [Step::Handoff]);
    assert!(matches!(view.stage, Stage::Handoff(_)), "{:?}", view.stage);
    let receipt = confirmed(&mut again).await;
    assert_eq!(receipt.act, ReceiptAct::Renewed);
    assert_eq!(
        (&receipt.id, receipt.lines.len()),
        (&first.id, 1),
        "the receipt of then"
    );
    assert_eq!(receipt.accounts, first.accounts);
    assert!(receipt.sca_due >= first.sca_due + 165 * DAY);
    // The bank was asked who it is and which accounts, and for nothing of them.
    assert_eq!(house.bank.calls()[calls..], ["par", "token", "accounts"]);

    let after = bank(&person).await;
    assert_eq!(
        (&after["connection"], &after["status"]),
        (&before["connection"], &"open".into())
    );
    assert_ne!(after["sca_due"], before["sca_due"]);
    assert_eq!(
        person.partner_get("/consents").await.1,
        consents,
        "what was given stays what it was"
    );
    let entries = person.entries().await;
    let last = entries.last().unwrap();
    assert_eq!(last.act, Act::Renewed);
    let Record::Renewal { until, .. } = &last.record else {
        panic!("{last:?}")
    };
    assert_eq!(*until, receipt.sca_due);
    // The old access's tokens are gone, the new ones serve the same connection, and it is read at once.
    assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 1);
    assert_eq!(house.bank.count("revoke"), 0);
    let calls = house.bank.calls().len();
    round(&house.app).await.unwrap();
    assert_eq!(
        house.bank.calls()[calls],
        "consents",
        "the whole of it is told again (R-090)"
    );
    assert!(house.bank.calls()[calls..].contains(&"balances A1".to_owned()));
    // Once renewed, there is nothing to renew.
    let (done, _) = ask(&house, &person.user, json!({ "mode": "renew" })).await;
    assert_eq!(done, StatusCode::CONFLICT);
    // A reload shows the same.
    let Stage::Sent(reloaded) = again.resume().await.stage else {
        panic!("sent")
    };
    assert_eq!(reloaded, receipt);
}

#[tokio::test]
async fn r_086_an_access_that_the_bank_stopped_goes_on_after_it() {
    let house = House::with(a_year()).await;
    let (person, _) = sent(&house, "stopped", &["financial_health"]).await;
    house.app.clock().advance(DAY);
    house.bank.is(Mood::PersonWanted);
    loops(&house.app).await;
    assert_eq!(bank(&person).await["status"], "sca_wanted");
    house.bank.is(Mood::Well);
    confirmed(&mut renewing(&house, "stopped").await).await;
    assert_eq!(bank(&person).await["status"], "open");
    let before = house.bank.count("transactions");
    loops(&house.app).await;
    assert!(house.bank.count("transactions") > before);
}

#[tokio::test]
async fn somebody_elses_accounts_do_not_get_into_the_connection() {
    let house = House::with(a_year()).await;
    let (person, _) = sent(&house, "mine", &["financial_health"]).await;
    let before = bank(&person).await;
    house.app.clock().advance(170 * DAY);
    let mut again = renewing(&house, "mine").await;
    house.bank.is(Mood::OtherPerson);
    let code = again.round_trip().await;
    let stage = again.redeem(&code).await;
    assert!(
        matches!(stage, Stage::Outcome(Outcome::OtherAccounts, _)),
        "{stage:?}"
    );
    assert_eq!(bank(&person).await, before, "nothing has changed");
    assert_eq!(
        house.bank.count("revoke"),
        2,
        "the other one's access is given back"
    );
    let (fine, _) = person.partner_get("/profile/financial_health").await;
    assert_eq!(fine, StatusCode::OK);
    // The right one, in the same journey.
    house.bank.is(Mood::Well);
    let whose = Choice {
        institution: "la-banque-postale".into(),
        region: None,
        space: Space::Personal,
    };
    let other = Choice {
        institution: "lcl".into(),
        ..whose.clone()
    };
    let body = serde_json::to_value(&other).unwrap();
    let refused = again
        .call(Method::PUT, "/journeys/current/choice", Some(body))
        .await;
    assert_eq!(refused.status(), StatusCode::CONFLICT, "no other bank");
    again.choose("la-banque-postale", None).await;
    confirmed(&mut again).await;
    assert_ne!(bank(&person).await["sca_due"], before["sca_due"]);
}

#[tokio::test]
async fn a_crash_between_the_renewal_and_the_journeys_end_is_made_good() {
    let house = House::with(a_year()).await;
    let (person, _) = sent(&house, "crash", &["financial_health"]).await;
    house.app.clock().advance(170 * DAY);
    let mut again = renewing(&house, "crash").await;
    let code = again.round_trip().await;
    let (state, phase) = again.row().await;
    let Stage::Sent(receipt) = again.redeem(&code).await else {
        panic!("sent")
    };
    // The connection was written, and the journey was not.
    again.put_back(&state, &phase).await;
    let answer = again.again(&again.cookie_header()).await;
    let code = again.handoff(&answer);
    assert_eq!(again.redeem(&code).await, Stage::Sent(receipt));
    assert_eq!(house.bank.count("revoke"), 0);
    assert_eq!(bank(&person).await["status"], "open");
}

#[tokio::test]
async fn two_tabs_that_take_the_answer_at_once_both_see_the_one_renewal() {
    let house = House::with(a_year()).await;
    let (person, _) = sent(&house, "two-tabs", &["financial_health"]).await;
    house.app.clock().advance(170 * DAY);
    let asked = json!({ "mode": "renew" });
    let mut again = Person::open_asked(&house, "two-tabs", "hosted", asked).await;
    let (callback, code) = again.leave().await;
    let answer = again.back(&format!("{callback}&code={code}")).await;
    again.keep_cookies(&answer);
    let tab = async || {
        let answer = client()
            .post(format!("{}/journeys/resume", house.base))
            .header(header::ORIGIN, &house.base)
            .header("sec-fetch-site", "same-origin")
            .header("guichet-surface", "hosted")
            .header(header::COOKIE, again.cookie_header())
            .json(&json!({}))
            .send()
            .await
            .unwrap();
        let opened: contract::Opened = answer.json().await.unwrap();
        opened.view.stage
    };
    let (one, two) = tokio::join!(tab(), tab());
    assert!(
        matches!(one, Stage::Sent(_)) && one == two,
        "{one:?} {two:?}"
    );
    assert_eq!(house.bank.count("revoke"), 0);
    let renewals = person.entries().await;
    let renewals = renewals.iter().filter(|one| one.act == Act::Renewed);
    assert_eq!(renewals.count(), 1);
    assert_eq!(bank(&person).await["status"], "open");
}

#[tokio::test]
async fn what_ran_out_or_was_taken_back_is_not_renewed() {
    // 180 days of consent end with the bank's 180 days: the purpose's own time decides, and its switch is off again.
    let house = House::new().await;
    let (person, _) = sent(&house, "ran-out", &["financial_health"]).await;
    house.app.clock().advance(180 * DAY);
    let (none, _) = ask(&house, &person.user, json!({ "mode": "renew" })).await;
    assert_eq!(none, StatusCode::CONFLICT);
    let (bad, _) = ask(&house, &person.user, json!({ "connection": "x" })).await;
    assert_eq!(bad, StatusCode::NOT_FOUND, "none of that name");
    let named = json!({ "mode": "renew", "connection": "somebody-elses" });
    assert_eq!(
        ask(&house, &person.user, named).await.0,
        StatusCode::CONFLICT
    );
}

/// Financial health holds for two years, and solvency for as long as the bank's clock runs.
fn one_outlasts_the_other() -> impl Fn(String) -> String {
    |text| {
        let (head, tail) = text.split_once("id = \"financial_health\"").unwrap();
        let tail = tail.replacen("duration_days = 180", "duration_days = 730", 1);
        format!("{head}id = \"financial_health\"{tail}")
    }
}

#[tokio::test]
async fn r_108_a_purpose_whose_own_time_is_over_is_asked_anew_switched_off() {
    let house = House::with(one_outlasts_the_other()).await;
    let given = ["financial_health", "solvency"];
    let (person, first) = sent(&house, "two-clocks", &given).await;
    let both = person.partner_get("/consents").await.1;
    house.app.clock().advance(181 * DAY);
    loops(&house.app).await;
    let (ended, problem) = person.partner_get("/profile/solvency").await;
    assert_eq!(
        (ended, &problem["code"]),
        (StatusCode::FORBIDDEN, &"consent_ended".into())
    );
    let mut again = renewing(&house, "two-clocks").await;
    assert_eq!(
        again.view().await.steps,
        [Step::Handoff, Step::Purposes, Step::Result]
    );
    let code = again.round_trip().await;
    let Stage::Purposes(asked) = again.redeem(&code).await else {
        panic!("purposes")
    };
    let names: Vec<&str> = asked.purposes.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(names, ["solvency"], "what holds is not asked again");
    assert_eq!(asked.accounts.len(), 2);
    assert!(asked.already.is_some());
    // The bank's clock is turned already, and nothing is had of what was not given anew.
    assert_eq!(bank(&person).await["status"], "open");
    assert_eq!(
        person.partner_get("/profile/solvency").await.0,
        StatusCode::FORBIDDEN
    );

    again.answer(&yes(&["solvency"])).await;
    let stage = again.until_read().await;
    assert!(matches!(stage, Stage::Result(_)), "{stage:?}");
    let Stage::Sent(receipt) = again.act(Method::POST, "/journeys/current/send").await else {
        panic!("sent")
    };
    assert_eq!(receipt.act, ReceiptAct::Sent);
    assert_ne!(receipt.id, first.id, "a fresh act has its own receipt");
    assert_eq!(receipt.lines.len(), 1);
    assert_eq!(
        person.partner_get("/profile/solvency").await.0,
        StatusCode::OK
    );
    let now = person.partner_get("/consents").await.1;
    let kept = |one: &&Value| one["purpose"] == "financial_health";
    let of = |all: &Value| -> Vec<Value> {
        let all = all["consents"].as_array().unwrap();
        all.iter().filter(kept).cloned().collect()
    };
    assert_eq!(of(&now), of(&both), "what holds is not touched");
    let acts: Vec<Act> = person.entries().await.iter().map(|one| one.act).collect();
    assert!(acts.contains(&Act::Renewed), "{acts:?}");
    // The service, the accounts and the consents; then the service and the consents: no account was designated anew.
    assert_eq!(acts.iter().filter(|act| **act == Act::Given).count(), 5);
}

#[tokio::test]
async fn r_108_left_off_in_a_renewal_it_stays_off_and_the_rest_is_renewed() {
    let house = House::with(one_outlasts_the_other()).await;
    let given = ["financial_health", "solvency"];
    for end in ["off", "discard", "leave"] {
        let (person, first) = sent(&house, end, &given).await;
        house.app.clock().advance(181 * DAY);
        loops(&house.app).await;
        let mut again = renewing(&house, end).await;
        let code = again.round_trip().await;
        again.redeem(&code).await;
        let stage = match end {
            "off" => again.answer(&[]).await,
            "leave" => again.act(Method::DELETE, "/journeys/current").await,
            _ => {
                again.answer(&yes(&["solvency"])).await;
                again.until_read().await;
                again.act(Method::POST, "/journeys/current/discard").await
            }
        };
        let Stage::Sent(receipt) = stage else {
            panic!("{end}: {stage:?}")
        };
        assert_eq!((receipt.act, &receipt.id), (ReceiptAct::Renewed, &first.id));
        let (status, _) = person.partner_get("/profile/solvency").await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{end}");
        let (status, _) = person.partner_get("/profile/financial_health").await;
        assert_eq!(status, StatusCode::OK, "{end}");
        // Not the moment for it: it was renewed.
        let body = json!({ "mode": "renew" });
        assert_eq!(
            ask(&house, &person.user, body).await.0,
            StatusCode::CONFLICT
        );
    }
}

#[tokio::test]
async fn taking_back_ends_a_renewal_that_asks_and_an_addition_alike() {
    let house = House::with(one_outlasts_the_other()).await;
    let given = ["financial_health", "solvency"];
    let (person, receipt) = sent(&house, "both", &given).await;
    house.app.clock().advance(181 * DAY);
    loops(&house.app).await;
    let mut renews = renewing(&house, "both").await;
    let code = renews.round_trip().await;
    let stage = renews.redeem(&code).await;
    assert!(matches!(stage, Stage::Purposes(_)), "{stage:?}");
    let asked = json!({ "connection": bank(&person).await["connection"] });
    let mut adds = Person::open_asked(&house, "both", "inline", asked.clone()).await;
    let code = adds.round_trip().await;
    let stage = adds.redeem(&code).await;
    assert!(matches!(stage, Stage::Accounts(_)), "{stage:?}");
    let id = asked["connection"].as_str().unwrap();
    let browser = Browser::open(&house, manage::code(&receipt)).await;
    browser
        .takes(&[
            ("connection", id),
            ("what", "purpose"),
            ("id", "financial_health"),
        ])
        .await;
    for one in [&renews, &adds] {
        let stage = one.stage().await;
        assert!(matches!(stage, Stage::Ended(_)), "{stage:?}");
    }
    for table in ["accounts", "transactions", "balances", "insights"] {
        assert_eq!(house.rows(table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn leaving_a_renewal_leaves_everything_as_it_was() {
    let house = House::with(a_year()).await;
    let (person, _) = sent(&house, "leaves", &["financial_health"]).await;
    let before = bank(&person).await;
    house.app.clock().advance(170 * DAY);
    let again = renewing(&house, "leaves").await;
    again.act(Method::DELETE, "/journeys/current").await;
    loops(&house.app).await;
    let mut after = bank(&person).await;
    after["sca_due"] = before["sca_due"].clone();
    assert_eq!(after, before);
    let (fine, _) = person.partner_get("/profile/financial_health").await;
    assert_eq!(fine, StatusCode::OK);
}

#[tokio::test]
async fn the_hosted_page_of_a_renewal_knows_what_it_is_for() {
    let house = House::with(a_year()).await;
    let (person, _) = sent(&house, "hosted", &["financial_health"]).await;
    house.app.clock().advance(170 * DAY);
    let (made, webview) = ask(&house, &person.user, json!({ "mode": "renew" })).await;
    assert_eq!(made, StatusCode::CREATED);
    let url = webview["url"]
        .as_str()
        .unwrap()
        .split('#')
        .next()
        .unwrap()
        .to_owned();
    assert!(url.ends_with("/connect?mode=renew"), "{url}");
    let page = client()
        .get(&url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(page.contains("mode=\"renew\""));
}
