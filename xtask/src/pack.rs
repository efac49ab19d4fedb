//! `cargo xtask pack`: the files that a partner's page loads, in `dist/`, and nothing else.
//!
//! No bundler: the widget's JavaScript is two files of known shape, the hand-written `public/element.js` and
//! what wasm-bindgen writes. They are joined into one module that carries the wasm's hash, so that the one
//! `integrity` on a partner's script tag pins every byte that runs. The same input gives the same bytes.

mod digest; // SHA-384 and its two spellings
mod join; // two scripts become one module
mod machine; // paths of this machine, which must not be in what is published
mod names; // shorter names between the wasm and its script
mod sections; // what a WebAssembly module consists of
mod shrink; // binaryen and terser
mod sizes; // what a page loads, against the goal
mod stamp; // the wasm's name and hash, written into the module
mod strip; // comments and indentation, taken out of the module
mod widget; // cargo and wasm-bindgen

use std::fs;
use std::path::{Path, PathBuf};

use digest::Digest;
pub use sizes::Sizes;
use widget::Widget;

use crate::failure::{Failure, Result};
use crate::setup::{self, NodePackage, Tool};
use crate::workspace::Workspace;

/// What packing needs.
pub const TOOLS: [Tool; 5] = [
    Tool::RustSource,
    Tool::WasmTarget,
    Tool::WasmBindgen,
    Tool::Node(NodePackage::Binaryen),
    Tool::Node(NodePackage::Terser),
];
/// The one module of a partner's script tag.
const MODULE: &str = "guichet.js";
/// Its types, for partners who write TypeScript.
const TYPES: &str = "guichet.d.ts";
/// What the other files are: name, hash, size.
const INTEGRITY: &str = "integrity.json";

/// Packs for release; or, with `--staging`, joins the scripts in trunk's staging directory.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    match arguments {
        [] => {
            let sizes = release(workspace)?;
            print!("{sizes}");
            sizes.check()
        }
        [flag] if flag == "--staging" => staging(workspace, &trunk_staging()?),
        [flag, folder] if flag == "--staging" => staging(workspace, Path::new(folder)),
        _ => Err(Failure::new(
            "pack takes nothing, or --staging and a directory",
        )),
    }
}

/// Builds the widget for release and writes `dist/`. Fails when a path of this machine is in a file.
pub fn release(workspace: &Workspace) -> Result<Sizes> {
    setup::ensure(workspace, &TOOLS)?;
    let mut widget = widget::release(workspace)?;
    widget.wasm = shrink::wasm(workspace, &widget.wasm)?;
    let widget = names::shorten(&widget)?;
    let digest = Digest::of(&widget.wasm);
    let wasm_name = format!("guichet_bg.{}.wasm", digest.short());
    let module = module(workspace, &widget, &wasm_name, &digest)?;
    let module = shrink::script(workspace, &module)?;
    let types = read(&workspace.root().join("public").join(TYPES))?;

    let places = machine::places(workspace)?;
    let loaded = [
        (wasm_name, widget.wasm),
        (MODULE.to_owned(), module.into_bytes()),
    ];
    for (name, bytes) in &loaded {
        machine::check(name, bytes, &places)?;
    }
    let sizes = Sizes::of(&loaded)?;
    let integrity = sizes.to_json();
    // The module last of what a page loads: who reads it finds the wasm it names.
    let files: Vec<(String, Vec<u8>)> = loaded
        .into_iter()
        .chain([
            (TYPES.to_owned(), types.into_bytes()),
            (INTEGRITY.to_owned(), integrity.into_bytes()),
        ])
        .collect();
    publish(&workspace.dist(), &files)?;
    Ok(sizes)
}

/// Name and SHA-384 of every file of a folder, by name.
pub fn digests(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).map_err(Failure::file("read", folder))? {
        let path = entry.map_err(Failure::file("read", folder))?.path();
        let bytes = fs::read(&path).map_err(Failure::file("read", &path))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        all.push((name.into_owned(), Digest::of(&bytes).integrity()));
    }
    all.sort();
    Ok(all)
}

/// Joins element and glue in `folder`, where trunk has put the glue and the wasm under their plain names.
fn staging(workspace: &Workspace, folder: &Path) -> Result<()> {
    let wasm_name = "guichet_bg.wasm";
    let wasm_path = folder.join(wasm_name);
    let wasm = fs::read(&wasm_path).map_err(Failure::file("read", &wasm_path))?;
    let digest = Digest::of(&wasm);
    let path = folder.join(MODULE);
    let widget = Widget {
        glue: read(&path)?,
        wasm,
    };
    let module = module(workspace, &widget, wasm_name, &digest)?;
    fs::write(&path, module).map_err(Failure::file("write", &path))
}

fn module(
    workspace: &Workspace,
    widget: &Widget,
    wasm_name: &str,
    digest: &Digest,
) -> Result<String> {
    let element = read(&workspace.root().join("public/element.js"))?;
    let joined = join::join(&element, &widget.glue)?;
    // Comments first: one may well speak of the marks that are stamped.
    stamp::stamp(&strip::strip(&joined)?, wasm_name, &digest.integrity())
}

/// Where trunk tells its hooks to work.
fn trunk_staging() -> Result<PathBuf> {
    std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| {
            Failure::new("pack --staging needs a directory, or TRUNK_STAGING_DIR, which trunk sets")
        })
}

/// Makes `files` the whole content of `folder`: written in order, then whatever else is there is removed.
fn publish(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<()> {
    fs::create_dir_all(folder).map_err(Failure::file("create", folder))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(Failure::file("write", &path))?;
    }
    for entry in fs::read_dir(folder).map_err(Failure::file("read", folder))? {
        let path = entry.map_err(Failure::file("read", folder))?.path();
        let known = files.iter().any(|(name, _)| path.ends_with(name));
        if !known {
            fs::remove_file(&path).map_err(Failure::file("remove", &path))?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(Failure::file("read", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn publishing_leaves_nothing_of_an_earlier_release() {
        let folder = std::env::temp_dir().join(format!("xtask-publish-{}", std::process::id()));
        let file = |name: &str| (name.to_owned(), name.as_bytes().to_vec());
        publish(&folder, &[file("guichet_bg.old.wasm"), file(MODULE)]).unwrap();
        publish(&folder, &[file("guichet_bg.new.wasm"), file(MODULE)]).unwrap();
        let mut names: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, [MODULE, "guichet_bg.new.wasm"]);
        fs::remove_dir_all(folder).unwrap();
    }
}
