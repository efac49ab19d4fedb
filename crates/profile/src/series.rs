//! Recurring series: salary, rent, loans, premiums, subscriptions.
//!
//! Transactions of one account, direction, category and counterparty form a series when they come at a steady
//! distance: three times or more, or twice a year apart with much the same amount where it is known what it is.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::class::{Category, Subcategory};
use crate::date::Date;
use crate::flow::Flow;
use crate::ids::{SeriesId, TransactionId};
use crate::label::Folded;
use crate::money::Cents;
use crate::transaction::{Direction, Transaction};
use crate::view::Item;

/// Payments that come back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// The same on every run over the same account and counterparty.
    pub id: SeriesId,
    /// What it is.
    pub kind: SeriesKind,
    /// Its subcategory, when one is known.
    pub subcategory: Option<Subcategory>,
    /// In or out.
    pub direction: Direction,
    /// How often it comes.
    pub every: Every,
    /// The usual amount: the median.
    pub amount: Cents,
    /// Whether the amount stays the same.
    pub steadiness: Steadiness,
    /// When it came last.
    pub last: Date,
    /// When it should come next; `None` when it is overdue, and so seems to have ended.
    pub next: Option<Date>,
    /// Its transactions, by booking day.
    pub transactions: Vec<TransactionId>,
}

/// What a series is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeriesKind {
    /// Pay.
    Salary,
    /// Pensions, benefits and other regular income.
    Income,
    /// Rent.
    Rent,
    /// Loans of any kind, and their insurance.
    Loan,
    /// Insurance premiums.
    Insurance,
    /// Energy, water, telephone.
    Utility,
    /// Streaming, press, sport and the like.
    Subscription,
    /// Taxes and social contributions.
    Tax,
    /// Money put aside.
    Saving,
    /// Anything else that comes back.
    Other,
}

/// How often a series comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Every seven days.
    Week,
    /// Every month, give or take the weekend.
    Month,
    /// Every three months.
    Quarter,
    /// Every year.
    Year,
}

/// Whether an amount stays the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Steadiness {
    /// Within 2 % of the usual amount.
    Fixed,
    /// Beyond that.
    Varying,
}

impl Every {
    const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// Days between two payments: weekends and holidays move a booking by up to four.
    fn days(self) -> std::ops::RangeInclusive<i32> {
        match self {
            Self::Week => 5..=9,
            Self::Month => 24..=37,
            Self::Quarter => 84..=99,
            Self::Year => 355..=376,
        }
    }

    fn least(self) -> usize {
        if self == Self::Year { 2 } else { 3 }
    }

    /// How often in a year.
    pub fn per_year(self) -> i64 {
        match self {
            Self::Week => 52,
            Self::Month => 12,
            Self::Quarter => 4,
            Self::Year => 1,
        }
    }

    fn after(self, last: Date, usual_day: u8) -> Date {
        match self {
            Self::Week => last.plus_days(7),
            Self::Month => last.month().plus(1).day_or_last(usual_day),
            Self::Quarter => last.month().plus(3).day_or_last(usual_day),
            Self::Year => last.month().plus(12).day_or_last(usual_day),
        }
    }
}

impl SeriesKind {
    fn of(category: Option<Category>, subcategory: Option<Subcategory>) -> Self {
        use Subcategory as S;
        match (category, subcategory) {
            (_, Some(S::IncomeSalary)) => Self::Salary,
            (Some(Category::Income), _) | (_, Some(S::TransfersAlimony)) => Self::Income,
            (_, Some(S::HousingRent)) => Self::Rent,
            (Some(Category::Credit), _) | (_, Some(S::HousingMortgage | S::InsuranceLoan)) => {
                Self::Loan
            }
            (Some(Category::Insurance), _) => Self::Insurance,
            (Some(Category::Energy), _) | (_, Some(S::TelecomMobile | S::TelecomInternet)) => {
                Self::Utility
            }
            (Some(Category::Telecom | Category::Wellness | Category::Leisure), _)
            | (_, Some(S::MobilityPublicTransport | S::MobilityTrain)) => Self::Subscription,
            (Some(Category::Taxes), _) => Self::Tax,
            (Some(Category::Savings), _) => Self::Saving,
            _ => Self::Other,
        }
    }

    /// Shops are visited at a steady pace without owing anything: only a fixed amount makes a series of them.
    fn needs_fixed_amount(self) -> bool {
        matches!(self, Self::Other | Self::Subscription)
    }
}

/// Words that change from one payment to the next of the same series: months, numbers' names, channel words.
fn changes(word: &[u8]) -> bool {
    matches!(
        word,
        b"janvier"
            | b"fevrier"
            | b"mars"
            | b"avril"
            | b"mai"
            | b"juin"
            | b"juillet"
            | b"aout"
            | b"septembre"
            | b"octobre"
            | b"novembre"
            | b"decembre"
            | b"janv"
            | b"jan"
            | b"fev"
            | b"fevr"
            | b"avr"
            | b"juil"
            | b"jul"
            | b"sept"
            | b"sep"
            | b"oct"
            | b"nov"
            | b"dec"
            | b"cb"
            | b"carte"
            | b"ref"
            | b"n"
            | b"no"
            | b"x"
            | b"du"
            | b"le"
            | b"sepa"
            | b"prlv"
            | b"vir"
    )
}

/// A number for who is on the other side: the words of the label without numbers, months and channel words.
pub(crate) fn counterparty(folded: &Folded) -> u64 {
    let mut hash = Fnv::new();
    for word in folded.words() {
        if !word[0].is_ascii_digit() && !changes(word) {
            hash.write(word);
            hash.write(b" ");
        }
    }
    hash.0
}

/// FNV-1a, because `DefaultHasher` may change from one Rust to the next and ids must not.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// The series among the items (in order of booking, of one currency), by the day they came last.
pub(crate) fn find(items: &[Item<'_>], today: Date) -> Vec<Series> {
    let mut groups: HashMap<u64, Vec<&Item<'_>>> = HashMap::new();
    for item in items.iter().filter(|item| item.flow != Flow::Own) {
        groups.entry(item.entry.series).or_default().push(item);
    }
    let mut series: Vec<Series> = groups
        .into_values()
        .filter_map(|group| recurring(&group, today))
        .collect();
    series.sort_by(|a, b| (a.last, &a.id).cmp(&(b.last, &b.id)));
    series
}

fn recurring(group: &[&Item<'_>], today: Date) -> Option<Series> {
    let first = group.first()?;
    let every = rhythm(group)?;
    let mut amounts: Vec<Cents> = group
        .iter()
        .map(|item| item.entry.transaction.amount)
        .collect();
    amounts.sort_unstable();
    let amount = *amounts.get(amounts.len() / 2)?;
    let near = |percent: i64| {
        amounts
            .iter()
            .filter(|one| {
                (**one - amount).abs().0.saturating_mul(100) <= amount.0.saturating_mul(percent)
            })
            .count()
    };
    // One raise or one correction in a series does not make it vary.
    let steadiness = if near(2) * 4 >= amounts.len() * 3 {
        Steadiness::Fixed
    } else {
        Steadiness::Varying
    };
    let kind = SeriesKind::of(first.entry.category, first.entry.subcategory);
    if kind.needs_fixed_amount() && steadiness == Steadiness::Varying {
        return None;
    }
    // Two purchases that happen to lie a year apart are no habit: only what is known to come back, and for much the same.
    if every == Every::Year && group.len() == 2 && (near(25) < 2 || kind == SeriesKind::Other) {
        return None;
    }
    let last = group.last()?.booked();
    let next = every.after(last, usual_day(group));
    let grace = every.days().end() - every.days().start();
    Some(Series {
        id: SeriesId::new(&format!("s{:016x}", first.entry.series)),
        kind,
        subcategory: first.entry.subcategory,
        direction: first.entry.transaction.direction,
        every,
        amount,
        steadiness,
        last,
        next: (today <= next.plus_days(grace)).then_some(next),
        transactions: group.iter().map(|item| item.id().clone()).collect(),
    })
}

/// The distance that at least two thirds of the gaps have.
fn rhythm(group: &[&Item<'_>]) -> Option<Every> {
    let gaps: Vec<i32> = group
        .windows(2)
        .map(|pair| pair[1].booked().days_since(pair[0].booked()))
        .filter(|&days| days > 0)
        .collect();
    Every::ALL.into_iter().find(|every| {
        let steady = gaps
            .iter()
            .filter(|days| every.days().contains(days))
            .count();
        steady + 1 >= every.least() && steady * 3 >= gaps.len() * 2
    })
}

/// The day of the month on which most payments come; the later of two equals, because weekends move them forward
/// less often than they clamp the end of a short month.
fn usual_day(group: &[&Item<'_>]) -> u8 {
    let mut days: Vec<u8> = group.iter().map(|item| item.booked().ymd().2).collect();
    days.sort_unstable();
    days[days.len() / 2]
}

/// A number for the series that a transaction would belong to: account, direction, kind and counterparty.
pub(crate) fn key(
    transaction: &Transaction,
    category: Option<Category>,
    subcategory: Option<Subcategory>,
    counterparty: u64,
) -> u64 {
    let mut hash = Fnv(counterparty);
    hash.write(transaction.account.as_str().as_bytes());
    hash.write(if transaction.direction == Direction::Credit {
        b"+"
    } else {
        b"-"
    });
    hash.write(category.map_or("", Category::id).as_bytes());
    hash.write(b"/");
    hash.write(subcategory.map_or("", Subcategory::id).as_bytes());
    hash.0
}
