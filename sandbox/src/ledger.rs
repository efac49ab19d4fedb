//! An account's transactions and balance: 24 months, drawn from the labels of French statements.
//!
//! A month is drawn as a whole from its account and its date, so the past never changes when the clock
//! moves. Each month is made to end on a balance that is drawn first; what is left of the income after
//! the fixed items is spent on everyday ones. So a balance needs no sum over all of history.

mod catalogue;
mod life;
mod month;
mod words;

use serde::{Serialize, Serializer};
use time::{Date, Duration, Month};

use month::{MonthOf, Plan};

/// Euro cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cents(pub i64);

/// What happens on an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// A salary, a home, everyday spending.
    Salary,
    /// The same with two salaries; card purchases are debited once a month.
    SalaryWithDeferredCard,
    /// The purchases of the card of such an account.
    DeferredCard,
    /// A pension and few expenses.
    Pension,
    /// A little comes in, a little goes out.
    Side,
    /// Invoices in, professional expenses out.
    Company,
    /// Nothing.
    Dormant,
}

/// Into or out of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// In.
    Credit,
    /// Out.
    Debit,
}

/// Whether a transaction is on the account yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Booking {
    /// It is.
    Booked,
    /// Not yet: a purchase of today, or one that a deferred card has not debited.
    Pending,
}

/// One transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Grows with the date and never changes.
    pub reference: String,
    /// The day it happened; also the booking day.
    pub date: Date,
    /// The day it counts for the balance.
    pub value_date: Date,
    /// Into or out of the account.
    pub direction: Direction,
    /// Never negative.
    pub amount: Cents,
    /// As on a statement.
    pub label: String,
    /// Who is on the other side, where a transfer says so.
    pub counterparty: Option<String>,
    /// Whether it is on the account yet.
    pub booking: Booking,
}

/// The accounts' books, for one seed and one day.
#[derive(Debug)]
pub struct Ledger<'a> {
    plan: Plan<'a>,
    life: Life,
    today: Date,
}

/// What the account holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// What is booked.
    pub booked: Cents,
    /// The same with what is pending.
    pub expected: Cents,
}

impl<'a> Ledger<'a> {
    /// How far back transactions go.
    pub const MONTHS: i32 = 24;

    /// The books of `wallet` as of `today`.
    pub fn new(seed: u64, wallet: &'a str, life: Life, today: Date) -> Self {
        Self {
            plan: Plan::new(seed, wallet, life),
            life,
            today,
        }
    }

    /// The first day that has transactions.
    pub fn start(&self) -> Date {
        MonthOf::of(self.today)
            .minus(Self::MONTHS)
            .on(self.today.day())
    }

    /// The transactions of `from..=to` in the order of their days, none after today.
    pub fn entries(&self, from: Date, to: Date) -> Vec<Entry> {
        let (from, to) = (from.max(self.start()), to.min(self.today));
        if from > to {
            return Vec::new();
        }
        let mut entries = Vec::new();
        let mut month = MonthOf::of(from);
        while month <= MonthOf::of(to) {
            let all = self.month(month).into_iter();
            entries.extend(all.filter(|entry| (from..=to).contains(&entry.date)));
            month = month.next();
        }
        entries
    }

    /// The balance at the end of today.
    pub fn balance(&self) -> Balance {
        let this_month = MonthOf::of(self.today);
        let opening = match self.life {
            // A card starts each month at nothing: the month before has been debited.
            Life::DeferredCard => Cents(0),
            _ => self.plan.closing(this_month.minus(1)),
        };
        let entries = self.entries(this_month.on(1), self.today);
        let sum = |keep: fn(&Entry) -> bool| {
            let change: i64 = entries
                .iter()
                .filter(|entry| keep(entry))
                .map(Entry::signed)
                .sum();
            Cents(opening.0 + change)
        };
        Balance {
            booked: sum(|entry| entry.booking == Booking::Booked),
            expected: sum(|_| true),
        }
    }

    fn month(&self, month: MonthOf) -> Vec<Entry> {
        let drawn = self.plan.draw(month);
        let entries = if self.life == Life::DeferredCard {
            drawn.card
        } else {
            drawn.account
        };
        entries
            .into_iter()
            .map(|entry| Entry {
                booking: self.booking(&entry),
                ..entry
            })
            .collect()
    }

    fn booking(&self, entry: &Entry) -> Booking {
        let pending = match self.life {
            Life::DeferredCard => entry.value_date > self.today,
            _ => entry.date == self.today && entry.direction == Direction::Debit,
        };
        if pending {
            Booking::Pending
        } else {
            Booking::Booked
        }
    }
}

impl Entry {
    /// Cents with the sign they have for the balance.
    pub const fn signed(&self) -> i64 {
        match self.direction {
            Direction::Credit => self.amount.0,
            Direction::Debit => -self.amount.0,
        }
    }
}

impl Serialize for Cents {
    /// As STET's `AmountType.amount`: a string with two decimals.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        serializer.collect_str(&format_args!("{sign}{}.{:02}", cents / 100, cents % 100))
    }
}

/// 90 days before `today`: how far back SCA-free access reaches (RTS 2018/389 art. 10a(1)).
pub fn ninety_days_before(today: Date) -> Date {
    today.checked_sub(Duration::days(90)).unwrap_or(today)
}

/// The French name of a month, as statements print it.
const fn french_month(month: Month) -> &'static str {
    match month {
        Month::January => "JANVIER",
        Month::February => "FEVRIER",
        Month::March => "MARS",
        Month::April => "AVRIL",
        Month::May => "MAI",
        Month::June => "JUIN",
        Month::July => "JUILLET",
        Month::August => "AOUT",
        Month::September => "SEPTEMBRE",
        Month::October => "OCTOBRE",
        Month::November => "NOVEMBRE",
        Month::December => "DECEMBRE",
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 22);

    fn ledger(wallet: &str, life: Life, today: Date) -> Ledger<'_> {
        Ledger::new(1, wallet, life, today)
    }

    fn all(ledger: &Ledger<'_>) -> Vec<Entry> {
        ledger.entries(Date::MIN, Date::MAX)
    }

    #[test]
    fn twenty_four_months_and_never_the_future() {
        for life in [Life::Salary, Life::Pension, Life::Side, Life::Company] {
            let entries = all(&ledger("w", life, TODAY));
            let first = entries.first().unwrap().date;
            assert!(
                first >= date!(2024 - 11 - 22) && first < date!(2025 - 01 - 01),
                "{life:?} {first}"
            );
            assert!(entries.iter().all(|entry| entry.date <= TODAY));
            assert!(
                entries.is_sorted_by(|a, b| a.date <= b.date && a.reference < b.reference),
                "{life:?}"
            );
        }
        assert!(all(&ledger("w", Life::Salary, TODAY)).len() > 600);
    }

    #[test]
    fn the_past_does_not_change_when_the_clock_moves() {
        let before =
            ledger("w", Life::Salary, TODAY).entries(date!(2026 - 01 - 01), date!(2026 - 11 - 21));
        let later = date!(2027 - 02 - 03);
        assert_eq!(
            before,
            ledger("w", Life::Salary, later).entries(date!(2026 - 01 - 01), date!(2026 - 11 - 21))
        );
    }

    #[test]
    fn another_seed_or_wallet_is_another_life() {
        let labels = |seed, wallet: &str| -> Vec<_> {
            all(&Ledger::new(seed, wallet, Life::Salary, TODAY))
                .into_iter()
                .map(|e| e.label)
                .collect()
        };
        assert_eq!(labels(1, "a"), labels(1, "a"));
        assert_ne!(labels(1, "a"), labels(1, "b"));
        assert_ne!(labels(1, "a"), labels(2, "a"));
    }

    #[test]
    fn the_balance_is_the_earlier_one_plus_what_happened() {
        let lives = [
            Life::Salary,
            Life::SalaryWithDeferredCard,
            Life::Pension,
            Life::Side,
            Life::Company,
            Life::Dormant,
        ];
        for (wallet, life) in ["a", "b", "c", "d"]
            .into_iter()
            .flat_map(|w| lives.map(|life| (w, life)))
        {
            let (start, end) = (date!(2025 - 03 - 10), date!(2026 - 10 - 05));
            let change: i64 = ledger(wallet, life, end)
                .entries(start.next_day().unwrap(), end)
                .iter()
                .map(Entry::signed)
                .sum();
            let at = |day| ledger(wallet, life, day).balance().expected.0;
            assert_eq!(at(start) + change, at(end), "{wallet} {life:?}");
        }
    }

    #[test]
    fn a_deferred_card_is_debited_once_a_month_for_all_its_purchases() {
        let account = all(&ledger("w", Life::SalaryWithDeferredCard, TODAY));
        let card = all(&ledger("w", Life::DeferredCard, TODAY));
        let debits: Vec<_> = account
            .iter()
            .filter(|entry| entry.label.starts_with("RELEVE CARTE"))
            .collect();
        assert_eq!(debits.len(), 24);
        let in_october = |date: Date| date.year() == 2026 && date.month() == Month::October;
        let debit = debits.iter().find(|entry| in_october(entry.date)).unwrap();
        let purchases: i64 = card
            .iter()
            .filter(|entry| in_october(entry.date))
            .map(Entry::signed)
            .sum();
        assert_eq!(debit.signed(), purchases);
        assert!(purchases < 0);
        assert!(
            account.iter().all(|entry| !entry.label.starts_with("CB ")),
            "no purchase is counted twice"
        );
        let this_month = card
            .iter()
            .filter(|entry| entry.date >= date!(2026 - 11 - 01));
        assert!(this_month.clone().count() > 0);
        assert!(
            this_month
                .into_iter()
                .all(|entry| entry.booking == Booking::Pending)
        );
    }

    #[test]
    fn no_token_of_a_label_is_left_open() {
        for life in [
            Life::Salary,
            Life::SalaryWithDeferredCard,
            Life::DeferredCard,
            Life::Pension,
            Life::Company,
        ] {
            for entry in all(&ledger("w", life, TODAY)) {
                assert!(!entry.label.contains(['{', '}']), "{}", entry.label);
                assert!(entry.amount.0 > 0, "{}", entry.label);
            }
        }
    }

    #[test]
    fn salaries_and_homes_are_paid_every_month() {
        let entries = all(&ledger("w", Life::Salary, TODAY));
        let months = |keep: &dyn Fn(&Entry) -> bool| {
            let months: std::collections::BTreeSet<_> = entries
                .iter()
                .filter(|entry| keep(entry))
                .map(|e| (e.date.year(), u8::from(e.date.month())))
                .collect();
            months.len()
        };
        let large =
            |entry: &Entry| entry.direction == Direction::Credit && entry.amount.0 >= 130_000;
        assert!(months(&large) >= 23, "{}", months(&large));
    }

    #[test]
    fn amounts_are_strings_with_two_decimals() {
        let text = |cents| serde_json::to_string(&Cents(cents)).unwrap();
        assert_eq!(text(1225), "\"12.25\"");
        assert_eq!(text(-5), "\"-0.05\"");
    }
}
