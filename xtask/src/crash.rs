//! `cargo xtask crash`: the backend killed again and again while a consent is written.

use crate::failure::{Failure, Result};
use crate::program;
use crate::workspace::Workspace;

/// What the issue of the ledger asks for.
const ROUNDS: u32 = 1000;

/// Runs the rounds and prints what was lost and what was invented.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let rounds = match arguments {
        [] => ROUNDS,
        [flag, number] if flag == "--rounds" => number
            .parse()
            .ok()
            .filter(|rounds| *rounds > 0)
            .ok_or_else(|| Failure::new("--rounds takes a number, such as 1000"))?,
        _ => return Err(Failure::new("crash takes --rounds N and nothing else")),
    };
    let mut test = workspace.cargo();
    test.args([
        "test",
        "--package",
        "backend",
        "--features",
        "backend/test-clock",
    ])
    .args(["--test", "crash", "--", "--nocapture"])
    .env("GUICHET_CRASH_ROUNDS", rounds.to_string());
    program::show(&mut test)
}
