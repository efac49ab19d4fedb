//! `cargo xtask attack --races`: the backend's own race tests with ten thousand rounds, over each store.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::failure::{Failure, Result};
use crate::setup::{self, Tool};
use crate::workspace::Workspace;

/// at least as many.
const ROUNDS: u32 = 10_000;

/// The programs of the backend's tests, one for each store.
const STORES: [&str; 2] = ["sqlite", "postgres"];

/// What a test says when it is over begins so.
const MARK: &str = "races: ";

/// Runs them, with `--rounds N` as many as that.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let rounds = rounds(arguments)?;
    setup::ensure(workspace, &[Tool::Postgres, Tool::OpenSsl])?;
    let mut said = Vec::new();
    for store in STORES {
        println!("{store}: {rounds} rounds");
        said.push(one(workspace, store, rounds)?);
    }
    println!();
    for line in &said {
        println!("{line}");
    }
    // Each test ends at the first race that two have won: to come here is to have seen none.
    println!("races won twice: 0");
    Ok(())
}

fn rounds(arguments: &[String]) -> Result<u32> {
    let wrong = || Failure::new("attack --races takes --rounds and a number above 0, or nothing");
    match arguments {
        [] => Ok(ROUNDS),
        [flag, number] if flag == "--rounds" => match number.parse() {
            Ok(0) | Err(_) => Err(wrong()),
            Ok(rounds) => Ok(rounds),
        },
        _ => Err(wrong()),
    }
}

/// The test program of one store, its words shown as they come; its last word on the races.
fn one(workspace: &Workspace, store: &str, rounds: u32) -> Result<String> {
    let mut tests = workspace.cargo();
    tests
        .args(["test", "--quiet", "--package", "backend", "--test", store])
        .args(["--features", "backend/test-clock"])
        // One after the other: a race is against those in it, not against other tests.
        .args(["--", "races::", "--nocapture", "--test-threads", "1"])
        .env("GUICHET_RACE_ROUNDS", rounds.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let failed = |why: &dyn std::fmt::Display| Failure::new(format!("the races on {store}: {why}"));
    let mut running = tests.spawn().map_err(|error| failed(&error))?;
    let mut said = None;
    if let Some(output) = running.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line.map_err(|error| failed(&error))?;
            println!("{line}");
            said = line
                .find(MARK)
                .map(|at| line[at + MARK.len()..].to_owned())
                .or(said);
        }
    }
    let status = running.wait().map_err(|error| failed(&error))?;
    match said {
        Some(said) if status.success() => Ok(said),
        _ => Err(failed(
            &"a race was won twice, or could not be run: see above",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_are_ten_thousand_unless_said_otherwise() {
        let words = |words: &[&str]| {
            words
                .iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(rounds(&[]), Ok(10_000));
        assert_eq!(rounds(&words(&["--rounds", "7"])), Ok(7));
        for wrong in [
            &["--rounds"][..],
            &["--rounds", "0"],
            &["--rounds", "x"],
            &["7"],
        ] {
            assert!(rounds(&words(wrong)).is_err(), "{wrong:?}");
        }
    }
}
