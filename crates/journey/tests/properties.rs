//! What holds for any sequence of events, however late, doubled or hostile.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{
    accounts, accounts_stage, choice, handoff_stage, holder_stage, preview, purposes, receipt,
    saved, secret, view, whereabouts,
};
use contract::{
    AccountGroup, AccountId, Basis, End, InstitutionId, JourneyId, Mode, Offer, Outcome, PurposeId,
    PurposesAt, RegionId, Revocation, Space, Stage,
};
use journey::{
    Answer, Call, Effect, Event, Failure, Journey, Mark, Pick, Place, Regions, RequestNo, Returned,
    Screen, Start, Tidings,
};
use proptest::prelude::*;

/// One thing that the world does to the journey. Answers name a request by its age, so that most are not stale.
#[derive(Clone, Debug)]
enum Move {
    Person(Event),
    Answer {
        age: usize,
        with: Result<Answer, Failure>,
    },
    Timer {
        age: usize,
    },
}

fn stages() -> impl Strategy<Value = Stage> {
    prop_oneof![
        Just(Stage::Bank),
        Just(Stage::Region(InstitutionId::from("bank"))),
        Just(Stage::Purposes(purposes(vec![]))),
        Just(Stage::Purposes(purposes(accounts()))),
        Just(handoff_stage(PurposesAt::After, None)),
        Just(handoff_stage(PurposesAt::Before, Some("r"))),
        Just(Stage::AtBank(whereabouts())),
        Just(Stage::Returned(whereabouts())),
        Just(Stage::Outcome(Outcome::Refused, whereabouts())),
        Just(holder_stage()),
        Just(accounts_stage()),
        Just(Stage::Reading { done: 1, total: 2 }),
        Just(Stage::Result(preview())),
        Just(Stage::Hosted("https://backend.example/connect".into())),
        Just(Stage::HandBack),
        Just(Stage::Sent(receipt())),
        Just(Stage::Ended(End::NotSent(Revocation::Revoked))),
    ]
}

fn failures() -> impl Strategy<Value = Failure> {
    prop::sample::select(vec![
        Failure::Offline,
        Failure::Server,
        Failure::Busy(2),
        Failure::Elsewhere,
        Failure::Gone,
        Failure::Token,
        Failure::Setup,
        Failure::Mode,
        Failure::Mismatch,
        Failure::Handoff,
        Failure::NotConnected,
    ])
}

fn answers() -> impl Strategy<Value = Result<Answer, Failure>> {
    prop_oneof![
        6 => (0u64..8, stages()).prop_map(|(version, stage)| Ok(Answer::View(Box::new(view(version, stage))))),
        1 => Just(Ok(Answer::Ticket(secret("ticket")))),
        2 => failures().prop_map(Err),
    ]
}

fn marks() -> impl Strategy<Value = Mark> {
    prop_oneof![2 => Just(Mark::On), 1 => Just(Mark::Off)]
}

fn account_ids() -> impl Strategy<Value = AccountId> {
    prop::sample::select(vec!["a", "b", "c", "minor", "stranger"]).prop_map(AccountId::from)
}

fn purpose_ids() -> impl Strategy<Value = PurposeId> {
    prop::sample::select(vec!["p", "q", "law", "stranger"]).prop_map(PurposeId::from)
}

fn starts() -> impl Strategy<Value = Start> {
    let returned = Returned {
        journey: JourneyId::from("other"),
        code: secret("code"),
    };
    prop::sample::select(vec![
        Start::default(),
        saved(None),
        saved(Some("code")),
        Start {
            returned: Some(returned.clone()),
            ..saved(None)
        },
        Start {
            returned: Some(returned),
            ..Start::default()
        },
        Start {
            mode: Mode::Manage,
            ..Start::default()
        },
        Start {
            institution: Some(InstitutionId::from("bank")),
            ..Start::default()
        },
    ])
}

fn acts() -> impl Strategy<Value = Event> {
    let groups = prop::option::of(prop::sample::select(vec![
        AccountGroup::Current,
        AccountGroup::Card,
    ]));
    prop_oneof![
        prop::sample::select(vec![Regions::Known, Regions::Ask]).prop_map(|regions| Event::Picked(
            Pick {
                choice: choice(None),
                regions
            }
        )),
        Just(Event::RegionPicked(RegionId::from("r"))),
        Just(Event::SpacePicked(Space::Business)),
        (account_ids(), marks()).prop_map(|(id, mark)| Event::Ticked(id, mark)),
        (groups, marks()).prop_map(|(group, mark)| Event::AllTicked(group, mark)),
        (purpose_ids(), marks()).prop_map(|(id, mark)| Event::Switched(id, mark)),
        (purpose_ids(), account_ids(), marks()).prop_map(|(p, a, mark)| Event::Spared(p, a, mark)),
        prop::sample::select(vec![
            Event::Restored,
            Event::Online,
            Event::Relabelled,
            Event::Back,
            Event::Leave,
            Event::AccountsSaved,
            Event::PurposesSaved,
            Event::Send,
            Event::Discard,
            Event::Corrected("t".into()),
            Event::Retry,
            Event::OtherSpace,
            Event::ContinueHere,
            Event::GoOn,
            Event::Restart,
        ]),
        Just(Event::Cancel),
    ]
}

fn moves() -> impl Strategy<Value = Move> {
    prop_oneof![
        5 => acts().prop_map(Move::Person),
        5 => (prop_oneof![6 => Just(0usize), 1 => 1usize..4], answers()).prop_map(|(age, with)| Move::Answer { age, with }),
        1 => (0usize..3).prop_map(|age| Move::Timer { age }),
    ]
}

/// Follows a journey from outside and objects to whatever must not happen.
struct Watch {
    journey: Journey,
    start: Start,
    requests: Vec<RequestNo>,
    timers: Vec<RequestNo>,
    redeemed: BTreeMap<String, u32>,
    ticked: BTreeSet<AccountId>,
    switched: BTreeSet<PurposeId>,
    outcomes: u32,
}

impl Watch {
    fn new(start: Start) -> Self {
        let mut watch = Self {
            journey: Journey::default(),
            start: start.clone(),
            requests: vec![],
            timers: vec![],
            redeemed: BTreeMap::new(),
            ticked: BTreeSet::new(),
            switched: BTreeSet::new(),
            outcomes: 0,
        };
        watch.happen(&Event::Started(start));
        watch
    }

    fn make(&mut self, next: Move) {
        let nth = |list: &[RequestNo], age: usize| list.iter().rev().nth(age).copied();
        match next {
            Move::Person(event) => self.happen(&event),
            Move::Answer { age, with } => {
                if let Some(no) = nth(&self.requests, age) {
                    self.happen(&Event::Answered(no, with));
                }
            }
            Move::Timer { age } => {
                if let Some(no) = nth(&self.timers, age) {
                    self.happen(&Event::Waited(no));
                }
            }
        }
    }

    fn happen(&mut self, event: &Event) {
        let before = self.journey.clone();
        self.record(&before, event);
        let (after, effects) = before.clone().step(event.clone());
        if after == before {
            assert!(
                effects.is_empty(),
                "{event:?} changed nothing and asked for {effects:?}"
            );
        }
        let announced: Vec<Place> = effects
            .iter()
            .filter_map(|e| {
                if let Effect::Announce(place) = e {
                    Some(*place)
                } else {
                    None
                }
            })
            .collect();
        let expected = if before.place() == after.place() {
            vec![]
        } else {
            vec![after.place()]
        };
        assert_eq!(
            announced, expected,
            "each change of place is announced, once"
        );
        if matches!(event, Event::Cancel) && before.can_cancel() {
            assert_eq!(after.place(), Place::Ended);
        }
        for effect in &effects {
            self.check(&before, event, effect);
        }
        self.journey = after;
    }

    /// Keeps book of what was ticked and switched, without asking the journey.
    fn record(&mut self, before: &Journey, event: &Event) {
        let (mut ticked, mut switched) = (BTreeSet::new(), BTreeSet::new());
        match (before.screen(), event) {
            (Screen::Accounts(stage, _), event) => {
                ticked = std::mem::take(&mut self.ticked);
                let open = stage.accounts.iter().filter(|a| a.offer == Offer::Open);
                let meant: Vec<(AccountId, Mark)> = match event {
                    Event::Ticked(id, mark) => open
                        .filter(|a| a.id == *id)
                        .map(|a| (a.id.clone(), *mark))
                        .collect(),
                    Event::AllTicked(group, mark) => open
                        .filter(|a| group.is_none_or(|g| g == a.group))
                        .map(|a| (a.id.clone(), *mark))
                        .collect(),
                    _ => vec![],
                };
                for (id, mark) in meant {
                    if mark == Mark::On {
                        ticked.insert(id)
                    } else {
                        ticked.remove(&id)
                    };
                }
            }
            (Screen::Purposes(stage, _), event) => {
                switched = std::mem::take(&mut self.switched);
                if let Event::Switched(id, mark) = event
                    && stage
                        .purposes
                        .iter()
                        .any(|p| p.id == *id && p.basis == Basis::Consent)
                {
                    if *mark == Mark::On {
                        switched.insert(id.clone())
                    } else {
                        switched.remove(id)
                    };
                }
            }
            _ => {}
        }
        (self.ticked, self.switched) = (ticked, switched);
    }

    fn check(&mut self, before: &Journey, event: &Event, effect: &Effect) {
        match effect {
            Effect::Request(no, call) => {
                self.requests.push(*no);
                self.check_call(before, event, call);
            }
            Effect::Wait(no, _) => self.timers.push(*no),
            Effect::Tell(Tidings::Success(_) | Tidings::Exit(..) | Tidings::Error(_)) => {
                self.outcomes += 1;
                assert_eq!(self.outcomes, 1, "an outcome is told once");
            }
            Effect::Go(_) => assert_eq!(before.place(), Place::Handoff),
            _ => {}
        }
    }

    fn check_call(&mut self, before: &Journey, event: &Event, call: &Call) {
        // What failed may be tried again later, from the same screen.
        let fresh = !matches!(
            event,
            Event::Retry | Event::Online | Event::Restored | Event::Relabelled | Event::Waited(_)
        );
        match call {
            Call::Open => self.outcomes = 0,
            Call::Redeem(code) => {
                let count = self.redeemed.entry(code.expose().to_owned()).or_default();
                *count += 1;
                assert_eq!(*count, 1, "a code is exchanged at most once");
                let returned = self
                    .start
                    .returned
                    .as_ref()
                    .expect("no code without a return");
                assert_eq!(
                    Some(&returned.journey),
                    self.start.saved.as_ref(),
                    "only a return that matches"
                );
                assert_eq!(&returned.code, code);
            }
            Call::Accounts(ids) => {
                let Screen::Accounts(stage, _) = before.screen() else {
                    panic!("accounts are saved where they are asked")
                };
                let offered = |id: &AccountId| {
                    stage
                        .accounts
                        .iter()
                        .any(|a| a.id == *id && a.offer == Offer::Open)
                };
                assert!(!ids.is_empty() && ids.iter().all(offered));
                if fresh {
                    assert_eq!(ids.iter().cloned().collect::<BTreeSet<_>>(), self.ticked);
                }
            }
            Call::Purposes(given) => {
                let Screen::Purposes(stage, _) = before.screen() else {
                    panic!("purposes are saved where they are asked")
                };
                for one in given {
                    assert!(
                        stage
                            .purposes
                            .iter()
                            .any(|p| p.id == one.purpose && p.basis == Basis::Consent)
                    );
                    if fresh {
                        assert!(
                            self.switched.contains(&one.purpose),
                            "nothing is given that was not switched on"
                        );
                    }
                }
            }
            Call::Send => assert_eq!(before.place(), Place::Result, "nothing is sent unseen"),
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_keeps_every_promise(start in starts(), moves in prop::collection::vec(moves(), 0..60)) {
        let mut watch = Watch::new(start);
        for next in moves {
            watch.make(next);
        }
    }

    #[test]
    fn cancel_always_reaches_the_end(
        start in starts(),
        moves in prop::collection::vec(moves(), 0..40),
        answer in answers(),
    ) {
        let mut watch = Watch::new(start);
        for next in moves {
            watch.make(next);
        }
        if !watch.journey.can_cancel() {
            return Ok(());
        }
        watch.make(Move::Person(Event::Cancel));
        prop_assert_eq!(watch.journey.place(), Place::Ended);
        let ended = Ok(Answer::View(Box::new(view(u64::MAX, Stage::Ended(End::Cancelled(Revocation::Revoked))))));
        watch.make(Move::Answer { age: 0, with: answer.and(ended) });
        prop_assert_eq!(watch.journey.place(), Place::Ended);
    }

    #[test]
    fn a_stale_answer_changes_nothing(
        start in starts(),
        moves in prop::collection::vec(moves(), 0..40),
        age in 1usize..5,
        answer in answers(),
    ) {
        let mut watch = Watch::new(start);
        for next in moves {
            watch.make(next);
        }
        if let Some(no) = watch.requests.iter().rev().nth(age).copied() {
            let before = watch.journey.clone();
            let (after, effects) = before.clone().step(Event::Answered(no, answer));
            prop_assert_eq!(after, before);
            prop_assert!(effects.is_empty());
        }
    }
}

/// Without this the properties above could hold because nothing happens.
#[test]
fn random_journeys_reach_every_place() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let journeys = (starts(), prop::collection::vec(moves(), 60));
    let mut seen = BTreeSet::new();
    for _ in 0..2_000 {
        let (start, moves) = journeys
            .new_tree(&mut runner)
            .expect("a journey can be drawn")
            .current();
        let mut watch = Watch::new(start);
        for next in moves {
            seen.insert(watch.journey.place());
            watch.make(next);
        }
    }
    assert_eq!(seen.len(), 19, "only {seen:?}");
}
