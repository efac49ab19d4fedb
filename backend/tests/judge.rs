//! The OAuth leg before an independent judge: the bank's authorization server is `oidc-provider`, the certified
//! implementation for Node. What our own sandbox and our own client might both get wrong shows here.
//!
//! Nothing is downloaded: without Node, or without the package that `cargo xtask setup` installs, it is skipped and says
//! so.

mod common;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};

use common::person::{client, open_accounts, yes};
use common::{House, Kind, PAGE, Person};
use contract::{End, Outcome, Revocation, Stage};
use reqwest::{Method, StatusCode, header};

const STORE: Kind = Kind::Sqlite;

/// Through the judge; before the example's connectors, so that it wins.
const CONNECTOR: &str = r#"[[connectors]]
id = "judge"
dialect = "stet"
banks = ["axa-banque"]
issuer = "ISSUER"
authorize = "{issuer}/auth"
token = "{issuer}/token"
par = "{issuer}/request"
revoke = "{issuer}/token/revocation"
api = "{issuer}/stet/psd2/v1.4"
client_id = "guichet"
client_secret = "SECRET"
iss = true
model = "full-aisp"
revocation = "token"
aisp = "sandbox"

"#;

/// More redirects than a login and a consent take.
const HOPS: usize = 12;

struct Judge {
    child: Child,
    said: Arc<Mutex<Vec<String>>>,
    issuer: String,
}

impl Judge {
    /// Where the packages are, if all that is needed is here.
    fn folder() -> Option<PathBuf> {
        let target = std::env::current_exe().ok()?;
        let folder = target
            .ancestors()
            .nth(3)?
            .join("tools/oidc-provider/node_modules");
        let node = Command::new("node").arg("--version").output().is_ok();
        (node && folder.join("oidc-provider/package.json").is_file()).then_some(folder)
    }

    fn start(folder: &PathBuf, redirect: &str, secret: &str) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/judge/bank.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .arg(folder)
            .arg(redirect)
            .env("CLIENT_SECRET", secret)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let issuer = first.strip_prefix("issuer ").unwrap().to_owned();
        let said = Arc::<Mutex<Vec<String>>>::default();
        let book = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                book.lock().unwrap().push(line);
            }
        });
        Self {
            child,
            said,
            issuer,
        }
    }

    /// What it said so far, which is what was judged so far.
    fn said(&self) -> Vec<String> {
        self.said.lock().unwrap().clone()
    }

    /// Waits for its line: it comes by a pipe, beside the answer.
    async fn says(&self, line: &str) {
        for _ in 0..200 {
            if self.said().iter().any(|said| said == line) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the judge did not say {line:?}: {:?}", self.said());
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A backend whose bank is the judge.
async fn house(folder: &PathBuf) -> (House, Judge) {
    let judge = OnceLock::new();
    let secret = backend::secrets::token().unwrap();
    let house = House::with(|text| {
        let base = text.split("public_url = \"").nth(1).unwrap();
        let redirect = format!("{}/callback", base.split('"').next().unwrap());
        let judge = judge.get_or_init(|| Judge::start(folder, &redirect, &secret));
        let connector = CONNECTOR
            .replace("ISSUER", &judge.issuer)
            .replace("SECRET", &secret);
        text.replacen(
            "[[connectors]]\n",
            &format!("{connector}[[connectors]]\n"),
            1,
        )
    })
    .await;
    (house, judge.into_inner().unwrap())
}

/// Leaves for the judge and does what it asks, as a browser of its own: the address of the callback.
async fn answer(house: &House, person: &mut Person<'_>) -> String {
    person.choose("axa-banque", None).await;
    let ticket = person.ticket().await;
    let go = person.go_from(&ticket, Some(PAGE)).await;
    assert_eq!(go.status(), StatusCode::SEE_OTHER);
    let text = |answer: &reqwest::Response| {
        answer.headers()[header::LOCATION]
            .to_str()
            .unwrap()
            .to_owned()
    };
    let mut next = url::Url::parse(&text(&go)).unwrap();
    let front: Vec<String> = next
        .query_pairs()
        .map(|(name, _)| name.into_owned())
        .collect();
    assert_eq!(front, ["client_id", "request_uri"], "R-020");
    let mut jar = BTreeMap::new();
    for _ in 0..HOPS {
        let cookies: Vec<String> = jar
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = client()
            .get(next.clone())
            .header(header::COOKIE, cookies.join("; "));
        let got = request.send().await.unwrap();
        for cookie in got.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            jar.insert(name.to_owned(), value.to_owned());
        }
        assert!(got.status().is_redirection(), "{} at {next}", got.status());
        next = next.join(&text(&got)).unwrap();
        if next.as_str().starts_with(&house.base) {
            return next.into();
        }
    }
    panic!("the judge sends the person in circles");
}

#[tokio::test]
async fn r_002_r_013_r_020_an_independent_authorization_server_takes_the_whole_code_flow() {
    let Some(folder) = Judge::folder() else {
        // Past the test harness, which would swallow it.
        let line = b"skipped: no Node, or no oidc-provider (`cargo xtask setup` installs it)\n";
        std::io::stderr().write_all(line).unwrap();
        return;
    };
    let (house, judge) = house(&folder).await;
    let mut person = Person::open(&house, "judged").await;
    let callback = answer(&house, &mut person).await;
    assert!(callback.contains("iss="), "RFC 9207");
    let back = person.back(&callback).await;
    let handoff = person.handoff(&back);
    let Stage::Accounts(stage) = person.redeem(&handoff).await else {
        panic!("accounts: {:?}", judge.said())
    };
    for line in [
        "pushed",
        "authorized",
        "granted authorization_code",
        "read accounts",
    ] {
        judge.says(line).await;
    }
    // Its tokens live for half a minute: reading begins with a refresh, and the token before is not used again.
    person.link(&open_accounts(&stage.accounts)).await;
    person.answer(&yes(&["financial_health"])).await;
    assert!(matches!(person.until_read().await, Stage::Result(_)));
    judge.says("granted refresh_token").await;
    judge.says("read transactions").await;
    let stage = person.act(Method::DELETE, "/journeys/current").await;
    assert_eq!(stage, Stage::Ended(End::Cancelled(Revocation::Revoked)));
    judge.says("refresh token ended").await;

    // Somebody else's code under one's own state: the judge finds that the verifier is not the code's.
    let mut victim = Person::open(&house, "victim").await;
    let stolen = answer(&house, &mut victim).await;
    let mut attacker = Person::open(&house, "attacker").await;
    let own = answer(&house, &mut attacker).await;
    let code = |address: &str| {
        let url = url::Url::parse(address).unwrap();
        let code = url.query_pairs().find(|(name, _)| name == "code");
        code.unwrap().1.into_owned()
    };
    let forged = own.replace(&code(&own), &code(&stolen));
    let back = attacker.back(&forged).await;
    let handoff = attacker.handoff(&back);
    let stage = attacker.redeem(&handoff).await;
    assert!(matches!(stage, Stage::Outcome(Outcome::Unknown, _)));
    judge.says("grant refused: invalid_grant").await;
    let failed = |line: &&String| line.starts_with("failed") || line.starts_with("not read");
    assert_eq!(judge.said().iter().find(failed), None);
}
