//! Rate limits: of a journey, of a partner, of a network, for each of four acts.
//!
//! The generic cell rate algorithm: one moment is kept per key, the one at which all that was asked for would have
//! been due. What a process counted is lost with it, and that is all.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::caller::Caller;
use crate::clock::Seconds;
use crate::config::{Limits, PerMinute};
use crate::journey::Journey;
use crate::problem::Fault;

/// Keys that are kept at most: a few megabytes.
const MOST_KEYS: usize = 100_000;

const MINUTE: i64 = 60_000_000;

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// A journey token is spent.
    Open,
    /// A ticket is submitted.
    Go,
    /// A bank's answer comes.
    Callback,
    /// A handoff code is exchanged.
    Redeem,
    /// A receipt's code is tried.
    Manage,
}

/// By whom it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who<'a> {
    /// One journey.
    Journey(&'a str),
    /// All journeys of one partner.
    Partner(&'a str),
    /// All that comes from one network.
    Network(u64),
}

/// Who asked how often.
#[derive(Debug)]
pub struct Limiter {
    limits: Limits,
    /// Hashes with a key of this process's own: nobody outside can aim at another's.
    hasher: RandomState,
    /// Microseconds since 1970 at which all that was asked for would have been due.
    due: Mutex<HashMap<u64, i64>>,
}

impl Limiter {
    /// Counts against these limits.
    pub fn new(limits: &Limits) -> Self {
        Self {
            limits: *limits,
            hasher: RandomState::new(),
            due: Mutex::default(),
        }
    }

    /// Counts one request.
    ///
    /// # Errors
    /// [`Fault::RateLimited`] with the seconds to wait; a request that was refused is not counted.
    pub fn allow(&self, act: Act, who: Who<'_>, now: Seconds) -> Result<(), Fault> {
        let Some(per_minute) = self.limit(act, who) else {
            return Ok(());
        };
        let step = MINUTE / i64::from(per_minute.get());
        let now = now.saturating_mul(1_000_000);
        let key = self.hasher.hash_one((act, who));
        let mut all = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        let due = all.get(&key).copied().unwrap_or(now).max(now);
        let too_early = due + step - (now + MINUTE);
        if too_early > 0 {
            let wait = u32::try_from(too_early.div_euclid(1_000_000) + 1).unwrap_or(60);
            return Err(Fault::RateLimited(wait));
        }
        if all.len() >= MOST_KEYS {
            make_room(&mut all, now);
        }
        all.insert(key, due + step);
        Ok(())
    }

    /// Counts one request of a journey, and of its partner.
    ///
    /// # Errors
    /// As [`Limiter::allow`].
    pub fn allow_in(&self, act: Act, journey: &Journey, now: Seconds) -> Result<(), Fault> {
        self.allow(act, Who::Journey(&journey.id), now)?;
        self.allow(act, Who::Partner(&journey.partner), now)
    }

    /// Counts one request of a network.
    ///
    /// # Errors
    /// As [`Limiter::allow`].
    pub fn allow_network(&self, act: Act, caller: Caller, now: Seconds) -> Result<(), Fault> {
        match caller.network() {
            Some(network) => self.allow(act, Who::Network(network), now),
            None => Ok(()),
        }
    }

    fn limit(&self, act: Act, who: Who<'_>) -> PerMinute {
        let limits = match act {
            Act::Open => {
                return match who {
                    Who::Journey(_) => None,
                    Who::Partner(_) => self.limits.open.partner,
                    Who::Network(_) => self.limits.open.network,
                };
            }
            Act::Manage => {
                return match who {
                    Who::Journey(_) | Who::Partner(_) => None,
                    Who::Network(_) => self.limits.manage.network,
                };
            }
            Act::Go => &self.limits.go,
            Act::Callback => &self.limits.callback,
            Act::Redeem => &self.limits.redeem,
        };
        match who {
            Who::Journey(_) => limits.journey,
            Who::Partner(_) => limits.partner,
            Who::Network(_) => limits.network,
        }
    }
}

/// Forgets whoever has nothing to wait for; where that is not enough, every second one, so that a flood from many
/// networks costs bounded memory, little time, and never keeps out a newcomer.
fn make_room(all: &mut HashMap<u64, i64>, now: i64) {
    all.retain(|_, due| *due > now);
    if all.len() > MOST_KEYS / 2 {
        let mut keep = false;
        all.retain(|_, _| {
            keep = !keep;
            keep
        });
    }
}

/// The network's limit, before anything else is looked at.
pub async fn of_network(
    State((app, act)): State<(App, Act)>,
    request: Request,
    next: Next,
) -> Response {
    let caller = request
        .extensions()
        .get::<Caller>()
        .copied()
        .unwrap_or_default();
    match app.limiter().allow_network(act, caller, app.now()) {
        Ok(()) => next.run(request).await,
        Err(fault) => fault.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(result: Result<(), Fault>) -> Option<u32> {
        match result {
            Ok(()) => None,
            Err(Fault::RateLimited(wait)) => Some(wait),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn r_074_as_many_as_a_minute_holds_then_one_at_a_time() {
        let limiter = Limiter::new(&Limits::default());
        let go = |now| wait(limiter.allow(Act::Go, Who::Journey("j"), now));
        for _ in 0..20 {
            assert_eq!(go(1000), None);
        }
        assert_eq!(go(1000), Some(4), "20 a minute is one each three seconds");
        assert_eq!(go(1000), Some(4), "being refused is not counted");
        assert_eq!(go(1004), None);
        assert_eq!(go(1004), Some(3));
        for _ in 0..20 {
            assert_eq!(go(5000), None, "all is forgotten after a minute");
        }
    }

    #[test]
    fn r_074_one_journey_network_or_act_does_not_use_up_anothers() {
        let limiter = Limiter::new(&Limits::default());
        for _ in 0..20 {
            assert_eq!(wait(limiter.allow(Act::Go, Who::Journey("j"), 0)), None);
        }
        assert!(wait(limiter.allow(Act::Go, Who::Journey("j"), 0)).is_some());
        assert_eq!(wait(limiter.allow(Act::Go, Who::Journey("k"), 0)), None);
        assert_eq!(wait(limiter.allow(Act::Redeem, Who::Journey("j"), 0)), None);
        assert_eq!(wait(limiter.allow(Act::Go, Who::Network(7), 0)), None);
    }

    #[test]
    fn a_flood_of_keys_is_bounded_in_memory_and_keeps_nobody_out() {
        let limiter = Limiter::new(&Limits::default());
        for network in 0..(MOST_KEYS as u64 + 5000) {
            assert_eq!(
                wait(limiter.allow(Act::Open, Who::Network(network), 0)),
                None
            );
        }
        let kept = limiter.due.lock().unwrap().len();
        assert!(kept <= MOST_KEYS, "{kept}");
    }
}
