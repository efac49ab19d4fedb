//! The `OpenID` Foundation's conformance tests for a client under FAPI 2.0, as far as a STET bank can put them: the modules
//! of the suite's plan `fapi2-security-profile-final-client-test-plan` without JARM and grant management, each run here
//! against the sandbox's banks, or left out with the reason. The names are the suite's.

use std::pin::Pin;

use e2e::{Done, Failure, failure::ensure};
use url::Url;

use crate::{
    attacks::brings_nothing,
    evidence::{Calls, Evidence},
    house::{BANK, House},
    visitor::{Visitor, random},
};

/// A bank without regions, to be dishonest or odd.
const ODD: &str = "axa-banque";

/// Before each name.
pub const PREFIX: &str = "fapi2-security-profile-final-client-";

/// Runs a case.
pub type Run = fn() -> Pin<Box<dyn Future<Output = Done>>>;

/// What becomes of a module.
pub enum How {
    /// It is a case here.
    Case(Run),
    /// It is not, for this reason.
    LeftOut(&'static str),
}

/// A module of the plan.
pub struct Module {
    /// Its name, after [`PREFIX`].
    pub name: &'static str,
    /// What becomes of it.
    pub how: How,
}

const ID_TOKEN: &str =
    "about an ID token: STET's token answer has none, and none is asked for (no scope openid)";
const DPOP: &str = "about DPoP: STET's tokens are bearer tokens";
const MTLS: &str = "about mTLS: no client certificate is presented yet (R-004, R-009)";
const REFRESH: &str =
    "the suite itself leaves it out of plain FAPI; refreshing has tests of its own (r_012_…)";

macro_rules! modules {
    ($($name:literal $how:expr;)*) => {
        /// The 24 modules, in the plan's order.
        pub const ALL: [Module; 24] = [$(Module { name: $name, how: $how }),*];
    };
}

macro_rules! case {
    ($function:ident) => {
        How::Case(|| Box::pin($function()))
    };
}

modules! {
    "test-happy-path" case!(happy_path);
    "test-discovery-issuer-mismatch" case!(nothing_is_discovered);
    "test-invalid-iss" How::LeftOut(ID_TOKEN);
    "test-invalid-aud" How::LeftOut(ID_TOKEN);
    "test-invalid-secondary-aud" How::LeftOut(ID_TOKEN);
    "test-invalid-null-alg" How::LeftOut(ID_TOKEN);
    "test-invalid-alternate-alg" How::LeftOut(ID_TOKEN);
    "test-invalid-expired-exp" How::LeftOut(ID_TOKEN);
    "test-invalid-missing-exp" How::LeftOut(ID_TOKEN);
    "test-invalid-missing-aud" How::LeftOut(ID_TOKEN);
    "test-invalid-missing-iss" How::LeftOut(ID_TOKEN);
    "test-valid-aud-as-array" How::LeftOut(ID_TOKEN);
    "test-invalid-nonce" How::LeftOut(ID_TOKEN);
    "test-invalid-missing-nonce" How::LeftOut(ID_TOKEN);
    "test-invalid-authorization-response-iss" case!(another_iss);
    "test-remove-authorization-response-iss" case!(no_iss);
    "test-ensure-authorization-response-with-invalid-state-fails" case!(another_state);
    "test-ensure-authorization-response-with-invalid-missing-state-fails" case!(no_state);
    "test-token-endpoint-response-without-expires_in" case!(no_expires_in);
    "test-token-type-case-insensitivity" case!(token_type_in_another_case);
    "test-rs-dpop-auth-scheme-case-insensitivity" How::LeftOut(DPOP);
    "test-happy-path-no-dpop-nonce" How::LeftOut(DPOP);
    "test-happy-path-no-mtls-endpoint-aliases" How::LeftOut(MTLS);
    "refresh-token-test" How::LeftOut(REFRESH);
}

/// Runs the case of this name.
pub async fn run(name: &str) -> Done {
    let module = ALL.iter().find(|module| module.name == name);
    match module.map(|module| &module.how) {
        Some(How::Case(run)) => run().await.map_err(|failure| failure.at(name)),
        _ => Err(Failure::new(format!("{name} is no case"))),
    }
}

/// The request is pushed, the code exchanged once, and the accounts are read with the token.
async fn happy_path() -> Done {
    let house = House::honest().await?;
    let evidence = Evidence::from_now(&house.stack).await?;
    goes_well(&house, BANK).await?;
    let Calls {
        pushed,
        tokens,
        data,
        ..
    } = evidence.calls().await?;
    ensure(
        (pushed, tokens, data) == (1, 1, 1),
        format!("{pushed} pushed, {tokens} codes, {data} data calls"),
    )?;
    ensure(evidence.events()?.is_empty(), "a security event")
}

/// There is no document whose issuer could differ: addresses and issuer are configuration.
async fn nothing_is_discovered() -> Done {
    let house = House::honest().await?;
    goes_well(&house, BANK).await?;
    let asked = house.stack.calls(BANK, "metadata").await?;
    ensure(asked == 0, format!("metadata was asked for {asked} times"))
}

async fn another_iss() -> Done {
    let house = House::with_liars(&[format!("{ODD}=iss-swapped")]).await?;
    is_the_end(&house, ODD, "issuer_mismatch", |_| Ok(())).await
}

async fn no_iss() -> Done {
    let house = House::with_liars(&[format!("{ODD}=iss-missing")]).await?;
    is_the_end(&house, ODD, "issuer_mismatch", |_| Ok(())).await
}

async fn another_state() -> Done {
    let house = House::honest().await?;
    is_the_end(&house, BANK, "state_unknown", |answer| {
        set_state(answer, Some(&random()))
    })
    .await
}

async fn no_state() -> Done {
    let house = House::honest().await?;
    is_the_end(&house, BANK, "answer_malformed", |answer| {
        set_state(answer, None)
    })
    .await
}

async fn no_expires_in() -> Done {
    let house = House::with_liars(&[format!("{ODD}=no-expiry")]).await?;
    goes_well(&house, ODD).await
}

async fn token_type_in_another_case() -> Done {
    let house = House::with_liars(&[format!("{ODD}=inverted-case")]).await?;
    goes_well(&house, ODD).await
}

async fn goes_well(house: &House, bank: &str) -> Done {
    let accounts = Visitor::open(&house.stack).await?.connected(bank).await?;
    ensure(!accounts.is_empty(), "no accounts")
}

/// The suite's "expect nothing after the authorization response": refused, and nothing is asked of any bank.
async fn is_the_end(
    house: &House,
    bank: &str,
    event: &str,
    forge: impl FnOnce(&mut Url) -> Done,
) -> Done {
    let mut person = Visitor::open(&house.stack).await?;
    let mut answer = Url::parse(&person.answer_of(bank).await?)?;
    forge(&mut answer)?;
    let evidence = Evidence::from_now(&house.stack).await?;
    let got = person.get(answer.as_str()).await?;
    let got = got.must_be(400, "the answer")?;
    brings_nothing(&got, "the answer")?;
    let calls = evidence.calls().await?;
    ensure(
        calls == Calls::default(),
        format!("asked after it: {calls}"),
    )?;
    let events = evidence.events()?;
    ensure(events == [event], format!("events {events:?}"))
}

fn set_state(answer: &mut Url, state: Option<&str>) -> Done {
    let pairs: Vec<(String, String)> = answer.query_pairs().into_owned().collect();
    ensure(
        pairs.iter().any(|(name, _)| name == "state"),
        "the bank's answer has no state",
    )?;
    let others = pairs.iter().filter(|(name, _)| name != "state");
    let mut query = answer.query_pairs_mut();
    query.clear().extend_pairs(others);
    if let Some(state) = state {
        query.append_pair("state", state);
    }
    Ok(())
}
