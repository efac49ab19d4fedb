//! `cargo xtask mutants`: the modules that keep attackers out, changed in one place at a time; the tests must notice.

use crate::failure::Result;
use crate::program;
use crate::setup::{self, Tool};
use crate::workspace::Workspace;

/// What is changed.
const FILES: [&str; 5] = [
    "backend/src/handoff/answer.rs",
    "backend/src/handoff/callback.rs",
    "backend/src/handoff/cookie.rs",
    "backend/src/journey_api/redeem.rs",
    "backend/src/security/cors.rs",
];

/// The tests that must notice, by a part of their names: those of the handoff on `SQLite`, those of twisted inputs, and
/// those inside the modules.
const TESTS: [&str; 11] = [
    "answer::tests",
    "cases::elsewhere",
    "cases::handoff",
    "cases::holder",
    "cases::journey",
    "cases::lying",
    "r_031_r_036_r_155",
    "r_021",
    "r_034",
    "r_058",
    "r_155_r_162",
];

/// Seconds after which a test that a mutant keeps from ending counts as having noticed.
const PATIENCE: &str = "120";

/// Runs all mutants, or `--shard K/N` of them. Further arguments are cargo-mutants' own.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    setup::ensure(workspace, &[Tool::CargoMutants, Tool::OpenSsl])?;
    let output = workspace.target().join("mutants");
    let mut mutants = workspace.cargo();
    mutants
        .args(["mutants", "--package", "backend"])
        .args(["--test-package", "backend,fuzz", "--timeout", PATIENCE])
        .args(["--baseline", "skip", "--no-shuffle", "--caught"])
        .arg("--output")
        .arg(&output);
    for file in FILES {
        mutants.args(["--file", file]);
    }
    mutants
        .args(arguments)
        .args([
            "--",
            "--features",
            "backend/test-clock",
            "--lib",
            "--test",
            "sqlite",
        ])
        .args(["--test", "short", "--"])
        .args(TESTS)
        // The tree is copied for each run; what it depends on need not be built again.
        .env("CARGO_TARGET_DIR", output.join("target"))
        .env("GUICHET_RACE_ROUNDS", "20");
    program::show(&mut mutants)
}
