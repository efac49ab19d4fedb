//! Keeps the best answers, in order.

use crate::{Hit, Match};

/// What decides between answers, most important first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    /// How well the query fits.
    pub fit: Match,
    /// What is left over of the query, or of the name where typos are forgiven.
    pub left_over: u8,
    /// For all but exact fits, whether it is by the name that people see: "caisse" is rather the
    /// Caisse d'Épargne than a bank with a "caisse régionale" among its other names.
    pub naming: Naming,
    /// Place among the popular, from 0; `u32::MAX` for all others.
    pub popularity: u32,
    /// Finer differences of kind, see `institution`.
    pub kind: u8,
    /// Position in the directory, which is the order of names.
    pub institution: u32,
    /// Position of the region, or 0.
    pub region: u32,
}

/// Whose name is answered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Naming {
    /// The one that people see, or it does not matter.
    Shown,
    /// Another one.
    Other,
}

/// The best answers so far.
pub(super) struct Ranking {
    limit: usize,
    best: Vec<(Rank, Hit)>,
}

impl Ranking {
    /// An empty one for `limit` answers.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            best: Vec::with_capacity(limit.min(64) + 1),
        }
    }

    /// Adds an answer if it is among the best.
    pub fn add(&mut self, rank: Rank, hit: Hit) {
        if self.best.len() >= self.limit && self.best.last().is_none_or(|(last, _)| *last <= rank) {
            return;
        }
        let at = self.best.partition_point(|(other, _)| *other <= rank);
        self.best.insert(at, (rank, hit));
        self.best.truncate(self.limit);
    }

    /// Whether a round that forgives typos may find something better: nothing fits, or only first
    /// letters, or words picked from different names.
    pub fn is_weak(&self) -> bool {
        self.best.first().is_none_or(|(rank, _)| {
            rank.fit == Match::Initials || rank.fit == Match::Scattered && rank.left_over > 0
        })
    }

    /// The answers, best first. What fits only in part is there when nothing else is.
    pub fn into_hits(self) -> Vec<Hit> {
        let whole = self
            .best
            .partition_point(|(rank, _)| rank.fit < Match::Partly);
        let count = if whole == 0 { self.best.len() } else { whole };
        let hits = self.best.into_iter().map(|(_, hit)| hit);
        hits.take(count).collect()
    }
}
