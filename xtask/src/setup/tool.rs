//! The tools: what each is for, which version, and how to see that it is there.

use std::path::PathBuf;
use std::process::Command;

use super::install::Recipe;
use super::node::NodePackage;
use crate::failure::Result;
use crate::program;
use crate::workspace::{Workspace, cargo};

/// A program or library that a command needs beside cargo and rustc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    /// Rust's standard library for the widget's target.
    WasmTarget,
    /// The source of Rust's standard library: the widget's release is built with its own copy.
    RustSource,
    /// The linter.
    Clippy,
    /// The formatter.
    Rustfmt,
    /// Makes the JavaScript side of the wasm module, and runs its tests in a browser.
    WasmBindgen,
    /// Rebuilds the widget at each change and reloads the page.
    Trunk,
    /// Checks licences, sources and duplicates of the dependencies.
    CargoDeny,
    /// Lists what is in what is shipped.
    CycloneDx,
    /// Changes the code in one place at a time, to see whether the tests notice.
    CargoMutants,
    /// The browser of the tests.
    Chromium,
    /// Drives the browser of the tests.
    ChromeDriver,
    /// The other browser of the attacks.
    Firefox,
    /// Drives it.
    GeckoDriver,
    /// The backend's other store, for its tests.
    Postgres,
    /// Makes the key with which requests to a bank are signed.
    OpenSsl,
    /// A package of npm.
    Node(NodePackage),
}

// The newest that build with the toolchain of rust-toolchain.toml: trunk 0.22 wants rustc 1.96.
const TRUNK: &str = "0.21.14";
const CARGO_DENY: &str = "0.20.2";
const CYCLONEDX: &str = "0.5.9";
const CARGO_MUTANTS: &str = "27.1.0";
const GECKODRIVER: &str = "0.37.1";

impl Tool {
    /// Every tool.
    pub const ALL: [Self; 19] = [
        Self::WasmTarget,
        Self::RustSource,
        Self::Clippy,
        Self::Rustfmt,
        Self::WasmBindgen,
        Self::Trunk,
        Self::CargoDeny,
        Self::CycloneDx,
        Self::CargoMutants,
        Self::Chromium,
        Self::ChromeDriver,
        Self::Firefox,
        Self::GeckoDriver,
        Self::Postgres,
        Self::OpenSsl,
        Self::Node(NodePackage::AxeCore),
        Self::Node(NodePackage::Binaryen),
        Self::Node(NodePackage::Terser),
        Self::Node(NodePackage::OidcProvider),
    ];

    /// How it is installed.
    pub(super) fn recipe(self, workspace: &Workspace) -> Result<Recipe> {
        Ok(match self {
            Self::WasmTarget => Recipe::RustTarget("wasm32-unknown-unknown"),
            Self::RustSource => Recipe::RustComponent("rust-src"),
            Self::Clippy => Recipe::RustComponent("clippy"),
            Self::Rustfmt => Recipe::RustComponent("rustfmt"),
            Self::WasmBindgen => Recipe::Cargo {
                package: "wasm-bindgen-cli",
                // The crate and the program refuse each other unless they are of one version.
                version: workspace.locked_version("wasm-bindgen")?,
                minutes: 3,
            },
            Self::Trunk => Recipe::Cargo {
                package: "trunk",
                version: TRUNK.into(),
                minutes: 5,
            },
            Self::CargoDeny => Recipe::Cargo {
                package: "cargo-deny",
                version: CARGO_DENY.into(),
                minutes: 5,
            },
            Self::CycloneDx => Recipe::Cargo {
                package: "cargo-cyclonedx",
                version: CYCLONEDX.into(),
                minutes: 2,
            },
            Self::CargoMutants => Recipe::Cargo {
                package: "cargo-mutants",
                version: CARGO_MUTANTS.into(),
                minutes: 3,
            },
            Self::Chromium => Recipe::System("chromium"),
            Self::ChromeDriver => Recipe::System("chromium-driver"),
            Self::Firefox => Recipe::System("firefox-esr"),
            Self::GeckoDriver => Recipe::Cargo {
                package: "geckodriver",
                version: GECKODRIVER.into(),
                minutes: 3,
            },
            Self::Postgres => Recipe::Postgres,
            Self::OpenSsl => Recipe::System("openssl"),
            Self::Node(package) => Recipe::Npm {
                package: package.name(),
                version: package.version(),
            },
        })
    }

    /// Whether it is there, in the version wanted. Nothing here touches the network.
    pub(super) fn is_here(self, workspace: &Workspace) -> Result<bool> {
        Ok(match self {
            Self::WasmTarget => is_in_toolchain("wasm32-unknown-unknown"),
            Self::RustSource => is_in_toolchain("src/rust/library"),
            Self::Clippy => program::answer(cargo().args(["clippy", "--version"])).is_some(),
            Self::Rustfmt => program::answer(cargo().args(["fmt", "--version"])).is_some(),
            Self::WasmBindgen => {
                let version = workspace.locked_version("wasm-bindgen")?;
                ["wasm-bindgen", "wasm-bindgen-test-runner"]
                    .iter()
                    .all(|name| answers(&mut Command::new(name), &version))
            }
            Self::Trunk => answers(&mut Command::new("trunk"), TRUNK),
            Self::Firefox => program::on_path("firefox-esr").is_some(),
            Self::GeckoDriver => answers(&mut Command::new("geckodriver"), GECKODRIVER),
            Self::CargoDeny => answers(&mut Command::new("cargo-deny"), CARGO_DENY),
            // As cargo starts them: their own command lines begin with their word.
            Self::CycloneDx => answers(cargo().arg("cyclonedx"), CYCLONEDX),
            Self::CargoMutants => answers(cargo().arg("mutants"), CARGO_MUTANTS),
            Self::Chromium => [
                "chromium",
                "chromium-browser",
                "google-chrome",
                "google-chrome-stable",
            ]
            .iter()
            .any(|name| program::on_path(name).is_some()),
            Self::ChromeDriver => chromedriver().is_some(),
            Self::Postgres => postgres_is_here(),
            Self::OpenSsl => program::on_path("openssl").is_some(),
            Self::Node(package) => package.is_here(workspace),
        })
    }
}

/// Whether a folder is among those of the toolchain's libraries.
fn is_in_toolchain(folder: &str) -> bool {
    program::answer(Command::new("rustc").args(["--print", "sysroot"])).is_some_and(|root| {
        PathBuf::from(root)
            .join("lib/rustlib")
            .join(folder)
            .is_dir()
    })
}

/// Where chromedriver is: `CHROMEDRIVER` when it is set, else on the path.
pub fn chromedriver() -> Option<PathBuf> {
    std::env::var_os("CHROMEDRIVER")
        .map(PathBuf::from)
        .or_else(|| program::on_path("chromedriver"))
}

/// Whether the server's programs are here: Debian keeps them off the path, a folder for each version.
fn postgres_is_here() -> bool {
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .any(|version| version.path().join("bin/initdb").exists());
    debian || program::on_path("initdb").is_some()
}

/// Whether `command --version` ends in exactly `version`.
fn answers(command: &mut Command, version: &str) -> bool {
    program::answer(command.arg("--version"))
        .is_some_and(|answer| answer.split_whitespace().nth(1) == Some(version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_of_another_version_counts_as_missing() {
        // `echo NAME VERSION --version` answers as the real programs do.
        assert!(answers(
            Command::new("echo").args(["trunk", "0.21.14"]),
            "0.21.14"
        ));
        assert!(!answers(
            Command::new("echo").args(["trunk", "0.21.1"]),
            "0.21.14"
        ));
        assert!(!answers(
            Command::new("echo").args(["trunk", "0.21.141"]),
            "0.21.14"
        ));
        assert!(!answers(&mut Command::new("no-such-program"), "0.21.14"));
    }
}
