//! SHA-384, as a page's `integrity` spells it and as a file's name carries it.

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha384};

/// The SHA-384 of some bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Digest([u8; 48]);

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha384::digest(bytes).into())
    }

    /// As Subresource Integrity spells it: `sha384-` and base64.
    pub fn integrity(&self) -> String {
        format!("sha384-{}", STANDARD.encode(self.0))
    }

    /// All of it in hexadecimal digits, for a file's name.
    pub fn hex(&self) -> String {
        self.0.iter().fold(String::new(), |mut digits, byte| {
            // Writing to a string does not fail.
            let _ = write!(digits, "{byte:02x}");
            digits
        })
    }

    /// The first eight hexadecimal digits: enough to tell one release from another in a file's name.
    pub fn short(&self) -> String {
        let [a, b, c, d, ..] = self.0;
        format!("{a:02x}{b:02x}{c:02x}{d:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-4's example of "abc": `cb00753f 45a35e8b …`.
    #[test]
    fn the_standard_example_holds() {
        let digest = Digest::of(b"abc");
        assert_eq!(digest.short(), "cb00753f");
        assert_eq!(
            digest.integrity(),
            "sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn"
        );
    }
}
