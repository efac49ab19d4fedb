//! The ledger: what is on record of each act, and that nobody can change it unseen.

use std::collections::BTreeMap;

use backend::ledger::chain::{Break, Chain};
use backend::ledger::{Act, Entry, Record, Refusal, Told, told};
use contract::{End, Notice, Stage};
use reqwest::Method;
use serde_json::json;
use tokio::task::JoinSet;

use crate::common::person::{open_accounts, yes};
use crate::common::{House, Kind, Person};

/// One walk with these purposes on, to its result. The words that were on the screens come along.
async fn walked<'a>(house: &'a House, external: &str, given: &[&str]) -> (Person<'a>, Vec<Notice>) {
    let mut person = Person::open(house, external).await;
    let Stage::Handoff(handoff) = person.choose("la-banque-postale", None).await else {
        panic!("handoff")
    };
    let code = person.round_trip().await;
    let Stage::Accounts(accounts) = person.redeem(&code).await else {
        panic!("accounts")
    };
    let Stage::Purposes(purposes) = person.link(&open_accounts(&accounts.accounts)).await else {
        panic!("purposes")
    };
    let mut shown = vec![handoff.notice, accounts.notice];
    shown.extend(purposes.purposes.into_iter().map(|one| one.notice));
    person.answer(&yes(given)).await;
    person.until_read().await;
    (person, shown)
}

async fn on_record(house: &House) -> Told {
    let (user,): (String,) = sqlx::query_as("SELECT user_id FROM persons")
        .fetch_one(&house.sql().await)
        .await
        .unwrap();
    told(house.app.store(), house.app.keys(), &user)
        .await
        .unwrap()
}

fn acts(told: &Told) -> Vec<(Act, &'static str)> {
    let word = |record: &Record| match record {
        Record::Service { .. } => "service",
        Record::Access { .. } => "access",
        Record::Purposes { .. } => "purposes",
        Record::Consent { .. } => "consent",
        Record::Withdrawal { .. } => "withdrawal",
        Record::Expiry { .. } => "expiry",
        Record::Revocation { .. } => "revocation",
        Record::Renewal { .. } => "renewal",
        Record::Nothing { .. } => "nothing",
    };
    let entries = told.entries.iter();
    entries
        .map(|entry| (entry.act, word(&entry.record)))
        .collect()
}

#[tokio::test]
async fn r_082_r_105_three_acts_are_three_records_with_the_very_texts_that_were_shown() {
    let house = House::new().await;
    let (person, shown) = walked(&house, "recorded", &["financial_health"]).await;
    person.act(Method::POST, "/journeys/current/send").await;
    let told = on_record(&house).await;
    assert_eq!(
        acts(&told),
        [
            (Act::Given, "service"),
            (Act::Given, "access"),
            (Act::Requested, "purposes"),
            (Act::Given, "consent"),
            (Act::Refused, "nothing"),
        ]
    );
    // The screens, rebuilt from the ledger alone: other words in today's configuration have no part in it.
    let restarted = house
        .restarted_with(|text| {
            text.replace("Santé financière", "Autre chose")
                .replace("{partner} ", "On ")
        })
        .await;
    let again = backend::ledger::told(restarted.store(), restarted.keys(), &user(&house).await)
        .await
        .unwrap();
    assert_eq!(again, told);
    let texts: BTreeMap<String, Notice> = shown
        .into_iter()
        .map(|notice| (notice.hash.clone(), notice))
        .collect();
    assert_eq!(told.texts, texts);

    let Record::Access { accounts, .. } = &told.entries[1].record else {
        panic!("access")
    };
    let Record::Consent {
        purposes, receipt, ..
    } = &told.entries[3].record
    else {
        panic!("consent")
    };
    assert_eq!(purposes.len(), 1);
    assert_eq!(&purposes[0].accounts, accounts);
    let Record::Nothing {
        why, purposes: off, ..
    } = &told.entries[4].record
    else {
        panic!("nothing")
    };
    assert_eq!(*why, Refusal::LeftOff);
    assert!(off.len() > 1 && off.iter().all(|one| one.as_str() != "financial_health"));
    // Ledger and consents are of one commit, and say the same.
    let consents = house
        .rows(&format!(
            "consents WHERE receipt = '{receipt}' AND purpose = 'financial_health'"
        ))
        .await;
    let classes = purposes[0].classes.len() * purposes[0].accounts.len();
    assert_eq!(consents, i64::try_from(classes).unwrap());
}

async fn user(house: &House) -> String {
    let (user,): (String,) = sqlx::query_as("SELECT user_id FROM persons")
        .fetch_one(&house.sql().await)
        .await
        .unwrap();
    user
}

#[tokio::test]
async fn r_106_repeating_an_act_adds_no_entry() {
    let house = House::new().await;
    let (person, _) = walked(&house, "twice", &["financial_health"]).await;
    for _ in 0..3 {
        person.act(Method::POST, "/journeys/current/send").await;
    }
    person.post("/journeys/current/send", json!({})).await;
    assert_eq!(house.rows("ledger").await, 5);
}

#[tokio::test]
async fn not_sending_leaves_nothing_but_entries_of_the_ledger() {
    let house = House::new().await;
    let (person, _) = walked(&house, "not-sent", &["financial_health", "well_being"]).await;
    let stage = person.act(Method::POST, "/journeys/current/discard").await;
    assert!(matches!(stage, Stage::Ended(End::NotSent(_))), "{stage:?}");
    let told = on_record(&house).await;
    let last = told.entries.last().unwrap();
    let Record::Nothing {
        why: Refusal::NotSent,
        purposes,
        ..
    } = &last.record
    else {
        panic!("{last:?}")
    };
    assert!(
        purposes.len() > 2,
        "what had been switched on was not given either"
    );
    for table in [
        "consents",
        "transactions",
        "balances",
        "insights",
        "accounts",
        "corrections",
    ] {
        assert_eq!(house.rows(table).await, 0, "{table}");
    }
    assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 0);
}

#[tokio::test]
async fn r_082_leaving_every_switch_off_is_on_record_as_a_refusal_of_each() {
    let house = House::new().await;
    let mut person = Person::open(&house, "all-off").await;
    let accounts = person.reach_accounts().await;
    person.link(&accounts).await;
    let stage = person.answer(&[]).await;
    assert!(
        matches!(stage, Stage::Ended(End::NothingGiven(_))),
        "{stage:?}"
    );
    let told = on_record(&house).await;
    assert_eq!(
        acts(&told)[2..],
        [(Act::Requested, "purposes"), (Act::Refused, "nothing")]
    );
    assert_eq!(house.rows("consents").await, 0);
}

#[tokio::test]
async fn the_chain_names_the_first_entry_that_was_changed_removed_moved_or_added() {
    let house = House::new().await;
    let (person, _) = walked(&house, "chained", &["financial_health"]).await;
    person.act(Method::POST, "/journeys/current/send").await;
    let store = house.app.store();
    let whole = store.verify_ledger().await.unwrap();
    assert!(matches!(whole, Chain::Whole { entries: 5, .. }));
    let sql = house.sql().await;
    // The database refuses by itself.
    for statement in [
        "UPDATE ledger SET at = 0",
        "DELETE FROM ledger",
        "DELETE FROM notices",
    ] {
        let refused = sqlx::query(statement).execute(&sql).await;
        assert!(
            refused.unwrap_err().to_string().contains("append-only"),
            "{statement}"
        );
    }
    disarm(&sql).await;
    for column in [
        "once", "person", "partner", "act", "body", "previous", "hash",
    ] {
        let set = |value: String| format!("UPDATE ledger SET {column} = {value} WHERE seq = 3");
        sqlx::query(&set(format!("'x' || {column}")))
            .execute(&sql)
            .await
            .unwrap();
        let why = if column == "previous" {
            Break::Unlinked
        } else {
            Break::Altered
        };
        let found = store.verify_ledger().await.unwrap();
        assert_eq!(found, Chain::Broken { seq: 3, why }, "{column}");
        sqlx::query(&set(format!("substr({column}, 2)")))
            .execute(&sql)
            .await
            .unwrap();
    }
    let cases = [
        (
            "UPDATE ledger SET at = at + 1 WHERE seq = 2",
            "UPDATE ledger SET at = at - 1 WHERE seq = 2",
            2,
            Break::Altered,
        ),
        (
            "UPDATE ledger SET seq = 9 WHERE seq = 4",
            "UPDATE ledger SET seq = 4 WHERE seq = 9",
            4,
            Break::Missing,
        ),
        (
            "UPDATE ledger SET seq = 6 WHERE seq = 5",
            "UPDATE ledger SET seq = 5 WHERE seq = 6",
            5,
            Break::Missing,
        ),
        (
            "UPDATE ledger_head SET seq = 4",
            "UPDATE ledger_head SET seq = 5",
            5,
            Break::Head,
        ),
        (
            "UPDATE ledger_head SET hash = 'x' || hash",
            "UPDATE ledger_head SET hash = substr(hash, 2)",
            5,
            Break::Head,
        ),
    ];
    for (change, back, seq, why) in cases {
        sqlx::query(change).execute(&sql).await.unwrap();
        assert_eq!(
            store.verify_ledger().await.unwrap(),
            Chain::Broken { seq, why },
            "{change}"
        );
        sqlx::query(back).execute(&sql).await.unwrap();
    }
}

/// Somebody who owns the database takes the triggers away.
async fn disarm(sql: &sqlx::AnyPool) {
    let statements: &[&str] = match crate::STORE {
        Kind::Sqlite => &[
            "DROP TRIGGER ledger_no_update",
            "DROP TRIGGER ledger_no_delete",
        ],
        Kind::Postgres => &["DROP TRIGGER ledger_no_change ON ledger"],
    };
    for statement in statements {
        sqlx::query(statement).execute(sql).await.unwrap();
    }
}

#[tokio::test]
async fn a_tail_that_was_cut_off_is_told_by_the_head_that_was_kept_elsewhere() {
    let house = House::new().await;
    let (person, _) = walked(&house, "cut", &["financial_health"]).await;
    person.act(Method::POST, "/journeys/current/send").await;
    let store = house.app.store();
    let Chain::Whole { entries: 5, head } = store.verify_ledger().await.unwrap() else {
        panic!("whole")
    };
    let sql = house.sql().await;
    disarm(&sql).await;
    // The tail cut off, and the head with it: the chain alone cannot tell. The head that was kept elsewhere can.
    sqlx::query("DELETE FROM ledger WHERE seq = 5")
        .execute(&sql)
        .await
        .unwrap();
    assert_eq!(
        store.verify_ledger().await.unwrap(),
        Chain::Broken {
            seq: 5,
            why: Break::Missing
        }
    );
    sqlx::query("UPDATE ledger_head SET seq = 4, hash = (SELECT hash FROM ledger WHERE seq = 4)")
        .execute(&sql)
        .await
        .unwrap();
    let Chain::Whole {
        entries: 4,
        head: other,
    } = store.verify_ledger().await.unwrap()
    else {
        panic!("whole")
    };
    assert_ne!(other, head);
}

#[tokio::test]
async fn r_106_acts_of_many_at_once_make_one_chain() {
    let house = House::new().await;
    let mut racers = JoinSet::new();
    // Each act twice at the same time, as a retry may be.
    for number in 0..200 {
        let app = house.app.clone();
        racers.spawn(async move {
            let entry = Entry {
                once: format!("act {}", number % 100),
                act: Act::Given,
                partner: "demo".to_owned(),
                user: format!("user {}", number % 7),
                at: number,
                record: Record::Nothing {
                    journey: String::new(),
                    why: Refusal::LeftOff,
                    purposes: Vec::new(),
                },
                notices: Vec::new(),
            };
            app.store().record(app.keys(), &[entry]).await.unwrap();
        });
    }
    racers.join_all().await;
    let Chain::Whole { entries, .. } = house.app.store().verify_ledger().await.unwrap() else {
        panic!("whole")
    };
    assert_eq!(entries, 100);
    assert_eq!(house.rows("persons").await, 7);
}

#[tokio::test]
async fn what_the_ledger_says_of_a_person_is_sealed_and_opens_no_more_without_the_key() {
    let house = House::new().await;
    let (person, _) = walked(&house, "sealed", &["financial_health"]).await;
    person.act(Method::POST, "/journeys/current/send").await;
    let sql = house.sql().await;
    let rows: Vec<(String, String, String)> =
        sqlx::query_as("SELECT once, person, body FROM ledger")
            .fetch_all(&sql)
            .await
            .unwrap();
    let user = user(&house).await;
    for (once, name, body) in &rows {
        let all = format!("{once} {name} {body}");
        for personal in [
            user.as_str(),
            "financial_health",
            "la-banque-postale",
            "sealed",
        ] {
            assert!(!all.contains(personal), "{personal}");
        }
    }
    sqlx::query("DELETE FROM persons")
        .execute(&sql)
        .await
        .unwrap();
    let (store, keys) = (house.app.store(), house.app.keys());
    assert_eq!(told(store, keys, &user).await.unwrap().entries, []);
    assert!(matches!(
        store.verify_ledger().await.unwrap(),
        Chain::Whole { entries: 5, .. }
    ));
}
