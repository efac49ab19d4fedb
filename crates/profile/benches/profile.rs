//! How long a person's transactions take: the goal is 10,000 with all purposes in 20 ms on one core, linear to a
//! million.
#![allow(
    missing_docs,
    reason = "criterion's macro writes a public function without any"
)]

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use profile::{
    Account, AccountId, AccountKind, Balance, Cents, Currency, Date, Direction, Formula, Input,
    Ledger, Period, SensitiveSwitch, Transaction, TransactionId,
};

const LABELS: &str = include_str!("../tests/labels.tsv");

/// `count` transactions over 24 months on two accounts, in the order of no day.
fn transactions(count: usize) -> Vec<Transaction> {
    let labels: Vec<Vec<&str>> = LABELS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect();
    (0..count)
        .map(|index| {
            let label = &labels[index * 31 % labels.len()];
            let day = i32::try_from(index * 7_919 % 730).unwrap_or_default();
            Transaction {
                id: TransactionId::new(&format!("t{index}")),
                account: AccountId::new(if index % 5 == 0 { "d" } else { "c" }),
                label: label[0].to_owned(),
                amount: Cents(i64::try_from(index % 20_000).unwrap_or_default() + 100),
                direction: if label[2] == "credit" {
                    Direction::Credit
                } else {
                    Direction::Debit
                },
                currency: Currency::EUR,
                booked: Date::from_epoch_days(20_000 + day),
                corrected: None,
            }
        })
        .collect()
}

fn all_purposes(criterion: &mut Criterion) {
    let history = Period {
        from: Date::from_epoch_days(20_000),
        to: Date::from_epoch_days(20_729),
    };
    let account = |id: &str| Account {
        id: AccountId::new(id),
        kind: AccountKind::Current,
        currency: Currency::EUR,
    };
    let accounts = [account("c"), account("d")];
    let balances = [Balance {
        account: AccountId::new("c"),
        amount: Cents(100_000),
        currency: Currency::EUR,
        on: history.to,
    }];
    let mut group = criterion.benchmark_group("categorise and score all purposes");
    group.sample_size(10);
    for count in [1_000, 10_000, 100_000, 1_000_000] {
        let transactions = transactions(count);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(count),
            &transactions,
            |bencher, transactions| {
                bencher.iter_batched(
                    || Input {
                        history,
                        accounts: &accounts,
                        balances: &balances,
                        transactions,
                        sensitive: SensitiveSwitch::On,
                    },
                    |input| {
                        let ledger = Ledger::read(input);
                        Formula::ALL.map(|formula| black_box(ledger.insights(formula)))
                    },
                    BatchSize::LargeInput,
                );
            },
        );
    }
    group.finish();
}

criterion_group!(benches, all_purposes);
criterion_main!(benches);
