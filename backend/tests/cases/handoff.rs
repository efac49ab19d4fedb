//! The three bindings, single use, races, and who may read an answer.

use std::sync::Arc;

use crate::common::bank::Mood;
use crate::common::person::{client, journey_token, open_accounts, problem, yes};
use crate::common::{House, PAGE, Person, generous};
use contract::{Code, Outcome, Stage};
use reqwest::{Method, StatusCode, header};
use serde_json::json;

const EVIL: &str = "https://evil.example";

async fn ready<'a>(house: &'a House, user: &str) -> Person<'a> {
    let person = Person::open(house, user).await;
    person.choose("la-banque-postale", None).await;
    person
}

#[tokio::test]
async fn a_journey_token_opens_once_and_only_from_a_registered_page() {
    let house = House::new().await;
    let (_, token) = journey_token(&house, "once", json!({})).await;
    let wc = backend::secrets::sha256_text("wv");
    let open = |origin: &'static str| {
        let request = client()
            .post(format!("{}/journeys/open", house.base))
            .header(header::ORIGIN, origin);
        request.json(&json!({ "token": token, "wc": wc })).send()
    };
    for origin in [
        EVIL,
        "http://localhost:8080.evil.example",
        "http://localhost:80800",
        "https://localhost:8080",
        "null",
    ] {
        let answer = open(origin).await.unwrap();
        assert!(
            !answer
                .headers()
                .contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN),
            "{origin}"
        );
        assert_eq!(problem(answer).await.code, Code::OriginRefused, "{origin}");
    }
    assert_eq!(
        open(PAGE).await.unwrap().status(),
        StatusCode::OK,
        "refusals did not burn it"
    );
    let answer = open(PAGE).await.unwrap();
    assert_eq!(
        answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN],
        PAGE,
        "the widget must be able to read this"
    );
    assert_eq!(problem(answer).await.code, Code::TokenInvalid);
}

#[tokio::test]
async fn r_029_a_ticket_starts_one_attempt_from_its_own_page_alone() {
    let house = House::new().await;
    let mut person = ready(&house, "ticket").await;
    let ticket = person.ticket().await;
    for origin in [Some(EVIL), None, Some("http://localhost:8081")] {
        let answer = person.go_from(&ticket, origin).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{origin:?}");
        assert!(!answer.headers().contains_key(header::SET_COOKIE));
    }
    assert_eq!(
        client()
            .get(format!("{}/go?ticket={ticket}", house.base))
            .send()
            .await
            .unwrap()
            .status(),
        405
    );
    assert_eq!(house.bank.count("par"), 0);
    assert_eq!(
        person.go_from(&ticket, Some(PAGE)).await.status(),
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        person.go_from(&ticket, Some(EVIL)).await.status(),
        StatusCode::FORBIDDEN,
        "used or not, another page learns nothing"
    );
    let again = person.go_from(&ticket, Some(PAGE)).await;
    assert_eq!(
        again.headers()[header::LOCATION],
        format!("{PAGE}/"),
        "used: back to the page, which shows where things stand"
    );
    assert!(!again.headers().contains_key(header::SET_COOKIE));
    assert_eq!(house.bank.count("par"), 1);
}

#[tokio::test]
async fn r_030_an_origin_that_hides_gets_a_page_that_asks() {
    let house = House::new().await;
    let mut person = ready(&house, "null").await;
    let ticket = person.ticket().await;
    let answer = person.go_from(&ticket, Some("null")).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let policy = answer.headers()[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe-inline"),
        "{policy}"
    );
    let page = answer.text().await.unwrap();
    assert!(page.contains("Assurances Martin") && page.contains("La Banque Postale"));
    assert_eq!(house.bank.count("par"), 0);
    let own = house.base.clone();
    assert_eq!(
        person.go_from(&ticket, Some(&own)).await.status(),
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn r_028_the_answer_completes_only_in_the_browser_that_left() {
    let house = House::new().await;
    let mut person = ready(&house, "browser").await;
    let (callback, code) = person.leave().await;
    let answer = person.back(&format!("{callback}&code={code}")).await;
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    assert_eq!(answer.headers()[header::REFERRER_POLICY], "no-referrer");
    let handoff = person.handoff(&answer);
    assert!(answer.text().await.unwrap().is_empty(), "R-024: no body");
    assert!(matches!(person.redeem(&handoff).await, Stage::Accounts(_)));
}

#[tokio::test]
async fn r_017_another_issuer_or_none_calls_nothing_and_leaves_the_attempt_open() {
    let house = House::new().await;
    let mut person = ready(&house, "iss").await;
    let (callback, code) = person.leave().await;
    let (bare, _) = callback.split_once("&iss=").unwrap();
    for wrong in [
        bare.to_owned(),
        format!("{bare}&iss=https%3A%2F%2Fevil.example"),
        format!("{callback}&iss=x"),
    ] {
        let answer = person.back(&format!("{wrong}&code={code}")).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{wrong}");
        let answer = person.back(&format!("{wrong}&error=access_denied")).await;
        assert_eq!(
            answer.status(),
            StatusCode::BAD_REQUEST,
            "R-017 holds for errors too: {wrong}"
        );
    }
    let unknown = person
        .back(&format!("{}/callback?state=guess&code=x", house.base))
        .await;
    assert_eq!(unknown.status(), StatusCode::BAD_REQUEST);
    assert_eq!(house.bank.count("token"), 0);
    assert_eq!(
        person
            .back(&format!("{callback}&code={code}"))
            .await
            .status(),
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn r_042_fifty_callbacks_at_once_make_one_exchange_and_fifty_redeemers_one_winner() {
    let house = House::with(generous).await;
    let mut person = ready(&house, "race").await;
    let (callback, code) = person.leave().await;
    let address = Arc::new(format!("{callback}&code={code}"));
    let cookie = person.cookie_header();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (address, cookie, client) =
            (Arc::clone(&address), cookie.clone(), person.client.clone());
        tasks.spawn(async move {
            client
                .get(address.as_str())
                .header(header::COOKIE, cookie)
                .send()
                .await
                .unwrap()
        });
    }
    let mut handoffs = Vec::new();
    while let Some(answer) = tasks.join_next().await {
        let answer = answer.unwrap();
        assert_eq!(
            answer.status(),
            StatusCode::SEE_OTHER,
            "the same neutral outcome for the cookie's holder"
        );
        let location = answer.headers()[header::LOCATION]
            .to_str()
            .unwrap()
            .to_owned();
        if location.contains("#guichet=") {
            handoffs.push(person.handoff(&answer));
        } else {
            assert_eq!(location, format!("{PAGE}/"));
        }
    }
    assert_eq!(house.bank.count("token"), 1);
    assert_eq!(handoffs.len(), 1);

    let url = format!("{}/journeys/current/redeem", house.base);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let request = person
            .client
            .post(&url)
            .header(header::ORIGIN, PAGE)
            .bearer_auth(&person.access);
        let request = request.json(&json!({ "code": handoffs[0], "wv": person.wv }));
        tasks.spawn(async move { request.send().await.unwrap().status() });
    }
    let mut won = 0;
    while let Some(status) = tasks.join_next().await {
        match status.unwrap() {
            StatusCode::OK => won += 1,
            StatusCode::CONFLICT => {}
            other => panic!("{other}"),
        }
    }
    assert_eq!((won, house.bank.count("accounts")), (1, 1));
}

#[tokio::test]
async fn r_036_a_stolen_handoff_code_is_worth_nothing_without_the_verifier() {
    let house = House::new().await;
    let mut victim = ready(&house, "victim").await;
    let code = victim.round_trip().await;
    let attacker = Person::open(&house, "attacker").await;
    let answer = attacker.redeem_raw(&code).await;
    assert_eq!(problem(answer).await.code, Code::HandoffInvalid);
    assert_eq!(house.bank.count("accounts"), 0);
    assert!(matches!(victim.redeem(&code).await, Stage::Accounts(_)));
    assert_eq!(
        problem(victim.redeem_raw(&code).await).await.code,
        Code::HandoffInvalid
    );
}

#[tokio::test]
async fn r_036_the_way_back_after_a_click_is_the_clicking_browsers_alone() {
    let house = House::new().await;
    let mut person = ready(&house, "clicks").await;
    person.round_trip().await;
    // Somebody else clicks and sends the address on: the browser it comes to has the attempt's cookie, and did not click.
    let (address, _) = person.click_again().await;
    let led = client()
        .get(&address)
        .header(header::COOKIE, person.cookie_header())
        .send()
        .await
        .unwrap();
    assert_eq!(led.status(), StatusCode::CONFLICT);
    assert!(!led.headers().contains_key(header::LOCATION));
}

#[tokio::test]
async fn an_expired_handoff_code_is_not_the_end() {
    let house = House::new().await;
    let mut person = ready(&house, "again").await;
    let code = person.round_trip().await;
    house.app.clock().advance(61);
    assert_eq!(
        problem(person.redeem_raw(&code).await).await.code,
        Code::HandoffExpired
    );
    assert_eq!(
        person.again("x=y").await.status(),
        StatusCode::CONFLICT,
        "another browser"
    );
    let answer = person.again(&person.cookie_header()).await;
    let fresh = person.handoff(&answer);
    assert_eq!(
        problem(person.redeem_raw(&code).await).await.code,
        Code::HandoffInvalid,
        "the old one is void"
    );
    assert!(matches!(person.redeem(&fresh).await, Stage::Accounts(_)));
    assert_eq!(house.bank.count("token"), 1, "no second SCA");
}

#[tokio::test]
async fn r_041_another_attempt_supersedes_the_first_and_its_answer_is_not_exchanged() {
    let house = House::new().await;
    let mut person = ready(&house, "supersede").await;
    let (first, first_code) = person.leave().await;
    let (second, second_code) = person.leave().await;
    let stale = person.back(&format!("{first}&code={first_code}")).await;
    assert_eq!(stale.status(), StatusCode::CONFLICT);
    assert_eq!(house.bank.count("token"), 0);
    let answer = person.back(&format!("{second}&code={second_code}")).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn r_041_a_choice_made_while_a_code_is_exchanged_closes_what_it_brings() {
    let other = ("credit-agricole", Some("credit-agricole-aquitaine"));
    // Another bank, and the same one once more.
    for (institution, region) in [other, ("la-banque-postale", None)] {
        let house = House::new().await;
        let mut person = ready(&house, "quicker").await;
        let (callback, code) = person.leave().await;
        house.bank.is(Mood::TokenWaits);
        let address = format!("{callback}&code={code}");
        let (answer, stage) = tokio::join!(person.back(&address), async {
            while house.bank.count("token") == 0 {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            // The bank is answering, and the person has gone back and chosen already.
            let stage = person.choose(institution, region).await;
            house.bank.answers();
            stage
        });
        let Stage::Handoff(chosen) = stage else {
            panic!("{stage:?}")
        };
        assert_eq!(answer.status(), StatusCode::CONFLICT, "{institution}");
        // The refresh token and the access token.
        assert_eq!(house.bank.count("revoke"), 2);
        assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 0);
        let still = person.stage().await;
        assert_eq!(
            still,
            Stage::Handoff(chosen),
            "and nothing else was changed"
        );
    }
}

#[tokio::test]
async fn r_041_looking_between_a_second_press_and_its_form_ends_nothing() {
    let house = House::new().await;
    let mut person = ready(&house, "looks").await;
    person.leave().await;
    let ticket = person.ticket().await;
    assert!(matches!(person.stage().await, Stage::AtBank(_)));
    let answer = person.go_from(&ticket, Some(PAGE)).await;
    let place = answer.headers()[header::LOCATION].to_str().unwrap();
    assert!(place.starts_with(&house.bank.base), "{place}");
    // A form that never comes: nobody is at the bank, and nobody is on the way there.
    person.ticket().await;
    house.app.clock().advance(61);
    assert!(matches!(
        person.stage().await,
        Stage::Outcome(Outcome::TimedOut, _)
    ));
}

#[tokio::test]
async fn r_035_resume_ends_the_old_access_and_needs_the_verifier() {
    let house = House::new().await;
    let mut person = ready(&house, "resume").await;
    let old = person.access.clone();
    person.resume().await;
    let answer = client()
        .get(format!("{}/journeys/current", house.base))
        .header(header::ORIGIN, PAGE)
        .bearer_auth(&old)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], PAGE);
    assert_eq!(problem(answer).await.code, Code::Elsewhere);
    person.wv = "another".to_owned();
    let answer = person
        .post(
            "/journeys/resume",
            json!({ "journey": person.journey, "wv": person.wv }),
        )
        .await;
    assert_eq!(problem(answer).await.code, Code::JourneyGone);
    house.app.clock().advance(601);
    let answer = person.call(Method::GET, "/journeys/current", None).await;
    assert_eq!(problem(answer).await.code, Code::AccessExpired);
}

#[tokio::test]
async fn r_045_a_fresh_token_joins_the_open_journey_under_a_new_verifier() {
    let house = House::new().await;
    let first = ready(&house, "join").await;
    let second = Person::open(&house, "join").await;
    assert_eq!(first.journey, second.journey);
    assert!(matches!(second.stage().await, Stage::Handoff(_)));
    let answer = first.call(Method::GET, "/journeys/current", None).await;
    assert_eq!(problem(answer).await.code, Code::Elsewhere);
    let answer = first
        .post(
            "/journeys/resume",
            json!({ "journey": first.journey, "wv": first.wv }),
        )
        .await;
    assert_eq!(
        problem(answer).await.code,
        Code::JourneyGone,
        "the old verifier is void"
    );
}

#[tokio::test]
async fn r_045_a_fresh_token_that_joins_during_an_attempt_gets_nothing_without_a_click_in_the_browser_that_left()
 {
    let house = House::new().await;
    let mut first = ready(&house, "join-away").await;
    let (callback, code) = first.leave().await;
    let second = Person::open(&house, "join-away").await;
    assert_eq!(first.journey, second.journey);
    assert!(matches!(second.stage().await, Stage::AtBank(_)));
    let answer = first.back(&format!("{callback}&code={code}")).await;
    assert_eq!(
        answer.headers()[header::LOCATION],
        format!("{PAGE}/"),
        "no code: the journey is another page's now, and that one is to be asked"
    );
    assert_eq!(house.rows("handoffs").await, 0);
    assert!(matches!(second.stage().await, Stage::Returned(_)));
    assert_eq!(
        second.again("").await.status(),
        StatusCode::CONFLICT,
        "another browser than the one that left"
    );
    assert_eq!(house.bank.count("accounts"), 0);
    let answer = second.again(&first.cookie_header()).await;
    let handoff = second.handoff(&answer);
    assert_eq!(
        problem(first.redeem_raw(&handoff).await).await.code,
        Code::Elsewhere,
        "the old verifier and access are void"
    );
    assert!(matches!(second.redeem(&handoff).await, Stage::Accounts(_)));
    assert_eq!(house.bank.count("token"), 1, "no second SCA");
}

#[tokio::test]
async fn r_045_a_code_made_before_a_fresh_token_joined_is_void() {
    let house = House::new().await;
    let mut first = ready(&house, "join-back").await;
    let code = first.round_trip().await;
    let second = Person::open(&house, "join-back").await;
    assert!(
        matches!(second.stage().await, Stage::Returned(_)),
        "a return waits there: it asks first"
    );
    assert_eq!(
        problem(second.redeem_raw(&code).await).await.code,
        Code::HandoffInvalid
    );
    assert_eq!(house.bank.count("accounts"), 0);
}

#[tokio::test]
async fn r_035_a_fresh_token_ends_the_hosted_session_of_the_old_browser_too() {
    let house = House::new().await;
    let mut first = Person::open_with(&house, "join-hosted", "hosted").await;
    first.choose("la-banque-postale", None).await;
    let (callback, code) = first.leave().await;
    let answer = first.back(&format!("{callback}&code={code}")).await;
    first.keep_cookies(&answer);
    Person::open(&house, "join-hosted").await;
    let answer = client()
        .get(format!("{}/journeys/current", house.base))
        .header("sec-fetch-site", "same-origin")
        .header("guichet-surface", "hosted")
        .header(header::COOKIE, first.cookie_header())
        .send()
        .await
        .unwrap();
    assert_eq!(problem(answer).await.code, Code::Elsewhere);
    assert_eq!(house.bank.count("accounts"), 0);
}

#[tokio::test]
async fn r_058_an_answer_is_readable_by_its_own_journeys_page_alone() {
    let house = House::new().await;
    let person = ready(&house, "cors").await;
    let preflight = |origin: &'static str| {
        client()
            .request(Method::OPTIONS, format!("{}/journeys/current", house.base))
            .header(header::ORIGIN, origin)
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "GET")
            .send()
    };
    for (origin, allowed) in [
        (PAGE, true),
        ("http://localhost:8081", true),
        (EVIL, false),
        ("null", false),
    ] {
        let answer = preflight(origin).await.unwrap();
        let header = answer
            .headers()
            .get(header::ACCESS_CONTROL_ALLOW_ORIGIN)
            .map(|value| value.to_str().unwrap());
        assert_eq!(header, allowed.then_some(origin));
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
        let methods = answer.headers().get(header::ACCESS_CONTROL_ALLOW_METHODS);
        let methods = methods.map(|value| value.to_str().unwrap());
        assert_eq!(methods, allowed.then_some("GET, POST, PUT, DELETE"));
        assert!(
            !answer
                .headers()
                .contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS)
        );
        assert_eq!(answer.headers()[header::VARY], "origin");
    }
    // Only OPTIONS asks beforehand: the header alone makes no preflight of a request.
    let looks = client()
        .get(format!("{}/journeys/current", house.base))
        .header(header::ORIGIN, PAGE)
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "GET")
        .bearer_auth(&person.access);
    assert_eq!(looks.send().await.unwrap().status(), StatusCode::OK);
    let plain = client()
        .request(Method::OPTIONS, format!("{}/journeys/current", house.base))
        .header(header::ORIGIN, PAGE);
    let plain = plain.send().await.unwrap();
    assert!(plain.status().is_client_error(), "{}", plain.status());
    // Registered for the same partner, but not this journey's page.
    for origin in [
        Some("http://localhost:8081"),
        Some(EVIL),
        Some("null"),
        None,
    ] {
        let mut request = client()
            .get(format!("{}/journeys/current", house.base))
            .bearer_auth(&person.access);
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        let answer = request.send().await.unwrap();
        assert!(
            !answer
                .headers()
                .contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN),
            "{origin:?}"
        );
        assert_eq!(
            problem(answer).await.code,
            Code::OriginRefused,
            "{origin:?}"
        );
    }
    let go = client()
        .post(format!("{}/go", house.base))
        .header(header::ORIGIN, PAGE)
        .form(&[("ticket", "x")])
        .send()
        .await;
    assert!(
        !go.unwrap()
            .headers()
            .contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN),
        "no CORS on navigations"
    );
}

#[tokio::test]
async fn attempts_run_out_after_fifteen_minutes() {
    let house = House::new().await;
    let mut person = ready(&house, "slow").await;
    let (callback, code) = person.leave().await;
    house.app.clock().advance(901);
    backend::sweep::sweep(&house.app).await;
    person.resume().await;
    assert!(matches!(
        person.stage().await,
        Stage::Outcome(Outcome::TimedOut, _)
    ));
    assert_eq!(
        person
            .back(&format!("{callback}&code={code}"))
            .await
            .status(),
        StatusCode::CONFLICT
    );
    assert_eq!(house.bank.count("token"), 0);
}

#[tokio::test]
async fn r_033_a_sweeper_after_a_restart_closes_what_nobody_claimed() {
    let house = House::new().await;
    let mut person = ready(&house, "unclaimed").await;
    person.round_trip().await;
    let restarted = house.restarted().await;
    restarted.clock().advance(1100);
    backend::sweep::sweep(&restarted).await;
    assert_eq!(house.bank.count("revoke"), 2);
    assert_eq!(house.bank.count("accounts"), 0);
    assert!(matches!(
        person.stage().await,
        Stage::Outcome(Outcome::TimedOut, _)
    ));
}

#[tokio::test]
async fn r_123_a_journey_that_is_left_alone_for_a_day_is_abandoned_and_its_access_closed() {
    let house = House::new().await;
    let mut person = ready(&house, "idle").await;
    let code = person.round_trip().await;
    let Stage::Accounts(stage) = person.redeem(&code).await else {
        panic!("accounts")
    };
    person.link(&open_accounts(&stage.accounts)).await;
    house.app.clock().advance(86_401);
    backend::sweep::sweep(&house.app).await;
    assert_eq!(house.bank.count("revoke"), 2);
    house.app.clock().advance(3601);
    let answer = person
        .post(
            "/journeys/resume",
            json!({ "journey": person.journey, "wv": person.wv }),
        )
        .await;
    assert_eq!(problem(answer).await.code, Code::JourneyGone);
}

#[tokio::test]
async fn a_reading_that_lost_its_runner_is_taken_up_by_another_replica() {
    let house = House::new().await;
    let mut person = ready(&house, "lease").await;
    let code = person.round_trip().await;
    let Stage::Accounts(stage) = person.redeem(&code).await else {
        panic!("accounts")
    };
    person.link(&open_accounts(&stage.accounts)[..1]).await;
    person.answer(&yes(&["financial_health"])).await;
    person.until_read().await;
    // As if the process had been killed half-way: the row says "reading", and nobody is.
    let pool = house.sql().await;
    let (before_kill,): (String,) = sqlx::query_as("SELECT state FROM journeys WHERE id = $1")
        .bind(&person.journey)
        .fetch_one(&pool)
        .await
        .unwrap();
    let killed = before_kill.replace(
        "\"Result\"",
        r#"{"Reading":{"done":0,"total":1,"holder":"dead","lease_until":0}}"#,
    );
    assert_ne!(before_kill, killed);
    sqlx::query(
        "UPDATE journeys SET state = $1, phase = 'reading', version = version + 1 WHERE id = $2",
    )
    .bind(killed)
    .bind(&person.journey)
    .execute(&pool)
    .await
    .unwrap();
    house.bank.is(Mood::Well);
    let before = house.bank.count("balances");
    assert!(matches!(person.until_read().await, Stage::Result(_)));
    assert_eq!(house.bank.count("balances"), before + 1);
}

#[tokio::test]
#[allow(
    clippy::too_many_lines,
    reason = "one journey over two pages, told in its order"
)]
async fn steps_on_the_hosted_page_wait_for_the_widget_that_began() {
    let house = House::new().await;
    let mut person = Person::open_with(&house, "hosted", "hosted").await;
    person.choose("la-banque-postale", None).await;
    let (callback, code) = person.leave().await;
    let answer = person.back(&format!("{callback}&code={code}")).await;
    assert_eq!(
        answer.headers()[header::LOCATION],
        format!("{}/connect", house.base)
    );
    let strict = answer
        .headers()
        .get_all(header::SET_COOKIE)
        .iter()
        .any(|c| c.to_str().unwrap().contains("SameSite=Strict"));
    assert!(strict);
    person.keep_cookies(&answer);
    assert!(
        matches!(person.resume().await.stage, Stage::Returned(_)),
        "the widget gets nothing of it"
    );
    let hosted = |method: Method,
                  path: &'static str,
                  body: serde_json::Value,
                  cookie: String,
                  marked: bool| {
        let request = client()
            .request(method, format!("{}{path}", house.base))
            .header("sec-fetch-site", "same-origin");
        let request = if marked {
            request.header("guichet-surface", "hosted")
        } else {
            request
        };
        request.header(header::COOKIE, cookie).json(&body).send()
    };
    let unmarked = hosted(
        Method::GET,
        "/journeys/current",
        json!({}),
        person.cookie_header(),
        false,
    )
    .await
    .unwrap();
    assert_eq!(
        problem(unmarked).await.code,
        Code::OriginRefused,
        "R-049: the header is needed"
    );
    let answer = hosted(
        Method::POST,
        "/journeys/resume",
        json!({}),
        person.cookie_header(),
        true,
    )
    .await
    .unwrap();
    person.keep_cookies(&answer);
    let opened: contract::Opened = answer.json().await.unwrap();
    assert!(opened.access.is_none());
    let Stage::Accounts(stage) = opened.view.stage else {
        panic!("accounts on the hosted page")
    };
    assert!(matches!(person.stage().await, Stage::Hosted(_)));
    let cookie = person.cookie_header();
    let link = json!({ "accounts": open_accounts(&stage.accounts) });
    hosted(
        Method::PUT,
        "/journeys/current/accounts",
        link,
        cookie.clone(),
        true,
    )
    .await
    .unwrap();
    let given = json!({ "given": yes(&["well_being"]) });
    hosted(
        Method::PUT,
        "/journeys/current/purposes",
        given,
        cookie.clone(),
        true,
    )
    .await
    .unwrap();
    loop {
        let answer = hosted(
            Method::GET,
            "/journeys/current",
            json!({}),
            cookie.clone(),
            true,
        )
        .await
        .unwrap();
        if matches!(
            answer.json::<contract::View>().await.unwrap().stage,
            Stage::Result(_)
        ) {
            break;
        }
    }
    let inline = person
        .call(Method::POST, "/journeys/current/send", None)
        .await;
    assert_eq!(
        problem(inline).await.code,
        Code::StageMismatch,
        "the partner's page cannot send"
    );
    let answer = hosted(
        Method::POST,
        "/journeys/current/send",
        json!({}),
        cookie.clone(),
        true,
    )
    .await
    .unwrap();
    assert_eq!(
        answer.json::<contract::View>().await.unwrap().stage,
        Stage::HandBack
    );
    assert_eq!(
        person.partner_get("/banks").await.1,
        json!({ "banks": [] }),
        "pending until it is claimed"
    );
    let finish = client()
        .post(format!("{}/finish", house.base))
        .header(header::COOKIE, &cookie);
    let answer = finish
        .header(header::ORIGIN, &house.base)
        .send()
        .await
        .unwrap();
    let handoff = person.handoff(&answer);
    assert!(matches!(person.redeem(&handoff).await, Stage::Sent(_)));
    assert_eq!(
        person.partner_get("/banks").await.1["banks"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_journey_begun_on_the_hosted_page_has_a_cookie_and_no_bearer() {
    let house = House::new().await;
    let (_, token) = journey_token(&house, "begun-hosted", json!({ "institution": "lcl" })).await;
    let wc = backend::secrets::sha256_text("wv");
    let answer = client()
        .post(format!("{}/journeys/open", house.base))
        .header(header::ORIGIN, &house.base)
        .header("guichet-surface", "hosted")
        .json(&json!({ "token": token, "wc": wc, "surface": "hosted" }))
        .send()
        .await
        .unwrap();
    assert!(
        answer.headers()[header::SET_COOKIE]
            .to_str()
            .unwrap()
            .starts_with("__Host-s=")
    );
    let opened: contract::Opened = answer.json().await.unwrap();
    assert!(opened.access.is_none());
    assert!(
        matches!(opened.view.stage, Stage::Handoff(_)),
        "the partner named the bank"
    );
}
