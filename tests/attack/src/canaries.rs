//! Secrets and personal data, planted where they belong, are looked for everywhere else.
//!
//! The banks mark their codes and tokens; IBANs, labels and the holder's name are what the bank itself tells a client.
//! Then people connect, refuse, leave, come back elsewhere and are attacked, and every place where a byte could stay is
//! searched. [`ALLOWED`] says which canary may be where; each of those must be found there, or nothing was looked at.

use std::{collections::BTreeMap, fmt, sync::Arc};

use e2e::{Done, Failure, Person, bank::Hand::Pointer, failure::ensure, stack::Stack};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::{
    house::{BANK, House},
    visitor::{Answer, Visitor, random, sha256, text},
};

/// What the banks' codes and tokens begin with.
const MARK: &str = "kanari";

/// Where a canary may turn up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The backend's log.
    Log,
    /// The banks' log: paths and public parameters of every call.
    BankLog,
    /// `Referer`, as banks get it.
    Referer,
    /// The bytes of the database's files.
    Database,
    /// `sessionStorage`, `localStorage` and the cookies that a script can read.
    Storage,
    /// Events that the element sends to the page.
    Events,
    /// The browser's console.
    Console,
    /// The page's address at each step, and those that the page remembers having loaded.
    Address,
    /// What stands on the screens after the bank.
    Screen,
    /// The bank's redirect to the callback.
    Callback,
    /// The backend's redirect to the page.
    WayHome,
}

/// The canaries that may be found, and where.
const ALLOWED: [(&str, Place); 6] = [
    ("bank code", Place::Callback),
    ("state", Place::Callback),
    ("handoff code", Place::WayHome),
    ("label", Place::Screen),
    ("holder", Place::Screen),
    ("verifier", Place::Storage),
];

/// One canary in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Which canary.
    pub canary: &'static str,
    /// Where.
    pub place: Place,
}

/// What a search found.
#[derive(Debug, Default)]
pub struct Hunt {
    /// Canaries by their kind.
    pub canaries: BTreeMap<&'static str, Vec<String>>,
    /// Bytes by the place they came from.
    places: BTreeMap<Place, Vec<u8>>,
}

impl fmt::Display for Hunt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes: usize = self.places.values().map(Vec::len).sum();
        let canaries: usize = self.canaries.values().map(Vec::len).sum();
        let places = self.places.len();
        write!(
            out,
            "{canaries} canaries of {} kinds, {bytes} bytes of {places} places",
            self.canaries.len()
        )
    }
}

impl Hunt {
    fn plant(&mut self, kind: &'static str, canary: impl Into<String>) {
        let canary = canary.into();
        // Shorter ones would be found by accident.
        if canary.len() >= 8 {
            self.canaries.entry(kind).or_default().push(canary);
        }
    }

    fn search(&mut self, place: Place, bytes: impl AsRef<[u8]>) {
        let found = self.places.entry(place).or_default();
        found.extend_from_slice(bytes.as_ref());
        found.push(b'\n');
    }

    /// Every canary in every place where it was seen.
    pub fn sightings(&self) -> Vec<Sighting> {
        let mut all = Vec::new();
        for (canary, texts) in &self.canaries {
            for (place, bytes) in &self.places {
                let here = texts.iter().any(|text| {
                    bytes
                        .windows(text.len())
                        .any(|part| part == text.as_bytes())
                });
                if here {
                    all.push(Sighting {
                        canary,
                        place: *place,
                    });
                }
            }
        }
        all
    }

    /// Fails if a place that must have something was empty, a canary was seen where it may not be, or not where it must be.
    pub fn judge(&self) -> Done {
        for place in [
            Place::Log,
            Place::BankLog,
            Place::Database,
            Place::Events,
            Place::Address,
        ] {
            let bytes = self.places.get(&place).map_or(0, Vec::len);
            ensure(bytes > 100, format!("{place:?} has {bytes} bytes only"))?;
        }
        let sightings = self.sightings();
        let is_allowed = |seen: &&Sighting| ALLOWED.contains(&(seen.canary, seen.place));
        let escaped: Vec<_> = sightings.iter().filter(|seen| !is_allowed(seen)).collect();
        ensure(escaped.is_empty(), format!("escaped: {escaped:?}"))?;
        for (canary, place) in ALLOWED {
            let seen = sightings.contains(&Sighting { canary, place });
            ensure(
                seen,
                format!(
                    "{canary} was not seen in {place:?}, where it must be: nothing was searched"
                ),
            )?;
        }
        Ok(())
    }
}

/// Lets people come to every outcome, and searches.
pub async fn hunt() -> Done<Hunt> {
    let house = House::with_sandbox(vec!["--mark".to_owned(), MARK.to_owned()]).await?;
    let stack = &house.stack;
    let mut hunt = Hunt::default();
    for kind in ["access", "refresh"] {
        hunt.plant("bank token", format!("{MARK}-{kind}-"));
    }
    hunt.plant("bank code", format!("{MARK}-code-"));
    at_the_bank(stack, &mut hunt).await?;
    by_protocol(stack, &mut hunt).await?;
    in_browser(stack, &mut hunt).await?;
    hunt.search(Place::Log, stack.backend_log()?);
    let calls: Vec<Value> = reqwest::get(format!("{}/log", stack.banks))
        .await?
        .json()
        .await?;
    for mut call in calls {
        let referer = call["referer"].take();
        hunt.search(Place::Referer, referer.as_str().unwrap_or_default());
        hunt.search(Place::BankLog, call.to_string());
    }
    for file in std::fs::read_dir(stack.home())? {
        let path = file?.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with("guichet.db") {
            hunt.search(Place::Database, std::fs::read(path)?);
        }
    }
    Ok(hunt)
}

/// What the bank tells a client about the person: numbers, labels, the holder's name. The client's credentials at the
/// sandbox are published.
async fn at_the_bank(stack: &Arc<Stack>, hunt: &mut Hunt) -> Done {
    let client = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()?;
    let issuer = format!("{}/{BANK}", stack.banks);
    let credentials = ("guichet-sandbox", Some("sandbox-client-secret"));
    let (verifier, callback) = (random(), format!("{}/callback", stack.backend));
    let challenge = sha256(&verifier);
    let form = [
        ("response_type", "code"),
        ("client_id", credentials.0),
        ("redirect_uri", callback.as_str()),
        ("scope", "aisp"),
        ("state", "a-client-of-its-own"),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    let pushed = client
        .post(format!("{issuer}/par"))
        .basic_auth(credentials.0, credentials.1)
        .form(&form)
        .send()
        .await?;
    let request = text(&pushed.json().await?, "request_uri")?;
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("client_id", credentials.0), ("request_uri", &request)])
        .finish();
    let mut visitor = Visitor::new(stack)?;
    let answer = visitor
        .approve(&format!("{issuer}/authorize?{query}"), "ordinary")
        .await?;
    hunt.search(Place::Callback, &answer);
    let code = url::Url::parse(&answer)?
        .query_pairs()
        .find(|(name, _)| name == "code")
        .map(|(_, code)| code.into_owned())
        .ok_or_else(|| Failure::new("the bank gave no code"))?;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("code_verifier", verifier.as_str()),
        ("redirect_uri", callback.as_str()),
    ];
    let tokens = client
        .post(format!("{issuer}/token"))
        .basic_auth(credentials.0, credentials.1)
        .form(&form)
        .send()
        .await?;
    let token = text(&tokens.json().await?, "access_token")?;
    let api = format!("{issuer}/stet/psd2/v1.4/accounts");
    let call = |method, path: String| {
        client
            .request(method, path)
            .bearer_auth(&token)
            .header("x-request-id", "canary")
    };
    let accounts: Value = call(Method::GET, api.clone()).send().await?.json().await?;
    let accounts = accounts["accounts"].as_array().cloned().unwrap_or_default();
    ensure(!accounts.is_empty(), "the bank lists no account")?;
    let numbers: Vec<Value> = accounts
        .iter()
        .map(|account| account["accountId"].clone())
        .collect();
    let consent = json!({ "balances": [], "transactions": numbers, "trustedBeneficiaries": false, "psuIdentity": false });
    let consents = api.replace("/accounts", "/consents");
    call(Method::PUT, consents)
        .json(&consent)
        .send()
        .await?
        .error_for_status()?;
    for account in &accounts {
        hunt.plant(
            "iban",
            account["accountId"]["iban"].as_str().unwrap_or_default(),
        );
        hunt.plant("holder", "CAMILLE MOREL");
        let resource = account["resourceId"].as_str().unwrap_or_default();
        let list: Value = call(Method::GET, format!("{api}/{resource}/transactions"))
            .send()
            .await?
            .json()
            .await?;
        for transaction in list["transactions"].as_array().into_iter().flatten() {
            for line in transaction["remittanceInformation"]
                .as_array()
                .into_iter()
                .flatten()
            {
                hunt.plant("transaction", line.as_str().unwrap_or_default());
            }
        }
    }
    hunt.plant("label", "COMPTE CHEQUES MME CAMILLE MOREL");
    ensure(
        hunt.canaries.contains_key("transaction"),
        "the bank lists no transaction",
    )
}

/// People with requests alone, whose every secret is known.
async fn by_protocol(stack: &Arc<Stack>, hunt: &mut Hunt) -> Done {
    let secret = stack.secret.clone();
    hunt.plant("partner's secret", &secret);
    // Left at the bank; refused by the bank; another browser; replayed; redeemed and then discarded or nothing given.
    for outcome in [
        "cancelled",
        "elsewhere",
        "nothing given",
        "not sent",
        "left",
    ] {
        let mut person = Visitor::new(stack)?;
        let (user, token) = person.journey_token(("demo", &secret), json!({})).await?;
        person.user = user;
        person.open_with(&token).await?.must_be(200, "open")?;
        hunt.plant("journey token", token);
        person.choose(BANK).await?;
        let ticket = person.ticket().await?;
        let page = person.page.clone();
        let left = person
            .go(&ticket, &page)
            .await?
            .must_be(303, "the way to the bank")?;
        hunt.plant("ticket", ticket);
        let answer = match outcome {
            "cancelled" => person.cancel(left.location()).await?,
            _ => person.approve(left.location(), "ordinary").await?,
        };
        hunt.search(Place::Callback, &answer);
        if let Some((_, state)) = url::Url::parse(&answer)?
            .query_pairs()
            .find(|(name, _)| name == "state")
        {
            hunt.plant("state", state.into_owned());
        }
        let back = if outcome == "elsewhere" {
            Visitor::new(stack)?.get(&answer).await?
        } else {
            person.get(&answer).await?
        };
        finish(&mut person, &back, outcome, hunt)
            .await
            .map_err(|failure| failure.at(outcome))?;
        for cookie in person.cookies.values() {
            hunt.plant("cookie", cookie);
        }
        hunt.plant("verifier", &person.wv);
        hunt.plant("access token", &person.access);
    }
    Ok(())
}

async fn finish(person: &mut Visitor, back: &Answer, outcome: &str, hunt: &mut Hunt) -> Done {
    hunt.search(Place::WayHome, back.location());
    let Some(code) = back.handoff() else {
        return ensure(outcome == "elsewhere", "no handoff code");
    };
    hunt.plant("handoff code", &code);
    person.resume().await?.must_be(200, "resume")?;
    let view = person.redeem(&code).await?.must_be(200, "redeem")?.json();
    let accounts = view["stage"]["accounts"]["accounts"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let ids: Vec<Value> = accounts
        .iter()
        .map(|account| account["id"].clone())
        .collect();
    let given = match outcome {
        "cancelled" => return Ok(()),
        "left" => {
            person
                .call(Method::DELETE, "/journeys/current", None)
                .await?
                .must_be(200, "leaving")?;
            return Ok(());
        }
        "nothing given" => json!([]),
        _ => json!([{ "purpose": "financial_health" }]),
    };
    let linked = json!({ "accounts": ids });
    person
        .call(Method::PUT, "/journeys/current/accounts", Some(linked))
        .await?
        .must_be(200, "accounts")?;
    let answers = json!({ "given": given });
    person
        .call(Method::PUT, "/journeys/current/purposes", Some(answers))
        .await?
        .must_be(200, "purposes")?;
    if outcome == "not sent" {
        // Read, seen, and thrown away; an early answer is 409 until reading is over.
        for _ in 0..400 {
            let thrown = person
                .call(Method::POST, "/journeys/current/discard", None)
                .await?;
            if thrown.status.is_success() {
                return Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        return Err(Failure::new("reading does not end"));
    }
    Ok(())
}

/// Writes down every event of the element, and every address, across pages.
const WATCH: &str = "const keep = (name, text) => sessionStorage.setItem(name, (sessionStorage.getItem(name) ?? '') + text + '\\n'); \
    keep('watched-addresses', location.href); \
    for (const name of ['ready', 'step', 'success', 'exit', 'error']) \
        addEventListener('guichet-' + name, event => keep('watched-events', name + ' ' + JSON.stringify(event.detail)), true);";

/// Somebody with a browser, all the way to sent.
async fn in_browser(stack: &Arc<Stack>, hunt: &mut Hunt) -> Done {
    let person = Person::sit_down_at(stack.clone()).await?;
    person.browser.devtools("Page.enable", json!({})).await?;
    let watch = json!({ "source": WATCH });
    person
        .browser
        .devtools("Page.addScriptToEvaluateOnNewDocument", watch)
        .await?;
    person.open("/").await?;
    person.until(e2e::Place::Bank).await?;
    person.pick(Pointer, "la banque postale", None).await?;
    let verifier = person.look("return Object.entries(sessionStorage).find(([name]) => name.startsWith('guichet:'))[1].split('.')[1]").await?;
    hunt.plant("verifier", verifier.as_str().unwrap_or_default());
    person.leave(Pointer).await?;
    person.approve(Pointer).await?;
    person.until(e2e::Place::Accounts).await?;
    note(&person, hunt).await?;
    person.to_result().await?;
    note(&person, hunt).await?;
    person.send(Pointer).await?;
    note(&person, hunt).await?;
    for entry in person.browser.driver.browser_log().await? {
        hunt.search(Place::Console, format!("{entry:?}"));
    }
    let events = hunt.places.get(&Place::Events).map_or(0, Vec::len);
    ensure(events > 100, "the element's events were not heard")
}

/// What can be seen in the page now.
async fn note(person: &Person, hunt: &mut Hunt) -> Done {
    let seen = person
        .look(
            "const kept = name => sessionStorage.getItem(name) ?? ''; \
             const storage = Object.entries({ ...sessionStorage }).filter(([name]) => !name.startsWith('watched-')); \
             return { screen: root(widget).textContent, events: kept('watched-events'), \
                 storage: JSON.stringify([storage, { ...localStorage }, document.cookie]), \
                 address: [location.href, document.referrer, ...performance.getEntries().map(entry => entry.name)].join('\\n') }",
        )
        .await?;
    for (place, name) in [
        (Place::Screen, "screen"),
        (Place::Events, "events"),
        (Place::Storage, "storage"),
        (Place::Address, "address"),
    ] {
        hunt.search(place, seen[name].as_str().unwrap_or_default());
    }
    Ok(())
}
