//! What can happen to a journey.

use contract::{
    AccountGroup, AccountId, Choice, InstitutionId, JourneyId, Mode, PurposeId, RegionId, Secret,
    Space, View,
};

/// Numbers a request or a timer, so that a late answer to an old one is recognised and ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestNo(pub u32);

/// Something happened: on the page, on the wire, or by the person's hand.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The element was mounted.
    Started(Start),
    /// The page came back from the browser's back/forward cache.
    Restored,
    /// The browser is online again.
    Online,
    /// A request was answered.
    Answered(RequestNo, Result<Answer, Failure>),
    /// A timer ran out.
    Waited(RequestNo),
    /// The language changed: legal words come in the new one.
    Relabelled,

    /// An institution was picked.
    Picked(Pick),
    /// A region of it was picked.
    RegionPicked(RegionId),
    /// Personal or business was picked.
    SpacePicked(Space),
    /// One step back.
    Back,
    /// The button that leaves for the bank.
    Leave,
    /// An account was ticked or unticked.
    Ticked(AccountId, Mark),
    /// All accounts that can be were ticked or unticked, of one group or of every group.
    AllTicked(Option<AccountGroup>, Mark),
    /// The ticked accounts are to be linked.
    AccountsSaved,
    /// A purpose was switched.
    Switched(PurposeId, Mark),
    /// A purpose may or may not use one of the linked accounts.
    Spared(PurposeId, AccountId, Mark),
    /// The switches are final.
    PurposesSaved,
    /// The result may go to the partner.
    Send,
    /// The result may not go to the partner.
    Discard,
    /// A transaction is not what it was taken for.
    Corrected(String),
    /// Try the same again, whatever failed.
    Retry,
    /// Try the other space at the same bank.
    OtherSpace,
    /// Bring a waiting return, or a journey continued elsewhere, to this tab.
    ContinueHere,
    /// Go on: at the backend's own page, from there back to the partner's, or with this account.
    GoOn,
    /// Leave the journey.
    Cancel,
    /// Begin anew after the end.
    Restart,
}

/// What the page knew when the element was mounted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Start {
    /// The journey that this tab has a verifier for.
    pub saved: Option<JourneyId>,
    /// The handoff that the URL carried, already stripped from it.
    pub returned: Option<Returned>,
    /// The bank that the partner's page names.
    pub institution: Option<InstitutionId>,
    /// Set on the backend's own page, where a cookie may stand for the saved journey.
    pub session: Session,
    /// What the page wants the element for.
    pub mode: Mode,
}

/// Where the proof of a running journey would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Session {
    /// In this tab's storage.
    #[default]
    Storage,
    /// In a cookie of the backend's own origin, set at the bank's return.
    Cookie,
}

/// A return from the bank, as the fragment told it.
#[derive(Clone, Debug, PartialEq)]
pub struct Returned {
    /// The journey it is for: compared, never believed.
    pub journey: JourneyId,
    /// One use, 60 s.
    pub code: Secret,
}

/// An institution the person picked.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// Which one, and which region where the search already told.
    pub choice: Choice,
    /// Whether the region must be asked.
    pub regions: Regions,
}

/// What the directory says of an institution's regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regions {
    /// None to ask: there is one at most, or it is known already.
    Known,
    /// The person must say which.
    Ask,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Ticked, switched on.
    On,
    /// Not ticked, switched off.
    Off,
}

/// What a request brought.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Where the journey stands now.
    View(Box<View>),
    /// A ticket to leave with.
    Ticket(Secret),
}

/// Why a request brought nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Nobody answered.
    Offline,
    /// The backend failed.
    Server,
    /// Too many requests; try again after so many seconds.
    Busy(u16),
    /// Another tab continued the journey.
    Elsewhere,
    /// The journey is over, or was never this browser's.
    Gone,
    /// No journey token is to be had, or it was used before.
    Token,
    /// The page's origin is not registered, or the element is set up wrongly.
    Setup,
    /// The journey token was made for another mode.
    Mode,
    /// What was asked does not fit where the journey stands.
    Mismatch,
    /// The handoff code is too old, or was used.
    Handoff,
    /// No connector serves the institution.
    NotConnected,
}
