//! What is on the screen: states say what is true.

use contract::{
    AccountsStage, Choice, End, HandoffStage, HolderStage, InstitutionId, Outcome, Preview,
    PurposesStage, Receipt, RegionId, Space, Step, Whereabouts,
};

use crate::draft::{Switches, Ticks};

/// One screen, with all that is needed to draw it.
#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    /// Nothing is known yet: a skeleton.
    Opening,
    /// Which bank.
    Bank(Bank),
    /// Which region of it.
    Region(Region),
    /// What the accounts may be used for.
    Purposes(PurposesStage, Switches),
    /// Ready to leave for the bank.
    Handoff(HandoffStage),
    /// On the way out of the page.
    Leaving,
    /// The person left and has not come back.
    AtBank(Whereabouts),
    /// A return waits, and this tab has no code for it.
    Returned(Whereabouts),
    /// The return is being exchanged: a skeleton.
    Redeeming,
    /// The attempt ended without access.
    Outcome(Outcome, Whereabouts),
    /// Whether the account is the right person's.
    Holder(HolderStage),
    /// Which accounts.
    Accounts(AccountsStage, Ticks),
    /// Data is being read: accounts done, accounts in all.
    Reading(u32, u32),
    /// The result, not sent yet.
    Result(Preview),
    /// The journey goes on at this address of the backend.
    Hosted(String),
    /// Saved here, on the backend's own page: back to the partner's.
    HandBack,
    /// Sent.
    Sent(Receipt),
    /// Over with nothing given.
    Ended(Ending),
    /// Cannot go on by itself.
    Stopped(Stop),
}

/// The bank step.
#[derive(Clone, Debug, PartialEq)]
pub struct Bank {
    /// Personal or business.
    pub space: Space,
    /// Picked already, and not yet confirmed by the backend.
    pub chosen: Option<Choice>,
}

/// The region step.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Of which institution.
    pub institution: InstitutionId,
    /// Personal or business.
    pub space: Space,
    /// Picked already, and not yet confirmed by the backend.
    pub chosen: Option<RegionId>,
}

/// How a journey ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The backend is being told.
    Telling,
    /// The backend could not be told: it ends by itself within 24 hours, with nothing given.
    Untold,
    /// The backend knows.
    Known(End),
}

/// Why a journey cannot go on by itself. Each has one way forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It goes on in another tab; one button takes it back.
    Elsewhere,
    /// It is over, or was never this browser's; one button begins anew.
    Gone,
    /// The partner's page gave no usable journey token; one button asks again.
    Token,
    /// The page is not registered with the backend: the partner's developer must act.
    Setup,
    /// The page wants a mode that is not built yet, or not the journey token's: the partner's developer must act.
    Mode,
}

/// Something that failed beside the screen, which stays as it is: nothing is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No connection.
    Offline,
    /// The backend failed.
    Server,
    /// Too many requests: it goes on by itself.
    Busy,
    /// No connector serves the institution.
    NotConnected,
}

/// The kind of a screen, without its contents: the focus moves when it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// [`Screen::Opening`].
    Opening,
    /// [`Screen::Bank`].
    Bank,
    /// [`Screen::Region`].
    Region,
    /// [`Screen::Purposes`].
    Purposes,
    /// [`Screen::Handoff`].
    Handoff,
    /// [`Screen::Leaving`].
    Leaving,
    /// [`Screen::AtBank`].
    AtBank,
    /// [`Screen::Returned`].
    Returned,
    /// [`Screen::Redeeming`].
    Redeeming,
    /// [`Screen::Outcome`].
    Outcome,
    /// [`Screen::Holder`].
    Holder,
    /// [`Screen::Accounts`].
    Accounts,
    /// [`Screen::Reading`].
    Reading,
    /// [`Screen::Result`].
    Result,
    /// [`Screen::Hosted`].
    Hosted,
    /// [`Screen::HandBack`].
    HandBack,
    /// [`Screen::Sent`].
    Sent,
    /// [`Screen::Ended`].
    Ended,
    /// [`Screen::Stopped`].
    Stopped,
}

impl Screen {
    /// The kind of this screen.
    pub fn place(&self) -> Place {
        match self {
            Self::Opening => Place::Opening,
            Self::Bank(_) => Place::Bank,
            Self::Region(_) => Place::Region,
            Self::Purposes(..) => Place::Purposes,
            Self::Handoff(_) => Place::Handoff,
            Self::Leaving => Place::Leaving,
            Self::AtBank(_) => Place::AtBank,
            Self::Returned(_) => Place::Returned,
            Self::Redeeming => Place::Redeeming,
            Self::Outcome(..) => Place::Outcome,
            Self::Holder(_) => Place::Holder,
            Self::Accounts(..) => Place::Accounts,
            Self::Reading(..) => Place::Reading,
            Self::Result(_) => Place::Result,
            Self::Hosted(_) => Place::Hosted,
            Self::HandBack => Place::HandBack,
            Self::Sent(_) => Place::Sent,
            Self::Ended(_) => Place::Ended,
            Self::Stopped(_) => Place::Stopped,
        }
    }
}

impl Place {
    /// The step whose name the progress line marks; none where there is no progress to show.
    pub const fn step(self) -> Option<Step> {
        match self {
            Self::Bank | Self::Region => Some(Step::Bank),
            Self::Handoff
            | Self::Leaving
            | Self::AtBank
            | Self::Returned
            | Self::Redeeming
            | Self::Holder
            | Self::Outcome => Some(Step::Handoff),
            Self::Accounts => Some(Step::Accounts),
            Self::Purposes => Some(Step::Purposes),
            Self::Reading | Self::Result | Self::HandBack | Self::Sent => Some(Step::Result),
            Self::Opening | Self::Hosted | Self::Ended | Self::Stopped => None,
        }
    }

    /// Its name in `guichet-step` events.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Bank => "bank",
            Self::Region => "region",
            Self::Purposes => "purposes",
            Self::Handoff => "handoff",
            Self::Leaving => "leaving",
            Self::AtBank => "at-bank",
            Self::Returned => "returned",
            Self::Redeeming => "redeeming",
            Self::Outcome => "outcome",
            Self::Holder => "holder",
            Self::Accounts => "accounts",
            Self::Reading => "reading",
            Self::Result => "result",
            Self::Hosted => "hosted",
            Self::HandBack => "hand-back",
            Self::Sent => "sent",
            Self::Ended => "ended",
            Self::Stopped => "stopped",
        }
    }
}
