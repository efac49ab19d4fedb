//! A person's browser as far as the protocol sees it: the widget's calls, the bank's forms, one cookie, no script.

use std::{sync::Arc, time::Duration};

use e2e::{Done, Failure, stack::Stack};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, header, redirect::Policy};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::recorded::open;

/// A bank without regions, as most are.
const BANK: &str = "la-banque-postale";
/// The browser's verifier; the backend only ever sees its hash until the end.
const VERIFIER: &str = "bench-bench-bench-bench-bench-bench-bench-b";

/// The backend's calls of a journey, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// A journey for a journey token.
    Open,
    /// Which bank.
    Choice,
    /// A ticket.
    Attempt,
    /// The ticket for the bank's address; the backend calls the bank (PAR).
    Go,
    /// Back from the bank; the backend calls the bank (tokens).
    Callback,
    /// The page is loaded again.
    Resume,
    /// The handoff code for the accounts; the backend calls the bank (accounts).
    Redeem,
}

impl Call {
    /// How many there are.
    pub const COUNT: usize = 7;
    /// All of them.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Open,
        Self::Choice,
        Self::Attempt,
        Self::Go,
        Self::Callback,
        Self::Resume,
        Self::Redeem,
    ];

    /// As the table has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Choice => "choice",
            Self::Attempt => "attempts",
            Self::Go => "go (with the bank's PAR)",
            Self::Callback => "callback: from the bank's answer to its tokens, kept",
            Self::Resume => "resume",
            Self::Redeem => "redeem (with the bank's accounts)",
        }
    }
}

/// One person on one journey.
pub struct Traveller {
    stack: Arc<Stack>,
    http: Client,
    access: String,
    /// How long each of the backend's calls took.
    pub times: [Duration; Call::COUNT],
}

impl Traveller {
    /// Someone with a browser of their own.
    pub fn new(stack: Arc<Stack>) -> Done<Self> {
        Ok(Self {
            stack,
            http: Client::builder().redirect(Policy::none()).build()?,
            access: String::new(),
            times: [Duration::ZERO; Call::COUNT],
        })
    }

    /// From the journey token to the accounts.
    pub async fn journey(&mut self, token: &Value) -> Done {
        let body = open(token, VERIFIER)?;
        let opened = self
            .journeys(Call::Open, Method::POST, "/journeys/open", &body)
            .await?;
        let journey = text(&opened["view"]["journey"])?;
        self.access = text(&opened["access"])?;
        let choice = json!({ "institution": BANK, "space": "personal" });
        self.journeys(
            Call::Choice,
            Method::PUT,
            "/journeys/current/choice",
            &choice,
        )
        .await?;
        let attempt = "/journeys/current/attempts";
        let ticket = self
            .journeys(Call::Attempt, Method::POST, attempt, &Value::Null)
            .await?;
        let (cookie, bank) = self.go(&text(&ticket["ticket"])?).await?;
        let callback = self.at_bank(&bank).await?;
        let handoff = self.callback(&callback, &cookie).await?;
        let body = json!({ "journey": journey, "wv": VERIFIER });
        self.access.clear();
        let resumed = self
            .journeys(Call::Resume, Method::POST, "/journeys/resume", &body)
            .await?;
        self.access = text(&resumed["access"])?;
        let body = json!({ "code": handoff, "wv": VERIFIER });
        let redeem = "/journeys/current/redeem";
        let view = self
            .journeys(Call::Redeem, Method::POST, redeem, &body)
            .await?;
        if view["stage"]["accounts"].is_null() {
            return Err(Failure::new(
                "the journey did not come as far as the accounts",
            ));
        }
        Ok(())
    }

    /// A call of the widget's.
    async fn journeys(
        &mut self,
        call: Call,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Done<Value> {
        let address = format!("{}{path}", self.stack.backend);
        let mut request = self
            .http
            .request(method, address)
            .header(header::ORIGIN, &self.stack.partner);
        if !self.access.is_empty() {
            request = request.bearer_auth(&self.access);
        }
        if !body.is_null() {
            request = request.json(body);
        }
        let begun = Instant::now();
        let answer = request.send().await?;
        let status = answer.status();
        let answer: Value = answer.json().await?;
        self.times[call as usize] = begun.elapsed();
        if status == StatusCode::OK {
            Ok(answer)
        } else {
            let code = answer["code"].as_str().unwrap_or_default();
            Err(Failure::new(format!("{}: {status} {code}", call.name())))
        }
    }

    /// The ticket, as a form: the attempt's cookie and the bank's address.
    async fn go(&mut self, ticket: &str) -> Done<(String, String)> {
        let address = format!("{}/go", self.stack.backend);
        let request = self
            .form(&address, &format!("ticket={ticket}"))
            .header(header::ORIGIN, &self.stack.partner);
        let answer = self.timed(Call::Go, request).await?;
        let cookie = answer
            .headers()
            .get(header::SET_COOKIE)
            .and_then(|cookie| cookie.to_str().ok())
            .and_then(|cookie| cookie.split(';').next())
            .ok_or_else(|| Failure::new("go sets no cookie"))?
            .to_owned();
        Ok((cookie, location(&answer)?))
    }

    /// Identifies and approves: the callback's address.
    async fn at_bank(&self, address: &str) -> Done<String> {
        let page = self.http.get(address).send().await?.text().await?;
        let visit = visit(&page).ok_or_else(|| Failure::new("the bank shows no form"))?;
        let submit = async |step: &str, field: &str| -> Done<Response> {
            let address = format!("{}/{BANK}/{step}", self.stack.banks);
            let body = format!("visit={visit}&{field}");
            Ok(self.form(&address, &body).send().await?)
        };
        submit("identify", "person=ordinary").await?;
        location(&submit("confirm", "sca=approve").await?)
    }

    /// Back from the bank: the handoff code.
    async fn callback(&mut self, address: &str, cookie: &str) -> Done<String> {
        let request = self.http.get(address).header(header::COOKIE, cookie);
        let answer = self.timed(Call::Callback, request).await?;
        let page = location(&answer)?;
        let code = page
            .split_once("#guichet=")
            .and_then(|(_, fragment)| fragment.split_once('.'))
            .map(|(_, code)| code.to_owned());
        code.ok_or_else(|| Failure::new("the callback brings no handoff code"))
    }

    async fn timed(&mut self, call: Call, request: RequestBuilder) -> Done<Response> {
        let begun = Instant::now();
        let answer = request.send().await?;
        self.times[call as usize] = begun.elapsed();
        Ok(answer)
    }

    fn form(&self, address: &str, body: &str) -> RequestBuilder {
        self.http
            .post(address)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body.to_owned())
    }
}

fn location(answer: &Response) -> Done<String> {
    let location = answer
        .headers()
        .get(header::LOCATION)
        .and_then(|location| location.to_str().ok())
        .map(str::to_owned);
    // The path alone: an address may hold what no log should.
    location.ok_or_else(|| {
        Failure::new(format!(
            "{} answers {} and leads nowhere",
            answer.url().path(),
            answer.status()
        ))
    })
}

/// The hidden field that ties the bank's forms together.
fn visit(page: &str) -> Option<&str> {
    let (_, after) = page.split_once("name=\"visit\" value=\"")?;
    after.split_once('"').map(|(visit, _)| visit)
}

fn text(value: &Value) -> Done<String> {
    value
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| Failure::new("an answer of the backend lacks a text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_found_in_the_page() {
        let page = r#"<form><input type="hidden" name="visit" value="a1-_"><ul>"#;
        assert_eq!(visit(page), Some("a1-_"));
        assert_eq!(visit("<form></form>"), None);
    }

    #[test]
    fn each_call_has_its_own_place() {
        for (place, call) in Call::ALL.into_iter().enumerate() {
            assert_eq!(call as usize, place);
        }
    }
}
