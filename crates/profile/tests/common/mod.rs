//! A person's two years, drawn by arithmetic: the same on every run.
#![allow(dead_code, reason = "each test file and the bench use a part of it")]

use profile::{
    Account, AccountId, AccountKind, Balance, Cents, Currency, Date, Direction, Input, Period,
    SensitiveSwitch, Transaction, TransactionId,
};

pub fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// What a test owns and an [`Input`] borrows.
#[derive(Clone, Debug)]
pub struct Person {
    pub history: Period,
    pub accounts: Vec<Account>,
    pub balances: Vec<Balance>,
    pub transactions: Vec<Transaction>,
    pub sensitive: SensitiveSwitch,
}

impl Person {
    /// Nobody yet: a current account `c`, a deferred card `k`, history from 1 January 2026.
    pub fn new(to: &str) -> Self {
        let account = |id: &str, kind| Account {
            id: AccountId::new(id),
            kind,
            currency: Currency::EUR,
        };
        Self {
            history: Period {
                from: day("2026-01-01"),
                to: day(to),
            },
            accounts: vec![
                account("c", AccountKind::Current),
                account("d", AccountKind::Current),
            ],
            balances: Vec::new(),
            transactions: Vec::new(),
            sensitive: SensitiveSwitch::Off,
        }
    }

    pub fn input(&self) -> Input<'_> {
        Input {
            history: self.history,
            accounts: &self.accounts,
            balances: &self.balances,
            transactions: &self.transactions,
            sensitive: self.sensitive,
        }
    }

    /// Adds a transaction; cents below zero are money out.
    pub fn book(&mut self, account: &str, date: Date, label: &str, cents: i64) -> &mut Self {
        let id = TransactionId::new(&format!("t{:05}", self.transactions.len()));
        self.transactions.push(Transaction {
            id,
            account: AccountId::new(account),
            label: label.to_owned(),
            amount: Cents(cents.abs()),
            direction: if cents < 0 {
                Direction::Debit
            } else {
                Direction::Credit
            },
            currency: Currency::EUR,
            booked: date,
            corrected: None,
        });
        self
    }

    pub fn monthly(
        &mut self,
        months: std::ops::RangeInclusive<u8>,
        on: u8,
        label: &str,
        cents: i64,
    ) -> &mut Self {
        for month in months {
            self.book("c", Date::from_ymd(2026, month, on).unwrap(), label, cents);
        }
        self
    }

    pub fn balance(&mut self, account: &str, cents: i64) -> &mut Self {
        self.balances.push(Balance {
            account: AccountId::new(account),
            amount: Cents(cents),
            currency: Currency::EUR,
            on: self.history.to,
        });
        self
    }
}

/// An ordinary household from January to the middle of July 2026.
pub fn household() -> Person {
    let mut person = Person::new("2026-07-15");
    person
        .book("c", day("2026-01-01"), "CB FRANPRIX PARIS", -1_000)
        .monthly(1..=6, 28, "VIR SALAIRE KERVAL SAS", 240_000)
        .monthly(1..=7, 5, "PRLV SEPA PARIS HABITAT OPH LOYER", -80_000)
        .monthly(1..=7, 8, "PRLV SEPA EDF CLIENTS PARTICULIERS", -9_000)
        .monthly(1..=7, 10, "PRLV SEPA MAIF HABITATION", -2_000)
        .monthly(1..=7, 11, "PRLV SEPA COFIDIS ECHEANCE 4411", -15_000)
        .monthly(1..=7, 12, "VIR VERS LIVRET A", -10_000)
        .monthly(1..=7, 3, "CB ESSO EXPRESS", -6_000)
        .monthly(1..=7, 14, "CB CARREFOUR MARKET", -12_345)
        .monthly(1..=7, 2, "PRLV SEPA FITNESS PARK RENNES", -2_990)
        .balance("c", 500_000);
    person
}
