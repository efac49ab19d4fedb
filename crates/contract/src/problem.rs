//! Errors on the wire: RFC 9457 problem details with a stable code. Words for the person are the widget's.

use serde::{Deserialize, Serialize};

/// An `application/problem+json` body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `about:blank`: the code says more than a page would.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, for a developer. Never shown to the person.
    pub title: String,
    /// The HTTP status, again.
    pub status: u16,
    /// The stable code.
    pub code: Code,
    /// What to do about it, for a developer; names fields, never values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Ties the answer to the operator's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// What can go wrong. A code that a widget does not know yet reads as [`Code::Unknown`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The request is malformed; `detail` names the field.
    BadRequest,
    /// The client credentials or the partner's access token are wrong or expired.
    Unauthorized,
    /// The journey token was used before, has expired, or never existed: ask the partner for a new one.
    TokenInvalid,
    /// The journey token was made for another mode than the element's: it stays good.
    ModeMismatch,
    /// The journey's access token has expired: resume.
    AccessExpired,
    /// Another tab or window continued this journey.
    Elsewhere,
    /// The journey does not exist for this browser, has ended, or was abandoned.
    JourneyGone,
    /// The origin is not registered for this partner.
    OriginRefused,
    /// What was asked does not fit the journey's stage: look at the current view.
    StageMismatch,
    /// The directory does not hold this institution or region.
    InstitutionUnknown,
    /// No connector serves this institution.
    InstitutionNotConnected,
    /// The ticket is used, expired, or not this journey's.
    TicketInvalid,
    /// The handoff code has expired: earn another.
    HandoffExpired,
    /// The handoff code was used, or is not this browser's.
    HandoffInvalid,
    /// No consent covers what was asked.
    ConsentMissing,
    /// The consent that covered it was withdrawn or has ended.
    ConsentEnded,
    /// The person has not sent the result yet.
    NotSent,
    /// The thing named does not exist, or is not this partner's.
    NotFound,
    /// Too many requests: `Retry-After` says when.
    RateLimited,
    /// What the partner may spend in this month is spent.
    BudgetReached,
    /// The bank did not answer, or answered nonsense.
    UpstreamFailed,
    /// Our fault.
    Internal,
    /// A code newer than this reader.
    #[serde(other)]
    Unknown,
}
