//! What protects the edge: security events, response headers, and which page may speak for which journey.

mod cors;
mod event;
mod headers;

pub use cors::{JourneyOrigin, cors};
pub use event::{Event, Noted};
pub use headers::{no_store, page_headers};
