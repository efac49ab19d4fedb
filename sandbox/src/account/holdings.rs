//! Who holds what: the accounts of each test person at a bank.

use super::{Account, Kind, PsuStatus, Usage, iban};
use crate::{bank::Bank, draw::Draw, ledger::Life, person::Person, secret};

/// The accounts of `person` at `bank`, savings included. The same for the same `seed`.
pub fn of(person: Person, bank: &Bank, seed: u64) -> Vec<Account> {
    let make = |sketch| build(sketch, person, bank, seed);
    let accounts = sketches(person).iter().map(make).collect();
    link_cards(accounts)
}

/// What distinguishes one account of a person from another.
struct Sketch {
    /// Stays the same for ever: ids and numbers are drawn from it.
    key: String,
    shape: Shape,
    usage: Usage,
    status: PsuStatus,
    holder: String,
    life: Life,
}

#[derive(Clone, Copy)]
enum Shape {
    Current,
    /// A card on the current account that comes before it.
    Card,
    Savings,
}

fn personal(key: &str, status: PsuStatus, holder: &str, life: Life) -> Sketch {
    Sketch {
        key: key.into(),
        shape: Shape::Current,
        usage: Usage::Private,
        status,
        holder: holder.into(),
        life,
    }
}

fn savings(holder: &str) -> Sketch {
    Sketch {
        shape: Shape::Savings,
        ..personal("savings", PsuStatus::Holder, holder, Life::Dormant)
    }
}

fn company(key: &str, holder: &str) -> Sketch {
    Sketch {
        usage: Usage::Organisation,
        ..personal(key, PsuStatus::Holder, holder, Life::Company)
    }
}

fn sketches(person: Person) -> Vec<Sketch> {
    use PsuStatus::{Attorney, CoHolder, CustodianForMinor, Holder};
    let name = person.name();
    match person {
        Person::None => Vec::new(),
        Person::One => vec![personal("main", Holder, name, Life::Salary)],
        Person::Forty => {
            let side = |n| personal(&format!("side-{n}"), Holder, name, Life::Side);
            std::iter::once(personal("main", Holder, name, Life::Salary))
                .chain((2..=40).map(side))
                .collect()
        }
        Person::Household => {
            let couple = "M. ET MME FOYER";
            let card = Sketch {
                shape: Shape::Card,
                ..personal("card", Holder, name, Life::DeferredCard)
            };
            vec![
                personal("joint", CoHolder, couple, Life::SalaryWithDeferredCard),
                card,
                savings(name),
                personal("parent", Attorney, "MME YVONNE FOYER", Life::Pension),
                personal("child", CustodianForMinor, "MLLE JEANNE FOYER", Life::Side),
            ]
        }
        Person::Business => vec![
            company("company", "EI SOFIA ARTISAN"),
            company("second", "SARL ARTISAN ET FILLES"),
        ],
        _ => vec![
            personal("main", Holder, name, Life::Salary),
            personal(
                "joint",
                CoHolder,
                &format!("{name} OU M. MOREAU"),
                Life::Side,
            ),
            savings(name),
        ],
    }
}

fn build(sketch: &Sketch, person: Person, bank: &Bank, seed: u64) -> Account {
    let wallet = format!("{}/{}/{}", bank.id, person.id(), sketch.key);
    let mut draw = Draw::new(seed, &["account", &wallet]);
    let id = secret::s256(&format!("{seed}/{wallet}"));
    let resource_id = id
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(20)
        .collect();
    let (branch, number) = (draw.digits(5), draw.digits(11));
    let card_tail = draw.digits(4);
    let (kind, name, product) = match (sketch.shape, sketch.usage) {
        (Shape::Current, usage) => {
            let iban = iban::french(&bank.bank_code, &branch, &number);
            let product = if usage == Usage::Private {
                "COMPTE CHEQUES"
            } else {
                "COMPTE COURANT PRO"
            };
            (
                Kind::Current { iban },
                format!("{product} {}", sketch.holder),
                product,
            )
        }
        (Shape::Card, _) => {
            let kind = Kind::DeferredCard {
                token: format!("CB{number}X{card_tail}"),
                linked: String::new(),
            };
            (
                kind,
                format!("CARTE X{card_tail} {}", sketch.holder),
                "CARTE A DEBIT DIFFERE",
            )
        }
        (Shape::Savings, _) => (
            Kind::Savings,
            format!("LIVRET A {}", sketch.holder),
            "LIVRET A",
        ),
    };
    Account {
        resource_id,
        kind,
        usage: sketch.usage,
        status: sketch.status,
        name,
        product,
        life: sketch.life,
        wallet,
    }
}

/// Gives each card the account before it: its id, and its wallet, whose purchases the card shows.
fn link_cards(mut accounts: Vec<Account>) -> Vec<Account> {
    for at in 1..accounts.len() {
        let (before, rest) = accounts.split_at_mut(at);
        if let (Some(account), Some(card)) = (before.last(), rest.first_mut())
            && let Kind::DeferredCard { linked, .. } = &mut card.kind
        {
            linked.clone_from(&account.resource_id);
            card.wallet.clone_from(&account.wallet);
        }
    }
    accounts
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::bank::Banks;

    #[test]
    fn every_iban_of_every_bank_passes_mod_97_and_none_repeats() {
        let banks = Banks::load().unwrap();
        let mut seen = BTreeSet::new();
        for bank in banks.iter() {
            for account in Person::ALL
                .into_iter()
                .flat_map(|person| of(person, bank, 1))
            {
                if let Kind::Current { iban } = &account.kind {
                    assert!(iban::is_valid(iban), "{iban}");
                    assert_eq!(&iban[4..9], bank.bank_code);
                    assert_eq!(iban.len(), 27);
                    assert!(seen.insert(iban.clone()), "{iban} twice");
                }
            }
        }
        assert!(seen.len() > 10_000);
    }

    #[test]
    fn the_household_has_each_kind_and_status() {
        let banks = Banks::load().unwrap();
        let accounts = of(Person::Household, banks.get("cic-est").unwrap(), 1);
        let listed: Vec<_> = accounts
            .iter()
            .filter(|account| account.is_listed())
            .map(|a| a.status)
            .collect();
        assert_eq!(
            listed,
            [
                PsuStatus::CoHolder,
                PsuStatus::Holder,
                PsuStatus::Attorney,
                PsuStatus::CustodianForMinor
            ]
        );
        assert_eq!(
            accounts.len(),
            5,
            "the savings account exists and is not listed"
        );
        let Kind::DeferredCard { linked, .. } = &accounts[1].kind else {
            panic!("not a card")
        };
        assert_eq!(*linked, accounts[0].resource_id);
    }

    #[test]
    fn the_same_seed_gives_the_same_accounts() {
        let banks = Banks::load().unwrap();
        let ids = |seed, bank| -> Vec<_> {
            of(Person::Forty, banks.get(bank).unwrap(), seed)
                .into_iter()
                .map(|a| a.resource_id)
                .collect()
        };
        assert_eq!(ids(1, "cic-est").len(), 40);
        assert_eq!(ids(1, "cic-est"), ids(1, "cic-est"));
        assert_ne!(ids(1, "cic-est"), ids(2, "cic-est"));
        assert_ne!(ids(1, "cic-est"), ids(1, "fortuneo"));
    }
}
