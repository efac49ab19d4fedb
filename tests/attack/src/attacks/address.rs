//! Attacks on addresses: where could a browser be sent that nobody registered?

use e2e::{Done, failure::ensure};
use reqwest::{Method, header};
use serde_json::json;

use super::shown;
use crate::{
    evidence::Evidence,
    house::{BANK, House},
    table::Shown,
    visitor::{Answer, Visitor},
};

/// Addresses of a stranger, as they get past careless checks.
const STRANGERS: [&str; 12] = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "https:evil.example",
    "http://localhost:8080@evil.example/",
    "http://localhost.evil.example/",
    "http://evil.example/#http://localhost:8080/",
    "javascript:alert(1)",
    "data:text/html,x",
    "%2f%2fevil.example",
    "https://evil.example%00.localhost/",
    "demo/../../evil.example",
];

/// The parameters by which other systems let themselves be led.
const NAMES: [&str; 6] = [
    "return_url",
    "redirect_uri",
    "next",
    "url",
    "RelayState",
    "error_uri",
];

/// Fails if an answer leads to a place that is neither the partner's page, nor the backend, nor a bank.
fn stays(answer: &Answer, visitor: &Visitor, what: &str) -> Done {
    let stack = &visitor.stack;
    let location = answer.location();
    let known = [&stack.partner, &stack.backend, &stack.banks];
    let inside = location.is_empty()
        || known.iter().any(|origin| {
            location
                .strip_prefix(origin.as_str())
                .is_some_and(|rest| rest.starts_with('/'))
        });
    ensure(inside, format!("{what} leads to another place"))?;
    ensure(
        !answer.body.contains("evil.example"),
        format!("{what} repeats the address in a page"),
    )
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Every address of a stranger in every place where one could be given.
pub async fn a_12_open_redirects() -> Done<Shown> {
    let house = House::honest().await?;
    let stack = &house.stack;
    let mut visitor = Visitor::open(stack).await?;
    let token = visitor.partner_token(("demo", &stack.secret)).await?;
    let evidence = Evidence::from_now(stack).await?;
    let mut tried = 0;
    for stranger in STRANGERS {
        let path = format!("/v1/users/{}/webviews", visitor.user);
        let request = visitor
            .request(Method::POST, &path)
            .bearer_auth(&token)
            .json(&json!({ "return_url": stranger }));
        let answer = visitor.send(request).await?;
        ensure(
            answer.status == 400,
            format!("return_url {stranger} was taken"),
        )?;
        for name in NAMES {
            let extra = format!("{name}={}", encoded(stranger));
            for path in [
                format!("/callback?code=x&state=x&{extra}"),
                format!("/callback?error=x&state=x&{extra}"),
                format!("/callback?{extra}"),
                format!("/connect?{extra}"),
                format!("/elsewhere?{extra}"),
            ] {
                let request = visitor.request(Method::GET, &path);
                let answer = visitor.send(request).await?;
                stays(&answer, &visitor, &path)?;
                tried += 1;
            }
        }
        for path in ["/again", "/finish"] {
            let form = [
                ("journey", visitor.journey.as_str()),
                ("return_url", stranger),
            ];
            let request = visitor
                .request(Method::POST, path)
                .header(header::ORIGIN, "https://evil.example")
                .form(&form);
            let answer = visitor.send(request).await?;
            ensure(
                answer.status == 403,
                format!("{path} was taken from a strange origin"),
            )?;
            stays(&answer, &visitor, path)?;
            tried += 1;
        }
        tried += 1;
    }
    shown(&evidence, format!("{tried} tried, none leads away")).await
}

/// A proxy's headers are forged all the way: addresses and origins are those of the configuration.
pub async fn a_17_forged_host() -> Done<Shown> {
    let house = House::honest().await?;
    let stack = &house.stack;
    let evidence = Evidence::from_now(stack).await?;
    let mut attacker = Visitor::at_handoff(stack, BANK).await?;
    let evil = "http://evil.example";
    let forged = |request: reqwest::RequestBuilder| {
        request
            .header(header::HOST, "evil.example")
            .header("x-forwarded-host", "evil.example")
            .header("x-forwarded-proto", "https")
            .header("forwarded", "host=evil.example;proto=https")
            .header("x-original-url", "http://evil.example/callback")
    };
    // A foreign origin does not become our own by claiming to be the host.
    let ticket = attacker.ticket().await?;
    let request = forged(attacker.request(Method::POST, "/go"))
        .header(header::ORIGIN, evil)
        .form(&[("ticket", &ticket)]);
    let answer = attacker
        .send(request)
        .await?
        .must_be(403, "/go under a forged host")?;
    stays(&answer, &attacker, "/go")?;
    // Nor does it change where the bank sends the person, or where they go from there.
    let request = forged(attacker.request(Method::POST, "/go"))
        .header(header::ORIGIN, &stack.partner)
        .form(&[("ticket", &ticket)]);
    let answer = attacker
        .send(request)
        .await?
        .must_be(303, "the way to the bank")?;
    stays(&answer, &attacker, "/go")?;
    let back = attacker.cancel(answer.location()).await?;
    ensure(
        back.starts_with(&format!("{}/callback?", stack.backend)),
        "the bank was given another callback",
    )?;
    let path = back.trim_start_matches(&stack.backend).to_owned();
    let request = forged(attacker.request(Method::GET, &path));
    let answer = attacker.send(request).await?.must_be(303, "the way home")?;
    ensure(
        answer.location().starts_with(&stack.partner),
        "the way home leads elsewhere",
    )?;
    let token = attacker.partner_token(("demo", &stack.secret)).await?;
    let path = format!("/v1/users/{}/webviews", attacker.user);
    let request = forged(attacker.request(Method::POST, &path))
        .bearer_auth(&token)
        .json(&json!({}));
    let made = attacker
        .send(request)
        .await?
        .must_be(201, "a journey token")?;
    let url = made.json()["url"].as_str().unwrap_or_default().to_owned();
    ensure(
        url.starts_with(&stack.backend),
        "the hosted page's address follows the host",
    )?;
    shown(
        &evidence,
        "403; callback, way home and hosted page stay those of the configuration",
    )
    .await
}
