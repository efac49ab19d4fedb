//! `cargo xtask bench`: what the project costs in bytes, time and memory. The measuring program is in `tests/e2e`.

use std::process::Command;

use crate::failure::Result;
use crate::pack;
use crate::program;
use crate::setup::{self, Tool};
use crate::workspace::Workspace;

/// Packs the release files, builds backend, banks and the measuring program for release, and hands the arguments on.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    if arguments
        .iter()
        .any(|word| word == "--help" || word == "-h")
    {
        // Nothing is measured: the program as cargo has it at hand is good enough.
        return program::show(workspace.cargo().args([
            "run",
            "--quiet",
            "--package",
            "e2e",
            "--bin",
            "bench",
            "--",
            "--help",
        ]));
    }
    setup::ensure(workspace, &[Tool::Chromium, Tool::ChromeDriver])?;
    pack::release(workspace)?;
    // Apart, so that what the measuring program wants of a shared dependency does not end up in what it measures.
    for packages in [&["backend", "sandbox"][..], &["e2e"]] {
        let packages = packages.iter().flat_map(|name| ["--package", name]);
        program::show(
            workspace
                .cargo()
                .args(["build", "--release", "--bins"])
                .args(packages),
        )?;
    }
    let binaries = workspace.target().join("release");
    let mut bench = Command::new(binaries.join("bench"));
    if let Some(chromedriver) = setup::chromedriver() {
        bench.env("CHROMEDRIVER", chromedriver);
    }
    program::show(
        bench
            .args(arguments)
            .env("GUICHET_BIN", &binaries)
            .env("GUICHET_DIST", workspace.dist()),
    )
}
