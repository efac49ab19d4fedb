//! What protects, and what is assumed not to leak.

/// One of the checks that the backend makes. The model can do without one, to show what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Guard {
    /// `POST /go` comes from the page on which the journey began.
    Origin,
    /// The callback comes from the browser that left.
    Cookie,
    /// The handoff code is redeemed by the browser that holds the verifier.
    Verifier,
    /// An answer of the bank is consumed once.
    OneUse,
    /// Nothing is given before it was shown and saved.
    Acknowledged,
}

impl Guard {
    /// All.
    pub const ALL: [Self; 5] = [
        Self::Origin,
        Self::Cookie,
        Self::Verifier,
        Self::OneUse,
        Self::Acknowledged,
    ];
}

/// A leak against which the guards do not help: what remains. The model shows what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Leak {
    /// The attacker reads the address at the bank while the victim is there, and is first to confirm, as themselves.
    BankAddress,
    /// The attacker reads the bank's answer and keeps the victim's browser from loading it.
    CallbackBeforeLoad,
}
