//! Random tokens, digests, and text that is never printed.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    digest,
    rand::{SecureRandom as _, SystemRandom},
};

/// A value that has no `Debug` and no `Display`, so that it cannot reach a log by accident.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether `other` is the same text. Digests are compared, so that the time taken says nothing.
    pub fn matches(&self, other: &str) -> bool {
        sha256(self.0.as_bytes()) == sha256(other.as_bytes())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// 256 random bits, base64url without padding.
///
/// # Panics
/// When the operating system has no randomness to give: a bank must not go on without it.
pub fn random() -> String {
    let mut bytes = [0; 32];
    SystemRandom::new()
        .fill(&mut bytes)
        .expect("the operating system gives random bytes once it has booted");
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

/// The SHA-256 of `text`, base64url without padding, as PKCE's S256 wants it (RFC 7636 §4.2).
pub fn s256(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(sha256(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s256_is_rfc_7636_appendix_b() {
        assert_eq!(
            s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn tokens_are_long_and_differ() {
        let (one, two) = (random(), random());
        assert_eq!(one.len(), 43);
        assert_ne!(one, two);
    }

    #[test]
    fn secrets_compare_by_content() {
        let secret = Secret::from("abc".to_owned());
        assert!(secret.matches("abc"));
        assert!(!secret.matches("abd"));
    }
}
