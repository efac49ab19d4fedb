//! Everything about the store's two kinds, over `SQLite`: `postgres.rs` runs the same cases.

mod cases;
mod common;

/// What the cases of this program run on.
const STORE: common::Kind = common::Kind::Sqlite;
