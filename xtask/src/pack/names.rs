//! Shorter names between the widget's two halves: what the wasm imports from its script, and exports to it.
//!
//! wasm-bindgen gives each a hash of sixteen digits, so that the wasm of several crates could never mix them up. Once
//! linked they only take room, and what is random does not compress: together they are a thirtieth of what a page
//! loads. Both halves are rewritten alike; what is not as expected is a failure here and not in a partner's page.

use std::collections::HashMap;

use super::sections::{EXPORTS, IMPORTS, Reader, Sections, name, number};
use super::widget::Widget;
use crate::failure::{Failure, Result};

/// Digits of a hash.
const HASH: usize = 16;

/// `widget` with short names.
pub fn shorten(widget: &Widget) -> Result<Widget> {
    let sections = Sections::read(&widget.wasm)?;
    let mut names = Names::default();
    let wasm = sections.rewrite(|id, content| match id {
        IMPORTS => imports(content, &mut names).map(Some),
        EXPORTS => exports(content, &mut names).map(Some),
        _ => Ok(None),
    })?;
    let glue = names.replace(&widget.glue)?;
    Ok(Widget { glue, wasm })
}

/// The import section: each has a module's name, its own, a kind and a type.
fn imports(content: &[u8], names: &mut Names) -> Result<Vec<u8>> {
    let mut from = Reader::new(content);
    let count = from.number()?;
    let mut to = number(count);
    for _ in 0..count {
        to.extend(name(from.name()?));
        to.extend(name(&names.short(from.name()?)));
        if from.byte()? != 0 {
            return Err(Failure::new(
                "the widget imports something that is no function",
            ));
        }
        to.push(0);
        to.extend(number(from.number()?));
    }
    from.end()?;
    Ok(to)
}

/// The export section: each has a name, a kind and a number.
fn exports(content: &[u8], names: &mut Names) -> Result<Vec<u8>> {
    let mut from = Reader::new(content);
    let count = from.number()?;
    let mut to = number(count);
    for _ in 0..count {
        to.extend(name(&names.short(from.name()?)));
        to.push(from.byte()?);
        to.extend(number(from.number()?));
    }
    from.end()?;
    Ok(to)
}

/// The names that were shortened, long to short.
#[derive(Default)]
struct Names(HashMap<String, String>);

impl Names {
    /// The short name, for a name that ends in a hash; any other stays.
    fn short(&mut self, long: &str) -> String {
        let hashed = long
            .len()
            .checked_sub(HASH)
            .and_then(|start| long.get(start..))
            .is_some_and(|hash| hash.bytes().all(|digit| digit.is_ascii_hexdigit()));
        if !hashed {
            return long.to_owned();
        }
        let next = format!("w{}", self.0.len());
        self.0.entry(long.to_owned()).or_insert(next).clone()
    }

    /// The script with short names. Each must be there, and no short one may be in use already.
    fn replace(&self, script: &str) -> Result<String> {
        let mut met = HashMap::new();
        let mut text = String::with_capacity(script.len());
        let mut rest = script;
        while !rest.is_empty() {
            let word = rest
                .find(|letter| !is_word_letter(letter))
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(word);
            if self.0.values().any(|short| short == word) {
                return Err(Failure::new(format!(
                    "the widget's script has a name of its own for a short one, `{word}`"
                )));
            }
            match self.0.get(word) {
                Some(short) => {
                    *met.entry(word).or_insert(0) += 1;
                    text.push_str(short);
                }
                None => text.push_str(word),
            }
            let other = after.find(is_word_letter).unwrap_or(after.len());
            let (other, after) = after.split_at(other);
            text.push_str(other);
            rest = after;
        }
        match self.0.keys().find(|long| !met.contains_key(long.as_str())) {
            Some(missing) => Err(Failure::new(format!(
                "the widget's script does not name `{missing}`, which its wasm needs"
            ))),
            None => Ok(text),
        }
    }
}

fn is_word_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "__wbg_get_d7176cfb76d71114";

    /// A module that imports `long` and exports `mount` and `invoke__h10c7cea53597491f`, both its first function.
    fn wasm(long: &str) -> Vec<u8> {
        let section = |id: u8, content: Vec<u8>| {
            [
                vec![id],
                number(u32::try_from(content.len()).unwrap()),
                content,
            ]
            .concat()
        };
        [
            b"\0asm\x01\0\0\0".to_vec(),
            section(1, vec![1, 0x60, 0, 0]),
            section(
                IMPORTS,
                [vec![1], name("./guichet_bg.js"), name(long), vec![0, 0]].concat(),
            ),
            section(
                EXPORTS,
                [
                    vec![2],
                    name("mount"),
                    vec![0, 0],
                    name("invoke__h10c7cea53597491f"),
                    vec![0, 0],
                ]
                .concat(),
            ),
        ]
        .concat()
    }

    fn widget(long: &str, glue: &str) -> Widget {
        Widget {
            glue: glue.to_owned(),
            wasm: wasm(long),
        }
    }

    const GLUE: &str = "{ __wbg_get_d7176cfb76d71114: function(a) { wasm.invoke__h10c7cea53597491f(a); }, $w: wasm.mount }";

    #[test]
    fn both_halves_get_the_same_names_and_what_has_no_hash_keeps_its_own() {
        let short = shorten(&widget(LONG, GLUE)).unwrap();
        assert_eq!(
            short.glue,
            "{ w0: function(a) { wasm.w1(a); }, $w: wasm.mount }"
        );
        let has = |text: &str| {
            short
                .wasm
                .windows(text.len())
                .any(|at| at == text.as_bytes())
        };
        assert!(has("\x02w0\0\0") && has("\x02w1\0\0") && has("\x05mount\0\0"));
        assert!(!has("d7176") && !has("h10c7"));
        // Nothing is left to shorten, and the module still reads.
        assert_eq!(shorten(&short).unwrap().wasm, short.wasm);
    }

    #[test]
    fn halves_that_do_not_fit_are_refused() {
        let refused = |long: &str, glue: &str| {
            shorten(&widget(long, glue))
                .map(|_| ())
                .unwrap_err()
                .to_string()
        };
        assert!(refused("__wbg_set_aaaaaaaaaaaaaaaa", GLUE).contains("does not name `__wbg_set_"));
        assert!(refused(LONG, &format!("{GLUE} w1")).contains("a short one, `w1`"));
    }

    #[test]
    fn something_that_is_no_module_is_refused() {
        let cut = wasm(LONG);
        for wasm in [
            b"".to_vec(),
            b"\0asm\x02\0\0\0".to_vec(),
            cut[..cut.len() - 1].to_vec(),
        ] {
            let glue = GLUE.to_owned();
            assert!(shorten(&Widget { glue, wasm }).is_err());
        }
    }
}
