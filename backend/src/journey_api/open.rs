//! `POST /journeys/open` and `POST /journeys/resume`: into a journey, and back into it.

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use contract::{Code, Locale, Mode, Open, Opened, Resume, Secret};

use super::seat::{Seat, cookie, cookie_header, locale, own_page};
use super::{SESSION_COOKIE, redeem};
use crate::app::App;
use crate::body::Body;
use crate::journey::{AFTERGLOW, Began, Journey, Phase, State as JourneyState};
use crate::limits::{Act, Who};
use crate::problem::Fault;
use crate::renewal;
use crate::security::{Event, JourneyOrigin, Noted};
use crate::store::journeys::{NewJourney, Opening};
use crate::store::sessions::{SessionKind, Standing};
use crate::store::webviews::Webview;
use crate::upstream::Psu;
use crate::{secrets, settle, view};

/// SHA-256 in base64url without padding has 43 characters.
const WC_LENGTH: usize = 43;

/// Where a request comes from, as far as opening and resuming ask.
enum Caller {
    /// A page with this origin.
    Page(String),
    /// One of the backend's own.
    Own,
}

fn caller(app: &App, headers: &HeaderMap) -> Result<Caller, Fault> {
    if own_page(app, headers) {
        return Ok(Caller::Own);
    }
    match headers
        .get(header::ORIGIN)
        .and_then(|value| value.to_str().ok())
    {
        Some(origin) if origin != app.own_origin() => Ok(Caller::Page(origin.to_owned())),
        _ => Err(Fault::Suspicious(
            Code::OriginRefused,
            Event::ForeignRequest,
        )),
    }
}

fn split(request: Request) -> (Parts, Request) {
    let (parts, body) = request.into_parts();
    (parts.clone(), Request::from_parts(parts, body))
}

/// Opens a journey with a journey token, or joins the open one of the same user.
#[utoipa::path(post, path = "/journeys/open", tag = "journey", request_body = Open, responses(
    (status = 200, description = "A journey and the way to speak for it", body = Opened),
    (status = 401, description = "`token_invalid`: ask the partner for a new one", body = contract::Problem),
    (status = 403, description = "`origin_refused`", body = contract::Problem),
    (status = 409, description = "`mode_mismatch`: the element's `mode` is not the token's", body = contract::Problem),
    (status = 429, description = "`rate_limited`: `Retry-After` says when", body = contract::Problem)))]
pub async fn open(State(app): State<App>, request: Request) -> Result<Response, Fault> {
    let (parts, request) = split(request);
    let Body(open): Body<Open> = Body::from_request(request, &app).await?;
    let caller = caller(&app, &parts.headers)?;
    if open.wc.len() != WC_LENGTH {
        return Err(Fault::Refused(
            Code::BadRequest,
            "wc: SHA-256 in base64url without padding",
        ));
    }
    let refused = || Fault::Suspicious(Code::TokenInvalid, Event::JourneyTokenRefused);
    let now = app.now();
    let webview = app
        .store()
        .look_at_journey_token(open.token.expose(), now)
        .await?
        .ok_or_else(refused)?;
    let partner = app.config().partner(&webview.partner).ok_or_else(refused)?;
    app.limiter()
        .allow(Act::Open, Who::Partner(&webview.partner), app.now())?;
    let began = match &caller {
        Caller::Own => Began::Hosted,
        Caller::Page(origin) if partner.has_origin(origin) => Began::Inline {
            origin: origin.clone(),
        },
        Caller::Page(_) => {
            return Err(Fault::Suspicious(Code::OriginRefused, Event::OriginRefused));
        }
    };
    if open.mode != webview.mode {
        return Err(Fault::Refused(
            Code::ModeMismatch,
            "mode: the element's attribute and the journey token's mode differ",
        ));
    }
    if !app
        .store()
        .burn_journey_token(open.token.expose(), now)
        .await?
    {
        return Err(refused());
    }
    let mut state = begin(&app, &webview, began, &open);
    if let Some(id) = webview.asked.goes_on_with() {
        let there = renewal::begin(&app, id).await?.ok_or_else(refused)?;
        state.space = there.choice.space;
        state.choice = Some(there.choice);
        if webview.mode == Mode::Renew {
            state.asked.purposes.retain(|id| there.run_out.contains(id));
            state.given = state.asked.purposes.is_empty().then_some(there.given);
        }
    }
    let new = NewJourney {
        partner: &webview.partner,
        user: &webview.user,
        mode: webview.mode,
        wc: &open.wc,
        state,
    };
    let psu = Psu::of(&parts);
    let (mut journey, mut opening) = app.store().open_journey(&new, now).await?;
    if opening == Opening::Joined && !same_aim(&journey, &new) {
        // The open one is about another connection: it ends, and what is asked for now begins.
        end(&app, &journey.id, &psu).await?;
        (journey, opening) = app.store().open_journey(&new, now).await?;
    }
    if opening == Opening::Joined {
        journey = join(&app, &journey.id, &new).await?;
    }
    let locale = locale(&parts.headers);
    admit(&app, journey, &caller, locale, &psu).await
}

/// Whether an open journey goes on with the connection that a new one is for, if it is for any.
fn same_aim(open: &Journey, new: &NewJourney<'_>) -> bool {
    open.state.asked.goes_on_with() == new.state.asked.goes_on_with()
}

async fn end(app: &App, id: &str, psu: &Psu) -> Result<(), Fault> {
    let now = app.now();
    app.store()
        .change_journey(id, now, |journey| {
            journey.leave();
            Ok(())
        })
        .await?;
    app.store().supersede_attempts(id, now).await?;
    settle::settle(app, id, psu).await?;
    Ok(())
}

fn begin(app: &App, webview: &Webview, began: Began, open: &Open) -> JourneyState {
    let space = app
        .config()
        .partner(&webview.partner)
        .map(|partner| partner.space)
        .unwrap_or_default();
    let choice = webview
        .asked
        .institution
        .clone()
        .map(|institution| contract::Choice {
            institution,
            region: None,
            space,
        });
    // An institution that the partner named and that cannot be reached is not a choice.
    let choice =
        choice.filter(|choice| app.catalogue().resolve(&app.config().banks, choice).is_ok());
    JourneyState {
        asked: webview.asked.clone(),
        began,
        surface: open.surface,
        space,
        choice,
        given: None,
        answered_in: Locale::default(),
        linked: Vec::new(),
        connection: None,
        found_open: None,
        taken_over: None,
        phase: match webview.mode {
            Mode::Manage => Phase::Managing,
            Mode::Connect | Mode::Renew => Phase::Choosing,
        },
    }
}

/// A fresh token joins the open journey under a new verifier: whatever the old browser held is void.
async fn join(app: &App, id: &str, new: &NewJourney<'_>) -> Result<Journey, Fault> {
    let (journey, ()) = app
        .store()
        .change_journey(id, app.now(), |journey| {
            new.wc.clone_into(&mut journey.wc);
            journey.state.began = new.state.began.clone();
            journey.state.surface = new.state.surface;
            journey
                .state
                .asked
                .return_url
                .clone_from(&new.state.asked.return_url);
            // A name once given stays: a token without one does not take the question away.
            if new.state.asked.expected.is_some() {
                journey
                    .state
                    .asked
                    .expected
                    .clone_from(&new.state.asked.expected);
            }
            journey.state.asked.locale = new.state.asked.locale;
            journey.state.asked.theme = new.state.asked.theme;
            Ok(())
        })
        .await?;
    // The hosted page of another browser too.
    app.store().end_sessions(id, app.now()).await?;
    Ok(journey)
}

/// Back into a journey: by its id and verifier, or, on the backend's own pages, by the cookie.
#[utoipa::path(post, path = "/journeys/resume", tag = "journey", request_body = Resume, responses(
    (status = 200, description = "A new access token; the old one is dead", body = Opened),
    (status = 410, description = "`journey_gone`", body = contract::Problem)))]
pub async fn resume(State(app): State<App>, request: Request) -> Result<Response, Fault> {
    let (parts, request) = split(request);
    let Body(resume): Body<Resume> = Body::from_request(request, &app).await?;
    let caller = caller(&app, &parts.headers)?;
    let psu = Psu::of(&parts);
    let gone = || Fault::Refused(Code::JourneyGone, "");
    let (journey, noted) = match (&resume.journey, &resume.wv) {
        (Some(id), Some(wv)) => {
            let journey = app.store().journey(id.as_str()).await?.ok_or_else(gone)?;
            if !secrets::matches(&secrets::sha256_text(wv.expose()), &journey.wc) {
                // The same answer as for a journey that never was: ids are told apart by nobody.
                return Err(Fault::Suspicious(
                    Code::JourneyGone,
                    Event::VerifierMismatch,
                ));
            }
            (journey, None)
        }
        (None, None) => match &caller {
            Caller::Own => by_cookie(&app, &parts.headers, &psu).await?,
            Caller::Page(_) => return Err(Fault::Refused(Code::BadRequest, "journey and wv")),
        },
        _ => {
            return Err(Fault::Refused(
                Code::BadRequest,
                "journey and wv, both or neither",
            ));
        }
    };
    if journey
        .ended_at
        .is_some_and(|ended| ended + AFTERGLOW <= app.now())
    {
        return Err(gone());
    }
    if let Caller::Page(origin) = &caller
        && origin != journey.origin(app.own_origin())
    {
        return Err(Fault::Suspicious(Code::OriginRefused, Event::OriginRefused));
    }
    app.store().touch_journey(&journey.id, app.now()).await?;
    let mut response = admit(&app, journey, &caller, locale(&parts.headers), &psu).await?;
    if let Some(noted) = noted {
        response.extensions_mut().insert(noted);
    }
    Ok(response)
}

/// The hosted page after the bank: the cookie was set by the callback, in the browser that holds the attempt's own
/// cookie. So an access that waits is accepted here, and the widget in the partner's page gets none of it.
async fn by_cookie(
    app: &App,
    headers: &HeaderMap,
    psu: &Psu,
) -> Result<(Journey, Option<Noted>), Fault> {
    let gone = || Fault::Refused(Code::JourneyGone, "");
    let token = cookie(headers, SESSION_COOKIE).ok_or_else(gone)?;
    let id = match app
        .store()
        .session(&token, SessionKind::Cookie, app.now())
        .await?
    {
        Standing::Good(id) => id,
        Standing::Elsewhere(_) => return Err(Fault::Refused(Code::Elsewhere, "")),
        Standing::Expired(_) | Standing::Unknown => return Err(gone()),
    };
    let journey = app.store().journey(&id).await?.ok_or_else(gone)?;
    if journey.hands_over() {
        let noted = redeem::accept(app, &journey, psu).await?;
        let journey = app.store().journey(&id).await?.ok_or_else(gone)?;
        return Ok((journey, noted));
    }
    Ok((journey, None))
}

async fn admit(
    app: &App,
    journey: Journey,
    caller: &Caller,
    locale: Locale,
    psu: &Psu,
) -> Result<Response, Fault> {
    let (kind, seat) = match caller {
        Caller::Own => (SessionKind::Cookie, Seat::Hosted),
        Caller::Page(_) => (SessionKind::Bearer, Seat::Inline),
    };
    let token = app
        .store()
        .new_session(&journey.id, kind, app.now())
        .await?;
    let journey = settle::settle(app, &journey.id, psu).await?;
    let view = view::view(app, &journey, seat, locale).await?;
    let access = (seat == Seat::Inline).then(|| Secret::new(token.clone()));
    let opened = Opened { access, view };
    let mut response = Json(opened).into_response();
    if seat == Seat::Hosted
        && let Ok(value) = HeaderValue::from_str(&cookie_header(&token))
    {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    let origin = journey.origin(app.own_origin()).to_owned();
    response.extensions_mut().insert(JourneyOrigin(origin));
    Ok(response)
}
