//! `POST /journeys/current/redeem`: three accesses wait, each for its own browser.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use proptest::prelude::*;
use serde_json::Value;

use super::go::{From, from};
use super::{Kept, no_server_error};
use crate::engine::{End, Probe, Target};
use crate::house::{House, PAGE};
use crate::people::{BANKS, Journey, Stand};
use crate::processor::timed;
use crate::twist::{Twist, printable, text, twist};

/// Three journeys with a handoff code each.
pub struct Redeem {
    house: House,
    waiting: Vec<Kept<(Journey, String)>>,
}

/// What a field holds.
#[derive(Clone, Debug)]
enum Held {
    /// A journey's code.
    Code(usize, Twist),
    /// A journey's verifier.
    Verifier(usize, Twist),
    /// Something that is no text.
    Other(&'static str),
}

/// The body.
#[derive(Clone, Debug)]
enum Content {
    /// An object with these fields.
    Fields(Vec<(&'static str, Held)>),
    /// A list.
    List(Vec<Held>),
    /// Something else.
    Raw(String),
}

/// A request that somebody makes.
#[derive(Clone, Debug)]
pub struct Input {
    access: Option<(usize, Twist, &'static str)>,
    from: From,
    kind: Option<&'static str>,
    content: Content,
}

fn honest() -> impl Strategy<Value = Input> {
    (0..3_usize).prop_map(|at| Input {
        access: Some((at, Twist::Exact, "Bearer ")),
        from: From::Said(PAGE.to_owned()),
        kind: Some("application/json"),
        content: Content::Fields(vec![
            ("code", Held::Code(at, Twist::Exact)),
            ("wv", Held::Verifier(at, Twist::Exact)),
        ]),
    })
}

fn twisted() -> impl Strategy<Value = Input> {
    let held = || {
        prop_oneof![
            6 => (0..3_usize, twist(text())).prop_map(|(at, twist)| Held::Code(at, twist)),
            6 => (0..3_usize, twist(text())).prop_map(|(at, twist)| Held::Verifier(at, twist)),
            1 => prop_oneof![Just("null"), Just("[]"), Just("{}"), Just("1e999"), Just("true")].prop_map(Held::Other),
        ]
    };
    let name =
        prop_oneof![4 => Just("code"), 4 => Just("wv"), 1 => Just("Code"), 1 => Just("extra")];
    let exact = (0..3_usize, 0..3_usize, twist(text()), twist(text())).prop_map(
        |(one, other, code, wv)| {
            Content::Fields(vec![
                ("code", Held::Code(one, code)),
                ("wv", Held::Verifier(other, wv)),
            ])
        },
    );
    let content = prop_oneof![
        6 => exact,
        3 => prop::collection::vec((name, held()), 0..4).prop_map(Content::Fields),
        1 => prop::collection::vec(held(), 0..4).prop_map(Content::List),
        1 => text().prop_map(Content::Raw),
        1 => (1..4000_usize).prop_map(|deep| Content::Raw("[".repeat(deep))),
    ];
    let access = prop_oneof![
        1 => Just(None),
        8 => (0..3_usize, Just(Twist::Exact), Just("Bearer ")).prop_map(Some),
        3 => (
            0..3_usize,
            twist(printable()),
            prop_oneof![Just("Bearer "), Just("bearer "), Just("Basic "), Just("Bearer  "), Just("")],
        )
            .prop_map(Some),
    ];
    let from = prop_oneof![2 => Just(From::Said(PAGE.to_owned())), 1 => from()];
    let kind = prop_oneof![
        8 => Just(Some("application/json")),
        1 => Just(Some("application/json; charset=utf-8")),
        1 => Just(Some("text/plain")),
        1 => Just(None),
    ];
    (access, from, kind, content).prop_map(|(access, from, kind, content)| Input {
        access,
        from,
        kind,
        content,
    })
}

type Waiting<'a> = [&'a (Journey, String)];

impl Held {
    fn value(&self, waiting: &Waiting<'_>) -> Value {
        match self {
            Self::Code(at, twist) => Value::String(twist.of(&waiting[*at].1)),
            Self::Verifier(at, twist) => Value::String(twist.of(&waiting[*at].0.wv)),
            // `1e999` is no number that can be kept: it goes as it is.
            Self::Other(raw) => serde_json::from_str(raw).unwrap_or(Value::Null),
        }
    }
}

impl Content {
    fn text(&self, waiting: &Waiting<'_>) -> String {
        match self {
            // By hand: a map would forget the second of two fields with one name.
            Self::Fields(fields) => {
                let field =
                    |(name, held): &(&str, Held)| format!("\"{name}\":{}", held.value(waiting));
                format!(
                    "{{{}}}",
                    fields.iter().map(field).collect::<Vec<_>>().join(",")
                )
            }
            Self::List(list) => {
                let values = list.iter().map(|held| held.value(waiting));
                Value::Array(values.collect()).to_string()
            }
            Self::Raw(text) => text.clone(),
        }
    }

    /// What it says as code and as verifier, once each.
    fn said(&self, waiting: &Waiting<'_>) -> Option<(String, String)> {
        let text = |held: &Held| held.value(waiting).as_str().map(str::to_owned);
        match self {
            Self::Fields(fields) => {
                let one = |wanted: &str| {
                    let mut found = fields.iter().filter(|(name, _)| *name == wanted);
                    let (first, second) = (found.next()?, found.next());
                    text(&first.1).filter(|_| second.is_none())
                };
                Some((one("code")?, one("wv")?))
            }
            // A list with the fields in their order says the same.
            Self::List(list) => match &list[..] {
                [code, wv] => Some((text(code)?, text(wv)?)),
                _ => None,
            },
            Self::Raw(_) => None,
        }
    }
}

/// The oracle: whose access may have been given out..
fn may(input: &Input, waiting: &Waiting<'_>) -> Option<usize> {
    let (of, twist, scheme) = input.access.as_ref()?;
    let header = format!("{scheme}{}", twist.of(&waiting[*of].0.access));
    let mut all = waiting.iter();
    let whose = all.position(|(journey, _)| header == format!("Bearer {}", journey.access))?;
    let json = input.kind?.split(';').next() == Some("application/json");
    let (code, wv) = input.content.said(waiting)?;
    let (journey, own) = waiting[whose];
    let fits = code == *own && wv == journey.wv && input.from.header()? == PAGE;
    (json && fits).then_some(whose)
}

impl Redeem {
    /// Three accesses.
    ///
    /// # Errors
    /// What cannot be started.
    pub async fn new() -> Result<Self, String> {
        let mut redeem = Self {
            house: House::new().await?,
            waiting: Vec::new(),
        };
        for at in 0..BANKS.len() {
            let fresh = redeem.fresh(at).await?;
            redeem.waiting.push(fresh);
        }
        Ok(redeem)
    }

    async fn fresh(&self, at: usize) -> Result<Kept<(Journey, String)>, String> {
        let attempt = self.house.attempt(BANKS[at]).await?;
        let code = self.house.come_back(&attempt).await?;
        Ok(Kept::new((attempt.journey, code)))
    }
}

impl Target for Redeem {
    const NAME: &'static str = "redeem";
    type Input = Input;

    fn inputs() -> BoxedStrategy<Input> {
        prop_oneof![1 => honest(), 40 => twisted()].boxed()
    }

    async fn probe(&mut self, input: &Input) -> Result<Probe, String> {
        for at in 0..BANKS.len() {
            if !self.waiting[at].is_fresh() {
                self.waiting[at] = self.fresh(at).await?;
            }
        }
        let waiting: Vec<&(Journey, String)> =
            self.waiting.iter().map(|kept| &kept.value).collect();
        let access = input.access.as_ref();
        let access = access
            .map(|(of, twist, scheme)| format!("{scheme}{}", twist.of(&waiting[*of].0.access)));
        let mut request = Request::post("/journeys/current/redeem");
        for (name, value) in [
            ("origin", input.from.header()),
            ("authorization", access),
            ("content-type", input.kind.map(str::to_owned)),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let may = may(input, &waiting);
        let request = request
            .body(Body::from(input.content.text(&waiting)))
            .map_err(|error| error.to_string())?;
        let (answer, took) = timed(self.house.ask(request)).await;
        let mut given = Vec::new();
        for at in 0..BANKS.len() {
            let stand = self.house.stand(&self.waiting[at].value.0.id).await?;
            if stand != Stand::Access {
                given.push((at, stand));
                self.waiting[at] = self.fresh(at).await?;
            }
        }
        no_server_error(&answer)?;
        let wanted: Vec<_> = may.into_iter().map(|at| (at, Stand::Shown)).collect();
        if given != wanted {
            return Err(format!("given: {given:?}, may be given: {wanted:?}"));
        }
        if (answer.status == StatusCode::OK) != may.is_some() {
            return Err(format!(
                "answered {}, may be given: {}",
                answer.status,
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
