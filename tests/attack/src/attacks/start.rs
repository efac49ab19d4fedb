//! Attacks on the start: a victim finishes what an attacker began.

use e2e::{
    Done, Person,
    bank::{Device, Hand::Pointer, ORDINARY},
    failure::ensure,
};
use reqwest::{Method, header};
use serde_json::json;

use super::shown;
use crate::{
    evidence::Evidence,
    evil::{Evil, auto_post},
    house::{BANK, House},
    table::Shown,
    visitor::{Answer, Visitor, random},
};

/// How often the attacker's tab asks.
const POLLS: usize = 20;

/// The heading of the page that a person is on.
async fn heading(person: &Person) -> Done<String> {
    let heading = "return document.querySelector('h1')?.textContent ?? ''";
    let heading = person.until_seen("a page with a heading", heading).await?;
    Ok(heading.as_str().unwrap_or_default().to_owned())
}

/// A victim opens the bank's address that an attacker sent, and confirms: what they read afterwards.
async fn confirms(victim: &Person, address: &str) -> Done<String> {
    victim.browser.driver.goto(address).await?;
    victim.identify(Pointer, ORDINARY).await?;
    victim.confirm(Pointer, Device::Approve).await?;
    let backend = victim.stack.backend.clone();
    victim
        .patiently("the backend's page", async || {
            Ok(victim.path().await?.starts_with(&backend).then_some(()))
        })
        .await?;
    heading(victim).await
}

/// The stages in which a tab that started knows no more than that something came back.
const WAITING: [&str; 2] = ["at_bank", "returned"];

/// The attacker begins at the bank and sends its address to a victim, who confirms.
pub async fn a_01_bank_url_sent_to_victim() -> Done<Shown> {
    let house = House::honest().await?;
    let mut attacker = Visitor::at_handoff(&house.stack, BANK).await?;
    let address = attacker.leave().await?;
    let victim = Person::sit_down_at(house.stack.clone()).await?;
    let evidence = Evidence::from_now(&house.stack).await?;
    let read = confirms(&victim, &address).await?;
    let stage = attacker.resume().await?.says();
    ensure(
        WAITING.contains(&stage.as_str()),
        format!("the attacker is at {stage}"),
    )?;
    shown(&evidence, format!("victim: “{read}”; attacker: {stage}")).await
}

/// A link cannot start anything: only a form's POST can, from the page where the journey is.
pub async fn a_02_ticket_link_sent_to_victim() -> Done<Shown> {
    let house = House::honest().await?;
    let attacker = Visitor::at_handoff(&house.stack, BANK).await?;
    let ticket = attacker.ticket().await?;
    let victim = Person::sit_down_at(house.stack.clone()).await?;
    let evidence = Evidence::from_now(&house.stack).await?;
    let link = format!("{}/go?ticket={ticket}", house.stack.backend);
    victim.browser.driver.goto(&link).await?;
    let path = victim.path().await?;
    ensure(path.ends_with("/go"), format!("the victim is on {path}"))?;
    let read = heading(&victim).await?;
    ensure(
        evidence.calls().await?.pushed == 0,
        "an attempt was begun at the bank",
    )?;
    let stage = attacker.view().await?.says();
    ensure(stage == "handoff", format!("the attacker is at {stage}"))?;
    shown(&evidence, format!("“{read}”, no attempt begun")).await
}

/// A page of the attacker posts the attacker's ticket from the victim's browser; then again without saying where it
/// comes from, which a page of the backend's own asks the victim about.
pub async fn a_03_evil_origin_posts_to_go() -> Done<Shown> {
    let house = House::honest().await?;
    let attacker = Visitor::at_handoff(&house.stack, BANK).await?;
    let ticket = attacker.ticket().await?;
    let victim = Person::sit_down_at(house.stack.clone()).await?;
    let evil = Evil::open().await?;
    let evidence = Evidence::from_now(&house.stack).await?;
    let go = format!("{}/go", house.stack.backend);
    for (policy, what) in [("origin", "refused"), ("no-referrer", "asked")] {
        evil.show(
            auto_post(&go, "ticket", &ticket),
            &[("referrer-policy", policy)],
        );
        victim
            .browser
            .driver
            .goto(&format!("{}/{what}", evil.origin))
            .await?;
        victim
            .patiently("an answer of /go", async || {
                Ok((victim.path().await? == go).then_some(()))
            })
            .await?;
        let asks = victim
            .look("return !!document.querySelector('form[action=\"/go\"] button')")
            .await?;
        ensure(
            asks == (what == "asked"),
            format!("with {policy} the victim was not {what}"),
        )?;
    }
    let names = victim.look("return document.body.textContent").await?;
    let names = names.as_str().unwrap_or_default();
    ensure(
        names.contains("Assurances Martin") && names.contains("La Banque Postale"),
        "the page that asks does not name partner and bank",
    )?;
    let calls = evidence.calls().await?;
    ensure(calls.pushed == 0, "an attempt was begun at the bank")?;
    shown(
        &evidence,
        "refused; and with a null origin a page that names partner and bank asks first",
    )
    .await
}

/// The victim confirms at the address of the attacker, whose tab asks all the while, guesses, and tries every way on.
pub async fn a_04_attacker_polls_after_sca() -> Done<Shown> {
    let house = House::honest().await?;
    let mut attacker = Visitor::at_handoff(&house.stack, BANK).await?;
    let address = attacker.leave().await?;
    let victim = Person::sit_down_at(house.stack.clone()).await?;
    let evidence = Evidence::from_now(&house.stack).await?;
    confirms(&victim, &address).await?;
    for _ in 0..POLLS {
        let stage = attacker.view().await?.says();
        ensure(
            WAITING.contains(&stage.as_str()),
            format!("polling shows {stage}"),
        )?;
    }
    let guess = attacker.redeem(&random()).await?;
    ensure(
        !guess.status.is_success(),
        "a guessed handoff code was taken",
    )?;
    // The attempt's cookie is the attacker's own: another code cannot be earned by it.
    ensure(
        earn(&mut attacker).await?.handoff().is_none(),
        "the attacker earned a handoff code",
    )?;
    // The attacker's own login takes the journey over, and the way to re-bind is walked by the victim's browser, which
    // holds the return's cookie: by the attacker's pass, sent as a link, and by a form that hides where it comes from.
    let user = attacker.user.clone();
    let secret = house.stack.secret.clone();
    let fresh = attacker
        .webview(("demo", &secret), &user, json!({}))
        .await?;
    attacker.wv = random();
    attacker
        .open_with(&fresh)
        .await?
        .must_be(200, "a second opening")?;
    let pass = ask(&mut attacker).await?.location().to_owned();
    victim.browser.driver.goto(&pass).await?;
    let evil = Evil::open().await?;
    let address = format!("{}/again", house.stack.backend);
    evil.show(
        auto_post(&address, "journey", &attacker.journey),
        &[("referrer-policy", "no-referrer")],
    );
    victim.browser.driver.goto(&evil.origin).await?;
    victim
        .patiently("an answer of /again", async || {
            Ok((!victim.path().await?.starts_with(&evil.origin)).then_some(()))
        })
        .await?;
    ensure(
        earn(&mut attacker).await?.handoff().is_none(),
        "the attacker earned a handoff code after the victim's browser was led to re-bind",
    )?;
    let stage = attacker.resume().await?.says();
    ensure(
        WAITING.contains(&stage.as_str()),
        format!("the attacker is at {stage}"),
    )?;
    shown(
        &evidence,
        format!("{POLLS} polls show no more than “{stage}”"),
    )
    .await
}

/// Asks for the return as the journey's own page would.
async fn ask(attacker: &mut Visitor) -> Done<Answer> {
    let request = attacker
        .request(Method::POST, "/again")
        .header(header::ORIGIN, &attacker.page)
        .form(&[("journey", attacker.journey.clone())]);
    attacker.send(request).await
}

/// The same, as far as it goes in the attacker's own browser.
async fn earn(attacker: &mut Visitor) -> Done<Answer> {
    let next = ask(attacker).await?.location().to_owned();
    attacker.get(&next).await
}
