//! The backend's configuration for one stack: the example that ships, with this stack's addresses.

use std::path::Path;

use crate::{Done, Failure};

/// The complete example; it is what `serve` uses, so this is what is tested.
const EXAMPLE: &str = include_str!("../../../backend/guichet.example.toml");

/// What differs from the example.
pub struct Settings<'a> {
    /// Port of the backend on `127.0.0.1`.
    pub backend: u16,
    /// Port of the banks on `[::1]`.
    pub banks: u16,
    /// Port of the partner's page on `localhost`.
    pub partner: u16,
    /// The partner's client secret.
    pub secret: &'a str,
    /// The packed widget.
    pub dist: &'a Path,
    /// Where database and key are made.
    pub home: &'a Path,
}

impl Settings<'_> {
    /// The file's text.
    pub fn text(&self) -> Done<String> {
        let changes = [
            ("127.0.0.1:8082", format!("127.0.0.1:{}", self.backend)),
            ("[::1]:8083", format!("[::1]:{}", self.banks)),
            ("localhost:8080", format!("localhost:{}", self.partner)),
            ("\"demo-client-secret\"", format!("{:?}", self.secret)),
            (
                "assets = \"dist\"",
                format!("assets = \"{}\"", self.dist.display()),
            ),
            // All people of all tests come from one address.
            ("network = 300", "network = 1000000".to_owned()),
            ("partner = 3000", "partner = 1000000".to_owned()),
            (
                "sqlite://var/",
                format!("sqlite://{}/", self.home.display()),
            ),
            (
                "\"var/guichet.key\"",
                format!("\"{}\"", self.home.join("guichet.key").display()),
            ),
        ];
        changes
            .iter()
            .try_fold(EXAMPLE.to_owned(), |text, (old, new)| {
                // An example that changed its words must not leave a test on the ports of a running trial.
                if text.contains(old) {
                    Ok(text.replace(old, new))
                } else {
                    Err(Failure::new(format!(
                        "guichet.example.toml no longer has {old:?}"
                    )))
                }
            })
    }
}
