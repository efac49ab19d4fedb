//! From labels to answers: the best name of each institution, and of each of its regions.

use super::{
    Naming, Options, Rank, Ranking,
    best::{Best, Own, keep, keep_region, kind, spelling},
    query::GLUED,
    sum::{Cover, Lookup, Sum},
};
use crate::{
    Directory, Hit, InstitutionIndex, Match, RegionIndex, Text, Why,
    departments::Places,
    hit::insert_by,
    index::{Class, Label, Owner},
};

/// What counts as an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scan {
    /// Every word of the query fits.
    Fitting,
    /// The same; where there is none, a whole name is in the query, and the rest of it may be anything.
    WholeName,
    /// The same; where there is none, at least one word fits.
    AnyWord,
}

/// A pass over all institutions.
pub(super) struct Search<'a> {
    pub(super) directory: &'a Directory,
    pub(super) lookup: &'a Lookup<'a>,
    pub(super) places: &'a [Places],
    scan: Scan,
    /// Scratch.
    buffer: String,
    /// The institution's own names.
    pub(super) names: Vec<&'a [u32]>,
    pub(super) regions: Vec<(RegionIndex, Best)>,
}

impl<'a> Search<'a> {
    /// A pass that has found nothing yet.
    pub fn new(
        directory: &'a Directory,
        lookup: &'a Lookup<'a>,
        places: &'a [Places],
        scan: Scan,
    ) -> Self {
        Self {
            directory,
            lookup,
            places,
            scan,
            buffer: String::new(),
            names: Vec::new(),
            regions: Vec::new(),
        }
    }

    /// Walks all institutions and keeps the best.
    pub fn run(mut self, options: &Options) -> Ranking {
        let mut ranking = Ranking::new(options.limit);
        for institution in self.directory.institutions() {
            if options
                .segment
                .is_none_or(|segment| institution.segments().serves(segment))
            {
                let best = self.gather(institution.index());
                self.answer(institution.index(), best, &mut ranking);
            }
        }
        ranking
    }

    /// The regions of one institution that fit, best first.
    pub fn regions_of(mut self, institution: InstitutionIndex) -> Vec<(RegionIndex, Why)> {
        self.gather(institution);
        let mut sorted = Vec::new();
        for found in self.regions {
            insert_by(&mut sorted, found, |(_, best)| best.order());
        }
        sorted
            .into_iter()
            .map(|(region, best)| (region, best.why))
            .collect()
    }

    /// Fills `regions` with the best of each region, and gives that of the institution.
    fn gather(&mut self, institution: InstitutionIndex) -> Option<Best> {
        let directory = self.directory;
        let rows = &directory.institutions[institution.get()..];
        let (first, end) = (rows[0].first_label, rows[1].first_label);
        let mut own = Own::default();
        let mut best: Option<Best> = None;
        self.regions.clear();
        self.names.clear();
        for (label, words) in directory.index.labels(first, end) {
            let sum = self.lookup.sum(words, &mut self.buffer);
            if label.owner == Owner::Region {
                self.region(&own, (label, words, sum));
                continue;
            }
            if label.owner == Owner::Institution {
                self.names.push(words);
            }
            // Most labels have nothing of the query.
            if sum.found.any() == 0 && !self.lookup.query.may_be_initials() {
                continue;
            }
            let Some(found) = self.own(label, words, sum, &mut own) else {
                continue;
            };
            match label.region() {
                Some(region) => keep_region(&mut self.regions, region, found),
                None => keep(&mut best, found),
            }
        }
        match best {
            Some(best) if best.fit < Match::Partly => Some(best),
            partly => self.scattered(&own).or(partly),
        }
    }

    /// What a name of the institution, or of one that it absorbed, is worth.
    fn own(&self, label: &Label, words: &[u32], sum: Sum, own: &mut Own) -> Option<Best> {
        let named = label.class == Class::Name && label.owner == Owner::Institution;
        if label.owner == Owner::Institution {
            own.found = own.found.with(sum.found);
            own.full |= if sum.cover >= Cover::Full {
                sum.found.exact
            } else {
                0
            };
            own.touched |= if sum.cover >= Cover::Touched {
                sum.found.any()
            } else {
                0
            };
            own.name |= if named { sum.found.exact } else { 0 };
        }
        let mut fit = self.lookup.fit(sum);
        if named {
            // "banque cic" is CIC, and only then a bank whose name begins with both.
            if fit == Some(Match::Start) && sum.cover == Cover::Complete {
                fit = Some(Match::Exact);
            }
            own.name_says = matches!(fit, Some(Match::Name | Match::Exact | Match::Start));
        } else if fit == Some(Match::Name) {
            fit = Some(Match::Exact);
        }
        let mut why = match (label.owner, label.class) {
            (Owner::Former, _) => Why::Formerly(label.text),
            (_, Class::Name) => Why::Name,
            (_, Class::Alias) => Why::Alias(label.text),
            (_, Class::Domain) => Why::Domain(label.text),
        };
        if fit.is_none_or(|fit| fit > Match::Initials)
            && label.class != Class::Domain
            && words.len() > 1
            && self
                .lookup
                .initials([words, &[]], if named { 2 } else { 3 })
        {
            fit = Some(Match::Initials);
            why = if label.owner == Owner::Former {
                why
            } else {
                Why::Initials
            };
        }
        let kind = match why {
            Why::Formerly(_) if matches!(fit, Some(Match::Name | Match::Exact)) => kind::NAME,
            Why::Name => kind::NAME,
            _ if own.name_says => kind::ALIAS_AND_NAME,
            _ => kind::ALIAS,
        };
        match fit {
            Some(fit) => Some(Best {
                fit,
                left_over: self.lookup.left_over(fit, sum.found, sum.cover),
                kind,
                why: spelling(fit, why, label.text),
            }),
            None => self.partial(sum, own, label.text),
        }
    }

    /// The names taken together, when none alone has all the words.
    fn scattered(&self, own: &Own) -> Option<Best> {
        let all = self.lookup.query.satisfied(own.found.spelled() & !GLUED);
        all.then_some(Best {
            fit: Match::Scattered,
            left_over: 0,
            kind: kind::NAME,
            why: Why::Name,
        })
    }

    /// A name that answers only part of the query, in the rounds that allow it.
    fn partial(&self, sum: Sum, own: &Own, text: Text) -> Option<Best> {
        let query = self.lookup.query;
        let bits = sum.found.spelled() | sum.found.slip | sum.found.typo;
        let enough = match self.scan {
            Scan::Fitting => false,
            Scan::WholeName => sum.cover >= Cover::Touched && bits & query.core != 0,
            Scan::AnyWord => (bits | sum.found.typos) & query.core != 0,
        };
        if !enough {
            return None;
        }
        let bits = bits | own.found.spelled();
        let left = query
            .tokens
            .iter()
            .filter(|token| token.bit & query.core & !bits != 0);
        let left_over = left.map(|token| token.text.len()).sum::<usize>();
        let left_over = u8::try_from(left_over).unwrap_or(u8::MAX);
        Some(Best {
            fit: Match::Partly,
            left_over,
            kind: kind::NAME,
            why: Why::Partly(text),
        })
    }

    /// Hands over what was found: the institution, and the regions that say more than it does.
    fn answer(&mut self, institution: InstitutionIndex, best: Option<Best>, ranking: &mut Ranking) {
        let popularity = if institution.get() < self.directory.popular {
            institution.0
        } else {
            u32::MAX
        };
        let mut add = |best: Best, region: Option<RegionIndex>| {
            let rank = Rank {
                fit: best.fit,
                left_over: best.left_over,
                naming: match best.why {
                    Why::Name | Why::Initials => Naming::Shown,
                    _ if best.fit <= Match::Exact || best.kind == kind::NAME => Naming::Shown,
                    _ => Naming::Other,
                },
                popularity,
                kind: best.kind,
                institution: institution.0,
                region: region.map_or(0, |region| region.0 + 1),
            };
            ranking.add(
                rank,
                Hit {
                    institution,
                    region,
                    why: best.why,
                    fit: best.fit,
                },
            );
        };
        let exact = self
            .regions
            .iter()
            .filter(|(_, region)| region.fit == Match::Exact)
            .count();
        for (region, mut found) in self.regions.drain(..) {
            let says_more = best.is_none_or(|own| {
                found.fit < own.fit
                    || found.fit == own.fit && found.fit == Match::Exact && own.why != Why::Name
            });
            if !says_more {
                continue;
            }
            if exact > 1 && found.fit == Match::Exact && !matches!(found.why, Why::Formerly(_)) {
                found.kind = kind::SHARED_REGION;
            }
            add(found, Some(region));
        }
        if let Some(best) = best {
            add(best, None);
        }
    }
}
