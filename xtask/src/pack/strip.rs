//! Comments, indentation and empty lines, taken out of a module: a tenth to a sixth of its compressed size.
//!
//! By whole lines only, since that is safe without a parser: outside strings and comments, a line that begins
//! with `//` or `/*` is a comment (an empty regular expression does not exist in the language). Only a string
//! over several lines could deceive it, so a line that may begin or go on with one is a failure.

use crate::failure::{Failure, Result};

/// `script` without whole-line comments, indentation and empty lines.
pub fn strip(script: &str) -> Result<String> {
    let mut stripped = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines() {
        let mut line = line.trim();
        if in_comment || line.starts_with("/*") {
            let Some((_, rest)) = line.split_once("*/") else {
                in_comment = true;
                continue;
            };
            in_comment = false;
            line = rest.trim_start();
        }
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        if line.matches('`').count() % 2 == 1 || line.ends_with('\\') {
            return Err(Failure::new(format!(
                "the widget's JavaScript has a string over several lines, which packing would change: `{line}`"
            )));
        }
        stripped.push_str(line);
        stripped.push('\n');
    }
    Ok(stripped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_lines_go() {
        let script = "/**\n * a // b\n */\nfunction f() {\n    // why\n    return `//${x}`; // kept\n\n}\n\
                      /* one */ const a = \"/*\";\n  const b = /\\/\\//;\n";
        assert_eq!(
            strip(script).unwrap(),
            "function f() {\nreturn `//${x}`; // kept\n}\nconst a = \"/*\";\nconst b = /\\/\\//;\n"
        );
    }

    #[test]
    fn a_comment_of_one_line_does_not_swallow_the_next() {
        assert_eq!(
            strip("/* one */\na();\n/** two */\nb();\n").unwrap(),
            "a();\nb();\n"
        );
    }

    #[test]
    fn strings_over_several_lines_are_refused() {
        assert!(strip("const a = `\n// text\n`;\n").is_err());
        assert!(strip("const a = \"b\\\n// text\";\n").is_err());
    }
}
