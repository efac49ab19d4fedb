//! Back to the client: the authorization response, RFC 6749 §4.1.2.

use axum::{
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use url::form_urlencoded;

use crate::{
    app::{App, lock},
    bank::{
        Bank, Lie,
        behaviour::ResponseIssuer,
        lie::{ACCOMPLICE, SOMEBODY_ELSE},
    },
    oauth::{
        error::OAuthError,
        grant::{Grant, Standing},
        visits::Visit,
    },
    person::Person,
};

/// Why the person comes back with nothing, and how this bank says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Left: `access_denied`.
    Cancelled,
    /// Refused on the trusted device: `unmet_authentication_requirements` (`OpenID` Connect Unmet
    /// Authentication Requirements 1.0).
    Refused,
    /// Did not answer on the trusted device in time: this bank says `login_required`.
    Expired,
}

/// Sends the person back with a code for a new authorisation.
pub fn code(
    app: &App,
    bank: &Bank,
    visit: Visit,
    person: Person,
    chosen: Option<Vec<String>>,
) -> Response {
    let request = visit.request;
    let person = if bank.lie == Some(Lie::OtherConsent) {
        SOMEBODY_ELSE
    } else {
        person
    };
    let grant = Grant {
        id: 0,
        bank: bank.id.clone(),
        person,
        space: request.space,
        classes: request.classes,
        chosen: chosen.map(|ids| ids.into_iter().collect()),
        consent: None,
        sca_at: app.clock.now(),
        standing: Standing::Holds,
        calls: 0,
    };
    let code = lock(&app.grants).add(grant, request.redirect_uri.clone(), request.challenge);
    redirect(
        app,
        bank,
        &request.redirect_uri,
        &[("code", &code), ("state", &request.state)],
    )
}

/// Sends the person back with nothing.
pub fn nothing(app: &App, bank: &Bank, visit: &Visit, outcome: Outcome) -> Response {
    let error = match outcome {
        Outcome::Cancelled => OAuthError::new("access_denied", "the person left"),
        Outcome::Refused => OAuthError::new(
            "unmet_authentication_requirements",
            "refused on the trusted device",
        ),
        Outcome::Expired => {
            OAuthError::new("login_required", "no answer on the trusted device in time")
        }
    };
    self::error(
        app,
        bank,
        &visit.request.redirect_uri,
        Some(&visit.request.state),
        &error,
    )
}

/// Tells the client at its callback what is wrong.
pub fn error(
    app: &App,
    bank: &Bank,
    redirect_uri: &str,
    state: Option<&str>,
    error: &OAuthError,
) -> Response {
    let mut params = vec![
        ("error", error.error),
        ("error_description", &error.error_description),
    ];
    params.extend(state.map(|state| ("state", state)));
    redirect(app, bank, redirect_uri, &params)
}

fn redirect(app: &App, bank: &Bank, redirect_uri: &str, params: &[(&str, &str)]) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(params);
    if let Some(named) = names_itself(bank, params) {
        query.append_pair("iss", &app.issuer(named));
    }
    let location = format!("{redirect_uri}?{}", query.finish());
    let location = app.replayed.instead(bank, location);
    // RFC 9700 §4.12: 303, so that the form's body goes nowhere.
    let headers = [
        (header::LOCATION, location),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (
            HeaderName::from_static("referrer-policy"),
            "no-referrer".to_owned(),
        ),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// The bank that the answer says it comes from.
fn names_itself<'a>(bank: &'a Bank, params: &[(&str, &str)]) -> Option<&'a str> {
    let is_error = params.iter().any(|(name, _)| *name == "error");
    match &bank.lie {
        Some(Lie::IssMissing) => None,
        Some(Lie::IssSwapped) => Some(ACCOMPLICE),
        Some(Lie::ErrorMixUp) if is_error => Some(ACCOMPLICE),
        _ => (bank.behaviour.iss == ResponseIssuer::Sent).then_some(bank.id.as_str()),
    }
}
