//! Keeps `STATES.md` true: the arrows of its diagram and the rows of its table are exactly the machine's.

mod common;

use std::collections::BTreeSet;

use common::{
    accounts, accounts_stage, answered, at, choice, handoff_stage, holder_stage, preview, purposes,
    receipt, request, saved, secret, whereabouts,
};
use contract::{
    AccountId, End, InstitutionId, Outcome, PurposeId, PurposesAt, RegionId, Revocation, Stage,
};
use journey::{Answer, Call, Effect, Event, Failure, Journey, Mark, Pick, Regions, Start};

const DOC: &str = include_str!("../STATES.md");

/// One journey in each place.
fn journeys() -> Vec<Journey> {
    let resumed = |code| Journey::default().step(Event::Started(saved(code))).0;
    let (handoff, effects) = at(handoff_stage(PurposesAt::After, None)).step(Event::Leave);
    let ticket = Event::Answered(
        request(&effects).expect("leaving asks for a ticket"),
        Ok(Answer::Ticket(secret("t"))),
    );
    let (gone, effects) = Journey::default().step(Event::Started(Start::default()));
    let stop = |failure| {
        gone.clone()
            .step(Event::Answered(
                request(&effects).expect("a start asks"),
                Err(failure),
            ))
            .0
    };
    let mut accounts_step = at(accounts_stage());
    accounts_step = accounts_step
        .step(Event::Ticked(AccountId::from("a"), Mark::On))
        .0;
    vec![
        resumed(None),
        resumed(Some("code")),
        at(Stage::Bank),
        at(Stage::Region(InstitutionId::from("bank"))),
        at(Stage::Purposes(purposes(vec![]))),
        at(Stage::Purposes(purposes(accounts()))),
        at(handoff_stage(PurposesAt::After, None)),
        handoff.step(ticket).0,
        at(Stage::AtBank(whereabouts())),
        at(Stage::Returned(whereabouts())),
        at(Stage::Outcome(Outcome::NoAccounts, whereabouts())),
        at(holder_stage()),
        accounts_step,
        at(Stage::Reading { done: 0, total: 1 }),
        at(Stage::Result(preview())),
        at(Stage::Hosted("https://backend.example/connect".into())),
        at(Stage::HandBack),
        at(Stage::Sent(receipt())),
        at(Stage::Ended(End::NotSent(Revocation::Revoked))),
        stop(Failure::Elsewhere),
        stop(Failure::Token),
    ]
}

/// One event of each kind that a person or a page causes.
fn acts() -> Vec<(&'static str, Event)> {
    vec![
        ("Restored", Event::Restored),
        (
            "Picked (regions to ask)",
            Event::Picked(Pick {
                choice: choice(None),
                regions: Regions::Ask,
            }),
        ),
        (
            "Picked",
            Event::Picked(Pick {
                choice: choice(None),
                regions: Regions::Known,
            }),
        ),
        ("RegionPicked", Event::RegionPicked(RegionId::from("r"))),
        ("Back", Event::Back),
        ("Leave", Event::Leave),
        ("AccountsSaved", Event::AccountsSaved),
        ("Switched", Event::Switched(PurposeId::from("p"), Mark::On)),
        ("PurposesSaved", Event::PurposesSaved),
        ("Send", Event::Send),
        ("Discard", Event::Discard),
        ("Corrected", Event::Corrected("t".into())),
        ("Retry", Event::Retry),
        ("OtherSpace", Event::OtherSpace),
        ("ContinueHere", Event::ContinueHere),
        ("GoOn", Event::GoOn),
        ("Restart", Event::Restart),
        ("Cancel", Event::Cancel),
    ]
}

fn name(call: &Call) -> &'static str {
    match call {
        Call::Open => "Open",
        Call::Resume => "Resume",
        Call::Look => "Look",
        Call::Choose(Some(_)) => "Choose",
        Call::Choose(None) => "Choose nothing",
        Call::Leave => "Leave",
        Call::Redeem(_) => "Redeem",
        Call::Confirm => "Confirm",
        Call::Accounts(_) => "Accounts",
        Call::Purposes(_) => "Purposes",
        Call::Back => "Back",
        Call::Send => "Send",
        Call::Discard => "Discard",
        Call::Correct(_) => "Correct",
        Call::Cancel => "Cancel",
    }
}

#[test]
fn the_diagram_and_the_table_are_exactly_what_the_machine_does() {
    let (mut arrows, mut rows) = (BTreeSet::new(), BTreeSet::new());
    for journey in journeys() {
        let from = journey.place();
        for (label, event) in acts() {
            let (after, effects) = journey.clone().step(event);
            if after.place() != from {
                arrows.insert(format!("{from:?} --> {:?}: {label}", after.place()));
            }
            for effect in effects {
                if let Effect::Request(_, call) = effect {
                    rows.insert(format!("| {from:?} | {label} | {} |", name(&call)));
                }
            }
        }
    }
    let ticket = "Handoff --> Leaving: ticket";
    let code = "Opening --> Redeeming: code";
    arrows.extend([ticket, code].map(str::to_owned));
    let lines = |wanted: fn(&str) -> bool| {
        DOC.lines()
            .map(str::trim)
            .filter(|l| wanted(l))
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
    };
    let written = lines(|l| l.contains("-->") && !l.starts_with("[*]"));
    let listed =
        lines(|l| l.starts_with("| ") && !l.starts_with("| from") && !l.starts_with("| stage"));
    let show = |set: &BTreeSet<String>| set.iter().cloned().collect::<Vec<_>>().join("\n");
    assert_eq!(
        show(&written),
        show(&arrows),
        "the diagram's arrows (left: STATES.md, right: the machine)"
    );
    assert_eq!(
        show(&listed),
        show(&rows),
        "the table of requests (left: STATES.md, right: the machine)"
    );
}

/// The two arrows above that answers cause.
#[test]
fn a_ticket_leaves_and_a_code_is_redeemed() {
    let (handoff, effects) = at(handoff_stage(PurposesAt::After, None)).step(Event::Leave);
    let no = request(&effects).expect("leaving asks for a ticket");
    let (leaving, effects) = handoff.step(Event::Answered(no, Ok(Answer::Ticket(secret("t")))));
    assert_eq!(leaving.place(), journey::Place::Leaving);
    assert!(effects.contains(&Effect::Go(secret("t"))));

    let (resumed, effects) = Journey::default().step(Event::Started(saved(Some("code"))));
    let no = request(&effects).expect("a saved journey is resumed");
    let (redeeming, effects) = answered(resumed, no, Stage::Returned(whereabouts()));
    assert_eq!(redeeming.place(), journey::Place::Redeeming);
    assert!(
        effects
            .iter()
            .any(|e| matches!(e, Effect::Request(_, Call::Redeem(c)) if *c == secret("code")))
    );
}
