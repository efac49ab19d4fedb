//! The program itself: ready lines, real sockets, and its end.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, Command, Stdio},
};

/// A running sandbox on free ports; ended when dropped, whatever the test did.
struct Running {
    child: Child,
    banks: String,
    partner: String,
}

impl Running {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sandbox"))
            .args([
                "--banks",
                "[::1]:0",
                "--partner",
                "127.0.0.1:0",
                "--exit-on-stdin-close",
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut line = |name: &str| {
            let line = lines.next().unwrap().unwrap();
            line.strip_prefix(name)
                .unwrap_or_else(|| panic!("{line}"))
                .to_owned()
        };
        let (banks, partner) = (line("banks "), line("partner "));
        Self {
            child,
            banks,
            partner,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already ended where the test ended it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn both_listeners_answer_where_the_ready_lines_say() {
    let running = Running::start();
    assert!(running.banks.starts_with("http://[::1]:"));
    assert!(running.partner.starts_with("http://localhost:"));
    let metadata = format!(
        "{}/lcl/.well-known/oauth-authorization-server",
        running.banks
    );
    let metadata: serde_json::Value = reqwest::get(metadata).await.unwrap().json().await.unwrap();
    assert_eq!(metadata["issuer"], format!("{}/lcl", running.banks));
    let banks: serde_json::Value = reqwest::get(format!("{}/banks.json", running.banks))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(banks.as_array().unwrap().len(), 235);
    assert_eq!(
        banks[0]["issuer"],
        format!("{}/{}", running.banks, banks[0]["id"].as_str().unwrap())
    );
    let port = running.partner.rsplit(':').next().unwrap();
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        let page = reqwest::get(format!("http://{host}:{port}/"))
            .await
            .unwrap();
        assert_eq!(page.status(), 200, "{host}");
        assert_eq!(
            page.url().host_str(),
            Some("localhost"),
            "always on the registered origin"
        );
    }
    let clock = reqwest::Client::new()
        .post(format!("{}/clock", running.banks))
        .json(&serde_json::json!({
            "advance_seconds": 1
        }));
    let expected = if cfg!(feature = "test-clock") {
        204
    } else {
        404
    };
    assert_eq!(
        clock.send().await.unwrap().status(),
        expected,
        "only with the test-clock feature"
    );
}

#[test]
fn it_ends_when_its_standard_input_is_closed() {
    let mut running = Running::start();
    drop(running.child.stdin.take());
    assert!(running.child.wait().unwrap().success());
}

#[test]
fn it_ends_on_sigterm() {
    let mut running = Running::start();
    let killed = Command::new("kill")
        .args(["-TERM", &running.child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    assert!(running.child.wait().unwrap().success());
}

#[test]
fn a_taken_address_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut child = Command::new(env!("CARGO_BIN_EXE_sandbox"))
        .args(["--banks", &address, "--partner", "127.0.0.1:0"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    assert!(!child.wait().unwrap().success());
    let mut said = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    assert!(said.contains(&address), "{said}");
}
