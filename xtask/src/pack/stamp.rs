//! The wasm's name and hash, written into the module in the place of two marks.

use crate::failure::{Failure, Result};

/// Stands in `public/element.js` for the wasm's file name, relative to the module.
const FILE_MARK: &str = "__WASM_FILE__";
/// Stands there for the wasm's `integrity`.
const INTEGRITY_MARK: &str = "__WASM_INTEGRITY__";

/// Replaces both marks. Each must be there once: a mark left over would load nothing, and one too many pins nothing.
pub fn stamp(module: &str, wasm_name: &str, integrity: &str) -> Result<String> {
    let module = replace_once(module, FILE_MARK, wasm_name)?;
    replace_once(&module, INTEGRITY_MARK, integrity)
}

fn replace_once(text: &str, mark: &str, value: &str) -> Result<String> {
    match text.matches(mark).count() {
        1 => Ok(text.replacen(mark, value, 1)),
        count => Err(Failure::new(format!(
            "public/element.js must have {mark} once, not {count} times"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mark_is_replaced_and_must_be_there_once() {
        let module = "fetch(\"__WASM_FILE__\", { integrity: \"__WASM_INTEGRITY__\" })";
        assert_eq!(
            stamp(module, "w.wasm", "sha384-x").unwrap(),
            "fetch(\"w.wasm\", { integrity: \"sha384-x\" })"
        );
        for (wrong, count) in [
            (module.replace("__WASM_FILE__", ""), 0),
            (format!("{module}__WASM_FILE__"), 2),
        ] {
            let failure = stamp(&wrong, "w.wasm", "sha384-x").unwrap_err().to_string();
            assert!(failure.contains(&format!("not {count} times")), "{failure}");
        }
    }
}
