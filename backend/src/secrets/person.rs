//! A key of one person's own: what it seals can be made unreadable for ever by forgetting the key.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};

use super::seal::{SealError, SealKey};
use crate::problem::Fault;

/// A person's key. It lies in the database, sealed by the master key.
pub struct PersonKey([u8; 32]);

impl fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonKey(…)")
    }
}

impl PersonKey {
    /// A new one.
    ///
    /// # Errors
    /// [`Fault::Random`].
    pub fn fresh() -> Result<Self, Fault> {
        let mut bytes = [0; 32];
        SystemRandom::new()
            .fill(&mut bytes)
            .map_err(|_| Fault::Random)?;
        Ok(Self(bytes))
    }

    /// The text to be sealed by the master key.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The key that [`PersonKey::to_text`] wrote.
    ///
    /// # Errors
    /// [`Fault::Sealed`] when it is none.
    pub fn from_text(text: &str) -> Result<Self, Fault> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or(Fault::Sealed(SealError))
    }

    /// Seals a text for a row.
    ///
    /// # Errors
    /// [`Fault::Random`] or [`Fault::Sealed`].
    pub fn seal(&self, row: &str, plain: &str) -> Result<String, Fault> {
        self.key()?.seal(row, plain)
    }

    /// Opens what [`PersonKey::seal`] sealed for the same row.
    ///
    /// # Errors
    /// [`Fault::Sealed`].
    pub fn open(&self, row: &str, sealed: &str) -> Result<String, Fault> {
        self.key()?.open(row, sealed)
    }

    fn key(&self) -> Result<SealKey, Fault> {
        SealKey::new(&self.0).map_err(Fault::Sealed)
    }
}
