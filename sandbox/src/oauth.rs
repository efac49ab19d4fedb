//! The banks' authorization server: `OAuth` 2 code grant with PKCE, as STET 1.4 §3.4 asks for it.

pub mod authorize; // GET /authorize
pub mod client; // the one registered client and how it proves itself
pub mod dishonest; // what a lying token endpoint says
pub mod error; // RFC 6749 §5.2
pub mod grant; // an authorisation and what it allows
pub mod grants; // codes and tokens of all authorisations
pub mod metadata; // RFC 8414
pub mod params; // form parameters, none of them twice
pub mod pushed; // RFC 9126
pub mod request; // a checked authorization request
pub mod revoke; // RFC 7009
pub mod token; // RFC 6749 §4.1.3 and §6
pub mod visits; // people on the bank's pages
