//! What formulas find: the same for the person and the partner, sent by the person alone, and silent about what no purpose
//! was given for.

use crate::common::bank::{Mood, Told};
use crate::common::person::{client, yes};
use crate::common::{House, Person};
use contract::{DataPage, Insight, Line, Stage};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

/// Each month of a year: a salary, a home, loans, shopping. The day of the month fits every month.
const MONTHLY: [(u8, &str, i64); 9] = [
    (2, "VIR SALAIRE KERVAL SAS", 240_000),
    (4, "PRLV SEPA PARIS HABITAT OPH LOYER", -80_000),
    (5, "PRLV EDF CLIENTS PARTICULIERS", -6_000),
    (6, "PRLV SEPA COFIDIS ECHEANCE", -15_000),
    (7, "PRLV SEPA MAIF HABITATION", -2_000),
    (9, "CB CARREFOUR MARKET RENNES", -30_000),
    (11, "CB ESSO EXPRESS", -4_500),
    (13, "VIR SEPA MME DUPONT JEANNE", -2_500),
    (15, "CB BASIC FIT FRANCE", -3_000),
];

/// What reveals a special category, each kind of it.
const SENSITIVE: [(u8, &str, i64); 5] = [
    (3, "CB PHARMACIE DU CENTRE", -2_000),
    (8, "PRLV SEPA CFDT COTISATION", -1_500),
    (10, "CB QUETE PAROISSE SAINT YVES", -1_000),
    (12, "PRLV SEPA PARTI SOCIALISTE ADHESION", -3_000),
    (14, "CB SEX SHOP RENNES", -4_000),
];

fn year(rows: &[(u8, &str, i64)]) -> Vec<Told> {
    let now = time::OffsetDateTime::now_utc().unix_timestamp();
    let today = profile::Date::from_unix_seconds(now);
    let mut told = Vec::new();
    for back in 0..12 {
        let month = today.month().plus(-back);
        for (day, label, cents) in rows {
            let day = month.day_or_last(*day);
            if day <= today {
                told.push((day.to_string(), (*label).to_owned(), *cents));
            }
        }
    }
    // The bank gives the latest first.
    told.sort_by(|a, b| b.0.cmp(&a.0));
    told
}

/// A person whose answers were read, at the result.
async fn result<'a>(house: &'a House, user: &str, purposes: &[&str]) -> (Person<'a>, Vec<Insight>) {
    let mut person = Person::open(house, user).await;
    let accounts = person.reach_accounts().await;
    let Stage::Result(preview) = person.reach_result(&accounts[..1], purposes).await else {
        panic!("result")
    };
    (person, preview.insights)
}

async fn refused(person: &Person<'_>, path: &str) -> (u16, String) {
    let (status, body) = person.partner_get(path).await;
    (
        status.as_u16(),
        body["code"].as_str().unwrap_or_default().to_owned(),
    )
}

fn measure<'a>(profile: &'a Value, id: &str) -> &'a Value {
    profile["currencies"][0]["measures"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == id)
        .unwrap_or_else(|| panic!("{id} in {profile}"))
}

#[tokio::test]
async fn r_111_the_partner_gets_the_very_values_the_person_saw_once_they_are_sent() {
    let house = House::new().await;
    house.bank.tells(year(&MONTHLY));
    let (person, insights) = result(&house, "same", &["financial_health", "solvency"]).await;
    let health = &insights[0];
    assert!(
        health.sentences[0].contains("environ {~137000 EUR} par mois"),
        "income less rent, energy, loan and insurance: {:?}",
        health.sentences
    );
    let share = health
        .figures
        .iter()
        .find(|figure| figure.label == "Part des charges fixes")
        .unwrap();
    assert_eq!(share.value, "{4291 %}", "1,030 of 2,400");
    assert_eq!(share.transactions, 12, "four charges in three months");
    let seen: Value = serde_json::from_str(&person.data("financial_health").await.json).unwrap();
    let seen = &seen["profile"];
    assert_eq!(measure(seen, "left_to_live")["value"], 137_000);
    assert_eq!(measure(seen, "months_used")["value"], 3);

    let profile = "/profile/financial_health";
    for path in ["/profile", profile] {
        assert_eq!(refused(&person, path).await, (403, "not_sent".into()));
    }
    let Stage::Sent(receipt) = person.act(Method::POST, "/journeys/current/send").await else {
        panic!("sent")
    };
    let (status, got) = person.partner_get(profile).await;
    assert_eq!(status, StatusCode::OK, "{got}");
    assert_eq!(&got["profiles"][0], seen);
    let (_, all) = person.partner_get("/profile").await;
    assert_eq!(all["profiles"].as_array().unwrap().len(), 2);
    assert_eq!(all["profiles"][0], *seen);
    let whole = all.to_string();
    for trace in ["DUPONT", "KERVAL", "EDF", "CANARY"] {
        assert!(!whole.contains(trace), "{trace}");
    }
    // The formula's version is in the answer and on the receipt, and it is the same.
    let used = &seen["formula"];
    assert_eq!(used["corrections"], 0);
    assert_eq!(
        receipt.lines[0].formula,
        format!("Formule financial_health, version {}", used["version"])
    );

    for (path, code) in [
        ("/profile/housing_mobility", (403, "consent_missing")),
        ("/profile/budget_advice", (404, "not_found")),
        ("/profile/no_such", (404, "not_found")),
    ] {
        assert_eq!(
            refused(&person, path).await,
            (code.0, code.1.into()),
            "{path}"
        );
    }
    house.app.clock().advance(181 * 86_400);
    for path in ["/profile", profile] {
        assert_eq!(refused(&person, path).await, (403, "consent_ended".into()));
    }
}

#[tokio::test]
async fn r_110_a_formula_reads_its_months_and_computes_once() {
    let house = House::new().await;
    house.bank.tells(year(&MONTHLY));
    let now = profile::Date::from_unix_seconds(house.app.now()).month();
    for (purpose, months) in [
        ("financial_health", 3),
        ("solvency", 6),
        ("insurance_needs", 12),
    ] {
        house.bank.book.lock().unwrap().since.clear();
        let balances = house.bank.count("balances");
        let (person, _) = result(&house, purpose, &[purpose]).await;
        assert_eq!(
            house.bank.book.lock().unwrap().since,
            [now.plus(-months).first().to_string()],
            "{purpose}"
        );
        let asked = house.bank.count("balances") - balances;
        assert_eq!(
            asked,
            usize::from(purpose == "financial_health"),
            "{purpose}"
        );
        // Looking again, and sending, ask the bank for nothing and compute nothing.
        let calls = house.bank.calls().len();
        let first = person.data(purpose).await;
        assert_eq!(person.data(purpose).await, first);
        person.act(Method::POST, "/journeys/current/send").await;
        assert_eq!(house.bank.calls().len(), calls);
    }
}

#[tokio::test]
async fn r_084_months_that_the_bank_does_not_give_are_unknown_and_not_empty() {
    let house = House::new().await;
    house.bank.is(Mood::HistoryClosed);
    let now = house.app.now();
    let recent = profile::Date::from_unix_seconds(now)
        .plus_days(-89)
        .to_string();
    let told = year(&MONTHLY).into_iter().filter(|one| one.0 >= recent);
    house.bank.tells(told.collect());
    let (person, _) = result(&house, "closed", &["financial_health"]).await;
    let seen: Value = serde_json::from_str(&person.data("financial_health").await.json).unwrap();
    let months = seen["profile"]["currencies"][0]["months"]
        .as_array()
        .unwrap();
    // Ninety days that begin with a month hold all of it.
    assert_eq!(months[0]["complete"], recent.ends_with("-01"), "{months:?}");
    assert!(seen["profile"]["from"].as_str().unwrap() >= recent.as_str());
}

/// Everything that a partner can learn, without names that are drawn anew for each person.
async fn learned(person: &Person<'_>) -> String {
    let (_, banks) = person.partner_get("/banks").await;
    let connection = banks["banks"][0]["connection"].as_str().unwrap().to_owned();
    let (_, accounts) = person
        .partner_get(&format!("/banks/{connection}/accounts"))
        .await;
    let account = accounts["accounts"][0]["id"].as_str().unwrap().to_owned();
    let (_, transactions) = person
        .partner_get(&format!("/accounts/{account}/transactions?limit=500"))
        .await;
    let (status, profile) = person.partner_get("/profile").await;
    assert_eq!(status, StatusCode::OK, "{profile}");
    let mut all = json!([accounts, transactions, profile]).to_string();
    for (place, row) in transactions["transactions"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
    {
        all = all.replace(row["id"].as_str().unwrap(), &format!("t{place}"));
    }
    for name in [connection, account] {
        all = all.replace(&name, "x");
    }
    let moment = profile["profiles"][0]["computed_at"].as_str().unwrap();
    let mut all: Value = serde_json::from_str(&all.replace(moment, "now")).unwrap();
    unordered(&mut all);
    all.to_string()
}

/// Evidence of one day is in the order of names that are drawn: sorted, it can be compared.
fn unordered(value: &mut Value) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(unordered);
            if items.iter().all(Value::is_string) {
                items.sort_by_key(Value::to_string);
            }
        }
        Value::Object(fields) => fields.values_mut().for_each(unordered),
        _ => {}
    }
}

#[tokio::test]
async fn r_112_without_the_explicit_switch_sensitive_transactions_change_nothing_for_the_partner() {
    let ordinary = [
        "financial_health",
        "budget_advice",
        "solvency",
        "insurance_needs",
        "housing_mobility",
    ];
    let house = House::new().await;
    let mut answers = Vec::new();
    for (user, extra) in [("plain", &[][..]), ("seeded", &SENSITIVE[..])] {
        let rows: Vec<_> = MONTHLY.iter().chain(extra).copied().collect();
        house.bank.tells(year(&rows));
        let (person, _) = result(&house, user, &ordinary).await;
        person.act(Method::POST, "/journeys/current/send").await;
        answers.push(learned(&person).await);
    }
    assert_eq!(answers[0], answers[1]);
    assert!(answers[0].contains("left_to_live"));

    // With it, and with it alone, health is read; and by the formula that declares it alone.
    let (person, insights) = result(&house, "open", &["solvency", "well_being"]).await;
    let health = |insight: &Insight| {
        let of = insight
            .figures
            .iter()
            .find(|one| one.label.starts_with("Santé"));
        of.map(|one| one.transactions)
    };
    assert_eq!(health(&insights[0]), None);
    assert!(health(&insights[1]).is_some_and(|count| count >= 2));
    let (plain, _) = result(&house, "again", &["solvency"]).await;
    let solvency = async |person: &Person<'_>| {
        let page: Value = serde_json::from_str(&person.data("solvency").await.json).unwrap();
        let measures = page["profile"]["currencies"][0]["measures"].clone();
        let value = |one: &Value| json!([one["id"], one["value"]]);
        measures
            .as_array()
            .unwrap()
            .iter()
            .map(value)
            .collect::<Vec<_>>()
    };
    assert_eq!(solvency(&person).await, solvency(&plain).await);
}

#[tokio::test]
async fn a_misread_transaction_counts_as_unknown_for_this_person_and_which_one_does_not_leave() {
    let house = House::new().await;
    house.bank.tells(year(&MONTHLY));
    let (person, insights) = result(&house, "wrong", &["solvency"]).await;
    let place = insights[0]
        .figures
        .iter()
        .position(|figure| figure.label == "Crédits par mois")
        .unwrap();
    let address = format!("/journeys/current/evidence?purpose=solvency&figure={place}");
    let evidence = async || -> Vec<Line> {
        let answer = person.call(Method::GET, &address, None).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let page: DataPage = answer.json().await.unwrap();
        serde_json::from_str(&page.json).unwrap()
    };
    let before = evidence().await;
    assert_eq!(before.len(), 6);
    let row = &before[0];
    assert_eq!(row.label, "PRLV SEPA COFIDIS ECHEANCE");
    assert!(row.note.ends_with(" day} · Crédit à la consommation"));
    assert_eq!(row.value, "{-15000 EUR}");

    let wrong = json!({ "transaction": row.id });
    let say = || person.post("/journeys/current/corrections", wrong.clone());
    for _ in 0..2 {
        let view: contract::View = say().await.json().await.unwrap();
        let Stage::Result(preview) = view.stage else {
            panic!("the result")
        };
        assert_eq!(
            preview.insights[0].figures[place].value, "{12500 EUR}",
            "five instalments over six months"
        );
    }
    assert_eq!(evidence().await.len(), 5);
    let strange = json!({ "transaction": "somebody else's" });
    let answer = person.post("/journeys/current/corrections", strange).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    let beyond = person
        .call(
            Method::GET,
            "/journeys/current/evidence?purpose=solvency&figure=99",
            None,
        )
        .await;
    assert_eq!(beyond.status(), StatusCode::NOT_FOUND);
    let metrics = client()
        .get(format!("{}/metrics", house.base))
        .send()
        .await
        .unwrap();
    assert!(
        metrics
            .text()
            .await
            .unwrap()
            .contains("guichet_corrections_total 1")
    );

    person.act(Method::POST, "/journeys/current/send").await;
    assert_eq!(
        say().await.status(),
        StatusCode::CONFLICT,
        "what was sent stays what it was"
    );
    let (_, got) = person.partner_get("/profile/solvency").await;
    assert_eq!(got["profiles"][0]["formula"]["corrections"], 1);
    assert_eq!(
        measure(&got["profiles"][0], "loan_payments")["value"],
        12_500
    );
}

#[tokio::test]
async fn r_123_what_was_found_goes_with_the_answers_and_with_the_access() {
    let house = House::new().await;
    house.bank.tells(year(&MONTHLY));
    let (person, insights) = result(&house, "gone", &["solvency"]).await;
    let row = {
        let address = format!(
            "/journeys/current/evidence?purpose=solvency&figure={}",
            insights[0]
                .figures
                .iter()
                .position(|one| one.transactions > 0)
                .unwrap()
        );
        let page: DataPage = person
            .call(Method::GET, &address, None)
            .await
            .json()
            .await
            .unwrap();
        let rows: Vec<Line> = serde_json::from_str(&page.json).unwrap();
        rows[0].id.clone()
    };
    person
        .post(
            "/journeys/current/corrections",
            json!({ "transaction": row }),
        )
        .await;
    assert_eq!(
        (
            house.rows("insights").await,
            house.rows("corrections").await
        ),
        (1, 1)
    );
    let (sealed,): (String,) = sqlx::query_as("SELECT body FROM insights")
        .fetch_one(&house.sql().await)
        .await
        .unwrap();
    assert!(sealed.starts_with("v1.") && !sealed.contains("debt_ratio"));
    person.act(Method::POST, "/journeys/current/back").await;
    assert_eq!(
        (
            house.rows("insights").await,
            house.rows("corrections").await
        ),
        (0, 0)
    );
    person.answer(&yes(&["housing_mobility"])).await;
    person.until_read().await;
    assert_eq!(house.rows("insights").await, 1);
    person.act(Method::POST, "/journeys/current/discard").await;
    assert_eq!(house.rows("insights").await, 0);
}
