//! `cargo xtask find`: the institution search, from the command line.

use crate::delegate;
use crate::failure::Result;
use crate::workspace::Workspace;

/// Hands the arguments on to the search program of `crates/directory`.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let program = [
        "--quiet",
        "-p",
        "directory",
        "--features",
        "compile",
        "--example",
        "find",
    ];
    delegate::cargo_run(workspace, &program, arguments)
}
