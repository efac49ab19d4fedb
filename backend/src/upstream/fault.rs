//! What can go wrong at a bank. None of it carries what the bank said: error texts can hold names and numbers.

use std::fmt;

use contract::Outcome;

/// Why a bank did not give what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UpstreamFault {
    /// No connection, or no answer in time.
    Unreachable,
    /// It answered that it cannot now: 429 or 5xx.
    Unavailable(u16),
    /// It does not know the token (any more): 401.
    Unauthorized,
    /// It wants the person to identify again before it gives more (RFC 9470).
    ScaWanted,
    /// The code or refresh token is good no more: `invalid_grant` (RFC 6749 §5.2).
    GrantGone,
    /// It refused: another 4xx, or a redirect.
    Refused(u16),
    /// It answered something that makes no sense; the text says which part, in our words.
    Nonsense(&'static str),
}

impl UpstreamFault {
    /// What the person is told.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Unreachable | Self::Unavailable(_) => Outcome::BankDown,
            Self::Unauthorized
            | Self::ScaWanted
            | Self::GrantGone
            | Self::Refused(_)
            | Self::Nonsense(_) => Outcome::Unknown,
        }
    }

    /// Whether the bank said nothing: anything else it may have meant.
    pub const fn is_outage(self) -> bool {
        matches!(self, Self::Unreachable | Self::Unavailable(_))
    }

    /// The word in metrics.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Unavailable(_) => "unavailable",
            Self::Unauthorized => "unauthorized",
            Self::ScaWanted => "sca_wanted",
            Self::GrantGone => "grant_gone",
            Self::Refused(_) => "refused",
            Self::Nonsense(_) => "nonsense",
        }
    }
}

impl fmt::Display for UpstreamFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => f.write_str("no answer"),
            Self::Unavailable(status) | Self::Refused(status) => write!(f, "status {status}"),
            Self::Unauthorized => f.write_str("status 401"),
            Self::ScaWanted => f.write_str("status 401: the person is wanted"),
            Self::GrantGone => f.write_str("status 400: invalid_grant"),
            Self::Nonsense(part) => write!(f, "nonsense: {part}"),
        }
    }
}

impl std::error::Error for UpstreamFault {}
