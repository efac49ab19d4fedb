//! `return_url` of `POST /v1/users/{user}/webviews`: the id of a registered page, never an address.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::no_server_error;
use crate::engine::{End, Probe, Target};
use crate::house::{House, OWN};
use crate::processor::timed;
use crate::twist::{Twist, text, twist};

/// The ids of the example, and the one that is taken when none is named.
const REGISTERED: [&str; 5] = ["demo", "strict", "strict-token", "two", "trunk"];

/// The demo partner with a user.
pub struct ReturnUrl {
    house: House,
    user: String,
    access: String,
    since: std::time::Instant,
}

/// An access token of a partner lasts ten minutes.
const LIFE: std::time::Duration = std::time::Duration::from_mins(8);

/// What a partner's server asks for.
#[derive(Clone, Debug)]
pub struct Input(Asked);

#[derive(Clone, Debug)]
enum Asked {
    /// An id, changed.
    Id(&'static str, Twist),
    /// An address, or something that looks like one.
    Address(&'static str),
    /// Something that is no text.
    Other(&'static str),
    /// It is not named at all.
    Nothing,
    /// It is named twice.
    Twice(&'static str, &'static str),
}

/// What a body names.
enum Named {
    /// No page.
    Nothing,
    /// This id.
    Id(String),
    /// Something that may not be understood.
    Unclear,
}

impl Input {
    /// The body, and what it names.
    fn body(&self) -> (String, Named) {
        let named = |id: String| (json!({ "return_url": id }).to_string(), Named::Id(id));
        match &self.0 {
            Asked::Id(id, twist) => named(twist.of(id)),
            Asked::Address(address) => named((*address).to_owned()),
            Asked::Other("null") => ("{\"return_url\":null}".to_owned(), Named::Nothing),
            Asked::Other(raw) => (format!("{{\"return_url\":{raw}}}"), Named::Unclear),
            Asked::Nothing => ("{}".to_owned(), Named::Nothing),
            Asked::Twice(one, other) => (
                format!("{{\"return_url\":\"{one}\",\"return_url\":\"{other}\"}}"),
                Named::Unclear,
            ),
        }
    }
}

impl ReturnUrl {
    /// The partner's access.
    ///
    /// # Errors
    /// What cannot be started.
    pub async fn new() -> Result<Self, String> {
        let house = House::new().await?;
        let now = house.app.now();
        let (user, _) = house
            .app
            .store()
            .user("demo", None, now)
            .await
            .map_err(|fault| format!("{fault:?}"))?;
        let mut partner = Self {
            house,
            user,
            access: String::new(),
            since: std::time::Instant::now(),
        };
        partner.sign_in().await?;
        Ok(partner)
    }

    async fn sign_in(&mut self) -> Result<(), String> {
        let body = "grant_type=client_credentials&client_id=demo&client_secret=demo-client-secret";
        let request = Request::post("/oauth/token")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .map_err(|error| error.to_string())?;
        let answer = self.house.ask(request).await;
        let answer: Value =
            serde_json::from_slice(&answer.body).map_err(|error| error.to_string())?;
        let access = answer["access_token"].as_str().ok_or("no access token")?;
        access.clone_into(&mut self.access);
        self.since = std::time::Instant::now();
        Ok(())
    }
}

impl Target for ReturnUrl {
    const NAME: &'static str = "return_url";
    type Input = Input;

    fn inputs() -> BoxedStrategy<Input> {
        let id = || prop::sample::select(&REGISTERED[..]);
        let address = prop_oneof![
            Just("http://localhost:8080/"),
            Just("http://localhost:8080/strict"),
            Just("https://evil.example/"),
            Just("//evil.example"),
            Just("/strict"),
            Just("javascript:alert(1)"),
            Just("data:text/html,x"),
            Just("demo#x"),
            Just("demo/../two"),
            Just("demo\0"),
            Just("Demo"),
        ];
        let other = prop_oneof![
            Just("null"),
            Just("0"),
            Just("[\"demo\"]"),
            Just("{}"),
            Just("true"),
            Just("1e999")
        ];
        prop_oneof![
            8 => (id(), twist(text())).prop_map(|(id, twist)| Asked::Id(id, twist)),
            3 => address.prop_map(Asked::Address),
            1 => other.prop_map(Asked::Other),
            1 => Just(Asked::Nothing),
            1 => (id(), id()).prop_map(|(one, other)| Asked::Twice(one, other)),
        ]
        .prop_map(Input)
        .boxed()
    }

    async fn probe(&mut self, input: &Input) -> Result<Probe, String> {
        if self.since.elapsed() > LIFE {
            self.sign_in().await?;
        }
        let (body, named) = input.body();
        // a registered id, or none at all.
        let may = match named {
            Named::Nothing => Some(REGISTERED[0].to_owned()),
            Named::Id(id) => REGISTERED.contains(&id.as_str()).then_some(id),
            Named::Unclear => None,
        };
        let request = Request::post(format!("/v1/users/{}/webviews", self.user))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.access))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body))
            .map_err(|error| error.to_string())?;
        let (answer, took) = timed(self.house.ask(request)).await;
        no_server_error(&answer)?;
        let made = answer.status == StatusCode::CREATED;
        if made != may.is_some() {
            return Err(format!("answered {}, may be: {may:?}", answer.status));
        }
        if !made {
            return Ok(Probe {
                end: End::Refused,
                took,
            });
        }
        let answer: Value =
            serde_json::from_slice(&answer.body).map_err(|error| error.to_string())?;
        let token = answer["token"].as_str().unwrap_or_default();
        let store = self.house.app.store();
        let kept = store
            .look_at_journey_token(token, self.house.app.now())
            .await
            .map_err(|fault| format!("{fault:?}"))?;
        let leads = kept.map(|webview| webview.asked.return_url);
        if leads != may {
            return Err("it leads to another page than the one that was named".to_owned());
        }
        let hosted = answer["url"].as_str().unwrap_or_default();
        if !hosted.starts_with(&format!("{OWN}/connect")) {
            return Err("the hosted page is not ours".to_owned());
        }
        Ok(Probe {
            end: End::Accepted,
            took,
        })
    }
}
