//! Attacks on the handoff, each against programs of its own: backend, banks and partner as they are, on free ports.
//!
//! Start at [`table`]: it lists the attacks, what each must leave in the backend's log, and what the banks may have been
//! asked. An attacker is a second cookie jar or a second browser profile, a page on an origin of its own, or a bank
//! that lies. `cargo test -p attack` proves them one by one; `cargo xtask attack` prints the table.

#![allow(
    clippy::missing_errors_doc,
    reason = "every error is a `Failure`: it says what was awaited and what was found, and ends the attack"
)]

pub mod attacks; // the attacks themselves
pub mod canaries; // what must be found nowhere else
pub mod evidence; // the backend's log and the banks' log, from a moment on
pub mod evil; // the attacker's own origin
pub mod fapi; // the conformance tests of a FAPI 2.0 client
pub mod house; // programs of one's own
pub mod lies; // what banks may answer, and what becomes of it
pub mod table; // the list
pub mod visitor; // a browser as far as HTTP goes
