//! `GET /callback` and `GET /callback/{bank}`: three attempts wait at three banks; an answer is put together from what
//! belongs to them.

use axum::body::Body;
use axum::http::{Method, Request, header};
use proptest::prelude::*;

use super::{Kept, no_server_error};
use crate::engine::{End, Probe, Target};
use crate::house::House;
use crate::people::{Attempt, BANKS, Stand};
use crate::processor::timed;
use crate::twist::{Twist, Written, decoded, printable, text, twist, written};

/// Three attempts; none is used up as long as its answer is refused.
pub struct Callback {
    house: House,
    waiting: Vec<Kept<Attempt>>,
}

/// The honest answer of one attempt, and what is done to it.
#[derive(Clone, Debug)]
pub struct Input {
    attempt: usize,
    method: Method,
    edits: Vec<Edit>,
}

/// What a value may be taken from.
#[derive(Clone, Copy, Debug)]
enum Slot {
    State,
    Issuer,
    Code,
}

/// One change.
#[derive(Clone, Debug)]
enum Edit {
    /// A parameter's value becomes an attempt's own, changed.
    Value(usize, Slot, usize, Twist),
    /// A parameter is written another way.
    Write(usize, Written),
    /// A parameter is named otherwise.
    Name(usize, &'static str),
    /// A parameter is left out.
    Drop(usize),
    /// A parameter comes twice.
    Repeat(usize),
    /// Two parameters change places.
    Swap(usize, usize),
    /// Something is added.
    Add(&'static str, String),
    /// It comes to the callback of another bank, or of none.
    Place(&'static str),
    /// The cookies become these.
    Cookies(Vec<Vec<(usize, Twist, Twist)>>),
}

const NAMES: [&str; 14] = [
    "state",
    "iss",
    "code",
    "error",
    "error_description",
    "session_state",
    "state[]",
    "state.x",
    "code[0]",
    "iss[a]",
    "%73tate",
    "STATE",
    "c%6Fde",
    "",
];

const PLACES: [&str; 5] = [
    "/callback",
    "/callback/caisse-epargne-bretagne-pays-de-loire",
    "/callback/caisse-epargne-normandie",
    "/callback/lcl",
    "/callback/nowhere",
];

fn edit() -> impl Strategy<Value = Edit> {
    let at = || 0..6_usize;
    let one = || 0..3_usize;
    let slot = prop_oneof![Just(Slot::State), Just(Slot::Issuer), Just(Slot::Code)];
    let name = || prop::sample::select(&NAMES[..]);
    let cookies = prop::collection::vec(
        prop::collection::vec((one(), twist(printable()), twist(printable())), 0..3),
        0..3,
    );
    prop_oneof![
        6 => (at(), slot, one(), twist(text())).prop_map(|(a, b, c, d)| Edit::Value(a, b, c, d)),
        2 => (at(), written()).prop_map(|(a, b)| Edit::Write(a, b)),
        2 => (at(), name()).prop_map(|(a, b)| Edit::Name(a, b)),
        1 => at().prop_map(Edit::Drop),
        1 => at().prop_map(Edit::Repeat),
        1 => (at(), at()).prop_map(|(a, b)| Edit::Swap(a, b)),
        2 => (name(), text()).prop_map(|(a, b)| Edit::Add(a, b)),
        2 => prop::sample::select(&PLACES[..]).prop_map(Edit::Place),
        4 => cookies.prop_map(Edit::Cookies),
    ]
}

/// A callback about to be sent.
struct Sent {
    place: String,
    query: String,
    cookies: Vec<String>,
}

impl Input {
    fn sent(&self, attempts: &[&Attempt]) -> Sent {
        let own = attempts[self.attempt];
        let mut place = own.journey.bank.callback.to_owned();
        let plain = |name: &str, value: &str| (name.to_owned(), value.to_owned(), Written::Plain);
        let mut parameters = vec![plain("state", &own.state), plain("code", &own.code)];
        if own.journey.bank.names_itself {
            parameters.push(plain("iss", &own.issuer));
        }
        let mut cookies = vec![format!("{}={}", own.cookie, own.browser)];
        for edit in &self.edits {
            let count = parameters.len().max(1);
            let at = |index: &usize| index % count;
            match edit {
                Edit::Value(index, slot, of, twist) => {
                    let of = attempts[*of];
                    let honest = match slot {
                        Slot::State => &of.state,
                        Slot::Issuer => &of.issuer,
                        Slot::Code => &of.code,
                    };
                    if let Some(parameter) = parameters.get_mut(at(index)) {
                        parameter.1 = twist.of(honest);
                    }
                }
                Edit::Write(index, written) => {
                    if let Some(parameter) = parameters.get_mut(at(index)) {
                        parameter.2 = *written;
                    }
                }
                Edit::Name(index, name) => {
                    if let Some(parameter) = parameters.get_mut(at(index)) {
                        (*name).clone_into(&mut parameter.0);
                    }
                }
                Edit::Drop(index) if !parameters.is_empty() => {
                    parameters.remove(at(index));
                }
                Edit::Repeat(index) if !parameters.is_empty() => {
                    parameters.push(parameters[at(index)].clone());
                }
                Edit::Swap(one, other) if !parameters.is_empty() => {
                    parameters.swap(at(one), at(other));
                }
                Edit::Drop(_) | Edit::Repeat(_) | Edit::Swap(..) => {}
                Edit::Add(name, value) => parameters.push(plain(name, value)),
                Edit::Place(other) => (*other).clone_into(&mut place),
                Edit::Cookies(lines) => {
                    let pair = |(of, name, value): &(usize, Twist, Twist)| {
                        let of = attempts[*of];
                        format!("{}={}", name.of(&of.cookie), value.of(&of.browser))
                    };
                    let line =
                        |pairs: &Vec<_>| pairs.iter().map(pair).collect::<Vec<_>>().join("; ");
                    cookies = lines.iter().map(line).collect();
                }
            }
        }
        let write = |(name, value, written): &(String, String, Written)| {
            format!("{name}={}", written.of(value))
        };
        Sent {
            place,
            query: parameters.iter().map(write).collect::<Vec<_>>().join("&"),
            cookies,
        }
    }
}

/// The oracle: where the attempts may be afterwards, from what goes over the wire.,
///
fn may(method: &Method, sent: &Sent, attempts: &[&Attempt]) -> Vec<Stand> {
    let mut stands = vec![Stand::AtBank; attempts.len()];
    // A navigation, and nothing else.
    if *method != Method::GET {
        return stands;
    }
    let Some((at, stand)) = verdict(sent, attempts) else {
        return stands;
    };
    stands[at] = stand;
    stands
}

fn verdict(sent: &Sent, attempts: &[&Attempt]) -> Option<(usize, Stand)> {
    if sent.query.len() > 16 * 1024 {
        return None;
    }
    let pairs = decoded(&sent.query)?;
    let pairs: Vec<(String, String)> = pairs
        .into_iter()
        .map(|(name, value)| {
            Some((
                String::from_utf8(name).ok()?,
                String::from_utf8(value).ok()?,
            ))
        })
        .collect::<Option<_>>()?;
    let said = |wanted: &str| {
        let mut found = pairs.iter().filter(|(name, _)| {
            name == wanted
                || name.starts_with(&format!("{wanted}["))
                || name.starts_with(&format!("{wanted}."))
        });
        match (found.next(), found.next()) {
            (None, _) => Some(None),
            (Some((name, value)), None) if name == wanted && value.len() <= 4096 => {
                Some(Some(value.as_str()))
            }
            _ => None,
        }
    };
    let (state, iss, code, error) = (said("state")?, said("iss")?, said("code")?, said("error")?);
    if code.is_some() == error.is_some() || code == Some("") {
        return None;
    }
    let at = attempts
        .iter()
        .position(|one| Some(one.state.as_str()) == state)?;
    let attempt = attempts[at];
    let bank = attempt.journey.bank;
    let issuer = match iss {
        Some(iss) => iss == attempt.issuer,
        None => !bank.names_itself,
    };
    if !issuer || sent.place != bank.callback {
        return None;
    }
    let held: Vec<&str> = sent
        .cookies
        .iter()
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().strip_prefix(&attempt.cookie)?.strip_prefix('='))
        .collect();
    let left = held == [attempt.browser.as_str()];
    let good = code == Some(&attempt.code);
    Some((
        at,
        match (left, good) {
            (true, true) => Stand::Access,
            (true, false) => Stand::Ended,
            (false, true) => Stand::Quarantined,
            (false, false) => Stand::Astray,
        },
    ))
}

impl Callback {
    /// Three attempts at three banks.
    ///
    /// # Errors
    /// What cannot be started.
    pub async fn new() -> Result<Self, String> {
        let house = House::new().await?;
        let mut waiting = Vec::new();
        for bank in BANKS {
            waiting.push(Kept::new(house.attempt(bank).await?));
        }
        Ok(Self { house, waiting })
    }
}

impl Target for Callback {
    const NAME: &'static str = "callback";
    type Input = Input;

    fn inputs() -> BoxedStrategy<Input> {
        let edits = prop_oneof![
            1 => Just(Vec::new()),
            40 => prop::collection::vec(edit(), 1..4),
        ];
        let method = prop_oneof![
            30 => Just(Method::GET),
            1 => Just(Method::HEAD),
            1 => Just(Method::POST),
            1 => Just(Method::PUT),
        ];
        (0..3_usize, method, edits)
            .prop_map(|(attempt, method, edits)| Input {
                attempt,
                method,
                edits,
            })
            .boxed()
    }

    async fn probe(&mut self, input: &Input) -> Result<Probe, String> {
        for (kept, bank) in self.waiting.iter_mut().zip(BANKS) {
            if !kept.is_fresh() {
                *kept = Kept::new(self.house.attempt(bank).await?);
            }
        }
        let attempts: Vec<&Attempt> = self.waiting.iter().map(|kept| &kept.value).collect();
        let sent = input.sent(&attempts);
        let mut request = Request::builder()
            .method(&input.method)
            .uri(format!("{}?{}", sent.place, sent.query));
        for line in &sent.cookies {
            request = request.header(header::COOKIE, line);
        }
        let request = request
            .body(Body::empty())
            .map_err(|error| error.to_string())?;
        let may = may(&input.method, &sent, &attempts);
        let (answer, took) = timed(self.house.ask(request)).await;
        let mut stands = Vec::new();
        for (kept, bank) in self.waiting.iter_mut().zip(BANKS) {
            let stand = self.house.stand(&kept.value.journey.id).await?;
            if stand != Stand::AtBank {
                *kept = Kept::new(self.house.attempt(bank).await?);
            }
            stands.push(stand);
        }
        no_server_error(&answer)?;
        if stands != may {
            return Err(format!("the attempts are {stands:?} and may be {may:?}"));
        }
        let back = answer.header(header::LOCATION).contains("#guichet=");
        let here = stands
            .iter()
            .any(|one| matches!(one, Stand::Access | Stand::Ended));
        if back != here {
            return Err(format!(
                "a handoff code: {back}, a return that this browser may have: {here}"
            ));
        }
        let end = if stands.contains(&Stand::Access) {
            End::Accepted
        } else {
            End::Refused
        };
        Ok(Probe { end, took })
    }
}
