//! The banks that lie: each lie is told, and by that bank alone.

mod common;

use axum::http::{StatusCode, header};
use common::{VERIFIER, World, id, session};
use sandbox::bank::lie::{HUGE, MARKUP};

const LIAR: &str = "la-banque-postale";
const HONEST: &str = "bunq";

fn world(lie: &str) -> World {
    World::with_lie(&format!("{LIAR}={lie}"))
}

async fn answer(world: &World, bank: &str) -> common::Answer {
    let visit = world.arrive(bank, &[]).await;
    world.approve(bank, &visit, "ordinary").await
}

#[tokio::test]
async fn the_issuer_is_swapped_or_missing_and_the_others_stay_honest() {
    let swapped = world("iss-swapped");
    let iss = answer(&swapped, LIAR).await.param("iss").unwrap();
    assert!(iss.ends_with("/lcl"), "{iss}");
    let iss = answer(&swapped, HONEST).await.param("iss").unwrap();
    assert!(iss.ends_with("/bunq"), "{iss}");
    assert_eq!(answer(&world("iss-missing"), LIAR).await.param("iss"), None);
}

#[tokio::test]
async fn only_errors_are_mixed_up() {
    let world = world("error-mix-up");
    let iss = answer(&world, LIAR).await.param("iss").unwrap();
    assert!(iss.ends_with(LIAR), "{iss}");
    let visit = world.arrive(LIAR, &[]).await;
    let form = [("visit", visit.as_str()), ("cancel", "1")];
    let left = world.post(&format!("/{LIAR}/identify"), &form).await;
    assert_eq!(left.param("error").as_deref(), Some("access_denied"));
    assert!(left.param("iss").unwrap().ends_with("/lcl"));
}

#[tokio::test]
async fn a_person_is_sent_on_with_the_same_state() {
    let forwarded = world("forwards").authorize(LIAR, &[]).await;
    let to = forwarded.headers[header::LOCATION].to_str().unwrap();
    assert!(to.contains("/lcl/authorize?"), "{to}");
    assert_eq!(forwarded.param("state").as_deref(), Some("the-state"));
}

#[tokio::test]
async fn an_answer_is_given_again() {
    let world = world("replays");
    let first = answer(&world, LIAR).await.callback();
    let visit = world.arrive(LIAR, &[("state", "another")]).await;
    let second = world.approve(LIAR, &visit, "one").await.callback();
    assert_eq!(first, second);
}

#[tokio::test]
async fn tokens_are_not_what_was_asked_for() {
    for (lie, field, value) in [
        ("wider-scope", "scope", "aisp pisp"),
        ("other-token-type", "token_type", "N_A"),
    ] {
        let world = world(lie);
        let code = answer(&world, LIAR).await.param("code").unwrap();
        let tokens = world.redeem(LIAR, &code, VERIFIER).await.json();
        assert_eq!(tokens[field], value, "{lie}");
    }
    let world = world("other-client");
    let code = answer(&world, LIAR).await.param("code").unwrap();
    let session = session(LIAR, &world.redeem(LIAR, &code, VERIFIER).await);
    let refused = world.api(&session, "/accounts").await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_token_endpoint_leads_away_or_does_not_end() {
    let away = world("token-redirects:http://127.0.0.1:9");
    let code = answer(&away, LIAR).await.param("code").unwrap();
    let redirect = away.redeem(LIAR, &code, VERIFIER).await;
    assert_eq!(redirect.status, StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(
        redirect.headers[header::LOCATION],
        "http://127.0.0.1:9/token"
    );

    let huge = world("huge");
    let code = answer(&huge, LIAR).await.param("code").unwrap();
    assert!(huge.redeem(LIAR, &code, VERIFIER).await.body.len() > HUGE);
}

#[tokio::test(start_paused = true)]
async fn the_token_endpoint_is_silent() {
    let world = world("silent");
    let code = answer(&world, LIAR).await.param("code").unwrap();
    let late = world.redeem(LIAR, &code, VERIFIER).await;
    assert_eq!(late.status, StatusCode::GATEWAY_TIMEOUT);
}

#[tokio::test]
async fn the_list_of_accounts_is_not_what_it_should_be() {
    let markup = world("markup");
    let session = markup.connect(LIAR, "ordinary", &[]).await;
    for account in markup.accounts(&session).await {
        assert_eq!(account["name"], MARKUP);
    }

    let away = world("links-leave:http://127.0.0.1:9");
    let session = away.connect(LIAR, "ordinary", &[]).await;
    let page = away.api(&session, "/accounts").await.json();
    let next = page["_links"]["next"]["href"].as_str().unwrap();
    assert!(next.starts_with("http://127.0.0.1:9/"), "{next}");

    let other = world("other-consent");
    let theirs = other.connect(LIAR, "ordinary", &[]).await;
    let household = other.connect(LIAR, "household", &[]).await;
    assert_eq!(
        other
            .accounts(&theirs)
            .await
            .iter()
            .map(id)
            .collect::<Vec<_>>(),
        other
            .accounts(&household)
            .await
            .iter()
            .map(id)
            .collect::<Vec<_>>(),
    );
}

#[test]
fn a_bank_that_does_not_exist_cannot_lie() {
    let mut banks = sandbox::bank::Banks::load().unwrap();
    assert!(banks.corrupt("nowhere=huge".parse().unwrap()).is_err());
}
