//! A web origin: scheme, host and port, and nothing else.

use std::fmt;

use url::Url;

/// An origin in its serialised form (RFC 6454 §6.2), compared as text: exactly what a browser sends as `Origin`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin(String);

/// Why a text is no origin that can be used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnOrigin {
    /// It does not parse as an address.
    Unreadable,
    /// It has a path, a query, a fragment or a user.
    MoreThanOrigin,
    /// It is neither https nor http on this machine.
    NotSecure,
}

impl fmt::Display for NotAnOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "it is not an address",
            Self::MoreThanOrigin => "it has more than scheme, host and port",
            Self::NotSecure => "plain http is for loopback addresses in a sandbox only",
        })
    }
}

impl Origin {
    /// Reads an origin; a trailing slash is forgiven.
    ///
    /// # Errors
    /// [`NotAnOrigin`] when the text says anything else, or less.
    pub fn parse(text: &str) -> Result<Self, NotAnOrigin> {
        let url = Url::parse(text).map_err(|_| NotAnOrigin::Unreadable)?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() {
            return Err(NotAnOrigin::MoreThanOrigin);
        }
        Self::of(&url)
    }

    /// The origin of an address.
    ///
    /// # Errors
    /// [`NotAnOrigin::NotSecure`] for plain http on another machine, and for schemes that have no origin.
    pub fn of(url: &Url) -> Result<Self, NotAnOrigin> {
        let secure = match url.scheme() {
            "https" => true,
            "http" => is_loopback(url),
            _ => return Err(NotAnOrigin::Unreadable),
        };
        if secure {
            Ok(Self(url.origin().ascii_serialization()))
        } else {
            Err(NotAnOrigin::NotSecure)
        }
    }

    /// The origin as a browser spells it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is https.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_058_an_origin_is_scheme_host_and_port_and_nothing_else() {
        assert_eq!(
            Origin::parse("https://Partner.example:443/")
                .unwrap()
                .as_str(),
            "https://partner.example"
        );
        assert_eq!(
            Origin::parse("http://localhost:8080").unwrap().as_str(),
            "http://localhost:8080"
        );
        assert_eq!(
            Origin::parse("http://[::1]:8083").unwrap().as_str(),
            "http://[::1]:8083"
        );
        assert_eq!(
            Origin::parse("https://partner.example/page"),
            Err(NotAnOrigin::MoreThanOrigin)
        );
        assert_eq!(
            Origin::parse("https://a@partner.example"),
            Err(NotAnOrigin::MoreThanOrigin)
        );
        assert_eq!(
            Origin::parse("http://partner.example"),
            Err(NotAnOrigin::NotSecure)
        );
        assert_eq!(Origin::parse("null"), Err(NotAnOrigin::Unreadable));
        assert_eq!(Origin::parse("*"), Err(NotAnOrigin::Unreadable));
    }
}
