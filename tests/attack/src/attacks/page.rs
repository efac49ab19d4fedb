//! Attacks by pages: another origin, another window, the partner's own style, a frame, a bank's labels.

use e2e::{Done, Failure, Person, Place, bank::Hand::Pointer, failure::ensure};
use reqwest::{Method, header};
use serde_json::{Value, json};

use super::shown;
use crate::{
    evidence::Evidence,
    evil::{Evil, page},
    house::{BANK, House},
    table::Shown,
    visitor::{Visitor, random, sha256},
};

/// A bank's name as a person types it.
const TYPED: &str = "la banque postale";

/// Calls every endpoint with whatever was stolen and says what it could read of each answer.
const CALLS: &str = r"
const { backend, token, access, wc, journey } = LOOT;
const json = { 'content-type': 'application/json' };
const bearer = { authorization: 'Bearer ' + access };
const read = async (path, init) => {
    try { const answer = await fetch(backend + path, init); return path + ' ' + answer.status + ' ' + await answer.text(); }
    catch (error) { return ''; }
};
const all = [
    read('/journeys/open', { method: 'POST', headers: json, body: JSON.stringify({ token, wc }) }),
    read('/journeys/open', { method: 'POST', body: JSON.stringify({ token, wc }) }),
    read('/journeys/resume', { method: 'POST', headers: json, body: JSON.stringify({ journey, wv: wc }) }),
    read('/journeys/current', { headers: bearer }),
    read('/journeys/current', { credentials: 'include' }),
    read('/journeys/current/attempts', { method: 'POST', headers: bearer }),
    read('/journeys/current', { method: 'DELETE', headers: bearer }),
    read('/v1/users', { method: 'POST', headers: { ...json, ...bearer }, body: '{}' }),
];
const readable = (await Promise.all(all)).filter(Boolean);
";

/// Tokens have been stolen and are used from pages that are not registered: another port of the partner's own host, and
/// a sandboxed frame, whose origin is `null`. What no browser would send is sent by hand as well.
pub async fn a_13_foreign_and_null_origins() -> Done<Shown> {
    let house = House::honest().await?;
    let stack = &house.stack;
    let victim = Visitor::at_handoff(stack, BANK).await?;
    let (_, token) = victim
        .clone()
        .journey_token(("demo", &stack.secret), json!({}))
        .await?;
    let loot = json!({
        "backend": stack.backend, "token": token, "access": victim.access, "wc": sha256(&random()), "journey": victim.journey,
    });
    let calls = CALLS.replace("LOOT", &loot.to_string());
    let attacker = Person::sit_down_at(stack.clone()).await?;
    let evil = Evil::open().await?;
    let evidence = Evidence::from_now(stack).await?;

    evil.show(
        page(&format!("{calls} window.result = {{ readable }};")),
        &[],
    );
    attacker.browser.driver.goto(&evil.origin).await?;
    nothing_readable(&attacker, "a foreign origin").await?;
    let inner = page(&format!("{calls} parent.postMessage({{ readable }}, '*');"));
    let script = format!(
        "addEventListener('message', event => window.result = event.data); \
         const frame = document.createElement('iframe'); frame.sandbox = 'allow-scripts'; frame.srcdoc = {}; \
         document.body.append(frame);",
        json!(inner).to_string().replace("</script>", "<\\/script>")
    );
    evil.show(page(&script), &[]);
    attacker.browser.driver.goto(&evil.origin).await?;
    nothing_readable(&attacker, "a null origin").await?;

    let mut by_hand = Visitor::new(stack)?;
    by_hand.access.clone_from(&victim.access);
    for origin in [
        evil.origin.as_str(),
        "null",
        "http://localhost",
        "http://127.0.0.1:1",
        stack.backend.as_str(),
    ] {
        origin.clone_into(&mut by_hand.page);
        let seen = by_hand.view().await?;
        let opened = by_hand.open_with(&token).await?;
        for answer in [seen, opened] {
            ensure(
                answer.status == 403,
                format!("{} for {origin} instead of 403", answer.status),
            )?;
            ensure(
                answer.header("access-control-allow-origin").is_empty(),
                format!("{origin} may read the answer"),
            )?;
        }
        let preflight = by_hand
            .request(Method::OPTIONS, "/journeys/current")
            .header(header::ORIGIN, origin)
            .header("access-control-request-method", "GET");
        let preflight = by_hand.send(preflight).await?;
        ensure(
            preflight.header("access-control-allow-origin").is_empty(),
            format!("{origin} is allowed to ask"),
        )?;
        by_hand.access.clone_from(&victim.access);
    }
    let stage = victim.view().await?.says();
    ensure(
        stage == "handoff",
        format!("the victim's journey is at {stage}"),
    )?;
    shown(
        &evidence,
        "nothing readable in the browser; 403 without CORS headers by hand",
    )
    .await
}

async fn nothing_readable(person: &Person, what: &str) -> Done {
    let result = person
        .until_seen("the attacker's result", "return window.result ?? null")
        .await?;
    ensure(
        result["readable"] == json!([]),
        format!("{what} reads answers"),
    )
}

/// Another window has a handle on the victim's: it sends messages, and an answer that it made up.
pub async fn a_14_forged_messages() -> Done<Shown> {
    let house = House::honest().await?;
    let stack = &house.stack;
    let person = Person::sit_down_at(stack.clone()).await?;
    let evil = Evil::open().await?;
    evil.show(page("window.result = 1"), &[]);
    person.browser.driver.goto(&evil.origin).await?;
    person
        .until_seen("the attacker's page", "return window.result")
        .await?;
    let driver = &person.browser.driver;
    let attacker = driver.window().await?;
    person
        .look(&format!(
            "window.victim = window.open({})",
            json!(format!("{}/", stack.partner))
        ))
        .await?;
    let victim = driver
        .windows()
        .await?
        .into_iter()
        .find(|window| *window != attacker);
    let victim = victim.ok_or_else(|| Failure::new("no second window"))?;

    driver.switch_to_window(victim.clone()).await?;
    person.until(Place::Bank).await?;
    person.pick(Pointer, TYPED, None).await?;
    let journey = person
        .look("return Object.values(sessionStorage)[0].split('.')[0]")
        .await?;
    let journey = journey.as_str().unwrap_or_default().to_owned();
    let evidence = Evidence::from_now(stack).await?;

    driver.switch_to_window(attacker.clone()).await?;
    let messages = json!([
        "guichet-success",
        { "type": "guichet-success", "detail": { "journey": journey } },
        { "type": "guichet", "code": random(), "journey": journey },
        { "source": "guichet", "event": "returned", "fragment": format!("guichet={journey}.{}", random()) },
    ]);
    person
        .look(&format!(
            "for (const message of {messages}) window.victim.postMessage(message, '*')"
        ))
        .await?;
    driver.switch_to_window(victim.clone()).await?;
    let place = person.place().await?;
    ensure(place == Some(Place::Handoff), "a message moved the widget")?;

    driver.switch_to_window(attacker.clone()).await?;
    let forged = format!("{}/?forged#guichet={journey}.{}", stack.partner, random());
    person
        .look(&format!("window.victim.location = {}", json!(forged)))
        .await?;
    driver.switch_to_window(victim.clone()).await?;
    person
        .patiently("the page with the forged code", async || {
            let search = person.look("return location.search").await?;
            Ok((search == "?forged").then_some(()))
        })
        .await?;
    let place = person
        .until_any(&[Place::Handoff, Place::AtBank, Place::Accounts])
        .await?;
    ensure(
        place == Place::Handoff,
        "a forged code brought the widget on",
    )?;
    let hash = person.look("return location.hash").await?;
    ensure(hash == "", "the forged code stays in the address")?;
    // On the way to the bank the handle is cut: backend and bank are of other browsing context groups.
    person.leave(Pointer).await?;
    driver.switch_to_window(attacker).await?;
    let cut = person.look("return window.victim.closed").await?;
    ensure(
        cut == true,
        "the attacker's window keeps its handle to the bank's page",
    )?;
    shown(
        &evidence,
        "messages and a forged code: nothing moves; after the click the handle is dead",
    )
    .await
}

/// What a partner's style can say: every documented variable, and what is inherited from the page.
const REDRESS: [(&str, &str); 4] = [
    (
        "text like the ground",
        "guichet-connect { --guichet-text: #fff; --guichet-muted: #fff; --guichet-background: #fff; --guichet-surface: #fff; \
         --guichet-accent: #fff; --guichet-on-accent: #fff; --guichet-border: #fff }",
    ),
    (
        "nothing visible",
        "guichet-connect { --guichet-text: transparent; --guichet-muted: transparent; --guichet-accent: transparent; \
         --guichet-on-accent: transparent; --guichet-background: transparent; --guichet-surface: transparent }",
    ),
    (
        "no letters",
        "guichet-connect { --guichet-font: 0; --guichet-text-size: 0; font-size: 0; line-height: 0; color: transparent; \
         letter-spacing: -2em; text-indent: -9999px; visibility: inherit }",
    ),
    (
        "another picture",
        "guichet-connect { --guichet-background: url(//evil.example/x); --guichet-radius: 9999px; \
         --guichet-accent: url(//evil.example/y); --guichet-text: inherit; color: #fff; background: #fff }",
    ),
];

/// What cannot be read on the step that asks for consent, and whatever stands in the way of telling on from off.
const UNREADABLE: &str = r"
const wrong = [];
const numbers = colour => { const c = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    c.fillStyle = colour; c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data]; };
const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const ground = element => { for (let e = element; e; e = e.parentElement ?? e.getRootNode().host) {
    const colour = numbers(getComputedStyle(e).backgroundColor); if (colour[3] === 255) return colour; } return [255, 255, 255]; };
const step = root(widget).querySelector('.purposes');
for (const element of step.querySelectorAll('h2, h3, p, span, label, button, li')) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) { if (own && !element.closest('details, [hidden], .layer')) wrong.push('hidden: ' + element.textContent); continue; }
    const style = getComputedStyle(element), [front, back] = [numbers(style.color), ground(element)];
    if (!element.getClientRects().length) continue;
    const [a, b] = [luminance(front), luminance(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (front[3] < 255 || ratio < 4.5) wrong.push(ratio.toFixed(2) + ':1 ' + element.textContent.slice(0, 40));
    if (parseFloat(style.fontSize) < 12) wrong.push(style.fontSize + ' ' + element.textContent.slice(0, 40));
    const box = element.getBoundingClientRect();
    if (box.height < 8 || box.right < 0 || parseFloat(style.textIndent) < 0) wrong.push('out of sight: ' + element.textContent.slice(0, 40));
    if (parseFloat(style.letterSpacing) < 0) wrong.push('letters on one another: ' + element.textContent.slice(0, 40));
}
for (const input of step.querySelectorAll('[role=switch]')) {
    const box = input.getBoundingClientRect();
    if (box.width < 24 || box.height < 24) wrong.push('a switch of ' + box.width + ' by ' + box.height);
    if (input.checked) wrong.push('a switch is on');
}
return wrong;
";

/// The partner's own style sheet tries to hide what is agreed to, or to make no look like yes.
pub async fn a_15_consent_redressed_by_style() -> Done<Shown> {
    let house = House::honest().await?;
    let person = Person::sit_down_at(house.stack.clone()).await?;
    person.open("/").await?;
    person.until(Place::Bank).await?;
    person.to_accounts(TYPED).await?;
    person.tick(Pointer).await?;
    person.until(Place::Purposes).await?;
    let evidence = Evidence::from_now(&house.stack).await?;
    let honest = person.look(UNREADABLE).await?;
    ensure(honest == json!([]), format!("before any attack: {honest}"))?;
    let mut wrong = Vec::new();
    for (name, style) in REDRESS {
        // As the page that mounts the widget has it: colours are judged then.
        let mount = format!(
            "const sheet = new CSSStyleSheet(); sheet.replaceSync('guichet-connect {{ --redress: 1 }}' + {}); \
             document.adoptedStyleSheets = [sheet]; \
             const old = document.querySelector('guichet-connect'), home = old.parentElement; old.remove(); \
             setTimeout(() => home.append(old), 50)",
            json!(style)
        );
        person.look(&mount).await?;
        person.until(Place::Purposes).await?;
        let applied = "return getComputedStyle(document.querySelector('guichet-connect')).getPropertyValue('--redress')";
        let applied = person.look(applied).await?;
        ensure(applied == "1", "the style was not applied")?;
        let seen = person.look(UNREADABLE).await?;
        if seen != json!([]) {
            wrong.push(format!("{name}: {seen}"));
        }
    }
    ensure(wrong.is_empty(), wrong.join("\n"))?;
    // What is looked for would be found: the same, put inside, where no page's style reaches.
    let inside = "const sheet = new CSSStyleSheet(); sheet.replaceSync('.purposes * { color: #fff !important; \
        background: #fff !important }'); root(widget).adoptedStyleSheets = [...root(widget).adoptedStyleSheets, sheet]";
    person.look(inside).await?;
    ensure(
        person.look(UNREADABLE).await? != json!([]),
        "what cannot be read would not be noticed",
    )?;
    let count = REDRESS.len();
    shown(
        &evidence,
        format!("{count} style sheets: all of it readable at 4.5:1, every switch off"),
    )
    .await
}

/// Every page of the backend's own, in a frame of the attacker's.
pub async fn a_16_backend_framed() -> Done<Shown> {
    let house = House::honest().await?;
    let stack = &house.stack;
    let person = Person::sit_down_at(stack.clone()).await?;
    let evil = Evil::open().await?;
    let evidence = Evidence::from_now(stack).await?;
    let mut framed = 0;
    for path in ["/connect", "/elsewhere", "/callback?code=x&state=x", "/go"] {
        for tag in ["iframe", "object", "embed"] {
            let address = format!("{}{path}", stack.backend);
            let attribute = if tag == "object" { "data" } else { "src" };
            evil.show(
                format!("<!doctype html><title>x</title><{tag} {attribute}=\"{address}\" width=400 height=400></{tag}>"),
                &[],
            );
            person.browser.driver.goto(&evil.origin).await?;
            if tag != "iframe" {
                continue;
            }
            person.browser.driver.enter_frame(0).await?;
            let script =
                "return [location.origin, !!document.querySelector('guichet-connect, main, form')]";
            let inside = person.browser.driver.execute(script, Vec::new()).await?;
            person.browser.driver.enter_parent_frame().await?;
            let inside: &Value = inside.json();
            ensure(
                inside[1] != json!(true),
                format!("{path} is drawn in a frame: {inside}"),
            )?;
            framed += 1;
        }
    }
    for path in ["/connect", "/elsewhere"] {
        let mut by_hand = Visitor::new(stack)?;
        let answer = by_hand.get(&format!("{}{path}", stack.backend)).await?;
        let policy = answer.header("content-security-policy");
        ensure(
            policy.contains("frame-ancestors 'none'"),
            format!("{path} may be framed"),
        )?;
    }
    shown(&evidence, format!("{framed} pages: an empty frame")).await
}

/// A bank names its accounts so that they would run, or read backwards.
pub async fn a_20_markup_in_labels() -> Done<Shown> {
    let house = House::with_liars(&[format!("{BANK}=markup")]).await?;
    let person = Person::sit_down_at(house.stack.clone()).await?;
    person.open("/").await?;
    person.until(Place::Bank).await?;
    let evidence = Evidence::from_now(&house.stack).await?;
    person.to_accounts(TYPED).await?;
    let look = r"
        const step = root(widget).querySelector('.step'), text = step.textContent;
        return [text.includes('<img src=x'), step.querySelectorAll('img, script').length, typeof window.pwned, /[\u202a-\u202e\u2066-\u2069]/.test(text)]";
    let seen = person.look(look).await?;
    ensure(
        seen == json!([true, 0, "undefined", false]),
        format!("labels as text, elements, script, turned around: {seen}"),
    )?;
    let shown = shown(
        &evidence,
        "shown as the text it is; nothing runs, nothing turns around",
    )
    .await?;
    // The person goes on, and it does not run later either.
    person.to_result().await?;
    let pwned = person.look("return typeof window.pwned").await?;
    ensure(pwned == "undefined", "a label ran")?;
    person.no_errors().await?;
    Ok(shown)
}
