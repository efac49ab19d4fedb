//! Queries against the index.
//!
//! A query is first compared with each different word of the directory (`found`), then the labels of
//! each institution add up what their words answer (`sum`), and the best of them stands for the
//! institution or one of its regions (`institution`). Typos are forgiven only when nothing fits as
//! spelled, so that an exact nickname is never drowned.

mod best;
mod found;
mod glue;
mod institution;
mod query;
mod ranking;
mod region;
mod sum;
mod typo;

use institution::Scan;
use query::Query;
use ranking::{Naming, Rank, Ranking};

pub(crate) use found::Spelling;
pub(crate) use query::{GLUED, Token};
use sum::Lookup;
pub(crate) use typo::nearness_whole;

use crate::{
    Directory, Hit, Iban, IbanError, InstitutionIndex, Match, RegionIndex, Segment, Status, Why,
    departments::{self, Places},
};

/// What a search is limited to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// At most this many answers.
    pub limit: usize,
    /// Only institutions that have this space, or of which nobody knows.
    pub segment: Option<Segment>,
}

impl Default for Options {
    /// Ten answers, whatever the space.
    fn default() -> Self {
        Self {
            limit: 10,
            segment: None,
        }
    }
}

impl Directory {
    /// Finds institutions and regions by what a person typed: best fit first, then popularity, then
    /// name. Nothing typed gives the popular ones; nothing that fits gives nothing (see `near`).
    ///
    /// An IBAN or a BIC is answered by its code. A mistake in an IBAN gives nothing: [`Iban::parse`]
    /// says which.
    pub fn search(&self, query: &str, options: &Options) -> Vec<Hit> {
        if let Some(mut hits) = self.by_any_code(query) {
            hits.truncate(options.limit);
            return hits;
        }
        let Some(query) = Query::new(query) else {
            return self.popular(options);
        };
        let strict = self
            .round(&query, Spelling::Strict)
            .run(options, Scan::Fitting);
        if !strict.is_weak() {
            return strict.into_hits();
        }
        self.round(&query, Spelling::Forgiving)
            .run(options, Scan::WholeName)
            .into_hits()
    }

    /// What comes nearest when `search` finds nothing: names that share a word with the query,
    /// spelled alike or nearly. Institutions of the other space are included.
    pub fn near(&self, query: &str) -> Vec<Hit> {
        let options = Options {
            limit: 5,
            segment: None,
        };
        let Some(query) = Query::new(query) else {
            return Vec::new();
        };
        self.round(&query, Spelling::Forgiving)
            .run(&options, Scan::AnyWord)
            .into_hits()
    }

    /// What an IBAN or a known BIC says; `None` for any other text.
    fn by_any_code(&self, query: &str) -> Option<Vec<Hit>> {
        match Iban::parse(query) {
            Ok(iban) => return Some(self.by_iban(&iban)),
            Err(IbanError::NotAnIban) => {}
            Err(_) => return Some(Vec::new()),
        }
        // Many a name has the form of a BIC ("fortuneo"): only a known one counts.
        Some(self.by_bic(query)).filter(|hits| !hits.is_empty())
    }

    /// The popular institutions; when the data names none, the first by name.
    fn popular(&self, options: &Options) -> Vec<Hit> {
        let serves =
            |segments: crate::Segments| options.segment.is_none_or(|one| segments.serves(one));
        self.institutions()
            .filter(|one| one.status() == Status::Active && serves(one.segments()))
            .take_while(|one| self.popular == 0 || one.popularity().is_some())
            .take(options.limit)
            .map(|one| Hit {
                institution: one.index(),
                region: None,
                why: Why::Popular,
                fit: Match::Start,
            })
            .collect()
    }

    /// The query compared with each word; ready for passes over the institutions.
    fn round<'a>(&'a self, query: &'a Query, spelling: Spelling) -> Round<'a> {
        let lookup = Lookup::new(query, &self.index.words, spelling);
        Round {
            directory: self,
            lookup,
            places: self.places(query, spelling),
        }
    }

    /// The departments that each word of the query names.
    fn places(&self, query: &Query, spelling: Spelling) -> Vec<Places> {
        if self.regions.is_empty() {
            Vec::new()
        } else {
            departments::places(&query.tokens, spelling)
        }
    }
}

/// A query compared with each word of a directory.
struct Round<'a> {
    directory: &'a Directory,
    lookup: Lookup<'a>,
    places: Vec<Places>,
}

impl Round<'_> {
    /// One pass over the institutions.
    fn run(&self, options: &Options, scan: Scan) -> Ranking {
        self.search(scan).run(options)
    }

    fn search(&self, scan: Scan) -> institution::Search<'_> {
        institution::Search::new(self.directory, &self.lookup, &self.places, scan)
    }
}

/// The regions of an institution that fit a query, best first, and why.
pub(crate) fn regions(
    directory: &Directory,
    institution: InstitutionIndex,
    query: &str,
) -> Vec<(RegionIndex, Why)> {
    let Some(query) = Query::new(query) else {
        return Vec::new();
    };
    [Spelling::Strict, Spelling::Forgiving]
        .into_iter()
        .map(|spelling| {
            directory
                .round(&query, spelling)
                .search(Scan::Fitting)
                .regions_of(institution)
        })
        .find(|regions| !regions.is_empty())
        .unwrap_or_default()
}

/// The words of a query, for tests of what is done with them elsewhere.
#[cfg(test)]
pub(crate) fn query_tokens(text: &str) -> Vec<Token> {
    Query::new(text)
        .map(|query| query.tokens)
        .unwrap_or_default()
}
