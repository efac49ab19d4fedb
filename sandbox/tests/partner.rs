//! The demo partner against a stand-in for the backend, over real sockets.

use std::sync::{Arc, Mutex};

use axum::{
    Form, Json, Router,
    body::{Body, to_bytes},
    extract::{Path, State},
    http::{HeaderMap, Request, StatusCode, header},
    routing::post,
};
use sandbox::{
    partner::{self, Partner},
    secret::Secret,
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// What the backend was asked, in order.
type Calls = Arc<Mutex<Vec<Value>>>;

/// A backend that knows one partner and writes everything down.
async fn backend() -> (String, Calls) {
    let calls = Calls::default();
    let app = Router::new()
        .route("/oauth/token", post(token))
        .route("/v1/users", post(user))
        .route("/v1/users/{id}/webviews", post(webview))
        .with_state(Arc::clone(&calls));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (origin, calls)
}

async fn token(
    State(calls): State<Calls>,
    headers: HeaderMap,
    Form(form): Form<Value>,
) -> (StatusCode, Json<Value>) {
    let basic = headers[header::AUTHORIZATION].to_str().unwrap().to_owned();
    // demo:partner-secret
    let known = basic == "Basic ZGVtbzpwYXJ0bmVyLXNlY3JldA==";
    calls.lock().unwrap().push(form);
    let status = if known {
        StatusCode::OK
    } else {
        StatusCode::UNAUTHORIZED
    };
    (
        status,
        Json(json!({ "access_token": "ACCESS-CANARY", "token_type": "Bearer" })),
    )
}

async fn user(
    State(calls): State<Calls>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Json<Value> {
    assert_eq!(headers[header::AUTHORIZATION], "Bearer ACCESS-CANARY");
    calls.lock().unwrap().push(body);
    Json(json!({ "user_id": "12345678-2345-2345-2345-123456789012" }))
}

async fn webview(
    State(calls): State<Calls>,
    Path(id): Path<String>,
    Json(body): Json<Value>,
) -> Json<Value> {
    assert_eq!(id, "12345678-2345-2345-2345-123456789012");
    calls.lock().unwrap().push(body);
    Json(
        json!({ "url": "http://b.example/connect#T", "token": "journey-token", "expires_at": "2026-11-22T12:00:00Z" }),
    )
}

fn router(backend: &str, secret: Option<&str>) -> Router {
    let secret = secret.map(|secret| Secret::from(secret.to_owned()));
    let origin = "http://localhost:8080".parse().unwrap();
    partner::router(
        Partner::new(backend.parse().unwrap(), origin, "demo".to_owned(), secret).unwrap(),
    )
}

async fn send(router: &Router, request: Request<Body>) -> (StatusCode, HeaderMap, String) {
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    (
        parts.status,
        parts.headers,
        String::from_utf8(bytes.to_vec()).unwrap(),
    )
}

fn post_to(path: &str) -> axum::http::request::Builder {
    Request::post(path)
        .header(header::HOST, "localhost:8080")
        .header("sec-fetch-site", "same-origin")
}

async fn get(router: &Router, path: &str) -> (StatusCode, HeaderMap, String) {
    send(
        router,
        Request::get(path)
            .header(header::HOST, "localhost:8080")
            .body(Body::empty())
            .unwrap(),
    )
    .await
}

#[tokio::test]
async fn three_calls_give_a_token_and_nothing_else() {
    let (origin, calls) = backend().await;
    let router = router(&origin, Some("partner-secret"));
    let path = "/bank/token?page=strict&locale=en&theme=dark&purposes=financial-health,well-being";
    let (status, headers, body) = send(&router, post_to(path).body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let answer: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        answer,
        json!({ "token": "journey-token", "expires_at": "2026-11-22T12:00:00Z" })
    );
    let cookie = headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"));

    let calls = calls.lock().unwrap();
    assert_eq!(calls[0], json!({ "grant_type": "client_credentials" }));
    assert!(cookie.contains(calls[1]["user_id"].as_str().unwrap()));
    let wanted = json!({
        "return_url": "strict", "locale": "en", "theme": "dark", "purposes": ["financial-health", "well-being"]
    });
    assert_eq!(calls[2], wanted);
}

#[tokio::test]
async fn the_same_browser_is_the_same_person_and_the_second_element_another() {
    let (origin, calls) = backend().await;
    let router = router(&origin, Some("partner-secret"));
    let (_, headers, _) = send(&router, post_to("/bank/token").body(Body::empty()).unwrap()).await;
    let cookie = headers[header::SET_COOKIE]
        .to_str()
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    for path in ["/bank/token?page=two", "/bank/token?page=two&user=second"] {
        send(
            &router,
            post_to(path)
                .header(header::COOKIE, &cookie)
                .body(Body::empty())
                .unwrap(),
        )
        .await;
    }
    let users: Vec<_> = calls
        .lock()
        .unwrap()
        .iter()
        .filter_map(|call| call["user_id"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(users[0], users[1]);
    assert_eq!(users[2], format!("{}-second", users[0]));
}

#[tokio::test]
async fn r_068_neither_secret_nor_access_token_reaches_the_browser() {
    let (origin, _) = backend().await;
    let router = router(&origin, Some("partner-secret"));
    for path in [
        "/",
        "/two",
        "/strict",
        "/strict-token",
        "/partner.js",
        "/bank/connect",
    ] {
        let (status, headers, body) = get(&router, path).await;
        assert!(
            status.is_success() || status.is_redirection(),
            "{path} {status}"
        );
        let all = format!("{headers:?}{body}");
        assert!(
            !all.contains("partner-secret") && !all.contains("ACCESS-CANARY"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn failures_say_which_call_failed() {
    let (origin, _) = backend().await;
    let ask = async |router: Router, path| {
        let (status, _, body) = send(&router, post_to(path).body(Body::empty()).unwrap()).await;
        (
            status.as_u16(),
            serde_json::from_str::<Value>(&body).unwrap(),
        )
    };
    let refused = json!({ "error": "backend_refused", "step": "token", "status": 401 });
    assert_eq!(
        ask(router(&origin, Some("wrong")), "/bank/token").await,
        (502, refused)
    );
    let no_secret = json!({ "error": "no_client_secret", "step": "start" });
    assert_eq!(
        ask(router(&origin, None), "/bank/token").await,
        (502, no_secret)
    );
    // Nothing listens on the discard port.
    let unreachable = json!({ "error": "backend_unreachable", "step": "token" });
    assert_eq!(
        ask(router("http://127.0.0.1:9", Some("x")), "/bank/token").await,
        (502, unreachable)
    );
    let bad = json!({ "error": "bad_query", "step": "page" });
    assert_eq!(
        ask(
            router(&origin, Some("x")),
            "/bank/token?page=https://evil.example"
        )
        .await,
        (400, bad)
    );
}

#[tokio::test]
async fn another_site_gets_no_token() {
    let (origin, calls) = backend().await;
    let router = router(&origin, Some("partner-secret"));
    let request = Request::post("/bank/token")
        .header("sec-fetch-site", "cross-site")
        .body(Body::empty())
        .unwrap();
    assert_eq!(send(&router, request).await.0, StatusCode::FORBIDDEN);
    assert!(calls.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_visitor_by_address_is_sent_to_the_registered_origin() {
    let router = router("http://127.0.0.1:8082", None);
    let request = Request::get("/?locale=en")
        .header(header::HOST, "127.0.0.1:8080")
        .body(Body::empty())
        .unwrap();
    let (status, headers, _) = send(&router, request).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(
        headers[header::LOCATION],
        "http://localhost:8080/?locale=en"
    );
}

#[tokio::test]
async fn the_strict_pages_have_the_documented_policy() {
    let (origin, _) = backend().await;
    let router = router(&origin, Some("partner-secret"));
    let policy = async |path| {
        get(&router, path).await.1[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap()
            .to_owned()
    };
    let begin =
        format!("default-src 'none'; script-src {origin} 'wasm-unsafe-eval'; connect-src {origin}");
    assert_eq!(
        policy("/strict").await,
        format!("{begin} 'self'; require-trusted-types-for 'script'")
    );
    assert_eq!(
        policy("/strict-token").await,
        format!("{begin}; require-trusted-types-for 'script'")
    );
}

#[tokio::test]
async fn the_element_gets_what_the_address_asks_for() {
    let (origin, _) = backend().await;
    let router = router(&origin, Some("partner-secret"));
    let (_, _, page) = get(
        &router,
        "/?locale=en&theme=dark&institution=lcl&surface=hosted&mode=renew",
    )
    .await;
    for wanted in [
        "token-url=\"/bank/token?page=demo&amp;locale=en&amp;theme=dark&amp;mode=renew\"",
        "institution=\"lcl\"",
        "surface=\"hosted\"",
        "mode=\"renew\"",
        "lang=\"en\"",
        "/guichet.js\" crossorigin",
    ] {
        assert!(page.contains(wanted), "{wanted} in {page}");
    }
    let (_, _, page) = get(&router, "/strict-token").await;
    assert!(page.contains(" token=\"journey-token\"") && !page.contains("token-url"));
    let (_, headers, two) = get(&router, "/two").await;
    assert_eq!(two.matches("<guichet-connect").count(), 2);
    assert!(
        headers.contains_key(header::SET_COOKIE),
        "both elements ask with one session"
    );
    assert_eq!(
        get(&router, "/?institution=%3Cscript%3E").await.0,
        StatusCode::BAD_REQUEST
    );
}
