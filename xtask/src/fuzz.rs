//! `cargo xtask fuzz`: twisted inputs on the backend, by the program of `tests/fuzz`.

use crate::delegate;
use crate::failure::Result;
use crate::workspace::Workspace;

/// Hands the arguments on to the program, built for release: its figures are about what is deployed.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    let program = ["--quiet", "--release", "-p", "fuzz"];
    delegate::cargo_run(workspace, &program, arguments)
}
