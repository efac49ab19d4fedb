//! What every answer, redirect and cookie of the backend has in common.

use contract::Code;
use reqwest::{Method, Response, StatusCode, header};
use serde_json::json;

use crate::common::person::{client, journey_token, problem};
use crate::common::{House, PAGE, Person};

fn text<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}

/// The name, and the attributes sorted, of the one cookie that an answer sets.
fn cookie(answer: &Response) -> (String, Vec<String>) {
    let all: Vec<_> = answer
        .headers()
        .get_all(header::SET_COOKIE)
        .iter()
        .collect();
    assert_eq!(all.len(), 1, "one cookie");
    let mut parts = all[0].to_str().unwrap().split("; ");
    let name = parts.next().unwrap().split('=').next().unwrap().to_owned();
    let mut attributes: Vec<String> = parts.map(str::to_owned).collect();
    attributes.sort();
    (name, attributes)
}

/// A hosted session: the value of its cookie, and what came with it.
async fn hosted(house: &House, user: &str) -> Response {
    let (_, token) = journey_token(house, user, json!({})).await;
    client()
        .post(format!("{}/journeys/open", house.base))
        .header(header::ORIGIN, &house.base)
        .header("guichet-surface", "hosted")
        .json(&json!({ "token": token, "wc": backend::secrets::sha256_text("wv"), "surface": "hosted" }))
        .send()
        .await
        .unwrap()
}

#[tokio::test]
async fn r_024_r_025_the_callback_is_a_redirect_without_a_body_that_nobody_keeps() {
    let house = House::new().await;
    let mut person = Person::open(&house, "bodyless").await;
    person.choose("la-banque-postale", None).await;
    let ticket = person.ticket().await;
    let go = person.go_from(&ticket, Some(PAGE)).await;
    assert_eq!(
        go.status(),
        StatusCode::SEE_OTHER,
        "R-025: 303 after a POST"
    );
    let again = person.go_from(&ticket, Some(PAGE)).await;
    assert_eq!(again.status(), StatusCode::SEE_OTHER);
    person.choose("la-banque-postale", None).await;
    let (callback, code) = person.leave().await;
    for query in [format!("&code={code}"), format!("&code={code}")] {
        let back = person.back(&format!("{callback}{query}")).await;
        assert_eq!(back.status(), StatusCode::SEE_OTHER);
        assert_eq!(text(&back, "cache-control"), "no-store");
        assert_eq!(text(&back, "referrer-policy"), "no-referrer");
        let place = text(&back, "location").to_owned();
        assert!(
            !place.contains(&code) && !place.contains("state="),
            "{place}"
        );
        assert!(place.starts_with(PAGE));
        assert!(back.text().await.unwrap().is_empty(), "R-024");
    }
    // A refusal is a page without script or foreign parts, and says nothing of what came.
    let refused = person.back(&format!("{callback}x&code={code}")).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    assert_eq!(text(&refused, "cache-control"), "no-store");
    let page = refused.text().await.unwrap();
    assert!(!page.contains(&code) && !page.contains("<script"), "{page}");
}

#[tokio::test]
async fn r_048_cookies_are_bound_to_the_host_unreadable_and_as_strict_as_the_way_back_lets_them() {
    let house = House::new().await;
    let mut person = Person::open(&house, "cookies").await;
    person.choose("la-banque-postale", None).await;
    let ticket = person.ticket().await;
    let go = person.go_from(&ticket, Some(PAGE)).await;
    let (name, attributes) = cookie(&go);
    assert!(name.starts_with("__Host-a-"), "{name}");
    let age = attributes[1].strip_prefix("Max-Age=").unwrap();
    assert!(age.parse::<u32>().unwrap() <= 900, "{age}");
    assert_eq!(
        [&attributes[..1], &attributes[2..]].concat(),
        ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"],
        "Lax, because the bank's redirect is a cross-site navigation"
    );
    let session = hosted(&house, "session").await;
    let (name, attributes) = cookie(&session);
    assert_eq!(name, "__Host-s");
    for attribute in ["HttpOnly", "Path=/", "SameSite=Strict", "Secure"] {
        assert!(
            attributes.iter().any(|one| one == attribute),
            "{attributes:?}"
        );
    }
    assert!(!attributes.iter().any(|one| one.starts_with("Domain")));
}

#[tokio::test]
async fn r_049_a_session_cookie_is_heard_from_our_own_pages_alone() {
    let house = House::new().await;
    let session = hosted(&house, "own-page").await;
    let cookie = text(&session, "set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let ask = async |fields: &[(&str, &str)]| {
        let request = client()
            .put(format!("{}/journeys/current/choice", house.base))
            .header(header::COOKIE, &cookie)
            .json(&json!({ "institution": "lcl", "region": null, "space": "personal" }));
        let request = fields.iter().fold(request, |request, (name, value)| {
            request.header(*name, *value)
        });
        request.send().await.unwrap()
    };
    let mark = ("guichet-surface", "hosted");
    let base = house.base.as_str();
    for fields in [
        &[][..],
        &[mark],
        &[("origin", base)],
        &[mark, ("origin", PAGE)],
        &[mark, ("origin", "null")],
        &[mark, ("sec-fetch-site", "cross-site")],
        &[mark, ("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "same-origin")],
    ] {
        let answer = ask(fields).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{fields:?}");
        assert_eq!(
            problem(answer).await.code,
            Code::OriginRefused,
            "{fields:?}"
        );
    }
    for path in ["/finish", "/elsewhere"] {
        let answer = client()
            .post(format!("{base}{path}"))
            .header(header::COOKIE, &cookie)
            .header(header::ORIGIN, PAGE)
            .form(&[("act", "close")])
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path}");
    }
    let metrics = client()
        .get(format!("{base}/metrics"))
        .send()
        .await
        .unwrap();
    let metrics = metrics.text().await.unwrap();
    assert!(
        metrics.contains("security_events_total{event=\"foreign_request\"} 8"),
        "R-072"
    );
    assert_eq!(
        ask(&[mark, ("origin", base)]).await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn r_054_the_hosted_page_says_what_it_needs_where_there_is_no_script() {
    let house = House::new().await;
    for (language, needs) in [("fr", "a besoin de JavaScript"), ("en", "needs JavaScript")] {
        let page = client()
            .get(format!("{}/connect?locale={language}", house.base))
            .send()
            .await
            .unwrap();
        let page = page.text().await.unwrap();
        let (_, without) = page.split_once("<noscript>").unwrap();
        assert!(without.contains(needs), "{language}");
    }
}

#[tokio::test]
async fn r_070_no_answer_of_the_api_is_kept_whatever_it_says() {
    let house = House::new().await;
    let document: serde_json::Value = client()
        .get(format!("{}/v1/openapi.json", house.base))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let mut asked = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        // The directory is public, the same for everybody, and meant to be kept.
        if path.starts_with("/directory") {
            continue;
        }
        for method in methods.as_object().unwrap().keys() {
            let method: Method = method.to_uppercase().parse().unwrap();
            let path = path.replace(['{', '}'], "");
            let answer = client()
                .request(method.clone(), format!("{}{path}", house.base))
                .header(header::ORIGIN, PAGE)
                .send()
                .await
                .unwrap();
            assert!(answer.status().is_client_error(), "{method} {path}");
            assert_eq!(
                text(&answer, "cache-control"),
                "no-store",
                "{method} {path}"
            );
            asked += 1;
        }
    }
    assert!(asked > 15, "{asked}");
    let person = Person::open(&house, "kept-by-nobody").await;
    let view = person.call(Method::GET, "/journeys/current", None).await;
    assert_eq!(text(&view, "cache-control"), "no-store");
}
