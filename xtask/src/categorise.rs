//! `cargo xtask categorise`: the categories of a file of transactions.

use crate::delegate;
use crate::failure::Result;
use crate::workspace::Workspace;

/// Hands the arguments on to the program of `crates/profile`.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let program = ["--quiet", "-p", "profile", "--example", "categorise"];
    delegate::cargo_run(workspace, &program, arguments)
}
