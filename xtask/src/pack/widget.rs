//! The widget, compiled for release: cargo, then wasm-bindgen.

use std::fs;
use std::process::Command;

use super::machine;
use crate::failure::{Failure, Result};
use crate::program;
use crate::workspace::Workspace;

/// What the compilers make of the root package.
pub struct Widget {
    /// wasm-bindgen's script.
    pub glue: String,
    /// The module that it loads.
    pub wasm: Vec<u8>,
}

/// The standard library is compiled with the widget, for size: as it ships it is optimised for speed, and every place
/// that may panic carries a message and the means to print it. A panic here ends the module with a trap instead, which
/// the element catches. Measured: 5 % of what a page loads.
const SMALL_STD: [&str; 4] = [
    "-Z",
    "build-std=std,panic_abort",
    "-Z",
    "build-std-features=optimize_for_size",
];
const SMALL_PANICS: [&str; 2] = ["-Zunstable-options", "-Cpanic=immediate-abort"];

/// Builds the root package with the profile `widget`.
pub fn release(workspace: &Workspace) -> Result<Widget> {
    let target = "wasm32-unknown-unknown";
    let places = machine::places(workspace)?;
    let mut flags = machine::remap(&places);
    flags.extend(SMALL_PANICS.map(str::to_owned));
    program::show(
        workspace
            .cargo()
            // `rustc` and not `build`, for one crate type: with an rlib beside it cargo skips link-time optimisation.
            .args([
                "rustc",
                "--package",
                "guichet",
                "--lib",
                "--crate-type",
                "cdylib",
            ])
            .args(["--profile", "widget", "--target", target])
            .args(SMALL_STD)
            // Both are nightly features; the pinned compiler is the guard against their changing. At build time only.
            .env("RUSTC_BOOTSTRAP", "1")
            // The one place of several for rustc's flags that no setting of a user or a CI takes precedence over;
            // all others are ignored, so that the same sources give the same bytes.
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}")),
    )?;
    let folder = workspace.target().join("pack");
    program::show(
        Command::new("wasm-bindgen")
            .args([
                "--target",
                "web",
                "--no-typescript",
                "--omit-default-module-path",
            ])
            .args(["--remove-name-section", "--remove-producers-section"])
            .args(["--out-name", "guichet", "--out-dir"])
            .arg(&folder)
            .arg(workspace.target().join(target).join("widget/guichet.wasm")),
    )?;
    let glue = folder.join("guichet.js");
    let wasm = folder.join("guichet_bg.wasm");
    Ok(Widget {
        glue: fs::read_to_string(&glue).map_err(Failure::file("read", &glue))?,
        wasm: fs::read(&wasm).map_err(Failure::file("read", &wasm))?,
    })
}
