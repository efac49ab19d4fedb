//! Where the widget is, as its frame says.

/// A screen of the widget. The names are those of `data-place`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Which bank.
    Bank,
    /// Which region of the bank.
    Region,
    /// Who asks, for whom, what, how long.
    Handoff,
    /// The browser is on its way to the bank.
    Leaving,
    /// The person has not come back from the bank.
    AtBank,
    /// A return waits for a tap.
    Returned,
    /// The handoff code is being exchanged.
    Redeeming,
    /// The attempt ended without access.
    Outcome,
    /// Whether the account is the right person's.
    Holder,
    /// Which accounts.
    Accounts,
    /// Which purposes.
    Purposes,
    /// Data is being read.
    Reading,
    /// The result, before it is sent.
    Result,
    /// The way to the backend's own page.
    Hosted,
    /// The way back from there.
    HandBack,
    /// Sent, with the receipt.
    Sent,
    /// Over, nothing given.
    Ended,
    /// Cannot go on by itself.
    Stopped,
}

impl Place {
    const ALL: [(Self, &'static str); 18] = [
        (Self::Bank, "bank"),
        (Self::Region, "region"),
        (Self::Handoff, "handoff"),
        (Self::Leaving, "leaving"),
        (Self::AtBank, "at-bank"),
        (Self::Returned, "returned"),
        (Self::Redeeming, "redeeming"),
        (Self::Outcome, "outcome"),
        (Self::Holder, "holder"),
        (Self::Accounts, "accounts"),
        (Self::Purposes, "purposes"),
        (Self::Reading, "reading"),
        (Self::Result, "result"),
        (Self::Hosted, "hosted"),
        (Self::HandBack, "hand-back"),
        (Self::Sent, "sent"),
        (Self::Ended, "ended"),
        (Self::Stopped, "stopped"),
    ];

    /// The place of this name; none for a place that no test waits for.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(place, _)| *place)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(place, _)| *place == self)
            .map_or("", |(_, name)| *name)
    }
}
