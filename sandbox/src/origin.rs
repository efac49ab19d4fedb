//! The origin of a listener or of the backend.

use std::{fmt, str::FromStr};

use url::Url;

/// An http or https origin without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// The origin as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("not an origin such as http://127.0.0.1:8082: {text}");
        let url = Url::parse(text).map_err(|_| wrong())?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let http = matches!(url.scheme(), "http" | "https") && url.username().is_empty();
        if bare && http {
            Ok(Self(url.origin().ascii_serialization()))
        } else {
            Err(wrong())
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(
            "http://[::1]:8083/".parse(),
            Ok(Origin("http://[::1]:8083".into()))
        );
        for wrong in [
            "http://a.example/x",
            "ftp://a.example",
            "a.example",
            "http://me@a.example",
            "http://a/?x",
        ] {
            assert!(wrong.parse::<Origin>().is_err(), "{wrong}");
        }
    }
}
