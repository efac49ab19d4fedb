//! Taking it back: from the receipt's link to a page of the backend's own, in a real browser, by keyboard.

use e2e::{Done, Person, Place, Spot, axe::Axe, failure::ensure};
use thirtyfour::Key;

const BANK: &str = "la banque postale";
const TITLE: &str = "Ce que vous partagez";

/// Sends two purposes and follows the receipt's link in the same tab.
async fn at_manage() -> Done<(Person, String)> {
    let person = Person::arrive("/?purposes=financial_health,solvency").await?;
    person.share_as(BANK, Spot::HOUSEHOLD).await?;
    let link = person
        .look("const a = root(widget).querySelector('.sent a'); return [a.href, a.target, a.rel].join(' ')")
        .await?;
    let link = link.as_str().unwrap_or_default().to_owned();
    let (address, rest) = link.split_once(' ').unwrap_or_default();
    ensure(rest == "_blank noopener", &link)?;
    person.browser.driver.goto(address).await?;
    person
        .until_seen("the page", &format!("return document.querySelector('h1')?.textContent === '{TITLE}' && !!document.querySelector('section')"))
        .await?;
    Ok((person, address.to_owned()))
}

/// Makes the window 280 px wide: nothing sticks out.
async fn fits_280_pixels(person: &Person) -> Done {
    person
        .browser
        .devtools(
            "Emulation.setDeviceMetricsOverride",
            serde_json::json!({"width": 280, "height": 640, "deviceScaleFactor": 1, "mobile": true}),
        )
        .await?;
    let wide = person
        .look("return document.documentElement.scrollWidth")
        .await?;
    ensure(
        wide.as_f64().is_some_and(|wide| wide <= 280.0),
        format!("{wide} px"),
    )
}

#[tokio::test]
async fn r_098_the_receipts_link_opens_what_is_shared_and_one_key_takes_a_purpose_back() -> Done {
    let (person, address) = at_manage().await?;
    let code = address.split_once('#').map_or("", |(_, code)| code);
    let whole = person.look("return location.href + document.referrer + JSON.stringify({...sessionStorage, ...localStorage})").await?;
    ensure(
        !whole.to_string().contains(code),
        "R-026: the code stays out of addresses and storage",
    )?;
    let found = Axe::load()?.violations(&person).await?;
    ensure(found.is_empty(), found.join("\n"))?;

    let buttons = "return [...document.querySelectorAll('button')].filter(b => b.textContent === 'Retirer').length";
    ensure(person.look(buttons).await? == 2, "one for each purpose")?;
    person
        .look("[...document.querySelectorAll('button')].find(b => b.textContent === 'Retirer').focus()")
        .await?;
    person.key(Key::Enter).await?;
    person
        .until_seen(
            "what was done",
            "return document.querySelector('[role=status]')?.textContent.includes('retiré')",
        )
        .await?;
    ensure(
        person.look(buttons).await? == 1,
        "the other one is still given",
    )?;
    // What is still given has its card, with the numbers as a table; what was taken back has none.
    let cards = person.look("return [...document.querySelector('section ul').children].map(li => li.querySelectorAll('details').length).join()").await?;
    ensure(cards == "0,1", format!("cards of the purposes: {cards}"))?;
    let card = "const d = document.querySelector('details'); d.open = true; \
        return [d.querySelectorAll('tbody tr').length > 2, d.querySelectorAll('svg path').length > 1, /€/.test(d.textContent), /[{}]/.test(d.textContent)].join()";
    let card = person.look(card).await?;
    ensure(card == "true,true,true,false", format!("the card: {card}"))?;
    // Giving a purpose took a switch, a button and another to send; taking it back took one.
    let found = Axe::load()?.violations(&person).await?;
    ensure(found.is_empty(), found.join("\n"))?;

    // A reload asks nothing again, and the way back shows the page, not the act.
    person
        .browser
        .driver
        .goto(format!("{}/manage", person.stack.backend))
        .await?;
    ensure(person.look(buttons).await? == 1, "after a reload")?;
    person.no_errors().await
}

#[tokio::test]
async fn r_119_the_receipt_is_a_page_that_reads_and_prints_and_a_file() -> Done {
    let (person, _) = at_manage().await?;
    let click = "document.querySelector('a[href^=\"/manage/receipts/\"]').click()";
    person.look(click).await?;
    person
        .until_seen(
            "the receipt",
            "return document.querySelector('h1')?.textContent === 'Votre reçu'",
        )
        .await?;
    let found = Axe::load()?.violations(&person).await?;
    ensure(found.is_empty(), found.join("\n"))?;
    fits_280_pixels(&person).await?;
    // On paper: black on white, and no link that leads nowhere.
    let print = serde_json::json!({"media": "print"});
    person
        .browser
        .devtools("Emulation.setEmulatedMedia", print)
        .await?;
    let paper = person
        .look("const of = e => getComputedStyle(e); return [of(document.body).backgroundColor, of(document.body).color, of(document.querySelector('.screen')).display].join(' ')")
        .await?;
    ensure(
        paper == "rgb(255, 255, 255) rgb(0, 0, 0) none",
        format!("{paper}"),
    )?;
    // The file, with this browser's own cookie.
    let file = person
        .look("return fetch(document.querySelector('a[href$=\".jsonld\"]').href).then(r => r.json()).then(j => [j['@type'], j.jws.split('.').length, j.processing.length].join(' '))")
        .await?;
    ensure(file == "dpv:ConsentReceipt 3 2", format!("{file}"))?;
    person.no_errors().await
}

#[tokio::test]
async fn r_098_access_is_cut_after_one_question_and_the_page_fits_280_pixels() -> Done {
    let (person, _) = at_manage().await?;
    fits_280_pixels(&person).await?;
    let cut = "[...document.querySelectorAll('button')].find(b => b.textContent.startsWith('Couper')).click()";
    person.look(cut).await?;
    person
        .until_seen(
            "the question",
            "return document.querySelector('h1')?.textContent === 'Vous confirmez ?'",
        )
        .await?;
    let found = Axe::load()?.violations(&person).await?;
    ensure(found.is_empty(), found.join("\n"))?;
    person
        .look("document.querySelector('form button').click()")
        .await?;
    person
        .until_seen("the end", "return document.querySelector('[role=status]')?.textContent.startsWith('C\\'est coupé')")
        .await?;
    person.no_errors().await
}

#[tokio::test]
async fn the_element_in_mode_manage_leads_to_the_page_and_asks_for_no_bank() -> Done {
    let (person, _) = at_manage().await?;
    person.open("/?mode=manage").await?;
    person.until(Place::Hosted).await?;
    let steps = person
        .look("return root(widget).querySelectorAll('nav li').length")
        .await?;
    ensure(steps == 0, "there are no steps to be on")?;
    person.click(Spot::FORWARD).await?;
    person
        .until_seen("what is shared", &format!("return document.querySelector('h1')?.textContent === '{TITLE}' && !!document.querySelector('section')"))
        .await?;
    let path = person.path().await?;
    ensure(path == format!("{}/manage", person.stack.backend), path)?;
    ensure(
        person.look("return location.hash").await? == "",
        "the key stays out of the address",
    )?;
    person.no_errors().await
}
