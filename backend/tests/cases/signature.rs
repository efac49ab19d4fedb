//! The bank that asks for signed requests, checked by the sandbox's own reading of the draft.

use std::path::Path;
use std::process::Command;

use contract::{Outcome, Stage};
use sandbox::stet::signature::ClientKey;

use crate::common::person::{open_accounts, yes};
use crate::common::{House, Person};

/// A private key in `folder`, and its public half.
fn key(folder: &Path) -> ClientKey {
    let (private, public) = (folder.join("signing.pem"), folder.join("signing.pub"));
    let openssl = |arguments: &[&str], input: &[&Path]| {
        let made = Command::new("openssl")
            .args(arguments)
            .args(input)
            .output()
            .expect("openssl is needed for this test");
        assert!(made.status.success(), "{made:?}");
    };
    let rsa = "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out";
    openssl(&rsa.split(' ').collect::<Vec<_>>(), &[&private]);
    let private = private.to_str().unwrap();
    openssl(&["pkey", "-pubout", "-in", private, "-out"], &[&public]);
    ClientKey::from_pem(&std::fs::read(public).unwrap()).unwrap()
}

fn signed(text: &str, folder: &Path) -> String {
    let entry = "banks = [\"bforbank\"]";
    assert!(text.contains(entry));
    let file = folder.join("signing.pem").display().to_string();
    let signature = format!(
        "signature = {{ key_id = \"https://agregation.example/key.pem\", key_file = {file:?} }}"
    );
    text.replace(entry, &format!("{entry}\n{signature}"))
}

async fn at_bforbank<'a>(house: &'a House, user: &str) -> (Person<'a>, Stage) {
    let mut person = Person::open(house, user).await;
    person.choose("bforbank", None).await;
    let code = person.round_trip().await;
    let stage = person.redeem(&code).await;
    (person, stage)
}

#[tokio::test]
async fn a_bank_that_asks_for_signed_requests_is_read_to_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let public = key(folder.path());
    let house = House::with(|text| signed(&text, folder.path())).await;
    house.bank.asks_for_signatures(public);
    let (person, stage) = at_bforbank(&house, "signed").await;
    let Stage::Accounts(stage) = stage else {
        panic!("{stage:?}")
    };
    person.link(&open_accounts(&stage.accounts)).await;
    // Lists with queries and pages, and `PUT /consents` with a body: each is signed as it is sent.
    person.answer(&yes(&["budget_advice"])).await;
    assert!(matches!(person.until_read().await, Stage::Result(_)));
    assert_eq!(house.bank.count("consents"), 1);
    assert!(house.bank.count("transactions") > 0);
}

#[tokio::test]
async fn a_bank_that_asks_for_signed_requests_refuses_others() {
    let folder = tempfile::tempdir().unwrap();
    let public = key(folder.path());
    // No key at all, and somebody else's.
    let house = House::new().await;
    house.bank.asks_for_signatures(public);
    let (_, stage) = at_bforbank(&house, "unsigned").await;
    assert!(matches!(stage, Stage::Outcome(Outcome::Unknown, _)));
    let other = tempfile::tempdir().unwrap();
    let public = key(other.path());
    let house = House::with(|text| signed(&text, folder.path())).await;
    house.bank.asks_for_signatures(public);
    let (_, stage) = at_bforbank(&house, "other-key").await;
    assert!(matches!(stage, Stage::Outcome(Outcome::Unknown, _)));
    assert_eq!(house.bank.count("accounts"), 0);
}
