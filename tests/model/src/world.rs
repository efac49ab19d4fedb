//! Who stands where.

/// A person, and the browser in front of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Who {
    /// Wants to connect a bank account.
    Victim,
    /// Wants the victim's.
    Attacker,
}

impl Who {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Victim, Self::Attacker];
}

/// How far a journey is. The person in a stage is the one who confirmed at the bank: whose accounts they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Stage {
    /// A bank is chosen, nothing asked yet.
    #[default]
    Chosen,
    /// A ticket waits for the click.
    Ticket,
    /// A browser left for the bank.
    AtBank,
    /// The bank's answer came to a browser that had not left: its code is exchanged, so that it is dead, and not used.
    Quarantined,
    /// The code is exchanged; a handoff code waits for the widget.
    Returned(Who),
    /// The account list is on the widget's screen.
    Shown(Who),
    /// Accounts are designated.
    Given(Who),
}

/// One journey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Journey {
    /// How far it is.
    pub stage: Stage,
    /// The browser that holds the cookie of its attempt.
    pub cookie: Option<Who>,
    /// How often the attempt's code was exchanged.
    pub exchanges: u8,
    /// Whose account list was shown to whom.
    pub shown: Option<(Who, Who)>,
    /// Whether the person it belongs to saved what they saw.
    pub saved: bool,
}

/// Both journeys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct World {
    journeys: [Journey; 2],
}

impl World {
    /// The journey that `whose` began: only their browser holds its verifier.
    pub const fn of(&self, whose: Who) -> &Journey {
        &self.journeys[whose as usize]
    }

    pub(crate) const fn of_mut(&mut self, whose: Who) -> &mut Journey {
        &mut self.journeys[whose as usize]
    }
}
