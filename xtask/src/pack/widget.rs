//! The widget, compiled for release: cargo, then wasm-bindgen.

use std::fs;
use std::process::Command;

use super::machine;
use crate::failure::{Failure, Result};
use crate::program;
use crate::setup::{self, Tool};
use crate::workspace::Workspace;

/// What the compilers make of the root package.
pub struct Widget {
    /// wasm-bindgen's script.
    pub glue: String,
    /// The module that it loads.
    pub wasm: Vec<u8>,
}

/// Builds the root package with the profile `widget`.
///
/// No wasm-opt: without the name section it gains 1.6 %, and the version on most machines breaks the module.
pub fn release(workspace: &Workspace) -> Result<Widget> {
    setup::ensure(workspace, &[Tool::WasmTarget, Tool::WasmBindgen])?;
    let target = "wasm32-unknown-unknown";
    let places = machine::places(workspace)?;
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
            // The one place of several for rustc's flags that no setting of a user or a CI takes precedence over;
            // all others are ignored, so that the same sources give the same bytes.
            .env(
                "CARGO_ENCODED_RUSTFLAGS",
                machine::remap(&places).join("\u{1f}"),
            ),
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
