//! `/manage`: what a person shares, and how to take it back, without the partner. Pages and forms of the backend's
//! own, so that it works where the partner's page is gone, and where there is no script.
//!
//! Two keys open it: the code on a receipt, and a journey token of mode `manage` that the partner's server asked for. What
//! is then seen is the same person's at the same partner, and nobody else's. Adding needs the bank, so it is a journey of its
//! own, which begins here.

mod act; // taking it back
mod add; // the way to the bank, for more
mod card; // what was found for a purpose
mod door; // the code, and the session it opens
mod figures; // numbers, written out
mod overview; // what is shared, drawn
mod reads; // how often, by whom, for what
mod receipt; // what was given, to print and to keep
mod words; // French and English

use axum::Router;
use axum::http::{HeaderMap, header};
use axum::routing::{get, post};
use contract::{Code, Locale, Mode};

use crate::app::App;
use crate::journey::Journey;
use crate::journey_api::read_cookie;
use crate::problem::Fault;
use crate::security::Event;
use crate::store::sessions::{SessionKind, Standing};
use crate::store::usage::Times;
use crate::store::webviews::Webview;
use crate::words::Subject;

/// The session's cookie.
const COOKIE: &str = "__Host-m";

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/manage", get(door::page).post(door::enter))
        .route("/manage/withdraw", post(act::withdraw))
        .route("/manage/add", post(add::add))
        .route("/manage/receipts/{receipt}", get(receipt::receipt))
        .route("/manage/leave", post(door::leave))
        .route("/manage.js", get(door::script))
}

/// The page's address, in a language where one is asked for. A code or token goes behind it, as the fragment, which no
/// server sees.
pub fn address(app: &App, locale: Option<Locale>) -> String {
    let asked = locale.map_or_else(String::new, |locale| format!("?locale={}", locale.tag()));
    format!("{}/manage{asked}", app.own_origin())
}

/// How often data was read at the bank, when last, by whom and for whom.
pub fn read_for(subject: &Subject<'_>, times: Times, locale: Locale) -> String {
    words::words(locale).read_for(times, &subject.aisp.legal_name, &subject.partner.name)
}

/// The page's address with a key of ten minutes for the journey's person.
///
/// # Errors
/// [`Fault::Store`] or [`Fault::Random`].
pub async fn link(app: &App, journey: &Journey) -> Result<String, Fault> {
    let webview = Webview {
        partner: journey.partner.clone(),
        user: journey.user.clone(),
        mode: Mode::Manage,
        asked: journey.state.asked.clone(),
    };
    let token = app.store().journey_token(&webview, app.now()).await?;
    Ok(format!(
        "{}#{token}",
        address(app, journey.state.asked.locale)
    ))
}

/// Forms of this page come from this page (the cookie is `Strict` beside that).
fn from_here(app: &App, headers: &HeaderMap) -> Result<(), Fault> {
    let origin = headers
        .get(header::ORIGIN)
        .and_then(|value| value.to_str().ok());
    if origin == Some(app.own_origin()) {
        Ok(())
    } else {
        Err(Fault::Suspicious(
            Code::OriginRefused,
            Event::ForeignRequest,
        ))
    }
}

/// The journey of who acts by a form of this page.
///
/// # Errors
/// [`Code::OriginRefused`] for a form of another page, [`Code::AccessExpired`] without a session.
async fn acting(app: &App, headers: &HeaderMap) -> Result<Journey, Fault> {
    from_here(app, headers)?;
    let seated = seated(app, headers).await?;
    seated.ok_or(Fault::Refused(Code::AccessExpired, ""))
}

/// The journey whose partner and user this browser may look at; none when it has to show a code first.
async fn seated(app: &App, headers: &HeaderMap) -> Result<Option<Journey>, Fault> {
    let Some(token) = read_cookie(headers, COOKIE) else {
        return Ok(None);
    };
    match app
        .store()
        .session(&token, SessionKind::Manage, app.now())
        .await?
    {
        Standing::Good(journey) => app.store().journey(&journey).await,
        Standing::Expired(_) | Standing::Elsewhere(_) | Standing::Unknown => Ok(None),
    }
}
