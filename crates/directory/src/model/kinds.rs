//! The few things that institutions and regions can be.

/// Which of a bank's two spaces a person uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Personal accounts.
    Retail,
    /// Accounts of a business.
    Business,
}

/// Which spaces an institution is known to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segments {
    /// The data does not say: shown in both.
    Unknown,
    /// Personal accounts only.
    Retail,
    /// Business accounts only.
    Business,
    /// Both.
    Both,
}

impl Segments {
    /// Whether an institution belongs in a list for `segment`. Unknown does: better one too many.
    pub fn serves(self, segment: Segment) -> bool {
        matches!(
            (self, segment),
            (Self::Unknown | Self::Both, _)
                | (Self::Retail, Segment::Retail)
                | (Self::Business, Segment::Business)
        )
    }
}

/// Whether the backend can take a person there now. Set when the backend writes the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    /// A connector is configured.
    Connected,
    /// Known, but nothing connects to it: said before it is chosen.
    NoConnector,
    /// A connector is configured and the bank is known to be down.
    Down,
}

/// Whether an institution still takes customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Open.
    Active,
    /// Absorbed by its successor.
    Merged,
    /// Shut. Its customers may have gone to a successor.
    Closed,
}

/// Whether the region has to be known before leaving for the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionQuestion {
    /// No regions: nothing to ask.
    None,
    /// Regions with authorisation servers of their own, or nobody knows: ask.
    Ask,
    /// All regions share one authorisation server: asking would be for nothing.
    Shared,
}
