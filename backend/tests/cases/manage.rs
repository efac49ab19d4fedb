//! What a person shares, seen and taken back on the backend's own page.

use backend::ledger::chain::Chain;
use backend::ledger::{Act, Record, Withdrawn, told};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::common::manage::{Browser, code, enter, sent};
use crate::common::person::{client, journey_token};
use crate::common::{House, Person};

async fn connection(house: &House) -> String {
    let (id,): (String,) = sqlx::query_as("SELECT id FROM connections")
        .fetch_one(&house.sql().await)
        .await
        .unwrap();
    id
}

/// What the partner is answered: the status, and the stable code of a refusal.
async fn partner(person: &Person<'_>, path: &str) -> (StatusCode, Value) {
    let (status, body) = person.partner_get(path).await;
    (status, body["code"].clone())
}

/// The accounts of the last consent that the bank was told, for balances and for transactions.
fn last_consent(house: &House) -> (usize, usize) {
    let book = house.bank.book.lock().unwrap();
    let last = book.consents.last().unwrap();
    let count = |kind: &str| last[kind].as_array().unwrap().len();
    (count("balances"), count("transactions"))
}

#[tokio::test]
async fn r_098_a_purpose_goes_by_one_click_and_the_very_next_call_is_refused() {
    let house = House::new().await;
    let (person, receipt) = sent(&house, "withdraws", &["financial_health", "solvency"]).await;
    assert!(
        receipt
            .manage
            .starts_with(&format!("{}/manage?locale=fr#", house.base))
    );
    assert_eq!(
        partner(&person, "/profile/financial_health").await.0,
        StatusCode::OK
    );
    assert!(house.rows("balances").await > 0);

    // Typed in small letters and without dashes, as people do.
    let browser = Browser::open(&house, &code(&receipt).to_lowercase().replace('-', "")).await;
    let page = browser.page().await;
    assert!(
        page.contains("Santé financière") && page.contains("Solvabilité"),
        "{page}"
    );
    assert!(page.contains("wi•••s"), "R-037: the customer, masked");
    let id = connection(&house).await;
    let form = [
        ("connection", id.as_str()),
        ("what", "purpose"),
        ("id", "financial_health"),
    ];
    let page = browser.takes(&form).await;
    assert!(
        page.contains("C'est retiré") && page.contains("retiré le"),
        "{page}"
    );

    assert_eq!(
        partner(&person, "/profile/financial_health").await,
        (StatusCode::FORBIDDEN, json!("consent_ended"))
    );
    assert_eq!(
        partner(&person, "/profile/solvency").await.0,
        StatusCode::OK
    );
    // What only that purpose needed is gone, and the bank was told the whole of what is left.
    assert_eq!(house.rows("balances").await, 0);
    assert!(house.rows("transactions").await > 0);
    assert_eq!(house.rows("insights").await, 1);
    let (balances, transactions) = last_consent(&house);
    assert!(balances == 0 && transactions > 0);

    // Again, and in a second tab: the same page, one entry.
    let twice = Browser::open(&house, code(&receipt)).await;
    twice.takes(&form).await;
    let told = told(house.app.store(), house.app.keys(), &person.user)
        .await
        .unwrap();
    let taken: Vec<_> = told
        .entries
        .iter()
        .filter(|one| one.act == Act::Withdrawn)
        .collect();
    assert_eq!(taken.len(), 1);
    let Record::Withdrawal {
        what: Withdrawn::Purpose,
        purposes,
        ..
    } = &taken[0].record
    else {
        panic!("{taken:?}")
    };
    assert_eq!(purposes[0].as_str(), "financial_health");
}

#[tokio::test]
async fn r_098_an_account_goes_after_one_question_and_what_was_found_is_found_again_without_it() {
    let house = House::new().await;
    let (person, receipt) = sent(&house, "unlinks", &["financial_health"]).await;
    let (_, before) = person.partner_get("/profile/financial_health").await;
    let browser = Browser::open(&house, code(&receipt)).await;
    let id = connection(&house).await;
    let account = receipt.accounts[0].id.as_str();
    let mut form = vec![
        ("connection", id.as_str()),
        ("what", "account"),
        ("id", account),
    ];
    let question = browser.takes(&form).await;
    assert!(question.contains("Vous confirmez") && question.contains(&receipt.accounts[0].label));
    assert_eq!(
        house.rows("consents WHERE act = 'withdrawn'").await,
        0,
        "a question takes nothing"
    );
    form.push(("sure", "yes"));
    browser.takes(&form).await;

    let (_, accounts) = person.partner_get(&format!("/banks/{id}/accounts")).await;
    let left = accounts["accounts"].as_array().unwrap();
    assert_eq!(left.len(), receipt.accounts.len() - 1);
    assert!(left.iter().all(|one| one["id"] != *account));
    assert_eq!(
        house
            .rows(&format!("transactions WHERE account = '{account}'"))
            .await,
        0
    );
    let (balances, transactions) = last_consent(&house);
    assert_eq!(
        (balances, transactions),
        (left.len(), left.len()),
        "R-090: all the others"
    );
    let (status, after) = person.partner_get("/profile/financial_health").await;
    assert_eq!(status, StatusCode::OK);
    let found = |profile: &Value| profile["profiles"][0]["currencies"].clone();
    assert!(found(&after).is_array());
    assert_ne!(found(&before), found(&after));
    assert!(!after.to_string().contains(account));
}

#[tokio::test]
async fn the_last_purpose_closes_the_access_here_and_at_the_bank() {
    let house = House::new().await;
    let (person, receipt) = sent(&house, "ends", &["solvency"]).await;
    let browser = Browser::open(&house, code(&receipt)).await;
    let id = connection(&house).await;
    let form = [
        ("connection", id.as_str()),
        ("what", "purpose"),
        ("id", "solvency"),
    ];
    let page = browser.takes(&form).await;
    assert!(
        page.contains("C'est coupé, ici et à votre banque"),
        "{page}"
    );
    // The refresh token and the access token.
    assert_eq!(house.bank.count("revoke"), 2, "{:?}", house.bank.calls());
    assert_eq!(
        partner(&person, "/profile/solvency").await,
        (StatusCode::FORBIDDEN, json!("consent_ended"))
    );
    for table in ["transactions", "accounts", "insights"] {
        assert_eq!(house.rows(table).await, 0, "{table}");
    }
    assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 0);
}

#[tokio::test]
async fn the_whole_access_is_cut_after_one_question() {
    let house = House::new().await;
    let (_, receipt) = sent(&house, "cuts", &["solvency", "financial_health"]).await;
    let browser = Browser::open(&house, code(&receipt)).await;
    let id = connection(&house).await;
    let mut form = vec![("connection", id.as_str()), ("what", "access"), ("id", "")];
    assert!(browser.takes(&form).await.contains("Vous confirmez"));
    assert_eq!(house.rows("connections WHERE status = 'open'").await, 1);
    form.push(("sure", "yes"));
    browser.takes(&form).await;
    assert_eq!(house.rows("connections WHERE status = 'open'").await, 0);
    let given = house.rows("consents WHERE act = 'given'").await;
    assert_eq!(house.rows("consents WHERE act = 'withdrawn'").await, given);
}

#[tokio::test]
async fn two_purposes_taken_at_the_same_time_leave_nothing_behind() {
    let house = House::new().await;
    let (_, receipt) = sent(&house, "both", &["solvency", "financial_health"]).await;
    let browser = Browser::open(&house, code(&receipt)).await;
    let id = connection(&house).await;
    let form = |purpose| {
        [
            ("connection", id.as_str()),
            ("what", "purpose"),
            ("id", purpose),
        ]
    };
    let (one, other) = (form("solvency"), form("financial_health"));
    tokio::join!(browser.takes(&one), browser.takes(&other));
    assert_eq!(house.rows("connections WHERE status = 'closed'").await, 1);
    assert_eq!(house.rows("transactions").await, 0);
}

#[tokio::test]
async fn r_098_r_107_a_clock_that_is_behind_does_not_give_back_what_was_taken() {
    let house = House::new().await;
    let (person, receipt) = sent(&house, "behind", &["solvency", "financial_health"]).await;
    let browser = Browser::open(&house, code(&receipt)).await;
    let id = connection(&house).await;
    let mut form = [
        ("connection", id.as_str()),
        ("what", "purpose"),
        ("id", "solvency"),
    ];
    browser.takes(&form).await;
    // A replica whose clock is behind, or a request that waited while the other one was written.
    house.app.clock().advance(-30);
    assert_eq!(
        partner(&person, "/profile/solvency").await,
        (StatusCode::FORBIDDEN, json!("consent_ended"))
    );
    form[2] = ("id", "financial_health");
    browser.takes(&form).await;
    assert_eq!(house.rows("connections WHERE status = 'closed'").await, 1);
    assert_eq!(house.rows("transactions").await, 0);
}

#[tokio::test]
async fn r_098_nobody_gets_in_without_a_code_or_moves_anything_from_elsewhere() {
    let house = House::new().await;
    let (_, receipt) = sent(&house, "victim", &["solvency"]).await;
    let id = connection(&house).await;
    let form = [
        ("connection", id.as_str()),
        ("what", "purpose"),
        ("id", "solvency"),
    ];
    for wrong in [
        "",
        "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZZ",
        "nonsense",
        &"x".repeat(300),
    ] {
        let answer = enter(&house, wrong).await;
        assert_eq!(
            answer.status(),
            StatusCode::OK,
            "the page with the field again"
        );
        assert!(answer.headers().get(header::SET_COOKIE).is_none());
    }
    let browser = Browser::open(&house, code(&receipt)).await;
    // Another origin, none, and no cookie.
    for (origin, cookie) in [
        (Some("https://evil.example"), Some(&browser.cookie)),
        (Some("null"), Some(&browser.cookie)),
        (None, Some(&browser.cookie)),
        (Some(house.base.as_str()), None),
    ] {
        let mut request = client()
            .post(format!("{}/manage/withdraw", house.base))
            .form(&form);
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        if let Some(cookie) = cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let answer = request.send().await.unwrap();
        assert!(
            answer.status().is_client_error(),
            "{origin:?}: {}",
            answer.status()
        );
    }
    // Another person's connection.
    let (_, others) = sent(&house, "attacker", &["solvency"]).await;
    let attacker = Browser::open(&house, code(&others)).await;
    assert_eq!(attacker.take(&form).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(house.rows("consents WHERE act = 'withdrawn'").await, 0);
}

#[tokio::test]
async fn r_098_codes_that_are_tried_are_counted() {
    let house = House::new().await;
    let mut told_to_wait = false;
    for _ in 0..32 {
        let answer = enter(&house, "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZZ").await;
        told_to_wait |= answer.status() == StatusCode::TOO_MANY_REQUESTS;
    }
    assert!(told_to_wait);
}

#[tokio::test]
async fn a_journey_token_of_mode_manage_opens_the_page_once() {
    let house = House::new().await;
    sent(&house, "by-partner", &["solvency"]).await;
    let webview =
        crate::common::person::webview(&house, "by-partner", json!({ "mode": "manage" })).await;
    let url = webview["url"].as_str().unwrap();
    assert!(url.starts_with(&format!("{}/manage#", house.base)), "{url}");
    let token = webview["token"].as_str().unwrap();
    let browser = Browser::open(&house, token).await;
    assert!(browser.page().await.contains("Solvabilité"));
    assert_eq!(
        enter(&house, token).await.status(),
        StatusCode::OK,
        "it is spent"
    );
    // A token for connecting opens nothing here, and is not spent by being tried.
    let (_, connect) = journey_token(&house, "by-partner", json!({})).await;
    assert!(
        enter(&house, &connect)
            .await
            .headers()
            .get(header::SET_COOKIE)
            .is_none()
    );
    // Somebody who shares nothing hears so.
    let (_, token) = journey_token(&house, "shares-nothing", json!({ "mode": "manage" })).await;
    let page = enter(&house, &token).await.text().await.unwrap();
    assert!(page.contains("Vous ne partagez rien"), "{page}");
}

#[tokio::test]
async fn the_session_ends_by_itself_and_by_a_click() {
    let house = House::new().await;
    let (_, receipt) = sent(&house, "leaves", &["solvency"]).await;
    let browser = Browser::open(&house, code(&receipt)).await;
    house.app.clock().advance(1801);
    assert!(browser.page().await.contains("Code du reçu"));
    let browser = Browser::open(&house, code(&receipt)).await;
    client()
        .post(format!("{}/manage/leave", house.base))
        .header(header::COOKIE, &browser.cookie)
        .header(header::ORIGIN, &house.base)
        .send()
        .await
        .unwrap();
    assert!(browser.page().await.contains("Code du reçu"));
}

#[tokio::test]
async fn r_105_r_107_the_partner_sees_each_consent_with_what_became_of_it() {
    let house = House::new().await;
    let mut person = Person::open(&house, "listed").await;
    assert_eq!(
        partner(&person, "/consents").await,
        (StatusCode::FORBIDDEN, json!("not_sent"))
    );
    person.act(Method::DELETE, "/journeys/current").await;
    let (sender, receipt) = sent(&house, "listed", &["solvency", "well_being"]).await;
    person = sender;
    let status = async |purpose: &str| {
        let (_, body) = person.partner_get("/consents").await;
        let all = body["consents"].as_array().unwrap().clone();
        let of: Vec<Value> = all
            .iter()
            .filter(|one| one["purpose"] == purpose)
            .map(|one| one["status"].clone())
            .collect();
        assert_eq!(of.len(), receipt.accounts.len());
        assert!(all.iter().all(|one| one["receipt"] == *receipt.id.as_str()));
        assert!(of.iter().all(|one| *one == of[0]));
        of[0].clone()
    };
    assert_eq!(status("solvency").await, "in_force");
    let browser = Browser::open(&house, code(&receipt)).await;
    let id = connection(&house).await;
    browser
        .takes(&[("connection", &id), ("what", "purpose"), ("id", "solvency")])
        .await;
    assert_eq!(status("solvency").await, "withdrawn");
    // at the end of its own ninety days the other one ends too, and nobody renews it.
    house.app.clock().advance(90 * 86_400 - 600);
    assert_eq!(status("well_being").await, "in_force");
    house.app.clock().advance(600);
    assert_eq!(status("well_being").await, "ended");
    assert_eq!(
        partner(&person, "/profile/well_being").await,
        (StatusCode::FORBIDDEN, json!("consent_ended"))
    );
}

#[tokio::test]
async fn r_123_an_erased_person_is_gone_here_and_at_the_bank_and_the_chain_still_verifies() {
    let house = House::new().await;
    let (person, receipt) = sent(&house, "erased", &["solvency"]).await;
    let (other, _) = sent(&house, "stays", &["solvency"]).await;
    let delete = async |user: &str| {
        client()
            .delete(format!("{}/v1/users/{user}", house.base))
            .bearer_auth(crate::common::person::partner_token(&house).await)
            .send()
            .await
            .unwrap()
            .status()
    };
    assert_eq!(delete(&person.user).await, StatusCode::NO_CONTENT);
    assert_eq!(
        house.bank.count("revoke"),
        2,
        "the refresh token and the access token"
    );
    let user = &person.user;
    for table in [
        "users WHERE id",
        "persons WHERE user_id",
        "journeys WHERE user_id",
        "connections WHERE user_id",
        "webviews WHERE user_id",
    ] {
        assert_eq!(
            house.rows(&format!("{table} = '{user}'")).await,
            0,
            "{table}"
        );
        assert!(
            house.rows(&format!("{table} = '{}'", other.user)).await > 0,
            "{table}: not of others"
        );
    }
    let told = told(house.app.store(), house.app.keys(), user)
        .await
        .unwrap();
    assert_eq!(told.entries, []);
    let chain = house.app.store().verify_ledger().await.unwrap();
    assert!(matches!(chain, Chain::Whole { entries: 10, .. }), "{chain}");
    assert!(
        enter(&house, code(&receipt))
            .await
            .headers()
            .get(header::SET_COOKIE)
            .is_none()
    );
    assert_eq!(partner(&other, "/profile/solvency").await.0, StatusCode::OK);
    assert_eq!(delete(user).await, StatusCode::NOT_FOUND);
    // The same customer may come again, as somebody new.
    let again = Person::open(&house, "erased").await;
    assert_ne!(again.user, *user);
}

#[tokio::test]
async fn a_crash_between_the_last_withdrawal_and_the_closing_is_made_good() {
    let house = House::new().await;
    sent(&house, "crashed", &["solvency"]).await;
    backend::sweep::sweep(&house.app).await;
    assert_eq!(
        house.rows("connections WHERE status = 'open'").await,
        1,
        "what is given stays"
    );
    // The rows of a withdrawal, and nothing after them.
    sqlx::query(
        "INSERT INTO consents (id, receipt, partner, user_id, connection, account, account_type, purpose, data_class, \
         basis, act, notice_version, notice_locale, notice_hash, at, until) SELECT id || '-', receipt, partner, user_id, \
         connection, account, account_type, purpose, data_class, basis, 'withdrawn', notice_version, notice_locale, \
         notice_hash, at, until FROM consents",
    )
    .execute(&house.sql().await)
    .await
    .unwrap();
    backend::sweep::sweep(&house.app).await;
    assert_eq!(house.rows("connections WHERE status = 'closed'").await, 1);
    assert_eq!(house.bank.count("revoke"), 2);
}
