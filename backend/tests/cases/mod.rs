//! Cases that hold whatever the store is.

mod elsewhere;
mod handoff;
mod insights;
mod institutions;
mod journey;
mod limits;
mod lying;
mod partner;
mod races;
mod retention;
mod signature;
mod tokens;
