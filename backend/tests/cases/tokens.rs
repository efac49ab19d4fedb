//! Bank tokens that run out: refreshed before they are used, and the old refresh token kept until the new one is safe.

use contract::{Outcome, Stage};

use crate::common::bank::Mood;
use crate::common::person::{open_accounts, yes};
use crate::common::{House, Person};

async fn linked<'a>(house: &'a House, user: &str) -> Person<'a> {
    let mut person = Person::open(house, user).await;
    person.choose("la-banque-postale", None).await;
    let code = person.round_trip().await;
    let Stage::Accounts(stage) = person.redeem(&code).await else {
        panic!("accounts")
    };
    person.link(&open_accounts(&stage.accounts)[..1]).await;
    person
}

#[tokio::test]
async fn r_012_a_token_about_to_end_is_refreshed_once_and_the_new_one_is_used() {
    let house = House::new().await;
    house.bank.is(Mood::ShortLived);
    let person = linked(&house, "refresh").await;
    person.answer(&yes(&["financial_health"])).await;
    assert!(matches!(person.until_read().await, Stage::Result(_)));
    let book = house.bank.book.lock().unwrap();
    assert_eq!(book.refreshed, ["canary-refresh-token"]);
    assert_eq!(book.used, ["Bearer canary-access-token-2"]);
}

#[tokio::test]
async fn r_012_a_token_that_lasts_is_not_refreshed() {
    let house = House::new().await;
    let person = linked(&house, "lasting").await;
    person.answer(&yes(&["financial_health"])).await;
    assert!(matches!(person.until_read().await, Stage::Result(_)));
    assert_eq!(house.bank.count("refresh"), 0);
    assert_eq!(
        house.bank.book.lock().unwrap().used,
        ["Bearer canary-access-token"]
    );
}

#[tokio::test]
async fn r_012_a_refresh_whose_answer_is_lost_is_told_and_nothing_dies_silently() {
    let house = House::new().await;
    house.bank.is(Mood::ShortLivedAndDeaf);
    let person = linked(&house, "deaf").await;
    person.answer(&yes(&["financial_health"])).await;
    assert!(matches!(
        person.until_read().await,
        Stage::Outcome(Outcome::BankDown, _)
    ));
    assert_eq!(house.bank.count("balances"), 0);
    assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 0);
}
