//! What every group measures with, and where the figures go.

use std::sync::Arc;

use e2e::stack::Stack;

use crate::{recorded::Recorded, report::Report, site::Site};

/// One run.
pub struct Bench {
    /// How often each thing is measured.
    pub repetitions: usize,
    /// How many journeys the backend is given.
    pub journeys: usize,
    /// Backend, banks and partner.
    pub stack: Arc<Stack>,
    /// Every program on one origin.
    pub site: Site,
    /// What the site answers for the backend.
    pub recorded: Recorded,
    /// Whether the site has the peers.
    pub has_peers: bool,
    /// The figures.
    pub report: Report,
}
