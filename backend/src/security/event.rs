//! Security events: logged with the request's id and counted, never with a value that was presented.

/// Something that happens under attack, or by an honest mistake that looks like one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// Wrong client credentials.
    ClientRefused,
    /// A refresh token came back after it was used: its family is dead.
    RefreshReplayed,
    /// A request came from an origin that is not the journey's.
    OriginRefused,
    /// A journey token was used before, ran out, or never existed.
    JourneyTokenRefused,
    /// A ticket was used before, ran out, or is not this origin's.
    TicketRefused,
    /// A bank's answer named no attempt that was ever made.
    StateUnknown,
    /// A bank's answer named another issuer than the attempt's, or none though it always does.
    IssuerMismatch,
    /// A bank's answer had parameters twice, too long, or both a code and an error.
    AnswerMalformed,
    /// The bank refused a code or gave something else for it than was asked: injected, replayed, or a bank that lies.
    CodeRefused,
    /// A bank's answer came in another browser than the one that started.
    WrongBrowser,
    /// A bank's answer came again after it was used.
    AnswerReplayed,
    /// A bank's answer came for an attempt that was replaced or ran out.
    AnswerStale,
    /// The code of a receipt was not one that was ever given.
    ReceiptCodeRefused,
    /// A handoff code was used before, or is not this browser's.
    HandoffRefused,
    /// A verifier did not match the journey's.
    VerifierMismatch,
    /// A request on the backend's own pages was not made by those pages.
    ForeignRequest,
    /// The account's holder is not the person whom the partner expects.
    HolderMismatch,
    /// The partner expects somebody, and the bank does not say whose account it is.
    HolderUnknown,
}

/// Rides in an answer that is as it should be: the log is told of this as well.
#[derive(Clone, Copy, Debug)]
pub struct Noted(pub Event);

impl Event {
    /// The event's name in logs and metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClientRefused => "client_refused",
            Self::RefreshReplayed => "refresh_replayed",
            Self::OriginRefused => "origin_refused",
            Self::JourneyTokenRefused => "journey_token_refused",
            Self::TicketRefused => "ticket_refused",
            Self::StateUnknown => "state_unknown",
            Self::IssuerMismatch => "issuer_mismatch",
            Self::AnswerMalformed => "answer_malformed",
            Self::CodeRefused => "code_refused",
            Self::WrongBrowser => "wrong_browser",
            Self::AnswerReplayed => "answer_replayed",
            Self::AnswerStale => "answer_stale",
            Self::ReceiptCodeRefused => "receipt_code_refused",
            Self::HandoffRefused => "handoff_refused",
            Self::VerifierMismatch => "verifier_mismatch",
            Self::ForeignRequest => "foreign_request",
            Self::HolderMismatch => "holder_mismatch",
            Self::HolderUnknown => "holder_unknown",
        }
    }
}
