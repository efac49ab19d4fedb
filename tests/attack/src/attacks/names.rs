//! Attacks with names and tokens of others.

use e2e::{Done, failure::ensure};
use reqwest::Method;
use serde_json::json;

use super::shown;
use crate::{
    evidence::Evidence,
    house::{BANK, House, RIVAL, RIVAL_PAGE},
    table::Shown,
    visitor::{Visitor, random},
};

/// The attacker knows every id of the victim: none is a key.
pub async fn a_18_ids_of_others() -> Done<Shown> {
    let house = House::honest().await?;
    let mut victim = Visitor::open(&house.stack).await?;
    let theirs = victim.connected(BANK).await?;
    ensure(!theirs.is_empty(), "the victim has no account")?;
    let mut attacker = Visitor::open(&house.stack).await?;
    attacker.connected("bunq").await?;
    let seat = (attacker.journey.clone(), attacker.access.clone());

    let evidence = Evidence::from_now(&house.stack).await?;
    let mut refused = Vec::new();
    let linked = attacker
        .call(
            Method::PUT,
            "/journeys/current/accounts",
            Some(json!({ "accounts": theirs })),
        )
        .await?;
    ensure(
        !linked.status.is_success(),
        "another person's accounts were linked",
    )?;
    refused.push(linked.says());
    let resumed = attacker.resume_with(&victim.journey, &random()).await?;
    ensure(
        !resumed.status.is_success(),
        "another person's journey was resumed",
    )?;
    refused.push(resumed.says());
    ensure(
        (attacker.journey.clone(), attacker.access.clone()) == seat,
        "the seat changed",
    )?;
    let given = json!({ "given": [{ "purpose": "financial_health", "without": theirs }] });
    let answered = attacker
        .call(Method::PUT, "/journeys/current/purposes", Some(given))
        .await?;
    ensure(
        !answered.status.is_success(),
        "a purpose was given on another person's accounts",
    )?;
    refused.push(answered.says());
    let token = attacker
        .partner_token(("demo", &house.stack.secret))
        .await?;
    for path in [
        format!(
            "/v1/users/{}/accounts/{}/transactions",
            attacker.user, theirs[0]
        ),
        format!(
            "/v1/users/{}/banks/{}/accounts",
            attacker.user, victim.journey
        ),
        format!(
            "/v1/users/{}/accounts/{}/transactions",
            victim.user, theirs[0]
        ),
    ] {
        let request = attacker.request(Method::GET, &path).bearer_auth(&token);
        let answer = attacker.send(request).await?;
        ensure(
            !answer.status.is_success(),
            "data of another user, or data that was never sent",
        )?;
        refused.push(answer.says());
    }
    refused.sort_unstable();
    refused.dedup();
    shown(&evidence, refused.join(", ")).await
}

/// A partner with credentials of its own, a page of its own, and the ids of another partner's users.
pub async fn a_19_partner_that_is_not_the_owner() -> Done<Shown> {
    let house = House::honest().await?;
    let stack = &house.stack;
    let mut victim = Visitor::open(stack).await?;
    let accounts = victim.connected(BANK).await?;
    let (_, fresh) = victim
        .journey_token(("demo", &stack.secret), json!({}))
        .await?;

    let evidence = Evidence::from_now(stack).await?;
    let mut rival = Visitor::new(stack)?;
    let token = rival.partner_token(RIVAL).await?;
    let user = victim.user.clone();
    let account = accounts.first().cloned().unwrap_or_default();
    let mut refused = 0;
    for (method, path) in [
        (Method::GET, format!("/v1/users/{user}/banks")),
        (Method::GET, format!("/v1/users/{user}/banks/x/accounts")),
        (
            Method::GET,
            format!("/v1/users/{user}/accounts/{account}/transactions"),
        ),
        (Method::POST, format!("/v1/users/{user}/webviews")),
    ] {
        let request = rival
            .request(method, &path)
            .bearer_auth(&token)
            .json(&json!({}));
        let answer = rival.send(request).await?;
        ensure(
            answer.status == 404,
            format!("{} instead of 404", answer.status),
        )?;
        refused += 1;
    }
    // The other partner's journey token, and the victim's own access token, in the rival's page.
    RIVAL_PAGE.clone_into(&mut rival.page);
    let opened = rival.open_with(&fresh).await?;
    ensure(
        opened.status == 403,
        "a journey opened in another partner's page",
    )?;
    rival.access.clone_from(&victim.access);
    let seen = rival.view().await?;
    ensure(
        seen.status == 403,
        "a journey was seen in another partner's page",
    )?;
    ensure(
        seen.header("access-control-allow-origin").is_empty(),
        "the answer could be read in another partner's page",
    )?;
    // A journey's token is no partner's token.
    let request = rival
        .request(Method::GET, &format!("/v1/users/{user}/banks"))
        .bearer_auth(&victim.access);
    let mixed = rival.send(request).await?;
    ensure(
        mixed.status == 401,
        "a journey's token was taken for a partner's",
    )?;
    refused += 3;
    shown(&evidence, format!("{refused} of 7: 404, 403, 401")).await
}
