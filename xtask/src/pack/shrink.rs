//! What the Rust compiler leaves: binaryen over the wasm, terser over the module. Both by npm, pinned.
//!
//! Measured on the whole widget: the wasm loses 3 % of its compressed size and the script a fifth.

use std::fs;
use std::process::Command;

use super::digest::Digest;
use crate::failure::{Failure, Result};
use crate::program;
use crate::setup::NodePackage;
use crate::workspace::Workspace;

/// What `wasm-opt` is told.
///
/// What the compiler for the target uses is named, since the module has no section that says so any more. Memory is
/// the module's own, so it begins as zeros; its first kilobyte is the far end of a stack of a megabyte, so that no
/// address of an object is in it. One run of `-Oz` leaves what the next can do; the last one, with its preparation and the
/// unused kilobyte, was measured to be worth 800 bytes of brotli.
const WASM_OPT: [&str; 23] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--zero-filled-memory",
    "--low-memory-unused",
    "-Oz",
    "--converge",
    "--generate-global-effects",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "--converge",
    "--flatten",
    "--simplify-locals-notee-nostructure",
    "--local-cse",
    "-Oz",
    "--converge",
    "--strip-producers",
];
/// What terser is told: the file is a module, so that its own names can go; no name of a property is touched.
const TERSER: [&str; 5] = [
    "--module",
    "--ecma=2022",
    "--mangle",
    "--compress=passes=3,unsafe_arrows=true",
    "--comments=false",
];

/// The wasm, by `wasm-opt`. It takes a minute, so what it made of the same module before is taken again.
pub fn wasm(workspace: &Workspace, wasm: &[u8]) -> Result<Vec<u8>> {
    let folder = workspace.target().join("pack");
    let recipe = [NodePackage::Binaryen.version(), &WASM_OPT.join(" ")].concat();
    let key = Digest::of(&[wasm, recipe.as_bytes()].concat()).hex();
    let small = folder.join(format!("shrunk-{key}.wasm"));
    if let Ok(bytes) = fs::read(&small) {
        return Ok(bytes);
    }
    println!("shrinking the module (about a minute)…");
    let large = folder.join("large.wasm");
    let unfinished = folder.join("shrunk.wasm");
    fs::write(&large, wasm).map_err(Failure::file("write", &large))?;
    program::show(
        Command::new("node")
            .arg(NodePackage::Binaryen.file(workspace, "bin/wasm-opt"))
            .args(WASM_OPT)
            .arg(&large)
            .arg("--output")
            .arg(&unfinished),
    )?;
    let bytes = fs::read(&unfinished).map_err(Failure::file("read", &unfinished))?;
    // Whoever finds it under this name finds all of it.
    fs::rename(&unfinished, &small).map_err(Failure::file("write", &small))?;
    Ok(bytes)
}

/// The module, by terser.
pub fn script(workspace: &Workspace, script: &str) -> Result<String> {
    let path = workspace.target().join("pack/joined.js");
    fs::write(&path, script).map_err(Failure::file("write", &path))?;
    program::read(
        Command::new("node")
            .arg(NodePackage::Terser.file(workspace, "bin/terser"))
            .arg(&path)
            .args(TERSER),
    )
}
