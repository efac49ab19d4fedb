//! The stages of a journey: one for each screen, with all that the screen needs.

use serde::{Deserialize, Serialize};

use crate::{
    Account, Capabilities, InstitutionId, Notice, Preview, Purpose, Receipt, RegionId, Space,
};

/// What is to be drawn. The backend decides it; the widget never guesses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// No bank is chosen.
    Bank,
    /// A bank is chosen, its region is not.
    Region(InstitutionId),
    /// Purposes are asked: before the bank or after, as the connector wants it.
    Purposes(PurposesStage),
    /// Ready to leave.
    Handoff(HandoffStage),
    /// The person left and has not come back.
    AtBank(Whereabouts),
    /// The person came back; the outcome waits for the browser that started.
    Returned(Whereabouts),
    /// The last attempt ended without access.
    Outcome(Outcome, Whereabouts),
    /// The account is not, or not surely, in the name of the person whom the partner expects: held back until confirmed.
    Holder(HolderStage),
    /// Accounts are asked.
    Accounts(AccountsStage),
    /// Data is being read for the purposes given.
    Reading {
        /// Accounts read so far.
        done: u32,
        /// Accounts to read.
        total: u32,
    },
    /// The result, not sent yet.
    Result(Preview),
    /// These steps are drawn on the backend's own page; the address leads there.
    Hosted(String),
    /// Saved on the backend's own page: the way back to the partner's page is open.
    HandBack,
    /// Sent.
    Sent(Receipt),
    /// Over, with nothing given.
    Ended(End),
}

/// `PUT /journeys/current/choice`: what the person chose, or nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Choice {
    /// Which institution.
    pub institution: InstitutionId,
    /// Which region of it, once it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionId>,
    /// Personal or business.
    pub space: Space,
}

/// Which bank is meant, in words and ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Whereabouts {
    /// What was chosen.
    pub choice: Choice,
    /// The bank's name, with its region.
    pub bank: String,
}

/// What the handoff screen needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HandoffStage {
    /// Where the button leads.
    pub whereabouts: Whereabouts,
    /// The host name the person will see in the address bar.
    pub host: String,
    /// Who provides the service, for whom, what, how long, how to withdraw.
    pub notice: Notice,
    /// What comes after the bank.
    pub capabilities: Capabilities,
}

/// What the holder screen needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct HolderStage {
    /// In whose name the account is and whom the partner expects, both masked, and what confirming means.
    pub notice: Notice,
}

/// What the accounts screen needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AccountsStage {
    /// The bank's name, with its region.
    pub bank: String,
    /// All that the bank listed, in its order.
    pub accounts: Vec<Account>,
    /// What saving means (PSD2 explicit consent).
    pub notice: Notice,
    /// Set where something is added to what is shared over this access already: what that is, and that it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub already: Option<String>,
}

/// What the purposes screen needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PurposesStage {
    /// What is asked.
    pub purposes: Vec<Purpose>,
    /// The linked accounts, when they are known: a purpose can leave one alone.
    pub accounts: Vec<Account>,
    /// Set where this bank cannot hold the detail, so that the service alone keeps to it (STET full AISP).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enforcement: Option<String>,
    /// Set where something is added to what is shared over this access already: what that is, and that it stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub already: Option<String>,
}

/// How an attempt ended when it did not end well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The second factor was refused.
    Refused,
    /// The person cancelled at the bank.
    Cancelled,
    /// The bank's or our time ran out.
    TimedOut,
    /// The bank does not answer.
    BankDown,
    /// The bank listed no account in this space.
    NoAccounts,
    /// An access was to be renewed, and the bank shows other accounts than those that were linked.
    OtherAccounts,
    /// Anything else: the bank answered something that makes no sense.
    Unknown,
}

/// How a journey ends when nothing is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Every purpose was refused; what became of the access to the bank.
    NothingGiven(Revocation),
    /// The result was seen and not sent.
    NotSent(Revocation),
    /// The person left.
    Cancelled(Revocation),
    /// 24 hours passed.
    Abandoned,
}

/// What became of the access at the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Revocation {
    /// There was none.
    NothingToRevoke,
    /// The bank confirmed that it is closed.
    Revoked,
    /// This bank has no way to be told: our keys are deleted, and the bank's own site lists the access.
    NotOffered,
    /// The bank did not answer: our keys are deleted, and the bank's own site lists the access.
    Failed,
}
