//! An answer in another browser than the one that left: never completed silently, and never left open.

use contract::{Code, Outcome, Stage};
use reqwest::{Response, StatusCode, header};

use crate::common::bank::Mood;
use crate::common::person::{client, problem};
use crate::common::{House, PAGE, Person};

async fn ready<'a>(house: &'a House, user: &str) -> Person<'a> {
    let person = Person::open(house, user).await;
    person.choose("la-banque-postale", None).await;
    person
}

/// The bank sends its answer to a browser that has none of our cookies: the cookie it is given.
async fn come_back_elsewhere(house: &House, address: &str) -> String {
    let answer = client().get(address).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        answer.headers()[header::LOCATION],
        format!("{}/elsewhere", house.base)
    );
    let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-r=") && cookie.contains("HttpOnly; SameSite=Lax"));
    let pair = cookie.split(';').next().unwrap().to_owned();
    assert!(answer.text().await.unwrap().is_empty(), "R-024: no body");
    pair
}

async fn page(house: &House, cookie: &str) -> String {
    let answer = client()
        .get(format!("{}/elsewhere", house.base))
        .header(header::COOKIE, cookie)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    answer.text().await.unwrap()
}

async fn decide(house: &House, origin: &str, cookie: &str, fields: &[(&str, &str)]) -> Response {
    client()
        .post(format!("{}/elsewhere", house.base))
        .header(header::ORIGIN, origin)
        .header(header::COOKIE, cookie)
        .form(fields)
        .send()
        .await
        .unwrap()
}

/// Nothing was read, nothing given, and nothing is usable.
async fn untouched(house: &House) {
    for call in ["accounts", "consents", "balances", "transactions"] {
        assert_eq!(house.bank.count(call), 0, "{call}");
    }
    assert_eq!(house.rows("accounts").await, 0);
    assert_eq!(house.rows("consents").await, 0);
    assert_eq!(house.rows("connections WHERE status = 'open'").await, 0);
}

#[tokio::test]
async fn r_032_r_034_an_answer_in_another_browser_is_taken_out_of_reach_and_completed_for_nobody() {
    let house = House::new().await;
    let mut person = ready(&house, "client-4711").await;
    let (callback, code) = person.leave().await;
    let address = format!("{callback}&code={code}");
    let cookie = come_back_elsewhere(&house, &address).await;
    assert_eq!(house.bank.count("token"), 1, "exchanged at once");
    untouched(&house).await;
    assert_eq!(
        house.rows("connections WHERE status = 'quarantined'").await,
        1
    );

    assert!(
        matches!(person.stage().await, Stage::Returned(_)),
        "R-031: the start tab learns that something came, as of any return"
    );
    let page = page(&house, &cookie).await;
    for word in ["Assurances Martin", "cl•••1", "La Banque Postale"] {
        assert!(page.contains(word), "R-037: {word} in {page}");
    }
    assert!(!page.contains("client-4711"));

    let replayed = person.back(&address).await;
    assert_eq!(
        replayed.headers()[header::LOCATION],
        format!("{PAGE}/"),
        "the browser that left gets no code for it either"
    );
    let third = client().get(&address).send().await.unwrap();
    assert_eq!(third.status(), StatusCode::BAD_REQUEST);
    assert!(!third.headers().contains_key(header::SET_COOKIE));
    assert_eq!(house.bank.count("token"), 1);
    assert_eq!(house.rows("handoffs").await, 0);
    untouched(&house).await;
    let metrics = client().get(format!("{}/metrics", house.base));
    let metrics = metrics.send().await.unwrap().text().await.unwrap();
    assert!(
        metrics.contains("security_events_total{event=\"wrong_browser\"} 2"),
        "R-072"
    );
}

#[tokio::test]
async fn r_031_an_error_in_another_browser_looks_like_an_access_to_the_tab_that_started() {
    let house = House::new().await;
    let mut person = ready(&house, "error").await;
    let (callback, _) = person.leave().await;
    let cookie = come_back_elsewhere(&house, &format!("{callback}&error=access_denied")).await;
    assert!(matches!(person.stage().await, Stage::Returned(_)));
    assert!(page(&house, &cookie).await.contains("Assurances Martin"));
    assert_eq!(house.bank.count("token"), 0);
    // And it can be begun again.
    person.choose("la-banque-postale", None).await;
    let code = person.round_trip().await;
    assert!(matches!(person.redeem(&code).await, Stage::Accounts(_)));
}

#[tokio::test]
async fn r_034_the_wrong_issuer_calls_nothing_in_any_browser() {
    let house = House::new().await;
    let mut person = ready(&house, "issuer").await;
    let (callback, code) = person.leave().await;
    let (bare, _) = callback.split_once("&iss=").unwrap();
    let answer = client()
        .get(format!("{bare}&iss=https%3A%2F%2Fevil.example&code={code}"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert_eq!(house.bank.count("token"), 0);
    assert!(matches!(person.stage().await, Stage::AtBank(_)));
}

#[tokio::test]
async fn r_033_a_sweeper_after_a_restart_revokes_what_nobody_claimed_within_ten_minutes() {
    let house = House::new().await;
    let mut person = ready(&house, "swept").await;
    let (callback, code) = person.leave().await;
    come_back_elsewhere(&house, &format!("{callback}&code={code}")).await;
    let restarted = house.restarted().await;
    // A tab that keeps looking does not keep it alive.
    for app in [&house.app, &restarted] {
        app.clock().advance(300);
    }
    person.resume().await;
    backend::sweep::sweep(&restarted).await;
    assert_eq!(house.bank.count("revoke"), 0, "there is still time");
    for app in [&house.app, &restarted] {
        app.clock().advance(245);
    }
    person.resume().await;
    backend::sweep::sweep(&restarted).await;
    assert_eq!(
        house.bank.count("revoke"),
        2,
        "545 s: refresh and access token"
    );
    assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 0);
    assert!(matches!(
        person.stage().await,
        Stage::Outcome(Outcome::TimedOut, _)
    ));
    untouched(&house).await;
}

#[tokio::test]
async fn r_033_a_quarantined_access_whose_journey_never_heard_of_it_is_revoked() {
    let house = House::new().await;
    let mut person = ready(&house, "crashed").await;
    let (callback, code) = person.leave().await;
    come_back_elsewhere(&house, &format!("{callback}&code={code}")).await;
    // As if the process had been killed between keeping the tokens and telling the journey.
    sqlx::query("UPDATE journeys SET phase = 'at_bank', due_at = NULL WHERE id = $1")
        .bind(&person.journey)
        .execute(&house.sql().await)
        .await
        .unwrap();
    let restarted = house.restarted().await;
    restarted.clock().advance(130);
    backend::sweep::sweep(&restarted).await;
    assert_eq!(house.bank.count("revoke"), 2);
    assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 0);
}

#[tokio::test]
async fn r_033_a_bank_that_does_not_take_the_revocation_is_asked_again_until_the_ten_minutes_are_over()
 {
    let house = House::new().await;
    let mut person = ready(&house, "stubborn").await;
    let (callback, code) = person.leave().await;
    come_back_elsewhere(&house, &format!("{callback}&code={code}")).await;
    house.bank.is(Mood::RevokeDown);
    house.app.clock().advance(545);
    backend::sweep::sweep(&house.app).await;
    assert_eq!(
        house
            .rows("connections WHERE status = 'quarantined' AND tokens IS NOT NULL")
            .await,
        1
    );
    house.bank.is(Mood::Well);
    house.app.clock().advance(15);
    backend::sweep::sweep(&house.app).await;
    assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 0);
    assert!(
        house
            .bank
            .calls()
            .contains(&"revoke access_token".to_owned())
    );
    untouched(&house).await;
}

#[tokio::test]
async fn the_browser_that_left_begins_afresh_and_what_came_elsewhere_is_revoked_at_once() {
    let house = House::new().await;
    let mut person = ready(&house, "restart").await;
    let (callback, code) = person.leave().await;
    let elsewhere = come_back_elsewhere(&house, &format!("{callback}&code={code}")).await;
    let answer = person.again(&person.cookie_header()).await;
    assert_eq!(
        answer.status(),
        StatusCode::OK,
        "no code: a page that says so"
    );
    let text = answer.text().await.unwrap();
    assert!(text.contains("Assurances Martin") && text.contains("value=\"restart\""));
    untouched(&house).await;

    let fields = [("act", "restart"), ("journey", person.journey.as_str())];
    for (origin, cookie) in [
        (PAGE, person.cookie_header()),
        (house.base.as_str(), elsewhere.clone()),
        (house.base.as_str(), String::from("x=y")),
    ] {
        let answer = decide(&house, origin, &cookie, &fields).await;
        assert!(answer.status().is_client_error(), "{origin} {cookie}");
    }
    assert_eq!(house.bank.count("revoke"), 0);
    let answer = decide(&house, &house.base, &person.cookie_header(), &fields).await;
    assert_eq!(answer.headers()[header::LOCATION], format!("{PAGE}/"));
    assert_eq!(house.bank.count("revoke"), 2);
    assert!(matches!(person.stage().await, Stage::Handoff(_)));
    assert!(page(&house, &elsewhere).await.contains("plus rien à faire"));
    let code = person.round_trip().await;
    assert!(matches!(person.redeem(&code).await, Stage::Accounts(_)));
}

#[tokio::test]
async fn the_browser_it_came_to_goes_on_when_the_partners_own_login_says_who_it_is() {
    let house = House::new().await;
    let mut first = ready(&house, "rebound").await;
    let (callback, code) = first.leave().await;
    let cookie = come_back_elsewhere(&house, &format!("{callback}&code={code}")).await;
    let answer = decide(&house, &house.base, &cookie, &[("act", "go_on")]).await;
    assert_eq!(answer.headers()[header::LOCATION], format!("{PAGE}/"));
    untouched(&house).await;

    // The partner's page there asks its own server, which knows the person, for a fresh journey token.
    let second = Person::open(&house, "rebound").await;
    assert_eq!(second.journey, first.journey);
    assert!(
        matches!(second.stage().await, Stage::Returned(_)),
        "it asks first"
    );
    untouched(&house).await;
    let answer = second.again(&cookie).await;
    let handoff = second.handoff(&answer);
    assert_eq!(house.bank.count("accounts"), 0);
    assert!(matches!(second.redeem(&handoff).await, Stage::Accounts(_)));
    assert_eq!(house.bank.count("token"), 1, "no second SCA");
    assert_eq!(house.bank.count("revoke"), 0);
    assert_eq!(
        problem(first.redeem_raw(&handoff).await).await.code,
        Code::Elsewhere
    );
}

#[tokio::test]
async fn r_028_neither_the_login_nor_the_browser_alone_frees_what_is_quarantined() {
    let house = House::new().await;
    let mut attacker = ready(&house, "attacker").await;
    let (callback, code) = attacker.leave().await;
    // The attacker sent the bank's address to somebody, who confirmed there.
    let victim = come_back_elsewhere(&house, &format!("{callback}&code={code}")).await;

    // The tab that started has not logged in again: the cookie of the other browser is not enough.
    let answer = attacker.again(&victim).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    // A fresh login in the attacker's own browser: the login is not enough.
    let again = Person::open(&house, "attacker").await;
    assert_eq!(again.again("").await.status(), StatusCode::CONFLICT);
    let own = again.again(&attacker.cookie_header()).await;
    assert_eq!(
        own.status(),
        StatusCode::OK,
        "the page with the way to begin afresh"
    );
    // The victim's login at the partner is another person's: another journey.
    let other = Person::open(&house, "victim").await;
    assert_ne!(other.journey, again.journey);
    assert_eq!(other.again(&victim).await.status(), StatusCode::CONFLICT);
    // A pass is ours alone to make.
    for pass in ["v1.AAAA", "x", &backend::secrets::token().unwrap()] {
        let answer = client()
            .get(format!("{}/again/{pass}", house.base))
            .header(header::COOKIE, &victim)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::CONFLICT);
    }
    assert_eq!(house.rows("handoffs").await, 0);
    untouched(&house).await;

    // The victim sees who asked, and closes it.
    assert!(page(&house, &victim).await.contains("at•••r"));
    let answer = decide(&house, PAGE, &victim, &[("act", "close")]).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN, "only our own page");
    let answer = decide(&house, &house.base, &victim, &[("act", "close")]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(house.bank.count("revoke"), 2);
    assert!(page(&house, &victim).await.contains("plus rien à faire"));
    // Closed is closed: back to the partner's page, with nothing to redeem.
    let answer = again.again(&victim).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(
        !answer.headers()[header::LOCATION]
            .to_str()
            .unwrap()
            .contains('#')
    );
    assert_eq!(house.rows("handoffs").await, 0);
    untouched(&house).await;
}
