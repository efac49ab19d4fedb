//! Sealing at rest: ChaCha20-Poly1305 (RFC 8439) with the row's name as associated data, so that a sealed
//! value moved to another row does not open.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};

use crate::problem::Fault;

/// The layout's version, in front of each sealed text.
const VERSION: &str = "v1.";

/// Why a sealed value did not open: another key, another row, or altered bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealError;

/// The key that seals.
pub(super) struct SealKey(LessSafeKey);

impl SealKey {
    pub(super) fn new(bytes: &[u8; 32]) -> Result<Self, SealError> {
        UnboundKey::new(&CHACHA20_POLY1305, bytes)
            .map(|key| Self(LessSafeKey::new(key)))
            .map_err(|_| SealError)
    }

    pub(super) fn seal(&self, row: &str, plain: &str) -> Result<String, Fault> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new()
            .fill(&mut nonce)
            .map_err(|_| Fault::Random)?;
        let mut sealed = plain.as_bytes().to_vec();
        self.0
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(row),
                &mut sealed,
            )
            .map_err(|_| Fault::Sealed(SealError))?;
        let mut whole = nonce.to_vec();
        whole.append(&mut sealed);
        Ok(format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(whole)))
    }

    pub(super) fn open(&self, row: &str, sealed: &str) -> Result<String, Fault> {
        let fault = || Fault::Sealed(SealError);
        let whole = sealed.strip_prefix(VERSION).ok_or_else(fault)?;
        let whole = URL_SAFE_NO_PAD.decode(whole).map_err(|_| fault())?;
        let (nonce, body) = whole.split_at_checked(NONCE_LEN).ok_or_else(fault)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| fault())?;
        let mut body = body.to_vec();
        let plain = self
            .0
            .open_in_place(nonce, Aad::from(row), &mut body)
            .map_err(|_| fault())?;
        String::from_utf8(plain.to_vec()).map_err(|_| fault())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_in_its_own_row_and_unaltered() {
        let key = SealKey::new(&[7; 32]).unwrap();
        let sealed = key.seal("connection:1", "a bank's token").unwrap();
        assert!(!sealed.contains("token"));
        assert_eq!(key.open("connection:1", &sealed).unwrap(), "a bank's token");
        assert!(key.open("connection:2", &sealed).is_err());
        let mut altered = sealed.clone();
        let last = if altered.ends_with('A') { 'B' } else { 'A' };
        altered.pop();
        altered.push(last);
        assert!(key.open("connection:1", &altered).is_err());
        assert!(
            SealKey::new(&[8; 32])
                .unwrap()
                .open("connection:1", &sealed)
                .is_err()
        );
        assert_ne!(key.seal("connection:1", "a bank's token").unwrap(), sealed);
    }
}
