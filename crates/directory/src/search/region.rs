//! What a region's names and places are worth, alone or together with the institution's names.

use super::{
    best::{Best, Own, keep_region, kind, spelling},
    found::Found,
    glue::GlueFit,
    institution::Search,
    query::GLUED,
    sum::{Cover, Sum},
};
use crate::{
    Department, Match, RegionIndex, Why,
    index::{Class, Label},
};

impl Search<'_> {
    /// What a region's name is worth, alone or together with the institution's and its places.
    pub(super) fn region(&mut self, own: &Own, (label, words, sum): (&Label, &[u32], Sum)) {
        let Some(region) = label.region() else { return };
        let lookup = self.lookup;
        let query = lookup.query;
        let name = self.names.first().copied().unwrap_or_default();
        let glued = (label.class != Class::Domain)
            .then(|| lookup.glued_behind(&self.names, words))
            .flatten();
        let mut offer = |fit, left_over, kind, why| {
            keep_region(
                &mut self.regions,
                region,
                Best {
                    fit,
                    left_over,
                    kind,
                    why,
                },
            );
        };
        let why = Why::Region(label.text);
        // Alone: only a whole name is as good as an institution's.
        match lookup.fit(sum) {
            Some(fit @ (Match::Name | Match::Exact)) => offer(
                Match::Exact,
                lookup.left_over(fit, sum.found, sum.cover),
                kind::ONLY_REGION,
                why,
            ),
            Some(fit @ (Match::Start | Match::Words)) => {
                offer(
                    Match::Words,
                    lookup.left_over(fit, sum.found, Cover::Full),
                    kind::ONLY_REGION,
                    why,
                );
            }
            Some(fit) => offer(
                fit,
                lookup.left_over(fit, sum.found, sum.cover),
                kind::ONLY_REGION,
                spelling(fit, why, label.text),
            ),
            None => {}
        }
        if label.class == Class::Name && lookup.initials([name, words], 3) {
            offer(Match::Initials, 0, kind::ONLY_REGION, Why::Initials);
        }
        match glued {
            Some(GlueFit::Whole) => offer(Match::Exact, 0, kind::ONLY_REGION, why),
            Some(GlueFit::Start) => offer(Match::Words, 0, kind::ONLY_REGION, why),
            None => {}
        }
        // "ca pg": the institution, and the first letters of its region.
        if label.class == Class::Name && query.satisfied(own.full | lookup.initial_bits(words)) {
            offer(Match::Scattered, 0, kind::ONLY_REGION, Why::Initials);
        }
        // Together: some word is the institution's, and some other the region's.
        let new = sum.found.any() & !own.name & query.core;
        if new != 0 && own.found.any() & query.core != 0 {
            let both = own.found.with(sum.found).word_by_word();
            if sum.cover >= Cover::Full
                && query.satisfied((own.full | sum.found.exact) & !GLUED)
                && lookup.says_all(both)
            {
                offer(Match::Exact, 0, kind::ONLY_REGION, why);
            } else if query.satisfied(both.spelled()) {
                // "credit mutuel lyon" is rather the Crédit Mutuel in Lyon than a region called Lyon of
                // a bank that has both words in different names.
                let fit = if query.core & !sum.found.any() & !own.full == 0 {
                    Match::Words
                } else {
                    Match::Scattered
                };
                let part = u8::from(fit == Match::Scattered);
                offer(
                    fit,
                    part + lookup.left_over(fit, both, Cover::Full),
                    kind::ONLY_REGION,
                    why,
                );
            } else if let Some(fit) = lookup.near_fit(both) {
                let whole = query.satisfied((own.touched | sum.found.any()) & !GLUED);
                let cover = if whole { sum.cover } else { Cover::Part };
                offer(
                    fit,
                    lookup.left_over(fit, both, cover),
                    kind::ONLY_REGION,
                    why,
                );
            }
        }
        if label.class == Class::Name {
            self.place(own, region);
        }
    }

    /// A region through the departments and towns in the query.
    fn place(&mut self, own: &Own, region: RegionIndex) {
        let query = self.lookup.query;
        let served = self.directory.regions[region.get()].departments;
        let (mut named, mut near) = (0_u8, 0_u8);
        let mut set = u128::MAX;
        for (at, places) in self.places.iter().enumerate() {
            if places.named & served != 0 {
                named |= 1 << at;
                set &= places.named;
            } else if places.near & served != 0 {
                near |= 1 << at;
                set &= places.near;
            }
        }
        if (named | near) & query.core & !own.name == 0 {
            return;
        }
        let Some(department) = Department::any_of(set & served) else {
            return;
        };
        let rest = query.core & !(named | near);
        let parts = [own.full, own.full | own.touched].map(|whole| u8::from(rest & !whole != 0));
        let own = own.found.word_by_word();
        let both = Found {
            exact: own.exact | named,
            typos: own.typos | near,
            ..own
        };
        let fit = if query.satisfied(both.spelled()) {
            Some(Match::Scattered)
        } else {
            self.lookup.near_fit(both)
        };
        if let Some(fit) = fit {
            let part = parts[usize::from(fit > Match::Scattered)];
            let left_over = part + self.lookup.left_over(fit, both, Cover::Full);
            let best = Best {
                fit,
                left_over,
                kind: kind::ONLY_REGION,
                why: Why::Department(department),
            };
            keep_region(&mut self.regions, region, best);
        }
    }
}
