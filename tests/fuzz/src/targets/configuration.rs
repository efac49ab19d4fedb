//! The operator's file: the example with values, lines and variables changed.

use std::path::PathBuf;

use backend::config::{self, Config, Operation};
use proptest::prelude::*;
use tempfile::TempDir;
use url::{Host, Url};

use crate::engine::{End, Probe, Target};
use crate::house::{example, folder};
use crate::processor::timed;
use crate::twist::text;

/// What stands for each secret of the example: no message may repeat it.
const SECRETS: [(&str, &str); 3] = [
    ("demo-client-secret", "canary-one-secret"),
    ("demo-api-key", "canary-two-secret"),
    ("sandbox-client-secret", "canary-three-secret"),
];

/// A file to be read.
pub struct Configuration {
    path: PathBuf,
    _folder: TempDir,
}

/// The example, changed.
#[derive(Clone, Debug)]
pub struct Input {
    edits: Vec<Edit>,
    variables: Vec<(String, String)>,
}

/// One change. A line is counted among those that hold a value.
#[derive(Clone, Debug)]
enum Edit {
    /// A line's value is this.
    Value(usize, String),
    /// A line is left out.
    Drop(usize),
    /// A line comes twice.
    Repeat(usize),
    /// A line stands elsewhere.
    Move(usize, usize),
    /// The file ends here.
    Cut(usize),
    /// Something is put in.
    Insert(usize, String),
}

const VALUES: [&str; 36] = [
    "true",
    "false",
    "0",
    "-1",
    "99999999999999999999",
    "1.5",
    "[]",
    "{}",
    "\"\"",
    "\"*\"",
    "\"null\"",
    "\"http://localhost\"",
    "\"https://partner.example\"",
    "\"https://partner.example/x\"",
    "\"http://partner.example\"",
    "\"https://a@partner.example\"",
    "[\"https://partner.example\"]",
    "[\"http://127.0.0.1:1\", \"http://127.0.0.1:1\"]",
    "[\"http://partner.example\"]",
    "[{ id = \"a\", url = \"javascript:alert(1)\" }]",
    "[{ id = \"a\", url = \"http://localhost:8080/#x\" }]",
    "[{ id = \"a\", url = \"https://evil.example/\" }]",
    "\"{issuer}/{bank}\"",
    "\"ftp://bank.example\"",
    "\"file:///etc/passwd\"",
    "\"consent\"",
    "\"mixed\"",
    "\"per-bank\"",
    "\"shared\"",
    "\"token\"",
    "\"stet\"",
    "\"sqlite:\"",
    "\"mysql://a/b\"",
    "[\"financial_health\", \"financial_health\"]",
    "1979-05-27T07:32:00Z",
    "\"\\u0000\"",
];

const VARIABLES: [&str; 10] = [
    "GUICHET__SERVER__LISTEN",
    "GUICHET__SERVER__SANDBOX",
    "GUICHET__SERVER__PUBLIC_URL",
    "GUICHET__PARTNERS__DEMO__NAME",
    "GUICHET__PARTNERS__DEMO__ORIGINS",
    "GUICHET__PARTNERS__NOBODY__NAME",
    "GUICHET__CONNECTORS__SANDBOX_NO_ISS__ISS",
    "GUICHET__LIMITS__GO__JOURNEY",
    "GUICHET__STORAGE__DATABASE",
    "GUICHET____",
];

/// Whether a line holds a value and is no secret's: a secret that is moved to another key is no secret any more.
fn holds_value(line: &str) -> bool {
    let secret = SECRETS.iter().any(|(_, canary)| line.contains(canary));
    !secret && !line.trim_start().starts_with('#') && line.contains(" = ")
}

impl Input {
    fn text(&self) -> String {
        let mut text = example().to_owned();
        for (secret, canary) in SECRETS {
            text = text.replace(secret, canary);
        }
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for edit in &self.edits {
            let places: Vec<usize> = (0..lines.len())
                .filter(|at| holds_value(&lines[*at]))
                .collect();
            let Some(last) = places.len().checked_sub(1) else {
                break;
            };
            let place = |at: &usize| places[at % (last + 1)];
            match edit {
                Edit::Value(at, value) => {
                    let at = place(at);
                    let key = lines[at].split(" = ").next().unwrap_or_default();
                    lines[at] = format!("{key} = {value}");
                }
                Edit::Drop(at) => {
                    lines.remove(place(at));
                }
                Edit::Repeat(at) => {
                    let at = place(at);
                    lines.insert(at, lines[at].clone());
                }
                Edit::Move(from, to) => {
                    let (from, to) = (place(from), place(to));
                    let line = lines.remove(from);
                    lines.insert(to.min(lines.len()), line);
                }
                Edit::Cut(at) => lines.truncate(at % lines.len()),
                Edit::Insert(at, text) => lines.insert(at % (lines.len() + 1), text.clone()),
            }
        }
        lines.join("\n")
    }
}

/// The oracle: what no configuration that is taken may say..
fn sound(config: &Config) -> Result<(), String> {
    let live = config.server.operation == Operation::Live;
    let origin = |text: &str| {
        let url = Url::parse(text).map_err(|_| "an origin that is no address".to_owned())?;
        let here = match url.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        match url.scheme() {
            "https" => Ok(url),
            "http" if here => Ok(url),
            _ => Err("an origin that anybody on the way can change".to_owned()),
        }
    };
    let own = origin(config.server.public_url.as_str())?;
    if live && own.scheme() != "https" {
        return Err("real banks over plain http".to_owned());
    }
    for partner in &config.partners {
        if partner.origins.is_empty() || partner.return_urls.is_empty() {
            return Err("a partner without a page".to_owned());
        }
        for registered in &partner.origins {
            let url = origin(registered.as_str())?;
            if url.origin().ascii_serialization() != registered.as_str() {
                return Err("an origin that no browser sends".to_owned());
            }
        }
        for page in &partner.return_urls {
            let url =
                Url::parse(&page.url).map_err(|_| "a return page that is no address".to_owned())?;
            let place = url.origin().ascii_serialization();
            if url.fragment().is_some() || !partner.origins.iter().any(|one| one.as_str() == place)
            {
                return Err("a return page that is not the partner's".to_owned());
            }
        }
        if partner
            .purposes
            .iter()
            .any(|id| config.purpose(id.as_str()).is_none())
        {
            return Err("a purpose that is nowhere described".to_owned());
        }
    }
    for connector in &config.banks.connectors {
        let issuer = connector.endpoints.issuer.replace("{bank}", "bank");
        origin(&issuer)?;
        if live && (connector.aisp.status == "sandbox" || !issuer.starts_with("https:")) {
            return Err("a live connector without an AISP, or over plain http".to_owned());
        }
    }
    Ok(())
}

impl Configuration {
    /// A place for the file.
    ///
    /// # Errors
    /// When there is none.
    pub fn new() -> Result<Self, String> {
        let folder = folder()?;
        Ok(Self {
            path: folder.path().join("guichet.toml"),
            _folder: folder,
        })
    }
}

impl Target for Configuration {
    const NAME: &'static str = "configuration";
    type Input = Input;

    fn inputs() -> BoxedStrategy<Input> {
        let at = || 0..2000_usize;
        let value = || {
            prop_oneof![
                4 => prop::sample::select(&VALUES[..]).prop_map(str::to_owned),
                1 => text(),
                1 => text().prop_map(|text| format!("{text:?}")),
            ]
        };
        let edit = prop_oneof![
            8 => (at(), value()).prop_map(|(at, value)| Edit::Value(at, value)),
            2 => at().prop_map(Edit::Drop),
            2 => at().prop_map(Edit::Repeat),
            2 => (at(), at()).prop_map(|(from, to)| Edit::Move(from, to)),
            1 => at().prop_map(Edit::Cut),
            2 => (at(), value()).prop_map(|(at, text)| Edit::Insert(at, text)),
        ];
        let edits = prop_oneof![1 => Just(Vec::new()), 12 => prop::collection::vec(edit, 1..5)];
        let variable = (
            prop::sample::select(&VARIABLES[..]).prop_map(str::to_owned),
            value(),
        );
        let variables =
            prop_oneof![4 => Just(Vec::new()), 1 => prop::collection::vec(variable, 1..3)];
        (edits, variables)
            .prop_map(|(edits, variables)| Input { edits, variables })
            .boxed()
    }

    async fn probe(&mut self, input: &Input) -> Result<Probe, String> {
        std::fs::write(&self.path, input.text()).map_err(|error| error.to_string())?;
        let work = async { config::load(&self.path, input.variables.clone()) };
        let (loaded, took) = timed(work).await;
        let end = match &loaded {
            Ok(config) => {
                sound(config)?;
                End::Accepted
            }
            Err(error) => {
                let message = error.to_string();
                if message.contains("canary-") {
                    return Err("the message repeats a secret".to_owned());
                }
                if error.what.is_empty() || error.write.is_empty() {
                    return Err("the message does not say what to do".to_owned());
                }
                if input.edits.is_empty() && input.variables.is_empty() {
                    return Err("the example is refused".to_owned());
                }
                End::Refused
            }
        };
        Ok(Probe { end, took })
    }
}
