//! The best that an institution or region has to offer, while its names are looked at.

use super::found::Found;
use crate::{Match, RegionIndex, Text, Why};

/// Finer differences between answers that fit equally well, best first.
pub(super) mod kind {
    /// The institution by its name, or by that of one that it absorbed.
    pub const NAME: u8 = 0;
    /// A region by a name that no other region of the institution has.
    pub const ONLY_REGION: u8 = 1;
    /// Another name, where the name begins with it too.
    pub const ALIAS_AND_NAME: u8 = 2;
    /// Another name.
    pub const ALIAS: u8 = 3;
    /// A region by a name that several have.
    pub const SHARED_REGION: u8 = 4;
}

/// The best that one institution or region has to offer so far.
#[derive(Clone, Copy)]
pub(super) struct Best {
    pub fit: Match,
    pub left_over: u8,
    pub kind: u8,
    pub why: Why,
}

impl Best {
    /// What decides between two of them, best first.
    pub fn order(&self) -> (Match, u8, u8) {
        (self.fit, self.left_over, self.kind)
    }
}

/// What the institution's own names answer together.
#[derive(Default)]
pub(super) struct Own {
    pub found: Found,
    /// Bits that the name answers letter by letter.
    pub name: u8,
    /// Bits that names said in full answer letter by letter.
    pub full: u8,
    /// Bits that names said in full answer, with typos perhaps.
    pub touched: u8,
    /// Whether its name begins with the query, or says all of it.
    pub name_says: bool,
}

/// Keeps the better of two.
pub(super) fn keep(best: &mut Option<Best>, found: Best) {
    if best.is_none_or(|best| found.order() < best.order()) {
        *best = Some(found);
    }
}

/// Keeps the better of two for a region.
pub(super) fn keep_region(
    regions: &mut Vec<(RegionIndex, Best)>,
    region: RegionIndex,
    found: Best,
) {
    match regions.iter_mut().find(|(other, _)| *other == region) {
        Some((_, best)) if found.order() < best.order() => *best = found,
        Some(_) => {}
        None => regions.push((region, found)),
    }
}

/// Says so when it fits but for a typo.
pub(super) fn spelling(fit: Match, why: Why, text: Text) -> Why {
    match why {
        Why::Formerly(_) => why,
        _ if fit >= Match::Slip => Why::Spelling(text),
        _ => why,
    }
}
