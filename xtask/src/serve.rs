//! `cargo xtask serve`: everything on this machine, as three origins that are strangers to a browser.
//!
//! `localhost`, `127.0.0.1` and `[::1]` are three sites. The backend and the sandbox hold a pipe from this program
//! as their standard input and end when it closes: however this program ends, nothing is left running.

mod holder; // who holds a port
mod origin; // the three addresses
mod server; // a program that serves one or two of them
mod signing; // the key of signed requests

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use origin::Origin;
use server::{Output, Server};
use signing::Signing;

use crate::failure::{Failure, Result};
use crate::pack;
use crate::program;
use crate::setup::{Installs, Tool};
use crate::workspace::Workspace;

/// How long a server may take from its start to its first answer: migrations and data included.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often servers and signals are looked at.
const POLL: Duration = Duration::from_millis(100);
/// The configuration that ships as an example is the one that runs here.
const CONFIG: &str = "backend/guichet.example.toml";

/// The signature of the example's connector that asks for one.
const SIGNATURE: &str = "GUICHET__CONNECTORS__SANDBOX_SIGNED__SIGNATURE__";

/// Builds everything, starts it, and stops it on Ctrl-C.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let output = match arguments {
        [] => Output::Log,
        [flag] if flag == "--verbose" => Output::LogAndTerminal,
        _ => return Err(Failure::new("serve takes nothing, or --verbose")),
    };
    // Before the minutes of building.
    Origin::ALL
        .iter()
        .try_for_each(|origin| origin.check_free())?;
    build(workspace)?;

    let stop = stop_signal()?;
    let secret = secret()?;
    let signing = Signing::of(workspace)?;
    let mut servers = [
        Server::start(
            workspace.root(),
            "backend",
            backend(workspace, &secret, &signing),
            output,
        )?,
        Server::start(
            workspace.root(),
            "sandbox",
            sandbox(workspace, &secret, &signing),
            output,
        )?,
    ];
    if !ready(&mut servers, &stop)? {
        return Ok(());
    }
    println!("\n  {}\n", Origin::Partner.url());
    println!(
        "Open it in a browser: a partner's page, on which you can connect a bank of the sandbox."
    );
    println!("The banks and their log of calls: {}", Origin::Banks.url());
    println!("Logs: {}   Ctrl-C stops everything.", server::LOGS);

    // Only for changing the widget, so nobody waits for it; dropped, and with it stopped, on the way out.
    let installs = Installs::start(workspace, &[Tool::Trunk])?;
    println!(
        "To see changes of the widget at once: `trunk serve` in another terminal, then http://localhost:8081/"
    );
    let result = watch(&mut servers, &stop);
    drop(installs);
    println!("\nStopping…");
    result
}

/// Builds servers and widget; a missing wasm-bindgen is built at the same time.
fn build(workspace: &Workspace) -> Result<()> {
    let tools = [&pack::TOOLS[..], &[Tool::OpenSsl]].concat();
    let installs = Installs::start(workspace, &tools)?;
    println!("building the backend and the sandbox…");
    program::show(
        workspace
            .cargo()
            .args(["build", "-p", "backend", "-p", "sandbox"]),
    )?;
    tools.iter().try_for_each(|tool| installs.wait(*tool))?;
    println!("building the widget…");
    let sizes = pack::release(workspace)?;
    if let Err(failure) = sizes.check() {
        // Too big is no reason not to try it.
        println!("{failure}");
    }
    Ok(())
}

fn backend(workspace: &Workspace, secret: &str, signing: &Signing) -> Command {
    let mut command = Command::new(workspace.target().join("debug/backend"));
    command
        .args(["--config", CONFIG, "--exit-on-stdin-close"])
        .env("GUICHET__PARTNERS__DEMO__CLIENT_SECRET", secret)
        .env(
            format!("{SIGNATURE}KEY_ID"),
            "https://agregation.example/key.pem",
        )
        .env(format!("{SIGNATURE}KEY_FILE"), &signing.private);
    command
}

fn sandbox(workspace: &Workspace, secret: &str, signing: &Signing) -> Command {
    let mut command = Command::new(workspace.target().join("debug/sandbox"));
    command
        .args([
            "--banks",
            Origin::Banks.address(),
            "--partner",
            Origin::Partner.address(),
        ])
        .args([
            "--backend",
            "http://127.0.0.1:8082",
            "--partner-origin",
            "http://localhost:8080",
        ])
        .args(["--client-id", "demo", "--exit-on-stdin-close"])
        .arg("--signing-key")
        .arg(&signing.public)
        .env("SANDBOX_CLIENT_SECRET", secret);
    command
}

/// The demo partner's secret: another one each time, by environment, so that none stands in a file.
fn secret() -> Result<String> {
    let source = Path::new("/dev/urandom");
    let mut bytes = [0; 16];
    File::open(source)
        .and_then(|mut file| file.read_exact(&mut bytes))
        .map_err(Failure::file("read", source))?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

/// A flag that Ctrl-C, a closed terminal and `kill` set.
fn stop_signal() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&stop))
            .map_err(|error| Failure::new(format!("cannot listen for Ctrl-C: {error}")))?;
    }
    Ok(stop)
}

/// Returns true when every origin answers, false when it was stopped before.
fn ready(servers: &mut [Server], stop: &AtomicBool) -> Result<bool> {
    let begun = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        servers.iter_mut().try_for_each(Server::check_running)?;
        let Some(silent) = Origin::ALL.into_iter().find(|origin| !origin.answers()) else {
            return Ok(true);
        };
        if begun.elapsed() > PATIENCE {
            return Err(Failure::new(format!(
                "{} does not answer after {} s; its log is in {}",
                silent.url(),
                PATIENCE.as_secs(),
                server::LOGS
            )));
        }
        std::thread::sleep(POLL);
    }
    Ok(false)
}

/// Waits for a signal, or for a server to end by itself, which is a failure.
fn watch(servers: &mut [Server], stop: &AtomicBool) -> Result<()> {
    while !stop.load(Ordering::Relaxed) {
        servers.iter_mut().try_for_each(Server::check_running)?;
        std::thread::sleep(POLL);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_and_never_the_same() {
        let secrets = [secret().unwrap(), secret().unwrap()];
        assert_ne!(secrets[0], secrets[1]);
        assert!(secrets.iter().all(|secret| secret.len() == 32));
    }

    #[test]
    fn the_secret_is_handed_over_where_no_list_of_processes_shows_it() {
        let workspace = Workspace::find().unwrap();
        let signing = Signing {
            private: "signing.pem".into(),
            public: "signing.pub".into(),
        };
        for command in [
            backend(&workspace, "hush", &signing),
            sandbox(&workspace, "hush", &signing),
        ] {
            assert!(!program::line(&command).contains("hush"));
            assert!(
                command
                    .get_envs()
                    .any(|(_, value)| value == Some("hush".as_ref()))
            );
        }
    }
}
