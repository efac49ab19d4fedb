//! Secrets and names made by the operating system's generator.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};

use crate::problem::Fault;

fn bytes<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Fault::Random)?;
    Ok(bytes)
}

/// 256 random bits, base64url without padding: 43 characters, also a valid PKCE verifier (RFC 7636 §4.1).
///
/// # Errors
/// [`Fault::Random`] when the operating system gives no randomness.
pub fn token() -> Result<String, Fault> {
    Ok(URL_SAFE_NO_PAD.encode(bytes::<32>()?))
}

/// 256 random bits in hexadecimal: how the partner API spells its refresh tokens.
///
/// # Errors
/// [`Fault::Random`] when the operating system gives no randomness.
pub fn hex_token() -> Result<String, Fault> {
    Ok(super::sha256_hex(&bytes::<32>()?))
}

/// A random UUID, version 4 (RFC 9562 §5.4): names of journeys, users, accounts.
///
/// # Errors
/// [`Fault::Random`] when the operating system gives no randomness.
pub fn uuid() -> Result<String, Fault> {
    Ok(spell(bytes::<16>()?))
}

/// A UUID that follows from a text, version 8 (RFC 9562 §5.8): the same text, the same name. For names that a retry
/// must find again; the text holds a random part, so the name cannot be guessed either.
pub fn uuid_of(text: &str) -> String {
    let hash = super::sha256(text.as_bytes());
    let mut raw = [0; 16];
    raw.copy_from_slice(&hash[..16]);
    let mut spelt = spell(raw);
    spelt.replace_range(14..15, "8");
    spelt
}

fn spell(mut raw: [u8; 16]) -> String {
    raw[6] = (raw[6] & 0x0f) | 0x40;
    raw[8] = (raw[8] & 0x3f) | 0x80;
    let mut text = String::with_capacity(36);
    for (at, byte) in raw.iter().enumerate() {
        use std::fmt::Write;
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_007_tokens_carry_256_bits_and_do_not_repeat() {
        let mut seen = std::collections::HashSet::new();
        for _ in 0..10_000 {
            let token = token().unwrap();
            assert_eq!(token.len(), 43);
            assert!(seen.insert(token));
        }
    }

    #[test]
    fn a_uuid_has_its_version_and_variant() {
        let id = uuid().unwrap();
        assert_eq!(id.len(), 36);
        assert_eq!(&id[14..15], "4");
        assert!(matches!(&id[19..20], "8" | "9" | "a" | "b"));
    }
}
