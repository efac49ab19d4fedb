//! Attacks on the bank's answer on its way back.

use e2e::{Done, Failure, Person, Place, bank::Hand::Pointer, failure::ensure};
use url::Url;

use super::{brings_nothing, shown};
use crate::{
    evidence::Evidence,
    house::{BANK, House},
    table::Shown,
    visitor::Visitor,
};

/// How many at once: the first and the last number of the requirement, and one between.
const AT_ONCE: [usize; 3] = [2, 17, 100];

/// The victim confirms at the bank; the attacker, who reads the answer on its way, is quicker. The victim's browser
/// holds the attempt's cookie, the attacker's does not.
pub async fn a_05_stolen_answer_in_another_browser() -> Done<Shown> {
    let house = House::honest().await?;
    let victim = Person::sit_down_at(house.stack.clone()).await?;
    victim.open("/").await?;
    victim.until(Place::Bank).await?;
    victim.pick(Pointer, "la banque postale", None).await?;
    victim.leave(Pointer).await?;
    let form =
        "return [document.querySelector('[name=visit]').value, location.pathname.split('/')[1]]";
    let form = victim.look(form).await?;
    let (visit, bank) = (
        form[0].as_str().unwrap_or_default(),
        form[1].as_str().unwrap_or_default(),
    );

    let evidence = Evidence::from_now(&house.stack).await?;
    let mut thief = Visitor::new(&house.stack)?;
    let issuer = format!("{}/{bank}", house.stack.banks);
    let stolen = thief.finish_at_bank(&issuer, visit, "ordinary").await?;
    let attacker = Person::sit_down_at(house.stack.clone()).await?;
    attacker.browser.driver.goto(&stolen).await?;
    let path = attacker.path().await?;
    ensure(
        path.starts_with(&house.stack.backend),
        format!("the attacker is on {path}"),
    )?;
    let heading = attacker
        .look("return document.querySelector('h1')?.textContent ?? ''")
        .await?;
    attacker.open("/").await?;
    let place = attacker
        .until_any(&[Place::Bank, Place::Returned, Place::Accounts, Place::AtBank])
        .await?;
    ensure(
        place == Place::Bank,
        format!("the attacker's own widget is at {}", place.name()),
    )?;
    shown(
        &evidence,
        format!("“{}”", heading.as_str().unwrap_or_default()),
    )
    .await
}

/// Everything in the attacker's browser is right but the code, which is the victim's: PKCE tells the bank.
pub async fn a_06_code_injected_with_own_state() -> Done<Shown> {
    let house = House::honest().await?;
    let mut victim = Visitor::open(&house.stack).await?;
    let theirs = victim.answer_of(BANK).await?;
    let mut attacker = Visitor::open(&house.stack).await?;
    let own = attacker.answer_of(BANK).await?;
    let code = parameter(&theirs, "code")?;
    let forged = with_parameter(&own, "code", &code)?;

    let evidence = Evidence::from_now(&house.stack).await?;
    let back = attacker
        .get(&forged)
        .await?
        .must_be(303, "the forged answer")?;
    let handoff = back.handoff().ok_or_else(|| Failure::new("no way back"))?;
    attacker.resume().await?.must_be(200, "resume")?;
    let view = attacker.redeem(&handoff).await?.must_be(200, "redeem")?;
    let stage = view.says();
    ensure(stage == "outcome", format!("the attacker is at {stage}"))?;
    shown(
        &evidence,
        "no access: the bank refuses the code for want of the verifier",
    )
    .await
}

/// The attacker confirms at the bank as themselves and lets a victim's browser finish.
pub async fn a_07_victim_finishes_attackers_callback() -> Done<Shown> {
    let house = House::honest().await?;
    let mut attacker = Visitor::open(&house.stack).await?;
    let answer = attacker.answer_of(BANK).await?;
    let victim = Person::sit_down_at(house.stack.clone()).await?;
    victim.open("/").await?;
    victim.until(Place::Bank).await?;

    let evidence = Evidence::from_now(&house.stack).await?;
    victim.browser.driver.goto(&answer).await?;
    let path = victim.path().await?;
    ensure(
        path.starts_with(&house.stack.backend),
        format!("the victim is on {path}"),
    )?;
    let heading = victim
        .look("return document.querySelector('h1')?.textContent ?? ''")
        .await?;
    let heading = heading.as_str().unwrap_or_default().to_owned();
    victim.open("/").await?;
    let place = victim
        .until_any(&[Place::Bank, Place::Accounts, Place::Returned])
        .await?;
    ensure(
        place == Place::Bank,
        "the victim's journey has the attacker's account in it",
    )?;
    shown(&evidence, format!("“{heading}”")).await
}

/// Four liars and a bank that cannot send `iss`: the backend calls no token endpoint, neither theirs nor another's.
pub async fn a_08_mix_up() -> Done<Shown> {
    let liars = [
        "axa-banque=iss-swapped",
        "bunq=iss-missing",
        "n26=error-mix-up",
        "revolut=forwards",
    ];
    let liars = liars.map(str::to_owned);
    let house = House::with_liars(&liars).await?;
    let evidence = Evidence::from_now(&house.stack).await?;
    let mut refused = 0;
    for bank in ["axa-banque", "bunq", "revolut"] {
        let mut victim = Visitor::open(&house.stack).await?;
        let answer = victim
            .answer_of(bank)
            .await
            .map_err(|failure| failure.at(bank))?;
        refused += is_refused(&mut victim, &answer, bank).await?;
    }
    // An error in the name of another bank: it must not end the attempt at the true one.
    let mut victim = Visitor::at_handoff(&house.stack, "n26").await?;
    let address = victim.leave().await?;
    let answer = victim.cancel(&address).await?;
    refused += is_refused(&mut victim, &answer, "n26").await?;
    // The answer for a bank with a callback of its own comes to the shared one, and the other way round.
    let mut victim = Visitor::open(&house.stack).await?;
    let answer = victim.answer_of(BANK).await?;
    let moved = answer.replacen("/callback", "/callback/caisse-epargne-normandie", 1);
    refused += is_refused(&mut victim, &moved, "another bank's callback").await?;
    shown(
        &evidence,
        format!("{refused} of 5 answers refused, each attempt still open"),
    )
    .await
}

/// One answer, refused though it comes to the browser that left, and with the attempt left open.
async fn is_refused(victim: &mut Visitor, answer: &str, what: &str) -> Done<usize> {
    let got = victim.get(answer).await?.must_be(400, what)?;
    brings_nothing(&got, what)?;
    let stage = victim.view().await?.says();
    ensure(
        stage == "at_bank",
        format!("{what}: the journey is at {stage}"),
    )?;
    Ok(1)
}

/// An answer comes many times at once: from the browser that left, which gets one outcome, and from others, which get
/// nothing. One exchange each.
pub async fn a_09_replayed_callback() -> Done<Shown> {
    let house = House::honest().await?;
    let mut victim = Visitor::open(&house.stack).await?;
    let answer = victim.answer_of(BANK).await?;
    let evidence = Evidence::from_now(&house.stack).await?;
    let (mut codes, mut strangers) = (0, 0);
    for at_once in AT_ONCE {
        for _ in 0..strangers_before(at_once) {
            let mut stranger = Visitor::new(&house.stack)?;
            let got = stranger.get(&answer).await?;
            brings_nothing(&got, "a stranger")?;
            strangers += 1;
        }
        let mut racing = tokio::task::JoinSet::new();
        for _ in 0..at_once {
            let (mut tab, address) = (victim.clone(), answer.clone());
            racing.spawn(async move { tab.get(&address).await });
        }
        while let Some(done) = racing.join_next().await {
            let got = done??;
            // A flood is held off before anything is looked at.
            if got.status.as_u16() == 429 {
                continue;
            }
            ensure(
                got.status == 303,
                format!("the cookie's holder got {}", got.status),
            )?;
            codes += usize::from(got.handoff().is_some());
        }
    }
    ensure(codes == 1, format!("{codes} handoff codes instead of one"))?;
    let sent: usize = AT_ONCE.iter().sum();
    shown(
        &evidence,
        format!("{sent} replays: one code, one exchange; {strangers} strangers: nothing"),
    )
    .await
}

/// Strangers come after the victim, or there would be nothing left to replay; and before the flood, or they would be
/// held off as part of it.
const fn strangers_before(at_once: usize) -> usize {
    if at_once == AT_ONCE[1] { 2 } else { 0 }
}

fn parameter(address: &str, name: &str) -> Done<String> {
    let url = Url::parse(address)?;
    url.query_pairs()
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.into_owned())
        .ok_or_else(|| Failure::new(format!("the answer has no {name}")))
}

fn with_parameter(address: &str, name: &str, value: &str) -> Done<String> {
    let mut url = Url::parse(address)?;
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    url.query_pairs_mut()
        .clear()
        .extend_pairs(pairs.iter().map(|(found, old)| {
            (
                found.as_str(),
                if found == name { value } else { old.as_str() },
            )
        }));
    Ok(url.into())
}
