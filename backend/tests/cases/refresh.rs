//! What was sent is read again without the person: what consents still need, as often as the law lets it be, by one of
//! several replicas; and what a bank's refusal means.

use backend::ledger::{Act, Record};
use backend::refresh::round;
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::common::bank::Mood;
use crate::common::manage::{Browser, code, sent};
use crate::common::{House, Person, a_year, edited, generous, loops};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// The calls that something led to.
async fn calls_of(house: &House, what: impl Future<Output = ()>) -> Vec<String> {
    let before = house.bank.calls().len();
    what.await;
    house.bank.calls().split_off(before)
}

async fn refreshed(house: &House) -> Vec<String> {
    calls_of(house, async { round(&house.app).await.unwrap() }).await
}

fn often(times: u8) -> impl Fn(String) -> String {
    edited("times_a_day = 1", format!("times_a_day = {times}"))
}

async fn status(person: &Person<'_>) -> Value {
    person.partner_get("/banks").await.1["banks"][0]["status"].clone()
}

/// Which purposes need balances; transactions all of them do.
const NEEDS: [(&str, bool); 6] = [
    ("financial_health", true),
    ("budget_advice", true),
    ("solvency", false),
    ("insurance_needs", false),
    ("housing_mobility", false),
    ("well_being", false),
];

#[tokio::test]
async fn r_079_r_110_a_refresh_reads_exactly_what_was_given_for_all_combinations() {
    let house = House::with(generous).await;
    for set in 1_usize..64 {
        let needs = NEEDS.iter().enumerate();
        let needs = needs
            .filter(|(at, _)| set >> at & 1 == 1)
            .map(|(_, need)| *need);
        let (given, balances): (Vec<&str>, Vec<bool>) = needs.unzip();
        let mut person = Person::open(&house, &format!("set-{set}")).await;
        let accounts = person.reach_accounts().await;
        person.reach_result(&accounts[..1], &given).await;
        person.act(Method::POST, "/journeys/current/send").await;
        assert_eq!(refreshed(&house).await, [""; 0], "not before its time");
        house.app.clock().advance(DAY);
        let mut expected = vec!["refresh", "consents"];
        if balances.contains(&true) {
            expected.push("balances A1");
        }
        // Two pages, ninety days back at most, whatever the person let be read while they were there.
        expected.extend(["transactions A1 90d"; 2]);
        assert_eq!(refreshed(&house).await, expected, "{given:?}");
        let book = house.bank.book.lock().unwrap().since.clone();
        let first = profile::Date::from_unix_seconds(house.app.now()).plus_days(-90);
        assert_eq!(book.last(), Some(&first.to_string()));
        // Later combinations are alone again.
        person.erased().await;
    }
}

#[tokio::test]
async fn r_085_never_more_than_four_times_in_24_hours_and_as_often_as_the_operator_says() {
    for (times, expected) in [(0_u8, 0), (1, 2), (4, 8)] {
        let house = House::with(often(times)).await;
        sent(&house, "often", &["solvency"]).await;
        let mut at = Vec::new();
        for hour in 0..49 {
            if !refreshed(&house).await.is_empty() {
                at.push(hour);
            }
            house.app.clock().advance(HOUR);
        }
        assert_eq!(at.len(), expected, "{times}: {at:?}");
        for hour in &at {
            let day = at
                .iter()
                .filter(|other| (hour - 23..=*hour).contains(*other));
            assert!(day.count() <= 4);
        }
    }
    // A plan that somebody set back does not make more of it.
    let house = House::with(often(4)).await;
    sent(&house, "set-back", &["solvency"]).await;
    house.app.clock().advance(DAY);
    let mut runs = 0;
    for _ in 0..10 {
        runs += usize::from(!refreshed(&house).await.is_empty());
        sqlx::query("UPDATE connections SET refresh_at = 0")
            .execute(&house.sql().await)
            .await
            .unwrap();
    }
    assert_eq!(runs, 4);
}

#[tokio::test]
async fn r_085_of_several_replicas_one_reads_and_a_restart_forgets_nothing() {
    let house = House::new().await;
    sent(&house, "replicas", &["solvency"]).await;
    house.app.clock().advance(DAY);
    let other = house.restarted().await;
    other.clock().advance(DAY);
    let calls = calls_of(&house, async {
        let (one, two) = tokio::join!(Box::pin(round(&house.app)), Box::pin(round(&other)));
        one.unwrap();
        two.unwrap();
    })
    .await;
    assert_eq!(
        calls.iter().filter(|call| *call == "consents").count(),
        1,
        "{calls:?}"
    );
    assert_eq!(refreshed(&house).await, [""; 0]);
    let late = house.restarted().await;
    late.clock().advance(2 * DAY);
    let calls = calls_of(&house, async { round(&late).await.unwrap() }).await;
    assert_eq!(calls.iter().filter(|call| *call == "consents").count(), 1);
}

#[tokio::test]
async fn what_is_held_stays_and_what_is_new_comes_in_under_names_that_last() {
    let house = House::new().await;
    let day = |days: i64| {
        let today = profile::Date::from_unix_seconds(house.app.now());
        today.plus_days(i32::try_from(days).unwrap()).to_string()
    };
    let told = |label: &str, days: i64| (day(days), label.to_owned(), -1000);
    let mut all = vec![told("CB ANCIENNE", -120), told("CB RECENTE", -20)];
    house.bank.tells(all.clone());
    let (person, _) = sent(&house, "merged", &["budget_advice"]).await;
    let account = person.partner_get("/banks").await.1["banks"][0]["connection"].clone();
    let accounts = format!("/banks/{}/accounts", account.as_str().unwrap());
    let account = person.partner_get(&accounts).await.1["accounts"][0]["id"].clone();
    let path = format!("/accounts/{}/transactions", account.as_str().unwrap());
    let rows = async || {
        let rows = person.partner_get(&path).await.1["transactions"].clone();
        let rows = rows.as_array().unwrap().clone();
        let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
        let named = |row: &Value| (text(row, "id"), text(row, "label"));
        rows.iter().map(named).collect::<Vec<_>>()
    };
    let before = rows().await;
    assert_eq!(before.len(), 2);
    house.app.clock().advance(DAY);
    all.push(told("CB NOUVELLE", -1));
    house.bank.tells(all);
    refreshed(&house).await;
    let after = rows().await;
    let labels: Vec<&str> = after.iter().map(|(_, label)| label.as_str()).collect();
    assert_eq!(labels, ["CB NOUVELLE", "CB RECENTE", "CB ANCIENNE"]);
    assert_eq!(after[1..], before[..], "ids stay");
}

#[tokio::test]
async fn r_110_a_purpose_that_was_taken_back_is_not_read_again_and_one_taken_meanwhile_leaves_nothing()
 {
    let house = House::new().await;
    let (_, receipt) = sent(&house, "narrower", &["financial_health", "solvency"]).await;
    let connection = house.app.store();
    let id: (String,) = sqlx::query_as("SELECT id FROM connections")
        .fetch_one(&house.sql().await)
        .await
        .unwrap();
    assert!(connection.connection(&id.0).await.unwrap().is_some());
    let browser = Browser::open(&house, code(&receipt)).await;
    browser
        .takes(&[
            ("connection", &id.0),
            ("what", "purpose"),
            ("id", "financial_health"),
        ])
        .await;
    house.app.clock().advance(DAY);
    let calls = refreshed(&house).await;
    assert!(calls.iter().any(|call| call.starts_with("transactions")));
    assert!(
        !calls.iter().any(|call| call.starts_with("balances")),
        "{calls:?}"
    );

    // The rest is taken while a refresh is on its way.
    house.app.clock().advance(DAY);
    house.bank.is(Mood::RefreshWaits);
    let browser = Browser::open(&house, code(&receipt)).await;
    let refresh = {
        let app = house.app.clone();
        tokio::spawn(async move { round(&app).await })
    };
    while house.bank.count("refresh") < 2 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    browser
        .takes(&[
            ("connection", &id.0),
            ("what", "purpose"),
            ("id", "solvency"),
        ])
        .await;
    house.bank.answers();
    refresh.await.unwrap().unwrap();
    for table in ["transactions", "balances", "insights", "accounts"] {
        assert_eq!(house.rows(table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn r_090_a_withdrawal_hours_later_is_told_to_the_bank_with_a_token_that_lasts() {
    let house = House::new().await;
    let (_, receipt) = sent(&house, "hours-later", &["financial_health", "solvency"]).await;
    let (id,): (String,) = sqlx::query_as("SELECT id FROM connections")
        .fetch_one(&house.sql().await)
        .await
        .unwrap();
    house.app.clock().advance(2 * HOUR);
    let browser = Browser::open(&house, code(&receipt)).await;
    let calls = calls_of(&house, async {
        browser
            .takes(&[
                ("connection", &id),
                ("what", "purpose"),
                ("id", "financial_health"),
            ])
            .await;
    })
    .await;
    assert_eq!(calls, ["refresh", "consents"]);
    let book = house.bank.book.lock().unwrap();
    let told = book.consents.last().unwrap();
    assert_eq!(
        told["balances"],
        serde_json::json!([]),
        "the whole of what is left"
    );
    assert!(!told["transactions"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn r_094_an_access_that_was_taken_back_at_the_bank_ends_here_within_one_refresh() {
    for mood in [Mood::AccessGone, Mood::GrantGone] {
        let house = House::new().await;
        let (person, receipt) = sent(&house, "revoked", &["financial_health", "solvency"]).await;
        assert_eq!(status(&person).await, "open");
        house.app.clock().advance(DAY);
        house.bank.is(mood);
        loops(&house.app).await;
        assert_eq!(status(&person).await, "revoked_at_bank");
        let (refused, body) = person.partner_get("/profile/financial_health").await;
        assert_eq!(
            (refused, &body["code"]),
            (StatusCode::FORBIDDEN, &"consent_ended".into())
        );
        for table in ["transactions", "balances", "insights", "accounts"] {
            assert_eq!(house.rows(table).await, 0, "{table}");
        }
        assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 0);
        assert_eq!(house.bank.count("revoke"), 0, "the bank knows it already");
        let entries = person.entries().await;
        let last = entries.last().unwrap();
        assert_eq!(last.act, Act::Revoked);
        let Record::Revocation { purposes, .. } = &last.record else {
            panic!("{last:?}")
        };
        assert_eq!(purposes.len(), 2);
        let browser = Browser::open(&house, code(&receipt)).await;
        let page = browser.page().await;
        assert!(page.contains("a été retiré chez elle"), "{page}");
        // Nothing more is asked of the bank.
        house.app.clock().advance(2 * DAY);
        assert_eq!(refreshed(&house).await, [""; 0]);
    }
}

#[tokio::test]
async fn r_086_a_bank_that_wants_the_person_early_is_no_error_and_takes_nothing_away() {
    let house = House::new().await;
    let (person, receipt) = sent(&house, "early", &["financial_health"]).await;
    house.app.clock().advance(DAY);
    house.bank.is(Mood::PersonWanted);
    let calls = refreshed(&house).await;
    assert_eq!(calls, ["refresh", "refused"]);
    assert_eq!(status(&person).await, "sca_wanted");
    let (fine, _) = person.partner_get("/profile/financial_health").await;
    assert_eq!(fine, StatusCode::OK, "what was read stays covered");
    let browser = Browser::open(&house, code(&receipt)).await;
    assert!(browser.page().await.contains("confirmiez de nouveau"));
    house.app.clock().advance(5 * DAY);
    assert_eq!(refreshed(&house).await, [""; 0], "it is not asked in vain");
}

#[tokio::test]
async fn r_083_at_179_180_and_181_days() {
    let house = House::with(a_year()).await;
    let (person, _) = sent(&house, "clock", &["solvency"]).await;
    house.app.clock().advance(179 * DAY);
    loops(&house.app).await;
    assert!(house.bank.count("transactions") > 2, "read on day 179");
    assert_eq!(status(&person).await, "open");
    for day in [180, 181] {
        house.app.clock().advance(DAY);
        let calls = calls_of(&house, loops(&house.app)).await;
        assert_eq!(calls, [""; 0], "day {day}: not without the person");
        assert_eq!(status(&person).await, "sca_wanted");
        let (fine, _) = person.partner_get("/profile/solvency").await;
        assert_eq!(fine, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_bank_that_fails_or_does_not_know_us_ends_nothing_and_is_asked_again_later() {
    for mood in [
        Mood::TransactionsDown,
        Mood::ClientUnknown,
        Mood::ShortLivedAndDeaf,
    ] {
        let house = House::new().await;
        let (person, _) = sent(&house, "outage", &["solvency"]).await;
        let before = house.rows("transactions").await;
        house.app.clock().advance(DAY);
        house.bank.is(mood);
        assert!(!refreshed(&house).await.is_empty());
        assert_eq!(status(&person).await, "open", "{mood:?}");
        assert_eq!(house.rows("transactions").await, before);
        assert_eq!(refreshed(&house).await, [""; 0], "not at once");
        house.bank.is(Mood::Well);
        house.app.clock().advance(6 * HOUR);
        let calls = refreshed(&house).await;
        assert!(
            calls.iter().any(|call| call.starts_with("transactions")),
            "{calls:?}"
        );
    }
}
