//! The exact JSON of what crosses the wire: a change of shape shows here first.

use std::fmt::Debug;

use contract::{
    Account, AccountGroup, AccountId, AccountsStage, Balance, Basis, Capabilities, Catalogue,
    Choice, Code, Correction, CountryFile, DataClass, Detail, End, Given, HandoffStage,
    HolderStage, Insight, InstitutionId, JourneyId, Line, Locale, Mode, Month, Notice, NoticeText,
    Offer, Open, Opened, Outcome, Partner, Preview, Problem, Purpose, PurposeId, PurposesStage,
    Receipt, ReceiptId, ReceiptLine, Redeem, RegionId, Resume, Revocation, Role, Secret,
    Sensitivity, Space, Stage, Surface, Tail, View, Whereabouts, Withheld,
};
use serde::{Serialize, de::DeserializeOwned};

/// Written as this, and read back as the same.
fn golden<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T, json: &str) {
    assert_eq!(
        serde_json::to_string(value).expect("it can be written"),
        json
    );
    assert_eq!(
        &serde_json::from_str::<T>(json).expect("it can be read"),
        value
    );
}

fn secret(text: &str) -> Secret {
    Secret::new(text.into())
}

fn notice() -> Notice {
    Notice {
        version: "1".into(),
        locale: "fr".into(),
        hash: "h".into(),
        text: NoticeText {
            lines: vec!["l".into()],
            details: vec![Detail {
                heading: "q".into(),
                text: "a".into(),
            }],
        },
    }
}

const NOTICE: &str = r#"{"version":"1","locale":"fr","hash":"h","text":{"lines":["l"],"details":[{"heading":"q","text":"a"}]}}"#;

fn whereabouts() -> Whereabouts {
    let choice = Choice {
        institution: InstitutionId::from("credit-agricole"),
        region: Some(RegionId::from("credit-agricole-aquitaine")),
        space: Space::Personal,
    };
    Whereabouts {
        choice,
        bank: "Crédit Agricole Aquitaine".into(),
    }
}

const WHEREABOUTS: &str = r#"{"choice":{"institution":"credit-agricole","region":"credit-agricole-aquitaine","space":"personal"},"bank":"Crédit Agricole Aquitaine"}"#;

fn account(tail: Option<&str>, offer: Offer) -> Account {
    Account {
        id: AccountId::from("a"),
        group: AccountGroup::Current,
        space: Space::Personal,
        role: Role::CoHolder,
        label: "Compte".into(),
        tail: tail.map(|t| Tail(t.into())),
        offer,
    }
}

const ACCOUNT: &str = r#"{"id":"a","group":"current","space":"personal","role":"co_holder","label":"Compte","tail":"1234","offer":"open"}"#;

#[test]
fn opening_and_redeeming() {
    let open = Open {
        token: secret("t"),
        wc: "c".into(),
        surface: Surface::Inline,
        mode: Mode::Connect,
    };
    golden(
        &open,
        r#"{"token":"t","wc":"c","surface":"inline","mode":"connect"}"#,
    );
    let sparse = serde_json::from_str::<Open>(r#"{"token":"t","wc":"c"}"#);
    assert_eq!(sparse.expect("surface and mode have defaults"), open);
    let resume = Resume {
        journey: Some(JourneyId::from("j")),
        wv: Some(secret("v")),
    };
    golden(&resume, r#"{"journey":"j","wv":"v"}"#);
    golden(
        &Resume {
            journey: None,
            wv: None,
        },
        "{}",
    );
    golden(
        &Redeem {
            code: secret("c"),
            wv: secret("v"),
        },
        r#"{"code":"c","wv":"v"}"#,
    );
    let view = View {
        journey: JourneyId::from("j"),
        version: 3,
        partner: Partner {
            name: "Assurances Martin".into(),
            help: None,
        },
        whose: None,
        space: Space::Business,
        steps: Capabilities::default().steps().to_vec(),
        stage: Stage::Bank,
    };
    let hosted = View {
        whose: Some("Client cl•••2".into()),
        ..view.clone()
    };
    golden(
        &hosted,
        r#"{"journey":"j","version":3,"partner":{"name":"Assurances Martin"},"whose":"Client cl•••2","space":"business","steps":["bank","handoff","accounts","purposes","result"],"stage":"bank"}"#,
    );
    golden(
        &Opened {
            access: Some(secret("a")),
            view,
        },
        r#"{"access":"a","view":{"journey":"j","version":3,"partner":{"name":"Assurances Martin"},"space":"business","steps":["bank","handoff","accounts","purposes","result"],"stage":"bank"}}"#,
    );
}

#[test]
fn stages_before_and_at_the_bank() {
    golden(
        &Stage::Region(InstitutionId::from("cic")),
        r#"{"region":"cic"}"#,
    );
    golden(
        &Stage::AtBank(whereabouts()),
        &format!(r#"{{"at_bank":{WHEREABOUTS}}}"#),
    );
    golden(
        &Stage::Returned(whereabouts()),
        &format!(r#"{{"returned":{WHEREABOUTS}}}"#),
    );
    golden(
        &Stage::Outcome(Outcome::NoAccounts, whereabouts()),
        &format!(r#"{{"outcome":["no_accounts",{WHEREABOUTS}]}}"#),
    );
    let handoff = HandoffStage {
        whereabouts: whereabouts(),
        host: "bank.example".into(),
        notice: notice(),
        capabilities: Capabilities::default(),
    };
    let json = format!(
        r#"{{"handoff":{{"whereabouts":{WHEREABOUTS},"host":"bank.example","notice":{NOTICE},"capabilities":{{"accounts":"widget","purposes":"after"}}}}}}"#
    );
    golden(&Stage::Handoff(handoff), &json);
}

#[test]
fn stages_after_the_bank() {
    golden(
        &Stage::Holder(HolderStage { notice: notice() }),
        &format!(r#"{{"holder":{{"notice":{NOTICE}}}}}"#),
    );
    let stage = AccountsStage {
        bank: "B".into(),
        accounts: vec![
            account(Some("1234"), Offer::Open),
            account(None, Offer::Withheld(Withheld::Minor)),
        ],
        notice: notice(),
        already: Some("s".into()),
    };
    let withheld = r#"{"id":"a","group":"current","space":"personal","role":"co_holder","label":"Compte","offer":{"withheld":"minor"}}"#;
    golden(
        &Stage::Accounts(stage),
        &format!(
            r#"{{"accounts":{{"bank":"B","accounts":[{ACCOUNT},{withheld}],"notice":{NOTICE},"already":"s"}}}}"#
        ),
    );
    let purpose = Purpose {
        id: PurposeId::from("p"),
        title: "T".into(),
        notice: notice(),
        basis: Basis::LegalObligation,
        classes: vec![
            DataClass::Accounts,
            DataClass::Balances,
            DataClass::Transactions90d,
            DataClass::TransactionsFull,
        ],
        sensitivity: Sensitivity::Special,
    };
    let stage = PurposesStage {
        purposes: vec![purpose],
        accounts: vec![],
        enforcement: Some("e".into()),
        already: Some("s".into()),
    };
    golden(
        &Stage::Purposes(stage),
        &format!(
            r#"{{"purposes":{{"purposes":[{{"id":"p","title":"T","notice":{NOTICE},"basis":"legal_obligation","classes":["accounts","balances","transactions_90d","transactions_full"],"sensitivity":"special"}}],"accounts":[],"enforcement":"e","already":"s"}}}}"#
        ),
    );
    golden(
        &Stage::Reading { done: 1, total: 2 },
        r#"{"reading":{"done":1,"total":2}}"#,
    );
    golden(
        &Stage::Hosted("https://b/connect".into()),
        r#"{"hosted":"https://b/connect"}"#,
    );
    golden(&Stage::HandBack, r#""hand_back""#);
    golden(
        &Stage::Ended(End::NothingGiven(Revocation::NotOffered)),
        r#"{"ended":{"nothing_given":"not_offered"}}"#,
    );
    golden(&Stage::Ended(End::Abandoned), r#"{"ended":"abandoned"}"#);
}

#[test]
fn the_result_and_the_receipt() {
    let insight = Insight {
        purpose: PurposeId::from("p"),
        title: "T".into(),
        sentences: vec!["about {~100 EUR}".into()],
        figures: vec![Line {
            label: "l".into(),
            value: "{-1 %}".into(),
            transactions: 3,
            ..Line::default()
        }],
        formula: "f 2".into(),
        balances: vec![Balance {
            account: AccountId::from("a"),
            cents: -5,
            currency: "EUR".into(),
        }],
        months: vec![Month {
            month: "2026-10".into(),
            income: 1,
            outgoings: 2,
            currency: "EUR".into(),
            complete: false,
        }],
        transactions: 7,
        recent_only: vec![AccountId::from("a")],
        read: "r".into(),
    };
    let preview = Preview {
        accounts: vec![account(Some("1234"), Offer::Open)],
        insights: vec![insight],
        refused: vec!["R".into()],
    };
    golden(
        &Stage::Result(preview),
        &format!(
            r#"{{"result":{{"accounts":[{ACCOUNT}],"insights":[{{"purpose":"p","title":"T","sentences":["about {{~100 EUR}}"],"figures":[{{"label":"l","value":"{{-1 %}}","transactions":3}}],"formula":"f 2","balances":[{{"account":"a","cents":-5,"currency":"EUR"}}],"months":[{{"month":"2026-10","income":1,"outgoings":2,"currency":"EUR","complete":false}}],"transactions":7,"recent_only":["a"],"read":"r"}}],"refused":["R"]}}}}"#
        ),
    );
    let row = Line {
        id: "t".into(),
        label: "L".into(),
        value: "{-5 EUR}".into(),
        note: "n".into(),
        transactions: 0,
    };
    golden(
        &row,
        r#"{"id":"t","label":"L","value":"{-5 EUR}","note":"n"}"#,
    );
    let correction = Correction {
        transaction: "t".into(),
    };
    golden(&correction, r#"{"transaction":"t"}"#);
    let receipt = Receipt {
        act: contract::ReceiptAct::Sent,
        id: ReceiptId::from("r"),
        bank: "B".into(),
        accounts: vec![],
        lines: vec![ReceiptLine {
            purpose: PurposeId::from("p"),
            title: "T".into(),
            until: 9,
            formula: "f 2".into(),
        }],
        sca_due: 8,
        withdraw: "w".into(),
        manage: "m".into(),
        revocation: None,
    };
    golden(
        &Stage::Sent(receipt),
        r#"{"sent":{"id":"r","bank":"B","accounts":[],"lines":[{"purpose":"p","title":"T","until":9,"formula":"f 2"}],"sca_due":8,"withdraw":"w","manage":"m"}}"#,
    );
}

#[test]
fn what_the_person_answers() {
    golden(
        &Given {
            purpose: PurposeId::from("p"),
            without: vec![],
        },
        r#"{"purpose":"p"}"#,
    );
    golden(
        &Given {
            purpose: PurposeId::from("p"),
            without: vec![AccountId::from("a")],
        },
        r#"{"purpose":"p","without":["a"]}"#,
    );
    golden(&None::<Choice>, "null");
}

#[test]
fn problems_and_the_catalogue() {
    let problem = Problem {
        kind: "about:blank".into(),
        title: "t".into(),
        status: 409,
        code: Code::StageMismatch,
        detail: None,
        request_id: None,
    };
    golden(
        &problem,
        r#"{"type":"about:blank","title":"t","status":409,"code":"stage_mismatch"}"#,
    );
    assert_eq!(
        serde_json::from_str::<Code>(r#""of_tomorrow""#).ok(),
        Some(Code::Unknown),
        "a new code is no error"
    );
    let catalogue = Catalogue {
        first: "FR".into(),
        countries: vec![CountryFile {
            country: "FR".into(),
            path: "/directory/fr.0.txt".into(),
        }],
        popular: String::new(),
        down: vec![],
        logos: None,
    };
    golden(
        &catalogue,
        r#"{"first":"FR","countries":[{"country":"FR","path":"/directory/fr.0.txt"}]}"#,
    );
    let catalogue = Catalogue {
        countries: vec![],
        popular: "guichet-directory 1 FR 0\n".into(),
        down: vec!["lcl".into()],
        logos: Some("https://logos.example".into()),
        ..catalogue
    };
    golden(
        &catalogue,
        r#"{"first":"FR","countries":[],"popular":"guichet-directory 1 FR 0\n","down":["lcl"],"logos":"https://logos.example"}"#,
    );
}

#[test]
fn r_071_a_secret_does_not_print_itself() {
    assert!(
        !format!(
            "{:?}",
            Redeem {
                code: secret("hush"),
                wv: secret("hush")
            }
        )
        .contains("hush")
    );
}

#[test]
fn languages_are_read_from_tags() {
    assert_eq!(
        [
            Locale::parse("fr-CA"),
            Locale::parse("EN"),
            Locale::parse("de")
        ],
        [Some(Locale::Fr), Some(Locale::En), None]
    );
}
