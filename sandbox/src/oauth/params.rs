//! Form parameters. RFC 6749 §3.1: none may be there twice.

use std::collections::BTreeMap;

use url::form_urlencoded;

use super::error::OAuthError;

/// Parameters of a query or a form body.
#[derive(Debug)]
pub struct Params(BTreeMap<String, String>);

impl Params {
    /// Reads `application/x-www-form-urlencoded`. Empty values count as absent (RFC 6749 §3.1).
    ///
    /// # Errors
    /// `invalid_request` when a parameter is repeated.
    pub fn parse(form: &[u8]) -> Result<Self, OAuthError> {
        let mut all = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(form) {
            if value.is_empty() {
                continue;
            }
            if all
                .insert(name.clone().into_owned(), value.into_owned())
                .is_some()
            {
                return Err(OAuthError::invalid_request("a parameter is repeated"));
            }
        }
        Ok(Self(all))
    }

    /// The value of `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The value of `name`.
    ///
    /// # Errors
    /// `invalid_request` when it is missing.
    pub fn require(&self, name: &str) -> Result<&str, OAuthError> {
        self.get(name)
            .ok_or_else(|| OAuthError::invalid_request(&format!("{name} is missing")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_022_a_repeated_parameter_is_refused() {
        assert!(Params::parse(b"code=a&code=b").is_err());
        assert_eq!(
            Params::parse(b"a=1&b=&c=x%20y").unwrap().get("c"),
            Some("x y")
        );
        assert_eq!(Params::parse(b"b=").unwrap().get("b"), None);
    }
}
