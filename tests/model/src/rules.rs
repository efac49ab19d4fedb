//! What the backend answers to each act.

use crate::{Guard, Leak, Stage, Who, World};

/// Where a form is posted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Page {
    /// The partner's; or a program that says so, which no check can tell.
    Partner,
    /// The attacker's own. A browser says so.
    Evil,
}

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// The handoff button: a ticket for one's own journey.
    Ask(Who),
    /// A browser posts a ticket and leaves for the bank.
    Go {
        /// Whose browser.
        by: Who,
        /// Whose journey the ticket is for.
        whose: Who,
        /// The page that posts.
        from: Page,
    },
    /// Somebody confirms at the bank, and a browser loads the answer.
    Return {
        /// Who confirms: whose accounts it is about.
        confirmed: Who,
        /// Whose browser loads the callback.
        loaded: Who,
        /// Whose journey the bank was asked for.
        whose: Who,
    },
    /// A browser loads the same answer once more.
    Replay {
        /// Whose browser.
        by: Who,
        /// Whose journey.
        whose: Who,
    },
    /// A browser redeems the handoff code.
    Redeem {
        /// Whose browser.
        by: Who,
        /// Whose journey.
        whose: Who,
    },
    /// The accounts on one's screen are designated.
    Save(Who),
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The journey went on.
    Accepted,
    /// It did not. A neutral answer counts as this.
    Refused,
}

impl Act {
    /// Whether people can do it at all. The victim presses what a page of the partner or the bank shows them, follows
    /// the attacker's links, and loads an answer in the browser that confirmed.
    pub fn is_possible(self, leak: Option<Leak>) -> bool {
        match self {
            Self::Go { by, whose, from } => match from {
                // A ticket is in a request's body: nobody has another's, unless they brought it along.
                Page::Partner => by == whose,
                Page::Evil => by == Who::Victim && whose == Who::Attacker,
            },
            Self::Return {
                confirmed,
                loaded,
                whose,
            } => {
                let asked =
                    confirmed == whose || whose == Who::Attacker || leak == Some(Leak::BankAddress);
                let reached = confirmed == loaded
                    || confirmed == Who::Attacker
                    || leak == Some(Leak::CallbackBeforeLoad);
                asked && reached
            }
            // Handoff codes leak once shown; loading an old address is anybody's.
            Self::Ask(_) | Self::Replay { .. } | Self::Redeem { .. } | Self::Save(_) => true,
        }
    }
}

/// The world after an act, and what became of it, `without` one of the guards.
pub fn step(mut world: World, act: Act, without: Option<Guard>) -> (World, Verdict) {
    let checked = |guard: Guard, passed: bool| passed || without == Some(guard);
    let before = world;
    match act {
        Act::Ask(whose) => {
            let journey = world.of_mut(whose);
            if matches!(
                journey.stage,
                Stage::Chosen | Stage::Ticket | Stage::AtBank | Stage::Quarantined
            ) {
                // Another attempt: the cookie and the code of the one before mean nothing to it.
                journey.stage = Stage::Ticket;
                journey.cookie = None;
                journey.exchanges = 0;
                return (world, Verdict::Accepted);
            }
        }
        Act::Go { by, whose, from } => {
            let journey = world.of_mut(whose);
            if journey.stage == Stage::Ticket && checked(Guard::Origin, from == Page::Partner) {
                journey.stage = Stage::AtBank;
                journey.cookie = Some(by);
            }
        }
        Act::Return {
            confirmed,
            loaded,
            whose,
        } => {
            let journey = world.of_mut(whose);
            if journey.stage == Stage::AtBank {
                journey.exchanges = 1;
                if !checked(Guard::Cookie, journey.cookie == Some(loaded)) {
                    journey.stage = Stage::Quarantined;
                    return (world, Verdict::Refused);
                }
                journey.stage = Stage::Returned(confirmed);
            }
        }
        Act::Replay { whose, .. } => {
            let journey = world.of_mut(whose);
            if without == Some(Guard::OneUse) && matches!(journey.stage, Stage::Returned(_)) {
                // Twice is as bad as any number, and keeps the world finite.
                journey.exchanges = 2;
            }
        }
        Act::Redeem { by, whose } => {
            let journey = world.of_mut(whose);
            if let Stage::Returned(of) = journey.stage
                && checked(Guard::Verifier, by == whose)
            {
                journey.shown = Some((of, by));
                journey.stage = match without {
                    Some(Guard::Acknowledged) => Stage::Given(of),
                    _ => Stage::Shown(of),
                };
            }
        }
        Act::Save(whose) => {
            let journey = world.of_mut(whose);
            if let Stage::Shown(of) = journey.stage {
                journey.saved = true;
                journey.stage = Stage::Given(of);
            }
        }
    }
    let verdict = if world == before {
        Verdict::Refused
    } else {
        Verdict::Accepted
    };
    (world, verdict)
}
