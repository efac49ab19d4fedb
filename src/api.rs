//! The client of the backend's journey API, over the types of `contract`.

pub mod http;
pub mod json;
mod token;
mod verifier;

use std::cell::{Cell, RefCell};

use contract::{
    Code, Correction, DataPage, Locale, Open, Opened, Problem, PurposeId, Redeem, Resume, Secret,
    Ticket, View,
};
use journey::{Answer, Call, Failure};
use serde::{Serialize, de::DeserializeOwned};

use crate::{effects::Memory, embed::config::Config};
use http::Request;

/// One element's connection to the backend. The access token lives here, in memory only.
pub struct Api {
    config: Config,
    memory: Memory,
    /// The journey token of the backend's own page, used once.
    given: RefCell<Option<String>>,
    access: RefCell<Option<Secret>>,
    locale: Cell<Locale>,
}

/// Whether a call that meets an expired access token may renew it and try again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Renewal {
    Allowed,
    Spent,
}

impl Api {
    /// A client that has not opened anything yet.
    pub fn new(config: Config, memory: Memory, given: Option<String>) -> Self {
        let locale = Cell::new(config.locale);
        Self {
            config,
            memory,
            given: RefCell::new(given),
            access: RefCell::new(None),
            locale,
        }
    }

    /// The full address of a path of the backend.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.config.backend)
    }

    /// Sets the language in which legal words are asked for.
    pub fn set_locale(&self, locale: Locale) {
        self.locale.set(locale);
    }

    /// Asks the backend what the machine wants to know: the complete list of requests.
    pub async fn call(&self, call: Call) -> Result<Answer, Failure> {
        let (method, path, body) = match call {
            Call::Open => return self.open().await.map(answer),
            Call::Resume => return self.resume().await.map(answer),
            Call::Look => ("GET", "", None),
            Call::Choose(choice) => ("PUT", "/choice", json::write(&choice)),
            Call::Leave => {
                let text = self.ask("POST", "/attempts", None).await?;
                let Ticket { ticket } = parse(&text)?;
                return Ok(Answer::Ticket(ticket));
            }
            Call::Redeem(code) => {
                let wv = self.memory.read().ok_or(Failure::Gone)?.1;
                ("POST", "/redeem", json::write(&Redeem { code, wv }))
            }
            Call::Confirm => ("POST", "/confirm", None),
            Call::Accounts(accounts) => ("PUT", "/accounts", json::write(&Accounts { accounts })),
            Call::Purposes(given) => ("PUT", "/purposes", json::write(&Purposes { given })),
            Call::Back => ("POST", "/back", None),
            Call::Send => ("POST", "/send", None),
            Call::Discard => ("POST", "/discard", None),
            Call::Correct(transaction) => (
                "POST",
                "/corrections",
                json::write(&Correction { transaction }),
            ),
            Call::Cancel => ("DELETE", "", None),
        };
        let text = self.ask(method, path, body).await?;
        parse(&text).map(answer)
    }

    /// A page of the exact data that a purpose would send, or of the transactions behind one of its values.
    pub async fn page(
        &self,
        path: &str,
        purpose: &PurposeId,
        after: Option<String>,
    ) -> Result<DataPage, Failure> {
        let encode = |text: &str| String::from(js_sys::encode_uri_component(text));
        let mut path = [path, "purpose=", &encode(purpose.as_str())].concat();
        if let Some(cursor) = after {
            path.push_str("&after=");
            path.push_str(&encode(&cursor));
        }
        parse(&self.ask("GET", &path, None).await?)
    }

    async fn open(&self) -> Result<View, Failure> {
        let token = match self.given.take() {
            Some(token) => token,
            None => token::fetch(&self.config.token).await?,
        };
        let wv = verifier::random()?;
        let wc = verifier::challenge(&wv).await?;
        let open = Open {
            token: Secret::new(token),
            wc,
            surface: self.config.surface,
            mode: self.config.mode,
        };
        let text = self
            .try_send("POST", "/journeys/open", json::write(&open))
            .await?;
        let opened: Opened = parse(&text)?;
        self.memory.keep(&opened.view.journey, &wv);
        Ok(self.enter(opened))
    }

    async fn resume(&self) -> Result<View, Failure> {
        let (journey, wv) = self.memory.read().unzip();
        if journey.is_none() && !self.config.on_backend {
            // A later page of this tab ended it, and this one comes from the browser's cache.
            return Err(Failure::Gone);
        }
        let text = self
            .try_send(
                "POST",
                "/journeys/resume",
                json::write(&Resume { journey, wv }),
            )
            .await?;
        parse(&text).map(|opened| self.enter(opened))
    }

    fn enter(&self, opened: Opened) -> View {
        self.access.replace(opened.access);
        opened.view
    }

    /// Asks about the current journey; an access token that has expired is renewed once.
    async fn ask(&self, method: &str, path: &str, body: Option<String>) -> Result<String, Failure> {
        let path = format!("/journeys/current{path}");
        let mut renewal = Renewal::Allowed;
        loop {
            match self.try_send(method, &path, body.clone()).await {
                Err(Refusal::Problem(Code::AccessExpired, _)) if renewal == Renewal::Allowed => {
                    renewal = Renewal::Spent;
                    self.resume().await?;
                }
                other => return other.map_err(Failure::from),
            }
        }
    }

    async fn try_send(
        &self,
        method: &str,
        path: &str,
        body: Option<String>,
    ) -> Result<String, Refusal> {
        let mut headers = vec![("Accept-Language", self.locale.get().tag())];
        let bearer = self
            .access
            .borrow()
            .as_ref()
            .map(|access| format!("Bearer {}", access.expose()));
        if self.config.on_backend {
            headers.push(("Guichet-Surface", "hosted"));
        } else if let Some(bearer) = &bearer {
            headers.push(("Authorization", bearer));
        }
        if body.is_some() {
            headers.push(("Content-Type", "application/json"));
        }
        let request = Request {
            method,
            address: &self.address(path),
            headers: &headers,
            body: body.as_deref(),
        };
        let reply = request.send().await.ok_or(Refusal::NoAnswer)?;
        if reply.is_ok() {
            return Ok(reply.text);
        }
        let code =
            json::read::<Problem>(&reply.text).map_or(Code::Internal, |problem| problem.code);
        Err(Refusal::Problem(code, reply.retry_after.unwrap_or(2)))
    }
}

fn answer(view: View) -> Answer {
    Answer::View(Box::new(view))
}

fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    json::read(text).ok_or(Failure::Server)
}

/// The body of `PUT /journeys/current/accounts`.
#[derive(Serialize)]
struct Accounts {
    accounts: Vec<contract::AccountId>,
}

/// The body of `PUT /journeys/current/purposes`.
#[derive(Serialize)]
struct Purposes {
    given: Vec<contract::Given>,
}

/// Why there is no answer to use.
enum Refusal {
    NoAnswer,
    /// What the backend says, and after how many seconds to come again.
    Problem(Code, u16),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NoAnswer => Self::Offline,
            Refusal::Problem(code, wait) => match code {
                Code::RateLimited => Self::Busy(wait),
                Code::Elsewhere => Self::Elsewhere,
                Code::JourneyGone | Code::AccessExpired | Code::NotFound => Self::Gone,
                Code::TokenInvalid => Self::Token,
                Code::ModeMismatch => Self::Mode,
                Code::OriginRefused | Code::Unauthorized => Self::Setup,
                Code::StageMismatch => Self::Mismatch,
                Code::HandoffExpired | Code::HandoffInvalid | Code::TicketInvalid => Self::Handoff,
                Code::InstitutionNotConnected | Code::InstitutionUnknown => Self::NotConnected,
                _ => Self::Server,
            },
        }
    }
}
