//! A bank that is slow, drips, sends too much or sends elsewhere, as the one client sees it.

use std::path::Path;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;

const SHORT: Duration = Duration::from_millis(300);

fn bank() -> Bank {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("guichet.example.toml");
    let config = crate::config::load(&example, []).unwrap();
    config.banks.find("lcl", "FR").unwrap()
}

/// A server that says `head` to whoever connects and then `drop` for ever.
async fn server(head: String, drop: &'static [u8], pause: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/token", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            let head = head.clone();
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let _ = socket.read(&mut request).await;
                let _ = socket.write_all(head.as_bytes()).await;
                while socket.write_all(drop).await.is_ok() {
                    tokio::time::sleep(pause).await;
                }
            });
        }
    });
    address
}

/// Writes calls down where nobody looks.
async fn meter(folder: &tempfile::TempDir) -> Meter {
    let url = format!("sqlite://{}/calls.db", folder.path().display());
    let store = crate::store::Store::open(&url).await.unwrap();
    let prices = crate::config::Prices {
        currency: "EUR".to_owned(),
        calls: std::collections::BTreeMap::new(),
    };
    Meter::new(store, crate::clock::Clock::default(), prices)
}

const NOBODY: Payer<'_> = Payer {
    partner: "",
    user: "",
    connection: "",
    account: "",
    purposes: &[],
    run: "",
    presence: crate::metering::Presence::Present,
};

async fn ask(address: &str) -> Result<Value, UpstreamFault> {
    let folder = tempfile::tempdir().unwrap();
    let http = Http::with_patience(Arc::default(), meter(&folder).await, SHORT).unwrap();
    http.json(&bank(), NOBODY, "token", http.client.post(address))
        .await
}

const JSON: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n";

#[tokio::test]
async fn an_answer_that_never_begins_or_drips_for_ever_is_no_answer() {
    for head in ["", JSON] {
        let address = server(head.to_owned(), b" ", Duration::from_millis(20)).await;
        assert_eq!(ask(&address).await, Err(UpstreamFault::Unreachable));
    }
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off_at_eight_megabytes() {
    // With time enough to send it: size alone ends it.
    let folder = tempfile::tempdir().unwrap();
    let http = Http::with_patience(Arc::default(), meter(&folder).await, PATIENCE).unwrap();
    let address = server(JSON.to_owned(), &[b' '; 16_000], Duration::ZERO).await;
    let answer: Result<Value, _> = http
        .json(&bank(), NOBODY, "token", http.client.post(&address))
        .await;
    assert_eq!(
        answer,
        Err(UpstreamFault::Nonsense("the answer is too large"))
    );
}

#[tokio::test]
async fn r_010_no_redirect_is_followed_whatever_its_kind() {
    let trap = TcpListener::bind("127.0.0.1:0").await.unwrap();
    for status in [301, 302, 303, 307, 308] {
        let head = format!(
            "HTTP/1.1 {status} Elsewhere\r\nlocation: http://{}/\r\ncontent-length: 0\r\n\r\n",
            trap.local_addr().unwrap()
        );
        let address = server(head, b"", SHORT).await;
        assert_eq!(ask(&address).await, Err(UpstreamFault::Refused(status)));
    }
    let caught = tokio::time::timeout(SHORT, trap.accept()).await;
    assert!(caught.is_err(), "somebody followed");
}
