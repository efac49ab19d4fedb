//! Cases that hold whatever the store is.

mod adding;
mod edge;
mod elsewhere;
mod handoff;
mod holder;
mod insights;
mod institutions;
mod journey;
mod ledger;
mod limits;
mod lying;
mod manage;
mod partner;
mod races;
mod receipt;
mod refresh;
mod renewal;
mod retention;
mod signature;
mod tokens;
mod usage;
mod webhooks;
