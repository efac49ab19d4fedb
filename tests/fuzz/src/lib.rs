//! Twisted inputs against the real backend: its whole router, a database, and the sandbox's banks over loopback.
//!
//! An input is something honest, then edited: a value of another journey, a letter turned, a parameter twice, a header
//! left out. It names secrets by what they are ("the state of the second attempt, one letter turned"), so that the same
//! seed gives the same input in every run. What may be accepted is decided by an oracle in the same file as the target,
//! written from the requirements and from what goes over the wire, not from the backend's code.
//!
//! `tests/short.rs` is a run of seconds; `cargo xtask fuzz --minutes 30` is a long one.

pub mod engine; // inputs from seeds, the smallest that fails, figures
pub mod house; // the backend, the banks, and somebody who travels between them
pub mod people; // journeys, as far as a target needs them
mod processor; // the time that a thread was at work
pub mod targets; // what is fuzzed, one file each
mod twist; // what is done to an honest value

pub use engine::{Broken, End, Figures, Probe, Target};
