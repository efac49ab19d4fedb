//! What a lying bank gets out of the backend: nothing, and no token of it is ever used.

use e2e::{Done, Failure, failure::ensure};

use crate::{
    evidence::{Calls, Evidence},
    evil::Evil,
    house::House,
    visitor::Visitor,
};

/// A bank without regions for the liars; each stack has one of them.
const LIAR: &str = "axa-banque";

/// What became of a lie.
#[derive(Debug, Clone)]
pub struct Told {
    /// The lie, as the sandbox names it.
    pub lie: &'static str,
    /// Where the person's journey stands afterwards.
    pub stage: String,
    /// What the bank was asked.
    pub calls: Calls,
}

/// Lies of the token endpoint and of the list of accounts. Those about `iss` are attacks of their own.
pub const ALL: [&str; 8] = [
    "wider-scope",
    "other-token-type",
    "other-client",
    "token-redirects",
    "silent",
    "huge",
    "links-leave",
    "replays",
];

/// A person connects at a bank that tells this lie.
pub async fn tell(lie: &'static str) -> Done<Told> {
    let evil = Evil::open().await?;
    let liar = match lie {
        "token-redirects" | "links-leave" => format!("{LIAR}={lie}:{}", evil.origin),
        _ => format!("{LIAR}={lie}"),
    };
    let house = House::with_liars(&[liar]).await?;
    let told = match lie {
        "replays" => replayed(&house).await?,
        _ => connected(lie, &house).await?,
    };
    ensure(
        evil.loot("/").is_empty(),
        format!("{lie}: something came to the other origin"),
    )?;
    Ok(told)
}

async fn connected(lie: &'static str, house: &House) -> Done<Told> {
    let mut person = Visitor::open(&house.stack).await?;
    let answer = person.answer_of(LIAR).await?;
    let evidence = Evidence::from_now(&house.stack).await?;
    let back = person.get(&answer).await?.must_be(303, "the way back")?;
    let code = back
        .handoff()
        .ok_or_else(|| Failure::new("no handoff code"))?;
    person.resume().await?.must_be(200, "resume")?;
    let stage = person.redeem(&code).await?.must_be(200, "redeem")?.says();
    ensure(
        stage == "outcome",
        format!("{lie}: the person is at {stage}"),
    )?;
    let calls = evidence.calls().await?;
    // Two lies only show when a token is used: the first call is the last.
    let most = usize::from(matches!(lie, "other-client" | "links-leave"));
    ensure(calls.data <= most, format!("{lie}: {calls}"))?;
    // A token that is refused by its looks is given back; the bank's other lies give none that could be.
    let given_back = matches!(lie, "wider-scope" | "other-token-type");
    ensure(
        !given_back || calls.revoked > 0,
        format!("{lie}: the refused token was not given back"),
    )?;
    Ok(Told { lie, stage, calls })
}

/// The bank hands the second person the first one's answer.
async fn replayed(house: &House) -> Done<Told> {
    let mut first = Visitor::open(&house.stack).await?;
    first.answer_of(LIAR).await?;
    let mut second = Visitor::open(&house.stack).await?;
    let answer = second.answer_of(LIAR).await?;
    let evidence = Evidence::from_now(&house.stack).await?;
    let back = second.get(&answer).await?;
    ensure(
        back.handoff().is_none(),
        "the second person finished the first one's journey",
    )?;
    ensure(evidence.events()? == ["wrong_browser"], "no event")?;
    let stage = second.view().await?.says();
    ensure(
        stage == "at_bank",
        format!("the second person is at {stage}"),
    )?;
    let calls = evidence.calls().await?;
    ensure(calls.data == 0, format!("replays: {calls}"))?;
    Ok(Told {
        lie: "replays",
        stage,
        calls,
    })
}
