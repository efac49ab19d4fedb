//! Categorises a JSON file: `cargo run -p profile --example categorise -- FILE`.
//!
//! In: an array of `{"label", "amount", "direction"}`, the amount in euros, the direction `credit` or `debit`.
//! Out, in the same order: an array of `{"category", "subcategory", "confidence"}`, null where unknown, the
//! confidence between 0 and 1.

use std::process::ExitCode;

use profile::{Cents, Direction, categorise};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Line {
    label: String,
    amount: f64,
    direction: Direction,
}

fn main() -> ExitCode {
    let Some(file) = std::env::args().nth(1) else {
        eprintln!("usage: categorise FILE");
        return ExitCode::from(2);
    };
    match run(&file) {
        Ok(answer) => {
            println!("{answer}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{file}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(file: &str) -> Result<String, Box<dyn std::error::Error>> {
    let lines: Vec<Line> = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let answers: Vec<Value> = lines.iter().map(answer).collect();
    Ok(serde_json::to_string_pretty(&answers)?)
}

fn answer(line: &Line) -> Value {
    match categorise(&line.label, cents(line.amount), line.direction) {
        Some(found) => json!({
            "category": found.category.id(),
            "subcategory": found.subcategory.map(profile::Subcategory::id),
            "confidence": f64::from(found.confidence.0) / 100.0,
        }),
        None => json!({ "category": null, "subcategory": null, "confidence": null }),
    }
}

/// Euros as JSON writes them to cents: the only place of the project where money is not an integer.
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounded, and a JSON amount beyond 2^53 cents saturates"
)]
fn cents(euros: f64) -> Cents {
    Cents((euros * 100.0).round() as i64)
}
