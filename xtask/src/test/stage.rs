//! The stages of `cargo xtask test`, from those that fail in seconds to those that take minutes.

use super::{advisories, layers};
use crate::attack;
use crate::failure::{Failure, Result};
use crate::pack;
use crate::program;
use crate::setup::{self, NodePackage, Tool};
use crate::workspace::Workspace;

/// Features that only tests switch on, so that what they guard is checked and tested as well.
const TEST_FEATURES: &str = "backend/test-clock,sandbox/test-clock,directory/compile";
const WASM: &str = "wasm32-unknown-unknown";
/// Seconds for all tests of one file in the browser; the runner's own 20 are short on a busy machine.
const BROWSER_SECONDS: &str = "300";

/// by the beginning of their tests' names.
const IN_FIREFOX: [&str; 5] = ["a_01", "a_02", "a_03", "a_04", "a_05"];

/// One kind of check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// rustfmt has nothing to change.
    Format,
    /// clippy has nothing to say about what runs on a machine.
    Clippy,
    /// clippy has nothing to say about what runs in a browser.
    ClippyWasm,
    /// Licences, sources and bans of all dependencies.
    Deny,
    /// No package depends on one it must not know.
    Layers,
    /// Tests that need no browser, and the examples in the docs.
    Unit,
    /// The widget's components in Chromium.
    Wasm,
    /// The release files: shape, size, no path of this machine.
    Pack,
    /// The whole journey in Chromium, through real servers; the attacks of the browsers' own rules in Firefox too.
    EndToEnd,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 9] = [
        Self::Format,
        Self::Clippy,
        Self::ClippyWasm,
        Self::Deny,
        Self::Layers,
        Self::Unit,
        Self::Wasm,
        Self::Pack,
        Self::EndToEnd,
    ];

    /// The stage that `word` names, if it names one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }

    /// Its word on the command line and in the table.
    pub fn word(self) -> &'static str {
        match self {
            Self::Format => "fmt",
            Self::Clippy => "clippy",
            Self::ClippyWasm => "clippy-wasm",
            Self::Deny => "deny",
            Self::Layers => "layers",
            Self::Unit => "unit",
            Self::Wasm => "wasm",
            Self::Pack => "pack",
            Self::EndToEnd => "e2e",
        }
    }

    /// What it does, above its output.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Format => "fmt: formatting",
            Self::Clippy => "clippy: lints, native",
            Self::ClippyWasm => "clippy-wasm: lints, widget",
            Self::Deny => "deny: licences, sources and bans of dependencies",
            Self::Layers => "layers: who may depend on whom",
            Self::Unit => "unit: tests without a browser",
            Self::Wasm => "wasm: the widget's components in Chromium",
            Self::Pack => "pack: release files",
            Self::EndToEnd => "e2e: the journey in Chromium, and five attacks in Firefox",
        }
    }

    /// What it needs.
    pub fn tools(self) -> &'static [Tool] {
        match self {
            Self::Format => &[Tool::Rustfmt],
            Self::Clippy => &[Tool::Clippy],
            Self::ClippyWasm => &[Tool::Clippy, Tool::WasmTarget],
            Self::Deny => &[Tool::CargoDeny],
            Self::Layers => &[],
            Self::Unit => &[
                Tool::Postgres,
                Tool::OpenSsl,
                Tool::Node(NodePackage::OidcProvider),
            ],
            Self::Wasm => &[
                Tool::WasmTarget,
                Tool::WasmBindgen,
                Tool::Chromium,
                Tool::ChromeDriver,
            ],
            Self::Pack => &pack::TOOLS,
            Self::EndToEnd => &[
                Tool::RustSource,
                Tool::WasmTarget,
                Tool::WasmBindgen,
                Tool::Node(NodePackage::Binaryen),
                Tool::Node(NodePackage::Terser),
                Tool::Chromium,
                Tool::ChromeDriver,
                Tool::Node(NodePackage::AxeCore),
                Tool::Firefox,
                Tool::GeckoDriver,
            ],
        }
    }

    /// Runs it.
    pub fn run(self, workspace: &Workspace) -> Result<()> {
        let cargo = |line: &str| program::show(workspace.cargo().args(line.split(' ')));
        match self {
            Self::Format => cargo("fmt --all --check"),
            // Not the feature `embed`: it needs the release files.
            Self::Clippy => cargo(&format!(
                "clippy --workspace --exclude guichet --all-targets --features {TEST_FEATURES} -- -D warnings"
            )),
            Self::ClippyWasm => cargo(&format!(
                "clippy --package guichet --all-targets --target {WASM} -- -D warnings"
            )),
            Self::Deny => {
                cargo("deny --workspace check --hide-inclusion-graph bans licenses sources")?;
                advisories::check(workspace)
            }
            Self::Layers => layers::check(workspace),
            Self::Unit => cargo(&format!(
                "test --workspace --exclude e2e --exclude attack --features {TEST_FEATURES}"
            )),
            Self::Wasm => wasm(workspace),
            Self::Pack => {
                let sizes = pack::release(workspace)?;
                print!("{sizes}");
                sizes.check()
            }
            Self::EndToEnd => end_to_end(workspace),
        }
    }
}

/// The stages' words, for the help.
pub fn words() -> String {
    Stage::ALL.map(Stage::word).join(", ")
}

fn wasm(workspace: &Workspace) -> Result<()> {
    program::show(
        workspace
            .cargo()
            .args([
                "test",
                "--package",
                "guichet",
                "--target",
                WASM,
                "--lib",
                "--tests",
            ])
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                "wasm-bindgen-test-runner",
            )
            .env("WASM_BINDGEN_TEST_TIMEOUT", BROWSER_SECONDS)
            // The runner would prefer Firefox where its driver is named.
            .env_remove("GECKODRIVER")
            .env("CHROMEDRIVER", chromedriver()?),
    )
}

/// Tells the tests by environment where things are: `GUICHET_BIN` the servers, `GUICHET_DIST` the release files,
/// `GUICHET_AXE` axe-core, `CHROMEDRIVER` the browser's driver.
fn end_to_end(workspace: &Workspace) -> Result<()> {
    pack::release(workspace)?;
    let features = "backend/test-clock,sandbox/test-clock";
    program::show(workspace.cargo().args([
        "build",
        "--package",
        "backend",
        "--package",
        "sandbox",
        "--features",
        features,
    ]))?;
    program::show(
        workspace
            .cargo()
            .args(["test", "--package", "e2e", "--package", "attack"])
            .env("GUICHET_BIN", workspace.target().join("debug"))
            .env("GUICHET_DIST", workspace.dist())
            .env(
                "GUICHET_AXE",
                NodePackage::AxeCore.file(workspace, "axe.min.js"),
            )
            .env("CHROMEDRIVER", chromedriver()?),
    )?;
    // Chromium and Firefox differ in what they send along on the way to the bank and back: cookies, `Origin`, history.
    program::show(
        attack::in_firefox(
            workspace
                .cargo()
                .args(["test", "--package", "attack", "--test", "attacks", "--"])
                .args(IN_FIREFOX),
        )
        .env("GUICHET_BIN", workspace.target().join("debug"))
        .env("GUICHET_DIST", workspace.dist()),
    )
}

fn chromedriver() -> Result<std::path::PathBuf> {
    setup::chromedriver().ok_or_else(|| Failure::new("chromedriver is not on the path"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_is_found_by_its_word() {
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.word()), Some(stage));
            assert!(stage.heading().starts_with(&format!("{}: ", stage.word())));
        }
        assert_eq!(Stage::parse("all"), None);
    }
}
