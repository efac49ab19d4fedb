//! A browser as far as HTTP goes: cookies of its own, no script. Attackers and victims of attacks on the protocol.

use std::{
    collections::{BTreeMap, hash_map::RandomState},
    hash::{BuildHasher, Hasher},
    sync::Arc,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use e2e::{Done, Failure, failure::ensure, stack::Stack};
use reqwest::{Client, Method, RequestBuilder, StatusCode, header};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// An answer, read to the end.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: header::HeaderMap,
    /// Its body.
    pub body: String,
}

impl Answer {
    /// The header `Location`, empty where there is none.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// A header's text, empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// The problem's code, or the name of the stage.
    pub fn says(&self) -> String {
        let json = self.json();
        if let Some(code) = json["code"].as_str() {
            return code.to_owned();
        }
        let view = if json["view"].is_null() {
            &json
        } else {
            &json["view"]
        };
        stage(view)
    }

    /// Fails unless the status is this one.
    pub fn must_be(self, status: u16, what: &str) -> Done<Self> {
        let found = self.status.as_u16();
        // Bodies may hold what no output should.
        ensure(
            found == status,
            format!("{what}: {found} ({}) instead of {status}", self.says()),
        )?;
        Ok(self)
    }

    /// The handoff code in the fragment of the redirect.
    pub fn handoff(&self) -> Option<String> {
        let (_, fragment) = self.location().split_once("#guichet=")?;
        Some(fragment.split_once('.')?.1.to_owned())
    }
}

/// The name of a view's stage.
pub fn stage(view: &Value) -> String {
    match &view["stage"] {
        Value::String(name) => name.clone(),
        Value::Object(stage) => stage.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

/// A text nobody can guess: 256 bits from several of the standard library's randomly keyed hashers.
pub fn random() -> String {
    let bytes: Vec<u8> = (0..4)
        .flat_map(|_| RandomState::new().build_hasher().finish().to_be_bytes())
        .collect();
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

/// SHA-256 in base64url, as `wc` is of `wv`.
pub fn sha256(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}

/// Somebody with a cookie jar, and a journey once it is opened.
#[derive(Clone)]
pub struct Visitor {
    /// What they deal with.
    pub stack: Arc<Stack>,
    http: Client,
    /// Their cookies at the backend.
    pub cookies: BTreeMap<String, String>,
    /// The origin of the page they are on.
    pub page: String,
    /// The verifier of their tab.
    pub wv: String,
    /// The access token of their tab.
    pub access: String,
    /// Their journey.
    pub journey: String,
    /// Their id at the partner.
    pub user: String,
}

impl Visitor {
    /// Somebody new, on the partner's page, without a journey.
    pub fn new(stack: &Arc<Stack>) -> Done<Self> {
        let http = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self {
            stack: Arc::clone(stack),
            http,
            cookies: BTreeMap::new(),
            page: stack.partner.clone(),
            wv: random(),
            access: String::new(),
            journey: String::new(),
            user: String::new(),
        })
    }

    /// Somebody with an open journey of their own.
    pub async fn open(stack: &Arc<Stack>) -> Done<Self> {
        let mut visitor = Self::new(stack)?;
        let (user, token) = visitor
            .journey_token(("demo", &stack.secret), json!({}))
            .await?;
        visitor.user = user;
        visitor.open_with(&token).await?.must_be(200, "open")?;
        Ok(visitor)
    }

    /// Somebody who chose a bank and is about to leave for it.
    pub async fn at_handoff(stack: &Arc<Stack>, bank: &str) -> Done<Self> {
        let visitor = Self::open(stack).await?;
        visitor.choose(bank).await?;
        Ok(visitor)
    }

    /// Sends a request, with the cookies where it goes to the backend; keeps those that come.
    pub async fn send(&mut self, request: RequestBuilder) -> Done<Answer> {
        let mut request = request.build()?;
        let ours = request.url().as_str().starts_with(&self.stack.backend);
        if ours && !self.cookies.is_empty() {
            let pairs: Vec<_> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request
                .headers_mut()
                .insert(header::COOKIE, pairs.join("; ").parse()?);
        }
        let response = self.http.execute(request).await?;
        let (status, headers) = (response.status(), response.headers().clone());
        if ours {
            for cookie in headers.get_all(header::SET_COOKIE) {
                let pair = cookie.to_str()?.split(';').next().unwrap_or_default();
                if let Some((name, value)) = pair.split_once('=') {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
        }
        Ok(Answer {
            status,
            headers,
            body: response.text().await?,
        })
    }

    /// A request to the backend: nothing but its method and path is set.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.stack.backend))
    }

    /// A GET of any address.
    pub async fn get(&mut self, address: &str) -> Done<Answer> {
        let request = self.http.get(address);
        self.send(request).await
    }

    /// A call of the journey API, as the widget in the page makes it. The API knows no cookies from there.
    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Done<Answer> {
        let mut request = self
            .request(method, path)
            .header(header::ORIGIN, &self.page);
        if !self.access.is_empty() {
            request = request.bearer_auth(&self.access);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let mut nobody = self.clone();
        nobody.cookies.clear();
        nobody.send(request).await
    }

    /// An access token of a partner's server.
    pub async fn partner_token(&mut self, (id, secret): (&str, &str)) -> Done<String> {
        let request = self
            .request(Method::POST, "/oauth/token")
            .basic_auth(id, Some(secret))
            .form(&[("grant_type", "client_credentials")]);
        let answer = self
            .send(request)
            .await?
            .must_be(200, "a partner's token")?;
        text(&answer.json(), "access_token")
    }

    /// A new user of a partner, and a journey token for it.
    pub async fn journey_token(
        &mut self,
        partner: (&str, &str),
        asked: Value,
    ) -> Done<(String, String)> {
        let token = self.partner_token(partner).await?;
        let request = self
            .request(Method::POST, "/v1/users")
            .bearer_auth(&token)
            .json(&json!({ "user_id": random() }));
        let answer = self.send(request).await?;
        let user = text(&answer.json(), "user_id")?;
        let fresh = self.webview(partner, &user, asked).await?;
        Ok((user, fresh))
    }

    /// A journey token for a user that is there already: what the partner's own login gives them.
    pub async fn webview(
        &mut self,
        partner: (&str, &str),
        user: &str,
        asked: Value,
    ) -> Done<String> {
        let token = self.partner_token(partner).await?;
        let request = self
            .request(Method::POST, &format!("/v1/users/{user}/webviews"))
            .bearer_auth(&token)
            .json(&asked);
        let answer = self.send(request).await?.must_be(201, "a journey token")?;
        text(&answer.json(), "token")
    }

    /// Spends a journey token under this tab's verifier.
    pub async fn open_with(&mut self, token: &str) -> Done<Answer> {
        let body = json!({ "token": token, "wc": sha256(&self.wv) });
        let answer = self
            .call(Method::POST, "/journeys/open", Some(body))
            .await?;
        self.seat(&answer);
        Ok(answer)
    }

    /// Comes back into a journey by its id and a verifier.
    pub async fn resume_with(&mut self, journey: &str, wv: &str) -> Done<Answer> {
        let body = json!({ "journey": journey, "wv": wv });
        let answer = self
            .call(Method::POST, "/journeys/resume", Some(body))
            .await?;
        self.seat(&answer);
        Ok(answer)
    }

    /// Loads the page again.
    pub async fn resume(&mut self) -> Done<Answer> {
        let (journey, wv) = (self.journey.clone(), self.wv.clone());
        self.resume_with(&journey, &wv).await
    }

    fn seat(&mut self, answer: &Answer) {
        let opened = answer.json();
        if let (Some(access), Some(journey)) = (
            opened["access"].as_str(),
            opened["view"]["journey"].as_str(),
        ) {
            access.clone_into(&mut self.access);
            journey.clone_into(&mut self.journey);
        }
    }

    /// Where the journey stands.
    pub async fn view(&self) -> Done<Answer> {
        self.call(Method::GET, "/journeys/current", None).await
    }

    /// Chooses a bank without regions.
    pub async fn choose(&self, bank: &str) -> Done<Answer> {
        let body = json!({ "institution": bank, "region": null, "space": "personal" });
        let answer = self
            .call(Method::PUT, "/journeys/current/choice", Some(body))
            .await?;
        answer.must_be(200, "the choice of a bank")
    }

    /// A ticket.
    pub async fn ticket(&self) -> Done<String> {
        let answer = self
            .call(Method::POST, "/journeys/current/attempts", None)
            .await?;
        text(&answer.must_be(200, "a ticket")?.json(), "ticket")
    }

    /// Submits a ticket as a form of the page at `origin`.
    pub async fn go(&mut self, ticket: &str, origin: &str) -> Done<Answer> {
        let request = self
            .request(Method::POST, "/go")
            .header(header::ORIGIN, origin)
            .form(&[("ticket", ticket)]);
        self.send(request).await
    }

    /// Clicks, and is sent to the bank: its address.
    pub async fn leave(&mut self) -> Done<String> {
        let (ticket, page) = (self.ticket().await?, self.page.clone());
        let answer = self
            .go(&ticket, &page)
            .await?
            .must_be(303, "the way to the bank")?;
        Ok(answer.location().to_owned())
    }

    /// Identifies at the bank as a test person and approves: the address that the bank sends the browser to.
    pub async fn approve(&mut self, address: &str, person: &str) -> Done<String> {
        let (issuer, visit) = self.arrive_at_bank(address).await?;
        self.finish_at_bank(&issuer, &visit, person).await
    }

    /// Identifies and approves on a bank page that is open already: the address that the bank sends the browser to.
    pub async fn finish_at_bank(
        &mut self,
        issuer: &str,
        visit: &str,
        person: &str,
    ) -> Done<String> {
        let form = [("visit", visit), ("person", person)];
        let request = self.http.post(format!("{issuer}/identify")).form(&form);
        self.send(request)
            .await?
            .must_be(200, "identification at the bank")?;
        let form = [("visit", visit), ("sca", "approve")];
        let request = self.http.post(format!("{issuer}/confirm")).form(&form);
        let answer = self
            .send(request)
            .await?
            .must_be(303, "the bank's answer")?;
        Ok(answer.location().to_owned())
    }

    /// Leaves the bank's first page without identifying: the address that the bank sends the browser to.
    pub async fn cancel(&mut self, address: &str) -> Done<String> {
        let (issuer, visit) = self.arrive_at_bank(address).await?;
        let form = [("visit", visit.as_str()), ("cancel", "1")];
        let request = self.http.post(format!("{issuer}/identify")).form(&form);
        let answer = self
            .send(request)
            .await?
            .must_be(303, "the bank's answer")?;
        Ok(answer.location().to_owned())
    }

    async fn arrive_at_bank(&mut self, address: &str) -> Done<(String, String)> {
        let mut address = address.to_owned();
        let mut page = self.get(&address).await?;
        // A dishonest bank may send the person on to another one.
        if page.status == StatusCode::SEE_OTHER {
            page.location().clone_into(&mut address);
            page = self.get(&address).await?;
        }
        let page = page.must_be(200, "the bank's page")?;
        let issuer = address
            .split("/authorize")
            .next()
            .unwrap_or_default()
            .to_owned();
        let visit = page
            .body
            .split("name=\"visit\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .ok_or_else(|| Failure::new("the bank's page has no form"))?;
        Ok((issuer, visit.to_owned()))
    }

    /// The whole way: chooses, leaves, approves; the bank's answer, not yet delivered.
    pub async fn answer_of(&mut self, bank: &str) -> Done<String> {
        self.choose(bank).await?;
        let address = self.leave().await?;
        self.approve(&address, "ordinary").await
    }

    /// Redeems a handoff code under a verifier.
    pub async fn redeem_with(&self, code: &str, wv: &str) -> Done<Answer> {
        let body = json!({ "code": code, "wv": wv });
        self.call(Method::POST, "/journeys/current/redeem", Some(body))
            .await
    }

    /// Redeems a handoff code as the tab that started.
    pub async fn redeem(&self, code: &str) -> Done<Answer> {
        self.redeem_with(code, &self.wv).await
    }

    /// As far as the account list, honestly: the ids of the accounts.
    pub async fn connected(&mut self, bank: &str) -> Done<Vec<String>> {
        let address = self.answer_of(bank).await?;
        let answer = self.get(&address).await?.must_be(303, "the way back")?;
        let code = answer
            .handoff()
            .ok_or_else(|| Failure::new("no handoff code"))?;
        self.resume().await?.must_be(200, "resume")?;
        let view = self.redeem(&code).await?.must_be(200, "redeem")?.json();
        let accounts = view["stage"]["accounts"]["accounts"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        Ok(accounts
            .iter()
            .filter_map(|one| one["id"].as_str())
            .map(str::to_owned)
            .collect())
    }
}

/// A field of an object.
pub fn text(object: &Value, name: &str) -> Done<String> {
    object[name]
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| Failure::new(format!("no {name} in the answer")))
}
