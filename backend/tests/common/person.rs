//! A person's browser, as far as the protocol sees it: two cookies jars' worth of care, no script.

use std::collections::BTreeMap;

use backend::ledger::Recorded;
use contract::{
    Account, AccountId, Choice, DataPage, Given, Offer, Opened, Problem, Secret, Space, Stage,
    Ticket, View,
};
use reqwest::{Method, Response, StatusCode, header};
use serde_json::{Value, json};

use super::{House, PAGE};

pub struct Person<'a> {
    pub house: &'a House,
    pub client: reqwest::Client,
    pub wv: String,
    pub access: String,
    pub journey: String,
    pub user: String,
    pub cookies: BTreeMap<String, String>,
}

pub fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

/// An access token of the demo partner.
pub async fn partner_token(house: &House) -> String {
    let answer = client()
        .post(format!("{}/oauth/token", house.base))
        .basic_auth("demo", Some("demo-client-secret"))
        .form(&[("grant_type", "client_credentials")])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json::<Value>().await.unwrap()["access_token"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// What the partner's server is answered when it asks for a webview for a user, whose id is put beside it.
pub async fn webview(house: &House, external: &str, extra: Value) -> Value {
    let token = partner_token(house).await;
    let user: Value = client()
        .post(format!("{}/v1/users", house.base))
        .bearer_auth(&token)
        .json(&json!({ "user_id": external }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let user = user["user_id"].as_str().unwrap().to_owned();
    let answer = client()
        .post(format!("{}/v1/users/{user}/webviews", house.base))
        .bearer_auth(&token)
        .json(&extra)
        .send()
        .await
        .unwrap();
    assert_eq!(
        answer.status(),
        StatusCode::CREATED,
        "{}",
        answer.text().await.unwrap()
    );
    let mut webview: Value = answer.json().await.unwrap();
    webview["user"] = json!(user);
    webview
}

/// A user and a journey token for it.
pub async fn journey_token(house: &House, external: &str, extra: Value) -> (String, String) {
    let webview = webview(house, external, extra).await;
    let text = |name: &str| webview[name].as_str().unwrap().to_owned();
    (text("user"), text("token"))
}

impl<'a> Person<'a> {
    /// Opens a journey in the partner's page.
    pub async fn open(house: &'a House, external: &str) -> Self {
        Self::open_with(house, external, "inline").await
    }

    pub async fn open_with(house: &'a House, external: &str, surface: &str) -> Self {
        Self::open_asked(house, external, surface, json!({})).await
    }

    /// Opens a journey for which the partner asked something more.
    pub async fn open_asked(house: &'a House, external: &str, surface: &str, asked: Value) -> Self {
        let mode = asked
            .get("mode")
            .cloned()
            .unwrap_or_else(|| json!("connect"));
        let (user, token) = journey_token(house, external, asked).await;
        let wv = backend::secrets::token().unwrap();
        let mut person = Self {
            house,
            client: client(),
            access: String::new(),
            journey: String::new(),
            user,
            cookies: BTreeMap::new(),
            wv,
        };
        let body = json!({ "token": token, "wc": backend::secrets::sha256_text(&person.wv), "surface": surface,
            "mode": mode });
        let answer = person.post("/journeys/open", body).await;
        assert_eq!(
            answer.status(),
            StatusCode::OK,
            "{}",
            answer.text().await.unwrap()
        );
        assert_eq!(answer.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], PAGE);
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
        let opened: Opened = answer.json().await.unwrap();
        person.journey = opened.view.journey.0;
        opened
            .access
            .unwrap()
            .expose()
            .clone_into(&mut person.access);
        person
    }

    pub async fn call(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.house.base))
            .header(header::ORIGIN, PAGE)
            .header(header::ACCEPT_LANGUAGE, "fr");
        if !self.access.is_empty() {
            request = request.bearer_auth(&self.access);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: Value) -> Response {
        self.call(Method::POST, path, Some(body)).await
    }

    pub async fn view(&self) -> View {
        self.call(Method::GET, "/journeys/current", None)
            .await
            .json()
            .await
            .unwrap()
    }

    pub async fn stage(&self) -> Stage {
        self.view().await.stage
    }

    async fn stage_of(answer: Response) -> Stage {
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{text}");
        serde_json::from_str::<View>(&text).unwrap().stage
    }

    pub async fn choose(&self, institution: &str, region: Option<&str>) -> Stage {
        let choice = Choice {
            institution: institution.into(),
            region: region.map(Into::into),
            space: Space::Personal,
        };
        let body = serde_json::to_value(choice).unwrap();
        Self::stage_of(
            self.call(Method::PUT, "/journeys/current/choice", Some(body))
                .await,
        )
        .await
    }

    pub async fn ticket(&self) -> String {
        let answer = self
            .call(Method::POST, "/journeys/current/attempts", None)
            .await;
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{text}");
        serde_json::from_str::<Ticket>(&text)
            .unwrap()
            .ticket
            .expose()
            .to_owned()
    }

    /// Submits a ticket as a form, from an origin; keeps the attempt's cookie.
    pub async fn go_from(&mut self, ticket: &str, origin: Option<&str>) -> Response {
        let mut request = self
            .client
            .post(format!("{}/go", self.house.base))
            .form(&[("ticket", ticket)]);
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        let answer = request.send().await.unwrap();
        self.keep_cookies(&answer);
        answer
    }

    pub fn keep_cookies(&mut self, answer: &Response) {
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let (pair, attributes) = cookie.to_str().unwrap().split_once(';').unwrap();
            assert!(
                attributes.contains("Secure")
                    && attributes.contains("HttpOnly")
                    && attributes.contains("Path=/")
            );
            assert!(!attributes.to_ascii_lowercase().contains("domain"));
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    pub fn cookie_header(&self) -> String {
        self.cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// From the handoff stage to the bank's page: the callback's address with the given end.
    pub async fn leave(&mut self) -> (String, String) {
        let ticket = self.ticket().await;
        let answer = self.go_from(&ticket, Some(PAGE)).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let location = answer.headers()[header::LOCATION]
            .to_str()
            .unwrap()
            .to_owned();
        let issuer = location.split("/authorize").next().unwrap().to_owned();
        let (query, code) = self.house.bank.authorize(&location);
        let iss: String = url::form_urlencoded::byte_serialize(issuer.as_bytes()).collect();
        let callback = format!(
            "{}?state={}&iss={iss}",
            query["redirect_uri"], query["state"]
        );
        (callback, code)
    }

    /// The bank's redirect, with this browser's cookies.
    pub async fn back(&self, address: &str) -> Response {
        let mut request = self.client.get(address);
        if !self.cookies.is_empty() {
            request = request.header(header::COOKIE, self.cookie_header());
        }
        request.send().await.unwrap()
    }

    /// The click on "continue here" in the partner's page, a cross-site form, on which `Lax` cookies are not sent: the address
    /// that it leads to, and the cookie that it sets.
    pub async fn click_again(&self) -> (String, String) {
        let click = self
            .client
            .post(format!("{}/again", self.house.base))
            .header(header::ORIGIN, PAGE)
            .form(&[("journey", self.journey.as_str())]);
        let answer = click.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let next = answer.headers()[header::LOCATION].to_str().unwrap();
        assert!(next.starts_with(&format!("{}/again/", self.house.base)));
        let set = answer.headers()[header::SET_COOKIE].to_str().unwrap();
        let (pass, _) = set.split_once(';').unwrap();
        (next.to_owned(), pass.to_owned())
    }

    /// The click, and the navigation that follows with the cookies of the browser it is made in.
    pub async fn again(&self, cookies: &str) -> Response {
        let (next, pass) = self.click_again().await;
        let cookies = [cookies, &pass].join("; ");
        let request = self.client.get(next).header(header::COOKIE, cookies);
        request.send().await.unwrap()
    }

    /// Leaves, approves, comes back: the handoff code.
    pub async fn round_trip(&mut self) -> String {
        let (callback, code) = self.leave().await;
        let answer = self.back(&format!("{callback}&code={code}")).await;
        self.handoff(&answer)
    }

    /// To the bank and back: the accounts that can be ticked.
    pub async fn reach_accounts(&mut self) -> Vec<AccountId> {
        self.choose("la-banque-postale", None).await;
        let code = self.round_trip().await;
        let Stage::Accounts(stage) = self.redeem(&code).await else {
            panic!("accounts")
        };
        open_accounts(&stage.accounts)
    }

    /// Links accounts, gives purposes over them, and waits for what is read.
    pub async fn reach_result(&self, accounts: &[AccountId], given: &[&str]) -> Stage {
        self.link(accounts).await;
        self.answer(&yes(given)).await;
        self.until_read().await
    }

    pub async fn round_trip_with_error(&mut self, error: &str) -> String {
        let (callback, _) = self.leave().await;
        let answer = self.back(&format!("{callback}&error={error}")).await;
        self.handoff(&answer)
    }

    pub fn handoff(&self, answer: &Response) -> String {
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let location = answer.headers()[header::LOCATION].to_str().unwrap();
        let (_, fragment) = location
            .split_once("#guichet=")
            .expect("a handoff code in the fragment");
        let (journey, code) = fragment.split_once('.').unwrap();
        assert_eq!(journey, self.journey);
        code.to_owned()
    }

    /// What a page load does: a new access token by the verifier.
    pub async fn resume(&mut self) -> View {
        let access = std::mem::take(&mut self.access);
        let answer = self
            .post(
                "/journeys/resume",
                json!({ "journey": self.journey, "wv": self.wv }),
            )
            .await;
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{text}");
        let opened: Opened = serde_json::from_str(&text).unwrap();
        opened.access.unwrap().expose().clone_into(&mut self.access);
        assert_ne!(access, self.access);
        opened.view
    }

    pub async fn redeem_raw(&self, code: &str) -> Response {
        let body =
            json!({ "code": Secret::new(code.to_owned()), "wv": Secret::new(self.wv.clone()) });
        self.post("/journeys/current/redeem", body).await
    }

    pub async fn redeem(&self, code: &str) -> Stage {
        Self::stage_of(self.redeem_raw(code).await).await
    }

    pub async fn link(&self, accounts: &[AccountId]) -> Stage {
        let body = json!({ "accounts": accounts });
        Self::stage_of(
            self.call(Method::PUT, "/journeys/current/accounts", Some(body))
                .await,
        )
        .await
    }

    pub async fn answer(&self, given: &[Given]) -> Stage {
        let body = json!({ "given": given });
        Self::stage_of(
            self.call(Method::PUT, "/journeys/current/purposes", Some(body))
                .await,
        )
        .await
    }

    pub async fn act(&self, method: Method, path: &str) -> Stage {
        Self::stage_of(self.call(method, path, None).await).await
    }

    /// Looks until reading is over.
    pub async fn until_read(&self) -> Stage {
        for _ in 0..400 {
            let stage = self.stage().await;
            if !matches!(stage, Stage::Reading { .. }) {
                return stage;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        panic!("reading does not end");
    }

    pub async fn data(&self, purpose: &str) -> DataPage {
        let answer = self
            .call(
                Method::GET,
                &format!("/journeys/current/data?purpose={purpose}"),
                None,
            )
            .await;
        answer.json().await.unwrap()
    }

    /// The partner has this person forgotten.
    pub async fn erased(&self) {
        let answer = client()
            .delete(format!("{}/v1/users/{}", self.house.base, self.user))
            .bearer_auth(partner_token(self.house).await)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    }

    /// What is on record about this person, oldest first.
    pub async fn entries(&self) -> Vec<Recorded> {
        let app = &self.house.app;
        app.store().ledger_of(app.keys(), &self.user).await.unwrap()
    }

    /// The journey as its row has it: its state and its phase's word.
    pub async fn row(&self) -> (Value, String) {
        let (state, phase): (String, String) =
            sqlx::query_as("SELECT state, phase FROM journeys WHERE id = $1")
                .bind(&self.journey)
                .fetch_one(&self.house.sql().await)
                .await
                .unwrap();
        (serde_json::from_str(&state).unwrap(), phase)
    }

    /// As after a crash: what came after this row of the journey was not written.
    pub async fn put_back(&self, state: &Value, phase: &str) {
        sqlx::query("UPDATE journeys SET state = $1, phase = $2, ended_at = NULL, version = version + 1 WHERE id = $3")
            .bind(state.to_string())
            .bind(phase)
            .bind(&self.journey)
            .execute(&self.house.sql().await)
            .await
            .unwrap();
    }

    pub async fn partner_get(&self, path: &str) -> (StatusCode, Value) {
        let token = partner_token(self.house).await;
        let answer = client()
            .get(format!("{}/v1/users/{}{path}", self.house.base, self.user))
            .bearer_auth(token)
            .send()
            .await
            .unwrap();
        (answer.status(), answer.json().await.unwrap())
    }
}

pub fn open_accounts(accounts: &[Account]) -> Vec<AccountId> {
    accounts
        .iter()
        .filter(|account| account.offer == Offer::Open)
        .map(|account| account.id.clone())
        .collect()
}

pub fn yes(purposes: &[&str]) -> Vec<Given> {
    purposes
        .iter()
        .map(|id| Given {
            purpose: (*id).into(),
            without: Vec::new(),
        })
        .collect()
}

pub async fn problem(answer: Response) -> Problem {
    assert_eq!(
        answer.headers()[header::CONTENT_TYPE],
        "application/problem+json"
    );
    answer.json().await.unwrap()
}
