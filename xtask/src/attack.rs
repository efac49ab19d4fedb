//! `cargo xtask attack`: the attacks of `tests/attack` against the real programs, and the table of what each showed.

mod races; // ten thousand rounds of each race

use std::process::Command;

use crate::failure::Result;
use crate::pack;
use crate::program;
use crate::setup::{self, Tool};
use crate::workspace::Workspace;

/// The attacks that are run in Firefox as well: those of the browser's own rules, without Chromium's developer tools.
const IN_FIREFOX: [&str; 9] = [
    "A-01", "A-02", "A-03", "A-04", "A-05", "A-07", "A-13", "A-15", "A-16",
];

/// What Firefox is asked for.
const CAPABILITIES: &str = r#"{"moz:firefoxOptions":{"args":["-headless"]}}"#;

/// Packs the release files, builds backend, banks and attacks, and runs all attacks or those named (`A-05`, a lie, or
/// `canaries`); with `--firefox`, those of browsers in Firefox; with `--races`, the races and nothing else.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    if let [flag, rest @ ..] = arguments
        && flag == "--races"
    {
        return races::run(workspace, rest);
    }
    let firefox = arguments.iter().any(|word| word == "--firefox");
    setup::ensure(
        workspace,
        if firefox {
            &[Tool::Firefox, Tool::GeckoDriver]
        } else {
            &[Tool::Chromium, Tool::ChromeDriver]
        },
    )?;
    pack::release(workspace)?;
    let packages = ["backend", "sandbox", "attack"];
    let packages = packages.iter().flat_map(|name| ["--package", name]);
    program::show(workspace.cargo().args(["build", "--bins"]).args(packages))?;
    let binaries = workspace.target().join("debug");
    let mut attack = Command::new(binaries.join("attack"));
    if let Some(chromedriver) = setup::chromedriver() {
        attack.env("CHROMEDRIVER", chromedriver);
    }
    let mut wanted: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|word| *word != "--firefox")
        .collect();
    if firefox {
        in_firefox(&mut attack);
        if wanted.is_empty() {
            wanted.extend(IN_FIREFOX);
        }
    }
    program::show(
        attack
            .args(wanted)
            .env("GUICHET_BIN", &binaries)
            .env("GUICHET_DIST", workspace.dist()),
    )
}

/// Lets a program of `tests/attack` use Firefox instead of Chromium.
pub fn in_firefox(command: &mut Command) -> &mut Command {
    command
        .env("GUICHET_WEBDRIVER", "geckodriver")
        .env("GUICHET_CAPABILITIES", CAPABILITIES)
}
