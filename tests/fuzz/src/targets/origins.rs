//! CORS: who may read an answer of the widget's API.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use proptest::prelude::*;

use super::go::{From, from};
use super::no_server_error;
use crate::engine::{End, Probe, Target};
use crate::house::{House, OTHER_PAGE, PAGE};
use crate::people::{BANKS, Journey};
use crate::processor::timed;
use crate::twist::{Twist, printable, twist};

/// A journey of the partner's page.
pub struct Origins {
    house: House,
    journey: Journey,
    since: std::time::Instant,
}

/// An access token lasts ten minutes.
const LIFE: std::time::Duration = std::time::Duration::from_mins(8);

/// A request of some page's script.
#[derive(Clone, Debug)]
pub struct Input {
    method: Method,
    path: &'static str,
    from: From,
    access: Option<Twist>,
    preflight: Option<&'static str>,
}

const PATHS: [&str; 8] = [
    "/journeys/current",
    "/journeys/open",
    "/journeys/resume",
    "/journeys/current/redeem",
    "/journeys/current/data?purpose=financial_health",
    "/v1/institutions",
    "/oauth/token",
    "/elsewhere",
];

/// The oracle: whether a page with this origin may read the answer. R-058.
fn may_read(input: &Input, journey: &Journey) -> bool {
    if !input.path.starts_with("/journeys/") {
        return false;
    }
    let Some(origin) = input.from.header() else {
        return false;
    };
    let registered = origin == PAGE || origin == OTHER_PAGE;
    let asks_first = input.method == Method::OPTIONS && input.preflight.is_some();
    // Open and resume are asked without a journey's token: the journey is in the body, which is empty here.
    let has_journey = input.path.starts_with("/journeys/current")
        && input
            .access
            .as_ref()
            .is_some_and(|twist| twist.of(&journey.access) == journey.access);
    if has_journey && !asks_first {
        origin == PAGE
    } else {
        registered
    }
}

impl Origins {
    /// A journey.
    ///
    /// # Errors
    /// What cannot be started.
    pub async fn new() -> Result<Self, String> {
        let house = House::new().await?;
        let journey = house.journey(BANKS[0]).await?;
        Ok(Self {
            house,
            journey,
            since: std::time::Instant::now(),
        })
    }
}

impl Target for Origins {
    const NAME: &'static str = "origins";
    type Input = Input;

    fn inputs() -> BoxedStrategy<Input> {
        let method = prop_oneof![
            4 => Just(Method::GET),
            4 => Just(Method::OPTIONS),
            2 => Just(Method::POST),
            1 => Just(Method::DELETE).prop_map(|_| Method::HEAD),
        ];
        let path = prop_oneof![6 => Just(PATHS[0]), 4 => prop::sample::select(&PATHS[..])];
        let access = prop_oneof![
            4 => Just(Some(Twist::Exact)),
            2 => twist(printable()).prop_map(Some),
            2 => Just(None),
        ];
        let preflight =
            prop_oneof![1 => Just(None), 3 => Just(Some("GET")), 1 => Just(Some("PATCH"))];
        (method, path, from(), access, preflight)
            .prop_map(|(method, path, from, access, preflight)| Input {
                method,
                path,
                from,
                access,
                preflight,
            })
            .boxed()
    }

    async fn probe(&mut self, input: &Input) -> Result<Probe, String> {
        if self.since.elapsed() > LIFE {
            self.journey = self.house.journey(BANKS[0]).await?;
            self.since = std::time::Instant::now();
        }
        let access = input.access.as_ref();
        let access = access.map(|twist| format!("Bearer {}", twist.of(&self.journey.access)));
        let mut request = Request::builder().method(&input.method).uri(input.path);
        for (name, value) in [
            ("origin", input.from.header()),
            ("authorization", access.clone()),
            (
                "access-control-request-method",
                input.preflight.map(str::to_owned),
            ),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let request = request
            .body(Body::empty())
            .map_err(|error| error.to_string())?;
        let (answer, took) = timed(self.house.ask(request)).await;
        no_server_error(&answer)?;
        let may = may_read(input, &self.journey);
        let all: Vec<_> = answer
            .headers
            .get_all(header::ACCESS_CONTROL_ALLOW_ORIGIN)
            .iter()
            .collect();
        let told = input.from.header().unwrap_or_default();
        let allowed = match all[..] {
            [] => false,
            [one] if one.as_bytes() == told.as_bytes() => true,
            _ => return Err("another origin than the one that asks is allowed".to_owned()),
        };
        if allowed != may {
            return Err(format!("allowed: {allowed}, may read: {may}"));
        }
        if answer
            .headers
            .contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS)
        {
            return Err("credentials are allowed".to_owned());
        }
        let shown = answer.status == StatusCode::OK && input.path == PATHS[0];
        let right = access == Some(format!("Bearer {}", self.journey.access)) && told == PAGE;
        if shown && !right {
            return Err("the journey was shown to somebody else".to_owned());
        }
        let end = if allowed { End::Accepted } else { End::Refused };
        Ok(Probe { end, took })
    }
}
