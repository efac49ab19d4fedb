//! Money that only moves between the person's own accounts is neither income nor spending.

use std::collections::HashMap;

use crate::account::{Account, AccountKind};
use crate::class::{Category, Subcategory};
use crate::label::{Channel, Folded};
use crate::money::{Cents, Currency};
use crate::transaction::Direction;
use crate::view::Item;

/// Where the money of a transaction goes or comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// Someone else.
    Outside,
    /// The person's savings.
    Savings,
    /// Another account of the person, or a card's purchases that are counted one by one already.
    Own,
}

/// Whether a transaction is what settles a card's month of purchases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settlement {
    /// The monthly debit of a deferred card.
    OfCard,
    /// A transfer, whose other side may be another account of the person.
    Transfer,
    /// Neither.
    No,
}

/// How banks announce the monthly debit of a deferred card, folded.
const CARD_SETTLEMENTS: &[&[u8]] = &[
    b"debitdiffere",
    b"differe",
    b"relevecarte",
    b"depensescarte",
    b"facturescarte",
    b"relevedifcarte",
    b"achatscarte",
];

/// Days that a transfer between two banks takes at most.
const TRANSFER_DAYS: i32 = 3;

impl Settlement {
    /// Reads it off the label and the category.
    pub fn of(folded: &Folded, subcategory: Option<Subcategory>) -> Self {
        let internal = subcategory == Some(Subcategory::TransfersInternal);
        let has = |phrase: &&[u8]| {
            folded
                .text
                .windows(phrase.len())
                .any(|window| window == *phrase)
        };
        if internal && CARD_SETTLEMENTS.iter().any(has) {
            return Self::OfCard;
        }
        let plausible = match subcategory.map(Subcategory::category) {
            None => matches!(folded.channel, Channel::Transfer | Channel::Unknown),
            Some(category) => matches!(category, Category::Transfers | Category::Savings),
        };
        if plausible { Self::Transfer } else { Self::No }
    }
}

/// Gives every transaction its flow.
pub(crate) fn assign(items: &mut [Item<'_>], accounts: &[Account]) {
    let itemised: Vec<&Account> = accounts
        .iter()
        .filter(|account| account.kind == AccountKind::DeferredCard)
        .filter(|account| {
            items
                .iter()
                .any(|item| item.entry.transaction.account == account.id)
        })
        .collect();
    for item in items.iter_mut() {
        item.flow = match (item.entry.settlement, item.entry.category) {
            // Without the card's own purchases its settlement is the only trace of them.
            (Settlement::OfCard, _) if itemised.is_empty() => Flow::Outside,
            (Settlement::OfCard, _) => Flow::Own,
            (_, Some(Category::Savings)) => Flow::Savings,
            _ if item.entry.subcategory == Some(Subcategory::TransfersInternal) => Flow::Own,
            _ => Flow::Outside,
        };
    }
    pair(items);
}

/// Finds transfers with both sides in view: same amount and currency, two accounts, at most three days apart.
/// Each side is used once; the nearest day wins, and the order of the input does not matter because items are sorted.
fn pair(items: &mut [Item<'_>]) {
    let mut credits: HashMap<(Cents, Currency), Vec<usize>> = HashMap::new();
    for (index, item) in items.iter().enumerate() {
        let transaction = item.entry.transaction;
        if item.entry.settlement == Settlement::Transfer
            && transaction.direction == Direction::Credit
        {
            credits
                .entry((transaction.amount, transaction.currency))
                .or_default()
                .push(index);
        }
    }
    let mut taken = vec![false; items.len()];
    for index in 0..items.len() {
        let out = items[index].entry.transaction;
        if items[index].entry.settlement != Settlement::Transfer
            || out.direction != Direction::Debit
        {
            continue;
        }
        let Some(candidates) = credits.get(&(out.amount, out.currency)) else {
            continue;
        };
        // Items are in order of booking, so the credits of these few days stand together.
        let first = candidates.partition_point(|&other| {
            items[other].entry.transaction.booked < out.booked.plus_days(-TRANSFER_DAYS)
        });
        let days = |other: usize| items[other].entry.transaction.booked.days_since(out.booked);
        let partner = candidates[first..]
            .iter()
            .copied()
            .take_while(|&other| days(other) <= TRANSFER_DAYS)
            .filter(|&other| !taken[other] && items[other].entry.transaction.account != out.account)
            .min_by_key(|&other| (days(other).abs(), other));
        if let Some(partner) = partner {
            taken[partner] = true;
            items[index].flow = Flow::Own;
            items[partner].flow = Flow::Own;
        }
    }
}
