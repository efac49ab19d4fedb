//! Two scripts become one module: the hand-written element takes wasm-bindgen's glue in where it imports it.
//!
//! The glue goes into a function of its own, so that no name of one can meet a name of the other:
//!
//! ```js
//! import init, { mount } from "./guichet-glue.js";              // public/element.js says
//! const { default: init, mount } = (() => { … return { default: __wbg_init, mount }; })();  // the module says
//! ```
//!
//! Both files' shapes are checked; what is not as expected is a failure here and not in a partner's page.

use crate::failure::{Failure, Result};

/// What the element calls the glue.
const GLUE: &str = "./guichet-glue.js";
/// The declarations whose `export` can simply be taken away.
const DECLARATIONS: [&str; 4] = ["async function ", "function ", "class ", "const "];

/// Replaces the element's import of the glue by the glue itself.
pub fn join(element: &str, glue: &str) -> Result<String> {
    let imports: Vec<&str> = element
        .lines()
        .filter(|line| line.starts_with("import "))
        .collect();
    let [line] = imports.as_slice() else {
        return Err(Failure::new(format!(
            "public/element.js has {} import lines: it must have one, of {GLUE}",
            imports.len()
        )));
    };
    let import = Import::parse(line)?;
    let body = Body::parse(glue)?;
    if let Some(name) = import
        .names
        .iter()
        .find(|name| !body.exports.contains(name))
    {
        return Err(Failure::new(format!(
            "public/element.js imports `{name}`, which the widget does not export"
        )));
    }
    let names = import.names.join(", ");
    let function = format!(
        "const {{ default: {}, {names} }} = (() => {{\n{}return {{ default: {}, {names} }};\n}})();",
        import.default, body.text, body.default
    );
    Ok(element.replacen(line, &function, 1))
}

/// The element's one import: `import DEFAULT, { NAMES } from "./guichet-glue.js";`.
struct Import<'a> {
    default: &'a str,
    names: Vec<&'a str>,
}

impl<'a> Import<'a> {
    fn parse(line: &'a str) -> Result<Self> {
        let parsed = || {
            let rest = line.strip_prefix("import ")?;
            let (default, rest) = rest.split_once(", { ")?;
            let (names, rest) = rest.split_once(" } from ")?;
            let names: Vec<&str> = names.split(", ").collect();
            let plain = names.iter().chain([&default]).all(|name| is_name(name));
            (plain && rest == format!("\"{GLUE}\";")).then_some(Self { default, names })
        };
        parsed().ok_or_else(|| {
            Failure::new(format!(
                "public/element.js must import with `import init, {{ names }} from \"{GLUE}\";` on one line, not `{line}`"
            ))
        })
    }
}

/// The glue without its exports.
struct Body<'a> {
    text: String,
    default: &'a str,
    exports: Vec<&'a str>,
}

impl<'a> Body<'a> {
    fn parse(glue: &'a str) -> Result<Self> {
        let mut text = String::with_capacity(glue.len());
        let mut default = None;
        let mut exports = Vec::new();
        for line in glue.lines() {
            if line.starts_with("import ") {
                return Err(Failure::new(format!(
                    "wasm-bindgen's script imports another file (`{line}`): no inline JavaScript in the widget"
                )));
            }
            let Some(exported) = line.strip_prefix("export ") else {
                text.push_str(line);
                text.push('\n');
                continue;
            };
            if let Some(name) = default_export(exported) {
                if default.replace(name).is_some() {
                    return Err(Failure::new(
                        "wasm-bindgen's script has two default exports",
                    ));
                }
            } else if let Some(name) = declared(exported) {
                exports.push(name);
                text.push_str(exported);
                text.push('\n');
            } else {
                return Err(Failure::new(format!(
                    "wasm-bindgen's script has an export of a new shape: `{line}`"
                )));
            }
        }
        let default =
            default.ok_or_else(|| Failure::new("wasm-bindgen's script has no default export"))?;
        Ok(Self {
            text,
            default,
            exports,
        })
    }
}

/// The name behind `{ initSync, __wbg_init as default };`.
fn default_export(exported: &str) -> Option<&str> {
    exported
        .strip_prefix("{ ")?
        .strip_suffix(" };")?
        .split(", ")
        .find_map(|item| item.strip_suffix(" as default"))
        .filter(|name| is_name(name))
}

/// The name that `function name(…`, `class name {` or `const name =` declares.
fn declared(exported: &str) -> Option<&str> {
    let rest = DECLARATIONS
        .iter()
        .find_map(|keyword| exported.strip_prefix(keyword))?;
    let end = rest.find(|letter| !is_name_letter(letter))?;
    rest.get(..end).filter(|name| is_name(name))
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && text.chars().all(is_name_letter)
}

fn is_name_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    const ELEMENT: &str =
        "// the element\nimport init, { mount } from \"./guichet-glue.js\";\ninit();\nmount();\n";
    const GLUE_TEXT: &str = "export class Mounted {\n}\n/**\n * mounts\n */\nexport function mount(host) {\n}\n\
                             async function __wbg_init() {\n}\n\nexport { initSync, __wbg_init as default };\n";

    #[test]
    fn the_glue_takes_the_place_of_its_import() {
        assert_eq!(
            join(ELEMENT, GLUE_TEXT).unwrap(),
            "// the element\nconst { default: init, mount } = (() => {\nclass Mounted {\n}\n/**\n * mounts\n */\n\
             function mount(host) {\n}\nasync function __wbg_init() {\n}\n\n\
             return { default: __wbg_init, mount };\n})();\ninit();\nmount();\n"
        );
    }

    fn refused(element: &str, glue: &str) -> String {
        join(element, glue).unwrap_err().to_string()
    }

    #[test]
    fn an_element_of_another_shape_is_refused() {
        assert!(refused("init();\n", GLUE_TEXT).contains("has 0 import lines"));
        assert!(refused(&ELEMENT.repeat(2), GLUE_TEXT).contains("has 2 import lines"));
        for import in [
            "import { mount } from \"./guichet-glue.js\";",
            "import init, { mount } from './guichet-glue.js';",
            "import init, { mount as go } from \"./guichet-glue.js\";",
            "import init, { mount } from \"./elsewhere.js\";",
            "import init, {",
        ] {
            assert!(
                refused(import, GLUE_TEXT).contains("on one line"),
                "{import}"
            );
        }
        let other = ELEMENT.replace("mount }", "unmount }");
        assert!(refused(&other, GLUE_TEXT).contains("`unmount`"));
    }

    #[test]
    fn a_glue_of_another_shape_is_refused() {
        let with = |line: &str| format!("{line}\n{GLUE_TEXT}");
        assert!(
            refused(ELEMENT, &with("import { x } from './snippets/x.js';"))
                .contains("imports another file")
        );
        assert!(refused(ELEMENT, &with("export default 3;")).contains("new shape"));
        assert!(refused(ELEMENT, &with("export { a as default };")).contains("two default"));
        assert!(refused(ELEMENT, "export function mount() {}\n").contains("no default"));
    }

    #[test]
    fn a_module_that_is_packed_already_is_refused() {
        let packed = join(ELEMENT, GLUE_TEXT).unwrap();
        assert!(join(ELEMENT, &packed).is_err());
    }
}
