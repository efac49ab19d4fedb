//! Single promises, each with a name.

mod common;

use common::{
    accounts_stage, answered, at, choice, handoff_stage, purposes, receipt, request, saved, secret,
    view, whereabouts,
};
use contract::{AccountId, End, Given, JourneyId, Mode, PurposeId, PurposesAt, Revocation, Stage};
use journey::{
    Answer, Call, Effect, Event, Failure, Journey, Mark, Pick, Place, Regions, Screen, Start, Stop,
    Tally, Tidings, Trouble,
};

fn calls(effects: &[Effect]) -> Vec<&Call> {
    effects
        .iter()
        .filter_map(|e| {
            if let Effect::Request(_, call) = e {
                Some(call)
            } else {
                None
            }
        })
        .collect()
}

fn fail(journey: Journey, effects: &[Effect], failure: Failure) -> (Journey, Vec<Effect>) {
    journey.step(Event::Answered(
        request(effects).expect("a request to fail"),
        Err(failure),
    ))
}

#[test]
fn the_bank_step_does_not_wait_for_the_backend() {
    let (journey, effects) = Journey::default().step(Event::Started(Start::default()));
    assert_eq!(journey.place(), Place::Bank);
    assert_eq!(calls(&effects), [&Call::Open]);
}

#[test]
fn a_bank_picked_before_the_answer_is_told_after_it() {
    let (journey, opening) = Journey::default().step(Event::Started(Start::default()));
    let (journey, effects) = journey.step(Event::Picked(Pick {
        choice: choice(None),
        regions: Regions::Known,
    }));
    assert!(calls(&effects).is_empty() && journey.is_waiting());
    let (_, effects) = answered(journey, request(&opening).expect("opening"), Stage::Bank);
    assert_eq!(calls(&effects), [&Call::Choose(Some(choice(None)))]);
}

#[test]
fn r_099_nothing_is_ticked_or_switched_when_a_step_appears() {
    let journey = at(accounts_stage());
    let Screen::Accounts(stage, ticks) = journey.screen() else {
        panic!("accounts")
    };
    assert_eq!(ticks.tally(stage.accounts.iter()), Tally::None);
    let journey = at(Stage::Purposes(purposes(common::accounts())));
    let Screen::Purposes(_, switches) = journey.screen() else {
        panic!("purposes")
    };
    assert_eq!(switches.count(), 0);
}

#[test]
fn r_099_switches_are_off_again_after_going_back_from_the_result() {
    let (journey, _) = at(Stage::Purposes(purposes(common::accounts())))
        .step(Event::Switched(PurposeId::from("p"), Mark::On));
    let (journey, effects) = journey.step(Event::PurposesSaved);
    let (journey, _) = answered(
        journey,
        request(&effects).expect("saving"),
        Stage::Result(common::preview()),
    );
    let (journey, effects) = journey.step(Event::Back);
    let (journey, _) = answered(
        journey,
        request(&effects).expect("back"),
        Stage::Purposes(purposes(common::accounts())),
    );
    let Screen::Purposes(_, switches) = journey.screen() else {
        panic!("purposes")
    };
    assert_eq!(switches.count(), 0);
}

#[test]
fn a_double_click_saves_once() {
    let (journey, _) = at(accounts_stage()).step(Event::Ticked(AccountId::from("a"), Mark::On));
    let (journey, effects) = journey.step(Event::AccountsSaved);
    assert_eq!(
        calls(&effects),
        [&Call::Accounts(vec![AccountId::from("a")])]
    );
    let (_, effects) = journey.step(Event::AccountsSaved);
    assert!(effects.is_empty());
}

#[test]
fn a_withheld_account_is_never_ticked_and_all_means_all_that_can_be() {
    let (journey, _) = at(accounts_stage()).step(Event::AllTicked(None, Mark::On));
    let (journey, _) = journey.step(Event::Ticked(AccountId::from("minor"), Mark::On));
    let Screen::Accounts(stage, ticks) = journey.screen() else {
        panic!("accounts")
    };
    assert_eq!(
        (ticks.count(), ticks.tally(stage.accounts.iter())),
        (3, Tally::All)
    );
}

#[test]
fn a_purpose_that_spares_every_account_is_not_given() {
    let mut journey = at(Stage::Purposes(purposes(common::accounts())));
    for purpose in ["p", "q", "law"] {
        journey = journey
            .step(Event::Switched(PurposeId::from(purpose), Mark::On))
            .0;
    }
    for account in ["a", "b", "c", "minor"] {
        journey = journey
            .step(Event::Spared(
                PurposeId::from("p"),
                AccountId::from(account),
                Mark::On,
            ))
            .0;
    }
    journey = journey
        .step(Event::Spared(
            PurposeId::from("q"),
            AccountId::from("b"),
            Mark::On,
        ))
        .0;
    let (_, effects) = journey.step(Event::PurposesSaved);
    let given = Given {
        purpose: PurposeId::from("q"),
        without: vec![AccountId::from("b")],
    };
    assert_eq!(calls(&effects), [&Call::Purposes(vec![given])]);
}

#[test]
fn offline_keeps_the_ticks_and_tries_the_same_again_when_online() {
    let (journey, _) = at(accounts_stage()).step(Event::Ticked(AccountId::from("b"), Mark::On));
    let (journey, effects) = journey.step(Event::AccountsSaved);
    let (journey, _) = fail(journey, &effects, Failure::Offline);
    assert_eq!(
        (journey.place(), journey.trouble()),
        (Place::Accounts, Some(Trouble::Offline))
    );
    let (journey, effects) = journey.step(Event::Online);
    assert_eq!(
        calls(&effects),
        [&Call::Accounts(vec![AccountId::from("b")])]
    );
    assert_eq!(journey.trouble(), None);
}

#[test]
fn r_036_a_lost_answer_to_a_redemption_is_looked_up_and_never_sent_again() {
    let (journey, effects) = Journey::default().step(Event::Started(saved(Some("code"))));
    let (journey, effects) = answered(
        journey,
        request(&effects).expect("resume"),
        Stage::Returned(whereabouts()),
    );
    let (journey, effects) = fail(journey, &effects, Failure::Offline);
    assert_eq!(calls(&effects), [&Call::Look]);
    let (journey, _) = answered(
        journey,
        request(&effects).expect("look"),
        Stage::Returned(whereabouts()),
    );
    let (_, effects) = journey.step(Event::ContinueHere);
    assert!(effects.contains(&Effect::Reclaim));
}

#[test]
fn a_return_for_another_journey_is_not_redeemed() {
    let mut start = saved(Some("code"));
    start.saved = Some(JourneyId::from("mine"));
    let (journey, effects) = Journey::default().step(Event::Started(start));
    let (journey, effects) = answered(
        journey,
        request(&effects).expect("resume"),
        Stage::Returned(whereabouts()),
    );
    assert_eq!(
        (journey.place(), calls(&effects).len()),
        (Place::Returned, 0)
    );
}

#[test]
fn r_044_another_tab_is_told_apart_and_one_button_takes_the_journey_back() {
    let journey = at(Stage::AtBank(whereabouts()));
    let (journey, effects) = journey.step(Event::Restored);
    let (journey, _) = fail(journey, &effects, Failure::Elsewhere);
    assert_eq!(journey.screen(), &Screen::Stopped(Stop::Elsewhere));
    let (_, effects) = journey.step(Event::ContinueHere);
    assert_eq!(calls(&effects), [&Call::Resume]);
}

#[test]
fn an_older_view_never_replaces_a_newer_one() {
    let journey = at(Stage::Bank);
    let (journey, effects) = journey.step(Event::Picked(Pick {
        choice: choice(None),
        regions: Regions::Known,
    }));
    let no = request(&effects).expect("choosing");
    let newer = view(7, handoff_stage(PurposesAt::After, None));
    let (journey, _) = journey.step(Event::Answered(no, Ok(Answer::View(Box::new(newer)))));
    let (journey, effects) = journey.step(Event::Online);
    let (journey, _) = answered(journey, request(&effects).expect("look"), Stage::Bank);
    assert_eq!(journey.place(), Place::Handoff);
}

#[test]
fn sending_tells_the_page_once_and_a_reload_of_the_receipt_tells_nothing() {
    let (journey, effects) = at(Stage::Result(common::preview())).step(Event::Send);
    let (_, effects) = answered(
        journey,
        request(&effects).expect("sending"),
        Stage::Sent(receipt()),
    );
    assert!(effects.contains(&Effect::Tell(Tidings::Success(JourneyId::from("j")))));
    let (journey, effects) = Journey::default().step(Event::Started(saved(None)));
    let (journey, effects) = answered(
        journey,
        request(&effects).expect("resume"),
        Stage::Sent(receipt()),
    );
    assert_eq!(journey.place(), Place::Sent);
    assert!(!effects.iter().any(|e| matches!(e, Effect::Tell(_))));
}

#[test]
fn leaving_offline_ends_and_says_that_the_backend_could_not_be_told() {
    let (journey, effects) = at(accounts_stage()).step(Event::Cancel);
    assert_eq!(journey.place(), Place::Ended);
    let (journey, _) = fail(journey, &effects, Failure::Offline);
    assert_eq!(journey.screen(), &Screen::Ended(journey::Ending::Untold));
    let (_, effects) = journey.step(Event::Online);
    assert_eq!(calls(&effects), [&Call::Cancel]);
}

#[test]
fn an_abandoned_journey_begins_anew_by_itself_when_the_page_is_opened_again() {
    let (journey, effects) = Journey::default().step(Event::Started(saved(None)));
    let (journey, effects) = fail(journey, &effects, Failure::Gone);
    assert_eq!(journey.place(), Place::Bank);
    assert!(effects.contains(&Effect::Forget) && calls(&effects) == [&Call::Open]);
}

#[test]
fn everything_refused_ends_well() {
    let (journey, effects) =
        at(Stage::Purposes(purposes(common::accounts()))).step(Event::PurposesSaved);
    assert_eq!(calls(&effects), [&Call::Purposes(vec![])]);
    let end = End::NothingGiven(Revocation::Revoked);
    let (journey, effects) = answered(
        journey,
        request(&effects).expect("saving"),
        Stage::Ended(end),
    );
    assert_eq!(journey.place(), Place::Ended);
    assert!(effects.contains(&Effect::Tell(Tidings::Exit(
        Some(JourneyId::from("j")),
        end
    ))));
}

#[test]
fn renewing_begins_at_the_handoff_and_another_bank_is_no_way_back() {
    let (journey, effects) = Journey::default().step(Event::Started(Start {
        mode: Mode::Renew,
        ..Start::default()
    }));
    assert_eq!(journey.place(), Place::Opening, "no bank is asked for");
    let no = request(&effects).expect("it opens");
    let (journey, _) = answered(journey, no, handoff_stage(PurposesAt::Before, None));
    assert_eq!(journey.place(), Place::Handoff);
    assert!(!journey.can_go_back() && journey.can_cancel());
    let (journey, effects) = journey.step(Event::Back);
    assert_eq!(request(&effects), None);
    let (_, effects) = journey.step(Event::Leave);
    assert_eq!(calls(&effects), [&Call::Leave], "one tap");
}

#[test]
fn managing_goes_on_at_the_address_that_the_backend_names() {
    let (journey, effects) = Journey::default().step(Event::Started(Start {
        mode: Mode::Manage,
        ..Start::default()
    }));
    let address = "https://backend.example/manage#t".to_owned();
    assert_eq!(journey.place(), Place::Opening, "no bank is asked for");
    let no = request(&effects).expect("it opens");
    let (journey, _) = answered(journey, no, Stage::Hosted(address.clone()));
    assert_eq!(journey.place(), Place::Hosted);
    let (_, effects) = journey.step(Event::GoOn);
    assert!(effects.contains(&Effect::Visit(address)));
}

#[test]
fn a_token_of_another_mode_is_told_once_and_connects_nothing() {
    let (journey, effects) = Journey::default().step(Event::Started(Start::default()));
    let (journey, effects) = fail(journey, &effects, Failure::Mode);
    assert_eq!(journey.screen(), &Screen::Stopped(Stop::Mode));
    assert!(effects.contains(&Effect::Tell(Tidings::Error(Stop::Mode))));
    let (journey, effects) = journey.step(Event::Online);
    assert_eq!((journey.place(), effects), (Place::Stopped, vec![]));
}

#[test]
fn r_043_a_page_from_the_browsers_cache_resumes_as_a_reload_does() {
    // On the way to the bank, and back by the back button: no spinner stays.
    let (journey, effects) = at(handoff_stage(PurposesAt::After, None)).step(Event::Leave);
    let ticket = Ok(Answer::Ticket(secret("t")));
    let no = request(&effects).expect("leaving asks for a ticket");
    let (leaving, _) = journey.step(Event::Answered(no, ticket));
    assert_eq!(leaving.place(), Place::Leaving);
    let (leaving, effects) = leaving.step(Event::Restored);
    assert_eq!(calls(&effects), [&Call::Resume]);
    let no = request(&effects).expect("it resumes");
    let (journey, _) = answered(leaving, no, Stage::AtBank(whereabouts()));
    assert_eq!(journey.place(), Place::AtBank);

    // A look that was under way when the page was put away may never be answered.
    let (accounts, effects) = at(accounts_stage()).step(Event::Online);
    assert_eq!(calls(&effects), [&Call::Look]);
    let (accounts, effects) = accounts.step(Event::Restored);
    assert_eq!(calls(&effects), [&Call::Resume]);
    let no = request(&effects).expect("it resumes");
    // What the tab remembered is gone: a later page of it ended the journey.
    let (journey, effects) = accounts.step(Event::Answered(no, Err(Failure::Gone)));
    assert_eq!(journey.place(), Place::Bank);
    assert!(effects.contains(&Effect::Forget));

    let (sent, effects) = at(Stage::Sent(receipt())).step(Event::Restored);
    assert_eq!((sent.place(), effects), (Place::Sent, vec![]));
}

#[test]
fn a_journey_of_yesterday_has_a_name_and_one_way_forward() {
    let (accounts, effects) = at(accounts_stage()).step(Event::Online);
    let (journey, effects) = fail(accounts, &effects, Failure::Gone);
    assert_eq!(journey.screen(), &Screen::Stopped(Stop::Gone));
    assert!(effects.contains(&Effect::Forget));
    let (journey, effects) = journey.step(Event::Restart);
    assert_eq!(journey.place(), Place::Bank);
    assert_eq!(calls(&effects), [&Call::Open]);

    let abandoned = at(Stage::Ended(End::Abandoned));
    let (journey, effects) = abandoned.step(Event::Restart);
    assert_eq!(journey.place(), Place::Bank);
    assert_eq!(calls(&effects), [&Call::Open]);
}
