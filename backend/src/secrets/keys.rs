//! The one master key and what is derived from it (HKDF-SHA256, RFC 5869). Replicas share the master key.

use std::fmt;
use std::io::Write;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{Ed25519KeyPair, KeyPair};
use ring::{hkdf, hmac};

use super::seal::SealKey;
use crate::problem::Fault;

/// Keys in use: one seals what is at rest, one makes the codes of receipts, one signs the partner API's access tokens, one
/// signs receipts.
pub struct Keys {
    seal: SealKey,
    code: hmac::Key,
    access: SigningKey,
    receipt: SigningKey,
}

/// An Ed25519 key pair.
pub struct SigningKey {
    pkcs8: Vec<u8>,
    public: Vec<u8>,
}

impl SigningKey {
    fn new(seed: &[u8; 32]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| KeyError::Unusable)?;
        Ok(Self {
            pkcs8: pkcs8(seed),
            public: pair.public_key().as_ref().to_vec(),
        })
    }

    /// The private half as PKCS #8, as the JWT library reads it.
    pub fn private(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The raw public half, 32 bytes.
    pub fn public(&self) -> &[u8] {
        &self.public
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// Why there are no keys to work with.
#[derive(Debug)]
pub enum KeyError {
    /// The master key is not 32 bytes of base64url.
    Malformed,
    /// The key file cannot be read or written.
    File(std::io::Error),
    /// Others than the owner can read the key file.
    Readable,
    /// The operating system gives no randomness, or the library refused the key.
    Unusable,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str(
                "the master key is not 32 bytes of base64url: write one made by `openssl rand -base64 32 | tr +/ -_ | tr -d =`",
            ),
            Self::File(error) => write!(f, "the key file: {error}"),
            Self::Readable => f.write_str("the key file is open to others than its owner: `chmod 600` it"),
            Self::Unusable => f.write_str("no key could be made"),
        }
    }
}

impl std::error::Error for KeyError {}

struct Bytes32;

impl hkdf::KeyType for Bytes32 {
    fn len(&self) -> usize {
        32
    }
}

impl Keys {
    /// Keys derived from a master key's text, 32 bytes in base64url.
    ///
    /// # Errors
    /// [`KeyError::Malformed`] when the text is something else.
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        let bytes = URL_SAFE_NO_PAD
            .decode(text.trim().trim_end_matches('='))
            .map_err(|_| KeyError::Malformed)?;
        let master: [u8; 32] = bytes.try_into().map_err(|_| KeyError::Malformed)?;
        Self::derive(&master)
    }

    /// Keys from a file, which is made with mode 0600 when it does not exist.
    ///
    /// # Errors
    /// [`KeyError`] when the file cannot be used, or is open to others.
    pub fn from_file(path: &Path) -> Result<Self, KeyError> {
        if !path.exists() {
            let mut master = [0; 32];
            SystemRandom::new()
                .fill(&mut master)
                .map_err(|_| KeyError::Unusable)?;
            create_private(path, &URL_SAFE_NO_PAD.encode(master)).map_err(KeyError::File)?;
        }
        check_private(path)?;
        Self::from_text(&std::fs::read_to_string(path).map_err(KeyError::File)?)
    }

    fn derive(master: &[u8; 32]) -> Result<Self, KeyError> {
        let root = hkdf::Salt::new(hkdf::HKDF_SHA256, b"guichet").extract(master);
        let expand = |info: &[u8]| -> Result<[u8; 32], KeyError> {
            let mut out = [0; 32];
            root.expand(&[info], Bytes32)
                .and_then(|okm| okm.fill(&mut out))
                .map_err(|_| KeyError::Unusable)?;
            Ok(out)
        };
        let seal = SealKey::new(&expand(b"seal at rest v1")?).map_err(|_| KeyError::Unusable)?;
        let code = hmac::Key::new(hmac::HMAC_SHA256, &expand(b"receipt code v1")?);
        Ok(Self {
            seal,
            code,
            access: SigningKey::new(&expand(b"access token signature v1")?)?,
            receipt: SigningKey::new(&expand(b"receipt signature v1")?)?,
        })
    }

    /// Seals a text for a row.
    ///
    /// # Errors
    /// [`Fault::Random`] or [`Fault::Sealed`] when the machine cannot.
    pub fn seal(&self, row: &str, plain: &str) -> Result<String, Fault> {
        self.seal.seal(row, plain)
    }

    /// Opens what [`Keys::seal`] sealed for the same row.
    ///
    /// # Errors
    /// [`Fault::Sealed`] when the key, the row or the bytes are others.
    pub fn open(&self, row: &str, sealed: &str) -> Result<String, Fault> {
        self.seal.open(row, sealed)
    }

    /// The code of a receipt: the same each time it is asked for, so that it can be shown again after a reload and need not
    /// be kept.
    pub fn receipt_code(&self, receipt: &str) -> String {
        let tag = hmac::sign(&self.code, receipt.as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&tag.as_ref()[..16]);
        super::code_text(bytes)
    }

    /// Signs the partner API's access tokens.
    pub fn access_key(&self) -> &SigningKey {
        &self.access
    }

    /// Signs receipts.
    pub fn receipt_key(&self) -> &SigningKey {
        &self.receipt
    }
}

/// An Ed25519 seed in PKCS #8 version 1 (RFC 8410 §7): a fixed header and the 32 bytes.
fn pkcs8(seed: &[u8; 32]) -> Vec<u8> {
    let mut der = vec![
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ];
    der.extend_from_slice(seed);
    der
}

#[cfg(unix)]
fn create_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(not(unix))]
fn create_private(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(unix)]
fn check_private(path: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path)
        .map_err(KeyError::File)?
        .permissions()
        .mode();
    // The last six bits are those of group and others.
    if mode.trailing_zeros() >= 6 {
        Ok(())
    } else {
        Err(KeyError::Readable)
    }
}

#[cfg(not(unix))]
fn check_private(_path: &Path) -> Result<(), KeyError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_made_once_for_its_owner_alone_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/guichet.key");
        let first = Keys::from_file(&path).unwrap();
        let sealed = first.seal("row", "secret").unwrap();
        let second = Keys::from_file(&path).unwrap();
        assert_eq!(second.open("row", &sealed).unwrap(), "secret");
        assert_eq!(first.receipt_key().public(), second.receipt_key().public());
        assert_eq!(first.access_key().public().len(), 32);
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_open_to_others_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("guichet.key");
        Keys::from_file(&path).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Keys::from_file(&path), Err(KeyError::Readable)));
    }

    #[test]
    fn a_short_master_key_is_refused() {
        assert!(matches!(
            Keys::from_text("c2hvcnQ"),
            Err(KeyError::Malformed)
        ));
    }
}
