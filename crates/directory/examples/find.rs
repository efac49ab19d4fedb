//! The search from the command line: `cargo xtask find "QUERY" [--country FR] [--limit N] [--json]`.

use std::process::ExitCode;

use directory::compile::{Row, find};

const USAGE: &str = "usage: cargo xtask find \"QUERY\" [--country FR] [--limit N] [--json]";

/// What was asked for.
struct Asked {
    query: String,
    country: String,
    limit: usize,
    form: Form,
}

/// How to print the answers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One line each, parts separated by tabs.
    Lines,
    /// An array of objects.
    Json,
}

fn main() -> ExitCode {
    match read(std::env::args().skip(1)).and_then(|asked| answer(&asked)) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(what) => {
            eprintln!("{what}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn read(mut arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut asked = Asked {
        query: String::new(),
        country: "FR".into(),
        limit: 10,
        form: Form::Lines,
    };
    let mut words = Vec::new();
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value"))
        };
        match argument.as_str() {
            "--json" => asked.form = Form::Json,
            "--country" => asked.country = value()?,
            "--limit" => {
                asked.limit = value()?
                    .parse()
                    .map_err(|_| "--limit needs a number".to_owned())?;
            }
            option if option.starts_with("--") => return Err(format!("unknown option {option}")),
            _ => words.push(argument),
        }
    }
    asked.query = words.join(" ");
    if asked.query.trim().is_empty() {
        return Err("say what to look for".into());
    }
    Ok(asked)
}

fn answer(asked: &Asked) -> Result<String, String> {
    let rows =
        find(&asked.query, &asked.country, asked.limit).map_err(|error| error.to_string())?;
    match asked.form {
        Form::Json => serde_json::to_string_pretty(&rows)
            .map(|json| json + "\n")
            .map_err(|error| error.to_string()),
        Form::Lines if rows.is_empty() => Ok("nothing fits\n".into()),
        Form::Lines => Ok(rows.iter().map(line).collect()),
    }
}

fn line(row: &Row) -> String {
    let region = row.region.as_deref().unwrap_or("-");
    format!(
        "{}\t{}\t{region}\t{}\t{}\n",
        row.rank, row.institution, row.name, row.why
    )
}
