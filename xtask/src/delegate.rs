//! Handing arguments on to another package's program: some commands live where their code is.

use crate::failure::Result;
use crate::program;
use crate::workspace::Workspace;

/// `cargo run CARGO_ARGUMENTS -- ARGUMENTS`.
pub fn cargo_run(
    workspace: &Workspace,
    cargo_arguments: &[&str],
    arguments: &[String],
) -> Result<()> {
    program::show(
        workspace
            .cargo()
            .arg("run")
            .args(cargo_arguments)
            .arg("--")
            .args(arguments)
            // A path given on the command line is relative to where it was typed.
            .current_dir(std::env::current_dir().unwrap_or_else(|_| workspace.root().to_owned())),
    )
}
