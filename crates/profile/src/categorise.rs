//! A label, an amount and a direction in; what the transaction is, by which rule and how surely, out.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::atoms::{Fit, Found};
use crate::class::{Category, Subcategory};
use crate::label::{Channel, Folded};
use crate::money::Cents;
use crate::rules::{Meaning, Rule, Strength, TABLE, Table};
use crate::sensitive::Sensitive;
use crate::transaction::Direction;

/// What a transaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Categorised {
    /// The first level.
    pub category: Category,
    /// The second level; `None` when only the category is sure (an insurer's name without the kind of policy).
    pub subcategory: Option<Subcategory>,
    /// The rule that fired, such as `housing/rent:loyer`.
    pub rule: &'static str,
    /// How sure it is.
    pub confidence: Confidence,
    /// The special category of data that the transaction reveals, if any.
    pub sensitive: Option<Sensitive>,
}

/// How sure a rule is, in percent. Below 50 nothing is said at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confidence(pub u8);

/// What a label says, known or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    /// What it is; `None` is unknown.
    pub found: Option<Categorised>,
    /// What it reveals: also when it is otherwise unknown.
    pub sensitive: Option<Sensitive>,
}

/// Says what a transaction is; `None` rather than a guess. The amount's sign does not matter.
pub fn categorise(label: &str, amount: Cents, direction: Direction) -> Option<Categorised> {
    read(&Folded::new(label), amount, direction, &mut Vec::new()).found
}

/// The special category of data that a label reveals: also where nothing else is known of it, which is when
/// [`categorise`] says nothing.
pub fn reveals(label: &str, amount: Cents, direction: Direction) -> Option<Sensitive> {
    read(&Folded::new(label), amount, direction, &mut Vec::new()).sensitive
}

/// Below this a rule says nothing.
const CONFIDENCE_MIN: u8 = 50;
/// What a phrase at the beginning of the counterparty is worth, in letters: the name comes before the city.
const FIRST_WORD: usize = 6;

/// A rule whose words are all there and whose conditions hold.
struct Candidate {
    rule: &'static Rule,
    /// Letters matched.
    length: usize,
    /// First and last byte of the one phrase; `None` for a rule of several.
    span: Option<(usize, usize)>,
    /// The first byte of the first phrase.
    from: usize,
    fit: Fit,
    first_word: bool,
}

impl Candidate {
    /// What a guess at a cut or glued word still says.
    fn strength(&self) -> Strength {
        match (self.fit, self.rule.strength) {
            (Fit::Whole | Fit::GluedAfter, strength) => strength,
            (Fit::GluedBefore | Fit::Cut, Strength::Strong) => Strength::Normal,
            (Fit::GluedBefore | Fit::Cut, _) => Strength::Weak,
        }
    }

    fn rank(&self) -> (Strength, usize, Reverse<usize>) {
        let length = self.length + if self.first_word { FIRST_WORD } else { 0 };
        (self.strength(), length, Reverse(self.from))
    }

    /// `carrefour banque` hides `carrefour`: the longer name is another company. A cut name hides what is whole only
    /// where that would reveal: `syndicat des copropr` is no trade union.
    fn hides(&self, other: &Self) -> bool {
        match (self.span, other.span) {
            (Some((from, to)), Some((other_from, other_to))) => {
                (self.fit != Fit::Cut || other.fit == Fit::Cut || other.rule.sensitive.is_some())
                    && from <= other_from
                    && other_to <= to
                    && to - from > other_to - other_from
            }
            _ => false,
        }
    }

    fn confidence(&self) -> u8 {
        let base: u8 = match self.rule.strength {
            Strength::Strong => 95,
            Strength::Normal => 85,
            Strength::Weak => 60,
        };
        let doubt = match self.fit {
            Fit::Whole => 0,
            Fit::GluedAfter => 3,
            Fit::GluedBefore | Fit::Cut => 10,
        };
        base.saturating_sub(doubt)
    }
}

/// Reads a folded label; `found` is scratch space, so that reading many labels allocates once.
pub(crate) fn read(
    folded: &Folded,
    amount: Cents,
    direction: Direction,
    found: &mut Vec<Found>,
) -> Reading {
    let table: &'static Table = &TABLE;
    // A negative amount turns the direction round, as an upstream may write it either way.
    let direction = match (direction, amount < Cents::ZERO) {
        (direction, false) => direction,
        (Direction::Credit, true) => Direction::Debit,
        (Direction::Debit, true) => Direction::Credit,
    };
    found.clear();
    table.atoms.find(folded, found);
    let candidates = candidates(table, folded, found, amount.abs(), direction);
    let visible: Vec<&Candidate> = candidates
        .iter()
        .filter(|one| !candidates.iter().any(|other| other.hides(one)))
        .collect();
    let revealed = visible
        .iter()
        .filter_map(|candidate| Some((candidate.rank(), candidate.rule.sensitive?)))
        .max_by_key(|(rank, _)| *rank)
        .map(|(_, sensitive)| sensitive);
    let found =
        decide(&visible, revealed).and_then(|found| refunded(found, direction, folded.channel));
    Reading {
        found,
        sensitive: revealed,
    }
}

fn candidates(
    table: &'static Table,
    folded: &Folded,
    found: &[Found],
    amount: Cents,
    direction: Direction,
) -> Vec<Candidate> {
    let mut candidates = Vec::with_capacity(found.len());
    for hit in found {
        for (_, rule) in table.rules_of(hit.atom) {
            if !rule.applies(amount, direction, folded.channel) {
                continue;
            }
            let mut candidate = Candidate {
                rule,
                length: hit.to - hit.from,
                span: (rule.atoms.len() == 1).then_some((hit.from, hit.to)),
                from: hit.from,
                fit: hit.fit,
                first_word: hit.from == folded.content,
            };
            let complete = rule.atoms[1..].iter().all(|atom| {
                let other = found
                    .iter()
                    .filter(|other| other.atom == *atom && apart(hit, other))
                    .min_by_key(|o| o.fit);
                if let Some(other) = other {
                    candidate.length += other.to - other.from;
                    candidate.fit = candidate.fit.max(other.fit);
                    candidate.first_word |= other.from == folded.content;
                }
                other.is_some()
            });
            if complete {
                candidates.push(candidate);
            }
        }
    }
    candidates
}

fn apart(one: &Found, other: &Found) -> bool {
    one.to <= other.from || other.to <= one.from
}

fn decide(visible: &[&Candidate], revealed: Option<Sensitive>) -> Option<Categorised> {
    let meant = |candidate: &Candidate| match candidate.rule.meaning {
        Meaning::Exactly(sub) => Some((sub.category(), Some(sub))),
        Meaning::Category(category) => Some((category, None)),
        Meaning::Reveals | Meaning::Nothing => None,
    };
    let classified = || {
        visible
            .iter()
            .filter(|candidate| meant(candidate).is_some())
    };
    let first = classified().max_by_key(|candidate| candidate.rank())?;
    let category = meant(first)?.0;
    // An insurer's name is longer than the kind of policy beside it, and says less.
    let best = match first.rule.meaning {
        Meaning::Category(_) => classified()
            .filter(|other| matches!(other.rule.meaning, Meaning::Exactly(sub) if sub.category() == category))
            .filter(|other| other.strength() > Strength::Weak)
            .max_by_key(|candidate| candidate.rank())
            .unwrap_or(first),
        _ => first,
    };
    let cut = || classified().filter(|other| best.fit == Fit::Cut && other.fit == Fit::Cut);
    let split = cut().any(|other| {
        meant(other).is_some_and(|other| other != (category, meant(best).and_then(|m| m.1)))
    });
    let subcategory = meant(best)?.1.filter(|_| !split);
    // Another answer that says nearly as much is a reason to doubt.
    let doubt = classified()
        .filter(|other| meant(other).is_some_and(|(other, _)| other != category))
        .filter(|other| other.strength() == best.strength() && other.length + 2 >= best.length)
        .map(|other| if other.first_word { 20 } else { 10 })
        .max()
        .unwrap_or(0);
    // Two ways to read a cut word that disagree are no reading.
    let torn = cut().any(|other| meant(other).map(|meaning| meaning.0) != Some(category));
    let confidence = best.confidence().saturating_sub(doubt);
    (confidence >= CONFIDENCE_MIN && !torn).then_some(Categorised {
        category,
        subcategory,
        rule: &best.rule.id,
        confidence: Confidence(confidence),
        sensitive: revealed,
    })
}

/// Money that comes back from where it is usually spent is a refund. From a shop by transfer it may be a salary as
/// well, so that only a name that means one thing counts there.
fn refunded(found: Categorised, direction: Direction, channel: Channel) -> Option<Categorised> {
    let spending = matches!(
        found.category,
        Category::Housing
            | Category::Energy
            | Category::Insurance
            | Category::Wellness
            | Category::Groceries
            | Category::Dining
            | Category::Mobility
            | Category::Telecom
            | Category::Children
            | Category::Pets
            | Category::Shopping
            | Category::Leisure
            | Category::Travel
            | Category::Professional
    );
    if direction == Direction::Debit || !spending {
        return Some(found);
    }
    let certain = channel != Channel::Transfer || found.confidence > Confidence(85);
    certain.then_some(Categorised {
        category: Category::Income,
        subcategory: Some(Subcategory::IncomeRefunds),
        confidence: Confidence(found.confidence.0.saturating_sub(20).max(CONFIDENCE_MIN)),
        ..found
    })
}
