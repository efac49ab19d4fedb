//! The whole journey in a real browser: a person's keys and clicks, three origins, nothing replaced.
//!
//! A test asks for a [`Person`], who sits in front of a fresh browser profile; backend, sandbox banks and the partner's
//! page run as the programs they are, on free ports. `GUICHET_BIN` names the folder of the two programs and
//! `GUICHET_DIST` that of the packed widget; without them both are looked for in the workspace.

#![allow(
    clippy::missing_errors_doc,
    reason = "every error is a `Failure`: it says what was awaited and what was found, and ends the test"
)]

pub mod axe; // axe-core on the element
pub mod bank; // what the person does on the bank's pages
pub mod browser; // chromedriver and a fresh profile, two at once at most
pub mod calls; // what the banks were asked
pub mod clock; // time that passes at the backend
pub mod failure; // why a test ends
pub mod person; // keys, clicks, and what can be seen
pub mod place; // where the widget is
pub mod program; // a program that ends with the test
pub mod settings; // the backend's configuration for one stack
pub mod spot; // something to press
pub mod stack; // backend, banks and partner
pub mod steps; // the steps one by one, so that something can happen at each
pub mod walk; // whole steps of the journey

pub use failure::{Done, Failure};
pub use person::Person;
pub use place::Place;
pub use spot::Spot;
