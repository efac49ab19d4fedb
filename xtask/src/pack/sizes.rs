//! What a page loads, raw and compressed, against the goal.

use std::fmt;
use std::io::Write;

use super::digest::Digest;
use crate::failure::{Failure, Result};

/// Bytes that a page should load at most, compressed.
const GOAL: usize = 100_000;
/// Bytes beyond which the widget is defective and `pack` fails.
const LIMIT: usize = 120_000;

/// The files that a page loads.
#[derive(Debug)]
pub struct Sizes(Vec<File>);

#[derive(Debug)]
struct File {
    name: String,
    integrity: String,
    raw: usize,
    brotli: usize,
}

impl Sizes {
    /// Measures `files`, compressed as a server does for immutable files: `brotli -q 11`.
    pub fn of(files: &[(String, Vec<u8>)]) -> Result<Self> {
        let measure = |(name, bytes): &(String, Vec<u8>)| {
            Ok(File {
                name: name.clone(),
                integrity: Digest::of(bytes).integrity(),
                raw: bytes.len(),
                brotli: compressed(bytes)?,
            })
        };
        files.iter().map(measure).collect::<Result<_>>().map(Self)
    }

    /// Fails over the limit.
    pub fn check(&self) -> Result<()> {
        let sum = self.brotli();
        if sum > LIMIT {
            return Err(Failure::new(format!(
                "a page loads {} bytes, {} more than the limit",
                grouped(sum),
                grouped(sum - LIMIT)
            )));
        }
        Ok(())
    }

    /// The files as `integrity.json` lists them; `sha384` is spelled as the `integrity` attribute wants it.
    pub fn to_json(&self) -> String {
        let files: Vec<serde_json::Value> = self
            .0
            .iter()
            .map(|file| {
                serde_json::json!({
                    "file": file.name,
                    "sha384": file.integrity,
                    "bytes": file.raw,
                    "brotli": file.brotli,
                })
            })
            .collect();
        format!("{:#}\n", serde_json::Value::Array(files))
    }

    /// Compressed bytes of all files.
    fn brotli(&self) -> usize {
        self.0.iter().map(|file| file.brotli).sum()
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = |formatter: &mut fmt::Formatter<'_>, name: &str, raw: &str, brotli: &str| {
            writeln!(formatter, "{name:<28}{raw:>12}{brotli:>12}")
        };
        row(formatter, "file", "raw", "brotli")?;
        for file in &self.0 {
            row(
                formatter,
                &file.name,
                &grouped(file.raw),
                &grouped(file.brotli),
            )?;
        }
        let raw = self.0.iter().map(|file| file.raw).sum();
        row(
            formatter,
            "a page loads",
            &grouped(raw),
            &grouped(self.brotli()),
        )?;
        row(formatter, "goal", "", &grouped(GOAL))?;
        row(formatter, "limit", "", &grouped(LIMIT))?;
        match self.brotli().checked_sub(LIMIT) {
            Some(over @ 1..) => row(formatter, "OVER THE LIMIT BY", "", &grouped(over)),
            _ => Ok(()),
        }
    }
}

fn compressed(bytes: &[u8]) -> Result<usize> {
    let mut output = Vec::new();
    // Quality 11 and the widest window, as the command `brotli -q 11` has them.
    let mut writer = brotli::CompressorWriter::new(&mut output, 64 * 1024, 11, 24);
    writer
        .write_all(bytes)
        .map_err(|error| Failure::new(format!("cannot compress: {error}")))?;
    // Dropping it writes the end; a flush would add an empty block.
    drop(writer);
    Ok(output.len())
}

/// `12345` as `12,345`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sized(brotli: usize) -> Sizes {
        let file = |name: &str, brotli| File {
            name: name.into(),
            integrity: String::new(),
            raw: 2 * brotli,
            brotli,
        };
        Sizes(vec![
            file("guichet.js", 1000),
            file("guichet_bg.wasm", brotli - 1000),
        ])
    }

    #[test]
    fn the_limit_is_for_the_sum_and_allowed_itself() {
        assert!(sized(LIMIT).check().is_ok());
        let failure = sized(LIMIT + 1).check().unwrap_err().to_string();
        assert_eq!(failure, "a page loads 120,001 bytes, 1 more than the limit");
    }

    #[test]
    fn the_table_shows_each_file_and_the_sum() {
        let table = sized(91_234).to_string();
        assert!(
            table.contains("guichet_bg.wasm                  180,468      90,234\n"),
            "{table}"
        );
        assert!(
            table.contains("a page loads                     182,468      91,234\n"),
            "{table}"
        );
    }

    #[test]
    fn what_compresses_is_smaller_and_listed_with_its_hash() {
        let sizes = Sizes::of(&[("guichet.js".into(), b"guichet ".repeat(500))]).unwrap();
        let json: serde_json::Value = serde_json::from_str(&sizes.to_json()).unwrap();
        assert_eq!(json[0]["bytes"], 4000);
        assert!(json[0]["brotli"].as_u64().unwrap() < 40);
        assert_eq!(json[0]["file"], "guichet.js");
        assert!(json[0]["sha384"].as_str().unwrap().starts_with("sha384-"));
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(
            [grouped(7), grouped(999), grouped(1000), grouped(1_234_567)],
            ["7", "999", "1,000", "1,234,567"]
        );
    }
}
