//! The partner API in the shapes that were promised.

use crate::common::House;
use crate::common::person::{client, journey_token, partner_token, webview};
use reqwest::{StatusCode, header};
use serde_json::{Value, json};

fn credentials() -> Value {
    json!({ "client_id": "demo", "client_secret": "demo-client-secret", "application_id": "demo-application",
            "api_key": "demo-api-key", "grant_type": "client_credentials" })
}

#[tokio::test]
async fn the_three_quoted_calls_work() {
    let house = House::new().await;
    let answer = client()
        .post(format!("{}/clients/token", house.base))
        .json(&credentials())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
    let pair: Value = answer.json().await.unwrap();
    assert_eq!(
        pair.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["access_token", "refresh_token"]
    );
    let access = pair["access_token"]["token"].as_str().unwrap();
    assert!(access.starts_with("eyJ0eXAiOiJK"));
    assert_eq!(pair["access_token"]["token_type"], "Bearer");
    assert_eq!(pair["refresh_token"]["token_type"], "Basic");
    let refresh = pair["refresh_token"]["token"].as_str().unwrap();
    assert!(refresh.len() == 64 && refresh.bytes().all(|byte| byte.is_ascii_hexdigit()));

    let user = |body: Value| {
        client()
            .post(format!("{}/v1/users", house.base))
            .bearer_auth(access)
            .json(&body)
            .send()
    };
    let first = user(json!({ "user_id": "known" })).await.unwrap();
    assert_eq!(first.status(), StatusCode::CREATED);
    let first: Value = first.json().await.unwrap();
    assert_eq!(first["user_id"].as_str().unwrap().len(), 36);
    let second = user(json!({ "user_id": "known" })).await.unwrap();
    assert_eq!(second.status(), StatusCode::OK);
    assert_eq!(second.json::<Value>().await.unwrap(), first);
    let without = client()
        .post(format!("{}/v1/users", house.base))
        .bearer_auth(access);
    let without = without
        .header(header::CONTENT_TYPE, "application/json")
        .send()
        .await
        .unwrap();
    assert_eq!(
        without.status(),
        StatusCode::CREATED,
        "the body is optional"
    );
    let _ = journey_token(
        &house,
        "known",
        json!({ "return_url": "strict", "locale": "fr", "theme": "dark" }),
    )
    .await;
}

#[tokio::test]
async fn wrong_credentials_are_refused_one_by_one() {
    let house = House::new().await;
    for field in ["client_id", "client_secret", "application_id", "api_key"] {
        let mut wrong = credentials();
        wrong[field] = json!("wrong");
        let answer = client()
            .post(format!("{}/clients/token", house.base))
            .json(&wrong)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{field}");
    }
    let answer = client()
        .get(format!("{}/v1/institutions", house.base))
        .bearer_auth("x.y.z")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let token = partner_token(&house).await;
    house.app.clock().advance(601);
    let answer = client()
        .get(format!("{}/v1/institutions", house.base))
        .bearer_auth(token)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "ten minutes");
}

#[tokio::test]
async fn refresh_tokens_rotate_and_a_replay_kills_the_family() {
    let house = House::new().await;
    let trade = |refresh: Option<String>| {
        let mut body = credentials();
        if let Some(refresh) = refresh {
            body["grant_type"] = json!("refresh_token");
            body["refresh_token"] = json!(refresh);
        }
        client()
            .post(format!("{}/clients/token", house.base))
            .json(&body)
            .send()
    };
    let token = |pair: &Value| pair["refresh_token"]["token"].as_str().unwrap().to_owned();
    let first = token(&trade(None).await.unwrap().json().await.unwrap());
    let second = token(
        &trade(Some(first.clone()))
            .await
            .unwrap()
            .json()
            .await
            .unwrap(),
    );
    assert_ne!(first, second);
    assert_eq!(
        trade(Some(first)).await.unwrap().status(),
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        trade(Some(second)).await.unwrap().status(),
        StatusCode::UNAUTHORIZED,
        "the family is dead"
    );
}

#[tokio::test]
async fn oauth_token_takes_basic_or_body_and_never_both() {
    let house = House::new().await;
    let url = format!("{}/oauth/token", house.base);
    let grant = ("grant_type", "client_credentials");
    let (id, secret) = (
        ("client_id", "demo"),
        ("client_secret", "demo-client-secret"),
    );
    let answer = client()
        .post(&url)
        .form(&[grant, id, secret])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap()["expires_in"], 600);
    let both = client()
        .post(&url)
        .basic_auth("demo", Some("demo-client-secret"))
        .form(&[grant, id, secret]);
    assert_eq!(both.send().await.unwrap().status(), StatusCode::BAD_REQUEST);
    let wrong = client()
        .post(&url)
        .basic_auth("demo", Some("x"))
        .form(&[grant])
        .send()
        .await
        .unwrap();
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    assert!(wrong.headers().contains_key(header::WWW_AUTHENTICATE));
    assert_eq!(
        wrong.json::<Value>().await.unwrap(),
        json!({ "error": "invalid_client" })
    );
}

#[tokio::test]
async fn r_059_a_return_page_is_named_by_a_registered_id_only() {
    let house = House::new().await;
    let (user, _) = journey_token(&house, "someone", json!({})).await;
    let token = partner_token(&house).await;
    let ask = |body: Value| {
        client()
            .post(format!("{}/v1/users/{user}/webviews", house.base))
            .bearer_auth(&token)
            .json(&body)
            .send()
    };
    for body in [
        json!({ "return_url": "https://evil.example" }),
        json!({ "return_url": "http://localhost:8080/" }),
        json!({ "purposes": ["no-such"] }),
        json!({ "purposes": [] }),
        json!({ "unknown": 1 }),
    ] {
        assert_eq!(
            ask(body.clone()).await.unwrap().status(),
            StatusCode::BAD_REQUEST,
            "{body}"
        );
    }
    let foreign = format!(
        "{}/v1/users/00000000-0000-4000-8000-000000000000/banks",
        house.base
    );
    assert_eq!(
        client()
            .get(foreign)
            .bearer_auth(&token)
            .send()
            .await
            .unwrap()
            .status(),
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_directory_is_public_small_and_immutable() {
    let house = House::new().await;
    let answer = client()
        .get(format!("{}/directory/index.json", house.base))
        .send()
        .await
        .unwrap();
    let etag = answer.headers()[header::ETAG].clone();
    assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    let catalogue: contract::Catalogue = answer.json().await.unwrap();
    assert_eq!(catalogue.first, "FR");
    assert!(catalogue.countries.len() > 20);
    let again = client()
        .get(format!("{}/directory/index.json", house.base))
        .header(header::IF_NONE_MATCH, etag);
    assert_eq!(
        again.send().await.unwrap().status(),
        StatusCode::NOT_MODIFIED
    );
    let france = &catalogue
        .countries
        .iter()
        .find(|file| file.country == "FR")
        .unwrap()
        .path;
    let answer = client()
        .get(format!("{}{france}", house.base))
        .header(header::ACCEPT_ENCODING, "br")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.headers()[header::CONTENT_ENCODING], "br");
    assert!(
        answer.headers()[header::CACHE_CONTROL]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    let plain = client()
        .get(format!("{}{france}", house.base))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let directory = directory::Directory::parse(plain).unwrap();
    let bank = directory.by_id("la-banque-postale").unwrap();
    assert_eq!(bank.availability(), directory::Availability::Connected);
}

#[tokio::test]
async fn the_hosted_page_has_the_webviews_language_and_theme() {
    let house = House::new().await;
    let page = async |look: &str| {
        client()
            .get(format!("{}/connect{look}", house.base))
            .header(header::ACCEPT_LANGUAGE, "fr")
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    };
    for (extra, look, lang, theme) in [
        (json!({}), "", "fr", "auto"),
        (json!({ "locale": "en" }), "?locale=en", "en", "auto"),
        (json!({ "theme": "dark" }), "?theme=dark", "fr", "dark"),
        (
            json!({ "locale": "en", "theme": "light" }),
            "?locale=en&theme=light",
            "en",
            "light",
        ),
    ] {
        let webview = webview(&house, "look", extra).await;
        let token = webview["token"].as_str().unwrap();
        let url = format!("{}/connect{look}#{token}", house.base);
        assert_eq!(webview["url"], url);
        let page = page(look).await;
        let html = format!("<html lang=\"{lang}\" data-theme=\"{theme}\">");
        let element = format!("locale=\"{lang}\" theme=\"{theme}\"");
        assert!(page.contains(&html), "{look}: {page}");
        assert!(page.contains(&element), "{look}: {page}");
    }
    let strange = page("?theme=%22%3E%3Cscript%3E&locale=xx&locale=en").await;
    assert!(strange.contains("lang=\"fr\" data-theme=\"auto\""));
    assert!(!strange.contains("<script>"));
}

#[tokio::test]
async fn r_060_pages_carry_their_policies_and_health_and_metrics_answer() {
    let house = House::new().await;
    let page = client()
        .get(format!("{}/connect", house.base))
        .send()
        .await
        .unwrap();
    let policy = page.headers()[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap()
        .to_owned();
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.contains(part), "{part}");
    }
    assert_eq!(page.headers()["cross-origin-opener-policy"], "same-origin");
    assert!(
        page.text()
            .await
            .unwrap()
            .contains("<guichet-connect surface=\"hosted\"")
    );
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(
            client()
                .get(format!("{}{path}", house.base))
                .send()
                .await
                .unwrap()
                .status(),
            StatusCode::OK
        );
    }
    let metrics = client()
        .get(format!("{}/metrics", house.base))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        metrics.contains(
            "guichet_requests_total{method=\"GET\",route=\"/health/live\",status=\"200\"} 1"
        ),
        "{metrics}"
    );
    let document: Value = client()
        .get(format!("{}/v1/openapi.json", house.base))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(document["openapi"], "3.1.0");
}
