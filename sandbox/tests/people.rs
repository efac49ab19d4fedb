//! What becomes of each test person, on the pages and in the API.

mod common;

use axum::http::StatusCode;
use common::{World, session, visit_in};
use sandbox::person::Person;
use serde_json::json;

const BANK: &str = "credit-agricole-aquitaine";

#[tokio::test]
async fn every_person_is_a_button_on_the_first_page_in_both_languages() {
    let world = World::new();
    for (locale, heading) in [("fr", "Qui êtes-vous"), ("en-GB", "Who are you?")] {
        let page = world.authorize(BANK, &[("ui_locales", locale)]).await;
        assert!(page.body.contains(heading), "{locale}");
        for person in Person::ALL {
            assert!(
                page.body
                    .contains(&format!("name=\"person\" value=\"{}\"", person.id())),
                "{person:?}"
            );
        }
        assert!(page.body.contains("name=\"cancel\""));
        assert!(!page.body.contains("type=\"password\""));
    }
}

#[tokio::test]
async fn r_046_leaving_refusing_and_timing_out_are_three_errors() {
    let world = World::new();
    for (sca, error) in [
        ("refuse", "unmet_authentication_requirements"),
        ("expire", "login_required"),
    ] {
        let visit = world.arrive(BANK, &[]).await;
        world
            .post(
                &format!("/{BANK}/identify"),
                &[("visit", &visit), ("person", "one")],
            )
            .await;
        let back = world
            .post(
                &format!("/{BANK}/confirm"),
                &[("visit", &visit), ("sca", sca)],
            )
            .await;
        assert_eq!(back.param("error").as_deref(), Some(error));
        assert_eq!(back.param("state").as_deref(), Some("the-state"));
    }
    for page in ["identify", "confirm"] {
        let visit = world.arrive(BANK, &[]).await;
        if page == "confirm" {
            world
                .post(
                    &format!("/{BANK}/identify"),
                    &[("visit", &visit), ("person", "one")],
                )
                .await;
        }
        let back = world
            .post(
                &format!("/{BANK}/{page}"),
                &[("visit", &visit), ("cancel", "cancel")],
            )
            .await;
        assert_eq!(
            back.param("error").as_deref(),
            Some("access_denied"),
            "{page}"
        );
    }
}

#[tokio::test]
async fn some_devices_answer_by_themselves() {
    let world = World::new();
    for (person, error) in [
        ("refuses", "unmet_authentication_requirements"),
        ("times-out", "login_required"),
    ] {
        let visit = world.arrive(BANK, &[]).await;
        let back = world
            .post(
                &format!("/{BANK}/identify"),
                &[("visit", &visit), ("person", person)],
            )
            .await;
        assert_eq!(back.param("error").as_deref(), Some(error), "{person}");
    }
}

#[tokio::test]
async fn who_takes_too_long_is_sent_back() {
    let world = World::new();
    let visit = world.arrive(BANK, &[]).await;
    world.app.clock.advance(601);
    let back = world
        .post(
            &format!("/{BANK}/identify"),
            &[("visit", &visit), ("person", "one")],
        )
        .await;
    assert_eq!(back.param("error").as_deref(), Some("login_required"));
}

#[tokio::test]
async fn a_page_out_of_order_or_sent_twice_goes_nowhere() {
    let world = World::new();
    let visit = world.arrive(BANK, &[]).await;
    let early = world
        .post(
            &format!("/{BANK}/confirm"),
            &[("visit", &visit), ("sca", "approve")],
        )
        .await;
    assert_eq!(
        early.status,
        StatusCode::BAD_REQUEST,
        "nobody has said who they are"
    );
    assert!(
        world
            .approve(BANK, &visit, "one")
            .await
            .param("code")
            .is_some()
    );
    let again = world
        .post(
            &format!("/{BANK}/confirm"),
            &[("visit", &visit), ("sca", "approve")],
        )
        .await;
    assert_eq!(again.status, StatusCode::BAD_REQUEST);
    let elsewhere = world.arrive(BANK, &[]).await;
    let other = world
        .post(
            "/fortuneo/identify",
            &[("visit", &elsewhere), ("person", "one")],
        )
        .await;
    assert_eq!(
        other.status,
        StatusCode::BAD_REQUEST,
        "a visit belongs to its bank"
    );
}

#[tokio::test]
async fn accounts_are_as_many_as_announced() {
    let world = World::new();
    for (person, count) in [
        ("ordinary", 2),
        ("forty", 40),
        ("one", 1),
        ("household", 4),
        ("business", 2),
        ("none", 0),
    ] {
        let session = world.connect(BANK, person, &[]).await;
        assert_eq!(world.accounts(&session).await.len(), count, "{person}");
    }
}

#[tokio::test]
async fn an_empty_list_is_204_at_full_aisp_banks() {
    let world = World::new();
    let session = world.connect("lcl", "none", &[]).await;
    let answer = world.api(&session, "/accounts").await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (StatusCode::NO_CONTENT, "")
    );
}

#[tokio::test]
async fn the_space_decides_which_accounts_there_are() {
    let world = World::new();
    for (person, space, count) in [
        ("ordinary", "business", 0),
        ("ordinary", "personal", 2),
        ("business", "business", 2),
        ("business", "personal", 0),
    ] {
        let session = world.connect(BANK, person, &[("segment", space)]).await;
        let accounts = world.accounts(&session).await;
        assert_eq!(accounts.len(), count, "{person} {space}");
        let usage = if space == "business" { "ORGA" } else { "PRIV" };
        assert!(accounts.iter().all(|account| account["usage"] == usage));
    }
}

#[tokio::test]
async fn the_household_has_all_kinds_but_no_savings() {
    let world = World::new();
    let session = world.connect(BANK, "household", &[]).await;
    let accounts = world.accounts(&session).await;
    let shown: Vec<_> = accounts
        .iter()
        .map(|a| json!([a["cashAccountType"], a["psuStatus"]]))
        .collect();
    assert_eq!(
        json!(shown),
        json!([
            ["CACC", "Co-account Holder"],
            ["CARD", "Account Holder"],
            ["CACC", "Attorney"],
            ["CACC", "Custodian For Minor"]
        ])
    );
    assert_eq!(accounts[1]["linkedAccount"], accounts[0]["resourceId"]);
    assert!(accounts[1]["accountId"]["other"]["identification"].is_string());
    assert!(
        accounts
            .iter()
            .all(|account| !account["name"].as_str().unwrap().contains("LIVRET"))
    );
}

#[tokio::test]
async fn a_bank_that_is_down_says_so_in_stets_words() {
    let world = World::new();
    let session = world.connect(BANK, "down", &[]).await;
    let answer = world.api(&session, "/accounts").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    let body = answer.json();
    assert_eq!(body["status"], 503);
    assert_eq!(body["path"], format!("/{BANK}/stet/psd2/v1.4/accounts"));
    assert!(body["timestamp"].is_string() && body["message"].is_string());
}

#[tokio::test]
async fn nonsense_is_another_one_each_time_and_never_stet() {
    let world = World::new();
    let session = world.connect(BANK, "nonsense", &[]).await;
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..4 {
        let answer = world.api(&session, "/accounts").await;
        assert_eq!(answer.status, StatusCode::OK);
        let list = serde_json::from_str::<serde_json::Value>(&answer.body).ok();
        assert!(list.is_none_or(|json| !json["accounts"].is_array()));
        seen.insert(answer.body);
    }
    assert_eq!(seen.len(), 4);
}

#[tokio::test(start_paused = true)]
async fn the_slow_person_waits_five_seconds() {
    let world = World::new();
    let session = world.connect(BANK, "slow", &[]).await;
    let before = tokio::time::Instant::now();
    assert_eq!(
        world.api(&session, "/accounts").await.status,
        StatusCode::OK
    );
    // The paused clock jumps over exactly what was slept.
    assert_eq!(before.elapsed().as_secs(), 5);
}

#[tokio::test]
async fn r_094_the_one_who_revokes_has_revoked_after_an_hour() {
    let world = World::new();
    let first = world.connect(BANK, "revokes", &[]).await;
    world.app.clock.advance(3500);
    let second = session(BANK, &world.refresh(&first).await);
    assert_eq!(world.api(&second, "/accounts").await.status, StatusCode::OK);
    world.app.clock.advance(101);
    assert_eq!(
        world.api(&second, "/accounts").await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        world.refresh(&second).await.json()["error"],
        "invalid_grant"
    );
}

#[tokio::test]
async fn r_083_some_end_after_thirty_days() {
    let world = World::new();
    let first = world.connect(BANK, "ends-early", &[]).await;
    world.app.clock.advance(29 * 86_400);
    let second = session(BANK, &world.refresh(&first).await);
    assert_eq!(world.api(&second, "/accounts").await.status, StatusCode::OK);
    world.app.clock.advance(86_400);
    let third = session(BANK, &world.refresh(&second).await);
    world.wants_person(&third).await;
}

#[tokio::test]
async fn r_088_accounts_are_chosen_at_the_bank_where_that_is_so() {
    let world = World::new();
    let bank = "boursobank";
    let visit = world.arrive(bank, &[]).await;
    let page = world.approve(bank, &visit, "household").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(visit_in(&page), visit);
    assert_eq!(page.body.matches("type=\"checkbox\"").count(), 4);
    assert!(
        !page.body.contains(" checked"),
        "nothing is ticked beforehand"
    );

    let form = format!("/{bank}/choose");
    let nothing = world.post(&form, &[("visit", &visit)]).await;
    assert!(nothing.body.contains("role=\"alert\""));
    let second = nothing
        .body
        .split("name=\"account\" value=\"")
        .nth(2)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let redirect = world
        .post(
            &form,
            &[
                ("visit", &visit),
                ("account", second),
                ("account", "not-mine"),
            ],
        )
        .await;
    let opened = session(
        bank,
        &world
            .redeem(bank, &redirect.param("code").unwrap(), common::VERIFIER)
            .await,
    );
    let accounts = world.accounts(&opened).await;
    assert_eq!(
        accounts.iter().map(common::id).collect::<Vec<_>>(),
        [second]
    );
    let balances = world
        .api(&opened, &format!("/accounts/{second}/balances"))
        .await;
    assert_eq!(
        balances.status,
        StatusCode::OK,
        "no second consent for what was ticked at the bank"
    );
}

#[tokio::test]
async fn without_accounts_there_is_nothing_to_choose() {
    let world = World::new();
    let visit = world.arrive("monabanq", &[]).await;
    let back = world.approve("monabanq", &visit, "none").await;
    assert!(back.param("code").is_some());
}
