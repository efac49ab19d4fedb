//! A partner's server is told what happened: signed, once by id, again until it hears, and nothing before it may know.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use backend::webhooks::round;
use backend::webhooks::sign::Secret;
use reqwest::Method;
use serde_json::Value;

use crate::common::bank::Mood;
use crate::common::manage::{Browser, code, sent};
use crate::common::{House, Person, edited, loops};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const DAY: i64 = 86_400;

/// What was heard: id, time, signature, body.
type Heard = (String, i64, String, String);

/// A partner's server that hears, and answers what it is told to.
#[derive(Clone)]
struct Ear {
    heard: Arc<Mutex<Vec<Heard>>>,
    answer: Arc<Mutex<StatusCode>>,
    url: String,
}

impl Ear {
    async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let ear = Self {
            heard: Arc::default(),
            answer: Arc::new(Mutex::new(StatusCode::NO_CONTENT)),
            url: format!("http://{}/webhooks", listener.local_addr().unwrap()),
        };
        let router = Router::new()
            .route("/webhooks", post(hear))
            .with_state(ear.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        ear
    }

    fn answers(&self, status: StatusCode) {
        *self.answer.lock().unwrap() = status;
    }

    fn take(&self) -> Vec<Heard> {
        std::mem::take(&mut self.heard.lock().unwrap())
    }

    /// The kinds of events heard since the last look; each is signed.
    fn kinds(&self) -> Vec<String> {
        let secret = Secret::parse(SECRET).unwrap();
        let kind = |(id, at, signature, body): Heard| {
            assert_eq!(signature, secret.sign(&id, at, &body));
            assert!(id.starts_with("msg_"));
            let body: Value = serde_json::from_str(&body).unwrap();
            body["type"].as_str().unwrap().to_owned()
        };
        self.take().into_iter().map(kind).collect()
    }
}

async fn hear(State(ear): State<Ear>, headers: HeaderMap, body: String) -> StatusCode {
    let text = |name: &str| headers[name].to_str().unwrap().to_owned();
    let at = text("webhook-timestamp").parse().unwrap();
    let heard = (text("webhook-id"), at, text("webhook-signature"), body);
    ear.heard.lock().unwrap().push(heard);
    *ear.answer.lock().unwrap()
}

/// The example's partner with this server.
fn with_server(ear: &Ear) -> impl Fn(String) -> String {
    let url = &ear.url;
    edited(
        "recipients = []",
        format!("recipients = []\nwebhook = {{ url = \"{url}\", secret = \"{SECRET}\" }}"),
    )
}

async fn house(ear: &Ear) -> House {
    House::with(with_server(ear)).await
}

async fn heard(house: &House, ear: &Ear) -> Vec<String> {
    round(&house.app).await.unwrap();
    ear.kinds()
}

#[tokio::test]
async fn silent_until_it_is_sent_and_then_told_once_with_ids_and_no_data() {
    let ear = Ear::open().await;
    let house = house(&ear).await;
    let mut person = Person::open(&house, "told").await;
    let accounts = person.reach_accounts().await;
    person.reach_result(&accounts, &["financial_health"]).await;
    assert_eq!(heard(&house, &ear).await, [""; 0], "seen, and not sent");
    person.act(Method::POST, "/journeys/current/send").await;
    person.act(Method::POST, "/journeys/current/send").await;
    round(&house.app).await.unwrap();
    round(&house.app).await.unwrap();
    let told = ear.take();
    let text = told.iter().map(|one| one.3.clone()).collect::<String>();
    assert!(!text.contains("CANARY"), "{text}");
    let bodies: Vec<Value> = told
        .iter()
        .map(|one| serde_json::from_str(&one.3).unwrap())
        .collect();
    let mut kinds: Vec<&str> = bodies
        .iter()
        .map(|one| one["type"].as_str().unwrap())
        .collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["consent.given", "journey.completed"]);
    for body in &bodies {
        assert_eq!(body["data"]["user_id"], person.user.as_str());
    }
    let given = bodies
        .iter()
        .find(|one| one["type"] == "consent.given")
        .unwrap();
    assert_eq!(
        given["data"]["purposes"],
        serde_json::json!(["financial_health"])
    );
    // What the ids lead to is there by then.
    let receipt = given["data"]["receipt"].as_str().unwrap();
    let (status, _) = person.partner_get(&format!("/receipts/{receipt}")).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn an_end_without_sending_says_that_it_ended_and_nothing_of_what_was_asked() {
    let ear = Ear::open().await;
    let house = house(&ear).await;
    let mut person = Person::open(&house, "not-sent").await;
    let accounts = person.reach_accounts().await;
    person.reach_result(&accounts, &["financial_health"]).await;
    person.act(Method::POST, "/journeys/current/discard").await;
    round(&house.app).await.unwrap();
    let told = ear.take();
    let body: Value = serde_json::from_str(&told[0].3).unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(
        (&body["type"], &body["data"]["outcome"]),
        (&"journey.abandoned".into(), &"not_sent".into())
    );
    assert!(!told[0].3.contains("financial_health"));

    // Every switch left off is a good end.
    let mut person = Person::open(&house, "nothing").await;
    let accounts = person.reach_accounts().await;
    person.link(&accounts).await;
    person.answer(&[]).await;
    assert_eq!(heard(&house, &ear).await, ["journey.completed"]);

    // Nobody was seen for a day.
    Person::open(&house, "idle").await;
    house.app.clock().advance(2 * DAY);
    loops(&house.app).await;
    assert_eq!(heard(&house, &ear).await, ["journey.abandoned"]);
}

#[tokio::test]
async fn taking_back_running_out_and_the_banks_own_end_are_each_told() {
    let ear = Ear::open().await;
    let house = house(&ear).await;
    let given = ["financial_health", "solvency", "well_being"];
    let (person, receipt) = sent(&house, "life", &given).await;
    heard(&house, &ear).await;
    let connection = house.app.store().connections_of("demo", &person.user).await;
    let connection = connection.unwrap().remove(0).id;
    let accounts = person
        .partner_get(&format!("/banks/{connection}/accounts"))
        .await
        .1;
    let account = accounts["accounts"][0]["id"].as_str().unwrap();
    let browser = Browser::open(&house, code(&receipt)).await;
    let whose = ("connection", connection.as_str());
    browser
        .takes(&[whose, ("what", "purpose"), ("id", "solvency")])
        .await;
    assert_eq!(heard(&house, &ear).await, ["consent.withdrawn"]);
    let sure = ("sure", "yes");
    browser
        .takes(&[whose, ("what", "account"), ("id", account), sure])
        .await;
    assert_eq!(heard(&house, &ear).await, ["consent.changed"]);
    house.app.clock().advance(90 * DAY);
    loops(&house.app).await;
    assert_eq!(heard(&house, &ear).await, ["consent.expired"]);
    // Fifteen days before the bank wants the person again, once.
    house.app.clock().advance(75 * DAY);
    for _ in 0..2 {
        loops(&house.app).await;
    }
    assert_eq!(heard(&house, &ear).await, ["connection.expiring"]);
    house.bank.is(Mood::PersonWanted);
    house.app.clock().advance(DAY);
    for _ in 0..2 {
        loops(&house.app).await;
    }
    assert_eq!(heard(&house, &ear).await, ["connection.expired"]);

    let (other, _) = sent_at_once(&house, "revoked").await;
    heard(&house, &ear).await;
    house.bank.is(Mood::AccessGone);
    house.app.clock().advance(DAY);
    loops(&house.app).await;
    let told = heard(&house, &ear).await;
    assert!(
        told.contains(&"connection.revoked".to_owned()),
        "{told:?} {}",
        other.user
    );
}

async fn sent_at_once<'a>(house: &'a House, external: &str) -> (Person<'a>, contract::Receipt) {
    house.bank.is(Mood::Well);
    sent(house, external, &["financial_health"]).await
}

#[tokio::test]
async fn a_server_that_does_not_hear_is_told_again_under_the_same_id_and_later_each_time() {
    let ear = Ear::open().await;
    let house = house(&ear).await;
    // They are told at once, in no order.
    let heard = || {
        let mut heard = ear.take();
        heard.sort_by(|one, other| one.0.cmp(&other.0));
        heard
    };
    sent(&house, "deaf", &["financial_health"]).await;
    ear.answers(StatusCode::SERVICE_UNAVAILABLE);
    round(&house.app).await.unwrap();
    let first = heard();
    assert_eq!(first.len(), 2);
    round(&house.app).await.unwrap();
    assert!(ear.take().is_empty(), "not at once");
    house.app.clock().advance(5);
    round(&house.app).await.unwrap();
    let second = heard();
    let ids = |heard: &[Heard]| heard.iter().map(|one| one.0.clone()).collect::<Vec<_>>();
    let bodies = |heard: &[Heard]| heard.iter().map(|one| one.3.clone()).collect::<Vec<_>>();
    assert_eq!(
        (ids(&first), bodies(&first)),
        (ids(&second), bodies(&second))
    );
    assert!(second[0].1 > first[0].1, "signed anew");
    // A restart forgets nothing.
    let other = house.restarted_with(with_server(&ear)).await;
    other.clock().advance(305);
    ear.answers(StatusCode::OK);
    round(&other).await.unwrap();
    assert_eq!(ids(&heard()), ids(&first));
    house.app.clock().advance(10 * DAY);
    round(&house.app).await.unwrap();
    assert!(ear.take().is_empty(), "heard is heard");
}

#[tokio::test]
async fn it_is_given_up_after_days_and_at_once_where_nobody_wants_it() {
    let ear = Ear::open().await;
    let house = house(&ear).await;
    sent(&house, "never", &["financial_health"]).await;
    ear.answers(StatusCode::INTERNAL_SERVER_ERROR);
    let mut tries = 0;
    for _ in 0..30 {
        round(&house.app).await.unwrap();
        tries += ear.take().len();
        house.app.clock().advance(DAY * 3);
    }
    assert_eq!(tries, 20, "ten tries each");
    assert_eq!(
        house
            .rows("webhook_messages WHERE outcome = 'given_up'")
            .await,
        2
    );

    let gone = self::house(&ear).await;
    sent(&gone, "gone", &["financial_health"]).await;
    ear.answers(StatusCode::GONE);
    round(&gone.app).await.unwrap();
    assert_eq!(
        gone.rows("webhook_messages WHERE outcome = 'given_up'")
            .await,
        2
    );

    // Elsewhere is not here: no redirect is followed.
    let led = self::house(&ear).await;
    sent(&led, "led", &["financial_health"]).await;
    ear.answers(StatusCode::TEMPORARY_REDIRECT);
    round(&led.app).await.unwrap();
    assert_eq!(
        led.rows("webhook_messages WHERE outcome = 'waiting'").await,
        2
    );
}

#[tokio::test]
async fn of_several_replicas_one_tells() {
    let ear = Ear::open().await;
    let house = house(&ear).await;
    sent(&house, "replicas", &["financial_health"]).await;
    let (one, two, three) = tokio::join!(round(&house.app), round(&house.app), round(&house.app));
    one.and(two).and(three).unwrap();
    assert_eq!(ear.take().len(), 2);
}

#[tokio::test]
async fn without_a_server_nothing_waits() {
    let house = House::new().await;
    sent(&house, "nobody", &["financial_health"]).await;
    round(&house.app).await.unwrap();
    assert_eq!(
        house
            .rows("webhook_messages WHERE next_at IS NOT NULL")
            .await,
        0
    );
}
