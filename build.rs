//! Scopes the style sheets with stylers, after guarding what would go wrong without a word.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

fn main() {
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=style");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("scoped.css");
    let sheets = sheets();
    guard_counts(&sheets);
    for (name, css) in &sheets {
        guard_selectors(name, css);
    }
    stylers::build(Some(out.display().to_string()));
    let scoped = fs::read_to_string(&out).expect("stylers writes its output");
    guard_output(&sheets, &scoped);
    let host = fs::read_to_string("style/host.css").expect("host.css can be read");
    fs::write(out.with_file_name("style.css"), collapse(&(host + &scoped)))
        .expect("OUT_DIR can be written");
}

/// Without comments and indentation, which only people need.
fn collapse(css: &str) -> String {
    let mut bare = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every sheet that goes through stylers, by name. `host.css` does not: `:host` would become nonsense.
fn sheets() -> BTreeMap<String, String> {
    let files = fs::read_dir("style")
        .expect("style/ is part of the project")
        .map(|entry| entry.expect("style/ can be read").path());
    files
        .filter(|path| {
            path.extension().is_some_and(|e| e == "css")
                && path.file_name().is_some_and(|n| n != "host.css")
        })
        .map(|path| {
            (
                path.display().to_string(),
                fs::read_to_string(&path).expect("a style sheet can be read"),
            )
        })
        .collect()
}

/// stylers derives the class from the count of non-space characters: two sheets of equal count would share it.
fn guard_counts(sheets: &BTreeMap<String, String>) {
    let mut seen = BTreeMap::new();
    for (name, css) in sheets {
        let count = css.chars().filter(|c| !c.is_whitespace()).count();
        if let Some(other) = seen.insert(count, name) {
            panic!(
                "{name} and {other} both have {count} characters, so stylers gives them one class: change either by a character"
            );
        }
    }
}

/// One top-level class per file, everything else nested under it.
fn guard_selectors(name: &str, css: &str) {
    let mut depth = 0;
    let mut top = Vec::new();
    for line in css.lines() {
        let line = line.trim();
        if depth == 0 && line.ends_with('{') {
            top.push(line.trim_end_matches('{').trim());
        }
        depth = (depth + line.matches('{').count()).saturating_sub(line.matches('}').count());
    }
    let [selector] = top[..] else {
        panic!("{name} must have one top-level rule, it has {top:?}")
    };
    let is_class = selector
        .strip_prefix('.')
        .is_some_and(|c| c.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
    assert!(
        is_class,
        "{name}: the top-level rule must be one class, not {selector:?}"
    );
    assert_eq!(
        Path::new(name).file_stem().and_then(|s| s.to_str()),
        selector.strip_prefix('.'),
        "{name}: the class has the file's name"
    );
}

/// Each sheet must have come through: stylers loses, without a word, what is not a `let` in a free function.
fn guard_output(sheets: &BTreeMap<String, String>, scoped: &str) {
    for name in sheets.keys() {
        let class = Path::new(name)
            .file_stem()
            .and_then(|s| s.to_str())
            .unwrap_or_default();
        assert!(
            scoped.contains(&format!(".{class}.")),
            "{name} is used by no `style_sheet!` that stylers can see"
        );
    }
}
