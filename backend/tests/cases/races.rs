//! Many at once for one thing: exactly one has it, and the others get an answer that harms nobody.
//!
//! `GUICHET_RACE_ROUNDS` says how many rounds; each is a fresh journey in which a ticket, a bank's answer and a handoff
//! code are raced for, one after the other, by 2 to 32. `cargo xtask attack --races` runs ten thousand of them.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use contract::{Mode, Opened, Ticket, View};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::Barrier;
use tokio::task::JoinSet;
use tower::ServiceExt;

use backend::app::router;
use backend::store::users::Rotation;
use backend::store::webviews::{Asked, Webview};

use crate::common::{House, PAGE, generous};

/// Few most of the time, as a double click is; crowds now and then.
const CROWDS: [usize; 16] = [2, 3, 2, 4, 2, 2, 3, 8, 2, 2, 3, 2, 16, 2, 2, 32];

fn rounds() -> usize {
    std::env::var("GUICHET_RACE_ROUNDS").map_or(500, |rounds| {
        rounds.parse().expect("GUICHET_RACE_ROUNDS: a number")
    })
}

/// A line now and then, for whoever waits for ten thousand rounds.
fn progress(round: usize, since: std::time::Instant) {
    if round > 0 && round.is_multiple_of(500) {
        let seconds = since.elapsed().as_secs();
        println!(
            "{:?}: {round} of {} rounds, {seconds} s",
            crate::STORE,
            rounds()
        );
    }
}

/// What a racer hears.
struct Heard {
    status: StatusCode,
    location: String,
    cookie: Option<String>,
}

struct Track {
    house: House,
    router: axum::Router,
}

/// A browser in a journey.
struct Racer {
    access: String,
    wv: String,
}

impl Track {
    async fn new() -> Self {
        let house = House::with(generous).await;
        let router = router(&house.app);
        Self { house, router }
    }

    async fn call(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    async fn json<T: DeserializeOwned>(&self, request: Request<Body>) -> T {
        let answer = self.call(request).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        serde_json::from_slice(&body).unwrap()
    }

    /// All at once; what each hears.
    async fn race(&self, crowd: usize, make: impl Fn(usize) -> Request<Body>) -> Vec<Heard> {
        let start = Arc::new(Barrier::new(crowd));
        let mut racers = JoinSet::new();
        for place in 0..crowd {
            let (router, start, request) = (self.router.clone(), Arc::clone(&start), make(place));
            racers.spawn(async move {
                start.wait().await;
                let answer = router.oneshot(request).await.unwrap();
                let text = |name| {
                    let value = answer.headers().get(name)?;
                    Some(value.to_str().unwrap().to_owned())
                };
                Heard {
                    status: answer.status(),
                    location: text(header::LOCATION).unwrap_or_default(),
                    cookie: text(header::SET_COOKIE),
                }
            });
        }
        racers.join_all().await
    }

    /// A journey of a new person, up to the handoff screen.
    async fn racer(&self, name: &str) -> Racer {
        let app = &self.house.app;
        let (user, _) = app
            .store()
            .user("demo", Some(name), app.now())
            .await
            .unwrap();
        let webview = Webview {
            partner: "demo".to_owned(),
            user,
            mode: Mode::Connect,
            asked: Asked {
                return_url: "demo".to_owned(),
                locale: None,
                theme: None,
                purposes: vec!["financial_health".into()],
                institution: Some("la-banque-postale".into()),
                expected: None,
                renews: None,
                adds_to: None,
            },
        };
        let token = app
            .store()
            .journey_token(&webview, app.now())
            .await
            .unwrap();
        let wv = backend::secrets::token().unwrap();
        let open = json!({ "token": token, "wc": backend::secrets::sha256_text(&wv) });
        let opened: Opened = self.json(post("/journeys/open", "", &open)).await;
        let access = opened.access.unwrap().expose().to_owned();
        Racer { access, wv }
    }

    /// The ticket is raced for: the winner's cookie, and where it was sent.
    async fn ticket(&self, racer: &Racer, crowd: usize) -> (String, String) {
        let ticket: Ticket = self
            .json(post(
                "/journeys/current/attempts",
                &racer.access,
                &json!({}),
            ))
            .await;
        let ticket = ticket.ticket.expose().to_owned();
        let before = self.house.bank.count("par");
        let heard = self.race(crowd, |_| go(&ticket)).await;
        let mut won = None;
        for one in heard {
            assert_eq!(one.status, StatusCode::SEE_OTHER);
            match one.cookie {
                Some(cookie) => {
                    assert!(one.location.starts_with(&self.house.bank.base));
                    let cookie = cookie.split(';').next().unwrap().to_owned();
                    assert!(won.replace((cookie, one.location)).is_none(), "won twice");
                }
                None => assert_eq!(one.location, format!("{PAGE}/")),
            }
        }
        assert_eq!(self.house.bank.count("par"), before + 1);
        won.expect("nobody won")
    }

    /// The bank's answer, as an address on our side.
    fn answer(&self, location: &str) -> String {
        let issuer = location.split("/authorize").next().unwrap();
        let (query, code) = self.house.bank.authorize(location);
        let iss: String = url::form_urlencoded::byte_serialize(issuer.as_bytes()).collect();
        format!("/callback?state={}&iss={iss}&code={code}", query["state"])
    }
}

fn post(path: &str, access: &str, body: &Value) -> Request<Body> {
    let mut request = Request::post(path)
        .header(header::ORIGIN, PAGE)
        .header(header::CONTENT_TYPE, "application/json");
    if !access.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {access}"));
    }
    request.body(Body::from(body.to_string())).unwrap()
}

fn go(ticket: &str) -> Request<Body> {
    Request::post("/go")
        .header(header::ORIGIN, PAGE)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("ticket={ticket}")))
        .unwrap()
}

fn callback(address: &str, cookie: Option<&str>) -> Request<Body> {
    let mut request = Request::get(address);
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    request.body(Body::empty()).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r_036_r_042_r_156_each_ticket_answer_and_code_is_won_exactly_once() {
    let track = Track::new().await;
    let bank = &track.house.bank;
    let since = std::time::Instant::now();
    let mut raced = 0;
    for round in 0..rounds() {
        progress(round, since);
        let crowd = CROWDS[round % CROWDS.len()];
        let person = track.racer(&format!("race-{round}")).await;
        let (cookie, location) = track.ticket(&person, crowd).await;

        let address = track.answer(&location);
        let before = bank.count("token");
        let heard = track
            .race(crowd, |_| callback(&address, Some(&cookie)))
            .await;
        let mut codes = Vec::new();
        for one in heard {
            assert_eq!(one.status, StatusCode::SEE_OTHER);
            match one.location.split_once("#guichet=") {
                Some((page, fragment)) => {
                    assert_eq!(page, format!("{PAGE}/"));
                    codes.push(fragment.split_once('.').unwrap().1.to_owned());
                }
                None => assert_eq!(one.location, format!("{PAGE}/"), "the same page, no code"),
            }
        }
        assert_eq!((bank.count("token"), codes.len()), (before + 1, 1));

        let before = bank.count("accounts");
        let body = json!({ "code": codes[0], "wv": person.wv });
        let heard = track
            .race(crowd, |_| {
                post("/journeys/current/redeem", &person.access, &body)
            })
            .await;
        let won = heard.iter().filter(|one| one.status == StatusCode::OK);
        assert_eq!((won.count(), bank.count("accounts")), (1, before + 1));
        let lost = |one: &&Heard| one.status == StatusCode::CONFLICT;
        assert_eq!(heard.iter().filter(lost).count(), crowd - 1);
        let look = Request::get("/journeys/current")
            .header(header::ORIGIN, PAGE)
            .header(header::AUTHORIZATION, format!("Bearer {}", person.access))
            .body(Body::empty());
        let view: View = track.json(look.unwrap()).await;
        assert!(
            matches!(view.stage, contract::Stage::Accounts(_)),
            "whoever lost looks, and sees what the winner sees"
        );
        raced += 3 * crowd;
    }
    // Each of the three was raced for once a round, and a second winner would have ended the test.
    println!(
        "races: {:?}, {} rounds of ticket, callback and handoff code, {raced} racers, won twice: 0, {:.0} s",
        crate::STORE,
        rounds(),
        since.elapsed().as_secs_f64()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r_034_the_browser_that_left_and_another_one_race_and_the_code_is_exchanged_once() {
    let track = Track::new().await;
    let bank = &track.house.bank;
    for round in 0..rounds().div_ceil(10) {
        let crowd = CROWDS[round % CROWDS.len()];
        let racer = track.racer(&format!("both-{round}")).await;
        let (cookie, location) = track.ticket(&racer, 1).await;
        let address = track.answer(&location);
        let heard = track
            .race(crowd, |place| {
                callback(&address, (place % 2 == 0).then_some(cookie.as_str()))
            })
            .await;
        assert_eq!(bank.count("token"), round + 1);
        let codes = heard
            .iter()
            .filter(|one| one.location.contains("#guichet="))
            .count();
        let astray = heard.iter().filter(|one| one.cookie.is_some()).count();
        assert_eq!(codes + astray, 1, "one or the other, never both");
        assert_eq!(bank.count("accounts"), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r_035_r_041_of_tickets_and_accesses_made_at_once_the_last_alone_is_good() {
    let track = Track::new().await;
    let house = &track.house;
    for round in 0..20 {
        let racer = track.racer(&format!("many-{round}")).await;
        let heard = track
            .race(8, |_| {
                post("/journeys/current/attempts", &racer.access, &json!({}))
            })
            .await;
        assert!(heard.iter().all(|one| one.status == StatusCode::OK));
        assert_eq!(
            house.rows("attempts WHERE status = 'ready'").await,
            round + 1
        );
    }
    let racer = track.racer("resumed").await;
    let view: View = track
        .json(
            Request::get("/journeys/current")
                .header(header::ORIGIN, PAGE)
                .header(header::AUTHORIZATION, format!("Bearer {}", racer.access))
                .body(Body::empty())
                .unwrap(),
        )
        .await;
    let live = "sessions WHERE replaced_at IS NULL AND journey = ";
    let live = format!("{live}'{}'", view.journey.as_str());
    for _ in 0..20 {
        let body = json!({ "journey": view.journey, "wv": racer.wv });
        let heard = track.race(8, |_| post("/journeys/resume", "", &body)).await;
        assert!(heard.iter().all(|one| one.status == StatusCode::OK));
        assert_eq!(house.rows(&live).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_refresh_token_that_is_raced_for_is_rotated_once_and_its_family_dies() {
    let house = House::new().await;
    let (store, now) = (house.app.store(), house.app.now());
    for _ in 0..20 {
        let token = store.first_refresh_token("demo", now).await.unwrap();
        let mut racers = JoinSet::new();
        for _ in 0..8 {
            let (store, token) = (store.clone(), token.clone());
            racers.spawn(async move { store.rotate_refresh_token("demo", &token, now).await });
        }
        let mut next = Vec::new();
        for rotation in racers.join_all().await {
            match rotation.unwrap() {
                Rotation::Next(token) => next.push(token),
                Rotation::Replayed => {}
                Rotation::Unknown => panic!("it was there"),
            }
        }
        assert_eq!(next.len(), 1);
        let after = store.rotate_refresh_token("demo", &next[0], now).await;
        assert_eq!(
            after.unwrap(),
            Rotation::Replayed,
            "a replay kills what the winner was given as well"
        );
    }
}
