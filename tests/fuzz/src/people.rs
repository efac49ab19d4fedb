//! Journeys, as far as a target needs them, each with the secrets that its browser holds.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use backend::journey::{Phase, Returned};
use backend::store::connections::ConnectionStatus;
use backend::store::webviews::{Asked, Webview};
use contract::Mode;
use serde_json::{Value, json};
use url::{Url, form_urlencoded::byte_serialize};

use crate::house::{House, PAGE};

/// A bank of the sandbox, and how it answers.
#[derive(Clone, Copy, Debug)]
pub struct Bank {
    /// As the widget names it.
    institution: &'static str,
    /// Its region, where it has some.
    region: Option<&'static str>,
    /// The callback that it is given.
    pub callback: &'static str,
    /// Whether its answers name it.
    pub names_itself: bool,
}

/// One that names itself and takes pushed requests; one with a callback of its own that does not name itself; one that
/// names itself and takes no pushed requests.
pub const BANKS: [Bank; 3] = [
    Bank {
        institution: "la-banque-postale",
        region: None,
        callback: "/callback",
        names_itself: true,
    },
    Bank {
        institution: "caisse-epargne",
        region: Some("caisse-epargne-bretagne-pays-de-loire"),
        callback: "/callback/caisse-epargne-bretagne-pays-de-loire",
        names_itself: false,
    },
    Bank {
        institution: "lcl",
        region: None,
        callback: "/callback",
        names_itself: true,
    },
];

/// A journey on the handoff screen.
#[derive(Clone, Debug)]
pub struct Journey {
    /// Its id.
    pub id: String,
    /// Its browser's access token.
    pub access: String,
    /// Its browser's verifier.
    pub wv: String,
    /// The verifier's hash.
    pub wc: String,
    /// The bank it goes to.
    pub bank: Bank,
}

/// An attempt at the bank, whose answer is on its way.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Its journey.
    pub journey: Journey,
    /// The name of its cookie.
    pub cookie: String,
    /// The cookie's value.
    pub browser: String,
    /// What the bank gives back.
    pub state: String,
    /// Who the bank is.
    pub issuer: String,
    /// The code.
    pub code: String,
}

/// Where a journey is, as far as the handoff decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Nobody left for the bank.
    Here,
    /// Somebody did, and no answer was taken.
    AtBank,
    /// An access waits for the browser that left.
    Access,
    /// The attempt is over without one.
    Ended,
    /// The answer came to another browser: an access is out of everybody's reach.
    Quarantined,
    /// The same without an access.
    Astray,
    /// The account list was read for the browser that left.
    Shown,
    /// Anything else.
    Other,
}

type Done<T> = Result<T, String>;

fn post(path: &str, access: &str, body: &Value) -> Done<Request<Body>> {
    send(Method::POST, path, access, body)
}

/// A call of the widget's.
fn send(method: Method, path: &str, access: &str, body: &Value) -> Done<Request<Body>> {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::ORIGIN, PAGE)
        .header(header::CONTENT_TYPE, "application/json");
    if !access.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {access}"));
    }
    request
        .body(Body::from(body.to_string()))
        .map_err(|error| error.to_string())
}

fn form(path: &str, body: String) -> Done<Request<Body>> {
    Request::post(path)
        .header(header::ORIGIN, PAGE)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .map_err(|error| error.to_string())
}

impl House {
    async fn json(&self, request: Request<Body>) -> Done<Value> {
        let path = request.uri().path().to_owned();
        let answer = self.ask(request).await;
        if answer.status != StatusCode::OK {
            return Err(format!("honest {path}: {}", answer.status));
        }
        serde_json::from_slice(&answer.body).map_err(|error| error.to_string())
    }

    /// A new person's journey, with its bank chosen.
    ///
    /// # Errors
    /// Where something honest is refused.
    pub async fn journey(&self, bank: Bank) -> Done<Journey> {
        let (store, now) = (self.app.store(), self.app.now());
        let fault = |fault| format!("{fault:?}");
        let (user, _) = store.user("demo", None, now).await.map_err(fault)?;
        let webview = Webview {
            partner: "demo".to_owned(),
            user,
            mode: Mode::Connect,
            asked: Asked {
                return_url: "demo".to_owned(),
                locale: None,
                theme: None,
                purposes: vec!["financial_health".into()],
                institution: None,
                expected: None,
                renews: None,
                adds_to: None,
            },
        };
        let token = store.journey_token(&webview, now).await.map_err(fault)?;
        let wv = backend::secrets::token().map_err(fault)?;
        let wc = backend::secrets::sha256_text(&wv);
        let open = json!({ "token": token, "wc": wc });
        let opened = self.json(post("/journeys/open", "", &open)?).await?;
        let access = word(&opened["access"])?;
        let choice =
            json!({ "institution": bank.institution, "region": bank.region, "space": "personal" });
        let choose = send(Method::PUT, "/journeys/current/choice", &access, &choice)?;
        self.json(choose).await?;
        Ok(Journey {
            id: word(&opened["view"]["journey"])?,
            access,
            wv,
            wc,
            bank,
        })
    }

    /// A ticket for it.
    ///
    /// # Errors
    /// Where something honest is refused.
    pub async fn ticket(&self, journey: &Journey) -> Done<String> {
        let ask = post("/journeys/current/attempts", &journey.access, &json!({}))?;
        word(&self.json(ask).await?["ticket"])
    }

    /// To the bank, where the person confirms; the answer is not loaded yet.
    ///
    /// # Errors
    /// Where something honest is refused.
    pub async fn attempt(&self, bank: Bank) -> Done<Attempt> {
        let journey = self.journey(bank).await?;
        let ticket = self.ticket(&journey).await?;
        let gone = self.ask(form("/go", format!("ticket={ticket}"))?).await;
        let pair = gone.header(header::SET_COOKIE).split(';').next();
        let (cookie, browser) = pair
            .and_then(|pair| pair.split_once('='))
            .ok_or("honest /go: no cookie")?;
        let address = gone.header(header::LOCATION);
        let answer = self.confirm(address, "ordinary").await?;
        let said = |name: &str| {
            let mut pairs = answer.query_pairs();
            pairs
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.into_owned())
        };
        let issuer = gone.header(header::LOCATION).split("/authorize").next();
        Ok(Attempt {
            cookie: cookie.to_owned(),
            browser: browser.to_owned(),
            state: said("state").ok_or("the bank gives no state back")?,
            code: said("code").ok_or("the bank gives no code")?,
            issuer: issuer.unwrap_or_default().to_owned(),
            journey,
        })
    }

    /// The bank's pages, confirmed by one of the sandbox's people: where they lead.
    ///
    /// # Errors
    /// When the bank shows something else, as it does for a request that was used.
    pub async fn confirm(&self, address: &str, person: &str) -> Done<Url> {
        let url = Url::parse(address).map_err(|error| error.to_string())?;
        let path = url[url::Position::BeforePath..].to_owned();
        let page = Request::get(path).body(Body::empty());
        let page = self
            .ask_bank(page.map_err(|error| error.to_string())?)
            .await;
        let text = String::from_utf8_lossy(&page.body).into_owned();
        let visit = text
            .split_once("name=\"visit\" value=\"")
            .and_then(|(_, rest)| rest.split('"').next())
            .ok_or("the bank shows no form")?;
        let mut place = url.path().trim_end_matches("/authorize").to_owned();
        place.push('/');
        let mut answer = page;
        for (step, said) in [("identify", "person"), ("confirm", "sca")] {
            let said = format!("{said}={}", if said == "sca" { "approve" } else { person });
            let body = format!("visit={visit}&{said}");
            answer = self.ask_bank(form(&format!("{place}{step}"), body)?).await;
        }
        Url::parse(answer.header(header::LOCATION)).map_err(|error| error.to_string())
    }

    /// Back from the bank in the browser that left: the handoff code.
    ///
    /// # Errors
    /// Where something honest is refused.
    pub async fn come_back(&self, attempt: &Attempt) -> Done<String> {
        let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let mut address = format!(
            "{}?state={}&code={}",
            attempt.journey.bank.callback,
            encode(&attempt.state),
            encode(&attempt.code)
        );
        if attempt.journey.bank.names_itself {
            address = format!("{address}&iss={}", encode(&attempt.issuer));
        }
        let request = Request::get(address)
            .header(
                header::COOKIE,
                format!("{}={}", attempt.cookie, attempt.browser),
            )
            .body(Body::empty());
        let back = self.ask(request.map_err(|error| error.to_string())?).await;
        let page = back.header(header::LOCATION);
        let code = page
            .split_once("#guichet=")
            .and_then(|(_, fragment)| fragment.split_once('.'));
        code.map(|(_, code)| code.to_owned())
            .ok_or_else(|| format!("honest callback: {}", back.status))
    }

    /// Where a journey is, by what is kept of it.
    ///
    /// # Errors
    /// Where something honest is refused.
    pub async fn stand(&self, journey: &str) -> Done<Stand> {
        let fault = |fault| format!("{fault:?}");
        let store = self.app.store();
        let kept = store.journey(journey).await.map_err(fault)?;
        let kept = kept.ok_or("a journey is gone")?;
        let access = match &kept.state.connection {
            None => None,
            Some(id) => {
                let connection = store.connection(id.as_str()).await.map_err(fault)?;
                connection.map(|connection| connection.status)
            }
        };
        let open = Some(ConnectionStatus::Open);
        let away = Some(ConnectionStatus::Quarantined);
        Ok(match kept.state.phase {
            Phase::Choosing if access.is_none() => Stand::Here,
            Phase::AtBank if access.is_none() => Stand::AtBank,
            Phase::Accounts if access == open => Stand::Shown,
            Phase::Returned { outcome, .. } => match outcome {
                Returned::Access if access == open => Stand::Access,
                Returned::Nothing(_) if access.is_none() => Stand::Ended,
                Returned::Astray if access == away => Stand::Quarantined,
                Returned::Astray if access.is_none() => Stand::Astray,
                _ => Stand::Other,
            },
            _ => Stand::Other,
        })
    }
}

fn word(value: &Value) -> Done<String> {
    let text = value.as_str().map(str::to_owned);
    text.ok_or_else(|| "an honest answer lacks a text".to_owned())
}
