//! Who is asking: from which journey, through a partner's page or one of ours, in which language.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use contract::{Code, Locale};

use crate::app::App;
use crate::journey::{AFTERGLOW, Journey};
use crate::problem::Fault;
use crate::security::{Event, JourneyOrigin};
use crate::store::sessions::{SessionKind, Standing};
use crate::upstream::Psu;

/// The session cookie of the backend's own pages.
pub const SESSION_COOKIE: &str = "__Host-s";

/// Where the asking element is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat {
    /// In a partner's page, by bearer token.
    Inline,
    /// On the backend's own page, by cookie.
    Hosted,
}

/// A request that belongs to a journey.
#[derive(Clone, Debug)]
pub struct Seated {
    /// Which one, by id: handlers read it again, so that they see the newest.
    pub journey: String,
    /// Where the element is drawn.
    pub seat: Seat,
    /// The language of legal words.
    pub locale: Locale,
    /// The person's browser, for the bank.
    pub psu: Psu,
}

impl FromRequestParts<App> for Seated {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Fault> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Fault::Refused(Code::AccessExpired, ""))
    }
}

/// The language of legal words: French unless English is asked for first.
pub fn locale(headers: &HeaderMap) -> Locale {
    let asked = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    asked
        .split(',')
        .find_map(|tag| Locale::parse(tag.split(';').next().unwrap_or_default().trim()))
        .unwrap_or_default()
}

/// Whether a request was made by one of the backend's own pages: its header, and the browser's word for where it
/// comes from.
pub fn own_page(app: &App, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let marked = text("guichet-surface") == Some("hosted");
    let from_here = match text("origin") {
        Some(origin) => origin == app.own_origin(),
        None => text("sec-fetch-site") == Some("same-origin"),
    };
    marked && from_here
}

/// The value of a cookie. Several of one name are one too many.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(known, _)| *known == name)
        .map(|(_, value)| value.to_owned());
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// `Set-Cookie` of a hosted session.
pub fn cookie_header(token: &str) -> String {
    let life = SessionKind::Cookie.life();
    format!("{SESSION_COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={life}")
}

async fn find(app: &App, headers: &HeaderMap) -> Result<(Journey, Seat), (Fault, Option<Journey>)> {
    let none = |fault| (fault, None);
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .map(str::to_owned);
    let (token, kind) = match bearer {
        Some(token) => (token, SessionKind::Bearer),
        None => match cookie(headers, SESSION_COOKIE) {
            Some(token) if own_page(app, headers) => (token, SessionKind::Cookie),
            Some(_) => {
                return Err(none(Fault::Suspicious(
                    Code::OriginRefused,
                    Event::ForeignRequest,
                )));
            }
            None => {
                return Err(none(Fault::Refused(
                    Code::AccessExpired,
                    "Authorization: Bearer, or a session cookie",
                )));
            }
        },
    };
    let standing = app
        .store()
        .session(&token, kind, app.now())
        .await
        .map_err(none)?;
    let (id, verdict) = match standing {
        Standing::Unknown => return Err(none(Fault::Refused(Code::AccessExpired, "resume"))),
        Standing::Expired(id) => (id, Err(Fault::Refused(Code::AccessExpired, "resume"))),
        Standing::Elsewhere(id) => (
            id,
            Err(Fault::Refused(Code::Elsewhere, "resume takes it back")),
        ),
        Standing::Good(id) => (id, Ok(())),
    };
    let journey = app
        .store()
        .journey(&id)
        .await
        .map_err(none)?
        .ok_or_else(|| none(Fault::Refused(Code::JourneyGone, "")))?;
    if let Err(fault) = verdict {
        return Err((fault, Some(journey)));
    }
    if journey
        .ended_at
        .is_some_and(|ended| ended + AFTERGLOW <= app.now())
    {
        return Err((Fault::Refused(Code::JourneyGone, ""), Some(journey)));
    }
    if kind == SessionKind::Bearer {
        let origin = headers
            .get(header::ORIGIN)
            .and_then(|value| value.to_str().ok());
        if origin != Some(journey.origin(app.own_origin())) {
            return Err((
                Fault::Suspicious(Code::OriginRefused, Event::OriginRefused),
                Some(journey),
            ));
        }
        return Ok((journey, Seat::Inline));
    }
    Ok((journey, Seat::Hosted))
}

/// Finds the journey of a request, and says which origin may read the answer.
pub async fn seat(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let (journey, mut response) = match find(&app, request.headers()).await {
        Ok((journey, seat)) => {
            let locale = locale(request.headers());
            let (parts, body) = request.into_parts();
            let psu = Psu::of(&parts);
            request = Request::from_parts(parts, body);
            request.extensions_mut().insert(Seated {
                journey: journey.id.clone(),
                seat,
                locale,
                psu,
            });
            (Some(journey), next.run(request).await)
        }
        Err((fault, journey)) => (journey, fault.into_response()),
    };
    if let Some(journey) = journey {
        let origin = journey.origin(app.own_origin()).to_owned();
        response.extensions_mut().insert(JourneyOrigin(origin));
    }
    response
}
