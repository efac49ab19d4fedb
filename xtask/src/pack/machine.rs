//! Paths of this machine, which must not be in what is published: they tell about whoever built it, and two
//! machines would not build the same bytes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::program;
use crate::workspace::Workspace;

/// A folder whose name a compiler may write into the wasm.
#[derive(Debug)]
pub struct Place {
    /// Its path on this machine.
    path: PathBuf,
    /// What it is called in what is published.
    public: &'static str,
}

/// The folders of this machine, the most general first.
pub fn places(workspace: &Workspace) -> Result<Vec<Place>> {
    let place = |path: &Path, public| Place {
        path: path.to_owned(),
        public,
    };
    let sysroot = program::read(Command::new("rustc").args(["--print", "sysroot"]))?;
    let home = std::env::home_dir().unwrap_or_default();
    let mut places = vec![
        place(&home, "/home"),
        place(Path::new(sysroot.trim()), "/rust"),
    ];
    places.extend(
        sources(workspace)?
            .iter()
            .map(|path| place(path, "/crates")),
    );
    places.push(place(workspace.root(), "/guichet"));
    places.push(place(workspace.target(), "/target"));
    // The root of the file system, the home of some build users, is in every path.
    places.retain(|place| place.path.components().count() > 1);
    Ok(places)
}

/// rustc's arguments that give each place its public name.
///
/// Of several that match, rustc takes the last, hence the order of [`places`].
pub fn remap(places: &[Place]) -> Vec<String> {
    places
        .iter()
        .map(|place| {
            format!(
                "--remap-path-prefix={}={}",
                place.path.display(),
                place.public
            )
        })
        .collect()
}

/// Fails when the path of one of `places` is in `bytes`.
pub fn check(name: &str, bytes: &[u8], places: &[Place]) -> Result<()> {
    for place in places {
        // With its separator: a home called /root must not forbid every word that begins so.
        let text = format!("{}/", place.path.display());
        if contains(bytes, text.as_bytes()) {
            return Err(Failure::new(format!(
                "{name} carries the path {text} of this machine"
            )));
        }
    }
    Ok(())
}

/// The folders in which the dependencies' sources lie: they carry the name of the registry or mirror in use.
fn sources(workspace: &Workspace) -> Result<BTreeSet<PathBuf>> {
    let text = program::read(workspace.cargo().args([
        "metadata",
        "--format-version",
        "1",
        "--filter-platform",
        "wasm32-unknown-unknown",
    ]))?;
    let metadata: serde_json::Value = serde_json::from_str(&text)
        .map_err(|error| Failure::new(format!("cannot read cargo's metadata: {error}")))?;
    let packages = metadata["packages"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    Ok(packages
        .iter()
        .filter(|package| !package["source"].is_null())
        .filter_map(|package| package["manifest_path"].as_str())
        .filter_map(|manifest| Path::new(manifest).parent()?.parent())
        .map(Path::to_owned)
        .collect())
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_in_the_middle_of_a_binary() {
        let places = ["/root", "/home/someone/guichet"].map(|path| Place {
            path: path.into(),
            public: "/guichet",
        });
        let wasm = b"\0asm\x01src/lib.rs\0/home/someone/guichet/src/shell.rs\xff";
        let failure = check("x.wasm", wasm, &places).unwrap_err().to_string();
        assert!(
            failure.contains("x.wasm carries the path /home/someone/guichet/"),
            "{failure}"
        );
        assert!(
            check(
                "x.wasm",
                b"\0asm /guichet/src/shell.rs part=\"/rooted\"",
                &places
            )
            .is_ok()
        );
    }

    #[test]
    fn the_dependencies_sources_are_known_and_the_narrowest_place_comes_last() {
        let workspace = Workspace::find().unwrap();
        let arguments = remap(&places(&workspace).unwrap());
        assert!(arguments.last().unwrap().ends_with("=/target"));
        assert!(
            arguments
                .iter()
                .any(|argument| argument.ends_with("=/crates"))
        );
    }
}
