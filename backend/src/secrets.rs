//! Randomness, hashing and sealing. Everything that is secret is made, compared and stored through here.

mod code;
mod hash;
mod keys;
mod person;
mod random;
mod seal;

pub use code::{code_read, code_text};
pub use hash::{matches, sha256, sha256_hex, sha256_text};
pub use keys::{KeyError, Keys};
pub use person::PersonKey;
pub use random::{hex_token, token, uuid, uuid_of};
pub use seal::SealError;
