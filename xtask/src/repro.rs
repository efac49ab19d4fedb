//! `cargo xtask repro`: the release files built twice, in two folders, by two clean builds; every file the same.
//!
//! What a partner pins by `integrity` is then what anybody gets who builds these sources with this compiler. The usual
//! leaks (paths, times) are caught by `pack` each time; this catches the others, and takes as long as two clean builds.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::pack;
use crate::program;
use crate::setup;
use crate::workspace::{Workspace, cargo};

/// Of different length and depth, so that nothing is the same by alignment either.
const FOLDERS: [&str; 2] = ["a", "another/and-longer/place"];

/// Builds both and compares.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    if let Some(argument) = arguments.first() {
        return Err(Failure::new(format!(
            "repro takes no arguments, not `{argument}`"
        )));
    }
    setup::ensure(workspace, &pack::TOOLS)?;
    let home = workspace.target().join("repro");
    clear(&home)?;
    let mut built = Vec::new();
    for (number, folder) in (1..).zip(FOLDERS) {
        println!("build {number} of {}", FOLDERS.len());
        built.push(one(workspace, &home.join(folder))?);
    }
    let same = compare(&built[0], &built[1])?;
    clear(&home)?;
    for (name, digest) in &same {
        println!("{name}\n    {digest}");
    }
    println!("{} files, the same bytes from both folders", same.len());
    Ok(())
}

/// Sources of the last commit and of what was changed since, in a folder of their own, packed there.
fn one(workspace: &Workspace, folder: &Path) -> Result<Vec<(String, String)>> {
    let list = program::read(Command::new("git").current_dir(workspace.root()).args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
    ]))?;
    for name in list.lines() {
        let (from, to) = (workspace.root().join(name), folder.join(name));
        if !from.is_file() {
            continue;
        }
        let parent = to.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(Failure::file("create", parent))?;
        fs::copy(&from, &to).map_err(Failure::file("copy", &from))?;
    }
    // By the compiler's own defaults: what this build of xtask was told is not handed on.
    let mut pack = cargo();
    pack.args(["run", "--quiet", "--package", "xtask", "--", "pack"])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"));
    program::show(&mut pack)?;
    pack::digests(&folder.join("dist"))
}

/// The files, when both builds have the same ones with the same bytes.
fn compare(one: &[(String, String)], other: &[(String, String)]) -> Result<Vec<(String, String)>> {
    let missing =
        |name: &str, all: &[(String, String)]| !all.iter().any(|(known, _)| known == name);
    let mut differ: Vec<String> = Vec::new();
    for (name, digest) in one {
        match other.iter().find(|(known, _)| known == name) {
            Some((_, same)) if same == digest => {}
            Some((_, another)) => differ.push(format!("{name}: {digest} and {another}")),
            None => differ.push(format!("{name}: in the first build alone")),
        }
    }
    let extra = other.iter().filter(|(name, _)| missing(name, one));
    differ.extend(extra.map(|(name, _)| format!("{name}: in the second build alone")));
    if one.is_empty() {
        differ.push("nothing was built".to_owned());
    }
    if differ.is_empty() {
        Ok(one.to_vec())
    } else {
        Err(Failure::new(format!(
            "two builds of the same sources differ (both are in target/repro):\n  {}",
            differ.join("\n  ")
        )))
    }
}

fn clear(folder: &PathBuf) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(Failure::file("remove", folder))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(all: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(name, digest): &(&str, &str)| ((*name).to_owned(), (*digest).to_owned());
        all.iter().map(owned).collect()
    }

    #[test]
    fn a_byte_a_file_less_or_a_file_more_is_a_difference() {
        let one = files(&[("guichet.js", "sha384-a"), ("x.wasm", "sha384-b")]);
        assert!(compare(&one, &one).is_ok());
        assert!(compare(&[], &[]).is_err());
        for other in [
            files(&[("guichet.js", "sha384-a"), ("x.wasm", "sha384-c")]),
            files(&[("guichet.js", "sha384-a")]),
            files(&[
                ("guichet.js", "sha384-a"),
                ("x.wasm", "sha384-b"),
                ("y", "sha384-d"),
            ]),
        ] {
            assert!(compare(&one, &other).is_err(), "{other:?}");
            assert!(compare(&other, &one).is_err(), "{other:?}");
        }
    }
}
