//! `cargo xtask bench`: what the project costs in bytes, time and memory. The measuring program is in `tests/e2e`.

use crate::delegate;
use crate::failure::Result;
use crate::pack;
use crate::setup::{self, Tool};
use crate::workspace::Workspace;

/// Packs the release files and hands the arguments on to the measuring program.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    setup::ensure(workspace, &[Tool::Chromium, Tool::ChromeDriver])?;
    pack::run(workspace, &[])?;
    delegate::cargo_run(
        workspace,
        &["--release", "-p", "e2e", "--bin", "bench"],
        arguments,
    )
}
