//! What must not be found: tokens, numbers and labels in the database's bytes, in the log, in a partner's answers.

mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};

use common::person::{open_accounts, yes};
use common::{House, Kind, Person};
use contract::Stage;
use reqwest::Method;
use tracing_subscriber::fmt::MakeWriter;

/// What is not named; the one test below names both.
const STORE: Kind = Kind::Sqlite;

/// Planted by the bank and by the journey itself.
const CANARIES: [&str; 9] = [
    "canary-access-token",
    "canary-refresh-token",
    "CANARY LABEL",
    "CANARY COUNTERPARTY",
    "FR7630006000011234567890189",
    "VIR SALAIRE ACME",
    "demo-client-secret",
    "CANARY HOLDER",
    "Canary Expected",
];

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Sink {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn found(haystack: &[u8], needle: &str) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

#[tokio::test]
async fn r_026_r_071_nothing_secret_is_in_the_log_or_readable_in_the_database() {
    let log = Sink::default();
    // The only test of this program: the subscriber is the whole process's.
    tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .init();
    for kind in [Kind::Sqlite, Kind::Postgres] {
        one_journey(kind, &log).await;
    }
}

async fn one_journey(kind: Kind, log: &Sink) {
    let house = House::on(kind, |text| text).await;
    let asked = serde_json::json!({ "expected_name": "Canary Expected" });
    let mut person = Person::open_asked(&house, "canary-external-user", "inline", asked).await;
    person.choose("la-banque-postale", None).await;
    let (callback, stolen) = person.leave().await;
    // A stranger's try first: what goes wrong must not be logged with its values either.
    common::person::client()
        .get(format!("{callback}&code={stolen}"))
        .send()
        .await
        .unwrap();
    person.choose("la-banque-postale", None).await;
    let (callback, code) = person.leave().await;
    let answer = person.back(&format!("{callback}&code={code}")).await;
    let handoff = person.handoff(&answer);
    assert!(matches!(person.redeem(&handoff).await, Stage::Holder(_)));
    let confirmed = person.act(Method::POST, "/journeys/current/confirm").await;
    let Stage::Accounts(stage) = confirmed else {
        panic!("accounts")
    };
    person.link(&open_accounts(&stage.accounts)).await;
    person.answer(&yes(&["budget_advice"])).await;
    assert!(matches!(person.until_read().await, Stage::Result(_)));
    person.act(Method::POST, "/journeys/current/send").await;
    let (_, banks) = person.partner_get("/banks").await;
    assert!(!banks.to_string().contains("CANARY COUNTERPARTY"));

    let own: Vec<&str> = vec![&handoff, &person.wv, &person.access, &code, &stolen];
    let log = log.0.lock().unwrap().clone();
    assert!(
        found(&log, "wrong_browser"),
        "R-072: the log is not empty, and security events are in it"
    );
    let mine: Vec<u8> = own_lines(&log);
    for secret in CANARIES.iter().chain(&own) {
        assert!(!found(&mine, secret), "in the log: {secret}");
    }
    for (name, bytes) in stored(&house, kind).await {
        for secret in CANARIES.iter().chain(&own) {
            assert!(!found(&bytes, secret), "in {name}: {secret}");
        }
    }
}

/// All that is kept: the bytes of the files, or every row of every table as text.
async fn stored(house: &House, kind: Kind) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    if kind == Kind::Postgres {
        let sql = house.sql().await;
        let tables: Vec<(String,)> = sqlx::query_as(
            "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = 'public'",
        )
        .fetch_all(&sql)
        .await
        .unwrap();
        assert!(tables.len() > 10, "{tables:?}");
        for (table,) in tables {
            let rows: Vec<(String,)> =
                sqlx::query_as(&format!("SELECT CAST(t AS TEXT) FROM {table} t"))
                    .fetch_all(&sql)
                    .await
                    .unwrap();
            let text: String = rows.into_iter().map(|(row,)| row + "\n").collect();
            all.push((table, text.into_bytes()));
        }
        return all;
    }
    house.app.store().close().await;
    for entry in std::fs::read_dir(house.folder.path()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("guichet.db") {
            all.push((name, std::fs::read(entry.path()).unwrap()));
        }
    }
    assert!(!all.is_empty());
    all
}

/// Lines that the backend itself wrote, at any level; libraries' own traces are off in the program's filter.
fn own_lines(log: &[u8]) -> Vec<u8> {
    log.split(|byte| *byte == b'\n')
        .filter(|line| {
            found(line, "\"target\":\"backend") || found(line, "\"target\":\"security\"")
        })
        .flat_map(|line| line.iter().copied().chain([b'\n']))
        .collect()
}
