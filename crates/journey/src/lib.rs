//! The journey as a pure state machine: `step(self, Event) -> (Journey, Vec<Effect>)`.
//!
//! No DOM, no async, no clock: time and randomness arrive in events. Start reading at [`Journey::step`].
//!
//! | module | what it holds |
//! |---|---|
//! | [`event`] | what can happen |
//! | [`effect`] | what the world is asked to do |
//! | [`screen`] | what is on the screen |
//! | [`draft`] | what is marked and not yet saved |
//! | `machine` | the state, and which part of it an event goes to |
//! | `person` | what the person does |
//! | `answer` | what the backend answers |
//!
#![doc = include_str!("../STATES.md")]

mod answer;
pub mod draft;
pub mod effect;
pub mod event;
mod machine;
mod person;
pub mod screen;

pub use draft::{Switches, Tally, Ticks};
pub use effect::{Call, Effect, Tidings};
pub use event::{Answer, Event, Failure, Mark, Pick, Regions, RequestNo, Returned, Session, Start};
pub use machine::{Journey, Told};
pub use screen::{Bank, Ending, Place, Region, Screen, Stop, Trouble};
