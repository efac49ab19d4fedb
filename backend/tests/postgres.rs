//! The same cases as `sqlite.rs`, over a private `PostgreSQL` that this program starts and ends.

mod cases;
mod common;

/// What the cases of this program run on.
const STORE: common::Kind = common::Kind::Postgres;
