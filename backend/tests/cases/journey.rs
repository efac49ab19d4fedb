//! The journey from open to its end, over real sockets, in the orders that connectors ask for.

use crate::common::bank::Mood;
use crate::common::person::{client, journey_token, open_accounts, problem, yes};
use crate::common::{House, PAGE, Person, generous};
use contract::{Code, End, Outcome, Problem, Revocation, Stage};
use reqwest::{Method, StatusCode, header};
use serde_json::json;

async fn to_accounts<'a>(house: &'a House, user: &str) -> (Person<'a>, Vec<contract::Account>) {
    let mut person = Person::open(house, user).await;
    assert!(matches!(
        person.choose("la-banque-postale", None).await,
        Stage::Handoff(_)
    ));
    let before = house.bank.count("accounts");
    let code = person.round_trip().await;
    assert!(matches!(person.resume().await.stage, Stage::Returned(_)));
    assert_eq!(
        house.bank.count("accounts"),
        before,
        "R-032: nothing is read before the outcome is redeemed"
    );
    let Stage::Accounts(stage) = person.redeem(&code).await else {
        panic!("accounts are asked")
    };
    (person, stage.accounts)
}

#[tokio::test]
async fn the_whole_journey_ends_in_a_receipt_and_the_partner_gets_what_was_given() {
    let house = House::new().await;
    let (person, accounts) = to_accounts(&house, "whole").await;
    assert_eq!(accounts.len(), 3);
    assert_eq!(accounts[0].tail.as_ref().unwrap().0, "0189");
    let open = open_accounts(&accounts);
    assert_eq!(
        open.len(),
        2,
        "a minor's account is shown and cannot be ticked"
    );
    let Stage::Purposes(stage) = person.link(&open[..1]).await else {
        panic!("purposes are asked")
    };
    assert_eq!(stage.purposes.len(), 7);
    assert_eq!(stage.accounts.len(), 1);
    assert!(stage.enforcement.is_none());
    person.answer(&yes(&["financial_health"])).await;
    let Stage::Result(preview) = person.until_read().await else {
        panic!("the result is shown")
    };
    assert_eq!(preview.insights.len(), 1);
    assert_eq!(
        preview.refused.len(),
        5,
        "purposes without a switch are not refused"
    );
    assert_eq!(preview.insights[0].balances[0].cents, 64_000);
    assert_eq!(
        preview.insights[0].transactions, 2,
        "the pharmacy is sensitive, the old one is beyond 90 days"
    );
    assert!(
        preview.insights[0]
            .months
            .iter()
            .map(|month| month.income)
            .sum::<i64>()
            == 120_000
    );
    let page = person.data("financial_health").await;
    assert!(
        page.json.contains("PRLV EDF CLIENTS")
            && !page.json.contains("PHARMACIE")
            && !page.json.contains("CANARY COUNTERPARTY")
    );

    assert_eq!(
        person.partner_get("/banks").await.1["banks"]
            .as_array()
            .unwrap()
            .len(),
        0
    );
    let transactions = format!("/accounts/{}/transactions", open[0].as_str());
    let (status, body) = person.partner_get(&transactions).await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::FORBIDDEN, Some("not_sent"))
    );

    let Stage::Sent(receipt) = person.act(Method::POST, "/journeys/current/send").await else {
        panic!("sent")
    };
    assert_eq!(receipt.lines.len(), 1);
    assert_eq!(receipt.accounts.len(), 1);
    let again = person.act(Method::POST, "/journeys/current/send").await;
    assert_eq!(again, Stage::Sent(receipt), "sending twice sends once");

    let banks = person.partner_get("/banks").await.1;
    let connection = banks["banks"][0]["connection"].as_str().unwrap().to_owned();
    let (status, body) = person
        .partner_get(&format!("/banks/{connection}/accounts"))
        .await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(body["accounts"].as_array().unwrap().len(), 1);
    assert_eq!(body["accounts"][0]["balances"][0]["cents"], 64_000);
    let (_, body) = person.partner_get(&format!("{transactions}?limit=1")).await;
    assert_eq!(body["transactions"][0]["label"], "VIR SALAIRE ACME");
    let next = body["next"].as_str().unwrap();
    let (_, body) = person
        .partner_get(&format!("{transactions}?limit=1&cursor={next}"))
        .await;
    assert_eq!(body["transactions"][0]["label"], "PRLV EDF CLIENTS");
    assert!(body["next"].is_null());
}

/// What each purpose of the example needs, written down here a second time: whether balances, and how far back transactions
/// (months before this one; 0 for the last ninety days; 255 for all there is).
const NEEDS: [(&str, bool, u8); 6] = [
    ("financial_health", true, 3),
    ("budget_advice", true, 255),
    ("solvency", false, 6),
    ("insurance_needs", false, 12),
    ("housing_mobility", false, 3),
    ("well_being", false, 0),
];

/// The first day that is asked for; nothing for all there is.
fn first_day(months: u8, now: i64) -> String {
    match months {
        255 => String::new(),
        0 => (profile::Date::from_unix_seconds(now).plus_days(-90)).to_string(),
        months => {
            let month = profile::Date::from_unix_seconds(now).month();
            month.plus(-i32::from(months)).first().to_string()
        }
    }
}

#[tokio::test]
async fn r_079_r_110_all_64_combinations_of_purposes_are_read_exactly_and_no_call_more() {
    let house = House::with(generous).await;
    println!("purposes given (in the order of the screen)   balances   transactions since");
    for set in 0_usize..64 {
        let needs: Vec<_> = NEEDS
            .iter()
            .enumerate()
            .filter(|(at, _)| set >> at & 1 == 1)
            .map(|(_, need)| *need)
            .collect();
        let given: Vec<&str> = needs.iter().map(|(id, ..)| *id).collect();
        let mut person = Person::open(&house, &format!("set-{set}")).await;
        person.choose("la-banque-postale", None).await;
        let code = person.round_trip().await;
        let Stage::Accounts(stage) = person.redeem(&code).await else {
            panic!("accounts")
        };
        person.link(&open_accounts(&stage.accounts)[..1]).await;
        let before = house.bank.calls().len();
        house.bank.book.lock().unwrap().since.clear();
        person.answer(&yes(&given)).await;
        let end = person.until_read().await;
        let calls = house.bank.calls().split_off(before);
        let since = house.bank.book.lock().unwrap().since.clone();
        let balances = needs.iter().any(|(_, balances, _)| *balances);
        let mut expected = Vec::new();
        let mut asked = Vec::new();
        // Three whole months are a little more than ninety days, as the last one is not over.
        if let Some(widest) = needs.iter().map(|(.., months)| *months).max() {
            assert!(matches!(end, Stage::Result(_)), "{given:?}");
            expected.push("consents");
            if balances {
                expected.push("balances A1");
            }
            let call = if widest == 255 {
                "transactions A1 full"
            } else {
                "transactions A1 90d"
            };
            // Two pages each.
            expected.extend([call, call]);
            asked = vec![first_day(widest, house.app.now()); 2];
            let book = house.bank.book.lock().unwrap();
            let consent = book.consents.last().unwrap();
            let named = |kind: &str| consent[kind].as_array().unwrap().len();
            assert_eq!(named("balances"), usize::from(balances));
            assert_eq!(named("transactions"), 1);
            assert_eq!(consent["psuIdentity"], false);
            assert_eq!(consent["trustedBeneficiaries"], false);
        } else {
            assert_eq!(end, Stage::Ended(End::NothingGiven(Revocation::Revoked)));
            expected.extend(["revoke refresh_token", "revoke access_token"]);
        }
        assert_eq!(calls, expected, "{given:?}");
        assert_eq!(since, asked, "{given:?}");
        let marks: String = (0..6)
            .map(|at| if set >> at & 1 == 1 { '●' } else { '·' })
            .collect();
        let since = match since.first() {
            None => "none",
            Some(day) if day.is_empty() => "all",
            Some(day) => day,
        };
        println!("{marks:<45} {:>8}   {since}", u8::from(balances));
    }
}

#[tokio::test]
async fn r_084_a_bank_that_closed_its_older_history_gives_ninety_days_and_the_view_says_so() {
    for (mood, closed) in [(Mood::Well, 0), (Mood::HistoryClosed, 1)] {
        let house = House::new().await;
        let (person, accounts) = to_accounts(&house, "history").await;
        person.link(&open_accounts(&accounts)[..1]).await;
        house.bank.is(mood);
        let before = house.bank.calls().len();
        person
            .answer(&yes(&["financial_health", "budget_advice"]))
            .await;
        let Stage::Result(preview) = person.until_read().await else {
            panic!("the result is shown")
        };
        let asked = |span: &str| {
            let call = format!("transactions A1 {span}");
            house.bank.calls()[before..].contains(&call)
        };
        assert!(asked("full"), "all is asked for first");
        assert_eq!(asked("90d"), closed == 1);
        let recent: Vec<_> = preview
            .insights
            .iter()
            .map(|insight| (insight.purpose.as_str(), insight.recent_only.len()))
            .collect();
        // The other purpose asks for no more than 90 days.
        assert_eq!(recent, [("financial_health", 0), ("budget_advice", closed)]);
    }
}

#[tokio::test]
async fn ten_minutes_idle_are_renewed_and_a_day_idle_is_the_end_before_any_sweep() {
    let house = House::new().await;
    let (mut person, _) = to_accounts(&house, "idle").await;
    house.app.clock().advance(601);
    let expired = person.call(Method::GET, "/journeys/current", None).await;
    assert_eq!(problem(expired).await.code, Code::AccessExpired);
    assert!(matches!(person.resume().await.stage, Stage::Accounts(_)));
    house.app.clock().advance(86_400);
    assert_eq!(person.resume().await.stage, Stage::Ended(End::Abandoned));
    assert_eq!(house.bank.count("revoke"), 2, "both tokens");
}

#[tokio::test]
async fn a_journey_token_opens_an_element_of_its_own_mode_alone() {
    let house = House::new().await;
    let open = async |token: &str, mode: Option<&str>| {
        let mut body = json!({ "token": token, "wc": backend::secrets::sha256_text("wv") });
        if let Some(mode) = mode {
            body["mode"] = json!(mode);
        }
        client()
            .post(format!("{}/journeys/open", house.base))
            .header(header::ORIGIN, PAGE)
            .json(&body)
            .send()
            .await
            .unwrap()
    };
    let (_, manage) = journey_token(&house, "mode", json!({ "mode": "manage" })).await;
    for mode in [None, Some("connect"), Some("renew")] {
        let answer = open(&manage, mode).await;
        assert_eq!(answer.status(), StatusCode::CONFLICT, "{mode:?}");
        let problem: Problem = answer.json().await.unwrap();
        assert_eq!(problem.code, Code::ModeMismatch);
    }
    let answer = open(&manage, Some("manage")).await;
    assert_eq!(answer.status(), StatusCode::OK, "it was not burnt");
    let (_, connect) = journey_token(&house, "mode", json!({})).await;
    assert_eq!(open(&connect, None).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_purpose_can_leave_an_account_alone() {
    let house = House::new().await;
    let (person, accounts) = to_accounts(&house, "without").await;
    let open = open_accounts(&accounts);
    person.link(&open).await;
    let mut given = yes(&["financial_health", "well_being"]);
    given[0].without = vec![open[0].clone()];
    person.answer(&given).await;
    let Stage::Result(preview) = person.until_read().await else {
        panic!("result")
    };
    assert_eq!(preview.insights[0].balances.len(), 1);
    assert_eq!(preview.insights[0].balances[0].account, open[1]);
    assert_eq!(house.bank.count("balances"), 1, "{:?}", house.bank.calls());
}

#[tokio::test]
async fn r_146_going_back_from_the_result_asks_again_and_deletes_what_was_read() {
    let house = House::new().await;
    let (person, accounts) = to_accounts(&house, "again").await;
    person.link(&open_accounts(&accounts)).await;
    person.answer(&yes(&["financial_health"])).await;
    person.until_read().await;
    let back = "/journeys/current/back";
    assert!(matches!(
        person.act(Method::POST, back).await,
        Stage::Purposes(_)
    ));
    assert!(
        matches!(person.act(Method::POST, back).await, Stage::Purposes(_)),
        "repeated"
    );
    for table in ["balances", "transactions"] {
        assert_eq!(house.rows(table).await, 0, "{table}");
    }
    person.answer(&yes(&["well_being"])).await;
    let Stage::Result(preview) = person.until_read().await else {
        panic!("result")
    };
    assert_eq!(preview.insights.len(), 1);
    assert_eq!(preview.insights[0].purpose.as_str(), "well_being");
}

#[tokio::test]
async fn not_sending_revokes_and_leaves_nothing() {
    let house = House::new().await;
    let (person, accounts) = to_accounts(&house, "discard").await;
    person.link(&open_accounts(&accounts)).await;
    person.answer(&yes(&["financial_health"])).await;
    person.until_read().await;
    let end = person.act(Method::POST, "/journeys/current/discard").await;
    assert_eq!(end, Stage::Ended(End::NotSent(Revocation::Revoked)));
    assert_eq!(
        person.act(Method::POST, "/journeys/current/discard").await,
        end
    );
    assert_eq!(person.partner_get("/banks").await.1, json!({ "banks": [] }));
    for table in ["accounts", "balances", "transactions", "consents"] {
        assert_eq!(house.rows(table).await, 0, "{table}");
    }
    assert_eq!(house.rows("connections WHERE tokens IS NOT NULL").await, 0);
}

#[tokio::test]
async fn cancelling_always_reaches_the_end() {
    let house = House::new().await;
    let person = Person::open(&house, "cancel-1").await;
    let end = person.act(Method::DELETE, "/journeys/current").await;
    assert_eq!(
        end,
        Stage::Ended(End::Cancelled(Revocation::NothingToRevoke))
    );
    let (person, _) = to_accounts(&house, "cancel-2").await;
    let end = person.act(Method::DELETE, "/journeys/current").await;
    assert_eq!(end, Stage::Ended(End::Cancelled(Revocation::Revoked)));
    assert_eq!(person.act(Method::DELETE, "/journeys/current").await, end);
}

#[tokio::test]
async fn r_046_each_outcome_of_the_bank_has_its_own_stage() {
    let house = House::new().await;
    let cases = [
        ("access_denied", Outcome::Cancelled),
        ("unmet_authentication_requirements", Outcome::Refused),
        ("login_required", Outcome::TimedOut),
        ("temporarily_unavailable", Outcome::BankDown),
        ("server_error", Outcome::Unknown),
    ];
    for (error, outcome) in cases {
        let mut person = Person::open(&house, error).await;
        person.choose("la-banque-postale", None).await;
        let code = person.round_trip_with_error(error).await;
        assert!(
            matches!(person.redeem(&code).await, Stage::Outcome(found, _) if found == outcome),
            "{error}"
        );
        assert!(
            matches!(
                person.choose("la-banque-postale", None).await,
                Stage::Handoff(_)
            ),
            "a way forward"
        );
    }
    assert_eq!(house.bank.count("token"), 0);
    let moods = [
        (Mood::NoAccounts, Outcome::NoAccounts),
        (Mood::ApiDown, Outcome::BankDown),
        (Mood::Nonsense, Outcome::Unknown),
    ];
    for (mood, outcome) in moods {
        house.bank.is(Mood::Well);
        let mut person = Person::open(&house, &format!("{mood:?}")).await;
        person.choose("la-banque-postale", None).await;
        let code = person.round_trip().await;
        house.bank.is(mood);
        let revoked = house.bank.count("revoke");
        assert!(
            matches!(person.redeem(&code).await, Stage::Outcome(found, _) if found == outcome),
            "{mood:?}"
        );
        assert_eq!(
            house.bank.count("revoke"),
            revoked + 2,
            "access that is of no use is closed"
        );
    }
}

#[tokio::test]
async fn a_bank_that_does_not_take_the_request_sends_the_person_back_with_an_outcome() {
    let house = House::new().await;
    house.bank.is(Mood::ParDown);
    let mut person = Person::open(&house, "par").await;
    person.choose("la-banque-postale", None).await;
    let ticket = person.ticket().await;
    let answer = person.go_from(&ticket, Some(PAGE)).await;
    let code = person.handoff(&answer);
    assert!(matches!(
        person.redeem(&code).await,
        Stage::Outcome(Outcome::BankDown, _)
    ));
}

#[tokio::test]
async fn a_bank_that_fails_while_it_is_read_is_an_outcome_and_access_is_closed() {
    let house = House::new().await;
    let (person, accounts) = to_accounts(&house, "fails").await;
    person.link(&open_accounts(&accounts)).await;
    house.bank.is(Mood::TransactionsDown);
    person.answer(&yes(&["financial_health"])).await;
    assert!(matches!(
        person.until_read().await,
        Stage::Outcome(Outcome::BankDown, _)
    ));
    assert_eq!(house.bank.count("revoke"), 2);
}

#[tokio::test]
async fn r_088_r_090_all_four_orders_complete() {
    let house = House::new().await;
    // Purposes before: asked first, then the bank; the scope says what they need.
    let mut person = Person::open(&house, "before").await;
    let Stage::Purposes(stage) = person.choose("hello-bank", None).await else {
        panic!("purposes first")
    };
    assert!(stage.accounts.is_empty());
    assert!(matches!(
        person.answer(&yes(&["well_being"])).await,
        Stage::Handoff(_)
    ));
    let code = person.round_trip().await;
    let Stage::Accounts(stage) = person.redeem(&code).await else {
        panic!("accounts")
    };
    person.link(&open_accounts(&stage.accounts)).await;
    assert!(matches!(person.until_read().await, Stage::Result(_)));
    assert_eq!(house.bank.count("balances"), 0);
    // Accounts at the bank: never asked here.
    let mut person = Person::open(&house, "at-bank").await;
    person.choose("boursobank", None).await;
    let code = person.round_trip().await;
    let Stage::Purposes(stage) = person.redeem(&code).await else {
        panic!("purposes")
    };
    assert_eq!(stage.accounts.len(), 2);
    // Both: straight to reading.
    let mut person = Person::open(&house, "both").await;
    person.choose("monabanq", None).await;
    person.answer(&yes(&["financial_health"])).await;
    let code = person.round_trip().await;
    person.redeem(&code).await;
    assert!(matches!(person.until_read().await, Stage::Result(_)));
    // Refusing everything before the bank ends well without it.
    let person = Person::open(&house, "before-none").await;
    person.choose("hello-bank", None).await;
    assert_eq!(
        person.answer(&[]).await,
        Stage::Ended(End::NothingGiven(Revocation::NothingToRevoke))
    );
}

#[tokio::test]
async fn r_018_a_bank_without_iss_has_a_callback_of_its_own_and_full_aisp_says_so() {
    let house = House::new().await;
    let mut person = Person::open(&house, "regions").await;
    assert!(matches!(
        person.choose("caisse-epargne", None).await,
        Stage::Region(_)
    ));
    let region = "caisse-epargne-ile-de-france";
    assert!(matches!(
        person.choose("caisse-epargne", Some(region)).await,
        Stage::Handoff(_)
    ));
    let (callback, code) = person.leave().await;
    assert!(callback.contains(&format!("/callback/{region}?")));
    let other = callback.replace(region, "caisse-epargne-normandie");
    let answer = person.back(&format!("{other}&code={code}")).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert_eq!(house.bank.count("token"), 0);
    let (without_iss, _) = callback.split_once("&iss=").unwrap();
    let answer = person.back(&format!("{without_iss}&code={code}")).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);

    let mut person = Person::open(&house, "lcl").await;
    person.choose("lcl", None).await;
    let code = person.round_trip().await;
    let Stage::Accounts(stage) = person.redeem(&code).await else {
        panic!("accounts")
    };
    let Stage::Purposes(stage) = person.link(&open_accounts(&stage.accounts)).await else {
        panic!("purposes")
    };
    assert!(stage.enforcement.is_some());
    assert_eq!(
        person.answer(&[]).await,
        Stage::Ended(End::NothingGiven(Revocation::NotOffered))
    );
}

#[tokio::test]
async fn acts_that_do_not_fit_the_stage_are_refused_and_repeated_ones_are_not() {
    let house = House::new().await;
    let (person, accounts) = to_accounts(&house, "fit").await;
    for (method, path, body) in [
        (Method::POST, "/journeys/current/send", None),
        (Method::POST, "/journeys/current/discard", None),
        (Method::POST, "/journeys/current/attempts", None),
        (
            Method::PUT,
            "/journeys/current/purposes",
            Some(json!({ "given": [] })),
        ),
        (Method::PUT, "/journeys/current/choice", Some(json!(null))),
    ] {
        let answer = person.call(method, path, body).await;
        assert_eq!(problem(answer).await.code, Code::StageMismatch, "{path}");
    }
    let minor = vec![accounts[2].id.clone()];
    let answer = person
        .call(
            Method::PUT,
            "/journeys/current/accounts",
            Some(json!({ "accounts": minor })),
        )
        .await;
    assert_eq!(problem(answer).await.code, Code::BadRequest);
    let open = open_accounts(&accounts);
    let stage = person.link(&open).await;
    assert_eq!(person.link(&open).await, stage);
    let answer = person
        .call(
            Method::PUT,
            "/journeys/current/accounts",
            Some(json!({ "accounts": [open[0]] })),
        )
        .await;
    assert_eq!(problem(answer).await.code, Code::StageMismatch);
    let unknown = person
        .call(
            Method::PUT,
            "/journeys/current/choice",
            Some(json!({ "institution": "no-such", "space": "personal" })),
        )
        .await;
    assert_eq!(unknown.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], PAGE);
    assert_eq!(problem(unknown).await.code, Code::InstitutionUnknown);
}

#[tokio::test]
async fn r_088_a_bank_that_asks_purposes_afterwards_takes_no_answer_before() {
    let house = House::new().await;
    let person = Person::open(&house, "too-early").await;
    let before = person.choose("la-banque-postale", None).await;
    let given = json!({ "given": yes(&["solvency"]) });
    let answer = person
        .call(Method::PUT, "/journeys/current/purposes", Some(given))
        .await;
    assert_eq!(problem(answer).await.code, Code::StageMismatch);
    assert_eq!(person.stage().await, before);
}
