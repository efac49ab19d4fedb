//! Accounts and purposes added to a connection that is there: through the bank once more, and nothing that holds is touched.

use backend::ledger::Act;
use contract::{AccountId, End, Outcome, ReceiptAct, Stage};
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::common::bank::Mood;
use crate::common::manage::{Browser, code};
use crate::common::person::{client, open_accounts, partner_token, yes};
use crate::common::{House, Person, loops};

/// Somebody who sent a purpose over the first account alone.
async fn first<'a>(house: &'a House, external: &str) -> (Person<'a>, contract::Receipt) {
    let mut person = Person::open(house, external).await;
    let accounts = person.reach_accounts().await;
    person
        .reach_result(&accounts[..1], &["financial_health"])
        .await;
    let Stage::Sent(receipt) = person.act(Method::POST, "/journeys/current/send").await else {
        panic!("sent")
    };
    (person, receipt)
}

async fn connection(person: &Person<'_>) -> Value {
    let banks = person.partner_get("/banks").await.1;
    let open: Vec<&Value> = banks["banks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|bank| bank["status"] == "open")
        .collect();
    assert_eq!(open.len(), 1, "{banks}");
    open[0].clone()
}

/// A journey that adds to the person's only connection, up to the accounts.
async fn adding<'a>(person: &Person<'a>, external: &str) -> (Person<'a>, Vec<AccountId>) {
    let id = connection(person).await["connection"].clone();
    let asked = json!({ "connection": id });
    let mut again = Person::open_asked(person.house, external, "inline", asked).await;
    let code = again.round_trip().await;
    let stage = again.redeem(&code).await;
    let Stage::Accounts(stage) = stage else {
        panic!("{stage:?}")
    };
    assert!(stage.already.unwrap().contains("CANARY LABEL A1"));
    (again, open_accounts(&stage.accounts))
}

async fn send(person: &Person<'_>) -> contract::Receipt {
    let stage = person.act(Method::POST, "/journeys/current/send").await;
    let Stage::Sent(receipt) = stage else {
        panic!("{stage:?}")
    };
    receipt
}

/// The accounts that the bank was told last, by what of them may be read.
fn told(house: &House, what: &str) -> Vec<String> {
    let book = house.bank.book.lock().unwrap();
    let told = book.consents.last().unwrap()[what]
        .as_array()
        .unwrap()
        .clone();
    drop(book);
    let mut ibans: Vec<String> = told
        .iter()
        .map(|one| one["iban"].as_str().unwrap().to_owned())
        .collect();
    ibans.sort();
    ibans
}

async fn of_partner(person: &Person<'_>, path: &str) -> Value {
    let (status, body) = person.partner_get(path).await;
    assert_eq!(status, StatusCode::OK, "{path}: {body}");
    body
}

#[tokio::test]
async fn r_090_an_account_that_is_added_drops_no_other_and_comes_when_it_is_sent() {
    let house = House::new().await;
    let (person, old) = first(&house, "more").await;
    let before = connection(&person).await;
    let consents = of_partner(&person, "/consents").await;
    let (again, accounts) = adding(&person, "more").await;
    assert_eq!(accounts.len(), 2);
    assert_eq!(accounts[0], old.accounts[0].id, "it keeps its name");
    let calls = house.bank.calls().len();
    let stage = again
        .reach_result(&accounts[1..], &["financial_health"])
        .await;
    let Stage::Result(preview) = stage else {
        panic!("{stage:?}")
    };
    assert_eq!(preview.accounts.len(), 2, "its result is about both");
    // Only the new one was read, and the bank was told of both.
    let read: Vec<String> = house.bank.calls()[calls..].to_vec();
    assert_eq!(read[..2], ["consents", "balances A2"]);
    let of_it = |call: &String| call.starts_with("transactions A2");
    assert!(read.len() > 2 && read[2..].iter().all(of_it), "{read:?}");
    assert_eq!(told(&house, "balances").len(), 2);

    // What is read without the person waits: the bank would be told less than it is being read for.
    loops(&house.app).await;
    assert_eq!(told(&house, "balances").len(), 2);

    // Seen, and not sent: the partner has what it had.
    let accounts_path = format!("/banks/{}/accounts", before["connection"].as_str().unwrap());
    let listed = of_partner(&person, &accounts_path).await;
    assert_eq!(listed["accounts"].as_array().unwrap().len(), 1);
    let profile = of_partner(&person, "/profile/financial_health").await;
    assert_eq!(of_partner(&person, "/consents").await, consents);
    let (status, _) = person
        .partner_get(&format!("/accounts/{}/transactions", accounts[1].as_str()))
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);

    let receipt = send(&again).await;
    assert_eq!(receipt.act, ReceiptAct::Sent);
    assert_ne!(receipt.id, old.id);
    let after = connection(&person).await;
    assert_eq!(after["connection"], before["connection"]);
    let listed = of_partner(&person, &accounts_path).await;
    assert_eq!(listed["accounts"].as_array().unwrap().len(), 2);
    assert_ne!(
        of_partner(&person, "/profile/financial_health").await,
        profile,
        "what was found over both is there now"
    );
    let now = of_partner(&person, "/consents").await;
    for one in consents["consents"].as_array().unwrap() {
        assert!(now["consents"].as_array().unwrap().contains(one), "{one}");
    }
    assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 1);
    assert_eq!(house.rows("insights").await, 1);
    assert_eq!(house.bank.count("revoke"), 0);
    // Refreshes serve both from now on, and a reload shows the same receipt.
    house.app.clock().advance(86_400);
    let calls = house.bank.calls().len();
    loops(&house.app).await;
    let read = house.bank.calls()[calls..].to_vec();
    assert!(read.contains(&"balances A1".to_owned()) && read.contains(&"balances A2".to_owned()));
}

#[tokio::test]
async fn a_purpose_that_is_added_finds_what_holds_untouched() {
    let house = House::new().await;
    let (person, old) = first(&house, "use").await;
    let id = connection(&person).await["connection"].clone();
    let rows = transactions(&person, &old.accounts[0].id).await;
    let found = of_partner(&person, "/profile/financial_health").await;
    let (again, accounts) = adding(&person, "use").await;
    again.reach_result(&accounts[..1], &["solvency"]).await;
    let (status, problem) = person.partner_get("/profile/solvency").await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::FORBIDDEN, &"consent_missing".into())
    );
    let seen: Value = serde_json::from_str(&again.data("solvency").await.json).unwrap();
    send(&again).await;
    let sent = of_partner(&person, "/profile/solvency").await["profiles"][0].clone();
    assert_eq!(seen["profile"], sent, "what was seen is what is had");
    assert_eq!(sent["connection"], id);
    assert_eq!(
        of_partner(&person, "/profile/financial_health").await,
        found
    );
    let after = transactions(&person, &old.accounts[0].id).await;
    for row in &rows {
        assert!(after.contains(row), "{row} kept its name");
    }
    // One purpose goes, the other stays.
    let browser = Browser::open(&house, code(&old)).await;
    let id = id.as_str().unwrap();
    browser
        .takes(&[
            ("connection", id),
            ("what", "purpose"),
            ("id", "financial_health"),
        ])
        .await;
    of_partner(&person, "/profile/solvency").await;
}

async fn transactions(person: &Person<'_>, account: &AccountId) -> Vec<Value> {
    let path = format!("/accounts/{}/transactions?limit=500", account.as_str());
    let page = of_partner(person, &path).await;
    page["transactions"].as_array().unwrap().clone()
}

/// All that the tables hold of accounts and data.
async fn held(house: &House) -> Vec<i64> {
    let mut rows = Vec::new();
    for table in [
        "accounts",
        "balances",
        "transactions",
        "insights",
        "consents",
    ] {
        rows.push(house.rows(table).await);
    }
    rows
}

#[tokio::test]
async fn not_sending_leaving_and_giving_nothing_leave_what_holds_and_nothing_else() {
    let house = House::new().await;
    let (person, _) = first(&house, "no").await;
    let before = held(&house).await;
    let profile = of_partner(&person, "/profile/financial_health").await;
    for end in ["discard", "leave", "nothing", "back", "idle"] {
        let (again, accounts) = adding(&person, "no").await;
        let all = ["financial_health", "solvency", "well_being"];
        let stage = match end {
            "leave" => again.act(Method::DELETE, "/journeys/current").await,
            "nothing" => {
                again.link(&accounts).await;
                again.answer(&yes(&[])).await
            }
            "discard" => {
                again.reach_result(&accounts, &all).await;
                again.act(Method::POST, "/journeys/current/discard").await
            }
            "back" => {
                again.reach_result(&accounts, &all).await;
                again.act(Method::POST, "/journeys/current/back").await;
                assert_eq!(house.rows("insights").await, 1);
                again.answer(&yes(&[])).await
            }
            _ => {
                again.reach_result(&accounts, &all).await;
                house.app.clock().advance(86_401);
                loops(&house.app).await;
                Stage::Ended(End::Abandoned)
            }
        };
        assert!(matches!(stage, Stage::Ended(_)), "{end}: {stage:?}");
        assert_eq!(held(&house).await, before, "{end}");
        assert_eq!(told(&house, "balances").len(), 1, "{end}");
        assert_eq!(connection(&person).await["status"], "open", "{end}");
        if end != "idle" {
            assert_eq!(
                of_partner(&person, "/profile/financial_health").await,
                profile
            );
        }
    }
    assert_eq!(house.bank.count("revoke"), 0);
}

#[tokio::test]
async fn a_bank_that_fails_while_it_is_read_leaves_what_holds_and_can_be_asked_again() {
    let house = House::new().await;
    let (person, _) = first(&house, "fails").await;
    let before = held(&house).await;
    let (mut again, accounts) = adding(&person, "fails").await;
    house.bank.is(Mood::TransactionsDown);
    again.link(&accounts).await;
    again.answer(&yes(&["solvency"])).await;
    let stage = again.until_read().await;
    assert!(
        matches!(stage, Stage::Outcome(Outcome::BankDown, _)),
        "{stage:?}"
    );
    assert_eq!(held(&house).await, before);
    assert_eq!(connection(&person).await["status"], "open");
    house.bank.is(Mood::Well);
    again.choose("la-banque-postale", None).await;
    let code = again.round_trip().await;
    assert!(matches!(again.redeem(&code).await, Stage::Accounts(_)));
    again.reach_result(&accounts, &["solvency"]).await;
    send(&again).await;
    of_partner(&person, "/profile/solvency").await;
}

#[tokio::test]
async fn a_crash_between_giving_and_the_journeys_end_is_made_good() {
    let house = House::new().await;
    let (person, _) = first(&house, "crash").await;
    let (again, accounts) = adding(&person, "crash").await;
    again.reach_result(&accounts, &["solvency"]).await;
    let (mut state, _) = again.row().await;
    let receipt = send(&again).await;
    let profile = of_partner(&person, "/profile/solvency").await;
    // The consents were written, and the journey was not.
    state["phase"] = json!({ "Sending": { "receipt": receipt.id } });
    again.put_back(&state, "sending").await;
    let given = house.rows("consents").await;
    backend::sweep::sweep(&house.app).await;
    assert_eq!(again.stage().await, Stage::Sent(receipt));
    assert_eq!(house.rows("consents").await, given);
    assert_eq!(of_partner(&person, "/profile/solvency").await, profile);
}

#[tokio::test]
async fn a_crash_between_taking_over_and_the_next_step_is_made_good() {
    let house = House::new().await;
    let (person, _) = first(&house, "taken").await;
    let mut again = Person::open(&house, "taken").await;
    again.choose("la-banque-postale", None).await;
    let code = again.round_trip().await;
    let (mut state, phase) = again.row().await;
    let Stage::Accounts(asked) = again.redeem(&code).await else {
        panic!("accounts")
    };
    // The access was taken over, what for was noted before, and the journey did not come further.
    state["found_open"] = again.row().await.0["found_open"].clone();
    assert!(state["found_open"].is_string());
    again.put_back(&state, &phase).await;
    let answer = again.again(&again.cookie_header()).await;
    let code = again.handoff(&answer);
    assert_eq!(again.redeem(&code).await, Stage::Accounts(asked.clone()));
    let accounts = open_accounts(&asked.accounts);
    again.reach_result(&accounts[1..], &["solvency"]).await;
    send(&again).await;
    of_partner(&person, "/profile/solvency").await;
    of_partner(&person, "/profile/financial_health").await;
    assert_eq!(house.bank.count("revoke"), 0);
}

#[tokio::test]
async fn somebody_elses_accounts_and_another_bank_are_refused() {
    let house = House::new().await;
    let (person, _) = first(&house, "other").await;
    let before = connection(&person).await;
    let asked = json!({ "connection": before["connection"] });
    let mut again = Person::open_asked(&house, "other", "inline", asked).await;
    let choice = json!({ "institution": "lcl", "space": "personal" });
    let refused = again
        .call(Method::PUT, "/journeys/current/choice", Some(choice))
        .await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    house.bank.is(Mood::OtherPerson);
    let code = again.round_trip().await;
    let stage = again.redeem(&code).await;
    assert!(
        matches!(stage, Stage::Outcome(Outcome::OtherAccounts, _)),
        "{stage:?}"
    );
    assert_eq!(connection(&person).await, before);
    house.bank.is(Mood::Well);
    // Nobody adds to what is somebody else's.
    let (stranger, _) = first(&house, "stranger").await;
    let answer = client()
        .post(format!(
            "{}/v1/users/{}/webviews",
            house.base, stranger.user
        ))
        .bearer_auth(partner_token(&house).await)
        .json(&json!({ "connection": before["connection"] }))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn taking_back_while_adding_wins() {
    let house = House::new().await;
    let (person, receipt) = first(&house, "back").await;
    let (again, accounts) = adding(&person, "back").await;
    again
        .reach_result(&accounts, &["solvency", "financial_health"])
        .await;
    let browser = Browser::open(&house, code(&receipt)).await;
    let id = connection(&person).await["connection"].clone();
    browser
        .takes(&[
            ("connection", id.as_str().unwrap()),
            ("what", "purpose"),
            ("id", "financial_health"),
        ])
        .await;
    // It was all that held: the access is closed, and what was being added goes with it.
    for table in ["accounts", "transactions", "balances", "insights"] {
        assert_eq!(house.rows(table).await, 0, "{table}");
    }
    let send = again.post("/journeys/current/send", json!({})).await;
    assert_eq!(send.status(), StatusCode::CONFLICT);
    assert!(matches!(again.stage().await, Stage::Ended(_)));
}

#[tokio::test]
async fn it_begins_on_the_page_of_what_is_shared_too() {
    let house = House::new().await;
    let (person, receipt) = first(&house, "page").await;
    let browser = Browser::open(&house, code(&receipt)).await;
    assert!(
        browser
            .page()
            .await
            .contains("Ajouter un compte ou un usage")
    );
    let id = connection(&person).await["connection"].clone();
    let add = async |origin: &str, cookie: &str, id: &str| {
        client()
            .post(format!("{}/manage/add", house.base))
            .header(header::COOKIE, cookie)
            .header(header::ORIGIN, origin)
            .form(&[("connection", id)])
            .send()
            .await
            .unwrap()
    };
    let id = id.as_str().unwrap();
    let elsewhere = add("https://evil.example", &browser.cookie, id).await;
    assert_eq!(elsewhere.status(), StatusCode::FORBIDDEN);
    let nobody = add(&house.base, "", id).await;
    assert_ne!(nobody.status(), StatusCode::SEE_OTHER);
    let unknown = add(&house.base, &browser.cookie, "not-mine").await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND);
    let answer = add(&house.base, &browser.cookie, id).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let location = answer.headers()[header::LOCATION].to_str().unwrap();
    let (page, token) = location.split_once('#').unwrap();
    assert_eq!(page, format!("{}/connect?locale=fr", house.base));
    let wc = backend::secrets::sha256_text("a-verifier");
    let opened = client()
        .post(format!("{}/journeys/open", house.base))
        .header(header::ORIGIN, &house.base)
        .header("sec-fetch-site", "same-origin")
        .header("guichet-surface", "hosted")
        .json(&json!({ "token": token, "wc": wc, "surface": "hosted", "mode": "connect" }))
        .send()
        .await
        .unwrap();
    assert_eq!(opened.status(), StatusCode::OK);
    let opened: contract::Opened = opened.json().await.unwrap();
    let Stage::Handoff(stage) = opened.view.stage else {
        panic!("{:?}", opened.view.stage)
    };
    assert_eq!(
        stage.whereabouts.choice.institution,
        "la-banque-postale".into()
    );
}

#[tokio::test]
async fn a_token_for_another_aim_begins_anew() {
    let house = House::new().await;
    let (person, _) = first(&house, "aim").await;
    let (again, accounts) = adding(&person, "aim").await;
    again.reach_result(&accounts, &["solvency"]).await;
    let other = Person::open(&house, "aim").await;
    assert_ne!(other.journey, again.journey);
    assert_eq!(other.stage().await, Stage::Bank);
    assert!(matches!(again.stage().await, Stage::Ended(_)));
    assert_eq!(house.rows("accounts").await, 1);
}

#[tokio::test]
async fn r_090_connecting_to_the_same_bank_again_goes_into_the_connection_that_is_there() {
    let house = House::new().await;
    let (person, old) = first(&house, "twice").await;
    let id = connection(&person).await["connection"].clone();
    let mut again = Person::open(&house, "twice").await;
    let accounts = again.reach_accounts().await;
    assert_eq!(accounts[0], old.accounts[0].id);
    // Another bank can still be chosen when this one fails.
    house.bank.is(Mood::TransactionsDown);
    again.link(&accounts[1..]).await;
    again.answer(&yes(&["solvency"])).await;
    assert!(matches!(again.until_read().await, Stage::Outcome(..)));
    house.bank.is(Mood::Well);
    again.choose("lcl", None).await;
    let accounts = again.reach_accounts().await;
    again.reach_result(&accounts[1..], &["solvency"]).await;
    send(&again).await;
    assert_eq!(connection(&person).await["connection"], id);
    assert_eq!(told(&house, "transactions").len(), 2, "none is dropped");
    for purpose in ["solvency", "financial_health"] {
        of_partner(&person, &format!("/profile/{purpose}")).await;
    }

    // Somebody else's accounts there are a connection of their own.
    house.bank.is(Mood::OtherPerson);
    let mut other = Person::open(&house, "twice").await;
    let accounts = other.reach_accounts().await;
    other.reach_result(&accounts, &["solvency"]).await;
    send(&other).await;
    assert_eq!(house.rows("connections WHERE status = 'open'").await, 2);
}

#[tokio::test]
async fn r_123_a_person_who_is_erased_while_adding_leaves_nothing() {
    let house = House::new().await;
    let (person, _) = first(&house, "gone").await;
    let (again, accounts) = adding(&person, "gone").await;
    again.reach_result(&accounts, &["solvency"]).await;
    person.erased().await;
    for table in ["accounts", "transactions", "balances", "insights"] {
        assert_eq!(house.rows(table).await, 0, "{table}");
    }
}

/// R-090 as a property: whatever is added and taken back in whatever order, the bank was last told the set that holds.
#[tokio::test]
async fn r_090_additions_and_withdrawals_leave_the_bank_with_the_set_that_holds() {
    let purposes = ["financial_health", "solvency", "well_being"];
    let house = House::new().await;
    let (person, receipt) = first(&house, "walk").await;
    let (mut seed, mut model) = (20_261_126_u64, vec![(0, 0)]);
    let mut next = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let mut names = Vec::new();
    for _ in 0..12 {
        let (purpose, account) = (next(3), next(2));
        if next(2) == 0 || model.len() < 2 {
            let (again, accounts) = adding(&person, "walk").await;
            names.clone_from(&accounts);
            let linked = &accounts[account..=account];
            again
                .reach_result(linked, &purposes[purpose..=purpose])
                .await;
            send(&again).await;
            if !model.contains(&(purpose, account)) {
                model.push((purpose, account));
            }
        } else {
            let (purpose, _) = model[next(model.len())];
            if model.iter().all(|one| one.0 == purpose) {
                continue;
            }
            let id = connection(&person).await["connection"].clone();
            let browser = Browser::open(&house, code(&receipt)).await;
            browser
                .takes(&[
                    ("connection", id.as_str().unwrap()),
                    ("what", "purpose"),
                    ("id", purposes[purpose]),
                ])
                .await;
            model.retain(|one| one.0 != purpose);
        }
        let mut accounts: Vec<usize> = model.iter().map(|one| one.1).collect();
        accounts.sort_unstable();
        accounts.dedup();
        assert_eq!(
            told(&house, "transactions").len(),
            accounts.len(),
            "{model:?}"
        );
        let given = of_partner(&person, "/consents").await;
        let mut in_force: Vec<(String, String)> = given["consents"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["status"] == "in_force")
            .map(|one| (one["purpose"].to_string(), one["account"].to_string()))
            .collect();
        in_force.sort();
        in_force.dedup();
        let mut expected: Vec<(String, String)> = model
            .iter()
            .map(|(purpose, account)| {
                let name = json!(names.get(*account).unwrap_or(&AccountId(String::new())).0);
                (json!(purposes[*purpose]).to_string(), name.to_string())
            })
            .collect();
        expected.sort();
        assert_eq!(in_force, expected);
    }
    let renewals = person.entries().await;
    assert!(renewals.iter().any(|one| one.act == Act::Renewed));
}
