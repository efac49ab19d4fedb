//! `cargo xtask sbom`: what is in the widget and in the backend, as `CycloneDX` lists it, in `target/sbom/`.
//!
//! `cargo-cyclonedx` lists what any member of the workspace switches on, and macros that run in the compiler. So each list
//! is held against cargo's own tree of what is shipped: what is not in it is taken out, and what is missing is a failure.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::failure::{Failure, Result};
use crate::program;
use crate::setup::{self, Tool};
use crate::workspace::Workspace;

/// What is shipped: a package, where it lies, what it runs on, and what is switched on.
struct Shipped {
    package: &'static str,
    manifest: &'static str,
    target: &'static str,
    features: &'static [&'static str],
}

const SHIPPED: [Shipped; 2] = [
    Shipped {
        package: "guichet",
        manifest: "Cargo.toml",
        target: "wasm32-unknown-unknown",
        features: &[],
    },
    Shipped {
        package: "backend",
        manifest: "backend/Cargo.toml",
        target: "x86_64-unknown-linux-gnu",
        features: &["embed"],
    },
];

/// Writes both lists and checks them.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    if let Some(argument) = arguments.first() {
        return Err(Failure::new(format!(
            "sbom takes no arguments, not `{argument}`"
        )));
    }
    setup::ensure(workspace, &[Tool::CycloneDx])?;
    let folder = workspace.target().join("sbom");
    fs::create_dir_all(&folder).map_err(Failure::file("create", &folder))?;
    for shipped in &SHIPPED {
        let tree = tree(workspace, shipped)?;
        let mut list = list(workspace, shipped)?;
        prune(&mut list, &tree);
        check(shipped.package, &components(&list), &tree)?;
        let name = format!("{}.cdx.json", shipped.package);
        let (path, text) = (folder.join(&name), format!("{list:#}\n"));
        fs::write(&path, text).map_err(Failure::file("write", &path))?;
        println!(
            "target/sbom/{name}: {} packages, as cargo's tree has them",
            tree.len()
        );
    }
    Ok(())
}

/// Name and version.
type Packages = BTreeSet<(String, String)>;

/// The list as the program writes it, which it does beside every manifest of the workspace.
fn list(workspace: &Workspace, shipped: &Shipped) -> Result<Value> {
    // A name that no file of the project has: what lies under it afterwards was put there by this run.
    let name = format!("sbom-of-{}", shipped.package);
    let mut cyclonedx = workspace.cargo();
    cyclonedx
        .args(["cyclonedx", "--format", "json", "--spec-version", "1.5"])
        .args(["--no-build-deps", "--quiet", "--target", shipped.target])
        .args(["--override-filename", &name])
        .args(["--manifest-path", shipped.manifest]);
    if !shipped.features.is_empty() {
        cyclonedx.args(["--features", &shipped.features.join(",")]);
    }
    program::show(&mut cyclonedx)?;
    let file = format!("{name}.json");
    let path = workspace
        .root()
        .join(shipped.manifest)
        .with_file_name(&file);
    let text = fs::read_to_string(&path).map_err(Failure::file("read", &path))?;
    clean(workspace, &file)?;
    serde_json::from_str(&text)
        .map_err(|error| Failure::new(format!("the SBOM of {}: {error}", shipped.package)))
}

/// Takes out whatever is not in `tree`, and what is said of it.
fn prune(list: &mut Value, tree: &Packages) {
    let mut kept = BTreeSet::new();
    if let Some(own) = list["metadata"]["component"]["bom-ref"].as_str() {
        kept.insert(own.to_owned());
    }
    if let Some(all) = list["components"].as_array_mut() {
        all.retain(|one| package(one).is_some_and(|package| tree.contains(&package)));
        let names = all.iter().filter_map(|one| one["bom-ref"].as_str());
        kept.extend(names.map(str::to_owned));
    }
    let is_kept = |name: &Value| name.as_str().is_some_and(|name| kept.contains(name));
    if let Some(all) = list["dependencies"].as_array_mut() {
        all.retain(|one| is_kept(&one["ref"]));
        for one in all {
            if let Some(needs) = one["dependsOn"].as_array_mut() {
                needs.retain(is_kept);
            }
        }
    }
}

/// Removes the lists of the other packages of the workspace.
fn clean(workspace: &Workspace, file: &str) -> Result<()> {
    let text =
        program::read(
            workspace
                .cargo()
                .args(["metadata", "--format-version", "1", "--no-deps"]),
        )?;
    let metadata: Value = serde_json::from_str(&text)
        .map_err(|error| Failure::new(format!("cannot read cargo's metadata: {error}")))?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    for manifest in packages.filter_map(|package| package["manifest_path"].as_str()) {
        let path = Path::new(manifest).with_file_name(file);
        if path.exists() {
            fs::remove_file(&path).map_err(Failure::file("remove", &path))?;
        }
    }
    Ok(())
}

/// Name and version of a component.
fn package(component: &Value) -> Option<(String, String)> {
    let text = |name: &str| component[name].as_str().map(str::to_owned);
    Some((text("name")?, text("version")?))
}

/// The packages that a list names.
fn components(list: &Value) -> Packages {
    let all = list["components"].as_array().into_iter().flatten();
    all.filter_map(package).collect()
}

/// The packages that run with it, as cargo resolves them for it alone, itself apart.
fn tree(workspace: &Workspace, shipped: &Shipped) -> Result<Packages> {
    let mut tree = workspace.cargo();
    tree.args(["tree", "--package", shipped.package])
        .args([
            "--edges",
            "normal,no-proc-macro",
            "--prefix",
            "none",
            "--no-dedupe",
        ])
        .args(["--target", shipped.target, "--format", "{p}"]);
    if !shipped.features.is_empty() {
        tree.args(["--features", &shipped.features.join(",")]);
    }
    let text = program::read(&mut tree)?;
    Ok(packages(&text, shipped.package))
}

/// Name and version of each line `name v1.2.3 (…)`.
fn packages(tree: &str, own: &str) -> Packages {
    tree.lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (name, version) = (words.next()?, words.next()?);
            Some((name.to_owned(), version.strip_prefix('v')?.to_owned()))
        })
        .filter(|(name, _)| name != own)
        .collect()
}

fn check(package: &str, listed: &Packages, tree: &Packages) -> Result<()> {
    let words = |some: &mut dyn Iterator<Item = &(String, String)>| {
        let all: Vec<String> = some
            .map(|(name, version)| format!("{name} {version}"))
            .collect();
        all.join(", ")
    };
    let missing = words(&mut tree.difference(listed));
    let extra = words(&mut listed.difference(tree));
    if !tree.is_empty() && missing.is_empty() && extra.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "the SBOM of {package} is not cargo's tree: missing: [{missing}], too many: [{extra}]"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_that_lacks_a_package_or_has_one_too_many_is_refused() {
        let tree = "backend v0.1.0 (/somewhere)\naxum v0.8.4\naxum v0.8.4 (*)\nring v0.17.14\n";
        let tree = packages(tree, "backend");
        assert_eq!(tree.len(), 2);
        let list = |names: &[(&str, &str)]| {
            let one = |(name, version): &(&str, &str)| json!({ "name": name, "version": version });
            json!({ "components": names.iter().map(one).collect::<Vec<_>>() })
        };
        let check_list =
            |names: &[(&str, &str)]| check("backend", &components(&list(names)), &tree);
        let right = [("axum", "0.8.4"), ("ring", "0.17.14")];
        assert!(check_list(&right).is_ok());
        assert!(check_list(&right[..1]).is_err());
        assert!(check_list(&[right[0], ("ring", "0.17.13")]).is_err());
        let more = [right[0], right[1], ("proptest", "1.12.0")];
        let failure = check_list(&more).unwrap_err().to_string();
        assert!(failure.contains("too many: [proptest 1.12.0]"), "{failure}");
        assert!(check("backend", &Packages::new(), &Packages::new()).is_err());
    }
}
