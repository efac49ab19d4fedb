//! The authorization server, leg by leg.

mod common;

use axum::http::{StatusCode, header};
use common::{BACKEND, CHALLENGE, VERIFIER, World, encode, request, session};

const MIXED: &str = "credit-agricole-aquitaine";
const FULL: &str = "lcl";
const NO_ISS: &str = "caisse-epargne-normandie";

#[tokio::test]
async fn metadata_is_at_both_addresses_and_says_what_the_bank_does() {
    let world = World::new();
    let appended = world
        .get(&format!("/{MIXED}/.well-known/oauth-authorization-server"))
        .await
        .json();
    let inserted = world
        .get(&format!("/.well-known/oauth-authorization-server/{MIXED}"))
        .await
        .json();
    assert_eq!(appended, inserted);
    assert_eq!(appended["issuer"], format!("http://[::1]:8083/{MIXED}"));
    assert_eq!(
        appended["authorization_response_iss_parameter_supported"],
        true
    );
    assert!(appended["pushed_authorization_request_endpoint"].is_string());

    let full = world
        .get(&format!("/{FULL}/.well-known/oauth-authorization-server"))
        .await
        .json();
    assert!(full.get("pushed_authorization_request_endpoint").is_none());
    assert!(full.get("revocation_endpoint").is_none());
    let no_iss = world
        .get(&format!("/{NO_ISS}/.well-known/oauth-authorization-server"))
        .await
        .json();
    assert_eq!(
        no_iss["authorization_response_iss_parameter_supported"],
        false
    );
}

#[tokio::test]
async fn unknown_banks_and_paths_are_not_found() {
    let world = World::new();
    for path in [
        "/no-such-bank/authorize",
        "/lcl/nothing/here",
        "/nothing/at/all",
    ] {
        assert_eq!(
            world.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_whole_way_gives_tokens_and_state_and_iss() {
    let world = World::new();
    for (bank, iss) in [
        (MIXED, Some(format!("http://[::1]:8083/{MIXED}"))),
        (NO_ISS, None),
    ] {
        let visit = world.arrive(bank, &[]).await;
        let back = world.approve(bank, &visit, "one").await;
        assert!(
            back.headers[header::LOCATION]
                .to_str()
                .unwrap()
                .starts_with(&format!("{BACKEND}/callback?"))
        );
        assert_eq!(back.param("state").as_deref(), Some("the-state"));
        assert_eq!(back.param("iss"), iss);
        let tokens = world
            .redeem(bank, &back.param("code").unwrap(), VERIFIER)
            .await;
        assert_eq!(tokens.json()["token_type"], "Bearer");
        assert_eq!(tokens.json()["scope"], "aisp");
        assert_eq!(tokens.headers[header::CACHE_CONTROL], "no-store");
    }
}

#[tokio::test]
async fn r_013_a_wrong_verifier_burns_the_code() {
    let world = World::new();
    let visit = world.arrive(MIXED, &[]).await;
    let code = world
        .approve(MIXED, &visit, "one")
        .await
        .param("code")
        .unwrap();
    let wrong = world.redeem(MIXED, &code, &"x".repeat(43)).await;
    assert_eq!(
        (wrong.status, &wrong.json()["error"]),
        (StatusCode::BAD_REQUEST, &"invalid_grant".into())
    );
    assert_eq!(
        world.redeem(MIXED, &code, VERIFIER).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn a_code_used_twice_ends_the_authorisation() {
    let world = World::new();
    let visit = world.arrive(MIXED, &[]).await;
    let code = world
        .approve(MIXED, &visit, "one")
        .await
        .param("code")
        .unwrap();
    let first = session(MIXED, &world.redeem(MIXED, &code, VERIFIER).await);
    assert_eq!(world.api(&first, "/accounts").await.status, StatusCode::OK);
    assert_eq!(
        world.redeem(MIXED, &code, VERIFIER).await.json()["error"],
        "invalid_grant"
    );
    assert_eq!(
        world.api(&first, "/accounts").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(world.refresh(&first).await.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn a_code_is_good_for_one_minute_at_one_bank_for_one_callback() {
    let world = World::new();
    let code = async |world: &World| {
        let visit = world.arrive(MIXED, &[]).await;
        world
            .approve(MIXED, &visit, "one")
            .await
            .param("code")
            .unwrap()
    };
    let late = code(&world).await;
    let elsewhere = code(&world).await;
    assert_eq!(
        world.redeem(FULL, &elsewhere, VERIFIER).await.status,
        StatusCode::BAD_REQUEST
    );
    let own_callback = format!("{BACKEND}/callback/{MIXED}");
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &elsewhere),
        ("redirect_uri", &own_callback),
        ("code_verifier", VERIFIER),
    ];
    let other_callback = world
        .post_as_client(&format!("/{MIXED}/token"), &form)
        .await;
    assert_eq!(other_callback.json()["error"], "invalid_grant");
    world.app.clock.advance(61);
    assert_eq!(
        world.redeem(MIXED, &late, VERIFIER).await.json()["error"],
        "invalid_grant"
    );
}

#[tokio::test]
async fn r_020_a_pushed_request_is_used_once_at_its_bank_in_time() {
    let world = World::new();
    let push = async || {
        let form = request(&[]);
        let form: Vec<_> = form
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let pushed = world
            .post_as_client(&format!("/{MIXED}/par"), &form)
            .await
            .json();
        assert_eq!(pushed["expires_in"], 90);
        encode(&[
            ("client_id", "guichet-sandbox"),
            ("request_uri", pushed["request_uri"].as_str().unwrap()),
        ])
    };
    let once = push().await;
    assert_eq!(
        world
            .get(&format!("/{MIXED}/authorize?{once}"))
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(
        world
            .get(&format!("/{MIXED}/authorize?{once}"))
            .await
            .status,
        StatusCode::BAD_REQUEST
    );
    let other = push().await;
    assert_eq!(
        world
            .get(&format!("/fortuneo/authorize?{other}"))
            .await
            .status,
        StatusCode::BAD_REQUEST
    );
    let late = push().await;
    world.app.clock.advance(91);
    assert_eq!(
        world
            .get(&format!("/{MIXED}/authorize?{late}"))
            .await
            .status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn par_is_required_where_it_is_and_absent_where_it_is_not() {
    let world = World::new();
    let form = request(&[]);
    let form: Vec<_> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let plain = world
        .get(&format!("/{MIXED}/authorize?{}", encode(&form)))
        .await;
    assert_eq!(plain.status, StatusCode::BAD_REQUEST);
    assert!(plain.body.contains("RFC 9126"));
    assert_eq!(
        world
            .post_as_client(&format!("/{FULL}/par"), &form)
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    let anonymous = world.post(&format!("/{MIXED}/par"), &form).await;
    assert_eq!(anonymous.status, StatusCode::UNAUTHORIZED);
    assert!(anonymous.headers.contains_key(header::WWW_AUTHENTICATE));
}

#[tokio::test]
async fn r_019_only_registered_callbacks_ever_get_an_answer() {
    let world = World::new();
    for wrong in [
        "http://127.0.0.1:8082/callback/",
        "http://127.0.0.1:8082/callback?x=1",
        "http://127.0.0.1:8082/callback/other-bank",
        "http://127.0.0.1:8082.evil.example/callback",
        "https://evil.example/callback",
        "http://127.0.0.1:8083/callback",
    ] {
        let page = world.authorize(FULL, &[("redirect_uri", wrong)]).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{wrong}");
        assert!(!page.headers.contains_key(header::LOCATION), "{wrong}");
        assert!(
            !page.body.contains("evil"),
            "nothing of the request is shown"
        );
    }
    let own = format!("{BACKEND}/callback/{FULL}");
    assert_eq!(
        world
            .authorize(FULL, &[("redirect_uri", &own)])
            .await
            .status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn other_mistakes_are_told_to_the_callback_with_the_state() {
    let world = World::new();
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("scope", "pisp", "invalid_scope"),
        ("segment", "other", "invalid_request"),
    ] {
        let back = world.authorize(FULL, &[(name, value)]).await;
        assert_eq!(
            back.param("error").as_deref(),
            Some(error),
            "{name}={value}"
        );
        assert_eq!(back.param("state").as_deref(), Some("the-state"));
        assert!(back.param("iss").is_some());
        assert!(back.param("code").is_none());
    }
    let no_state = world.authorize(FULL, &[("state", "")]).await;
    assert_eq!(no_state.param("error").as_deref(), Some("invalid_request"));
}

#[tokio::test]
async fn r_012_a_lost_refresh_answer_costs_nothing_and_theft_ends_it() {
    let world = World::new();
    let first = world.connect(MIXED, "one", &[]).await;
    // The answer to this one is lost, so the client comes again with the same token.
    assert_eq!(world.refresh(&first).await.status, StatusCode::OK);
    let second = session(MIXED, &world.refresh(&first).await);
    assert_ne!(first.refresh, second.refresh);
    let third = session(MIXED, &world.refresh(&second).await);
    assert_eq!(world.api(&third, "/accounts").await.status, StatusCode::OK);
    // The second token was used, so whoever comes with the first is not the client.
    assert_eq!(world.refresh(&first).await.json()["error"], "invalid_grant");
    assert_eq!(
        world.api(&third, "/accounts").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn access_tokens_live_an_hour_and_authorisations_180_days() {
    let world = World::new();
    let first = world.connect(MIXED, "one", &[]).await;
    world.app.clock.advance(3601);
    assert_eq!(
        world.api(&first, "/accounts").await.status,
        StatusCode::UNAUTHORIZED
    );
    world.app.clock.advance(179 * 86_400);
    let later = session(MIXED, &world.refresh(&first).await);
    assert_eq!(world.api(&later, "/accounts").await.status, StatusCode::OK);
    world.app.clock.advance(86_400);
    let last = session(MIXED, &world.refresh(&later).await);
    world.wants_person(&last).await;
}

#[tokio::test]
async fn a_revoked_token_is_dead_and_some_banks_cannot() {
    let world = World::new();
    let session = world.connect(MIXED, "one", &[]).await;
    let path = format!("/{MIXED}/revoke");
    let unknown = world.post_as_client(&path, &[("token", "unknown")]).await;
    assert_eq!(unknown.status, StatusCode::OK, "RFC 7009 §2.2");
    assert_eq!(
        world.api(&session, "/accounts").await.status,
        StatusCode::OK
    );
    assert_eq!(
        world
            .post(&path, &[("token", &session.refresh)])
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        world
            .post_as_client(&path, &[("token", &session.refresh)])
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(
        world.api(&session, "/accounts").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        world
            .post_as_client("/lcl/revoke", &[("token", "x")])
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_token_of_one_bank_opens_no_other() {
    let world = World::new();
    let here = world.connect(MIXED, "one", &[]).await;
    let there = common::Session {
        bank: "fortuneo",
        ..here
    };
    assert_eq!(
        world.api(&there, "/accounts").await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn the_challenge_of_the_tests_belongs_to_their_verifier() {
    assert_eq!(sandbox::secret::s256(VERIFIER), CHALLENGE);
}
