//! The tables of `SECURITY.md` and `PRIVACY.md` name tests: each is there.

use std::collections::BTreeSet;
use std::path::Path;

const FOLDERS: [&str; 7] = [
    "backend", "crates", "sandbox", "src", "tests", "xtask", "public",
];

fn functions(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            functions(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let names = text
                .split("fn ")
                .skip(1)
                .filter_map(|after| after.split('(').next());
            found.extend(names.map(|name| name.split('<').next().unwrap_or(name).to_owned()));
        }
    }
}

/// Words in backquotes that are named like a test of a requirement or an attack.
fn named(text: &str) -> Vec<&str> {
    let is_test = |word: &&str| {
        let mut parts = word.split('_');
        let kind = parts.next().unwrap_or_default();
        let number = parts.next().unwrap_or_default();
        let numbered = ["r", "a"].contains(&kind)
            && number.len() >= 2
            && number.chars().all(|one| one.is_ascii_digit());
        numbered && parts.next().is_some()
    };
    text.split('`').skip(1).step_by(2).filter(is_test).collect()
}

#[test]
fn every_test_that_a_document_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut there = BTreeSet::new();
    for folder in FOLDERS {
        functions(&root.join(folder), &mut there);
    }
    for document in ["SECURITY.md", "PRIVACY.md"] {
        let text = std::fs::read_to_string(root.join(document)).unwrap();
        let named = named(&text);
        assert!(named.len() > 20, "{document} names tests");
        let missing: Vec<&&str> = named
            .iter()
            .filter(|name| !name.ends_with('…') && !there.contains(**name))
            .collect();
        assert!(
            missing.is_empty(),
            "{document} names tests that are not there: {missing:#?}"
        );
    }
}
