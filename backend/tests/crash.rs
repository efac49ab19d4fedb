//! Kill -9 while a consent is being written: what was acknowledged is there, whole; what was not is there whole or
//! not at all; nothing is there that nobody gave.
//!
//! Two backends share a database. One, in this program, takes people as far as the act. The other, a process of its own,
//! is asked for the act itself and killed somewhere in the middle of it; then it is started again, and the person tries
//! again. `GUICHET_CRASH_ROUNDS` says how often (`cargo xtask crash --rounds N`), 50 times if it does not.

mod common;

use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use backend::ledger::chain::Chain;
use backend::ledger::{Record, Recorded};
use common::{House, Kind, Person};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const STORE: Kind = Kind::Sqlite;

/// The act during which the program dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum During {
    /// Saving the accounts: PSD2 explicit consent.
    Accounts,
    /// Sending: GDPR consent.
    Send,
    /// Nothing: the result is looked at, and nobody sends it.
    Nothing,
}

/// The backend that is killed.
struct Program {
    child: Child,
    base: String,
}

impl Program {
    fn start(folder: &Path) -> Self {
        let (child, base) = common::program::start(&folder.join("guichet.toml"));
        Self { child, base }
    }

    /// SIGKILL: it gets no moment to put anything in order.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Takes a person to the act, and says what the act's call is.
async fn prepare(
    house: &House,
    number: usize,
    during: During,
) -> (Person<'_>, Method, &'static str, Value) {
    let mut person = Person::open(house, &format!("crash-{number}")).await;
    let accounts = person.reach_accounts().await;
    if during == During::Accounts {
        let body = json!({ "accounts": accounts });
        return (person, Method::PUT, "/journeys/current/accounts", body);
    }
    person.reach_result(&accounts, &["housing_mobility"]).await;
    let call = match during {
        During::Send => (Method::POST, "/journeys/current/send"),
        _ => (Method::GET, "/journeys/current"),
    };
    (person, call.0, call.1, json!({}))
}

/// The act, asked of the program that dies. Whether it was acknowledged.
async fn ask(person: &Person<'_>, base: &str, call: (Method, &str, &Value)) -> bool {
    let (method, path, body) = call;
    let answer = person
        .client
        .request(method, format!("{base}{path}"))
        .bearer_auth(&person.access)
        .header("origin", common::PAGE)
        .json(body)
        .send()
        .await;
    match answer {
        Ok(answer) => {
            let status = answer.status();
            let whole = answer.bytes().await.is_ok();
            whole && status == StatusCode::OK
        }
        Err(_) => false,
    }
}

/// What is there of one person's act.
#[derive(Debug, PartialEq, Eq)]
struct There {
    /// Entries of the ledger about this act.
    entries: usize,
    /// Tuples of consent.
    consents: i64,
    /// Whether the journey is beyond the act.
    beyond: bool,
}

async fn there(house: &House, person: &Person<'_>, during: During) -> There {
    let entries = person.entries().await;
    let about = |entry: &&Recorded| match during {
        During::Accounts => matches!(entry.record, Record::Access { .. }),
        During::Send | During::Nothing => matches!(entry.record, Record::Consent { .. }),
    };
    let consents = house
        .rows(&format!("consents WHERE user_id = '{}'", person.user))
        .await;
    let journey = house
        .app
        .store()
        .journey(&person.journey)
        .await
        .unwrap()
        .unwrap();
    let beyond = match during {
        During::Accounts => !journey.state.linked.is_empty(),
        During::Send | During::Nothing => matches!(
            journey.state.phase,
            backend::journey::Phase::Sending { .. } | backend::journey::Phase::Sent { .. }
        ),
    };
    There {
        entries: entries.iter().filter(about).count(),
        consents,
        beyond,
    }
}

/// How many tuples a whole consent has here: the purpose's one class on each account that was linked.
async fn whole(house: &House, person: &Person<'_>) -> i64 {
    let journey = house
        .app
        .store()
        .journey(&person.journey)
        .await
        .unwrap()
        .unwrap();
    i64::try_from(journey.state.linked.len()).unwrap()
}

/// How long the act takes undisturbed: the kill falls somewhere in this time, or a little after it.
async fn usual(house: &House, program: &Program) -> Duration {
    let mut longest = Duration::ZERO;
    for number in 0..3 {
        let (person, method, path, body) = prepare(house, 1_000_000 + number, During::Send).await;
        let since = Instant::now();
        assert!(ask(&person, &program.base, (method, path, &body)).await);
        longest = longest.max(since.elapsed());
    }
    longest
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r_106_kill_9_while_consent_is_written_loses_nothing_and_invents_nothing() {
    let rounds = std::env::var("GUICHET_CRASH_ROUNDS")
        .ok()
        .map_or(50, |rounds| rounds.parse().expect("a number of rounds"));
    let house = House::with(common::generous).await;
    let mut program = Program::start(house.folder.path());
    let window = usual(&house, &program).await.mul_f64(1.2);
    // By the golden ratio: as irregular as chance, and no part of the time is left out.
    let mut share = 0.0_f64;
    let (mut lost, mut phantom, mut cut_short) = (0, 0, 0);
    for number in 0..rounds {
        let during = match number % 8 {
            0 => During::Nothing,
            1..=3 => During::Accounts,
            _ => During::Send,
        };
        let (person, method, path, body) = prepare(&house, number, during).await;
        share = (share + 0.618_033_988_749_894_9).fract();
        let wait = window.mul_f64(share);
        let base = program.base.clone();
        let (acknowledged, ()) =
            tokio::join!(ask(&person, &base, (method.clone(), path, &body)), async {
                tokio::time::sleep(wait).await;
                program.kill();
            });
        cut_short += usize::from(!acknowledged);
        // As it lies there, before anybody makes anything good.
        let found = there(&house, &person, during).await;
        let given = match during {
            During::Accounts => found.entries == 1,
            During::Send => found.consents > 0,
            During::Nothing => false,
        };
        let consistent = match during {
            During::Accounts => {
                found
                    == There {
                        entries: usize::from(found.beyond),
                        consents: 0,
                        ..found
                    }
            }
            During::Send if given => {
                found.beyond && found.entries == 1 && found.consents == whole(&house, &person).await
            }
            During::Send | During::Nothing => found.entries == 0 && found.consents == 0,
        };
        if !consistent || during == During::Nothing && found.beyond {
            phantom += 1;
            eprintln!("round {number}, {during:?}: {found:?}");
        }
        program = Program::start(house.folder.path());
        if during == During::Nothing {
            continue;
        }
        // The person tries again. An act that was acknowledged is still there, and is not done twice.
        let again = ask(&person, &program.base, (method, path, &body)).await;
        let after = there(&house, &person, during).await;
        let expected = match during {
            During::Send => whole(&house, &person).await,
            _ => 0,
        };
        let done = again && after.beyond && after.entries == 1 && after.consents == expected;
        if acknowledged && !given || !done {
            lost += 1;
            eprintln!(
                "round {number}, {during:?}: acknowledged {acknowledged}, {found:?}, then {after:?}"
            );
        }
        if (number + 1) % 100 == 0 {
            eprintln!("{} rounds", number + 1);
        }
    }
    let chain = house.app.store().verify_ledger().await.unwrap();
    println!("{cut_short} acts were cut short of their answer; {chain}");
    println!("{rounds} rounds: {lost} lost, {phantom} phantom");
    program.kill();
    assert_eq!((lost, phantom), (0, 0));
    assert!(matches!(chain, Chain::Whole { .. }));
    assert!(
        cut_short * 8 > rounds,
        "the kills came too late to disturb anything"
    );
}
