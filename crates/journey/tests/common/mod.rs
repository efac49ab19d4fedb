#![allow(dead_code, reason = "each test file uses its part")]
//! Views and journeys to test with.

use contract::{
    Account, AccountGroup, AccountId, AccountsStage, Basis, Capabilities, Choice, DataClass,
    HandoffStage, HolderStage, InstitutionId, JourneyId, Notice, NoticeText, Offer, Partner,
    Preview, Purpose, PurposeId, PurposesAt, PurposesStage, Receipt, ReceiptId, Role, Secret,
    Sensitivity, Space, Stage, View, Whereabouts, Withheld,
};
use journey::{Answer, Effect, Event, Journey, RequestNo, Returned, Start};

pub fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

pub fn choice(region: Option<&str>) -> Choice {
    Choice {
        institution: InstitutionId::from("bank"),
        region: region.map(Into::into),
        space: Space::Personal,
    }
}

pub fn whereabouts() -> Whereabouts {
    Whereabouts {
        choice: choice(None),
        bank: "Bank".into(),
    }
}

pub fn notice() -> Notice {
    Notice {
        version: "1".into(),
        locale: "fr".into(),
        hash: "h".into(),
        text: NoticeText {
            lines: vec!["line".into()],
            details: vec![],
        },
    }
}

pub fn account(id: &str, offer: Offer) -> Account {
    Account {
        id: AccountId::from(id),
        group: if id == "c" {
            AccountGroup::Card
        } else {
            AccountGroup::Current
        },
        space: Space::Personal,
        role: Role::Holder,
        label: id.into(),
        tail: None,
        offer,
    }
}

/// Two current accounts and a card that can be ticked, and one account that cannot.
pub fn accounts() -> Vec<Account> {
    vec![
        account("a", Offer::Open),
        account("b", Offer::Open),
        account("c", Offer::Open),
        account("minor", Offer::Withheld(Withheld::Minor)),
    ]
}

pub fn purpose(id: &str, basis: Basis) -> Purpose {
    Purpose {
        id: PurposeId::from(id),
        title: id.into(),
        notice: notice(),
        basis,
        classes: vec![DataClass::Balances],
        sensitivity: Sensitivity::Ordinary,
    }
}

/// Two purposes with a switch and one that is only shown.
pub fn purposes(accounts: Vec<Account>) -> PurposesStage {
    PurposesStage {
        purposes: vec![
            purpose("p", Basis::Consent),
            purpose("q", Basis::Consent),
            purpose("law", Basis::LegalObligation),
        ],
        accounts,
        enforcement: None,
        already: None,
    }
}

pub fn accounts_stage() -> Stage {
    Stage::Accounts(AccountsStage {
        bank: "Bank".into(),
        accounts: accounts(),
        notice: notice(),
        already: None,
    })
}

pub fn handoff_stage(purposes: PurposesAt, region: Option<&str>) -> Stage {
    Stage::Handoff(HandoffStage {
        whereabouts: Whereabouts {
            choice: choice(region),
            bank: "Bank".into(),
        },
        host: "bank.example".into(),
        notice: notice(),
        capabilities: Capabilities {
            purposes,
            ..Capabilities::default()
        },
    })
}

pub fn holder_stage() -> Stage {
    Stage::Holder(HolderStage { notice: notice() })
}

pub fn preview() -> Preview {
    Preview {
        accounts: accounts(),
        insights: vec![],
        refused: vec![],
    }
}

pub fn receipt() -> Receipt {
    Receipt {
        act: contract::ReceiptAct::Sent,
        id: ReceiptId::from("r"),
        bank: "Bank".into(),
        accounts: accounts(),
        lines: vec![],
        sca_due: 0,
        withdraw: "w".into(),
        manage: "https://backend.example/manage#code".into(),
        revocation: None,
    }
}

pub fn view(version: u64, stage: Stage) -> View {
    View {
        journey: JourneyId::from("j"),
        version,
        partner: Partner {
            name: "Partner".into(),
            help: None,
        },
        whose: None,
        space: Space::Personal,
        steps: Capabilities::default().steps().to_vec(),
        stage,
    }
}

/// The number of the request among these effects, if there is one.
pub fn request(effects: &[Effect]) -> Option<RequestNo> {
    effects.iter().find_map(|e| match e {
        Effect::Request(no, _) => Some(*no),
        _ => None,
    })
}

pub fn answered(journey: Journey, no: RequestNo, stage: Stage) -> (Journey, Vec<Effect>) {
    journey.step(Event::Answered(
        no,
        Ok(Answer::View(Box::new(view(1, stage)))),
    ))
}

/// A journey that was opened and stands at this stage.
pub fn at(stage: Stage) -> Journey {
    let (journey, effects) = Journey::default().step(Event::Started(Start::default()));
    answered(
        journey,
        request(&effects).expect("a start asks to open"),
        stage,
    )
    .0
}

/// A start with a saved journey, and perhaps a return for it.
pub fn saved(code: Option<&str>) -> Start {
    Start {
        saved: Some(JourneyId::from("j")),
        returned: code.map(|code| Returned {
            journey: JourneyId::from("j"),
            code: secret(code),
        }),
        ..Start::default()
    }
}
