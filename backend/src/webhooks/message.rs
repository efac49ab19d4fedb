//! What a partner's server is told: the kind of event, when, and ids.

use contract::{End, Mode};
use serde::Serialize;
use serde_json::{Value, json};

use crate::clock::{self, Seconds};
use crate::journey::{Journey, Phase};
use crate::ledger::{Entry, Record, Withdrawn};
use crate::secrets;
use crate::store::connections::Connection;

/// A kind of event, as the body's `type` spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A journey came to its end: something was sent, or every purpose was refused.
    JourneyCompleted,
    /// The person left, did not send, or was not seen for a day.
    JourneyAbandoned,
    /// Consents were given.
    ConsentGiven,
    /// An account was taken out of consents that go on.
    ConsentChanged,
    /// Purposes, or the whole access, were taken back.
    ConsentWithdrawn,
    /// Purposes ended by themselves.
    ConsentExpired,
    /// The bank will soon want the person again.
    ConnectionExpiring,
    /// It wants them now: nothing new comes until a journey of mode `renew`.
    ConnectionExpired,
    /// It was confirmed again.
    ConnectionRenewed,
    /// The person took the access back at the bank.
    ConnectionRevoked,
}

impl Kind {
    /// Its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::JourneyCompleted => "journey.completed",
            Self::JourneyAbandoned => "journey.abandoned",
            Self::ConsentGiven => "consent.given",
            Self::ConsentChanged => "consent.changed",
            Self::ConsentWithdrawn => "consent.withdrawn",
            Self::ConsentExpired => "consent.expired",
            Self::ConnectionExpiring => "connection.expiring",
            Self::ConnectionExpired => "connection.expired",
            Self::ConnectionRenewed => "connection.renewed",
            Self::ConnectionRevoked => "connection.revoked",
        }
    }
}

/// A message to a partner's server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id: the same for the same act.
    pub id: String,
    /// Whose server.
    pub partner: String,
    /// About which user.
    pub user: String,
    /// What kind of event.
    pub kind: Kind,
    /// When it happened.
    pub at: Seconds,
    /// The body, as it is signed and sent.
    pub body: String,
}

#[derive(Serialize)]
struct Body<'a> {
    r#type: &'static str,
    timestamp: String,
    data: &'a Value,
}

/// A message about an act of this name.
fn message(
    kind: Kind,
    act: &str,
    (partner, user): (&str, &str),
    at: Seconds,
    data: Value,
) -> Message {
    let mut data = data;
    data["user_id"] = json!(user);
    let body = Body {
        r#type: kind.word(),
        timestamp: clock::rfc3339(at),
        data: &data,
    };
    Message {
        id: format!(
            "msg_{}",
            secrets::uuid_of(&format!("{}:{act}", kind.word())).replace('-', "")
        ),
        partner: partner.to_owned(),
        user: user.to_owned(),
        kind,
        at,
        // Texts alone: there is nothing in it that JSON cannot say.
        body: serde_json::to_string(&body).unwrap_or_default(),
    }
}

/// What an entry of the ledger is to its partner; none where it is not the partner's to know.
pub fn of_entry(entry: &Entry) -> Option<Message> {
    let (kind, data) = match &entry.record {
        Record::Consent {
            journey,
            connection,
            receipt,
            purposes,
            ..
        } => {
            let purposes: Vec<&str> = purposes.iter().map(|one| one.purpose.as_str()).collect();
            let data = json!({ "journey": journey, "connection": connection, "receipt": receipt, "purposes": purposes });
            (Kind::ConsentGiven, data)
        }
        Record::Withdrawal {
            connection,
            what,
            purposes,
            accounts,
        } => {
            let kind = match what {
                Withdrawn::Account => Kind::ConsentChanged,
                Withdrawn::Purpose | Withdrawn::Access => Kind::ConsentWithdrawn,
            };
            (
                kind,
                json!({ "connection": connection, "purposes": purposes, "accounts": accounts }),
            )
        }
        Record::Expiry {
            connection,
            purposes,
            accounts,
        } => {
            let data =
                json!({ "connection": connection, "purposes": purposes, "accounts": accounts });
            (Kind::ConsentExpired, data)
        }
        Record::Revocation { connection, .. } => {
            (Kind::ConnectionRevoked, json!({ "connection": connection }))
        }
        Record::Renewal {
            connection, until, ..
        } => {
            let data = json!({ "connection": connection, "sca_due": clock::rfc3339(*until) });
            (Kind::ConnectionRenewed, data)
        }
        Record::Service { .. }
        | Record::Access { .. }
        | Record::Purposes { .. }
        | Record::Nothing { .. } => return None,
    };
    let whose = (entry.partner.as_str(), entry.user.as_str());
    Some(message(kind, &entry.once, whose, entry.at, data))
}

/// What the end of a journey is to its partner; none where it has not ended, or where nothing was asked.
pub fn of_end(journey: &Journey, at: Seconds) -> Option<Message> {
    if journey.mode == Mode::Manage {
        return None;
    }
    let (kind, outcome) = match &journey.state.phase {
        Phase::Sent { .. } if journey.mode == Mode::Renew => (Kind::JourneyCompleted, "renewed"),
        Phase::Sent { .. } => (Kind::JourneyCompleted, "sent"),
        Phase::Ended { end } => match end {
            End::NothingGiven(_) => (Kind::JourneyCompleted, "nothing_given"),
            End::NotSent(_) => (Kind::JourneyAbandoned, "not_sent"),
            End::Cancelled(_) => (Kind::JourneyAbandoned, "left"),
            End::Abandoned => (Kind::JourneyAbandoned, "timed_out"),
        },
        _ => return None,
    };
    let whose = (journey.partner.as_str(), journey.user.as_str());
    let data = json!({ "journey": journey.id, "outcome": outcome });
    Some(message(kind, &journey.id, whose, at, data))
}

/// What a connection's second clock is to its partner.
pub fn of_clock(kind: Kind, connection: &Connection, at: Seconds) -> Message {
    let whose = (connection.partner.as_str(), connection.user.as_str());
    let due = clock::rfc3339(connection.sca_due);
    let act = format!("{}:{due}", connection.id);
    let data = json!({ "connection": connection.id, "sca_due": due });
    message(kind, &act, whose, at, data)
}
