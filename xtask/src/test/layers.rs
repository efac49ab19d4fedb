//! Who may depend on whom: the arrows of the design, checked on cargo's own dependency tree.

use crate::failure::{Failure, Result};
use crate::program;
use crate::workspace::Workspace;

/// One arrow that must not exist, however long.
struct Rule {
    /// Where it would start: members of the workspace.
    from: &'static [&'static str],
    /// Which edges count, as `cargo tree --edges` takes them.
    edges: &'static str,
    /// Where it would end. A star at the end stands for anything.
    to: &'static [&'static str],
    /// Why it must not exist.
    why: &'static str,
}

const RULES: [Rule; 2] = [
    Rule {
        from: &["contract", "journey", "directory", "profile"],
        // What only tests or build scripts use does not run with the package.
        edges: "normal",
        to: &[
            "web-sys",
            "leptos*",
            "tachys",
            "reactive_graph",
            "gloo*",
            "tokio",
        ],
        why: "it is pure: no browser, no framework, no runtime",
    },
    Rule {
        from: &["sandbox"],
        edges: "normal,build,dev",
        to: &["contract", "journey", "directory", "profile"],
        why: "it is the outside: it knows only what a bank and a partner know",
    },
];

/// One package of the tree, after its depth: a tab, then name and version.
const FORMAT: &str = "\t{p}";

/// Fails with every forbidden path there is.
pub fn check(workspace: &Workspace) -> Result<()> {
    let mut found = Vec::new();
    for rule in &RULES {
        for from in rule.from {
            let line = format!(
                "tree --package {from} --edges {} --all-features --target all --prefix depth --format {FORMAT}",
                rule.edges
            );
            let tree = program::read(workspace.cargo().args(line.split(' ')))?;
            let paths = forbidden(&tree, rule.to);
            println!(
                "{from}: {} packages, {} forbidden",
                tree.lines().count(),
                paths.len()
            );
            found.extend(
                paths
                    .iter()
                    .map(|path| format!("{path}\n    {from}: {}", rule.why)),
            );
        }
    }
    if found.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "forbidden dependencies:\n  {}",
            found.join("\n  ")
        )))
    }
}

/// The paths in `tree` that end at one of `names`. Its lines are depth, name, version and more.
fn forbidden(tree: &str, names: &[&str]) -> Vec<String> {
    let mut path: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for line in tree.lines() {
        let mut words = line.split_whitespace();
        let depth = words.next().and_then(|depth| depth.parse::<usize>().ok());
        // Headings such as `[dev-dependencies]` have no depth.
        let (Some(depth), Some(name)) = (depth, words.next()) else {
            continue;
        };
        path.truncate(depth);
        path.push(name);
        if depth > 0 && names.iter().any(|pattern| matches(pattern, name)) {
            found.push(path.join(" → "));
        }
    }
    found
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern
        .strip_suffix('*')
        .map_or(pattern == name, |start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "0\tjourney v0.1.0 (/somewhere)\n1\tcontract v0.1.0 (/somewhere)\n2\tserde v1.0.0\n\
                        1\tgloo-net v0.6.0\n2\tweb-sys v0.3.0\n[dev-dependencies]\n1\tproptest v1.0.0\n2\ttokio-ish v1.0.0\n";

    #[test]
    fn the_whole_path_to_what_is_forbidden_is_named() {
        assert_eq!(
            forbidden(TREE, &["web-sys", "leptos", "gloo*", "tokio"]),
            ["journey → gloo-net", "journey → gloo-net → web-sys"]
        );
    }

    #[test]
    fn the_package_itself_and_longer_names_are_no_offence() {
        assert_eq!(forbidden(TREE, &["journey", "tokio"]), Vec::<String>::new());
    }
}
