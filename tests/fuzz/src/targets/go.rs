//! `POST /go`: three tickets wait; a form is put together from them, and comes from somewhere.

use axum::body::Body;
use axum::http::{Method, Request, header};
use proptest::prelude::*;

use super::{Kept, no_server_error};
use crate::engine::{End, Probe, Target};
use crate::house::{House, OTHER_PAGE, OWN, PAGE};
use crate::people::{BANKS, Journey, Stand};
use crate::processor::timed;
use crate::twist::{Twist, Written, decoded, printable, text, twist, written};

const FORM: &str = "application/x-www-form-urlencoded";

/// What looks like an origin of ours, or like one that anybody might be let in with.
const STRANGE: [&str; 14] = [
    "null",
    "*",
    "http://evil.example",
    "http://localhost",
    "http://localhost:8080/",
    "https://localhost:8080",
    "http://LOCALHOST:8080",
    "http://localhost:8080.evil.example",
    "http://evil.example#http://localhost:8080",
    "http://localhost:08080",
    "http://127.0.0.1:8080",
    "http://a@localhost:8080",
    "file://",
    "",
];

/// Three journeys with their tickets.
pub struct Go {
    house: House,
    waiting: Vec<Kept<(Journey, String)>>,
}

/// Where it says that it comes from.
#[derive(Clone, Debug)]
pub enum From {
    /// It does not say.
    Nowhere,
    /// This.
    Said(String),
    /// The page, changed.
    Page(Twist),
}

/// Where a request may say that it comes from.
pub(super) fn from() -> BoxedStrategy<From> {
    let strange = prop::sample::select(&STRANGE[..]);
    let known = prop_oneof![
        8 => Just(PAGE),
        2 => Just(OWN),
        2 => Just(OTHER_PAGE),
        14 => strange,
    ];
    prop_oneof![
        5 => known.prop_map(|origin| From::Said(origin.to_owned())),
        3 => twist(printable()).prop_map(From::Page),
        1 => Just(From::Nowhere),
    ]
    .boxed()
}

impl From {
    /// The header, if there is one.
    pub(super) fn header(&self) -> Option<String> {
        match self {
            Self::Nowhere => None,
            Self::Said(origin) => Some(origin.clone()),
            Self::Page(twist) => Some(twist.of(PAGE)),
        }
    }
}

/// A form that somebody sends.
#[derive(Clone, Debug)]
pub struct Input {
    method: Method,
    fields: Vec<(String, usize, Twist, Written)>,
    from: From,
    site: Option<&'static str>,
    kind: Option<&'static str>,
}

fn honest() -> impl Strategy<Value = Input> {
    (0..3_usize, any::<bool>()).prop_map(|(ticket, own)| Input {
        method: Method::POST,
        fields: vec![("ticket".to_owned(), ticket, Twist::Exact, Written::Plain)],
        from: From::Said(if own { OWN } else { PAGE }.to_owned()),
        site: own.then_some("same-origin"),
        kind: Some(FORM),
    })
}

fn twisted() -> impl Strategy<Value = Input> {
    let name = prop_oneof![
        12 => Just("ticket".to_owned()),
        1 => prop_oneof![Just("ticket[]"), Just("Ticket"), Just("%74icket"), Just("t")].prop_map(str::to_owned),
    ];
    let write = prop_oneof![6 => Just(Written::Plain), 2 => written()];
    let field = (name, 0..3_usize, twist(text()), write);
    let fields = prop_oneof![
        6 => prop::collection::vec(field.clone(), 1),
        2 => prop::collection::vec(field, 0..4),
    ];
    let method =
        prop_oneof![12 => Just(Method::POST), 1 => Just(Method::GET), 1 => Just(Method::PUT)];
    let site = prop_oneof![
        3 => Just(None),
        2 => Just(Some("same-origin")),
        1 => prop_oneof![Just("cross-site"), Just("same-site"), Just("none"), Just("")].prop_map(Some),
    ];
    let kind = prop_oneof![
        12 => Just(Some(FORM)),
        2 => Just(Some("application/x-www-form-urlencoded; charset=utf-8")),
        1 => prop_oneof![Just("application/json"), Just("multipart/form-data; boundary=a"), Just("text/plain"), Just("*")]
            .prop_map(Some),
        1 => Just(None),
    ];
    (method, fields, from(), site, kind).prop_map(|(method, fields, from, site, kind)| Input {
        method,
        fields,
        from,
        site,
        kind,
    })
}

/// The oracle: which journey may have left..
fn may(input: &Input, body: &str, tickets: &[&str]) -> Option<usize> {
    if input.method != Method::POST || !input.kind?.starts_with(FORM) {
        return None;
    }
    if body.len() > 64 * 1024 {
        return None;
    }
    // Each field by itself: one that cannot be read does not speak for the others.
    let mut given = body.split('&').filter_map(|field| {
        if let Some(read) = decoded(field) {
            return read
                .into_iter()
                .find(|(name, _)| name == b"ticket")
                .map(|(_, value)| value);
        }
        let name = decoded(field.split('=').next()?)?;
        name.iter()
            .any(|(name, _)| name == b"ticket")
            .then(Vec::new)
    });
    let (ticket, another) = (given.next()?, given.next());
    let whose = tickets
        .iter()
        .position(|known| known.as_bytes() == ticket)?;
    let origin = input.from.header()?;
    let confirmed = origin == OWN && matches!(input.site, None | Some("same-origin"));
    (another.is_none() && (origin == PAGE || confirmed)).then_some(whose)
}

impl Go {
    /// Three tickets.
    ///
    /// # Errors
    /// What cannot be started.
    pub async fn new() -> Result<Self, String> {
        let mut go = Self {
            house: House::new().await?,
            waiting: Vec::new(),
        };
        for at in 0..BANKS.len() {
            let fresh = go.fresh(at).await?;
            go.waiting.push(fresh);
        }
        Ok(go)
    }

    async fn fresh(&self, at: usize) -> Result<Kept<(Journey, String)>, String> {
        let journey = self.house.journey(BANKS[at]).await?;
        let ticket = self.house.ticket(&journey).await?;
        Ok(Kept::new((journey, ticket)))
    }
}

impl Target for Go {
    const NAME: &'static str = "go";
    type Input = Input;

    fn inputs() -> BoxedStrategy<Input> {
        prop_oneof![1 => honest(), 30 => twisted()].boxed()
    }

    async fn probe(&mut self, input: &Input) -> Result<Probe, String> {
        for at in 0..BANKS.len() {
            if !self.waiting[at].is_fresh() {
                self.waiting[at] = self.fresh(at).await?;
            }
        }
        let tickets: Vec<&str> = self
            .waiting
            .iter()
            .map(|kept| kept.value.1.as_str())
            .collect();
        let write = |(name, ticket, twist, written): &(String, usize, Twist, Written)| {
            format!("{name}={}", written.of(&twist.of(tickets[*ticket])))
        };
        let body = input.fields.iter().map(write).collect::<Vec<_>>().join("&");
        let mut request = Request::builder().method(&input.method).uri("/go");
        for (name, value) in [
            ("origin", input.from.header()),
            ("sec-fetch-site", input.site.map(str::to_owned)),
            ("content-type", input.kind.map(str::to_owned)),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let may = may(input, &body, &tickets);
        let request = request
            .body(Body::from(body))
            .map_err(|error| error.to_string())?;
        let (answer, took) = timed(self.house.ask(request)).await;
        let mut left = Vec::new();
        for at in 0..BANKS.len() {
            let stand = self.house.stand(&self.waiting[at].value.0.id).await?;
            if stand != Stand::Here {
                left.push((at, stand));
                self.waiting[at] = self.fresh(at).await?;
            }
        }
        no_server_error(&answer)?;
        let wanted: Vec<_> = may.into_iter().map(|at| (at, Stand::AtBank)).collect();
        if left != wanted {
            return Err(format!("left: {left:?}, may have left: {wanted:?}"));
        }
        let cookie = answer.header(header::SET_COOKIE).starts_with("__Host-a-");
        if cookie != may.is_some() {
            return Err(format!(
                "a cookie: {cookie}, may have left: {}",
                may.is_some()
            ));
        }
        let end = if may.is_some() {
            End::Accepted
        } else {
            End::Refused
        };
        Ok(Probe { end, took })
    }
}
