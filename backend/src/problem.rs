//! What can go wrong, what a caller is told of it, and what the log is told.
//!
//! A [`Fault`] becomes a response without looking at the request; it rides in the response's extensions, and
//! [`report`] alone writes the body, the request's id and the log line. So there is one place that decides what
//! never reaches a log.

mod fault;
mod report;

pub use fault::Fault;
pub use report::{RequestId, report};
