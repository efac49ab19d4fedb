//! Banks that lie: nothing of it is followed, believed or kept.

use contract::{Outcome, Stage};

use crate::common::bank::Mood;
use crate::common::person::client;
use crate::common::{House, Person};

/// Leaves, comes back with a good code, and hears how it ended.
async fn outcome(house: &House, user: &str) -> Stage {
    let mut person = Person::open(house, user).await;
    person.choose("la-banque-postale", None).await;
    let code = person.round_trip().await;
    person.redeem(&code).await
}

#[tokio::test]
async fn r_006_r_010_a_token_answer_that_redirects_grows_or_never_ends_is_no_token() {
    let house = House::new().await;
    for (mood, user) in [
        (Mood::TokenRedirects, "redirect"),
        (Mood::TokenIsWider, "wider"),
        (Mood::TokenIsEndless, "endless"),
        (Mood::TokenIsAPage, "page"),
        (Mood::TokenIsStrange, "strange"),
    ] {
        house.bank.is(mood);
        let stage = outcome(&house, user).await;
        assert!(
            matches!(stage, Stage::Outcome(Outcome::Unknown, _)),
            "{mood:?}: {stage:?}"
        );
    }
    assert_eq!(
        house.bank.count("collected"),
        0,
        "code, verifier and client secret go nowhere else"
    );
    assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 0);
    assert_eq!(house.bank.count("accounts"), 0);
}

#[tokio::test]
async fn r_033_an_authorisation_whose_token_is_refused_is_given_back_at_once() {
    let house = House::new().await;
    for (place, (mood, user)) in [
        (Mood::TokenIsWider, "wider"),
        (Mood::TokenIsStrange, "strange"),
    ]
    .into_iter()
    .enumerate()
    {
        house.bank.is(mood);
        outcome(&house, user).await;
        assert_eq!(house.bank.count("revoke"), place + 1, "{mood:?}");
    }
    assert_eq!(house.rows("connections WHERE status = 'closed'").await, 2);
    // Where there is no token there is nothing to give back.
    house.bank.is(Mood::TokenIsAPage);
    outcome(&house, "page").await;
    assert_eq!(house.bank.count("revoke"), 2);
    for call in ["accounts", "consents", "balances", "transactions"] {
        assert_eq!(house.bank.count(call), 0, "{call}");
    }
}

#[tokio::test]
async fn r_033_a_refused_token_that_the_bank_did_not_take_back_is_swept_after_a_restart() {
    let house = House::new().await;
    house.bank.is(Mood::TokenIsWiderAndDeaf);
    let mut person = Person::open(&house, "deaf").await;
    person.choose("la-banque-postale", None).await;
    // The code is never redeemed, as by a browser that was closed: the journey waits all the while.
    person.round_trip().await;
    assert_eq!(house.bank.count("revoke"), 1);
    let kept = "connections WHERE status = 'quarantined' AND tokens IS NOT NULL";
    assert_eq!(house.rows(kept).await, 1);
    house.bank.is(Mood::Well);
    let restarted = house.restarted().await;
    restarted.clock().advance(545);
    backend::sweep::sweep(&restarted).await;
    assert_eq!(house.bank.count("revoke"), 2);
    assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 0);
}

#[tokio::test]
async fn r_010_an_account_list_that_leads_elsewhere_is_not_followed_and_its_access_is_closed() {
    let house = House::new().await;
    for (mood, user) in [
        (Mood::AccountsRedirect, "moved"),
        (Mood::LinkLeadsAway, "linked"),
    ] {
        house.bank.is(mood);
        let stage = outcome(&house, user).await;
        assert!(
            matches!(stage, Stage::Outcome(Outcome::Unknown, _)),
            "{mood:?}: {stage:?}"
        );
    }
    assert_eq!(house.bank.count("collected"), 0);
    assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 0);
    assert_eq!(house.rows("accounts").await, 0);
    assert_eq!(house.bank.count("revoke"), 4);
}

#[tokio::test]
async fn r_023_what_a_bank_says_about_an_error_is_neither_kept_nor_shown() {
    let house = House::new().await;
    let mut person = Person::open(&house, "error").await;
    person.choose("la-banque-postale", None).await;
    let (callback, _) = person.leave().await;
    let said = "error=%3Cscript%3Ealert(1)%3C%2Fscript%3E&error_description=%3Cimg%20src%3Dx%3E\
                &error_uri=https%3A%2F%2Fevil.example";
    let answer = person.back(&format!("{callback}&{said}")).await;
    let handoff = person.handoff(&answer);
    assert!(answer.text().await.unwrap().is_empty());
    let stage = person.redeem(&handoff).await;
    assert!(matches!(stage, Stage::Outcome(Outcome::Unknown, _)));
    let text = serde_json::to_string(&stage).unwrap();
    assert!(!text.contains("script") && !text.contains("evil.example"));
    assert_eq!(house.rows("journeys WHERE state LIKE '%script%'").await, 0);
}

#[tokio::test]
async fn r_072_a_code_that_is_refused_is_a_security_event_and_a_bank_that_is_down_is_none() {
    let house = House::new().await;
    let events = async || {
        let metrics = client().get(format!("{}/metrics", house.base));
        metrics.send().await.unwrap().text().await.unwrap()
    };
    house.bank.is(Mood::TokenDown);
    let stage = outcome(&house, "down").await;
    assert!(matches!(stage, Stage::Outcome(Outcome::BankDown, _)));
    assert!(!events().await.contains("code_refused"));
    house.bank.is(Mood::Well);
    let mut person = Person::open(&house, "injected").await;
    person.choose("la-banque-postale", None).await;
    let (callback, _) = person.leave().await;
    person.back(&format!("{callback}&code=another")).await;
    let wanted = "security_events_total{event=\"code_refused\"} 1";
    assert!(events().await.contains(wanted));
}

#[tokio::test]
async fn r_021_a_callback_that_is_posted_consumes_nothing() {
    let house = House::new().await;
    let mut person = Person::open(&house, "posted").await;
    person.choose("la-banque-postale", None).await;
    let (callback, code) = person.leave().await;
    let (address, query) = callback.split_once('?').unwrap();
    let answer = person
        .client
        .post(address)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", person.cookie_header())
        .body(format!("{query}&code={code}"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 405);
    // Nor does a look by whoever checks links before the person follows them.
    let look = person
        .client
        .head(format!("{callback}&code={code}"))
        .header("cookie", person.cookie_header());
    let answer = look.send().await.unwrap();
    assert_eq!(answer.status(), 405);
    assert_eq!(answer.headers()["allow"], "GET");
    assert_eq!(house.bank.count("token"), 0);
    let answer = person.back(&format!("{callback}&code={code}")).await;
    person.handoff(&answer);
}

#[tokio::test]
async fn r_019_no_header_of_a_request_changes_where_a_redirect_leads() {
    let house = House::new().await;
    let mut person = Person::open(&house, "host").await;
    person.choose("la-banque-postale", None).await;
    let (callback, code) = person.leave().await;
    assert!(callback.starts_with(&format!("{}/callback?", house.base)));
    let mut request = person
        .client
        .get(format!("{callback}&code={code}"))
        .header("cookie", person.cookie_header())
        .header("host", "evil.example");
    for name in [
        "x-forwarded-host",
        "x-forwarded-proto",
        "forwarded",
        "referer",
    ] {
        request = request.header(name, "https://evil.example");
    }
    let answer = request.send().await.unwrap();
    let place = answer.headers()["location"].to_str().unwrap();
    assert!(
        place.starts_with(&format!("{}/#guichet=", crate::common::PAGE)),
        "{place}"
    );
}
