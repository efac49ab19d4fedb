//! Reads the file, lays the environment over it, and hands both to the checks.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::check::{self, Place};
use super::raw::RawConfig;
use super::{Config, ConfigError};

/// What environment variables begin with: `GUICHET__SERVER__LISTEN=127.0.0.1:9000`.
const PREFIX: &str = "GUICHET__";

/// Reads and checks a configuration.
///
/// A variable names a value by its path, in capitals, with two underscores between the parts; an entry of a list is
/// named by its `id` (`GUICHET__PARTNERS__DEMO__CLIENT_SECRET`; a dash in an id is written as one underscore).
///
/// # Errors
/// [`ConfigError`] naming file, line, what is wrong and what to write.
pub fn load(
    path: &Path,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError {
        file: path.to_owned(),
        line: None,
        what: format!("it cannot be read: {error}"),
        write: "the path of a configuration after --config; backend/guichet.example.toml is one to start from".to_owned(),
    })?;
    parse(path, &text, environment)
}

/// The same, from text that was read already.
pub(super) fn parse(
    path: &Path,
    text: &str,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, ConfigError> {
    let place = Place { file: path, text };
    let mut table = DeTable::parse(text).map_err(|error| place.toml_error(&error))?;
    let mut variables: Vec<(String, String)> = environment
        .into_iter()
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect();
    variables.sort();
    for (name, value) in &variables {
        let parts: Vec<String> = name[PREFIX.len()..]
            .split("__")
            .map(str::to_ascii_lowercase)
            .collect();
        overlay(table.get_mut(), &parts, value).ok_or_else(|| ConfigError {
            file: path.to_owned(),
            line: None,
            what: format!("the environment variable {name} names nothing in it"),
            write: "the path of a value, such as GUICHET__SERVER__LISTEN or GUICHET__PARTNERS__DEMO__CLIENT_SECRET"
                .to_owned(),
        })?;
    }
    let raw = RawConfig::deserialize(toml::Deserializer::from(table))
        .map_err(|error| place.toml_error(&error))?;
    check::config(&place, raw)
}

/// Puts a value at a path; none when the path leads nowhere.
fn overlay(table: &mut DeTable<'_>, path: &[String], value: &str) -> Option<()> {
    let (first, rest) = path.split_first()?;
    if rest.is_empty() {
        let old = table
            .iter()
            .find(|(key, _)| key.get_ref().as_ref() == first.as_str())
            .map(|(_, old)| old.get_ref());
        let new = scalar(value, old);
        table.insert(
            Spanned::new(0..0, first.clone().into()),
            Spanned::new(0..0, new),
        );
        return Some(());
    }
    if !table
        .iter()
        .any(|(key, _)| key.get_ref().as_ref() == first.as_str())
    {
        let section = matches!(
            first.as_str(),
            "server"
                | "storage"
                | "limits"
                | "privacy"
                | "prices"
                | "refresh"
                | "institutions"
                | "signature"
        );
        if !section {
            return None;
        }
        let empty = DeValue::Table(DeTable::default());
        table.insert(
            Spanned::new(0..0, first.clone().into()),
            Spanned::new(0..0, empty),
        );
    }
    let (_, next) = table
        .iter_mut()
        .find(|(key, _)| key.get_ref().as_ref() == first.as_str())?;
    match next.get_mut() {
        DeValue::Table(inner) => overlay(inner, rest, value),
        DeValue::Array(entries) => {
            let (id, rest) = rest.split_first()?;
            entries.iter_mut().find_map(|entry| match entry.get_mut() {
                DeValue::Table(inner) if named(inner, id) => overlay(inner, rest, value),
                _ => None,
            })
        }
        _ => None,
    }
}

fn named(table: &DeTable<'_>, id: &str) -> bool {
    table.iter().any(|(key, value)| {
        key.get_ref() == "id"
            && value
                .get_ref()
                .as_str()
                .is_some_and(|text| text.to_ascii_lowercase().replace('-', "_") == id)
    })
}

/// A variable's text as a value: a string stays one; anything else is read as TOML where it can be.
fn scalar(text: &str, old: Option<&DeValue<'_>>) -> DeValue<'static> {
    let string = || DeValue::String(text.to_owned().into());
    if old.is_some_and(DeValue::is_str) {
        return string();
    }
    match DeValue::parse(text) {
        Ok(mut value) => {
            value.get_mut().make_owned();
            owned(value.into_inner()).unwrap_or_else(string)
        }
        Err(_) => string(),
    }
}

fn owned(value: DeValue<'_>) -> Option<DeValue<'static>> {
    match value {
        DeValue::Boolean(yes) => Some(DeValue::Boolean(yes)),
        DeValue::String(text) => Some(DeValue::String(text.into_owned().into())),
        DeValue::Integer(number) => {
            let text = number.to_string();
            // Through text: the type's own fields are private, and a number has no borrowed form to keep.
            DeValue::parse(Box::leak(text.into_boxed_str()))
                .ok()
                .map(Spanned::into_inner)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../../guichet.example.toml");

    fn refused(text: &str, environment: &[(&str, &str)]) -> ConfigError {
        let environment = environment
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        parse(Path::new("guichet.toml"), text, environment)
            .expect_err("this configuration is wrong")
    }

    fn line_of(text: &str, needle: &str) -> usize {
        text.lines()
            .position(|line| line.contains(needle))
            .expect("the needle is in the text")
            + 1
    }

    #[test]
    fn the_example_is_complete_and_right() {
        let config = parse(Path::new("guichet.example.toml"), EXAMPLE, []).unwrap();
        assert!(config.partner("demo").is_some());
        assert!(config.purposes.len() >= 4);
        assert!(config.banks.find("la-banque-postale", "FR").is_some());
    }

    #[test]
    fn r_110_a_formula_is_given_what_it_declares_or_the_start_stops() {
        let classes = r#"classes = ["balances", "transactions_full"]
formula = "financial_health""#;
        assert!(EXAMPLE.contains(classes));
        for (old, new, what) in [
            (
                classes,
                "classes = [\"balances\", \"transactions_90d\"]\nformula = \"financial_health\"",
                "\"transactions_full\" as well",
            ),
            (
                classes,
                "classes = [\"transactions_full\"]\nformula = \"financial_health\"",
                "\"balances\" as well",
            ),
            (
                "formula = \"solvency\"",
                "formula = \"sorcery\"",
                "no such formula",
            ),
            (
                "formula = \"well_being\"\nsensitivity = \"special\"",
                "formula = \"well_being\"",
                "sensitivity = \"special\"",
            ),
            (
                "basis = \"legal_obligation\"\nclasses = []",
                "basis = \"legal_obligation\"\nclasses = []\nformula = \"overview\"",
                "no formula",
            ),
        ] {
            assert!(EXAMPLE.contains(old), "{old}");
            let error = refused(&EXAMPLE.replace(old, new), &[]);
            assert!(error.to_string().contains(what), "{error}");
        }
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let variables = [
            ("GUICHET__SERVER__LISTEN", "127.0.0.1:1234"),
            ("GUICHET__PARTNERS__DEMO__NAME", "Somebody else"),
            ("UNRELATED", "x"),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let config = parse(Path::new("guichet.example.toml"), EXAMPLE, variables).unwrap();
        assert_eq!(config.server.listen.port(), 1234);
        assert_eq!(config.partner("demo").unwrap().name, "Somebody else");
    }

    #[test]
    fn the_environment_adds_a_table_that_the_file_leaves_out() {
        let name = "GUICHET__CONNECTORS__SANDBOX_SIGNED__SIGNATURE__KEY_ID";
        let error = refused(EXAMPLE, &[(name, "https://agregation.example/key.pem")]);
        // It was read as a signature: the half that is missing is what is complained of.
        assert!(error.to_string().contains("key_file"), "{error}");
    }

    #[test]
    fn a_variable_that_names_nothing_is_refused_by_name_and_its_value_is_not_repeated() {
        let error = refused(
            EXAMPLE,
            &[("GUICHET__PARTNERS__NOBODY__CLIENT_SECRET", "hush")],
        )
        .to_string();
        assert!(
            error.contains("GUICHET__PARTNERS__NOBODY__CLIENT_SECRET") && !error.contains("hush"),
            "{error}"
        );
    }

    #[test]
    fn each_mistake_is_refused_with_its_line_and_what_to_write() {
        let cases: &[(&str, &str, &str)] = &[
            ("basis = \"consent\"", "basis = \"consnt\"", "consnt"),
            (
                "public_url = \"http://127.0.0.1:8082\"",
                "public_url = \"http://127.0.0.1:8082/x\"",
                "public_url",
            ),
            (
                "public_url = \"http://127.0.0.1:8082\"",
                "public_url = \"http://shop.example\"",
                "public_url",
            ),
            (
                "url = \"http://localhost:8080/strict\"",
                "url = \"http://localhost:9999/strict\"",
                "9999",
            ),
            (
                "url = \"http://localhost:8080/strict\"",
                "url = \"http://localhost:8080/strict#x\"",
                "strict#x",
            ),
            (
                "duration_days = 180",
                "duration_days = 0",
                "duration_days = 0",
            ),
            (
                "listen = \"127.0.0.1:8082\"",
                "listn = \"127.0.0.1:8082\"",
                "listn",
            ),
            (
                "id = \"sandbox-no-iss\"",
                "id = \"sandbox-no-iss\"\nscope = \"aisp openid\"",
                "sandbox-no-iss",
            ),
            ("model = \"mixed\"", "model = \"mixd\"", "mixd"),
            (
                "# logos = \"https://logos.example/banks\"",
                "logos = \"https://logos.example/banks?x\"",
                "banks?x",
            ),
            (
                "# replace = ",
                "extend = \"more.json\"\nreplace = \"all.json\" # ",
                "all.json",
            ),
        ];
        for (right, wrong, needle) in cases {
            assert!(
                EXAMPLE.contains(right),
                "the example no longer holds {right}"
            );
            let text = EXAMPLE.replacen(right, wrong, 1);
            let error = refused(&text, &[]);
            assert_eq!(error.line, Some(line_of(&text, needle)), "{wrong}: {error}");
            assert!(
                !error.what.is_empty() && !error.write.is_empty(),
                "{wrong}: {error}"
            );
        }
    }

    #[test]
    fn r_122_a_live_connector_without_an_aisp_stops_the_start() {
        let text = EXAMPLE.replacen("sandbox = true", "sandbox = false", 1);
        assert!(refused(&text, &[]).line.is_some());
    }
}
