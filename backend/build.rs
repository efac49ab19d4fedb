//! With the feature `embed`: lists the files of `dist/`, so that the program carries them.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=migrations");
    if std::env::var_os("CARGO_FEATURE_EMBED").is_none() {
        return Ok(());
    }
    let dist = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    let entries = std::fs::read_dir(&dist)
        .map_err(|_| "the feature `embed` needs dist/: run `cargo xtask pack` first")?;
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.push((
                entry.file_name().to_string_lossy().into_owned(),
                entry.path().canonicalize()?,
            ));
        }
    }
    files.sort();
    let mut list = String::from("pub(super) const FILES: &[(&str, &[u8])] = &[\n");
    for (name, path) in files {
        writeln!(
            list,
            "    ({name:?}, include_bytes!({:?})),",
            path.display().to_string()
        )?;
    }
    list.push_str("];\n");
    std::fs::write(
        Path::new(&std::env::var("OUT_DIR")?).join("embedded.rs"),
        list,
    )?;
    Ok(())
}
