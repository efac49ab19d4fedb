//! The one error type of the handlers.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::Code;

use crate::secrets::SealError;
use crate::security::Event;
use crate::upstream::UpstreamFault;

/// Why a request is not answered as asked.
#[derive(Debug)]
pub enum Fault {
    /// The caller asked for something that is not to be had; the text says what to do and names fields, never values.
    Refused(Code, &'static str),
    /// The same, and the operator's security log is told.
    Suspicious(Code, Event),
    /// Too many requests: how many seconds to wait.
    RateLimited(u32),
    /// The body did not parse: the text is the parser's, which names fields and positions.
    Malformed(String),
    /// The database failed.
    Store(sqlx::Error),
    /// The same row was changed by others again and again.
    Contended,
    /// The operating system gives no randomness.
    Random,
    /// A sealed value does not open.
    Sealed(SealError),
    /// The bank did not answer as it should.
    Upstream(UpstreamFault),
    /// Something that was stored does not read back: the text names the column.
    Corrupt(&'static str),
}

impl Fault {
    /// The stable code that the caller sees.
    pub const fn code(&self) -> Code {
        match self {
            Self::Refused(code, _) | Self::Suspicious(code, _) => *code,
            Self::RateLimited(_) => Code::RateLimited,
            Self::Malformed(_) => Code::BadRequest,
            Self::Upstream(_) => Code::UpstreamFailed,
            Self::Store(_)
            | Self::Contended
            | Self::Random
            | Self::Sealed(_)
            | Self::Corrupt(_) => Code::Internal,
        }
    }

    /// The HTTP status of a code.
    pub const fn status_code(&self) -> StatusCode {
        match self.code() {
            Code::BadRequest => StatusCode::BAD_REQUEST,
            Code::Unauthorized | Code::TokenInvalid | Code::AccessExpired | Code::Elsewhere => {
                StatusCode::UNAUTHORIZED
            }
            Code::JourneyGone | Code::HandoffExpired => StatusCode::GONE,
            Code::OriginRefused
            | Code::TicketInvalid
            | Code::ConsentMissing
            | Code::ConsentEnded
            | Code::NotSent => StatusCode::FORBIDDEN,
            Code::ModeMismatch
            | Code::StageMismatch
            | Code::InstitutionNotConnected
            | Code::HandoffInvalid => StatusCode::CONFLICT,
            Code::InstitutionUnknown | Code::NotFound => StatusCode::NOT_FOUND,
            Code::BudgetReached => StatusCode::PAYMENT_REQUIRED,
            Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Code::UpstreamFailed => StatusCode::BAD_GATEWAY,
            Code::Internal | Code::Unknown => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What to do about it, for a developer.
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::Refused(_, "") | Self::Suspicious(..) => None,
            Self::Refused(_, detail) => Some((*detail).to_owned()),
            Self::Malformed(detail) => Some(detail.clone()),
            _ => None,
        }
    }

    /// Headers that go with it, whatever the body is.
    pub fn add_headers(&self, headers: &mut HeaderMap) {
        if let Self::RateLimited(wait) = self {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(*wait));
        }
    }

    /// A request for something that the journey's stage does not have.
    pub const fn stage_mismatch() -> Self {
        Self::Refused(Code::StageMismatch, "look at GET /journeys/current")
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error)
    }
}

impl From<UpstreamFault> for Fault {
    fn from(fault: UpstreamFault) -> Self {
        Self::Upstream(fault)
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status_code().into_response();
        self.add_headers(response.headers_mut());
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}
