//! What the formulas say of each of the sandbox's people, on one fixed day: a change of a rule or a formula shows here as a
//! change of somebody's figures. Run with `UPDATE_PEOPLE=1` after a change that is meant, and read the difference.

use std::path::Path;

use profile::{
    Account, AccountId, AccountKind, Balance, Cents, Currency, Date, Direction, Formula, Input,
    Insights, Ledger, Outcome, Period, SensitiveSwitch, Transaction, TransactionId,
};
use sandbox::account::{Kind, PsuStatus, holdings};
use sandbox::bank::directory::Banks;
use sandbox::ledger::{Booking, Direction as Way};
use sandbox::person::Person;
use serde_json::{Value, json};

const BANK: &str = "la-banque-postale";
const SEED: u64 = 1;
/// The day on which everybody is looked at.
const TODAY: time::Date = time::macros::date!(2026 - 11 - 22);

/// What a bank would give of a person over all their accounts that can be ticked.
#[derive(Default)]
struct Data {
    accounts: Vec<Account>,
    balances: Vec<Balance>,
    transactions: Vec<Transaction>,
}

fn day(date: time::Date) -> Date {
    Date::parse(&date.to_string()).expect("a day")
}

fn read(person: Person) -> Data {
    let banks = Banks::load().expect("the sandbox's banks");
    let bank = banks.get(BANK).expect("a bank of the sandbox");
    let mut data = Data::default();
    let own = |status| matches!(status, PsuStatus::Holder | PsuStatus::CoHolder);
    let listed = holdings::of(person, bank, SEED)
        .into_iter()
        .filter(|account| account.is_listed() && own(account.status));
    for (place, account) in listed.enumerate() {
        let id = AccountId::new(&format!("a{place}"));
        data.accounts.push(Account {
            id: id.clone(),
            kind: match account.kind {
                Kind::DeferredCard { .. } => AccountKind::DeferredCard,
                Kind::Current { .. } | Kind::Savings => AccountKind::Current,
            },
            currency: Currency::EUR,
        });
        let ledger = sandbox::ledger::Ledger::new(SEED, &account.wallet, account.life, TODAY);
        data.balances.push(Balance {
            account: id.clone(),
            amount: Cents(ledger.balance().booked.0),
            currency: Currency::EUR,
            on: day(TODAY),
        });
        let booked = ledger
            .entries(ledger.start(), TODAY)
            .into_iter()
            .filter(|entry| entry.booking == Booking::Booked);
        for (number, entry) in booked.enumerate() {
            data.transactions.push(Transaction {
                id: TransactionId::new(&format!("a{place}-{number:04}")),
                account: id.clone(),
                label: entry.label,
                amount: Cents(entry.amount.0),
                direction: match entry.direction {
                    Way::Credit => Direction::Credit,
                    Way::Debit => Direction::Debit,
                },
                currency: Currency::EUR,
                booked: day(entry.date),
                corrected: None,
            });
        }
    }
    data
}

/// The values and what they rest on, as numbers: ids would only make it long.
fn digest(insights: &Insights) -> Value {
    let Outcome::Computed { currencies } = &insights.outcome else {
        return json!(insights.outcome);
    };
    let answers = currencies.iter().map(|answer| {
        let measures: Vec<Value> = answer
            .measures
            .iter()
            .map(|one| {
                let mut line = json!({
                    "id": one.id,
                    "value": one.value,
                    "rests_on": one.evidence.transactions.len(),
                });
                if let Some(about) = one.about {
                    line["about"] = json!(about);
                }
                line
            })
            .collect();
        let series: Vec<String> = answer
            .series
            .iter()
            .map(|one| {
                format!(
                    "{} every {}: {} cents, {} times",
                    json!(one.kind).as_str().unwrap_or_default(),
                    json!(one.every).as_str().unwrap_or_default(),
                    one.amount.0,
                    one.transactions.len()
                )
            })
            .collect();
        let months: Vec<String> = answer
            .months
            .iter()
            .map(|one| {
                format!(
                    "{}: {} in, {} out, {} saved{}",
                    one.month,
                    one.income.0,
                    one.outgoings.0,
                    one.saved.0,
                    match one.completeness {
                        profile::Completeness::Complete => "",
                        profile::Completeness::Incomplete => ", incomplete",
                    }
                )
            })
            .collect();
        json!({ "verdict": answer.verdict, "measures": measures, "months": months, "series": series })
    });
    json!({ "version": insights.version, "from": insights.period.from.to_string(), "answers": answers.collect::<Vec<_>>() })
}

fn profiles(person: Person) -> Option<Value> {
    let data = read(person);
    if data.accounts.is_empty() {
        return None;
    }
    let from = data.transactions.iter().map(|one| one.booked).min()?;
    let mut all = serde_json::Map::new();
    for sensitive in [SensitiveSwitch::Off, SensitiveSwitch::On] {
        let ledger = Ledger::read(Input {
            history: Period {
                from,
                to: day(TODAY),
            },
            accounts: &data.accounts,
            balances: &data.balances,
            transactions: &data.transactions,
            sensitive,
        });
        for formula in Formula::ALL {
            let explicit = !formula.declaration().reads.is_empty();
            if explicit == (sensitive == SensitiveSwitch::On) {
                all.insert(formula.id().to_owned(), digest(&ledger.insights(formula)));
            }
        }
    }
    Some(Value::Object(all))
}

#[test]
fn the_profiles_of_the_sandboxs_people_are_the_golden_ones() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/people");
    let mut seen = 0;
    for person in Person::ALL {
        let Some(profiles) = profiles(person) else {
            continue;
        };
        seen += 1;
        let path = folder.join(format!("{}.json", person.id()));
        let text = format!("{profiles:#}\n");
        if std::env::var_os("UPDATE_PEOPLE").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let golden = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            golden == text,
            "tests/people/{}.json is not what the formulas say: UPDATE_PEOPLE=1 writes it, and its difference is to be read",
            person.id()
        );
    }
    assert!(seen >= 5, "{seen} people with accounts");
}
