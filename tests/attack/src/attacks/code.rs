//! Attacks on the handoff code.

use e2e::{Done, Failure, Person, Place, bank::Hand::Pointer, failure::ensure};

use super::shown;
use crate::{
    evidence::Evidence,
    house::{BANK, House},
    table::Shown,
    visitor::{Visitor, random},
};

/// How many tabs race.
const TABS: usize = 16;

/// The code is read from the victim's address bar; the verifier is not there.
pub async fn a_10_handoff_code_without_verifier() -> Done<Shown> {
    let house = House::honest().await?;
    let mut victim = Visitor::open(&house.stack).await?;
    let answer = victim.answer_of(BANK).await?;
    let back = victim.get(&answer).await?.must_be(303, "the way back")?;
    let code = back
        .handoff()
        .ok_or_else(|| Failure::new("no handoff code"))?;
    let mut attacker = Visitor::at_handoff(&house.stack, BANK).await?;

    let evidence = Evidence::from_now(&house.stack).await?;
    // Into their own journey, with their own verifier.
    let own = attacker.redeem(&code).await?;
    ensure(!own.status.is_success(), "the code opened another journey")?;
    // Into the victim's, whose id the fragment tells, with a verifier of their own.
    let theirs = attacker.resume_with(&victim.journey, &random()).await?;
    ensure(
        !theirs.status.is_success(),
        "a journey opened without its verifier",
    )?;
    // With the victim's access token, should that have leaked as well.
    attacker.access.clone_from(&victim.access);
    let leaked = attacker.redeem(&code).await?;
    ensure(
        !leaked.status.is_success(),
        "the code was taken under another verifier",
    )?;
    let shown = shown(
        &evidence,
        format!("{}, {}, {}", own.says(), theirs.says(), leaked.says()),
    )
    .await?;
    // None of it cost the victim anything.
    victim.resume().await?.must_be(200, "the victim resumes")?;
    let stage = victim.redeem(&code).await?.says();
    ensure(stage == "accounts", format!("the victim is at {stage}"))?;
    Ok(shown)
}

/// A duplicated tab has a copy of the verifier. Requests: one code, many tabs at once. Browser: the copy takes over, and
/// the first tab shows nothing any more.
pub async fn a_11_duplicated_tab() -> Done<Shown> {
    let house = House::honest().await?;
    let mut victim = Visitor::open(&house.stack).await?;
    let answer = victim.answer_of(BANK).await?;
    let evidence = Evidence::from_now(&house.stack).await?;
    let back = victim.get(&answer).await?.must_be(303, "the way back")?;
    let code = back
        .handoff()
        .ok_or_else(|| Failure::new("no handoff code"))?;
    victim.resume().await?.must_be(200, "resume")?;
    let mut racing = tokio::task::JoinSet::new();
    for _ in 0..TABS {
        let (tab, code) = (victim.clone(), code.clone());
        racing.spawn(async move { tab.redeem(&code).await });
    }
    let mut won = 0;
    while let Some(done) = racing.join_next().await {
        won += usize::from(done??.status.is_success());
    }
    ensure(won == 1, format!("{won} of {TABS} tabs redeemed the code"))?;
    let shown = shown(
        &evidence,
        format!("1 of {TABS} redeems, the others are told; in the browser the first tab goes dark"),
    )
    .await?;
    in_browser(&house).await?;
    Ok(shown)
}

async fn in_browser(house: &House) -> Done {
    let person = Person::sit_down_at(house.stack.clone()).await?;
    person.open("/").await?;
    person.until(Place::Bank).await?;
    person.to_accounts("la banque postale").await?;
    let driver = &person.browser.driver;
    let first = driver.window().await?;
    person.look("window.open(location.href)").await?;
    let windows = driver.windows().await?;
    let copy = windows.into_iter().find(|window| *window != first);
    let copy = copy.ok_or_else(|| Failure::new("no second tab"))?;
    driver.switch_to_window(copy).await?;
    person.until(Place::Accounts).await?;
    driver.switch_to_window(first).await?;
    // The first tab notices at its next act.
    person.tick(Pointer).await?;
    person.until(Place::Stopped).await?;
    let labels = person
        .look("return root(widget).querySelectorAll('input[type=checkbox]').length")
        .await?;
    ensure(labels == 0, "the first tab still shows accounts")
}
