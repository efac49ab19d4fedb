//! Every order of events, with all guards, and with each of them missing.

use model::{Guard, Handoff, Leak, property};
use stateright::{Checker, Model};

/// The properties that some order of events breaks.
fn broken(model: Handoff) -> Vec<&'static str> {
    let checker = model.checker().spawn_bfs().join();
    let mut broken: Vec<_> = property::ALWAYS
        .into_iter()
        .filter(|name| checker.discovery(name).is_some())
        .collect();
    broken.sort_unstable();
    broken
}

#[test]
fn r_031_r_032_r_042_all_guards_hold_in_every_order() {
    let checker = Handoff::default().checker().spawn_bfs().join();
    checker.assert_properties();
    // Six stages of the victim's journey, which is never quarantined, beside seven of the attacker's.
    assert_eq!(checker.unique_state_count(), 6 * 7);
}

#[test]
fn each_guard_is_there_for_something() {
    let expected = |guard| match guard {
        Guard::Origin | Guard::Cookie | Guard::Verifier => property::SECRET,
        Guard::OneUse => property::ONE_EXCHANGE,
        Guard::Acknowledged => property::ACKNOWLEDGED,
    };
    for guard in Guard::ALL {
        let broken = broken(Handoff {
            without: Some(guard),
            leak: None,
        });
        assert!(
            broken.contains(&expected(guard)),
            "without {guard:?}: {broken:?}"
        );
    }
}

/// What remains, and is written down in SECURITY.md.
#[test]
fn what_no_guard_helps_against() {
    let with = |leak| {
        broken(Handoff {
            without: None,
            leak: Some(leak),
        })
    };
    assert_eq!(with(Leak::BankAddress), [property::OWN]);
    assert_eq!(with(Leak::CallbackBeforeLoad), [property::SECRET]);
}
