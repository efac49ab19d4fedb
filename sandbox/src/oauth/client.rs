//! The one client that is registered with every bank.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use url::{Url, form_urlencoded};

use super::{error::OAuthError, params::Params};
use crate::{app::App, bank::Bank, secret::Secret};

/// The client's id at every bank.
pub const CLIENT_ID: &str = "guichet-sandbox";

/// The client's secret at every bank. Published: it opens nothing but invented accounts.
const CLIENT_SECRET: &str = "sandbox-client-secret";

/// Checks `client_secret_basic` or `client_secret_post` (RFC 6749 §2.3.1), never both.
///
/// # Errors
/// `invalid_client`, or `invalid_request` when both are used.
pub fn authenticate(headers: &HeaderMap, params: &Params) -> Result<(), OAuthError> {
    let basic = headers
        .get(header::AUTHORIZATION)
        .map(HeaderValue::as_bytes);
    let (id, secret) = match (basic, params.get("client_secret")) {
        (Some(_), Some(_)) => {
            return Err(OAuthError::invalid_request(
                "the client authenticates in two ways",
            ));
        }
        (Some(header), None) => from_basic(header).ok_or_else(OAuthError::invalid_client)?,
        (None, Some(secret)) => (params.require("client_id")?.to_owned(), secret.to_owned()),
        (None, None) => return Err(OAuthError::invalid_client()),
    };
    let named = params.get("client_id").is_none_or(|named| named == id);
    let known = id == CLIENT_ID && Secret::from(CLIENT_SECRET.to_owned()).matches(&secret);
    if named && known {
        Ok(())
    } else {
        Err(OAuthError::invalid_client())
    }
}

/// Id and secret of a Basic header; each is form-encoded inside (RFC 6749 §2.3.1).
fn from_basic(header: &[u8]) -> Option<(String, String)> {
    let (scheme, encoded) = std::str::from_utf8(header).ok()?.split_once(' ')?;
    let bytes = scheme
        .eq_ignore_ascii_case("basic")
        .then(|| STANDARD.decode(encoded.trim()).ok())??;
    let text = String::from_utf8(bytes).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((decode(id), decode(secret)))
}

fn decode(text: &str) -> String {
    // `parse` wants pairs: the text stands as the name of one without a value.
    form_urlencoded::parse(text.as_bytes())
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}

/// Whether `uri` is registered at `bank`: `/callback` or `/callback/{bank}` of the backend, exactly.
pub fn is_registered(app: &App, bank: &Bank, uri: &str) -> bool {
    let origin = app.backend.as_str();
    let exact =
        uri == format!("{origin}/callback") || uri == format!("{origin}/callback/{}", bank.id);
    exact && Url::parse(uri).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basic(text: &str) -> HeaderMap {
        let value = format!("Basic {}", STANDARD.encode(text));
        HeaderMap::from_iter([(
            header::AUTHORIZATION,
            HeaderValue::from_str(&value).unwrap(),
        )])
    }

    #[test]
    fn basic_and_post_are_both_taken() {
        let none = Params::parse(b"").unwrap();
        assert_eq!(
            authenticate(&basic("guichet-sandbox:sandbox-client-secret"), &none),
            Ok(())
        );
        assert_eq!(
            authenticate(&basic("guichet%2Dsandbox:sandbox%2Dclient-secret"), &none),
            Ok(())
        );
        let post = Params::parse(b"client_id=guichet-sandbox&client_secret=sandbox-client-secret")
            .unwrap();
        assert_eq!(authenticate(&HeaderMap::new(), &post), Ok(()));
    }

    #[test]
    fn everything_else_is_refused() {
        let none = Params::parse(b"").unwrap();
        let post = Params::parse(b"client_id=guichet-sandbox&client_secret=sandbox-client-secret")
            .unwrap();
        let other = Params::parse(b"client_id=another").unwrap();
        let good = basic("guichet-sandbox:sandbox-client-secret");
        assert!(authenticate(&HeaderMap::new(), &none).is_err());
        assert!(authenticate(&basic("guichet-sandbox:no"), &none).is_err());
        assert!(authenticate(&basic("no colon"), &none).is_err());
        assert!(authenticate(&good, &post).is_err(), "two ways at once");
        assert!(
            authenticate(&good, &other).is_err(),
            "another client_id in the body"
        );
    }
}
