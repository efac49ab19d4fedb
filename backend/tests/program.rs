//! The program itself: it says when it is ready, and it ends when it is told to, in either way.

#[path = "common/program.rs"]
mod program;

use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// Long enough for the slowest machine; a program that hangs is killed after it.
const PATIENCE: Duration = Duration::from_mins(1);

fn start(folder: &Path) -> Child {
    let text = include_str!("../guichet.example.toml")
        .replace("sqlite://var/", &format!("sqlite://{}/", folder.display()))
        .replace(
            "var/guichet.key",
            &folder.join("guichet.key").display().to_string(),
        );
    let config = folder.join("guichet.toml");
    std::fs::write(&config, text).unwrap();
    program::start(&config).0
}

/// Its exit, or none when it has to be killed.
fn end(mut child: Child) -> Option<bool> {
    let since = Instant::now();
    while since.elapsed() < PATIENCE {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status.success());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

#[test]
fn it_ends_when_standard_input_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = start(folder.path());
    drop(child.stdin.take());
    assert_eq!(end(child), Some(true));
}

#[test]
fn it_ends_on_a_termination_signal_while_standard_input_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = start(folder.path());
    let stdin = child.stdin.take();
    let killed = Command::new("kill")
        .arg(child.id().to_string())
        .status()
        .unwrap();
    assert!(killed.success());
    assert_eq!(end(child), Some(true));
    drop(stdin);
}

fn ledger(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_backend"))
        .arg("ledger")
        .args(arguments)
        .arg("--config")
        .arg(folder.join("guichet.toml"))
        .output()
        .unwrap();
    let both = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(both).unwrap())
}

#[test]
fn r_105_ledger_verify_walks_the_chain_and_fails_where_there_is_none_or_a_broken_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = start(folder.path());
    drop(child.stdin.take());
    assert_eq!(end(child), Some(true));
    let (well, said) = ledger(folder.path(), &["verify"]);
    assert!(well && said.starts_with("0 entries, chain whole"), "{said}");
    let (well, said) = ledger(folder.path(), &["show", "nobody"]);
    assert!(well && said.contains("\"entries\": []"), "{said}");

    // A head that names an entry which is not there.
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        sqlx::any::install_default_drivers();
        let database = format!("sqlite://{}/guichet.db", folder.path().display());
        let pool = sqlx::AnyPool::connect(&database).await.unwrap();
        sqlx::query("UPDATE ledger_head SET seq = 1")
            .execute(&pool)
            .await
            .unwrap();
        pool.close().await;
    });
    let (well, said) = ledger(folder.path(), &["verify"]);
    assert!(
        !well && said.contains("chain broken: entry 1 is missing"),
        "{said}"
    );

    for file in ["guichet.db", "guichet.db-wal", "guichet.db-shm"] {
        let _ = std::fs::remove_file(folder.path().join(file));
    }
    let (well, said) = ledger(folder.path(), &["verify"]);
    assert!(!well && said.contains("there is no database"), "{said}");
    assert!(!folder.path().join("guichet.db").exists());
}
