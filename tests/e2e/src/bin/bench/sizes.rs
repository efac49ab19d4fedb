//! Bytes: what a page loads, and the directory.

use std::io::Write;

use e2e::{Done, Failure, stack};
use serde_json::Value;

use crate::{
    bench::Bench,
    figures::{Figure, Group, Series, Unit},
};

/// Bytes that a page should load at most.
const GOAL: f64 = 100_000.0;
/// Bytes beyond which the widget is defective.
const LIMIT: f64 = 120_000.0;
/// Bytes that the directory of France should have at most, and that of all countries.
const DIRECTORY: [f64; 2] = [8_000.0, 80_000.0];

/// Measures the files of `dist/` and the directory as the backend sends it.
pub async fn measure(bench: &mut Bench) -> Done {
    files(bench)?;
    directory(bench).await
}

fn files(bench: &mut Bench) -> Done {
    let mut files: Vec<_> = std::fs::read_dir(stack::dist())?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::file_name);
    let (mut raw_sum, mut sent_sum) = (0.0, 0.0);
    for file in files {
        let bytes = std::fs::read(file.path())?;
        let name = file.file_name().to_string_lossy().into_owned();
        let [raw, sent] = [bytes.len(), brotli(&bytes).len()].map(count);
        bench.report.add(bytes_of(format!("{name}, raw"), raw));
        bench
            .report
            .add(bytes_of(format!("{name}, brotli -q 11"), sent));
        // The types and the list of hashes are for developers: no page loads them.
        if is_loaded(&name) {
            raw_sum += raw;
            sent_sum += sent;
        }
    }
    bench.report.add(bytes_of("a page loads, raw", raw_sum));
    let sent = bytes_of("a page loads, brotli -q 11", sent_sum);
    bench.report.add(sent.clone().at_most(GOAL));
    let limit = Figure {
        what: "the same, against the limit".into(),
        ..sent
    };
    bench.report.add(limit.at_most(LIMIT));
    Ok(())
}

async fn directory(bench: &mut Bench) -> Done {
    let backend = &bench.stack.backend;
    let http = reqwest::Client::new();
    let index: Value = http
        .get(format!("{backend}/directory/index.json"))
        .send()
        .await?
        .error_for_status()?
        .json()
        .await?;
    let countries = index["countries"]
        .as_array()
        .ok_or_else(|| Failure::new("the directory lists no countries"))?;
    let mut sums = [0.0, 0.0];
    let mut first = [0.0, 0.0];
    for country in countries {
        let path = country["path"].as_str().unwrap_or_default();
        let mut sizes = [0.0, 0.0];
        for (size, encoding) in sizes.iter_mut().zip(["identity", "br"]) {
            let sent = http
                .get(format!("{backend}{path}"))
                .header("accept-encoding", encoding)
                .send()
                .await?
                .error_for_status()?
                .bytes()
                .await?;
            *size = count(sent.len());
        }
        if country["country"] == index["first"] {
            first = sizes;
        }
        sums = [sums[0] + sizes[0], sums[1] + sizes[1]];
    }
    let first_name = index["first"].as_str().unwrap_or_default();
    let all_name = format!("all {} countries", countries.len());
    for ((name, [raw, sent]), goal) in [(first_name, first), (&all_name, sums)]
        .into_iter()
        .zip(DIRECTORY)
    {
        bench
            .report
            .add(bytes_of(format!("directory of {name}, raw"), raw));
        bench
            .report
            .add(bytes_of(format!("directory of {name}, as sent"), sent).at_most(goal));
    }
    Ok(())
}

fn bytes_of(what: impl Into<String>, bytes: f64) -> Figure {
    Figure::new(Group::Sizes, what, Unit::Bytes, Series::one(bytes))
}

fn is_loaded(name: &str) -> bool {
    let kind = std::path::Path::new(name).extension();
    kind.is_some_and(|kind| kind == "js" || kind == "wasm")
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut output = Vec::new();
    {
        // The widest window, as the command `brotli -q 11` has it, and as `pack` counts.
        let mut writer = brotli::CompressorWriter::new(&mut output, 64 * 1024, 11, 24);
        // Writing into memory cannot fail.
        let _ = writer.write_all(bytes);
    }
    output
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a file of 2^52 bytes is not measured here"
)]
fn count(bytes: usize) -> f64 {
    bytes as f64
}

#[cfg(test)]
mod tests {
    use super::is_loaded;

    #[test]
    fn a_page_loads_the_module_and_the_wasm_alone() {
        assert!(is_loaded("guichet.js") && is_loaded("guichet_bg.aaf70bff.wasm"));
        assert!(!is_loaded("guichet.d.ts") && !is_loaded("integrity.json"));
    }
}
